//! An expression and its surroundings to a TIMEX3 type and value, and to the days it covers.
//!
//! What the words and the anchor don't settle stays open: the value then says less (`XXXX-08-03`) or nothing, and there is
//! no interval. When the anchor is a stretch of days, both its ends are tried and the answer covers both.

use super::anchoring::{Anchor, full_year};
use super::calendar;
use super::expression::{Count, Expression, Origin, Side, Turn, Year};
use super::scanning::{code, period};
use crate::lexicon::{Feast, Reference, Season, Unit};
use crate::model::{Day, Interval, Precision, TimexType};

/// The tense around an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Past,
    Future,
    Open,
}

/// What surrounds an expression.
#[derive(Clone, Debug)]
pub struct Around {
    pub direction: Direction,
    /// The time last spoken of, and the day last spoken of.
    pub narrated: Option<Interval>,
    pub narrated_day: Option<Interval>,
    /// The year of a full date earlier in the paragraph.
    pub told_year: Option<i16>,
    /// The years that months named without one were found to belong to.
    pub years_of_months: [Option<i16>; 12],
    pub day_first: Option<bool>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolved {
    pub kind: TimexType,
    pub value: Option<String>,
    pub interval: Option<Interval>,
}

/// Resolves an expression; `None` when there is no such time (30 February).
pub fn resolve(expression: &Expression, anchor: Option<Anchor>, around: &Around) -> Option<Resolved> {
    let Some(anchor) = anchor else { return on(expression, None, around) };
    let first = on(expression, Some(anchor.from), around)?;
    if anchor.from == anchor.to {
        let same_without = || on(expression, None, around).is_some_and(|plain| plain == first);
        let mut resolved = first.clone();
        if anchor.is_inferred && !same_without() {
            resolved.interval =
                resolved.interval.map(|interval| Interval { precision: Precision::Inferred, ..interval });
        }
        return Some(resolved);
    }
    let last = on(expression, Some(anchor.to), around)?;
    if first == last {
        return Some(first);
    }
    let interval = first.interval.zip(last.interval).map(|(first, last)| Interval {
        from: first.from.min(last.from),
        to: first.to.max(last.to),
        precision: Precision::Inferred,
    });
    let value = first.value.zip(last.value).and_then(|(first, last)| common(first, &last));
    Some(Resolved { kind: first.kind, value, interval })
}

/// What two values share: the same month, the same year, or nothing.
fn common(first: String, last: &str) -> Option<String> {
    if first == last {
        return Some(first);
    }
    let is_calendar =
        |value: &str| value.len() >= 7 && value.as_bytes()[..4].iter().all(u8::is_ascii_digit) && !value.contains('W');
    if !(is_calendar(&first) && is_calendar(last)) {
        return None;
    }
    [7, 4]
        .into_iter()
        .find(|&width| first.get(..width).is_some_and(|head| last.get(..width) == Some(head)))
        .map(|width| first[..width].to_owned())
}

/// Resolves an expression that is said on one day, or on an unknown one.
fn on(expression: &Expression, said: Option<Day>, around: &Around) -> Option<Resolved> {
    match expression {
        Expression::Day { year, month, day } => dated(*year, *month, *day, said, around),
        Expression::Days { year, from, to } => days(*year, *from, *to, said, around),
        Expression::Slashed { first, second, year } => slashed(*first, *second, *year, said, around),
        Expression::Month { year, month } => named_month(*year, *month, said, around),
        Expression::Year(year) => date(format!("{year:04}"), calendar::year(*year)),
        Expression::FiscalYear(year) => date(format!("{year:04}"), None),
        Expression::Decade(first) => {
            date(format!("{:03}X", first / 10), calendar::years(*first, 10, Precision::Decade))
        }
        Expression::Century(century) => {
            date(format!("{century:02}"), calendar::years((i16::from(*century) * 100).max(1), 100, Precision::Range))
        }
        Expression::Quarter { year, quarter } => part_of_year(*year, *quarter, 3, said, around),
        Expression::Half { year, half } => part_of_year(*year, *half, 6, said, around),
        Expression::Season { year, season } => named_season(*year, *season, said, around),
        Expression::Weekday { weekday, turn } => named_weekday(*weekday, *turn, said, around),
        Expression::Weekend { turn } => weekend(*turn, said, around),
        Expression::Calendar { unit, offset } => match said {
            Some(said) => calendar_unit(*unit, *offset, said, around.direction),
            None => open(TimexType::Date),
        },
        Expression::Today { offset } => match said {
            Some(said) => one_day(said.plus_days(*offset)),
            None => open(TimexType::Date),
        },
        Expression::Shift { count, unit, back, origin } => shift(*count, *unit, *back, *origin, said, around),
        Expression::Same { unit } => same(*unit, around),
        Expression::Feast { feast, year } => named_feast(*feast, *year, said, around),
        Expression::WeekOf(day) => {
            let day = on(day, said, around)?;
            match day.interval {
                Some(interval) => date(calendar::week_value(interval.from), Some(calendar::week(interval.from))),
                None => open(TimexType::Date),
            }
        }
        Expression::Clock { hour, minute, day } => clock(*hour, *minute, day.as_deref(), said, around),
        Expression::Part { part, day } => {
            let day = on(day, said, around)?;
            let value = day.value.filter(|value| names_a_day(value)).map(|value| format!("{value}T{}", code(*part)));
            Some(Resolved { kind: TimexType::Time, value, interval: day.interval })
        }
        Expression::Overnight => {
            let interval = said.map(|said| Interval { from: said.plus_days(-1), to: said, precision: Precision::Days });
            Some(Resolved { kind: TimexType::Time, value: None, interval })
        }
        Expression::Length { count, unit, side } => length(*count, *unit, *side, said),
        Expression::Rate(value) => Some(Resolved { kind: TimexType::Set, value: Some(value.clone()), interval: None }),
        Expression::Reference(reference) => {
            let value = match reference {
                Reference::Present => "PRESENT_REF",
                Reference::Past => "PAST_REF",
                Reference::Future => "FUTURE_REF",
            };
            date(value.to_owned(), None)
        }
    }
}

fn date(value: String, interval: Option<Interval>) -> Option<Resolved> {
    Some(Resolved { kind: TimexType::Date, value: Some(value), interval })
}

fn one_day(day: Day) -> Option<Resolved> {
    date(day.to_string(), Some(Interval::day(day)))
}

fn open(kind: TimexType) -> Option<Resolved> {
    Some(Resolved { kind, value: None, interval: None })
}

fn names_a_day(value: &str) -> bool {
    value.len() == 10 && !value.contains('T') || value.starts_with("XXXX-WXX-")
}

/// The year of a month or day, tried in the order of evidence; `place` gives the day it would fall on.
fn year_of(
    year: Year,
    month: u8,
    said: Option<Day>,
    around: &Around,
    place: impl Fn(i16) -> Option<Interval>,
) -> Option<i16> {
    let said = match year {
        Year::Number(year) => return Some(year),
        Year::Short(short) => return Some(full_year(short, said)),
        _ => said?,
    };
    let candidates = || (-4..=4).filter_map(|offset| Some((said.year() + offset, place(said.year() + offset)?)));
    let last_before = |day: Day| candidates().filter(|(_, at)| at.to < day).map(|(year, _)| year).last();
    let last_until = |day: Day| candidates().filter(|(_, at)| at.from <= day).map(|(year, _)| year).last();
    let first_from = |day: Day| candidates().find(|(_, at)| at.to >= day).map(|(year, _)| year);
    match year {
        Year::Relative(offset) => i16::try_from(i32::from(said.year()) + offset).ok(),
        Year::Turn(Turn::Last) => last_before(said),
        Year::Turn(Turn::This) => Some(said.year()),
        Year::Turn(Turn::Next) => candidates().find(|(_, at)| at.from > said).map(|(year, _)| year),
        _ => {
            // Within a day of the anchor it is that day, whatever the tense: clocks differ around the world.
            let close = candidates().find(|(_, at)| at.from == at.to && (-1..=1).contains(&at.from.days_since(said)));
            if let Some((year, _)) = close {
                return Some(year);
            }
            let told = around.told_year.filter(|&told| around.direction != Direction::Future && told < said.year());
            let remembered = || around.years_of_months.get(usize::from(month).wrapping_sub(1)).copied().flatten();
            if let Some(year) = told {
                return Some(year);
            }
            if around.direction == Direction::Open
                && let Some(year) = remembered()
            {
                return Some(year);
            }
            let (past, ahead) = (last_until(said)?, first_from(said)?);
            let gap = |year| place(year).map_or(i32::MAX, |at| at.from.days_since(said).abs());
            // A writer leaves the year out only where no reader would think of another: who means a day eleven months
            // back or ahead names its year.
            let is_ahead = match around.direction {
                Direction::Future => !(gap(ahead) > 240 && gap(past) < 120),
                Direction::Past => gap(past) > 270 && gap(ahead) < 75,
                Direction::Open => gap(ahead) < 92 && gap(ahead) < gap(past),
            };
            Some(if is_ahead { ahead } else { past })
        }
    }
}

fn dated(year: Year, month: u8, day: u8, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let place = |year| Day::new(year, month, day).map(Interval::day);
    // 2000 was a leap year: a day that it lacks never was.
    place(2000)?;
    match year_of(year, month, said, around, place) {
        Some(year) => one_day(Day::new(year, month, day)?),
        None => date(format!("XXXX-{month:02}-{day:02}"), None),
    }
}

fn days(year: Year, from: (u8, u8), to: (u8, u8), said: Option<Day>, around: &Around) -> Option<Resolved> {
    Day::new(2000, from.0, from.1)?;
    Day::new(2000, to.0, to.1)?;
    let place = |year| Day::new(year, from.0, from.1).map(Interval::day);
    let Some(year) = year_of(year, from.0, said, around, place) else { return open(TimexType::Date) };
    let (from, to) = (Day::new(year, from.0, from.1)?, Day::new(year, to.0, to.1)?);
    let precision = if to.days_since(from) < 6 { Precision::Days } else { Precision::Range };
    date(format!("{from}/{to}"), Some(Interval { from, to, precision }))
}

fn slashed(first: u8, second: u8, year: Year, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let year = match year {
        Year::Number(year) => year,
        Year::Short(short) => full_year(short, said),
        _ => return None,
    };
    let (day_first, month_first) = (Day::new(year, second, first), Day::new(year, first, second));
    let (day_first, month_first) = match (day_first, month_first) {
        (Some(day), None) | (None, Some(day)) => return one_day(day),
        (Some(a), Some(b)) if a == b => return one_day(a),
        (Some(a), Some(b)) => (a, b),
        (None, None) => return None,
    };
    if let Some(order) = around.day_first {
        return one_day(if order { day_first } else { month_first });
    }
    if let Some(said) = said {
        // The day of the page itself, or the only one of the two that is not months ahead of it.
        let near = |day: Day| day.days_since(said).abs() <= 3;
        let known = |day: Day| day <= said.plus_days(1);
        match (near(day_first), near(month_first), known(day_first), known(month_first)) {
            (true, false, ..) | (false, false, true, false) => return one_day(day_first),
            (false, true, ..) | (false, false, false, true) => return one_day(month_first),
            _ => {}
        }
    }
    let (from, to) = (day_first.min(month_first), day_first.max(month_first));
    date(format!("{year:04}"), Some(Interval { from, to, precision: Precision::Inferred }))
}

fn named_month(year: Year, month: u8, said: Option<Day>, around: &Around) -> Option<Resolved> {
    match year_of(year, month, said, around, |year| calendar::month(year, month)) {
        Some(year) => date(format!("{year:04}-{month:02}"), calendar::month(year, month)),
        None => date(format!("XXXX-{month:02}"), None),
    }
}

/// Quarters (`width` 3) and halves (6) of a year; number 0 is the one that the day lies in, moved by the turn.
fn part_of_year(year: Year, number: u8, width: u8, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let letter = if width == 3 { 'Q' } else { 'H' };
    let precision = if width == 3 { Precision::Quarter } else { Precision::Range };
    let place = |year, number: u8| calendar::months(year, (number - 1) * width + 1, i32::from(width), precision);
    if number == 0 {
        let Some(said) = said else { return open(TimexType::Date) };
        let by = match year {
            Year::Turn(Turn::Last) => -i32::from(width),
            Year::Turn(Turn::Next) => i32::from(width),
            _ => 0,
        };
        let (year, month) = calendar::shift_month(said.year(), said.month(), by)?;
        let number = (month - 1) / width + 1;
        return date(format!("{year:04}-{letter}{number}"), place(year, number));
    }
    match year_of(year, (number - 1) * width + 1, said, around, |year| place(year, number)) {
        Some(year) => date(format!("{year:04}-{letter}{number}"), place(year, number)),
        None => date(format!("XXXX-{letter}{number}"), None),
    }
}

fn named_season(year: Year, season: Season, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let code = match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Autumn => "FA",
        Season::Winter => "WI",
    };
    // "This winter" in January began in the year before.
    let in_winter = season == Season::Winter && said.is_some_and(|said| said.month() <= 2);
    let year = match year {
        Year::Turn(Turn::This) if in_winter => said.map(|said| said.year() - 1),
        _ => year_of(year, calendar::first_month(season), said, around, |year| calendar::season(season, year)),
    };
    match year {
        Some(year) => date(format!("{year:04}-{code}"), calendar::season(season, year)),
        None => date(format!("XXXX-{code}"), None),
    }
}

