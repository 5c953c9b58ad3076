//! A store in the hands of those who only ask: nothing is written to it, whatever is asked.
//!
//! Comes in: the path of a store, then questions from any thread. Goes out: answers of one moment each, from what is known by then; a store
//! to which pages came since is not brought up to date, and whoever asks can tell.

use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use stemma::lexicon::Lexicon;
use stemma_store::{Access, Lists as _, Sqlite};

use super::readers::Readers;
use crate::{Error, engine};

pub struct Onlooker {
    readers: Readers,
    /// Compiled when it is first asked for.
    lexicon: Mutex<Option<Arc<Lexicon>>>,
}

impl Onlooker {
    /// Opens a store that is there, and of this version.
    pub fn open(path: &Path) -> Result<Onlooker, Error> {
        let onlooker = Onlooker { readers: Readers::of(path, Access::Asking), lexicon: Mutex::default() };
        onlooker.read(|_| Ok(()))?;
        Ok(onlooker)
    }

    /// What is asked, of one moment.
    pub fn read<T>(&self, ask: impl FnOnce(&Sqlite) -> Result<T, Error>) -> Result<T, Error> {
        self.readers.read(ask)
    }

    /// The word lists with which the pages of the store are read.
    pub fn lexicon(&self, store: &Sqlite) -> Result<Arc<Lexicon>, Error> {
        let mut known = self.lexicon.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = known.as_ref() {
            return Ok(Arc::clone(known));
        }
        let lexicon = Arc::new(engine::compile(&engine::joined(&store.lists()?)?)?.1);
        *known = Some(Arc::clone(&lexicon));
        Ok(lexicon)
    }

    /// What of the store is damaged and was left out of answers until now, in a line each.
    pub fn left_out(&self) -> Vec<String> {
        self.readers.left_out()
    }
}
