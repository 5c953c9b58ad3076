//! The day with which a text opens, against the day that came with it.
//!
//! In: a page and the day that a collector gave it. Out: the day that the page itself states as its own at its very head, where it is
//! another. Collectors take a day of download, of a feed or of an event for that of the page; a page that begins "Published March 3
//! 2014" knows better. A day that only stands in a sentence, in a dateline or behind the article says nothing here.

use super::dating::{self, Shown, Stated};
use super::infer;
use crate::clean::pagedate::stamps::{self, Role};
use crate::model::{Day, Precision, Published};

/// Zones, and pages of a night, put so many days between the day that a page states and that of a feed.
const SLACK: i32 = 2;
/// Before the day that opens a text may stand so many bytes: "Published on Saturday, ".
const LABEL_BYTES: usize = 40;
const LABEL_WORDS: usize = 4;
/// Label, day and the word behind it stand in so many.
const OPENING_BYTES: usize = 160;

/// The day that the page states at its head, where it cannot be the one that came with it.
pub fn against(shown: &Shown<'_>, given: &Published) -> Option<Published> {
    let stated = opening(shown).or_else(|| dating::said_at_head(shown))?;
    let is_near = |day: Day| given.start.days_since(day).max(day.days_since(given.end)) <= SLACK;
    let written = &stated.written;
    if is_near(written.day) || written.or.is_some_and(is_near) {
        return None;
    }
    let mut published = dating::settled(shown, &stated);
    published.evidence.push_str(&format!(", though it came with {}", given.start));
    (published.precision == Precision::Day).then_some(published)
}

/// The day before the first sentence: in figures, or behind a label or a weekday. A day in words that nothing leads may begin a sentence
/// or an entry ("5 June 1967 Israeli jets struck", "7 October 2023 - Gunmen").
fn opening(shown: &Shown<'_>) -> Option<Stated> {
    let (index, (sight, _)) =
        shown.sights.iter().zip(shown.kinds).enumerate().find(|(_, (_, kind))| kind.is_of_article())?;
    let line = sight.span.of(shown.text);
    // A flattened page may be one line.
    let line = &line[..line.floor_char_boundary(OPENING_BYTES)];
    let written = shown.words.months.find_days_in(line, shown.language).into_iter().next()?;
    if written.range.start > LABEL_BYTES {
        return None;
    }
    let before = line[..written.range.start].trim_matches(|sign: char| !sign.is_alphanumeric());
    let is_label = before.split_whitespace().count() <= LABEL_WORDS
        && stamps::role(line, &written, shown.words) == Role::Published;
    let in_figures = !line[written.range.clone()].contains(char::is_alphabetic);
    let is_led = before.is_empty() && in_figures || infer::weekday(before).is_some() || is_label;
    let stated = (is_led && begins_anew(&line[written.range.end..])).then(|| dating::stated_in(sight.span, written))?;
    (!dating::is_entry(shown, index, &stated.written)).then_some(stated)
}

/// Whether what follows a day is no sentence that it belongs to, and no entry under it: "27 April 2016 marks", "7/10/2023 - Gunmen".
fn begins_anew(behind: &str) -> bool {
    let first = behind.trim_start().chars().next();
    first.is_none_or(|first| first.is_uppercase() || first.is_numeric() || matches!(first, '"' | '“' | '\'' | '|'))
}
