//! The family tree of each group of witnesses that share text.
//!
//! In: the pairs of witnesses that are copies of one another or of one text. Out: copy edges with probability and
//! evidence. Every witness gets its most probable source by the minimum arborescence over the log odds of
//! [`super::edges`], in which a root stands for "from outside the collection": an original, or a source nobody has
//! collected. A second source is added where the first does not have a passage. Cycles are impossible by construction.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use crate::model::{CopyEdge, Evidence, Passage};

use super::align::Stretch;
use super::credits::Credit;
use super::edges::{Descent, Family};
use super::groups::Groups;
use super::passages::{Pair, passage};
use super::tree::{self, Edge};
use super::witness::Witness;

/// Log odds against a source outside the collection: when the child credits one, when a relative does, when nobody does.
const OUTSIDE_CREDITED: f64 = -0.5;
const OUTSIDE_CREDITED_BY_RELATIVE: f64 = -3.0;
const OUTSIDE: f64 = -6.0;
/// Log odds of being the original when relatives credit the member.
const ORIGINAL: f64 = 2.0;
/// Members that are tried as the original, those that explain the others best first.
const ORIGINALS_TRIED: usize = 24;
/// What an original is spared at most: its wording may be a minority's because few copied it faithfully.
const FREE: f64 = 5.0;
/// Weights below count as this when members are ranked by how well they explain the others.
const LEAST_WEIGHT: f64 = -40.0;
/// The weights are sums of features that are not independent: dividing them keeps the probabilities honest.
const TEMPERATURE: f64 = 2.0;
/// Words of a passage that make a second source.
const SECOND_WORDS: usize = 16;
/// Members above which a family is ordered in time and not searched for the best tree.
const SEARCHED: usize = 1500;

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
    /// Seen from the child.
    pub stretches: Vec<Stretch>,
}

/// Everything that is known of the witnesses, by their index.
pub struct Collection<'w> {
    pub witnesses: &'w [Witness<'w>],
    pub credits: &'w [Vec<Credit>],
    pub outlets: &'w [Option<String>],
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
    let found: Vec<Lineage> = families
        .par_iter()
        .map(|(members, pairs)| {
            let Collection { witnesses, credits, outlets } = collection;
            let family = Family::new(members, pairs, credits, outlets, witnesses);
            tree_of(&family)
        })
        .collect();
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
    let outside: Vec<f64> = (0..count).map(|child| family.outside_odds(child) + outside_prior(family, child)).collect();
    for child in 0..count {
        edges.push(Edge { from: 0, to: child + 1, weight: outside[child] });
        for (parent, stretches) in &family.members[child].neighbours {
            let descent = family.descent(*parent, child, stretches);
            edges.push(Edge { from: parent + 1, to: child + 1, weight: descent.weight });
            descents.insert((*parent, child), descent);
        }
    }
    let chosen = if count <= SEARCHED { best_tree(family, &edges) } else { in_time_order(family, &edges) };
    let mut parents: Vec<Option<usize>> =
        (0..count).map(|child| chosen[child + 1].and_then(|edge| edges[edge].from.checked_sub(1))).collect();

    place_bridges(family, &mut parents, &descents);

    let mut lineage = Lineage { edges: Vec::new(), unseen: Vec::new(), comparisons: Vec::new() };
    let mut roots = Vec::new();
    let below = Below::new(&parents);
    for child in 0..count {
        let rivals: Vec<(usize, f64)> = family.members[child]
            .neighbours
            .iter()
            .filter(|(parent, _)| !below.holds(child, *parent))
            .map(|(parent, _)| (*parent, descents[&(*parent, child)].weight))
            .collect();
        let Some(parent) = parents[child] else {
            roots.push((child, probability(outside[child], outside[child], &rivals)));
            continue;
        };
        let p = probability(descents[&(parent, child)].weight, outside[child], &rivals);
        let second = second_parent(family, child, parent, &rivals);
        // Who gave more of the text is the main source, whatever the tree needed first.
        let share = second.map_or(0.0, |(_, share)| share);
        let main = if share > 0.5 { p * (1.0 - share) } else { p };
        let stretches = family.stretches(child, parent);
        lineage.edges.push(edge(family, child, parent, main, stretches, &descents[&(parent, child)]));
        lineage.comparisons.push(comparison(family, child, parent, stretches.to_vec()));
        if let Some((second, share)) = second {
            let p = if share > 0.5 { p * share } else { (p * share).min(p * 0.9) };
            let stretches = family.stretches(child, second);
            lineage.edges.push(edge(family, child, second, p, stretches, &descents[&(second, child)]));
        }
    }
    add_unseen(family, &roots, &mut lineage);
    lineage
}

