//! The store as one SQLite file with a write-ahead log: one writer, every commit on the disk before it counts.

mod archive;
mod backup;
mod dataset;
mod documents;
mod fixes;
mod history;
mod lists;
mod log;
mod marks;
mod page;
mod picture;
mod reliability;
mod schema;
mod shadow;
mod since;
mod verify;
mod vfs;

use std::cell::RefCell;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, InterruptHandle, Transaction, TransactionBehavior};
use stemma::text::digest::short_id;

use crate::error::{Error, Reason};
pub use backup::backup;
pub use schema::Access;
pub use verify::{Verified, verify};
pub(crate) use vfs::fault as damaged_page;

#[derive(Debug)]
pub struct Sqlite {
    /// As the user named it.
    path: PathBuf,
    /// Where it really lies.
    file: PathBuf,
    connection: Connection,
    /// What could not be read and was left out, in a line each.
    left_out: RefCell<Vec<String>>,
}

/// Ends what a connection is doing.
pub struct Stopper(InterruptHandle);

impl Stopper {
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

/// What is read while it is there is of one moment.
#[must_use]
pub struct Moment<'s>(#[expect(dead_code, reason = "ends when it is dropped")] Option<Transaction<'s>>);

/// Rows of `documents` that no later version replaces.
const LATEST: &str =
    "NOT EXISTS (SELECT 1 FROM documents AS later WHERE later.id = documents.id AND later.version > documents.version)";

impl Sqlite {
    /// Opens a store and brings it up to date. Refuses files of other programs without touching them.
    pub fn open(path: impl AsRef<Path>, access: Access) -> Result<Sqlite, Error> {
        let path = path.as_ref().to_owned();
        let schema::Opened { connection, file, left_out } = schema::open(&path, access)?;
        Ok(Sqlite { path, file, connection, left_out: RefCell::new(left_out) })
    }

    /// Another connection to the same store.
    pub fn again(&self, access: Access) -> Result<Sqlite, Error> {
        let schema::Opened { connection, file, left_out } = schema::open(&self.file, access)?;
        Ok(Sqlite { path: self.path.clone(), file, connection, left_out: RefCell::new(left_out) })
    }

    /// What was left out until now since it is damaged, in a line each.
    pub fn left_out(&self) -> Vec<String> {
        self.left_out.borrow().clone()
    }

    /// A short text that is another one whenever anything that can be asked is.
    pub fn stamp(&self) -> Result<String, Error> {
        let query = "SELECT concat_ws(' ', revision, picture_revision, picture_by, pages_filed, arranged, documents, chapters, history, fixes,
                                      reliability, marks, (SELECT min(document) FROM story_documents)) FROM state";
        let state: String = self
            .connection
            .prepare_cached(query)
            .and_then(|mut state| state.query_row([], |row| row.get(0)))
            .map_err(self.failed())?;
        Ok(short_id(&state))
    }

    /// What ends a question that takes too long, from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.connection.get_interrupt_handle())
    }

    /// Goes on without something that is damaged, and remembers that; anything else that went wrong is not for this.
    fn leave_out(&self, what: &str, error: Error) -> Result<(), Error> {
        let Some(damage) = error.damage_of(what) else { return Err(error) };
        let line = format!("{}: {what} is damaged and left out: {damage}", self.path.display());
        let mut left_out = self.left_out.borrow_mut();
        if !left_out.contains(&line) {
            left_out.push(line);
        }
        Ok(())
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> Error + Copy + '_ {
        |error| Error::sqlite(&self.path, error)
    }

    fn damaged(&self, what: &str, reason: impl std::fmt::Display) -> Error {
        Error::new(&self.path, Reason::Damaged(format!("{what}: {reason}")))
    }

    /// So that all that is read until it is dropped is of one moment, whatever others write meanwhile. Within a moment it is the same one.
    pub fn one_moment(&self) -> Result<Moment<'_>, Error> {
        let begun = self.connection.is_autocommit().then(|| self.connection.unchecked_transaction());
        Ok(Moment(begun.transpose().map_err(self.failed())?))
    }

    /// Reads from here on what the store holds at this moment, whatever others write; until it is released.
    pub fn hold(&self) -> Result<(), Error> {
        let begun = self.connection.execute_batch("BEGIN; SELECT revision FROM state;");
        begun.map_err(self.failed())
    }

    /// Reads again what others write, after it was held.
    pub fn release(&self) -> Result<(), Error> {
        self.connection.execute_batch("ROLLBACK;").map_err(self.failed())
    }

    /// Does all of the work, or none of it.
    pub(crate) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let path = &self.path;
        let failed = |error| Error::sqlite(path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let done = work(&transaction).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    fn number(&self, query: &str) -> Result<Option<u64>, Error> {
        let number: Option<i64> = self.connection.query_row(query, [], |row| row.get(0)).map_err(self.failed())?;
        Ok(number.map(|number| number as u64))
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
pub(crate) use tests::sealed;
