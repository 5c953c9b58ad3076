//! The matrix product under every layer. Rows of inputs, weights and a bias come in, rows of outputs go out. Weights stand in panels of
//! sixteen outputs, and a tile of a few rows by a panel or two keeps its sums in registers while the weights stream by. There is a
//! tile for each instruction set, chosen when the model is opened. All add up in the order of the inputs; the tiles with fused operations
//! give the same bits, the portable one rounds once more.

#![allow(clippy::needless_range_loop, reason = "loops over constant ranges are what keeps the sums in registers")]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_set1_ps, _mm256_setzero_ps, _mm256_storeu_ps,
    _mm512_add_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_set1_ps, _mm512_setzero_ps, _mm512_storeu_ps,
};

/// Outputs in a panel of weights.
pub(crate) const PANEL: usize = 16;

/// The instruction set that the product uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Instructions {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Instructions {
    pub(crate) fn detect() -> Instructions {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                return Instructions::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Instructions::Avx2;
            }
        }
        Instructions::Portable
    }
}

/// The size of a product. Rows of inputs begin `stride` numbers apart and may overlap; `outputs` is a multiple of `PANEL`.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shape {
    pub(crate) inputs: usize,
    pub(crate) outputs: usize,
    pub(crate) stride: usize,
    pub(crate) rows: usize,
}

/// Pointers to the first row of a tile.
#[derive(Clone, Copy)]
struct Tile<'s> {
    shape: &'s Shape,
    x: *const f32,
    weights: *const f32,
    bias: *const f32,
    y: *mut f32,
}

