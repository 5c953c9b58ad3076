//! What the user says their fields are called: `text=body,published=date`.

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use super::words::plain;

/// The names by which a record's fields can be called, ours first in the list of each field.
pub const FIELDS: [&str; 10] =
    ["text", "html", "title", "outlet", "published", "url", "language", "byline", "section", "id"];

/// Which of a user's fields are which of ours.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldMap(Vec<(&'static str, String)>);

/// What is wrong with a mapping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadMap(String);

impl fmt::Display for BadMap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for BadMap {}

impl FromStr for FieldMap {
    type Err = BadMap;

    fn from_str(written: &str) -> Result<FieldMap, BadMap> {
        let mut map = FieldMap::default();
        for pair in written.split(',') {
            let Some((ours, theirs)) = pair.split_once('=') else {
                return Err(BadMap(format!("\"{pair}\" is no pair; write text=body,published=date")));
            };
            let (ours, theirs) = (ours.trim(), theirs.trim());
            let Some(field) = FIELDS.into_iter().find(|field| *field == ours) else {
                return Err(BadMap(format!("\"{ours}\" is no field; the fields are {}", FIELDS.join(", "))));
            };
            if plain(theirs).is_empty() {
                return Err(BadMap(format!("{field} has no name behind its sign; write {field}=COLUMN")));
            }
            if map.0.iter().any(|(known, _)| *known == field) {
                return Err(BadMap(format!("{field} stands twice; name it once")));
            }
            map.0.push((field, theirs.to_owned()));
        }
        Ok(map)
    }
}

impl FieldMap {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first of the user's names that is not among these.
    pub fn missing<'m>(&'m self, names: &[String]) -> Option<&'m str> {
        let is_there = |theirs: &str| names.iter().any(|name| plain(name) == plain(theirs));
        self.0.iter().map(|(_, theirs)| theirs.as_str()).find(|theirs| !is_there(theirs))
    }

    /// Whether the user says what this field is.
    pub(super) fn names(&self, name: &str) -> bool {
        self.0.iter().any(|(_, theirs)| plain(theirs) == plain(name))
    }

    /// Whether the user says that this field is this one of ours.
    pub(super) fn is(&self, ours: &str, name: &str) -> bool {
        self.0.iter().any(|(known, theirs)| *known == ours && plain(theirs) == plain(name))
    }

    /// Fields under our names where the user says so, those first. What had such a name itself is called another's.
    pub(super) fn apply(&self, mut fields: Vec<(String, Value)>) -> Vec<(String, Value)> {
        let mut mapped = Vec::with_capacity(fields.len());
        for (ours, theirs) in &self.0 {
            let Some(at) = fields.iter().position(|(name, _)| plain(name) == plain(theirs)) else { continue };
            mapped.push(((*ours).to_owned(), fields.remove(at).1));
        }
        let is_taken = |name: &str| self.0.iter().any(|(ours, _)| *ours == plain(name));
        let others = fields.into_iter().map(|(name, value)| match is_taken(&name) {
            true => (format!("other {name}"), value),
            false => (name, value),
        });
        mapped.extend(others);
        mapped
    }
}
