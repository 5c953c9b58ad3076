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
use super::told::{self, Container, Told};
use crate::annotate::Context;
use crate::lexicon::gazetteer::{Candidate, CountryId, Entry, Feature, Fit, Gazetteer, PlaceId, fold, is_english};
use crate::model::Span;

const ROUNDS: usize = 4;
/// Names that give context, and candidates a name, at most: bounds the work on hostile text.
const MOST_NAMES: usize = 80;
/// A document with fewer names of places has no region of its own.
const FEW_NAMES: usize = 3;
const MOST_CANDIDATES: usize = 60;
const EARTH_KM: f32 = 6371.0;
/// A place that is told by another, "near" or "outside" it, lies within so many kilometres of it.
const AT_KM: f32 = 60.0;
/// Places that the name of a container may mean, at most.
const MOST_CONTAINERS: usize = 12;
/// Kinship of two places of one province or within some hundred kilometres.
const NEIGHBOUR: f32 = 0.36;
/// A city of so many people is known everywhere by its name, and one of so many by its other names too.
const GREAT: u32 = 100_000;
const GREATEST: u32 = 500_000;
/// Two places of a name of which one is so nearly as likely as the other are rivals.
const RIVALS: f32 = 0.85;
/// Company that speaks for a place: another one of its province, or some of its country.
const NEARBY: f32 = 0.3;
/// How much the other names weigh against the prior, what a choice without their support is left with, and how the prior
/// grows with the logarithm of the number of inhabitants. Set on two corpora of geocoded news, local and world-wide.
const CONTEXT: f32 = 2.2;
const ALONE: f32 = 0.05;
const SIZE: f32 = 0.55;

#[derive(Clone, Copy, Debug)]
pub struct Resolved {
    pub place: PlaceId,
}

/// Why a name has no place although some place may bear it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// No place bears it, or none where the words say that it lies.
    Unknown,
    /// The best one is small and far from all else, or fits too loosely.
    Poor,
    /// The document speaks of other countries.
    Abroad,
    PartOfLonger,
    NamedAfter,
}

/// One name of the document, with all its mentions.
struct Name {
    options: Vec<Choice>,
    /// How much it says about the others.
    weight: f32,
    /// Only the first words of a longer name are known.
    part_of_longer: bool,
    /// A hospital or the like bears it.
    institution: bool,
    /// The words call it a province or a district.
    is_unit: bool,
    /// Another name of the page is that of a place near it or of its province.
    has_neighbour: bool,
    /// The words say what it lies in, and some place of the name lies there.
    located: bool,
}

