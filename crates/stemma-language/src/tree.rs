//! Finishes a parse: gives lifted arcs their true heads back, and finds where sentences start. Arcs come in and are changed in place, a
//! flag per token goes out. The search for a true head is breadth-first below the present head, and gives up after a fixed number
//! of tokens, so that no text makes it slow.

use crate::parser::{Arc, Label};

/// Tokens that the search for a true head looks at.
const SEARCH_LIMIT: usize = 4_096;
const LARGEST_ROUND: usize = 11;

/// The first and last token under each token.
struct Edges {
    left: Vec<u32>,
    right: Vec<u32>,
}

/// Resolves the double labels; returns for each token whether it starts a sentence.
pub(crate) fn finish(arcs: &mut [Arc], is_space: impl Fn(usize) -> bool) -> Vec<bool> {
    let mut edges = edges(arcs);
    if arcs.iter().any(|arc| arc.label.head_relation.is_some()) {
        restore_heads(arcs, &edges, is_space);
        edges = self::edges(arcs);
    }
    let mut starts = vec![false; arcs.len()];
    for (token, arc) in arcs.iter().enumerate() {
        if arc.head as usize == token {
            starts[edges.left[token] as usize] = true;
        }
    }
    starts
}

/// Grows the edges until every head stands in its token's sentence; a non-projective tree can need several rounds.
fn edges(arcs: &[Arc]) -> Edges {
    let count = arcs.len() as u32;
    let mut edges = Edges { left: (0..count).collect(), right: (0..count).collect() };
    for _ in 0..=LARGEST_ROUND {
        for token in (0..arcs.len()).chain((0..arcs.len()).rev()) {
            let head = arcs[token].head as usize;
            edges.left[head] = edges.left[head].min(edges.left[token]);
            edges.right[head] = edges.right[head].max(edges.right[token]);
        }
        if heads_are_within_sentences(arcs, &edges) {
            break;
        }
    }
    edges
}

fn heads_are_within_sentences(arcs: &[Arc], edges: &Edges) -> bool {
    let mut starts = vec![false; arcs.len()];
    for (token, arc) in arcs.iter().enumerate() {
        if arc.head as usize == token {
            starts[edges.left[token] as usize] = true;
        }
    }
    let mut start = 0;
    for end in 0..arcs.len() {
        if (end > 0 && starts[end]) || end + 1 == arcs.len() {
            if arcs[start..end].iter().any(|arc| (arc.head as usize) < start || arc.head as usize > end) {
                return false;
            }
            start = end;
        }
    }
    true
}

fn restore_heads(arcs: &mut [Arc], edges: &Edges, is_space: impl Fn(usize) -> bool) {
    let mut children: Vec<Vec<u32>> = vec![Vec::new(); arcs.len()];
    for (token, arc) in arcs.iter().enumerate() {
        if arc.head as usize != token {
            children[arc.head as usize].push(token as u32);
        }
    }
    for token in 0..arcs.len() {
        let Arc { head, label: Label { relation, head_relation: Some(wanted) } } = arcs[token] else {
            continue;
        };
        let found = search(arcs, &children, token, wanted, &is_space);
        arcs[token].label = Label { relation, head_relation: None };
        let Some(found) = found else { continue };
        arcs[token].head = found;
        children[head as usize].retain(|child| *child as usize != token);
        // A new child beyond the edges of its head stays unseen by later searches, as it does in spaCy.
        let reach = edges.left[found as usize]..=edges.right[found as usize];
        if reach.contains(&(token as u32)) {
            let siblings = &mut children[found as usize];
            let place = siblings.partition_point(|sibling| (*sibling as usize) < token);
            siblings.insert(place, token as u32);
        }
    }
}

fn search(
    arcs: &[Arc],
    children: &[Vec<u32>],
    token: usize,
    wanted: &str,
    is_space: &impl Fn(usize) -> bool,
) -> Option<u32> {
    let mut queue = vec![arcs[token].head];
    let mut at = 0;
    while at < queue.len() && at < SEARCH_LIMIT {
        for child in &children[queue[at] as usize] {
            let index = *child as usize;
            if index == token || is_space(index) {
                continue;
            }
            let label = arcs[index].label;
            if label.head_relation.is_none() && label.relation == wanted {
                return Some(*child);
            }
            queue.push(*child);
        }
        at += 1;
    }
    None
}
