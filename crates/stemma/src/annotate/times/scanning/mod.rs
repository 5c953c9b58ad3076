//! A paragraph to the time expressions in it, without a calendar: which words they are and what they say.
//!
//! At every word each reader tries the forms it knows and the longest reading wins. A reader looks at a bounded number of
//! words, so the time is linear in the text. What looks like a time and is none (a movement named after a day, an age, a
//! newspaper) is refused here.

mod calendar;
mod clock;
mod deictic;
mod lengths;

pub use lengths::{code, period};

use std::ops::Range;

use super::expression::{Expression, Year};
use super::words::{Kind, Paragraph};
use crate::lexicon::TimeWords;

/// An expression and the place after it.
type Read = Option<(Expression, usize)>;

/// An expression and its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub words: Range<usize>,
    pub expression: Expression,
}

/// The time expressions of one paragraph in text order; they don't overlap.
pub fn scan(p: &Paragraph<'_>, words: &TimeWords) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut at = 0;
    while at < p.tokens.len() {
        let Some((expression, next)) = read(p, at, words) else {
            at += 1;
            continue;
        };
        let next = next.min(p.tokens.len());
        if next <= at || is_name(p, at, next, &expression) {
            at = next.max(at + 1);
            continue;
        }
        let start = with_leading_words(p, at, &expression, found.last().map_or(0, |last| last.words.end));
        let day = match expression {
            Expression::Day { year, month, day } => Some((year, month, day)),
            _ => None,
        };
        found.push(Found { words: start..next, expression });
        at = next;
        if let Some((year, month, first)) = day {
            at = further_days(p, next, (year, month, first), &mut found);
        }
    }
    found
}

/// The longest reading that begins here.
fn read(p: &Paragraph<'_>, at: usize, words: &TimeWords) -> Read {
    // Most words mean nothing here; the rest of the readers need not look at them.
    let token = p.get(at);
    let inside = token.glued && token.kind != Kind::Mark && p.before(at, 1).kind != Kind::Mark;
    if token.kind == Kind::Mark || inside {
        return None;
    }
    let readings = [
        clock::time(p, at),
        clock::part_of(p, at),
        clock::part_of_day(p, at),
        calendar::leading_day(p, at),
        calendar::month(p, at),
        calendar::feast(p, at, words),
        calendar::part_of_year(p, at),
        calendar::century(p, at),
        calendar::decade(p, at),
        calendar::season(p, at),
        calendar::year(p, at),
        deictic::calendar_unit(p, at),
        deictic::quarter(p, at),
        lengths::rate(p, at),
        lengths::length(p, at),
        deictic::told(p, at),
        deictic::shift(p, at),
        deictic::reference(p, at, words),
    ];
    // Of equally long readings the first counts.
    readings.into_iter().flatten().fold(None, |best: Read, reading| match best {
        Some(best) if best.1 >= reading.1 => Some(best),
        _ => Some(reading),
    })
}

/// Takes "early", "late", "mid-", "earlier" before the expression into it.
fn with_leading_words(p: &Paragraph<'_>, at: usize, expression: &Expression, floor: usize) -> usize {
    if matches!(expression, Expression::Decade(_)) && p.get(at).glued && p.is_any(at.wrapping_sub(1), &["'", "’", "‘"])
    {
        return at - 1;
    }
    let hyphen = usize::from(at > 0 && p.is_hyphen(at - 1) && p.get(at).glued);
    let Some(word) = at.checked_sub(1 + hyphen).filter(|&word| word >= floor) else { return at };
    let coarse = matches!(
        expression,
        Expression::Month { .. }
            | Expression::Year(_)
            | Expression::Decade(_)
            | Expression::Calendar { .. }
            | Expression::Season { .. }
            | Expression::Century(_)
            | Expression::Same { .. }
    );
    let takes = match p.word(word) {
        "early" | "late" | "mid" | "post" | "pre" => coarse,
        "earlier" | "later" => {
            hyphen == 0 && matches!(expression, Expression::Calendar { .. } | Expression::Same { .. })
        }
        _ => false,
    };
    if takes { word } else { at }
}

/// The further days of "April 24, 25 and 26"; gives the place after the last.
fn further_days(
    p: &Paragraph<'_>,
    mut at: usize,
    (year, month, first): (Year, u8, u8),
    found: &mut Vec<Found>,
) -> usize {
    let mut last = first;
    while let Some((day, number, next)) = calendar::further_day(p, at) {
        if day <= last {
            break;
        }
        found.push(Found { words: number..next, expression: Expression::Day { year, month, day } });
        (last, at) = (day, next);
    }
    at
}

/// Whether these words are part of a name: "the 23 March Movement", "Bloody Sunday", "the Sunday Times".
fn is_name(p: &Paragraph<'_>, at: usize, next: usize, expression: &Expression) -> bool {
    let dated = match expression {
        Expression::Day { year, .. } | Expression::Month { year, .. } => *year == Year::Unsaid,
        Expression::Weekday { turn, .. } => turn.is_none(),
        Expression::Season { .. } | Expression::Rate(_) | Expression::Year(_) => true,
        _ => return false,
    };
    let before = p.before(at, 1);
    if !dated {
        return false;
    }
    if before.meaning.names_what_follows && !p.get(at - 1).glued && (before.capital || p.shouts) {
        return !matches!(expression, Expression::Year(_));
    }
    if matches!(before.word, "on" | "since" | "until" | "in" | "last" | "next" | "this" | "by" | "early" | "late") {
        return false;
    }
    let the = matches!(before.word, "the" | "a" | "al");
    (next..next + 3)
        .take_while(|&at| p.get(at).kind == Kind::Word && (p.get(at).capital || (the && at == next)))
        .any(|at| p.meaning(at).names_what_precedes && ((p.get(at).capital && !p.shouts) || (the && at == next)))
}
