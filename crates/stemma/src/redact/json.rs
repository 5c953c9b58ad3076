//! Records without the names: every string of a JSON text, as it lies in the store.
//!
//! Comes in: one JSON text, as this program wrote it. Goes out: the same, byte for byte but for strings in which a name stands, and the numbers by
//! which GeoNames knows places whose name went. Strings
//! under keys that hold ids and words of lists stay, but for ids of pages that have another one; all others are looked at, so that a field which is new is never forgotten.

use std::borrow::Cow;
use std::ops::Range;

use super::redaction::{Redaction, WITHHELD};

/// Keys whose strings are ids, days, codes and words of our own lists, never words of a page.
const SAFE: [&str; 43] = [
    "id",
    "doc",
    "document",
    "documents",
    "origin_groups",
    "contradictions",
    "child",
    "parent",
    "story",
    "event",
    "claim",
    "fix",
    "kind",
    "type",
    "rule",
    "plover",
    "mode",
    "acled",
    "acled_sub",
    "assertion",
    "relation",
    "level",
    "precision",
    "country",
    "measure",
    "scope",
    "policy",
    "territory",
    "stage",
    "confidence",
    "status",
    "field",
    "checked",
    "language",
    "label",
    "grain",
    "airwars",
    "told",
    "at",
    "from",
    "to",
    "start",
    "end",
];

/// Keys whose strings are words of a page.
const WORDS: [&str; 13] = [
    "quote", "text", "title", "byline", "dateline", "url", "path", "name", "speaker", "source", "chain", "summary",
    "note",
];

/// What is open in a JSON text.
#[derive(Clone, Default)]
struct Open<'j> {
    is_object: bool,
    key: &'j str,
    /// It is of a place, which a part of a name may well be the name of.
    is_place: bool,
    /// The page of which it speaks, as the object or one around it says.
    page: Option<Cow<'j, str>>,
    start: Option<usize>,
    end: Option<usize>,
    /// A name stood there as its own, and where the number is by which a map knows what is called so.
    is_hidden: bool,
    geonames: Option<Range<usize>>,
}

impl Redaction {
    /// A record, in which `page` stands for what no object of it says.
    pub fn json<'j>(&self, json: &'j str, story: Option<&str>, page: Option<&str>) -> Cow<'j, str> {
        let mut other: Vec<(Range<usize>, String)> = Vec::new();
        let first = Open { page: page.map(|page| Cow::Owned(page.to_owned())), ..Open::default() };
        let mut open: Vec<Open<'j>> = vec![first];
        let (bytes, mut at, mut is_key) = (json.as_bytes(), 0, false);
        while at < bytes.len() {
            let here = open.last_mut().expect("what is outermost is never closed");
            match bytes[at] {
                b'{' => {
                    let is_place = matches!(here.key, "place" | "places");
                    let page = here.page.clone();
                    open.push(Open { is_object: true, is_place, page, ..Open::default() });
                    is_key = true;
                }
                b'[' => {
                    let inner = Open { is_object: false, is_hidden: false, geonames: None, ..here.clone() };
                    open.push(inner);
                }
                b'}' | b']' => {
                    open.truncate(open.len().saturating_sub(1).max(1));
                    is_key = false;
                }
                b',' => is_key = here.is_object,
                b'"' => {
                    let end = end_of_string(bytes, at);
                    let raw = &json[at + 1..end];
                    if is_key {
                        here.key = raw;
                        is_key = false;
                    } else if let Some(shown) = self.string(raw, here, story) {
                        let shown = serde_json::to_string(&shown).expect("a string is JSON");
                        other.push((at..end + 1, shown));
                        here.is_hidden |= here.key == "name";
                    }
                    at = end;
                }
                b'0'..=b'9' if matches!(here.key, "start" | "end") && here.is_object => {
                    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    let number = json[at..at + digits].parse().ok();
                    if here.key == "start" {
                        here.start = number
                    } else {
                        here.end = number
                    }
                    at += digits - 1;
                }
                b'0'..=b'9' if here.key == "geonames" && here.is_object => {
                    let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                    here.geonames = Some(at..at + digits);
                    at += digits - 1;
                }
                _ => {}
            }
            // Whoever has the number can look the name up.
            if let Some(here) = open.last_mut().filter(|here| here.is_hidden) {
                other.extend(here.geonames.take().map(|number| (number, "null".to_owned())));
            }
            at += 1;
        }
        if other.is_empty() {
            return Cow::Borrowed(json);
        }
        other.sort_by_key(|(range, _)| range.start);
        let mut out = String::with_capacity(json.len());
        let mut done = 0;
        for (range, shown) in &other {
            out.push_str(&json[done..range.start]);
            out.push_str(shown);
            done = range.end;
        }
        out.push_str(&json[done..]);
        Cow::Owned(out)
    }

    /// What stands in the place of a string; nothing where it stays.
    fn string<'j>(&self, raw: &'j str, here: &mut Open<'j>, story: Option<&str>) -> Option<String> {
        let plain = || -> Cow<'j, str> {
            match raw.contains('\\') {
                true => serde_json::from_str(&format!("\"{raw}\"")).map_or(Cow::Borrowed(raw), Cow::Owned),
                false => Cow::Borrowed(raw),
            }
        };
        if matches!(here.key, "doc" | "document") && here.is_object {
            here.page = Some(plain());
        }
        let page = here.page.as_deref();
        if here.key == "sha256" {
            return page.filter(|page| self.is_changed(page)).map(|_| self.sum(raw));
        }
        if SAFE.contains(&here.key) {
            let id = plain();
            let shown = self.id(&id);
            return (shown != id).then(|| shown.to_owned());
        }
        // A list by itself is one of names.
        if page.is_some_and(|page| self.is_withheld(page)) && (WORDS.contains(&here.key) || here.key.is_empty()) {
            return Some(WITHHELD.to_owned());
        }
        let plain = plain();
        let is_place = here.key == "place" || here.is_place && matches!(here.key, "name" | "admin1");
        // A record over several stories has quotes of pages of each.
        let story = page.and_then(|page| self.story_of(page)).or(story);
        let at = here.start.zip(here.end);
        if let Some(name) =
            page.zip(at).filter(|_| is_place).and_then(|(page, (start, end))| self.name_at(page, start, end))
        {
            return Some(name);
        }
        let without = match (here.key, page, at) {
            _ if is_place => self.place(&plain, story),
            ("quote", Some(page), Some((start, end))) => self.quote(&plain, page, start, end, story),
            ("url" | "path", ..) => self.address(&plain, story),
            ("title", ..) => self.title(&plain, story),
            _ => self.text(&plain, story),
        };
        match without {
            Cow::Owned(other) => Some(other),
            Cow::Borrowed(same) => (same != plain).then(|| same.to_owned()),
        }
    }
}

/// Where the string that begins here ends.
fn end_of_string(bytes: &[u8], begin: usize) -> usize {
    let mut at = begin + 1;
    while at < bytes.len() && bytes[at] != b'"' {
        at += if bytes[at] == b'\\' { 2 } else { 1 };
    }
    at.min(bytes.len() - 1)
}
