use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::Span;

/// A calendar day, local to the place it speaks of; years 1 to 9999. Written `2017-08-03`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

impl Day {
    /// `None` when there is no such day in the proleptic Gregorian calendar.
    pub fn new(year: i16, month: u8, day: u8) -> Option<Day> {
        let date = jiff::civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()?;
        (1..=9999).contains(&date.year()).then_some(Day { year, month, day })
    }

    pub fn year(self) -> i16 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }

    /// Monday is 1, Sunday 7.
    pub fn weekday(self) -> u8 {
        self.date().weekday().to_monday_one_offset() as u8
    }

    /// The day so many days later (or earlier); stays at the calendar's end instead of leaving it.
    pub fn plus_days(self, days: i32) -> Day {
        let moved = self.date().saturating_add(jiff::Span::new().days(days.clamp(-3_600_000, 3_600_000)));
        Day { year: moved.year().max(1), month: moved.month() as u8, day: moved.day() as u8 }
    }

    /// Days from `other` to `self`; negative when `self` is earlier.
    pub fn days_since(self, other: Day) -> i32 {
        other.date().until(self.date()).map_or(0, |span| span.get_days())
    }

    pub fn last_of_month(year: i16, month: u8) -> Option<Day> {
        let first = Day::new(year, month, 1)?;
        Day::new(year, month, first.date().days_in_month() as u8)
    }

    fn date(self) -> jiff::civil::Date {
        jiff::civil::date(self.year, self.month as i8, self.day as i8)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl FromStr for Day {
    type Err = ();

    /// Reads the day of an ISO 8601 day or instant: `2017-08-03`, `2017-08-03T10:00:00Z`.
    fn from_str(text: &str) -> Result<Day, ()> {
        let (head, rest) = text.split_at_checked(10).ok_or(())?;
        if !(rest.is_empty() || rest.starts_with(['T', ' '])) {
            return Err(());
        }
        let mut parts = head.split('-');
        let mut next = |width: usize| -> Result<i16, ()> {
            let part = parts.next().ok_or(())?;
            if part.len() != width || !part.bytes().all(|byte| byte.is_ascii_digit()) {
                return Err(());
            }
            part.parse().map_err(drop)
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        Day::new(year, month as u8, day as u8).ok_or(())
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Day, D::Error> {
        let text = std::borrow::Cow::<str>::deserialize(deserializer)?;
        text.parse().map_err(|()| serde::de::Error::custom(format!("not an ISO 8601 day: {text:?}")))
    }
}

/// Days `from` to `to`, both included, as narrow as the text says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval {
    pub from: Day,
    pub to: Day,
    pub precision: Precision,
}

impl Interval {
    pub fn day(day: Day) -> Interval {
        Interval { from: day, to: day, precision: Precision::Day }
    }

    pub fn overlaps(&self, other: &Interval) -> bool {
        self.from <= other.to && other.from <= self.to
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Day,
    /// A few named or counted days (2 to 6).
    Days,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    /// Any other stretch with a first and a last day.
    Range,
    /// Worked out from evidence that does not state the day itself.
    Inferred,
}

/// When a page was published, and how we know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Published {
    pub start: Day,
    pub end: Day,
    pub precision: Precision,
    /// In words: `given`, `meta article:published_time`, `byline "3/8/2017", day first because …`.
    pub evidence: String,
    /// Where the evidence stands in the text layer, if it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub span: Option<Span>,
}
