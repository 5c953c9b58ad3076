//! A look at all pages before a word is given away: whose names go out, and where their parts stand for them.
//!
//! It goes through the pages twice. First [`Survey::see`] gathers persons; [`Survey::decide`] then knows who is a public figure in any
//! page, so that "Putin said" does not make a witness of him where another page has his office. Then [`Redaction::find`] finds the names
//! in the text of each page.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use super::left::Why;
use super::people::{Person, outlet_key};
use super::redaction::{Group, Redacted, Redaction};
use super::uses::{Signs, Uses};
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

/// What the pages of a story say.
#[derive(Debug, Default)]
struct Told {
    people: Vec<Person>,
    uses: Uses,
    /// Those of them who hold an office there.
    officials: HashSet<String>,
    /// Names that people marked, where all of one stands.
    marked: BTreeSet<String>,
}

/// What the pages say of persons, by the story, or the page where it is in none.
#[derive(Debug, Default)]
pub struct Survey {
    stories: BTreeMap<String, Told>,
    /// Outlets of all pages: what one of these says is read like what a person says.
    outlets: HashSet<String>,
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

/// In how many stories somebody is named at most to tie these together: a private person is of one matter, which pages of several
/// stories may tell.
const MOST_STORIES: usize = 12;

/// Names by their folded form, with their parts, and whether they may go out.
type Owners = BTreeMap<String, (String, BTreeSet<String>, bool)>;

/// Parts of names, with the numbers of whose they are.
type Parts = BTreeMap<String, BTreeSet<u32>>;

impl Survey {
    /// Adds the persons of a page.
    pub fn see(&mut self, story: &str, seen: Vec<Person>) {
        if !seen.is_empty() {
            let told = self.told(story);
            let officials = seen.iter().filter(|person| person.has_office).map(|person| fold::key(&person.name));
            told.officials.extend(officials);
            told.people.extend(seen);
        }
    }

    /// Adds what single words of a page stand for.
    pub fn see_uses(&mut self, story: &str, Uses { places, persons }: Uses) {
        let uses = &mut self.told(story).uses;
        uses.places.extend(places);
        uses.persons.extend(persons);
    }

    /// Adds the outlets of a page.
    pub fn see_outlets(&mut self, outlets: Vec<String>) {
        self.outlets.extend(outlets);
    }

    /// Adds the names of a page that people marked.
    pub fn see_marked(&mut self, story: &str, names: BTreeSet<String>) {
        if !names.is_empty() {
            self.told(story).marked.extend(names);
        }
    }

    fn told(&mut self, story: &str) -> &mut Told {
        if !self.stories.contains_key(story) {
            self.stories.insert(story.to_owned(), Told::default());
        }
        self.stories.get_mut(story).expect("it was put in")
    }

