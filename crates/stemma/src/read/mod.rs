//! Container bytes to documents with offsets: text files, HTML pages and JSON Lines.
//!
//! Comes in: bytes and what they are called. Goes out: one document, or one for each record, in input order. A record
//! that cannot be read gives a refusal with its reason and the others go on. It does not look for the article: that is
//! `clean`.

mod charset;
mod html;
mod json_lines;

use crate::model::{Document, Form, Given, Markup, Note};
use crate::text::digest::sha256;

/// What the bytes are, as their name or their sender says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    Text,
    Html,
    JsonLines,
}

/// A document, or the reason why there is none.
#[derive(Debug)]
pub struct Outcome {
    /// The record's id, or the name of the file, also when it was refused.
    pub id: String,
    /// The original bytes of this document lie here in the container.
    pub raw: std::ops::Range<usize>,
    pub result: Result<Document, Note>,
}

/// The longest page and the longest text layer that are read. The longest news pages have about a tenth of it; what is
/// longer is no page but a dump, and would hold memory and time that the other documents need.
pub const LONGEST_PAGE: usize = 32 << 20;
pub const LONGEST_TEXT: usize = 2 << 20;

/// Reads all documents of one container. `name` is how the caller calls it (a path); it appears in ids and messages.
pub fn read(bytes: &[u8], container: Container, name: &str) -> Vec<Outcome> {
    match container {
        Container::JsonLines => json_lines::read(bytes, name),
        Container::Text | Container::Html => {
            let result = page(bytes, container == Container::Html, name);
            let id = result.as_ref().map_or_else(|_| name.to_owned(), |document| document.id.clone());
            vec![Outcome { id, raw: 0..bytes.len(), result }]
        }
    }
}

/// The characters of a text in whatever encoding; nothing where the bytes are no text.
pub fn decode(bytes: &[u8]) -> Option<String> {
    (!charset::is_binary(bytes)).then(|| charset::decode_text(bytes))
}

/// Guesses the container from the first bytes, for input whose name does not tell. `None` when they are not text.
pub fn sniff(head: &[u8]) -> Option<Container> {
    if charset::is_binary(head) {
        return None;
    }
    let visible = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    Some(match visible.first() {
        Some(b'{') => Container::JsonLines,
        Some(b'<') => Container::Html,
        _ => Container::Text,
    })
}

/// A page that is a file of its own; its id comes from its bytes.
fn page(bytes: &[u8], is_html: bool, name: &str) -> Result<Document, Note> {
    if bytes.len() > LONGEST_PAGE {
        let message = format!("holds {} bytes, the limit for one page is {LONGEST_PAGE}; split it", bytes.len());
        return Err(Note::new(message));
    }
    if charset::is_binary(bytes) {
        return Err(Note::new("is not text; give a text file, an HTML page or JSON Lines"));
    }
    let sha256 = sha256(bytes);
    let (text, form) = match is_html {
        true => {
            let (text, markup) = html::read(charset::decode_html(bytes));
            (text, Form::Html(Box::new(markup)))
        }
        false => (charset::decode_text(bytes), Form::Text),
    };
    document(Parts { id: None, sha256, path: Some(name.to_owned()), text, form, given: Given::default() })
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

/// The HTML form of a page that is already text (a field of a JSON Lines record).
fn html_form(html: String) -> (String, Form) {
    let (text, markup): (String, Markup) = html::read(html);
    (text, Form::Html(Box::new(markup)))
}

#[cfg(test)]
mod tests;
