//! Two who speak on one page and give two figures for one happening, or lay it at two doors. Figures of two pages are compared by `contradictions`.
//!
//! That two sentences of a page count one happening is taken from words that point back ("the attack"), from the reader, or from a place and a victim
//! in common. A later state of a count, a part of it, and what a sentence sets apart as another happening are not compared.

use super::compatible::{self, Verdict};
use super::contradictions::{self, contradiction};
use super::corrections::Corrections;
use super::mention::{Mention, quote};
use super::origins;
use crate::lexicon::fusing::FusingWords;
use crate::model::{Contradiction, ContradictionKind, Scope, Span, Toll};

/// A figure is compared with those of so many tellings behind it …
const WINDOW: usize = 8;
/// … and so many sentences.
const MOST_SENTENCES: usize = 6;

/// The disagreements of those who speak on one page; `all` is in the order of pages and text.
pub fn find(all: &[Mention<'_>], corrections: &Corrections<'_>, words: &FusingWords) -> Vec<Contradiction> {
    let mut found: Vec<Contradiction> = Vec::new();
    for (position, a) in all.iter().enumerate() {
        let near = &all[position.saturating_sub(WINDOW)..(position + 1 + 2 * WINDOW).min(all.len())];
        for b in all[position + 1..].iter().take(WINDOW).take_while(|b| b.reading.id == a.reading.id) {
            if !may_be_one(a, b, words) {
                continue;
            }
            let figure = figures(a, b, near, corrections, words);
            let doer = figure.is_none().then(|| doers(a, b)).flatten();
            for entry in figure.into_iter().chain(doer) {
                // A figure disagrees once with what another says, however often that is repeated.
                if !found.iter().rev().take(WINDOW).any(|known| {
                    known.kind == entry.kind && known.a.doc == entry.a.doc && (known.a == entry.a || known.b == entry.b)
                }) {
                    found.push(entry);
                }
            }
        }
    }
    found
}

/// Whether two tellings of a page can be of one happening, told by two.
fn may_be_one(a: &Mention<'_>, b: &Mention<'_>, words: &FusingWords) -> bool {
    if !(a.happened() && b.happened()) || a.grain != b.grain {
        return false;
    }
    let (x, y) = (origins::speaker(a), origins::speaker(b));
    let same_voice = match (&x, &y) {
        (Some(x), Some(y)) => x.eq_ignore_ascii_case(y),
        (None, None) => true,
        _ => false,
    };
    let alike = compatible::kinds(a, b) != Verdict::Conflict || a.kind.violent && b.kind.violent;
    if same_voice || !alike || sentences_between(a, b) > MOST_SENTENCES {
        return false;
    }
    let (place, time) = (compatible::places(a, b), compatible::times(a, b));
    let recipients = compatible::parties(a, b, |event| &event.recipients);
    if [place, time, recipients].contains(&Verdict::Conflict) {
        return false;
    }
    let apart = |mention: &Mention<'_>| {
        let sentence = mention.event.sentence.of(&mention.reading.text).to_lowercase();
        words.disagreeing.other.are_in(&sentence) || words.disagreeing.grown.are_in(&sentence)
    };
    if apart(b) || apart(a) && a.event.sentence != b.event.sentence {
        return false;
    }
    let told_as_one = a.event.happening.is_some() && a.event.happening == b.event.happening;
    let bare =
        !is_placed(b) && b.event.told_place().is_none() && b.event.actors.is_empty() && sentences_between(a, b) <= 2;
    told_as_one || points_back(b) || bare
}

/// How many sentences stand between two tellings.
fn sentences_between(a: &Mention<'_>, b: &Mention<'_>) -> usize {
    let sentences = &a.reading.annotations.sentences;
    let at = |span: Span| sentences.partition_point(|sentence| sentence.end <= span.start);
    at(b.event.trigger).abs_diff(at(a.event.trigger))
}

/// Whether words behind the deed say where it was, though no place was read in them: "killed in the other half of the city".
fn is_placed(mention: &Mention<'_>) -> bool {
    let sentence = mention.event.trigger.end as usize..mention.event.sentence.end as usize;
    let behind = mention.reading.text.get(sentence).unwrap_or("");
    behind.split_whitespace().take(2).any(|word| matches!(word, "in" | "at" | "near" | "outside"))
}