fn named_feast(feast: Feast, year: Year, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let place = |year| calendar::feast(feast, year).map(Interval::day);
    if let Feast::Historic(day) = feast {
        return one_day(day);
    }
    match year_of(year, 0, said, around, place) {
        Some(year) => one_day(calendar::feast(feast, year)?),
        None => open(TimexType::Date),
    }
}

fn named_weekday(weekday: u8, turn: Option<Turn>, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let Some(said) = said else { return date(format!("XXXX-WXX-{weekday}"), None) };
    one_day(match (turn, around.direction) {
        (Some(Turn::Last), _) => calendar::weekday_until(said.plus_days(-1), weekday),
        (Some(Turn::Next), _) => calendar::weekday_from(said.plus_days(1), weekday),
        (Some(Turn::This), Direction::Past) => calendar::weekday_until(said, weekday),
        (Some(Turn::This), _) => calendar::weekday_from(said, weekday),
        (None, Direction::Future) => calendar::weekday_from(said, weekday),
        (None, _) => calendar::weekday_until(said, weekday),
    })
}

fn weekend(turn: Option<Turn>, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let Some(said) = said else { return date("XXXX-WXX-WE".into(), None) };
    let saturday = match (turn, around.direction) {
        (Some(Turn::Last), _) => calendar::weekday_until(said.plus_days(-2), 6),
        (Some(Turn::Next), _) => calendar::weekday_from(said.plus_days(1), 6),
        (_, Direction::Future) => calendar::weekday_from(said.plus_days(-1), 6),
        (Some(Turn::This), Direction::Open) => calendar::weekday_from(said.plus_days(-1), 6),
        _ => calendar::weekday_until(said, 6),
    };
    let interval = Interval { from: saturday, to: saturday.plus_days(1), precision: Precision::Days };
    date(format!("{}-WE", calendar::week_value(saturday)), Some(interval))
}

