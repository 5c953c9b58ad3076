//! The day a page was published, with the evidence for it.
//!
//! Comes in: what the collector said, what the page declares, and what it shows. Goes out: the day on which the page first
//! came out, how we know it, and where that stands in the text; or nothing. A day of change is taken only when nothing
//! else is known, and a copyright year or today's date in the page's head never: an analyst can supply a missing day but
//! will not notice a wrong one. The day of download is not looked at.

mod shown;
pub mod stamps;
mod stated;

pub use shown::stamped_lines;

use std::collections::HashSet;

use serde::Deserialize;

use super::flat::infer::{self, Told};
use super::html::Page;
use crate::lexicon::{LexiconError, Lists};
use crate::model::{Day, Given, Precision, Published, Span};
use crate::text::dates::{Months, WrittenDay};

/// Pages were not published on the web before this year.
const FIRST_YEAR: i16 = 1990;
const LAST_YEAR: i16 = 2099;

/// How pages declare their day, from `dates/page-dates.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateWords {
    published: Vec<String>,
    doubtful: Vec<String>,
    script_keys: Vec<String>,
    modified: Vec<String>,
    published_words: Vec<String>,
    modified_words: Vec<String>,
    foreign_words: Vec<String>,
    pub beside_words: HashSet<String>,
    bound_words: Vec<String>,
    pub same_day_words: Vec<String>,
    pub day_before_words: Vec<String>,
    pub days_ago_words: Vec<String>,
}

impl DateWords {
    pub fn compile(lists: &Lists<'_>) -> Result<DateWords, LexiconError> {
        lists.toml("dates/page-dates.toml")
    }
}

/// A day that some part of the page gives as its own, in words that say where.
#[derive(Clone, Debug, PartialEq)]
struct Candidate {
    written: WrittenDay,
    evidence: String,
    /// Where it stands in the text layer.
    span: Option<Span>,
    /// Stated as an instant in universal time, so that the day where the page was made may be one earlier or later.
    is_universal: bool,
}

/// The day that the collector gave: a day or an instant, or only a month or a year.
pub fn given(given: &Given, months: &Months) -> Option<Published> {
    let text = given.published.as_deref().map(str::trim).filter(|text| is_time_of_day(text))?;
    if let Some(WrittenDay { day, or, .. }) = months.parse_day(text).or_else(|| day_of_clock(text)) {
        let Some(or) = or else { return Some(whole(day, day, Precision::Day, "given")) };
        return Some(whole(day.min(or), day.max(or), Precision::Inferred, "given, day first or month first"));
    }
    let mut parts = text.split('-');
    let year: i16 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    match parts.next().map(|month| month.parse::<u8>()) {
        None => Some(whole(Day::new(year, 1, 1)?, Day::new(year, 12, 31)?, Precision::Year, "given")),
        Some(Ok(month)) if parts.next().is_none() => {
            Some(whole(Day::new(year, month, 1)?, Day::last_of_month(year, month)?, Precision::Month, "given"))
        }
        Some(_) => None,
    }
}

/// Whether what is written as hours, minutes and seconds is a time of a day; a text without it is, too.
fn is_time_of_day(text: &str) -> bool {
    let number = |digits: &str| digits.parse::<u32>().ok();
    let parts: Vec<&str> = text.split(|sign: char| !sign.is_ascii_digit() && sign != ':').collect();
    parts.iter().filter(|part| part.contains(':')).all(|clock| {
        let mut clock = clock.trim_matches(':').split(':');
        let hours = clock.next().and_then(number);
        hours.is_none_or(|hours| hours <= 24) && clock.all(|part| number(part).is_none_or(|part| part <= 60))
    })
}

/// The day in the address from which the collector got the page.
pub fn of_given_address(given: &Given, months: &Months) -> Option<Published> {
    let Candidate { written, evidence, .. } = stated::by_address(given.url.as_deref()?, months)?;
    Some(whole(written.day, written.day, Precision::Day, &evidence))
}

