//! What the tests of several stages need: the engine with the lists that the program carries.

use std::sync::OnceLock;

use stemma_language::English;

use crate::lexicon::Lists;
use crate::pipeline::{self, Engine};

/// The engine, made once; `None`, with a line on standard error, where the English model has not been compiled.
pub fn engine() -> Option<&'static Engine> {
    static ENGINE: OnceLock<Option<Engine>> = OnceLock::new();
    let made = ENGINE.get_or_init(|| {
        let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
        let english = English::from_bytes(stemma_data::ENGLISH).ok()?;
        let (pages, lexicon) = pipeline::compile(&lists).expect("our own lists compile");
        let reader = stemma_reader::Reader::from_bytes(stemma_data::READER).ok();
        Some(Engine { english, reader, lexicon, pages })
    });
    if made.is_none() {
        eprintln!("skipped: data/build/english.bin is not compiled");
    }
    made.as_ref()
}
