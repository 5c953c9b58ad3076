//! Which words name places: sequences of capitalised words that the gazetteer knows or the general model calls a place,
//! weighed by the words around them. Persons, organisations and ordinary words at the head of a sentence are kept out.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::between;
use super::longer::PARTICLES;
use super::peoples::People;
use super::resolve::{implied_countries, is_romanised};
use crate::annotate::Context;
use crate::annotate::names::Names;
use crate::lexicon::gazetteer::{Candidate, CountryId, Feature, Fit, Gazetteer, PlaceWords};
use crate::model::Span;

/// Longest name, in words and marks of the tokenizer ("Deir ez-Zor" is four).
pub(super) const LONGEST: usize = 7;
/// What a name must weigh to be taken as a place.
const ENOUGH: f32 = 1.2;
/// What makes the other mentions of a name believable too.
const SURE: f32 = 3.2;

/// What the words around a name say it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Any,
    /// "the town of X".
    Settlement,
    /// "X province", "X's countryside".
    Unit,
    /// "X river", "X camp".
    Feature,
}

/// Words that name a place.
#[derive(Clone, Debug)]
pub struct Spotted {
    pub span: Span,
    pub tokens: Range<usize>,
    /// Every place that bears the name exactly; empty when the gazetteer does not know it.
    pub candidates: Vec<Candidate>,
    /// Short forms stand for one place only.
    pub fixed: bool,
    pub kind: Kind,
    /// Only the first words of a longer name are known ("James River").
    pub part_of_longer: bool,
    /// A hospital, a mosque or the like bears the name.
    pub institution: bool,
    /// Index of the mention behind it that says where it lies ("X, Ohio").
    pub inside: Option<usize>,
    weight: f32,
}

impl Spotted {
    /// A name outside a text.
    pub fn by_name(candidates: Vec<Candidate>) -> Spotted {
        let (span, tokens, kind) = (Span::new(0, 0), 0..0, Kind::Any);
        let (fixed, part_of_longer, institution) = (false, false, false);
        Spotted { span, tokens, candidates, fixed, kind, part_of_longer, institution, inside: None, weight: 0.0 }
    }

    /// The words around it leave no doubt that it is a place, even when no gazetteer knows it.
    pub fn is_certain(&self) -> bool {
        self.weight >= 3.0
    }
}

/// Finds the toponyms in text order.
pub fn find(context: &Context<'_>, names: &Names, peoples: &[People]) -> Vec<Spotted> {
    let mut scan = Scan::new(context, names);
    scan.wholes = scan.unknown_wholes().into_iter().map(str::to_owned).collect();
    let mut spotted = Vec::new();
    for sentence in &context.syntax.sentences {
        let mut at = sentence.tokens.start;
        while at < sentence.tokens.end {
            match scan.longest_at(at, sentence.tokens.end) {
                Some(found) => {
                    at = found.tokens.end;
                    spotted.push(found);
                }
                None => at += 1,
            }
        }
    }
    let countries = implied_countries(scan.gazetteer, &spotted, peoples);
    scan.add_romanised(&mut spotted, &countries);
    scan.weigh(spotted)
}

