//! Which witnesses may share text, found without comparing all pairs.
//!
//! In: witnesses. Out: pairs that share several fingerprints. A fingerprint is the hash of three meaning words in a row;
//! of every few the least is kept (winnowing: Schleimer, Wilkerson & Aiken 2003), so that any shared run of five meaning
//! words is seen from both sides. A fingerprint that stands in very many witnesses is a slogan or a mass copy: it pairs
//! each of them only with the first few, which bounds the work on a million copies of one page.

use std::collections::HashMap;

use rayon::prelude::*;

use super::witness::Witness;

/// Meaning words in a fingerprint.
pub const GRAM: usize = 3;
/// Fingerprints of which one is kept.
const WINDOW: usize = 3;
/// Witnesses of one fingerprint that are paired with all others that have it.
const FIRST: usize = 24;
/// Partners of one witness that are looked at closely.
const PARTNERS: usize = 40;
/// Shared fingerprints below which a pair is not worth aligning.
const LEAST: u32 = 2;

/// Pairs (a, b) with a < b, sorted.
pub fn pairs(witnesses: &[Witness<'_>]) -> Vec<(u32, u32)> {
    let prints: Vec<Vec<u64>> = witnesses.par_iter().map(fingerprints).collect();
    let mut postings: Vec<(u64, u32)> = Vec::with_capacity(prints.iter().map(Vec::len).sum());
    for (at, prints) in prints.iter().enumerate() {
        postings.extend(prints.iter().map(|&print| (print, at as u32)));
    }
    postings.par_sort_unstable();
    // For each fingerprint its witnesses, those known to be early first: they are the likely sources of the others.
    let mut lists: HashMap<u64, (u32, u32)> = HashMap::new();
    let mut from = 0;
    for group in postings.chunk_by(|a, b| a.0 == b.0) {
        if group.len() > 1 {
            lists.insert(group[0].0, (from, group.len() as u32));
        }
        from += group.len() as u32;
    }
    for group in postings.chunk_by_mut(|a, b| a.0 == b.0) {
        if group.len() > FIRST {
            group.sort_unstable_by_key(|&(_, at)| (witnesses[at as usize].published.to, at));
        }
    }
    let mut pairs: Vec<(u32, u32)> = (0..witnesses.len())
        .into_par_iter()
        .flat_map_iter(|at| {
            let mut shared: HashMap<u32, u32> = HashMap::new();
            for print in &prints[at] {
                let Some(&(from, len)) = lists.get(print) else { continue };
                for &(_, other) in &postings[from as usize..][..(len as usize).min(FIRST)] {
                    if other != at as u32 {
                        *shared.entry(other).or_default() += 1;
                    }
                }
            }
            let mut partners: Vec<(u32, u32)> = shared.into_iter().filter(|&(_, count)| count >= LEAST).collect();
            partners.sort_unstable_by_key(|&(other, count)| (std::cmp::Reverse(count), other));
            partners.truncate(PARTNERS);
            partners.into_iter().map(move |(other, _)| (other.min(at as u32), other.max(at as u32)))
        })
        .collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// The kept fingerprints of a witness, sorted, each once.
fn fingerprints(witness: &Witness<'_>) -> Vec<u64> {
    let grams: Vec<u64> = grams(witness).collect();
    let mut kept: Vec<u64> = if grams.len() <= WINDOW {
        grams
    } else {
        grams.windows(WINDOW).map(|window| window.iter().copied().min().unwrap_or(0)).collect()
    };
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// The hash of each run of [`GRAM`] meaning words, in text order.
pub fn grams<'w>(witness: &'w Witness<'_>) -> impl Iterator<Item = u64> + 'w {
    witness.content.windows(GRAM).map(|window| {
        window.iter().fold(0, |hash, &at| mix(hash ^ u64::from(witness.words[at as usize].id).wrapping_add(1)))
    })
}

/// The finaliser of MurmurHash3: every bit of the input moves every bit of the output.
fn mix(mut value: u64) -> u64 {
    value ^= value >> 33;
    value = value.wrapping_mul(0xff51_afd7_ed55_8ccd);
    value ^= value >> 33;
    value = value.wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    value ^ (value >> 33)
}
