//! The matrix product under every layer. Rows of inputs, weights and a bias come in, rows of outputs go out: all outputs, or the greatest
//! of each three ("maxout"). Weights stand in panels of sixteen outputs; a tile of a few rows by a few panels keeps its sums in registers
//! while the weights stream by. All tiles add up in the order of the inputs, so neither the instruction set nor the place of a row
//! among others changes a bit of the result.
//!
//! Public for `stemma-reader`; no part of what this crate promises.

#![allow(clippy::needless_range_loop, reason = "loops over constant ranges are what keeps the sums in registers")]

#[cfg(target_arch = "x86_64")]
use crate::lanes::{Avx2, Avx512};
use crate::lanes::{Instructions, LANES, Lanes, Portable};

/// Pieces of which maxout keeps the greatest.
pub(crate) const PIECES: usize = 3;

/// The size of a product. Rows of inputs begin `stride` numbers apart and may overlap; `outputs` is a multiple of `LANES`. A panel of the
/// weights has room for `depth` inputs, of which the first `inputs` are used.
#[derive(Debug, Clone, Copy)]
pub struct Shape {
    pub inputs: usize,
    pub depth: usize,
    pub outputs: usize,
    pub stride: usize,
    pub rows: usize,
}

/// What is multiplied and added.
#[derive(Debug, Clone, Copy)]
pub struct Operands<'n> {
    pub x: &'n [f32],
    pub weights: &'n [f32],
    pub bias: &'n [f32],
}

/// `y = x W + b` for every row.
pub fn product(set: Instructions, shape: Shape, operands: Operands<'_>, y: &mut [f32]) {
    cover::<false>(set, shape, operands, y);
}

/// The greatest of the three pieces of `x W + b` for every row; the pieces stand one after the other among the outputs of the weights.
pub(crate) fn maxout(set: Instructions, shape: Shape, operands: Operands<'_>, y: &mut [f32]) {
    cover::<true>(set, shape, operands, y);
}

/// Pointers to where a tile begins.
struct Tile {
    inputs: usize,
    /// Numbers from a row of inputs, of weights or of outputs to the next one of the tile.
    x_step: usize,
    weights_step: usize,
    bias_step: usize,
    y_step: usize,
    x: *const f32,
    weights: *const f32,
    bias: *const f32,
    y: *mut f32,
}

type TileFunction = unsafe fn(Tile);

/// Covers rows and panels with tiles: all rows of a few panels before the next panels, whose weights so stay in the cache.
fn cover<const MAXOUT: bool>(set: Instructions, shape: Shape, operands: Operands<'_>, y: &mut [f32]) {
    let Shape { inputs, depth, outputs, stride, rows } = shape;
    let Operands { x, weights, bias } = operands;
    if rows == 0 {
        return;
    }
    let pieces = if MAXOUT { PIECES } else { 1 };
    // Every access of a tile lies inside these bounds; the last panel may lack the weights that are not used.
    assert!((rows - 1) * stride + inputs <= x.len(), "inputs out of bounds");
    assert!(outputs > 0 && outputs % (pieces * LANES) == 0 && inputs <= depth, "no such product");
    assert!((outputs / LANES - 1) * depth * LANES + inputs * LANES <= weights.len(), "weights out of bounds");
    assert!(outputs <= bias.len() && rows * (outputs / pieces) <= y.len(), "outputs out of bounds");
    let columns = outputs / pieces / LANES;
    let widest = if rows == 1 { WIDEST } else { widest(set) };
    let mut column = 0;
    while column < columns {
        let panels = if MAXOUT { PIECES } else { widest.min(columns - column) };
        let mut row = 0;
        while row < rows {
            let height = highest(set, panels).min(rows - row);
            // SAFETY: the instruction set was detected; the rows of the tile are below `rows` and its panels below the panels of the
            // weights, and the assertions above put all of them inside the slices.
            unsafe {
                function::<MAXOUT>(set, height, panels)(Tile {
                    inputs,
                    x_step: stride,
                    weights_step: depth * LANES * if MAXOUT { columns } else { 1 },
                    bias_step: LANES * if MAXOUT { columns } else { 1 },
                    y_step: outputs / pieces,
                    x: x.as_ptr().add(row * stride),
                    weights: weights.as_ptr().add(column * depth * LANES),
                    bias: bias.as_ptr().add(column * LANES),
                    y: y.as_mut_ptr().add(row * (outputs / pieces) + column * LANES),
                });
            }
            row += height;
        }
        column += if MAXOUT { 1 } else { panels };
    }
}