/// A root that shares text with two other roots that share none with each other draws on both: no single unseen source
/// explains the three. It gets the better of the two as its parent; the other becomes its second source.
fn place_bridges(family: &Family<'_>, parents: &mut [Option<usize>], descents: &HashMap<(usize, usize), Descent>) {
    let shares = |a: usize, b: usize| !family.stretches(a, b).is_empty();
    // What came out last draws on what was there.
    for root in (0..parents.len()).rev() {
        if parents[root].is_some() {
            continue;
        }
        let others: Vec<usize> = family.members[root]
            .neighbours
            .iter()
            .map(|&(other, _)| other)
            .filter(|&other| parents[other].is_none())
            .collect();
        // So many roots that share text are copies of one unseen page; looking at all their pairs would take too long.
        if others.len() > BRIDGED {
            continue;
        }
        let is_bridge = others.iter().enumerate().any(|(at, &a)| others[..at].iter().any(|&b| !shares(a, b)));
        if is_bridge {
            let below = Below::new(parents);
            let best = family.members[root]
                .neighbours
                .iter()
                .map(|&(other, _)| other)
                .filter(|&other| !below.holds(root, other))
                .max_by(|&a, &b| descents[&(a, root)].weight.total_cmp(&descents[&(b, root)].weight).then(b.cmp(&a)));
            parents[root] = best;
        }
    }
}

fn comparison(family: &Family<'_>, child: usize, parent: usize, stretches: Vec<Stretch>) -> Comparison {
    let at = |member: usize| family.members[member].at as usize;
    Comparison { child: at(child), parent: at(parent), stretches }
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
    CopyEdge {
        child: younger.id().to_owned(),
        parent: Some(older.id().to_owned()),
        missing: None,
        p: p as f32,
        passages: stretches.iter().map(|stretch| passage(stretch, younger, older)).collect(),
        evidence: descent.evidence.clone(),
    }
}

/// Share of one alternative among all that the child has.
fn probability(weight: f64, outside: f64, rivals: &[(usize, f64)]) -> f64 {
    let top = rivals.iter().map(|&(_, weight)| weight).fold(outside, f64::max).max(weight);
    let odds = |weight: f64| ((weight - top) / TEMPERATURE).exp();
    odds(weight) / (odds(outside) + rivals.iter().map(|&(_, weight)| odds(weight)).sum::<f64>())
}

/// Which members stand below which in a forest: numbered in the order of a walk, those below a node are one stretch.
struct Below {
    first: Vec<u32>,
    last: Vec<u32>,
}

impl Below {
    fn new(parents: &[Option<usize>]) -> Below {
        let mut children: Vec<Vec<u32>> = vec![Vec::new(); parents.len()];
        for (child, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent {
                children[*parent].push(child as u32);
            }
        }
        let mut below = Below { first: vec![0; parents.len()], last: vec![0; parents.len()] };
        let mut number = 0;
        for root in (0..parents.len()).filter(|&root| parents[root].is_none()) {
            // (node, children walked)
            let mut path = vec![(root, 0)];
            below.first[root] = number;
            while let Some((node, walked)) = path.last_mut() {
                if let Some(&child) = children[*node].get(*walked) {
                    *walked += 1;
                    number += 1;
                    below.first[child as usize] = number;
                    path.push((child as usize, 0));
                } else {
                    below.last[*node] = number;
                    path.pop();
                }
            }
            number += 1;
        }
        below
    }

    /// Whether `member` is `node` or stands below it.
    fn holds(&self, node: usize, member: usize) -> bool {
        (self.first[node]..=self.last[node]).contains(&self.first[member])
    }
}

/// The source of the passages that the main parent does not have, with the share of the child's shared words it explains.
fn second_parent(family: &Family<'_>, child: usize, parent: usize, rivals: &[(usize, f64)]) -> Option<(usize, f64)> {
    let copy = family.witness(child);
    let mut explained = vec![false; copy.words.len()];
    let mut shared = 0;
    for stretch in family.stretches(child, parent) {
        explained[stretch.a()].fill(true);
        shared += stretch.words() as usize;
    }
    let child_time = copy.published;
    let mut best: Option<(usize, f64, usize)> = None;
    for &(rival, weight) in rivals.iter().filter(|&&(rival, _)| rival != parent) {
        if child_time.is_before(family.witness(rival).published) {
            continue;
        }
        let mut gain = 0;
        for stretch in family.stretches(child, rival) {
            let new = stretch.runs.iter().flat_map(|run| run.a..run.a + run.len);
            let new = new.filter(|&at| !explained[at as usize] && !copy.words[at as usize].is_of_label()).count();
            if new >= SECOND_WORDS {
                gain += new;
            }
        }
        if gain > 0 && best.is_none_or(|(most, heaviest, _)| (gain, weight) > (most, heaviest)) {
            best = Some((gain, weight, rival));
        }
    }
    best.map(|(gain, _, rival)| (rival, gain as f64 / (gain + shared).max(1) as f64))
}

