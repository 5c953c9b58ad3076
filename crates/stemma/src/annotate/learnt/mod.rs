//! What the learnt reader says of an article: which words tell a happening or report words, of what kind, and which words play which part.
//!
//! Comes in: the grammar, that is words and sentences, and a model. Goes out: tokens with probabilities; no name, no place and no number is
//! understood here. A sentence is read once, in a window with its title and its neighbours (`windows`).

mod decoding;
mod happenings;
mod windows;

use std::ops::Range;

use stemma_reader::Reader;

use super::Syntax;
use crate::model::{Article, Assertion, Confidence, Scope, Span};

/// Below this a word is no trigger.
const TRIGGER: f32 = 0.4;

/// All that was read in the body of an article, in text order.
#[derive(Clone, Debug, Default)]
pub struct Learnt {
    pub deeds: Vec<Deed>,
    pub reports: Vec<Report>,
    /// For each token, how probably it belongs to the name of a person, of a body, of a place; empty where nothing was read.
    names: Vec<[f32; 3]>,
}

/// A word that tells a happening.
#[derive(Clone, Debug)]
pub struct Deed {
    pub token: usize,
    /// A leaf of the ontology.
    pub kind: String,
    /// That it tells a happening at all, and that it is of this kind.
    pub p: f32,
    pub p_kind: f32,
    pub assertion: Assertion,
    pub p_assertion: f32,
    pub status: Confidence,
    pub doers: Vec<Argument>,
    pub targets: Vec<Argument>,
    pub places: Vec<Argument>,
    pub times: Vec<Argument>,
    pub means: Vec<Argument>,
    pub counts: Vec<Count>,
    /// Deeds of one number are one happening: the number of the first of them.
    pub happening: usize,
}

/// Words that play a part.
#[derive(Clone, Debug, PartialEq)]
pub struct Argument {
    pub tokens: Range<usize>,
    pub p: f32,
}

impl Argument {
    pub fn span(&self, syntax: &Syntax) -> Span {
        let tokens = &syntax.tokens[self.tokens.clone()];
        tokens
            .first()
            .zip(tokens.last())
            .map(|(first, last)| first.span.cover(last.span))
            .expect("an argument has words")
    }
}

/// Words that count something.
#[derive(Clone, Debug)]
pub struct Count {
    pub words: Argument,
    pub measure: String,
    pub scope: Scope,
    /// Part of another number of the same happening.
    pub is_part: bool,
}

/// A word that reports what somebody said or thinks.
#[derive(Clone, Debug)]
pub struct Report {
    pub cue: usize,
    /// The kind of the happening that the word tells as well ("accused"); none where it only reports.
    pub kind: Option<String>,
    pub sources: Vec<Argument>,
    pub contents: Vec<Argument>,
}

impl Learnt {
    /// How probably the last word of a phrase ends the name of a person, of a body, of a place.
    pub fn name(&self, tokens: &Range<usize>) -> [f32; 3] {
        tokens.clone().next_back().and_then(|last| self.names.get(last)).copied().unwrap_or_default()
    }

    /// What is known of names, for more tokens than were read; `places` says where those that were stand among them.
    pub fn among(&self, places: &[usize], count: usize) -> Learnt {
        let mut names = vec![[0.0; 3]; count];
        for (&place, name) in places.iter().zip(&self.names) {
            names[place] = *name;
        }
        Learnt { names, ..Learnt::default() }
    }
}

/// Reads the body of an article.
pub fn read(text: &str, article: &Article, syntax: &Syntax, reader: &Reader) -> Learnt {
    let Some(decoder) = decoding::Decoder::new(reader) else { return Learnt::default() };
    let mut learnt = Learnt { names: vec![[0.0; 3]; syntax.tokens.len()], ..Learnt::default() };
    let mut pairs = Vec::new();
    for (window, fresh) in windows::of(text, article, syntax, reader).iter() {
        let sentence_of = |token: usize| syntax.tokens[token].sentence;
        pairs.extend(decoder.decode(&window, fresh, &window.read(reader), sentence_of, &mut learnt));
    }
    let happenings = happenings::group(learnt.deeds.len(), &pairs);
    for (deed, happening) in learnt.deeds.iter_mut().zip(happenings) {
        deed.happening = happening;
    }
    learnt
}
