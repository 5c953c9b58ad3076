//! What judging many reports of one happening asks for: who the victims were, and words that take back what was reported.
//! Compiled from `data/fuse/`.

use std::collections::HashSet;

use aho_corasick::AhoCorasick;
use serde::Deserialize;

use super::disagreeing::Disagreeing;
use super::targets::Targets;
use super::{LexiconError, Lists};
use crate::model::CorrectionKind;

/// Lists for fusing, compiled.
#[derive(Debug)]
pub struct FusingWords {
    victims: Victims,
    /// Phrases that correct, then those that retract.
    corrections: AhoCorasick,
    correcting: usize,
    old: Vec<String>,
    earlier: Vec<String>,
    counts: HashSet<String>,
    pub confidence: Weights,
    pub disagreeing: Disagreeing,
    pub targets: Targets,
}

/// Weights of the confidence in an event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weights {
    pub base: f32,
    pub told: f32,
    pub sure: f32,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Summaries {
    counts: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Corrections {
    corrects: Vec<String>,
    retracts: Vec<String>,
    old: Vec<String>,
    earlier: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Victims {
    combatant: HashSet<String>,
    civilian: HashSet<String>,
    part: HashSet<String>,
}

/// Who was harmed, as far as a word tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Victim {
    Combatant,
    Civilian,
    Unknown,
}

impl FusingWords {
    pub fn compile(lists: &Lists<'_>) -> Result<FusingWords, LexiconError> {
        let Corrections { corrects, retracts, old, earlier } = lists.toml("fuse/corrections.toml")?;
        let correcting = corrects.len();
        let phrases = corrects.into_iter().chain(retracts);
        let corrections = AhoCorasick::builder().ascii_case_insensitive(true).build(phrases);
        let broken = |error| LexiconError::broken("fuse/corrections.toml", None, format!("{error}"));
        Ok(FusingWords {
            victims: lists.toml("fuse/victims.toml")?,
            corrections: corrections.map_err(broken)?,
            correcting,
            old,
            earlier,
            counts: lists.toml::<Summaries>("fuse/summaries.toml")?.counts,
            confidence: lists.toml("fuse/confidence.toml")?,
            disagreeing: Disagreeing::compile(lists)?,
            targets: Targets::compile(lists)?,
        })
    }

    /// Where words of a text correct or retract, in the order of the text.
    pub fn corrections<'a>(&'a self, text: &'a str) -> impl Iterator<Item = (usize, CorrectionKind)> + 'a {
        self.corrections.find_iter(text).map(|found| {
            let retracts = found.pattern().as_usize() >= self.correcting;
            (found.start(), if retracts { CorrectionKind::Retracts } else { CorrectionKind::Corrects })
        })
    }

    /// Whether a word counts happenings: "54", "dozens".
    pub fn counts(&self, word: &str) -> bool {
        word.parse::<u32>().is_ok_and(|number| number > 1) || self.counts.contains(&word.to_lowercase())
    }

    /// Whether words before a number say that it is the old one, in a sentence that mends it.
    pub fn is_old(&self, before: &str) -> bool {
        ends_with_one(before, &self.old)
    }

    /// Whether words before a number say by themselves that it is an old one.
    pub fn looks_back(&self, before: &str) -> bool {
        ends_with_one(before, &self.earlier)
    }

    /// Whether numbers of two groups of victims can disagree: women are a part of the people, and soldiers none of the villagers.
    pub fn comparable(&self, a: &str, b: &str) -> bool {
        let last = |words: &str| words.split_whitespace().next_back().unwrap_or("").to_lowercase();
        let (x, y) = (last(a), last(b));
        if x.trim_end_matches('s') == y.trim_end_matches('s') {
            return true;
        }
        let fights = |words| self.victim(words) == Victim::Combatant;
        // "Soldiers" and "militants" are of two sides.
        !(fights(a) && fights(b))
            && fights(a) == fights(b)
            && !self.victims.part.contains(&x)
            && !self.victims.part.contains(&y)
    }

    /// Whether the counted words tell of some of the victims: children, women.
    pub fn is_part(&self, words: &str) -> bool {
        words.split_whitespace().next_back().is_some_and(|last| self.victims.part.contains(&last.to_lowercase()))
    }

    /// Whether the counted words tell of combatants or of civilians; their last word decides, or their last two.
    pub fn victim(&self, words: &str) -> Victim {
        let words = words.to_lowercase();
        let last: Vec<&str> = words.split_whitespace().rev().take(2).collect();
        let is = |list: &HashSet<String>| match last[..] {
            [last, before] => list.contains(last) || list.contains(&format!("{before} {last}")),
            [only] => list.contains(only),
            _ => false,
        };
        match (is(&self.victims.civilian), is(&self.victims.combatant)) {
            (true, _) => Victim::Civilian,
            (false, true) => Victim::Combatant,
            (false, false) => Victim::Unknown,
        }
    }
}

/// Whether a text ends with one of some phrases, but for words that only round the number behind it.
fn ends_with_one(before: &str, phrases: &[String]) -> bool {
    let before = before.trim_end().to_lowercase();
    let bare = ["at least", "about", "more than", "some", "around", "nearly", "up to"];
    let before = bare.iter().find_map(|word| before.strip_suffix(word)).unwrap_or(&before).trim_end();
    phrases.iter().any(|phrase| {
        let whole_word = |rest: &str| !rest.ends_with(char::is_alphanumeric) || phrase.starts_with(',');
        before.strip_suffix(phrase.as_str()).is_some_and(whole_word)
    })
}
