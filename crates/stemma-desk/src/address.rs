//! Addresses: which view of what is meant, in which format, and what is asked of it.
//!
//! A path is a view, and the id of a record where it shows one; the ending names the format: `/events`, `/events.csv`, `/events/e-91c0.json`.
//! What is asked is the query, in the words of `stemma ls`.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use stemma_workspace::ask::Query;

use crate::fault::Fault;

/// As what an answer is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A page that can be read without script, and to which the desk is added.
    Html,
    Json,
    Csv,
    GeoJson,
}

impl Format {
    pub const FILES: [(Format, &str, &str); 3] = [
        (Format::Json, ".json", "application/json"),
        (Format::Csv, ".csv", "text/csv; charset=utf-8"),
        (Format::GeoJson, ".geojson", "application/geo+json"),
    ];

    pub fn media(self) -> &'static str {
        Format::FILES
            .iter()
            .find(|(format, ..)| *format == self)
            .map_or("text/html; charset=utf-8", |(.., media)| media)
    }

    pub fn ending(self) -> &'static str {
        Format::FILES.iter().find(|(format, ..)| *format == self).map_or("", |(_, ending, _)| ending)
    }
}

/// What is meant by the path and the query of a request.
#[derive(Clone, Debug)]
pub struct Address {
    /// The parts of the path, without the ending.
    pub path: Vec<String>,
    pub format: Format,
    /// Names and values, in their order.
    pub query: Vec<(String, String)>,
}

impl Address {
    pub fn of(path: &str, query: &str) -> Result<Address, Fault> {
        let mut parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let mut format = Format::Html;
        if let Some(last) = parts.last_mut()
            && let Some((known, ending, _)) = Format::FILES.iter().find(|(_, ending, _)| last.ends_with(ending))
        {
            format = *known;
            *last = &last[..last.len() - ending.len()];
        }
        let path = parts.into_iter().map(decoded).collect::<Result<Vec<String>, Fault>>()?;
        let query = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        Ok(Address { path, format, query })
    }

    /// The first value of a name; one that is empty counts as none.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(known, value)| known == name && !value.is_empty()).map(|(_, value)| value.as_str())
    }

    /// A value that must be there.
    pub fn needed(&self, name: &str) -> Result<&str, Fault> {
        self.value(name).ok_or_else(|| Fault::bad(format!("{name} is missing; write {name}= with a value")))
    }

    /// What is asked: all names that are conditions; what only the pages of the desk read is passed over.
    pub fn query(&self) -> Result<Query, Fault> {
        let said = self.query.iter().filter(|(name, value)| !value.is_empty() && !OF_PAGES.contains(&name.as_str()));
        Ok(Query::from_pairs(said.map(|(name, value)| (name.as_str(), value.as_str())))?)
    }

    /// The same address from a cursor on.
    pub fn from(&self, cursor: &str) -> String {
        let others = self.query.iter().filter(|(name, _)| name != "cursor").cloned();
        let query: Vec<(String, String)> = others.chain([("cursor".to_owned(), cursor.to_owned())]).collect();
        format!("/{}{}", self.parts(), written(&query))
    }

    /// Where the answer lies as JSON that a page shows first.
    pub fn of_first(&self) -> String {
        let asked = self.query.iter().filter(|(name, value)| !value.is_empty() && !OF_PAGES.contains(&name.as_str()));
        let parts = if self.path.is_empty() { "events".to_owned() } else { self.parts() };
        format!("/{parts}.json{}", written(&asked.cloned().collect::<Vec<_>>()))
    }

    fn parts(&self) -> String {
        self.path.iter().map(|part| encoded(part)).collect::<Vec<_>>().join("/")
    }

    /// The address in the words of `stemma ls`, where it is written in those of others: `from`, `to`, `killed=1..3`, `origins=2..`, `sort=-day`.
    pub fn in_our_words(&self) -> Option<Vec<(String, String)>> {
        let ours: Vec<(String, String)> = self.query.iter().flat_map(|(name, value)| ours(name, value)).collect();
        (ours != self.query).then_some(ours)
    }

    /// The same view with another query.
    pub fn asking(&self, query: &[(String, String)]) -> String {
        let parts = if self.path.is_empty() { String::new() } else { self.parts() };
        format!("/{parts}{}{}", self.format.ending(), written(query))
    }
}