pub(super) struct Scan<'c, 'a> {
    pub(super) context: &'c Context<'a>,
    pub(super) gazetteer: &'c Gazetteer,
    pub(super) words: &'c PlaceWords,
    /// For every token, the label of the entity it is part of and the tokens of that entity.
    pub(super) labels: Vec<Option<(&'c str, u32, u32)>>,
    /// How often a name is called a place and how often something else by the general model.
    votes: HashMap<&'c str, (u32, u32)>,
    /// Names that the general model calls a place where no other word of a name follows.
    pub(super) alone: HashSet<&'c str>,
    /// Names of several words, of places that no gazetteer has.
    wholes: HashSet<String>,
    /// Last names of persons.
    persons: HashMap<&'c str, u32>,
    /// Sentences without small letters (headlines, wire slugs).
    capitals: Vec<bool>,
}

impl<'c, 'a> Scan<'c, 'a> {
    fn new(context: &'c Context<'a>, names: &'c Names) -> Scan<'c, 'a> {
        let syntax = context.syntax;
        let mut labels = vec![None; syntax.tokens.len()];
        let mut votes: HashMap<&str, (u32, u32)> = HashMap::new();
        let mut persons: HashMap<&str, u32> = HashMap::new();
        let mut alone = HashSet::new();
        let model = syntax.entities.iter().map(|entity| (entity.tokens.clone(), entity.label));
        let decided = names.entities.iter().filter(|entity| !is_place(&entity.kind) || entity.id.is_none());
        let decided = decided.map(|entity| (syntax.tokens_in(entity.span), entity.kind.as_str()));
        for (tokens, label) in model.chain(decided) {
            let range = (tokens.start as u32, tokens.end as u32);
            labels[tokens.clone()].fill(Some((label, range.0, range.1)));
            let Some((first, last)) = tokens.clone().next().zip(tokens.last()) else { continue };
            let name = syntax.tokens[first].span.cover(syntax.tokens[last].span).of(context.text);
            let vote = votes.entry(name.strip_prefix("the ").unwrap_or(name)).or_default();
            if is_place(label) {
                vote.0 += 1;
                let goes_on = |next: &str| next == "-" || starts_name(next) || PARTICLES.contains(&next);
                let next = syntax.tokens.get(last + 1).map(|next| next.span.of(context.text));
                if !next.is_some_and(goes_on) {
                    alone.insert(name);
                }
            } else {
                vote.1 += 1;
            }
            // Later mentions of a person are by the last name alone.
            if label == "PERSON" && last > first {
                *persons.entry(syntax.tokens[last].span.of(context.text)).or_default() += 1;
            }
        }
        let capitals = syntax.sentences.iter().map(|sentence| {
            let words = sentence.span.of(context.text);
            let small = words.chars().filter(|letter| letter.is_lowercase()).count();
            small * 3 < words.chars().filter(|letter| letter.is_uppercase()).count()
        });
        let gazetteer = &context.lexicon.gazetteer;
        Scan {
            context,
            gazetteer,
            words: gazetteer.words(),
            labels,
            votes,
            alone,
            wholes: HashSet::new(),
            persons,
            capitals: capitals.collect(),
        }
    }

    pub(super) fn word(&self, at: usize) -> &'c str {
        self.context.syntax.tokens[at].span.of(self.context.text)
    }

    pub(super) fn span(&self, tokens: &Range<usize>) -> Span {
        self.context.syntax.tokens[tokens.start].span.cover(self.context.syntax.tokens[tokens.end - 1].span)
    }

    fn begins_name(&self, at: usize) -> bool {
        let word = self.word(at);
        starts_name(word)
            || (matches!(word, "al" | "el" | "ad" | "as" | "ash" | "ar" | "at" | "az" | "an" | "ed" | "es" | "ez")
                && self.context.syntax.tokens.get(at + 1).is_some_and(|next| next.span.of(self.context.text) == "-"))
    }

    /// The longest name that begins here and that the gazetteer knows, or what the model calls a place.
    fn longest_at(&self, at: usize, end: usize) -> Option<Spotted> {
        let start = self.context.syntax.sentences[self.context.syntax.tokens[at].sentence].tokens.start;
        if !self.begins_name(at) || self.ends_longer_name(at, start, end) {
            return None;
        }
        if let Some(found) = self.short_form_at(at, end) {
            return Some(found);
        }
        for last in (at..end.min(at + LONGEST)).rev() {
            let word = self.word(last);
            if !(starts_name(word)
                || word.starts_with(|letter: char| letter.is_ascii_digit())
                || (last > at && (is_inner(word) || self.words.is_kind(word))))
                || matches!(word, "-" | "'s" | "’s" | "," | "." | "of" | "the" | "and" | "on")
            {
                continue;
            }
            let tokens = at..last + 1;
            let name = self.span(&tokens).of(self.context.text);
            if name.contains(['\n', ',', ';', ':', '(', '"', '“', '|'])
                || (tokens.len() > 1 && name.contains(". ") && !is_saint(name))
            {
                continue;
            }
            let candidates = self.gazetteer.exact(name);
            // "The Hague" has its article; "The UK" begins a sentence.
            if self.word(at) == "The" && !candidates.iter().any(|found| self.is_called_the(found)) {
                return None;
            }
            if candidates.is_empty() && self.wholes.contains(name) {
                return Some(self.spotted(tokens, candidates, false));
            }
            let single = tokens.len() == 1;
            if candidates.is_empty() || (single && self.words.never.contains(&name.to_lowercase())) {
                continue;
            }
            if let Some(longer) = self.longer_name(&tokens, &candidates, end) {
                return Some(self.spotted(longer, Vec::new(), false));
            }
            return Some(self.with_kind(tokens, candidates, end));
        }
        if let Some(found) = self.introduced_at(at, end) {
            return Some(found);
        }
        let (label, first, last) = self.labels[at]?;
        let (first, last) = (first as usize, last as usize);
        // "West Mosul" is a side of Mosul, which follows.
        let is_side = self.words.directions.contains(&self.word(at).to_lowercase()) && last > at + 1;
        let place_name = !is_side && first == at && is_place(label) && last <= end && last - first <= LONGEST;
        let end = if self.word(last - 1) == "'s" || self.word(last - 1) == "’s" { last - 1 } else { last };
        let known = place_name && end > at && !self.words.never.contains(&self.word(at).to_lowercase());
        known.then(|| self.spotted(at..end, Vec::new(), false))
    }