/// "last week", "this month", "next year". What has happened in the present one ended no later than the anchor.
fn calendar_unit(unit: Unit, offset: i32, said: Day, direction: Direction) -> Option<Resolved> {
    let steps = i16::try_from(offset).ok()?;
    let mut resolved = match unit {
        Unit::Week | Unit::Fortnight => {
            let day = said.plus_days(7 * offset);
            date(calendar::week_value(day), Some(calendar::week(day)))
        }
        Unit::Month => {
            let (year, month) = calendar::shift_month(said.year(), said.month(), offset)?;
            date(format!("{year:04}-{month:02}"), calendar::month(year, month))
        }
        Unit::Year => {
            let year = said.year() + steps;
            date(format!("{year:04}"), calendar::year(year))
        }
        Unit::Decade => {
            let first = (said.year() / 10 + steps) * 10;
            date(format!("{:03}X", first / 10), calendar::years(first, 10, Precision::Decade))
        }
        Unit::Century => {
            let first = (said.year() / 100 + steps) * 100;
            date(format!("{:02}", first / 100), calendar::years(first, 100, Precision::Range))
        }
        _ => return open(TimexType::Date),
    }?;
    if offset == 0 && direction == Direction::Past {
        resolved.interval =
            resolved.interval.map(|interval| Interval { to: interval.to.min(said).max(interval.from), ..interval });
    }
    Some(resolved)
}

