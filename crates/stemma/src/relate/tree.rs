//! The best tree: of all ways to give every node one parent without cycles, the one with the greatest sum of weights.
//!
//! Chu & Liu (1965), Edmonds (1967): every node takes its best entering edge; a cycle is contracted into one node, whose
//! entering edges pay what the cycle loses; the rest is solved in the same way. Node 0 is the root. Ties go to the edge
//! that was given first, so the result is fixed by the order of the edges.

/// A possible edge with its weight (a log probability, or any number that sums).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    pub from: usize,
    pub to: usize,
    pub weight: f64,
}

/// For every node but the root the index of its edge in `edges`. `None` for the root, and for a node that no path from
/// the root reaches.
pub fn best(nodes: usize, edges: &[Edge]) -> Vec<Option<usize>> {
    let numbered: Vec<Numbered> = edges
        .iter()
        .enumerate()
        .filter(|(_, edge)| edge.from != edge.to && edge.to != 0 && edge.from < nodes && edge.to < nodes)
        .map(|(number, &edge)| Numbered { number, edge })
        .collect();
    let mut chosen = vec![None; nodes];
    for number in solve(nodes, &numbered) {
        chosen[edges[number].to] = Some(number);
    }
    chosen
}

#[derive(Clone, Copy)]
struct Numbered {
    number: usize,
    edge: Edge,
}

/// The numbers of the chosen edges.
fn solve(nodes: usize, edges: &[Numbered]) -> Vec<usize> {
    let mut entering: Vec<Option<usize>> = vec![None; nodes];
    for (at, candidate) in edges.iter().enumerate() {
        let best = &mut entering[candidate.edge.to];
        if best.is_none_or(|now| edges[now].edge.weight < candidate.edge.weight) {
            *best = Some(at);
        }
    }
    let Some(cycle) = cycle(nodes, edges, &entering) else {
        return entering.into_iter().flatten().map(|at| edges[at].number).collect();
    };
    let mut inside = vec![false; nodes];
    cycle.iter().for_each(|&node| inside[node] = true);
    // The cycle becomes one new node, the last; the others keep their order.
    let mut renamed = vec![0; nodes];
    let mut count = 0;
    for node in 0..nodes {
        if !inside[node] {
            renamed[node] = count;
            count += 1;
        }
    }
    let cycle_node = count;
    cycle.iter().for_each(|&node| renamed[node] = cycle_node);
    let mut contracted = Vec::with_capacity(edges.len());
    let mut enters = vec![None; edges.iter().map(|candidate| candidate.number + 1).max().unwrap_or(0)];
    for candidate in edges {
        let Edge { from, to, mut weight } = candidate.edge;
        if inside[from] && inside[to] {
            continue;
        }
        if inside[to] {
            weight -= entering[to].map_or(0.0, |at| edges[at].edge.weight);
            enters[candidate.number] = Some(to);
        }
        let edge = Edge { from: renamed[from], to: renamed[to], weight };
        contracted.push(Numbered { number: candidate.number, edge });
    }
    let mut chosen = solve(count + 1, &contracted);
    let broken = chosen.iter().find_map(|&number| enters[number]);
    for node in cycle {
        if Some(node) != broken
            && let Some(at) = entering[node]
        {
            chosen.push(edges[at].number);
        }
    }
    chosen
}

/// The nodes of a cycle among the entering edges, if there is one.
fn cycle(nodes: usize, edges: &[Numbered], entering: &[Option<usize>]) -> Option<Vec<usize>> {
    let mut visited = vec![0; nodes];
    for start in 1..nodes {
        let mut node = start;
        while visited[node] == 0 {
            visited[node] = start;
            match entering[node] {
                Some(at) => node = edges[at].edge.from,
                None => break,
            }
        }
        if visited[node] == start && entering[node].is_some() {
            let mut cycle = vec![node];
            let mut next = edges[entering[node]?].edge.from;
            while next != node {
                cycle.push(next);
                next = edges[entering[next]?].edge.from;
            }
            return Some(cycle);
        }
    }
    None
}
