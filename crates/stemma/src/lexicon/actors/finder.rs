//! Finds the names of the register in a text: one pass of an Aho-Corasick automaton over the folded text, then the
//! rules of case, which tell "IS" from "is" and "Shining Path" from a shining path.

use std::collections::HashMap;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use super::Actor;
use crate::lexicon::fold::{self, Folded};
use crate::model::Span;

/// A name of the register in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub span: Span,
    /// Indices of the entries that go by this name; several when the short form is shared.
    pub actors: Vec<u32>,
    /// The form is an abbreviation or marked as one that is easily something else.
    pub short: bool,
}

pub struct Finder {
    automaton: AhoCorasick,
    names: Vec<Name>,
    by_key: HashMap<String, Vec<u32>>,
}

/// One folded name and who goes by it.
struct Name {
    key: String,
    forms: Vec<Form>,
}

/// How one entry writes the name.
struct Form {
    actor: u32,
    case: Vec<WordCase>,
    /// Only exactly these letters, and not in text that is all capitals.
    exact: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WordCase {
    /// `of`, `al`: any case.
    Any,
    /// `Islamic`: begins with a capital.
    Initial,
    /// `AFP`: all capitals; four letters or more may also be written "Nato".
    Capitals,
}

impl Finder {
    pub fn build(entries: &[Actor]) -> Result<Finder, String> {
        let mut names: Vec<Name> = Vec::new();
        let mut index: HashMap<String, usize> = HashMap::new();
        for (actor, entry) in entries.iter().enumerate() {
            for written in entry.names() {
                let (name, exact) = match written.strip_prefix('=') {
                    Some(name) => (name, true),
                    None => (written, false),
                };
                let key = fold::key(name);
                if key.is_empty() {
                    return Err(format!("{}: the name {written:?} has no letters", entry.id));
                }
                let at = *index.entry(key.clone()).or_insert_with(|| {
                    names.push(Name { key, forms: Vec::new() });
                    names.len() - 1
                });
                names[at].forms.push(Form { actor: actor as u32, case: word_cases(name), exact });
            }
        }
        let automaton = AhoCorasick::builder()
            .kind(Some(AhoCorasickKind::ContiguousNFA))
            .match_kind(MatchKind::Standard)
            .build(names.iter().map(|name| name.key.as_str()))
            .map_err(|error| error.to_string())?;
        let by_key = names.iter().map(|name| (name.key.clone(), name.owners())).collect();
        Ok(Finder { automaton, names, by_key })
    }

    pub fn named(&self, name: &str) -> &[u32] {
        self.by_key.get(&fold::key(name)).map_or(&[], Vec::as_slice)
    }

    pub fn shared_names(&self) -> Vec<(String, Vec<u32>)> {
        let mut shared: Vec<_> = self.names.iter().map(|name| (name.key.clone(), name.owners())).collect();
        shared.retain(|(_, owners)| owners.len() > 1);
        shared.sort();
        shared
    }

    pub fn find(&self, text: &str, offset: usize) -> Vec<Hit> {
        let folded = fold::fold(text, offset);
        let capitals = is_all_capitals(text);
        let mut found: Vec<(usize, usize, usize)> = self
            .automaton
            .find_overlapping_iter(&folded.text)
            .map(|hit| (hit.start(), hit.end(), hit.pattern().as_usize()))
            .filter(|&(start, end, _)| folded.is_whole_words(start, end))
            .collect();
        // From the left, the longest first.
        found.sort_unstable_by_key(|&(start, end, _)| (start, std::cmp::Reverse(end)));
        let mut hits: Vec<Hit> = Vec::new();
        let mut free_from = 0;
        for (start, end, pattern) in found {
            if start < free_from {
                continue;
            }
            let name = &self.names[pattern];
            let forms = name.forms.iter().filter(|form| form.fits(text, offset, &folded, start, end, capitals));
            let mut actors: Vec<u32> = forms.clone().map(|form| form.actor).collect();
            if actors.is_empty() {
                continue;
            }
            let short = forms.clone().any(|form| form.exact || form.case.contains(&WordCase::Capitals));
            actors.dedup();
            let (first, last) = folded.original(start, end);
            hits.push(Hit { span: Span::new(first, last), actors, short });
            free_from = end;
        }
        hits
    }
}

impl Name {
    fn owners(&self) -> Vec<u32> {
        let mut owners: Vec<u32> = self.forms.iter().map(|form| form.actor).collect();
        owners.sort_unstable();
        owners.dedup();
        owners
    }
}

impl Form {
    fn fits(&self, text: &str, offset: usize, folded: &Folded, start: usize, end: usize, capitals: bool) -> bool {
        if self.exact && capitals {
            return false;
        }
        let mut at = start;
        for (word, case) in folded.text[start..end].split(' ').zip(&self.case) {
            let (first, last) = folded.original(at, at + word.len());
            let surface = &text[first - offset..last - offset];
            at += word.len() + 1;
            let fits = match case {
                WordCase::Any => !self.exact || capitals || !surface.starts_with(char::is_uppercase),
                WordCase::Initial => surface.starts_with(|letter: char| !letter.is_lowercase()),
                WordCase::Capitals => {
                    is_all_capitals(surface)
                        || !self.exact
                            && surface.chars().filter(|letter| letter.is_alphabetic()).count() >= 4
                            && surface.starts_with(char::is_uppercase)
                }
            };
            if !fits {
                return false;
            }
        }
        true
    }
}

fn word_cases(name: &str) -> Vec<WordCase> {
    // Folded word by word as the text will be, so that the two lists run in step.
    let folded = fold::fold(name.trim(), 0);
    let mut cases = Vec::new();
    let mut at = 0;
    for word in folded.text.trim_end().split(' ') {
        let (first, last) = folded.original(at, at + word.len());
        at += word.len() + 1;
        let surface = &name.trim()[first..last];
        let letters = surface.chars().filter(|letter| letter.is_alphabetic()).count();
        cases.push(match surface.chars().next() {
            Some(letter) if letter.is_lowercase() => WordCase::Any,
            _ if letters >= 2 && is_all_capitals(surface) => WordCase::Capitals,
            Some(letter) if letter.is_uppercase() => WordCase::Initial,
            _ => WordCase::Any,
        });
    }
    cases
}

/// True when the letters that have a case are capitals, up to a few small ones ("McCAIN").
pub fn is_all_capitals(text: &str) -> bool {
    let (mut capitals, mut small) = (0_usize, 0_usize);
    for letter in text.chars() {
        capitals += usize::from(letter.is_uppercase());
        small += usize::from(letter.is_lowercase());
    }
    capitals > 0 && small * 8 <= capitals
}