/// Hours later than which it is another day, whatever the hour was.
const HOURS_OF_A_DAY: i32 = 18;

fn shift(count: Count, unit: Unit, back: bool, origin: Origin, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let Count::Halves(halves) = count else {
        return match (origin, back) {
            (Origin::Published, true) => date("PAST_REF".into(), None),
            (Origin::Published, false) => date("FUTURE_REF".into(), None),
            (Origin::Narrated, _) if unit < Unit::Day => {
                length(count, unit, None, said).map(|length| Resolved { interval: around.narrated_day, ..length })
            }
            (Origin::Narrated, _) => open(TimexType::Date),
        };
    };
    let needs_day = unit <= Unit::Night;
    let base = match origin {
        Origin::Published => said.map(Interval::day),
        Origin::Narrated if needs_day => around.narrated_day.or(said.map(Interval::day)),
        Origin::Narrated => around.narrated.or(said.map(Interval::day)),
    };
    let Some(base) = base else { return open(TimexType::Date) };
    let sign = if back { -1 } else { 1 };
    let halves = i32::try_from(halves).ok()?.checked_mul(sign)?;
    let day = base.from;
    match unit {
        // "An hour later" is a length after a moment of the day that the text last spoke of.
        Unit::Second | Unit::Minute | Unit::Hour if origin == Origin::Narrated => {
            let moment = around.narrated_day.filter(|_| halves.abs() < 2 * HOURS_OF_A_DAY || unit != Unit::Hour);
            length(count, unit, None, said).map(|length| Resolved { interval: moment, ..length })
        }
        Unit::Second | Unit::Minute | Unit::Hour => {
            let days = match unit {
                Unit::Hour => halves / 48 + sign,
                _ => sign,
            };
            let other = day.plus_days(days);
            let interval = Interval { from: day.min(other), to: day.max(other), precision: Precision::Days };
            Some(Resolved { kind: TimexType::Time, value: None, interval: Some(interval) })
        }
        Unit::Day | Unit::Night => one_day(day.plus_days(halves / 2)),
        Unit::Week | Unit::Fortnight => {
            let weeks = if unit == Unit::Week { halves } else { halves.checked_mul(2)? };
            calendar_unit(Unit::Week, 0, day.plus_days((weeks.checked_mul(7)?) / 2), Direction::Open)
        }
        Unit::Month => calendar_unit(Unit::Month, halves / 2, day, Direction::Open),
        Unit::Year => {
            let months = halves.checked_mul(6)?;
            let moved = calendar::shift_months(day, months)?;
            date(format!("{:04}", moved.year()), calendar::year(moved.year()))
        }
        Unit::Decade | Unit::Century => {
            let years = halves.checked_mul(if unit == Unit::Decade { 5 } else { 50 })?;
            let year = i16::try_from(i32::from(day.year()).checked_add(years)?).ok()?;
            // A round count of decades is no exact year.
            let around = calendar::years(year - 2, 5, Precision::Inferred);
            date(format!("{year:04}"), around)
        }
    }
}

