//! What a file is, by its first bytes and its name, and which folders belong to a saved page.
//!
//! Comes in: the name of a file and its beginning. Goes out: the format by which it is read; or, for what holds no page, a note that
//! names what was seen and the way out. The bytes count more than the name.

use std::collections::HashSet;

use serde::Serialize;

use super::Container;
use super::charset;
use super::words::{Foreign, Formats, ReadWords};
use super::{record, table, xml};
use crate::model::Note;

/// How a file is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One page, or the many articles of a news database, which its text tells.
    Page(Container),
    /// A record a line.
    JsonLines,
    /// Records that may span lines, an array of them, or an object around one.
    Json,
    Table,
    /// The XML of trafilatura.
    Xml,
    Parquet,
    Gzip,
    Zip,
}

/// Where in a zip file its first entry tells that it is an office document.
const OFFICE: [&[u8]; 3] = [b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/"];

/// What a file is.
pub fn format(name: &str, head: &[u8], words: &ReadWords) -> Result<Format, Note> {
    if head.starts_with(b"\x1F\x8B") {
        return Ok(Format::Gzip);
    }
    if head.starts_with(b"PAR1") {
        return Ok(Format::Parquet);
    }
    let ending = ending(name);
    let foreign = foreign_name(name, &ending, words);
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        let first = &head[..head.len().min(256)];
        let is_office = OFFICE.iter().any(|sign| memchr::memmem::find(first, sign).is_some());
        return match foreign {
            Some(foreign) => Err(refusal(foreign, None)),
            None if is_office => {
                Err(Note::new("is an office document or a book in a zip file; save it as plain text, HTML or CSV"))
            }
            None => Ok(Format::Zip),
        };
    }
    let is_binary = charset::is_binary(head);
    let beginning = words.formats.beginning.iter().find(|foreign| {
        let seen = if foreign.is_text { visible(head) } else { head };
        (is_binary || foreign.is_text) && foreign.bytes.iter().any(|bytes| begins(seen, bytes))
    });
    if let Some(foreign) = beginning {
        return Err(refusal(foreign, None));
    }
    // Two programs may have given one ending to their files: that of Julia is that of Scrapy's records.
    let is_records = by_ending(&ending).is_some() && visible(head).starts_with(b"{");
    if let Some(foreign) = foreign.filter(|_| !is_html(head) && !is_records) {
        return Err(refusal(foreign, (!is_binary).then_some(ending.as_str())));
    }
    let by_name = by_ending(&ending);
    match by_name {
        Some(Format::Parquet) => return Err(Note::new("is not Parquet, whatever its name says; write it anew")),
        Some(Format::Zip | Format::Gzip) => {
            return Err(Note::new("is not compressed, whatever its name says; name it by what it holds"));
        }
        Some(Format::Page(Container::Text)) if !is_binary => {
            return Ok(in_text(head, words).unwrap_or(Format::Page(Container::Text)));
        }
        Some(Format::Xml) if !is_binary => return xml_format(head, words),
        // A table is told below to be no text; all others say so when they are read.
        Some(format) if !is_binary || !matches!(format, Format::Json | Format::Table | Format::Xml) => {
            return Ok(format);
        }
        _ => {}
    }
    if is_binary {
        return Err(Note::new("is not text; give text files, HTML pages, tables or JSON Lines"));
    }
    Ok(match visible(head).first() {
        Some(b'{') => Format::Json,
        Some(b'[') if visible(&visible(head)[1..]).starts_with(b"{") => Format::Json,
        Some(b'<') => return xml_format(head, words),
        _ if table::is_head(first_line(head), words) => Format::Table,
        _ => Format::Page(Container::Text),
    })
}

/// Records or a table in a file that is called text.
fn in_text(head: &[u8], words: &ReadWords) -> Option<Format> {
    let first = first_line(head);
    if visible(head).starts_with(b"{") && (is_record(first, words) || is_record(head, words)) {
        return Some(Format::Json);
    }
    table::is_head(first, words).then_some(Format::Table)
}

/// Whether these bytes are one record that holds a page.
fn is_record(bytes: &[u8], words: &ReadWords) -> bool {
    serde_json::from_slice(bytes).is_ok_and(|record| record::holds_page(record, words).is_ok())
}