/// The outlet as the host of an address: "https://www.harbour-post.example/a" → "harbour-post.example". An archive's
/// address holds the one that it archived.
pub fn outlet_of_address(given: &Given) -> Option<String> {
    let (_, rest) = given.url.as_deref()?.rsplit_once("://")?;
    let host = rest.split(['/', '?', '#']).next()?.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = ["www.", "m.", "amp.", "mobile."].iter().find_map(|part| host.strip_prefix(part)).unwrap_or(&host);
    let is_name = host.contains('.') && host.contains(|c: char| c.is_alphabetic()) && host.len() <= 80;
    is_name.then(|| host.to_owned())
}

/// The day on which an HTML page first came out.
pub fn of_page(page: &Page<'_>) -> Option<Published> {
    let order = Order::of(page);
    let near = |which| shown::in_lines(page, shown::Where::NearTitle, which);
    let anywhere = |which| shown::in_lines(page, shown::Where::Anywhere, which);
    let candidate = stated::in_records(page)
        .or_else(|| stated::in_metas(page, &page.words.dates.published))
        .or_else(|| shown::in_properties(page))
        .or_else(|| near(shown::Which::Published))
        .or_else(|| shown::in_times(page, shown::Where::NearTitle))
        .or_else(|| stated::in_address(page))
        .or_else(|| near(shown::Which::Plain))
        .or_else(|| stated::in_metas(page, &page.words.dates.doubtful))
        .or_else(|| stated::in_scripts(page))
        .or_else(|| shown::in_times(page, shown::Where::Anywhere))
        .or_else(|| anywhere(shown::Which::Published))
        .or_else(|| anywhere(shown::Which::Plain))
        .or_else(|| stated::in_changes(page))
        .or_else(|| near(shown::Which::Changed))
        .or_else(|| anywhere(shown::Which::Changed))
        .or_else(|| shown::in_article(page))?;
    let candidate = in_local_time(candidate, page, &order);
    let (day, reason) = order.settle(&candidate.written, page);
    if let (Some(month_first), None) = (candidate.written.or, &reason) {
        let evidence = format!("{}, day first or month first: nothing on the page tells which", candidate.evidence);
        let both = (day.min(month_first), day.max(month_first));
        return Some(Published { span: candidate.span, ..whole(both.0, both.1, Precision::Inferred, &evidence) });
    }
    let evidence = match reason {
        Some(reason) => format!("{}, {reason}", candidate.evidence),
        None => candidate.evidence,
    };
    Some(Published { start: day, end: day, precision: Precision::Day, evidence, span: candidate.span })
}

/// For an instant in universal time, the day that the page itself shows or has in its address, if it is the next one.
fn in_local_time(candidate: Candidate, page: &Page<'_>, order: &Order) -> Candidate {
    if !candidate.is_universal {
        return candidate;
    }
    let is_next = |other: &Candidate| {
        let (day, _) = order.settle(&other.written, page);
        day.days_since(candidate.written.day).abs() == 1
    };
    let near = |which| shown::in_lines(page, shown::Where::NearTitle, which);
    let local = stated::in_address(page)
        .or_else(|| near(shown::Which::Published))
        .or_else(|| near(shown::Which::Plain))
        .filter(is_next);
    match local {
        Some(local) => {
            Candidate { evidence: format!("{}, {} in universal time", local.evidence, candidate.evidence), ..local }
        }
        None => candidate,
    }
}

/// Whether a value is an instant in universal time.
fn is_universal(value: &str) -> bool {
    let value = value.trim();
    value.contains(':') && ["Z", "+00:00", "+0000", "GMT", "UTC"].iter().any(|zone| value.ends_with(zone))
}

fn whole(start: Day, end: Day, precision: Precision, evidence: &str) -> Published {
    Published { start, end, precision, evidence: evidence.to_owned(), span: None }
}

/// The day that a value states, when a page can be of that day.
fn day_of(value: &str, months: &Months) -> Option<WrittenDay> {
    let value = &value[..value.floor_char_boundary(120)];
    months.parse_day(value).or_else(|| day_of_clock(value)).filter(is_plausible)
}