fn same(unit: Unit, around: &Around) -> Option<Resolved> {
    let base = if unit <= Unit::Night { around.narrated_day } else { around.narrated };
    let Some(base) = base else { return open(TimexType::Date) };
    match unit {
        Unit::Day | Unit::Night => one_day(base.from),
        _ => calendar_unit(unit, 0, base.from, Direction::Open),
    }
}

fn clock(hour: u8, minute: u8, day: Option<&Expression>, said: Option<Day>, around: &Around) -> Option<Resolved> {
    let day = match day {
        Some(day) => on(day, said, around)?,
        None => match around.narrated_day.or(said.map(Interval::day)) {
            Some(day) => one_day(day.from)?,
            None => open(TimexType::Date)?,
        },
    };
    let date = day.value.filter(|value| names_a_day(value)).unwrap_or_else(|| "XXXX-XX-XX".into());
    let value = Some(format!("{date}T{hour:02}:{minute:02}"));
    Some(Resolved { kind: TimexType::Time, value, interval: day.interval })
}

fn length(count: Count, unit: Unit, side: Option<Side>, said: Option<Day>) -> Option<Resolved> {
    let value = match count {
        Count::Halves(halves) => length_value(halves, unit),
        Count::Vague => Some(match unit {
            Unit::Second => "PTXS".to_owned(),
            Unit::Minute => "PTXM".to_owned(),
            Unit::Hour => "PTXH".to_owned(),
            Unit::Day | Unit::Night => "PXD".to_owned(),
            Unit::Week | Unit::Fortnight => "PXW".to_owned(),
            Unit::Month => "PXM".to_owned(),
            Unit::Year | Unit::Decade | Unit::Century => "PXY".to_owned(),
        }),
    };
    let interval = side.zip(said).and_then(|(side, said)| stretch(count, unit, side, said));
    Some(Resolved { kind: TimexType::Duration, value, interval })
}

