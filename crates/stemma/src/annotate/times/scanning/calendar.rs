//! Dates of the calendar as they are written: days, months, years, decades, centuries, quarters, seasons, feasts.

use super::super::expression::{Expression, Turn, Year};
use super::super::words::{Kind, Paragraph};
use super::Read;

/// Words before a month that is also a verb, a noun or a name.
const BEFORE_MONTH: [&str; 27] = [
    "in",
    "since",
    "until",
    "till",
    "by",
    "from",
    "of",
    "through",
    "early",
    "late",
    "mid",
    "last",
    "next",
    "this",
    "during",
    "before",
    "after",
    "between",
    "every",
    "each",
    "around",
    "throughout",
    "past",
    "previous",
    "following",
    "late-",
    "mid-",
];

/// Words after "the March …" that make it a walk.
const AFTER_WALK: [&str; 18] = [
    "on", "for", "of", "to", "in", "and", "by", "was", "is", "began", "started", "from", "through", "against", "at",
    "towards", "toward", "that",
];

/// A whole day: ISO, slashed, or with the name of a month, with or without its weekday.
pub fn day(p: &Paragraph<'_>, at: usize) -> Read {
    weekday_and_date(p, at).or_else(|| plain_day(p, at))
}

fn plain_day(p: &Paragraph<'_>, at: usize) -> Read {
    iso(p, at).or_else(|| slashed(p, at)).or_else(|| month_day(p, at)).or_else(|| day_month(p, at))
}

/// "Friday, Aug. 7, 1998", "Sun 3 Aug".
fn weekday_and_date(p: &Paragraph<'_>, at: usize) -> Read {
    let meaning = p.meaning(at);
    meaning.weekday.or(meaning.short_weekday)?;
    let mut next = p.skip(at + 1, &["."]);
    next = p.skip(next, &[","]);
    next = p.skip(next, &["the"]);
    plain_day(p, next)
}

/// "2017-08-03", "2017/08/03", "2017.08.03", with or without a time of day.
fn iso(p: &Paragraph<'_>, at: usize) -> Read {
    if !starts_number(p, at) {
        return None;
    }
    let (year, 4) = p.digits(at)? else { return None };
    let mark = p.word(at + 1);
    if !matches!(mark, "-" | "/" | ".") || mark != p.word(at + 3) || !(at + 1..at + 5).all(|at| p.get(at).glued) {
        return None;
    }
    let (Some((month, ..=2)), Some((day, ..=2))) = (p.digits(at + 2), p.digits(at + 4)) else { return None };
    let after = p.get(at + 5);
    if after.glued && after.kind != Kind::Mark && after.word != "t" {
        return None;
    }
    let expression = Expression::Day {
        year: Year::Number(plausible_year(year)?),
        month: month_number(month)?,
        day: day_number(day)?,
    };
    Some((expression, at + 5))
}

/// "7/8/98", "24.9.2017", "3-8-2017".
fn slashed(p: &Paragraph<'_>, at: usize) -> Read {
    if !starts_number(p, at) {
        return None;
    }
    let mark = p.word(at + 1);
    if !matches!(mark, "-" | "/" | ".") || mark != p.word(at + 3) || !(at + 1..at + 5).all(|at| p.get(at).glued) {
        return None;
    }
    let (Some((first, ..=2)), Some((second, ..=2))) = (p.digits(at), p.digits(at + 2)) else { return None };
    let year = match p.digits(at + 4)? {
        (year, 4) => Year::Number(plausible_year(year)?),
        (year, 2) if mark == "/" => Year::Short(year as u8),
        _ => return None,
    };
    let after = p.get(at + 5);
    let goes_on = after.glued && (after.kind != Kind::Mark || (after.word == mark && p.get(at + 6).glued));
    let is_date = (1..=31).contains(&first) && (1..=31).contains(&second) && first.min(second) <= 12;
    (is_date && !goes_on).then_some((Expression::Slashed { first: first as u8, second: second as u8, year }, at + 5))
}

