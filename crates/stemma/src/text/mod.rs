//! Offset-safe readers of words that several stages need.

pub mod dates;
pub mod numbers;