    fn is_called_the(&self, candidate: &Candidate) -> bool {
        self.gazetteer.entry(candidate.place).is_some_and(|entry| entry.name.starts_with("The "))
    }

    /// A known name with a capitalised word for another kind of place behind it is the beginning of a longer name.
    fn with_kind(&self, tokens: Range<usize>, candidates: Vec<Candidate>, end: usize) -> Spotted {
        let next = tokens.end;
        let longer = next < end && self.is_name_word(next) && {
            let word = self.word(next).to_lowercase();
            self.words.features.contains(&word) || matches!(word.as_str(), "township" | "parish")
        };
        let country = |candidate: &Candidate| {
            self.gazetteer.entry(candidate.place).is_some_and(|entry| entry.feature <= Feature::Adm1)
        };
        let named_after = next < end && starts_name(self.word(next)) && {
            self.words.named_after.contains(&self.word(next).to_lowercase())
        };
        let is_whole = next + 1 >= end || !self.is_name_word(next + 1);
        if named_after && is_whole && candidates.iter().any(country) {
            return self.spotted(tokens.start..next + 1, Vec::new(), false);
        }
        if !(longer || named_after) || candidates.iter().any(country) {
            return self.spotted(tokens, candidates, false);
        }
        let mut found = self.spotted(tokens.start..next + 1, candidates, false);
        found.part_of_longer = true;
        found
    }

    /// "the village of X": a place whether the gazetteer knows it or not.
    fn introduced_at(&self, at: usize, end: usize) -> Option<Spotted> {
        let kind =
            at.checked_sub(2).filter(|_| self.word(at - 1) == "of").map(|noun| self.word(noun).to_lowercase())?;
        if !self.words.settlements.contains(&kind) || self.context.syntax.tokens[at].pos == "DET" {
            return None;
        }
        let part = |at: &usize| self.word(*at) == "-" || self.begins_name(*at);
        let last = (at..end.min(at + LONGEST)).take_while(part).last().filter(|last| self.word(*last) != "-")?;
        Some(self.spotted(at..last + 1, Vec::new(), false))
    }

    /// Names that only sound like a place of a country that the document speaks of: "al-Sukhna" for As Sukhnah.
    fn add_romanised(&self, spotted: &mut Vec<Spotted>, countries: &HashMap<CountryId, f32>) {
        let implied = |candidate: &Candidate| {
            let country = self.gazetteer.entry(candidate.place).and_then(|entry| entry.country);
            country.is_some_and(|country| {
                countries.get(&country).is_some_and(|share| *share >= 0.15) && is_romanised(self.gazetteer, country)
            })
        };
        let mut taken = vec![false; self.context.syntax.tokens.len()];
        spotted.iter().for_each(|found| taken[found.tokens.clone()].fill(true));
        for sentence in &self.context.syntax.sentences {
            let mut at = sentence.tokens.start;
            while at < sentence.tokens.end {
                let part = |next: &usize| !taken[*next] && (self.begins_name(*next) || self.word(*next) == "-");
                let run = (at..sentence.tokens.end.min(at + LONGEST)).take_while(part).count();
                if run == 0 || !self.begins_name(at) {
                    at += 1;
                    continue;
                }
                let end = if self.word(at + run - 1) == "-" { at + run - 1 } else { at + run };
                let person = self.labels[at].is_some_and(|(label, ..)| label == "PERSON");
                let name = self.span(&(at..end)).of(self.context.text);
                let people = self.gazetteer.people(name).is_some();
                if !person && !people && !self.words.never.contains(&name.to_lowercase()) && name.len() > 3 {
                    let candidates: Vec<Candidate> = self.gazetteer.folded(name).into_iter().filter(implied).collect();
                    if !candidates.is_empty() {
                        spotted.push(self.spotted(at..end, candidates, false));
                    }
                }
                at += run;
            }
        }
        spotted.sort_by_key(|found| found.span);
    }

