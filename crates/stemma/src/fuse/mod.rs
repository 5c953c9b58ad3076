//! The mentions of a story to events: identity, merging, origins, contradictions, grading and control.
//!
//! Comes in: all readings, with their links. Goes out: events with their mentions and origins, claims with their chain,
//! contradictions, and who held what. A mention is never lost by merging; disagreement is kept, never averaged away.
//!
//! Fusing is a map and a reduce. [`part`] looks at the documents of one story and at nothing else, save for the documents that
//! they were altered from; [`whole`] joins the parts of all stories. So when an article comes in, the part of its own
//! story is made anew and all other parts can be kept.

mod accuracy;
pub mod beside;
mod circumstances;
mod claims;
mod compatible;
mod confidence;
mod contradictions;
pub mod control;
mod corrections;
mod denials;
mod dispute;
mod dossier;
mod figures;
mod grade;
mod identity;
mod links;
mod mention;
mod origins;
mod part;
pub mod review;
mod summary;
#[cfg(test)]
mod tests;
mod tolls;
mod values;
mod whole;

pub use dossier::{Dossier, dossiers};
pub use part::{Part, part};
pub use summary::named;
pub use tolls::{show_tolls, show_tolls_of};
pub use whole::{order, whole};
