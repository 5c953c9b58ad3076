//! Which articles may share text, found without comparing all pairs.
//!
//! In: the fingerprints of articles. Out: pairs that share several. A fingerprint is the hash of three meaning words in a
//! row; of every few the least is kept (winnowing: Schleimer, Wilkerson & Aiken 2003), so that any shared run of five
//! meaning words is seen from both sides. Articles stand in the order in which they came out, and each looks for partners
//! among those before it, so that what comes later changes nothing for it. Full names ("Jane Doe") are
//! fingerprints besides: who tells a report anew in other words keeps whom it names. A fingerprint that stands in very many articles
//! is a slogan or a mass copy: it pairs each of them only with the first few, which bounds the work on a million copies of
//! one page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashSet};

use rayon::prelude::*;

use super::credits::{Credit, Reach};
use super::groups::Groups;
use super::witness::{Witness, Word, hash, mix};

/// Meaning words in a fingerprint.
pub const GRAM: usize = 3;
/// Fingerprints of which one is kept.
const WINDOW: usize = 3;
/// Full names of an article at most: a page that lists a thousand tells of none.
const NAMES: usize = 40;
/// Articles of one fingerprint that are paired with all later ones that have it.
pub const FIRST: usize = 24;
/// Partners of one article that are looked at closely.
const PARTNERS: usize = 40;
/// Shared fingerprints below which a pair is not worth aligning.
const LEAST: usize = 2;

/// A fingerprint of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    pub print: u32,
    pub article: u32,
}

/// Articles whose partners are sought at a time, at least; and in how many rounds all are at most.
const ROUND: usize = 1 << 16;
const ROUNDS: usize = 16;

/// All pairs (a, b) of `count` articles with a < b, sorted by b; the postings are sorted.
pub fn pairs(postings: &[Posting], count: usize) -> Vec<(u32, u32)> {
    let step = count.div_ceil(ROUNDS).max(ROUND);
    let rounds = (0..count).step_by(step).map(|start| start as u32..(start + step) as u32);
    rounds.flat_map(|round| partners(postings, |article| round.contains(&article))).collect()
}

/// The pairs (a, b) of some articles b with those before them, sorted by b. The postings, sorted, are those of all articles,
/// or of all that have a fingerprint of these.
pub fn partners(postings: &[Posting], is_sought: impl Fn(u32) -> bool) -> Vec<(u32, u32)> {
    // For each article the first few before it that have a fingerprint, once for each that they share.
    let mut shared: Vec<(u32, u32, bool)> = Vec::new();
    for group in postings.chunk_by(|a, b| a.print == b.print).filter(|group| group.len() > 1) {
        let of_credit = is_of_credit(group[0].print);
        for (place, posting) in group.iter().enumerate().filter(|(_, posting)| is_sought(posting.article)) {
            let earlier = group[..place.min(FIRST)].iter();
            shared.extend(earlier.map(|earlier| (posting.article, earlier.article, of_credit)));
        }
    }
    shared.par_sort_unstable();
    let mut pairs = Vec::new();
    for group in shared.chunk_by(|a, b| a.0 == b.0) {
        // Text before names: pages of one outlet share the names that it tells, and would crowd out whom one of them copied.
        let counted = group.chunk_by(|a, b| a.1 == b.1).filter(|same| same.len() >= LEAST).map(|same| {
            let of_credit = same.iter().filter(|(_, _, of_credit)| *of_credit).count();
            (Reverse(same.len() - of_credit), Reverse(of_credit), same[0].1)
        });
        let mut partners: Vec<(Reverse<usize>, Reverse<usize>, u32)> = counted.collect();
        partners.sort_unstable();
        partners.truncate(PARTNERS);
        pairs.extend(partners.into_iter().map(|(_, _, earlier)| (earlier, group[0].0)));
    }
    pairs
}

/// Articles that are compared at a time, as far as chains of pairs do not hang more of them together.
const TOGETHER: usize = 1 << 15;

/// The pairs in batches such that no pair of one batch has an article of another.
pub fn batches(pairs: &[(u32, u32)], count: usize) -> Vec<Vec<(u32, u32)>> {
    let mut groups = Groups::new(count);
    pairs.iter().for_each(|&(a, b)| groups.join(a as usize, b as usize));
    let mut families: BTreeMap<usize, Vec<(u32, u32)>> = BTreeMap::new();
    pairs.iter().for_each(|&pair| families.entry(groups.find(pair.0 as usize)).or_default().push(pair));
    let mut batches: Vec<Vec<(u32, u32)>> = Vec::new();
    let mut room = 0;
    for family in families.into_values() {
        // A family of n articles has n - 1 pairs at least.
        match batches.last_mut().filter(|_| family.len() < room) {
            Some(batch) => {
                room -= family.len() + 1;
                batch.extend(family);
            }
            None => {
                room = TOGETHER.saturating_sub(family.len());
                batches.push(family);
            }
        }
    }
    batches
}

