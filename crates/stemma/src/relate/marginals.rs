//! How probable every edge is over all trees, and not in the best one alone.
//!
//! In: the log weight of every possible edge of a family, and the hypotheses about its original. Out: for every member the
//! probability of each of its sources. The sum over all trees is a determinant (the matrix-tree theorem: Tutte 1948; for
//! directed trees with marginals Koo, Globerson, Carreras & Collins 2007; Smith & Smith 2007). Two pages that may as
//! well have been copied one way as the other get the same probability both ways, which the best tree cannot say.

use super::tree::Edge;

/// What may be true of the original of a family.
pub struct Hypothesis {
    /// Log weight of the hypothesis itself.
    pub prior: f64,
    /// For every member the log weight of having its text from outside the collection.
    pub outside: Vec<f64>,
    /// Of these the ones that, one at a time, may be the original, with its log weight then; empty: none of them is.
    pub originals: Vec<(usize, f64)>,
}

/// Probabilities of sources: of every given edge, and of every member's having its text from outside.
pub struct Marginals {
    pub edges: Vec<f64>,
    pub outside: Vec<f64>,
}

/// What is less likely than this against the best source of the same member is raised to it: sums of numbers further
/// apart lose their small terms.
const FLOOR: f64 = -22.0;

/// `edges` between members (0-based); all weights are divided by `temperature`.
pub fn marginals(count: usize, edges: &[Edge], hypotheses: &[&Hypothesis], temperature: f64) -> Option<Marginals> {
    let mut worlds: Vec<World> = Vec::new();
    for hypothesis in hypotheses {
        let base = Forest::new(count, edges, &hypothesis.outside, temperature)?;
        if hypothesis.originals.is_empty() {
            worlds.push(World { log_sum: hypothesis.prior / temperature + base.log_sum, forest: base, shift: None });
            continue;
        }
        for &(original, weight) in &hypothesis.originals {
            // One entry of the diagonal changes: the inverse follows by Sherman & Morrison (1950).
            let shift = base.root(original, weight / temperature) - base.roots[original];
            let factor = 1.0 + shift * base.inverse[original * count + original];
            if factor > 0.0 {
                let log_sum = hypothesis.prior / temperature + base.log_sum + factor.ln();
                worlds.push(World { log_sum, forest: base.clone(), shift: Some((original, shift, factor)) });
            }
        }
    }
    let top = worlds.iter().map(|world| world.log_sum).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = worlds.iter().map(|world| (world.log_sum - top).exp()).sum();
    let mut out = Marginals { edges: vec![0.0; edges.len()], outside: vec![0.0; count] };
    for world in &worlds {
        let share = (world.log_sum - top).exp() / total;
        if share > 1e-6 {
            world.add(share, edges, &mut out);
        }
    }
    Some(out)
}

struct World {
    log_sum: f64,
    forest: Forest,
    shift: Option<(usize, f64, f64)>,
}

/// All trees under one hypothesis: the inverse of their Laplacian.
#[derive(Clone)]
struct Forest {
    count: usize,
    inverse: std::rc::Rc<[f64]>,
    /// Weights of the edges and roots, scaled for each member by its greatest.
    weights: std::rc::Rc<[f64]>,
    roots: std::rc::Rc<[f64]>,
    scale: std::rc::Rc<[f64]>,
    log_sum: f64,
}

impl Forest {
    fn new(count: usize, edges: &[Edge], outside: &[f64], temperature: f64) -> Option<Forest> {
        let mut scale: Vec<f64> = outside.iter().map(|weight| weight / temperature).collect();
        for edge in edges {
            scale[edge.to] = scale[edge.to].max(edge.weight / temperature);
        }
        let scaled = |to: usize, weight: f64| (weight / temperature - scale[to]).max(FLOOR).exp();
        let weights: Vec<f64> = edges.iter().map(|edge| scaled(edge.to, edge.weight)).collect();
        let roots: Vec<f64> = outside.iter().enumerate().map(|(to, &weight)| scaled(to, weight)).collect();
        let mut matrix = vec![0.0; count * count];
        for (to, root) in roots.iter().enumerate() {
            matrix[to * count + to] += root;
        }
        for (edge, weight) in edges.iter().zip(&weights) {
            matrix[edge.to * count + edge.to] += weight;
            matrix[edge.from * count + edge.to] -= weight;
        }
        let (inverse, log_determinant) = invert(matrix, count)?;
        let log_sum = log_determinant + scale.iter().sum::<f64>();
        Some(Forest {
            count,
            inverse: inverse.into(),
            weights: weights.into(),
            roots: roots.into(),
            scale: scale.into(),
            log_sum,
        })
    }