fn length_value(halves: u32, unit: Unit) -> Option<String> {
    let whole = halves / 2;
    if halves.is_multiple_of(2) {
        return period(whole, unit);
    }
    Some(match unit {
        Unit::Second => format!("PT{whole}.5S"),
        Unit::Minute if whole == 0 => "PT30S".into(),
        Unit::Minute => format!("PT{whole}M30S"),
        Unit::Hour if whole == 0 => "PT30M".into(),
        Unit::Hour => format!("PT{whole}H30M"),
        Unit::Day | Unit::Night if whole == 0 => "PT12H".into(),
        Unit::Day | Unit::Night => format!("P{whole}DT12H"),
        Unit::Week => format!("P{whole}.5W"),
        Unit::Fortnight => format!("P{halves}W"),
        Unit::Month => format!("P{whole}.5M"),
        Unit::Year if whole == 0 => "P6M".into(),
        Unit::Year => format!("P{whole}Y6M"),
        Unit::Decade => format!("P{}Y", halves.checked_mul(5)?),
        Unit::Century => format!("P{}Y", halves.checked_mul(50)?),
    })
}

/// The days of "the past two weeks" or "the next few days". For "few" we take what it means at most: under a week of
/// days, five weeks, six months; "recent years" have no first day.
fn stretch(count: Count, unit: Unit, side: Side, said: Day) -> Option<Interval> {
    let sign = if side == Side::Past { -1 } else { 1 };
    let (other, precision) = match count {
        Count::Halves(halves) => {
            let halves = i32::try_from(halves).ok()?.checked_mul(sign)?;
            let other = match unit {
                Unit::Second | Unit::Minute => said.plus_days(sign),
                Unit::Hour => said.plus_days((halves + sign * 47) / 48),
                Unit::Day | Unit::Night => said.plus_days(halves / 2),
                Unit::Week => said.plus_days(halves.checked_mul(7)? / 2),
                Unit::Fortnight => said.plus_days(halves.checked_mul(7)?),
                Unit::Month => calendar::shift_months(said, halves / 2)?,
                Unit::Year => calendar::shift_months(said, halves.checked_mul(6)?)?,
                Unit::Decade => calendar::shift_months(said, halves.checked_mul(60)?)?,
                Unit::Century => calendar::shift_months(said, halves.checked_mul(600)?)?,
            };
            let precision = match said.days_since(other).abs() {
                0..=6 => Precision::Days,
                7 => Precision::Week,
                _ => Precision::Range,
            };
            (other, precision)
        }
        Count::Vague => {
            let other = match unit {
                Unit::Second | Unit::Minute | Unit::Hour => said.plus_days(sign),
                Unit::Day | Unit::Night => said.plus_days(6 * sign),
                Unit::Week | Unit::Fortnight => said.plus_days(35 * sign),
                Unit::Month => calendar::shift_months(said, 6 * sign)?,
                _ => return None,
            };
            (other, Precision::Inferred)
        }
    };
    Some(Interval { from: said.min(other), to: said.max(other), precision })
}
