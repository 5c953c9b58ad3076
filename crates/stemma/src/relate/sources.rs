//! Which source each member of a family has, and how probable every possible one is.
//!
//! In: the log weights of a family's edges. Out: a parent for each member, or none ("from outside the collection": an
//! original, or a copy of a page that nobody collected), and the probability of every source. Two hypotheses are weighed
//! against each other: the original is a member, or it is lost (the archetype of textual criticism: Maas 1957). The
//! probabilities are those of the edges over all trees ([`super::marginals`]); of all trees the one is chosen that is
//! expected to have most edges right, which is the maximum arborescence over them ([`super::tree`]).

use std::collections::HashMap;

use super::edges::Family;
use super::marginals::{Hypothesis, marginals};
use super::tree::{self, Edge};

/// Log odds against a source outside the collection where the original is a member: for a member that credits a page which
/// nobody collected, and for any other.
const OUTSIDE_CREDITED: f64 = -3.0;
const OUTSIDE: f64 = -6.0;
/// ... and where the original is lost: next to all that its copies may have from each other.
const DIRECT_CREDITED: f64 = 0.0;
const DIRECT: f64 = -2.5;
/// Log odds of a lost original: when a member credits it, and when none does.
const LOST_OWED: f64 = -1.0;
const LOST: f64 = -5.0;
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
/// Members up to which all trees of a family are summed: the work grows with the cube.
const SUMMED: usize = 200;
/// Members above which a family is ordered in time and not searched for the best tree.
const SEARCHED: usize = 1500;

/// All that is known of a family's edges before a tree is chosen.
pub struct Weights {
    /// Between members.
    pub edges: Vec<Edge>,
    /// The original is a member; or nobody collected it.
    present: Hypothesis,
    lost: Hypothesis,
}

pub struct Probabilities {
    /// Of (parent, child).
    pub of: HashMap<(usize, usize), f64>,
    /// Of having the text from outside the collection.
    pub outside: Vec<f64>,
}

impl Weights {
    pub fn new(family: &Family<'_>, edges: Vec<Edge>) -> Weights {
        let odds: Vec<f64> = (0..family.members.len()).map(|member| family.outside_odds(member)).collect();
        Weights { edges, present: present(family, &odds), lost: lost(family, &odds) }
    }

    /// The parent of every member, and how probable each source of each member is.
    pub fn tree(&self, family: &Family<'_>) -> (Vec<Option<usize>>, Probabilities) {
        let count = family.members.len();
        let hypotheses = [&self.present, &self.lost];
        let found = (count <= SUMMED).then(|| marginals(count, &self.edges, &hypotheses, TEMPERATURE)).flatten();
        if let Some(found) = found {
            let chosen = rooted(&self.edges, &found.edges, &found.outside);
            let of = self.edges.iter().zip(&found.edges).map(|(edge, &p)| ((edge.from, edge.to), p)).collect();
            return (
                self.parents(&tree::best(count + 1, &chosen), &chosen),
                Probabilities { of, outside: found.outside },
            );
        }
        self.best(family)
    }

    /// The same for families too large to sum over all trees: the best tree, and each source against its rivals.
    fn best(&self, family: &Family<'_>) -> (Vec<Option<usize>>, Probabilities) {
        let count = family.members.len();
        let outside_odds = if family.owes() { &self.lost.outside } else { &self.present.outside };
        let weights: Vec<f64> = self.edges.iter().map(|edge| edge.weight).collect();
        let edges = rooted(&self.edges, &weights, outside_odds);
        let chosen =
            if count <= SEARCHED { best_tree(&self.present, &edges, count) } else { in_time_order(family, &edges) };
        let parents = self.parents(&chosen, &edges);
        let below = Below::new(&parents);
        let mut of = HashMap::new();
        let mut outside = vec![0.0; count];
        let mut rivals: Vec<Vec<(usize, f64)>> = vec![Vec::new(); count];
        for edge in self.edges.iter().filter(|edge| !below.holds(edge.to, edge.from)) {
            rivals[edge.to].push((edge.from, edge.weight));
        }
        for child in 0..count {
            // The share of each among all that the child may have its text from.
            let out = outside_odds[child];
            let top = rivals[child].iter().map(|&(_, weight)| weight).fold(out, f64::max);
            let odds = |weight: f64| ((weight - top) / TEMPERATURE).exp();
            let all = odds(out) + rivals[child].iter().map(|&(_, weight)| odds(weight)).sum::<f64>();
            outside[child] = odds(out) / all;
            of.extend(rivals[child].iter().map(|&(parent, weight)| ((parent, child), odds(weight) / all)));
        }
        (parents, Probabilities { of, outside })
    }

