//! Which places the names of a document mean, decided for all of them together.
//!
//! Every name has its candidates with a prior: how well the name fits, how large or important the place is, and whether
//! the document speaks of its country. Then the candidates of different names support each other by nearness and
//! containment, in a few rounds, as in collective entity linking. A name means the same place throughout a document
//! unless a container is named with it ("Paris, Texas"). A name whose best place is poor, far from everything else and
//! rivalled stays unresolved.

use std::collections::{BTreeMap, HashMap};

use super::peoples::People;
use super::recognise::{Kind, Spotted};
use crate::annotate::Context;
use crate::lexicon::gazetteer::{Candidate, CountryId, Entry, Feature, Fit, Gazetteer, PlaceId, fold};

const ROUNDS: usize = 4;
/// Names that give context, and candidates a name, at most: bounds the work on hostile text.
const MOST_NAMES: usize = 80;
/// A document with fewer names of places has no region of its own.
const FEW_NAMES: usize = 3;
const MOST_CANDIDATES: usize = 60;
const EARTH_KM: f32 = 6371.0;
/// How much the other names weigh against the prior, what a choice without their support is left with, and how the prior
/// grows with the logarithm of the number of inhabitants. Set on two corpora of geocoded news, local and world-wide.
const CONTEXT: f32 = 2.2;
const ALONE: f32 = 0.05;
const SIZE: f32 = 0.55;

#[derive(Clone, Copy, Debug)]
pub struct Resolved {
    pub place: PlaceId,
}

/// One name of the document, with all its mentions.
struct Name {
    options: Vec<Choice>,
    /// How much it says about the others.
    weight: f32,
    /// Only the first words of a longer name are known.
    part_of_longer: bool,
}

/// One place that a name may mean.
#[derive(Clone, Copy)]
struct Choice {
    place: PlaceId,
    feature: Feature,
    country: Option<CountryId>,
    admin1: Option<PlaceId>,
    admin2: Option<PlaceId>,
    /// On the unit sphere.
    point: [f32; 3],
    prior: f32,
    share: f32,
    fit: Fit,
    population: u32,
    /// A list names it: it is looked for.
    listed: bool,
    /// How much the other names speak for it.
    support: f32,
}

/// The place of every mention, in order.
pub fn resolve(context: &Context<'_>, spotted: &[Spotted], peoples: &[People]) -> Vec<Option<Resolved>> {
    let gazetteer = &context.lexicon.gazetteer;
    let countries = implied_countries(gazetteer, spotted, peoples);
    let mut numbers: BTreeMap<(String, Option<String>, u8), usize> = BTreeMap::new();
    let mut names: Vec<Name> = Vec::new();
    let mut name_of = Vec::with_capacity(spotted.len());
    let key = |found: &Spotted| fold::plain(found.span.of(context.text));
    // What a name is said to lie in holds for its other mentions too.
    let mut containers: HashMap<String, usize> = HashMap::new();
    for found in spotted {
        if let Some(container) = found.inside {
            containers.entry(key(found)).or_insert(container);
        }
    }
    for found in spotted {
        let name = key(found);
        let container = found.inside.or_else(|| containers.get(&name).copied()).map(|index| &spotted[index]);
        let id = (name, container.map(key), kind_number(found.kind));
        let number = *numbers.entry(id).or_insert_with(|| {
            let options = options(context, found, container, &countries);
            names.push(Name { options, weight: 0.0, part_of_longer: found.part_of_longer });
            names.len() - 1
        });
        names[number].weight += 1.0;
        name_of.push(number);
    }
    for name in &mut names {
        name.weight = name.weight.sqrt();
        shares(&mut name.options, |choice| choice.prior);
    }
    for _ in 0..ROUNDS {
        let support = support(&names);
        for (name, support) in names.iter_mut().zip(support) {
            name.options.iter_mut().zip(&support).for_each(|(choice, support)| choice.support = *support);
            shares(&mut name.options, |choice| choice.prior + CONTEXT * (ALONE + choice.support).ln());
        }
    }
    let decided = |number: usize| decide(&names[number], &countries, |choice| nearness(&names, number, choice));
    let best: Vec<Option<Resolved>> = (0..names.len()).map(decided).collect();
    name_of.into_iter().map(|number| best[number]).collect()
}

