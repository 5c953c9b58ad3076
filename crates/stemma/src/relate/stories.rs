//! Articles that report the same happenings in the same days.
//!
//! In: witnesses and the copy edges between them. Out: stories; every article is in exactly one, alone if need be, and
//! the members of one copy tree are in one. Articles are compared by their words, rare ones and names above all (TF-IDF,
//! cosine), held apart by the time between them, and joined by average linkage. Candidates come from an index of each
//! article's heaviest words, so the cost is near linear. Nothing depends on the order in which articles arrived.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap};

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use crate::model::{Day, Story};

use super::lineage::Groups;
use super::topics::{Vector, cosine};
use super::witness::{Published, Witness};

/// Words by which an article is found, and articles of one word that are compared with each other.
const KEYS: usize = 40;
const NEAREST: usize = 40;
/// Mean similarity from which two groups are one story.
const THRESHOLD: f64 = 0.13;
/// Similarities below are nought.
const LEAST: f64 = 0.03;
/// Days between two reports of one happening, and the days in which a longer distance loses its likeness e-fold.
const SAME_DAYS: f64 = 3.0;
const FADE_DAYS: f64 = 60.0;

/// All stories, sorted by id. `trees` holds the pairs of witnesses that must share one.
pub fn find(witnesses: &[Witness<'_>], vectors: &[Vector], trees: &[(usize, usize)]) -> Vec<Story> {
    let similar = similarities(vectors, witnesses);
    let mut groups = Groups::new(witnesses.len());
    trees.iter().for_each(|&(a, b)| groups.join(a, b));
    link(&similar, &mut groups, witnesses.len());
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in 0..witnesses.len() {
        members.entry(groups.find(at)).or_default().push(at);
    }
    let mut central = vec![0.0; witnesses.len()];
    for &(a, b, likeness) in &similar {
        if groups.find(a as usize) == groups.find(b as usize) {
            central[a as usize] += likeness;
            central[b as usize] += likeness;
        }
    }
    let mut stories: Vec<Story> = members.into_values().map(|members| story(&members, witnesses, &central)).collect();
    stories.sort_by(|a, b| a.id.cmp(&b.id));
    stories
}

fn story(members: &[usize], witnesses: &[Witness<'_>], central: &[f64]) -> Story {
    let mut documents: Vec<String> = members.iter().map(|&at| witnesses[at].id().to_owned()).collect();
    documents.sort_unstable();
    // The id is that of the article that came out first, so a story keeps it while later articles join.
    let first = members.iter().min_by_key(|&&at| (witnesses[at].published.to, witnesses[at].id()));
    let digest = Sha256::digest(first.map_or("", |&at| witnesses[at].id()).as_bytes());
    let id = digest.iter().take(6).fold(String::from("story-"), |id, byte| id + &format!("{byte:02x}"));
    let days = |at: &usize| witnesses[*at].reading.article.published.as_ref();
    let from: Option<Day> = members.iter().filter_map(days).map(|published| published.start).min();
    let to: Option<Day> = members.iter().filter_map(days).map(|published| published.end).max();
    let titled = members.iter().filter_map(|&at| Some((at, witnesses[at].reading.article.title.as_ref()?)));
    let title = titled
        .max_by(|(a, _), (b, _)| central[*a].total_cmp(&central[*b]).then(b.cmp(a)))
        .map_or(String::new(), |(_, title)| title.text.clone());
    Story { id, documents, title, from, to }
}

/// Pairs (a, b, likeness) with a < b, sorted.
fn similarities(vectors: &[Vector], witnesses: &[Witness<'_>]) -> Vec<(u32, u32, f64)> {
    let mut postings: Vec<(u32, i64, u32)> = Vec::new();
    for (at, vector) in vectors.iter().enumerate() {
        let mut keys = vector.clone();
        keys.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        postings.extend(keys.iter().take(KEYS).map(|&(word, _)| (word, witnesses[at].published.to, at as u32)));
    }
    postings.par_sort_unstable();
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for group in postings.chunk_by(|a, b| a.0 == b.0) {
        for (place, &(_, _, a)) in group.iter().enumerate() {
            // Of a word that stands in very many articles only the neighbours in time are compared.
            let partners = group[place + 1..].iter().take(NEAREST);
            pairs.extend(partners.map(|&(_, _, b)| (a.min(b), a.max(b))));
        }
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
        .into_par_iter()
        .filter_map(|(a, b)| {
            let (left, right) = (a as usize, b as usize);
            let likeness = cosine(&vectors[left], &vectors[right])
                * nearness(witnesses[left].published, witnesses[right].published);
            (likeness >= LEAST).then_some((a, b, likeness))
        })
        .collect()
}

/// 1 for the same days, less the further two articles lie apart. What has no date is held apart from nothing.
fn nearness(a: Published, b: Published) -> f64 {
    if !a.is_known() || !b.is_known() {
        return 1.0;
    }
    let apart = (a.from.saturating_sub(b.to)).max(b.from.saturating_sub(a.to)).max(0) as f64 / (24.0 * 60.0);
    (-(apart - SAME_DAYS).max(0.0) / FADE_DAYS).exp()
}

/// Average linkage: joins the two groups with the highest mean likeness until it falls below the threshold. Pairs that
/// were never compared count as unlike.
fn link(similar: &[(u32, u32, f64)], groups: &mut Groups, count: usize) {
    let mut size = vec![0usize; count];
    for at in 0..count {
        size[groups.find(at)] += 1;
    }
    // Sums of likeness between groups, by their names.
    let mut sums: Vec<BTreeMap<usize, f64>> = vec![BTreeMap::new(); count];
    for &(a, b, likeness) in similar {
        let (a, b) = (groups.find(a as usize), groups.find(b as usize));
        if a != b {
            *sums[a].entry(b).or_default() += likeness;
            *sums[b].entry(a).or_default() += likeness;
        }
    }
    let mut queue = BinaryHeap::new();
    for a in 0..count {
        for (&b, &sum) in sums[a].range(a + 1..) {
            queue.extend(Candidate::new(a, b, sum, &size));
        }
    }
    while let Some(Candidate { mean, a, b }) = queue.pop() {
        let current = sums[a].get(&b).map(|sum| sum / (size[a] * size[b]) as f64);
        if current != Some(mean) {
            continue;
        }
        // The group with fewer neighbours is emptied into the other; its name stays the lesser of the two.
        groups.join(a, b);
        let (kept, gone) = (a.min(b), a.max(b));
        let moved = std::mem::take(&mut sums[gone]);
        size[kept] += size[gone];
        for (other, sum) in moved {
            sums[other].remove(&gone);
            if other != kept {
                *sums[kept].entry(other).or_default() += sum;
                *sums[other].entry(kept).or_default() += sum;
            }
        }
        for (&other, &sum) in &sums[kept] {
            queue.extend(Candidate::new(kept.min(other), kept.max(other), sum, &size));
        }
    }
}

/// Two groups that may be joined, the most alike first; of equals the first in order.
#[derive(PartialEq)]
struct Candidate {
    mean: f64,
    a: usize,
    b: usize,
}

impl Candidate {
    fn new(a: usize, b: usize, sum: f64, size: &[usize]) -> Option<Candidate> {
        let mean = sum / (size[a] * size[b]) as f64;
        (mean >= THRESHOLD).then_some(Candidate { mean, a, b })
    }
}

impl Eq for Candidate {}

impl Ord for Candidate {
    fn cmp(&self, other: &Candidate) -> Ordering {
        self.mean.total_cmp(&other.mean).then_with(|| (other.a, other.b).cmp(&(self.a, self.b)))
    }
}

impl PartialOrd for Candidate {
    fn partial_cmp(&self, other: &Candidate) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
