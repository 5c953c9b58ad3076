//! The parts of all stories to one picture.
//!
//! Comes in: parts, in any order. Goes out: the picture, with the numbers settled by the accuracy that sources show over all
//! stories, holds of places ended where another story tells of a capture, and everything in the order of the export.

use super::accuracy::Accuracy;
use super::part::{Draft, Part};
use super::{claims, contradictions, control, summary};
use crate::lexicon::Lexicon;
use crate::model::{Event, Picture};

/// Joins parts. Their order does not matter.
pub fn whole(mut parts: Vec<Part>, lexicon: &Lexicon) -> Picture {
    // Accuracy is a sum of fractions, whose last digits depend on the order of adding.
    parts.sort_by(|a, b| a.first().cmp(&b.first()));
    let drafts = || parts.iter().flat_map(|part| &part.events);
    let accuracy = Accuracy::learn(drafts().flat_map(|draft| draft.votes.values()).map(Vec::as_slice));
    let mut picture = Picture::default();
    let mut entries = Vec::with_capacity(parts.len());
    for part in parts {
        picture.events.extend(part.events.into_iter().map(|draft| settle(draft, &accuracy, lexicon)));
        picture.claims.extend(part.claims);
        picture.contradictions.extend(part.contradictions);
        entries.push(part.control);
    }
    let day = |event: &Event| event.time.map(|time| time.from);
    picture.events.sort_by(|a, b| (day(a), &a.id).cmp(&(day(b), &b.id)));
    claims::settle(&mut picture.claims);
    contradictions::settle(&mut picture.contradictions);
    picture.control = control::settle(entries);
    picture
}

/// The event with the numbers that most weight speaks for.
fn settle(draft: Draft, accuracy: &Accuracy, lexicon: &Lexicon) -> Event {
    let Draft { mut event, votes } = draft;
    for toll in &mut event.toll {
        toll.best = votes.get(&toll.measure).and_then(|votes| accuracy.best(votes));
    }
    let label = lexicon.events.kind(&event.kind).map_or(event.kind.as_str(), |kind| &kind.label);
    event.summary = summary::line(&event, label);
    event
}

impl Part {
    /// What tells parts apart and puts them in order: a document is in one story only.
    fn first(&self) -> Option<&str> {
        let told = self.events.iter().flat_map(|draft| &draft.event.mentions).map(|mention| mention.doc.as_str());
        told.min()
    }
}
