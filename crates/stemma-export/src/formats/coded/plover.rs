//! PLOVER's own records: JSON, one event a line, with every article that tells it.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::model::{Event, Interval, Party, Place, Precision, TollPolicy};

use super::polecat::{assertion, context};
use super::{Book, Coding, PEOPLE, Row, Style, Told};
use crate::tables::{Column, day, real, text, whole};

pub struct Plover;

/// The fields of a record, in the order of the manual.
const FIELDS: &[Column] = &[
    text("id"),
    day("date"),
    text("time"),
    day("enddate"),
    text("endtime"),
    text("actor"),
    text("recipient"),
    text("event"),
    text("event_loc"),
    text("event_text"),
    whole("quad_code"),
    real("event_scale"),
    text("mode"),
    text("context"),
    text("link"),
    text("text_info"),
    text("cite_info"),
    text("size"),
    text("coder"),
    text("coded_date"),
    text("coded_time"),
    text("comment"),
];

const LOSES: &[&str] = &[
    "figures by side, and their range (size holds one number a measure)",
    "how well the place is known, and the radius within which it may lie",
    "how many origins the articles go back to, who copied whom, and where they disagree",
    "our own kinds of events, which are finer than PLOVER's",
];

static BOOK: Book = Book {
    name: "plover",
    about: "PLOVER's records in JSON Lines, one an event, with its articles",
    file: "plover.jsonl",
    style: Style::JsonLines,
    columns: FIELDS,
    needs: &["id", "date", "event"],
    days: &["date"],
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Plover {
    fn book(&self) -> &'static Book {
        &BOOK
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, lexicon, .. } = told;
        let Some(codes) = lexicon.codes.plover.event(&event.plover) else {
            return Err("of a kind that is no event of PLOVER".into());
        };
        let mode = event.mode.as_ref().filter(|mode| codes.modes.contains(mode));
        let parties = |parties: &[Party]| {
            let one = |party: &Party| {
                let actor = party.id.as_deref().and_then(|id| lexicon.actors.get(id));
                json!({
                    "code": actor.and_then(|actor| actor.country.as_deref()),
                    "sector": actor.map(|actor| &actor.sector),
                    "actor_text": party.name,
                    "identifier_text": actor.map(|actor| &actor.name),
                })
            };
            parties.iter().map(one).collect::<Vec<_>>()
        };
        let place = event.place.as_ref().map(|place| {
            json!({
                "name": place.name, "latitude": place.lat, "longitude": place.lon, "country": place.country,
                "state": place.admin1, "geonames": place.geonames,
            })
        });
        let size =
            |measure: &str| super::estimate(event, measure, TollPolicy::Best).and_then(|toll| toll.best.or(toll.low));
        let sizes: Vec<(&str, Option<u32>)> = SIZES.iter().map(|(field, measure)| (*field, size(measure))).collect();
        let has_size = sizes.iter().any(|(_, size)| size.is_some());
        let cites: Vec<Value> = told
            .pages
            .iter()
            .map(|page| json!({
                "citation": page.id, "url": page.url, "title": page.title, "language": page.language, "publication": page.outlet,
            }))
            .collect();
        let links: Vec<&str> = event.links.iter().map(|link| link.event.as_str()).collect();
        let texts: Vec<&str> = event.mentions.iter().map(|mention| mention.quote.as_str()).collect();
        let spans: Vec<Value> = event
            .mentions
            .iter()
            .map(|mention| json!({"citation": mention.doc, "start": mention.span.start, "end": mention.span.end}))
            .collect();
        Ok(vec![vec![
            json!(event.id),
            json!(event.time.map(|time| time.from)),
            Value::Null,
            json!(event.time.filter(|time| time.to != time.from).map(|time| time.to)),
            Value::Null,
            json!(parties(&event.actors)),
            json!(parties(&event.recipients)),
            json!([event.plover]),
            json!(place),
            json!(texts),
            json!(codes.quad),
            json!(lexicon.codes.kind(&event.kind).and_then(|kind| kind.intensity)),
            json!(mode.into_iter().collect::<Vec<_>>()),
            json!(context(event.assertion).into_iter().collect::<Vec<_>>()),
            json!(links),
            json!(spans),
            json!(cites),
            if has_size {
                Value::Object(sizes.into_iter().map(|(field, size)| (field.to_owned(), json!(size))).collect())
            } else {
                Value::Null
            },
            json!("stemma"),
            Value::Null,
            Value::Null,
            json!(told.sentence),
        ]])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("id").unwrap_or_default());
        let of = |field: &str| row.json(field);
        let first = |value: &Value| value.get(0).and_then(Value::as_str).map(str::to_owned);
        let (kind, mode) = (first(&of("event")).unwrap_or_default(), first(&of("mode")));
        super::set_kind(&mut event, lexicon, |known| known.plover == kind && known.mode == mode);
        if event.kind.is_empty() {
            super::set_kind(&mut event, lexicon, |known| known.plover == kind);
        }
        (event.plover, event.mode) = (kind, mode);
        event.assertion = assertion(&first(&of("context")).unwrap_or_default());
        event.time = row.day("date", lexicon).map(|from| match row.day("enddate", lexicon).filter(|to| *to > from) {
            Some(to) => Interval { from, to, precision: Precision::Range },
            None => Interval::day(from),
        });
        let parties = |field: &str| {
            let Value::Array(parties) = of(field) else { return Vec::new() };
            let name = |party: &Value| Some(party.get("actor_text")?.as_str()?.to_owned());
            parties.iter().filter_map(name).map(|name| super::party(&name, lexicon)).collect::<Vec<Party>>()
        };
        (event.actors, event.recipients) = (parties("actor"), parties("recipient"));
        let place = of("event_loc");
        let said = |field: &str| place.get(field).and_then(Value::as_str).map(str::to_owned);
        let (heads, cells) = (["latitude", "longitude"], ["latitude", "longitude"].map(|field| place.get(field)));
        let cells = cells.map(|value| value.map(super::writing::as_json).unwrap_or_default());
        let placed = Row::new(&heads, &cells);
        let point = placed.point(heads);
        placed.wrong().into_iter().for_each(|wrong| row.complain(format!("event_loc: {wrong}")));
        event.place = said("name").map(|name| Place {
            name,
            geonames: place.get("geonames").and_then(Value::as_u64).map(|number| number as u32),
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: said("country"),
            admin1: said("state"),
            level: None,
            radius_km: None,
        });
        event.summary = row.get("comment").unwrap_or_default().to_owned();
        let size = of("size");
        for (field, measure) in SIZES {
            let best = size.get(field).and_then(Value::as_u64).and_then(|best| u32::try_from(best).ok());
            super::count(&mut event, measure, PEOPLE, [None, best, None]);
        }
        event
    }
}

/// The fields of `size`, and what we count in them.
const SIZES: &[(&str, &str)] = &[("dead", "killed"), ("injured", "injured"), ("arrested", "detained")];
