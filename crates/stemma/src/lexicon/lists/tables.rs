//! Joins TOML lists: tables key by key, lists of words word by word, lists of entries by the key that tells entries apart.
//!
//! `[remove]` at the end of a user's file mirrors the list: the words, the keys or the ids that are named in it are taken
//! away. Entries that are new come before ours, since the first rule that holds wins.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::catalogue::Toml;
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
    entries.lift(&mut whole, "", form);
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
            remove(&mut whole, removed, "", form, &mut entries, joining);
        }
    }
    entries.settle(&mut whole, "");
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
        if let Value::Table(mut lent) = set.value
            && let Some(Node { value: Value::Array(actors), .. }) = lent.remove(OF_SET)
        {
            rows.extend(actors.into_iter().map(|actor| with_lent(actor, &lent)));
        } else if let Some(at) = set.at {
            joining.fault(at, "this set has no entries; write them into actors = [ … ]");
        }
    }
    // Entries may stand outside of sets too; what is no list there is refused when it is joined.
    let all = table.entry(OF_SET.into()).or_insert(Node { at, value: Value::Array(Vec::new()) });
    if let Value::Array(all) = &mut all.value {
        all.extend(rows);
    }
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

/// The lists of entries, taken out of their table while files are joined. Which arrays these are is told by what they hold
/// at first, so that one that was emptied can be added to again.
#[derive(Default)]
struct Entries {
    by_path: HashMap<String, EntryList>,
}

struct EntryList {
    /// What was there at first, and then what is new, in the order in which it was given; `None` for what was removed.
    entries: Vec<Option<Node>>,
    known: usize,
    /// Where the entries of a name stand.
    places: HashMap<String, Vec<usize>>,
}

impl Entries {
    /// Takes the entries out of all lists of them.
    fn lift(&mut self, table: &mut Table, path: &str, form: &Toml) {
        for (key, node) in table {
            self.lift_node(node, &below(path, key), form);
        }
    }

    fn lift_node(&mut self, node: &mut Node, path: &str, form: &Toml) {
        match &mut node.value {
            Value::Table(table) => self.lift(table, path, form),
            Value::Array(items) if items.iter().any(|item| item.table().is_some()) => {
                self.by_path.insert(path.to_owned(), EntryList::of(std::mem::take(items), form.key(path)));
            }
            _ => {
                self.by_path.remove(path);
            }
        }
    }

