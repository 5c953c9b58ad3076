//! The family tree of each group of witnesses that share text.
//!
//! In: the pairs of witnesses that are copies of one another or of one text. Out: copy edges with probability and
//! evidence. Every witness gets its most probable source ([`super::sources`]), or none: then its text is its own, or
//! comes from a source that nobody has collected. A second source is added where the first does not explain a piece of
//! the text ([`super::second`]). Cycles are impossible by construction.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::model::{CopyEdge, Evidence, Passage, Span};

use super::align::Stretch;
use super::credits::{Credit, Head};
use super::edges::{Descent, Family};
use super::groups::Groups;
use super::passages::{Pair, passage};
use super::second;
use super::sources::{Below, Probabilities, Weights};
use super::tree::Edge;
use super::witness::Witness;

/// What is left of the probability of an unseen source: a page that no other explains may yet be a copy of one that was
/// reworded beyond what the weights foresee (scripts/reliability shows how often).
const UNSEEN: f64 = 0.8;
/// Probability that a shared piece of text of so many words goes back to one text, and that a shorter one does.
const ONE_TEXT: f32 = 0.97;
const ONE_TEXT_WORDS: u32 = 40;
const ONE_TEXT_SHORT: f32 = 0.8;
/// Roots around a bridge at most.
const BRIDGED: usize = 40;

/// What the trees say.
pub struct Lineage {
    pub edges: Vec<CopyEdge>,
    /// The edges (indices) to each unseen source; its label is settled when the stories are known.
    pub unseen: Vec<Vec<usize>>,
    pub comparisons: Vec<Comparison>,
}

/// A copy and an older witness of its wording, by their indices among all witnesses.
pub struct Comparison {
    pub child: usize,
    pub parent: usize,
    /// Probability that the child has its words from there; of a witness of an unseen source, from that source.
    pub p: f64,
    /// Words that the two share.
    pub words: u32,
    /// What is compared of these, seen from the child.
    pub stretches: Vec<Stretch>,
}

/// Everything that is known of the witnesses, by their index.
pub struct Collection<'w> {
    pub witnesses: &'w [Witness<'w>],
    pub credits: &'w [Vec<Credit>],
    pub outlets: &'w [Option<String>],
    pub heads: &'w [Head<'w>],
    /// Where each says that it found something out itself.
    pub own: &'w [Vec<Span>],
    /// Which of them say that they were changed after they came out.
    pub updated: &'w [bool],
}

/// The trees of all families, in the order of their first members.
pub fn trees(pairs: &[Pair], collection: &Collection<'_>) -> Lineage {
    let mut groups = Groups::new(collection.witnesses.len());
    pairs.iter().for_each(|pair| groups.join(pair.a as usize, pair.b as usize));
    let mut families: BTreeMap<usize, (Vec<u32>, Vec<&Pair>)> = BTreeMap::new();
    for pair in pairs {
        families.entry(groups.find(pair.a as usize)).or_default().1.push(pair);
    }
    for at in 0..collection.witnesses.len() {
        if let Some(family) = families.get_mut(&groups.find(at)) {
            family.0.push(at as u32);
        }
    }
    let families: Vec<_> = families.into_values().collect();
    let found: Vec<Lineage> =
        families.par_iter().map(|(members, pairs)| tree_of(&Family::new(members, pairs, collection))).collect();
    let mut out = Lineage { edges: Vec::new(), unseen: Vec::new(), comparisons: Vec::new() };
    for lineage in found {
        let first = out.edges.len();
        out.unseen.extend(lineage.unseen.into_iter().map(|group| group.into_iter().map(|at| at + first).collect()));
        out.edges.extend(lineage.edges);
        out.comparisons.extend(lineage.comparisons);
    }
    out
}

