//! Which countries an article is about, as far as its names tell: countries, peoples and bodies that it names, and the
//! towns that the gazetteer knows.
//!
//! The towns count for less than the names of countries, and only together: one town says little, as most names are borne
//! by places in several countries; three that share a country say a lot. It resolves no place.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::surroundings;
use super::words::Words;
use crate::lexicon::actors::CountryForm;
use crate::lexicon::gazetteer::Feature;

/// Names of towns that are looked at in an article, and bearers of one name: bounds the work on hostile text.
const NAMES: usize = 400;
const BEARERS: usize = 120;
/// What a country must weigh to be the one that "the army" belongs to: its name once, or several of its towns.
const ENOUGH: f32 = 2.0;

/// How often the article speaks of each country.
#[derive(Default)]
pub struct CountryEvidence {
    named: HashMap<String, u32>,
    /// What the towns of the article add, by alpha-3 code.
    hinted: BTreeMap<String, f32>,
    /// For each country, how many different town names of the article it has.
    towns: BTreeMap<String, u32>,
}

impl CountryEvidence {
    pub fn add(&mut self, country: &str, weight: u32) {
        *self.named.entry(country.to_owned()).or_default() += weight;
    }

    /// How often the article names the country, its people or a body of it.
    pub fn of(&self, country: &str) -> u32 {
        self.named.get(country).copied().unwrap_or(0)
    }

    /// The article names the country, its people or a body of it, or several of its towns.
    pub fn mentions(&self, country: &str) -> bool {
        let hint = self.hinted.get(country).is_some_and(|hint| *hint >= 1.2);
        self.of(country) > 0 || hint && self.towns.get(country).is_some_and(|towns| *towns >= 2)
    }

    /// Words and towns together.
    fn weight(&self, country: &str) -> f32 {
        self.of(country) as f32 + self.hinted.get(country).copied().unwrap_or(0.0)
    }

    /// How likely the article is to mean a body of this country: by its names first, by its towns where it has none.
    pub fn leaning(&self, country: &str) -> f32 {
        match self.of(country) {
            0 if self.mentions(country) => self.hinted.get(country).copied().unwrap_or(0.0).min(0.9),
            named => named as f32,
        }
    }

    /// The country that most of the article is about, if one stands out.
    pub fn main(&self) -> Option<&str> {
        let codes: BTreeSet<&str> = self.named.keys().chain(self.hinted.keys()).map(String::as_str).collect();
        let total: f32 = codes.iter().map(|code| self.weight(code)).sum();
        let best = codes.iter().copied().max_by(|one, other| self.weight(one).total_cmp(&self.weight(other)))?;
        let weight = self.weight(best);
        (weight * 2.0 > total && weight >= ENOUGH).then_some(best)
    }

    /// What the names of towns tell, before anything else is known of the article.
    pub fn of_towns(words: &Words<'_>) -> CountryEvidence {
        let gazetteer = &words.context.lexicon.gazetteer;
        let mut evidence = CountryEvidence::default();
        for name in town_names(words) {
            if words.actors().countries.find(&name).is_some_and(|(_, form)| form != CountryForm::Capital) {
                continue;
            }
            let mut best: BTreeMap<&str, f32> = BTreeMap::new();
            for candidate in gazetteer.exact(&name).into_iter().take(BEARERS) {
                let Some(entry) = gazetteer.entry(candidate.place) else { continue };
                let Some(country) = entry.country.and_then(|id| gazetteer.country(id)) else { continue };
                if matches!(entry.feature, Feature::Country | Feature::Continent) {
                    continue;
                }
                let size = match entry.feature {
                    Feature::Adm1 => 200_000.0,
                    Feature::Adm2 => 30_000.0,
                    _ if entry.listed => 100_000.0,
                    _ => entry.population as f32 + 300.0,
                };
                let known = best.entry(&country.alpha3).or_default();
                *known = known.max(size);
            }
            let total: f32 = best.values().sum();
            for (country, size) in best {
                *evidence.hinted.entry(country.to_owned()).or_default() += size / total;
                *evidence.towns.entry(country.to_owned()).or_default() += 1;
            }
        }
        // A country with several of the names is the likelier home of each: it takes half of what the others have.
        let most = evidence.towns.values().copied().max().unwrap_or(0);
        if most >= 2 {
            let towns = std::mem::take(&mut evidence.towns);
            for (country, count) in &towns {
                let hint = evidence.hinted.entry(country.clone()).or_default();
                *hint = (*hint + *count as f32 * 0.5) * *count as f32 / most as f32;
            }
            evidence.towns = towns;
        }
        evidence.hinted.retain(|_, hint| *hint >= 0.3);
        evidence
    }
}

/// Different names that the model takes for a place, or that stand where places stand.
fn town_names(words: &Words<'_>) -> BTreeSet<String> {
    let syntax = words.context.syntax;
    let mut names = BTreeSet::new();
    let mut put = |name: String| {
        if name.len() >= 4 && names.len() < NAMES {
            names.insert(name);
        }
    };
    for raw in &syntax.entities {
        let tokens = raw.tokens.clone();
        let last = tokens.end.saturating_sub(1);
        let tokens = if words.tag(last) == "POS" { tokens.start..last } else { tokens };
        if matches!(raw.label, "GPE" | "LOC") && words.is_capitalised(tokens.start) {
            put(words.key(tokens));
        }
    }
    let around = &words.lists().around;
    for at in 0..words.len() {
        if !words.is_proper(at)
            || !words.is_capitalised(at)
            || at > 0 && words.same_sentence(at - 1, at) && words.is_proper(at - 1)
            || words.is_title_case(at)
        {
            continue;
        }
        let taken = || {
            let Some(role) = surroundings::role(words, at..at + 1) else { return false };
            let verb = words.lemma(role.over);
            match role.dep {
                "dobj" | "nsubjpass" => around.takes_places.contains(verb) || around.may_take_places.contains(verb),
                "nsubj" => around.happens_to_places.contains(verb),
                _ => false,
            }
        };
        if at > 0 && around.before_places.contains(words.folded(at - 1)) || taken() {
            let end = (at..words.len().min(at + 4))
                .take_while(|&next| {
                    words.same_sentence(at, next) && words.is_proper(next) && words.is_capitalised(next)
                })
                .last()
                .map_or(at + 1, |last| last + 1);
            put(words.key(at..end));
        }
    }
    names
}
