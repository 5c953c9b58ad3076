//! A look at all pages before a word is given away: whose names go out, and where their parts stand for them.
//!
//! It goes through the pages twice. First [`Survey::see`] gathers persons; [`Survey::decide`] then knows who is a public figure in any
//! page, so that "Putin said" does not make a witness of him where another page has his office. Then [`Redaction::find`] finds the names
//! in the text of each page.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::people::Person;
use super::redaction::{Group, Redacted, Redaction};
use super::words::{Names, Word, numbers, words};
use crate::lexicon::{Lexicon, fold};
use crate::model::Reading;

/// Who goes out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules {
    pub victims: bool,
    pub witnesses: bool,
    /// Names that a person marked, and the words of pages that a person marked as sensitive.
    pub marked: bool,
}

impl Rules {
    pub const ALL: [(&str, Rules); 3] = [
        ("victims", Rules { victims: true, witnesses: false, marked: false }),
        ("witnesses", Rules { victims: false, witnesses: true, marked: false }),
        ("marked", Rules { victims: false, witnesses: false, marked: true }),
    ];

    pub fn with(self, other: Rules) -> Rules {
        Rules {
            victims: self.victims || other.victims,
            witnesses: self.witnesses || other.witnesses,
            marked: self.marked || other.marked,
        }
    }
}

/// What the pages say of persons, by story.
#[derive(Debug, Default)]
pub struct Survey {
    /// By the story, or the page where it is in none.
    stories: BTreeMap<String, Vec<Person>>,
    /// In which of them names stand that people marked.
    marked: BTreeMap<String, BTreeSet<String>>,
}

/// Names that people marked, to be looked for in pages.
#[derive(Debug, Default)]
pub struct Marked {
    names: Vec<String>,
    known: Names,
}

impl Marked {
    pub fn new(names: Vec<String>) -> Marked {
        let mut known = Names::default();
        names.iter().zip(0..).for_each(|(name, at)| known.add_full(name, at));
        Marked { names, known }
    }

    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Those that stand in a page or its title.
    pub fn of(&self, reading: &Reading) -> BTreeSet<String> {
        let title = reading.article.title.as_ref().map_or("", |title| title.text.as_str());
        let of_text = |text: &str| -> Vec<u32> {
            let found = words(text);
            (0..found.len()).filter_map(|at| Some(self.known.at(text, &found, at)?.whose)).collect()
        };
        let all = of_text(&reading.text).into_iter().chain(of_text(title));
        all.map(|at| self.names[at as usize].clone()).collect()
    }
}

/// How many people a place that is called like a person has at least to be meant wherever its name stands.
const KNOWN_PLACE: u32 = 5_000;

impl Survey {
    /// Adds the persons of a page.
    pub fn see(&mut self, story: &str, seen: Vec<Person>) {
        if !seen.is_empty() {
            self.stories.entry(story.to_owned()).or_default().extend(seen);
        }
    }

    /// Adds the names of a page that people marked.
    pub fn see_marked(&mut self, story: &str, names: BTreeSet<String>) {
        if !names.is_empty() {
            self.marked.entry(story.to_owned()).or_default().extend(names);
        }
    }

