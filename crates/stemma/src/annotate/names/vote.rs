//! One type for every name in the whole document.
//!
//! All mentions of a name vote: what the model says at each, what stands around them (`surroundings`), what the gazetteer
//! knows, the names in one list with it, and the full name whose last part it is. Names that the model missed elsewhere in
//! the document are then marked there too.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::drafts::Draft;
use super::register::Found;
use super::rows;
use super::short_forms::LongForm;
use super::surroundings;
use super::words::Words;
use crate::lexicon::actors::ActorKind;
use crate::lexicon::fold;
use crate::lexicon::gazetteer::Feature;

/// What the learnt reader's word weighs, where it is sure.
const LEARNT: f32 = 1.5;

#[derive(Clone, Copy, Debug, Default)]
pub struct Ballot {
    pub person: f32,
    pub organisation: f32,
    pub place: f32,
    pub people: f32,
    /// Grammar that speaks for a place where the gazetteer knows one of this name.
    pub may_be_place: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Person,
    Organisation,
    Place,
    People,
}

fn class_of(kind: &str) -> Option<Class> {
    match kind {
        "PERSON" => Some(Class::Person),
        "ORG" => Some(Class::Organisation),
        "GPE" | "LOC" | "FAC" => Some(Class::Place),
        "NORP" => Some(Class::People),
        _ => None,
    }
}

impl Ballot {
    pub fn add(&mut self, class: Class, weight: f32) {
        *match class {
            Class::Person => &mut self.person,
            Class::Organisation => &mut self.organisation,
            Class::Place => &mut self.place,
            Class::People => &mut self.people,
        } += weight;
    }

    /// The winner, where it wins by far.
    fn sure(&self) -> Option<Class> {
        let best = self.winner();
        let votes = [
            (self.place, Class::Place),
            (self.person, Class::Person),
            (self.organisation, Class::Organisation),
            (self.people, Class::People),
        ];
        let of = |wanted: Class| votes.iter().find(|(_, class)| *class == wanted).map_or(0.0, |(votes, _)| *votes);
        let second = votes.iter().filter(|(_, class)| *class != best).map(|(votes, _)| *votes).fold(0.0, f32::max);
        (of(best) >= second + 1.0).then_some(best)
    }

    /// The winner, where more than what the model takes the name for speaks for it.
    fn told(&self) -> Option<Class> {
        let best = self.winner();
        let votes = [
            (self.place, Class::Place),
            (self.person, Class::Person),
            (self.organisation, Class::Organisation),
            (self.people, Class::People),
        ];
        let own = votes.iter().find(|(_, class)| *class == best).map_or(0.0, |(votes, _)| *votes);
        let second = votes.iter().filter(|(_, class)| *class != best).map(|(votes, _)| *votes).fold(0.0, f32::max);
        (own >= 1.2 && own >= second + 0.5).then_some(best)
    }

    /// What the gazetteer says of a name with so many mentions.
    fn look_up(&mut self, known: f32, mentions: f32) {
        // "Syrian" is a people however many towns are called so, unless it is shelled or marched to.
        if self.people > 0.0 && self.place + self.may_be_place < 0.7 {
            return;
        }
        self.place += known * mentions;
        if known >= 0.5 {
            self.place += self.may_be_place;
        }
    }

    pub fn winner(&self) -> Class {
        let ranked = [
            (self.place, Class::Place),
            (self.person, Class::Person),
            (self.organisation, Class::Organisation),
            (self.people, Class::People),
        ];
        let best = ranked.iter().map(|(votes, _)| *votes).fold(f32::MIN, f32::max);
        ranked.iter().find(|(votes, _)| *votes >= best).map_or(Class::Organisation, |(_, class)| *class)
    }
}

