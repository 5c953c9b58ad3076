//! Short forms that the text itself introduces: "the Karenni Nationalities Defence Force (KNDF)", "RSF (Rapid Support
//! Forces)", "the National Liberation Front, or NLF,".
//!
//! The letters must be spelled by the long form; where they are not, as with "Doctors Without Borders (MSF)", the long form must be
//! a body that register or model see right before the bracket, and the short form must come again. Whatever else stands
//! in brackets ("(UK)", "(CNN)") is left alone.

use std::collections::HashMap;
use std::ops::Range;

use super::register::Found;
use super::words::Words;
use crate::lexicon::actors::{Actor, ActorKind};
use crate::lexicon::fold;

/// The long form that an abbreviation stands for in this article.
#[derive(Clone, Debug)]
pub struct LongForm {
    pub name: String,
    pub tokens: Range<usize>,
    pub id: Option<String>,
}

/// Abbreviations with the words that they stand for, by folded abbreviation.
pub fn find(words: &Words<'_>, found: &Found<'_>) -> HashMap<String, LongForm> {
    let mut forms = HashMap::new();
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for at in (0..words.len()).filter(|&at| words.is_acronym(at)) {
        *counts.entry(words.folded(at)).or_default() += 1;
    }
    for short in (0..words.len()).filter(|&at| words.is_acronym(at)) {
        let again = counts.get(words.folded(short)).is_some_and(|count| *count >= 2);
        let tokens = before(words, found, short, again).or_else(|| behind(words, short));
        let Some(tokens) = tokens else { continue };
        let span = words.span(tokens.clone());
        let named = found.at(span).filter(|named| named.span == span).and_then(|named| named.actor);
        let id = named.or_else(|| by_short_form(words, words.folded(short), tokens.clone()));
        let form = LongForm {
            name: span.of(words.context.text).split_whitespace().collect::<Vec<_>>().join(" "),
            tokens,
            id: id.map(|actor| actor.id.clone()),
        };
        forms.entry(words.folded(short).to_owned()).or_insert(form);
    }
    forms
}

fn is_quote(text: &str) -> bool {
    matches!(text, "\"" | "'" | "''" | "``" | "“" | "”" | "‘" | "’" | "«" | "»")
}

/// The long form before "(SHORT)", "(known as SHORT)", ", or SHORT", "/SHORT".
fn before(words: &Words<'_>, found: &Found<'_>, short: usize, again: bool) -> Option<Range<usize>> {
    let mut open = short.checked_sub(1)?;
    if is_quote(words.text(open)) {
        open = open.checked_sub(1)?;
    }
    let mut linked = false;
    // "also known as", "abbreviated as", "or".
    while matches!(words.folded(open), "as" | "known" | "also" | "or" | "abbreviated" | "called" | "better") {
        linked = true;
        open = open.checked_sub(1)?;
    }
    let bracket = words.text(open) == "(";
    let comma = linked && words.text(open) == ",";
    if !(bracket || comma || words.text(open) == "/" || linked && is_quote(words.text(open))) {
        // "the Front or NLF" without a comma joins two names as often as not.
        return None;
    }
    if bracket && !matches!(words.text(short + 1), ")" | "," | ";" | "/") && !is_quote(words.text(short + 1)) {
        return None;
    }
    while open > 0 && (is_quote(words.text(open - 1)) || comma && words.text(open - 1) == ",") {
        open -= 1;
    }
    let spelled = spelled_by(words, open, words.text(short));
    spelled.or_else(|| if bracket && again { body_before(words, found, open, short) } else { None })
}

/// The long form in brackets behind the short one: "RSF (Rapid Support Forces)".
fn behind(words: &Words<'_>, short: usize) -> Option<Range<usize>> {
    if words.text(short + 1) != "(" {
        return None;
    }
    let letters = words.text(short).len();
    let close = (short + 3..words.len().min(short + 6 + 2 * letters))
        .take_while(|&at| words.same_sentence(short, at))
        .find(|&at| words.text(at) == ")")?;
    let tokens = spelled_by(words, close, words.text(short))?;
    (tokens.start > short + 1 && tokens.start <= short + 3).then_some(tokens)
}

/// The shortest run of words before a place that begins with a capital and whose initials spell the letters.
fn spelled_by(words: &Words<'_>, open: usize, short: &str) -> Option<Range<usize>> {
    let letters: Vec<char> =
        short.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if letters.len() < 2 || letters.len() > 10 {
        return None;
    }
    let mut left = letters.len();
    let mut at = open;
    while left > 0 && at > 0 && words.same_sentence(at - 1, open) && open - at < 2 * letters.len() + 4 {
        at -= 1;
        let word = words.folded(at);
        // "al-Islam" gives its I, "wal-Muslimin" its M.
        let inner = word.rsplit(' ').next().unwrap_or(word);
        let gives = word.starts_with(letters[left - 1]) || inner.starts_with(letters[left - 1]);
        if gives && (words.is_capitalised(at) || left < letters.len()) {
            left -= 1;
        } else if words.is_capitalised(at) && words.is_proper(at) && !words.is_joint(at) && left == letters.len() {
            // The last capitalised word must give the last letter.
            return None;
        }
    }
    (left == 0 && words.is_capitalised(at) && open - at >= 2).then_some(at..open)
}

/// A body of several words that ends right before the bracket: its letters may come from another language.
fn body_before(words: &Words<'_>, found: &Found<'_>, open: usize, short: usize) -> Option<Range<usize>> {
    let place = |actor: &Actor| matches!(actor.kind, ActorKind::Country | ActorKind::People);
    if found.at(words.span(short..short + 1)).is_some_and(|named| named.actor.is_some_and(place)) {
        return None;
    }
    let last = open.checked_sub(1)?;
    let named = found.at(words.span(last..open)).filter(|named| named.actor.is_some_and(|actor| !place(actor)));
    if let Some(named) = named {
        let tokens = words.tokens_in(named.span);
        return (tokens.len() >= 2 && tokens.end == open).then_some(tokens);
    }
    let entities = &words.context.syntax.entities;
    let raw = entities.get(entities.partition_point(|raw| raw.tokens.end < open))?;
    let tokens = raw.tokens.clone();
    let long = raw.label == "ORG" && tokens.end == open && tokens.len() >= 3;
    long.then(|| if words.folded(tokens.start) == "the" { tokens.start + 1..open } else { tokens })
}

/// The one entry that goes by the short form and shares a word with the long one: another spelling of its name.
fn by_short_form<'a>(words: &Words<'a>, short: &str, tokens: Range<usize>) -> Option<&'a Actor> {
    let generic = &words.lists().generic;
    let parts: Vec<&str> = tokens.clone().map(|at| words.folded(at)).filter(|part| part.len() >= 4).collect();
    let shares = |actor: &&Actor| {
        actor.names().any(|name| {
            let name = fold::key(name.trim_start_matches('='));
            let shared = name.split(' ').filter(|word| parts.contains(word));
            let (mut own, mut all) = (0, 0);
            for word in shared {
                all += 1;
                own += usize::from(!generic.contains(word));
            }
            own >= 1 && all >= 2 || all >= 3
        })
    };
    let mut fitting = words.actors().named(short).filter(shares);
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Some(one),
        _ => None,
    }
}
