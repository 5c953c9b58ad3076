//! What articles are about: their words, weighed by rarity.
//!
//! In: witnesses. Out: a vector for each of them, or for any part of one (TF-IDF, length one), the likeness of two
//! vectors, and the particulars of an article: its names, numbers and weekdays. Forms of one word ("arrested", "arrests")
//! count as one term. The rarity of a term is counted in a sample of the collection together with [`IMAGINED`] imagined
//! articles of general news, in which common words stand as often as in the world's (`data/relate/common.tsv`): pages that
//! tell one story have its words in common because of it, and among six of them alone these words would look like grammar.
//! More of them would make a story of all that five pages on one town have in common, which is their subject.
//!
//! The sample is the articles whose ids have the least hashes: the same whatever the order of arrival, and a new article
//! enters it the more seldom the larger the store is. As long as the sample stays, so do all vectors.

use std::cmp::Ordering;
use std::collections::HashMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::lexicon::CreditLists;

use super::outline::Outline;
use super::witness::{Term, TermKind, Witness, mix};

/// Imagined articles of general news that stand behind the collection.
const IMAGINED: f64 = 12.0;
/// The share of them in which a word of its kind stands that is not among the common ones.
const ROUTINE_SHARE: f64 = 0.25;
const WORD_SHARE: f64 = 0.005;
const NAME_SHARE: f64 = 0.002;
/// Particulars of one article at most, the most frequent first: a page that lists a thousand names tells of none.
const PARTICULARS: usize = 300;

/// (term, weight) sorted by term, of length one.
pub type Vector = Vec<(u32, f32)>;

/// How rare the terms of a collection are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Topics {
    known: HashMap<u32, Known>,
    all: f64,
}

/// What the sample tells of a term.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Known {
    /// In how many articles it stands.
    spread: f64,
    /// How often it has a capital inside a sentence, less how often it has none.
    capitals: i32,
}

impl Topics {
    /// Counts how rare the terms of the sample are, where all articles of one `group` count as one: a hundred copies make no
    /// word common.
    pub fn count(sample: &[u32], outlines: &[Outline<'_>], group: impl Fn(u32) -> usize) -> Topics {
        let mut sizes: HashMap<usize, f64> = HashMap::new();
        sample.iter().for_each(|&at| *sizes.entry(group(at)).or_default() += 1.0);
        let mut topics = Topics { known: HashMap::new(), all: IMAGINED };
        for &at in sample {
            let weight = 1.0 / sizes[&group(at)];
            topics.all += weight;
            for term in &outlines[at as usize].terms {
                let known = topics.known.entry(term.id).or_default();
                known.spread += weight;
                known.capitals += i32::from(term.capitals);
            }
        }
        topics
    }

    fn is_name(&self, term: &Term) -> bool {
        self.known.get(&term.id).map_or(i32::from(term.capitals), |known| known.capitals) > 0
    }

    fn rarity(&self, term: &Term) -> f32 {
        let share = match term.kind {
            // Asked before names: "President" and "United" have a capital in most pages, and are no rarer for it.
            _ if let Some(common) = term.common => f64::from(common) / 1e4,
            TermKind::Routine => ROUTINE_SHARE,
            _ if self.is_name(term) => NAME_SHARE,
            _ => WORD_SHARE,
        };
        // What the sample does not have stands in one article at least, the one that is looked at.
        let spread = self.known.get(&term.id).map_or(1.0, |known| known.spread) + share * IMAGINED;
        (self.all / spread.max(1e-3)).ln().max(0.0) as f32
    }

    /// A whole article, headline included.
    pub fn article(&self, terms: &[Term]) -> Vector {
        vector(terms.iter().map(|term| (term.id, term.count, self.rarity(term))))
    }

    /// Some of the words of an article.
    pub fn part(&self, witness: &Witness<'_>, words: impl Iterator<Item = usize>, lists: &CreditLists) -> Vector {
        let mut counts: HashMap<u32, u16> = HashMap::new();
        witness.terms_of(words, lists).into_iter().for_each(|term| *counts.entry(term).or_default() += 1);
        let of_part = witness.terms.iter().filter_map(|term| Some((term, *counts.get(&term.id)?)));
        vector(of_part.map(|(term, count)| (term.id, count, self.rarity(term))))
    }

    /// The names, numbers and weekdays of an article, sorted, each once.
    pub fn particulars(&self, terms: &[Term]) -> Vec<u32> {
        let telling = |term: &&Term| match term.kind {
            TermKind::Day | TermKind::Number => true,
            TermKind::Word => self.is_name(term),
            TermKind::Routine => false,
        };
        let mut found: Vec<&Term> = terms.iter().filter(telling).collect();
        found.sort_by_key(|term| (std::cmp::Reverse(term.count), term.id));
        found.truncate(PARTICULARS);
        let mut found: Vec<u32> = found.into_iter().map(|term| term.id).collect();
        found.sort_unstable();
        found
    }
}

/// The sample of some articles, as their places, rising: those whose ids have the least hashes.
pub fn sample<'i>(ids: &[&'i str], size: usize) -> Vec<u32> {
    let rank = |at: &u32| {
        let id: &'i str = ids[*at as usize];
        (id.bytes().fold(0, |sum, byte| mix(sum ^ u64::from(byte))), id)
    };
    let mut places: Vec<u32> = (0..ids.len() as u32).collect();
    if places.len() > size {
        places.par_sort_by_cached_key(rank);
        places.truncate(size);
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
