//! Days written out in text: "3 August 2017", "Aug. 3, 2017", "3/8/2017", "2017-08-03", "2017年8月3日".
//!
//! Comes in: any text. Goes out: each day with the bytes it stands on, in text order. A numeric day that can be read
//! day first or month first is given in both readings; which one holds is for the caller to settle by other evidence.
//! It does not read days without a year, relative days ("Tuesday") or months alone: those need an anchor, which
//! `annotate::times` has. One pass over the text; each number looks at a bounded stretch around it.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::marks::is_unseen;
use crate::model::Day;

/// A day as the text writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenDay {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The day; when `or` is given, its day-first reading.
    pub day: Day,
    /// The month-first reading of an ambiguous numeric day ("3/8/2017" as 8 March), when it is another day.
    pub or: Option<Day>,
}

impl Months {
    /// All days that stand in a text.
    pub fn find_days(&self, text: &str) -> Vec<WrittenDay> {
        self.find_days_in(text, None)
    }

    /// All days that stand in a text whose language (ISO 639-1) is known: "listopada" is October in Croatian, November
    /// in Polish.
    pub fn find_days_in(&self, text: &str, language: Option<&str>) -> Vec<WrittenDay> {
        let mut found: Vec<WrittenDay> = Vec::new();
        let mut at = 0;
        while let Some(number) = next_number(text, at) {
            at = number.range.end;
            if let Some(day) = day_at(self, text, &number, language) {
                at = day.range.end.max(at);
                if found.last().is_none_or(|last| last.range.end <= day.range.start) {
                    found.push(day);
                }
            }
        }
        found
    }

    /// The first day of a short string, such as the value of an attribute; also the compact form "20170803".
    pub fn parse_day(&self, text: &str) -> Option<WrittenDay> {
        self.find_days(text).into_iter().next().or_else(|| compact_day(text))
    }

    /// The number of the month that a word names, 1 to 12.
    pub fn month_number(&self, word: &str, language: Option<&str>) -> Option<u8> {
        let word = fold(word.trim_end_matches('.'));
        let meanings = self.months.get(word.as_str())?;
        let known = language.and_then(|language| meanings.iter().find(|(of, _)| of == language));
        known.or(meanings.first()).map(|(_, month)| *month)
    }
}

/// Eight digits that begin the string: year, month, day.
fn compact_day(text: &str) -> Option<WrittenDay> {
    let trimmed = text.trim_start();
    let start = text.len() - trimmed.len();
    let digits = trimmed.get(..8).filter(|head| head.bytes().all(|byte| byte.is_ascii_digit()))?;
    if trimmed[8..].chars().next().is_some_and(|next| next.is_ascii_digit()) && trimmed.len() != 14 {
        return None;
    }
    let (year, month, day) = (digits[..4].parse().ok()?, digits[4..6].parse().ok()?, digits[6..].parse().ok()?);
    let day = plausible(year, month, day)?;
    Some(WrittenDay { range: start..start + 8, day, or: None })
}

// ---------------------------------------------------------------------------------------------------- word lists

