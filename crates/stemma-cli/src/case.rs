//! A store with its picture up to date: what every command that shows something begins with.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::Args;
use stemma::model::{Links, Picture, Reading};
use stemma::pipeline::{self, Engine};
use stemma_store::{Access, Sqlite, Store};

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
        if store.is_stale()? {
            return Case::fuse(&mut store, &crate::load::engine()?);
        }
        let mut readings = store.readings()?;
        let (links, picture) = store.picture()?;
        pipeline::with_dates(&mut readings, &links);
        Ok(Case { readings, links, picture })
    }

    /// The latest version of one document.
    pub fn reading(&self, id: &str) -> Option<&Reading> {
        let index = self.readings.binary_search_by(|reading| reading.id.as_str().cmp(id)).ok()?;
        Some(&self.readings[index])
    }

    /// Relates and fuses all documents of a store and keeps the result.
    pub fn fuse(store: &mut impl Store, engine: &Engine) -> Result<Case> {
        // The revision first: documents that another run adds meanwhile make the picture stale, never the reverse.
        let revision = store.revision()?;
        let (readings, links, picture) = pipeline::picture(store.readings()?, engine);
        store.keep_picture(revision, &links, &picture)?;
        Ok(Case { readings, links, picture })
    }
}
