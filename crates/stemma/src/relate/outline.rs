//! What is known of every article while a collection is related: when it came out, its fingerprints, and what it speaks of.
//! Its words are taken up again where they are compared, since those of a million articles at once would fill the memory.

use rayon::prelude::*;

use crate::lexicon::Lexicon;
use crate::model::Reading;

use super::happenings::{self, Deed};
use super::witness::{Published, Term, hash, witness};
use super::{credits, index};

/// One article.
#[derive(Debug)]
pub struct Outline<'a> {
    pub reading: &'a Reading,
    pub published: Published,
    /// The hash of whose page it is, where that can be told.
    pub outlet: Option<u32>,
    pub prints: Vec<u32>,
    pub terms: Vec<Term>,
    pub deeds: Vec<Deed>,
}

/// The outlines of readings, in the order in which the articles came out.
pub fn outlines<'a>(readings: &'a [Reading], lexicon: &Lexicon) -> Vec<Outline<'a>> {
    let mut outlines: Vec<Outline<'a>> = readings
        .par_iter()
        .map(|reading| {
            let witness = witness(reading, &lexicon.credits);
            let deeds = happenings::deeds(reading, &lexicon.events);
            let lists = &lexicon.credits;
            let outlet = credits::outlet_key(reading, lists);
            let prints = index::fingerprints(&witness, outlet.as_deref(), &credits::find(reading, lists));
            let outlet = outlet.or_else(|| credits::site_key(reading, lists));
            let outlet = outlet.map(|key| hash(&key));
            Outline { reading, published: witness.published, outlet, prints, terms: witness.terms, deeds }
        })
        .collect();
    outlines.par_sort_by(|a, b| (a.published, &a.reading.id).cmp(&(b.published, &b.reading.id)));
    outlines
}
