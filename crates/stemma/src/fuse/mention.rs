//! The event mentions of a dossier, each with what the comparison of many mentions asks of it again and again.

use std::collections::HashMap;

use super::dossier::Dossier;
use super::origins::{Source, Sources};
use crate::lexicon::Lexicon;
use crate::model::{Assertion, EventMention, Quote, Reading, Span};

/// One event mention with where it stands.
pub struct Mention<'a> {
    pub reading: &'a Reading,
    pub event: &'a EventMention,
    /// Beginnings of the content words of its clause, numbered within the dossier; sorted.
    pub words: Vec<u32>,
    /// What its words were copied from.
    pub sources: Vec<Source<'a>>,
}

impl Mention<'_> {
    pub fn quote(&self) -> Quote {
        quote(self.reading, self.event.extent)
    }

    /// Whether the words say that it happened (or is being ordered), so that it can be counted.
    pub fn happened(&self) -> bool {
        matches!(self.event.assertion, Assertion::Asserted | Assertion::Ordered | Assertion::Background)
    }
}

pub fn quote(reading: &Reading, span: Span) -> Quote {
    Quote { doc: reading.id.clone(), span, quote: span.of(&reading.text).to_string() }
}

/// The mentions that can become events: happenings, not words about them. In the order of documents and text.
pub fn mentions<'a>(dossier: &Dossier<'a>, lexicon: &Lexicon) -> Vec<Mention<'a>> {
    let sources = Sources::of(dossier);
    let mut numbers = HashMap::new();
    let mut found = Vec::new();
    for reading in dossier.readings.iter().copied() {
        for event in &reading.annotations.events {
            let verbal = lexicon.events.kind(&event.kind).is_some_and(|kind| kind.verbal);
            if !verbal {
                let words = content_words(event.extent.of(&reading.text), &mut numbers);
                found.push(Mention { reading, event, words, sources: sources.under(&reading.id, event.extent) });
            }
        }
    }
    found
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