pub fn decide(words: &Words<'_>, drafts: &mut Vec<Draft>, found: &Found<'_>, defined: &HashMap<String, LongForm>) {
    let mut ballots: BTreeMap<String, Ballot> = BTreeMap::new();
    let mut counts: HashMap<String, u32> = HashMap::new();
    for draft in drafts.iter().filter(|draft| !draft.fixed) {
        let Some(class) = class_of(draft.kind) else { continue };
        let key = key_of(words, draft);
        *counts.entry(key.clone()).or_default() += 1;
        let ballot = ballots.entry(key).or_default();
        // Of single words the model knows least: towns become persons as often as not.
        let doubtful = draft.tokens.len() == 1 && matches!(class, Class::Person | Class::Organisation);
        ballot.add(class, if doubtful { 0.8 } else { 1.0 });
        let [person, body, place] = words.context.learnt.name(&draft.tokens);
        for (class, p) in [(Class::Person, person), (Class::Organisation, body), (Class::Place, place)] {
            ballot.add(class, LEARNT * p);
        }
        surroundings::listen(words, draft.tokens.clone(), ballot);
        beside_country(words, draft.tokens.clone(), found, ballot);
    }
    let mentions = |key: &str| counts.get(key).copied().unwrap_or(1).min(20) as f32;
    // Names of several words are decided first: "Abu Futtum" tells what "Futtum" is.
    for (key, ballot) in ballots.iter_mut().filter(|(key, _)| key.contains(' ')) {
        ballot.look_up(known_place(words, key, found), mentions(key));
    }
    let several: BTreeMap<&str, Class> = ballots
        .iter()
        .filter(|(key, _)| key.contains(' '))
        .map(|(key, ballot)| (key.as_str(), ballot.winner()))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| !draft.fixed) {
        if let Some(&class @ (Class::Person | Class::Place)) = several.get(key_of(words, draft).as_str())
            && class_of(draft.kind).is_some_and(|own| own != class)
        {
            draft.kind = type_of(class, draft.kind);
        }
    }
    let full_names = full_names(words, drafts);
    // Who is addressed by the last name alone is the same person.
    let addressed: HashSet<String> = drafts
        .iter()
        .filter(|draft| draft.fixed && draft.kind == "PERSON" && draft.tokens.len() == 1)
        .map(|draft| key_of(words, draft))
        .collect();
    for (key, ballot) in &mut ballots {
        let last = key.rsplit(' ').next().unwrap_or(key);
        if addressed.contains(last) {
            ballot.add(Class::Person, 2.0 + ballot.organisation);
        } else if full_names.contains_key(key) {
            // Whatever the model says of "Qanbar" each time, "Abboud Qanbar" was a person.
            ballot.add(Class::Person, 2.0 + ballot.organisation);
        } else if !key.contains(' ') {
            ballot.look_up(known_place(words, key, found), mentions(key));
        }
    }
    in_lists(words, drafts, &mut ballots);
    in_rows(words, drafts, &mut ballots);
    let decided: BTreeMap<String, Class> = ballots.iter().map(|(key, ballot)| (key.clone(), ballot.winner())).collect();
    for draft in drafts.iter_mut().filter(|draft| !draft.fixed) {
        let key = key_of(words, draft);
        if let Some(&class) = decided.get(&key)
            && class_of(draft.kind).is_some_and(|own| own != class)
        {
            draft.kind = type_of(class, draft.kind);
        }
    }
    spread(words, drafts, &decided, &full_names, defined);
    for draft in drafts.iter_mut().filter(|draft| draft.kind == "PERSON" && draft.tokens.len() == 1) {
        if let Some(Some(full)) = full_names.get(&key_of(words, draft)) {
            draft.name = Some(full.clone());
        }
    }
}

/// The name as it stands, folded; a token may hold more than the name ("Qanbar(Arabic").
fn key_of(words: &Words<'_>, draft: &Draft) -> String {
    fold::key(draft.span.of(words.context.text))
}

