//! The engine, put together from the data that the program carries with it and the lists of the user's own.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use stemma::clean::PageWords;
use stemma::lexicon::lists::{Fault, Joined, OwnList, digest, join};
use stemma::lexicon::{Lexicon, LexiconError};
use stemma::pipeline::{self, Engine};
use stemma::read::ReadWords;
use stemma_language::English;
use stemma_reader::Reader;

use crate::{Error, Listener};

/// The variable by which a face lets its user name a model of their own training, which takes the place of ours.
pub const READER: &str = "STEMMA_READER";

/// Compiles the lexicon and opens the language model side by side; both are done once a run. `model` is a learnt reader
/// in the place of ours. One that cannot be used is told to the listener, and no events are read: none are better than wrong ones.
pub fn load(own: &[OwnList], model: Option<&Path>, listener: &dyn Listener) -> Result<Engine, Error> {
    let joined = joined(own)?;
    let models = || rayon::join(|| English::from_bytes(stemma_data::ENGLISH), || reader(model, listener));
    let (compiled, (english, reader)) = rayon::join(|| compile(&joined), models);
    let english = english.map_err(|error| Error::English(Box::new(error)))?;
    let (pages, mut lexicon, files) = compiled?;
    add_packs(own, &mut lexicon)?;
    Ok(Engine { english, reader, lexicon, pages, files })
}

fn reader(model: Option<&Path>, listener: &dyn Listener) -> Option<Reader> {
    let opened = match model {
        // It is used to the end of the run, and its numbers where they stand.
        Some(path) => std::fs::read(path)
            .map_err(|error| error.to_string())
            .and_then(|bytes| Reader::from_bytes(bytes.leak()).map_err(|error| error.to_string())),
        None => Reader::from_bytes(stemma_data::READER).map_err(|error| error.to_string()),
    };
    let said = |error: &String| match model.map(Path::display) {
        Some(path) => listener
            .hear(&format!("{path}: {error}; no events are read; unset {READER} to read with the program's own model")),
        None => listener.hear(&format!("{error}; no events are read")),
    };
    opened.inspect_err(said).ok()
}

/// The model that the environment names.
pub fn named_model() -> Option<PathBuf> {
    std::env::var_os(READER).map(PathBuf::from)
}

/// Our lists with the user's in them.
pub fn joined(own: &[OwnList]) -> Result<Joined<'static>, Error> {
    join(stemma_data::LISTS, own).map_err(Error::Faults)
}

/// Opens the user's packs of places beside our gazetteer.
pub fn add_packs(own: &[OwnList], lexicon: &mut Lexicon) -> Result<(), Error> {
    let mut faults = Vec::new();
    for list in own.iter().filter(|list| !list.pack.is_empty()) {
        // It is used to the end of the run, and where it stands.
        if let Err(fault) = lexicon.gazetteer.add_pack(list.pack.clone().leak()) {
            let message = format!("is no pack that can be used: {fault}; `stemma gazetteer add` makes one");
            faults.push(Fault { name: list.name.clone(), line: None, message });
        }
    }
    if faults.is_empty() { Ok(()) } else { Err(Error::Faults(faults)) }
}

/// Compiles joined lists, which finds what is wrong in them.
pub fn compile(joined: &Joined<'_>) -> Result<(PageWords, Lexicon, ReadWords), Error> {
    let compiled = pipeline::compile(&joined.lists(stemma_data::GAZETTEER));
    compiled.map_err(|error| broken(joined, error))
}

fn broken(joined: &Joined<'_>, error: LexiconError) -> Error {
    match joined.names.is_empty() {
        true => Error::Lists(error),
        false => Error::Faults(vec![joined.fault(error)]),
    }
}

/// What is known of files alone, which is enough to find the pages in them.
pub fn files(own: &[OwnList]) -> Result<ReadWords, Error> {
    let joined = joined(own)?;
    ReadWords::compile(&joined.lists(stemma_data::GAZETTEER)).map_err(|error| broken(&joined, error))
}

/// The same with what is known of pages, to tell their titles and days.
pub fn files_and_pages(own: &[OwnList]) -> Result<(ReadWords, PageWords), Error> {
    let joined = joined(own)?;
    let pages = PageWords::compile(&joined.lists(stemma_data::GAZETTEER)).map_err(|error| broken(&joined, error))?;
    Ok((files(own)?, pages))
}

/// The engine of a store: loaded when it is first needed, with the lists that its pages are read with.
pub(crate) struct Loaded {
    engine: Option<Engine>,
    files: Option<Arc<ReadWords>>,
    pub lists: Vec<OwnList>,
    pub digest: String,
    model: Option<PathBuf>,
}

impl Loaded {
    pub fn new(lists: Vec<OwnList>, model: Option<PathBuf>) -> Loaded {
        Loaded { engine: None, files: None, digest: digest(&lists), lists, model }
    }

    /// What is known of files: it alone tells which pages a store has already, and is there long before the engine.
    pub fn files(&mut self) -> Result<Arc<ReadWords>, Error> {
        let files = match self.files.take() {
            Some(files) => files,
            None => Arc::new(files(&self.lists)?),
        };
        self.files = Some(Arc::clone(&files));
        Ok(files)
    }

    /// The engine, whether or not it can read events.
    pub fn any(&mut self, listener: &dyn Listener) -> Result<&Engine, Error> {
        if self.engine.is_none() {
            self.engine = Some(load(&self.lists, self.model.as_deref(), listener)?);
        }
        Ok(self.engine.as_ref().expect("it was just loaded"))
    }

    /// An engine that reads events too. A store that kept pages without their events would never read them again.
    pub fn whole(&mut self, listener: &dyn Listener) -> Result<&Engine, Error> {
        let engine = self.any(listener)?;
        if engine.reader.is_some() { Ok(engine) } else { Err(Error::NoEvents) }
    }

    /// The word lists alone, compiled.
    pub fn lexicon(&self) -> Result<Lexicon, Error> {
        Ok(compile(&joined(&self.lists)?)?.1)
    }
}
