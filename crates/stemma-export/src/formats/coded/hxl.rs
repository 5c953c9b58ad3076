//! HXL: a table for people who answer a crisis, whose second head says in tags what a column means.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::model::{Event, Interval, Place, Precision, TollPolicy};

use super::{Coding, Row, Told};
use crate::tables::{Column, day, real, text, whole};
use crate::words;

pub struct Hxl;

/// The fields, in the order of the tags of `data/codes/hxl.toml`.
const COLUMNS: &[Column] = &[
    text("id"),
    text("kind"),
    day("start"),
    day("end"),
    text("side_a"),
    text("side_b"),
    text("country"),
    text("adm1"),
    text("adm2"),
    text("place"),
    real("latitude"),
    real("longitude"),
    whole("killed_best"),
    whole("killed_low"),
    whole("killed_high"),
    whole("injured_best"),
    text("notes"),
    text("sources"),
    whole("origins"),
];

const LOSES: &[&str] = &[
    "figures other than killed and injured, and what each source gives",
    "whether an event is told as a fact, and how well its place is known",
    "who copied whom, and where sources disagree",
    "the words that the event rests on, with their place on the page",
];

impl Coding for Hxl {
    fn name(&self) -> &'static str {
        "hxl"
    }

    fn about(&self) -> &'static str {
        "a table with a second head of HXL tags, for humanitarian data exchange"
    }

    fn file(&self) -> &'static str {
        "hxl.csv"
    }

    fn columns(&self) -> &'static [Column] {
        COLUMNS
    }

    fn id(&self) -> &'static str {
        "id"
    }

    fn second_head(&self, lexicon: &Lexicon) -> Option<Vec<String>> {
        let tag = |column: &Column| lexicon.codes.hxl.iter().find(|tag| tag.field == column.name);
        Some(COLUMNS.iter().map(|column| tag(column).map(|tag| tag.tag.clone()).unwrap_or_default()).collect())
    }

    fn needs(&self) -> &'static [&'static str] {
        &["id", "kind", "start", "end", "place", "latitude", "longitude"]
    }

    fn days(&self) -> &'static [&'static str] {
        &["start", "end"]
    }

    fn loses(&self) -> &'static [&'static str] {
        LOSES
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, .. } = told;
        super::happened(event)?;
        let place = event.place.as_ref();
        let killed = super::estimate(event, "killed", TollPolicy::Best);
        let injured = super::estimate(event, "injured", TollPolicy::Best);
        let best = |toll: Option<&stemma::model::TollEstimate>| toll.and_then(|toll| toll.best.or(toll.low));
        Ok(vec![vec![
            json!(event.id),
            json!(event.label),
            json!(event.time.map(|time| time.from)),
            json!(event.time.map(|time| time.to)),
            json!(words::parties(&event.actors)),
            json!(words::parties(&event.recipients)),
            json!(place.and_then(|place| place.country.as_ref())),
            json!(place.and_then(|place| place.admin1.as_ref())),
            Value::Null,
            json!(place.map(|place| &place.name)),
            json!(place.and_then(|place| place.lat)),
            json!(place.and_then(|place| place.lon)),
            json!(best(killed)),
            json!(killed.and_then(|toll| toll.low)),
            json!(killed.and_then(|toll| toll.high)),
            json!(best(injured)),
            json!(told.sentence),
            json!(super::outlets(told.pages)),
            json!(event.origins.min),
        ]])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("id").unwrap_or_default());
        super::set_kind(&mut event, lexicon, |kind| Some(kind.label.as_str()) == row.get("kind"));
        let of = |column: &str| row.day(column, lexicon);
        event.time = of("start").zip(of("end")).filter(|(from, to)| from <= to).map(|(from, to)| Interval {
            from,
            to,
            precision: if from == to { Precision::Day } else { Precision::Range },
        });
        event.place = row.get("place").map(|name| Place {
            name: name.to_owned(),
            lat: row.number("latitude"),
            lon: row.number("longitude"),
            country: row.get("country").map(str::to_owned),
            admin1: row.get("adm1").map(str::to_owned),
            ..Place::default()
        });
        event.summary = row.get("notes").unwrap_or_default().to_owned();
        event
    }
}