/// How much the gazetteer speaks for a place: more where it lies in a country that the article speaks of.
pub fn known_place(words: &Words<'_>, key: &str, found: &Found<'_>) -> f32 {
    let gazetteer = &words.context.lexicon.gazetteer;
    if key.len() < 3 || key.split(' ').count() > 4 {
        return 0.0;
    }
    let exact = gazetteer.exact(key).into_iter().map(|candidate| (candidate, 1.0));
    // Short names sound like too many others.
    let romanised = if key.len() < 4 { Vec::new() } else { gazetteer.folded(key) };
    let romanised = romanised.into_iter().map(|candidate| (candidate, 0.8));
    let mut weight = 0.0_f32;
    for (candidate, factor) in exact.chain(romanised).take(200) {
        let Some(entry) = gazetteer.entry(candidate.place) else { continue };
        let country = entry.country.and_then(|id| gazetteer.country(id));
        let here = country.is_some_and(|country| found.countries.mentions(&country.alpha3));
        let own = match here {
            true => 1.5,
            false if entry.listed || entry.population >= 300_000 => 0.8,
            false if entry.population >= 15_000 || matches!(entry.feature, Feature::Adm1 | Feature::Adm2) => 0.5,
            false => 0.15,
        };
        weight = weight.max(own * factor);
    }
    weight
}

/// "Kyiv, Ukraine": a name with a country behind its comma.
pub fn beside_country(words: &Words<'_>, tokens: Range<usize>, found: &Found<'_>, ballot: &mut Ballot) {
    let next = tokens.end + 1;
    if words.text(tokens.end) != "," || !words.same_sentence(tokens.start, next) {
        return;
    }
    let named = found.at(words.span(next..next + 1)).and_then(|named| named.actor.filter(|_| !named.nationality));
    if named.is_some_and(|actor| actor.kind == ActorKind::Country) {
        ballot.add(Class::Place, 1.0);
    }
}

/// Members of a list are of one kind: where the first is surely a place or a person, the others gain.
fn in_lists(words: &Words<'_>, drafts: &[Draft], ballots: &mut BTreeMap<String, Ballot>) {
    let mut owner: HashMap<usize, usize> = HashMap::new();
    for (index, draft) in drafts.iter().enumerate() {
        owner.extend(draft.tokens.clone().map(|at| (at, index)));
    }
    let mut gains: Vec<(String, Class)> = Vec::new();
    for (index, draft) in drafts.iter().enumerate() {
        let Some(head) = words.context.syntax.head_of(draft.span).filter(|&head| words.dep(head) == "conj") else {
            continue;
        };
        let Some(&other) = owner.get(&words.head(head)).filter(|&&other| other != index) else { continue };
        for (of, from) in [(draft, &drafts[other]), (&drafts[other], draft)] {
            let class = match from.fixed {
                true => class_of(from.kind),
                false => ballots.get(&key_of(words, from)).and_then(Ballot::sure),
            };
            if let Some(class) = class.filter(|_| !of.fixed) {
                gains.push((key_of(words, of), class));
            }
        }
    }
    for (key, class) in gains {
        if let Some(ballot) = ballots.get_mut(&key).filter(|_| matches!(class, Class::Person | Class::Place)) {
            ballot.add(class, 0.9);
        }
    }
}

/// Where one member of a row is surely a place or a person, and none is surely something else, all are.
fn in_rows(words: &Words<'_>, drafts: &[Draft], ballots: &mut BTreeMap<String, Ballot>) {
    let mut gains: Vec<(String, Class)> = Vec::new();
    for row in rows::find(words, drafts) {
        let sure = |draft: &Draft| match draft.fixed {
            true => class_of(draft.kind),
            false => ballots.get(&key_of(words, draft)).and_then(Ballot::told),
        };
        let mut classes: Vec<Class> = drafts[row.clone()].iter().filter_map(sure).collect();
        classes.dedup();
        if let [class @ (Class::Place | Class::Person)] = classes[..] {
            let open = drafts[row].iter().filter(|draft| !draft.fixed && sure(draft).is_none());
            gains.extend(open.map(|draft| (key_of(words, draft), class)));
        }
    }
    for (key, class) in gains {
        if let Some(ballot) = ballots.get_mut(&key) {
            ballot.add(class, 1.2);
        }
    }
}

