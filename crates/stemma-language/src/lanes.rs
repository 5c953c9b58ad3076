//! Sixteen numbers at a time: the few operations of the networks, once for each instruction set. Every set gives the same bits, because
//! sums are taken in one order everywhere and every multiplication that is followed by an addition is rounded once.
//!
//! Public for `stemma-reader`; no part of what this crate promises.

#[cfg(target_arch = "x86_64")]
use std::arch::x86_64::{
    __m256, __m512, _mm_packus_epi16, _mm_storeu_si128, _mm256_add_epi32, _mm256_add_ps, _mm256_and_si256,
    _mm256_castps_si256, _mm256_castsi256_ps, _mm256_castsi256_si128, _mm256_cvtepi32_ps, _mm256_div_ps,
    _mm256_extracti128_si256, _mm256_fmadd_ps, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_max_ps, _mm256_mul_ps,
    _mm256_packus_epi32, _mm256_permute4x64_epi64, _mm256_set1_epi32, _mm256_set1_ps, _mm256_slli_epi32,
    _mm256_storeu_ps, _mm256_sub_ps, _mm512_add_epi32, _mm512_add_ps, _mm512_castps_si512, _mm512_castsi512_ps,
    _mm512_cvtepi32_epi8, _mm512_cvtepi32_ps, _mm512_div_ps, _mm512_fmadd_ps, _mm512_loadu_ps, _mm512_loadu_si512,
    _mm512_max_ps, _mm512_mul_ps, _mm512_set1_ps, _mm512_slli_epi32, _mm512_storeu_ps, _mm512_sub_ps,
};

/// Numbers that are worked on together; rows of outputs are rounded up to a multiple of it.
pub const LANES: usize = 16;

/// The instruction set of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instructions {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    Portable,
}

impl Instructions {
    pub fn detect() -> Instructions {
        *Instructions::available().first().unwrap_or(&Instructions::Portable)
    }

    /// All that this machine has, the fastest first.
    pub fn available() -> Vec<Instructions> {
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
pub trait Lanes: Copy {
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
    unsafe fn divide(self, other: Self) -> Self;
    /// Whole numbers, each rounded once where an `f32` cannot hold it.
    unsafe fn of_integers(from: *const i32) -> Self;
    /// The lowest eight bits of each number as it stands in memory: for a whole number to which `SHIFT` was added, the number itself.
    unsafe fn store_low_bytes(self, to: *mut u8);
    /// `self` times two to the power of a whole number, to which `SHIFT` was added. Neither `self` nor the result may be smaller than the
    /// smallest normal number or greater than the greatest.
    unsafe fn times_power_of_two(self, shifted: Self) -> Self;

    /// The sum of all lanes, in the order of a tree.
    #[inline(always)]
    unsafe fn sum(self) -> f32 {
        let mut numbers = [0.0_f32; LANES];
        unsafe { self.store(numbers.as_mut_ptr()) };
        let mut width = LANES;
        while width > 1 {
            width /= 2;
            for lane in 0..width {
                numbers[lane] += numbers[lane + width];
            }
        }
        numbers[0]
    }
}

/// Added to a number between −2^22 and 2^22, it rounds it to a whole one (halves to even), which then stands in the lowest bits.
pub const SHIFT: f32 = 12_582_912.0;

/// Bits below the exponent of a number.
const EXPONENT_AT: i32 = 23;

/// A function over lanes, compiled for each instruction set with the features that it needs, and called with the one that is given.
#[doc(hidden)]
#[macro_export]
macro_rules! for_each_set {
    ($(#[$meta:meta])* $visibility:vis fn $name:ident($($argument:ident: $type:ty),* $(,)?) = $body:ident) => {
        $(#[$meta])*
        $visibility fn $name(set: $crate::lanes::Instructions, $($argument: $type),*) {
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx512f")]
            fn avx512($($argument: $type),*) {
                // SAFETY: this function has the features; so does the next.
                unsafe { $body::<$crate::lanes::Avx512>($($argument),*) }
            }
            #[cfg(target_arch = "x86_64")]
            #[target_feature(enable = "avx2,fma")]
            fn avx2($($argument: $type),*) {
                unsafe { $body::<$crate::lanes::Avx2>($($argument),*) }
            }
            match set {
                // SAFETY: an instruction set is only named where it was detected.
                #[cfg(target_arch = "x86_64")]
                $crate::lanes::Instructions::Avx512 => unsafe { avx512($($argument),*) },
                #[cfg(target_arch = "x86_64")]
                $crate::lanes::Instructions::Avx2 => unsafe { avx2($($argument),*) },
                // SAFETY: plain Rust needs no instructions of a kind.
                $crate::lanes::Instructions::Portable => unsafe { $body::<$crate::lanes::Portable>($($argument),*) },
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub struct Avx512(__m512);

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

    #[inline(always)]
    unsafe fn divide(self, other: Self) -> Self {
        Avx512(unsafe { _mm512_div_ps(self.0, other.0) })
    }

    #[inline(always)]
    unsafe fn of_integers(from: *const i32) -> Self {
        Avx512(unsafe { _mm512_cvtepi32_ps(_mm512_loadu_si512(from.cast())) })
    }

    #[inline(always)]
    unsafe fn store_low_bytes(self, to: *mut u8) {
        unsafe { _mm_storeu_si128(to.cast(), _mm512_cvtepi32_epi8(_mm512_castps_si512(self.0))) }
    }

    #[inline(always)]
    unsafe fn times_power_of_two(self, shifted: Self) -> Self {
        Avx512(unsafe {
            let power = _mm512_slli_epi32::<{ EXPONENT_AT as u32 }>(_mm512_castps_si512(shifted.0));
            _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(self.0), power))
        })
    }
}

#[cfg(target_arch = "x86_64")]
#[derive(Clone, Copy)]
pub struct Avx2([__m256; 2]);

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

    #[inline(always)]
    unsafe fn divide(self, other: Self) -> Self {
        self.map(other, |one, other| unsafe { _mm256_div_ps(one, other) })
    }

    #[inline(always)]
    unsafe fn of_integers(from: *const i32) -> Self {
        let half = |at: usize| unsafe { _mm256_cvtepi32_ps(_mm256_loadu_si256(from.add(at).cast())) };
        Avx2([half(0), half(LANES / 2)])
    }

    #[inline(always)]
    unsafe fn store_low_bytes(self, to: *mut u8) {
        unsafe {
            let low = |half: __m256| _mm256_and_si256(_mm256_castps_si256(half), _mm256_set1_epi32(0xff));
            // Packing works on each half of a register for itself, so the quarters are put in order afterwards.
            let pairs = _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi32(low(self.0[0]), low(self.0[1])));
            let bytes = _mm_packus_epi16(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256::<1>(pairs));
            _mm_storeu_si128(to.cast(), bytes);
        }
    }

    #[inline(always)]
    unsafe fn times_power_of_two(self, shifted: Self) -> Self {
        self.map(shifted, |number, shifted| unsafe {
            let power = _mm256_slli_epi32::<EXPONENT_AT>(_mm256_castps_si256(shifted));
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(number), power))
        })
    }
}

/// Plain Rust, which the compiler lays into whatever registers there are.
#[derive(Clone, Copy)]
pub struct Portable([f32; LANES]);

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

