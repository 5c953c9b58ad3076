//! What can go wrong with a store, in words that name the file and the way out.

use std::path::PathBuf;

use thiserror::Error;

#[derive(Debug, Error)]
#[error("{}: {reason}", path.display())]
pub struct Error {
    path: PathBuf,
    reason: Reason,
    #[source]
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

#[derive(Debug, Error)]
pub(crate) enum Reason {
    #[error("there is no store here; make one with `stemma ingest PATH… --store FILE`")]
    Missing,
    #[error("is not a store of stemma ({0}); give another file with --store, nothing was changed")]
    NotOurs(String),
    #[error("was made by a newer stemma (format {found}, this one knows {known}); use that version")]
    Newer { found: u32, known: u32 },
    #[error("another program is writing to this store; wait until it has ended and try again")]
    Busy,
    #[error(
        "the store cannot be written: the disk is full or a size limit is reached; make room and run the same command again, nothing is lost"
    )]
    Full,
    #[error("the store cannot be written; ask for the right to write here, or give another file with --store")]
    ReadOnly,
    #[error("the store cannot be opened or written")]
    Failed,
    #[error("the store is damaged: {0}; ingest the pages again into a new store")]
    Damaged(String),
    #[error("another program made the picture of this store anew meanwhile; run the same command again")]
    Overtaken,
    #[error("SQLite {0} can lose data in its write-ahead log; build with 3.51.3 or later")]
    Sqlite(String),
}

impl Error {
    pub(crate) fn new(path: impl Into<PathBuf>, reason: Reason) -> Error {
        Error { path: path.into(), reason, source: None }
    }

    /// Whether another program changed the picture meanwhile, so that the same work can be done again.
    pub fn is_overtaken(&self) -> bool {
        matches!(self.reason, Reason::Overtaken)
    }

    pub(crate) fn sqlite(path: impl Into<PathBuf>, error: rusqlite::Error) -> Error {
        use rusqlite::ErrorCode;
        let reason = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Reason::Busy,
            Some(ErrorCode::DiskFull | ErrorCode::SystemIoFailure) => Reason::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Reason::ReadOnly,
            Some(ErrorCode::NotADatabase) => Reason::NotOurs("it is no database".into()),
            Some(ErrorCode::DatabaseCorrupt) => Reason::Damaged(error.to_string()),
            _ => Reason::Failed,
        };
        Error { path: path.into(), reason, source: Some(Box::new(error)) }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, error: std::io::Error) -> Error {
        Error { path: path.into(), reason: Reason::Failed, source: Some(Box::new(error)) }
    }

    pub fn is_missing(&self) -> bool {
        matches!(self.reason, Reason::Missing)
    }
}
