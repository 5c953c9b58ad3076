//! Toponyms of an article, resolved to the gazetteer where the evidence suffices.
//!
//! Comes in: the words and their grammar. Goes out: every mention of a place, with coordinates when the document says
//! enough to tell which place is meant, without when it does not. `recognise` decides which words name places, `resolve`
//! which places they are, all of a document together; `containers` says what is known of those that no gazetteer has; `relations` reads places that are told by others ("8 km southwest of
//! the town"). Peoples ("Syrian") are mentions of their country, kept apart because nothing happens *at* an adjective.

mod containers;
mod longer;
mod peoples;
mod recognise;
mod relations;
mod resolve;
mod told;

use super::Context;
use super::names::Names;
use crate::lexicon::gazetteer::{Entry, Feature, Gazetteer};
use crate::model::{Place, PlaceLevel, PlaceMention, Span};

pub use peoples::with_peoples;
pub use relations::{event_place, is_yardstick, locate, relation_at};
pub use resolve::{Refusal, Weighed, consider};

/// Finds and resolves the toponyms of an article, in text order.
pub fn find(context: &Context<'_>, names: &Names) -> Vec<PlaceMention> {
    let peoples = peoples::find(context);
    let spotted = recognise::find(context, names, &peoples);
    let resolved = resolve::resolve(context, &spotted, &peoples);
    let gazetteer = &context.lexicon.gazetteer;
    let mention = |(spotted, place): (&recognise::Spotted, Option<resolve::Resolved>)| {
        let words = spotted.span.of(context.text);
        let place = match place.and_then(|resolved| Some((resolved, gazetteer.entry(resolved.place)?))) {
            Some((_, entry)) => of_entry(gazetteer, &entry),
            None if spotted.is_certain() => {
                Place { name: words.split_whitespace().collect::<Vec<_>>().join(" "), ..Place::default() }
            }
            None => return None,
        };
        Some(PlaceMention { span: spotted.span, place })
    };
    let mut mentions: Vec<PlaceMention> = spotted.iter().zip(resolved).filter_map(mention).collect();
    containers::fill(context, &mut mentions, &peoples);
    mentions
}

/// A gazetteer entry as a place of the model.
pub fn of_entry(gazetteer: &Gazetteer, entry: &Entry<'_>) -> Place {
    let country = entry.country.and_then(|id| gazetteer.country(id));
    let admin1 = entry.admin1.and_then(|id| gazetteer.entry(id)).map(|unit| unit.name.to_owned());
    Place {
        name: entry.name.to_owned(),
        geonames: entry.geonames,
        lat: Some(entry.lat),
        lon: Some(entry.lon),
        country: country.map(|country| country.alpha3.clone()),
        admin1,
        level: Some(level(entry.feature)),
        radius_km: Some(entry.radius_km.unwrap_or_else(|| usual_radius(entry))),
    }
}

fn level(feature: Feature) -> PlaceLevel {
    match feature {
        Feature::Continent => PlaceLevel::International,
        Feature::Country => PlaceLevel::Country,
        Feature::Adm1 => PlaceLevel::Adm1,
        Feature::Adm2 => PlaceLevel::Adm2,
        Feature::Capital | Feature::Seat1 | Feature::Seat | Feature::Settlement => PlaceLevel::Settlement,
        Feature::Section => PlaceLevel::Settlement,
        Feature::Airfield | Feature::Land | Feature::Site => PlaceLevel::Site,
        Feature::Water | Feature::Area => PlaceLevel::Area,
        Feature::Line => PlaceLevel::Line,
    }
}

/// How far from its point a thing of this kind usually reaches, in kilometres.
fn usual_radius(entry: &Entry<'_>) -> f64 {
    match entry.feature {
        Feature::Continent => 3000.0,
        Feature::Country => 400.0,
        Feature::Adm1 => 120.0,
        Feature::Adm2 => 35.0,
        Feature::Area | Feature::Water | Feature::Line => 150.0,
        Feature::Land => 30.0,
        Feature::Airfield | Feature::Site | Feature::Section => 3.0,
        // Built-up area grows about with the square root of the number of people: 5 million live within some 20 km.
        _ => (f64::from(entry.population).sqrt() / 100.0).clamp(2.0, 30.0).round(),
    }
}

/// The words between two spans of one text.
fn between(text: &str, left: Span, right: Span) -> &str {
    text.get(left.end as usize..right.start as usize).unwrap_or("")
}
