//! The description of all that can be asked, as OpenAPI 3.1: made of the table of views, the list of conditions and the schemas, so that it
//! says what the program does.

use serde_json::{Map, Value, json};
use stemma_workspace::ask::CONDITIONS;

use crate::address::Format;
use crate::guard::OURS;
use crate::views::{Takes, VIEWS, View};

/// Made by `npm run schemas` from `ui/src/api/`.
const SCHEMAS: &str = include_str!("schemas.json");

pub fn description() -> Value {
    let mut paths = Map::new();
    for view in VIEWS {
        for format in view.formats {
            let path = format!("/{}{}", view.path.join("/"), format.ending());
            paths.insert(path, json!({ "get": asked(view, *format) }));
        }
    }
    paths.insert(
        "/pages/{id}/original".into(),
        json!({ "get": {
            "summary": "The bytes of a page as they came",
            "parameters": [id()],
            "responses": answers(&[("200", "the bytes", "application/octet-stream", json!({}))]),
        }}),
    );
    paths.insert(
        "/live".into(),
        json!({ "get": {
            "summary": "Server-sent events: store (StoreChanged) and intake (IntakeState); does not end",
            "responses": answers(&[("200", "the stream", "text/event-stream", json!({}))]),
        }}),
    );
    let post = |summary: &str, takes: &str, gives: &str| json!({ "post": changes(summary, Some(("application/json", schema(takes))), &[], ("200", gives)) });
    merge(&mut paths, "/fixes", post("Says one thing or several of one event or several", "Fixing", "Fixed"));
    merge(&mut paths, "/reliability", post("Gives an outlet its letter of the Admiralty code", "Reliability", "Fixed"));
    merge(&mut paths, "/marks", post("Marks pages as sensitive, graphic or deleted", "Marking", "Fixed"));
    for (path, summary) in [("/fixes/{id}", "Takes back what was said"), ("/marks/{id}", "Takes a mark back")] {
        let body = ("application/json", schema("Unfixing"));
        merge(&mut paths, path, json!({ "delete": changes(summary, Some(body), &[id()], ("200", "Fixed")) }));
    }
    let name = json!({ "name": "name", "in": "query", "required": true, "description": "the name of the file, with the folders above it",
        "schema": { "type": "string", "minLength": 1, "maxLength": 1024 } });
    let body = ("application/octet-stream", json!({ "type": "string", "format": "binary" }));
    merge(
        &mut paths,
        "/intake",
        json!({ "post": changes("Hands in the bytes of a file", Some(body), &[name], ("202", "Taken")) }),
    );
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "The desk of Stemma",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "What a store of Stemma holds, and what people say of it. The query of a view is that of `stemma ls`.",
        },
        "paths": paths,
        "components": { "schemas": schemas() },
    })
}

/// Another way of asking at a path that may be there.
fn merge(paths: &mut Map<String, Value>, path: &str, more: Value) {
    let known = paths.entry(path).or_insert_with(|| json!({}));
    if let (Some(known), Value::Object(more)) = (known.as_object_mut(), more) {
        known.extend(more);
    }
}

fn asked(view: &View, format: Format) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    if view.path.contains(&"{id}") {
        parameters.push(id());
    }
    match view.takes {
        Takes::Query(noun) => {
            parameters.extend(CONDITIONS.iter().map(|condition| {
                let values: Vec<&str> = condition.values.to_vec();
                let of_one = match values.is_empty() {
                    true => json!({ "type": "string" }),
                    false => json!({ "type": "string", "enum": values }),
                };
                let (schema, style) = match condition.is_many {
                    true => (json!({ "type": "array", "items": of_one }), json!({ "style": "form", "explode": false })),
                    false => (of_one, json!({})),
                };
                let mut parameter = json!({ "name": condition.name, "in": "query", "description": condition.help, "schema": schema });
                if let (Some(known), Value::Object(style)) = (parameter.as_object_mut(), style) {
                    known.extend(style);
                }
                parameter
            }));
            let sorts: Vec<&str> = noun.sorts().iter().map(|sort| sort.name()).collect();
            let plain = |name: &str, help: &str, schema: Value| json!({ "name": name, "in": "query", "description": help, "schema": schema });
            parameters.extend([
                plain("q", "Words that it tells; \"in this order\", and shell* for all that begin so", json!({ "type": "string" })),
                plain("sort", "By what to put in order", json!({ "type": "string", "enum": sorts })),
                plain("reverse", "The other way round", json!({ "type": "boolean" })),
                plain("limit", "So many rows at most", json!({ "type": "integer", "minimum": 0, "maximum": 1000 })),
                plain("cursor", "`next` of the answer before", json!({ "type": "string", "pattern": "^[0-9]{1,9}$" })),
            ]);
        }
        Takes::Names(names) => parameters.extend(names.iter().map(
            |name| json!({ "name": name, "in": "query", "required": true, "schema": { "type": "string", "minLength": 1 } }),
        )),
        Takes::Nothing => {}
    }
    let schema = match format {
        Format::Json if view.schema.is_empty() => json!({ "type": "object" }),
        Format::Json => schema(view.schema),
        Format::GeoJson => json!({ "type": "object" }),
        Format::Html | Format::Csv => json!({ "type": "string" }),
    };
    let media = format.media().split(';').next().unwrap_or_default();
    json!({
        "summary": view.summary,
        "parameters": parameters,
        "responses": answers(&[("200", view.summary, media, schema)]),
    })
}

fn changes(summary: &str, body: Option<(&str, Value)>, more: &[Value], (status, gives): (&str, &str)) -> Value {
    let ours = json!({ "name": OURS.0, "in": "header", "required": true, "description": "no page of another origin can send it",
        "schema": { "type": "string", "enum": [OURS.1] } });
    let mut parameters = vec![ours];
    parameters.extend_from_slice(more);
    let mut said = json!({
        "summary": summary,
        "parameters": parameters,
        "responses": answers(&[(status, "done", "application/json", schema(gives))]),
    });
    if let Some((media, schema)) = body {
        said["requestBody"] = json!({ "required": true, "content": { media: { "schema": schema } } });
    }
    said
}

fn id() -> Value {
    json!({ "name": "id", "in": "path", "required": true, "description": "an id or its beginning", "schema": { "type": "string", "minLength": 1 } })
}

/// Every answer may be a refusal, whose words name the way out.
fn answers(good: &[(&str, &str, &str, Value)]) -> Value {
    let mut answers = Map::new();
    for (status, description, media, schema) in good {
        answers.insert(
            (*status).into(),
            json!({ "description": description, "content": { *media: { "schema": schema } } }),
        );
    }
    let refused = json!({
        "description": "a refusal",
        "content": { "application/json": { "schema": schema("Fault") }, "text/html": {} },
    });
    answers.insert("default".into(), refused);
    Value::Object(answers)
}

fn schema(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// The schemas, with their references as OpenAPI has them.
fn schemas() -> Value {
    let text = SCHEMAS.replace("#/definitions/", "#/components/schemas/");
    let mut read: Value = serde_json::from_str(&text).unwrap_or_default();
    read["definitions"].take()
}