fn tree_of(family: &Family<'_>) -> Lineage {
    let count = family.members.len();
    let mut descents: HashMap<(usize, usize), Descent> = HashMap::new();
    let mut edges = Vec::new();
    for child in 0..count {
        for (parent, stretches) in &family.members[child].neighbours {
            let descent = family.descent(*parent, child, stretches);
            edges.push(Edge { from: *parent, to: child, weight: descent.weight });
            descents.insert((*parent, child), descent);
        }
    }
    let mut weights = Weights::new(family, edges);
    // A second source must not stand below the copy, so a tree of single sources comes first.
    let (singly, _) = weights.tree(family);
    let seconds = second::find(family, &descents, &Below::new(&singly));
    for edge in &mut weights.edges {
        edge.weight += seconds.get(&(edge.from, edge.to)).map_or(0.0, |second| second.gain);
    }
    let (mut parents, probabilities) = weights.tree(family);
    place_bridges(family, &mut parents, &probabilities);

    let mut lineage = Lineage { edges: Vec::new(), unseen: Vec::new(), comparisons: Vec::new() };
    let (mut roots, mut loose) = (Vec::new(), Vec::new());
    let below = Below::new(&parents);
    for child in 0..count {
        let Some(parent) = parents[child] else {
            roots.push((child, UNSEEN * probabilities.outside[child]));
            continue;
        };
        let p = pooled(family, child, parent, &probabilities);
        if p < f64::from(CopyEdge::POSSIBLE) {
            // One of many, or none of them: that it is a copy is all that can be said.
            let others =
                family.members[child].neighbours.iter().filter_map(|&(other, _)| probabilities.of.get(&(other, child)));
            let p = others.sum::<f64>() + UNSEEN * probabilities.outside[child];
            let root = std::iter::successors(Some(parent), |&at| parents[at]).last().unwrap_or(parent);
            loose.push((child, root, p.min(1.0)));
            continue;
        }
        let second = seconds.get(&(parent, child)).filter(|second| !below.holds(child, second.parent));
        let stretches = family.stretches(child, parent);
        // Who gave more of the text is the main source, whatever the tree needed first.
        let share = second.map_or(0.0, |second| second.share);
        let main = if share > 0.5 { p * (1.0 - share) } else { p };
        lineage.edges.push(edge(family, child, parent, main, stretches, &descents[&(parent, child)]));
        lineage.comparisons.push(comparison(family, child, parent, main, stretches.to_vec()));
        if let Some(second) = second {
            let p = if share > 0.5 { p * share } else { (p * share).min(p * 0.9) };
            let stretches = family.stretches(child, second.parent);
            let mut other = edge(family, child, second.parent, p, stretches, &descents[&(second.parent, child)]);
            if second.is_seam {
                other.evidence.push(Evidence::SpellingSeam);
                other.evidence.sort_unstable();
            }
            lineage.edges.push(other);
        }
    }
    add_unseen(family, &roots, &loose, &mut lineage);
    lineage
}

/// A root that shares text with two other roots that share none with each other draws on both: no single unseen source
/// explains the three. It gets the better of the two as its parent; the other becomes its second source.
fn place_bridges(family: &Family<'_>, parents: &mut [Option<usize>], probabilities: &Probabilities) {
    let shares = |a: usize, b: usize| !family.stretches(a, b).is_empty();
    let best = |root: usize, parents: &[Option<usize>]| -> Option<(f64, usize)> {
        let above = |&other: &usize| std::iter::successors(parents[other], |&parent| parents[parent]);
        let others = family.members[root].neighbours.iter().map(|&(other, _)| other);
        let others = others.filter(|other| above(other).all(|ancestor| ancestor != root));
        let likely = others.map(|other| (probabilities.of.get(&(other, root)).copied().unwrap_or(0.0), other));
        likely.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
    };
    let is_bridge = |root: usize, parents: &[Option<usize>]| {
        let others = family.members[root].neighbours.iter().map(|&(other, _)| other);
        let others: Vec<usize> = others.filter(|&other| parents[other].is_none()).collect();
        // So many roots that share text are copies of one unseen page; looking at all their pairs would take too long.
        others.len() <= BRIDGED && others.iter().enumerate().any(|(at, &a)| others[..at].iter().any(|&b| !shares(a, b)))
    };
    let mut roots: Vec<(f64, usize)> = (0..parents.len())
        .filter(|&root| parents[root].is_none() && is_bridge(root, parents))
        .map(|root| (best(root, parents).map_or(0.0, |(p, _)| p), root))
        .collect();
    // Of several the likeliest copy first, which leaves the others none to bridge; of equals what came out last.
    roots.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.cmp(&a.1)));
    for (_, root) in roots {
        if is_bridge(root, parents) {
            parents[root] = best(root, parents).map(|(_, parent)| parent);
        }
    }
}

/// The probability that a copy has its words from a page or from one that has the very same words of it: of two such pages
/// nobody can tell, and need not, which was before the copyist.
fn pooled(family: &Family<'_>, child: usize, parent: usize, probabilities: &Probabilities) -> f64 {
    let words = |other: usize| family.stretches(child, other).iter().flat_map(|stretch| &stretch.runs);
    let said = |other: usize| words(other).map(|run| (run.a, run.len));
    let equal = family.members[child].neighbours.iter().map(|&(other, _)| other);
    let equal = equal.filter(|&other| other == parent || said(other).eq(said(parent)));
    let p = equal.filter_map(|other| probabilities.of.get(&(other, child)));
    p.sum::<f64>().min(1.0)
}

fn comparison(family: &Family<'_>, child: usize, parent: usize, p: f64, stretches: Vec<Stretch>) -> Comparison {
    let at = |member: usize| family.members[member].at as usize;
    let words = family.stretches(child, parent).iter().map(Stretch::words).sum();
    Comparison { child: at(child), parent: at(parent), p, words, stretches }
}

