//! One record of a tool that collects pages: a JSON object with the text or the markup of a page, and what the collector knew of
//! it. Lines of JSON Lines, elements of a JSON array and rows of tables all come as one.
//!
//! Comes in: the bytes of one object. Goes out: a document, or the reason why there is none. What fields are called stands in
//! `read/fields.toml`; other fields are let pass.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::mapping::FieldMap;
use super::words::{ReadWords, plain};
use super::{LONGEST_PAGE, Parts, document, html_form};
use crate::model::{Document, Form, Given, Note};
use crate::text::digest::sha256;

/// The fields of a record by their plain names.
struct Fields<'w> {
    values: Vec<(String, Value)>,
    words: &'w ReadWords,
}

impl<'w> Fields<'w> {
    fn new(record: Map<String, Value>, words: &'w ReadWords) -> Fields<'w> {
        let mut values: Vec<(String, Value)> = Vec::new();
        let mut inside = Vec::new();
        for (name, value) in record {
            match (plain(&name), value) {
                (name, Value::Object(held)) if words.inside.records.contains(&name) && is_page(&held, words) => {
                    inside.extend(held.into_iter().map(|(name, value)| (plain(&name), value)));
                }
                field => values.push(field),
            }
        }
        values.append(&mut inside);
        Fields { values, words }
    }

    /// The first of these fields that says something that fits.
    fn take_if(&mut self, names: &[String], fits: impl Fn(&str, &str) -> bool) -> Option<String> {
        names.iter().find_map(|name| {
            let mut own = self.values.iter_mut().filter(|(own, _)| own == name);
            own.find_map(|(_, value)| {
                let said = said(value).filter(|said| !said.trim().is_empty() && fits(name, said))?;
                *value = Value::Null;
                Some(said)
            })
        })
    }

    fn take(&mut self, names: &[String]) -> Option<String> {
        self.take_if(names, |_, _| true)
    }

    /// The first of these fields that names somebody: by itself, or in what describes him. An address is no name.
    fn take_name(&mut self, names: &[String]) -> Option<String> {
        for (name, value) in &mut self.values {
            if names.contains(name) {
                name_described(value);
            }
        }
        self.take_if(names, |_, name| !name.contains("://"))
    }

    /// The day of publication: the first field that tells one, else the first that says anything, of which it is noted that it is none.
    fn take_day(&mut self) -> Option<String> {
        let words = self.words;
        let is_clock = |said: &str| said.len() >= 4 && said.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        let tells = |_: &str, said: &str| is_clock(said.trim()) || words.months.parse_day(said).is_some();
        self.take_if(&words.fields.published, tells).or_else(|| self.take(&words.fields.published))
    }

    /// That a field may be the day, and is not taken for it.
    fn doubtful_day(&mut self) -> Option<Note> {
        let fields = &self.words.fields;
        let name = fields.doubtful.iter().find(|name| self.values.iter().any(|(own, _)| own == *name))?;
        self.take(&fields.doubtful)?;
        let message =
            format!("\"{name}\" may be the day of its download and is passed over; --map published={name} takes it");
        Some(Note::new(message))
    }

    /// The address; where a name may be that of an outlet as well, only what is one.
    fn take_address(&mut self) -> Option<String> {
        let fields = &self.words.fields;
        self.take_if(&fields.url, |name, said| {
            said.contains("://") || !fields.outlet.iter().any(|outlet| outlet == name)
        })
    }

    /// The text: in one field, or in the parts of what a field holds.
    fn take_text(&mut self) -> Option<String> {
        let words = self.words;
        self.take(&words.fields.text).or_else(|| {
            let held = self.values.iter().find(|(name, value)| value.is_object() && words.fields.text.contains(name));
            let mut parts = Vec::new();
            gather(&held?.1, words, 0, &mut parts);
            Some(parts.join("\n")).filter(|text| !text.trim().is_empty())
        })
    }
}

/// Whether an object holds the text of a page.
fn is_page(held: &Map<String, Value>, words: &ReadWords) -> bool {
    let fields = &words.fields;
    held.iter().any(|(name, value)| {
        let name = plain(name);
        !value.is_null() && (fields.text.contains(&name) || fields.html.contains(&name))
    })
}

/// What describes somebody becomes the name in it, also in a list.
fn name_described(value: &mut Value) {
    match value {
        Value::Object(described) => {
            *value = described.remove("name").or_else(|| described.remove("title")).unwrap_or_default();
        }
        Value::Array(several) => several.iter_mut().for_each(name_described),
        _ => {}
    }
}

/// A text is built of parts in no more depth than this.
const DEEPEST: usize = 8;

/// The paragraphs of a text that is built of parts.
fn gather(value: &Value, words: &ReadWords, depth: usize, parts: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.trim().is_empty() => parts.push(text.clone()),
        Value::Array(several) if depth < DEEPEST => {
            several.iter().for_each(|one| gather(one, words, depth + 1, parts));
        }
        Value::Object(held) if depth < DEEPEST => {
            let told = held.iter().filter(|(name, _)| words.inside.parts.contains(&plain(name)));
            told.for_each(|(_, one)| gather(one, words, depth + 1, parts));
        }
        _ => {}
    }
}