/// "August 7", "Aug. 7, 1998", "August 3-5".
fn month_day(p: &Paragraph<'_>, at: usize) -> Read {
    let (month, next, short) = month_name(p, at)?;
    let next = p.skip(next, &["the"]);
    let (day, next) = day_of_month(p, next)?;
    // "In May 20 people died" counts people; "on May 20 people died" names a day.
    if p.meaning(next).is_counted && p.is_any(at.wrapping_sub(1), &["in", "during", "since"]) {
        return None;
    }
    if let Some((last, after)) = range_end(p, next, day) {
        let (year, end) = year_tail(p, after, short).unwrap_or((Year::Unsaid, after));
        return Some((Expression::Days { year, from: (month, day), to: (month, last) }, end));
    }
    let (year, end) = year_tail(p, next, short).unwrap_or((Year::Unsaid, next));
    Some((Expression::Day { year, month, day }, end))
}

/// "7 August", "the 7th of August 1998", "3 JAN 90", "3-5 August".
fn day_month(p: &Paragraph<'_>, at: usize) -> Read {
    if !starts_number(p, at) && p.meaning(at).ordinal.is_none() {
        return None;
    }
    let (day, mut next) = day_of_month(p, at)?;
    let last = range_end(p, next, day).filter(|&(_, after)| month_name(p, p.skip(after, &["of"])).is_some());
    if let Some((_, after)) = last {
        next = after;
    }
    next = p.skip(next, &["of"]);
    let next = if p.is_hyphen(next) && p.get(next).glued { next + 1 } else { next };
    let (month, next, short) = month_name(p, next)?;
    if p.shouts
        && p.is(next - 1, "may")
        && p.is_any(next, &["have", "be", "not", "still", "also", "only", "now", "become"])
    {
        return None;
    }
    let hyphen = usize::from(p.is_hyphen(next) && p.get(next).glued && p.get(next + 1).kind == Kind::Number);
    let (year, end) = year_tail(p, next + hyphen, short).unwrap_or((Year::Unsaid, next));
    match last {
        Some((last, _)) => Some((Expression::Days { year, from: (month, day), to: (month, last) }, end)),
        None => Some((Expression::Day { year, month, day }, end)),
    }
}

/// The "-5" of "August 3-5".
fn range_end(p: &Paragraph<'_>, at: usize, first: u8) -> Option<(u8, usize)> {
    if !(p.is_hyphen(at) && p.get(at).glued && p.get(at + 1).glued) {
        return None;
    }
    let (last, next) = day_of_month(p, at + 1)?;
    (last > first).then_some((last, next))
}

/// The "and 25" of "April 24 and 25": the day, its place, and the place after it.
pub fn further_day(p: &Paragraph<'_>, at: usize) -> Option<(u8, usize, usize)> {
    let mut number = p.skip(at, &[","]);
    number = p.skip(number, &["and", "or", "to", "&", "through", "until"]);
    if number == at || p.get(number).glued {
        return None;
    }
    let (day, next) = day_of_month(p, number)?;
    let after = p.get(next);
    let is_end = after.kind == Kind::Mark && !(after.glued && matches!(after.word, ":" | "%" | "/" | "-"))
        || p.is_any(
            next,
            &["in", "at", "by", "with", "when", "and", "or", "as", "on", "after", "before", "near", "for", "but"],
        )
        || after.kind == Kind::Number && year_tail(p, next, false).is_some();
    let counts = p.is_any(next, &["and", "or"]) && p.get(next + 1).kind == Kind::Word;
    (is_end && !counts).then_some((day, number, next))
}

/// How many days may be listed before their month.
const LISTED_DAYS: usize = 5;

/// The first day of "24 and 25 April", "3, 4 and 7 May".
pub fn leading_day(p: &Paragraph<'_>, at: usize) -> Read {
    first_of_listed(p, at, LISTED_DAYS)
}