    /// Whose names go out. `marked` are names as people wrote them.
    pub fn decide(self, rules: Rules, marked: &[String], lexicon: &Lexicon, key: [u8; 32]) -> Redaction {
        let mut redaction = Redaction::new(key);
        redaction.signs = Signs::of(lexicon);
        let marked = if rules.marked { marked } else { &[] };
        let (singles, names): (Vec<&String>, Vec<&String>) = marked.iter().partition(|name| is_single(name));
        for name in &names {
            let whose = redaction.person(name, "marked");
            redaction.everywhere.add_full(name, whose);
        }
        let figures = Figures::of(&self, lexicon);
        let stories: Vec<(String, Told)> = self.stories.into_iter().collect();
        let mut groups: Vec<Group> = Vec::with_capacity(stories.len());
        // Who goes out everywhere, by the full name.
        let mut gone: BTreeMap<String, u32> = BTreeMap::new();
        let mut own: Vec<BTreeSet<u32>> = Vec::with_capacity(stories.len());
        for (_, told) in &stories {
            let (mut group, mut of_story) = (Group::default(), BTreeSet::new());
            for person in told.people.iter().filter(|person| !is_single(&person.name)) {
                let Some(rule) = figures.rule(person, told, rules) else {
                    if person.is_victim && rules.victims {
                        redaction.leave(&person.name, Why::Figure, None);
                    }
                    continue;
                };
                if is_of_world(&person.name, lexicon) {
                    redaction.leave(&person.name, Why::World, None);
                    continue;
                }
                let whose = redaction.person(&person.name, rule);
                of_story.insert(whose);
                group.full.add_full(&person.name, whose);
                let key = fold::key(&person.name);
                if !figures.public.contains(&key) {
                    redaction.everywhere.add_full(&person.name, whose);
                    gone.insert(key, whose);
                }
            }
            for name in told.marked.iter().filter(|name| rules.marked && !is_single(name)) {
                of_story.insert(redaction.person(name, "marked"));
            }
            groups.push(group);
            own.push(of_story);
        }
        // Whoever goes out for what another story tells of them goes out with their parts in all that name them.
        for ((_, told), own) in stories.iter().zip(&mut own) {
            let keys = told.people.iter().filter(|person| !is_single(&person.name) && !figures.is_public(person, told));
            own.extend(keys.filter_map(|person| gone.get(&fold::key(&person.name))));
        }
        let near = neighbours(&own);
        let everyone: Parts = redaction.parts(0..redaction.people.len() as u32, lexicon);
        redaction.everywhere_by_parts(&names, &gone, &everyone, &figures, lexicon);
        let owned = match singles.is_empty() {
            true => Owners::new(),
            false => figures.owners(&stories, &singles, &names, lexicon),
        };
        redaction.mark_words(&singles, &owned);
        for (((story, told), mut group), (own, near)) in stories.into_iter().zip(groups).zip(own.iter().zip(&near)) {
            redaction.fill(&mut group, told, [own, near], &figures, rules, lexicon);
            if !group.is_empty() || !group.others.is_empty() {
                redaction.groups.insert(story, group);
            }
        }
        redaction.public = figures.public;
        redaction
    }
}

fn is_single(name: &str) -> bool {
    numbers(name).len() == 1
}

/// A name without the forms of address before it.
fn without_address<'n>(name: &'n str, lexicon: &Lexicon) -> &'n str {
    let addresses = &lexicon.discretion.addresses;
    let is_address = |word: &Word| addresses.contains(&fold::key(&name[word.start..word.end]));
    words(name).into_iter().find(|word| !is_address(word)).map_or(name, |word| &name[word.start..])
}

/// Who is known for an office, a post or by the list, in any page.
struct Figures {
    public: HashSet<String>,
    /// The list alone, which holds in every story.
    listed: HashSet<String>,
    posted: HashSet<String>,
    /// A public figure is called by the last part of the name elsewhere; a given name is anybody's.
    parts: HashSet<u64>,
    outlets: HashSet<String>,
}

impl Figures {
    fn of(survey: &Survey, lexicon: &Lexicon) -> Figures {
        let all = || survey.stories.values().flat_map(|told| &told.people);
        let keys = |is_one: fn(&Person) -> bool| {
            all().filter(move |person| is_one(person)).map(|person| fold::key(&person.name))
        };
        let listed = lexicon.discretion.public.clone();
        let public: HashSet<String> = keys(|person| person.has_office).chain(listed.iter().cloned()).collect();
        let is_given = |part: &str| lexicon.name_words.given.contains(part);
        let last = |name: &String| name.rsplit(' ').next().filter(|part| !is_given(part)).map(numbers);
        let parts = public.iter().filter_map(last).flatten().collect();
        Figures {
            posted: keys(|person| person.has_post).collect(),
            parts,
            listed,
            public,
            outlets: survey.outlets.clone(),
        }
    }

    /// Whether somebody holds an office in this very story, or is on the list.
    fn is_public(&self, person: &Person, told: &Told) -> bool {
        let key = fold::key(&person.name);
        self.listed.contains(&key) || told.officials.contains(&key)
    }

