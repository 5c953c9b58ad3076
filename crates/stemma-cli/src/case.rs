//! A store with its picture up to date: what every command that shows something begins with.
//!
//! A store remembers the user's own lists with which its pages are read. When they change, every page is read again from
//! the bytes that are kept, batch by batch, before the next picture is made: so the picture is that of a store that
//! had these lists from the beginning, whoever dies in between.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use stemma::lexicon::Lexicon;
use stemma::lexicon::lists::digest;
use stemma::model::{Links, Note, Picture, Reading, TollPolicy};
use stemma::pipeline::{self, Changes, Engine};
use stemma::relate::Archive;
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

/// The option that chooses how counts are settled, the same in every command that shows some.
#[derive(Args)]
pub struct TollsOption {
    /// How counts are shown on which reports differ
    #[arg(long = "tolls", value_name = "POLICY", value_enum, default_value_t = Tolls::Best)]
    tolls: Tolls,
}

#[derive(Clone, Copy, ValueEnum)]
enum Tolls {
    /// The lowest figure of reliable sources, as ACLED codes
    Conservative,
    /// The figure that most independent weight speaks for, between the lowest and the highest, as UCDP codes
    Best,
    /// The least and the greatest that any origin gives, as Airwars publishes
    Range,
}

impl TollsOption {
    /// What a report with this policy was asked for, in words.
    pub fn question(&self) -> &'static str {
        match self.tolls {
            Tolls::Conservative => "everything in the store, with the lowest figure of reliable sources",
            Tolls::Best => "everything in the store, with the best figure between the lowest and the highest",
            Tolls::Range => "everything in the store, with the least and the greatest figure of any origin",
        }
    }

    pub fn policy(&self) -> TollPolicy {
        match self.tolls {
            Tolls::Conservative => TollPolicy::Conservative,
            Tolls::Best => TollPolicy::Best,
            Tolls::Range => TollPolicy::Range,
        }
    }
}

/// All that is known of a store, read once.
pub struct Case {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub links: Links,
    pub picture: Picture,
    /// With the store's own lists in it.
    pub lexicon: Lexicon,
}

impl Case {
    /// Opens a store. If the run that added the last documents was killed before it had fused them, that is done now.
    pub fn open(path: &Path) -> Result<Case> {
        let mut store = Sqlite::open(path, Access::Existing)?;
        let lists = store.lists()?;
        let lexicon = if store.is_stale()? {
            let engine = crate::load::engine(&lists)?;
            bring_up_to_date(&mut store, &engine, &digest(&lists))?;
            engine.lexicon
        } else {
            crate::load::compile(&crate::load::joined(&lists)?)?.1
        };
        let (links, picture) = pipeline::whole(store.chapters()?, &lexicon);
        let mut readings = store.readings()?;
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Case { readings, links, picture, lexicon })
    }

    /// The latest version of one document.
    pub fn reading(&self, id: &str) -> Option<&Reading> {
        let index = self.readings.binary_search_by(|reading| reading.id.as_str().cmp(id)).ok()?;
        Some(&self.readings[index])
    }
}

/// New documents up to which it is worth trying to leave all others alone: of so many one likely changes the sample in which
/// the rarity of words is counted, unless the store is very large.
const FEW: usize = 64;
/// How often that is tried while other programs add documents at the same time.
const TRIES: usize = 3;

/// Relates and fuses what came into a store since its picture was made, and keeps the result; documents that were read with
/// other lists are read again first. `lists` is the digest of the lists that the engine was made with.
pub fn bring_up_to_date(store: &mut impl Store, engine: &Engine, lists: &str) -> Result<Renewed> {
    let mut again = 0;
    for _ in 0..TRIES {
        // The revision first: documents that another run adds meanwhile make the picture stale, never the reverse.
        let revision = store.revision()?;
        again += read_again(store, engine, lists)?;
        match add_few(store, revision, engine) {
            Ok(Some(stories)) => return Ok(Renewed { again, stories }),
            Ok(None) => return Ok(Renewed { again, stories: make_whole(store, revision, engine)? }),
            Err(error) if error.is_overtaken() && !store.is_stale()? => return Ok(Renewed { again, stories: 0 }),
            Err(error) if error.is_overtaken() => {}
            Err(error) => return Err(error.into()),
        }
    }
    bail!("other programs keep changing this store; run the same command again when they are done")
}

/// Relates and fuses all documents; says how many stories they make.
fn make_whole(store: &mut impl Store, revision: u64, engine: &Engine) -> Result<u64> {
    let (_, chapters, archive) = pipeline::chapters(store.readings()?, engine);
    let pieces: Vec<(usize, Vec<u8>)> = (0..archive.pieces()).map(|at| (at, archive.piece(at))).collect();
    store.keep_chapters(revision, &chapters, Extent::Whole, &pieces)?;
    Ok(chapters.len() as u64)
}

/// What was done to bring a picture up to date.
#[derive(Clone, Copy, Debug, Default)]
pub struct Renewed {
    /// Documents that were read again with other lists.
    pub again: u64,
    /// Stories that were made anew.
    pub stories: u64,
}

/// Adds a few new documents to the picture of all others; says how many stories that changed, or `None` where it cannot be
/// done.
fn add_few(store: &mut impl Store, revision: u64, engine: &Engine) -> Result<Option<u64>, stemma_store::Error> {
    let Some(since) = store.picture_revision()? else { return Ok(None) };
    let fresh = store.readings_since(since, FEW)?;
    if fresh.is_empty() || fresh.len() > FEW {
        return Ok(None);
    }
    let Some(mut archive) = Archive::read(&store.archive()?) else { return Ok(None) };
    let changes = pipeline::update(&mut archive, &fresh, &mut |ids: &[&str]| store.readings_of(ids), engine)?;
    let Some(Changes { chapters, gone, pieces }) = changes else { return Ok(None) };
    let pieces: Vec<(usize, Vec<u8>)> = pieces.into_iter().map(|at| (at, archive.piece(at))).collect();
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    store.keep_chapters(revision, &chapters, Extent::Changes { since, gone: &gone }, &pieces)?;
    Ok(Some(chapters.len() as u64))
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
        if engine.reader.is_none() {
            bail!("pages that were read with other lists cannot be read again, since no events can be read");
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