    /// Puts them back, the new ones before those that were there.
    fn settle(&mut self, table: &mut Table, path: &str) {
        for (key, node) in table {
            let path = below(path, key);
            match &mut node.value {
                Value::Table(table) => self.settle(table, &path),
                Value::Array(items) => {
                    if let Some(EntryList { mut entries, known, .. }) = self.by_path.remove(&path) {
                        let new = entries.split_off(known);
                        *items = new.into_iter().chain(entries).flatten().collect();
                    }
                }
                Value::Text(_) | Value::Plain(_) => {}
            }
        }
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
            let new = ours.entry(key).or_insert(node);
            entries.lift_node(new, &path, form);
            joining.changed(Effect::Added, path, at);
            continue;
        };
        match (&mut our.value, node.value) {
            (Value::Table(ours), Value::Table(theirs)) => join_table(ours, theirs, &path, form, entries, joining),
            (Value::Array(ours), Value::Array(theirs)) => {
                if let Some(list) = entries.by_path.get_mut(&path) {
                    list.join(theirs, &path, form, joining);
                } else if *ours == theirs {
                    continue;
                } else if form.is_whole(&path) || ours.iter().any(|item| matches!(item.value, Value::Array(_))) {
                    *ours = theirs;
                    our.at = Some(at);
                    joining.changed(Effect::Replaced, path, at);
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

impl EntryList {
    fn of(entries: Vec<Node>, key: &str) -> EntryList {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (place, entry) in entries.iter().enumerate() {
            if let Some(name) = identity(entry, key) {
                places.entry(name).or_default().push(place);
            }
        }
        EntryList { known: entries.len(), entries: entries.into_iter().map(Some).collect(), places }
    }

    /// Adds, replaces or extends entries. One without a name of its own has one made of its first word, which may not put
    /// it in the place of another.
    fn join(&mut self, theirs: Vec<Node>, path: &str, form: &Toml, joining: &mut Joining<'_>) {
        let key = form.key(path);
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
            let place = self.places.get(&name).and_then(|places| places.first());
            let known = place.and_then(|&place| self.entries[place].as_mut());
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
                    let question = joining.question(&name, self.places.keys().map(String::as_str));
                    joining.fault(at, format!("there is no entry {name} to extend{question}"));
                }
                None => {
                    self.places.insert(name.clone(), vec![self.entries.len()]);
                    self.entries.push(Some(node));
                    joining.changed(if extends { Effect::Extended } else { Effect::Added }, name, at);
                }
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
fn remove(ours: &mut Table, named: Node, path: &str, form: &Toml, entries: &mut Entries, joining: &mut Joining<'_>) {
    let Some(at) = named.at else { return };
    let Value::Table(named) = named.value else {
        joining.fault(at, format!("remove is a table; write [remove] and below it, for instance, {OF_SET} = [\"…\"]"));
        return;
    };
    for (key, node) in named {
        let at = node.at.unwrap_or(at);
        let Some(our) = ours.get_mut(&key) else {
            if !joining.has_removed(&within(path, &key)) {
                let question = joining.question(&key, ours.keys().map(String::as_str));
                joining.fault(at, format!("there is no {} to remove from{question}", below(path, &key)));
            }
            continue;
        };
        let path = below(path, &key);
        match (&mut our.value, node.value) {
            (Value::Table(ours), value @ Value::Table(_)) => {
                remove(ours, Node { at: Some(at), value }, &path, form, entries, joining);
            }
            (ours, Value::Array(names)) => {
                let gone = named_for_removal(
                    &known_names(ours, entries.by_path.get(&path), form.is_words(&path)),
                    names,
                    &path,
                    joining,
                );
                take(ours, entries.by_path.get_mut(&path), &gone);
            }
            (_, other) => {
                joining.fault(at, format!("{path}: name what to remove as [\"…\"], and {} is given", other.sort()));
            }
        }
    }
}

/// A word, key or entry of a list, as changes name it.
fn within(path: &str, name: &str) -> String {
    format!("{path}: {name}")
}

/// What can be removed from a value by name.
fn known_names(ours: &Value, entries: Option<&EntryList>, is_words: bool) -> HashSet<String> {
    match (ours, entries) {
        (_, Some(list)) => list.places.keys().cloned().collect(),
        (Value::Table(table), _) => table.keys().cloned().collect(),
        (Value::Array(items), _) => items.iter().filter_map(|item| item.text().map(str::to_owned)).collect(),
        (Value::Text(text), _) if is_words => text.split_whitespace().map(str::to_owned).collect(),
        (Value::Text(_) | Value::Plain(_), _) => HashSet::new(),
    }
}

/// The names that are known. What is gone already, by this file or another one, need not be there.
fn named_for_removal(
    known: &HashSet<String>,
    names: Vec<Node>,
    path: &str,
    joining: &mut Joining<'_>,
) -> HashSet<String> {
    let mut gone = HashSet::new();
    for Node { at, value } in names {
        let Some(at) = at else { continue };
        let Value::Text(name) = value else {
            joining.fault(at, format!("{path}: name what to remove in quotation marks"));
            continue;
        };
        let entry = within(path, &name);
        if !known.contains(&name) {
            if !joining.has_removed(&entry) {
                let question = joining.question(&name, known.iter().map(String::as_str));
                joining.fault(at, format!("{path} holds no {name:?} to remove{question}"));
            }
        } else if gone.insert(name) {
            joining.changed(Effect::Removed, entry, at);
        }
    }
    gone
}

fn take(ours: &mut Value, entries: Option<&mut EntryList>, gone: &HashSet<String>) {
    match (ours, entries) {
        (_, Some(list)) => {
            for place in gone.iter().filter_map(|name| list.places.remove(name)).flatten() {
                list.entries[place] = None;
            }
        }
        (Value::Table(table), _) => table.retain(|key, _| !gone.contains(key)),
        (Value::Array(items), _) => items.retain(|item| !item.text().is_some_and(|word| gone.contains(word))),
        (Value::Text(text), _) if !gone.is_empty() => {
            let words: Vec<&str> = text.split_whitespace().filter(|word| !gone.contains(*word)).collect();
            *text = words.join(" ");
        }
        (Value::Text(_) | Value::Plain(_), _) => {}
    }
}
