//! Lengths of time and repeated times: "three days", "a two-day siege", "the past few weeks", "every Friday".

use super::super::expression::{Count, Expression, Side};
use super::super::words::{Kind, Paragraph};
use super::Read;
use super::calendar::starts_number;
use crate::lexicon::{DayPart, Unit};

/// "three", "twenty-five", "2 1/2", "a dozen", "dozens of", "several": how many, and the place after it.
pub fn count(p: &Paragraph<'_>, at: usize) -> Option<(Count, usize)> {
    let article = p.is_any(at, &["a", "an"]);
    match p.word(at + usize::from(article)) {
        "few" | "couple" | "handful" | "number" | "series" | "good" if article => {
            let next = p.skip(at + 2, &["of", "few"]);
            return Some((Count::Vague, next));
        }
        "couple" => return Some((Count::Vague, p.skip(at + 1, &["of"]))),
        "dozens" | "hundreds" | "thousands" | "scores" | "tens" if p.is(at + 1, "of") => {
            return Some((Count::Vague, at + 2));
        }
        "dozen" => return Some((Count::Halves(24), at + 1 + usize::from(article))),
        "hundred" => return Some((Count::Halves(200), at + 1 + usize::from(article))),
        "thousand" => return Some((Count::Halves(2000), at + 1 + usize::from(article))),
        "half" => {
            let next = at + 1 + usize::from(article);
            return Some((Count::Halves(1), p.skip(next, &["a", "an"])));
        }
        _ if article => return Some((Count::Halves(2), at + 1)),
        _ => {}
    }
    let meaning = p.meaning(at);
    if meaning.is_vague {
        return Some((Count::Vague, p.skip(at + 1, &["of"])));
    }
    let (number, next) = number(p, at)?;
    let next = match p.word(next) {
        "dozen" => return Some((Count::Halves(number.saturating_mul(24)), next + 1)),
        "and" if p.is_any(next + 1, &["a", "one"]) && p.is(next + 2, "half") => {
            return Some((Count::Halves(number * 2 + 1), next + 3));
        }
        "½" => return Some((Count::Halves(number * 2 + 1), next + 1)),
        _ => next,
    };
    if p.digits(next) == Some((1, 1)) && p.is(next + 1, "/") && p.digits(next + 2) == Some((2, 1)) {
        return Some((Count::Halves(number * 2 + 1), next + 3));
    }
    if p.is(next, ".") && p.get(next).glued && p.is(next + 1, "5") && p.get(next + 1).glued {
        return Some((Count::Halves(number * 2 + 1), next + 2));
    }
    Some((Count::Halves(number * 2), next))
}

/// A whole number below 100,000 in digits or words.
fn number(p: &Paragraph<'_>, at: usize) -> Option<(u32, usize)> {
    if let Some(tens) = p.meaning(at).cardinal {
        let hyphen = usize::from(p.is_hyphen(at + 1));
        if let (20.., Some(ones @ 1..=9)) = (tens, p.meaning(at + 1 + hyphen).cardinal) {
            return Some((tens + ones, at + 2 + hyphen));
        }
        return match p.word(at + 1) {
            "hundred" => Some((tens * 100, at + 2)),
            "thousand" => Some((tens * 1000, at + 2)),
            _ => Some((tens, at + 1)),
        };
    }
    if !starts_number(p, at) {
        return None;
    }
    let (number, width) = p.digits(at)?;
    let groups = p.is(at + 1, ",") && p.get(at + 1).glued && p.get(at + 2).glued;
    if let (true, 1..=3, Some((rest, 3))) = (groups, width, p.digits(at + 2)) {
        return Some((number * 1000 + rest, at + 3)).filter(|&(number, _)| number < 100_000);
    }
    (number < 100_000).then_some((number, at + 1))
}