/// The mark of a fingerprint that is of no text, but of what an outlet told, by its own word or that of a page that credits it.
const OF_CREDIT: u32 = 1;

pub fn is_of_credit(print: u32) -> bool {
    print & OF_CREDIT != 0
}

/// The fingerprint under a hash of text.
pub fn of_text(hash: u64) -> u32 {
    hash as u32 & !OF_CREDIT
}

/// Days within which a page credits another for its news; the names of an outlet's page that are looked at.
const CREDIT_DAYS: i64 = 14;
const CREDITED_NAMES: usize = 40;

/// What ties pages that credit an outlet to the outlet's own: the outlet with each name that is told, and the fortnight. Fortnights
/// overlap by a week, so that a page of Sunday meets one of Monday.
pub fn credit_prints(witness: &Witness<'_>, outlet: Option<&str>, credits: &[Credit]) -> Vec<u32> {
    if !witness.published.is_known() {
        return Vec::new();
    }
    let day = witness.published.from.div_euclid(24 * 60);
    let fortnights = [2 * day.div_euclid(CREDIT_DAYS), 2 * (day + CREDIT_DAYS / 2).div_euclid(CREDIT_DAYS) + 1];
    let names = |words: &[Word]| -> Vec<u32> {
        let mut seen = HashSet::new();
        let names = words.iter().filter(|word| word.is_name() && !word.is_of_label()).map(|word| word.id);
        names.filter(|id| seen.insert(*id)).take(CREDITED_NAMES).collect()
    };
    let mut told: Vec<(&str, Vec<u32>)> = outlet.map(|outlet| (outlet, names(&witness.words))).into_iter().collect();
    for credit in credits.iter().filter(|credit| !credit.key.is_empty()) {
        let sentence = match credit.reach {
            Reach::Article => 0..witness.words.len(),
            Reach::Sentence => witness.sentence_of(credit.span),
        };
        told.push((&credit.key, names(&witness.words[sentence])));
    }
    let print = |outlet: &str, name: u32, fortnight: i64| {
        let outlet = mix(u64::from(hash(outlet)) ^ fortnight as u64);
        mix(outlet ^ u64::from(name)) as u32 | OF_CREDIT
    };
    let of_one = |(outlet, names): (&str, Vec<u32>)| {
        let outlet_words: HashSet<u32> = outlet.split(' ').map(hash).collect();
        let names: Vec<u32> = names.into_iter().filter(|name| !outlet_words.contains(name)).collect();
        fortnights
            .iter()
            .flat_map(|&fortnight| names.iter().map(move |&name| (name, fortnight)))
            .map(|(name, fortnight)| print(outlet, name, fortnight))
            .collect::<Vec<u32>>()
    };
    told.into_iter().flat_map(of_one).collect()
}

/// The kept fingerprints of a witness, sorted, each once.
pub fn fingerprints(witness: &Witness<'_>, outlet: Option<&str>, credits: &[Credit]) -> Vec<u32> {
    let grams: Vec<u32> = grams(witness, &witness.content()).map(of_text).collect();
    let mut kept: Vec<u32> = if grams.len() <= WINDOW {
        grams
    } else {
        grams.windows(WINDOW).map(|window| window.iter().copied().min().unwrap_or(0)).collect()
    };
    kept.extend(names(witness));
    kept.extend(credit_prints(witness, outlet, credits));
    kept.sort_unstable();
    kept.dedup();
    kept
}

/// The hashes of two names that stand side by side.
fn names<'w>(witness: &'w Witness<'_>) -> impl Iterator<Item = u32> + 'w {
    let beside = witness.words.windows(2).filter(|pair| pair.iter().all(Word::is_name));
    let beside = beside.filter(|pair| pair[0].span().end + 1 == pair[1].span().start);
    beside.map(|pair| of_text(mix(mix(u64::from(pair[0].id)) ^ u64::from(pair[1].id)))).take(NAMES)
}

/// The hash of each run of [`GRAM`] meaning words, in text order; `content` are the positions of these.
pub fn grams<'w>(witness: &'w Witness<'_>, content: &'w [u32]) -> impl Iterator<Item = u64> + 'w {
    content.windows(GRAM).map(|window| {
        window.iter().fold(0, |hash, &at| mix(hash ^ u64::from(witness.words[at as usize].id).wrapping_add(1)))
    })
}
