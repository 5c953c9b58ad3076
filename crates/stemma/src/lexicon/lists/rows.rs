//! Joins tab-separated lists: a row of a known key stands in place of ours, a new one comes first, and a row that begins
//! with the cell `remove` takes away the row of the key in its other cells.

use std::collections::{BTreeMap, HashMap};

use super::tree::{At, Written};
use super::{Effect, Joining};

const REMOVE: &str = "remove";

struct Row<'t> {
    text: &'t str,
    at: Option<At>,
    /// `None` for comments, blank lines and the names of the columns.
    key: Option<Vec<&'t str>>,
}

/// Where the rows of a key stand; its order brings together those that begin with the same cells.
type Places<'t> = BTreeMap<Vec<&'t str>, Vec<usize>>;

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
    let mut places: Places<'_> = BTreeMap::new();
    for (place, row) in rows.iter().enumerate() {
        if let Some(key) = row.as_ref().and_then(|row| row.key.clone()) {
            places.entry(key).or_default().push(place);
        }
    }
    let first = rows.iter().flatten().position(|row| row.key.is_some()).unwrap_or(rows.len());
    // The user's new rows come behind ours, in their order; a later file may replace or remove them again.
    let known = rows.len();
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
                remove(&cells[1..], at, &mut rows, &places, joining);
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
            let place =
                *places.entry(own_key.clone()).or_insert_with(|| vec![rows.len()]).first().unwrap_or(&rows.len());
            if place == rows.len() {
                rows.push(None);
            }
            let slot = &mut rows[place];
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
    let (ours, new) = rows.split_at(known);
    let (before, after) = ours.split_at(first);
    for row in before.iter().chain(new).chain(after).flatten() {
        written.line(row.text, row.at);
    }
    vec![(path, written)]
}

/// Takes away every row whose key begins with these cells.
fn remove(key: &[&str], at: At, rows: &mut [Option<Row<'_>>], places: &Places<'_>, joining: &mut Joining<'_>) {
    let key: Vec<&str> = key.iter().copied().filter(|cell| !cell.is_empty()).collect();
    if key.is_empty() {
        joining.fault(at, "says not which row to remove; write its name behind `remove` and a tab");
        return;
    }
    let mut removed = false;
    for (_, of_key) in places.range(key.clone()..).take_while(|(known, _)| known.starts_with(&key)) {
        for &place in of_key {
            removed |= rows[place].take().is_some();
        }
    }
    let name = key.join(" ");
    if removed {
        joining.changed(Effect::Removed, name, at);
    } else if !joining.has_removed(&name) {
        let names = rows.iter().flatten().filter_map(|row| row.key.as_ref()?.first().copied());
        let question = joining.question(key[0], names);
        joining.fault(at, format!("there is no row {name} to remove{question}"));
    }
}
