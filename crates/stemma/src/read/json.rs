//! A JSON file to its records: one object that may span many lines, objects one behind the other, an array of objects, or an object
//! that holds one array of them.
//!
//! Comes in: the bytes of a file as they are read. Goes out: where each record begins and ends. What a record says is for `record`.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::mapping::FieldMap;
use super::record::holds_page;
use super::words::ReadWords;
use crate::model::Note;

/// Finds the end of an object or array without holding what is in it.
#[derive(Debug, Default)]
pub struct Scan {
    depth: usize,
    is_string: bool,
    is_escaped: bool,
}

impl Scan {
    /// How many of these bytes still belong to the value; `None` where all of them do and it goes on.
    pub fn end(&mut self, bytes: &[u8]) -> Option<usize> {
        for (at, &byte) in bytes.iter().enumerate() {
            match (self.is_string, byte) {
                (true, _) if self.is_escaped => self.is_escaped = false,
                (true, b'\\') => self.is_escaped = true,
                (_, b'"') => self.is_string = !self.is_string,
                (true, _) => {}
                (false, b'{' | b'[') => self.depth += 1,
                (false, b'}' | b']') => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return Some(at + 1);
                    }
                }
                (false, _) => {}
            }
        }
        None
    }
}

/// So many lines tell whether each is a record; a broken one may be among them.
const LINES: usize = 24;

/// Whether several lines begin with an object each, and one of them is an object by itself, as in JSON Lines.
pub fn is_lines(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
    let lines = || head.split(|&byte| byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let is_object = |line: &[u8]| Scan::default().end(line).is_some_and(|end| line[end..].trim_ascii().is_empty());
    // A line of its own is longer than a bracket; where the first is not over yet, it is of JSON Lines or of a file in one line.
    let begins = lines().take(LINES).filter(|line| line.starts_with(b"{") && line.trim_ascii().len() > 1).count();
    begins >= 2 && lines().take(LINES).any(|line| line.starts_with(b"{") && is_object(line))
}

/// How deep a list of records may lie in what is around it.
const DEEPEST: usize = 4;

/// Where the records lie in a value that is alone in its file: the object itself, or the elements of the one array of objects in it.
pub fn records(value: &str, words: &ReadWords, map: &FieldMap) -> Result<Vec<Range<usize>>, Note> {
    let object = |text: &str| {
        serde_json::from_str::<Map<String, Value>>(text)
            .map(|object| map.apply(object.into_iter().collect()).into_iter().collect())
    };
    let whole: Map<String, Value> = match object(value) {
        Ok(whole) => whole,
        // It is read as a record, which says where it breaks off.
        Err(_) => return Ok(std::iter::once(0..value.len()).collect()),
    };
    let none = match holds_page(whole, words) {
        Ok(()) => return Ok(std::iter::once(0..value.len()).collect()),
        Err(note) => note,
    };
    let mut lists = Vec::new();
    find_lists(value, DEEPEST, &mut lists);
    let of_pages = |(_, list): &&(String, Vec<&str>)| {
        list.iter().take(20).any(|first| object(first).is_ok_and(|first| holds_page(first, words).is_ok()))
    };
    let mut fitting: Vec<&(String, Vec<&str>)> = lists.iter().filter(of_pages).collect();
    if fitting.is_empty() && lists.len() == 1 {
        // Each element says for itself what it lacks.
        fitting = lists.iter().collect();
    }
    let start = value.as_ptr() as usize;
    match fitting[..] {
        [(_, list)] => {
            let range = |element: &&str| {
                let begin = element.as_ptr() as usize - start;
                begin..begin + element.len()
            };
            Ok(list.iter().map(range).collect())
        }
        [] => Err(Note::new(format!("is JSON without a page: {}", none.message))),
        _ => {
            let names: Vec<&str> = fitting.iter().map(|(name, _)| name.as_str()).collect();
            let message =
                format!("holds several lists of pages ({}); give each as a file of its own", names.join(", "));
            Err(Note::new(message))
        }
    }
}

/// All arrays of objects in an object, by the names that lead to them.
fn find_lists<'v>(object: &'v str, depth: usize, lists: &mut Vec<(String, Vec<&'v str>)>) {
    let Ok(fields) = serde_json::from_str::<BTreeMap<String, &RawValue>>(object) else { return };
    for (name, value) in fields {
        let value = value.get();
        if value.starts_with('{') && depth > 0 {
            let before = lists.len();
            find_lists(value, depth - 1, lists);
            lists[before..].iter_mut().for_each(|(inner, _)| *inner = format!("{name}.{inner}"));
        } else if value.starts_with('[')
            && let Ok(elements) = serde_json::from_str::<Vec<&RawValue>>(value)
        {
            let elements: Vec<&str> = elements.into_iter().map(RawValue::get).collect();
            if !elements.is_empty() && elements.iter().all(|element| element.starts_with('{')) {
                lists.push((name, elements));
            }
        }
    }
}