/// A count with its unit: "three days", "16-hour", "two more weeks", "a year and a half".
pub fn counted(p: &Paragraph<'_>, at: usize) -> Option<(Count, Unit, usize)> {
    let (count, mut next) = count(p, at)?;
    if p.is_hyphen(next) {
        next += 1;
    }
    while p.meaning(next).stands_between && next < at + 8 {
        next += 1;
    }
    let (unit, plural) = p.meaning(next).unit?;
    // A capital makes it a title: "60 Minutes".
    let title = p.get(next).capital && !p.get(at).capital && !p.shouts;
    let glued_word = title || p.get(next).glued && p.before(next, 1).kind == Kind::Word;
    let fits = match (count, unit) {
        (Count::Vague, _) => plural,
        _ if plural && p.is_any(at, &["a", "an"]) && next == at + 1 => false,
        (_, Unit::Second | Unit::Minute) => {
            plural || p.is_hyphen(next - 1) || (p.is(at, "one") && unit == Unit::Minute)
        }
        // "one hundred years" but "a 16-hour flight", "six year process".
        _ => true,
    };
    if !fits || glued_word {
        return None;
    }
    let halved =
        matches!(count, Count::Halves(2)) && p.is(next + 1, "and") && p.is(next + 2, "a") && p.is(next + 3, "half");
    if halved {
        return Some((Count::Halves(3), unit, next + 4));
    }
    Some((count, unit, next + 1))
}

/// A length of time that stands for itself.
pub fn length(p: &Paragraph<'_>, at: usize) -> Read {
    stretch(p, at).or_else(|| plain_length(p, at)).or_else(|| bare_plural(p, at)).or_else(|| compound(p, at))
}

/// "the past two weeks", "the next few days", "recent months", "the last 24 hours".
fn stretch(p: &Paragraph<'_>, at: usize) -> Read {
    let word = p.skip(at, &["the", "these", "those", "his", "her", "its", "their", "our"]);
    let (side, mut next) = match p.word(word) {
        "past" | "last" | "previous" | "preceding" => (Side::Past, word + 1),
        "recent" => (Side::Past, word + 1),
        "next" | "coming" | "following" => (Side::Future, word + 1),
        _ => return None,
    };
    let told = count(p, next).filter(|_| !p.is_any(next, &["a", "an"]));
    let count = match told {
        Some((count, after)) => {
            next = after;
            Some(count)
        }
        None => None,
    };
    if p.is_hyphen(next) && count.is_some() {
        next += 1;
    }
    while p.meaning(next).stands_between && next < at + 8 {
        next += 1;
    }
    let (unit, plural) = p.meaning(next).unit?;
    let one = matches!(p.word(word), "past") || (p.is(at, "the") && p.is(word, "last") && unit != Unit::Night);
    let ahead = side == Side::Future
        && p.is(at, "the")
        && p.is_any(at.wrapping_sub(1), &["over", "during", "within", "for", "throughout"]);
    let count = match count {
        Some(count) if plural || p.is_hyphen(next - 1) => count,
        None if plural => Count::Vague,
        None if (one || ahead) && unit > Unit::Minute => Count::Halves(2),
        _ => return None,
    };
    let side = (!p.is_any(word, &["previous", "preceding", "following"])).then_some(side);
    Some((Expression::Length { count, unit, side }, next + 1))
}

fn plain_length(p: &Paragraph<'_>, at: usize) -> Read {
    let (count, unit, next) = counted(p, at)?;
    if is_age(p, next) || p.is_any(at.wrapping_sub(1), &["aged", "age"]) {
        return None;
    }
    // "24 hours a day" is no length; "two days running" is one.
    if p.is_any(next, &["a", "per"]) && p.meaning(next + 1).unit.is_some() {
        return None;
    }
    let single = p.is_any(at, &["a", "an"]);
    if single && (unit == Unit::Second || p.before(at, 1).meaning.unit.is_some()) {
        return None;
    }
    Some((Expression::Length { count, unit, side: None }, next))
}

