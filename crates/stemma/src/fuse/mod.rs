//! The mentions of a story to events: identity, merging, origins, contradictions, grading and control.
//!
//! Comes in: all readings, with their links. Goes out: events with their mentions and origins, claims with their chain,
//! contradictions, and who held what. A mention is never lost by merging; disagreement is kept, never averaged away.

mod accuracy;
mod claims;
mod compatible;
mod contradictions;
mod control;
mod identity;
mod origins;
mod summary;
#[cfg(test)]
mod tests;
mod values;

use std::collections::{BTreeSet, HashMap};

use accuracy::Accuracy;

use crate::lexicon::Lexicon;
use crate::model::{Assertion, EventMention, Links, Picture, Quote, Reading, Span};

/// Fuses all readings of a store; they must be sorted by id, so that the result does not depend on their order.
pub fn fuse(readings: &[Reading], links: &Links, lexicon: &Lexicon) -> Picture {
    let story_of: HashMap<&str, &str> = links
        .stories
        .iter()
        .flat_map(|story| story.documents.iter().map(|doc| (doc.as_str(), story.id.as_str())))
        .collect();
    let mentions = mentions(readings, &story_of, lexicon);
    let copying = origins::Copying::of(readings, links);
    let clusters = identity::cluster(&mentions, &copying, lexicon);
    let tellings: Vec<_> = clusters.iter().map(|cluster| values::Telling::of(cluster, &mentions, &copying)).collect();
    let accuracy = Accuracy::learn(tellings.iter().flat_map(|telling| telling.votes.values()).map(Vec::as_slice));
    let mut events: Vec<_> = tellings.iter().filter_map(|telling| values::event(telling, &accuracy, lexicon)).collect();
    let claims = claims::claims(readings, &events);
    let contradictions = contradictions::find(readings, links, &clusters, &mentions, &copying, &mut events);
    let control = control::control(readings, &events);
    events.sort_by(|a, b| (a.time.map(|time| time.from), &a.id).cmp(&(b.time.map(|time| time.from), &b.id)));
    Picture { events, claims, contradictions, control }
}

/// One event mention with where it stands.
pub(crate) struct Mention<'a> {
    pub reading: &'a Reading,
    pub event: &'a EventMention,
    pub story: &'a str,
    /// Beginnings of the content words of its clause.
    pub words: BTreeSet<String>,
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

pub(crate) fn quote(reading: &Reading, span: Span) -> Quote {
    Quote { doc: reading.id.clone(), span, quote: span.of(&reading.text).to_string() }
}

/// The mentions that can become events: happenings, not words about them.
fn mentions<'a>(readings: &'a [Reading], story_of: &HashMap<&str, &'a str>, lexicon: &Lexicon) -> Vec<Mention<'a>> {
    let mut found = Vec::new();
    for reading in readings {
        let story = story_of.get(reading.id.as_str()).copied().unwrap_or("");
        for event in &reading.annotations.events {
            let verbal = lexicon.events.kind(&event.kind).is_some_and(|kind| kind.verbal);
            if !verbal {
                found.push(Mention { reading, event, story, words: content_words(event.extent.of(&reading.text)) });
            }
        }
    }
    found
}

/// Longer words by their first letters, so that "captured" and "captures" count as one.
fn content_words(clause: &str) -> BTreeSet<String> {
    let words = clause.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.len() > 3);
    words.map(|word| word.to_lowercase().chars().take(6).collect()).collect()
}
