//! What a tool is asked, as JSON: read into a query or into the fields that the tool has, and refused in words where it cannot be.

use serde_json::{Map, Value};
use stemma_store::{Asked, Noun, Sqlite};
use stemma_workspace::ask::{CONDITIONS, Query};

use crate::fault::Fault;
use crate::schema::{Field, PAGING, PLAIN, Takes};

/// So many bytes may be asked with.
pub const MOST: usize = 16 * 1024;
/// Rows where nobody says how many, and the most that one answer has.
pub const USUAL: usize = 10;
pub const ROWS: usize = 50;

pub struct Arguments {
    values: Map<String, Value>,
}

impl Arguments {
    /// What was asked, if the tool takes it.
    pub fn of(values: Map<String, Value>, takes: &Takes) -> Result<Arguments, Fault> {
        let bytes: usize = values.iter().map(|(name, value)| name.len() + size(value)).sum();
        if bytes > MOST {
            return Err(Fault::new(format!(
                "what is asked has {bytes} bytes, and may have {MOST}; ask in fewer words"
            )));
        }
        let names = takes.names();
        if let Some(name) = values.keys().find(|name| !names.contains(&name.as_str())) {
            return Err(Fault::new(format!("{name}: this tool takes no such argument; it takes {}", names.join(", "))));
        }
        let arguments = Arguments { values };
        for Field { name, .. } in takes.fields().iter().filter(|field| field.is_needed) {
            if arguments.text(name)?.is_none() {
                return Err(Fault::new(format!("{name} is missing; this tool needs it")));
            }
        }
        Ok(arguments)
    }

    fn value(&self, name: &str) -> Option<&Value> {
        self.values.get(name).filter(|value| !value.is_null())
    }

    /// Text, or a number as it is written; empty text is none.
    pub fn text(&self, name: &str) -> Result<Option<String>, Fault> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let text = match value {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) => number.to_string(),
            _ => return Err(Fault::new(format!("{name}: write it as one text"))),
        };
        Ok(Some(text).filter(|text| !text.is_empty()))
    }

    /// Text that must be there.
    pub fn needed(&self, name: &str) -> Result<String, Fault> {
        self.text(name)?.ok_or_else(|| Fault::new(format!("{name} is missing; this tool needs it")))
    }

    pub fn number(&self, name: &str) -> Result<Option<usize>, Fault> {
        let Some(text) = self.text(name)? else { return Ok(None) };
        match text.parse::<u32>() {
            Ok(number) => Ok(Some(number as usize)),
            Err(_) => Err(Fault::new(format!("{name}: write a whole number, 0 or more"))),
        }
    }

    /// How many rows an answer has, and how many come before its first.
    pub fn paging(&self) -> Result<(usize, usize), Fault> {
        Ok((self.number("limit")?.unwrap_or(USUAL).clamp(1, ROWS), self.number("cursor")?.unwrap_or(0)))
    }

    /// The query of a tool that lists.
    pub fn query(&self) -> Result<Query, Fault> {
        let mut query = Query::default();
        for (name, value) in self.values.iter().filter(|(name, _)| !PAGING.contains(&name.as_str())) {
            let is_said = CONDITIONS.iter().any(|condition| condition.name == name && condition.value.is_empty())
                || PLAIN.iter().any(|plain| plain == name) && value.is_boolean();
            match value {
                Value::Null | Value::Bool(false) => {}
                Value::Bool(true) if is_said => query.set(name, "")?,
                Value::Array(parts) => {
                    for part in parts {
                        let part = part.as_str().ok_or_else(|| Fault::new(format!("{name}: write a list of texts")))?;
                        query.set(name, part)?;
                    }
                }
                _ => {
                    if let Some(text) = self.text(name)? {
                        query.set(name, &text)?;
                    }
                }
            }
        }
        Ok(query)
    }

    /// What is asked of a store.
    pub fn asked(&self, noun: Noun, store: &Sqlite) -> Result<(Query, Asked), Fault> {
        let query = self.query()?;
        let (limit, skip) = self.paging()?;
        let asked = Asked { limit: Some(limit), skip, ..query.asked(noun, store)? };
        Ok((query, asked))
    }
}

/// So many bytes a value has, in its texts and names.
fn size(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(values) => values.iter().map(|value| 1 + size(value)).sum(),
        Value::Object(fields) => fields.iter().map(|(name, value)| 1 + name.len() + size(value)).sum(),
        _ => 8,
    }
}
