//! Kinds of what is struck, compiled from `data/fuse/targets.toml`: markets, hospitals, buses.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use super::{LexiconError, Lists};

/// Words for what is struck, each with the classes that it stands in.
#[derive(Debug)]
pub struct Targets {
    words: HashMap<String, Classes>,
    /// Words of the longest of them.
    longest: usize,
}

/// A set of classes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Classes(u64);

impl Classes {
    pub fn and(self, other: Classes) -> Classes {
        Classes(self.0 | other.0)
    }

    /// Whether both are known and have no class in common.
    pub fn differ(self, other: Classes) -> bool {
        self.0 != 0 && other.0 != 0 && self.0 & other.0 == 0
    }
}

#[derive(Deserialize)]
#[serde(transparent)]
struct File(BTreeMap<String, Vec<String>>);

const PATH: &str = "fuse/targets.toml";
/// As many classes as a set holds.
const MOST: usize = 64;
/// Words before a target that say where somebody or something was.
const BEFORE: [&str; 10] = ["at", "on", "in", "inside", "outside", "into", "near", "onto", "targeting", "against"];
/// Words that may stand between them and the target, with the target's own.
const REACH: usize = 5;

impl Targets {
    pub fn compile(lists: &Lists<'_>) -> Result<Targets, LexiconError> {
        let File(classes) = lists.toml(PATH)?;
        if classes.len() > MOST {
            return Err(LexiconError::broken(PATH, None, format!("more than {MOST} classes of targets")));
        }
        let mut words: HashMap<String, Classes> = HashMap::new();
        for (number, list) in classes.into_values().enumerate() {
            for word in list {
                words.entry(word).or_default().0 |= 1 << number;
            }
        }
        let longest = words.keys().map(|word| word.split(' ').count()).max().unwrap_or(0);
        Ok(Targets { words, longest })
    }

    /// The classes of what a phrase names: "the harbour market police post" is of those of a police post.
    pub fn named(&self, phrase: &str) -> Classes {
        let words = words(phrase);
        // "Two buses of a hospital": what stands before the preposition is named, unless the whole is a name of the list.
        let head =
            words.iter().skip(1).position(|word| matches!(word.as_str(), "of" | "for" | "with") || is_place(word));
        let head = head.map_or(words.as_slice(), |at| &words[..=at]);
        self.ending(&words).or_else(|| self.ending(head)).unwrap_or_default()
    }

    /// The classes of where words say something was: "at a bus station".
    pub fn visited(&self, clause: &str) -> Classes {
        let words = words(clause);
        let mut found = Classes::default();
        for at in (0..words.len()).filter(|&at| is_place(&words[at])) {
            let last = (at + 1 + REACH).min(words.len());
            let phrase = &words[at + 1..last];
            let end = phrase.iter().position(|word| is_place(word) || word == "and").unwrap_or(phrase.len());
            let longest = (1..=end).rev().find_map(|end| self.ending(&phrase[..end]));
            found = found.and(longest.unwrap_or_default());
        }
        found
    }

    /// The classes of the longest name at the end of some words.
    fn ending(&self, words: &[String]) -> Option<Classes> {
        (1..=self.longest.min(words.len())).rev().find_map(|count| self.of(&words[words.len() - count..].join(" ")))
    }

    /// The classes of a name, in the singular or as English makes the plural of most.
    fn of(&self, name: &str) -> Option<Classes> {
        let of_plural = || {
            let stem = name.strip_suffix('s')?;
            let without_e = stem.strip_suffix('e');
            let with_y = without_e.and_then(|stem| Some(format!("{}y", stem.strip_suffix('i')?)));
            [Some(stem), without_e, with_y.as_deref()].into_iter().flatten().find_map(|name| self.words.get(name))
        };
        self.words.get(name).or_else(of_plural).copied()
    }
}

fn is_place(word: &str) -> bool {
    BEFORE.contains(&word)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '-' | '\''));
    words.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::Targets;
    use crate::lexicon::Lists;

    #[test]
    fn tells_kinds_of_targets_apart_by_the_ends_of_phrases() {
        let targets = Targets::compile(&Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] }).unwrap();
        let differ = |a: &str, b: &str| targets.named(a).differ(targets.named(b));
        assert!(differ("a crowded vegetable market", "two minibuses"));
        assert!(differ("the market police station", "a vegetable market"));
        assert!(differ("an apartment tower", "churches"));
        assert!(differ("a bakery", "several houses") && differ("two warehouses", "bases"));
        assert!(!differ("a grocery", "the central market"));
        assert!(!differ("a market", "eight people"));
        assert!(!differ("a convoy of trucks", "an aid truck"));
        let visited = |a: &str, b: &str| targets.visited(a).differ(targets.visited(b));
        assert!(visited("a bomb went off at the main railway station", "a grenade was thrown into a tea house"));
        assert!(!visited("a bomb went off in the north", "a grenade was thrown into a tea house"));
    }
}