/// "for years", "weeks of", "days before": a plural that stands for some of its unit.
fn bare_plural(p: &Paragraph<'_>, at: usize) -> Read {
    let (unit, true) = p.meaning(at).unit? else { return None };
    if !p.stands_free(at) || is_age(p, at + 1) {
        return None;
    }
    let before = p.before(at, 1).word;
    let led =
        matches!(before, "for" | "within" | "over" | "lasting" | "lasted" | "took" | "after" | "spent" | "be" | "in");
    let followed = p.is_any(at + 1, &["of", "before", "after", "later", "ago", "earlier", "that", "since", "to"]);
    let is_length = match before {
        "the" => p.is_any(at + 1, &["before", "after", "that", "since", "leading", "following", "ahead", "preceding"]),
        "matter" | "of" | "three" => false,
        _ => led || (followed && p.is_any(at + 1, &["of", "before", "after"])),
    };
    let counts = p.before(at, 1).kind == Kind::Number;
    (is_length && !counts && unit > Unit::Second)
        .then_some((Expression::Length { count: Count::Vague, unit, side: None }, at + 1))
}

/// "day-long", "decades-long", "yearlong".
fn compound(p: &Paragraph<'_>, at: usize) -> Read {
    let glued = match p.word(at) {
        "hourlong" => Some(Unit::Hour),
        "daylong" => Some(Unit::Day),
        "weeklong" => Some(Unit::Week),
        "monthlong" => Some(Unit::Month),
        "yearlong" => Some(Unit::Year),
        _ => None,
    };
    if let Some(unit) = glued {
        return Some((Expression::Length { count: Count::Halves(2), unit, side: None }, at + 1));
    }
    let (unit, plural) = p.meaning(at).unit?;
    if !(p.is_hyphen(at + 1) && p.is(at + 2, "long")) || p.get(at).glued || p.before(at, 1).meaning.cardinal.is_some() {
        return None;
    }
    let count = if plural { Count::Vague } else { Count::Halves(2) };
    Some((Expression::Length { count, unit, side: None }, at + 3))
}

/// "-old", "years of age", "years older" after a length.
pub fn is_age(p: &Paragraph<'_>, next: usize) -> bool {
    let word = if p.is_hyphen(next) { next + 1 } else { next };
    p.is_any(word, &["old", "olds", "older", "younger"]) || (p.is(word, "of") && p.is(word + 1, "age"))
}

/// "every week", "daily", "twice a month", "Fridays".
pub fn rate(p: &Paragraph<'_>, at: usize) -> Read {
    if let Some(value) = &p.meaning(at).rate {
        // Capitals make it a newspaper: "the Daily Star".
        let paper = p.get(at).capital && p.get(at + 1).capital && !p.shouts;
        let known = p.meaning(at + 1).names_what_precedes && p.get(at + 1).capital;
        return (!paper && !known && p.stands_free(at)).then(|| (Expression::Rate(value.clone()), at + 1));
    }
    if let Some(weekday) = p.meaning(at).weekdays {
        return p.get(at).capital.then(|| (Expression::Rate(format!("XXXX-WXX-{weekday}")), at + 1));
    }
    match p.word(at) {
        "every" | "each" => every(p, at),
        "once" | "twice" | "thrice" if p.is_any(at + 1, &["a", "an", "each", "every", "per"]) => {
            let (unit, false) = p.meaning(at + 2).unit? else { return None };
            Some((Expression::Rate(period(1, unit)?), at + 3))
        }
        "a" | "an" | "per" => per_unit(p, at),
        "weekdays" => Some((Expression::Rate("XXXX-WXX-WD".into()), at + 1)),
        "weekends" => Some((Expression::Rate("XXXX-WXX-WE".into()), at + 1)),
        _ => None,
    }
}