/// The list of months as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MonthList {
    /// By language (ISO 639-1): twelve texts, each the forms of one name.
    months: BTreeMap<String, Vec<String>>,
    between: Between,
    ordinals: Ordinals,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Between {
    words: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ordinals {
    suffixes: Vec<String>,
}

/// Names of months and the little words around them, compiled.
#[derive(Debug)]
pub struct Months {
    /// Folded name → (language, month), in the order of the list.
    months: HashMap<String, Vec<(String, u8)>>,
    between: Vec<String>,
    ordinals: Vec<String>,
}

impl Months {
    /// `Err`: the language that has not twelve months.
    pub fn compile(list: MonthList) -> Result<Months, String> {
        let mut months: HashMap<String, Vec<(String, u8)>> = HashMap::new();
        let mut languages: Vec<(&String, &Vec<String>)> = list.months.iter().collect();
        // English, the language of most pages, comes first. Croatian comes last: it shares names with Czech and Polish,
        // which have more pages, and means other months by them.
        languages.sort_by_key(|(language, _)| (*language != "en", *language == "hr"));
        for (language, names) in languages {
            if names.len() != 12 {
                return Err(language.clone());
            }
            for (index, forms) in names.iter().enumerate() {
                for form in forms.split_whitespace() {
                    let meanings = months.entry(fold(form)).or_default();
                    if !meanings.iter().any(|(of, _)| of == language) {
                        meanings.push((language.clone(), index as u8 + 1));
                    }
                }
            }
        }
        Ok(Months { months, between: list.between.words, ordinals: list.ordinals.suffixes })
    }
}

/// Lower case without accents, so that "Février" and "fevrier" are one.
fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

// ------------------------------------------------------------------------------------------------------- numbers

struct Number {
    range: Range<usize>,
    value: u32,
    /// How many digits it is written with.
    width: usize,
}

/// The value of a decimal digit of the scripts that news is written in.
fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        '٠'..='٩' => '٠',
        '۰'..='۹' => '۰',
        '०'..='९' => '०',
        '০'..='৯' => '০',
        '๐'..='๙' => '๐',
        '０'..='９' => '０',
        _ => return None,
    };
    Some(c as u32 - zero as u32)
}

/// The next run of digits from a byte offset on.
fn next_number(text: &str, from: usize) -> Option<Number> {
    let bytes = text.as_bytes();
    let mut at = from;
    while at < bytes.len() {
        if bytes[at].is_ascii_digit() {
            return number_at(text, at);
        }
        if bytes[at] >= 0xD9 && text.is_char_boundary(at) && text[at..].chars().next().and_then(digit).is_some() {
            return number_at(text, at);
        }
        at += 1;
    }
    None
}

/// The number that begins exactly here.
fn number_at(text: &str, at: usize) -> Option<Number> {
    let mut number = Number { range: at..at, value: 0, width: 0 };
    for c in text.get(at..)?.chars() {
        let Some(digit) = digit(c) else { break };
        number.value = number.value.saturating_mul(10).saturating_add(digit);
        number.width += 1;
        number.range.end += c.len_utf8();
    }
    (number.width > 0).then_some(number)
}

// -------------------------------------------------------------------------------------------------------- shapes

/// Years that a page may speak of. Thai pages count from the death of the Buddha, 543 years earlier.
fn year(number: &Number) -> Option<i16> {
    match (number.width, number.value) {
        (4, value @ 1500..=2199) => Some(value as i16),
        (4, value @ 2440..=2642) => Some((value - 543) as i16),
        _ => None,
    }
}

/// A year in two digits, as in "3/8/17".
fn short_year(number: &Number) -> Option<i16> {
    (number.width == 2).then(|| if number.value < 70 { 2000 } else { 1900 } + number.value as i16)
}

