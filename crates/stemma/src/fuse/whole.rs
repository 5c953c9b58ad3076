//! The parts of all stories to one picture.
//!
//! Comes in: parts, in any order. Goes out: the picture, with the numbers settled by the accuracy that sources show over all
//! stories, holds of places ended where another story tells of a capture, and everything in the order of the export.

use super::accuracy::{Accuracy, Vote};
use super::part::{Draft, Part};
use super::{claims, contradictions, control, summary, tolls};
use crate::model::{Event, Picture, TollPolicy};

/// Joins parts. Their order does not matter.
pub fn whole(mut parts: Vec<Part>) -> Picture {
    // Accuracy is a sum of fractions, whose last digits depend on the order of adding.
    parts.sort_by_cached_key(Part::first);
    let drafts = parts.iter().flat_map(|part| &part.events);
    let votes: Vec<Vec<Vote>> = drafts.flat_map(|draft| tolls::votes(&draft.reports).into_values()).collect();
    let accuracy = Accuracy::learn(votes.iter().map(Vec::as_slice));
    let mut picture = Picture::default();
    let mut entries = Vec::new();
    for part in parts {
        picture.events.extend(part.events.into_iter().map(|draft| settle(draft, &accuracy)));
        picture.second_rank.extend(part.second.into_iter().map(|draft| settle(draft, &accuracy)));
        picture.claims.extend(part.claims);
        picture.contradictions.extend(part.contradictions);
        entries.extend(part.control.into_all());
    }
    order(&mut picture);
    claims::settle(&mut picture.claims);
    contradictions::settle(&mut picture.contradictions);
    picture.control = control::settle(entries);
    picture
}

/// Events stand by day and id.
pub fn order(picture: &mut Picture) {
    let day = |event: &Event| event.time.map(|time| time.from);
    for events in [&mut picture.events, &mut picture.second_rank, &mut picture.rejected] {
        events.sort_by(|a, b| (day(a), &a.id).cmp(&(day(b), &b.id)));
    }
}

/// The event with the numbers that most weight speaks for.
fn settle(draft: Draft, accuracy: &Accuracy) -> Event {
    let Draft { mut event, reports } = draft;
    event.tolls = tolls::estimates(&reports, accuracy);
    tolls::choose(&mut event, TollPolicy::Best);
    event.summary = summary::line(&event);
    event
}

impl Part {
    /// What tells parts apart and puts them in order: a document is in one story only.
    fn first(&self) -> Option<String> {
        let told = self
            .events
            .iter()
            .chain(&self.second)
            .flat_map(|draft| &draft.event.mentions)
            .map(|mention| mention.doc.as_str());
        told.min().map(str::to_owned)
    }
}
