#![doc = include_str!("../README.md")]

mod attention;
mod buckets;
mod config;
mod encoder;
mod file;
mod heads;
mod integers;
mod machine;
mod normal;
mod read;
mod rows;
mod vocabulary;

#[cfg(test)]
mod tests;

pub use heads::{Labels, Pairs};
pub use read::{Part, Read};
pub use vocabulary::Piece;

use std::sync::{Mutex, PoisonError};

use config::Config;
use encoder::{Encoder, Workspace};
use file::File;
use heads::Heads;
use machine::Machine;
use vocabulary::Vocabulary;

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not a model file of this version, or are damaged.
    Format(&'static str),
    /// The file lacks a section.
    Missing(String),
    /// A section is not what the configuration of the file says.
    Section(String, &'static str),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Format(what) => write!(formatter, "reader model: {what}"),
            Error::Missing(name) => write!(formatter, "reader model: no section {name}"),
            Error::Section(name, what) => write!(formatter, "reader model: section {name}: {what}"),
        }
    }
}

impl std::error::Error for Error {}

/// The model, ready for use from any number of threads.
pub struct Reader {
    config: Config,
    vocabulary: Vocabulary,
    encoder: Encoder,
    heads: Heads,
    /// One for each reading that ran beside another: buffers are used again, and never show in a result.
    idle: Mutex<Vec<Workspace>>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Reader").field("config", &self.config).finish_non_exhaustive()
    }
}

impl Reader {
    /// Opens a model. Most weights are used where they stand; those of the encoder are laid out anew for this machine.
    ///
    /// # Errors
    /// When the bytes are not a model of the version that this crate reads, or anything in them disagrees.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<Reader, Error> {
        Reader::on(bytes, Machine::detect())
    }

    fn on(bytes: &'static [u8], machine: Machine) -> Result<Reader, Error> {
        let file = File::open(bytes)?;
        let config = Config::open(&file)?;
        Ok(Reader {
            vocabulary: Vocabulary::open(&file, &config)?,
            encoder: Encoder::open(&file, &config, machine)?,
            heads: Heads::open(&file, &config, machine)?,
            config,
            idle: Mutex::default(),
        })
    }

    /// What the outputs of the model are called.
    #[must_use]
    pub fn labels(&self) -> &Labels {
        self.heads.labels()
    }

    /// The most pieces, with marks of beginning and end, that are read together; words that lie beyond have no probabilities.
    #[must_use]
    pub fn positions(&self) -> usize {
        self.config.positions
    }

    /// Cuts a text into pieces, in their order. Pieces cover bytes of the text and never a part of a character; the mark of a word's
    /// beginning may stand alone and covers nothing.
    #[must_use]
    pub fn pieces(&self, text: &str) -> Vec<Piece> {
        self.vocabulary.pieces(text)
    }

    /// Reads parts together: titles first, each with a mark of its end, then all others as one, each in the order given. Words are counted
    /// in that order.
    #[must_use]
    pub fn read(&self, parts: &[Part<'_>]) -> Read<'_> {
        // A panic elsewhere cannot leave the list in pieces: it is only pushed and popped.
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut workspace = idle().pop().unwrap_or_default();
        let read = read::read(self, parts, &mut workspace);
        idle().push(workspace);
        read
    }
}
