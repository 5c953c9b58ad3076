//! What the classifier knows beforehand: function words of many languages and the phrases by which the parts of a page
//! give themselves away. Compiled once from the lists of `clean/`.

use std::collections::{HashMap, HashSet};

use aho_corasick::{AhoCorasick, MatchKind};
use serde::Deserialize;

use crate::lexicon::{LexiconError, Lists};

/// The groups of `page-phrases.toml`, in the order of their bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sign {
    Nav,
    Login,
    Share,
    Comment,
    Related,
    Newsletter,
    Legal,
    Ad,
    Caption,
    Byline,
    Stamp,
}

/// How many signs there are.
pub const SIGNS: usize = 11;

/// The signs found in one block: as the whole block, at its beginning, or anywhere in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs {
    whole: u16,
    start: u16,
    part: u16,
}

impl Signs {
    pub fn whole(self, sign: Sign) -> bool {
        self.whole & (1 << sign as u16) != 0
    }

    /// At the beginning, or as the whole block.
    pub fn start(self, sign: Sign) -> bool {
        (self.whole | self.start) & (1 << sign as u16) != 0
    }

    /// Anywhere.
    pub fn any(self, sign: Sign) -> bool {
        (self.whole | self.start | self.part) & (1 << sign as u16) != 0
    }

    /// Whether a phrase of the page around the article makes up or opens this block.
    pub fn page(self) -> bool {
        const PAGE: u16 = (1 << Sign::Caption as u16) - 1;
        (self.whole | self.start) & PAGE != 0
    }

    pub fn bits(self) -> [u16; 3] {
        [self.whole, self.start, self.part]
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    words: HashMap<String, String>,
    persons: HashMap<String, String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PhraseFile {
    credits: HashSet<String>,
    group: Vec<Group>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    kind: Sign,
    #[serde(default)]
    whole: Vec<String>,
    #[serde(default)]
    start: Vec<String>,
    #[serde(default)]
    part: Vec<String>,
}

/// What of `relate/credits.toml` is asked here.
#[derive(Deserialize)]
struct TradeFile {
    publisher_words: HashSet<String>,
}

/// Compiled lists.
pub struct Vocabulary {
    function_words: HashSet<String>,
    persons: HashSet<String>,
    credits: HashSet<String>,
    publisher_words: HashSet<String>,
    whole: HashMap<String, u16>,
    /// Finds the `start` phrases; a hit counts at offset 0 only.
    start: (AhoCorasick, Vec<u16>),
    part: (AhoCorasick, Vec<u16>),
}

impl Vocabulary {
    pub fn compile(lists: &Lists<'_>) -> Result<Vocabulary, LexiconError> {
        let file: WordFile = lists.toml("clean/function-words.toml")?;
        let split = |texts: HashMap<String, String>| -> HashSet<String> {
            texts.values().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
        };
        let (words, persons) = (split(file.words), split(file.persons));
        let file: PhraseFile = lists.toml("clean/page-phrases.toml")?;
        let mut whole: HashMap<String, u16> = HashMap::new();
        let (mut starts, mut parts) = (Vec::new(), Vec::new());
        for group in &file.group {
            let bit = 1 << group.kind as u16;
            for phrase in &group.whole {
                *whole.entry(format!(" {phrase} ")).or_default() |= bit;
            }
            starts.extend(group.start.iter().map(|phrase| (format!(" {phrase} "), bit)));
            parts.extend(group.part.iter().map(|phrase| (format!(" {phrase} "), bit)));
        }
        let credits = file.credits;
        let TradeFile { publisher_words } = lists.toml("relate/credits.toml")?;
        let (start, part) = (finder(starts)?, finder(parts)?);
        Ok(Vocabulary { function_words: words, persons, credits, publisher_words, whole, start, part })
    }

    /// Whether a lower-case word is a function word of any language.
    pub fn is_function_word(&self, word: &str) -> bool {
        self.function_words.contains(word)
    }

    /// Whether a lower-case word means the writer or the reader: comments and invitations are full of these.
    pub fn is_person(&self, word: &str) -> bool {
        self.persons.contains(word)
    }

    /// Whether a lower-case word marks a name as one of a publisher: "post", "radio".
    pub fn is_of_publisher(&self, word: &str) -> bool {
        self.publisher_words.contains(word)
    }

    /// Whether these lower-case words are a credit of a picture: "afp", "getty images".
    pub fn is_credit(&self, words: &str) -> bool {
        self.credits.contains(words)
    }

    /// The signs in a folded text: lower-case words with one space before, between and after, numbers as `#`.
    pub fn signs(&self, folded: &str) -> Signs {
        // "Comments (2)" and "3 Kommentare" are the same label as without their number.
        let bare = folded.strip_prefix(" #").unwrap_or(folded);
        let bare = bare.strip_suffix("# ").unwrap_or(bare);
        let whole = |words: &str| self.whole.get(words).copied().unwrap_or(0);
        let mut signs = Signs { whole: whole(folded) | whole(bare), ..Signs::default() };
        let (start, start_bits) = &self.start;
        for hit in start.find_overlapping_iter(folded).take_while(|hit| hit.end() <= 80) {
            if hit.start() == 0 {
                signs.start |= start_bits[hit.pattern().as_usize()];
            }
        }
        let (part, part_bits) = &self.part;
        for hit in part.find_overlapping_iter(folded) {
            signs.part |= part_bits[hit.pattern().as_usize()];
        }
        signs
    }
}

fn finder(phrases: Vec<(String, u16)>) -> Result<(AhoCorasick, Vec<u16>), LexiconError> {
    let (texts, bits): (Vec<String>, Vec<u16>) = phrases.into_iter().unzip();
    let finder = AhoCorasick::builder().match_kind(MatchKind::Standard).build(texts).map_err(|error| {
        LexiconError::Broken { name: "clean/page-phrases.toml".into(), line: None, message: error.to_string() }
    })?;
    Ok((finder, bits))
}
