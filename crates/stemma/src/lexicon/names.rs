//! Words that names are made of, and words that only look like names.
//!
//! Comes in: `data/names/words.toml` and `data/names/forces.toml`. Goes out: sets that are asked word by word. All
//! words are kept in lower case and folded, so that a question does not depend on capitals or accents.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::{LexiconError, Lists, fold};

/// What a common noun for a force stands for; with a nationality it becomes the register id of that state's organ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForceClass {
    Government,
    Military,
    /// "Forces", "fighters": takes its side from the words before it.
    Forces,
    Police,
    Intelligence,
    Ministry,
    Parliament,
    Courts,
    /// Aircraft, ships and guns that stand for those who use them.
    Weapons,
    Rebels,
    /// Men with guns whose side is not said.
    Gunmen,
    Militia,
    Coalition,
    Civilians,
    Opposition,
}

/// What a word before such a noun says of the side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ForceSide {
    /// "government troops", "pro-government forces".
    State,
    /// "rebel fighters", "opposition forces".
    Rebel,
    Police,
    Coalition,
    /// Keeps the phrase together and says nothing of the side: "ground", "special", "elite".
    Neutral,
    Defence,
    Interior,
    Foreign,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WordFile {
    titles: Vec<String>,
    professions: Vec<String>,
    particles: Vec<String>,
    leading_particles: Vec<String>,
    facilities: Vec<String>,
    landforms: Vec<String>,
    divisions: Vec<String>,
    organisations: Vec<String>,
    not_names: Vec<String>,
    generic: Vec<String>,
    works: Vec<String>,
    ship_prefixes: Vec<String>,
    group_nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForceFile {
    nouns: HashMap<ForceClass, Vec<String>>,
    sides: HashMap<ForceSide, Vec<String>>,
    /// Nouns that make a name with a nationality: "Syrian army", against "Syrian troops".
    institutions: Vec<String>,
}

pub struct NameWords {
    pub titles: HashSet<String>,
    pub professions: HashSet<String>,
    pub particles: HashSet<String>,
    pub leading_particles: HashSet<String>,
    pub facilities: HashSet<String>,
    pub landforms: HashSet<String>,
    pub divisions: HashSet<String>,
    pub organisations: HashSet<String>,
    pub not_names: HashSet<String>,
    pub generic: HashSet<String>,
    pub works: HashSet<String>,
    pub ship_prefixes: HashSet<String>,
    pub group_nouns: HashSet<String>,
    pub institutions: HashSet<String>,
    forces: HashMap<String, ForceClass>,
    sides: HashMap<String, ForceSide>,
}

fn set(words: &[String]) -> HashSet<String> {
    words.iter().map(|word| fold::key(word)).collect()
}

impl NameWords {
    pub fn compile(lists: &Lists<'_>) -> Result<NameWords, LexiconError> {
        let words: WordFile = lists.toml("names/words.toml")?;
        let force: ForceFile = lists.toml("names/forces.toml")?;
        let forces =
            force.nouns.iter().flat_map(|(&class, nouns)| nouns.iter().map(move |noun| (fold::key(noun), class)));
        let sides = force.sides.iter().flat_map(|(&side, words)| words.iter().map(move |word| (fold::key(word), side)));
        Ok(NameWords {
            titles: set(&words.titles),
            professions: set(&words.professions),
            particles: set(&words.particles),
            leading_particles: set(&words.leading_particles),
            facilities: set(&words.facilities),
            landforms: set(&words.landforms),
            divisions: set(&words.divisions),
            organisations: set(&words.organisations),
            not_names: set(&words.not_names),
            generic: set(&words.generic),
            works: set(&words.works),
            ship_prefixes: set(&words.ship_prefixes),
            group_nouns: set(&words.group_nouns),
            institutions: set(&force.institutions),
            forces: forces.collect(),
            sides: sides.collect(),
        })
    }

    /// The class of a noun for a force ("troops", "gunmen"), in lower case and folded.
    pub fn force(&self, noun: &str) -> Option<ForceClass> {
        self.forces.get(noun).copied()
    }

    pub fn side(&self, word: &str) -> Option<ForceSide> {
        self.sides.get(word).copied()
    }
}
