//! The days between which a page was published when it states none: worked out from the explicit dates of the article
//! ("since April 2014 … over three years ago") and from the stamps of comments. Two bounds or nothing: with one bound alone
//! there is no interval. Happenings that everybody knows date nothing: "the coup last month" may be another one.

use std::collections::HashMap;

use serde::Deserialize;

use super::dating::Shown;
use super::sight::words;
use crate::clean::PageWords;
use crate::lexicon::{LexiconError, Lists};
use crate::model::{BlockKind, Day, Precision, Published, Span};

/// The article is read no further than this for its dates.
const READ_BYTES: usize = 100_000;

/// Words by which the day of a page is worked out, from `clean/dating.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatingWords {
    ahead: Vec<String>,
    ahead_of_date: Vec<String>,
    pointing: Vec<String>,
    past: Vec<String>,
    at_least: Vec<String>,
    at_most: Vec<String>,
    ago: Vec<String>,
    numbers: HashMap<String, u16>,
    units: HashMap<String, String>,
}

impl DatingWords {
    pub fn compile(lists: &Lists<'_>) -> Result<DatingWords, LexiconError> {
        lists.toml("clean/dating.toml")
    }
}

/// A day that the article tells of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    Day(Day),
    /// A month and a day without a year: "July 24".
    MonthDay(u8, u8),
}

impl Told {
    /// Days from what is told to a day of writing; what lies ahead of it is far away.
    pub fn days_before(self, writing: Day) -> i32 {
        let days = match self {
            Told::Day(day) => writing.days_since(day),
            Told::MonthDay(month, day) => [writing.year(), writing.year() - 1]
                .into_iter()
                .filter_map(|year| Day::new(year, month, day))
                .map(|day| writing.days_since(day))
                .find(|days| *days >= 0)
                .unwrap_or(i32::MAX),
        };
        if days >= 0 { days } else { i32::MAX / 2 }
    }
}

/// Monday is 1; English names and their abbreviations, and German, French, Spanish ones.
pub fn weekday(word: &str) -> Option<u8> {
    const NAMES: [&[&str]; 7] = [
        &["monday", "mon", "montag", "lundi", "lunes"],
        &["tuesday", "tue", "tues", "dienstag", "mardi", "martes"],
        &["wednesday", "wed", "mittwoch", "mercredi", "miércoles"],
        &["thursday", "thu", "thur", "thurs", "donnerstag", "jeudi", "jueves"],
        &["friday", "fri", "freitag", "vendredi", "viernes"],
        &["saturday", "sat", "samstag", "samedi", "sábado"],
        &["sunday", "sun", "sonntag", "dimanche", "domingo"],
    ];
    let word = word.to_lowercase();
    NAMES.iter().position(|names| names.contains(&word.as_str())).map(|index| index as u8 + 1)
}

/// A stretch of the article's text that is read as one: a sentence, roughly.
struct Sentence<'a> {
    text: &'a str,
    start: usize,
    /// Which paragraph it stands in.
    paragraph: usize,
}

fn sentences<'a>(shown: &'a Shown<'_>) -> Vec<Sentence<'a>> {
    let mut sentences = Vec::new();
    let mut bytes = 0;
    let article = |kind: &BlockKind| matches!(kind, BlockKind::Body | BlockKind::Quote);
    for (paragraph, (sight, _)) in
        shown.sights.iter().zip(shown.kinds).enumerate().filter(|(_, (_, kind))| article(kind))
    {
        let text = sight.span.of(shown.text);
        bytes += text.len();
        if bytes > READ_BYTES {
            break;
        }
        let mut start = 0;
        for piece in text.split_inclusive(". ") {
            sentences.push(Sentence { text: piece, start: sight.span.start as usize + start, paragraph });
            start += piece.len();
        }
    }
    sentences
}

/// The days that the article tells of, with or without a year.
pub fn days_of(shown: &Shown<'_>) -> Vec<Told> {
    sentences(shown).iter().flat_map(|sentence| days_told(sentence.text, shown.words, shown.language)).collect()
}

