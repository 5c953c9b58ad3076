//! A document on its way into the store, packed where it is made so that all cores share that work.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use stemma::model::{Day, Note, Reading};

/// The version of the stored form of a reading. It rises when `Reading` changes so that old ones can't be read.
pub(crate) const READING_FORMAT: u32 = 1;

/// A reading, the original bytes it was made from, and what its reader should know.
#[derive(Clone, Debug)]
pub struct Entry {
    pub(crate) id: String,
    pub(crate) sha256: String,
    pub(crate) path: Option<String>,
    pub(crate) text: String,
    /// Deflated.
    pub(crate) bytes: Vec<u8>,
    pub(crate) length: u64,
    /// JSON without the text layer, deflated.
    pub(crate) reading: Vec<u8>,
    /// JSON.
    pub(crate) notes: String,
    /// The digest of the user's own lists with which it was read; empty for the program's alone.
    pub(crate) lists: String,
    pub(crate) page: Page,
}

/// What a list shows of a page, and the words by which it is found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub title: Option<String>,
    pub outlet: Option<String>,
    pub byline: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    pub sent_at: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// The article without the page around it.
    pub body: String,
}

impl Page {
    pub fn of(reading: &Reading) -> Page {
        let article = &reading.article;
        let published = article.published.as_ref();
        let blocks = article.blocks.iter().filter(|block| block.kind.is_of_article());
        Page {
            title: article.title.as_ref().map(|title| title.text.clone()),
            outlet: article.outlet.clone(),
            byline: article.byline.clone(),
            language: article.language.clone(),
            url: reading.url.clone(),
            sent_at: reading.published_at.clone(),
            from: published.map(|published| published.start),
            to: published.map(|published| published.end),
            body: blocks.map(|block| block.span.of(&reading.text)).collect::<Vec<_>>().join("\n"),
        }
    }
}

/// Input that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The file, as the user named it.
    pub name: String,
    /// The record in it; the file again when it is no container.
    pub record: String,
    pub note: Note,
}

impl Entry {
    /// `lists` is the digest of the user's own lists with which it was read.
    pub fn new(mut reading: Reading, bytes: &[u8], notes: &[Note], lists: &str) -> Entry {
        let page = Page::of(&reading);
        let text = std::mem::take(&mut reading.text);
        let json = serde_json::to_vec(&reading).expect("a reading has no keys that are not strings");
        Entry {
            text,
            bytes: pack(bytes),
            length: bytes.len() as u64,
            reading: pack(&json),
            notes: serde_json::to_string(notes).expect("notes are plain"),
            id: reading.id,
            sha256: reading.sha256,
            path: reading.path,
            lists: lists.to_owned(),
            page,
        }
    }
}

/// Puts a reading together again. `Err` says in words what is broken.
pub(crate) fn unpack_reading(packed: &[u8], text: String) -> Result<Reading, String> {
    let json = unpack(packed)?;
    let mut reading: Reading = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    reading.text = text;
    Ok(reading)
}

pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes what is written to it")
}

pub(crate) fn unpack(packed: &[u8]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes)
}