    /// Whose names go out. `marked` are names as people wrote them.
    pub fn decide(self, rules: Rules, marked: &[String], lexicon: &Lexicon, key: [u8; 32]) -> Redaction {
        let mut redaction = Redaction::new(key);
        if rules.marked {
            for name in marked {
                let whose = redaction.person(name, "marked");
                redaction.everywhere.add_full(name, whose);
            }
        }
        let all = || self.stories.values().flatten();
        let mut public: HashSet<String> =
            all().filter(|person| person.has_office).map(|person| fold::key(&person.name)).collect();
        public.extend(lexicon.discretion.public.iter().cloned());
        let posted: HashSet<String> =
            all().filter(|person| person.has_post).map(|person| fold::key(&person.name)).collect();
        // A public figure is called by the last part of the name elsewhere; a given name is anybody's.
        let is_given = |part: &str| lexicon.name_words.given.contains(part);
        let last = |name: &String| name.rsplit(' ').next().filter(|part| !is_given(part)).map(numbers);
        let parts_of_public: HashSet<u64> = public.iter().filter_map(last).flatten().collect();
        let stories: BTreeSet<&String> = self.stories.keys().chain(self.marked.keys()).collect();
        for story in stories {
            let persons = self.stories.get(story).map(Vec::as_slice).unwrap_or_default();
            let mut public_here: HashSet<String> =
                persons.iter().filter(|person| person.has_office).map(|person| fold::key(&person.name)).collect();
            public_here.extend(lexicon.discretion.public.iter().cloned());
            let mut group = Group::default();
            let mut parts: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
            // Full names first: a name of one word may be a part of one.
            let mut persons: Vec<&Person> = persons.iter().collect();
            persons.sort_by_key(|person| numbers(&person.name).len() == 1);
            for person in persons {
                let key = fold::key(&person.name);
                let of_name = numbers(&person.name);
                let is_single = of_name.len() == 1;
                let is_public_part = is_single && parts_of_public.contains(&of_name[0]);
                let is_victim = person.is_victim && !public_here.contains(&key);
                let is_nobody = public.contains(&key) || posted.contains(&key) || is_public_part;
                let is_beside = person.is_beside_harm && !is_single && !is_nobody;
                let is_witness = person.is_source && !is_nobody;
                let rule = match () {
                    () if rules.victims && (is_victim || is_beside) => "victims",
                    () if rules.witnesses && is_witness => "witnesses",
                    () if rules.marked && person.is_marked && !public_here.contains(&key) => "marked",
                    () => continue,
                };
                if is_of_world(&person.name, lexicon) {
                    redaction.left.insert(person.name.clone());
                    continue;
                }
                if is_single && parts.contains_key(&key) {
                    continue;
                }
                let whose = redaction.person(&person.name, rule);
                if !is_single {
                    group.full.add_full(&person.name, whose);
                    if !public.contains(&key) {
                        redaction.everywhere.add_full(&person.name, whose);
                    }
                }
                for part in parts_of(&person.name, lexicon) {
                    parts.entry(part).or_default().insert(whose);
                }
            }
            for name in self.marked.get(story).into_iter().flatten().filter(|_| rules.marked) {
                let whose = redaction.person(name, "marked");
                for part in parts_of(name, lexicon) {
                    parts.entry(part).or_default().insert(whose);
                }
            }
            for (part, owners) in parts {
                // A part that two have is of neither alone.
                let whose = match owners.iter().collect::<Vec<_>>()[..] {
                    [only] => *only,
                    _ => redaction.shared(&part, &owners),
                };
                group.parts.add(&numbers(&part), whose);
                // The family: "the Yusufs".
                group.parts.add(&numbers(&format!("{part}s")), whose);
            }
            if !group.is_empty() {
                redaction.groups.insert(story.clone(), group);
            }
        }
        redaction.public = public;
        redaction
    }
}

/// Whether the world knows something else by all of a name: an actor of the register, or a place that is no hamlet. A name of one word is
/// told by its page.
fn is_of_world(name: &str, lexicon: &Lexicon) -> bool {
    if lexicon.actors.named(name).next().is_some() {
        return true;
    }
    numbers(name).len() > 1 && is_known_place(name, lexicon)
}

/// Whether a place that is no hamlet is called so.
pub(super) fn is_known_place(name: &str, lexicon: &Lexicon) -> bool {
    let gazetteer = &lexicon.gazetteer;
    let is_known = |place| gazetteer.entry(place).is_some_and(|entry| entry.population >= KNOWN_PLACE);
    gazetteer.exact(name).iter().any(|found| is_known(found.place))
}

/// Each part of a name that is no particle, folded.
fn parts_of(name: &str, lexicon: &Lexicon) -> BTreeSet<String> {
    /// Parts of fewer letters are words of their own too often.
    const LEAST: usize = 3;
    let lists = &lexicon.name_words;
    let of_name = words(name);
    let part = |word: &Word| {
        let part = &name[word.start..word.end];
        let key = fold::key(part);
        let is_particle = lists.particles.contains(&key) || lists.leading_particles.contains(&key);
        let is_part = part.chars().count() >= LEAST && !is_particle && !lists.titles.contains(&key);
        (is_part || of_name.len() == 1).then_some(key)
    };
    of_name.iter().filter_map(part).collect()
}

impl Redaction {
    /// A part of the names of several.
    fn shared(&mut self, part: &str, owners: &BTreeSet<u32>) -> u32 {
        let rule = owners.first().map_or("", |first| self.people[*first as usize].rule);
        let known = self.people.len();
        let whose = self.person(part, rule);
        if whose as usize == known {
            self.people[known].is_shared = true;
        }
        whose
    }

    /// Whose names go out, in the order of their tokens.
    pub fn people(&self) -> Vec<&Redacted> {
        let is_told = |person: &&Redacted| !person.is_shared || person.times > 0;
        let mut people: Vec<&Redacted> = self.people.iter().filter(is_told).collect();
        people.sort_by(|a, b| a.hash.cmp(&b.hash));
        people
    }

    /// Names that stay since something else of the world is called so.
    pub fn left(&self) -> &BTreeSet<String> {
        &self.left
    }
}