fn plausible(year: i16, month: u32, day: u32) -> Option<Day> {
    if !(1500..=2199).contains(&year) {
        return None;
    }
    Day::new(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// The day that this number begins (or, after the name of a month, goes on).
fn day_at(months: &Months, text: &str, number: &Number, language: Option<&str>) -> Option<WrittenDay> {
    let before = text[..number.range.start].chars().next_back();
    // Part of a longer number or code: "10.3.2017" is read at its first number, "A3" and "1,234" not at all.
    let joined = before.is_some_and(|c| c.is_alphanumeric() && !is_cjk(c));
    match number.width {
        _ if joined && number.width < 4 => None,
        1 | 2 => numeric_from_day(text, number)
            .or_else(|| day_then_month(months, text, number, language))
            .or_else(|| month_then_day(months, text, number, language)),
        4 => numeric_from_year(text, number).or_else(|| year_then_month(months, text, number, language)),
        _ => None,
    }
}

fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// "3/8/2017", "03.08.17", "3. 8. 2017", "3-8-2017".
fn numeric_from_day(text: &str, first: &Number) -> Option<WrittenDay> {
    if preceded_by_joined_digit(text, first.range.start) {
        return None;
    }
    let separator = text[first.range.end..].chars().next().filter(|c| matches!(c, '/' | '.' | '-' | '\u{2010}'))?;
    let second = number_at(text, after_separator(text, first.range.end, separator)?)?;
    if second.width > 2 || !text[second.range.end..].starts_with(separator) {
        return None;
    }
    let third = number_at(text, after_separator(text, second.range.end, separator)?)?;
    let year = year(&third).or_else(|| short_year(&third).filter(|_| first.width == 2 || separator != '-'))?;
    // A fourth number makes it a version, an address or a telephone number.
    let mut rest = text[third.range.end..].chars();
    if rest.next().is_some_and(|c| c == separator && c != '.' || c == '.' && separator == '.')
        && rest.next().and_then(digit).is_some()
    {
        return None;
    }
    let day_first = plausible(year, second.value, first.value);
    // Points stand between day and month only where the day comes first.
    let month_first = plausible(year, first.value, second.value).filter(|_| separator != '.');
    let range = first.range.start..third.range.end;
    match (day_first, month_first) {
        (Some(day), or) => Some(WrittenDay { range, day, or: or.filter(|or| *or != day) }),
        (None, Some(day)) => Some(WrittenDay { range, day, or: None }),
        (None, None) => None,
    }
}

fn preceded_by_joined_digit(text: &str, start: usize) -> bool {
    let mut before = text[..start].chars().rev();
    matches!(before.next(), Some('.' | ',' | '/' | '-')) && before.next().and_then(digit).is_some()
}

/// The offset behind a separator; a full stop may be followed by one space ("3. 8. 2017").
fn after_separator(text: &str, at: usize, separator: char) -> Option<usize> {
    let rest = text[at..].strip_prefix(separator)?;
    let rest = if separator == '.' { rest.strip_prefix([' ', '\u{a0}']).unwrap_or(rest) } else { rest };
    let rest = rest.trim_start_matches(|mark| is_unseen(mark, None));
    Some(text.len() - rest.len())
}

/// "2017-08-03", "2017/8/3", "2017.08.03", "2017年8月3日", "2017년 8월 3일".
fn numeric_from_year(text: &str, first: &Number) -> Option<WrittenDay> {
    let year = year(first)?;
    let rest = &text[first.range.end..];
    let separator = rest.chars().next()?;
    let (month_mark, day_mark) = match separator {
        '-' | '/' | '.' | '\u{2010}' => (separator, None),
        '年' => ('月', Some('日')),
        '년' => ('월', Some('일')),
        _ => return None,
    };
    let start = skip_spaces(text, first.range.end + separator.len_utf8());
    let month = number_at(text, start).filter(|number| number.width <= 2)?;
    if !text[month.range.end..].starts_with(month_mark) {
        return None;
    }
    let day = number_at(text, skip_spaces(text, month.range.end + month_mark.len_utf8()))?;
    let mut end = day.range.end;
    if let Some(mark) = day_mark {
        end += if text[end..].starts_with(mark) { mark.len_utf8() } else { return None };
    }
    if day.width > 2 {
        return None;
    }
    let day = plausible(year, month.value, day.value)?;
    Some(WrittenDay { range: first.range.start..end, day, or: None })
}

/// "3 August 2017", "3rd of August, 2017", "3. srpna 2017", "3-Aug-17", "3 tháng 8 năm 2017".
fn day_then_month(months: &Months, text: &str, day: &Number, language: Option<&str>) -> Option<WrittenDay> {
    let mut at = after_ordinal(months, text, day.range.end);
    at = skip_between(months, text, at);
    let (word, end) = word_at(text, at)?;
    let (month, end) = if matches!(word, "tháng" | "Tháng") {
        let month = number_at(text, skip_spaces(text, end)).filter(|month| month.width <= 2)?;
        (month.value, month.range.end)
    } else {
        (u32::from(months.month_number(word, language)?), end)
    };
    let hyphens = text[end..].starts_with(['-', '/']);
    let year_number = number_at(text, skip_between(months, text, end))?;
    let year = year(&year_number).or_else(|| short_year(&year_number).filter(|_| hyphens))?;
    let day_read = plausible(year, month, day.value)?;
    Some(WrittenDay { range: day.range.start..year_number.range.end, day: day_read, or: None })
}

/// "August 3, 2017", "Aug. 3rd 2017"; the month stands before the number.
fn month_then_day(months: &Months, text: &str, day: &Number, language: Option<&str>) -> Option<WrittenDay> {
    let (word, start) = word_before(text, day.range.start)?;
    let month = months.month_number(word, language)?;
    let at = after_clock(text, after_ordinal(months, text, day.range.end));
    let year_number = number_at(text, skip_between(months, text, at))?;
    let day_read = plausible(year(&year_number)?, u32::from(month), day.value)?;
    Some(WrittenDay { range: start..year_number.range.end, day: day_read, or: None })
}

/// "2017. augusztus 3.", "2017 m. rugpjūčio 3 d.", "2017. gada 3. augusts", "2017, August 3".
fn year_then_month(months: &Months, text: &str, first: &Number, language: Option<&str>) -> Option<WrittenDay> {
    let year = year(first)?;
    let at = skip_between(months, text, first.range.end);
    let (month, day) = match number_at(text, at) {
        Some(day) if day.width <= 2 => {
            let (word, _) = word_at(text, skip_between(months, text, after_ordinal(months, text, day.range.end)))?;
            (months.month_number(word, language)?, day)
        }
        Some(_) => return None,
        None => {
            let (word, end) = word_at(text, at)?;
            let month = months.month_number(word, language)?;
            (month, number_at(text, skip_between(months, text, end)).filter(|day| day.width <= 2)?)
        }
    };
    // "2017, 3 August 2016" is two things: the second year would be left over.
    let day_read = plausible(year, u32::from(month), day.value)?;
    let end = day.range.end.max(at);
    Some(WrittenDay { range: first.range.start..end, day: day_read, or: None })
}

fn after_ordinal(months: &Months, text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let word: String = rest.chars().take_while(|c| c.is_alphabetic() || matches!(c, 'º' | 'ª' | '°')).take(5).collect();
    let suffix = months.ordinals.iter().any(|suffix| suffix.eq_ignore_ascii_case(&word));
    let at = if suffix { at + word.len() } else { at };
    if text[at..].starts_with('.') { at + 1 } else { at }
}

/// Over a time of day and a time zone, as in "Thu Aug 3 10:15:00 UTC 2017".
fn after_clock(text: &str, at: usize) -> usize {
    let start = skip_spaces(text, at);
    let is_clock = |c: char| c.is_ascii_digit() || c == ':';
    let length = text[start..].chars().take(8).take_while(|c| is_clock(*c)).count();
    if !(5..=8).contains(&length) || !text[start..start + length].contains(':') {
        return at;
    }
    let end = skip_spaces(text, start + length);
    let zone = text[end..].chars().take(6).take_while(|c| c.is_ascii_uppercase() || matches!(c, '+' | '-')).count();
    let offset = if text[end..].starts_with(['+', '-']) {
        text[end + 1..].chars().take(5).take_while(|c| is_clock(*c)).count()
    } else {
        0
    };
    end + zone + offset
}

fn skip_spaces(text: &str, at: usize) -> usize {
    let rest = &text[at..];
    let spaces: usize =
        rest.chars().take(4).take_while(|c| c.is_whitespace() || is_unseen(*c, None)).map(char::len_utf8).sum();
    at + spaces
}

/// Over spaces, one point, comma, hyphen or slash, and the little words that stand between the parts of a day.
fn skip_between(months: &Months, text: &str, mut at: usize) -> usize {
    for _ in 0..3 {
        at = skip_spaces(text, at);
        if let Some(mark) = text[at..].chars().next().filter(|c| matches!(c, '.' | ',' | '-' | '/' | '\'' | '’' | '،'))
        {
            at = skip_spaces(text, at + mark.len_utf8());
        }
        match word_at(text, at) {
            Some((word, end)) if months.between.iter().any(|between| between.eq_ignore_ascii_case(word)) => at = end,
            _ => break,
        }
    }
    at
}

/// The word that begins here, of at most 40 bytes, and where it ends.
fn word_at(text: &str, at: usize) -> Option<(&str, usize)> {
    let rest = text.get(at..)?;
    let is_word = |c: char| c.is_alphabetic() || is_combining_mark(c) && !c.is_ascii();
    let length: usize = rest.chars().take(24).take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    (length > 0).then(|| (&rest[..length], at + length))
}

/// The word before this offset, with at most a point, a comma and spaces between, and where it begins.
fn word_before(text: &str, at: usize) -> Option<(&str, usize)> {
    let is_word = |c: char| c.is_alphabetic() || is_combining_mark(c) && !c.is_ascii();
    let mut end = at;
    for c in text[..at].chars().rev().take(4) {
        if !(c.is_whitespace() || matches!(c, '.' | ',' | '-' | '/')) {
            break;
        }
        end -= c.len_utf8();
    }
    let length: usize = text[..end].chars().rev().take(24).take_while(|c| is_word(*c)).map(char::len_utf8).sum();
    (length > 0).then(|| (&text[end - length..end], end - length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months() -> Months {
        Months::compile(toml::from_str(include_str!("../../../../data/dates/months.toml")).unwrap()).unwrap()
    }

    /// Each line of the case file: text, tab, the days found as `2017-08-03` or `2017-08-03|2017-03-08`, by commas.
    #[test]
    fn reads_written_days() {
        let months = months();
        for (number, line) in include_str!("cases/days.tsv").lines().enumerate() {
            if line.starts_with('#') || line.is_empty() {
                continue;
            }
            let (text, wanted) = line.split_once('\t').unwrap_or_else(|| panic!("line {}: no tab", number + 1));
            let found: Vec<String> = months
                .find_days(text)
                .into_iter()
                .map(|day| day.day.to_string() + &day.or.map_or(String::new(), |or| format!("|{or}")))
                .collect();
            assert_eq!(found.join(","), wanted.trim(), "line {}: {text}", number + 1);
        }
    }

    #[test]
    fn language_settles_a_month_that_two_languages_share() {
        assert_eq!(months().find_days_in("3. listopada 2017.", Some("hr"))[0].day, Day::new(2017, 10, 3).unwrap());
        assert_eq!(months().find_days_in("3 listopada 2017", Some("pl"))[0].day, Day::new(2017, 11, 3).unwrap());
    }

    #[test]
    fn reads_the_compact_form_of_attributes_only() {
        assert_eq!(months().parse_day("20170803").unwrap().day, Day::new(2017, 8, 3).unwrap());
        assert!(months().find_days("case 20170803").is_empty());
    }

    #[test]
    fn a_language_without_twelve_months_is_refused() {
        let list = "between.words = []\nordinals.suffixes = []\n[months]\nxx = [\"a\", \"b\"]";
        assert_eq!(Months::compile(toml::from_str(list).unwrap()).unwrap_err(), "xx");
        assert_eq!(months().month_number("Sept.", None), Some(9));
    }

    static MONTHS: std::sync::LazyLock<Months> = std::sync::LazyLock::new(months);

    proptest::proptest! {
        #[test]
        fn any_text_gives_ranges_on_character_boundaries(text in "[0-9/.\\- a-zéА-я年月日٠-٩]{0,60}") {
            for day in MONTHS.find_days(&text) {
                proptest::prop_assert!(text.get(day.range).is_some());
            }
        }
    }
}
