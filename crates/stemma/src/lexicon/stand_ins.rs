//! Spellings that mislead the English model, and what it reads in their place; from `data/names/stand-ins.toml`.

use std::collections::HashSet;

use serde::Deserialize;

use super::actors::Actors;
use super::names::NameWords;
use super::{LexiconError, Lists};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIns {
    pub word: Vec<StandIn>,
    pub particles: Particles,
    pub capitals: Capitals,
    /// Words that are no names in whatever capitals.
    #[serde(skip)]
    pub function_words: HashSet<String>,
}

/// Words that keep their capital when a text in capitals is read, in lower case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capitals {
    /// First words of names, whose next word belongs to the name: "san", "puerto".
    pub leading: HashSet<String>,
    /// Words that are written with a capital whatever they stand beside; given names and names of countries are added.
    pub words: HashSet<String>,
    /// Abbreviations of the register, which stay in capitals.
    #[serde(skip)]
    pub acronyms: HashSet<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    pub word: String,
    /// As long as `word`, in bytes.
    pub reads_as: String,
    /// The page must hold one of these.
    pub when: Vec<String>,
}

/// Articles and particles that names join with a hyphen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particles {
    pub words: HashSet<String>,
}

impl StandIns {
    pub fn compile(
        lists: &Lists<'_>,
        actors: &Actors,
        names: &NameWords,
        function_words: &HashSet<String>,
    ) -> Result<StandIns, LexiconError> {
        let name = "names/stand-ins.toml";
        let mut read: StandIns = lists.toml(name)?;
        read.function_words.clone_from(function_words);
        let capitals = &mut read.capitals;
        capitals.words.extend(names.given.iter().cloned());
        for country in actors.countries.all() {
            let written = std::iter::once(&country.name).chain(&country.other_names).chain(&country.adjectives);
            let written = written.chain(&country.people).chain(std::iter::once(&country.capital));
            let words = written.flat_map(|name| name.trim_start_matches('=').split([' ', '-']));
            let words = words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_lowercase);
            capitals.words.extend(words.filter(|word| !function_words.contains(word)));
        }
        let short =
            |name: &&str| name.len() >= 2 && name.len() <= 8 && !name.contains(|c: char| !c.is_ascii_uppercase());
        let written = actors.all().iter().flat_map(|actor| actor.names().map(|name| name.trim_start_matches('=')));
        capitals.acronyms = written
            .filter(short)
            .filter(|name| !function_words.contains(&name.to_lowercase()))
            .map(str::to_owned)
            .collect();
        match read.word.iter().find(|entry| entry.word.len() != entry.reads_as.len() || entry.word.is_empty()) {
            Some(entry) => {
                let message = format!("{:?} and {:?} differ in length", entry.word, entry.reads_as);
                Err(lists.broken(name, &format!("{:?}", entry.reads_as), message))
            }
            None => Ok(read),
        }
    }
}
