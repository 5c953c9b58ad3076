//! Words that names are made of, and words that only look like names.
//!
//! Comes in: `words.toml`, `forces.toml`, `evidence.toml` and `given.toml` of `data/names/`. Goes out: sets that are asked
//! word by word. All words are kept in lower case and folded, so that a question does not depend on capitals or accents.

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
    leading_facilities: Vec<String>,
    leading_bodies: Vec<String>,
    landforms: Vec<String>,
    divisions: Vec<String>,
    organisations: Vec<String>,
    not_names: Vec<String>,
    generic: Vec<String>,
    works: Vec<String>,
    ship_prefixes: Vec<String>,
    group_nouns: Vec<String>,
    numbered: Vec<String>,
    of_countries: Vec<String>,
    seated: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ForceFile {
    nouns: HashMap<ForceClass, Vec<String>>,
    sides: HashMap<ForceSide, Vec<String>>,
    /// Nouns that make a name with a nationality: "Syrian army", against "Syrian troops".
    institutions: Vec<String>,
}

/// What the words around a name say it is; the lists of `evidence.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Surroundings {
    pub takes_places: HashSet<String>,
    pub may_take_places: HashSet<String>,
    pub happens_to_places: HashSet<String>,
    pub under_places: HashSet<String>,
    pub states_of_places: HashSet<String>,
    pub going: HashSet<String>,
    pub before_places: HashSet<String>,
    pub sometimes_before_places: HashSet<String>,
    pub parts_of_places: HashSet<String>,
    pub ways: HashSet<String>,
    pub attacks: HashSet<String>,
    pub from_places: HashSet<String>,
    /// First words of names of places of several words.
    pub toponyms: HashSet<String>,
    pub behind_places: HashSet<String>,
    pub speaks: HashSet<String>,
    pub persons_do: HashSet<String>,
    pub done_to_persons: HashSet<String>,
    pub aliases: HashSet<String>,
    pub known_as: HashSet<String>,
    pub led_by: HashSet<String>,
    pub loyal: HashSet<String>,
    pub behind_bodies: HashSet<String>,
    /// Titles and ranks that stand before nothing but a person's name.
    pub addresses: HashSet<String>,
    /// Those of them that are as often part of a name.
    pub weak_addresses: HashSet<String>,
    /// Short words that are the first part of a name: Burmese "U", "Daw".
    pub honorifics: HashSet<String>,
    pub surname_endings: Vec<String>,
    /// Those that tell a surname that stands alone.
    pub lone_surname_endings: Vec<String>,
    /// Whose direct object is a place, while who is "held" is a person.
    pub held_places: HashSet<String>,
    /// Verbs of what is over a place.
    pub flies: HashSet<String>,
    /// "X in ruins".
    pub amid_places: HashSet<String>,
    /// "youth from X", "a shell from X".
    pub comes_from: HashSet<String>,
    /// "airfield X".
    pub kinds_before: HashSet<String>,
    /// "X's portrait".
    pub belongs_to_persons: HashSet<String>,
    /// Small words that hyphens join into names of places.
    pub hyphenated: HashSet<String>,
    /// Small words inside names.
    pub inner: HashSet<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenFile {
    given: Vec<String>,
}

pub struct NameWords {
    pub titles: HashSet<String>,
    pub professions: HashSet<String>,
    pub particles: HashSet<String>,
    pub leading_particles: HashSet<String>,
    pub facilities: HashSet<String>,
    /// First words of names of built things: "Camp Aguinaldo".
    pub leading_facilities: HashSet<String>,
    /// First words of names of bodies: "Radio Liberty".
    pub leading_bodies: HashSet<String>,
    pub landforms: HashSet<String>,
    pub divisions: HashSet<String>,
    pub organisations: HashSet<String>,
    pub not_names: HashSet<String>,
    pub generic: HashSet<String>,
    pub works: HashSet<String>,
    pub ship_prefixes: HashSet<String>,
    pub group_nouns: HashSet<String>,
    pub institutions: HashSet<String>,
    /// Units that a bare number names.
    pub numbered: HashSet<String>,
    /// Bodies whose name goes on with "of" and their country.
    pub of_countries: HashSet<String>,
    /// Bodies whose name is that of their grounds too.
    pub seated: HashSet<String>,
    forces: HashMap<String, ForceClass>,
    sides: HashMap<String, ForceSide>,
    pub around: Surroundings,
    /// Given names and other first parts of persons' names.
    pub given: HashSet<String>,
}

fn set(words: &[String]) -> HashSet<String> {
    words.iter().map(|word| fold::key(word)).collect()
}

impl NameWords {
    pub fn compile(lists: &Lists<'_>) -> Result<NameWords, LexiconError> {
        let words: WordFile = lists.toml("names/words.toml")?;
        let force: ForceFile = lists.toml("names/forces.toml")?;
        let given: GivenFile = lists.toml("names/given.toml")?;
        let forces =
            force.nouns.iter().flat_map(|(&class, nouns)| nouns.iter().map(move |noun| (fold::key(noun), class)));
        let sides = force.sides.iter().flat_map(|(&side, words)| words.iter().map(move |word| (fold::key(word), side)));
        Ok(NameWords {
            titles: set(&words.titles),
            professions: set(&words.professions),
            particles: set(&words.particles),
            leading_particles: set(&words.leading_particles),
            facilities: set(&words.facilities),
            leading_facilities: set(&words.leading_facilities),
            leading_bodies: set(&words.leading_bodies),
            landforms: set(&words.landforms),
            divisions: set(&words.divisions),
            organisations: set(&words.organisations),
            not_names: set(&words.not_names),
            generic: set(&words.generic),
            works: set(&words.works),
            ship_prefixes: set(&words.ship_prefixes),
            group_nouns: set(&words.group_nouns),
            institutions: set(&force.institutions),
            numbered: set(&words.numbered),
            of_countries: set(&words.of_countries),
            seated: set(&words.seated),
            forces: forces.collect(),
            sides: sides.collect(),
            around: lists.toml("names/evidence.toml")?,
            given: set(&given.given),
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
