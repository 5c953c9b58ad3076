//! A place that no gazetteer has keeps what is said of it: "Walgak in South Sudan", "Yarou-Ginna, in the Koro district of central Mali".
//!
//! Comes in: the mentions of an article. Goes out: the same, where a name without coordinates lies where the words around it say, with the reach
//! of the narrowest of those places as its radius. What is said of a name once holds wherever it stands. Its name stays as told.

use std::collections::HashMap;

use super::of_entry;
use super::peoples::People;
use super::told::{self, Container};
use crate::annotate::Context;
use crate::lexicon::gazetteer::fold;
use crate::model::{Place, PlaceLevel, PlaceMention, Span};

/// A settlement that a place lies at or near says where it is to so many kilometres.
const NEAR_KM: f64 = 15.0;

/// Gives unresolved places what contains them.
pub fn fill(context: &Context<'_>, mentions: &mut [PlaceMention], peoples: &[People]) {
    let gazetteer = &context.lexicon.gazetteer;
    let spans: Vec<Span> = mentions.iter().map(|mention| mention.span).collect();
    let told = told::containers(context, &spans, peoples);
    let mut said: HashMap<String, Place> = HashMap::new();
    // From the end, so that what contains a place has its own container first.
    for index in (0..mentions.len()).rev() {
        if mentions[index].place.lat.is_some() {
            continue;
        }
        let chain = told[index].iter().filter_map(|told| match told.container {
            Container::Mention(container) => Some(mentions[container].place.clone()),
            Container::Of(place) => gazetteer.entry(place).map(|entry| of_entry(gazetteer, &entry)),
        });
        if let Some(place) = narrowest(chain).map(|place| within(&mentions[index].place, place)) {
            said.insert(fold::plain(&place.name), place.clone());
            mentions[index].place = place;
        }
    }
    for mention in mentions.iter_mut().filter(|mention| mention.place.lat.is_none()) {
        if let Some(place) = said.get(&fold::plain(&mention.place.name)) {
            mention.place = Place { name: mention.place.name.clone(), ..place.clone() };
        }
    }
}

/// The narrowest of the places of a chain, unless the last one contradicts the others.
fn narrowest(chain: impl Iterator<Item = Place>) -> Option<Place> {
    let mut chain: Vec<Place> = chain.filter(|place| place.lat.is_some()).collect();
    let widest = chain.last()?.country.clone();
    if chain.iter().any(|place| place.country.is_some() && place.country != widest) {
        return chain.pop();
    }
    let reach = |place: &Place| place.radius_km.unwrap_or(f64::MAX);
    chain.into_iter().min_by(|a, b| reach(a).total_cmp(&reach(b)))
}

/// A place of this name somewhere in another one.
fn within(told: &Place, container: Place) -> Place {
    // What lies in a first-level unit has its name; what lies in a part of one, that of the part.
    let admin1 = match container.level {
        Some(PlaceLevel::Adm1) => Some(container.name.clone()),
        _ => container.admin1.clone(),
    };
    let (level, radius) = match container.level {
        Some(PlaceLevel::Settlement | PlaceLevel::Site | PlaceLevel::Point) => {
            (Some(PlaceLevel::NearSettlement), container.radius_km.map(|radius| radius.max(NEAR_KM)))
        }
        level => (level, container.radius_km),
    };
    Place { name: told.name.clone(), geonames: None, level, radius_km: radius, admin1, ..container }
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::model::{Place, PlaceLevel};

    #[test]
    fn a_place_lies_in_the_unit_that_it_is_told_to_lie_in() {
        let check = |name: &str, admin1: Option<&str>, level: PlaceLevel, expected: Option<&str>| {
            let told = Place { name: "Yarou-Ginna".into(), ..Place::default() };
            let admin1 = admin1.map(str::to_owned);
            let place = within(
                &told,
                Place { name: name.into(), admin1, level: Some(level), geonames: Some(1), ..Place::default() },
            );
            assert_eq!((place.name.as_str(), place.admin1.as_deref()), ("Yarou-Ginna", expected), "{name}");
            assert_eq!(place.geonames, None);
        };
        check("Mopti", None, PlaceLevel::Adm1, Some("Mopti"));
        check("Koro", Some("Mopti"), PlaceLevel::Adm2, Some("Mopti"));
        check("Mali", None, PlaceLevel::Country, None);
    }
}
