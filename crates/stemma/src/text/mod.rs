//! What several stages need of texts: offset-safe readers of words, and digests.

pub mod dates;
pub mod digest;
pub mod marks;
pub mod numbers;