    fn parents(&self, chosen: &[Option<usize>], edges: &[Edge]) -> Vec<Option<usize>> {
        chosen[1..].iter().map(|chosen| chosen.and_then(|edge| edges[edge].from.checked_sub(1))).collect()
    }
}

/// The edges with other weights, and those from the root, which stands for "from outside", as node 0.
fn rooted(edges: &[Edge], weights: &[f64], outside: &[f64]) -> Vec<Edge> {
    let roots = outside.iter().enumerate().map(|(child, &weight)| Edge { from: 0, to: child + 1, weight });
    let inner = edges.iter().zip(weights);
    roots.chain(inner.map(|(edge, &weight)| Edge { from: edge.from + 1, to: edge.to + 1, weight })).collect()
}

/// The original is one of the members: all others that have no source among them are a surprise.
fn present(family: &Family<'_>, odds: &[f64]) -> Hypothesis {
    let outside = |(member, odds): (usize, &f64)| {
        odds - family.own_report(member)
            + if family.absent_credit(member).is_some() { OUTSIDE_CREDITED } else { OUTSIDE }
    };
    let original =
        |(member, &odds): (usize, &f64)| (member, (odds + FREE).min(0.0).max(odds) + original_prior(family, member));
    Hypothesis {
        prior: 0.0,
        outside: odds.iter().enumerate().map(outside).collect(),
        originals: odds.iter().enumerate().map(original).collect(),
    }
}

/// Nobody collected the original: any member may have its text from there, and those best that say so.
fn lost(family: &Family<'_>, odds: &[f64]) -> Hypothesis {
    let outside = |(member, odds): (usize, &f64)| {
        odds - family.own_report(member) + if family.absent_credit(member).is_some() { DIRECT_CREDITED } else { DIRECT }
    };
    Hypothesis {
        prior: if family.owes() { LOST_OWED } else { LOST },
        outside: odds.iter().enumerate().map(outside).collect(),
        originals: Vec::new(),
    }
}

/// The best tree over all choices of the one member that needs no source: the wording of an original costs nothing,
/// however few copied it faithfully. All others from outside pay for theirs.
fn best_tree(present: &Hypothesis, edges: &[Edge], count: usize) -> Vec<Option<usize>> {
    let mut spread = vec![0.0; count + 1];
    edges
        .iter()
        .filter(|edge| edge.from != 0)
        .for_each(|edge| spread[edge.from] += edge.weight.max(LEAST_WEIGHT) - LEAST_WEIGHT);
    let mut originals = present.originals.clone();
    originals.sort_by(|&(a, _), &(b, _)| spread[b + 1].total_cmp(&spread[a + 1]).then(a.cmp(&b)));
    originals.truncate(ORIGINALS_TRIED);
    let mut best: Option<(f64, Vec<Option<usize>>)> = None;
    for (original, weight) in originals {
        let mut within: Vec<Edge> = edges.to_vec();
        // The edges from the root come first, in the order of the members.
        within[original].weight = weight;
        let chosen = tree::best(count + 1, &within);
        let sum: f64 = chosen.iter().flatten().map(|&edge| within[edge].weight).sum();
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

/// Which members stand below which in a forest: numbered in the order of a walk, those below a node are one stretch.
pub struct Below {
    first: Vec<u32>,
    last: Vec<u32>,
}

impl Below {
    pub fn new(parents: &[Option<usize>]) -> Below {
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
    pub fn holds(&self, node: usize, member: usize) -> bool {
        (self.first[node]..=self.last[node]).contains(&self.first[member])
    }
}
