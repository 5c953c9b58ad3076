//! The engine, put together from the data that the program carries with it and the lists of the user's own.

use anyhow::{Context, Result};
use stemma::lexicon::Lexicon;
use stemma::lexicon::lists::{Joined, OwnList, join};
use stemma::pipeline::Engine;
use stemma_language::English;

use crate::own;

/// Compiles the lexicon and opens the language model side by side; both are done once a run.
pub fn engine(own: &[OwnList]) -> Result<Engine> {
    let joined = joined(own)?;
    let (lexicon, english) = rayon::join(|| lexicon(&joined), || English::from_bytes(stemma_data::ENGLISH));
    let english = english.context("this program's English model cannot be used")?;
    Ok(Engine { english, lexicon: lexicon? })
}

/// Our lists with the user's in them.
pub fn joined(own: &[OwnList]) -> Result<Joined<'static>> {
    join(stemma_data::LISTS, own).or_else(|faults| own::refuse(&faults))
}

/// Compiles joined lists, which finds what is wrong in them.
pub fn lexicon(joined: &Joined<'_>) -> Result<Lexicon> {
    let compiled = Lexicon::compile(&joined.lists(stemma_data::GAZETTEER));
    if joined.names.is_empty() {
        return compiled.context("this program's own word lists cannot be used");
    }
    compiled.or_else(|error| own::refuse(&[joined.fault(error)]))
}
