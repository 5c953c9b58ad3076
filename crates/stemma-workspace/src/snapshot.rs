//! All that is known of a store at one time.

use std::collections::HashSet;

use stemma::lexicon::Lexicon;
use stemma::model::{Links, Picture, Reading};
use stemma::pipeline::{self, Engine};
use stemma_store::{Archive, Documents, Sqlite};

use crate::Error;
use crate::intake::guard;

/// All that is known of a store, read once.
pub struct Snapshot {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub links: Links,
    pub picture: Picture,
    /// With the store's own lists in it.
    pub lexicon: Lexicon,
    /// What is damaged and therefore in none of these, in a line each.
    pub left_out: Vec<String>,
}

/// What a store gives, put together.
type Parts = (Vec<Reading>, Links, Picture);

impl Snapshot {
    /// `engine` is asked for where the picture of the store is of more or of less than can be read: then it is made anew of what can.
    pub(crate) fn of<'e>(
        store: &Sqlite,
        lexicon: Lexicon,
        engine: impl FnOnce() -> Result<&'e Engine, Error>,
    ) -> Result<Snapshot, Error> {
        let (chapters, readings) = (store.chapters()?, store.readings()?);
        let known: HashSet<&str> = readings.iter().map(|reading| reading.id.as_str()).collect();
        let is_whole = chapters.len() as u64 == store.totals()?.stories
            && chapters.iter().flat_map(|chapter| &chapter.story.documents).all(|id| known.contains(id.as_str()));
        let (mut readings, links, picture) = match is_whole {
            true => guard::all(|| {
                let (links, picture) = pipeline::whole(chapters, &lexicon);
                (readings, links, picture)
            })?,
            false => anew(readings, engine()?)?,
        };
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Snapshot { readings, links, picture, lexicon, left_out: store.left_out() })
    }
}

fn anew(readings: Vec<Reading>, engine: &Engine) -> Result<Parts, Error> {
    guard::all(|| pipeline::picture(readings, engine))
}
