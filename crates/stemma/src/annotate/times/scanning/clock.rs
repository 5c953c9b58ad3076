//! Times of the day: "10 a.m. EDT", "15:30", "1300 GMT", "noon", "Wednesday evening", "the night of August 7".

use super::super::expression::Expression;
use super::super::words::{Kind, Paragraph};
use super::calendar::{self, starts_number};
use super::lengths::code;
use super::{Read, deictic};
use crate::lexicon::DayPart;

/// A time of the clock, with the day that follows it directly: "9 a.m. EST Tuesday".
pub fn time(p: &Paragraph<'_>, at: usize) -> Read {
    let (hour, minute, next) = reading(p, at)?;
    let next = zone(p, next);
    let day_at = p.skip(next, &[","]);
    let day = calendar::day(p, day_at).or_else(|| calendar::weekday(p, day_at)).or_else(|| deictic::today(p, day_at));
    match day.filter(|(day, _)| {
        matches!(day, Expression::Day { .. } | Expression::Weekday { .. } | Expression::Today { .. })
    }) {
        Some((day, end)) => Some((Expression::Clock { hour, minute, day: Some(Box::new(day)) }, end)),
        None => Some((Expression::Clock { hour, minute, day: None }, next)),
    }
}

/// The hour and the minute, and the place after them.
fn reading(p: &Paragraph<'_>, at: usize) -> Option<(u8, u8, usize)> {
    match p.word(at) {
        "noon" | "midday" if !p.is_any(at.wrapping_sub(1), &["high", "this", "the"]) => return Some((12, 0, at + 1)),
        "midnight" if !p.is(at.wrapping_sub(1), "the") => return Some((24, 0, at + 1)),
        _ => {}
    }
    if !starts_number(p, at) {
        let hour = p.meaning(at).cardinal.filter(|hour| (1..=12).contains(hour))?;
        let (add, next) = half_of_day(p, at + 1)?;
        return Some((shifted(hour, add)?, 0, next));
    }
    let (value, width) = p.digits(at)?;
    if matches!(p.word(at + 1), ":" | "." | "h") && p.get(at + 1).glued && p.get(at + 2).glued {
        let (minute @ 0..=59, 2) = p.digits(at + 2)? else { return None };
        let mut next = at + 3;
        if p.is(next, ":") && p.get(next).glued && p.get(next + 1).glued {
            let (0..=59, 2) = p.digits(next + 1)? else { return None };
            next += 2;
        }
        if p.get(next).glued && p.get(next).kind == Kind::Number {
            return None;
        }
        if let Some((add, end)) = half_of_day(p, next) {
            return Some((shifted(value, add)?, minute as u8, end));
        }
        let sure = p.is(at + 1, ":") || p.meaning(next).is_zone || p.is_any(next, &["hours", "hrs"]);
        let hours = usize::from(p.is_any(next, &["hours", "hrs"]));
        return (value < 24 && sure && width <= 2).then_some((value as u8, minute as u8, next + hours));
    }
    if width == 4 && (p.meaning(at + 1).is_zone || p.is_any(at + 1, &["hours", "hrs", "local"])) {
        let (hour, minute) = (value / 100, value % 100);
        let counts = p.is_any(at + 1, &["hours", "hrs"]) && value >= 1000 && !p.is(at.wrapping_sub(1), "at");
        let next = at + 1 + usize::from(p.is_any(at + 1, &["hours", "hrs"]));
        return (hour < 24 && minute < 60 && !counts).then_some((hour as u8, minute as u8, next));
    }
    let (add, next) = half_of_day(p, at + 1)?;
    (width <= 2).then_some(())?;
    Some((shifted(value, add)?, 0, next))
}

