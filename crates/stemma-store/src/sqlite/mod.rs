//! The store as one SQLite file with a write-ahead log: one writer, every commit on the disk before it counts.

mod archive;
mod dataset;
mod documents;
mod fixes;
mod history;
mod lists;
mod picture;
mod schema;

use std::path::{Path, PathBuf};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use crate::error::{Error, Reason};
pub use schema::Access;

#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    connection: Connection,
}

/// Rows of `documents` that no later version replaces.
const LATEST: &str =
    "NOT EXISTS (SELECT 1 FROM documents AS later WHERE later.id = documents.id AND later.version > documents.version)";

impl Sqlite {
    /// Opens a store and brings it up to date. Refuses files of other programs without touching them.
    pub fn open(path: impl AsRef<Path>, access: Access) -> Result<Sqlite, Error> {
        let path = path.as_ref().to_owned();
        let connection = schema::open(&path, access)?;
        Ok(Sqlite { path, connection })
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> Error + Copy + '_ {
        |error| Error::sqlite(&self.path, error)
    }

    fn damaged(&self, what: &str, reason: impl std::fmt::Display) -> Error {
        Error::new(&self.path, Reason::Damaged(format!("{what}: {reason}")))
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
