//! POLECAT: 40 columns parted by tabs, coded by PLOVER, one row an event and article, so that how many articles tell it survives.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::Actor;
use stemma::model::{Assertion, Event, Interval, Party, Place, PlaceLevel};

use super::{Book, Coding, Row, Style, Told};
use crate::tables::{Column, day, real, text, whole};

pub struct Polecat;

const COLUMNS: &[Column] = &[
    text("Event ID"),
    day("Event Date"),
    text("Event Type"),
    text("Event Mode"),
    real("Intensity"),
    whole("Quad Code"),
    text("Contexts"),
    text("Actor Name"),
    text("Actor Country"),
    whole("Actor COW"),
    text("Primary Actor Sector"),
    text("Actor Sectors"),
    text("Actor Title"),
    text("Actor Name Raw"),
    text("Wikipedia Actor ID"),
    text("Recipient Name"),
    text("Recipient Country"),
    whole("Recipient COW"),
    text("Primary Recipient Sector"),
    text("Recipient Sectors"),
    text("Recipient Title"),
    text("Recipient Name Raw"),
    text("Wikipedia Recipient ID"),
    text("Placename"),
    text("City"),
    text("District"),
    text("Province"),
    text("Country"),
    real("Latitude"),
    real("Longitude"),
    whole("GeoNames ID"),
    text("Raw Placename"),
    text("Feature Type"),
    text("Source"),
    day("Publication Date"),
    text("Story People"),
    text("Story Organizations"),
    text("Story Locations"),
    text("Language"),
    text("Version"),
];

const LOSES: &[&str] = &[
    "figures: killed, injured, detained, displaced",
    "the last day of a stretch of time, and the radius within which the place may lie",
    "how many origins the articles go back to, who copied whom, and where they disagree",
    "the words that the event rests on, with their place on the page",
    "titles, Wikipedia's names, and the people and organisations of the article, which are not known here",
];

static BOOK: Book = Book {
    name: "polecat",
    about: "POLECAT's 40 columns parted by tabs, one row an event and article",
    file: "polecat.tsv",
    style: Style::Tsv,
    columns: COLUMNS,
    id: "Event ID",
    needs: &["Event ID", "Event Date", "Event Type", "Latitude", "Longitude"],
    days: &["Event Date"],
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Polecat {
    fn book(&self) -> &'static Book {
        &BOOK
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, lexicon, .. } = told;
        let Some(codes) = lexicon.codes.plover.event(&event.plover) else {
            return Err("of a kind that is no event of PLOVER".into());
        };
        let mode = event.mode.as_ref().filter(|mode| codes.modes.contains(mode));
        let place = event.place.as_ref();
        let level = place.and_then(|place| place.level);
        let city = place.filter(|_| matches!(level, Some(PlaceLevel::Settlement | PlaceLevel::NearSettlement)));
        let district = place.and_then(|place| super::district(place, lexicon));
        let intensity = lexicon.codes.kind(&event.kind).and_then(|kind| kind.intensity);
        let (actor, recipient) = (Parties::of(&event.actors, lexicon), Parties::of(&event.recipients, lexicon));
        let row = |at: usize, page: Option<&stemma_store::PageRow>| {
            vec![
                json!(format!("{}-{}", event.id, at + 1)),
                json!(event.time.map(|time| time.from)),
                json!(event.plover),
                json!(mode),
                json!(intensity),
                json!(codes.quad),
                json!(context(event.assertion)),
                json!(actor.names),
                json!(actor.countries),
                json!(actor.cow),
                json!(actor.sectors.first()),
                json!(actor.sectors),
                Value::Null,
                json!(actor.raw),
                Value::Null,
                json!(recipient.names),
                json!(recipient.countries),
                json!(recipient.cow),
                json!(recipient.sectors.first()),
                json!(recipient.sectors),
                Value::Null,
                json!(recipient.raw),
                Value::Null,
                json!(place.map(|place| &place.name)),
                json!(city.map(|place| &place.name)),
                json!(district),
                json!(place.and_then(|place| place.admin1.as_ref())),
                json!(place.and_then(|place| place.country.as_ref())),
                json!(place.and_then(|place| place.lat)),
                json!(place.and_then(|place| place.lon)),
                json!(place.and_then(|place| place.geonames)),
                json!(place.map(|place| &place.name)),
                json!(level.and_then(feature)),
                json!(page.and_then(|page| page.outlet.as_ref())),
                json!(page.and_then(|page| page.from)),
                Value::Null,
                Value::Null,
                Value::Null,
                json!(page.and_then(|page| page.language.as_ref())),
                Value::Null,
            ]
        };
        // One of another table has no articles here, and is a row all the same.
        match told.pages {
            [] => Ok(vec![row(0, None)]),
            pages => Ok(pages.iter().enumerate().map(|(at, page)| row(at, Some(page))).collect()),
        }
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("Event ID").unwrap_or_default());
        let (kind, mode) = (row.get("Event Type").unwrap_or_default(), row.get("Event Mode"));
        super::set_kind(&mut event, lexicon, |known| known.plover == kind && known.mode.as_deref() == mode);
        if event.kind.is_empty() {
            super::set_kind(&mut event, lexicon, |known| known.plover == kind);
        }
        (event.plover, event.mode) = (kind.to_owned(), mode.map(str::to_owned));
        event.assertion = assertion(row.get("Contexts").unwrap_or_default());
        event.time = row.day("Event Date", lexicon).map(Interval::day);
        let parties =
            |name: &str, raw: &str| super::parties(row.get(raw).or(row.get(name)).unwrap_or_default(), lexicon);
        event.actors = parties("Actor Name", "Actor Name Raw");
        event.recipients = parties("Recipient Name", "Recipient Name Raw");
        let (point, geonames) = (row.point(["Latitude", "Longitude"]), row.number("GeoNames ID"));
        event.place = row.get("Placename").or(row.get("Raw Placename")).map(|name| Place {
            name: name.to_owned(),
            geonames,
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: row.get("Country").map(str::to_owned),
            admin1: row.get("Province").map(str::to_owned),
            level: None,
            radius_km: None,
        });
        event
    }
}

