//! Container bytes to documents with offsets: text files, HTML pages and JSON Lines.
//!
//! Comes in: bytes and what they are called. Goes out: one document, or one for each record, in input order. A record
//! that cannot be read gives a refusal with its reason and the others go on. It does not look for the article: that is
//! `clean`.

use crate::model::{Document, Note};

/// What the bytes are, as their name or their sender says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Text,
    Html,
    JsonLines,
}

/// A document, or the reason why there is none.
#[derive(Debug)]
pub struct Outcome {
    /// The record's id, or the name of the file, also when it was refused.
    pub id: String,
    /// The original bytes of this document lie here in the container.
    pub raw: std::ops::Range<usize>,
    pub result: Result<Document, Note>,
}

/// Reads all documents of one container. `name` is how the caller calls it (a path); it appears in ids and messages.
pub fn read(_bytes: &[u8], _container: Container, _name: &str) -> Vec<Outcome> {
    Vec::new()
}
