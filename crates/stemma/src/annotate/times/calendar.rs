//! Reckoning with days: weeks, months and years around a day, feasts, and the intervals they cover.

use crate::lexicon::{Feast, Season};
use crate::model::{Day, Interval, Precision};

/// The ISO year and week of a day.
pub fn iso_week(day: Day) -> (i16, i32) {
    let thursday = day.plus_days(4 - i32::from(day.weekday()));
    let first = first_of_year(thursday.year());
    (thursday.year(), thursday.days_since(first) / 7 + 1)
}

/// `2017-W31`.
pub fn week_value(day: Day) -> String {
    let (year, week) = iso_week(day);
    format!("{year:04}-W{week:02}")
}

/// Monday to Sunday around a day.
pub fn week(day: Day) -> Interval {
    let monday = day.plus_days(1 - i32::from(day.weekday()));
    Interval { from: monday, to: monday.plus_days(6), precision: Precision::Week }
}

pub fn month(year: i16, month: u8) -> Option<Interval> {
    let from = Day::new(year, month, 1)?;
    Some(Interval { from, to: Day::last_of_month(year, month)?, precision: Precision::Month })
}

/// `count` months from the first of `month`.
pub fn months(year: i16, month: u8, count: i32, precision: Precision) -> Option<Interval> {
    let (last_year, last_month) = shift_month(year, month, count - 1)?;
    Some(Interval { from: Day::new(year, month, 1)?, to: Day::last_of_month(last_year, last_month)?, precision })
}

pub fn year(year: i16) -> Option<Interval> {
    years(year, 1, Precision::Year)
}

/// `count` years from the first day of `first`.
pub fn years(first: i16, count: i16, precision: Precision) -> Option<Interval> {
    let last = first.checked_add(count - 1)?;
    Some(Interval { from: Day::new(first, 1, 1)?, to: Day::new(last, 12, 31)?, precision })
}

/// The month so many months later or earlier.
pub fn shift_month(year: i16, month: u8, by: i32) -> Option<(i16, u8)> {
    let total = i32::from(year) * 12 + i32::from(month) - 1 + by;
    Some((i16::try_from(total.div_euclid(12)).ok()?, total.rem_euclid(12) as u8 + 1))
}

/// The day so many months later or earlier, or the last of that month where it is shorter.
pub fn shift_months(day: Day, by: i32) -> Option<Day> {
    let (year, month) = shift_month(day.year(), day.month(), by)?;
    Day::new(year, month, day.day()).or_else(|| Day::last_of_month(year, month))
}

/// The latest day with this weekday that is not after `day`.
pub fn weekday_until(day: Day, weekday: u8) -> Day {
    day.plus_days(-(i32::from(day.weekday()) - i32::from(weekday)).rem_euclid(7))
}

/// The first day with this weekday that is not before `day`.
pub fn weekday_from(day: Day, weekday: u8) -> Day {
    day.plus_days((i32::from(weekday) - i32::from(day.weekday())).rem_euclid(7))
}

/// The day of a feast in a year.
pub fn feast(feast: Feast, year: i16) -> Option<Day> {
    match feast {
        Feast::Fixed { month, day } => Day::new(year, month, day),
        Feast::Easter { offset } => Some(easter(year)?.plus_days(offset)),
        Feast::Weekday { month, weekday, nth } => {
            let first = weekday_from(Day::new(year, month, 1)?, weekday);
            Some(first.plus_days(7 * (i32::from(nth) - 1)))
        }
        Feast::Historic(day) => Some(day),
    }
}

/// Easter Sunday of the Gregorian calendar (the anonymous algorithm that Meeus gives).
fn easter(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    Day::new(year, month as u8, day as u8)
}

/// The months of a season as the north counts them. The words don't tell on which side of the equator they were
/// written, so the interval is marked as inferred.
pub fn season(season: Season, year: i16) -> Option<Interval> {
    months(year, first_month(season), 3, Precision::Inferred)
}

pub fn first_month(season: Season) -> u8 {
    match season {
        Season::Spring => 3,
        Season::Summer => 6,
        Season::Autumn => 9,
        Season::Winter => 12,
    }
}

fn first_of_year(year: i16) -> Day {
    Day::new(year, 1, 1).expect("every year from 1 to 9999 has a first day")
}