    fn short_form_at(&self, at: usize, end: usize) -> Option<Spotted> {
        let after_comma = at >= 2 && self.word(at - 1) == "," && self.word(at - 2).starts_with(char::is_uppercase);
        for last in (at..end.min(at + 3)).rev() {
            let tokens = at..last + 1;
            let span = self.span(&tokens);
            let dotted = Span { start: span.start, end: span.end + 1 };
            let forms =
                [dotted, span].into_iter().filter(|form| *form == span || form.of(self.context.text).ends_with('.'));
            for form in forms {
                if let Some(place) = self.gazetteer.short_form(form.of(self.context.text), after_comma) {
                    let mut found = self.spotted(tokens.clone(), vec![Candidate { place, fit: Fit::Name }], true);
                    let words = form.of(self.context.text);
                    if !words.ends_with('.') && words.chars().any(char::is_lowercase) {
                        // A name that also has other bearers: the short form only adds one.
                        found.candidates.extend(self.gazetteer.exact(words));
                        found.fixed = false;
                    }
                    found.span = form;
                    return Some(found);
                }
            }
        }
        None
    }

    fn spotted(&self, tokens: Range<usize>, candidates: Vec<Candidate>, fixed: bool) -> Spotted {
        let span = self.span(&tokens);
        let next =
            self.context.syntax.tokens.get(tokens.end).map(|next| next.span.of(self.context.text).to_lowercase());
        let institution = next.is_some_and(|next| self.words.institutions.contains(&next));
        Spotted { span, tokens, fixed, institution, ..Spotted::by_name(candidates) }
    }

    /// Keeps what weighs enough, with its kind and what it lies in.
    fn weigh(&self, mut spotted: Vec<Spotted>) -> Vec<Spotted> {
        let text = self.context.text;
        let containers: Vec<bool> = spotted.iter().map(|found| self.is_container(found)).collect();
        let mut kept: Vec<Spotted> = Vec::new();
        let mut number_of = vec![None; spotted.len()];
        let mut inside = vec![None; spotted.len()];
        for index in 0..spotted.len() {
            let follows = spotted.get(index + 1).is_some_and(|next| {
                containers[index + 1] && matches!(between(text, spotted[index].span, next.span), ", " | " (" | ",")
            });
            inside[index] = follows.then_some(index + 1);
        }
        // A name that is surely a place once is one elsewhere in the document too.
        let mut sure: HashMap<&str, bool> = HashMap::new();
        for (index, found) in spotted.iter().enumerate() {
            let (_, weight) = self.weight(found, inside[index].is_some(), false, false);
            *sure.entry(found.span.of(text)).or_default() |= weight >= SURE;
        }
        for index in 0..spotted.len() {
            let after_place = index > 0 && inside[index - 1] == Some(index) && number_of[index - 1].is_some();
            let listed = index > 0
                && number_of[index - 1].is_some()
                && matches!(
                    between(text, spotted[index - 1].span, spotted[index].span),
                    ", " | " and " | ", and " | " or " | "-" | "/"
                );
            let (kind, mut weight) = self.weight(&spotted[index], inside[index].is_some(), after_place, listed);
            // "X in Syria": of the places called X one lies in Syria.
            let located = spotted.get(index + 1).is_some_and(|next| {
                let words = between(text, spotted[index].span, next.span);
                words.starts_with(" in ") && words.len() < 14 && self.lies_in(&spotted[index], next)
            });
            if located {
                weight += 2.0;
            }
            if sure.get(spotted[index].span.of(text)).copied().unwrap_or(false) {
                weight += 1.2;
            }
            if weight >= ENOUGH {
                number_of[index] = Some(kept.len());
                let mut found = spotted[index].clone();
                (found.kind, found.weight) = (kind, weight);
                kept.push(found);
            }
        }
        for (index, number) in number_of.iter().enumerate() {
            if let (Some(number), Some(container)) = (number, inside[index].and_then(|container| number_of[container]))
            {
                kept[*number].inside = Some(container);
            }
        }
        spotted.clear();
        kept
    }

    fn lies_in(&self, found: &Spotted, container: &Spotted) -> bool {
        self.any_lies_in(&found.candidates, &container.candidates)
    }