fn kind_number(kind: Kind) -> u8 {
    match kind {
        Kind::Unit => 1,
        Kind::Settlement => 2,
        Kind::Any | Kind::Feature => 0,
    }
}

/// The countries that the document names or whose people it names, with their share of such mentions.
pub fn implied_countries(gazetteer: &Gazetteer, spotted: &[Spotted], peoples: &[People]) -> HashMap<CountryId, f32> {
    let mut counts: HashMap<CountryId, f32> = HashMap::new();
    for country in peoples.iter().filter_map(|people| people.country) {
        *counts.entry(country).or_default() += 1.0;
    }
    for found in spotted {
        let entries = || found.candidates.iter().take(6).filter_map(|candidate| gazetteer.entry(candidate.place));
        let named = entries().find(|entry| found.fixed || entry.feature == Feature::Country);
        let Some(country) = named.and_then(|entry| entry.country) else { continue };
        // "Georgia" speaks for no country as long as it may be a state of another.
        let is_unit = |entry: Entry<'_>| entry.feature == Feature::Adm1 && entry.country != Some(country);
        if found.fixed || !entries().any(is_unit) {
            *counts.entry(country).or_default() += 1.0;
        }
    }
    let total: f32 = counts.values().sum();
    counts.values_mut().for_each(|count| *count /= total.max(1.0));
    counts
}

/// The candidates of one mention, with their priors.
fn options(
    context: &Context<'_>,
    found: &Spotted,
    container: Option<&Spotted>,
    countries: &HashMap<CountryId, f32>,
) -> Vec<Choice> {
    let gazetteer = &context.lexicon.gazetteer;
    let name = found.span.of(context.text);
    let mut candidates = found.candidates.clone();
    if !found.fixed {
        let known: Vec<PlaceId> = candidates.iter().map(|candidate| candidate.place).collect();
        let implied = |candidate: &Candidate| {
            let country = gazetteer.entry(candidate.place).and_then(|entry| entry.country);
            !known.contains(&candidate.place)
                && country.is_some_and(|country| {
                    countries.get(&country).is_some_and(|share| *share >= 0.15) && is_romanised(gazetteer, country)
                })
        };
        candidates.extend(gazetteer.folded(name).into_iter().filter(implied));
        if candidates.is_empty() {
            let likely = countries.iter().filter(|(_, share)| **share >= 0.1).map(|(country, _)| *country);
            let likely = likely.filter(|country| is_romanised(gazetteer, *country));
            let mut likely: Vec<CountryId> = likely.collect();
            likely.sort_unstable();
            candidates.extend(likely.into_iter().flat_map(|country| gazetteer.consonants(name, country)));
        }
    }
    let mut choices: Vec<Choice> = candidates
        .iter()
        .filter_map(|candidate| Some((candidate, gazetteer.entry(candidate.place)?)))
        .map(|(candidate, entry)| choice(candidate, &entry, found.kind, countries))
        .collect();
    prefer_seats(&mut choices, found.kind);
    if let Some(container) = container {
        keep_contained(gazetteer, &mut choices, container);
    }
    choices.sort_by(|a, b| b.prior.total_cmp(&a.prior).then(a.place.cmp(&b.place)));
    choices.dedup_by_key(|choice| choice.place);
    choices.truncate(MOST_CANDIDATES);
    choices
}

/// Names of English-speaking countries have one spelling; looser keys would only join what is different.
pub fn is_romanised(gazetteer: &Gazetteer, country: CountryId) -> bool {
    const ENGLISH: [[u8; 2]; 6] = [*b"US", *b"GB", *b"CA", *b"AU", *b"NZ", *b"IE"];
    gazetteer.country(country).is_some_and(|country| !ENGLISH.contains(&country.alpha2))
}

