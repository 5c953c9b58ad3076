//! What happens to rows between the products: normalisation, the sum of a window from parts that are known, the hidden layer of a
//! transition system. Slices of numbers come in, and one row is written.

use crate::for_each_set;
use crate::lanes::{LANES, Lanes};
use crate::product::PIECES;

/// Scale and shift of a layer normalisation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Norm<'n> {
    pub(crate) scale: &'n [f32],
    pub(crate) shift: &'n [f32],
}

for_each_set! {
    /// Scales every row to mean 0 and variance 1, then to the layer's own scale and shift, and adds it to the row of `to` in its place.
    pub(crate) fn add_normalised(rows: &[f32], norm: Norm<'_>, to: &mut [f32]) = add_normalised_in
}

for_each_set! {
    /// A window layer whose products are known for each of the three tokens: their sum, the greatest of each three pieces, normalised
    /// and added to `to`.
    pub(crate) fn add_window(parts: [&[f32]; 3], bias: &[f32], norm: Norm<'_>, to: &mut [f32]) = add_window_in
}

for_each_set! {
    /// The hidden layer of a transition system: the sum of the shares and the bias, the greater of each two pieces.
    pub(crate) fn hidden(shares: &[&[f32]], bias: &[f32], to: &mut [f32]) = hidden_in
}

#[inline(always)]
unsafe fn add_normalised_in<L: Lanes>(rows: &[f32], norm: Norm<'_>, to: &mut [f32]) {
    let width = norm.scale.len();
    for (row, to) in rows.chunks_exact(width).zip(to.chunks_exact_mut(width)) {
        // SAFETY: the caller has the instructions of `L`; so below.
        unsafe { add_one_normalised::<L>(row, norm, to) };
    }
}

#[inline(always)]
unsafe fn add_one_normalised<L: Lanes>(row: &[f32], norm: Norm<'_>, to: &mut [f32]) {
    let width = row.len();
    assert!(width.is_multiple_of(LANES) && norm.scale.len() == width && norm.shift.len() == width && to.len() == width);
    // SAFETY: all slices have `width` numbers, a multiple of the lanes.
    unsafe {
        let load = |from: &[f32], at: usize| L::load(from.as_ptr().add(at));
        let mut sum = L::splat(0.0);
        for at in (0..width).step_by(LANES) {
            sum = sum.add(load(row, at));
        }
        let mean = L::splat(sum.sum() / width as f32);
        let mut squares = L::splat(0.0);
        for at in (0..width).step_by(LANES) {
            let difference = load(row, at).subtract(mean);
            squares = squares.add(difference.multiply(difference));
        }
        let variance = squares.sum() / width as f32 + 1e-8;
        let factor = L::splat(1.0 / variance.sqrt());
        for at in (0..width).step_by(LANES) {
            let scaled = load(row, at).subtract(mean).multiply(factor).multiply(load(norm.scale, at));
            load(to, at).add(scaled.add(load(norm.shift, at))).store(to.as_mut_ptr().add(at));
        }
    }
}

/// Numbers in the widest row of a window layer.
const WIDEST: usize = 128;

#[inline(always)]
unsafe fn add_window_in<L: Lanes>(parts: [&[f32]; 3], bias: &[f32], norm: Norm<'_>, to: &mut [f32]) {
    let width = to.len();
    assert!(width <= WIDEST && width.is_multiple_of(LANES) && bias.len() >= PIECES * width);
    assert!(parts.iter().all(|part| part.len() == PIECES * width));
    let mut row = [0.0_f32; WIDEST];
    // SAFETY: the parts and the bias have three pieces of `width` numbers, and the row has room for one.
    unsafe {
        for at in (0..width).step_by(LANES) {
            let piece = |piece: usize| {
                let at = piece * width + at;
                let load = |from: &[f32]| L::load(from.as_ptr().add(at));
                load(parts[0]).add(load(parts[1])).add(load(parts[2])).add(load(bias))
            };
            let mut greatest = piece(0);
            for other in 1..PIECES {
                greatest = greatest.greater(piece(other));
            }
            greatest.store(row.as_mut_ptr().add(at));
        }
        add_one_normalised::<L>(&row[..width], norm, to);
    }
}

#[inline(always)]
unsafe fn hidden_in<L: Lanes>(shares: &[&[f32]], bias: &[f32], to: &mut [f32]) {
    let width = to.len();
    assert!(
        width.is_multiple_of(LANES) && bias.len() == 2 * width && shares.iter().all(|share| share.len() == 2 * width)
    );
    // SAFETY: shares and bias have two pieces of `width` numbers.
    unsafe {
        for at in (0..width).step_by(LANES) {
            let piece = |at: usize| {
                let mut sum = L::splat(0.0);
                for share in shares {
                    sum = sum.add(L::load(share.as_ptr().add(at)));
                }
                sum.add(L::load(bias.as_ptr().add(at)))
            };
            piece(at).greater(piece(width + at)).store(to.as_mut_ptr().add(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Norm, add_normalised, add_window, hidden};
    use crate::lanes::Instructions;

    fn numbers(count: usize) -> Vec<f32> {
        (0..count).map(|at| ((at * 7919 + 13) % 1_009) as f32 / 500.0 - 1.0).collect()
    }

    #[test]
    fn every_instruction_set_gives_the_same_rows() {
        let (scale, shift, bias, parts) = (numbers(96), numbers(96), numbers(288), numbers(900));
        let norm = Norm { scale: &scale, shift: &shift };
        let of = |set: Instructions| {
            let mut rows = numbers(5 * 96);
            add_normalised(set, &parts[..5 * 96], norm, &mut rows);
            add_window(set, [&parts[..288], &parts[288..576], &parts[600..888]], &bias, norm, &mut rows[..96]);
            hidden(set, &[&parts[..128], &parts[128..256]], &bias[..128], &mut rows[96..160]);
            rows.into_iter().map(f32::to_bits).collect::<Vec<_>>()
        };
        for set in Instructions::available() {
            assert_eq!(of(set), of(Instructions::Portable), "{set:?}");
        }
    }

    #[test]
    fn a_normalised_row_has_mean_nought_and_variance_one() {
        let (ones, zeros, row) = (vec![1.0; 96], vec![0.0; 96], numbers(96));
        let mut normalised = vec![0.0; 96];
        let norm = Norm { scale: &ones, shift: &zeros };
        add_normalised(Instructions::detect(), &row, norm, &mut normalised);
        let mean = normalised.iter().sum::<f32>() / 96.0;
        let variance = normalised.iter().map(|number| number * number).sum::<f32>() / 96.0;
        assert!(mean.abs() < 1e-5 && (variance - 1.0).abs() < 1e-4, "mean {mean}, variance {variance}");
    }
}
