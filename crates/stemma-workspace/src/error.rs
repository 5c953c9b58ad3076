//! What can go wrong with a workspace, in words that name the way out.

use std::io;
use std::path::Path;

use stemma::lexicon::LexiconError;
use stemma::lexicon::lists::Fault;
use thiserror::Error;

#[derive(Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Store(#[from] stemma_store::Error),
    /// What is wrong with the user's own lists; a face says each fault by itself.
    #[error("lists of your own have {}, so nothing was read; mend them and try again", counted(.0))]
    Faults(Vec<Fault>),
    #[error("this program's own word lists cannot be used")]
    Lists(#[source] LexiconError),
    #[error("this program's English model cannot be used")]
    English(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A store that kept pages without their events would never read them again.
    #[error("nothing is stored, since no events can be read")]
    NoEvents,
    #[error("pages that were read with other lists cannot be read again, since no events can be read")]
    NoEventsAgain,
    #[error("another program gave this store other lists meanwhile; run the same command again")]
    OtherLists,
    /// What of a query cannot be asked.
    #[error("{0}")]
    Query(String),
    /// A record that is not there, or not alone.
    #[error("{0}")]
    Missing(String),
    /// What was given cannot be used.
    #[error("{0}")]
    Refused(String),
    #[error("{doing}")]
    File {
        doing: String,
        #[source]
        source: io::Error,
    },
    /// A listener wanted it. All that was committed is kept, and the same work goes on from there.
    #[error("stopped")]
    Stopped,
    #[error(
        "stemma failed while it related and fused the pages, which is a bug: all documents are kept, and the picture is as it was; report it with the lines above, and ingest the pages without those that came last into a new store"
    )]
    Bug,
    #[error("other programs keep changing this store; run the same command again when they are done")]
    Overtaken,
}

impl Error {
    /// What cannot be done with a file, and why.
    pub(crate) fn of_file(path: &Path, fault: &str) -> impl Fn(io::Error) -> Error {
        let doing = format!("{}: {fault}", path.display());
        move |source| Error::File { doing: doing.clone(), source }
    }

    /// With its causes, each of which is said once: many say theirs themselves.
    pub fn in_full(&self) -> String {
        let mut said = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(next) = cause {
            let words = next.to_string();
            if !said.contains(&words) {
                said = format!("{said}: {words}");
            }
            cause = next.source();
        }
        said
    }

    /// What is wrong with the user's own lists, fault by fault.
    pub fn faults(&self) -> &[Fault] {
        match self {
            Error::Faults(faults) => faults,
            _ => &[],
        }
    }
}

fn counted(faults: &[Fault]) -> String {
    if faults.len() == 1 { "this fault".to_owned() } else { format!("these {} faults", faults.len()) }
}
