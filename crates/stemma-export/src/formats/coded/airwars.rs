//! Incidents of civilian harm, as Airwars lists them: the least and the greatest figure of civilians and of fighters, and Airwars' grade.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::lexicon::fusing::Victim;
use stemma::model::{Event, Interval, Party, Place, PlaceLevel, PlacePrecision, TollEstimate, TollPolicy};

use super::{Book, Coding, Row, Told};
use crate::tables::{Column, day, real, text, whole};
use crate::words;

pub struct Airwars;

const COLUMNS: &[Column] = &[
    text("unique_reference_code"),
    text("permalink"),
    text("post_id"),
    text("country"),
    day("date"),
    text("grading"),
    real("latitude"),
    real("longitude"),
    text("geolocation_accuracy"),
    text("strike_status"),
    text("targeted_belligerents"),
    whole("civilians_killed_min"),
    whole("civilians_killed_max"),
    whole("civilians_injured_min"),
    whole("civilians_injured_max"),
    whole("militants_killed_min"),
    whole("militants_killed_max"),
    text("belligerent_list"),
    text("location"),
    text("notes"),
];

const LOSES: &[&str] = &[
    "events in which nobody is told to have been harmed",
    "a best figure between the least and the greatest, and what each source gives",
    "the last day of a stretch of time, and the radius within which the place may lie",
    "who copied whom, and where sources disagree",
    "the words that the event rests on, and Airwars' own assessments, addresses and names of victims",
];

static BOOK: Book = Book {
    name: "airwars",
    about: "incidents of civilian harm with the grades of Airwars, and ranges of figures",
    file: "airwars.csv",
    columns: COLUMNS,
    id: "unique_reference_code",
    needs: &["unique_reference_code", "date", "latitude", "longitude"],
    days: &["date"],
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Airwars {
    fn book(&self) -> &'static Book {
        &BOOK
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, lexicon, .. } = told;
        super::happened(event)?;
        let Some(grading) = event.grade.airwars else {
            return Err("no deed of war that is told to have harmed people".into());
        };
        let place = event.place.as_ref();
        let country = place.and_then(|place| lexicon.codes.country(place.country.as_deref()?));
        // Words that say nothing of who was harmed count as possible civilians, as recorders of casualties count them.
        let range = |measure: &str, are_fighters: bool| {
            let counted = |toll: &&TollEstimate| {
                let fights = lexicon.fusing.victim(&toll.group) == Victim::Combatant;
                super::is_of(toll, measure, TollPolicy::Range) && fights == are_fighters
            };
            event.tolls.iter().find(counted).map(|toll| (toll.low.or(toll.best), toll.high.or(toll.best)))
        };
        let both = |range: Option<(Option<u32>, Option<u32>)>| {
            let (low, high) = range.unwrap_or_default();
            [json!(low), json!(high)]
        };
        let mut cells = vec![
            json!(event.id),
            Value::Null,
            Value::Null,
            json!(country.map(|country| &country.acled)),
            json!(event.time.map(|time| time.from)),
            json!(grading),
            json!(place.and_then(|place| place.lat)),
            json!(place.and_then(|place| place.lon)),
            json!(accuracy(event.precision())),
            Value::Null,
            json!(super::names(&event.recipients)),
        ];
        cells.extend(both(range("killed", false)));
        cells.extend(both(range("injured", false)));
        cells.extend(both(range("killed", true)));
        cells.extend([
            json!(super::names(&event.actors)),
            json!(place.map(|place| words::place(place, event.relation.as_ref()))),
            json!(told.sentence),
        ]);
        Ok(vec![cells])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("unique_reference_code").unwrap_or_default());
        let (point, name) = (row.point(["latitude", "longitude"]), row.get("country"));
        let country = lexicon.codes.country_by(|country| Some(country.acled.as_str()) == name);
        event.place = row.get("location").map(|name| Place {
            name: name.to_owned(),
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: country.map(|country| country.alpha3.clone()),
            level: row.get("geolocation_accuracy").and_then(level),
            ..Place::default()
        });
        event.time = row.day("date", lexicon).map(Interval::day);
        event.grade.airwars =
            row.get("grading").and_then(|grade| serde_json::from_value(json!(grade.to_lowercase())).ok());
        event.actors = belligerents(row, "belligerent_list", lexicon);
        event.recipients = belligerents(row, "targeted_belligerents", lexicon);
        for (measure, group, [min, max]) in COUNTS {
            super::count(&mut event, measure, group, [row.number(min), None, row.number(max)]);
        }
        event.summary = row.get("notes").unwrap_or_default().to_owned();
        event
    }
}

/// What the columns of figures count: the measure, whose, the least and the greatest.
const COUNTS: [(&str, &str, [&str; 2]); 3] = [
    ("killed", "civilians", ["civilians_killed_min", "civilians_killed_max"]),
    ("killed", "militants", ["militants_killed_min", "militants_killed_max"]),
    ("injured", "civilians", ["civilians_injured_min", "civilians_injured_max"]),
];

/// Ours are parted by semicolons; those of others may be by commas.
fn belligerents(row: &Row<'_>, column: &str, lexicon: &Lexicon) -> Vec<Party> {
    let names = row.get(column).unwrap_or_default();
    match names.contains(';') {
        true => super::parties(names, lexicon),
        false => super::parties(&names.replace(',', ";"), lexicon),
    }
}

fn level(accuracy: &str) -> Option<PlaceLevel> {
    Some(match accuracy {
        "Town" => PlaceLevel::Settlement,
        "Nearby" => PlaceLevel::NearSettlement,
        "Province" => PlaceLevel::Adm1,
        "Country" => PlaceLevel::Country,
        _ => return None,
    })
}

fn accuracy(precision: PlacePrecision) -> Option<&'static str> {
    Some(match precision {
        PlacePrecision::Exact => "Town",
        PlacePrecision::Area | PlacePrecision::Inferred => "Nearby",
        PlacePrecision::Unit => "Province",
        PlacePrecision::Country => "Country",
        PlacePrecision::None => return None,
    })
}