    /// Everybody of several words who has a part that is marked, and whether they may go out, by whichever rule or since all of the name is
    /// marked in parts: so that a part has one token whatever is left out beside it.
    fn owners(&self, stories: &[(String, Told)], singles: &[&String], marked: &[&String], lexicon: &Lexicon) -> Owners {
        let all = Rules { victims: true, witnesses: true, marked: true };
        let singles: BTreeSet<String> = singles.iter().map(|name| fold::key(name)).collect();
        let mut owners = Owners::new();
        let mut add = |name: &str, may: &dyn Fn() -> bool| {
            let parts = parts_of(name, lexicon);
            if !is_single(name) && !parts.is_disjoint(&singles) {
                let may = parts.is_subset(&singles) || may();
                let known = owners.entry(fold::key(name)).or_insert_with(|| (name.to_owned(), parts, false));
                known.2 |= may;
            }
        };
        for (_, told) in stories {
            for person in &told.people {
                let may = || self.rule(person, told, all).is_some() && !is_of_world(&person.name, lexicon);
                add(&person.name, &may);
            }
        }
        marked.iter().for_each(|name| add(name, &|| true));
        owners
    }

    /// By which rule the name goes out.
    fn rule(&self, person: &Person, told: &Told, rules: Rules) -> Option<&'static str> {
        let key = fold::key(&person.name);
        let of_name = numbers(&person.name);
        let is_single = of_name.len() == 1;
        let is_public_here = self.is_public(person, told);
        let is_public_part = is_single && self.parts.contains(&of_name[0]);
        let is_victim = person.is_victim && !is_public_here;
        let is_outlet = self.outlets.contains(&outlet_key(&person.name));
        let is_nobody = is_outlet || self.public.contains(&key) || self.posted.contains(&key) || is_public_part;
        let is_beside = person.is_beside_harm && !is_single && !is_nobody;
        let is_witness = person.is_source && !is_nobody;
        match () {
            () if rules.victims && (is_victim || is_beside) => Some("victims"),
            () if rules.witnesses && is_witness => Some("witnesses"),
            () if rules.marked && person.is_marked && !is_public_here && !is_outlet => Some("marked"),
            () => None,
        }
    }
}

