//! The lists that a lexicon is compiled from: ours, and what a user's own files change in them.
//!
//! Comes in: the texts of `data/`, and files of a user that lie as ours do (`actors/….toml`, `events/verbs.toml`).
//! Goes out: texts in the place of ours in which the user's entries stand, what each file changed, and for every line
//! where it was written. One rule holds for all lists: a file adds to the list of its path; an entry of a known id stands in
//! place of ours, or, with `extend = true`, adds to it; `[remove]` takes away. A file that breaks a rule is a fault with
//! its line, and then nothing is joined: half of somebody's lists would give a picture that nobody asked for.

mod catalogue;
mod near;
mod rows;
mod tables;
mod tree;

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::fmt;

use super::{LexiconError, Lists};
use crate::text::digest::sha256_of_parts;
pub use catalogue::{CATALOGUE, Form, ListKind};
use near::nearest;
use tree::At;
pub(super) use tree::line_of;

/// A file of a user's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct OwnList {
    /// Path below the folder, which is the path below `data/` of the list that it adds to.
    pub path: String,
    /// As the user would find it.
    pub name: String,
    pub text: String,
    /// What a pack of places holds, which is no text; empty for every other list.
    pub pack: Vec<u8>,
}

impl OwnList {
    fn bytes(&self) -> &[u8] {
        if self.pack.is_empty() { self.text.as_bytes() } else { &self.pack }
    }
}

/// Where packs of places lie below a folder of lists, and how their names end.
pub const PACKS: &str = "places/packs/";
pub const PACK_ENDING: &str = "pack";

/// The SHA-256 of a user's lists together; empty when there are none. Where the files lie does not matter, their order does.
pub fn digest(own: &[OwnList]) -> String {
    if own.is_empty() {
        return String::new();
    }
    sha256_of_parts(own.iter().flat_map(|list| [list.path.as_bytes(), list.bytes()]))
}

/// What is wrong with a user's file, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The file, as the user would find it.
    pub name: String,
    pub line: Option<usize>,
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(out, "{}: line {line}: {}", self.name, self.message),
            None => write!(out, "{}: {}", self.name, self.message),
        }
    }
}

/// What an entry of a user did to our lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    Added,
    Replaced,
    Extended,
    Removed,
}

/// One entry, row or word of a user's file that took effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub list: &'static str,
    pub effect: Effect,
    pub entry: String,
    /// Number of the file in the order in which they were given.
    pub file: usize,
    pub line: usize,
}

/// Our lists with the user's files joined in.
#[derive(Debug, Default)]
pub struct Joined<'a> {
    texts: Vec<(&'a str, Cow<'a, str>)>,
    /// For each list that was changed, where each of its lines was written.
    lines: HashMap<&'a str, Vec<Option<At>>>,
    /// The user's files, in the order in which they were joined.
    pub names: Vec<String>,
    pub changes: Vec<Change>,
}

/// What the lists of one kind are joined with.
struct Joining<'j> {
    list: &'static ListKind,
    own: &'j [OwnList],
    faults: Vec<Fault>,
    changes: Vec<Change>,
    /// The entries of the changes that removed one.
    removed: HashSet<String>,
}

/// So many faults are said one by one; who has more has given something else than he meant.
pub const FAULTS_SAID: usize = 50;

impl Joining<'_> {
    fn fault(&mut self, at: At, message: impl Into<String>) {
        self.faults.push(Fault { name: self.own[at.file].name.clone(), line: Some(at.line), message: message.into() });
    }

    /// Which known name a misspelt one may mean, for the end of a message that will be said.
    fn question<'n>(&self, name: &str, known: impl Iterator<Item = &'n str>) -> String {
        let near = if self.faults.len() < FAULTS_SAID { nearest(name, known) } else { None };
        near.map_or(String::new(), |near| format!("; is {near} meant?"))
    }

    /// Whether a file before this one took the entry away: to remove it again changes nothing.
    fn has_removed(&self, entry: &str) -> bool {
        self.removed.contains(entry)
    }

    fn changed(&mut self, effect: Effect, entry: impl Into<String>, at: At) {
        let entry = entry.into();
        if effect == Effect::Removed {
            self.removed.insert(entry.clone());
        }
        let change = Change { list: self.list.path, effect, entry, file: at.file, line: at.line };
        self.changes.push(change);
    }
}