/// What the kept bytes of one document are, as they were when it came in: its name tells, or else they do themselves. Records of any
/// file were kept as records, articles of a database as the part of the file that they were.
pub fn container(name: &str, bytes: &[u8], words: &ReadWords) -> Option<Container> {
    let by_name = match by_ending(&ending(name)) {
        Some(Format::JsonLines | Format::Json | Format::Table | Format::Parquet) => Some(Container::Record),
        Some(Format::Xml) if is_document(bytes) => Some(Container::Xml),
        Some(Format::Page(container)) => Some(container),
        _ => None,
    };
    let container = match by_name {
        Some(Container::Text) if visible(bytes).starts_with(b"{") && is_record(bytes, words) => Container::Record,
        Some(container) => container,
        None if charset::is_binary(bytes) => return None,
        None => match visible(bytes).first() {
            Some(b'{') => Container::Record,
            Some(b'<') if is_document(bytes) => Container::Xml,
            Some(b'<') => Container::Html,
            _ => Container::Text,
        },
    };
    Some(match super::database_of(bytes, container, words) {
        Some(_) => Container::Article,
        None => container,
    })
}

/// The ending of a name in lower case, without that of compression.
fn ending(name: &str) -> String {
    let name = file_name(name).to_lowercase();
    let name = name.strip_suffix(".gz").unwrap_or(&name);
    name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_owned())
}

fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}

/// The endings of names that tell how a file is read, and what is in such a file. They stand with the readers, since each names the one that
/// takes it and says what that one does: a list of the user's own could not bring a reader with it.
const ENDINGS: [(&[&str], Format, &str); 9] = [
    (
        &["txt", "text"],
        Format::Page(Container::Text),
        "a page, or the articles of LexisNexis, Nexis Uni, Factiva or ProQuest",
    ),
    (&["html", "htm", "xhtml"], Format::Page(Container::Html), "a page"),
    (&["csv", "tsv", "tab"], Format::Table, "a page a row"),
    (&["jsonl", "ndjson", "jl"], Format::JsonLines, "a page a line"),
    (&["json"], Format::Json, "a page, or an array of pages"),
    (&["xml"], Format::Xml, "pages as trafilatura writes them"),
    (&["parquet", "pq"], Format::Parquet, "a page a row"),
    (&["gz"], Format::Gzip, "one of these, packed"),
    (&["zip"], Format::Zip, "any of these, packed"),
];

fn by_ending(ending: &str) -> Option<Format> {
    ENDINGS.iter().find(|(endings, ..)| endings.contains(&ending)).map(|(_, format, _)| *format)
}

/// What names alone tell of files, for whoever chooses among them before they are read.
#[derive(Debug, Serialize)]
pub struct FileNames<'w> {
    pub read: Vec<FilesRead>,
    /// By ending or by whole name; not where a file turns out to be HTML.
    pub left_out: Vec<FilesLeftOut<'w>>,
    /// What browsers put behind the name of a saved page to call the folder of its parts.
    pub companions: &'w [String],
}

#[derive(Debug, Serialize)]
pub struct FilesRead {
    pub endings: &'static [&'static str],
    pub hold: &'static str,
}

#[derive(Debug, Serialize)]
pub struct FilesLeftOut<'w> {
    pub endings: Vec<&'w str>,
    pub names: &'w [String],
    pub are: &'w str,
    pub way: &'w str,
}

impl ReadWords {
    pub fn file_names(&self) -> FileNames<'_> {
        let Formats { ending, named, companions, .. } = &self.formats;
        let by_ending = ending.iter().map(|Foreign { of, name, way, .. }| {
            let endings = of.iter().map(String::as_str).filter(|ending| by_ending(ending).is_none()).collect();
            FilesLeftOut { endings, names: &[], are: name, way }
        });
        let by_name = named.iter().map(|Foreign { of, name, way, .. }| FilesLeftOut {
            endings: Vec::new(),
            names: of,
            are: name,
            way,
        });
        FileNames {
            read: ENDINGS.iter().map(|&(endings, _, hold)| FilesRead { endings, hold }).collect(),
            left_out: by_ending.chain(by_name).collect(),
            companions: &companions.endings,
        }
    }
}