/// For each story those who go out in another one that shares one of its own: pages that name one private person tell of one matter.
fn neighbours(own: &[BTreeSet<u32>]) -> Vec<BTreeSet<u32>> {
    let mut stories_of: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
    for (at, people) in own.iter().enumerate() {
        people.iter().for_each(|whose| stories_of.entry(*whose).or_default().push(at));
    }
    let near = |(at, people): (usize, &BTreeSet<u32>)| {
        let shared = people.iter().map(|whose| &stories_of[whose]).filter(|stories| stories.len() <= MOST_STORIES);
        let others: BTreeSet<usize> = shared.flatten().copied().filter(|other| *other != at).collect();
        others.into_iter().flat_map(|other| own[other].difference(people)).copied().collect()
    };
    own.iter().enumerate().map(near).collect()
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
    /// The parts of the names of these.
    fn parts(&self, whose: impl Iterator<Item = u32>, lexicon: &Lexicon) -> Parts {
        let mut parts = Parts::new();
        for one in whose {
            for part in parts_of(&self.people[one as usize].name, lexicon) {
                parts.entry(part).or_default().insert(one);
            }
        }
        parts
    }

    /// Whose a part is: a part that two have is of neither alone, and is called by itself.
    fn owner(&mut self, part: &str, owners: &BTreeSet<u32>) -> u32 {
        if let [only] = owners.iter().collect::<Vec<_>>()[..] {
            return *only;
        }
        let rule = owners.first().map_or("", |first| self.people[*first as usize].rule);
        let known = self.people.len();
        let whose = self.person(part, rule);
        if whose as usize == known {
            self.people[known].is_shared = true;
        }
        whose
    }

    /// Single words that people marked, each under the token of the one whose it is.
    fn mark_words(&mut self, singles: &[&String], owned: &Owners) {
        for name in singles {
            let part = fold::key(name);
            let owners = owned.values().filter(|(_, parts, _)| parts.contains(&part)).collect::<Vec<_>>();
            let whose = match owners[..] {
                [(only, _, true)] => self.person(only, "marked"),
                _ => {
                    let whose = self.person(name, "marked");
                    self.people[whose as usize].rule = "marked";
                    whose
                }
            };
            self.people[whose as usize].is_shared = false;
            self.everywhere.add_full(name, whose);
            self.marked.extend(numbers(name));
        }
    }

    /// What goes out in a story: parts of the names of its `own` people, and where they stand for a person, of those near it.
    fn fill(
        &mut self,
        group: &mut Group,
        told: Told,
        [own, near]: [&BTreeSet<u32>; 2],
        figures: &Figures,
        rules: Rules,
        lexicon: &Lexicon,
    ) {
        let mut parts = self.parts(own.iter().copied(), lexicon);
        let lone = self.parts(near.iter().copied(), lexicon);
        for person in told.people.iter().filter(|person| is_single(&person.name)) {
            let key = fold::key(&person.name);
            let Some(rule) = figures.rule(person, &told, rules) else { continue };
            if is_of_world(&person.name, lexicon) {
                self.leave(&person.name, Why::World, None);
            } else if let Entry::Vacant(free) = parts.entry(key) {
                let marked = numbers(free.key()).first().and_then(|word| self.everywhere.whose(*word));
                let owners = marked.map(|whose| [whose].into()).or_else(|| lone.get(free.key()).cloned());
                free.insert(owners.unwrap_or_else(|| [self.person(&person.name, rule)].into()));
            }
        }
        for (part, owners) in &parts {
            let whose = self.owner(part, owners);
            group.parts.add(&numbers(part), whose);
            // The family: "the Yusufs".
            group.parts.add(&numbers(&format!("{part}s")), whose);
        }
        for (part, owners) in lone.iter().filter(|(part, _)| !parts.contains_key(*part)) {
            let whose = self.owner(part, owners);
            group.lone.add(&numbers(part), whose);
        }
        // "Pani Marchuk" is no full name, so she may be the one who goes out.
        let is_full = |name: &str| !is_single(without_address(name, lexicon)) && !self.is_known(name);
        let others = told.people.iter().filter(|person| is_full(&person.name));
        let is_lone =
            |word: &u64| [&group.lone, &self.called, &self.addressed].iter().any(|names| names.is_word(*word));
        group.others = others.flat_map(|person| numbers(&person.name)).filter(is_lone).collect();
        let Uses { places, persons } = told.uses;
        group.places = places.into_iter().filter(|word| group.parts.has(*word)).collect();
        group.persons = persons.into_iter().filter(|word| group.parts.has(*word)).collect();
    }

    /// Parts that go out in any story: those of names that people marked, and family names behind a form of address, where they stand for a
    /// person who has no fuller name there.
    fn everywhere_by_parts(
        &mut self,
        marked: &[&String],
        gone: &BTreeMap<String, u32>,
        everyone: &Parts,
        figures: &Figures,
        lexicon: &Lexicon,
    ) {
        let is_figure = |part: &str| numbers(part).iter().any(|word| figures.parts.contains(word));
        let owners = |part: &str| everyone.get(part).cloned().unwrap_or_default();
        for part in marked.iter().flat_map(|name| parts_of(name, lexicon)) {
            let whose = self.owner(&part, &owners(&part));
            self.called.add(&numbers(&part), whose);
        }
        let last = |name: &String| name.rsplit(' ').next().map(str::to_owned);
        for part in gone.keys().filter_map(last).filter(|part| everyone.contains_key(part) && !is_figure(part)) {
            let whose = self.owner(&part, &owners(&part));
            self.addressed.add(&numbers(&part), whose);
        }
    }

    /// Whose names go out, in the order of their tokens.
    pub fn people(&self) -> Vec<&Redacted> {
        let is_told = |person: &&Redacted| !person.is_shared || person.times > 0;
        let mut people: Vec<&Redacted> = self.people.iter().filter(is_told).collect();
        people.sort_by(|a, b| a.hash.cmp(&b.hash));
        people
    }
}