    #[inline(always)]
    unsafe fn divide(self, other: Self) -> Self {
        self.map(other, |one, other| one / other)
    }

    #[inline(always)]
    unsafe fn of_integers(from: *const i32) -> Self {
        Portable(unsafe { from.cast::<[i32; LANES]>().read() }.map(|number| number as f32))
    }

    #[inline(always)]
    unsafe fn store_low_bytes(self, to: *mut u8) {
        unsafe { to.cast::<[u8; LANES]>().write(self.0.map(|number| number.to_bits() as u8)) }
    }

    #[inline(always)]
    unsafe fn times_power_of_two(self, shifted: Self) -> Self {
        self.map(shifted, |number, shifted| {
            f32::from_bits(number.to_bits().wrapping_add(shifted.to_bits() << EXPONENT_AT))
        })
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

    #[cfg(target_arch = "x86_64")]
    use super::{Avx2, Avx512, Instructions};
    use super::{LANES, Lanes, Portable, SHIFT, fused_in_double};

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

    fn of_lanes<L: Lanes>(numbers: [f32; LANES], others: [f32; LANES]) -> (Vec<u32>, [u8; LANES]) {
        let (mut results, mut bytes) = (Vec::new(), [0; LANES]);
        // SAFETY: the caller has detected the instructions of `L`, and every array has a number for each lane.
        unsafe {
            let (one, other) = (L::load(numbers.as_ptr()), L::load(others.as_ptr()));
            let shifted = other.add(L::splat(SHIFT));
            let integers = others.map(|number| (number * 1e6) as i32);
            for result in [one.divide(other), L::of_integers(integers.as_ptr()), one.times_power_of_two(shifted)] {
                let mut stored = [0.0; LANES];
                result.store(stored.as_mut_ptr());
                results.extend(stored.map(f32::to_bits));
            }
            shifted.store_low_bytes(bytes.as_mut_ptr());
            results.push(one.sum().to_bits());
        }
        (results, bytes)
    }

    #[test]
    fn every_instruction_set_divides_rounds_and_scales_to_the_same_bits() {
        let numbers = std::array::from_fn(|lane| (lane as f32 + 0.75) * 1.37);
        let others = std::array::from_fn(|lane| (lane as f32 - 7.25) * 2.5);
        let plain = of_lanes::<Portable>(numbers, others);
        for (lane, other) in others.iter().enumerate() {
            assert_eq!(plain.0[lane], (numbers[lane] / other).to_bits());
            assert_eq!(plain.0[2 * LANES + lane], (numbers[lane] * other.round_ties_even().exp2()).to_bits());
            assert_eq!(plain.1[lane] as i8, other.round_ties_even() as i8);
        }
        #[cfg(target_arch = "x86_64")]
        for set in Instructions::available() {
            match set {
                Instructions::Avx512 => assert_eq!(of_lanes::<Avx512>(numbers, others), plain),
                Instructions::Avx2 => assert_eq!(of_lanes::<Avx2>(numbers, others), plain),
                Instructions::Portable => {}
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
