//! The arithmetic of the networks: dense layers over many rows at once, the greatest of several pieces, layer normalisation. Slices of
//! numbers come in and go out. Weights stand in panels of sixteen outputs, so that the inner loop reads them in order; the loop is compiled
//! for several instruction sets and the best one is chosen when the model is opened. Sums run in the same order on every one of them.

use std::borrow::Cow;

use crate::Error;
use crate::sections::Sections;

/// Outputs in a panel of weights.
pub(crate) const PANEL: usize = 16;

/// The instruction set that the kernels use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Instructions {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Instructions {
    fn detect() -> Instructions {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma") {
                return Instructions::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Instructions::Avx2;
            }
        }
        Instructions::Portable
    }
}

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
        assert!(rows == 0 || (rows - 1) * stride + self.inputs <= x.len(), "rows out of bounds");
        assert!(rows * self.outputs <= y.len(), "outputs out of bounds");
        match self.instructions {
            // SAFETY: the instruction set was detected when the layer was opened.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx512 => unsafe { self.apply_avx512(x, stride, rows, y) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Instructions::Avx2 => unsafe { self.apply_avx2(x, stride, rows, y) },
            Instructions::Portable => self.apply_blocks::<4, false>(x, stride, rows, y),
        }
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx512f,avx2,fma")]
    fn apply_avx512(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        self.apply_blocks::<12, true>(x, stride, rows, y);
    }

    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2,fma")]
    fn apply_avx2(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        self.apply_blocks::<6, true>(x, stride, rows, y);
    }

    #[inline(always)]
    fn apply_blocks<const ROWS: usize, const FUSED: bool>(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        let panels = self.weights.chunks_exact(self.inputs * PANEL);
        for (panel, weights) in panels.enumerate() {
            let bias: &[f32; PANEL] = self.bias[panel * PANEL..].first_chunk().unwrap_or(&[0.0; PANEL]);
            let mut row = 0;
            while row + ROWS <= rows {
                self.block::<ROWS, FUSED>(
                    &x[row * stride..],
                    stride,
                    weights,
                    bias,
                    &mut y[row * self.outputs + panel * PANEL..],
                );
                row += ROWS;
            }
            while row < rows {
                self.block::<1, FUSED>(
                    &x[row * stride..],
                    stride,
                    weights,
                    bias,
                    &mut y[row * self.outputs + panel * PANEL..],
                );
                row += 1;
            }
        }
    }

    /// One panel of outputs for a few rows at once: the sums stay in registers while the weights stream by.
    #[inline(always)]
    fn block<const ROWS: usize, const FUSED: bool>(
        &self,
        x: &[f32],
        stride: usize,
        weights: &[f32],
        bias: &[f32; PANEL],
        y: &mut [f32],
    ) {
        let rows: [&[f32]; ROWS] = std::array::from_fn(|row| &x[row * stride..][..self.inputs]);
        let mut sums = [[0.0_f32; PANEL]; ROWS];
        let (weights, _) = weights.as_chunks::<PANEL>();
        for (input, weights) in weights[..self.inputs].iter().enumerate() {
            for row in 0..ROWS {
                let factor = rows[row][input];
                for output in 0..PANEL {
                    let sum = &mut sums[row][output];
                    *sum = if FUSED { factor.mul_add(weights[output], *sum) } else { factor * weights[output] + *sum };
                }
            }
        }
        for (row, sums) in sums.iter().enumerate() {
            let y = &mut y[row * self.outputs..][..PANEL];
            for output in 0..PANEL {
                y[output] = sums[output] + bias[output];
            }
        }
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