fn every(p: &Paragraph<'_>, at: usize) -> Read {
    let word = p.skip(at + 1, &["single"]);
    if let Some(weekday) = p.meaning(word).weekday {
        return Some((Expression::Rate(format!("XXXX-WXX-{weekday}")), word + 1));
    }
    if let Some(month) = p.meaning(word).month.filter(|_| p.get(word).capital) {
        return Some((Expression::Rate(format!("XXXX-{month:02}")), word + 1));
    }
    if let (Some((unit, false)), true) = (p.meaning(word + 1).unit, p.is_any(word, &["other", "second"])) {
        return Some((Expression::Rate(period(2, unit)?), word + 2));
    }
    match p.meaning(word).unit {
        Some((Unit::Night, false)) => return Some((Expression::Rate("XXXX-XX-XXTNI".into()), word + 1)),
        Some((unit, false)) => return Some((Expression::Rate(period(1, unit)?), word + 1)),
        _ => {}
    }
    if let Some(part) = p.meaning(word).part {
        let code = code(part);
        return Some((Expression::Rate(format!("XXXX-XX-XXT{code}")), word + 1));
    }
    if p.is(word, "weekend") {
        return Some((Expression::Rate("XXXX-WXX-WE".into()), word + 1));
    }
    if p.meaning(word).season.is_some() {
        return Some((Expression::Rate("P1Y".into()), word + 1));
    }
    let (number, next) = number(p, word)?;
    let (unit, true) = p.meaning(next).unit? else { return None };
    Some((Expression::Rate(period(number, unit)?), next + 1))
}

/// "300 sorties a day", "$1 billion a year": after a noun that a number counts.
fn per_unit(p: &Paragraph<'_>, at: usize) -> Read {
    let (unit, false) = p.meaning(at + 1).unit? else { return None };
    let noun = p.before(at, 1);
    if p.is(at, "per") {
        return (unit > Unit::Second
            && noun.kind == Kind::Word
            && p.before(at, 2).kind == Kind::Number
            && !is_speed(noun.word))
        .then_some((Expression::Rate(period(1, unit)?), at + 2));
    }
    if noun.kind != Kind::Word || noun.meaning.unit.is_some() || unit <= Unit::Minute {
        return None;
    }
    let counted = (2..=4).any(|back| {
        let token = p.before(at, back);
        token.kind == Kind::Number
            || token.meaning.cardinal.is_some()
            || matches!(token.word, "hundreds" | "dozens" | "thousands" | "of")
    });
    let plural = noun.word.ends_with('s')
        || matches!(noun.word, "people" | "million" | "billion" | "thousand" | "men" | "women");
    let ends =
        !p.is_any(at + 2, &["ago", "later", "earlier", "before", "after", "old", "long", "of"]) && !p.is_hyphen(at + 2);
    (counted && plural && ends).then_some((Expression::Rate(period(1, unit)?), at + 2))
}

fn is_speed(noun: &str) -> bool {
    matches!(noun, "miles" | "mile" | "km" | "kilometres" | "kilometers" | "metres" | "meters" | "feet")
}

pub fn code(part: DayPart) -> &'static str {
    match part {
        DayPart::Morning => "MO",
        DayPart::Noon => "MI",
        DayPart::Afternoon => "AF",
        DayPart::Evening => "EV",
        DayPart::Night => "NI",
    }
}

/// A TIMEX3 length of whole units.
pub fn period(number: u32, unit: Unit) -> Option<String> {
    Some(match unit {
        Unit::Second => format!("PT{number}S"),
        Unit::Minute => format!("PT{number}M"),
        Unit::Hour => format!("PT{number}H"),
        Unit::Day => format!("P{number}D"),
        Unit::Night => format!("P{number}D"),
        Unit::Week => format!("P{number}W"),
        Unit::Fortnight => format!("P{}W", number.checked_mul(2)?),
        Unit::Month => format!("P{number}M"),
        Unit::Year => format!("P{number}Y"),
        Unit::Decade => format!("P{}Y", number.checked_mul(10)?),
        Unit::Century => format!("P{}Y", number.checked_mul(100)?),
    })
}