/// "a.m.", "pm", "o'clock in the evening", "in the morning": the half of the day, and the place after it.
fn half_of_day(p: &Paragraph<'_>, at: usize) -> Option<(Half, usize)> {
    let letters = |first: &str| p.is(at, first) && p.is(at + 1, ".") && p.is(at + 2, "m");
    if letters("a") || letters("p") {
        let half = if p.is(at, "a") { Half::Morning } else { Half::Afternoon };
        let dot = p.is(at + 3, ".") && p.get(at + 3).glued && p.get(at + 4).sentence == p.get(at + 3).sentence;
        return Some((half, at + 3 + usize::from(dot)));
    }
    match p.word(at) {
        "am" if p.get(at).glued || p.before(at, 1).kind == Kind::Number => return Some((Half::Morning, at + 1)),
        "pm" => return Some((Half::Afternoon, at + 1)),
        _ => {}
    }
    let clock = p.is(at, "o") && p.is_any(at + 1, &["'clock", "’clock"]);
    let next = if clock { at + 2 } else { at };
    let the = p.skip(p.skip(next, &["in"]), &["the"]);
    if p.is_any(next, &["in"]) || p.is(next, "at") {
        let part = if p.is(next, "at") { next + 1 } else { the };
        let half = match p.word(part) {
            "morning" => Some(Half::Morning),
            "afternoon" | "evening" | "night" => Some(Half::Afternoon),
            _ => None,
        };
        if let Some(half) = half {
            return Some((half, part + 1));
        }
    }
    clock.then_some((Half::Unsaid, next))
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
    Unsaid,
}

fn shifted(hour: u32, half: Half) -> Option<u8> {
    let hour = u8::try_from(hour).ok().filter(|hour| *hour <= 23)?;
    match half {
        Half::Morning => (1..=12).contains(&hour).then_some(hour % 12),
        Half::Afternoon if hour <= 12 => Some(hour % 12 + 12),
        Half::Afternoon | Half::Unsaid => Some(hour),
    }
}

/// The place after "GMT", "local time", "EDT (1400 GMT)".
fn zone(p: &Paragraph<'_>, at: usize) -> usize {
    if p.meaning(at).is_zone {
        return at + 1;
    }
    if p.is(at, "local") && p.is(at + 1, "time") {
        return at + 2;
    }
    at
}

/// A day with a part of it: "Wednesday evening", "early on Friday morning", "7 August morning", "yesterday afternoon".
pub fn part_of_day(p: &Paragraph<'_>, at: usize) -> Read {
    let (day, next) = calendar::day(p, at).or_else(|| calendar::weekday(p, at)).or_else(|| deictic::today(p, at))?;
    if matches!(
        day,
        Expression::Part { .. } | Expression::Overnight | Expression::Days { .. } | Expression::Slashed { .. }
    ) {
        return Some((day, next));
    }
    let part_at = p.skip(next, &["early", "late", "mid"]);
    let hyphen = usize::from(p.is_hyphen(part_at));
    match p.meaning(part_at + hyphen).part {
        Some(part) if p.word(part_at).ends_with('s') => {
            let Expression::Weekday { weekday, turn: None } = day else { return Some((day, next)) };
            Some((Expression::Rate(format!("XXXX-WXX-{weekday}T{}", code(part))), part_at + 1))
        }
        Some(part) if !is_clock_word(p.word(part_at + hyphen)) => {
            Some((Expression::Part { part, day: Box::new(day) }, part_at + hyphen + 1))
        }
        _ => Some((day, next)),
    }
}

/// "the night of Oct. 23", "the evening of last Friday", "the early hours of Sunday".
pub fn part_of(p: &Paragraph<'_>, at: usize) -> Read {
    let (part, next) = if p.is(at, "hours") && p.is_any(at.wrapping_sub(1), &["early", "small", "wee"]) {
        (DayPart::Morning, at + 1)
    } else {
        (p.meaning(at).part.filter(|_| !is_clock_word(p.word(at)))?, at + 1)
    };
    if !p.is_any(next, &["of", "on"]) || p.meaning(at).part.is_some() && p.is(next, "on") {
        return None;
    }
    let (day, end) = part_of_day(p, p.skip(next + 1, &["the"]))?;
    let whole = matches!(day, Expression::Day { .. } | Expression::Weekday { .. } | Expression::Today { .. });
    match day {
        Expression::Part { .. } if next == at + 1 && p.is(at, "hours") => Some((day, end)),
        _ if whole => Some((Expression::Part { part, day: Box::new(day) }, end)),
        _ => None,
    }
}

/// These name a moment, not a stretch of the day.
fn is_clock_word(word: &str) -> bool {
    matches!(word, "noon" | "midday" | "midnight")
}
