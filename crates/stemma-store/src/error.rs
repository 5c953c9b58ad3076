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
    #[error(
        "the store has to be changed for this, and cannot be written here; copy it to a folder where you may write, and use the copy"
    )]
    ReadOnly,
    #[error(
        "was made by an older stemma (format {found}, this one makes {known}) and cannot be brought up to date here; copy it to a folder where you may write, and use the copy"
    )]
    StillOld { found: u32, known: u32 },
    #[error(
        "was made by an older stemma (format {found}, this one makes {known}), and is opened to be read alone; `stemma ls` brings it up to date"
    )]
    OldToAsk { found: u32, known: u32 },
    #[error(
        "its last commits are in the file beside it that ends in -wal, which cannot be read without writing here; copy both files to a folder where you may write, and use the copy"
    )]
    StillWithLog,
    #[error("there is a file here, which is left alone; give another name, or --force to put the copy in its place")]
    Exists,
    #[error("this is the store itself; give another name for the copy")]
    Itself,
    #[error("a program uses the store that is here, or was stopped while it did; give another name for the copy")]
    InUse,
    #[error("the store cannot be opened or written")]
    Failed,
    #[error("the store cannot be read")]
    Unreadable,
    #[error(
        "the store is damaged: {0}; `stemma verify` lists what is affected; restore a backup, or ingest the pages again into a new store"
    )]
    Damaged(String),
    #[error(
        "a program was stopped while it wrote this store, so its last commits are in {0}, which is missing or empty; put that file back beside the store (copy both files, or use `stemma backup`), restore a backup, or ingest the pages again into a new store"
    )]
    LogMissing(PathBuf),
    #[error(
        "{}: frame {frame} is damaged, and {commits} commits behind it are lost; restore a backup, or ingest the pages again into a new store",
        log.display()
    )]
    LogDamaged { log: PathBuf, frame: u64, commits: u64 },
    #[error(
        "the store was cut: the end of its file is missing; copy it again from where it came, restore a backup, or ingest the pages again into a new store"
    )]
    Cut,
    #[error(
        "there is no store here, but the end of one in the file beside it that ends in -wal; put the store back, or give another file with --store"
    )]
    LogAlone,
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

    /// Whether part of the store is not as it was written.
    pub fn is_damage(&self) -> bool {
        self.damage().is_some()
    }

    /// Whether part of the store is damaged or missing.
    pub(crate) fn is_loss(&self) -> bool {
        use Reason::*;
        matches!(self.reason, Damaged(_) | LogMissing(_) | LogDamaged { .. } | Cut)
    }

    /// The same, without what it is of, where that is said anyhow.
    pub(crate) fn damage_of(&self, what: &str) -> Option<&str> {
        let damage = self.damage()?;
        Some(damage.strip_prefix(what).and_then(|rest| rest.strip_prefix(": ")).unwrap_or(damage))
    }

    /// What is not as it was written, in words.
    fn damage(&self) -> Option<&str> {
        match &self.reason {
            Reason::Damaged(what) => Some(what),
            _ => None,
        }
    }

    pub(crate) fn sqlite(path: impl Into<PathBuf>, error: rusqlite::Error) -> Error {
        use rusqlite::{ErrorCode, ffi};
        const READS: [i32; 4] = [
            ffi::SQLITE_IOERR_READ,
            ffi::SQLITE_IOERR_SHORT_READ,
            ffi::SQLITE_IOERR_CORRUPTFS,
            ffi::SQLITE_IOERR_FSTAT,
        ];
        let reason = match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Reason::Busy,
            Some(ErrorCode::SystemIoFailure) => match error.sqlite_error().map_or(0, |error| error.extended_code) {
                ffi::SQLITE_IOERR_DATA => Reason::Damaged(match crate::sqlite::damaged_page() {
                    Some(page) => format!("page {page} is not as it was written"),
                    None => "a page is not as it was written".into(),
                }),
                code if READS.contains(&code) => Reason::Unreadable,
                _ => Reason::Full,
            },
            Some(ErrorCode::DiskFull) => Reason::Full,
            Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => Reason::ReadOnly,
            Some(ErrorCode::NotADatabase) => Reason::NotOurs("it is no database".into()),
            Some(ErrorCode::DatabaseCorrupt) => Reason::Damaged(error.to_string()),
            // Values of another type, or without a meaning, were not written by us.
            None if is_of_a_value(&error) => Reason::Damaged(error.to_string()),
            _ => Reason::Failed,
        };
        // These say all that a user can know.
        let is_told = matches!(reason, Reason::Damaged(_) | Reason::ReadOnly);
        let source: Option<Box<dyn std::error::Error + Send + Sync>> = Some(Box::new(error));
        Error { path: path.into(), reason, source: source.filter(|_| !is_told) }
    }

    pub(crate) fn io(path: impl Into<PathBuf>, error: std::io::Error) -> Error {
        Error { path: path.into(), reason: Reason::Failed, source: Some(Box::new(error)) }
    }

    pub fn is_missing(&self) -> bool {
        matches!(self.reason, Reason::Missing)
    }
}

/// Whether what failed to be read is not as it was written.
pub(crate) fn is_damage(error: &rusqlite::Error) -> bool {
    use rusqlite::{ErrorCode, ffi};
    match error.sqlite_error_code() {
        Some(ErrorCode::SystemIoFailure) => {
            error.sqlite_error().is_some_and(|error| error.extended_code == ffi::SQLITE_IOERR_DATA)
        }
        Some(ErrorCode::DatabaseCorrupt) => true,
        Some(_) => false,
        None => is_of_a_value(error),
    }
}

fn is_of_a_value(error: &rusqlite::Error) -> bool {
    use rusqlite::Error::*;
    matches!(error, FromSqlConversionFailure(..) | IntegralValueOutOfRange(..) | Utf8Error(..) | InvalidColumnType(..))
}
