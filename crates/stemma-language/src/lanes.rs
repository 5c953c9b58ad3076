//! Sixteen numbers at a time: the few operations of the networks, once for each instruction set. Every set gives the same bits, because
//! sums are taken in one order everywhere and every multiplication that is followed by an addition is rounded once.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256, __m512, _mm256_add_ps, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_max_ps, _mm256_mul_ps, _mm256_set1_ps,
    _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_max_ps, _mm512_mul_ps,
    _mm512_set1_ps, _mm512_storeu_ps, _mm512_sub_ps,
};

/// Numbers that are worked on together; rows of outputs are rounded up to a multiple of it.
pub(crate) const LANES: usize = 16;

/// The instruction set of this machine.
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
        *Instructions::available().first().unwrap_or(&Instructions::Portable)
    }

    /// All that this machine has, the fastest first.
    pub(crate) fn available() -> Vec<Instructions> {
        let mut available = Vec::new();
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") {
                available.push(Instructions::Avx512);
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                available.push(Instructions::Avx2);
            }
        }
        available.push(Instructions::Portable);
        available
    }
}

/// Sixteen numbers in the registers of an instruction set.
///
/// # Safety
/// Every function may only be called where the instruction set was detected; pointers must be good for sixteen numbers.
pub(crate) trait Lanes: Copy {
    unsafe fn splat(number: f32) -> Self;
    unsafe fn load(from: *const f32) -> Self;
    unsafe fn store(self, to: *mut f32);
    unsafe fn add(self, other: Self) -> Self;
    unsafe fn subtract(self, other: Self) -> Self;
    unsafe fn multiply(self, other: Self) -> Self;
    /// `self + factor * other`, rounded once.
    unsafe fn add_product(self, factor: Self, other: Self) -> Self;
    /// The greater of each two numbers, `self` where they are equal.
    unsafe fn greater(self, other: Self) -> Self;
}

#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(crate) struct Avx512(__m512);