/// What the desk's own pages keep in an address.
const OF_PAGES: [&str; 7] = ["view", "sel", "at", "policy", "day", "token", "layers"];

fn ours(name: &str, value: &str) -> Vec<(String, String)> {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    // A number alone is the least; what is no range stays as it is written, and is refused.
    let (least, most) = value.split_once("..").unwrap_or((value, ""));
    let is_range = value != ".." && !value.is_empty() && !most.contains("..");
    match name {
        "from" => vec![pair("since", value)],
        "to" => vec![pair("until", value)],
        "words" => vec![pair("q", value)],
        "killed" if is_range => {
            let bounds = [("killed-min", least), ("killed-max", most)];
            bounds.iter().filter(|(_, bound)| !bound.is_empty()).map(|(name, bound)| pair(name, bound)).collect()
        }
        // A most of origins is no condition of ours.
        "origins" if is_range && most.is_empty() => vec![pair("origins-min", least)],
        "sort" => match value.strip_prefix('-') {
            Some(field) => {
                let field = if field == "date" { "day" } else { field };
                let falls = stemma_store::Sort::named(field).is_some_and(stemma_store::Sort::falls);
                let reversed = (!falls).then(|| pair("reverse", "true"));
                [pair("sort", field)].into_iter().chain(reversed).collect()
            }
            None => vec![pair(name, value)],
        },
        _ => vec![pair(name, value)],
    }
}

/// What stands behind signs of per cent in a part of a path.
fn decoded(written: &str) -> Result<String, Fault> {
    let text = percent_decode_str(written).decode_utf8().map_err(|_| unreadable())?;
    if text.contains('\0') { Err(unreadable()) } else { Ok(text.into_owned()) }
}

/// All signs but those that mean nothing in an address. A point means something: what follows it would be read as a format.
const MEANT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'~').remove(b',').remove(b':');

pub fn encoded(text: &str) -> String {
    utf8_percent_encode(text, MEANT).to_string()
}

/// A query as it is written.
pub fn written(query: &[(String, String)]) -> String {
    let pairs: Vec<String> =
        query.iter().map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

fn unreadable() -> Fault {
    Fault::bad("the address is no text in UTF-8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_a_view_a_record_and_a_format() {
        let check = |path: &str, expected: &[&str], format: Format| {
            let address = Address::of(path, "").unwrap();
            assert_eq!(
                (address.path.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), address.format),
                (expected, format),
                "{path}"
            );
        };
        check("/", &[], Format::Html);
        check("/events", &["events"], Format::Html);
        check("/events.geojson", &["events"], Format::GeoJson);
        check("/events/e-91c0.json", &["events", "e-91c0"], Format::Json);
        check("/pages/002_page%2Ejson.json", &["pages", "002_page.json"], Format::Json);
        check("/pages/a%2Fb%2Ecsv", &["pages", "a/b.csv"], Format::Html);
    }

    #[test]
    fn what_is_written_can_be_read_again() {
        for text in ["a b", "é/x.json", "100 %", "a+b&c=d", "\u{202e}"] {
            assert_eq!(decoded(&encoded(text)).unwrap(), text);
        }
        for broken in ["%ff", "%00", "a%c3"] {
            assert!(decoded(broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn words_of_others_become_ours() {
        let check = |query: &str, expected: &str| {
            let address = Address::of("/events", query).unwrap();
            assert_eq!(address.in_our_words().map(|query| written(&query)).unwrap_or_default(), expected, "{query}");
        };
        check("from=2023-04&to=2023-05", "?since=2023-04&until=2023-05");
        check("killed=1..&origins=2..", "?killed-min=1&origins-min=2");
        check("sort=-date", "?sort=day&reverse=true");
        check("sort=-killed", "?sort=killed");
        check("since=2023-04&sort=killed", "");
        check("killed=1..3", "?killed-min=1&killed-max=3");
        check("killed=..3&origins=..3", "?killed-max=3&origins=%2E%2E3");
        check("killed=1..2..3", "");
        check("killed=..", "");
    }
}
