//! The product under every layer of the encoder: rows of whole numbers of eight bits times weights of eight bits. Sums are whole numbers and
//! exact, so they are the same on every machine; only the last step, `sum × (scale of the row × scale of the output) + bias`, is rounded,
//! and that in the same way everywhere.
//!
//! Weights stand in panels of sixteen outputs, laid out so that the machine's own instruction takes them as they come; a tile of a few rows by a few
//! panels keeps its sums in registers while the weights stream by.

#![allow(clippy::needless_range_loop, reason = "loops over constant ranges are what keeps the sums in registers")]

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m128i, __m256i, __m512i, _MM_HINT_T1, _mm_loadu_si128, _mm_prefetch, _mm256_add_epi32, _mm256_cvtepi8_epi16,
    _mm256_dpbusd_avx_epi32, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_set1_epi32, _mm256_setzero_si256,
    _mm256_storeu_si256, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_storeu_si512,
};
use std::borrow::Cow;

#[cfg(target_arch = "x86_64")]
use stemma_language::lanes::{Avx2, Avx512};
use stemma_language::lanes::{LANES, Lanes, Portable};

use crate::Error;
use crate::file::File;
use crate::machine::{Machine, Products};

/// Added to a whole number of −127 to 127 to store it as a byte without a sign.
pub(crate) const OFFSET: i32 = 128;

/// Rows of whole numbers, each with the scale that gives it back.
#[derive(Default)]
pub(crate) struct Quantised {
    /// Row by row, each number with `OFFSET` added.
    pub(crate) bytes: Vec<u8>,
    pub(crate) scales: Vec<f32>,
    /// The same numbers in 16 bits, for machines that multiply those.
    wide: Vec<i16>,
}

impl Quantised {
    pub(crate) fn resize(&mut self, rows: usize, width: usize) {
        self.bytes.resize(rows * width, 0);
        self.scales.resize(rows, 0.0);
    }
}

/// As much as one instruction loads, at an address that it loads fast.
#[derive(Clone, Copy)]
#[repr(align(64))]
struct Line([i8; 64]);

/// The weights of a layer.
pub(crate) struct Weights {
    /// As in the file, one row of inputs for each output.
    plain: &'static [u8],
    /// In panels, for a machine that wants them so.
    panels: Vec<Line>,
    /// What the `OFFSET` of the inputs adds to the sum of every output, taken away beforehand.
    begin: Vec<i32>,
    scales: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    inputs: usize,
    outputs: usize,
    products: Products,
}

