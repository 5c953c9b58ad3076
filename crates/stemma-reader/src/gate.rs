//! The cheap first look: pieces come in, and a number goes out that is the greater, the more a sentence is worth reading.

use std::borrow::Cow;

use crate::Error;
use crate::Piece;
use crate::config::Config;
use crate::file::File;

pub(crate) struct Gate {
    weights: Cow<'static, [f32]>,
    bias: f32,
}

impl Gate {
    pub(crate) fn open(file: &File, config: &Config) -> Result<Gate, Error> {
        Ok(Gate { weights: file.numbers("gate.w", config.pieces)?, bias: file.numbers("gate.b", 1)?[0] })
    }

    /// The sum of the weights of all pieces, each counted once, in the order of their ids.
    pub(crate) fn score(&self, pieces: &[Piece]) -> f32 {
        let mut ids: Vec<u32> = pieces.iter().map(|piece| piece.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let weights = ids.iter().filter_map(|id| self.weights.get(*id as usize));
        weights.fold(self.bias, |score, weight| score + weight)
    }
}
