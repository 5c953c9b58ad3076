//! Words that stand for somebody or some place said before, compiled from `data/names/references.toml`.
//!
//! Sets that are asked word by word; all words are kept in lower case and folded.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;

use super::actors::ActorKind;
use super::names::ForceClass;
use super::{LexiconError, Lists, fold};

/// What "the town", "the province" … can stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceSort {
    Settlement,
    Unit,
    Country,
    Site,
    /// Any place smaller than a country.
    Area,
}

/// As far as "he" and "she" ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gender {
    Male,
    Female,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceFile {
    actors: HashMap<ActorKind, Vec<String>>,
    forces: HashMap<ForceClass, Vec<String>>,
    places: HashMap<PlaceSort, Vec<String>>,
    persons: PersonLists,
    titles: GenderLists,
    given_names: GenderLists,
    verbs: VerbLists,
    ignored: IgnoredLists,
    bodies: BodyLists,
    others: OtherLists,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonLists {
    male: Vec<String>,
    female: Vec<String>,
    either: Vec<String>,
    relations: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GenderLists {
    male: Vec<String>,
    female: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VerbLists {
    agentive: Vec<String>,
    ground: Vec<String>,
    personal: Vec<String>,
    impersonal: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct IgnoredLists {
    nouns: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyLists {
    behind_names: Vec<String>,
    unknown: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OtherLists {
    words: Vec<String>,
}

pub struct ReferenceWords {
    actors: HashMap<String, Vec<ActorKind>>,
    forces: HashMap<String, Vec<ForceClass>>,
    places: HashMap<String, PlaceSort>,
    persons: HashMap<String, Option<Gender>>,
    titles: HashMap<String, Gender>,
    given_names: HashMap<String, Gender>,
    /// People told by whose they are: "assistant", "brother".
    pub relations: HashSet<String>,
    /// Verbs that only someone who wills and speaks is the subject of.
    pub agentive: HashSet<String>,
    /// Verbs whose object is a place.
    pub ground: HashSet<String>,
    /// Verbs whose object is somebody.
    pub personal: HashSet<String>,
    /// Verbs beside which "it" stands for nothing.
    pub impersonal: HashSet<String>,
    /// Nouns of times and measures.
    pub ignored: HashSet<String>,
    /// Nouns of bodies that add nothing to the name before them.
    pub behind_names: HashSet<String>,
    /// Nouns that may stand for a body that no register knows.
    pub unknown_bodies: HashSet<String>,
    /// Words that say that somebody or some place else is meant.
    pub others: HashSet<String>,
}

fn set(words: &[String]) -> HashSet<String> {
    words.iter().map(|word| fold::key(word)).collect()
}

/// Turns "class to words" round into "word to classes".
fn by_word<T: Copy>(lists: &HashMap<T, Vec<String>>) -> HashMap<String, Vec<T>> {
    let mut found: HashMap<String, Vec<T>> = HashMap::new();
    for (&class, words) in lists {
        for word in words {
            found.entry(fold::key(word)).or_default().push(class);
        }
    }
    found
}

fn by_gender(lists: &GenderLists) -> HashMap<String, Gender> {
    let male = lists.male.iter().map(|word| (fold::key(word), Gender::Male));
    male.chain(lists.female.iter().map(|word| (fold::key(word), Gender::Female))).collect()
}

impl ReferenceWords {
    pub fn compile(lists: &Lists<'_>) -> Result<ReferenceWords, LexiconError> {
        let file: ReferenceFile = lists.toml("names/references.toml")?;
        let gendered = GenderLists { male: file.persons.male, female: file.persons.female };
        let mut persons: HashMap<String, Option<Gender>> =
            file.persons.either.iter().map(|word| (fold::key(word), None)).collect();
        persons.extend(by_gender(&gendered).into_iter().map(|(word, gender)| (word, Some(gender))));
        let places = file
            .places
            .iter()
            .flat_map(|(&sort, words)| words.iter().map(move |word| (fold::key(word), sort)))
            .collect();
        Ok(ReferenceWords {
            actors: by_word(&file.actors),
            forces: by_word(&file.forces),
            places,
            persons,
            titles: by_gender(&file.titles),
            given_names: by_gender(&file.given_names),
            relations: set(&file.persons.relations),
            agentive: set(&file.verbs.agentive),
            ground: set(&file.verbs.ground),
            personal: set(&file.verbs.personal),
            impersonal: set(&file.verbs.impersonal),
            ignored: set(&file.ignored.nouns),
            behind_names: set(&file.bodies.behind_names),
            unknown_bodies: set(&file.bodies.unknown),
            others: set(&file.others.words),
        })
    }

    /// The kinds of the register that "the …" may stand for.
    pub fn actor_kinds(&self, noun: &str) -> &[ActorKind] {
        self.actors.get(noun).map_or(&[], Vec::as_slice)
    }

    /// The classes of common-noun forces that "the …" may stand for.
    pub fn force_classes(&self, noun: &str) -> &[ForceClass] {
        self.forces.get(noun).map_or(&[], Vec::as_slice)
    }

    pub fn place_sort(&self, noun: &str) -> Option<PlaceSort> {
        self.places.get(noun).copied()
    }

    /// Whether a lemma is a noun for a person, and of which gender as far as the noun tells.
    pub fn person(&self, lemma: &str) -> Option<Option<Gender>> {
        self.persons.get(lemma).copied()
    }

    pub fn title(&self, word: &str) -> Option<Gender> {
        self.titles.get(word).copied()
    }

    pub fn given_name(&self, word: &str) -> Option<Gender> {
        self.given_names.get(word).copied()
    }
}
