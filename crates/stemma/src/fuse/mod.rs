//! The mentions of a story to events: identity, merging, origins, contradictions, grading and control.
//!
//! Comes in: all readings, with their links. Goes out: events with their mentions and origins, claims with their chain,
//! contradictions, and who held what. A mention is never lost by merging; disagreement is kept, never averaged away.
//!
//! Fusing is a map and a reduce. [`part`] looks at the documents of one story and at nothing else, save for the documents that
//! they were altered from; [`whole`] joins the parts of all stories. So when an article comes in, the part of its own
//! story is made anew and all other parts can be kept.

mod accuracy;
mod claims;
mod compatible;
mod contradictions;
mod control;
mod dossier;
mod identity;
mod mention;
mod origins;
mod part;
mod summary;
#[cfg(test)]
mod tests;
mod values;
mod whole;

use std::collections::HashMap;

use rayon::prelude::*;

pub use dossier::{Dossier, dossiers};
pub use part::{Part, part};
pub use whole::whole;

use crate::lexicon::Lexicon;
use crate::model::{Links, Picture, Reading};

/// Fuses all readings of a store; they must be sorted by id, so that the result does not depend on their order.
pub fn fuse(readings: &[Reading], links: &Links, lexicon: &Lexicon) -> Picture {
    let by_id: HashMap<&str, &Reading> = readings.iter().map(|reading| (reading.id.as_str(), reading)).collect();
    let elsewhere = |id: &str| by_id.get(id).copied();
    let parts = dossiers(readings, links).par_iter().map(|dossier| part(dossier, &elsewhere, lexicon)).collect();
    whole(parts, lexicon)
}