    /// Whether one of these places lies in one of those units.
    pub(super) fn any_lies_in(&self, found: &[Candidate], units: &[Candidate]) -> bool {
        let units: Vec<_> = units
            .iter()
            .take(8)
            .filter_map(|candidate| self.gazetteer.entry(candidate.place))
            .filter(|unit| matches!(unit.feature, Feature::Country | Feature::Adm1))
            .collect();
        let mut places = found.iter().filter_map(|candidate| self.gazetteer.entry(candidate.place));
        places.any(|place| {
            units.iter().any(|unit| match unit.feature {
                Feature::Country => place.feature != Feature::Country && place.country == unit.country,
                _ => place.admin1 == Some(unit.id),
            })
        })
    }

    fn is_container(&self, found: &Spotted) -> bool {
        found.candidates.iter().take(8).any(|candidate| self.gazetteer.is_container(candidate))
    }

    fn weight(&self, found: &Spotted, is_inside: bool, after_place: bool, listed: bool) -> (Kind, f32) {
        let (kind, around) = self.surroundings(&found.tokens);
        let mut weight = around + self.strength(&found.candidates) + self.label_weight(&found.tokens);
        let name = found.span.of(self.context.text);
        let votes = self.votes.get(name).copied().unwrap_or_default();
        weight += (votes.0.min(3) as f32 - votes.1.min(3) as f32) * 0.4;
        if self.persons.contains_key(name) && votes.0 < 2 {
            weight -= 2.5;
        }
        if is_inside {
            weight += 3.0;
        }
        if after_place {
            weight += 3.0;
        }
        if listed {
            weight += 0.8;
        }
        if found.fixed {
            weight += if after_place { 2.0 } else { 0.5 };
        }
        let sentence = self.context.syntax.tokens[found.tokens.start].sentence;
        let opens = self.context.syntax.sentences[sentence].tokens.start == found.tokens.start;
        let tag = self.context.syntax.tokens[found.tokens.start].pos;
        if found.tokens.len() == 1 && !matches!(tag, "PROPN") && !found.fixed {
            weight -= if opens { 2.0 } else { 1.0 };
        }
        if self.capitals[sentence] && found.tokens.len() == 1 && name.chars().count() < 4 {
            weight -= 2.0;
        }
        (kind, weight)
    }

    /// How much the general model's label speaks for a place.
    fn label_weight(&self, tokens: &Range<usize>) -> f32 {
        let Some((label, first, last)) = self.labels[tokens.start] else { return 0.0 };
        let whole = first as usize == tokens.start && last as usize == tokens.end;
        match label {
            "GPE" | "LOC" if whole => 3.0,
            "GPE" | "LOC" => 2.2,
            "FAC" => 1.0,
            "PERSON" if whole => -2.0,
            "PERSON" => -3.5,
            "ORG" if whole => -0.5,
            "ORG" => -0.3,
            "NORP" => -0.5,
            _ => -1.5,
        }
    }

    /// How firmly the gazetteer expects the name in the news.
    fn strength(&self, candidates: &[Candidate]) -> f32 {
        let of = |candidate: &Candidate| {
            let Some(entry) = self.gazetteer.entry(candidate.place) else { return -1.0 };
            let size = match entry.feature {
                Feature::Country | Feature::Continent => 2.5,
                Feature::Adm1 => 2.0,
                _ if entry.listed => 2.0,
                Feature::Capital => 2.2,
                Feature::Airfield => 2.0,
                Feature::Adm2 => 0.8,
                _ => match entry.population {
                    500_000.. => 2.0,
                    50_000.. => 1.2,
                    5_000.. => 0.6,
                    _ => 0.2,
                },
            };
            if candidate.fit == Fit::Name { size } else { size - 0.7 }
        };
        candidates.iter().take(12).map(of).reduce(f32::max).unwrap_or(-0.5)
    }