type TileFunction = unsafe fn(Tile<'_>);

/// `y = x W + b` for every row.
pub(crate) fn product(
    instructions: Instructions,
    shape: Shape,
    x: &[f32],
    weights: &[f32],
    bias: &[f32],
    y: &mut [f32],
) {
    let Shape { inputs, outputs, stride, rows } = shape;
    if rows == 0 {
        return;
    }
    // Every access of a tile lies inside these bounds.
    assert!((rows - 1) * stride + inputs <= x.len(), "inputs out of bounds");
    assert!(rows * outputs <= y.len(), "outputs out of bounds");
    assert!(
        outputs % PANEL == 0 && inputs * outputs <= weights.len() && outputs <= bias.len(),
        "weights out of bounds"
    );
    // Rows and panels of a tile, the largest first; the last one takes one row and one panel.
    let tiles: &[(usize, usize, TileFunction)] = match instructions {
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx512 => &[
            (8, 2, tile_512::<8, 2>),
            (4, 2, tile_512::<4, 2>),
            (1, 2, tile_512::<1, 2>),
            (8, 1, tile_512::<8, 1>),
            (1, 1, tile_512::<1, 1>),
        ],
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx2 => &[(6, 1, tile_256::<6, 1>), (2, 1, tile_256::<2, 1>), (1, 1, tile_256::<1, 1>)],
        Instructions::Portable => &[(4, 1, tile_portable::<4>), (1, 1, tile_portable::<1>)],
    };
    let panels = outputs / PANEL;
    let mut panel = 0;
    while panel < panels {
        let width = tiles[0].1.min(panels - panel);
        let mut row = 0;
        for (height, _, function) in tiles.iter().filter(|(_, tile_width, _)| *tile_width == width) {
            while row + height <= rows {
                // SAFETY: the instruction set was detected; the tile's rows are below `rows` and its panels below `panels`, and the
                // assertions above put all of them inside the slices.
                unsafe {
                    function(Tile {
                        shape: &shape,
                        x: x.as_ptr().add(row * stride),
                        weights: weights.as_ptr().add(panel * inputs * PANEL),
                        bias: bias.as_ptr().add(panel * PANEL),
                        y: y.as_mut_ptr().add(row * outputs + panel * PANEL),
                    });
                }
                row += height;
            }
        }
        panel += width;
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn tile_512<const ROWS: usize, const PANELS: usize>(tile: Tile<'_>) {
    let Shape { inputs, outputs, stride, .. } = *tile.shape;
    let mut sums = [[_mm512_setzero_ps(); PANELS]; ROWS];
    // SAFETY: the caller vouches for `ROWS` rows and `PANELS` panels behind the pointers.
    unsafe {
        for input in 0..inputs {
            let mut weights = [_mm512_setzero_ps(); PANELS];
            for panel in 0..PANELS {
                weights[panel] = _mm512_loadu_ps(tile.weights.add((panel * inputs + input) * PANEL));
            }
            for row in 0..ROWS {
                let factor = _mm512_set1_ps(*tile.x.add(row * stride + input));
                for panel in 0..PANELS {
                    sums[row][panel] = _mm512_fmadd_ps(factor, weights[panel], sums[row][panel]);
                }
            }
        }
        for row in 0..ROWS {
            for panel in 0..PANELS {
                let sum = _mm512_add_ps(sums[row][panel], _mm512_loadu_ps(tile.bias.add(panel * PANEL)));
                _mm512_storeu_ps(tile.y.add(row * outputs + panel * PANEL), sum);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn tile_256<const ROWS: usize, const PANELS: usize>(tile: Tile<'_>) {
    const HALF: usize = PANEL / 2;
    let Shape { inputs, outputs, stride, .. } = *tile.shape;
    let mut sums = [[[_mm256_setzero_ps(); 2]; PANELS]; ROWS];
    // SAFETY: the caller vouches for `ROWS` rows and `PANELS` panels behind the pointers.
    unsafe {
        for input in 0..inputs {
            let mut weights = [[_mm256_setzero_ps(); 2]; PANELS];
            for panel in 0..PANELS {
                for half in 0..2 {
                    weights[panel][half] =
                        _mm256_loadu_ps(tile.weights.add((panel * inputs + input) * PANEL + half * HALF));
                }
            }
            for row in 0..ROWS {
                let factor = _mm256_set1_ps(*tile.x.add(row * stride + input));
                for panel in 0..PANELS {
                    for half in 0..2 {
                        sums[row][panel][half] = _mm256_fmadd_ps(factor, weights[panel][half], sums[row][panel][half]);
                    }
                }
            }
        }
        for row in 0..ROWS {
            for panel in 0..PANELS {
                for half in 0..2 {
                    let at = panel * PANEL + half * HALF;
                    let sum = _mm256_add_ps(sums[row][panel][half], _mm256_loadu_ps(tile.bias.add(at)));
                    _mm256_storeu_ps(tile.y.add(row * outputs + at), sum);
                }
            }
        }
    }
}

unsafe fn tile_portable<const ROWS: usize>(tile: Tile<'_>) {
    let Shape { inputs, outputs, stride, .. } = *tile.shape;
    let mut sums = [[0.0_f32; PANEL]; ROWS];
    // SAFETY: the caller vouches for `ROWS` rows and one panel behind the pointers.
    unsafe {
        for input in 0..inputs {
            let weights: [f32; PANEL] = *tile.weights.add(input * PANEL).cast();
            for row in 0..ROWS {
                let factor = *tile.x.add(row * stride + input);
                for output in 0..PANEL {
                    sums[row][output] += factor * weights[output];
                }
            }
        }
        for row in 0..ROWS {
            for output in 0..PANEL {
                *tile.y.add(row * outputs + output) = sums[row][output] + *tile.bias.add(output);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Instructions, PANEL, Shape, product};

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 16_777_216.0 - 0.5
        });
        next.take(count).collect()
    }

    #[test]
    fn every_instruction_set_gives_the_plain_product() {
        for (rows, inputs, panels, stride) in [(1, 3, 1, 3), (2, 64, 7, 64), (31, 288, 18, 96), (13, 96, 3, 96)] {
            let outputs = panels * PANEL;
            let x = numbers((rows - 1) * stride + inputs, 1);
            let (weights, bias) = (numbers(inputs * outputs, 2), numbers(outputs, 3));
            let mut available = vec![Instructions::Portable, Instructions::detect()];
            #[cfg(target_arch = "x86_64")]
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                available.push(Instructions::Avx2);
            }
            for instructions in available {
                let mut y = vec![0.0; rows * outputs];
                product(instructions, Shape { inputs, outputs, stride, rows }, &x, &weights, &bias, &mut y);
                for row in 0..rows {
                    for output in 0..outputs {
                        let weight = |input: usize| weights[(output / PANEL * inputs + input) * PANEL + output % PANEL];
                        let plain: f32 = (0..inputs).map(|input| x[row * stride + input] * weight(input)).sum();
                        let difference = (y[row * outputs + output] - plain - bias[output]).abs();
                        assert!(difference < 1e-4, "{instructions:?} differs by {difference}");
                    }
                }
            }
        }
    }
}
