//! The picture of a store brought up to date.
//!
//! A store remembers the user's own lists with which its pages are read. When they change, every page is read again from
//! the bytes that are kept, batch by batch, before the next picture is made: so the picture is that of a store that
//! had these lists from the beginning, whoever dies in between.

use std::collections::{BTreeSet, HashSet};

use rayon::prelude::*;
use stemma::lexicon::lists::digest;
use stemma::model::{Fix, Note, Picture};
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
pub const TRIES: usize = 3;

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
        let fixes = store.fixes()?;
        // What fails on a few may go well with all.
        let few = guard::all(|| add_few(store, revision, &fixes, engine)).unwrap_or(Ok(None));
        match few {
            Ok(Some(stories)) => return Ok(Renewed { again, stories }),
            Ok(None) => {
                let stories = guard::all(|| make_whole(store, revision, &fixes, engine))??;
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
fn make_whole(store: &mut impl Store, revision: u64, fixes: &[Fix], engine: &Engine) -> Result<u64, Error> {
    let (_, chapters, archive) = pipeline::chapters(store.readings()?, fixes, engine);
    let pieces: Vec<(usize, Vec<u8>)> = (0..archive.pieces()).map(|at| (at, archive.piece(at))).collect();
    let filed: Vec<Filed> = chapters.par_iter().map(Filed::new).collect();
    let (_, told) = pipeline::whole(chapters);
    store.keep_chapters(revision, fixes.len() as u64, &filed, &told, Extent::Whole, &pieces)?;
    Ok(filed.len() as u64)
}

/// What chapters tell that take the place of those of some stories: the numbers that their sources weigh out over all stories, and
/// those that this changes in others. Other chapters are read only where there is something to weigh.
fn told(
    store: &impl Store,
    chapters: Vec<Chapter>,
    filed: &[Filed],
    gone: &[&str],
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
    Ok(pipeline::whole(all).1)
}

/// What was done to bring a picture up to date.
#[derive(Clone, Copy, Debug, Default)]
pub struct Renewed {
    /// Documents that were read again with other lists.
    pub again: u64,
    /// Stories that were made anew.
    pub stories: u64,
}

/// Adds a few new documents to the picture of all others, and fuses those stories anew of which people say other things; says how many
/// stories that changed, or `None` where it cannot be done.
fn add_few(
    store: &mut impl Store,
    revision: u64,
    fixes: &[Fix],
    engine: &Engine,
) -> Result<Option<u64>, stemma_store::Error> {
    let Some(since) = store.picture_revision()? else { return Ok(None) };
    let (mut chapters, mut gone, mut pieces) = (Vec::new(), Vec::new(), Vec::new());
    if since != revision {
        let fresh = store.readings_since(since, FEW)?;
        if fresh.is_empty() || fresh.len() > FEW {
            return Ok(None);
        }
        let Some(mut archive) = Archive::read(&store.archive()?) else { return Ok(None) };
        let fetch = &mut |ids: &[&str]| store.readings_of(ids);
        let Some(changes) = pipeline::update(&mut archive, &fresh, fetch, fixes, engine)? else { return Ok(None) };
        let Changes { chapters: changed, gone: without, pieces: new } = changes;
        pieces.extend(new.into_iter().map(|at| (at, archive.piece(at))));
        (chapters, gone) = (changed, without);
    }
    chapters.extend(arranged_again(store, &chapters, &gone, fixes, engine)?);
    let gone: Vec<&str> = gone.iter().map(String::as_str).collect();
    let filed: Vec<Filed> = chapters.par_iter().map(Filed::new).collect();
    let told = told(store, chapters, &filed, &gone)?;
    let extent = Extent::Changes { since, gone: &gone };
    store.keep_chapters(revision, fixes.len() as u64, &filed, &told, extent, &pieces)?;
    Ok(Some(filed.len() as u64))
}

/// The stories, other than those that change anyway, of whose words people say since the picture was made that they tell one event, or two.
fn arranged_again(
    store: &impl Store,
    changed: &[Chapter],
    gone: &[String],
    fixes: &[Fix],
    engine: &Engine,
) -> Result<Vec<Chapter>, stemma_store::Error> {
    let known: HashSet<&str> =
        changed.iter().map(|chapter| chapter.story.id.as_str()).chain(gone.iter().map(String::as_str)).collect();
    let mut stories = BTreeSet::new();
    for fix in store.unarranged()? {
        for document in fix.words.iter().map(|quote| &quote.doc).collect::<BTreeSet<_>>() {
            stories.extend(store.story_of(document)?.filter(|story| !known.contains(story.as_str())));
        }
    }
    let stories: Vec<&str> = stories.iter().map(String::as_str).collect();
    let chapters = store.chapters_of(&stories)?;
    if chapters.is_empty() {
        return Ok(chapters);
    }
    pipeline::again(chapters, &mut |ids: &[&str]| store.readings_of(ids), fixes, engine)
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
