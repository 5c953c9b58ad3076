//! Offset-safe text helpers.

pub mod dates;