fn choice(candidate: &Candidate, entry: &Entry<'_>, kind: Kind, countries: &HashMap<CountryId, f32>) -> Choice {
    let mut prior = match entry.feature {
        Feature::Country | Feature::Continent => 11.0,
        Feature::Adm1 => 8.3,
        Feature::Adm2 => 4.3,
        Feature::Airfield => 5.0,
        Feature::Area if entry.listed => 9.0,
        Feature::Area | Feature::Water | Feature::Line | Feature::Land | Feature::Site => 8.0,
        feature => {
            let size = SIZE * (f64::from(entry.population) + 400.0).ln() as f32;
            let rank = match feature {
                Feature::Capital => 1.2,
                Feature::Seat1 => 0.6,
                Feature::Seat => 0.2,
                Feature::Section => -0.8,
                _ => 0.0,
            };
            if entry.listed { size.max(6.0) + 0.5 } else { size + rank }
        }
    };
    prior -= match candidate.fit {
        Fit::Name => 0.0,
        Fit::OtherName => 1.2,
        Fit::Romanised => 2.0,
        Fit::Consonants => 3.5,
    };
    prior += match (kind, entry.feature) {
        (Kind::Unit, Feature::Adm1) => 5.0,
        (Kind::Unit, Feature::Adm2 | Feature::Area) => 4.0,
        (Kind::Settlement, feature) if feature.is_settlement() => 2.5,
        _ => 0.0,
    };
    let share = entry.country.and_then(|country| countries.get(&country)).copied().unwrap_or(0.0);
    prior += 2.5 * share;
    let (lat, lon) = (entry.lat.to_radians() as f32, entry.lon.to_radians() as f32);
    Choice {
        place: candidate.place,
        feature: entry.feature,
        country: entry.country,
        admin1: entry.admin1,
        admin2: entry.admin2,
        point: [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()],
        prior,
        share: 0.0,
        fit: candidate.fit,
        population: entry.population,
        listed: entry.listed,
        support: 0.0,
    }
}

/// A province is named after its seat more often than the seat after its province: without the word for it, the city.
fn prefer_seats(choices: &mut [Choice], kind: Kind) {
    if kind == Kind::Unit {
        return;
    }
    let seats: Vec<PlaceId> = choices
        .iter()
        .filter(|choice| choice.feature.is_settlement() && choice.population >= 20_000 && choice.fit <= Fit::Romanised)
        .filter_map(|choice| choice.admin1)
        .collect();
    for choice in choices.iter_mut().filter(|choice| choice.feature == Feature::Adm1 && seats.contains(&choice.place)) {
        choice.prior -= 3.5;
    }
}

/// "X, Ohio": of the places called X those in Ohio, if there are any.
fn keep_contained(gazetteer: &Gazetteer, choices: &mut Vec<Choice>, container: &Spotted) {
    let containers: Vec<Entry<'_>> = container
        .candidates
        .iter()
        .filter_map(|candidate| gazetteer.entry(candidate.place))
        .filter(|entry| matches!(entry.feature, Feature::Country | Feature::Adm1))
        .collect();
    let lies_in = |choice: &Choice| {
        containers.iter().any(|unit| match unit.feature {
            Feature::Country => choice.country == unit.country && choice.feature != Feature::Country,
            _ => choice.admin1 == Some(unit.id),
        })
    };
    if choices.iter().any(lies_in) {
        choices.retain(lies_in);
    }
}

/// Turns scores into shares that sum to one.
fn shares(choices: &mut [Choice], mut score: impl FnMut(&Choice) -> f32) {
    let scores: Vec<f32> = choices.iter().map(&mut score).collect();
    let most = scores.iter().copied().fold(f32::MIN, f32::max);
    let total: f32 = scores.iter().map(|score| (score - most).exp()).sum();
    for (choice, score) in choices.iter_mut().zip(scores) {
        choice.share = (score - most).exp() / total;
    }
}

