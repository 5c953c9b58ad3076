//! JSON Lines: one record a line, with `id` and `text` or `html`, and what the collector knew of the page.

use serde::Deserialize;

use super::{LONGEST_PAGE, Outcome, Parts, document, html_form};
use crate::model::{Document, Form, Given, Note};
use crate::text::digest::sha256;

/// A record as it is written; fields that we don't know are let pass.
#[derive(Deserialize)]
struct Record {
    id: Option<Name>,
    text: Option<String>,
    html: Option<String>,
    url: Option<String>,
    title: Option<String>,
    outlet: Option<String>,
    published: Option<String>,
    language: Option<String>,
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
    let record: Record = match serde_json::from_slice(line) {
        Ok(record) => record,
        Err(error) => {
            let id = serde_json::from_slice::<Identity>(line).ok().map(|identity| identity.id.into());
            let offset = error.column().saturating_sub(1);
            let reason = error.to_string();
            let reason = reason.split(" at line ").next().unwrap_or(&reason);
            return (id, Err(Note::at(format!("is not a record: {reason}; mend or remove this line"), offset)));
        }
    };
    let id: Option<String> = record.id.map(Name::into).filter(|id: &String| !id.trim().is_empty());
    let given = Given {
        url: record.url,
        title: record.title,
        outlet: record.outlet,
        published: record.published,
        language: record.language,
    };
    let (text, form) = match (record.text, record.html) {
        (Some(text), _) => (text, Form::Text),
        (None, Some(html)) => html_form(html),
        (None, None) => return (id, Err(Note::new("has neither \"text\" nor \"html\"; give one of them"))),
    };
    let path = Some(name.to_owned());
    let made = document(Parts { id: id.clone(), sha256: sha256(line), path, text, form, given });
    let id = id.or_else(|| made.as_ref().ok().map(|document| document.id.clone()));
    (id, made)
}
