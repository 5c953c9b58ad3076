//! The event mentions of a dossier, each with what the comparison of many mentions asks of it again and again.

use std::collections::HashMap;

use super::circumstances::{self, Hours};
use super::dossier::Dossier;
use super::origins::{Source, Sources};
use crate::lexicon::Lexicon;
use crate::lexicon::actors::Actors;
use crate::lexicon::events::Kind;
use crate::lexicon::targets::Classes;
use crate::model::{Assertion, EventMention, Grain, Quote, Reading, Scope, Span};

/// One event mention with where it stands.
pub struct Mention<'a> {
    pub reading: &'a Reading,
    pub event: &'a EventMention,
    /// What the ontology knows of its kind.
    pub kind: &'a Kind,
    /// Beginnings of the content words of its clause, numbered within the dossier; sorted.
    pub words: Vec<u32>,
    /// One happening, or many told at once.
    pub grain: Grain,
    /// What its words were copied from.
    pub sources: Vec<Source<'a>>,
    /// It tells what its article is about.
    pub is_main: bool,
    /// The part of the day that its words name.
    pub hours: Option<Hours>,
    /// What was struck, as far as the article says so of its happening.
    pub targets: Classes,
    /// What is known of parties: which army is which state's.
    pub known: &'a Actors,
}

impl Mention<'_> {
    pub fn quote(&self) -> Quote {
        quote(self.reading, self.event.extent)
    }

    /// The family of its kind, under which it is compared.
    pub fn family(&self) -> &str {
        self.kind.family()
    }

    /// Whether the words say that it happened (or is being ordered), so that it can be counted.
    pub fn happened(&self) -> bool {
        matches!(self.event.assertion, Assertion::Asserted | Assertion::Ordered | Assertion::Background)
    }
}

pub fn quote(reading: &Reading, span: Span) -> Quote {
    Quote { doc: reading.id.clone(), span, quote: span.of(&reading.text).to_string() }
}

/// What a mention tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    /// A happening.
    First,
    /// Words that are an act themselves: a demand, an accusation, a visit.
    Second,
}

/// The mentions of one rank, in the order of documents and text.
pub fn mentions<'a>(dossier: &Dossier<'a>, rank: Rank, lexicon: &'a Lexicon) -> Vec<Mention<'a>> {
    let sources = Sources::of(dossier);
    let mut numbers = HashMap::new();
    let mut found = Vec::new();
    for reading in dossier.readings.iter().copied() {
        let told = told(reading, rank, lexicon);
        let main = main(reading, &told);
        let mut targets: HashMap<Happening, Classes> = HashMap::new();
        for (event, _) in &told {
            let named = circumstances::targets(reading, event, &lexicon.fusing.targets);
            let known = targets.entry(happening(event)).or_default();
            *known = known.and(named);
        }
        for (event, kind) in told {
            let words = content_words(event.extent.of(&reading.text), &mut numbers);
            let sources = sources.under(&reading.id, event.extent);
            let grain = grain(reading, event, lexicon);
            let is_main = main == Some(happening(event));
            let hours = circumstances::hours(reading, event);
            let targets = targets.get(&happening(event)).copied().unwrap_or_default();
            let known = &lexicon.actors;
            found.push(Mention { reading, event, kind, words, grain, sources, is_main, hours, targets, known });
        }
    }
    found
}

/// The deeds that an article tells, each with what the ontology knows of its kind.
fn told<'a>(reading: &'a Reading, rank: Rank, lexicon: &'a Lexicon) -> Vec<(&'a EventMention, &'a Kind)> {
    let kind =
        |event: &EventMention| lexicon.events.kind(&event.kind).filter(|kind| kind.verbal == (rank == Rank::Second));
    reading.annotations.events.iter().filter_map(|event| Some((event, kind(event)?))).collect()
}

/// What the mentions of one happening of an article have in common.
type Happening = Result<u32, Span>;

fn happening(event: &EventMention) -> Happening {
    event.happening.ok_or(event.trigger)
}

/// How little a sentence further down an article says of what the article is about.
const FADING: f32 = 0.15;
/// What history adds to what an article is about, and what a deed adds that harms nobody.
const HISTORY: f32 = 0.35;
const HARMLESS: f32 = 0.6;

/// The happening that an article is about: that of which it tells most, and first.
fn main(reading: &Reading, told: &[(&EventMention, &Kind)]) -> Option<Happening> {
    let sentences = &reading.annotations.sentences;
    let mut shares: Vec<(Happening, f32)> = Vec::new();
    for (event, kind) in told {
        let told = match event.assertion {
            Assertion::Asserted | Assertion::Ordered => 1.0,
            Assertion::Background => HISTORY,
            _ => continue,
        };
        let sentence = sentences.partition_point(|sentence| sentence.end <= event.trigger.start);
        let weight = told * if kind.violent { 1.0 } else { HARMLESS } / (1.0 + FADING * sentence as f32);
        match shares.iter_mut().find(|(known, _)| *known == happening(event)) {
            Some((_, share)) => *share += weight,
            None => shares.push((happening(event), weight)),
        }
    }
    // Of equal ones the first: `max_by` would take the last.
    shares.into_iter().rev().max_by(|a, b| a.1.total_cmp(&b.1)).map(|(happening, _)| happening)
}

/// A mention sums up happenings when a plural is counted ("54 strikes") of more than a day, or its toll is of a stretch of time.
fn grain(reading: &Reading, event: &EventMention, lexicon: &Lexicon) -> Grain {
    let wide = event.time.as_ref().is_none_or(|time| time.interval.from != time.interval.to);
    let plural = event.trigger.of(&reading.text).ends_with('s');
    let before = reading.text.get(event.sentence.start as usize..event.trigger.start as usize).unwrap_or("");
    let mut words =
        before.split_whitespace().rev().take(3).map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let counts = |word: &str| {
        let number = lexicon.credits.facts.numbers.get(&word.to_lowercase()).is_some_and(|number| *number > 1);
        number || lexicon.fusing.counts(word)
    };
    let summed = event.toll.iter().any(|toll| toll.scope == Scope::Period);
    if summed || (wide && plural && words.any(counts)) { Grain::Summary } else { Grain::Atomic }
}

/// Longer words by their first letters, so that "captured" and "captures" count as one.
fn content_words(clause: &str, numbers: &mut HashMap<String, u32>) -> Vec<u32> {
    let words = clause.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 3);
    let mut found: Vec<u32> = words
        .map(|word| {
            let next = numbers.len() as u32;
            *numbers.entry(word.to_lowercase().chars().take(6).collect()).or_insert(next)
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}
