//! What is kept of every article while a collection is related: when it came out and what it speaks of. Its words are
//! taken up again where they are compared, since those of a million articles at once would fill the memory.
//!
//! In: readings. Out: their outlines in the order in which the articles came out, and the postings of [`super::index`].

use rayon::prelude::*;

use crate::lexicon::CreditLists;
use crate::model::Reading;

use super::index::{self, Posting};
use super::witness::{Published, Term, witness};

/// One article.
#[derive(Debug)]
pub struct Outline<'a> {
    pub reading: &'a Reading,
    pub published: Published,
    pub terms: Vec<Term>,
}

impl Outline<'_> {
    pub fn id(&self) -> &str {
        &self.reading.id
    }
}

/// Articles that are taken up side by side before their fingerprints are put with those of all.
const BATCH: usize = 4096;

/// The outlines of all readings, and who has which fingerprint.
pub fn outlines<'a>(readings: &'a [Reading], lists: &CreditLists) -> (Vec<Outline<'a>>, Vec<Posting>) {
    let mut ordered: Vec<(Published, &Reading)> =
        readings.par_iter().map(|reading| (Published::of(reading), reading)).collect();
    ordered.par_sort_unstable_by_key(|(published, reading)| (*published, &reading.id, &reading.sha256));
    let mut outlines = Vec::with_capacity(readings.len());
    let mut postings = Vec::new();
    for batch in ordered.chunks(BATCH) {
        let taken: Vec<_> = batch
            .par_iter()
            .map(|(published, reading)| {
                let witness = witness(reading, lists);
                let prints = index::fingerprints(&witness);
                (Outline { reading, published: *published, terms: witness.terms }, prints)
            })
            .collect();
        for (outline, prints) in taken {
            postings.extend(prints.into_iter().map(|print| Posting { print, article: outlines.len() as u32 }));
            outlines.push(outline);
        }
    }
    (outlines, postings)
}