/// How much the other names speak for each choice of each name.
fn support(names: &[Name]) -> Vec<Vec<f32>> {
    let of = |number: usize, choice: &Choice| company(names, number, |option| kinship(choice, option));
    names
        .iter()
        .enumerate()
        .map(|(number, name)| name.options.iter().map(|choice| of(number, choice)).collect())
        .collect()
}

/// How much the other names speak for a choice by lying near it or by being its country. Other countries, which are named for many reasons, are left aside.
fn nearness(names: &[Name], number: usize, choice: &Choice) -> f32 {
    // Where hardly anything else is named, its loneliness says nothing.
    if names.len() < FEW_NAMES {
        return f32::MAX;
    }
    let is_foreign = |option: &Choice| option.feature == Feature::Country && option.country != choice.country;
    company(names, number, |option| if is_foreign(option) { 0.0 } else { kinship(choice, option) })
}

/// The sum over the other names of how likely each of their places is, and how well it goes with one.
fn company(names: &[Name], number: usize, goes_with: impl Fn(&Choice) -> f32) -> f32 {
    let mut sum = 0.0;
    for (_, name) in names.iter().enumerate().take(MOST_NAMES).filter(|(other, _)| *other != number) {
        let likely = name.options.iter().filter(|option| option.share > 0.02);
        let near: f32 = likely.map(|option| option.share * goes_with(option)).sum();
        sum += name.weight * near;
    }
    sum
}

/// How much one place makes another likely in the same document, 0 to about 1.3.
fn kinship(a: &Choice, b: &Choice) -> f32 {
    let same_country = a.country.is_some() && a.country == b.country;
    if a.feature == Feature::Country || b.feature == Feature::Country {
        // Countries are named together for many reasons: some kinship between all of them.
        return if same_country { 0.35 } else { 0.08 };
    }
    if a.admin1 == Some(b.place) || b.admin1 == Some(a.place) || a.admin2 == Some(b.place) || b.admin2 == Some(a.place)
    {
        return 0.9;
    }
    if a.feature == Feature::Adm1 && b.feature == Feature::Adm1 {
        return if same_country { 0.3 } else { 0.0 };
    }
    let cosine: f32 = a.point.iter().zip(b.point).map(|(a, b)| a * b).sum();
    let distance = EARTH_KM * (2.0 * (1.0 - cosine)).max(0.0).sqrt();
    let country = if same_country { 0.12 } else { 0.0 };
    let unit = if a.admin1.is_some() && a.admin1 == b.admin1 { 0.25 } else { 0.0 };
    country + unit + 0.6 * (-distance / 50.0).exp() + 0.3 * (-distance / 300.0).exp()
}

/// The best place of a name, if it stands out enough.
fn decide(name: &Name, countries: &HashMap<CountryId, f32>, near: impl Fn(&Choice) -> f32) -> Option<Resolved> {
    let best = name.options.iter().max_by(|a, b| a.share.total_cmp(&b.share).then(b.place.cmp(&a.place)))?;
    let at_home = best.country.is_some_and(|country| countries.contains_key(&country));
    let poor = match best.fit {
        Fit::Consonants => best.share < 0.6,
        Fit::Romanised => !at_home || best.share < 0.3,
        Fit::OtherName => {
            best.share < 0.15 && best.population < 5_000
                || is_small(best, 5_000) && near(best) < 0.5
                || !at_home && is_small(best, 50_000) && near(best) < 0.5
        }
        Fit::Name => {
            best.share < 0.08 && best.population < 5_000
                || is_small(best, 2_000) && near(best) < 0.3
                || !at_home && is_small(best, 20_000) && near(best) < 0.3
        }
    };
    // "James River" is no settlement called James, unless the document lies there.
    let other_thing = name.part_of_longer && best.support < 0.5;
    (!poor && !other_thing).then_some(Resolved { place: best.place })
}

/// Whether a place is so small that, with little of what the document names near it, it rather bears the name of another place by chance.
fn is_small(choice: &Choice, inhabitants: u32) -> bool {
    choice.feature.is_settlement() && !choice.listed && choice.population < inhabitants
}
