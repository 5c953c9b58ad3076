//! What articles are about: their words, weighed by rarity.
//!
//! In: witnesses. Out: a vector for each of them, or for any part of one (TF-IDF, length one), and the likeness of two
//! vectors. The rarity of a word is counted in the collection together with [`IMAGINED`] imagined articles of general
//! news, so that five pages on one town do not make its name a common word.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::lexicon::CreditLists;

use super::witness::{Vocabulary, Witness};

/// Imagined articles of general news that stand behind the collection.
const IMAGINED: f64 = 50.0;
/// The share of them in which a word of its kind stands.
const ROUTINE_SHARE: f64 = 0.25;
const WORD_SHARE: f64 = 0.02;
const NAME_SHARE: f64 = 0.004;

/// (word, weight) sorted by word, of length one.
pub type Vector = Vec<(u32, f64)>;

/// The rarity of every word of a collection; 0 for words of grammar.
pub struct Topics {
    rarity: Vec<f64>,
}

impl Topics {
    pub fn new(witnesses: &[Witness<'_>], vocabulary: &Vocabulary, lists: &CreditLists) -> Topics {
        let mut spread: HashMap<u32, u32> = HashMap::new();
        for witness in witnesses {
            let mut ids: Vec<u32> =
                witness.words.iter().map(|word| word.id).chain(witness.title.iter().copied()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.into_iter().for_each(|id| *spread.entry(id).or_default() += 1);
        }
        let rarity = (0..vocabulary.len() as u32)
            .map(|id| {
                let share = if vocabulary.is_function(id) {
                    return 0.0;
                } else if lists.routine_words.contains(vocabulary.text(id)) {
                    ROUTINE_SHARE
                } else if vocabulary.is_mostly_name(id) {
                    NAME_SHARE
                } else {
                    WORD_SHARE
                };
                let stands_in = f64::from(spread.get(&id).copied().unwrap_or(0)) + share * IMAGINED;
                ((witnesses.len() as f64 + IMAGINED) / stands_in.max(1e-3)).ln().max(0.0)
            })
            .collect();
        Topics { rarity }
    }

    /// A whole article, headline included.
    pub fn article(&self, witness: &Witness<'_>) -> Vector {
        self.vector(witness.words.iter().map(|word| word.id).chain(witness.title.iter().copied()))
    }

    pub fn vector(&self, words: impl Iterator<Item = u32>) -> Vector {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        words.for_each(|id| *counts.entry(id).or_default() += 1);
        let weigh = |(id, count): (u32, u32)| (id, (1.0 + f64::from(count).ln()) * self.rarity[id as usize]);
        let mut vector: Vector = counts.into_iter().map(weigh).filter(|&(_, weight)| weight > 0.0).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f64>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length.max(1e-9));
        vector
    }
}

/// How alike two articles are, 0 to 1.
pub fn cosine(a: &Vector, b: &Vector) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += a[i].1 * b[j].1;
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}
