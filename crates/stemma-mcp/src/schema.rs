//! What a tool takes, as a JSON Schema: made of the one list of conditions, so that it says what the program does.

use std::sync::Arc;

use rmcp::model::JsonObject;
use serde_json::{Map, Value, json};
use stemma_store::Noun;
use stemma_workspace::ask::CONDITIONS;

use crate::arguments::{ROWS, USUAL};

/// What may be asked of a tool.
pub enum Takes {
    /// Every condition of `stemma ls`, with words, an order and pages of rows; whether words must be said.
    Query { noun: Noun, needs_words: bool },
    /// These fields.
    Fields(&'static [Field]),
}

/// An argument.
pub struct Field {
    pub name: &'static str,
    pub help: &'static str,
    pub is_needed: bool,
    /// A whole number, up to this one.
    pub most: Option<usize>,
}

/// What a query takes beside its conditions.
pub const PLAIN: [&str; 3] = ["words", "sort", "reverse"];
/// What goes through the rows of an answer.
pub const PAGING: [&str; 2] = ["limit", "cursor"];

pub const LIMIT: Field =
    Field { name: "limit", help: "So many rows of a list at most", is_needed: false, most: Some(ROWS) };
pub const CURSOR: Field = Field {
    name: "cursor",
    help: "`next` of the answer before, to go on where it ended",
    is_needed: false,
    most: Some(u32::MAX as usize),
};

const WORDS: Field = Field { name: "words", help: "", is_needed: true, most: None };

impl Takes {
    pub fn fields(&self) -> &[Field] {
        match self {
            Takes::Query { needs_words: true, .. } => std::slice::from_ref(&WORDS),
            Takes::Query { .. } => &[],
            Takes::Fields(fields) => fields,
        }
    }

    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Takes::Query { .. } => {
                let conditions = CONDITIONS.iter().map(|condition| condition.name);
                ["words"].into_iter().chain(conditions).chain(["sort", "reverse"]).chain(PAGING).collect()
            }
            Takes::Fields(fields) => fields.iter().map(|field| field.name).collect(),
        }
    }

    pub fn schema(&self) -> Arc<JsonObject> {
        let mut properties = Map::new();
        match self {
            Takes::Query { noun, .. } => {
                let words =
                    "Words that are told, in any of their forms; \"in this order\", and shell* for all that begin so";
                properties.insert("words".into(), json!({ "type": "string", "description": words }));
                for condition in &CONDITIONS {
                    let of_one = match (condition.values, condition.value) {
                        ([], "") => json!({ "type": "boolean" }),
                        ([], "N" | "KM") => json!({ "type": ["number", "string"] }),
                        ([], _) => json!({ "type": "string" }),
                        (values, _) => json!({ "type": "string", "enum": values }),
                    };
                    let mut schema = match condition.is_many {
                        true => json!({ "anyOf": [{ "type": "array", "items": of_one }, { "type": "string" }] }),
                        false => of_one,
                    };
                    schema["description"] = condition.help.into();
                    properties.insert(condition.name.into(), schema);
                }
                let sorts: Vec<&str> = noun.sorts().iter().map(|sort| sort.name()).collect();
                let order = json!({ "type": "string", "enum": sorts, "description": "By what to put in order" });
                properties.insert("sort".into(), order);
                properties.insert("reverse".into(), json!({ "type": "boolean", "description": "The other way round" }));
                for field in [&LIMIT, &CURSOR] {
                    properties.insert(field.name.into(), field.schema());
                }
            }
            Takes::Fields(fields) => {
                properties.extend(fields.iter().map(|field| (field.name.to_owned(), field.schema())));
            }
        }
        let needed: Vec<&str> = self.fields().iter().filter(|field| field.is_needed).map(|field| field.name).collect();
        let schema =
            json!({ "type": "object", "properties": properties, "required": needed, "additionalProperties": false });
        Arc::new(object(schema))
    }
}

impl Field {
    fn schema(&self) -> Value {
        let mut schema = match self.most {
            // Many write numbers as text.
            Some(most) => {
                json!({ "anyOf": [{ "type": "integer", "minimum": 0, "maximum": most }, { "type": "string" }] })
            }
            None => json!({ "type": "string", "minLength": 1 }),
        };
        schema["description"] = self.help.into();
        if self.name == LIMIT.name {
            schema["default"] = USUAL.into();
        }
        schema
    }
}

fn object(value: Value) -> JsonObject {
    match value {
        Value::Object(object) => object,
        _ => JsonObject::new(),
    }
}
