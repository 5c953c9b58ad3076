//! English analysis: tokens, tags, dependency parse, sentences, lemmas and named entities, equal to spaCy's `en_core_web_sm` 3.8.
//!
//! The bytes of a compiled model come in once and are used in place; a text comes in, a [`Doc`] goes out. Nothing here knows about war,
//! files or the clock. No text makes it panic, and time grows with the length of the text.
//!
//! ```no_run
//! use stemma_language::English;
//!
//! let bytes: &'static [u8] = Box::leak(std::fs::read("data/build/english.bin")?.into_boxed_slice());
//! let english = English::from_bytes(bytes)?;
//! let doc = english.analyse("Shelling hit the port of Mykolaiv on Sunday.");
//! for token in doc.tokens() {
//!     println!("{}\t{}\t{}\t{}", token.text(), token.tag(), token.dep(), doc.token(token.head()).text());
//! }
//! assert!(doc.entities().iter().any(|entity| entity.label == "DATE"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod analysis;
mod characters;
mod doc;
mod encoder;
mod hashing;
mod lemmas;
mod network;
mod parser;
mod pattern;
mod product;
mod recogniser;
mod ruler;
mod sections;
mod tokenizer;
mod transitions;
mod tree;
mod vocabulary;

pub use doc::{Doc, Entity, Token};

use encoder::{Encoder, WIDTH};
use lemmas::Lemmatizer;
use network::Dense;
use parser::Parser;
use recogniser::Recogniser;
use ruler::Ruler;
use sections::Sections;
use tokenizer::Tokenizer;
use vocabulary::Vocabulary;

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
            Error::Format(what) => write!(formatter, "English model: {what}"),
            Error::Missing(name) => write!(formatter, "English model: no section {name}"),
            Error::Pattern(what) => write!(formatter, "English model: tokenizer rule: {what}"),
        }
    }
}

impl std::error::Error for Error {}

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
        let sections = Sections::open(bytes)?;
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
        })
    }

    /// Analyses a text. Feed it paragraph by paragraph: line breaks inside a sentence mislead the parser.
    #[must_use]
    pub fn analyse<'t>(&self, text: &'t str) -> Doc<'t> {
        analysis::analyse(self, text)
    }
}