/// Seconds since 1970, or thousandth, millionth or billionth parts of them; a fraction behind them says nothing of the day.
fn day_of_clock(value: &str) -> Option<WrittenDay> {
    let value = value.trim();
    let digits = match value.split_once('.') {
        Some((digits, fraction)) if fraction.bytes().all(|byte| byte.is_ascii_digit()) => digits,
        _ => value,
    };
    let parts: i64 = match digits.len() {
        10 => 1,
        13 => 1_000,
        16 => 1_000_000,
        18 | 19 => 1_000_000_000,
        _ => return None,
    };
    let seconds = digits.parse::<i64>().ok()? / parts;
    let day = Day::new(1970, 1, 1)?.plus_days(i32::try_from(seconds.div_euclid(86_400)).ok()?);
    Some(WrittenDay { range: 0..value.len(), day, or: None })
}

fn is_plausible(written: &WrittenDay) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&written.day.year())
}

/// Whether numeric days of a page put the day or the month first, and how we know.
struct Order {
    /// A numeric day elsewhere on the page that can be read in one way only.
    shown: Option<(bool, String)>,
    /// The country's habit, from the page's language tag, where that names a country.
    month_first: Option<bool>,
}

impl Order {
    fn of(page: &Page<'_>) -> Order {
        let mut shown = None;
        for line in page.markup.lines.iter().take(4_000) {
            let text = line.span.of(page.text);
            if line.span.len() > 200 || !text.contains('/') {
                continue;
            }
            for found in page.words.months.find_days(text) {
                let words = &text[found.range];
                let first = words.split(['/', '-']).next().and_then(|first| first.trim().parse::<u8>().ok());
                let is_slashed = words.contains('/') && first.is_some_and(|first| first <= 31);
                if is_slashed && found.or.is_none() && first != Some(found.day.day()) {
                    shown.get_or_insert((true, words.to_owned()));
                } else if is_slashed && found.or.is_none() && first.is_some_and(|first| first > 12) {
                    shown.get_or_insert((false, words.to_owned()));
                }
            }
        }
        let tag = page.markup.declared.language.as_deref().unwrap_or("").to_lowercase().replace('_', "-");
        let locale = page.markup.metas("og:locale").next().unwrap_or("").to_lowercase().replace('_', "-");
        let american = |tag: &str| tag == "en-us";
        // English without a country is written everywhere; "en-US" is also what many tools put where nobody chose.
        let habit = match () {
            () if american(&tag) && (locale.is_empty() || american(&locale)) => Some(true),
            () if american(&locale) && (tag.is_empty() || tag == "en") => Some(true),
            () if tag.is_empty() || tag == "en" || american(&tag) => {
                (locale.contains('-') && !american(&locale)).then_some(false)
            }
            () => Some(false),
        };
        Order { shown, month_first: habit }
    }

    /// The reading of an ambiguous day, and the reason for it in words; no reason where nothing tells.
    fn settle(&self, written: &WrittenDay, page: &Page<'_>) -> (Day, Option<String>) {
        let Some(month_first) = written.or else { return (written.day, None) };
        let told = || infer::comes_first(written.day, month_first, &days_told(page));
        let (day_comes_first, reason) = match (&self.shown, self.month_first) {
            (Some((true, words)), _) => (false, format!("month first because \"{words}\" on this page is")),
            (Some((false, words)), _) => (true, format!("day first because \"{words}\" on this page is")),
            (None, habit) => match (told(), habit) {
                (Some(true), _) => {
                    (true, "day first because the days told in the article come shortly before".to_owned())
                }
                (Some(false), _) => {
                    (false, "month first because the days told in the article come shortly before".to_owned())
                }
                (None, Some(true)) => (false, "month first as in American English".to_owned()),
                (None, Some(false)) => (true, "day first as in most of the world".to_owned()),
                (None, None) => return (written.day, None),
            },
        };
        (if day_comes_first { written.day } else { month_first }, Some(reason))
    }
}