fn foreign_name<'w>(name: &str, ending: &str, words: &'w ReadWords) -> Option<&'w Foreign> {
    let name = file_name(name).to_lowercase();
    let has = |foreign: &&Foreign, name: &str| foreign.of.iter().any(|of| of == name);
    let formats = &words.formats;
    let named = formats.named.iter().find(|foreign| has(foreign, &name));
    named.or_else(|| formats.ending.iter().find(|foreign| has(foreign, ending)))
}

/// What a file is that holds no page, and the way out; by the name alone it may be wrong.
fn refusal(foreign: &Foreign, by_name: Option<&str>) -> Note {
    let Foreign { name, way, .. } = foreign;
    Note::new(match by_name {
        Some(_) => format!("is {name} by its name, no page; {way}, or name it .txt or .html if it is a page"),
        None => format!("is {name}, no page; {way}"),
    })
}

fn begins(head: &[u8], bytes: &str) -> bool {
    let mut head = head.iter();
    // Each sign of the list is one byte.
    bytes.chars().all(|sign| head.next().is_some_and(|&byte| u32::from(byte) == u32::from(sign)))
}

fn visible(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes).trim_ascii_start()
}

fn first_line(head: &[u8]) -> &[u8] {
    head.split(|&byte| byte == b'\n').next().unwrap_or(head)
}

/// So much of a file tells what its first element is.
const ROOT: usize = 4 << 10;

fn root(head: &[u8]) -> Option<String> {
    xml::root(&charset::decode_text(&head[..head.len().min(ROOT)]))
}

fn is_html(head: &[u8]) -> bool {
    let lower = visible(head)[..visible(head).len().min(ROOT)].to_ascii_lowercase();
    lower.starts_with(b"<!doctype html") || lower.starts_with(b"<") && root(head).is_some_and(|root| root == "html")
}

fn is_document(bytes: &[u8]) -> bool {
    matches!(root(bytes).as_deref(), Some("doc" | "tei"))
}

/// HTML or the XML of trafilatura; XML of another kind is named.
fn xml_format(head: &[u8], words: &ReadWords) -> Result<Format, Note> {
    let Some(root) = root(head) else { return Ok(Format::Page(Container::Html)) };
    if let Some(foreign) = words.formats.root.iter().find(|foreign| foreign.of.contains(&root)) {
        return Err(refusal(foreign, None));
    }
    let is_xml = visible(head).starts_with(b"<?xml");
    match root.as_str() {
        "doc" if memchr::memmem::find(head, b"<DOCFULL>").is_some() => Ok(Format::Page(Container::Html)),
        "doc" | "tei" => Ok(Format::Xml),
        "html" => Ok(Format::Page(Container::Html)),
        _ if is_xml => {
            let root: String = root.chars().take(40).collect();
            let message =
                format!("is XML with the root \"{root}\", which is no page; save its pages as HTML, CSV or JSON Lines");
            Err(Note::new(message))
        }
        _ => Ok(Format::Page(Container::Html)),
    }
}

/// The pages of one folder, by which it is told which folders beside them hold their parts: browsers call these after the page.
#[derive(Debug, Default)]
pub struct SavedPages(HashSet<String>);

impl SavedPages {
    /// The pages among the names of files.
    pub fn among<'n>(names: impl IntoIterator<Item = &'n str>) -> SavedPages {
        let mut pages = SavedPages::default();
        names.into_iter().for_each(|name| pages.add(name));
        pages
    }

    pub fn add(&mut self, name: &str) {
        let name = name.to_lowercase();
        if let Some((page, "html" | "htm" | "xhtml" | "mhtml")) = name.rsplit_once('.') {
            self.0.insert(page.to_owned());
        }
    }

    /// Whether a folder beside them holds the parts of one of them.
    pub fn own(&self, folder: &str, words: &ReadWords) -> bool {
        let folder = folder.to_lowercase();
        let endings = &words.formats.companions.endings;
        endings.iter().filter_map(|ending| folder.strip_suffix(ending.as_str())).any(|page| self.0.contains(page))
    }
}
