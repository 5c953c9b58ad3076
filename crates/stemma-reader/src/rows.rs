//! What happens to rows of numbers between the products: normalisation, the bend of the middle layer, exponentials, rounding to whole numbers.
//! Every operation is taken in one order and rounded once, whatever the instruction set.

use stemma_language::for_each_set;
use stemma_language::lanes::{LANES, Lanes, SHIFT};

use crate::integers::{OFFSET, Quantised};

/// Scale and shift of a normalisation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Norm<'n> {
    pub(crate) scale: &'n [f32],
    pub(crate) shift: &'n [f32],
}

/// Added to a variance, so that a row of equal numbers can be divided by it.
const LEAST_VARIANCE: f32 = 1e-12;

/// The greatest whole number of a row.
const GREATEST: f32 = 127.0;

/// A row without a greater number is taken for one of noughts: the reciprocal of its scale could overflow.
const LEAST_OF_A_ROW: f32 = 1e-30;

for_each_set! {
    /// Adds each row of `more` to the row of `x` in its place, and brings the sum to mean 0 and variance 1, then to a scale and shift of its own.
    pub(crate) fn add_and_normalise(more: &[f32], norm: Norm<'_>, x: &mut [f32]) = add_and_normalise_in
}

for_each_set! {
    /// Rounds rows to whole numbers.
    pub(crate) fn quantise(x: &[f32], width: usize, to: &mut Quantised) = quantise_in
}

for_each_set! {
    /// The Gaussian error linear unit of every number (Hendrycks and Gimpel, 2016); rounds the rows to whole numbers.
    pub(crate) fn bend_and_quantise(x: &mut [f32], width: usize, to: &mut Quantised) = bend_and_quantise_in
}

for_each_set! {
    /// The exponentials of the first `count` numbers of every row times `factor`, as shares of that of the greatest; the sum of each row. A row
    /// has whole lanes, and what comes after `count` may hold anything, before and after.
    pub(crate) fn exponentials(x: &mut [f32], width: usize, count: usize, factor: f32, sums: &mut [f32]) = exponentials_in
}

for_each_set! {
    /// The exponential of every number, none of which is greater than nought.
    pub(crate) fn exponentials_below_nought(x: &mut [f32]) = exponentials_below_nought_in
}

for_each_set! {
    /// The middle layer of a pair: the linear unit of a sum of rows and of products of rows.
    pub(crate) fn pair(sum: [&[f32]; 4], products: &[[&[f32]; 2]], to: &mut [f32]) = pair_in
}

#[inline(always)]
unsafe fn add_and_normalise_in<L: Lanes>(more: &[f32], norm: Norm<'_>, x: &mut [f32]) {
    let width = norm.scale.len();
    assert!(width.is_multiple_of(LANES) && norm.shift.len() == width);
    for (more, x) in more.chunks_exact(width).zip(x.chunks_exact_mut(width)) {
        // SAFETY: all slices have `width` numbers, a multiple of the lanes; the caller has the instructions of `L`. So below.
        unsafe {
            let (mut sum, mut sum_of_odd) = (L::splat(0.0), L::splat(0.0));
            for at in (0..width).step_by(LANES) {
                let number = L::load(x.as_ptr().add(at)).add(L::load(more.as_ptr().add(at)));
                number.store(x.as_mut_ptr().add(at));
                // Two sums, so that one addition need not wait for the one before.
                (sum, sum_of_odd) = (sum_of_odd, sum.add(number));
            }
            let mean = L::splat(sum.add(sum_of_odd).sum() / width as f32);
            let (mut squares, mut squares_of_odd) = (L::splat(0.0), L::splat(0.0));
            for at in (0..width).step_by(LANES) {
                let difference = L::load(x.as_ptr().add(at)).subtract(mean);
                (squares, squares_of_odd) = (squares_of_odd, squares.add_product(difference, difference));
            }
            let variance = squares.add(squares_of_odd).sum() / width as f32 + LEAST_VARIANCE;
            let factor = L::splat(1.0 / variance.sqrt());
            for at in (0..width).step_by(LANES) {
                let scaled = L::load(x.as_ptr().add(at)).subtract(mean).multiply(factor);
                let shift = L::load(norm.shift.as_ptr().add(at));
                shift.add_product(scaled, L::load(norm.scale.as_ptr().add(at))).store(x.as_mut_ptr().add(at));
            }
        }
    }
}

#[inline(always)]
unsafe fn quantise_in<L: Lanes>(x: &[f32], width: usize, to: &mut Quantised) {
    to.resize(x.len() / width, width);
    let places = to.bytes.chunks_exact_mut(width).zip(&mut to.scales);
    for (x, (bytes, scale)) in x.chunks_exact(width).zip(places) {
        // SAFETY: as above.
        *scale = unsafe { quantise_row::<L>(x, bytes) };
    }
}

#[inline(always)]
unsafe fn quantise_row<L: Lanes>(x: &[f32], bytes: &mut [u8]) -> f32 {
    assert!(x.len().is_multiple_of(LANES) && bytes.len() == x.len());
    // SAFETY: both slices have as many numbers, a multiple of the lanes.
    unsafe {
        let nought = L::splat(0.0);
        let (mut most, mut most_below) = (nought, nought);
        for at in (0..x.len()).step_by(LANES) {
            let number = L::load(x.as_ptr().add(at));
            most = most.greater(number);
            most_below = most_below.greater(nought.subtract(number));
        }
        let mut numbers = [0.0_f32; LANES];
        most.greater(most_below).store(numbers.as_mut_ptr());
        let most = numbers.into_iter().fold(0.0, |most, number| if number > most { number } else { most });
        if most < LEAST_OF_A_ROW {
            bytes.fill(OFFSET as u8);
            return 0.0;
        }
        let (factor, shift) = (L::splat(GREATEST / most), L::splat(SHIFT + OFFSET as f32));
        for at in (0..x.len()).step_by(LANES) {
            shift.add_product(factor, L::load(x.as_ptr().add(at))).store_low_bytes(bytes.as_mut_ptr().add(at));
        }
        most / GREATEST
    }
}

#[inline(always)]
unsafe fn bend_and_quantise_in<L: Lanes>(x: &mut [f32], width: usize, to: &mut Quantised) {
    assert!(width.is_multiple_of(LANES));
    to.resize(x.len() / width, width);
    let places = to.bytes.chunks_exact_mut(width).zip(&mut to.scales);
    for (x, (bytes, scale)) in x.chunks_exact_mut(width).zip(places) {
        // SAFETY: as above.
        unsafe {
            for at in (0..width).step_by(LANES) {
                gelu(L::load(x.as_ptr().add(at))).store(x.as_mut_ptr().add(at));
            }
            *scale = quantise_row::<L>(x, bytes);
        }
    }
}

/// `x (1 + erf(x / √2)) / 2`. The error function is a quotient of polynomials in the square, fitted to it (least greatest error) between
/// −`FLAT` and `FLAT`, outside of which it is flat; the error stays below 3e-7.
#[inline(always)]
unsafe fn gelu<L: Lanes>(x: L) -> L {
    const FLAT: f32 = 5.2;
    const ABOVE: [f32; 6] = [4.946_225_5e-8, 1.281_577_8e-5, 3.137_232_3e-4, 9.217_29e-3, 6.508_911_4e-2, 0.797_884_5];
    const BELOW: [f32; 6] = [1.258_868_6e-6, 7.049_61e-5, 1.817_202_7e-3, 2.792_669e-2, 0.248_243_45, 1.0];
    // SAFETY: the caller has the instructions of `L`; so below.
    unsafe {
        let (flat, nought, half) = (L::splat(FLAT), L::splat(0.0), L::splat(0.5));
        // The smaller of two numbers is the greater of what is opposite.
        let bounded = nought.subtract(flat).greater(x);
        let bounded = nought.subtract(nought.subtract(flat).greater(nought.subtract(bounded)));
        let square = bounded.multiply(bounded);
        let error = bounded.multiply(polynomial(square, ABOVE)).divide(polynomial(square, BELOW));
        let half_x = x.multiply(half);
        half_x.add_product(half_x, error)
    }
}

/// The coefficients of the highest power first.
#[inline(always)]
unsafe fn polynomial<L: Lanes, const COUNT: usize>(x: L, coefficients: [f32; COUNT]) -> L {
    unsafe {
        let mut sum = L::splat(coefficients[0]);
        for coefficient in &coefficients[1..] {
            sum = L::splat(*coefficient).add_product(sum, x);
        }
        sum
    }
}

/// Two to the power of `x`, which is nought or less; what is smaller than 2^−`FAR` is given as that. The error is a tenth of a millionth.
#[inline(always)]
unsafe fn power_of_two<L: Lanes>(x: L) -> L {
    const FAR: f32 = -120.0;
    const POWER: [f32; 6] = [1.327_647_2e-3, 9.675_542e-3, 5.550_713e-2, 0.240_221_2, 0.693_146_94, 1.000_000_1];
    unsafe {
        let bounded = L::splat(FAR).greater(x);
        let shifted = bounded.add(L::splat(SHIFT));
        let rest = bounded.subtract(shifted.subtract(L::splat(SHIFT)));
        polynomial(rest, POWER).times_power_of_two(shifted)
    }
}

#[inline(always)]
unsafe fn exponentials_in<L: Lanes>(x: &mut [f32], width: usize, count: usize, factor: f32, sums: &mut [f32]) {
    assert!(width.is_multiple_of(LANES) && (1..=width).contains(&count));
    let used = count.next_multiple_of(LANES);
    for (x, sum) in x.chunks_exact_mut(width).zip(sums) {
        // So low that nothing of it is left in the sum.
        x[count..used].fill(f32::MIN);
        // SAFETY: as above; `used` is no more than `width`.
        unsafe {
            let mut greatest = L::splat(f32::MIN);
            for at in (0..used).step_by(LANES) {
                greatest = greatest.greater(L::load(x.as_ptr().add(at)));
            }
            let mut numbers = [0.0_f32; LANES];
            greatest.store(numbers.as_mut_ptr());
            let greatest = numbers.into_iter().fold(f32::MIN, |most, number| if number > most { number } else { most });
            let greatest = L::splat(greatest);
            let to_base_two = L::splat(factor * std::f32::consts::LOG2_E);
            let mut total = L::splat(0.0);
            for at in (0..used).step_by(LANES) {
                let power = L::load(x.as_ptr().add(at)).subtract(greatest).multiply(to_base_two);
                let power = power_of_two(power);
                power.store(x.as_mut_ptr().add(at));
                total = total.add(power);
            }
            *sum = total.sum();
        }
    }
}

#[inline(always)]
unsafe fn exponentials_below_nought_in<L: Lanes>(x: &mut [f32]) {
    for lanes in x.as_chunks_mut::<LANES>().0 {
        // SAFETY: as above.
        unsafe {
            power_of_two(L::load(lanes.as_ptr()).multiply(L::splat(std::f32::consts::LOG2_E)))
                .store(lanes.as_mut_ptr());
        }
    }
}

#[inline(always)]
unsafe fn pair_in<L: Lanes>(sum: [&[f32]; 4], products: &[[&[f32]; 2]], to: &mut [f32]) {
    let width = to.len();
    assert!(width.is_multiple_of(LANES) && sum.iter().chain(products.iter().flatten()).all(|row| row.len() == width));
    for at in (0..width).step_by(LANES) {
        // SAFETY: as above.
        unsafe {
            let load = |row: &[f32]| L::load(row.as_ptr().add(at));
            let mut total = load(sum[0]).add(load(sum[1])).add(load(sum[2])).add(load(sum[3]));
            for [one, other] in products {
                total = total.add_product(load(one), load(other));
            }
            gelu(total).store(to.as_mut_ptr().add(at));
        }
    }
}

#[cfg(test)]
mod tests {
    use stemma_language::lanes::{Instructions, LANES};

    use super::{Norm, add_and_normalise, bend_and_quantise, exponentials, exponentials_below_nought, quantise};
    use crate::integers::{OFFSET, Quantised};
    use crate::tests::reference::gelu;

    #[test]
    fn the_linear_unit_is_exact_to_a_third_of_a_millionth_of_its_input() {
        for first in -96..96 {
            let mut x: Vec<f32> = (0..128).map(|at| (first as f32 + at as f32 / 128.0) / 8.0).collect();
            let exact: Vec<(f32, f64)> = x.iter().map(|x| (*x, gelu(f64::from(*x)))).collect();
            bend_and_quantise(Instructions::detect(), &mut x, 128, &mut Quantised::default());
            for (ours, (x, exact)) in x.iter().zip(exact) {
                // Half of what the error function is wrong by, times `x`, and the last bit of the result.
                let bound = 3e-7 * f64::from(x.abs().max(1.0));
                assert!((f64::from(*ours) - exact).abs() < bound, "{ours} is not {exact}");
            }
        }
    }

    #[test]
    fn exponentials_are_exact_to_a_few_millionths_of_themselves() {
        for first in 0..80 {
            let mut x: Vec<f32> = (0..64).map(|at| -(first as f32) - at as f32 / 64.0).collect();
            let exact: Vec<f64> = x.iter().map(|x| f64::from(*x).exp()).collect();
            exponentials_below_nought(Instructions::detect(), &mut x);
            for (ours, exact) in x.iter().zip(exact) {
                assert!((f64::from(*ours) / exact - 1.0).abs() < 1e-5, "{ours} is not {exact}");
            }
        }
    }

    #[test]
    fn shares_of_a_row_heed_the_numbers_that_count_and_no_others() {
        let mut x = vec![f32::NAN; 2 * 2 * LANES];
        for row in x.chunks_exact_mut(2 * LANES) {
            row[..3].copy_from_slice(&[1.0, 3.0, 2.0]);
        }
        let mut sums = [0.0; 2];
        exponentials(Instructions::detect(), &mut x, 2 * LANES, 3, 0.5, &mut sums);
        let expected = 1.0 + (-0.5_f32).exp() + (-1.0_f32).exp();
        assert!(sums.iter().all(|sum| (sum - expected).abs() < 1e-6), "{sums:?}");
        assert_eq!(x[1].to_bits(), x[2 * LANES + 1].to_bits());
        assert!((x[1] - 1.0).abs() < 1e-6);
    }

    #[test]
    fn rows_are_rounded_half_to_even_and_a_row_of_noughts_stays_one() {
        let mut x = vec![0.0_f32; 3 * LANES];
        x[..6].copy_from_slice(&[127.0, -127.0, 0.5, 1.5, -2.5, 3.49]);
        x[2 * LANES] = -1e-20;
        let mut whole = Quantised::default();
        for set in Instructions::available() {
            quantise(set, &x, LANES, &mut whole);
            let numbers: Vec<i32> = whole.bytes.iter().map(|byte| i32::from(*byte) - OFFSET).collect();
            assert_eq!(numbers[..7], [127, -127, 0, 2, -2, 3, 0]);
            assert_eq!(numbers[LANES..2 * LANES], [0; LANES]);
            assert_eq!(numbers[2 * LANES], -127);
            assert_eq!(whole.scales, [1.0, 0.0, 1e-20 / 127.0]);
        }
    }

    #[test]
    fn a_normalised_row_has_mean_nought_and_variance_one() {
        let more: Vec<f32> = (0..64).map(|at| (at * 37 % 61) as f32).collect();
        let mut x: Vec<f32> = (0..64).map(|at| (at * 17 % 23) as f32).collect();
        let norm = Norm { scale: &[1.0; 64], shift: &[0.0; 64] };
        add_and_normalise(Instructions::detect(), &more, norm, &mut x);
        let mean = x.iter().sum::<f32>() / 64.0;
        let variance = x.iter().map(|number| number * number).sum::<f32>() / 64.0;
        assert!(mean.abs() < 1e-6 && (variance - 1.0).abs() < 1e-5, "mean {mean}, variance {variance}");
        let mut equal = vec![3.0; 64];
        add_and_normalise(Instructions::detect(), &[0.0; 64], norm, &mut equal);
        assert_eq!(equal, [0.0; 64]);
    }
}
