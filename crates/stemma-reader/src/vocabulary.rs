//! Cuts texts into pieces: of all ways to write a word as pieces of the vocabulary, the one of the greatest probability (Kudo, "Subword
//! regularization", 2018). A text comes in, ids with their bytes go out. The time is linear in the text, since pieces have a greatest
//! length and chunks are cut.

use std::borrow::Cow;
use std::ops::Range;

use crate::Error;
use crate::config::{Config, SPECIAL};
use crate::file::File;
use crate::normal::Chunk;

/// A piece of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub id: u32,
    /// Bytes of the text that was given; a piece that is only the mark of a word's beginning has none.
    pub start: usize,
    pub end: usize,
}

/// The piece of a character that no piece of the vocabulary has.
pub(crate) const UNKNOWN: u32 = 3;

/// Characters after which a chunk without a blank is cut.
const LONGEST_CHUNK: usize = 200;

/// How much less probable an unknown character is than the least probable piece, as in SentencePiece.
const UNKNOWN_COSTS: f64 = 10.0;

/// Places in the filter of beginnings for each piece; more of them make false beginnings rarer.
const FILTER_BITS: usize = 64;

pub(crate) struct Vocabulary {
    pieces: Vec<&'static str>,
    scores: Cow<'static, [f32]>,
    unknown_score: f64,
    /// Open addressing; a place holds a part of the hash and the id, or nothing where the id is nought.
    places: Vec<(u32, u32)>,
    /// A bit for the hash of every beginning of a piece: where none is set, no piece goes on.
    beginnings: Vec<u64>,
}

impl Vocabulary {
    pub(crate) fn open(file: &File, config: &Config) -> Result<Vocabulary, Error> {
        let pieces = file.lines("pieces")?;
        if pieces.len() != config.pieces {
            return Err(Error::Section("pieces".to_owned(), "not of the size that the configuration says"));
        }
        let scores = file.numbers("scores", config.pieces)?;
        let least = scores[SPECIAL..].iter().copied().fold(f32::INFINITY, f32::min);
        let mut vocabulary = Vocabulary {
            scores,
            unknown_score: f64::from(least) - UNKNOWN_COSTS,
            places: vec![(0, 0); (2 * pieces.len()).next_power_of_two()],
            beginnings: vec![0; (pieces.len() * FILTER_BITS).next_power_of_two() / 64],
            pieces,
        };
        for id in SPECIAL..vocabulary.pieces.len() {
            vocabulary.insert(id);
        }
        Ok(vocabulary)
    }

    fn insert(&mut self, id: usize) {
        let piece = self.pieces[id];
        // What stands in a text is never a mark of the model, even where it is written like one.
        if piece.is_empty() || piece == "<mask>" {
            return;
        }
        let mut hash = Hash::new();
        for character in piece.chars() {
            hash.push(character);
            let bit = hash.bit(self.beginnings.len());
            self.beginnings[bit / 64] |= 1 << (bit % 64);
        }
        let mut place = hash.place(self.places.len());
        // At least half of the places are empty, so the search ends.
        while self.places[place].1 != 0 {
            if self.pieces[self.places[place].1 as usize] == piece {
                return;
            }
            place = (place + 1) % self.places.len();
        }
        self.places[place] = (hash.tag(), id as u32);
    }

    fn id(&self, piece: &str, hash: Hash) -> Option<u32> {
        let mut place = hash.place(self.places.len());
        loop {
            let (tag, id) = self.places[place];
            if id == 0 {
                return None;
            }
            if tag == hash.tag() && self.pieces[id as usize] == piece {
                return Some(id);
            }
            place = (place + 1) % self.places.len();
        }
    }

    #[cfg(test)]
    pub(crate) fn piece(&self, id: u32) -> &'static str {
        self.pieces[id as usize]
    }

    pub(crate) fn pieces(&self, text: &str) -> Vec<Piece> {
        let mut pieces = Vec::with_capacity(text.len() / 3);
        let mut cutter = Cutter::default();
        let mut start = 0;
        let mut characters = 0;
        for (at, character) in text.char_indices() {
            if character.is_whitespace() || characters == LONGEST_CHUNK {
                self.cut(text, start..at, &mut cutter, &mut pieces);
                start = at + if character.is_whitespace() { character.len_utf8() } else { 0 };
                characters = 0;
            }
            characters += usize::from(!character.is_whitespace());
        }
        self.cut(text, start..text.len(), &mut cutter, &mut pieces);
        pieces
    }

    /// Cuts one chunk. Of two ways that are equally probable, the one whose pieces are longer from the left is taken.
    fn cut(&self, text: &str, place: Range<usize>, cutter: &mut Cutter, pieces: &mut Vec<Piece>) {
        let Cutter { chunk, steps } = cutter;
        chunk.read(&text[place.clone()], place.start);
        if chunk.is_empty() {
            return;
        }
        let spelt = chunk.text.as_str();
        steps.clear();
        steps.resize(spelt.len() + 1, Step { score: f64::NEG_INFINITY, from: 0, id: UNKNOWN });
        steps[0].score = 0.0;
        for (from, first) in spelt.char_indices() {
            let score = steps[from].score;
            let mut hash = Hash::new();
            let mut has_single = false;
            for (at, character) in spelt[from..].char_indices() {
                hash.push(character);
                let bit = hash.bit(self.beginnings.len());
                if self.beginnings[bit / 64] >> (bit % 64) & 1 == 0 {
                    break;
                }
                let end = from + at + character.len_utf8();
                if let Some(id) = self.id(&spelt[from..end], hash) {
                    has_single |= at == 0;
                    steps[end].better(score + f64::from(self.scores[id as usize]), from, id);
                }
            }
            if !has_single {
                steps[from + first.len_utf8()].better(score + self.unknown_score, from, UNKNOWN);
            }
        }
        let first = pieces.len();
        let mut end = spelt.len();
        while end > 0 {
            let Step { from, id, .. } = steps[end];
            let origin = chunk.origin(from..end);
            match pieces.last_mut().filter(|_| id == UNKNOWN) {
                // Unknown characters side by side are one unknown piece; this one comes before the last that was found.
                Some(after) if after.id == UNKNOWN && end < spelt.len() => after.start = origin.start,
                _ => pieces.push(Piece { id, start: origin.start, end: origin.end }),
            }
            end = from;
        }
        pieces[first..].reverse();
    }
}

/// Buffers for one text.
#[derive(Default)]
struct Cutter {
    chunk: Chunk,
    steps: Vec<Step>,
}

/// The best way to a place in a chunk: its score, and the last piece of it.
#[derive(Clone, Copy)]
struct Step {
    score: f64,
    from: usize,
    id: u32,
}

impl Step {
    fn better(&mut self, score: f64, from: usize, id: u32) {
        if score > self.score {
            *self = Step { score, from, id };
        }
    }
}

/// A hash that grows with every character (Fowler, Noll and Vo, 1991).
#[derive(Clone, Copy)]
struct Hash(u64);

impl Hash {
    fn new() -> Hash {
        Hash(0xcbf2_9ce4_8422_2325)
    }

    fn push(&mut self, character: char) {
        self.0 = (self.0 ^ u64::from(character)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 ^= self.0 >> 29;
    }

    /// `count` is a power of two, here and below.
    fn place(self, count: usize) -> usize {
        self.0 as usize & (count - 1)
    }

    fn bit(self, words: usize) -> usize {
        (self.0 >> 8) as usize & (words * 64 - 1)
    }

    fn tag(self) -> u32 {
        (self.0 >> 32) as u32
    }
}