#[cfg(target_arch = "x86_64")]
impl Lanes for Avx512 {
    #[inline(always)]
    unsafe fn splat(number: f32) -> Self {
        // SAFETY: as the trait demands; so in all functions below.
        Avx512(unsafe { _mm512_set1_ps(number) })
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        Avx512(unsafe { _mm512_loadu_ps(from) })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { _mm512_storeu_ps(to, self.0) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        Avx512(unsafe { _mm512_add_ps(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn subtract(self, other: Self) -> Self {
        Avx512(unsafe { _mm512_sub_ps(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn multiply(self, other: Self) -> Self {
        Avx512(unsafe { _mm512_mul_ps(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn add_product(self, factor: Self, other: Self) -> Self {
        Avx512(unsafe { _mm512_fmadd_ps(factor.0, other.0, self.0) })
    }

    #[inline(always)]
    unsafe fn greater(self, other: Self) -> Self {
        // The instruction gives its second operand where the two are equal.
        Avx512(unsafe { _mm512_max_ps(other.0, self.0) })
    }
}

#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub(crate) struct Avx2([__m256; 2]);

#[cfg(target_arch = "x86_64")]
impl Avx2 {
    #[inline(always)]
    fn map(self, other: Self, operation: impl Fn(__m256, __m256) -> __m256) -> Self {
        Avx2([operation(self.0[0], other.0[0]), operation(self.0[1], other.0[1])])
    }
}

#[cfg(target_arch = "x86_64")]
impl Lanes for Avx2 {
    #[inline(always)]
    unsafe fn splat(number: f32) -> Self {
        let half = unsafe { _mm256_set1_ps(number) };
        Avx2([half, half])
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        Avx2(unsafe { [_mm256_loadu_ps(from), _mm256_loadu_ps(from.add(LANES / 2))] })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe {
            _mm256_storeu_ps(to, self.0[0]);
            _mm256_storeu_ps(to.add(LANES / 2), self.0[1]);
        }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        self.map(other, |one, other| unsafe { _mm256_add_ps(one, other) })
    }

    #[inline(always)]
    unsafe fn subtract(self, other: Self) -> Self {
        self.map(other, |one, other| unsafe { _mm256_sub_ps(one, other) })
    }

    #[inline(always)]
    unsafe fn multiply(self, other: Self) -> Self {
        self.map(other, |one, other| unsafe { _mm256_mul_ps(one, other) })
    }

    #[inline(always)]
    unsafe fn add_product(self, factor: Self, other: Self) -> Self {
        Avx2(unsafe {
            [_mm256_fmadd_ps(factor.0[0], other.0[0], self.0[0]), _mm256_fmadd_ps(factor.0[1], other.0[1], self.0[1])]
        })
    }

    #[inline(always)]
    unsafe fn greater(self, other: Self) -> Self {
        self.map(other, |one, other| unsafe { _mm256_max_ps(other, one) })
    }
}

/// Plain Rust, which the compiler lays into whatever registers there are.
#[derive(Clone, Copy)]
pub(crate) struct Portable([f32; LANES]);

impl Portable {
    #[inline(always)]
    fn map(self, other: Self, operation: impl Fn(f32, f32) -> f32) -> Self {
        Portable(std::array::from_fn(|lane| operation(self.0[lane], other.0[lane])))
    }
}

impl Lanes for Portable {
    #[inline(always)]
    unsafe fn splat(number: f32) -> Self {
        Portable([number; LANES])
    }

    #[inline(always)]
    unsafe fn load(from: *const f32) -> Self {
        Portable(unsafe { from.cast::<[f32; LANES]>().read() })
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32) {
        unsafe { to.cast::<[f32; LANES]>().write(self.0) }
    }

    #[inline(always)]
    unsafe fn add(self, other: Self) -> Self {
        self.map(other, |one, other| one + other)
    }

    #[inline(always)]
    unsafe fn subtract(self, other: Self) -> Self {
        self.map(other, |one, other| one - other)
    }

    #[inline(always)]
    unsafe fn multiply(self, other: Self) -> Self {
        self.map(other, |one, other| one * other)
    }

    #[inline(always)]
    unsafe fn add_product(self, factor: Self, other: Self) -> Self {
        if HAS_FUSED {
            return Portable(std::array::from_fn(|lane| factor.0[lane].mul_add(other.0[lane], self.0[lane])));
        }
        let mut is_exact = true;
        let mut sums = [0.0_f32; LANES];
        for lane in 0..LANES {
            let sum = f64::from(factor.0[lane]) * f64::from(other.0[lane]) + f64::from(self.0[lane]);
            is_exact &= rounds_once(sum);
            sums[lane] = sum as f32;
        }
        if is_exact {
            return Portable(sums);
        }
        Portable(std::array::from_fn(|lane| fused_in_double(factor.0[lane], other.0[lane], self.0[lane])))
    }

    #[inline(always)]
    unsafe fn greater(self, other: Self) -> Self {
        self.map(other, |one, other| if other > one { other } else { one })
    }
}

/// Whether the machine multiplies and adds with one rounding even where nothing was detected; elsewhere `mul_add` would call a slow
/// function of the C library for every number.
const HAS_FUSED: bool =
    cfg!(not(any(target_arch = "x86", target_arch = "x86_64", target_arch = "arm", target_arch = "wasm32")));

/// Whether a sum of `f64` that may already be rounded gives the same `f32` as the exact sum: it does unless it lies half-way between two
/// `f32`, which are coarser where they are smallest.
#[inline(always)]
fn rounds_once(sum: f64) -> bool {
    const SMALL: f64 = f32::MIN_POSITIVE as f64;
    const BELOW: u64 = (1 << 29) - 1;
    let bits = sum.to_bits();
    let is_small = bits & !(1 << 63) < SMALL.to_bits() && sum != 0.0;
    bits & BELOW != 1 << 28 && !is_small
}

/// The product of two `f32` is exact in an `f64`, and the sum is rounded to odd there, so that the second rounding is that of the exact
/// sum (Boldo and Melquiond, "Emulation of FMA and correctly rounded sums: proved algorithms using rounding to odd", 2008).
#[inline(always)]
fn fused_in_double(x: f32, y: f32, z: f32) -> f32 {
    let (product, z) = (f64::from(x) * f64::from(y), f64::from(z));
    let sum = product + z;
    // What the sum lost, exactly (Knuth's two-sum).
    let part = sum - product;
    let lost = (product - (sum - part)) + (z - part);
    // An inexact sum whose last bit is even goes one step towards what was lost, to its odd neighbour.
    let bits = sum.to_bits();
    let is_inexact = lost != 0.0 && !lost.is_nan();
    let towards_zero = (lost < 0.0) != (sum < 0.0);
    let step = u64::from(is_inexact && bits & 1 == 0);
    f64::from_bits(if towards_zero { bits.wrapping_sub(step) } else { bits.wrapping_add(step) }) as f32
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Lanes, Portable, fused_in_double};

    fn check(x: f32, y: f32, z: f32) {
        let (ours, exact) = (fused_in_double(x, y, z), x.mul_add(y, z));
        // SAFETY: plain Rust runs everywhere.
        let lanes = unsafe { Portable::splat(z).add_product(Portable::splat(x), Portable::splat(y)) };
        assert!(lanes.0.iter().all(|lane| lane.to_bits() == ours.to_bits() || ours.is_nan()), "{x} * {y} + {z}");
        assert!(
            ours.to_bits() == exact.to_bits() || ours.is_nan() && exact.is_nan(),
            "{x} * {y} + {z}: {ours} is not {exact}"
        );
    }

    #[test]
    fn the_emulated_operation_is_rounded_once_at_halves_and_edges() {
        let numbers = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            1.0 + f32::EPSILON,
            1.0 - f32::EPSILON / 2.0,
            3.0,
            16_777_215.0,
            16_777_217.0,
            0.1,
            -0.3,
            1e-20,
            -1e-20,
            f32::MIN_POSITIVE,
            1e-45,
            f32::MAX,
            f32::MIN,
            f32::INFINITY,
            f32::NEG_INFINITY,
            f32::NAN,
        ];
        for x in numbers {
            for y in numbers {
                for z in numbers {
                    check(x, y, z);
                }
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_emulated_operation_is_rounded_once(x in -4.0f32..4.0, y in -4.0f32..4.0, z in -8.0f32..8.0, shift in 0u32..60) {
            check(x, y, z);
            check(x, y, z / f32::from_bits((127 + shift) << 23));
            check(x, y, -x * y);
        }

        #[test]
        fn any_bits_are_rounded_once(x in any::<u32>(), y in any::<u32>(), z in any::<u32>()) {
            check(f32::from_bits(x), f32::from_bits(y), f32::from_bits(z));
        }
    }
}
