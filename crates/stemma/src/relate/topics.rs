//! What articles are about: their words, weighed by rarity.
//!
//! In: witnesses. Out: a vector for each of them, or for any part of one (TF-IDF, length one), the likeness of two
//! vectors, and the particulars of an article: its names, numbers and weekdays. Forms of one word ("arrested", "arrests")
//! count as one term. The rarity of a term is counted in a sample of the collection together with [`IMAGINED`] imagined
//! articles of general news, so that two pages alone have rare words too; more of them would make a story of all that
//! five pages on one town have in common, which is their subject.
//!
//! The sample is the articles whose ids have the least hashes: the same whatever the order of arrival, and a new article
//! enters it the more seldom the larger the store is. As long as the sample stays, so do all vectors.

use std::cmp::Ordering;
use std::collections::HashMap;

use rayon::prelude::*;

use crate::lexicon::CreditLists;

use super::outline::Outline;
use super::witness::{Term, TermKind, Witness, mix};

/// Articles in which the rarity of words is counted: all that there are, up to so many.
pub const SAMPLE: usize = 2048;
/// Imagined articles of general news that stand behind the collection.
const IMAGINED: f64 = 4.0;
/// The share of them in which a word of its kind stands.
const ROUTINE_SHARE: f64 = 0.25;
const WORD_SHARE: f64 = 0.02;
const NAME_SHARE: f64 = 0.004;
/// Particulars of one article at most, the most frequent first: a page that lists a thousand names tells of none.
const PARTICULARS: usize = 300;

/// (term, weight) sorted by term, of length one.
pub type Vector = Vec<(u32, f32)>;

/// How rare the terms of a collection are.
pub struct Topics<'l> {
    lists: &'l CreditLists,
    /// By place in the collection, rising.
    sample: Vec<usize>,
    known: HashMap<u32, Known>,
    all: f64,
}

/// What the sample tells of a term.
#[derive(Clone, Copy, Debug, Default)]
struct Known {
    /// In how many articles it stands.
    spread: f64,
    /// How often it has a capital inside a sentence, less how often it has none.
    capitals: i32,
}

impl<'l> Topics<'l> {
    pub fn new(outlines: &[Outline<'_>], lists: &'l CreditLists) -> Topics<'l> {
        let mut topics = Topics { lists, sample: sample(outlines), known: HashMap::new(), all: 0.0 };
        topics.count(outlines, |at| at);
        topics
    }

    /// Counts anew how rare the terms are, where all articles of one `group` count as one: a hundred copies make no word common.
    pub fn count(&mut self, outlines: &[Outline<'_>], group: impl Fn(usize) -> usize) {
        let mut sizes: HashMap<usize, f64> = HashMap::new();
        self.sample.iter().for_each(|&at| *sizes.entry(group(at)).or_default() += 1.0);
        (self.known, self.all) = (HashMap::new(), IMAGINED);
        for &at in &self.sample {
            let weight = 1.0 / sizes[&group(at)];
            self.all += weight;
            for term in &outlines[at].terms {
                let known = self.known.entry(term.id).or_default();
                known.spread += weight;
                known.capitals += i32::from(term.capitals);
            }
        }
    }

    fn is_name(&self, term: &Term) -> bool {
        self.known.get(&term.id).map_or(i32::from(term.capitals), |known| known.capitals) > 0
    }

    fn rarity(&self, term: &Term) -> f32 {
        let share = match term.kind {
            TermKind::Routine => ROUTINE_SHARE,
            _ if self.is_name(term) => NAME_SHARE,
            _ => WORD_SHARE,
        };
        // What the sample does not have stands in one article at least, the one that is looked at.
        let spread = self.known.get(&term.id).map_or(1.0, |known| known.spread) + share * IMAGINED;
        (self.all / spread.max(1e-3)).ln().max(0.0) as f32
    }

    /// A whole article, headline included.
    pub fn article(&self, outline: &Outline<'_>) -> Vector {
        vector(outline.terms.iter().map(|term| (term.id, term.count, self.rarity(term))))
    }

    /// Some of the words of an article.
    pub fn part(&self, witness: &Witness<'_>, words: impl Iterator<Item = usize>) -> Vector {
        let mut counts: HashMap<u32, u16> = HashMap::new();
        witness.terms_of(words, self.lists).into_iter().for_each(|term| *counts.entry(term).or_default() += 1);
        let of_part = witness.terms.iter().filter_map(|term| Some((term, *counts.get(&term.id)?)));
        vector(of_part.map(|(term, count)| (term.id, count, self.rarity(term))))
    }

    /// The names, numbers and weekdays of an article, sorted, each once.
    pub fn particulars(&self, outline: &Outline<'_>) -> Vec<u32> {
        let telling = |term: &&Term| match term.kind {
            TermKind::Day | TermKind::Number => true,
            TermKind::Word => self.is_name(term),
            TermKind::Routine => false,
        };
        let mut found: Vec<&Term> = outline.terms.iter().filter(telling).collect();
        found.sort_by_key(|term| (std::cmp::Reverse(term.count), term.id));
        found.truncate(PARTICULARS);
        let mut found: Vec<u32> = found.into_iter().map(|term| term.id).collect();
        found.sort_unstable();
        found
    }
}

/// The places of the articles of the sample, rising.
fn sample(outlines: &[Outline<'_>]) -> Vec<usize> {
    let rank = |at: &usize| {
        let id = outlines[*at].id();
        (id.bytes().fold(0, |sum, byte| mix(sum ^ u64::from(byte))), id)
    };
    let mut places: Vec<usize> = (0..outlines.len()).collect();
    if places.len() > SAMPLE {
        places.par_sort_by_cached_key(rank);
        places.truncate(SAMPLE);
        places.sort_unstable();
    }
    places
}

/// Terms with their counts and rarities; sorted by term.
fn vector(terms: impl Iterator<Item = (u32, u16, f32)>) -> Vector {
    let weigh = |(term, count, rarity): (u32, u16, f32)| (term, (1.0 + f32::from(count).ln()) * rarity);
    let mut vector: Vector = terms.map(weigh).filter(|&(_, weight)| weight > 0.0).collect();
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    vector.iter_mut().for_each(|(_, weight)| *weight /= length.max(1e-9));
    vector
}

/// How alike two articles are, 0 to 1.
pub fn cosine(a: &Vector, b: &Vector) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += f64::from(a[i].1 * b[j].1);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}
