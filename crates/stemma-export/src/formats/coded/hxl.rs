//! HXL: a table for people who answer a crisis, whose second head says in tags what a column means.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::model::{Event, Interval, Party, Place, Precision, TollPolicy};

use super::{Book, Coding, PEOPLE, Row, Told};
use crate::tables::{Column, day, real, text, whole};

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

static BOOK: Book = Book {
    name: "hxl",
    about: "a table with a second head of HXL tags, for humanitarian data exchange",
    file: "hxl.csv",
    columns: COLUMNS,
    needs: &["id", "kind", "start", "end", "place", "latitude", "longitude"],
    days: &["start", "end"],
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Hxl {
    fn book(&self) -> &'static Book {
        &BOOK
    }

    fn second_head(&self, lexicon: &Lexicon) -> Option<Vec<String>> {
        let tag = |column: &Column| lexicon.codes.hxl.iter().find(|tag| tag.field == column.name);
        Some(COLUMNS.iter().map(|column| tag(column).map(|tag| tag.tag.clone()).unwrap_or_default()).collect())
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, lexicon, .. } = told;
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
            json!(super::names(&event.actors)),
            json!(super::names(&event.recipients)),
            json!(place.and_then(|place| place.country.as_ref())),
            json!(place.and_then(|place| place.admin1.as_ref())),
            json!(place.and_then(|place| super::district(place, lexicon))),
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
        let point = row.point(["latitude", "longitude"]);
        event.place = row.get("place").map(|name| Place {
            name: name.to_owned(),
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: row.get("country").map(str::to_owned),
            admin1: row.get("adm1").map(str::to_owned),
            ..Place::default()
        });
        (event.actors, event.recipients) = (of_side(row, "side_a", lexicon), of_side(row, "side_b", lexicon));
        let killed = ["killed_low", "killed_best", "killed_high"].map(|column| row.number(column));
        super::count(&mut event, "killed", PEOPLE, killed);
        super::count(&mut event, "injured", PEOPLE, [None, row.number("injured_best"), None]);
        event.summary = row.get("notes").unwrap_or_default().to_owned();
        event
    }
}

/// Those of a side, by its column.
fn of_side(row: &Row<'_>, column: &str, lexicon: &Lexicon) -> Vec<Party> {
    super::parties(row.get(column).unwrap_or_default(), lexicon)
}
