//! The sizes of a model. A text of lines comes in; sizes go out that are small enough for every sum below to stay in its bounds, and that
//! fit the machine's registers.

use stemma_language::lanes::LANES;

use crate::Error;
use crate::file::File;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Config {
    pub(crate) layers: usize,
    pub(crate) width: usize,
    pub(crate) heads: usize,
    pub(crate) inner: usize,
    pub(crate) pieces: usize,
    pub(crate) positions: usize,
    pub(crate) hidden: usize,
}

/// Numbers in a block of the table of pieces, which share a scale.
pub(crate) const BLOCK: usize = 32;

/// Pieces that stand for no text: beginning, filling, end, unknown.
pub(crate) const SPECIAL: usize = 4;

const MOST_LAYERS: usize = 64;
/// A sum of products of bytes over so many inputs stays far below 2^31.
const MOST_NUMBERS: usize = 16_384;
const MOST_PIECES: usize = 1 << 20;
/// Attention takes time with the square of it.
const MOST_POSITIONS: usize = 4_096;

impl Config {
    pub(crate) fn open(file: &File) -> Result<Config, Error> {
        let lines = file.lines("config")?;
        let size = |key: &str, most: usize, unit: usize| {
            let mut values = lines.iter().filter_map(|line| line.trim().strip_prefix(key)?.strip_prefix('='));
            let value = values.next_back().and_then(|value| value.trim().parse::<usize>().ok());
            value
                .filter(|value| (1..=most).contains(value) && value.is_multiple_of(unit))
                .ok_or(Error::Format("a size of the configuration is missing or out of bounds"))
        };
        let config = Config {
            layers: size("layers", MOST_LAYERS, 1)?,
            width: size("width", MOST_NUMBERS, BLOCK)?,
            heads: size("heads", MOST_NUMBERS, 1)?,
            inner: size("inner", MOST_NUMBERS, LANES)?,
            pieces: size("pieces", MOST_PIECES, 1)?,
            positions: size("positions", MOST_POSITIONS, 1)?,
            hidden: size("hidden", MOST_NUMBERS, LANES)?,
        };
        if !config.width.is_multiple_of(config.heads) || !(config.width / config.heads).is_multiple_of(LANES) {
            return Err(Error::Format("heads of a width that is no multiple of 16"));
        }
        if config.pieces <= SPECIAL {
            return Err(Error::Format("a vocabulary without pieces"));
        }
        Ok(config)
    }
}