/// Lines from here on are text of the article.
const PARAGRAPH_BYTES: usize = 80;

/// The days that the article tells of.
fn days_told(page: &Page<'_>) -> Vec<Told> {
    let lines = page.markup.lines.iter().take(4_000).map(|line| line.span.of(page.text));
    let paragraphs = lines.filter(|text| text.len() >= PARAGRAPH_BYTES);
    paragraphs.flat_map(|text| infer::days_told(text, page.words, None)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }

    #[derive(Deserialize)]
    struct Case {
        name: String,
        language: Option<String>,
        head: String,
        body: String,
        day: String,
        evidence: String,
    }

    #[test]
    fn finds_the_first_day_of_a_page_with_its_evidence() {
        let cases: Cases = toml::from_str(include_str!("cases/pages.toml")).unwrap();
        let words = crate::clean::tests::words();
        for Case { name, language, head, body, day, evidence } in cases.case {
            let text = "<p>The ferry across the sound was stopped for a day, the harbour master said, and nobody was hurt.</p>"
                .repeat(4);
            let language = language.unwrap_or("en-US".into());
            let page = format!(
                "<html lang={language}><head>{head}</head><body><h1>Ferry stopped</h1>{body}<div>{text}</div></body></html>"
            );
            let document =
                crate::read::read(page.as_bytes(), crate::read::Container::Html, "page", crate::read::tests::words())
                    .result
                    .unwrap();
            let (article, _) = crate::clean::clean(&document, &words, &Default::default());
            let found = article.published.as_ref().map_or(String::new(), |published| published.start.to_string());
            assert_eq!(found, day, "{name}");
            let reason = article.published.map_or(String::new(), |published| published.evidence);
            assert!(reason.contains(&evidence), "{name}: {reason}");
        }
    }

    #[test]
    fn keeps_the_precision_of_a_given_day() {
        let months = crate::clean::tests::words().months;
        let read = |text: &str| {
            let found = given(&Given { published: Some(text.into()), ..Given::default() }, &months)?;
            Some(format!("{}..{} {:?}", found.start, found.end, found.precision))
        };
        assert_eq!(read("2017-08-03T10:00:00Z").unwrap(), "2017-08-03..2017-08-03 Day");
        assert_eq!(read("2017-02").unwrap(), "2017-02-01..2017-02-28 Month");
        assert_eq!(read("2017").unwrap(), "2017-01-01..2017-12-31 Year");
        for nothing in ["soon", "2023-02-30", "2017-08-03T25:61:61Z", "2017-08-03 10:61"] {
            assert_eq!(read(nothing), None, "{nothing}");
        }
        assert_eq!(read("2017-08-03T10:00:00+05:30").unwrap(), "2017-08-03..2017-08-03 Day");
        assert_eq!(read("1501718400").unwrap(), "2017-08-03..2017-08-03 Day");
        assert_eq!(read("Thu, 03 Aug 2017 10:00:00 GMT").unwrap(), "2017-08-03..2017-08-03 Day");
        assert_eq!(read("3/8/2017").unwrap(), "2017-03-08..2017-08-03 Inferred");
    }

    #[test]
    fn an_address_names_its_outlet() {
        let outlet = |url: &str| outlet_of_address(&Given { url: Some(url.into()), ..Given::default() });
        assert_eq!(outlet("https://www.harbour.example/2017/a").as_deref(), Some("harbour.example"));
        let archived = "https://web.archive.org/web/20240519081255/http://m.harbour.example:80/a?b";
        assert_eq!(outlet(archived).as_deref(), Some("harbour.example"));
        assert_eq!(outlet("/a/b"), None);
        assert_eq!(outlet("https://10.0.0.1/a"), None);
    }

    #[test]
    fn reads_seconds_and_milliseconds() {
        let months = crate::clean::tests::words().months;
        assert_eq!(day_of("1501718400", &months).unwrap().day, Day::new(2017, 8, 3).unwrap());
        assert_eq!(day_of("1501718400000", &months).unwrap().day, Day::new(2017, 8, 3).unwrap());
    }
}
