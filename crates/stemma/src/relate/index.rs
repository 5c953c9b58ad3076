//! Which witnesses may share text, found without comparing all pairs.
//!
//! In: witnesses. Out: pairs that share several fingerprints. A fingerprint is the hash of three meaning words in a row;
//! of every few the least is kept (winnowing: Schleimer, Wilkerson & Aiken 2003), so that any shared run of five meaning
//! words is seen from both sides. A fingerprint that stands in very many witnesses is a slogan or a mass copy: it pairs
//! each of them only with the first few, which bounds the work on a million copies of one page.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::witness::{Witness, mix};

/// Meaning words in a fingerprint.
pub const GRAM: usize = 3;
/// Fingerprints of which one is kept.
const WINDOW: usize = 3;
/// Witnesses of one fingerprint that are paired with all others that have it.
const FIRST: usize = 24;
/// Partners of one witness that are looked at closely.
const PARTNERS: usize = 40;
/// Shared fingerprints below which a pair is not worth aligning.
const LEAST: usize = 2;

/// Pairs (a, b) with a < b, sorted. The witnesses stand in the order in which they came out: each looks for partners among
/// those before it, so that what comes later changes nothing for it.
pub fn pairs(witnesses: &[Witness<'_>]) -> Vec<(u32, u32)> {
    let prints: Vec<Vec<u32>> = witnesses.par_iter().map(fingerprints).collect();
    let mut postings: Vec<(u32, u32)> = Vec::with_capacity(prints.iter().map(Vec::len).sum());
    for (at, prints) in prints.iter().enumerate() {
        postings.extend(prints.iter().map(|&print| (print, at as u32)));
    }
    drop(prints);
    postings.par_sort_unstable();
    // For each witness the first few of those before it that have a fingerprint, once for each that they share.
    let mut shared: Vec<(u32, u32)> = Vec::new();
    for group in postings.chunk_by(|a, b| a.0 == b.0) {
        for (place, &(_, at)) in group.iter().enumerate() {
            shared.extend(group[..place.min(FIRST)].iter().map(|&(_, earlier)| (at, earlier)));
        }
    }
    drop(postings);
    shared.par_sort_unstable();
    let mut pairs = Vec::new();
    for group in shared.chunk_by(|a, b| a.0 == b.0) {
        let counted = group.chunk_by(|a, b| a.1 == b.1).map(|same| (Reverse(same.len()), same[0].1));
        let mut partners: Vec<(Reverse<usize>, u32)> = counted.filter(|(count, _)| count.0 >= LEAST).collect();
        partners.sort_unstable();
        partners.truncate(PARTNERS);
        pairs.extend(partners.into_iter().map(|(_, earlier)| (earlier, group[0].0)));
    }
    pairs.par_sort_unstable();
    pairs
}

/// The kept fingerprints of a witness, sorted, each once.
fn fingerprints(witness: &Witness<'_>) -> Vec<u32> {
    let grams: Vec<u32> = grams(witness, &witness.content()).map(|gram| gram as u32).collect();
    let mut kept: Vec<u32> = if grams.len() <= WINDOW {
        grams
    } else {
        grams.windows(WINDOW).map(|window| window.iter().copied().min().unwrap_or(0)).collect()
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// The hash of each run of [`GRAM`] meaning words, in text order; `content` are the positions of these.
pub fn grams<'w>(witness: &'w Witness<'_>, content: &'w [u32]) -> impl Iterator<Item = u64> + 'w {
    content.windows(GRAM).map(|window| {
        window.iter().fold(0, |hash, &at| mix(hash ^ u64::from(witness.words[at as usize].id).wrapping_add(1)))
    })
}
