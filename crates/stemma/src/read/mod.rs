//! Bytes to documents: text files, HTML pages, and the records, tables and exports in which other tools keep many pages.
//!
//! Comes in: bytes and what they are called. Goes out: what a file is (`format`), where the pages lie in it (`databases`, `json`,
//! `table`, `xml`), and for the bytes of one page its document, or the reason why there is none. A document is made of the bytes
//! of its page alone, never of the file around it, so that whoever keeps these bytes can read it again; what a table tells of a row besides
//! is added to the document (`table::Beside`). It does not look for the article: that is `clean`.

mod charset;
pub mod databases;
mod format;
mod html;
pub mod json;
mod mapping;
mod record;
pub mod table;
mod words;
mod xml;

use std::borrow::Cow;
use std::ops::Range;

pub use charset::Utf16;
use databases::{Articles, Database};
pub use format::{FileNames, Format, SavedPages, container, format};
pub use mapping::{BadMap, FIELDS, FieldMap};
pub use record::mapped;
pub use words::ReadWords;

use crate::model::{Document, Form, Given, Markup, Note};
use crate::text::digest::sha256;

/// What the bytes of one page are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Text,
    Html,
    /// A JSON object with the fields of a page.
    Record,
    /// The part of a news database's file that holds one article.
    Article,
    /// A document of trafilatura.
    Xml,
}

/// A document, or the reason why there is none.
#[derive(Debug)]
pub struct Outcome {
    /// The record's own id, also when it was refused; else the document's.
    pub id: Option<String>,
    pub result: Result<Document, Note>,
}

/// The longest page and the longest text layer that are read. The longest news pages have about a tenth of it; what is
/// longer is no page but a dump, and would hold memory and time that the other documents need.
pub const LONGEST_PAGE: usize = 32 << 20;
pub const LONGEST_TEXT: usize = 2 << 20;
/// The longest file that is held as a whole to find the pages in it. What has a page a line, a row or an element may be of any length.
pub const LONGEST_FILE: usize = 256 << 20;

/// Reads one page. `name` is how the caller calls it (a path); it appears in the document and in messages.
pub fn read(bytes: &[u8], container: Container, name: &str, words: &ReadWords) -> Outcome {
    if container == Container::Record {
        let (id, result) = record::read(bytes, name, words);
        return Outcome { id, result };
    }
    let result = page(bytes, container, name, words);
    Outcome { id: result.as_ref().ok().map(|document| document.id.clone()), result }
}

/// The characters of a text in whatever encoding; nothing where the bytes are no text.
pub fn decode(bytes: &[u8]) -> Option<String> {
    (!charset::is_binary(bytes)).then(|| charset::decode_text(bytes))
}

/// A page whose id comes from its bytes.
fn page(bytes: &[u8], container: Container, name: &str, words: &ReadWords) -> Result<Document, Note> {
    if bytes.len() > LONGEST_PAGE {
        let message = format!("holds {} bytes, the limit for one page is {LONGEST_PAGE}; split it", bytes.len());
        return Err(Note::new(message));
    }
    if charset::is_binary(bytes) {
        return Err(Note::new("is not text; give a text file, an HTML page or JSON Lines"));
    }
    let sha256 = sha256(bytes);
    let mut notes = Vec::new();
    let (text, form, given) = match container {
        Container::Html => {
            let (text, markup) = html::read(charset::decode_html(bytes));
            (text, Form::Html(Box::new(markup)), Given::default())
        }
        Container::Article => {
            let (article, note) = article(bytes, words)?;
            notes.extend(note);
            (article.text(), Form::Text, article.given)
        }
        Container::Xml => {
            let xml::Read { given, text, is_cut } = xml::read(&charset::decode_text(bytes));
            let cut = "ends before its element is closed: the file may be cut off there; write it anew";
            notes.extend(is_cut.then(|| Note::new(cut)));
            (text, Form::Text, given)
        }
        Container::Text | Container::Record => (charset::decode_text(bytes), Form::Text, Given::default()),
    };
    let document = document(Parts { id: None, sha256, path: Some(name.to_owned()), text, form, given })?;
    Ok(Document { notes, ..document })
}

/// What a document is put together from; without an id it gets one from its bytes.
struct Parts {
    id: Option<String>,
    sha256: String,
    path: Option<String>,
    text: String,
    form: Form,
    given: Given,
}

fn document(parts: Parts) -> Result<Document, Note> {
    let Parts { id, sha256, path, text, form, given } = parts;
    if text.len() > LONGEST_TEXT {
        let message = format!("has {} bytes of text, the limit for one page is {LONGEST_TEXT}; split it", text.len());
        return Err(Note::new(message));
    }
    if text.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}').is_empty() {
        return Err(Note::new("is empty; there is nothing to read"));
    }
    let id = id.unwrap_or_else(|| sha256[..16].to_owned());
    Ok(Document { id, sha256, path, text, form, given, notes: Vec::new() })
}

/// The HTML form of a page that is already text (a field of a record).
fn html_form(html: String) -> (String, Form) {
    let (text, markup): (String, Markup) = html::read(html);
    (text, Form::Html(Box::new(markup)))
}