fn type_of(class: Class, kind: &'static str) -> &'static str {
    match class {
        Class::Person => "PERSON",
        Class::Organisation => "ORG",
        Class::People => "NORP",
        Class::Place if matches!(kind, "LOC" | "FAC") => kind,
        Class::Place => "GPE",
    }
}

/// Last parts of full names of persons, with the full name, or `None` when two persons share it.
fn full_names(words: &Words<'_>, drafts: &[Draft]) -> BTreeMap<String, Option<String>> {
    let mut names: BTreeMap<String, Option<String>> = BTreeMap::new();
    for draft in drafts.iter().filter(|draft| draft.kind == "PERSON" && draft.tokens.len() >= 2) {
        let last = draft.tokens.end - 1;
        let full = draft.span.of(words.context.text).split_whitespace().collect::<Vec<_>>().join(" ");
        let key = key_of(words, draft);
        let mut keys = vec![key.rsplit(' ').next().unwrap_or_default().to_owned()];
        // "al-Abadi" is also "Abadi"; "Abu Futtum" is also "Futtum"; with the article it is one more short form.
        if words.is_joint(last.saturating_sub(1)) && last >= 2 {
            keys.push(words.key(last - 2..last + 1));
        }
        for key in keys.into_iter().filter(|key| key.len() >= 3 && *key != key_of(words, draft)) {
            let entry = names.entry(key).or_insert_with(|| Some(full.clone()));
            // "Nicholas A. Heras" and "Nicholas Heras" may be one; two different first names are two persons.
            if entry.as_deref().is_some_and(|known| known.split(' ').next() != full.split(' ').next()) {
                *entry = None;
            }
        }
    }
    names
}

/// Marks names that were decided where they were not seen.
fn spread(
    words: &Words<'_>,
    drafts: &mut Vec<Draft>,
    decided: &BTreeMap<String, Class>,
    full_names: &BTreeMap<String, Option<String>>,
    defined: &HashMap<String, LongForm>,
) {
    // A name is sought by its first word; the longest is tried first.
    let mut by_first: HashMap<&str, Vec<(Vec<&str>, Class)>> = HashMap::new();
    let last_names = full_names.keys().map(|key| (key, Class::Person)).filter(|(key, _)| !decided.contains_key(*key));
    for (key, class) in decided.iter().map(|(key, class)| (key, *class)).chain(last_names) {
        let parts: Vec<&str> = key.split(' ').collect();
        if key.len() >= 3 && !defined.contains_key(key) {
            by_first.entry(parts[0]).or_default().push((parts, class));
        }
    }
    by_first.values_mut().for_each(|names| names.sort_by_key(|(parts, _)| std::cmp::Reverse(parts.len())));
    let mut taken: HashSet<usize> = drafts.iter().flat_map(|draft| draft.tokens.clone()).collect();
    let mut more = Vec::new();
    for at in 0..words.len() {
        if taken.contains(&at) || !words.is_capitalised(at) && !words.lists().particles.contains(words.folded(at)) {
            continue;
        }
        for (parts, class) in by_first.get(words.folded(at)).into_iter().flatten() {
            let Some(end) = match_parts(words, at, parts) else { continue };
            let single = parts.len() == 1;
            let sure = words.is_proper(at) || !single;
            if !sure
                || (at..end).any(|token| taken.contains(&token))
                || single && words.is_title_case(at) && !words.is_proper(at)
            {
                continue;
            }
            // Part of a longer capitalised name that nobody took for one is not this name.
            let joined = single
                && at > 0
                && words.same_sentence(at - 1, at)
                && words.is_proper(at - 1)
                && !taken.contains(&(at - 1))
                && !words.lists().titles.contains(words.folded(at - 1))
                && !words.is_title_case(at);
            if joined {
                continue;
            }
            taken.extend(at..end);
            more.push(Draft {
                span: words.span(at..end),
                tokens: at..end,
                kind: type_of(*class, "GPE"),
                id: None,
                name: None,
                fixed: false,
            });
            break;
        }
    }
    drafts.extend(more);
    drafts.sort_by_key(|draft| draft.span.start);
}

/// Where a name of these folded parts ends, if it starts at this token; joints between the parts do not count.
fn match_parts(words: &Words<'_>, at: usize, parts: &[&str]) -> Option<usize> {
    let mut token = at;
    for (index, part) in parts.iter().enumerate() {
        while index > 0 && words.is_joint(token) {
            token += 1;
        }
        if words.folded(token) != *part || !words.same_sentence(at, token) {
            return None;
        }
        token += 1;
    }
    Some(token)
}
