//! The engine, put together from the data that the program carries with it.

use anyhow::{Context, Result};
use stemma::lexicon::{Lexicon, Lists};
use stemma::pipeline::Engine;
use stemma_language::English;

/// Compiles the lexicon and opens the language model side by side; both are done once a run.
pub fn engine() -> Result<Engine> {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    let (lexicon, english) = rayon::join(|| Lexicon::compile(&lists), || English::from_bytes(stemma_data::ENGLISH));
    let lexicon = lexicon.context("this program's own word lists cannot be used")?;
    let english = english.context("this program's English model cannot be used")?;
    Ok(Engine { english, lexicon })
}
