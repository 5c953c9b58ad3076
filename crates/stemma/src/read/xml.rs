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

/// Where the documents of a file lie: each `doc`, or each `TEI`, up to its end, or to where the next begins.
pub fn documents(text: &str) -> Vec<Range<usize>> {
    let mark = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut reader = reader(&text[mark..]);
    let mut found = Vec::new();
    let mut open: Option<(usize, &str)> = None;
    loop {
        let before = mark + reader.buffer_position() as usize;
        let event = reader.read_event();
        let after = mark + reader.buffer_position() as usize;
        match event {
            Ok(Event::Start(tag)) => {
                let Some(root) = ["doc", "TEI"].into_iter().find(|root| tag.name().as_ref() == *root) else { continue };
                found.extend(open.replace((before, root)).map(|(begin, _)| begin..before));
            }
            Ok(Event::End(tag)) => {
                if let Some((begin, _)) = open.take_if(|(_, root)| tag.name().as_ref() == *root) {
                    found.push(begin..after);
                }
            }
            // What cannot be read on is the end of a file that was cut off.
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found.extend(open.map(|(begin, _)| begin..text.len()));
    found
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
                header.clear();
                open.extend((!is_empty).then_some(inside));
            }
            Event::End(tag) => {
                let name = tag.name();
                take_header(here, header.trim(), &mut given);
                header.clear();
                if is_block(name.as_ref()) {
                    end_line(&mut line, &mut lines);
                }
                let reach = open.len().saturating_sub(REACH).max(1);
                if let Some(at) = open[reach..].iter().rposition(|other| other.name == name.as_ref()) {
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

fn take_header(here: &Open, said: &str, given: &mut Given) {
    if !here.is_header || said.is_empty() {
        return;
    }
    let slot = match here.name.as_str() {
        "title" if here.is_titles => &mut given.title,
        "author" => &mut given.byline,
        "publisher" => &mut given.outlet,
        "date" if here.is_dates => &mut given.published,
        _ => return,
    };
    if slot.is_none() {
        *slot = Some(said.to_owned());
    }
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
