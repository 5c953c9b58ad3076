//! All that is known of a store at one time.

use stemma::fuse::review;
use stemma::lexicon::Lexicon;
use stemma::model::{Links, Picture, Reading};
use stemma::pipeline;
use stemma_store::Store;

use crate::Error;

/// All that is known of a store, read once.
pub struct Snapshot {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub links: Links,
    pub picture: Picture,
    /// With the store's own lists in it.
    pub lexicon: Lexicon,
}

impl Snapshot {
    pub(crate) fn of(store: &impl Store, lexicon: Lexicon) -> Result<Snapshot, Error> {
        let (links, mut picture) = pipeline::whole(store.chapters()?);
        review::apply_to(&mut picture, &store.fixes()?);
        let mut readings = store.readings()?;
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Snapshot { readings, links, picture, lexicon })
    }
}
