//! The arithmetic of the networks: dense layers over many rows at once, the greatest of several pieces, layer normalisation. Slices of
//! numbers come in and go out.

use std::borrow::Cow;

use crate::Error;
use crate::product::{Instructions, PANEL, Shape, product};
use crate::sections::Sections;

/// A layer `y = W x + b`.
pub(crate) struct Dense {
    weights: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    inputs: usize,
    outputs: usize,
    instructions: Instructions,
}

impl Dense {
    /// A layer whose bias is added here.
    pub(crate) fn open(sections: &Sections, name: &str, inputs: usize, outputs: usize) -> Result<Dense, Error> {
        let bias = sections.exactly(&format!("{name}.bias"), outputs.next_multiple_of(PANEL))?;
        Dense::with_bias(sections, name, inputs, outputs, bias)
    }

    /// A layer whose bias is added by the caller.
    pub(crate) fn open_without_bias(
        sections: &Sections,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Dense, Error> {
        Dense::with_bias(sections, name, inputs, outputs, Cow::Owned(vec![0.0; outputs.next_multiple_of(PANEL)]))
    }

    fn with_bias(
        sections: &Sections,
        name: &str,
        inputs: usize,
        outputs: usize,
        bias: Cow<'static, [f32]>,
    ) -> Result<Dense, Error> {
        let outputs = outputs.next_multiple_of(PANEL);
        let weights = sections.exactly(&format!("{name}.weights"), inputs * outputs)?;
        Ok(Dense { weights, bias, inputs, outputs, instructions: Instructions::detect() })
    }

    /// Outputs of a row, rounded up to whole panels.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Applies the layer to `rows` rows of `x`, which begin `stride` numbers apart and may overlap; `y` has one row of outputs for each.
    pub(crate) fn apply(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        let shape = Shape { inputs: self.inputs, outputs: self.outputs, stride, rows };
        product(self.instructions, shape, x, &self.weights, &self.bias, y);
    }
}

/// The greatest of the pieces: `pieces` rows of `best.len()` numbers stand one after the other.
pub(crate) fn greatest(pieces: &[f32], best: &mut [f32]) {
    let width = best.len();
    best.copy_from_slice(&pieces[..width]);
    for piece in pieces.chunks_exact(width).skip(1) {
        for (best, number) in best.iter_mut().zip(piece) {
            *best = if *number > *best { *number } else { *best };
        }
    }
}

/// Scales a row to mean 0 and variance 1, then to the layer's own scale and shift.
pub(crate) fn normalise(row: &mut [f32], scale: &[f32], shift: &[f32]) {
    let count = row.len() as f32;
    let mean = sum(row.iter().copied()) / count;
    let variance = sum(row.iter().map(|number| (number - mean) * (number - mean))) / count + 1e-8;
    let factor = 1.0 / variance.sqrt();
    for ((number, scale), shift) in row.iter_mut().zip(scale).zip(shift) {
        *number = (*number - mean) * factor * scale + shift;
    }
}

/// A sum in eight lanes: fast, and closer to the true sum than one lane.
fn sum(numbers: impl Iterator<Item = f32>) -> f32 {
    let mut lanes = [0.0_f32; 8];
    for (index, number) in numbers.enumerate() {
        lanes[index % 8] += number;
    }
    (lanes[0] + lanes[4]) + (lanes[1] + lanes[5]) + ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]))
}

/// The index of the greatest number, the first of equals.
pub(crate) fn position_of_greatest(numbers: &[f32]) -> usize {
    let best = numbers
        .iter()
        .enumerate()
        .fold((0, f32::NEG_INFINITY), |best, (index, number)| if *number > best.1 { (index, *number) } else { best });
    best.0
}