/// A page in a file that holds many.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part<'b> {
    /// Where it lies in the file.
    pub range: Range<usize>,
    /// Its bytes as they are kept: those of the file, or where that is in another encoding, the same text in UTF-8.
    pub bytes: Cow<'b, [u8]>,
}

/// Which news database a file, or a part of one, comes from.
pub fn database_of(bytes: &[u8], container: Container, words: &ReadWords) -> Option<Database> {
    match container {
        Container::Text => databases::recognise(&charset::decode_text(bytes), words),
        Container::Html => {
            let html = full_documents(bytes).next().is_some().then(|| flat(bytes))?;
            databases::recognise(&html, words).filter(|database| *database == Database::LexisNexis)
        }
        _ => None,
    }
}

/// What the HTML of LexisNexis puts around each article.
const FULL: &[u8] = b"<DOCFULL>";

fn full_documents(bytes: &[u8]) -> memchr::memmem::FindIter<'_, '_> {
    memchr::memmem::find_iter(bytes, FULL)
}

/// The HTML of LexisNexis as its text, with a blank line behind each line.
fn flat(bytes: &[u8]) -> String {
    html::read(charset::decode_html(bytes)).0.replace('\n', "\n\n")
}

/// The articles in a file of a news database, and a word on one that breaks off before its text.
pub fn articles<'b>(
    bytes: &'b [u8],
    container: Container,
    database: Database,
    words: &ReadWords,
) -> (Vec<Part<'b>>, Option<Note>) {
    if container == Container::Html {
        return (articles_in_html(bytes), None);
    }
    let text = charset::decode_text(bytes);
    let Articles { found: ranges, broken } = databases::articles(&text, database, words);
    let broken = broken.map(|at| {
        let (number, name) = (ranges.len() + 1, databases::name(database));
        let message = format!("the file of {name} ends inside its article {number}, before the text; export it anew");
        Note::at(message, charset::offsets(bytes, &text, &[at])[0])
    });
    let places: Vec<usize> = ranges.iter().flat_map(|range| [range.start, range.end]).collect();
    let offsets = charset::offsets(bytes, &text, &places);
    let is_same = text.as_bytes() == bytes;
    let part = |(range, offsets): (Range<usize>, &[usize])| {
        let kept = match is_same {
            true => Cow::Borrowed(&bytes[range]),
            false => Cow::Owned(text[range].as_bytes().to_vec()),
        };
        Part { range: offsets[0]..offsets[1], bytes: kept }
    };
    (ranges.into_iter().zip(offsets.chunks(2)).map(part).collect(), broken)
}

fn articles_in_html(bytes: &[u8]) -> Vec<Part<'_>> {
    let begins: Vec<usize> = full_documents(bytes).collect();
    let ends = begins.iter().copied().skip(1).chain([bytes.len()]);
    let part = |(begin, next): (usize, usize)| {
        // The comment that closes the article, or the one that opens the next, is of the file around it.
        let held = &bytes[begin..next];
        let close = memchr::memmem::find(held, b"</DOCFULL>").unwrap_or(held.len());
        let end =
            begin + memchr::memmem::rfind(&held[..close], b"<!--").filter(|at| *at > FULL.len() + 4).unwrap_or(close);
        Part { range: begin..end, bytes: Cow::Borrowed(&bytes[begin..end]) }
    };
    begins.iter().copied().zip(ends).map(part).collect()
}

/// What the part of a file says that holds one article, and a word where it breaks off.
fn article(bytes: &[u8], words: &ReadWords) -> Result<(databases::Article, Option<Note>), Note> {
    let text = match bytes.strip_prefix(FULL) {
        Some(rest) => flat(rest.trim_ascii_start().strip_prefix(b"-->").unwrap_or(rest)),
        None => charset::decode_text(bytes),
    };
    let Some(database) = databases::recognise(&text, words) else {
        let message = "has not the labels by which an article of a news database is told: its head or its end is missing; export it \
                       anew, or give it as a page of its own";
        return Err(Note::new(message));
    };
    let name = databases::name(database);
    let mut article = databases::article(&text, database, words);
    let is_torn = article.drop_torn();
    if article.paragraphs.is_empty() {
        return Err(Note::new(match is_torn {
            true => format!("breaks off inside its first paragraph; export it anew from {name}"),
            false => format!("has no text among its {name} fields; export it with its full text"),
        }));
    }
    let torn = if is_torn { " and its last paragraph, which breaks off, is left out" } else { "" };
    let note = article.is_cut.then(|| {
        let message =
            format!("ends without what {name} puts behind a text{torn}: the file may be cut off there; export it anew");
        Note::new(message)
    });
    Ok((article, note))
}

/// The documents in a file of trafilatura.
pub fn documents(bytes: &[u8]) -> Vec<Part<'_>> {
    let text = charset::decode_text(bytes);
    let ranges = xml::documents(&text);
    let places: Vec<usize> = ranges.iter().flat_map(|range| [range.start, range.end]).collect();
    let offsets = charset::offsets(bytes, &text, &places);
    let part = |(range, offsets): (Range<usize>, &[usize])| Part {
        range: offsets[0]..offsets[1],
        bytes: Cow::Owned(text[range].as_bytes().to_vec()),
    };
    ranges.into_iter().zip(offsets.chunks(2)).map(part).collect()
}

#[cfg(test)]
pub(crate) mod tests;
