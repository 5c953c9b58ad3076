//! Joins tab-separated lists: a row of a known key stands in place of ours, a new one comes first, and a row that begins
//! with the cell `remove` takes away the row of the key in its other cells.

use std::collections::HashMap;

use super::near::nearest;
use super::tree::{At, Written};
use super::{Effect, Joining};

const REMOVE: &str = "remove";

struct Row<'t> {
    text: &'t str,
    at: Option<At>,
    /// `None` for comments, blank lines and the names of the columns.
    key: Option<Vec<&'t str>>,
}

/// Where the row of a key stands: among ours, or among those that the user adds.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Ours(usize),
    Fresh(usize),
}

fn cells(line: &str) -> Vec<&str> {
    line.split('\t').map(str::trim).collect()
}

fn key_of<'t>(cells: &[&'t str], key: &[usize]) -> Vec<&'t str> {
    key.iter().map(|&column| cells.get(column).copied().unwrap_or("")).collect()
}

fn is_data(line: &str) -> bool {
    !line.starts_with('#') && !line.trim().is_empty()
}

pub fn count(has_header: bool, text: &str) -> usize {
    text.lines().filter(|line| is_data(line)).count().saturating_sub(usize::from(has_header))
}

pub fn join<'a>(
    key: &[usize],
    has_header: bool,
    ours: &[(&'a str, &'a str)],
    files: &[usize],
    joining: &mut Joining<'_>,
) -> Vec<(&'a str, Written)> {
    let Some(&(path, text)) = ours.first() else { return Vec::new() };
    let mut header = None;
    let mut rows: Vec<Option<Row<'_>>> = Vec::new();
    for line in text.lines() {
        let is_header = has_header && header.is_none() && is_data(line);
        if is_header {
            header = Some(cells(line));
        }
        let key = (is_data(line) && !is_header).then(|| key_of(&cells(line), key));
        rows.push(Some(Row { text: line, at: None, key }));
    }
    let width = rows.iter().flatten().rfind(|row| row.key.is_some()).map_or(0, |row| cells(row.text).len());
    let mut places: HashMap<Vec<&str>, Place> = HashMap::new();
    for (number, row) in rows.iter().enumerate() {
        if let Some(key) = row.as_ref().and_then(|row| row.key.clone()) {
            places.entry(key).or_insert(Place::Ours(number));
        }
    }
    let first = rows.iter().flatten().position(|row| row.key.is_some()).unwrap_or(rows.len());
    // The user's new rows, in their order; a later file may replace or remove them again.
    let mut fresh: Vec<Option<Row<'_>>> = Vec::new();
    let own = joining.own;
    for &file in files {
        let mut seen: HashMap<Vec<&str>, usize> = HashMap::new();
        for (number, line) in own[file].text.lines().enumerate().filter(|(_, line)| is_data(line)) {
            let at = At { file, line: number + 1 };
            let cells = cells(line);
            if header.as_ref().is_some_and(|header| key_of(header, key) == key_of(&cells, key)) {
                continue;
            }
            if cells[0] == REMOVE {
                remove(&cells[1..], at, &mut rows, &mut fresh, joining);
                continue;
            }
            if cells.len() < key.iter().max().map_or(1, |last| last + 1) {
                let message =
                    format!("{} columns where {path} has {width}; part them by tabs, not by spaces", cells.len());
                joining.fault(at, message);
                continue;
            }
            let own_key = key_of(&cells, key);
            if let Some(before) = seen.insert(own_key.clone(), at.line) {
                joining.fault(at, format!("{} stands in line {before} already; keep one of them", own_key.join(" ")));
                continue;
            }
            let row = Row { text: line, at: Some(at), key: Some(own_key.clone()) };
            let place = *places.entry(own_key.clone()).or_insert(Place::Fresh(fresh.len()));
            if place == Place::Fresh(fresh.len()) {
                fresh.push(None);
            }
            let slot = match place {
                Place::Ours(number) => &mut rows[number],
                Place::Fresh(number) => &mut fresh[number],
            };
            // A copy of ours changes nothing.
            if slot.as_ref().is_some_and(|known| known.text == line) {
                continue;
            }
            let effect = if slot.is_some() { Effect::Replaced } else { Effect::Added };
            *slot = Some(row);
            joining.changed(effect, own_key.join(" "), at);
        }
    }
    let mut written = Written::default();
    let (before, after) = rows.split_at(first);
    for row in before.iter().chain(&fresh).chain(after).flatten() {
        written.line(row.text, row.at);
    }
    vec![(path, written)]
}

/// Takes away every row whose key begins with these cells.
fn remove<'t>(
    key: &[&str],
    at: At,
    rows: &mut [Option<Row<'t>>],
    fresh: &mut [Option<Row<'t>>],
    joining: &mut Joining<'_>,
) {
    let key: Vec<&str> = key.iter().copied().filter(|cell| !cell.is_empty()).collect();
    if key.is_empty() {
        joining.fault(at, "says not which row to remove; write its name behind `remove` and a tab");
        return;
    }
    let mut removed = false;
    for row in rows.iter_mut().chain(fresh.iter_mut()) {
        if row.as_ref().is_some_and(|row| row.key.as_ref().is_some_and(|known| known.starts_with(&key))) {
            *row = None;
            removed = true;
        }
    }
    if removed {
        joining.changed(Effect::Removed, key.join(" "), at);
        return;
    }
    let names = rows.iter().chain(fresh.iter()).flatten().filter_map(|row| row.key.as_ref()?.first().copied());
    let question = nearest(key[0], names).map_or(String::new(), |name| format!("; is {name} meant?"));
    joining.fault(at, format!("there is no row {} to remove{question}", key.join(" ")));
}
