//! Incidents of civilian harm, as Airwars lists them: the least and the greatest figure of civilians and of fighters, and Airwars' grade.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::lexicon::fusing::Victim;
use stemma::model::{Event, Interval, Place, PlacePrecision, TollPolicy};

use super::{Coding, Row, Told};
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

impl Coding for Airwars {
    fn name(&self) -> &'static str {
        "airwars"
    }

    fn about(&self) -> &'static str {
        "incidents of civilian harm with the grades of Airwars, and ranges of figures"
    }

    fn file(&self) -> &'static str {
        "airwars.csv"
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn id(&self) -> &'static str {
        "unique_reference_code"
    }

    fn needs(&self) -> &'static [&'static str] {
        &["unique_reference_code", "date", "latitude", "longitude"]
    }

    fn days(&self) -> &'static [&'static str] {
        &["date"]
    }

    fn loses(&self) -> &'static [&'static str] {
        LOSES
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
            let toll = super::estimate(event, measure, TollPolicy::Range)?;
            let fights = lexicon.fusing.victim(&toll.group) == Victim::Combatant;
            (fights == are_fighters).then_some((toll.low.or(toll.best), toll.high.or(toll.best)))
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
            json!(words::parties(&event.recipients)),
        ];
        cells.extend(both(range("killed", false)));
        cells.extend(both(range("injured", false)));
        cells.extend(both(range("killed", true)));
        cells.extend([
            json!(words::parties(&event.actors)),
            json!(place.map(|place| words::place(place, event.relation.as_ref()))),
            json!(told.sentence),
        ]);
        Ok(vec![cells])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("unique_reference_code").unwrap_or_default());
        event.place = row.get("location").map(|name| Place {
            name: name.to_owned(),
            lat: row.number("latitude"),
            lon: row.number("longitude"),
            ..Place::default()
        });
        event.time = row.day("date", lexicon).map(Interval::day);
        let (low, high) = (row.number("civilians_killed_min"), row.number("civilians_killed_max"));
        if low.is_some() || high.is_some() {
            super::count(&mut event, "killed", [low, None, high]);
        }
        event.summary = row.get("notes").unwrap_or_default().to_owned();
        event
    }
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
