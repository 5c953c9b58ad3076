//! Attention: rows of queries, keys and values come in, and each query's mean of the values goes out, weighed by how well the keys answer it
//! (Vaswani et al., "Attention is all you need", 2017). Head by head and a few rows at a time, so that what is worked on stays in the nearest cache.

use stemma_language::lanes::{Instructions, LANES};
use stemma_language::product::{Operands, Shape, product};

use crate::rows::exponentials;

/// Rows whose weights are worked out together.
const BLOCK: usize = 48;

/// Buffers, used again.
#[derive(Default)]
pub(crate) struct Attention {
    keys: Vec<f32>,
    values: Vec<f32>,
    weights: Vec<f32>,
    means: Vec<f32>,
    sums: Vec<f32>,
    noughts: Vec<f32>,
}

impl Attention {
    /// `rows` holds for each row its query, key and value, each of `width` numbers; the first `queries` rows are asked for. `to` has a row
    /// of `width` numbers for each of them.
    pub(crate) fn apply(
        &mut self,
        set: Instructions,
        rows: &[f32],
        queries: usize,
        width: usize,
        heads: usize,
        to: &mut [f32],
    ) {
        let (count, of_head) = (rows.len() / (3 * width), width / heads);
        let columns = count.next_multiple_of(LANES);
        self.keys.resize(columns * of_head, 0.0);
        self.values.resize(count * of_head, 0.0);
        self.weights.resize(BLOCK * columns, 0.0);
        self.means.resize(BLOCK * of_head, 0.0);
        self.sums.resize(BLOCK, 0.0);
        self.noughts.resize(columns.max(of_head), 0.0);
        // The square of the length of a query or a key is as great as it is wide.
        let factor = 1.0 / (of_head as f32).sqrt();
        for head in 0..heads {
            self.lay_out(rows, width, head * of_head..(head + 1) * of_head);
            for first in (0..queries).step_by(BLOCK) {
                let block = BLOCK.min(queries - first);
                let of_keys =
                    Shape { inputs: of_head, depth: of_head, outputs: columns, stride: 3 * width, rows: block };
                let x = &rows[first * 3 * width + head * of_head..];
                product(set, of_keys, Operands { x, weights: &self.keys, bias: &self.noughts }, &mut self.weights);
                let weights = &mut self.weights[..block * columns];
                exponentials(set, weights, columns, count, factor, &mut self.sums);
                let of_values = Shape { inputs: count, depth: count, outputs: of_head, stride: columns, rows: block };
                let operands = Operands { x: weights, weights: &self.values, bias: &self.noughts };
                product(set, of_values, operands, &mut self.means);
                for (row, (mean, sum)) in self.means.chunks_exact(of_head).zip(&self.sums).take(block).enumerate() {
                    let at = (first + row) * width + head * of_head;
                    let share = 1.0 / sum;
                    to[at..at + of_head].iter_mut().zip(mean).for_each(|(to, number)| *to = number * share);
                }
            }
        }
    }

    /// Keys and values of one head in panels, as products take weights: a key is a column of the first product, a value a row of the second.
    fn lay_out(&mut self, rows: &[f32], width: usize, place: std::ops::Range<usize>) {
        let count = rows.len() / (3 * width);
        let of_head = place.len();
        for (index, row) in rows.chunks_exact(3 * width).enumerate() {
            let key = &row[width + place.start..width + place.end];
            let panel = &mut self.keys[index / LANES * LANES * of_head..][..LANES * of_head];
            for (slot, number) in panel.as_chunks_mut::<LANES>().0.iter_mut().zip(key) {
                slot[index % LANES] = *number;
            }
            let value = &row[2 * width + place.start..2 * width + place.end];
            for (panel, sixteen) in value.as_chunks::<LANES>().0.iter().enumerate() {
                self.values[(panel * count + index) * LANES..][..LANES].copy_from_slice(sixteen);
            }
        }
    }
}