fn first_of_listed(p: &Paragraph<'_>, at: usize, most: usize) -> Read {
    if !starts_number(p, at) || most == 0 {
        return None;
    }
    let (day, next) = day_of_month(p, at)?;
    if !p.is_any(next, &["and", "or", "to", ",", "&", "until", "through"]) {
        return None;
    }
    let second = p.skip(next + 1, &["and", "or", "the"]);
    let listed = || first_of_listed(p, second, most - 1).filter(|_| p.is(next, ","));
    let (following, _) = day_month(p, second).or_else(listed)?;
    match following {
        Expression::Day { year, month, day: later } if later > day => {
            Some((Expression::Day { year, month, day }, next))
        }
        _ => None,
    }
}

/// "April 2014", "in June", "April last year".
pub fn month(p: &Paragraph<'_>, at: usize) -> Read {
    let (turn, name) = turn(p, at);
    let (month, next, short) = month_name(p, name)?;
    if let Some(turn) = turn {
        let day = day_of_month(p, next);
        if let Some((day, next)) = day {
            return Some((Expression::Day { year: Year::Turn(turn), month, day }, next));
        }
        return Some((Expression::Month { year: Year::Turn(turn), month }, next));
    }
    if let Some((year, end)) = year_tail(p, next, short) {
        return Some((Expression::Month { year, month }, end));
    }
    let (before, after) = (p.before(at, 1), p.get(next));
    let led = BEFORE_MONTH.contains(&before.word)
        || (before.word == "the" && after.kind == Kind::Word && !after.capital && !AFTER_WALK.contains(&after.word));
    let listed = p.is_any(at.wrapping_sub(1), &["to", "and", "or", ","])
        && p.before(at, 2).meaning.month.is_some_and(|other| other != month);
    let doubtful = p.is_any(at, &["may", "march"]) || short;
    let before_name = after.capital && !p.shouts && after.kind == Kind::Word;
    let plain = !doubtful && !before_name;
    let dotted = short && p.is(at + 1, ".") && after.kind == Kind::Word && !after.capital;
    (led || listed || plain || dotted).then_some((Expression::Month { year: Year::Unsaid, month }, next))
}

/// "last", "this", "next" before a day, a month or a season, and the place after.
pub fn turn(p: &Paragraph<'_>, at: usize) -> (Option<Turn>, usize) {
    match p.word(at) {
        "last" | "past" => (Some(Turn::Last), at + 1),
        "next" | "coming" => (Some(Turn::Next), at + 1),
        "this" => match p.word(at + 1) {
            "past" | "last" => (Some(Turn::Last), at + 2),
            "coming" | "next" => (Some(Turn::Next), at + 2),
            _ => (Some(Turn::This), at + 1),
        },
        _ => (None, at),
    }
}

/// "1998", "fiscal 1990", "FY2017".
pub fn year(p: &Paragraph<'_>, at: usize) -> Read {
    if p.is(at, "fiscal") || p.is(at, "fy") {
        let number = p.skip(at + 1, &["year"]);
        let (year, 4) = p.digits(number)? else { return None };
        return Some((Expression::FiscalYear(plausible_year(year)?), number + 1));
    }
    let (number, 4) = p.digits(at)? else { return None };
    let year = plausible_year(number)?;
    let (before, after) = (p.before(at, 1), p.get(at + 1));
    let joined = p.is_hyphen(at.wrapping_sub(1)) && p.get(at).glued;
    if joined {
        // "post-1959", and the second year of "1994-1997".
        let first = p.before(at, 2);
        let follows_year = p.digits(at.wrapping_sub(2)).is_some_and(|(first, width)| width == 4 && first < number);
        if !(matches!(first.word, "post" | "pre" | "mid" | "early" | "late") || follows_year) {
            return None;
        }
    } else if !starts_number(p, at) || before.meaning.is_label || before.kind == Kind::Number {
        return None;
    }
    let goes_on = after.glued
        && (after.kind != Kind::Mark
            || matches!(after.word, "%" | "@")
            || (matches!(after.word, "." | "," | ":" | "/" | "_")
                && p.get(at + 2).glued
                && p.get(at + 2).kind == Kind::Number)
            || (p.is_hyphen(at + 1) && p.get(at + 2).glued && !is_second_year(p, at + 2, number)));
    let counts = after.meaning.is_counted && !matches!(before.word, "the" | "its" | "their" | "his" | "her" | "a");
    if goes_on || counts || after.meaning.is_zone {
        return None;
    }
    // "From 1930 to 2250" are hours.
    let to = p.is_any(at + 1, &["to", "until", "and", "-"]).then(|| p.digits(at + 2)).flatten();
    if to.is_some_and(|(other, width)| width == 4 && !(number..2200).contains(&other)) {
        return None;
    }
    let led = before.meaning.leads_to_year || before.word == "(";
    let recent = (1900..2050).contains(&number);
    let is_year = if recent {
        led || !(before.meaning.is_past || before.word.ends_with("ed") || before.word == "+")
    } else {
        matches!(before.word, "in" | "since" | "from" | "until" | "circa" | "early" | "late") || joined
    };
    is_year.then_some((Expression::Year(year), at + 1))
}

