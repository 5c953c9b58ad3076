//! JSON Lines: one record a line, with `id` and `text` or `html`, and what the collector knew of the page.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{LONGEST_PAGE, Outcome, Parts, document, html_form};
use crate::model::{Document, Form, Given, Note};
use crate::text::digest::sha256;

/// What the tools that make such records call their fields, ours first; the first that a record has counts. Names are
/// compared without capitals, hyphens and underscores: `pubDate` and `pub_date` are one. Other fields are let pass.
const ID: &[&str] = &["id", "uuid", "guid", "docid", "documentid", "articleid", "storiesid", "hash"];
const TEXT: &[&str] = &[
    "text",
    "maintext",
    "articlebody",
    "articletext",
    "fulltext",
    "rawtext",
    "storytext",
    "plaintext",
    "cleantext",
    "bodytext",
    "contenttext",
    "textcontent",
    "body",
    "content",
    "article",
    "story",
    "paragraphs",
];
const HTML: &[&str] = &["html", "rawhtml", "contenthtml", "bodyhtml", "fullhtml", "pagehtml", "pagesource"];
const URL: &[&str] =
    &["url", "link", "uri", "weburl", "articleurl", "pageurl", "sourceurl", "canonicalurl", "originalurl", "permalink"];
const TITLE: &[&str] = &["title", "headline", "articletitle", "heading"];
const OUTLET: &[&str] = &[
    "outlet",
    "sitename",
    "publisher",
    "publication",
    "medianame",
    "newspaper",
    "sourcename",
    "source",
    "site",
    "sourcedomain",
    "domain",
];
/// Days of download are not among them: they say nothing of the page.
const PUBLISHED: &[&str] = &[
    "published",
    "datepublished",
    "publisheddate",
    "publishdate",
    "publicationdate",
    "pubdate",
    "dateissued",
    "publishedat",
    "publishedon",
    "publishedtime",
    "publishtime",
    "datepublish",
    "firstpublished",
    "date",
    "articledate",
    "issued",
    "seendate",
];
const LANGUAGE: &[&str] = &["language", "lang", "inlanguage"];

/// The fields of a record by their plain names.
struct Fields(Vec<(String, Value)>);

impl Fields {
    fn new(record: Map<String, Value>) -> Fields {
        let plain = |name: String| name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
        Fields(record.into_iter().map(|(name, value)| (plain(name), value)).collect())
    }

    /// The first of these fields that names somebody: by itself, or in what describes him. An address is no name.
    fn take_name(&mut self, names: &[&str]) -> Option<String> {
        for (name, value) in &mut self.0 {
            if let Value::Object(described) = value
                && names.contains(&name.as_str())
            {
                *value = described.remove("name").or_else(|| described.remove("title")).unwrap_or_default();
            }
        }
        self.take(names).filter(|name| !name.contains("://"))
    }

    /// The first of these fields that says something.
    fn take(&mut self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| {
            let mut own = self.0.iter_mut().filter(|(own, _)| own == name);
            own.find_map(|(_, value)| said(value.take()).filter(|said| !said.trim().is_empty()))
        })
    }
}

/// What a value says as one string: itself, a number, the parts of a list line by line.
fn said(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Vec<String> = parts.into_iter().map(said).collect::<Option<_>>()?;
            Some(parts.join("\n"))
        }
        Value::Object(_) | Value::Null | Value::Bool(_) => None,
    }
}

/// Ids are strings; collectors often write numbers.
#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Text(String),
    Number(serde_json::Number),
}

/// The id alone, from a record that is otherwise broken.
#[derive(Deserialize)]
struct Identity {
    id: Name,
}

impl From<Name> for String {
    fn from(name: Name) -> String {
        match name {
            Name::Text(text) => text,
            Name::Number(number) => number.to_string(),
        }
    }
}

