//! What relate knows of the trade: how articles credit one another, who is often copied, and which words and lines say
//! nothing about a story. Compiled from `data/relate/`; a broken list is an error, an unknown name is simply unknown.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{LexiconError, Lists};

/// Lists for tracing copies, compiled.
#[derive(Debug, Default)]
pub struct CreditLists {
    /// Phrases that credit the whole article; the name follows.
    pub whole: Vec<Phrase>,
    /// Phrases that credit one sentence; the name follows.
    pub sentence_before: Vec<Phrase>,
    /// Phrases that credit one sentence; the name stands before.
    pub sentence_after: Vec<Phrase>,
    /// Credits that name nobody, as words.
    pub vague: Vec<Phrase>,
    /// "report", "media" …: with a verb of saying, or after "according to", a credit that names nobody.
    pub vague_nouns: HashSet<String>,
    pub vague_verbs: HashSet<String>,
    pub publisher_words: HashSet<String>,
    /// Known publishers: key of any of their names to the name shown.
    pub publishers: HashMap<String, String>,
    pub function_words: HashSet<String>,
    pub routine_words: HashSet<String>,
    pub boilerplate: Vec<Phrase>,
    pub facts: Facts,
}

/// Words whose change alters what a report says, with a value that their forms share.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Facts {
    pub numbers: HashMap<String, u64>,
    pub days: HashMap<String, u64>,
    pub months: HashMap<String, u64>,
    pub directions: HashMap<String, u64>,
    pub negations: HashMap<String, u64>,
    /// Verbs that a negation brings along: "did not".
    pub auxiliaries: HashSet<String>,
}

/// A phrase as its lower-case words, without the place of the name.
pub type Phrase = Vec<String>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CreditFile {
    whole: Vec<String>,
    sentence_before: Vec<String>,
    sentence_after: Vec<String>,
    vague: Vec<String>,
    vague_nouns: HashSet<String>,
    vague_verbs: HashSet<String>,
    publisher_words: Vec<String>,
    publisher: Vec<Publisher>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Publisher {
    names: Vec<String>,
}

/// What of the register of agencies is read here.
#[derive(Deserialize)]
struct AgencyFile {
    agencies: Vec<AgencyNames>,
}

#[derive(Deserialize)]
struct AgencyNames {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    function: String,
    routine: String,
    boilerplate: Vec<String>,
}

impl CreditLists {
    pub fn compile(lists: &Lists<'_>) -> Result<CreditLists, LexiconError> {
        let credits: CreditFile = lists.toml("relate/credits.toml")?;
        let words: WordFile = lists.toml("relate/words.toml")?;
        let register: AgencyFile = lists.toml("agencies.toml")?;
        let of_register = register.agencies.into_iter().map(|agency| {
            // The mark of a name that counts in exactly these letters is no part of it.
            let aliases = agency.aliases.iter().map(|alias| alias.trim_start_matches('=').to_owned());
            std::iter::once(agency.name.clone()).chain(aliases).collect::<Vec<_>>()
        });
        let mut publishers = HashMap::new();
        for names in of_register.chain(credits.publisher.into_iter().map(|publisher| publisher.names)) {
            let Some(shown) = names.first().cloned() else { continue };
            for name in names {
                publishers.entry(name_key(&name)).or_insert_with(|| shown.clone());
            }
        }
        let phrases = |texts: &[String]| texts.iter().map(|text| phrase(text)).collect();
        let set = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Ok(CreditLists {
            whole: phrases(&credits.whole),
            sentence_before: phrases(&credits.sentence_before),
            sentence_after: phrases(&credits.sentence_after),
            vague: phrases(&credits.vague),
            vague_nouns: credits.vague_nouns,
            vague_verbs: credits.vague_verbs,
            publisher_words: credits.publisher_words.into_iter().collect(),
            publishers,
            function_words: set(&words.function),
            routine_words: set(&words.routine),
            boilerplate: phrases(&words.boilerplate),
            facts: lists.toml("relate/facts.toml")?,
        })
    }

    /// The key by which two spellings of one publisher's name are the same.
    pub fn publisher_key(&self, name: &str) -> String {
        let key = name_key(name);
        self.publishers.get(&key).map_or(key, |shown| name_key(shown))
    }

    pub fn is_known_publisher(&self, name: &str) -> bool {
        self.publishers.contains_key(&name_key(name))
    }

    /// Whether a name reads like one of a publisher: a known one, or one with "News", "Times" … in it.
    pub fn reads_like_publisher(&self, name: &str) -> bool {
        self.is_known_publisher(name)
            || name.split_whitespace().any(|word| self.publisher_words.contains(&word.to_lowercase()))
    }
}

/// A name without case, punctuation and article.
pub fn name_key(name: &str) -> String {
    let mut key = String::new();
    for word in name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        if key.is_empty() && word == "the" {
            continue;
        }
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(&word);
    }
    key
}

fn phrase(text: &str) -> Phrase {
    text.replace("{name}", " ")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}