fn is_second_year(p: &Paragraph<'_>, at: usize, first: u32) -> bool {
    match p.digits(at) {
        Some((second, 4)) => second > first && second < first + 150,
        Some((second, 2)) => second > first % 100,
        // "a 1990-born fighter" holds a year too.
        None => p.get(at).kind == Kind::Word,
        _ => false,
    }
}

/// "the 1990s", "the '90s", "the early nineties".
pub fn decade(p: &Paragraph<'_>, at: usize) -> Read {
    let in_the = p.is_any(at.wrapping_sub(1), &["the", "early", "late", "mid", "-"]);
    if let Some(decade) = p.meaning(at).decade {
        return in_the.then_some((Expression::Decade(1900 + decade as i16), at + 1));
    }
    if let Some((number, width)) = p.digits(at) {
        let plural = p.get(at + 1).glued && (p.is(at + 1, "s") || (p.is_possessive(at + 1) && in_the));
        let short = width == 2 && (in_the || p.is_any(at.wrapping_sub(1), &["'", "’", "‘", "`"])) && number >= 20;
        let first = match width {
            4 => plausible_year(number)?,
            2 if short => 1900 + number as i16,
            _ => return None,
        };
        return (plural && number % 10 == 0).then_some((Expression::Decade(first), at + 2));
    }
    None
}

/// "the 19th century", "nineteenth-century".
pub fn century(p: &Paragraph<'_>, at: usize) -> Read {
    let (ordinal, next) = ordinal(p, at)?;
    let next = if p.is_hyphen(next) { next + 1 } else { next };
    let is_century = p.is(next, "century") && (1..=21).contains(&ordinal);
    is_century.then_some((Expression::Century(ordinal as u8 - 1), next + 1))
}

/// "the first quarter of 2014", "Q3 2017", "the second half of last year".
pub fn part_of_year(p: &Paragraph<'_>, at: usize) -> Read {
    if p.is(at, "q") && p.get(at + 1).glued {
        let (quarter @ 1..=4, 1) = p.digits(at + 1)? else { return None };
        let (year, end) = year_tail(p, at + 2, false).unwrap_or((Year::Unsaid, at + 2));
        return Some((Expression::Quarter { year, quarter: quarter as u8 }, end));
    }
    let (number, next) = ordinal(p, at)?;
    let quarter = p.is(next, "quarter") && number <= 4;
    if !(quarter || (p.is(next, "half") && number <= 2)) {
        return None;
    }
    let tail = year_tail(p, next + 1, false).or_else(|| {
        (p.is(next + 1, "of") && p.is(next + 2, "the") && p.is(next + 3, "year")).then_some((Year::Unsaid, next + 4))
    });
    // Without a year a half is one of a match, and a quarter of something is a share of it.
    let (year, end) = match tail {
        Some(tail) => tail,
        None if quarter && !p.is(next + 1, "of") => (Year::Unsaid, next + 1),
        None => return None,
    };
    let number = number as u8;
    let expression =
        if quarter { Expression::Quarter { year, quarter: number } } else { Expression::Half { year, half: number } };
    Some((expression, end))
}

