//! What can go wrong with an export, in words that name the way out.

use std::io;
use std::path::PathBuf;

use thiserror::Error;

#[derive(Debug, Error)]
pub enum Fault {
    #[error(transparent)]
    Workspace(#[from] stemma_workspace::Error),
    #[error(transparent)]
    Store(#[from] stemma_store::Error),
    #[error("cannot be written")]
    Stream(#[from] io::Error),
    #[error("{}: cannot be written; give a folder where you may write", path.display())]
    File {
        path: PathBuf,
        #[source]
        source: io::Error,
    },
    /// What writes a file of this kind for us could not.
    #[error("the {kind} cannot be written")]
    Container {
        kind: &'static str,
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// What was asked cannot be done so.
    #[error("{0}")]
    Refused(String),
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Fault {
        Fault::Stream(error.into())
    }
}
