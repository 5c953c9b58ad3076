//! Numbers in words.

pub const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
/// From twenty on.
pub const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// The value of one English number word below a hundred: "twelve", "forty". Lower case.
pub fn small_number(word: &str) -> Option<u32> {
    let unit = UNITS.iter().position(|unit| *unit == word).map(|value| value as u32);
    unit.or_else(|| TENS.iter().position(|ten| *ten == word).map(|value| (value as u32 + 2) * 10))
}
