//! Times told from where the reader or the text stands: "yesterday", "last week", "three days ago", "the next day", "now".

use super::super::expression::{Count, Expression, Origin, Turn};
use super::super::words::{Kind, Paragraph};
use super::lengths::{counted, is_age};
use super::{Read, calendar};
use crate::lexicon::{DayPart, TimeWords, Unit};

/// "today", "yesterday", "tomorrow", "tonight", "last night", "this morning", "the day after tomorrow".
pub fn today(p: &Paragraph<'_>, at: usize) -> Read {
    let night = |offset| Expression::Part { part: DayPart::Night, day: Box::new(Expression::Today { offset }) };
    match p.word(at) {
        "today" => Some((Expression::Today { offset: 0 }, at + 1)),
        "yesterday" => Some((Expression::Today { offset: -1 }, at + 1)),
        "tomorrow" => Some((Expression::Today { offset: 1 }, at + 1)),
        "tonight" => Some((night(0), at + 1)),
        "overnight" if !p.get(at + 1).capital => Some((Expression::Overnight, at + 1)),
        "last" | "yester" if p.is(at + 1, "night") => Some((night(-1), at + 2)),
        "this" => {
            let part = p.meaning(at + 1).part.filter(|_| !p.is(at + 1, "night"))?;
            Some((Expression::Part { part, day: Box::new(Expression::Today { offset: 0 }) }, at + 2))
        }
        "the" if p.is(at + 1, "day") => match (p.word(at + 2), p.word(at + 3)) {
            ("after", "tomorrow") => Some((Expression::Today { offset: 2 }, at + 4)),
            ("before", "yesterday") => Some((Expression::Today { offset: -2 }, at + 4)),
            _ => None,
        },
        _ => None,
    }
}

/// "last week", "this month", "next year", "the weekend", "the week of March 6".
pub fn calendar_unit(p: &Paragraph<'_>, at: usize) -> Read {
    if p.is(at, "the") && p.is_any(at + 1, &["week", "month"]) && p.is_any(at + 2, &["of", "beginning", "ending"]) {
        let (day, next) = calendar::day(p, p.skip(at + 3, &["the"]))?;
        return Some((Expression::WeekOf(Box::new(day)), next)).filter(|_| p.is(at + 1, "week"));
    }
    let (turn, word) = match p.word(at) {
        "the" => (None, at + 1),
        "over" | "at" => return None,
        "current" => (Some(Turn::This), at + 1),
        _ => calendar::turn(p, at),
    };
    if p.is_any(word, &["weekend"]) || (p.is(word, "week") && p.is_hyphen(word + 1) && p.is(word + 2, "end")) {
        let next = if p.is(word, "weekend") { word + 1 } else { word + 3 };
        let determined = turn.is_some() || word > at;
        return determined.then_some((Expression::Weekend { turn }, next));
    }
    let turn = turn?;
    let (unit, false) = p.meaning(word).unit? else { return None };
    if unit <= Unit::Night || p.is_any(at, &["past", "coming"]) || p.is(word - 1, "past") {
        return None;
    }
    let offset = match turn {
        Turn::Last => -1,
        Turn::This => 0,
        Turn::Next => 1,
    };
    Some((Expression::Calendar { unit, offset }, word + 1))
}

/// "this quarter", "last quarter".
pub fn quarter(p: &Paragraph<'_>, at: usize) -> Read {
    let (turn, word) = calendar::turn(p, at);
    let year = super::super::expression::Year::Turn(turn?);
    (p.is(word, "quarter") && !p.is(word + 1, "of")).then_some((Expression::Quarter { year, quarter: 0 }, word + 1))
}

