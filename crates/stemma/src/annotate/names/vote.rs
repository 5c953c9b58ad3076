//! One type for every name in the whole document.
//!
//! All mentions of a name vote: what the model says at each, what stands around them (a title before, "province" behind,
//! "in" before, "who" behind, an apposition that tells a profession), and the full name whose last part it is. Names that
//! the model missed elsewhere in the document are then marked there too.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;

use super::drafts::Draft;
use super::register::Found;
use super::short_forms::LongForm;
use super::words::Words;
use crate::lexicon::fold;

#[derive(Clone, Copy, Debug, Default)]
struct Ballot {
    person: f32,
    organisation: f32,
    place: f32,
    people: f32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Class {
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
    fn add(&mut self, class: Class, weight: f32) {
        *match class {
            Class::Person => &mut self.person,
            Class::Organisation => &mut self.organisation,
            Class::Place => &mut self.place,
            Class::People => &mut self.people,
        } += weight;
    }

    fn winner(&self) -> Class {
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
        ballot.add(class, 1.0);
        listen(words, draft.tokens.clone(), ballot);
    }
    // Names of several words are decided first: "Abu Futtum" tells what "Futtum" is.
    let several: BTreeMap<&str, Class> = ballots
        .iter()
        .filter(|(key, _)| key.contains(' '))
        .map(|(key, ballot)| (key.as_str(), ballot.winner()))
        .collect();
    for draft in drafts.iter_mut().filter(|draft| !draft.fixed) {
        if let Some(Class::Person) = several.get(key_of(words, draft).as_str())
            && class_of(draft.kind).is_some()
        {
            draft.kind = "PERSON";
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
        } else if ballot.people == 0.0 {
            let mentions = counts.get(key).copied().unwrap_or(1).min(20);
            ballot.add(Class::Place, known_place(words, key, found) * mentions as f32);
        }
    }
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
fn known_place(words: &Words<'_>, key: &str, found: &Found<'_>) -> f32 {
    let gazetteer = &words.context.lexicon.gazetteer;
    if key.len() < 4 || key.split(' ').count() > 3 {
        return 0.0;
    }
    let exact = gazetteer.exact(key).into_iter().map(|candidate| (candidate, 1.0));
    let romanised = gazetteer.folded(key).into_iter().map(|candidate| (candidate, 0.8));
    let mut weight = 0.0_f32;
    for (candidate, factor) in exact.chain(romanised).take(200) {
        let Some(entry) = gazetteer.entry(candidate.place) else { continue };
        let country = entry.country.and_then(|id| gazetteer.country(id));
        let here = country.is_some_and(|country| found.countries.mentions(&country.alpha3));
        let own = match here {
            true => 1.5,
            false if entry.listed || entry.population >= 300_000 => 0.8,
            false => 0.15,
        };
        weight = weight.max(own * factor);
    }
    weight
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

/// What the words around one mention say about its type.
fn listen(words: &Words<'_>, tokens: Range<usize>, ballot: &mut Ballot) {
    let lists = words.lists();
    let (start, end) = (tokens.start, tokens.end);
    let syntax = words.context.syntax;
    // A body of several words may be where something happens; that makes it no place.
    let place_weight = if tokens.len() > 1 && ballot.organisation > 0.0 { 0.3 } else { 1.0 };
    let here = |at: usize| words.same_sentence(start, at);
    let before = start.checked_sub(1).filter(|&at| here(at));
    if let Some(at) = before {
        let word = words.folded(at).trim_end_matches('.');
        if lists.titles.contains(word) && (words.is_capitalised(at) || word.starts_with("spokes")) && word != "special"
        {
            ballot.add(Class::Person, 3.0);
        }
        let of_division =
            words.folded(at) == "of" && at > 0 && here(at - 1) && lists.divisions.contains(words.folded(at - 1));
        if of_division || lists.divisions.contains(word) && !words.is_capitalised(at) {
            ballot.add(Class::Place, 3.0);
        }
        match word {
            "in" => ballot.add(Class::Place, 1.6 * place_weight),
            "near" | "outside" | "around" | "across" | "toward" | "towards" | "into" | "inside" | "at"
            | "throughout" | "northern" | "southern" | "eastern" | "western" | "central" => {
                ballot.add(Class::Place, 1.1 * place_weight)
            }
            "from" | "to" => ballot.add(Class::Place, 0.4),
            "the" => {
                ballot.add(Class::Organisation, 0.4);
                ballot.add(Class::Person, -1.0);
            }
            _ => {}
        }
    }
    if here(end) {
        let word = words.folded(end);
        if lists.divisions.contains(word) && !matches!(word, "state" | "department" | "airport" | "border") {
            ballot.add(Class::Place, 2.5);
        }
        if matches!(
            word,
            "fighters"
                | "militants"
                | "forces"
                | "spokesman"
                | "spokeswoman"
                | "insurgents"
                | "rebels"
                | "commander"
                | "leader"
        ) {
            ballot.add(Class::Organisation, 0.7);
        }
        if words.text(end) == "-" && matches!(words.folded(end + 1), "held" | "controlled") {
            ballot.add(Class::Organisation, 1.0);
        }
        if word == "who" || words.text(end) == "," && words.folded(end + 1) == "who" {
            ballot.add(Class::Person, 2.0);
        }
        let age = words.text(end) == "," && words.tag(end + 1) == "CD" && words.text(end + 1).len() <= 3;
        if age && words.text(end + 2) == "," {
            ballot.add(Class::Person, 3.0);
        }
    }
    // Grammar: who speaks is no place, and an apposition tells what someone is.
    let head = syntax.head_of(words.span(tokens.clone()));
    if let Some(head) = head {
        let over = syntax.tokens[head].head;
        if syntax.tokens[head].dep == "nsubj"
            && matches!(syntax.tokens[over].lemma.as_str(), "say" | "tell" | "add" | "explain" | "recall" | "think")
        {
            ballot.add(Class::Person, 0.6);
            ballot.add(Class::Place, -0.5);
        }
        let told = syntax
            .children(head)
            .filter(|&child| syntax.tokens[child].dep == "appos" && child >= end)
            .chain((syntax.tokens[head].dep == "appos").then_some(over));
        for other in told {
            let noun = &syntax.tokens[other].lemma;
            if lists.professions.contains(noun.as_str()) {
                ballot.add(Class::Person, 2.0);
            } else if lists.divisions.contains(noun.as_str()) {
                ballot.add(Class::Place, 2.0);
            } else if lists.group_nouns.contains(noun.as_str()) {
                ballot.add(Class::Organisation, 1.0);
            }
        }
        let compound =
            syntax.tokens[head].dep == "compound" && lists.professions.contains(syntax.tokens[over].lemma.as_str());
        if compound && over >= end {
            ballot.add(Class::Organisation, 0.3);
        }
    }
    if matches!(words.folded(start), "abu" | "umm" | "ibn" | "bin" | "abd" | "abdul" | "mullah") && tokens.len() >= 2 {
        ballot.add(Class::Person, 0.7);
    }
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
