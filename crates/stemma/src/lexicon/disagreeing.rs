//! Words that set a denial against a claim, compiled from `data/fuse/disagreements.toml`: phrases that are found at the borders of
//! words, in text in small letters.

use std::collections::HashSet;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use super::{LexiconError, Lists};

#[derive(Debug)]
pub struct Disagreeing {
    pub denials: Denials,
    pub spared: Vec<String>,
    pub claims: Phrases,
    pub doers: Vec<String>,
    pub accuses: Phrases,
    pub causes: Phrases,
    pub silent: Phrases,
    pub turns: Phrases,
    pub grown: Phrases,
    pub other: Phrases,
    pub parts: Phrases,
    pub nights: Phrases,
    pub said: Phrases,
    pub offices: HashSet<String>,
}

/// How words say no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum No {
    /// To a fact.
    Denies,
    /// To a claim that must follow.
    Rejects,
    /// Of a claim that must stand in the same sentence.
    False,
    /// By themselves.
    Flat,
    /// They leave open what another claims.
    Open,
}

/// All words that say no, in one pass.
#[derive(Debug)]
pub struct Denials {
    phrases: Phrases,
    of: Vec<No>,
}

#[derive(Debug)]
pub struct Phrases(AhoCorasick);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    denies: Vec<String>,
    spared: Vec<String>,
    rejects: Vec<String>,
    claims: Vec<String>,
    r#false: Vec<String>,
    flat: Vec<String>,
    doers: Vec<String>,
    open: Vec<String>,
    accuses: Vec<String>,
    causes: Vec<String>,
    silent: Vec<String>,
    turns: Vec<String>,
    grown: Vec<String>,
    other: Vec<String>,
    parts: Vec<String>,
    nights: Vec<String>,
    said: Vec<String>,
    offices: HashSet<String>,
}

const PATH: &str = "fuse/disagreements.toml";

impl Disagreeing {
    pub fn compile(lists: &Lists<'_>) -> Result<Disagreeing, LexiconError> {
        let file: File = lists.toml(PATH)?;
        let kinds = [
            (No::Denies, file.denies),
            (No::Rejects, file.rejects),
            (No::False, file.r#false),
            (No::Flat, file.flat),
            (No::Open, file.open),
        ];
        let of = kinds.iter().flat_map(|(no, phrases)| phrases.iter().map(|_| *no)).collect();
        let phrases = kinds.into_iter().flat_map(|(_, phrases)| phrases).collect();
        Ok(Disagreeing {
            denials: Denials { phrases: Phrases::of(phrases)?, of },
            spared: file.spared,
            claims: Phrases::of(file.claims)?,
            doers: file.doers,
            accuses: Phrases::of(file.accuses)?,
            causes: Phrases::of(file.causes)?,
            silent: Phrases::of(file.silent)?,
            turns: Phrases::of(file.turns)?,
            grown: Phrases::of(file.grown)?,
            other: Phrases::of(file.other)?,
            parts: Phrases::of(file.parts)?,
            nights: Phrases::of(file.nights)?,
            said: Phrases::of(file.said)?,
            offices: file.offices,
        })
    }
}

impl Denials {
    /// Where words say no, and how; in the order of the text.
    pub fn find<'a>(&'a self, lower: &'a str) -> impl Iterator<Item = (std::ops::Range<usize>, No)> + 'a {
        self.phrases.find(lower).map(|(range, pattern)| (range, self.of[pattern]))
    }
}

impl Phrases {
    fn of(phrases: Vec<String>) -> Result<Phrases, LexiconError> {
        let built = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(phrases);
        built.map(Phrases).map_err(|error| LexiconError::broken(PATH, None, format!("{error}")))
    }

    /// The phrases in a text in small letters, each with its number, where they begin and end with words.
    pub fn find<'a>(&'a self, lower: &'a str) -> impl Iterator<Item = (std::ops::Range<usize>, usize)> + 'a {
        let inner = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        self.0.find_iter(lower).filter_map(move |found| {
            let range = found.range();
            let phrase = &lower[range.clone()];
            let before = inner(lower[..range.start].chars().next_back()) && inner(phrase.chars().next());
            let after = inner(lower[range.end..].chars().next()) && inner(phrase.chars().next_back());
            (!before && !after).then(|| (range, found.pattern().as_usize()))
        })
    }

    pub fn are_in(&self, lower: &str) -> bool {
        self.find(lower).next().is_some()
    }
}