/// "three days ago", "a week earlier", "two years later", "a month from now", "a few weeks back".
pub fn shift(p: &Paragraph<'_>, at: usize) -> Read {
    let (count, unit, next) = match counted(p, at) {
        Some(counted) => counted,
        None => {
            let (unit, true) = p.meaning(at).unit? else { return None };
            (Count::Vague, unit, at + 1)
        }
    };
    if is_age(p, next) {
        return None;
    }
    let (back, origin, end) = match p.word(next) {
        "ago" | "back" if !(p.is(next, "back") && p.get(next + 1).kind == Kind::Word) => {
            (true, Origin::Published, next + 1)
        }
        "hence" => (false, Origin::Published, next + 1),
        "from" if p.is_any(next + 1, &["now", "today"]) => (false, Origin::Published, next + 2),
        "earlier" | "previously" | "beforehand" => (true, Origin::Narrated, next + 1),
        "later" | "afterwards" | "afterward" => (false, Origin::Narrated, next + 1),
        "before" | "after" if ends_clause(p, next + 1) => (p.is(next, "before"), Origin::Narrated, next + 1),
        _ => return None,
    };
    // "earlier" may compare what follows it: "a year earlier than planned".
    if p.is(end, "than") || (p.is(next, "later") && p.is_hyphen(next + 1)) {
        return None;
    }
    Some((Expression::Shift { count, unit, back, origin }, end))
}

/// "the following day", "the next morning", "the previous week", "the day before", "the same day", "later that month".
pub fn told(p: &Paragraph<'_>, at: usize) -> Read {
    let offset = |unit, back| Expression::Shift { count: Count::Halves(2), unit, back, origin: Origin::Narrated };
    let the = p.is_any(at, &["the", "that", "this"]);
    let word = at + usize::from(the);
    let same = (p.is(at, "that") || p.is_any(word, &["same", "very"])) && the;
    if same {
        let unit_at = p.skip(word, &["same", "very"]);
        if let Some(part) = p.meaning(unit_at).part.filter(|_| !p.is_any(unit_at, &["mornings", "nights", "evenings"]))
        {
            return Some((Expression::Part { part, day: Box::new(Expression::Same { unit: Unit::Day }) }, unit_at + 1));
        }
        let (unit, false) = p.meaning(unit_at).unit? else { return None };
        return (unit >= Unit::Day).then_some((Expression::Same { unit }, unit_at + 1));
    }
    let back = match p.word(word) {
        "next" | "following" | "subsequent" | "ensuing" => false,
        "previous" | "preceding" => true,
        "day" | "week" | "month" | "year" | "night" if p.is(at, "the") => {
            let (unit, _) = p.meaning(word).unit?;
            let back = match p.word(word + 1) {
                "before" | "earlier" => true,
                "after" => false,
                _ => return None,
            };
            return ends_clause(p, word + 2).then_some((offset(unit, back), word + 2));
        }
        _ => return None,
    };
    if !the && (p.is(word, "next") && !p.is(word + 1, "day") || p.is_any(word, &["previous", "subsequent", "ensuing"]))
    {
        return None;
    }
    if let Some(part) = p.meaning(word + 1).part {
        return Some((Expression::Part { part, day: Box::new(offset(Unit::Day, back)) }, word + 2));
    }
    let (unit, false) = p.meaning(word + 1).unit? else { return None };
    (unit >= Unit::Day).then_some((offset(unit, back), word + 2))
}

/// "now", "currently", "recently", "the future".
pub fn reference(p: &Paragraph<'_>, at: usize, words: &TimeWords) -> Read {
    if !p.stands_free(at) || p.is_hyphen(at.wrapping_sub(1)) && p.get(at).glued {
        return None;
    }
    let (reference, next) = words
        .references(p.word(at))
        .iter()
        .find_map(|(phrase, reference)| Some((*reference, p.phrase(at, phrase)?)))?;
    let after = p.get(next);
    let goes_on = p.is_hyphen(next) && after.glued
        || words.ends_reference(after.word)
        || (next > at + 1
            && (after.meaning.unit.is_some() || after.kind == Kind::Number || after.meaning.cardinal.is_some()));
    (!goes_on).then_some((Expression::Reference(reference), next))
}

/// Whether nothing that "before" or "after" could govern follows.
fn ends_clause(p: &Paragraph<'_>, at: usize) -> bool {
    let token = p.get(at);
    token.word.is_empty()
        || matches!(token.word, "." | "," | ";" | ":" | ")" | "\"" | "”" | "!" | "?" | "—" | "–" | "''")
}