    fn root(&self, member: usize, weight: f64) -> f64 {
        (weight - self.scale[member]).clamp(FLOOR, -FLOOR).exp()
    }
}

impl World {
    fn add(&self, share: f64, edges: &[Edge], out: &mut Marginals) {
        let Forest { count, inverse, weights, roots, .. } = &self.forest;
        let entry = |row: usize, column: usize| {
            let base = inverse[row * count + column];
            match self.shift {
                None => base,
                Some((at, shift, factor)) => {
                    base - shift * inverse[row * count + at] * inverse[at * count + column] / factor
                }
            }
        };
        for (at, edge) in edges.iter().enumerate() {
            let p = weights[at] * (entry(edge.to, edge.to) - entry(edge.to, edge.from));
            out.edges[at] += share * p.clamp(0.0, 1.0);
        }
        for member in 0..*count {
            let shift = self.shift.filter(|&(at, ..)| at == member).map_or(0.0, |(_, shift, _)| shift);
            out.outside[member] += share * ((roots[member] + shift) * entry(member, member)).clamp(0.0, 1.0);
        }
    }
}

/// The inverse of a matrix and the logarithm of its determinant, by elimination; `None` where it has none.
fn invert(mut matrix: Vec<f64>, count: usize) -> Option<(Vec<f64>, f64)> {
    let mut inverse = vec![0.0; count * count];
    (0..count).for_each(|at| inverse[at * count + at] = 1.0);
    let mut log_determinant = 0.0;
    for column in 0..count {
        let pivot = (column..count)
            .max_by(|&a, &b| matrix[a * count + column].abs().total_cmp(&matrix[b * count + column].abs()))?;
        let value = matrix[pivot * count + column];
        if value.abs() < 1e-200 || !value.is_finite() {
            return None;
        }
        for at in 0..count {
            matrix.swap(pivot * count + at, column * count + at);
            inverse.swap(pivot * count + at, column * count + at);
        }
        log_determinant += value.abs().ln();
        for at in 0..count {
            matrix[column * count + at] /= value;
            inverse[column * count + at] /= value;
        }
        for row in 0..count {
            let factor = matrix[row * count + column];
            if row != column && factor != 0.0 {
                for at in 0..count {
                    matrix[row * count + at] -= factor * matrix[column * count + at];
                    inverse[row * count + at] -= factor * inverse[column * count + at];
                }
            }
        }
    }
    Some((inverse, log_determinant))
}

#[cfg(test)]
mod tests {
    use super::{Edge, Hypothesis, marginals};

    #[test]
    fn probabilities_are_shares_of_all_trees() {
        // Two pages: both from outside, or either from the other: three trees.
        let edges = [Edge { from: 0, to: 1, weight: 0.0 }, Edge { from: 1, to: 0, weight: 0.0 }];
        let lost = Hypothesis { prior: 0.0, outside: vec![0.0, 0.0], originals: Vec::new() };
        let found = marginals(2, &edges, &[&lost], 1.0).expect("the sum is finite");
        let near = |a: f64, b: f64| (a - b).abs() < 1e-9;
        assert!(found.edges.iter().all(|&p| near(p, 1.0 / 3.0)), "{:?}", found.edges);
        assert!(found.outside.iter().all(|&p| near(p, 2.0 / 3.0)), "{:?}", found.outside);
    }

    #[test]
    fn an_original_that_is_free_gives_the_text_to_the_other() {
        let edges = [Edge { from: 0, to: 1, weight: 0.0 }, Edge { from: 1, to: 0, weight: 0.0 }];
        let present = Hypothesis { prior: 0.0, outside: vec![-12.0, -12.0], originals: vec![(0, 0.0)] };
        let found = marginals(2, &edges, &[&present], 1.0).expect("the sum is finite");
        assert!(found.edges[0] > 0.99 && found.edges[1] < 0.01, "{:?}", found.edges);
    }
}