    /// What the words before and behind say.
    fn surroundings(&self, tokens: &Range<usize>) -> (Kind, f32) {
        let sentence = &self.context.syntax.sentences[self.context.syntax.tokens[tokens.start].sentence].tokens;
        let lower = |at: usize| self.word(at).to_lowercase();
        let before = |count: usize| tokens.start.checked_sub(count).filter(|at| *at >= sentence.start);
        let behind = |count: usize| Some(tokens.end + count - 1).filter(|at| *at < sentence.end);
        let (mut kind, mut weight) = (Kind::Any, 0.0);
        let mut left = before(1);
        if left.is_some_and(|at| lower(at) == "the") {
            left = before(2);
        }
        if left.is_some_and(|at| self.words.directions.contains(&lower(at))) {
            weight += 1.8;
        }
        if let Some(at) = left {
            let word = lower(at);
            if word == "of"
                && let Some(noun) = at.checked_sub(1).filter(|noun| *noun >= sentence.start).map(lower)
            {
                if self.words.settlements.contains(&noun) {
                    (kind, weight) = (Kind::Settlement, weight + 3.0);
                } else if self.words.provinces.contains(&noun) {
                    (kind, weight) = (Kind::Unit, weight + 3.0);
                } else if self.words.directions.contains(&noun) || self.words.features.contains(&noun) {
                    weight += 1.8;
                } else {
                    weight += 0.4;
                }
            } else if self.words.strong_prepositions.contains(&word) {
                weight += 1.6;
                // Villages lie in a province, not in the town that it is named after.
                let noun = at.checked_sub(1).filter(|noun| *noun >= sentence.start).map(lower);
                if matches!(word.as_str(), "in" | "across" | "throughout" | "inside" | "within")
                    && noun.is_some_and(|noun| self.words.villages.contains(&noun))
                {
                    kind = Kind::Unit;
                }
            } else if self.words.weak_prepositions.contains(&word) {
                weight += 0.7;
            } else if self.words.titles.contains(word.trim_end_matches('.')) {
                weight -= 3.0;
            } else if self.words.settlements.contains(&word) {
                weight += 1.5;
            } else if self.is_name_word(at) && !self.words.directions.contains(&word) && before(1) == Some(at) {
                weight -= if at == sentence.start { 0.6 } else { 1.3 };
            }
        }
        let tokens_of = &self.context.syntax.tokens;
        let head = tokens_of.get(tokens.end - 1).filter(|last| matches!(last.dep, "dobj" | "nsubjpass"));
        if head.is_some_and(|last| self.words.place_verbs.contains(&tokens_of[last.head].lemma)) {
            weight += 1.8;
        }
        if let Some(at) = behind(1) {
            let word = lower(at);
            let possessed = matches!(word.as_str(), "'s" | "’s").then(|| behind(2).map(lower)).flatten();
            let next = possessed.as_deref().unwrap_or(&word);
            if self.words.provinces.contains(next) {
                (kind, weight) = (Kind::Unit, weight + 2.5);
            } else if self.words.settlements.contains(next) {
                (kind, weight) = (Kind::Settlement, weight + 1.5);
            } else if self.words.features.contains(next) && possessed.is_none() {
                (kind, weight) = (Kind::Feature, weight + 0.5);
            } else if possessed.is_none() && self.words.organisations.contains(&word) && self.is_name_word(at) {
                weight -= 0.7;
            } else if self.words.human_verbs.contains(&word) {
                weight -= 1.0;
            } else if self.is_name_word(at) {
                weight -= 0.4;
            } else if word == "-" && behind(2).is_some_and(|at| lower(at) == "based") {
                weight += 2.0;
            }
        }
        (kind, weight)
    }

    fn is_name_word(&self, at: usize) -> bool {
        let token = &self.context.syntax.tokens[at];
        token.pos == "PROPN" && starts_name(self.word(at))
    }
}

/// "Deir", and "ez-Zor" or "al-Sukhna", which begin with a particle.
pub(super) fn starts_name(word: &str) -> bool {
    let after_particle = word.split_once('-').filter(|(particle, _)| is_inner(particle)).map(|(_, name)| name);
    word.starts_with(char::is_uppercase) || after_particle.is_some_and(|name| name.starts_with(char::is_uppercase))
}

pub(super) fn is_place(label: &str) -> bool {
    matches!(label, "GPE" | "LOC" | "FAC")
}

/// Words and marks within names: "Deir ez-Zor", "Rio de Janeiro", "Khan al-Assal", "St. Paul".
fn is_inner(word: &str) -> bool {
    matches!(
        word,
        "al" | "el"
            | "ez"
            | "az"
            | "as"
            | "ad"
            | "ash"
            | "ar"
            | "at"
            | "an"
            | "es"
            | "ed"
            | "de"
            | "la"
            | "las"
            | "los"
            | "del"
            | "do"
            | "da"
            | "of"
            | "the"
            | "du"
            | "des"
            | "le"
            | "-"
            | "."
            | "and"
            | "y"
            | "am"
            | "on"
            | "upon"
            | "sur"
            | "ul"
            | "e"
            | "bin"
            | "ibn"
            | "abu"
            | "'s"
            | "’s"
    ) || word.starts_with(['\'', '’', '‘'])
}

fn is_saint(name: &str) -> bool {
    ["St. ", "Ste. ", "Mt. ", "Ft. "].iter().any(|saint| name.starts_with(saint))
}
