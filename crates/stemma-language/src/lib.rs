#![doc = include_str!("../README.md")]

mod analysis;
mod characters;
mod doc;
mod encoder;
mod hashing;
#[doc(hidden)]
pub mod lanes;
mod lemmas;
mod memory;
mod network;
mod parser;
mod pattern;
#[doc(hidden)]
pub mod product;
mod recogniser;
mod rows;
mod ruler;
#[doc(hidden)]
pub mod sections;
mod tokenizer;
mod transitions;
mod tree;
mod vocabulary;

pub use doc::{Doc, Span, Token};

use std::sync::{Mutex, PoisonError};

use analysis::Workspace;
use encoder::Encoder;
use lemmas::Lemmatizer;
use memory::WIDTH;
use network::Dense;
use parser::Parser;
use recogniser::Recogniser;
use ruler::Ruler;
use sections::Sections;
use tokenizer::Tokenizer;
use vocabulary::Vocabulary;

/// The other forms of an English word, in small letters: "strikes", "striking", "struck" of "strike"; none of a name. Only the tables of
/// lemmas of the model are opened, which takes no time.
///
/// # Errors
/// When the bytes are not a model of the version that this crate reads.
pub fn forms(model: &'static [u8], lower: &str) -> Result<Vec<String>, Error> {
    Ok(Lemmatizer::open(&Sections::open(model, MAGIC, VERSION)?)?.forms(lower))
}

/// Why a model cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Error {
    /// The bytes are not a model file of this version, or are damaged.
    Format(&'static str),
    /// The file lacks a section.
    Missing(String),
    /// A tokenizer rule is outside the part of regular expressions that is understood here.
    Pattern(&'static str),
}

impl std::fmt::Display for Error {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Error::Format(what) => write!(formatter, "model: {what}"),
            Error::Missing(name) => write!(formatter, "model: no section {name}"),
            Error::Pattern(what) => write!(formatter, "model: tokenizer rule: {what}"),
        }
    }
}

impl std::error::Error for Error {}

/// How the file of the English model begins.
const MAGIC: &[u8; 8] = b"STEMMAEN";
const VERSION: u32 = 1;

/// The English model, ready for use from any number of threads.
pub struct English {
    tokenizer: Tokenizer,
    vocabulary: Vocabulary,
    shared: Encoder,
    tags: Vec<&'static str>,
    tagger: Dense,
    parser: Parser,
    ruler: Ruler,
    lemmatizer: Lemmatizer,
    own: Encoder,
    recogniser: Recogniser,
    /// One for each analysis that ran beside another: buffers and memory are used again, and never show in a result.
    idle: Mutex<Vec<Workspace>>,
}

impl std::fmt::Debug for English {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("English").finish_non_exhaustive()
    }
}

impl English {
    /// Opens a compiled model. The weights are used where they stand.
    ///
    /// # Errors
    /// When the bytes are not a model of the version that this crate reads.
    pub fn from_bytes(bytes: &'static [u8]) -> Result<English, Error> {
        let sections = Sections::open(bytes, MAGIC, VERSION)?;
        let tags = sections.lines("tagger.labels")?;
        if tags.len() > usize::from(u8::MAX) {
            return Err(Error::Format("too many tags"));
        }
        Ok(English {
            tokenizer: Tokenizer::open(&sections)?,
            vocabulary: Vocabulary::open(&sections)?,
            shared: Encoder::open(&sections, "shared", 6)?,
            tagger: Dense::open(&sections, "tagger", WIDTH, tags.len())?,
            parser: Parser::open(&sections)?,
            ruler: Ruler::open(&sections, &tags)?,
            lemmatizer: Lemmatizer::open(&sections)?,
            own: Encoder::open(&sections, "ner", 4)?,
            recogniser: Recogniser::open(&sections)?,
            tags,
            idle: Mutex::default(),
        })
    }

    /// Whether the tables of the lemmatizer know this form, in small letters, as an English noun, verb, adjective or adverb.
    /// Names are unknown to them, for the most part, and so are words of no inflection ("the").
    #[must_use]
    pub fn knows_word(&self, lower: &str) -> bool {
        self.lemmatizer.knows(lower)
    }

    /// Analyses a text. Feed it paragraph by paragraph: line breaks inside a sentence mislead the parser.
    #[must_use]
    pub fn analyse<'t>(&self, text: &'t str) -> Doc<'t> {
        // A panic elsewhere cannot leave the list in pieces: it is only pushed and popped.
        let idle = || self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let mut workspace = idle().pop().unwrap_or_default();
        let doc = analysis::analyse(self, text, &mut workspace);
        workspace.shrink();
        idle().push(workspace);
        doc
    }
}