/// "last fall", "the winter of 2013", "spring 2014", "in the spring".
pub fn season(p: &Paragraph<'_>, at: usize) -> Read {
    let (turn, word) = turn(p, at);
    let season = p.meaning(word).season?;
    if let Some(turn) = turn {
        return Some((Expression::Season { year: Year::Turn(turn), season }, word + 1));
    }
    if let Some((year, end)) = year_tail(p, word + 1, false) {
        return Some((Expression::Season { year, season }, end));
    }
    let in_the = p.is(at.wrapping_sub(1), "the")
        && p.is_any(at.wrapping_sub(2), &["in", "since", "during", "by", "until", "this"]);
    let is_season = in_the && !p.is(at + 1, "of") && p.get(at + 1).kind == Kind::Mark && !p.is_hyphen(at + 1);
    is_season.then_some((Expression::Season { year: Year::Unsaid, season }, at + 1))
}

/// "Friday", "last Wednesday", "next Monday".
pub fn weekday(p: &Paragraph<'_>, at: usize) -> Read {
    let (turn, word) = turn(p, at);
    let weekday = p.meaning(word).weekday?;
    let named = p.get(word).capital
        || p.shouts
        || turn.is_some()
        || p.is_any(at.wrapping_sub(1), &["on", "since", "until", "by"]);
    named.then_some((Expression::Weekday { weekday, turn }, word + 1))
}

/// "Christmas Eve", "Good Friday 1998", "last Thanksgiving".
pub fn feast(p: &Paragraph<'_>, at: usize, words: &crate::lexicon::TimeWords) -> Read {
    let (turn, name) = turn(p, at);
    if p.get(name).kind == Kind::Word && !p.get(name).capital {
        return None;
    }
    let (feast, next) =
        words.feasts(p.word(name)).iter().find_map(|(phrase, feast)| Some((*feast, p.phrase(name, phrase)?)))?;
    if p.is_any(next, &["island", "tree", "card", "cards", "carol", "/"]) || !p.stands_free(name) {
        return None;
    }
    if p.is(next, "week") && turn.is_none() {
        let feast = Expression::Feast { feast, year: Year::Unsaid };
        return Some((Expression::WeekOf(Box::new(feast)), next + 1));
    }
    match turn {
        Some(turn) => Some((Expression::Feast { feast, year: Year::Turn(turn) }, next)),
        None => {
            let (year, end) = year_tail(p, next, false).unwrap_or((Year::Unsaid, next));
            Some((Expression::Feast { feast, year }, end))
        }
    }
}

/// The month named here, the place after it, and whether it is a short form.
fn month_name(p: &Paragraph<'_>, at: usize) -> Option<(u8, usize, bool)> {
    let month = p.meaning(at).month?;
    let word = p.word(at);
    let short = word.len() <= 4 && !matches!(word, "may" | "june" | "july");
    let near_number = p.get(at + 1).kind == Kind::Number || p.before(at, 1).kind == Kind::Number;
    let lower_is_fine = near_number && !matches!(word, "may" | "march" | "mar" | "sep" | "dec" | "jan");
    if !(p.get(at).capital || lower_is_fine) {
        return None;
    }
    let dot = short && p.is(at + 1, ".") && p.get(at + 1).glued;
    Some((month, at + 1 + usize::from(dot), short || word == "may"))
}