/// The days that a sentence tells of, with or without a year.
pub fn days_told(sentence: &str, page_words: &PageWords, language: Option<&str>) -> Vec<Told> {
    let months = &page_words.months;
    let whole = months.find_days_in(sentence, language).into_iter().filter(|day| day.or.is_none());
    let mut told: Vec<Told> = whole.map(|day| Told::Day(day.day)).collect();
    let words: Vec<&str> = words(sentence).collect();
    for (index, word) in words.iter().enumerate() {
        if !word.chars().next().is_some_and(char::is_uppercase) {
            continue;
        }
        let Some(month) = months.month_number(word, language) else { continue };
        let number = |index: Option<usize>| index.and_then(|i| words.get(i)).and_then(|w| w.parse::<u8>().ok());
        let year_follows = words.get(index + 2).is_some_and(|word| year(word).is_some());
        let day = number(Some(index + 1)).filter(|_| !year_follows).or_else(|| {
            number(index.checked_sub(1)).filter(|_| words.get(index + 1).is_none_or(|word| year(word).is_none()))
        });
        if let Some(day) = day.filter(|day| (1..=31).contains(day)) {
            told.push(Told::MonthDay(month, day));
        }
    }
    told
}

/// Whether the day comes first in an ambiguous day of writing: what an article tells happened before it was written, and mostly
/// shortly before.
pub fn comes_first(day_first: Day, month_first: Day, told: &[Told]) -> Option<bool> {
    let distance = |reading: Day| told.iter().map(|told| told.days_before(reading)).min();
    let (day, month) = distance(day_first).zip(distance(month_first))?;
    match () {
        () if day <= 31 && month > day + 45 => Some(true),
        () if month <= 31 && day > month + 45 => Some(false),
        () => None,
    }
}

fn year(word: &str) -> Option<i16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1900..2100).contains(year))
}

/// What is known about the day of writing.
struct Bounds {
    from: Option<(Day, String, Span)>,
    to: Option<(Day, String)>,
}

impl Bounds {
    fn not_before(&mut self, day: Day, why: String, span: Span) {
        if self.from.as_ref().is_none_or(|(known, ..)| day > *known) {
            self.from = Some((day, why, span));
        }
    }

    fn not_after(&mut self, day: Day, why: String) {
        if self.to.as_ref().is_none_or(|(known, _)| day < *known) {
            self.to = Some((day, why));
        }
    }

    /// Takes an interval in when it agrees with what is known.
    fn within(&mut self, from: Day, to: Day, why: String, span: Span) {
        let agrees = self.from.as_ref().is_none_or(|(known, ..)| *known <= to)
            && self.to.as_ref().is_none_or(|(known, _)| from <= *known);
        if agrees {
            self.not_before(from, why.clone(), span);
            self.not_after(to, why);
        }
    }
}

/// An interval for the day of writing, when the article gives both its ends.
pub fn published(shown: &Shown<'_>, latest_comment: Option<Day>) -> Option<Published> {
    let sentences = sentences(shown);
    let mut bounds = Bounds { from: None, to: None };
    for sentence in &sentences {
        if let Some((day, words)) = latest_past(sentence.text, shown.language, shown.words) {
            bounds.not_before(day, format!("the article tells of {words}"), span(sentence));
        }
    }
    if let Some(day) = latest_comment
        && bounds.from.as_ref().is_none_or(|(from, ..)| *from <= day)
    {
        bounds.not_after(day, format!("a stamp on the page bears {day}"));
    }
    for (index, sentence) in sentences.iter().enumerate() {
        if let Some((from, to, why)) = stretch(&sentences, index, shown.language, shown.words) {
            bounds.within(from, to, why, span(sentence));
        }
    }
    let ((from, why, span), (to, why_not_later)) = (bounds.from?, bounds.to?);
    let reasons = if why == why_not_later { why } else { format!("{why}; {why_not_later}") };
    (from <= to).then(|| Published {
        start: from,
        end: to,
        precision: Precision::Inferred,
        evidence: format!("inferred: {reasons}"),
        span: Some(span),
    })
}

fn span(sentence: &Sentence<'_>) -> Span {
    let trimmed = sentence.text.trim_end();
    Span::new(sentence.start, sentence.start + trimmed.len())
}

