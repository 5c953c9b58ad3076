//! Offset-safe text helpers.
