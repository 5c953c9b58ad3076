//! Joins TOML lists: tables key by key, lists of words word by word, lists of entries by the key that tells entries apart.
//!
//! `[remove]` at the end of a user's file mirrors the list: the words, the keys or the ids that are named in it are taken
//! away. Entries that are new come before ours, since the first rule that holds wins.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::catalogue::Toml;
use super::near::nearest;
use super::tree::{self, At, Node, Table, Value, Written};
use super::{Effect, Joining};

const REMOVE: &str = "remove";
const EXTEND: &str = "extend";

/// Where the entries of lists with sets stand, for `[remove]` and in messages.
const SET: &str = "set";
const OF_SET: &str = "actors";

pub fn join<'a>(
    form: &Toml,
    ours: &[(&'a str, &'a str)],
    files: &[usize],
    joining: &mut Joining<'_>,
) -> Vec<(&'a str, Written)> {
    let mut tables: Vec<Table> = Vec::new();
    for (path, text) in ours {
        match tree::parse(text, None) {
            Ok(Node { value: Value::Table(table), .. }) => tables.push(table),
            // Ours are compiled by a test; should one be broken all the same, its compilation will say so.
            _ => joining.faults.push(super::Fault {
                name: format!("data/{path}"),
                line: None,
                message: "is not TOML".into(),
            }),
        }
    }
    // A register of several files is joined as one list, which then stands in the first of them.
    let mut whole = match form.has_sets {
        true => one_set(tables),
        false => tables.into_iter().next().unwrap_or_default(),
    };
    let mut entries = Entries::default();
    for &file in files {
        let own = joining.own;
        let mut table = match tree::parse(&own[file].text, Some(file)) {
            Ok(Node { value: Value::Table(table), .. }) => table,
            Ok(_) => continue,
            Err((line, message)) => {
                joining.faults.push(super::Fault { name: own[file].name.clone(), line, message });
                continue;
            }
        };
        let removed = table.remove(REMOVE);
        if form.has_sets {
            flatten(&mut table, joining);
        }
        join_table(&mut whole, table, "", form, &mut entries, joining);
        if let Some(removed) = removed {
            entries.settle(&mut whole);
            remove(&mut whole, removed, "", form, joining);
            entries = Entries::default();
        }
    }
    entries.settle(&mut whole);
    if form.has_sets {
        sets(&mut whole);
    }
    let mut written: Vec<(&'a str, Written)> =
        ours.iter().skip(1).map(|(path, _)| (*path, Written::default())).collect();
    if let Some((path, _)) = ours.first() {
        written.push((*path, tree::write(&whole)));
    }
    written
}

pub fn count(form: &Toml, text: &str) -> usize {
    fn within(form: &Toml, path: &str, node: &Node) -> usize {
        match &node.value {
            Value::Array(items) if form.has_sets => {
                let entries = items.iter().filter_map(|set| match &set.table()?.get(OF_SET)?.value {
                    Value::Array(entries) => Some(entries.len()),
                    _ => None,
                });
                entries.sum()
            }
            Value::Array(items) => items.len(),
            Value::Table(table) => table.iter().map(|(key, node)| within(form, &below(path, key), node)).sum(),
            Value::Text(words) if form.is_words(path) => words.split_whitespace().count(),
            Value::Text(_) | Value::Plain(_) => 1,
        }
    }
    tree::parse(text, None).map_or(0, |node| within(form, "", &node))
}

/// The entries of all sets as one list, each with the keys that its set lends it.
fn flatten(table: &mut Table, joining: &mut Joining<'_>) {
    let Some(sets) = table.remove(SET) else { return };
    let at = sets.at;
    let Value::Array(sets) = sets.value else {
        if let Some(at) = at {
            joining.fault(at, "`set` is a list of sets; write [[set]]");
        }
        return;
    };
    let mut rows = Vec::new();
    for set in sets {
        let at = set.at;
        let Value::Table(mut lent) = set.value else { continue };
        match lent.remove(OF_SET) {
            Some(Node { value: Value::Array(actors), .. }) => {
                rows.extend(actors.into_iter().map(|actor| with_lent(actor, &lent)));
            }
            _ => {
                if let Some(at) = at {
                    joining.fault(at, "this set has no entries; write them into actors = [ … ]");
                }
            }
        }
    }
    table.insert(OF_SET.into(), Node { at, value: Value::Array(rows) });
}

/// An entry with what its set says of all. One that extends another takes nothing over: it would change what it extends.
fn with_lent(mut entry: Node, lent: &Table) -> Node {
    if let Value::Table(table) = &mut entry.value
        && !table.contains_key(EXTEND)
    {
        for (key, value) in lent {
            table.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
    entry
}

fn one_set(tables: Vec<Table>) -> Table {
    let mut rows = Vec::new();
    for table in tables {
        for (_, sets) in table {
            let Value::Array(sets) = sets.value else { continue };
            for set in sets {
                let Value::Table(mut lent) = set.value else { continue };
                let Some(Node { value: Value::Array(actors), .. }) = lent.remove(OF_SET) else { continue };
                rows.extend(actors.into_iter().map(|actor| with_lent(actor, &lent)));
            }
        }
    }
    BTreeMap::from([(OF_SET.to_owned(), Node { at: None, value: Value::Array(rows) })])
}

/// Entries into sets again, each in one of its own.
fn sets(table: &mut Table) {
    let Some(Node { value: Value::Array(rows), .. }) = table.remove(OF_SET) else { return };
    let set = |row: Node| {
        let at = row.at;
        let actors = Node { at, value: Value::Array(vec![row]) };
        Node { at, value: Value::Table(BTreeMap::from([(OF_SET.to_owned(), actors)])) }
    };
    table.insert(SET.into(), Node { at: None, value: Value::Array(rows.into_iter().map(set).collect()) });
}

/// What is known of the lists of entries while files are joined: where each entry stands, and those that are new.
#[derive(Default)]
struct Entries {
    by_path: BTreeMap<String, EntryList>,
}

#[derive(Default)]
struct EntryList {
    place: HashMap<String, Place>,
    fresh: Vec<Node>,
}

#[derive(Clone, Copy)]
enum Place {
    Ours(usize),
    Fresh(usize),
}

impl Entries {
    /// Puts the new entries before the known ones.
    fn settle(&mut self, whole: &mut Table) {
        for (path, list) in std::mem::take(&mut self.by_path) {
            if let Some(Node { value: Value::Array(ours), .. }) = at_path(whole, &path) {
                ours.splice(0..0, list.fresh);
            }
        }
    }
}

fn at_path<'t>(table: &'t mut Table, path: &str) -> Option<&'t mut Node> {
    match path.split_once('.') {
        None => table.get_mut(path),
        Some((key, rest)) => match &mut table.get_mut(key)?.value {
            Value::Table(inner) => at_path(inner, rest),
            _ => None,
        },
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") }
}

fn join_table(
    ours: &mut Table,
    theirs: Table,
    path: &str,
    form: &Toml,
    entries: &mut Entries,
    joining: &mut Joining<'_>,
) {
    for (key, node) in theirs {
        let path = below(path, &key);
        let Some(at) = node.at else { continue };
        let Some(our) = ours.get_mut(&key) else {
            joining.changed(Effect::Added, path, at);
            ours.insert(key, node);
            continue;
        };
        match (&mut our.value, node.value) {
            (Value::Table(ours), Value::Table(theirs)) => join_table(ours, theirs, &path, form, entries, joining),
            (Value::Array(ours), Value::Array(theirs)) => {
                let has_entries = ours.iter().any(|item| item.table().is_some());
                if *ours == theirs {
                    continue;
                }
                if form.is_whole(&path) || ours.iter().any(|item| matches!(item.value, Value::Array(_))) {
                    *ours = theirs;
                    our.at = Some(at);
                    joining.changed(Effect::Replaced, path, at);
                } else if has_entries || form.has_sets {
                    join_entries(ours, theirs, &path, form, entries, joining);
                } else {
                    join_words(ours, theirs, &path, joining);
                }
            }
            (Value::Text(ours), Value::Text(theirs)) if form.is_words(&path) => {
                let known: HashSet<String> = ours.split_whitespace().map(str::to_owned).collect();
                for word in theirs.split_whitespace().filter(|word| !known.contains(*word)) {
                    *ours += " ";
                    *ours += word;
                    joining.changed(Effect::Added, format!("{path}: {word}"), at);
                }
            }
            (Value::Text(_) | Value::Plain(_), value @ (Value::Text(_) | Value::Plain(_))) => {
                if our.value == value {
                    continue;
                }
                *our = Node { at: Some(at), value };
                joining.changed(Effect::Replaced, path, at);
            }
            (_, theirs) => {
                let message = format!("{path} is {} here, and {} is given", our.value.sort(), theirs.sort());
                joining.fault(at, message);
            }
        }
    }
}

/// Adds words that are not there yet.
fn join_words(ours: &mut Vec<Node>, theirs: Vec<Node>, path: &str, joining: &mut Joining<'_>) {
    let mut known: HashSet<String> = ours.iter().filter_map(|node| node.text().map(str::to_owned)).collect();
    for node in theirs {
        let Some(at) = node.at else { continue };
        match (&node.value, ours.first()) {
            (Value::Text(word), _) => {
                if known.insert(word.clone()) {
                    joining.changed(Effect::Added, format!("{path}: {word}"), at);
                    ours.push(node);
                }
            }
            (Value::Plain(_), Some(Node { value: Value::Plain(_), .. }) | None) => ours.push(node),
            _ => {
                let message = format!("{path} holds words in quotation marks, and {} is given", node.value.sort());
                joining.fault(at, message);
            }
        }
    }
}

fn join_entries(
    ours: &mut [Node],
    theirs: Vec<Node>,
    path: &str,
    form: &Toml,
    entries: &mut Entries,
    joining: &mut Joining<'_>,
) {
    let key = form.key(path);
    // An entry without a name of its own has one made of its first word, which may not put it in the place of another.
    let list = entries.by_path.entry(path.to_owned()).or_insert_with(|| {
        let mut list = EntryList::default();
        for (number, entry) in ours.iter().enumerate() {
            if let Some(name) = identity(entry, key) {
                list.place.entry(name).or_insert(Place::Ours(number));
            }
        }
        list
    });
    let mut seen: HashMap<String, usize> = HashMap::new();
    for node in theirs {
        let Some(at) = node.at else { continue };
        let is_named = node.table().is_some_and(|table| table.contains_key(key));
        let (Some(name), Some(table)) = (identity(&node, key), node.table()) else {
            let message = match node.table() {
                Some(_) => format!("this entry of {path} has no {key}; give it one in quotation marks"),
                None => format!("{path} holds entries in curly brackets, and {} is given", node.value.sort()),
            };
            joining.fault(at, message);
            continue;
        };
        if let Some(before) = seen.insert(name.clone(), at.line) {
            let message = format!("{key} {name:?} stands in line {before} already; join the two, or rename one");
            joining.fault(at, message);
            continue;
        }
        let extends = match table.get(EXTEND).map(|node| &node.value) {
            None => false,
            Some(Value::Plain(truth)) if truth == "true" => true,
            Some(_) => {
                joining.fault(at, format!("{name}: write extend = true, or leave it out"));
                continue;
            }
        };
        let place = list.place.get(&name).copied();
        let known = match place {
            Some(Place::Ours(number)) => Some(&mut ours[number]),
            Some(Place::Fresh(number)) => Some(&mut list.fresh[number]),
            None => None,
        };
        match known {
            // A copy of ours changes nothing.
            Some(known) if *known == node => {}
            Some(known) if extends => {
                extend(known, node, at);
                joining.changed(Effect::Extended, name, at);
            }
            Some(_) if !is_named => {
                let message = format!(
                    "there is an entry {name} already; give this one an id of its own, or write id = {name:?} to put it in its place"
                );
                joining.fault(at, message);
            }
            Some(known) => {
                *known = node;
                joining.changed(Effect::Replaced, name, at);
            }
            // States, their organs and agencies are actors by rule: the register, not this list, knows those.
            None if extends && !form.has_sets => {
                let question = nearest(&name, list.place.keys().map(String::as_str))
                    .map_or(String::new(), |near| format!("; is {near} meant?"));
                joining.fault(at, format!("there is no entry {name} to extend{question}"));
            }
            None => {
                list.place.insert(name.clone(), Place::Fresh(list.fresh.len()));
                list.fresh.push(node);
                joining.changed(if extends { Effect::Extended } else { Effect::Added }, name, at);
            }
        }
    }
}

/// Adds what a user's entry says to one that is known: lists grow, other values are the user's.
fn extend(known: &mut Node, more: Node, at: At) {
    known.at = Some(at);
    let (Value::Table(known), Value::Table(more)) = (&mut known.value, more.value) else { return };
    for (key, node) in more.into_iter().filter(|(key, _)| key != EXTEND) {
        match (known.get_mut(&key).map(|our| &mut our.value), node.value) {
            (Some(Value::Array(ours)), Value::Array(theirs)) => {
                let new: Vec<Node> = theirs.into_iter().filter(|item| !ours.contains(item)).collect();
                ours.extend(new);
            }
            (_, value) => {
                known.insert(key, Node { at: Some(at), value });
            }
        }
    }
}

/// What tells an entry from the others: its key; the first of several names; for a rule without an id, its kind and first
/// word.
fn identity(entry: &Node, key: &str) -> Option<String> {
    let first = |node: &Node| match &node.value {
        Value::Text(text) => Some(text.clone()),
        Value::Array(items) => items.first()?.text().map(str::to_owned),
        _ => None,
    };
    let table = entry.table()?;
    match table.get(key) {
        Some(node) => first(node),
        None => Some(format!("{}/{}", first(table.get("kind")?)?, first(table.get("words")?)?)),
    }
}

/// Takes away what `[remove]` names: words of a list, keys of a table, entries by their key.
fn remove(ours: &mut Table, named: Node, path: &str, form: &Toml, joining: &mut Joining<'_>) {
    let Some(at) = named.at else { return };
    let Value::Table(named) = named.value else {
        joining.fault(at, format!("remove is a table; write [remove] and below it, for instance, {OF_SET} = [\"…\"]"));
        return;
    };
    for (key, node) in named {
        let path = below(path, &key);
        let at = node.at.unwrap_or(at);
        let Some(our) = ours.get_mut(&key) else {
            let question = nearest(&key, ours.keys().map(String::as_str))
                .map_or(String::new(), |near| format!("; is {near} meant?"));
            joining.fault(at, format!("there is no {path} to remove from{question}"));
            continue;
        };
        let words = match (&our.value, node.value) {
            (Value::Table(_), value @ Value::Table(_)) => {
                let Value::Table(inner) = &mut our.value else { continue };
                remove(inner, Node { at: Some(at), value }, &path, form, joining);
                continue;
            }
            (_, Value::Array(words)) => words,
            (_, other) => {
                joining.fault(at, format!("{path}: name what to remove as [\"…\"], and {} is given", other.sort()));
                continue;
            }
        };
        for word in words {
            let at = word.at.unwrap_or(at);
            let Some(word) = word.text() else {
                joining.fault(at, format!("{path}: name what to remove in quotation marks"));
                continue;
            };
            if take(our, word, form.key(&path), form.is_words(&path)) {
                joining.changed(Effect::Removed, format!("{path}: {word}"), at);
            } else {
                let names = names(our, form.key(&path));
                let question = nearest(word, names.iter().map(String::as_str))
                    .map_or(String::new(), |near| format!("; is {near} meant?"));
                joining.fault(at, format!("{path} holds no {word:?} to remove{question}"));
            }
        }
    }
}

/// Takes one word, key or entry away; says whether it was there.
fn take(from: &mut Node, word: &str, key: &str, is_words: bool) -> bool {
    match &mut from.value {
        Value::Table(table) => table.remove(word).is_some(),
        Value::Array(items) => {
            let before = items.len();
            items.retain(|item| item.text() != Some(word) && identity(item, key).as_deref() != Some(word));
            items.len() < before
        }
        Value::Text(text) if is_words => {
            let words: Vec<&str> = text.split_whitespace().filter(|known| *known != word).collect();
            let removed = words.len() < text.split_whitespace().count();
            if removed {
                *text = words.join(" ");
            }
            removed
        }
        Value::Text(_) | Value::Plain(_) => false,
    }
}

fn names(node: &Node, key: &str) -> Vec<String> {
    match &node.value {
        Value::Table(table) => table.keys().cloned().collect(),
        Value::Array(items) => {
            items.iter().filter_map(|item| item.text().map(str::to_owned).or_else(|| identity(item, key))).collect()
        }
        Value::Text(text) => text.split_whitespace().map(str::to_owned).collect(),
        Value::Plain(_) => Vec::new(),
    }
}