/// Joins a user's files into our lists, in the order given: what a later file says of an entry stands.
pub fn join<'a>(ours: &[(&'a str, &'a str)], own: &[OwnList]) -> Result<Joined<'a>, Vec<Fault>> {
    let mut joined = Joined {
        texts: ours.iter().map(|(path, text)| (*path, Cow::Borrowed(*text))).collect(),
        names: own.iter().map(|file| file.name.clone()).collect(),
        ..Joined::default()
    };
    let mut faults: Vec<Fault> = own
        .iter()
        .filter(|file| file.pack.is_empty() && ListKind::of(&file.path).is_none())
        .map(|file| unknown(file, ours))
        .collect();
    for list in &CATALOGUE {
        let is_of_list = |file: &OwnList| file.pack.is_empty() && list.takes(&file.path);
        let files: Vec<usize> = (0..own.len()).filter(|&number| is_of_list(&own[number])).collect();
        if files.is_empty() {
            continue;
        }
        let mut joining = Joining { list, own, faults: Vec::new(), changes: Vec::new(), removed: HashSet::new() };
        let known: Vec<(&'a str, &'a str)> = ours.iter().copied().filter(|(path, _)| list.takes(path)).collect();
        let written = match &list.form {
            Form::Toml(form) => tables::join(form, &known, &files, &mut joining),
            Form::Rows { key, has_header } => rows::join(key, *has_header, &known, &files, &mut joining),
        };
        for (path, written) in written {
            if let Some((_, text)) = joined.texts.iter_mut().find(|(known, _)| *known == path) {
                *text = Cow::Owned(written.text);
            }
            joined.lines.insert(path, written.lines);
        }
        joined.changes.append(&mut joining.changes);
        faults.append(&mut joining.faults);
    }
    if faults.is_empty() { Ok(joined) } else { Err(faults) }
}

/// How many entries, words and values a list holds.
pub fn count(list: &ListKind, lists: &Lists<'_>) -> usize {
    let texts = lists.texts.iter().filter(|(path, _)| list.takes(path)).map(|(_, text)| *text);
    match &list.form {
        Form::Toml(form) => texts.map(|text| tables::count(form, text)).sum(),
        Form::Rows { has_header, .. } => texts.map(|text| rows::count(*has_header, text)).sum(),
    }
}

fn unknown(file: &OwnList, ours: &[(&str, &str)]) -> Fault {
    let paths = CATALOGUE.iter().map(|list| list.path).chain(ours.iter().map(|(path, _)| *path));
    let way_out = match nearest(&file.path, paths) {
        Some(path) => format!("; is {path} meant?"),
        None => "; `stemma lists` names them all".to_owned(),
    };
    Fault { name: file.name.clone(), line: None, message: format!("there is no list {}{way_out}", file.path) }
}

impl Joined<'_> {
    pub fn lists(&self, gazetteer: &'static [u8]) -> Lists<'_> {
        Lists { texts: self.texts.iter().map(|(path, text)| (*path, text.as_ref())).collect(), gazetteer }
    }

    /// What is wrong, in the user's file and at its line: where it was written, or where what it needs was taken away.
    pub fn fault(&self, error: LexiconError) -> Fault {
        let LexiconError::Broken { name, line, message } = error else {
            return Fault { name: "lists".into(), line: None, message: error.to_string() };
        };
        let lines = self.lines.get(name.as_str());
        match lines.and_then(|lines| *lines.get(line?.checked_sub(1)?)?) {
            Some(at) => Fault { name: self.names[at.file].clone(), line: Some(at.line), message },
            // Ours are sound by themselves, so something was taken from under them.
            None => match self.removal_of(&message) {
                Some(Change { entry, file, line, .. }) => {
                    let message = format!("{entry} cannot be removed while data/{name} needs it: {message}");
                    Fault { name: self.names[*file].clone(), line: Some(*line), message }
                }
                None => {
                    let message = format!("{message}; with your lists it no longer holds together");
                    Fault { name: format!("data/{name}"), line: None, message }
                }
            },
        }
    }

    /// The removal that took away what a message misses: what it has in quotation marks, or what that is derived from (a
    /// state from which the id of its police is made).
    fn removal_of(&self, message: &str) -> Option<&Change> {
        let missing: Vec<String> = message.split('"').skip(1).step_by(2).map(str::to_lowercase).collect();
        let mut removals = self.changes.iter().filter(|change| change.effect == Effect::Removed);
        removals.find(|change| {
            let name = change.entry.rsplit(": ").next().unwrap_or_default().to_lowercase();
            missing
                .iter()
                .any(|missing| missing.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with('-')))
        })
    }
}

#[cfg(test)]
mod tests;
