//! The picture of a store brought up to date.
//!
//! A store remembers the user's own lists with which its pages are read. When they change, every page is read again from
//! the bytes that are kept, batch by batch, before the next picture is made: so the picture is that of a store that
//! had these lists from the beginning, whoever dies in between.

use std::collections::HashSet;

use rayon::prelude::*;
use stemma::lexicon::lists::digest;
use stemma::model::{Note, Picture};
use stemma::pipeline::{self, Changes, Chapter, Engine};
use stemma::relate::Archive;
use stemma_store::{Entry, Extent, Filed, Store, Whole};

use crate::intake::guard;
use crate::{Error, Listener};

/// New documents up to which it is worth trying to leave all others alone: of so many one likely changes the sample in which
/// the rarity of words is counted, unless the store is very large.
const FEW: usize = 64;
/// How many pages of an older store are filed in one commit.
const PAGES: usize = 256;
/// How often that is tried while other programs add documents at the same time.
const TRIES: usize = 3;

/// Relates and fuses what came into a store since its picture was made, and keeps the result; documents that were read with
/// other lists are read again first. `lists` is the digest of the lists that the engine was made with.
pub fn bring_up_to_date(
    store: &mut impl Store,
    engine: &Engine,
    lists: &str,
    listener: &dyn Listener,
) -> Result<Renewed, Error> {
    let mut again = 0;
    for _ in 0..TRIES {
        // The revision first: documents that another run adds meanwhile make the picture stale, never the reverse.
        let revision = store.revision()?;
        while store.file_pages(PAGES)? {}
        again += read_again(store, engine, lists, listener)?;
        if listener.should_stop() {
            return Err(Error::Stopped);
        }
        // What fails on a few may go well with all.
        let few = guard::all(|| add_few(store, revision, engine)).unwrap_or(Ok(None));
        match few {
            Ok(Some(stories)) => return Ok(Renewed { again, stories }),
            Ok(None) => {
                let stories = guard::all(|| make_whole(store, revision, engine))??;
                return Ok(Renewed { again, stories });
            }
            Err(error) if error.is_overtaken() && !store.is_stale()? => return Ok(Renewed { again, stories: 0 }),
            Err(error) if error.is_overtaken() => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(Error::Overtaken)
}

/// Relates and fuses all documents; says how many stories they make.
fn make_whole(store: &mut impl Store, revision: u64, engine: &Engine) -> Result<u64, Error> {
    let (_, chapters, archive) = pipeline::chapters(store.readings()?, engine);
    let pieces: Vec<(usize, Vec<u8>)> = (0..archive.pieces()).map(|at| (at, archive.piece(at))).collect();
    let filed: Vec<Filed> = chapters.par_iter().map(Filed::new).collect();
    let (_, told) = pipeline::whole(chapters, &engine.lexicon);
    store.keep_chapters(revision, &filed, &told, Extent::Whole, &pieces)?;
    Ok(filed.len() as u64)
}

/// What chapters tell that take the place of those of some stories: the numbers that their sources weigh out over all stories, and
/// those that this changes in others. Other chapters are read only where there is something to weigh.
fn told(
    store: &impl Store,
    chapters: Vec<Chapter>,
    filed: &[Filed],
    gone: &[&str],
    engine: &Engine,
) -> Result<Picture, stemma_store::Error> {
    let weighed = store.weighed()?;
    let replaced: HashSet<&str> = filed.iter().map(Filed::story).chain(gone.iter().copied()).collect();
    let is_weighing =
        filed.iter().any(Filed::is_weighed) || weighed.iter().any(|story| replaced.contains(story.as_str()));
    let mut all = chapters;
    if is_weighing {
        let others: Vec<&str> = weighed.iter().map(String::as_str).filter(|story| !replaced.contains(story)).collect();
        all.extend(store.chapters_of(&others)?);
    }
    Ok(pipeline::whole(all, &engine.lexicon).1)
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
    let filed: Vec<Filed> = chapters.par_iter().map(Filed::new).collect();
    let told = told(store, chapters, &filed, &gone, engine)?;
    store.keep_chapters(revision, &filed, &told, Extent::Changes { since, gone: &gone }, &pieces)?;
    Ok(Some(filed.len() as u64))
}

/// How many documents are read again in one commit, and about how many of their bytes are held at a time.
const DOCUMENTS: usize = 64;
const BYTES: usize = 16 << 20;

/// Reads every document again that was read with other lists than the store's, from the bytes that are kept.
fn read_again(store: &mut impl Store, engine: &Engine, lists: &str, listener: &dyn Listener) -> Result<u64, Error> {
    let mut again = 0;
    loop {
        if digest(&store.lists()?) != lists {
            return Err(Error::OtherLists);
        }
        let batch = store.outdated(DOCUMENTS, BYTES)?;
        if batch.is_empty() {
            return Ok(again);
        }
        if listener.should_stop() {
            return Err(Error::Stopped);
        }
        if engine.reader.is_none() {
            return Err(Error::NoEventsAgain);
        }
        again += batch.len() as u64;
        let entry = |whole: Whole| match guard::again(&whole, engine) {
            Ok((reading, notes)) => Entry::new(reading, &whole.bytes, &notes, lists),
            Err(refusal) => {
                // It was read once, so what was read then is better than nothing.
                let message = format!("{}; it stays as it was read with other lists", guard::message(&refusal));
                listener.hear(&message);
                let mut notes = whole.notes;
                notes.push(Note::new(message));
                Entry::new(whole.reading, &whole.bytes, &notes, lists)
            }
        };
        let entries: Vec<Entry> = batch.into_par_iter().map(entry).collect();
        store.keep_again(&entries)?;
    }
}
