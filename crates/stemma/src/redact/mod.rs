//! Names out: which persons are left out of what is handed on, and every text without them.
//!
//! Comes in: readings, one by one, with the story of each, and what people marked. Goes out: a [`Redaction`], which takes any text, record
//! or text layer of these readings and gives it without the names. A person is called by a token that is made with a key, so that one
//! person has one token wherever they are named, and whoever has not the key cannot try out names. It changes nothing that is kept.
//!
//! A full name goes out wherever it stands. A part of one ("Yusuf") goes out in the story that gives the full name, where it is written
//! like a name and does not stand for a place, a body or a public figure. Where the page does not tell which of both is meant, the word
//! goes out. In stories that name one of the same people, and after "Ms" in all, a part goes out where it stands for a person. Words that
//! stay are listed with the reason.

mod address;
mod json;
mod left;
mod people;
mod redaction;
mod spans;
mod survey;
#[cfg(test)]
mod tests;
mod uses;
mod words;

pub use left::{Left, Why};
pub use people::{Person, outlets, people};
pub use redaction::{Place, Redacted, Redaction, WITHHELD};
pub use survey::{Marked, Rules, Survey};
pub use uses::{Signs, Uses, uses};
