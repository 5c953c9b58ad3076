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

/// What is read in a page takes so much for each of its bytes at most, and so much more beside it.
const READING_PER_BYTE: usize = 64;
const LEAST: usize = 64 << 20;
/// Records deflate to a sixteenth where ten thousand pages repeat each other; what inflates to eight times that is none of ours.
const RECORD_PER_BYTE: usize = 128;

/// Puts a reading together again. `Err` says in words what is broken.
pub(crate) fn unpack_reading(packed: &[u8], text: String) -> Result<Reading, String> {
    let json = unpack(packed, LEAST + READING_PER_BYTE * text.len())?;
    let mut reading: Reading = serde_json::from_slice(&json).map_err(|error| error.to_string())?;
    reading.text = text;
    match points_into(&reading) {
        true => Ok(reading),
        false => Err("what was read in it is of another text".into()),
    }
}

/// Whether the parts and events of a reading lie in its text.
fn points_into(reading: &Reading) -> bool {
    let blocks = reading.article.blocks.iter().map(|block| block.span);
    let events = reading.annotations.events.iter().flat_map(|event| [event.trigger, event.sentence, event.extent]);
    blocks.chain(events).all(|span| reading.text.get(span.start as usize..span.end as usize).is_some())
}

/// A record of a chapter, an event or a contradiction.
pub(crate) fn unpack_record(packed: &[u8]) -> Result<Vec<u8>, String> {
    unpack(packed, LEAST + RECORD_PER_BYTE * packed.len())
}

pub(crate) fn pack(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::fast());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).expect("memory takes what is written to it")
}

/// What is longer than it may be is never held.
pub(crate) fn unpack(packed: &[u8], most: usize) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    DeflateDecoder::new(packed).take(most as u64 + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() > most { Err(format!("it unpacks to more than {most} bytes")) } else { Ok(bytes) }
}

/// The original bytes of a document, which are as many as were kept.
pub(crate) fn unpack_bytes(packed: &[u8], length: u64) -> Result<Vec<u8>, String> {
    let bytes = unpack(packed, length as usize)?;
    if bytes.len() as u64 == length { Ok(bytes) } else { Err(format!("{} of {length} bytes are left", bytes.len())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_inflates_beyond_its_bounds_is_never_held() {
        let bomb = pack(&vec![b' '; 1 << 28]);
        assert!(bomb.len() < 2 << 20, "{}", bomb.len());
        for unpacked in [unpack_record(&bomb), unpack_bytes(&bomb, 100), unpack(&bomb, LEAST)] {
            assert!(unpacked.unwrap_err().contains("unpacks to more"));
        }
        assert_eq!(unpack_bytes(&pack(b"four"), 4).unwrap(), b"four");
        assert!(unpack_bytes(&pack(b"four"), 5).unwrap_err().contains("4 of 5 bytes"));
    }
}