/// The probability that passages go back to one text.
fn one_text(passages: &[Passage]) -> f32 {
    let words: u32 = passages.iter().map(|passage| passage.words).sum();
    if words >= ONE_TEXT_WORDS { ONE_TEXT } else { ONE_TEXT_SHORT }
}

fn edge(
    family: &Family<'_>,
    child: usize,
    parent: usize,
    p: f64,
    stretches: &[Stretch],
    descent: &Descent,
) -> CopyEdge {
    let (younger, older) = (family.witness(child), family.witness(parent));
    let passages: Vec<Passage> = stretches.iter().map(|stretch| passage(stretch, younger, older)).collect();
    CopyEdge {
        child: younger.id().to_owned(),
        parent: Some(older.id().to_owned()),
        missing: None,
        p: p as f32,
        one_text: one_text(&passages),
        passages,
        evidence: descent.evidence.clone(),
    }
}

/// Edges to unseen sources: for roots that credit one, for roots that share text which neither has from the other, and for the
/// copies below a root whose source nobody can name.
fn add_unseen(family: &Family<'_>, roots: &[(usize, f64)], loose: &[(usize, usize, f64)], lineage: &mut Lineage) {
    let place: HashMap<usize, usize> = roots.iter().enumerate().map(|(place, &(root, _))| (root, place)).collect();
    let mut groups = Groups::new(roots.len());
    for (place_here, &(root, _)) in roots.iter().enumerate() {
        for (other, _) in &family.members[root].neighbours {
            if let Some(&place_there) = place.get(other) {
                groups.join(place_here, place_there);
            }
        }
    }
    let mut by_group: BTreeMap<usize, Vec<(usize, f64)>> = BTreeMap::new();
    for (place, &root) in roots.iter().enumerate() {
        by_group.entry(groups.find(place)).or_default().push(root);
    }
    for &(child, root, p) in loose {
        if let Some(&place) = place.get(&root) {
            by_group.entry(groups.find(place)).or_default().push((child, p));
        }
    }
    for group in by_group.into_values() {
        // The name that most of the roots credit; of equals the first in the text of the first.
        let mut names: Vec<(&Credit, usize)> = Vec::new();
        for credit in group.iter().filter_map(|&(root, _)| family.absent_credit(root)) {
            match names.iter_mut().find(|(known, _)| known.key == credit.key) {
                Some((_, count)) => *count += 1,
                None => names.push((credit, 1)),
            }
        }
        let named = names.iter().rev().max_by_key(|(_, count)| *count).map(|&(credit, _)| credit);
        if group.len() < 2 && named.is_none() {
            continue;
        }
        let is_alone = group.len() < 2;
        let mut edges = Vec::new();
        for (root, p) in group {
            // The source is unseen, but its other copies witness its wording where they agree against this one.
            for (other, stretches) in &family.members[root].neighbours {
                let against: Vec<Stretch> =
                    stretches.iter().flat_map(|stretch| family.parts_against(root, stretch)).collect();
                if !against.is_empty() {
                    lineage.comparisons.push(comparison(family, root, *other, p / UNSEEN, against));
                }
            }
            let mut evidence = vec![Evidence::SharedPassage];
            if named.is_some_and(|name| family.members[root].credits.iter().any(|credit| credit.key == name.key)) {
                evidence.push(Evidence::ExplicitCredit);
            }
            edges.push(lineage.edges.len());
            let passages = shared_passages(family, root);
            lineage.edges.push(CopyEdge {
                child: family.witness(root).id().to_owned(),
                parent: None,
                missing: named.and_then(|credit| credit.name.clone()),
                p: p as f32,
                one_text: if is_alone { p as f32 } else { one_text(&passages) },
                passages,
                evidence,
            });
        }
        lineage.unseen.push(edges);
    }
}

/// The text of a member that any relative shares.
fn shared_passages(family: &Family<'_>, member: usize) -> Vec<Passage> {
    let witness = family.witness(member);
    let mut shared = vec![false; witness.words.len()];
    for (_, stretches) in &family.members[member].neighbours {
        stretches.iter().for_each(|stretch| shared[stretch.a()].fill(true));
    }
    passages_of(witness, &shared)
}

/// Passages without a parent, one for each run of marked words.
pub fn passages_of(witness: &Witness<'_>, marked: &[bool]) -> Vec<Passage> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < marked.len() {
        if !marked[at] {
            at += 1;
            continue;
        }
        let start = at;
        while at < marked.len() && marked[at] {
            at += 1;
        }
        out.push(Passage {
            child: witness.span(start..at),
            parent: None,
            words: (at - start) as u32,
            edits: 0,
            changes: Vec::new(),
        });
    }
    out
}
