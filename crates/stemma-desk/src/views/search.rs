//! Search: pages by their words, with what is called so; and places of the gazetteer by their names.

use serde::Serialize;
use stemma_store::{ActorRow, Asked, Dataset, EventRow, Noun, PlaceRow, Sort};
use stemma_workspace::ask;
use stemma_workspace::review::{places_called, places_in};

use super::Asking;
use super::lists::Data;
use crate::address;
use crate::answer::{List, Shown, csv, json};
use crate::fault::Fault;
use crate::plain::{Cell, Plain, Table};

/// Records of each kind that are named beside the pages.
const NAMED: usize = 6;
/// Places that are offered.
const OFFERED: usize = 12;
/// Towns, and units, whose names a map has room for.
const DRAWN: usize = 40;

#[derive(Serialize)]
struct Search {
    #[serde(flatten)]
    pages: List<ask::Hit>,
    events: Vec<EventRow>,
    places: Vec<PlaceRow>,
    actors: Vec<ActorRow>,
}

pub fn search(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    let mut query = asking.query()?;
    let asked = asking.asked(&query, Noun::Pages)?;
    // Pages are put in order so, and nothing that is named beside them.
    query.sort = None;
    let store = asking.store;
    let found = ask::search(store, &asked)?;
    let mut pages = List::of(found, asked.skip, Noun::Pages.name());
    pages.stamp = asking.stamp.clone();
    let is_first = asked.skip == 0 && !query.words().is_empty();
    let few = |noun, sort| -> Result<Asked, Fault> {
        Ok(Asked { sort: Some(sort), reverse: false, limit: Some(NAMED), ..query.asked(noun, store)? })
    };
    let called = |name: &str| -> Result<Asked, Fault> {
        let mut named = ask::Query::default();
        named.set(name, query.words())?;
        Ok(Asked { limit: Some(NAMED), ..named.asked(Noun::Places, store)? })
    };
    let (mut events, mut places, mut actors) = (Vec::new(), Vec::new(), Vec::new());
    if is_first {
        events = store.events(&few(Noun::Events, Sort::Articles)?)?.rows;
        places = store.places(&called("place")?)?.rows;
        actors = store.actors(&called("actor")?)?.rows;
        let words = query.words().to_lowercase();
        actors.retain(|actor| actor.name.to_lowercase().contains(&words));
    }
    Ok(Box::new(Search { pages, events, places, actors }))
}

impl Shown for Search {
    fn json(&self) -> Vec<u8> {
        json(self)
    }

    fn csv(&self) -> Option<Vec<u8>> {
        let rows: Vec<_> = self.pages.rows.iter().map(|hit| hit.page.clone()).collect();
        Some(csv(&rows))
    }

    fn plain(&self) -> Plain {
        let row = |hit: &ask::Hit| {
            let id = &hit.page.id;
            let text = hit.passage.as_ref().map_or(String::new(), |passage| passage.text.clone());
            let at = hit
                .passage
                .as_ref()
                .map_or(String::new(), |passage| format!("?at={}-{}", passage.span.start, passage.span.end));
            let title = hit.page.title.clone().unwrap_or_else(|| id.clone());
            let outlet = hit.page.outlet.clone().unwrap_or_default();
            vec![
                Cell { text: title, href: Some(format!("/pages/{}{at}", address::encoded(id))) },
                Cell { text: outlet, href: None },
                Cell { text, href: None },
            ]
        };
        let heads = ["page", "outlet", "words"].map(str::to_owned).to_vec();
        Plain {
            title: "Search".into(),
            lines: vec![format!("{} pages have these words.", self.pages.total)],
            table: Some(Table { heads, rows: self.pages.rows.iter().map(row).collect() }),
            next: self.pages.next.clone(),
            ..Plain::default()
        }
    }
}

/// Places of the gazetteer that are called so, those of most people first.
pub fn nearest(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(of_gazetteer(places_called(asking.address.needed("q")?, asking.live.lexicon(), OFFERED)))
}

/// Places of the gazetteer in a box of the map.
pub fn around(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(of_gazetteer(places_in(asking.address.needed("bbox")?, asking.live.lexicon(), DRAWN)?))
}

fn of_gazetteer(places: Vec<stemma::model::Place>) -> Box<dyn Shown> {
    #[derive(Serialize)]
    struct Nearest {
        places: Vec<Place>,
    }
    #[derive(Serialize)]
    struct Place {
        name: String,
        admin1: Option<String>,
        country: Option<String>,
        lat: f64,
        lon: f64,
        geonames: u32,
        is_unit: bool,
    }
    let place = |place: stemma::model::Place| {
        let (lat, lon) = place.point()?;
        Some(Place {
            name: place.name,
            admin1: place.admin1,
            country: place.country,
            lat,
            lon,
            geonames: place.geonames?,
            is_unit: place.level == Some(stemma::model::PlaceLevel::Adm1),
        })
    };
    Data::of(&Nearest { places: places.into_iter().filter_map(place).collect() })
}
