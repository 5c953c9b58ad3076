//! The engine of Stemma: pure functions from the bytes of scraped pages to sourced, dated, located events.
//!
//! Data flows one way: read → clean → annotate → relate → fuse. A stage uses [`model`], [`text`], [`lexicon`] and the
//! values of the stage before it, and never calls a neighbour; only [`pipeline`] composes them. The engine does no
//! input or output, and reads no clock and no randomness: the same input gives the same bytes on any machine.

pub mod annotate;
pub mod clean;
pub mod fuse;
pub mod lexicon;
pub mod model;
pub mod pipeline;
pub mod read;
pub mod redact;
pub mod relate;
pub mod text;

#[cfg(test)]
mod tests;