/// The first day of the latest explicit date that a sentence tells as past, and its words.
fn latest_past(sentence: &str, language: Option<&str>, known: &PageWords) -> Option<(Day, String)> {
    let dating = &known.dating;
    let list: Vec<&str> = words(sentence).collect();
    let lower: Vec<String> = list.iter().map(|word| word.to_lowercase()).collect();
    let mut latest: Option<(Day, String)> = None;
    for (index, word) in list.iter().enumerate() {
        let Some(year) = year(word) else { continue };
        let before = |back: usize| index.checked_sub(back).map(|at| lower[at].as_str());
        let month = before(1).filter(|_| list[index - 1].starts_with(char::is_uppercase));
        let month = month.and_then(|word| known.months.month_number(word, language));
        let month_day = before(2).filter(|_| list[index - 2].starts_with(char::is_uppercase));
        let month_day = month_day.and_then(|word| known.months.month_number(word, language));
        let (day, words) = match (month, month_day, before(1).and_then(|word| word.parse::<u8>().ok())) {
            (Some(month), _, _) => {
                let day = before(2).and_then(|word| word.parse().ok()).and_then(|day| Day::new(year, month, day));
                (day.or_else(|| Day::new(year, month, 1)), format!("{} {year}", list[index - 1]))
            }
            (None, Some(month), Some(day)) => {
                (Day::new(year, month, day), format!("{} {day}, {year}", list[index - 2]))
            }
            _ if before(1).is_some_and(|word| dating.past.iter().any(|past| past == word)) => {
                (Day::new(year, 1, 1), year.to_string())
            }
            _ => continue,
        };
        let within = |reach: usize, list: &[String]| {
            lower[index.saturating_sub(reach)..index].iter().any(|word| list.contains(word))
        };
        let lies_ahead = within(8, &dating.ahead) || within(3, &dating.ahead_of_date);
        if let Some(day) = day.filter(|_| !lies_ahead)
            && latest.as_ref().is_none_or(|(known, _)| day > *known)
        {
            latest = Some((day, words));
        }
    }
    latest
}

/// "since April 2014 … since this assault over three years ago" in one paragraph with no other date: a stretch counted
/// back from the day of writing to a known one. Only a word that points back ("this assault") ties the two together.
fn stretch(
    sentences: &[Sentence<'_>],
    index: usize,
    language: Option<&str>,
    known: &PageWords,
) -> Option<(Day, Day, String)> {
    let sentence = &sentences[index];
    let (count, unit, hedge) = counted_back(sentence.text, &known.dating)?;
    let points_back = words(sentence.text).any(|word| known.dating.pointing.iter().any(|pointing| pointing == word));
    if !points_back {
        return None;
    }
    let paragraph = sentences.iter().filter(|other| other.paragraph == sentence.paragraph);
    let mut dated = paragraph.filter_map(|other| latest_past(other.text, language, known));
    let ((day, words), None) = (dated.next()?, dated.next()) else { return None };
    let (low, high) = match hedge {
        Hedge::AtLeast => (count, count + 1),
        Hedge::AtMost => (count.saturating_sub(1), count),
        Hedge::None => (count.saturating_sub(u16::from(count > 1)), count + 1),
    };
    let days = |count: u16| match unit {
        "year" => i32::from(count) * 365,
        "month" => i32::from(count) * 30,
        _ => i32::from(count) * 7,
    };
    // A date that is itself a month or a year leaves its own length open.
    let slack = if day.day() == 1 { 30 } else { 1 };
    let why = format!("{words} was {count} {unit}s before it was written");
    Some((day.plus_days(days(low)), day.plus_days(days(high) + slack), why))
}

enum Hedge {
    None,
    AtLeast,
    AtMost,
}

/// "over three years ago": the number, its unit, and whether it is a bound.
fn counted_back(sentence: &str, dating: &DatingWords) -> Option<(u16, &'static str, Hedge)> {
    let lower: Vec<String> = words(sentence).map(str::to_lowercase).collect();
    let at = lower.windows(3).position(|triple| {
        number(&triple[0], dating).is_some() && dating.units.contains_key(&triple[1]) && dating.ago.contains(&triple[2])
    })?;
    let unit = match dating.units[&lower[at + 1]].as_str() {
        "year" => "year",
        "month" => "month",
        _ => "week",
    };
    let before = at.checked_sub(1).map(|before| &lower[before]);
    let hedge = match before {
        Some(word) if dating.at_least.contains(word) => Hedge::AtLeast,
        Some(word) if dating.at_most.contains(word) => Hedge::AtMost,
        _ => Hedge::None,
    };
    Some((number(&lower[at], dating)?, unit, hedge))
}

fn number(word: &str, dating: &DatingWords) -> Option<u16> {
    dating.numbers.get(word).copied().or_else(|| word.parse().ok()).filter(|number| (1..100).contains(number))
}
