//! Names out: which persons are left out of what is handed on, and every text without them.
//!
//! Comes in: readings, one by one, with the story of each, and what people marked. Goes out: a [`Redaction`], which takes any text, record
//! or text layer of these readings and gives it without the names. A person is called by a token that is made with a key, so that one
//! person has one token wherever they are named, and whoever has not the key cannot try out names. It changes nothing that is kept.
//!
//! A full name goes out wherever it stands. A part of one ("Yusuf") goes out in the story that gives the full name, where it is written
//! like a name and does not stand for a place, a body or a public figure of that page. Where a record does not tell which of both is
//! meant, the word stays, and is counted.

mod json;
mod people;
mod redaction;
mod spans;
mod survey;
#[cfg(test)]
mod tests;
mod words;

pub use people::{Person, people};
pub use redaction::{Place, Redacted, Redaction, WITHHELD};
pub use survey::{Marked, Rules, Survey};
