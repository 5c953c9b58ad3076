//! The XML of trafilatura: a `doc` with what is known of the page in its attributes and the article in `main`, or the same as TEI.
//!
//! Comes in: the text of one `doc` or `TEI`. Goes out: what is given, and the text of the article, a paragraph a line. Comments
//! of readers are left out. What is cut off is read as far as it goes. It reads no other XML: that is named and refused by whoever told
//! the formats apart.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use crate::model::Given;
use crate::text::ends_sentence;

/// What stands in a file, whatever tags it closes or leaves open.
fn reader(text: &str) -> Reader<&[u8]> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    config.allow_dangling_amp = true;
    reader
}

/// The elements that hold a document each.
const ROOTS: [&str; 2] = ["doc", "TEI"];

/// Where the documents of a file lie: each `doc`, or each `TEI`, up to its end, or to where the next begins.
pub fn documents(text: &str) -> Vec<Range<usize>> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut found = Found::default();
    if let Err(broken) = found.look(text, mark..text.len()) {
        // What is not closed would take all that follows with it. So whatever looks like the beginning of a document behind it is one, and
        // is read up to the next: no place of the file is read more than twice.
        let begins = begins(text, broken);
        let ends = begins.iter().skip(1).map(|(next, _)| *next).chain([text.len()]);
        for (&(begin, root), end) in begins.iter().zip(ends) {
            if found.look(text, begin..end) == Err(begin) {
                found.begin(begin, root);
            }
        }
    }
    found.documents.extend(found.open.map(|(begin, _)| begin..text.len()));
    found.documents
}

/// The documents of a file, and where the one begins that is still open.
#[derive(Default)]
struct Found {
    documents: Vec<Range<usize>>,
    open: Option<(usize, &'static str)>,
}

impl Found {
    fn begin(&mut self, at: usize, root: &'static str) {
        self.documents.extend(self.open.replace((at, root)).map(|(begin, _)| begin..at));
    }

    /// Looks through a part of the file; says where it cannot be read on.
    fn look(&mut self, text: &str, part: Range<usize>) -> Result<(), usize> {
        let mut reader = reader(&text[part.clone()]);
        loop {
            let before = part.start + reader.buffer_position() as usize;
            let event = reader.read_event();
            let after = part.start + reader.buffer_position() as usize;
            match event {
                Ok(Event::Start(tag)) => {
                    if let Some(root) = ROOTS.into_iter().find(|root| tag.name().as_ref() == *root) {
                        self.begin(before, root);
                    }
                }
                Ok(Event::End(tag)) => {
                    if let Some((begin, _)) = self.open.take_if(|(_, root)| tag.name().as_ref() == *root) {
                        self.documents.push(begin..after);
                    }
                }
                Ok(Event::CData(_)) if is_unclosed(&text[before..after], "<![CDATA[") => return Err(before),
                Ok(Event::Comment(_)) if is_unclosed(&text[before..after], "<!--") => return Err(before),
                Ok(Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(_) => return Err(before),
            }
        }
    }
}

/// Whether a section is closed by the end of another one, in a later document: then the document in which it stands ends in it, or another
/// begins in it and opens a section of its own. Neither can stand in a section that is whole, but for words on such files.
fn is_unclosed(section: &str, opening: &str) -> bool {
    let (mut open, mut has_begun) = (0_usize, false);
    for (at, _) in section.match_indices('<').skip(1) {
        let tag = &section[at + 1..];
        if root_of(tag).is_some() {
            (open, has_begun) = (open + 1, true);
        } else if tag.strip_prefix('/').and_then(root_of).is_some() {
            let Some(around) = open.checked_sub(1) else { return true };
            open = around;
        } else if has_begun && section[at..].starts_with(opening) {
            return true;
        }
    }
    false
}

/// The element that a tag is of, where that holds a document; the tag is given without its first sign.
fn root_of(tag: &str) -> Option<&'static str> {
    let is_of =
        |name: &str| tag.strip_prefix(name).is_some_and(|rest| rest.starts_with([' ', '\t', '\r', '\n', '>', '/']));
    ROOTS.into_iter().find(|root| is_of(root))
}

/// What looks like the beginning of a document, from a place on.
fn begins(text: &str, from: usize) -> Vec<(usize, &'static str)> {
    let begin = |(at, _): (usize, &str)| root_of(&text[from + at + 1..]).map(|root| (from + at, root));
    text[from..].match_indices('<').filter_map(begin).collect()
}

/// The name of the first element, in lower case.
pub fn root(text: &str) -> Option<String> {
    let mut rest = text.trim_start_matches('\u{feff}');
    loop {
        rest = &rest[rest.find('<')?..];
        if let Some(after) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
            rest = &after[after.find('>')? + 1..];
            continue;
        }
        let name: String =
            rest[1..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, ':' | '-' | '_')).collect();
        return (!name.is_empty()).then(|| name.to_lowercase());
    }
}

/// What a document says.
pub struct Read {
    pub given: Given,
    pub text: String,
    /// Its element is not closed, so that the text may go on.
    pub is_cut: bool,
}

/// An element that is open, and where all that stands in it is.
#[derive(Clone, Default)]
struct Open {
    name: String,
    is_text: bool,
    is_header: bool,
    /// In `titleStmt`, in a part that tells the day.
    is_titles: bool,
    is_dates: bool,
    is_skipped: bool,
}

