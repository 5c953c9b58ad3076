//! Addresses and paths without the names: these have small letters there, escapes, and no space between words.

use std::borrow::Cow;

use super::redaction::{Hit, Kind, Redaction};

impl Redaction {
    /// An address or a path. What stands beside a name keeps its escapes.
    pub fn address<'t>(&self, text: &'t str, story: Option<&str>) -> Cow<'t, str> {
        let Some((plain, starts)) = unescaped(text) else { return self.of_kind(text, story, Kind::Address) };
        let original = |at: usize| starts[at];
        let hits = self.hits_of_story(&plain, story, Kind::Address);
        let hits: Vec<Hit> =
            hits.into_iter().map(|hit| Hit { start: original(hit.start), end: original(hit.end), ..hit }).collect();
        self.without(text, &hits, Kind::Address)
    }
}

/// An address with the letters that its escapes stand for, and where each of its bytes begins in the address; nothing where it has none.
fn unescaped(text: &str) -> Option<(String, Vec<usize>)> {
    if !text.contains('%') {
        return None;
    }
    let (mut bytes, mut starts) = (Vec::with_capacity(text.len()), Vec::with_capacity(text.len() + 1));
    let mut at = 0;
    let all = text.as_bytes();
    while at < all.len() {
        let digit = |behind: usize| all.get(at + behind).and_then(|digit| (*digit as char).to_digit(16));
        starts.push(at);
        match (all[at], digit(1).zip(digit(2))) {
            (b'%', Some((high, low))) => {
                bytes.push((high * 16 + low) as u8);
                at += 3;
            }
            (byte, _) => {
                bytes.push(byte);
                at += 1;
            }
        }
    }
    starts.push(at);
    // Escapes of another encoding: one letter for each byte, so that what stands beside them is read and `starts` keeps its step.
    let mut plain = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        plain.push_str(chunk.valid());
        plain.extend(chunk.invalid().iter().map(|_| '?'));
    }
    Some((plain, starts))
}