/// Whether a sentence speaks of a happening as of one that was told: "the attack", "this blast".
fn points_back(mention: &Mention<'_>) -> bool {
    let before = mention
        .reading
        .text
        .get(mention.event.sentence.start as usize..mention.event.trigger.start as usize)
        .unwrap_or("");
    let last = before.split_whitespace().next_back().unwrap_or("").to_lowercase();
    // "the attack on the school" tells which attack it is; it need not be the one before.
    let behind =
        mention.reading.text.get(mention.event.trigger.end as usize..mention.event.sentence.end as usize).unwrap_or("");
    let next = behind.split_whitespace().next().unwrap_or("").to_lowercase();
    let described = matches!(
        next.as_str(),
        "on" | "at" | "in" | "of" | "that" | "which" | "near" | "against" | "outside" | "targeting"
    );
    matches!(last.as_str(), "the" | "this" | "that") && !described
}

fn figures(
    a: &Mention<'_>,
    b: &Mention<'_>,
    near: &[Mention<'_>],
    corrections: &Corrections<'_>,
    words: &FusingWords,
) -> Option<Contradiction> {
    let counts = |mention: &Mention<'_>, toll: &Toll| {
        let text = mention.reading.text.as_str();
        let around = |from: u32, to: u32| {
            text.get(text.floor_char_boundary(from as usize)..text.floor_char_boundary((to as usize).min(text.len())))
                .unwrap_or("")
                .to_lowercase()
        };
        let before = around(toll.span.start.saturating_sub(14).max(mention.event.sentence.start), toll.span.start);
        let behind = around(toll.span.end, (toll.span.end + 14).min(mention.event.sentence.end));
        let is_part = words.disagreeing.parts.are_in(&before) || words.disagreeing.parts.are_in(&behind);
        toll.scope == Scope::Event && !is_part && !corrections.is_old(mention, toll.span)
    };
    for x in a.event.toll.iter().filter(|toll| counts(a, toll)) {
        for y in b.event.toll.iter().filter(|toll| counts(b, toll)) {
            if x.measure != y.measure || !words.comparable(&x.group, &y.group) {
                continue;
            }
            // Who saw two of the wounded has not counted them.
            let overlap = compatible::tolls(std::slice::from_ref(x), std::slice::from_ref(y)) != Verdict::Conflict;
            if adds_up(a, x, y, near) || overlap && x.measure != "killed" {
                continue;
            }
            if let Some(note) = contradictions::apart(a, x, b, y, words) {
                let (x, y) = (quote(a.reading, a.event.extent), quote(b.reading, b.event.extent));
                return Some(contradiction(ContradictionKind::Value, x, y, note));
            }
        }
    }
    None
}

/// Whether one figure is the other and a third one of the page: "33 militants, ten soldiers and seven civilians" are fifty.
fn adds_up(a: &Mention<'_>, x: &Toll, y: &Toll, near: &[Mention<'_>]) -> bool {
    let figure = |toll: &Toll| toll.best.or(toll.low);
    let (Some(x), Some(y)) = (figure(x), figure(y)) else { return false };
    let (less, more) = (x.min(y), x.max(y));
    let here = near.iter().filter(|other| other.reading.id == a.reading.id).flat_map(|other| &other.event.toll);
    let mut others = here.filter_map(figure);
    others.any(|other| less + other == more)
}

fn doers(a: &Mention<'_>, b: &Mention<'_>) -> Option<Contradiction> {
    let one = matches!(compatible::parties(a, b, |event| &event.recipients), Verdict::Agree(_));
    let differ = compatible::parties(a, b, |event| &event.actors) == Verdict::Conflict;
    let (x, y) = (a.event.actors.first()?, b.event.actors.first()?);
    let pronoun =
        |text: &str| matches!(text.to_lowercase().as_str(), "they" | "he" | "she" | "we" | "i" | "it" | "who");
    let spoken = origins::speaker(a).is_some() && origins::speaker(b).is_some();
    (one && differ && spoken && !pronoun(&x.text) && !pronoun(&y.text)).then(|| {
        let note = format!("who did it differs: {} against {}", x.text, y.text);
        contradiction(
            ContradictionKind::Actor,
            quote(a.reading, a.event.extent),
            quote(b.reading, b.event.extent),
            note,
        )
    })
}