/// The most panels of a tile: one row has too few sums to keep the machine busy unless it takes many.
const WIDEST: usize = 4;

fn widest(set: Instructions) -> usize {
    match set {
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx512 => WIDEST,
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx2 => 1,
        Instructions::Portable => 1,
    }
}

/// The most rows of a tile: as many as the registers hold sums beside the weights.
fn highest(set: Instructions, panels: usize) -> usize {
    match (set, panels) {
        #[cfg(target_arch = "x86_64")]
        (Instructions::Avx512, 4) => 6,
        #[cfg(target_arch = "x86_64")]
        (Instructions::Avx512, _) => 8,
        (_, 1) => 6,
        (_, 2) => 3,
        (_, 3) => 2,
        _ => 1,
    }
}

fn function<const MAXOUT: bool>(set: Instructions, rows: usize, panels: usize) -> TileFunction {
    macro_rules! function {
        ($tile:ident: $($rows:literal x $panels:literal),*) => {
            match (rows, panels) {
                $(($rows, $panels) => $tile::<$rows, $panels, MAXOUT>,)*
                _ => unreachable!("no tile of {rows} rows and {panels} panels"),
            }
        };
    }
    match set {
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx512 => function!(tile_512:
            1 x 1, 2 x 1, 3 x 1, 4 x 1, 5 x 1, 6 x 1, 7 x 1, 8 x 1,
            1 x 2, 2 x 2, 3 x 2, 4 x 2, 5 x 2, 6 x 2, 7 x 2, 8 x 2,
            1 x 3, 2 x 3, 3 x 3, 4 x 3, 5 x 3, 6 x 3, 7 x 3, 8 x 3,
            1 x 4, 2 x 4, 3 x 4, 4 x 4, 5 x 4, 6 x 4),
        #[cfg(target_arch = "x86_64")]
        Instructions::Avx2 => function!(tile_256:
            1 x 1, 2 x 1, 3 x 1, 4 x 1, 5 x 1, 6 x 1, 1 x 2, 2 x 2, 3 x 2, 1 x 3, 2 x 3, 1 x 4),
        Instructions::Portable => function!(tile_portable:
            1 x 1, 2 x 1, 3 x 1, 4 x 1, 5 x 1, 6 x 1, 1 x 2, 2 x 2, 3 x 2, 1 x 3, 2 x 3, 1 x 4),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f")]
unsafe fn tile_512<const ROWS: usize, const PANELS: usize, const MAXOUT: bool>(of: Tile) {
    // SAFETY: the caller has detected the instructions and vouches for the pointers; so below.
    unsafe { tile::<Avx512, ROWS, PANELS, MAXOUT>(of) }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn tile_256<const ROWS: usize, const PANELS: usize, const MAXOUT: bool>(of: Tile) {
    unsafe { tile::<Avx2, ROWS, PANELS, MAXOUT>(of) }
}

unsafe fn tile_portable<const ROWS: usize, const PANELS: usize, const MAXOUT: bool>(of: Tile) {
    unsafe { tile::<Portable, ROWS, PANELS, MAXOUT>(of) }
}

#[inline(always)]
unsafe fn tile<L: Lanes, const ROWS: usize, const PANELS: usize, const MAXOUT: bool>(of: Tile) {
    // SAFETY: the caller vouches for `ROWS` rows and `PANELS` panels behind the pointers, and for the instructions of `L`.
    unsafe {
        let mut sums = [[L::splat(0.0); PANELS]; ROWS];
        for input in 0..of.inputs {
            // The fewer of the two operands are held in registers, the others come as they are needed.
            if ROWS <= PANELS {
                let mut factors = [L::splat(0.0); ROWS];
                for row in 0..ROWS {
                    factors[row] = L::splat(*of.x.add(row * of.x_step + input));
                }
                for panel in 0..PANELS {
                    let weights = L::load(of.weights.add(panel * of.weights_step + input * LANES));
                    for row in 0..ROWS {
                        sums[row][panel] = sums[row][panel].add_product(factors[row], weights);
                    }
                }
            } else {
                let mut weights = [L::splat(0.0); PANELS];
                for panel in 0..PANELS {
                    weights[panel] = L::load(of.weights.add(panel * of.weights_step + input * LANES));
                }
                for row in 0..ROWS {
                    let factor = L::splat(*of.x.add(row * of.x_step + input));
                    for panel in 0..PANELS {
                        sums[row][panel] = sums[row][panel].add_product(factor, weights[panel]);
                    }
                }
            }
        }
        for row in 0..ROWS {
            let y = of.y.add(row * of.y_step);
            let mut greatest = sums[row][0].add(L::load(of.bias));
            if !MAXOUT {
                greatest.store(y);
            }
            for panel in 1..PANELS {
                let sum = sums[row][panel].add(L::load(of.bias.add(panel * of.bias_step)));
                if MAXOUT {
                    greatest = greatest.greater(sum);
                } else {
                    sum.store(y.add(panel * LANES));
                }
            }
            if MAXOUT {
                greatest.store(y);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Operands, PIECES, Shape, maxout, product};
    use crate::lanes::{Instructions, LANES};

    fn numbers(count: usize, seed: u32) -> Vec<f32> {
        let mut state = seed;
        let next = std::iter::repeat_with(|| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) as f32 / 16_777_216.0 - 0.5
        });
        next.take(count).collect()
    }

    #[test]
    fn every_instruction_set_gives_the_bits_of_the_plain_product() {
        let sizes =
            [(1, 3, 3, 1, 3), (2, 64, 64, 7, 64), (31, 288, 288, 18, 96), (13, 96, 288, 6, 96), (9, 32, 40, 5, 40)];
        for (rows, inputs, depth, panels, stride) in sizes {
            let outputs = panels * LANES;
            let x = numbers((rows - 1) * stride + inputs, 1);
            let (weights, bias) = (numbers(depth * outputs, 2), numbers(outputs, 3));
            let operands = Operands { x: &x, weights: &weights, bias: &bias };
            let shape = Shape { inputs, depth, outputs, stride, rows };
            let plain = |row: usize, output: usize| {
                let weight = |input: usize| weights[(output / LANES * depth + input) * LANES + output % LANES];
                (0..inputs).fold(0.0_f32, |sum, input| x[row * stride + input].mul_add(weight(input), sum))
                    + bias[output]
            };
            for set in Instructions::available() {
                let mut y = vec![0.0; rows * outputs];
                product(set, shape, operands, &mut y);
                for (at, y) in y.iter().enumerate() {
                    assert_eq!(y.to_bits(), plain(at / outputs, at % outputs).to_bits(), "{set:?} at {at}");
                }
                if panels % PIECES == 0 {
                    let width = outputs / PIECES;
                    let mut y = vec![0.0; rows * width];
                    maxout(set, shape, operands, &mut y);
                    for (at, y) in y.iter().enumerate() {
                        let pieces = (0..PIECES).map(|piece| plain(at / width, piece * width + at % width));
                        let greatest = pieces.fold(f32::NEG_INFINITY, f32::max);
                        assert_eq!(y.to_bits(), greatest.to_bits(), "{set:?} at {at}");
                    }
                }
            }
        }
    }

    /// How far the window layers are from what the machine's registers can do: `cargo test --release -p stemma-language --lib rate -- --ignored
    /// --nocapture` on an idle machine.
    #[test]
    #[ignore = "measures, asserts nothing"]
    fn rate_of_a_window_layer_beside_the_limit_of_the_machine() {
        let (rows, inputs, outputs) = (192, 288, 288);
        let (x, weights, bias) = (numbers((rows + 2) * 96, 1), numbers(inputs * outputs, 2), numbers(outputs, 3));
        let mut y = vec![0.0; rows * outputs / PIECES];
        let operands = Operands { x: &x, weights: &weights, bias: &bias };
        let shape = Shape { inputs, depth: inputs, outputs, stride: 96, rows };
        for set in Instructions::available() {
            let best = |work: &mut dyn FnMut()| {
                let time = |_| {
                    let start = std::time::Instant::now();
                    work();
                    start.elapsed().as_secs_f64()
                };
                (0..200).map(time).fold(f64::INFINITY, f64::min)
            };
            let layer = best(&mut || maxout(set, shape, operands, &mut y));
            // The same tile over and over: everything is in the nearest cache.
            let small = Shape { inputs: 64, depth: 64, outputs: 48, stride: 64, rows: 8 };
            let limit = best(&mut || (0..100).for_each(|_| maxout(set, small, operands, &mut y)));
            let rate = |count: usize, time: f64| 2.0 * count as f64 / time / 1e9;
            println!(
                "{set:?}: {:.1} GFLOP/s, limit {:.1} GFLOP/s",
                rate(rows * inputs * outputs, layer),
                rate(100 * 8 * 64 * 48, limit)
            );
        }
    }
}
