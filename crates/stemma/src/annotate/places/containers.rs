//! A place that no gazetteer has keeps what is said of it: "Walgak in South Sudan", "Yarou-Ginna, in the Koro district of central Mali".
//!
//! Comes in: the mentions of an article. Goes out: the same, where a name without coordinates lies where the words right behind it say, with the reach
//! of the narrowest of those places as its radius. Its name stays as told.

use crate::annotate::Context;
use crate::model::{Place, PlaceLevel, PlaceMention};

/// So many words may stand between a name and what it lies in.
const MOST_WORDS: usize = 9;
/// A settlement that a place lies at or near says where it is to so many kilometres.
const NEAR_KM: f64 = 15.0;
/// Words that lead from a place to the next wider one, beside kinds of places and directions.
const LINKS: [&str; 11] = ["in", "of", "the", "a", "an", "at", "near", "outside", "s", "country", "just"];

/// Gives unresolved places what contains them.
pub fn fill(context: &Context<'_>, mentions: &mut [PlaceMention]) {
    for index in 0..mentions.len() {
        if mentions[index].place.lat.is_none()
            && let Some(place) = container(context, &mentions[index..])
        {
            mentions[index].place = within(&mentions[index].place, place);
        }
    }
}

/// The narrowest of the places that follow the first one in a chain of words for lying in.
fn container<'m>(context: &Context<'_>, mentions: &'m [PlaceMention]) -> Option<&'m Place> {
    let mut chain: Vec<&Place> = Vec::new();
    for pair in mentions.windows(2) {
        if !leads_on(context, super::between(context.text, pair[0].span, pair[1].span)) {
            break;
        }
        chain.push(&pair[1].place);
    }
    chain.retain(|place| place.lat.is_some());
    let widest = chain.last()?;
    let agree = chain.iter().all(|place| place.country.is_none() || place.country == widest.country);
    let reach = |place: &Place| place.radius_km.unwrap_or(f64::MAX);
    if agree { chain.iter().copied().min_by(|a, b| reach(a).total_cmp(&reach(b))) } else { Some(widest) }
}

fn leads_on(context: &Context<'_>, words: &str) -> bool {
    let known = context.lexicon.gazetteer.words();
    let is_link = |word: &str| {
        let word = word.to_lowercase();
        LINKS.contains(&word.as_str())
            || [&known.directions, &known.settlements, &known.provinces].iter().any(|list| list.contains(&word))
    };
    let mut words_between =
        words.split(|letter: char| !letter.is_alphanumeric() && letter != '-').filter(|word| !word.is_empty());
    // "in X and in Y" are two places, and so are those of two sentences.
    !words.contains(['.', ';', ':', '\n'])
        && words.split_whitespace().count() <= MOST_WORDS
        && words_between.next().is_some_and(is_link)
        && words_between.all(is_link)
}

/// A place of this name somewhere in another one.
fn within(told: &Place, container: &Place) -> Place {
    let (level, radius) = match container.level {
        Some(PlaceLevel::Settlement | PlaceLevel::Site | PlaceLevel::Point) => {
            (Some(PlaceLevel::NearSettlement), container.radius_km.map(|radius| radius.max(NEAR_KM)))
        }
        level => (level, container.radius_km),
    };
    Place { name: told.name.clone(), geonames: None, level, radius_km: radius, ..container.clone() }
}