/// Reads every line that is not blank. A record without an id gets one from its bytes; a refused one without an id is
/// called by the container's name and its line.
pub fn read(bytes: &[u8], name: &str) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    let mut start = 0;
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let raw = start..start + line.len();
        start = raw.end + 1;
        let line = if raw.start == 0 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(line) } else { line };
        if line.trim_ascii().is_empty() {
            continue;
        }
        let (id, result) = record(line, name);
        let result = result.map_err(|note| Note { at: Some(raw.start as u64 + note.at.unwrap_or(0)), ..note });
        let id = id.unwrap_or_else(|| format!("{name}:{}", index + 1));
        outcomes.push(Outcome { id, raw, result });
    }
    outcomes
}

/// The record's id, if it has one, and its document.
fn record(line: &[u8], name: &str) -> (Option<String>, Result<Document, Note>) {
    if line.len() > LONGEST_PAGE {
        let message = format!("a line of {} bytes; the limit for one page is {LONGEST_PAGE}", line.len());
        return (None, Err(Note::new(message)));
    }
    let parsed = serde_json::from_slice::<Map<String, Value>>(line);
    let mended = parsed.is_err().then(|| without_halves(line)).flatten();
    let parsed = match &mended {
        Some(mended) => serde_json::from_slice(mended).or(parsed),
        None => parsed,
    };
    let mut record = match parsed {
        Ok(record) => Fields::new(record),
        Err(error) => {
            let id = serde_json::from_slice::<Identity>(line).ok().map(|identity| identity.id.into());
            let offset = error.column().saturating_sub(1);
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or(&reason);
            return (id, Err(Note::at(format!("is not a record: {reason}; mend or remove this line"), offset)));
        }
    };
    let id = record.take(ID);
    let given = Given {
        url: record.take(URL),
        title: record.take(TITLE),
        outlet: record.take_name(OUTLET),
        published: record.take(PUBLISHED),
        language: record.take(LANGUAGE),
    };
    let (text, form) = match (record.take(TEXT), record.take(HTML)) {
        // Some tools write markup into the field for the text.
        (Some(text), None) if is_markup(&text) => html_form(text),
        (Some(text), _) => (text, Form::Text),
        (None, Some(html)) => html_form(html),
        (None, None) => return (id, Err(Note::new("has neither \"text\" nor \"html\"; give one of them"))),
    };
    let path = Some(name.to_owned());
    let mut made = document(Parts { id: id.clone(), sha256: sha256(line), path, text, form, given });
    if let (Ok(document), Some(_)) = (&mut made, mended) {
        let message =
            "half of a pair of escapes that make one letter stood alone, and is read as a letter that is not known";
        document.notes.push(Note::new(message));
    }
    let id = id.or_else(|| made.as_ref().ok().map(|document| document.id.clone()));
    (id, made)
}

/// The line with an unknown letter for each escape that is half of a letter (a lone surrogate); `None` where there is none.
fn without_halves(line: &[u8]) -> Option<Vec<u8>> {
    const UNKNOWN: &[u8] = b"\\ufffd";
    let half = |at: usize| {
        let digits = line.get(at..at + 6)?.strip_prefix(b"\\u")?;
        let code = u16::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        matches!(code, 0xD800..=0xDFFF).then_some(code < 0xDC00)
    };
    let (mut mended, mut at, mut is_changed) = (Vec::with_capacity(line.len()), 0, false);
    while at < line.len() {
        let length = match (line[at], half(at), half(at + 6)) {
            (b'\\', Some(true), Some(false)) => 12,
            (b'\\', Some(_), _) => {
                mended.extend(UNKNOWN);
                (at, is_changed) = (at + 6, true);
                continue;
            }
            // A sign that is escaped escapes nothing itself.
            (b'\\', None, _) => 2.min(line.len() - at),
            _ => 1,
        };
        mended.extend(&line[at..at + length]);
        at += length;
    }
    is_changed.then_some(mended)
}

/// Whether a text is markup: it begins with a tag and has another one for paragraphs or breaks.
fn is_markup(text: &str) -> bool {
    let text = text.trim_start();
    let is_tag =
        text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '!'));
    is_tag && ["</p>", "<br", "</div>", "</html>", "</P>", "<BR"].iter().any(|tag| text.contains(tag))
}
