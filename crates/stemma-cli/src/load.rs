//! The engine, put together from the data that the program carries with it and the lists of the user's own.

use anyhow::{Context, Result};
use stemma::clean::PageWords;
use stemma::lexicon::Lexicon;
use stemma::lexicon::lists::{Joined, OwnList, join};
use stemma::pipeline::{self, Engine};
use stemma_language::English;

use crate::own;

/// Compiles the lexicon and opens the language model side by side; both are done once a run.
pub fn engine(own: &[OwnList]) -> Result<Engine> {
    let joined = joined(own)?;
    let (compiled, english) = rayon::join(|| compile(&joined), || English::from_bytes(stemma_data::ENGLISH));
    let english = english.context("this program's English model cannot be used")?;
    let (pages, lexicon) = compiled?;
    Ok(Engine { english, lexicon, pages })
}

/// Our lists with the user's in them.
pub fn joined(own: &[OwnList]) -> Result<Joined<'static>> {
    join(stemma_data::LISTS, own).or_else(|faults| own::refuse(&faults))
}

/// Compiles joined lists, which finds what is wrong in them.
pub fn compile(joined: &Joined<'_>) -> Result<(PageWords, Lexicon)> {
    let compiled = pipeline::compile(&joined.lists(stemma_data::GAZETTEER));
    if joined.names.is_empty() {
        return compiled.context("this program's own word lists cannot be used");
    }
    compiled.or_else(|error| own::refuse(&[joined.fault(error)]))
}
