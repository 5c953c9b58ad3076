//! The engine, put together from the data that the program carries with it and the lists of the user's own.

use anyhow::{Context, Result, bail};
use stemma::clean::PageWords;
use stemma::lexicon::Lexicon;
use stemma::lexicon::lists::{Fault, Joined, OwnList, join};
use stemma::pipeline::{self, Engine};
use stemma_language::English;
use stemma_reader::Reader;

use crate::own;

/// Compiles the lexicon and opens the language model side by side; both are done once a run.
pub fn engine(own: &[OwnList]) -> Result<Engine> {
    let joined = joined(own)?;
    let models = || rayon::join(|| English::from_bytes(stemma_data::ENGLISH), reader);
    let (compiled, (english, reader)) = rayon::join(|| compile(&joined), models);
    let english = english.context("this program's English model cannot be used")?;
    let (pages, mut lexicon) = compiled?;
    add_packs(own, &mut lexicon)?;
    Ok(Engine { english, reader, lexicon, pages })
}

/// An engine that reads events too. A store that kept pages without their events would never read them again.
pub fn whole_engine(own: &[OwnList]) -> Result<Engine> {
    let engine = engine(own)?;
    if engine.reader.is_none() {
        bail!("nothing is stored, since no events can be read");
    }
    Ok(engine)
}

/// Names a model of the user's own training, which takes the place of ours.
const READER: &str = "STEMMA_READER";

/// The learnt reader. One that cannot be used is said in a line, and no events are read: none are better than wrong ones.
fn reader() -> Option<Reader> {
    let own = std::env::var_os(READER).map(std::path::PathBuf::from);
    let opened = match &own {
        // It is used to the end of the run, and its numbers where they stand.
        Some(path) => {
            std::fs::read(path).map_err(anyhow::Error::from).and_then(|bytes| Ok(Reader::from_bytes(bytes.leak())?))
        }
        None => Reader::from_bytes(stemma_data::READER).map_err(anyhow::Error::from),
    };
    let said = |error: &anyhow::Error| match &own {
        Some(path) => eprintln!(
            "stemma: {}: {error}; no events are read; unset {READER} to read with the program's own model",
            path.display()
        ),
        None => eprintln!("stemma: {error}; no events are read"),
    };
    opened.inspect_err(said).ok()
}

/// Our lists with the user's in them.
pub fn joined(own: &[OwnList]) -> Result<Joined<'static>> {
    join(stemma_data::LISTS, own).or_else(|faults| own::refuse(&faults))
}

/// Opens the user's packs of places beside our gazetteer.
pub fn add_packs(own: &[OwnList], lexicon: &mut Lexicon) -> Result<()> {
    let mut faults = Vec::new();
    for list in own.iter().filter(|list| !list.pack.is_empty()) {
        // It is used to the end of the run, and where it stands.
        if let Err(fault) = lexicon.gazetteer.add_pack(list.pack.clone().leak()) {
            let message = format!("is no pack that can be used: {fault}; `stemma gazetteer add` makes one");
            faults.push(Fault { name: list.name.clone(), line: None, message });
        }
    }
    if faults.is_empty() { Ok(()) } else { own::refuse(&faults) }
}

/// Compiles joined lists, which finds what is wrong in them.
pub fn compile(joined: &Joined<'_>) -> Result<(PageWords, Lexicon)> {
    let compiled = pipeline::compile(&joined.lists(stemma_data::GAZETTEER));
    if joined.names.is_empty() {
        return compiled.context("this program's own word lists cannot be used");
    }
    compiled.or_else(|error| own::refuse(&[joined.fault(error)]))
}
