//! What a page says about its article in machine-readable form: schema.org records in JSON-LD, and meta elements.
//!
//! Scripts of real pages are often not quite JSON. What can't be parsed even after mending is passed over; nothing is
//! guessed from it.

use serde_json::Value;

use crate::model::Declared;

/// One schema.org record that may describe the article.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// The last part of its type: `NewsArticle`, `WebPage` …
    pub kind: String,
    pub headline: Option<String>,
    pub authors: Vec<String>,
    pub publisher: Option<String>,
    pub published: Option<String>,
    pub created: Option<String>,
    pub modified: Option<String>,
    /// The entries of a live page.
    pub updates: Vec<Update>,
}

/// One entry of a live page as its record gives it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Update {
    pub published: String,
    pub text: String,
}

impl Record {
    /// Whether the record describes a piece of writing, rather than a picture, a product or an event.
    pub fn is_article(&self) -> bool {
        self.kind.ends_with("Article") || self.kind.ends_with("Posting") || self.kind == "Report"
    }

    fn is_page(&self) -> bool {
        self.kind.ends_with("Page") || self.kind == "CreativeWork"
    }
}

/// How many values of one script are looked at.
const MOST_VALUES: usize = 20_000;

/// The records of a page: articles first, then pages; others are left out.
pub fn records(declared: &Declared) -> Vec<Record> {
    let mut records = Vec::new();
    for script in &declared.json_ld {
        let Some(value) = parse(script) else {
            records.extend(salvaged(script));
            continue;
        };
        let mut waiting = vec![&value];
        let mut seen = 0;
        while let Some(value) = waiting.pop() {
            seen += 1;
            if seen > MOST_VALUES {
                break;
            }
            match value {
                Value::Array(values) => waiting.extend(values.iter().rev()),
                Value::Object(fields) => {
                    records.push(record(value));
                    // What an article contains or mentions is not the article.
                    let own = |key: &str| {
                        matches!(key, "@graph" | "mainEntity" | "mainEntityOfPage" | "itemListElement" | "item")
                    };
                    waiting.extend(fields.iter().filter(|(key, _)| own(key)).map(|(_, value)| value).rev());
                }
                _ => {}
            }
        }
    }
    records.retain(|record| record.is_article() || record.is_page());
    records.sort_by_key(|record| !record.is_article());
    records
}

/// Parses a script; one that is wrapped in comments or has raw control characters in its strings is mended first.
fn parse(script: &str) -> Option<Value> {
    let script = script.trim();
    if let Ok(value) = serde_json::from_str(script) {
        return Some(value);
    }
    let start = script.find(['{', '['])?;
    let end = script.rfind(['}', ']'])? + 1;
    let mended: String = script.get(start..end)?.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    serde_json::from_str(&mended).ok()
}

/// The day in a script that is beyond mending, when the script speaks of an article.
fn salvaged(script: &str) -> Option<Record> {
    let quoted = |key: &str| {
        let at = script.find(&format!("\"{key}\""))? + key.len() + 2;
        let value = script[at..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
        Some(value[..value.find('"')?].to_owned())
    };
    let kind = quoted("@type").filter(|kind| kind.ends_with("Article") || kind.ends_with("Posting"))?;
    Some(Record { kind, published: quoted("datePublished"), modified: quoted("dateModified"), ..Record::default() })
}

fn record(value: &Value) -> Record {
    let text = |key: &str| value.get(key).and_then(first_text);
    let kind = text("@type").unwrap_or_default();
    let kind = kind.rsplit(['/', ':']).next().unwrap_or("").to_owned();
    Record {
        headline: text("headline").or_else(|| text("name").filter(|_| kind.ends_with("Article"))),
        authors: value.get("author").or_else(|| value.get("creator")).map(names).unwrap_or_default(),
        publisher: value.get("publisher").map(names).unwrap_or_default().into_iter().next(),
        published: text("datePublished"),
        created: text("dateCreated"),
        modified: text("dateModified"),
        updates: value.get("liveBlogUpdate").map(updates).unwrap_or_default(),
        kind,
    }
}

/// So many entries of a live page are read.
const MOST_UPDATES: usize = 5_000;

fn updates(value: &Value) -> Vec<Update> {
    let of = |update: &Value| {
        let text = |key: &str| update.get(key).and_then(first_text);
        Some(Update { published: text("datePublished")?, text: text("articleBody").or_else(|| text("description"))? })
    };
    match value {
        Value::Array(updates) => updates.iter().take(MOST_UPDATES).filter_map(of).collect(),
        single => of(single).into_iter().collect(),
    }
}

/// A string, or the first string of a list.
fn first_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(squeezed(text)).filter(|text| !text.is_empty()),
        Value::Array(values) => values.iter().find_map(|value| value.as_str().map(squeezed)),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The names of people or organisations: strings, records with a name, or a list of either.
fn names(value: &Value) -> Vec<String> {
    let of = |value: &Value| match value {
        Value::String(name) => Some(squeezed(name)),
        Value::Object(fields) => fields.get("name").and_then(first_text),
        _ => None,
    };
    let names: Vec<Option<String>> = match value {
        Value::Array(values) => values.iter().take(20).map(of).collect(),
        single => vec![of(single)],
    };
    names.into_iter().flatten().filter(|name| !name.is_empty() && !name.starts_with("http")).collect()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn only(script: &str) -> Record {
        let declared = Declared { json_ld: vec![script.to_owned()], ..Declared::default() };
        records(&declared).into_iter().next().unwrap()
    }

    #[test]
    fn reads_an_article_out_of_a_graph() {
        let record = only(
            r#"{"@graph":[{"@type":"WebSite","name":"W"},{"@type":["NewsArticle"],"headline":"Bridge shelled",
            "author":[{"@type":"Person","name":"Ana Ruiz"}],"publisher":{"name":"Harbour Post"},"datePublished":"2019-03-02"}]}"#,
        );
        assert_eq!((record.kind.as_str(), record.authors.as_slice()), ("NewsArticle", &["Ana Ruiz".to_owned()][..]));
        assert_eq!(record.publisher.as_deref(), Some("Harbour Post"));
        assert_eq!(record.published.as_deref(), Some("2019-03-02"));
    }

    #[test]
    fn saves_the_day_out_of_a_script_that_is_no_json() {
        let record = only(r#"{"@type":"NewsArticle","headline":"The "old" bridge","datePublished":"2019-03-02"}"#);
        assert_eq!(record.published.as_deref(), Some("2019-03-02"));
    }

    #[test]
    fn mends_a_script_with_line_breaks_in_its_strings() {
        let record = only("<!-- {\"@type\":\"NewsArticle\",\"headline\":\"Two\nlines\"} -->");
        assert_eq!(record.headline.as_deref(), Some("Two lines"));
    }
}