impl Name {
    fn of(options: Vec<Choice>, found: &Spotted, weight: f32) -> Name {
        let Spotted { part_of_longer, institution, kind, .. } = *found;
        let (is_unit, has_neighbour, located) = (kind == Kind::Unit, false, false);
        Name { options, weight, part_of_longer, institution, is_unit, has_neighbour, located }
    }
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

impl Choice {
    /// Known to every reader by this name, whatever the page is about.
    fn is_prominent(&self) -> bool {
        let is_great = self.feature == Feature::Adm1 || self.population >= GREAT;
        matches!(self.feature, Feature::Continent | Feature::Country | Feature::Capital | Feature::Airfield)
            || self.listed && !self.feature.is_settlement()
            || self.fit == Fit::Name && is_great
            || self.fit == Fit::OtherName && self.population >= GREATEST
    }
}

/// The place of every mention, in order.
pub fn resolve(context: &Context<'_>, spotted: &[Spotted], peoples: &[People]) -> Vec<Option<Resolved>> {
    let gazetteer = &context.lexicon.gazetteer;
    let countries = implied_countries(gazetteer, spotted, peoples);
    let mut numbers: BTreeMap<(String, Vec<String>, u8), usize> = BTreeMap::new();
    let mut names: Vec<Name> = Vec::new();
    let mut name_of = Vec::with_capacity(spotted.len());
    let key = |found: &Spotted| fold::plain(found.span.of(context.text));
    let spans: Vec<Span> = spotted.iter().map(|found| found.span).collect();
    let told = told::containers(context, &spans, peoples);
    // What a name is said to lie in holds for its other mentions too.
    let mut containers: HashMap<String, usize> = HashMap::new();
    let mut said: HashMap<String, &[Told]> = HashMap::new();
    for (found, told) in spotted.iter().zip(&told) {
        if let Some(container) = found.inside {
            containers.entry(key(found)).or_insert(container);
        }
        if !told.is_empty() {
            said.entry(key(found)).or_insert(told);
        }
    }
    let told_of = |index: usize| match &told[index][..] {
        [] => said.get(&key(&spotted[index])).copied().unwrap_or(&[]),
        told => told,
    };
    let mut told_by_name = Vec::new();
    for (index, found) in spotted.iter().enumerate() {
        let name = key(found);
        let container = found.inside.or_else(|| containers.get(&name).copied()).map(|index| &spotted[index]);
        let told_words = told_of(index).iter().map(|told| match told.container {
            Container::Mention(container) => key(&spotted[container]),
            Container::Of(place) => format!("{place:?}"),
        });
        let around = container.map(key).into_iter().chain(told_words).collect();
        let number = *numbers.entry((name, around, kind_number(found))).or_insert_with(|| {
            let options = options(gazetteer, found.span.of(context.text), found, container, &countries);
            names.push(Name::of(options, found, 0.0));
            told_by_name.push(told_of(index));
            names.len() - 1
        });
        names[number].weight += 1.0;
        name_of.push(number);
    }
    let units = |told: &&[Told]| -> Vec<(Vec<PlaceId>, bool)> {
        let of = |told: &Told| match told.container {
            Container::Mention(container) => {
                names[name_of[container]].options.iter().map(|choice| choice.place).take(MOST_CONTAINERS).collect()
            }
            Container::Of(place) => vec![place],
        };
        told.iter().map(|told| (of(told), told.firm)).filter(|(unit, _)| !unit.is_empty()).collect()
    };
    let units: Vec<Vec<(Vec<PlaceId>, bool)>> = told_by_name.iter().map(units).collect();
    for (name, units) in names.iter_mut().zip(&units) {
        name.located = agree(gazetteer, &mut name.options, units);
    }
    let best = settle(&mut names, &countries);
    name_of.into_iter().map(|number| best[number].ok()).collect()
}

/// Weighs the names against each other in a few rounds, and says for each which place it is, or why none.
fn settle(names: &mut [Name], countries: &HashMap<CountryId, f32>) -> Vec<Result<Resolved, Refusal>> {
    for name in names.iter_mut() {
        name.weight = name.weight.sqrt();
        shares(&mut name.options, |choice| choice.prior);
    }
    for _ in 0..ROUNDS {
        let support = support(names);
        for (name, support) in names.iter_mut().zip(support) {
            name.options.iter_mut().zip(&support).for_each(|(choice, support)| choice.support = *support);
            shares(&mut name.options, |choice| choice.prior + CONTEXT * (ALONE + choice.support).ln());
        }
    }
    let neighbours: Vec<bool> = (0..names.len()).map(|number| has_neighbour(names, number)).collect();
    names.iter_mut().zip(neighbours).for_each(|(name, neighbour)| name.has_neighbour = neighbour);
    let is_country = |name: &Name| name.options.iter().any(|choice| choice.feature == Feature::Country);
    let page = Page { is_few: names.len() < FEW_NAMES, names_countries: names.iter().any(is_country) };
    let decided = |number: usize| decide(&names[number], countries, page, |choice| nearness(names, number, choice));
    (0..names.len()).map(decided).collect()
}

/// Mentions of one name are taken together unless the words around them say that they are of different things.
fn kind_number(found: &Spotted) -> u8 {
    let kind = match found.kind {
        Kind::Unit => 1,
        Kind::Settlement => 2,
        Kind::Any | Kind::Feature => 0,
    };
    kind + 4 * u8::from(found.institution) + 8 * u8::from(found.part_of_longer)
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
    gazetteer: &Gazetteer,
    name: &str,
    found: &Spotted,
    container: Option<&Spotted>,
    countries: &HashMap<CountryId, f32>,
) -> Vec<Choice> {
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
            let alike = |candidate: &Candidate| {
                gazetteer.entry(candidate.place).is_some_and(|entry| sounds_alike(entry.name, name))
            };
            let found = likely.into_iter().flat_map(|country| gazetteer.consonants(name, country));
            candidates.extend(found.filter(alike));
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

/// Whether the names of a country come to us in several spellings.
pub fn is_romanised(gazetteer: &Gazetteer, country: CountryId) -> bool {
    gazetteer.country(country).is_some_and(|country| !is_english(country.alpha2))
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
        point: on_sphere(lat, lon),
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

/// Leaves the places that lie in what the words say, and says whether there are any. Where there are none, the name is not that of a namesake elsewhere, unless
/// that is known to all ("troops from Moscow in Ukraine").
fn agree(gazetteer: &Gazetteer, choices: &mut Vec<Choice>, units: &[(Vec<PlaceId>, bool)]) -> bool {
    let entries = |unit: &[PlaceId]| unit.iter().filter_map(|place| gazetteer.entry(*place)).collect();
    let units: Vec<(Vec<Entry<'_>>, bool)> = units.iter().map(|(unit, firm)| (entries(unit), *firm)).collect();
    // Countries are named with others for many reasons.
    if units.is_empty() || choices.iter().any(|choice| choice.feature <= Feature::Country) {
        return false;
    }
    let lies_in_all = |choice: &Choice| units.iter().all(|(unit, _)| unit.iter().any(|unit| lies_at(choice, unit)));
    let is_country = |entries: &[Entry<'_>]| entries.iter().any(|entry| entry.feature == Feature::Country);
    let countries = || units.iter().filter(|(entries, _)| is_country(entries));
    let lies_in_country = |choice: &Choice| {
        countries().next().is_some() && countries().all(|(unit, _)| unit.iter().any(|unit| lies_at(choice, unit)))
    };
    if choices.iter().any(lies_in_all) {
        choices.retain(lies_in_all);
        return true;
    }
    if choices.iter().any(lies_in_country) {
        choices.retain(lies_in_country);
        return true;
    }
    let firm = units.iter().any(|(_, firm)| *firm);
    choices.retain(|choice| choice.is_prominent() || !firm && choice.fit == Fit::Name && !is_small(choice, 20_000));
    false
}

/// Whether a place lies in a unit or region, or at a settlement.
fn lies_at(choice: &Choice, unit: &Entry<'_>) -> bool {
    let distance = || {
        let (lat, lon) = (unit.lat.to_radians() as f32, unit.lon.to_radians() as f32);
        distance_km(choice.point, on_sphere(lat, lon))
    };
    match unit.feature {
        _ if choice.place == unit.id => false,
        Feature::Continent => true,
        Feature::Country => choice.country == unit.country && choice.feature != Feature::Country,
        Feature::Adm1 => choice.admin1 == Some(unit.id) || distance() <= AT_KM,
        Feature::Adm2 => choice.admin2 == Some(unit.id) || distance() <= AT_KM,
        _ => distance() <= unit.radius_km.map_or(AT_KM, |radius| f64::from(AT_KM).max(radius) as f32),
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
    let is_foreign = |option: &Choice| option.feature == Feature::Country && option.country != choice.country;
    company(names, number, |option| if is_foreign(option) { 0.0 } else { kinship(choice, option) })
}

/// Whether the best place of a name lies near a likely place of another, or in the same province.
fn has_neighbour(names: &[Name], number: usize) -> bool {
    let Some(best) = names[number].options.iter().max_by(|a, b| a.share.total_cmp(&b.share)) else { return false };
    let is_near = |option: &Choice| {
        option.feature > Feature::Country && option.place != best.place && kinship(best, option) >= NEIGHBOUR
    };
    company(names, number, |option| f32::from(u8::from(is_near(option)))) >= NEARBY
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
    let distance = distance_km(a.point, b.point);
    let country = if same_country { 0.12 } else { 0.0 };
    let unit = if a.admin1.is_some() && a.admin1 == b.admin1 { 0.25 } else { 0.0 };
    country + unit + 0.6 * (-distance / 50.0).exp() + 0.3 * (-distance / 300.0).exp()
}

fn on_sphere(lat: f32, lon: f32) -> [f32; 3] {
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}

fn distance_km(a: [f32; 3], b: [f32; 3]) -> f32 {
    let cosine: f32 = a.iter().zip(b).map(|(a, b)| a * b).sum();
    EARTH_KM * (2.0 * (1.0 - cosine)).max(0.0).sqrt()
}

/// What matters for every name of a page.
#[derive(Clone, Copy)]
struct Page {
    /// Hardly anything is named.
    is_few: bool,
    /// Countries are named, not only their peoples.
    names_countries: bool,
}

/// How much of two names must be alike, by letters, where only their consonants are the same: with other vowels and other lengths
/// they are two towns.
const ALIKE: f64 = 0.5;

fn sounds_alike(known: &str, name: &str) -> bool {
    strsim::normalized_damerau_levenshtein(&fold::loose(known), &fold::loose(name)) >= ALIKE
}

/// The best place of a name, if it stands out enough. Where hardly anything else is named, that nothing lies near says nothing.
fn decide(
    name: &Name,
    countries: &HashMap<CountryId, f32>,
    Page { is_few, names_countries }: Page,
    near: impl Fn(&Choice) -> f32,
) -> Result<Resolved, Refusal> {
    let best = name.options.iter().max_by(|a, b| a.share.total_cmp(&b.share).then(b.place.cmp(&a.place)));
    let best = best.ok_or(Refusal::Unknown)?;
    let country = best.country.and_then(|country| countries.get(&country));
    let at_home = country.is_some();
    let lonely = |least: f32| !is_few && near(best) < least;
    let poor = match best.fit {
        Fit::Consonants => best.share < 0.6 || country.is_none_or(|share| *share < 0.4) && near(best) < NEARBY,
        Fit::Romanised => !at_home || best.share < 0.3,
        Fit::OtherName => {
            best.share < 0.15 && best.population < 5_000
                || is_small(best, 5_000) && lonely(0.5)
                || name.is_unit && best.feature.is_settlement() && !is_few && !name.has_neighbour
                || countries.is_empty() && is_few && !best.is_prominent()
                || !at_home && is_small(best, 50_000) && lonely(0.5)
        }
        Fit::Name => {
            best.share < 0.08 && best.population < 5_000
                || is_small(best, 2_000) && lonely(NEARBY)
                || !at_home && is_small(best, 20_000) && lonely(NEARBY)
        }
    };
    // Of two villages that sound so, neither is meant more than the other.
    let is_apart = |choice: &&Choice| distance_km(choice.point, best.point) > AT_KM;
    let rival = name.options.iter().filter(is_apart).map(|choice| choice.share);
    let rivalled =
        (best.fit >= Fit::Romanised || is_small(best, 2_000)) && rival.fold(0.0, f32::max) > RIVALS * best.share;
    let poor = poor || rivalled;
    // A page that speaks of countries speaks of their places: a namesake elsewhere needs company of its own.
    // "Russian shells" say who fired them, not where they fell: only a hamlet needs more than that.
    let is_elsewhere = !at_home && !countries.is_empty() && !best.is_prominent();
    let abroad = is_elsewhere && (names_countries || is_small(best, 20_000)) && near(best) < NEARBY;
    // "James River" is no settlement called James, unless the document lies there.
    let other_thing = name.part_of_longer && best.support < 0.5;
    let named_after = name.institution && (best.fit == Fit::OtherName || !at_home && lonely(NEARBY));
    let located = name.located && best.fit <= Fit::OtherName;
    let refusals = [
        (poor, Refusal::Poor),
        (abroad, Refusal::Abroad),
        (other_thing, Refusal::PartOfLonger),
        (named_after, Refusal::NamedAfter),
    ];
    match refusals.into_iter().find(|(holds, _)| *holds && !located) {
        Some((_, refusal)) => Err(refusal),
        None => Ok(Resolved { place: best.place }),
    }
}

/// Whether a place is so small that, with little of what the document names near it, it rather bears the name of another place by chance.
fn is_small(choice: &Choice, inhabitants: u32) -> bool {
    choice.feature.is_settlement() && !choice.listed && choice.population < inhabitants
}

/// One place that a name may mean, with what speaks for it.
#[derive(Clone, Copy, Debug)]
pub struct Weighed {
    pub place: PlaceId,
    pub fit: Fit,
    /// How expected it is by itself: its size and kind, how well the name fits.
    pub prior: f32,
    /// How much what is told with it speaks for it.
    pub support: f32,
    pub share: f32,
}

/// What a name would mean in a text that says no more than which country it speaks of and what the place is near, the likeliest first, and which one is chosen.
pub fn consider(
    gazetteer: &Gazetteer,
    name: &str,
    country: Option<CountryId>,
    near: Option<&str>,
) -> (Vec<Weighed>, Result<PlaceId, Refusal>) {
    let countries: HashMap<CountryId, f32> = country.map(|country| (country, 1.0)).into_iter().collect();
    let names = std::iter::once(name).chain(near);
    let mut names: Vec<Name> = names
        .map(|name| {
            let found = Spotted::by_name(gazetteer.exact(name));
            Name::of(options(gazetteer, name, &found, None, &countries), &found, 1.0)
        })
        .collect();
    let unit = |place: &Choice| place.place;
    let of_country = country.and_then(|country| gazetteer.country(country)).map(|country| vec![country.place]);
    let beside = names.get(1).map(|near| near.options.iter().take(MOST_CONTAINERS).map(unit).collect());
    let units: Vec<(Vec<PlaceId>, bool)> = of_country.into_iter().chain(beside).map(|unit| (unit, true)).collect();
    let all = names[0].options.clone();
    names[0].located = agree(gazetteer, &mut names[0].options, &units);
    let decided = settle(&mut names, &countries).swap_remove(0).map(|resolved| resolved.place);
    let kept = &names[0].options;
    let weighed = |choice: &Choice| {
        let kept = kept.iter().find(|kept| kept.place == choice.place);
        let (support, share) = kept.map_or((0.0, 0.0), |kept| (kept.support, kept.share));
        Weighed { place: choice.place, fit: choice.fit, prior: choice.prior, support, share }
    };
    let mut weighed: Vec<Weighed> = all.iter().map(weighed).collect();
    weighed.sort_by(|a, b| b.share.total_cmp(&a.share).then(b.prior.total_cmp(&a.prior)).then(a.place.cmp(&b.place)));
    (weighed, decided)
}