/// One side in the cells of POLECAT: of those who are not known, only the words.
pub struct Parties<'a> {
    pub names: Vec<&'a str>,
    pub countries: Vec<&'a str>,
    pub cow: Option<u16>,
    pub sectors: Vec<&'a str>,
    pub raw: Vec<String>,
}

impl<'a> Parties<'a> {
    pub fn of(parties: &'a [Party], lexicon: &'a Lexicon) -> Parties<'a> {
        let known: Vec<&Actor> = parties.iter().filter_map(|party| lexicon.actors.get(party.id.as_deref()?)).collect();
        let mut countries: Vec<&str> = known.iter().filter_map(|actor| actor.country.as_deref()).collect();
        let mut sectors: Vec<&str> = known.iter().map(|actor| actor.sector.as_str()).collect();
        let mut seen = BTreeSet::new();
        countries.retain(|country| seen.insert(*country));
        seen.clear();
        sectors.retain(|sector| seen.insert(*sector));
        let cow = countries.first().and_then(|alpha3| lexicon.codes.country(alpha3)?.cow);
        let names = known.iter().map(|actor| actor.name.as_str()).collect();
        Parties { names, countries, cow, sectors, raw: super::names(parties) }
    }
}

/// How PLOVER marks what is not told as a fact of now.
pub fn context(assertion: Assertion) -> Option<&'static str> {
    match assertion {
        Assertion::Asserted => None,
        Assertion::Background => Some("historical"),
        Assertion::Negated | Assertion::Denied => Some("negation"),
        Assertion::Hypothetical => Some("hypothetical"),
        Assertion::Future | Assertion::Ordered => Some("future"),
    }
}

pub fn assertion(contexts: &str) -> Assertion {
    let has = |word: &str| contexts.split(';').any(|context| context.trim() == word);
    match () {
        () if has("negation") => Assertion::Negated,
        () if has("hypothetical") => Assertion::Hypothetical,
        () if has("future") => Assertion::Future,
        () if has("historical") => Assertion::Background,
        () => Assertion::Asserted,
    }
}

/// The class of GeoNames that a level is of.
fn feature(level: PlaceLevel) -> Option<&'static str> {
    use PlaceLevel::{Adm1, Adm2, Adm3, Country, NearSettlement, Settlement};
    Some(match level {
        Settlement | NearSettlement => "P",
        Adm1 | Adm2 | Adm3 | Country => "A",
        _ => return None,
    })
}