/// "7", "7th", "07", "seventh", and the place after it.
fn day_of_month(p: &Paragraph<'_>, at: usize) -> Option<(u8, usize)> {
    if let (Some(day), Kind::Word) = (p.meaning(at).ordinal, p.get(at).kind) {
        return Some((day_number(day)?, at + 1));
    }
    let (day, ..=2) = p.digits(at)? else { return None };
    let day = day_number(day)?;
    let suffix = p.get(at + 1).glued && p.is_any(at + 1, &["st", "nd", "rd", "th"]);
    let next = at + 1 + usize::from(suffix);
    let after = p.get(next);
    let goes_on = after.glued
        && (after.kind != Kind::Mark
            || after.word == "%"
            || (matches!(after.word, "," | "." | ":" | "/")
                && p.get(next + 1).glued
                && p.get(next + 1).kind == Kind::Number));
    (!goes_on).then_some((day, next))
}

/// ", 1998", "of 1998", "'98", "98", "this year" after a day or a month.
fn year_tail(p: &Paragraph<'_>, at: usize, short_month: bool) -> Option<(Year, usize)> {
    let comma = p.is(at, ",");
    let at = p.skip(at, &[","]);
    let number = p.skip(at, &["of", "in"]);
    let year = p.skip(number, &["the"]);
    if p.is(year + 1, "year") {
        let offset = match p.word(year) {
            "this" | "current" => Some(0),
            "last" | "past" | "previous" => Some(-1),
            "next" | "coming" => Some(1),
            _ => None,
        };
        return offset.map(|offset| (Year::Relative(offset), year + 2));
    }
    let quoted = usize::from(p.is_any(number, &["'", "’", "‘", "`"]) && p.get(number + 1).glued);
    let (value, width) = p.digits(number + quoted)?;
    let after = p.get(number + quoted + 1);
    let goes_on = after.glued
        && (after.kind == Kind::Word
            || after.word == "%"
            || (matches!(after.word, "," | "." | ":" | "/")
                && p.get(number + quoted + 2).glued
                && p.get(number + quoted + 2).kind == Kind::Number));
    if goes_on || after.meaning.is_counted {
        return None;
    }
    let end = number + quoted + 1;
    match width {
        4 => Some((Year::Number(plausible_year(value)?), end)),
        2 if quoted == 1 => Some((Year::Short(value as u8), end)),
        2 if (short_month || p.shouts) && number == at && !comma && after.meaning.unit.is_none() => {
            Some((Year::Short(value as u8), end))
        }
        _ => None,
    }
}

/// "third", "3rd", and the place after it.
pub fn ordinal(p: &Paragraph<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some(ordinal) = p.meaning(at).ordinal {
        return Some((ordinal, at + 1));
    }
    // "twenty-first"
    if let (Some(tens), true) = (p.meaning(at).cardinal, p.is_hyphen(at + 1)) {
        let ones = p.meaning(at + 2).ordinal?;
        return (tens >= 20 && ones < 10).then_some((tens + ones, at + 3));
    }
    let (number, ..=3) = p.digits(at)? else { return None };
    let suffix = p.get(at + 1).glued && p.is_any(at + 1, &["st", "nd", "rd", "th"]);
    suffix.then_some((number, at + 2))
}

/// Whether a number begins here: it is no decimal, no part of a code, no price.
pub fn starts_number(p: &Paragraph<'_>, at: usize) -> bool {
    let token = p.get(at);
    if token.kind != Kind::Number {
        return false;
    }
    let before = p.before(at, 1);
    !token.glued
        || matches!(
            before.word,
            "(" | "[" | "\"" | "“" | "'" | "‘" | "`" | "—" | "|" | ":" | ";" | "," | "«" | ">" | "="
        ) && !(matches!(before.word, ":" | "," | "=") && p.before(at, 2).kind == Kind::Number && before.glued)
        || (before.word == "–" && p.before(at, 2).kind != Kind::Number)
}

fn plausible_year(year: u32) -> Option<i16> {
    (1000..2200).contains(&year).then_some(year as i16)
}

fn month_number(month: u32) -> Option<u8> {
    (1..=12).contains(&month).then_some(month as u8)
}

fn day_number(day: u32) -> Option<u8> {
    (1..=31).contains(&day).then_some(day as u8)
}