/// What a value says as one string: itself, a number, the parts of a list line by line.
fn said(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(parts) => {
            let parts: Vec<String> = parts.iter().map(said).collect::<Option<_>>()?;
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

/// The record's id, if it has one, and its document. A record without an id gets one from its bytes.
pub fn read(bytes: &[u8], name: &str, words: &ReadWords) -> (Option<String>, Result<Document, Note>) {
    if bytes.len() > LONGEST_PAGE {
        let message = format!("a line of {} bytes; the limit for one page is {LONGEST_PAGE}", bytes.len());
        return (None, Err(Note::new(message)));
    }
    let (parsed, is_mended) = parse(bytes);
    let mut record = match parsed {
        Ok(record) => Fields::new(record, words),
        Err(note) => {
            let id = serde_json::from_slice::<Identity>(bytes).ok().map(|identity| identity.id.into());
            return (id, Err(note));
        }
    };
    let fields = &words.fields;
    let id = record.take(&fields.id);
    let given = Given {
        url: record.take_address(),
        title: record.take(&fields.title),
        outlet: record.take_name(&fields.outlet),
        published: record.take_day(),
        language: record.take(&fields.language),
        byline: record.take_name(&fields.byline).map(|names| names.replace('\n', ", ")),
        section: record.take(&fields.section).map(|names| names.replace('\n', ", ")),
    };
    let teaser = |record: &mut Fields<'_>| record.take(&fields.teaser).filter(|_| given.published.is_some());
    let (text, form) = match (record.take_text(), record.take(&fields.html)) {
        // Some tools write markup into the field for the text.
        (Some(text), None) if is_markup(&text) => html_form(text),
        (Some(text), _) => (text, Form::Text),
        (None, Some(html)) => html_form(html),
        (None, None) => match teaser(&mut record) {
            Some(teaser) => (teaser, Form::Text),
            None => return (id, Err(without_text(&record))),
        },
    };
    let (path, published) = (Some(name.to_owned()), given.published.clone());
    let mut made = document(Parts { id: id.clone(), sha256: sha256(bytes), path, text, form, given });
    if let (Ok(document), true) = (&mut made, is_mended) {
        let message =
            "half of a pair of escapes that make one letter stood alone, and is read as a letter that is not known";
        document.notes.push(Note::new(message));
    }
    if let (Ok(document), None) = (&mut made, &published) {
        document.notes.extend(record.doubtful_day());
    }
    let id = id.or_else(|| made.as_ref().ok().map(|document| document.id.clone()));
    (id, made)
}

/// So many names of fields are told.
const NAMES_TOLD: usize = 8;

/// That a record holds no page: the field of its text says nothing, or none is known to be one.
fn without_text(record: &Fields<'_>) -> Note {
    let fields = &record.words.fields;
    let names: Vec<&str> = record.values.iter().map(|(name, _)| name.as_str()).collect();
    let is_text = |name: &&&str| [&fields.text, &fields.html].iter().any(|own| own.iter().any(|own| own == **name));
    match names.iter().find(is_text) {
        Some(name) => {
            Note::new(format!("has no text: its field \"{name}\" is empty; get the page anew, or leave it out"))
        }
        None => Note::new(format!("has neither \"text\" nor \"html\"; {}", name_one(&names, "fields"))),
    }
}

/// The way out where no field is known to hold the text.
pub(super) fn name_one(names: &[&str], called: &str) -> String {
    let told: Vec<String> =
        names.iter().take(NAMES_TOLD).map(|name| name.chars().take(40).filter(|c| !c.is_control()).collect()).collect();
    let more = if names.len() > NAMES_TOLD { format!(" and {} more", names.len() - NAMES_TOLD) } else { String::new() };
    format!("its {called} are {}{more}; say with --map text=… which holds the text, or leave it out", told.join(", "))
}

/// The object in these bytes, and whether half letters in it had to be mended.
fn parse(bytes: &[u8]) -> (Result<Map<String, Value>, Note>, bool) {
    let parsed = serde_json::from_slice::<Map<String, Value>>(bytes);
    let mended = parsed.is_err().then(|| without_halves(bytes)).flatten();
    let parsed = match &mended {
        Some(mended) => serde_json::from_slice(mended).or(parsed),
        None => parsed,
    };
    let parsed = parsed.map_err(|error| {
        let before: usize =
            bytes.split_inclusive(|&byte| byte == b'\n').take(error.line().saturating_sub(1)).map(<[u8]>::len).sum();
        let reason = error.to_string();
        let reason = reason.split(" at line ").next().unwrap_or(&reason);
        let offset = before + error.column().saturating_sub(1);
        Note::at(format!("is not a record: {reason}; mend or remove this line"), offset)
    });
    (parsed, mended.is_some())
}

/// The record with the names that a user gave its fields: ours in their place, before all others, so that it is read again in the
/// same way by whoever does not know of them. Bytes that are no object stay as they are.
pub fn mapped<'b>(bytes: &'b [u8], map: &FieldMap) -> Cow<'b, [u8]> {
    let (Ok(record), false) = (parse(bytes).0, map.is_empty()) else { return Cow::Borrowed(bytes) };
    let renamed = map.apply(record.into_iter().collect());
    let written = serde_json::to_vec(&renamed.into_iter().collect::<Map<String, Value>>());
    Cow::Owned(written.expect("an object has keys that are strings"))
}

/// Whether an object has the text of a page, and if not, what its fields are called.
pub(super) fn holds_page(record: Map<String, Value>, words: &ReadWords) -> Result<(), Note> {
    let mut fields = Fields::new(record, words);
    let is_dated = fields.take(&words.fields.published).is_some();
    let has_text = fields.take_text().is_some() || fields.take(&words.fields.html).is_some();
    if has_text || is_dated && fields.take(&words.fields.teaser).is_some() {
        Ok(())
    } else {
        Err(without_text(&fields))
    }
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