impl Open {
    fn inside(&self, tag: &BytesStart<'_>) -> Open {
        let name = tag.name().as_ref().to_owned();
        let is = |names: &[&str]| names.contains(&name.as_str());
        let is_comments = is(&["comments"]) || attribute(tag, "type").is_some_and(|kind| kind == "comments");
        Open {
            is_text: self.is_text || is(&["main", "text"]),
            is_header: self.is_header || is(&["teiHeader"]),
            is_titles: self.is_titles || is(&["titleStmt"]),
            is_dates: self.is_dates || is(&["publicationStmt", "sourceDesc"]),
            is_skipped: self.is_skipped || is_comments,
            name,
        }
    }
}

/// An end closes what was opened within so many elements around it; of others it is a stray one.
const REACH: usize = 32;

/// What a document gives, and its text.
pub fn read(text: &str) -> Read {
    let mut given = Given::default();
    let (mut lines, mut line) = (Vec::new(), String::new());
    let mut open = vec![Open::default()];
    let mut reader = reader(text.trim_start_matches('\u{feff}'));
    let mut header = String::new();
    loop {
        let here = open.last().expect("what is around the root is never closed");
        let (event, is_empty) = match reader.read_event() {
            Ok(Event::Empty(tag)) => (Event::Start(tag), true),
            Ok(event) => (event, false),
            Err(_) => break,
        };
        let said = match &event {
            Event::Text(said) => (**said).to_owned(),
            Event::CData(said) => (**said).to_owned(),
            Event::GeneralRef(name) => referred(name),
            _ => String::new(),
        };
        match event {
            Event::Start(tag) => {
                let inside = here.inside(&tag);
                match inside.name.as_str() {
                    "doc" => take_attributes(&tag, &mut given),
                    "ptr" if given.url.is_none() => given.url = attribute(&tag, "target"),
                    _ => {}
                }
                if is_block(&inside.name) || is_empty && inside.name == "lb" {
                    end_line(&mut line, &mut lines);
                }
                if slot(&inside, &mut given).is_some() {
                    header.clear();
                }
                open.extend((!is_empty).then_some(inside));
            }
            Event::End(tag) => {
                let name = tag.name();
                if is_block(name.as_ref()) {
                    end_line(&mut line, &mut lines);
                }
                let reach = open.len().saturating_sub(REACH).max(1);
                if let Some(at) = open[reach..].iter().rposition(|other| other.name == name.as_ref()) {
                    open[reach + at..].iter().rev().for_each(|closed| take_header(closed, &mut header, &mut given));
                    open.truncate(reach + at);
                }
            }
            Event::Eof => break,
            _ if here.is_skipped => {}
            _ if here.is_header => header.push_str(&said),
            _ if here.is_text => line.push_str(&said),
            _ => {}
        }
    }
    let is_cut = open.len() > 1;
    if !is_cut || ends_sentence(line.trim_end()) {
        end_line(&mut line, &mut lines);
    }
    Read { given, text: lines.join("\n"), is_cut }
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "p" | "head" | "item" | "quote" | "code" | "row" | "cell" | "list" | "table" | "div" | "ab" | "main" | "fw"
    )
}

fn end_line(line: &mut String, lines: &mut Vec<String>) {
    let words: Vec<&str> = line.split_whitespace().collect();
    if !words.is_empty() {
        lines.push(words.join(" "));
    }
    line.clear();
}

fn take_attributes(tag: &BytesStart<'_>, given: &mut Given) {
    let of = |name: &str| attribute(tag, name).filter(|value| !value.trim().is_empty());
    *given = Given {
        url: of("url").or_else(|| of("source")),
        title: of("title"),
        outlet: of("sitename").or_else(|| of("source-hostname")).or_else(|| of("hostname")),
        published: of("date"),
        language: of("language"),
        byline: of("author"),
        section: of("categories"),
    };
}

/// Where that goes which an element of the header says.
fn slot<'g>(element: &Open, given: &'g mut Given) -> Option<&'g mut Option<String>> {
    match element.name.as_str() {
        _ if !element.is_header => None,
        "title" if element.is_titles => Some(&mut given.title),
        "author" => Some(&mut given.byline),
        "publisher" => Some(&mut given.outlet),
        "date" if element.is_dates => Some(&mut given.published),
        _ => None,
    }
}

/// Takes what was said since such an element began, with whatever stands in it.
fn take_header(closed: &Open, header: &mut String, given: &mut Given) {
    let Some(slot) = slot(closed, given) else { return };
    let said = header.trim();
    if slot.is_none() && !said.is_empty() {
        *slot = Some(said.to_owned());
    }
    header.clear();
}

/// The value of an attribute.
fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = tag.html_attributes();
    let found = attributes.with_checks(false).flatten().find(|attribute| attribute.key.as_ref() == name)?;
    Some(unescape(&found.value).map_or_else(|_| found.value.to_string(), |value| value.into_owned()))
}

/// What a reference stands for: one of the five signs of XML, or a numbered one. Others stay as they are written.
fn referred(name: &quick_xml::events::BytesRef<'_>) -> String {
    let numbered = name.resolve_char_ref().ok().flatten().map(String::from);
    numbered.or_else(|| resolve_xml_entity(name).map(str::to_owned)).unwrap_or_else(|| format!("&{};", &**name))
}