impl Weights {
    pub(crate) fn open(
        file: &File,
        name: &str,
        inputs: usize,
        outputs: usize,
        machine: Machine,
    ) -> Result<Weights, Error> {
        let plain = file.bytes(&format!("{name}.w"), inputs * outputs)?;
        Ok(Weights {
            panels: panels(plain, inputs, machine.products),
            begin: plain.chunks_exact(inputs).map(|row| -OFFSET * sum(row)).collect(),
            plain,
            scales: file.numbers(&format!("{name}.s"), outputs)?,
            bias: file.numbers(&format!("{name}.b"), outputs)?,
            inputs,
            outputs,
            products: machine.products,
        })
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// The outputs of the first `rows` rows of `x`.
    pub(crate) fn apply(&self, x: &mut Quantised, rows: usize, y: &mut [f32]) {
        let Weights { inputs, outputs, .. } = *self;
        // Every access of a tile lies inside these bounds.
        assert!(x.bytes.len() >= rows * inputs && x.scales.len() >= rows && y.len() >= rows * outputs);
        assert!(inputs.is_multiple_of(LANES) && outputs.is_multiple_of(LANES) && self.begin.len() == outputs);
        assert!(self.products == Products::Portable || self.panels.len() * 64 == inputs * outputs);
        match self.products {
            #[cfg(target_arch = "x86_64")]
            Products::Vnni => self.apply_vnni(x, rows, y),
            #[cfg(target_arch = "x86_64")]
            Products::ShortVnni => self.apply_panel_by_panel(short_vnni_function, x, rows, y),
            #[cfg(target_arch = "x86_64")]
            Products::Avx2 => {
                widen(x, rows * inputs);
                self.apply_panel_by_panel(avx2_function, x, rows, y);
            }
            Products::Portable => {
                widen(x, rows * inputs);
                self.apply_portable(x, rows, y);
            }
        }
    }

    /// All rows for a few panels before the next panels, whose weights so stay in the nearest cache.
    #[cfg(target_arch = "x86_64")]
    fn apply_vnni(&self, x: &Quantised, rows: usize, y: &mut [f32]) {
        let panels = self.outputs / LANES;
        let mut panel = 0;
        while panel < panels {
            let wide = VNNI_PANELS.min(panels - panel);
            let mut row = 0;
            while row < rows {
                let high = vnni_rows(wide).min(rows - row);
                // The weights of a whole model are too many for the nearer caches: each tile fetches its part of the next panels.
                let next = self.line(panel + wide)..self.line((panel + wide + VNNI_PANELS).min(panels));
                let part = |row: usize| next.start + next.len() * row / rows;
                for line in &self.panels[part(row)..part(row + high)] {
                    // SAFETY: every x86-64 can fetch ahead, and nothing is read.
                    unsafe { _mm_prefetch::<_MM_HINT_T1>(line.0.as_ptr()) };
                }
                // SAFETY: the instructions were detected; the tile ends at or before the last row and the last panel, and `apply` has
                // made sure that all slices reach as far.
                unsafe { vnni_function(high, wide)(self.tile(x, row, panel, y)) };
                row += high;
            }
            panel += wide;
        }
    }

    /// Where a panel begins.
    #[cfg(target_arch = "x86_64")]
    fn line(&self, panel: usize) -> usize {
        panel * LANES * self.inputs / 64
    }

    #[cfg(target_arch = "x86_64")]
    fn apply_panel_by_panel(&self, function: fn(usize) -> TileFunction, x: &Quantised, rows: usize, y: &mut [f32]) {
        for panel in 0..self.outputs / LANES {
            let mut row = 0;
            while row < rows {
                let high = SHORT_ROWS.min(rows - row);
                // SAFETY: as above.
                unsafe { function(high)(self.tile(x, row, panel, y)) };
                row += high;
            }
        }
    }

    #[cfg(target_arch = "x86_64")]
    fn tile(&self, x: &Quantised, row: usize, panel: usize, y: &mut [f32]) -> Tile {
        assert!((row + 1) * self.outputs <= y.len() && (panel + 1) * LANES <= self.outputs && row < x.scales.len());
        // SAFETY: row and panel are inside the slices, as was just made sure of; `wide` is empty where it is not used.
        unsafe {
            Tile {
                inputs: self.inputs,
                outputs: self.outputs,
                bytes: x.bytes.as_ptr().add(row * self.inputs),
                wide: x.wide.as_ptr().wrapping_add(row * self.inputs),
                row_scales: x.scales.as_ptr().add(row),
                weights: self.panels.as_ptr().cast::<i8>().add(panel * LANES * self.inputs),
                begin: self.begin.as_ptr().add(panel * LANES),
                scales: self.scales.as_ptr().add(panel * LANES),
                bias: self.bias.as_ptr().add(panel * LANES),
                y: y.as_mut_ptr().add(row * self.outputs + panel * LANES),
            }
        }
    }

    fn apply_portable(&self, x: &Quantised, rows: usize, y: &mut [f32]) {
        let Weights { inputs, outputs, .. } = *self;
        let mut wide = vec![0_i16; LANES * inputs];
        for panel in (0..outputs).step_by(LANES) {
            let narrow = &self.plain[panel * inputs..(panel + LANES) * inputs];
            wide.iter_mut().zip(narrow).for_each(|(wide, weight)| *wide = i16::from(*weight as i8));
            for row in 0..rows {
                let x_row = &x.wide[row * inputs..(row + 1) * inputs];
                let sums: [i32; LANES] =
                    std::array::from_fn(|at| sum_of_products(x_row, &wide[at * inputs..(at + 1) * inputs]));
                let at = row * outputs + panel;
                let to = &mut y[at..at + LANES];
                // SAFETY: plain Rust needs no instructions; sixteen outputs begin at `panel`, in every slice.
                unsafe {
                    finish::<Portable>(
                        sums.as_ptr(),
                        x.scales[row],
                        self.scales[panel..panel + LANES].as_ptr(),
                        self.bias[panel..panel + LANES].as_ptr(),
                        to.as_mut_ptr(),
                    );
                }
            }
        }
    }
}

fn sum_of_products(x: &[i16], weights: &[i16]) -> i32 {
    x.iter().zip(weights).map(|(x, weight)| i32::from(*x) * i32::from(*weight)).sum()
}

fn sum(row: &[u8]) -> i32 {
    row.iter().map(|weight| i32::from(*weight as i8)).sum()
}

fn widen(x: &mut Quantised, count: usize) {
    x.wide.clear();
    x.wide.extend(x.bytes[..count].iter().map(|byte| i16::from(*byte) - OFFSET as i16));
}

/// Inputs whose weights stand side by side for each output of a panel.
fn side_by_side(products: Products) -> usize {
    match products {
        #[cfg(target_arch = "x86_64")]
        Products::Vnni | Products::ShortVnni => 4,
        #[cfg(target_arch = "x86_64")]
        Products::Avx2 => 2,
        Products::Portable => 0,
    }
}

fn panels(plain: &[u8], inputs: usize, products: Products) -> Vec<Line> {
    let lay = |group: usize| {
        let mut lines = vec![Line([0; 64]); plain.len() / 64];
        // The places of one output in the panels of its sixteen are `group` bytes in every `16 × group`.
        let per_line = 64 / group / LANES;
        for (output, row) in plain.chunks_exact(inputs).enumerate() {
            let panel = output / LANES * LANES * inputs / 64;
            for (index, weights) in row.chunks_exact(group).enumerate() {
                let place = (index % per_line * LANES + output % LANES) * group;
                let line = &mut lines[panel + index / per_line].0[place..place + group];
                line.iter_mut().zip(weights).for_each(|(to, weight)| *to = *weight as i8);
            }
        }
        lines
    };
    // A constant lets the compiler copy each group at once.
    match side_by_side(products) {
        4 => lay(4),
        2 => lay(2),
        _ => Vec::new(),
    }
}

/// Sixteen outputs of one row.
#[inline(always)]
unsafe fn finish<L: Lanes>(sums: *const i32, row_scale: f32, scales: *const f32, bias: *const f32, y: *mut f32) {
    // SAFETY: the caller vouches for sixteen numbers behind every pointer, and for the instructions of `L`.
    unsafe {
        let scale = L::splat(row_scale).multiply(L::load(scales));
        L::load(bias).add_product(scale, L::of_integers(sums)).store(y);
    }
}

/// Pointers to where a tile begins. Rows of inputs are `inputs` numbers apart, rows of outputs `outputs`, panels `inputs × 16` weights.
#[cfg(target_arch = "x86_64")]
struct Tile {
    inputs: usize,
    outputs: usize,
    bytes: *const u8,
    wide: *const i16,
    row_scales: *const f32,
    weights: *const i8,
    begin: *const i32,
    scales: *const f32,
    bias: *const f32,
    y: *mut f32,
}

#[cfg(target_arch = "x86_64")]
type TileFunction = unsafe fn(Tile);

#[cfg(target_arch = "x86_64")]
const VNNI_PANELS: usize = 4;

/// As many rows as the registers hold sums beside the weights.
#[cfg(target_arch = "x86_64")]
fn vnni_rows(panels: usize) -> usize {
    if panels == VNNI_PANELS { 6 } else { 8 }
}

#[cfg(target_arch = "x86_64")]
fn vnni_function(rows: usize, panels: usize) -> TileFunction {
    macro_rules! function {
        ($($rows:literal x $panels:literal),*) => {
            match (rows, panels) {
                $(($rows, $panels) => vnni_tile::<$rows, $panels>,)*
                _ => unreachable!("no tile of {rows} rows and {panels} panels"),
            }
        };
    }
    function!(
        1 x 1, 2 x 1, 3 x 1, 4 x 1, 5 x 1, 6 x 1, 7 x 1, 8 x 1, 1 x 2, 2 x 2, 3 x 2, 4 x 2, 5 x 2, 6 x 2, 7 x 2, 8 x 2,
        1 x 3, 2 x 3, 3 x 3, 4 x 3, 5 x 3, 6 x 3, 7 x 3, 8 x 3, 1 x 4, 2 x 4, 3 x 4, 4 x 4, 5 x 4, 6 x 4
    )
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512vnni")]
unsafe fn vnni_tile<const ROWS: usize, const PANELS: usize>(of: Tile) {
    // SAFETY: the caller has detected the instructions, and vouches for `ROWS` rows and `PANELS` panels behind the pointers.
    unsafe {
        let mut begin: [__m512i; PANELS] = [_mm512_set1_epi32(0); PANELS];
        for panel in 0..PANELS {
            begin[panel] = _mm512_loadu_si512(of.begin.add(panel * LANES).cast());
        }
        let mut sums = [begin; ROWS];
        for input in (0..of.inputs).step_by(4) {
            let mut weights = [_mm512_set1_epi32(0); PANELS];
            for panel in 0..PANELS {
                weights[panel] = _mm512_loadu_si512(of.weights.add((panel * of.inputs + input) * LANES).cast());
            }
            for row in 0..ROWS {
                let x = _mm512_set1_epi32(of.bytes.add(row * of.inputs + input).cast::<i32>().read_unaligned());
                for panel in 0..PANELS {
                    sums[row][panel] = _mm512_dpbusd_epi32(sums[row][panel], x, weights[panel]);
                }
            }
        }
        for row in 0..ROWS {
            for panel in 0..PANELS {
                let mut stored = [0_i32; LANES];
                _mm512_storeu_si512(stored.as_mut_ptr().cast(), sums[row][panel]);
                let at = panel * LANES;
                let y = of.y.add(row * of.outputs + at);
                finish::<Avx512>(stored.as_ptr(), *of.row_scales.add(row), of.scales.add(at), of.bias.add(at), y);
            }
        }
    }
}

/// The most rows of a tile of one panel, in sixteen registers of eight sums.
#[cfg(target_arch = "x86_64")]
const SHORT_ROWS: usize = 5;

#[cfg(target_arch = "x86_64")]
fn short_vnni_function(rows: usize) -> TileFunction {
    match rows {
        1 => short_vnni_tile::<1>,
        2 => short_vnni_tile::<2>,
        3 => short_vnni_tile::<3>,
        4 => short_vnni_tile::<4>,
        SHORT_ROWS => short_vnni_tile::<SHORT_ROWS>,
        _ => unreachable!("no tile of {rows} rows"),
    }
}

#[cfg(target_arch = "x86_64")]
fn avx2_function(rows: usize) -> TileFunction {
    match rows {
        1 => avx2_tile::<1>,
        2 => avx2_tile::<2>,
        3 => avx2_tile::<3>,
        4 => avx2_tile::<4>,
        SHORT_ROWS => avx2_tile::<SHORT_ROWS>,
        _ => unreachable!("no tile of {rows} rows"),
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma,avxvnni")]
unsafe fn short_vnni_tile<const ROWS: usize>(of: Tile) {
    // SAFETY: as above, for one panel.
    unsafe {
        let begin = of.begin.cast::<__m256i>();
        let mut sums = [[_mm256_loadu_si256(begin), _mm256_loadu_si256(begin.add(1))]; ROWS];
        for input in (0..of.inputs).step_by(4) {
            let weights = of.weights.add(input * LANES).cast::<__m256i>();
            let (first, second) = (_mm256_loadu_si256(weights), _mm256_loadu_si256(weights.add(1)));
            for row in 0..ROWS {
                let x = _mm256_set1_epi32(of.bytes.add(row * of.inputs + input).cast::<i32>().read_unaligned());
                sums[row][0] = _mm256_dpbusd_avx_epi32(sums[row][0], x, first);
                sums[row][1] = _mm256_dpbusd_avx_epi32(sums[row][1], x, second);
            }
        }
        finish_rows(of, sums);
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn avx2_tile<const ROWS: usize>(of: Tile) {
    // SAFETY: as above, for one panel.
    unsafe {
        let mut sums: [[__m256i; 2]; ROWS] = [[_mm256_setzero_si256(); 2]; ROWS];
        for input in (0..of.inputs).step_by(2) {
            let weights = of.weights.add(input * LANES).cast::<__m128i>();
            let first = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights));
            let second = _mm256_cvtepi8_epi16(_mm_loadu_si128(weights.add(1)));
            for row in 0..ROWS {
                let x = _mm256_set1_epi32(of.wide.add(row * of.inputs + input).cast::<i32>().read_unaligned());
                sums[row][0] = _mm256_add_epi32(sums[row][0], _mm256_madd_epi16(x, first));
                sums[row][1] = _mm256_add_epi32(sums[row][1], _mm256_madd_epi16(x, second));
            }
        }
        finish_rows(of, sums);
    }
}

/// The outputs of a tile of one panel.
#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2,fma")]
unsafe fn finish_rows<const ROWS: usize>(of: Tile, sums: [[__m256i; 2]; ROWS]) {
    // SAFETY: as above.
    unsafe {
        for (row, [first, second]) in sums.into_iter().enumerate() {
            let mut stored = [0_i32; LANES];
            _mm256_storeu_si256(stored.as_mut_ptr().cast(), first);
            _mm256_storeu_si256(stored.as_mut_ptr().add(LANES / 2).cast(), second);
            finish::<Avx2>(stored.as_ptr(), *of.row_scales.add(row), of.scales, of.bias, of.y.add(row * of.outputs));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::{OFFSET, Quantised, Weights, panels, sum};
    use crate::machine::Machine;

    fn check(rows: usize, inputs: usize, outputs: usize, bytes: &[u8], plain: &'static [u8]) {
        let number = |index: usize| (index * 7_919 % 1_009) as f32 / 500.0 - 1.0;
        let scales: Vec<f32> = (0..outputs).map(number).collect();
        let bias: Vec<f32> = (0..outputs).map(|output| number(output + 5)).collect();
        let row_scales: Vec<f32> = (0..rows).map(|row| number(row + 17)).collect();
        let expected = (0..rows * outputs).map(|at| {
            let (row, output) = (at / outputs, at % outputs);
            let x = bytes[row * inputs..(row + 1) * inputs].iter().map(|byte| i32::from(*byte) - OFFSET);
            let weights = plain[output * inputs..(output + 1) * inputs].iter().map(|weight| i32::from(*weight as i8));
            let sum: i32 = x.zip(weights).map(|(x, weight)| x * weight).sum();
            (sum as f32).mul_add(row_scales[row] * scales[output], bias[output]).to_bits()
        });
        let expected: Vec<u32> = expected.collect();
        for machine in Machine::available() {
            let weights = Weights {
                panels: panels(plain, inputs, machine.products),
                begin: plain.chunks_exact(inputs).map(|row| -OFFSET * sum(row)).collect(),
                plain,
                scales: Cow::Owned(scales.clone()),
                bias: Cow::Owned(bias.clone()),
                inputs,
                outputs,
                products: machine.products,
            };
            let mut x = Quantised { bytes: bytes.to_vec(), scales: row_scales.clone(), ..Quantised::default() };
            let mut y = vec![0.0; rows * outputs];
            weights.apply(&mut x, rows, &mut y);
            assert!(y.iter().map(|number| number.to_bits()).eq(expected.iter().copied()), "{machine:?}");
        }
    }

    #[test]
    fn sums_of_the_greatest_numbers_are_exact() {
        let plain: &'static [u8] = Box::leak(vec![i8::MIN as u8; 16 * 4_096].into_boxed_slice());
        check(3, 4_096, 16, &[1; 3 * 4_096], plain);
        check(3, 4_096, 16, &[255; 3 * 4_096], plain);
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_machine_gives_the_bits_of_the_plain_sums(
            rows in 0_usize..20, inputs in 1_usize..9, outputs in 1_usize..10, seed in prop::collection::vec(any::<u8>(), 97),
        ) {
            let (inputs, outputs) = (inputs * 32, outputs * 16);
            let bytes: Vec<u8> = (0..rows * inputs).map(|at| seed[at % 89].wrapping_add(at as u8).max(1)).collect();
            let plain: Vec<u8> = (0..outputs * inputs).map(|at| seed[at % 97].wrapping_mul(at as u8 | 1)).collect();
            check(rows, inputs, outputs, &bytes, Box::leak(plain.into_boxed_slice()));
        }
    }
}
