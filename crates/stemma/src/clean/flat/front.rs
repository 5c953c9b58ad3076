//! What stands at the head and the foot of an article and names its makers: the writer in the byline, the place in the
//! dateline, the outlet in a copyright line or beside the agency's name.

use super::labels::is_byline;
use super::sight::{Sight, words};
use super::vocabulary::{Sign, Vocabulary};
use crate::clean::PageWords;
use crate::model::{BlockKind, Given, Span};

/// A dateline is no longer than this.
const DATELINE_BYTES: usize = 120;
/// A name is no longer than this.
const NAME_BYTES: usize = 80;

/// The writers as the byline names them, without "by" and without the day.
pub fn byline(text: &str, sights: &[Sight], kinds: &[BlockKind], known: &PageWords) -> Option<String> {
    let PageWords { vocabulary, months, .. } = known;
    let lines = || sights.iter().zip(kinds).filter(|(_, kind)| **kind == BlockKind::Byline);
    // Beside the day may stand the outlet; whoever is called a writer goes first.
    let called = lines().filter(|(sight, _)| sight.signs.start(Sign::Byline));
    let others = lines().filter(|(sight, _)| !sight.signs.start(Sign::Byline));
    called.chain(others).find_map(|(sight, _)| {
        let line = sight.span.of(text);
        let end = months.find_days(line).first().map_or(line.len(), |day| day.range.start);
        let line = line[..end].split(['|', '•', '·', '»']).map(str::trim).find(|part| !part.is_empty())?;
        let name = strip_lead(line, vocabulary);
        let name =
            name.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '/' | '('));
        let is_name = name.chars().next().is_some_and(char::is_uppercase)
            && name.len() <= NAME_BYTES
            && words(name).count() <= 12
            && !words(name)
                .all(|word| months.month_number(word, None).is_some() || super::infer::weekday(word).is_some())
            && !vocabulary.signs(&folded(name)).start(Sign::Byline);
        is_name.then(|| name.to_owned())
    })
}

/// The writers whom the input names, without "by".
pub fn given(given: &Given, known: &PageWords) -> Option<String> {
    let name = strip_lead(given.byline.as_deref()?.trim(), &known.vocabulary).trim();
    (!name.is_empty() && name.len() <= NAME_BYTES * 2).then(|| name.to_owned())
}

/// The line without the words that open a byline: "By", "Written by", "Von", "Published on".
fn strip_lead<'a>(line: &'a str, vocabulary: &Vocabulary) -> &'a str {
    let mut rest = line;
    for _ in 0..4 {
        let Some(first) = words(rest).next() else { break };
        let second = words(rest).nth(1).unwrap_or("");
        let lead = [folded(first), folded(&format!("{first} {second}"))];
        if !lead.iter().any(|lead| vocabulary.signs(lead).start(Sign::Byline)) {
            break;
        }
        let end = first.as_ptr() as usize - rest.as_ptr() as usize + first.len();
        rest = rest[end..].trim_start_matches([' ', ':', '\u{a0}']);
    }
    rest
}

fn folded(text: &str) -> String {
    words(text).fold(String::from(" "), |folded, word| folded + &word.to_lowercase() + " ")
}

/// Where the report comes from: a line of its own, or the words before the first dash of the body.
pub fn dateline(text: &str, sights: &[Sight], kinds: &[BlockKind]) -> Option<String> {
    let of_kind = |wanted: BlockKind| kinds.iter().position(|kind| *kind == wanted).map(|index| sights[index].span);
    if let Some(span) = of_kind(BlockKind::Dateline) {
        let line = span.of(text).trim_end_matches(['_', '—', '–', '-', ' ']);
        return Some(line.to_owned());
    }
    let body = of_kind(BlockKind::Body)?;
    opening(body.of(text)).map(str::to_owned)
}

/// The dateline that a body opens with.
pub fn opening(body: &str) -> Option<&str> {
    let head = &body[..body.floor_char_boundary(DATELINE_BYTES)];
    let dashes = [" -- ", " — ", "— ", " – ", " - ", ") _ ", " -", "--"];
    let close = dashes.iter().filter_map(|dash| head.find(dash).map(|at| at + usize::from(*dash == ") _ "))).min()?;
    let line = head[..close].trim_end();
    let first = words(line).next()?;
    let in_capitals = first.chars().nth(1).is_some() && !first.chars().any(char::is_lowercase);
    let names_agency = line.ends_with(')') && line.contains('(');
    let count = words(line).count();
    let is_dateline = line.starts_with(char::is_uppercase)
        && count <= 12
        && !line.contains(['"', '“', '?', '!', ';'])
        && (names_agency || (in_capitals && (line.contains(',') || count <= 3)));
    is_dateline.then_some(line)
}

/// The outlet, when the page says it: the agency of the dateline, the holder of the copyright, or a byline that names no
/// person because the page around the article bears the same name.
pub fn outlet(
    text: &str,
    sights: &[Sight],
    kinds: &[BlockKind],
    byline: Option<&str>,
    dateline: Option<&str>,
    vocabulary: &Vocabulary,
) -> Option<String> {
    let around = || sights.iter().zip(kinds).filter(|(_, kind)| !kind.is_of_article());
    let named = byline.filter(|name| words(name).count() <= 3).filter(|name| {
        let name = folded(name);
        around().any(|(sight, _)| sight.words <= 40 && !is_byline(sight) && folded(sight.span.of(text)).contains(&name))
    });
    let copyright = || {
        around().rev().filter(|(sight, _)| sight.words <= 30).find_map(|(sight, _)| copyright_holder(sight.span, text))
    };
    let agency = || {
        let inner = dateline?.rsplit_once('(')?.1.trim_end_matches([')', ' ']);
        let name = words(inner).map(str::to_lowercase).collect::<Vec<_>>().join(" ");
        vocabulary.is_credit(&name).then(|| inner.to_owned())
    };
    named.map(str::to_owned).or_else(copyright).or_else(agency)
}

/// "© 2017 The Valley Courier. All rights reserved." → "The Valley Courier".
fn copyright_holder(span: Span, text: &str) -> Option<String> {
    let line = span.of(text);
    let at = line.find('©').map(|at| at + '©'.len_utf8()).or_else(|| line.find("Copyright").map(|at| at + 9))?;
    let rest = line[at..].trim_start_matches(|c: char| !c.is_alphabetic());
    let rest = rest.strip_prefix("Copyright").unwrap_or(rest);
    let rest = rest.trim_start_matches(|c: char| !c.is_alphabetic()).trim_start_matches("by ");
    let end = rest.find(['.', '|', '–', '—', '·', '•', ',', '(', '©']).unwrap_or(rest.len());
    let end = end.min(rest.find(" All ").unwrap_or(end)).min(rest.find(" Alle ").unwrap_or(end));
    let name = rest[..end].trim_end_matches(|c: char| !c.is_alphanumeric());
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ' || c == '-');
    let fits = (1..=6).contains(&words(name).count()) && name.len() <= NAME_BYTES;
    (fits && name.starts_with(char::is_uppercase)).then(|| name.to_owned())
}
