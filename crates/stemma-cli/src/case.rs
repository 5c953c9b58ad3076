//! A store with its picture up to date: what every command that shows something begins with.
//!
//! A store remembers the user's own lists with which its pages are read. When they change, every page is read again from
//! the bytes that are kept, batch by batch, before the next picture is made: so the picture is that of a store that
//! had these lists from the beginning, whoever dies in between.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use rayon::prelude::*;
use stemma::lexicon::lists::digest;
use stemma::model::{Links, Note, Picture, Reading};
use stemma::pipeline::{self, Chapter, Engine};
use stemma_store::{Access, Entry, Extent, Sqlite, Store, Whole};

use crate::reading;

/// The store that is meant when none is named.
pub const DEFAULT_STORE: &str = "case.stemma";

/// The option that names the store, the same in every command that has it.
#[derive(Args)]
pub struct StoreOption {
    /// The store file
    #[arg(long = "store", value_name = "FILE", default_value = DEFAULT_STORE)]
    pub path: PathBuf,
}

/// All that is known of a store, read once.
pub struct Case {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub links: Links,
    pub picture: Picture,
}

impl Case {
    /// Opens a store. If the run that added the last documents was killed before it had fused them, that is done now.
    pub fn open(path: &Path) -> Result<Case> {
        let mut store = Sqlite::open(path, Access::Existing)?;
        let lists = store.lists()?;
        if store.is_stale()? {
            let engine = crate::load::engine(&lists)?;
            let Fused { readings, chapters, .. } = fuse(&mut store, &engine, &digest(&lists))?;
            let (links, picture) = pipeline::whole(chapters, &engine.lexicon);
            return Ok(Case { readings, links, picture });
        }
        let (_, lexicon) = crate::load::compile(&crate::load::joined(&lists)?)?;
        let (links, picture) = pipeline::whole(store.chapters()?, &lexicon);
        let mut readings = store.readings()?;
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Case { readings, links, picture })
    }

    /// The latest version of one document.
    pub fn reading(&self, id: &str) -> Option<&Reading> {
        let index = self.readings.binary_search_by(|reading| reading.id.as_str().cmp(id)).ok()?;
        Some(&self.readings[index])
    }
}

/// What came of relating and fusing a store.
pub struct Fused {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub chapters: Vec<Chapter>,
    /// How many documents were read again with other lists.
    pub again: u64,
}

/// Relates and fuses all documents of a store and keeps the result; those that were read with other lists are read again
/// first. `lists` is the digest of the lists that the engine was made with.
pub fn fuse(store: &mut impl Store, engine: &Engine, lists: &str) -> Result<Fused> {
    // The revision first: documents that another run adds meanwhile make the picture stale, never the reverse.
    let revision = store.revision()?;
    let again = read_again(store, engine, lists)?;
    let (readings, chapters, _archive) = pipeline::chapters(store.readings()?, engine);
    store.keep_chapters(revision, &chapters, Extent::Whole)?;
    Ok(Fused { readings, chapters, again })
}

/// How many documents are read again in one commit, and about how many of their bytes are held at a time.
const DOCUMENTS: usize = 64;
const BYTES: usize = 16 << 20;

/// Reads every document again that was read with other lists than the store's, from the bytes that are kept.
fn read_again(store: &mut impl Store, engine: &Engine, lists: &str) -> Result<u64> {
    let mut again = 0;
    loop {
        if digest(&store.lists()?) != lists {
            bail!("another program gave this store other lists meanwhile; run the same command again");
        }
        let batch = store.outdated(DOCUMENTS, BYTES)?;
        if batch.is_empty() {
            return Ok(again);
        }
        again += batch.len() as u64;
        let entry = |whole: Whole| match reading::again(&whole, engine) {
            Ok((reading, notes)) => Entry::new(reading, &whole.bytes, &notes, lists),
            Err(refusal) => {
                // It was read once, so what was read then is better than nothing.
                let message = format!("{}; it stays as it was read with other lists", reading::message(&refusal));
                eprintln!("stemma: {message}");
                let mut notes = whole.notes;
                notes.push(Note::new(message));
                Entry::new(whole.reading, &whole.bytes, &notes, lists)
            }
        };
        let entries: Vec<Entry> = batch.into_par_iter().map(entry).collect();
        store.keep_again(&entries)?;
    }
}
