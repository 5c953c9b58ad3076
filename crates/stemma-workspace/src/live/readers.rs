//! Connections that only read: each answer has one to itself, and gives it back.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use stemma_store::{Access, Sqlite};

use crate::Error;

/// Connections that are kept open for those who ask next.
const KEPT: usize = 8;
/// How often the same is asked while others keep changing the store; what was found last is good enough then.
const TRIES: usize = 3;

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

    pub fn read<T>(&self, ask: impl Fn(&Sqlite) -> Result<T, Error>) -> Result<T, Error> {
        let free = || self.free.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = free().pop();
        let store = match kept {
            Some(store) => store,
            None => Sqlite::open(&self.path, self.access)?,
        };
        let answer = of_one_moment(&store, ask);
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

/// Several questions make one answer, and must not be of two pictures.
fn of_one_moment<T>(store: &Sqlite, ask: impl Fn(&Sqlite) -> Result<T, Error>) -> Result<T, Error> {
    let mut before = store.stamp()?;
    for _ in 1..TRIES {
        let answer = ask(store);
        let after = store.stamp()?;
        if before == after {
            return answer;
        }
        before = after;
    }
    ask(store)
}