fn outside_prior(family: &Family<'_>, child: usize) -> f64 {
    if family.absent_credit(child).is_some() {
        OUTSIDE_CREDITED
    } else if family.owes() {
        OUTSIDE_CREDITED_BY_RELATIVE
    } else {
        OUTSIDE
    }
}

/// Edges to unseen sources: for roots that credit one, and for roots that share text which neither has from the other.
fn add_unseen(family: &Family<'_>, roots: &[(usize, f64)], lineage: &mut Lineage) {
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
        let mut edges = Vec::new();
        for (root, p) in group {
            // The source is unseen, but its other copies witness its wording where they agree against this one.
            for (other, stretches) in &family.members[root].neighbours {
                let against: Vec<Stretch> =
                    stretches.iter().flat_map(|stretch| family.parts_against(root, stretch)).collect();
                if !against.is_empty() {
                    lineage.comparisons.push(comparison(family, root, *other, against));
                }
            }
            let mut evidence = vec![Evidence::SharedPassage];
            if named.is_some_and(|name| family.members[root].credits.iter().any(|credit| credit.key == name.key)) {
                evidence.push(Evidence::ExplicitCredit);
            }
            edges.push(lineage.edges.len());
            lineage.edges.push(CopyEdge {
                child: family.witness(root).id().to_owned(),
                parent: None,
                missing: named.and_then(|credit| credit.name.clone()),
                p: p as f32,
                passages: shared_passages(family, root),
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

/// The best tree over all choices of the one member that needs no source: the wording of an original costs nothing,
/// however few copied it faithfully. All others from outside pay for theirs.
fn best_tree(family: &Family<'_>, edges: &[Edge]) -> Vec<Option<usize>> {
    let count = family.members.len();
    let mut spread = vec![0.0; count + 1];
    edges
        .iter()
        .filter(|edge| edge.from != 0)
        .for_each(|edge| spread[edge.from] += edge.weight.max(LEAST_WEIGHT) - LEAST_WEIGHT);
    let mut originals: Vec<usize> = (0..edges.len()).filter(|&edge| edges[edge].from == 0).collect();
    originals.sort_by(|&a, &b| spread[edges[b].to].total_cmp(&spread[edges[a].to]).then(a.cmp(&b)));
    originals.truncate(ORIGINALS_TRIED);
    let sum = |edges: &[Edge], chosen: &[Option<usize>]| -> f64 {
        chosen.iter().flatten().map(|&edge| edges[edge].weight).sum()
    };
    let mut best: Option<(f64, Vec<Option<usize>>)> = None;
    for original in originals {
        let mut within: Vec<Edge> = edges.to_vec();
        let paid = edges[original].weight;
        within[original].weight = paid.max(original_prior(family, edges[original].to - 1).min(paid + FREE));
        let chosen = tree::best(count + 1, &within);
        let sum = sum(&within, &chosen);
        if best.as_ref().is_none_or(|(most, _)| sum > most + 1e-9) {
            best = Some((sum, chosen));
        }
    }
    best.map_or_else(|| vec![None; count + 1], |(_, chosen)| chosen)
}

/// The log odds of being the original of the family.
fn original_prior(family: &Family<'_>, member: usize) -> f64 {
    if family.is_credited(member) {
        ORIGINAL
    } else if family.members[member].article_credits().next().is_some() {
        -ORIGINAL
    } else {
        0.0
    }
}

/// For families too large to search: each member takes its best parent among those that stand before it in time.
fn in_time_order(family: &Family<'_>, edges: &[Edge]) -> Vec<Option<usize>> {
    let key = |node: usize| (family.witness(node - 1).published.to, node);
    let mut chosen: Vec<Option<usize>> = vec![None; family.members.len() + 1];
    for (number, edge) in edges.iter().enumerate() {
        let earlier = edge.from == 0 || key(edge.from) < key(edge.to);
        if earlier && chosen[edge.to].is_none_or(|now| edges[now].weight < edge.weight) {
            chosen[edge.to] = Some(number);
        }
    }
    chosen
}
