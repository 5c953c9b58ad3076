//! (to be written)

/// The English pipeline.
pub struct English {}
