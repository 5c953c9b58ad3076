//! Connections that only read: each answer has one to itself, and gives it back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use stemma_store::{Access, Sqlite};

use crate::Error;

/// Connections that are kept open for those who ask next.
const KEPT: usize = 8;

pub(super) struct Readers {
    path: PathBuf,
    access: Access,
    free: Mutex<Vec<Sqlite>>,
    /// What any of them left out.
    left_out: Mutex<BTreeSet<String>>,
}

impl Readers {
    pub fn of(path: &Path, access: Access) -> Readers {
        Readers { path: path.to_owned(), access, free: Mutex::default(), left_out: Mutex::default() }
    }

    /// Several questions make one answer, and must not be of two pictures.
    pub fn read<T>(&self, ask: impl FnOnce(&Sqlite) -> Result<T, Error>) -> Result<T, Error> {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = free().pop();
        let store = match kept {
            Some(store) => store,
            None => Sqlite::open(&self.path, self.access)?,
        };
        let moment = store.one_moment()?;
        let answer = ask(&store);
        drop(moment);
        let left_out = store.left_out();
        if !left_out.is_empty() {
            self.left_out.lock().unwrap_or_else(PoisonError::into_inner).extend(left_out);
        }
        let mut free = free();
        if free.len() < KEPT {
            free.push(store);
        }
        answer
    }

    pub fn left_out(&self) -> Vec<String> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}
