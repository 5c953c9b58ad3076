//! GDELT 2.0: the table of events (61 columns) and that of mentions (16), parted by tabs and without a head, as GDELT publishes them.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::model::{Day, Event, Interval, Party, Place, PlaceLevel, PlacePrecision};

use super::{Book, Coding, Row, Style, Told};
use crate::tables::{Column, real, text, whole};

pub struct Events;
pub struct Mentions;

macro_rules! side {
    ($($of:ident $name:literal),*) => { [$($of($name)),*] };
}

const EVENTS: &[Column] = &side![
    whole "GLOBALEVENTID", text "SQLDATE", text "MonthYear", whole "Year", real "FractionDate",
    text "Actor1Code", text "Actor1Name", text "Actor1CountryCode", text "Actor1KnownGroupCode", text "Actor1EthnicCode",
    text "Actor1Religion1Code", text "Actor1Religion2Code", text "Actor1Type1Code", text "Actor1Type2Code", text "Actor1Type3Code",
    text "Actor2Code", text "Actor2Name", text "Actor2CountryCode", text "Actor2KnownGroupCode", text "Actor2EthnicCode",
    text "Actor2Religion1Code", text "Actor2Religion2Code", text "Actor2Type1Code", text "Actor2Type2Code", text "Actor2Type3Code",
    whole "IsRootEvent", text "EventCode", text "EventBaseCode", text "EventRootCode", whole "QuadClass", real "GoldsteinScale",
    whole "NumMentions", whole "NumSources", whole "NumArticles", real "AvgTone",
    whole "Actor1Geo_Type", text "Actor1Geo_FullName", text "Actor1Geo_CountryCode", text "Actor1Geo_ADM1Code",
    text "Actor1Geo_ADM2Code", real "Actor1Geo_Lat", real "Actor1Geo_Long", text "Actor1Geo_FeatureID",
    whole "Actor2Geo_Type", text "Actor2Geo_FullName", text "Actor2Geo_CountryCode", text "Actor2Geo_ADM1Code",
    text "Actor2Geo_ADM2Code", real "Actor2Geo_Lat", real "Actor2Geo_Long", text "Actor2Geo_FeatureID",
    whole "ActionGeo_Type", text "ActionGeo_FullName", text "ActionGeo_CountryCode", text "ActionGeo_ADM1Code",
    text "ActionGeo_ADM2Code", real "ActionGeo_Lat", real "ActionGeo_Long", text "ActionGeo_FeatureID",
    text "DATEADDED", text "SOURCEURL"
];

const MENTIONS: &[Column] = &side![
    whole "GLOBALEVENTID", text "EventTimeDate", text "MentionTimeDate", whole "MentionType", text "MentionSourceName",
    text "MentionIdentifier", whole "SentenceID", whole "Actor1CharOffset", whole "Actor2CharOffset", whole "ActionCharOffset",
    whole "InRawText", whole "Confidence", whole "MentionDocLen", real "MentionDocTone", text "MentionDocTranslationInfo", text "Extras"
];

const LOSES: &[&str] = &[
    "figures, the means, and whether an event is told as a fact or only claimed",
    "the last day of a stretch of time, and how well the place is known",
    "how many origins the articles go back to (NumSources counts them), who copied whom, and where they disagree",
    "the words that the event rests on",
    "tone, offsets within the article, and codes of first-level units, which are not known here",
];

static EVENT_BOOK: Book = Book {
    name: "gdelt",
    about: "GDELT 2.0's table of events, 61 columns, coded by CAMEO",
    file: "gdelt.export.CSV",
    style: Style::Bare,
    columns: EVENTS,
    id: "GLOBALEVENTID",
    needs: &["GLOBALEVENTID", "SQLDATE", "EventCode", "ActionGeo_Lat", "ActionGeo_Long"],
    days: &["SQLDATE"],
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Events {
    fn book(&self) -> &'static Book {
        &EVENT_BOOK
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, lexicon, .. } = told;
        let (cameo, goldstein, day) = coded(told)?;
        let (first, second) = (actor(&event.actors, lexicon), actor(&event.recipients, lexicon));
        let mut cells = vec![
            json!(super::number_of(&event.id)),
            json!(digits(day)),
            json!(&digits(day)[..6]),
            json!(day.year()),
            // GDELT reckons with months of thirty days.
            json!(f64::from(day.year()) + (f64::from(day.month()) * 30.0 + f64::from(day.day())) / 365.0),
        ];
        cells.extend(first);
        cells.extend(second);
        cells.extend([
            json!(1),
            json!(cameo),
            json!(cameo.get(..3).unwrap_or(cameo)),
            json!(cameo.get(..2)),
            json!(lexicon.codes.gdelt.quad(cameo)),
            json!(goldstein),
            json!(event.mentions.len()),
            json!(event.origins.min),
            json!(event.articles),
            Value::Null,
        ]);
        // Where the actors are at home is not told by an event.
        cells.extend(std::iter::repeat_n(Value::Null, 16));
        cells.extend(geography(event, lexicon));
        cells.extend([Value::Null, json!(told.pages.iter().find_map(|page| page.url.as_ref()))]);
        Ok(vec![cells])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("GLOBALEVENTID").unwrap_or_default());
        let code = row.get("EventCode");
        super::set_kind(&mut event, lexicon, |kind| {
            lexicon.codes.kind(&kind.id).is_some_and(|codes| Some(codes.cameo.as_str()) == code)
        });
        event.time = row.day("SQLDATE", lexicon).map(Interval::day);
        let parties = |column: &str| row.get(column).map(|name| super::party(name, lexicon)).into_iter().collect();
        (event.actors, event.recipients) = (parties("Actor1Name"), parties("Actor2Name"));
        let fips = row.get("ActionGeo_CountryCode");
        let country = lexicon.codes.countries().iter().find(|country| Some(country.fips.as_str()) == fips);
        let point = row.point(["ActionGeo_Lat", "ActionGeo_Long"]);
        event.place = row.get("ActionGeo_FullName").map(|name| Place {
            name: name.split(',').next().unwrap_or(name).to_owned(),
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: country.map(|country| country.alpha3.clone()),
            level: match row.get("ActionGeo_Type") {
                Some("1") => Some(PlaceLevel::Country),
                Some("2" | "5") => Some(PlaceLevel::Adm1),
                Some("3" | "4") => Some(PlaceLevel::Settlement),
                _ => None,
            },
            ..Place::default()
        });
        event
    }
}

static MENTION_BOOK: Book = Book {
    name: "gdelt-mentions",
    about: "GDELT 2.0's table of mentions, 16 columns, one row an event and article",
    file: "gdelt.mentions.CSV",
    style: Style::Bare,
    columns: MENTIONS,
    id: "GLOBALEVENTID",
    needs: &["GLOBALEVENTID", "MentionIdentifier"],
    // It says which articles tell an event; the other table says what.
    has_sidecar: false,
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Mentions {
    fn book(&self) -> &'static Book {
        &MENTION_BOOK
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let (_, _, day) = coded(told)?;
        let row = |page: &stemma_store::PageRow| {
            let mut cells = vec![
                json!(super::number_of(&told.event.id)),
                json!(format!("{}000000", digits(day))),
                json!(page.from.map(|day| format!("{}000000", digits(day)))),
                json!(1),
                json!(page.outlet),
                json!(page.url.as_ref().unwrap_or(&page.id)),
            ];
            cells.extend(std::iter::repeat_n(Value::Null, 10));
            cells
        };
        Ok(told.pages.iter().map(row).collect())
    }

    fn event(&self, row: &Row<'_>, _: &Lexicon) -> Event {
        super::blank(row.get("GLOBALEVENTID").unwrap_or_default())
    }
}

/// The code, its value on Goldstein's scale and the day; or why there is no row.
fn coded<'a>(told: &Told<'a>) -> Result<(&'a str, Option<f64>, Day), String> {
    super::happened(told.event)?;
    let codes = told.lexicon.codes.kind(&told.event.kind).filter(|codes| !codes.cameo.is_empty());
    let codes = codes.ok_or("of a kind that CAMEO does not code")?;
    let time = told.event.time.ok_or("its day is not known")?;
    Ok((&codes.cameo, codes.goldstein, time.from))
}

/// The ten columns of an actor: the first one that is known stands there.
fn actor(parties: &[Party], lexicon: &Lexicon) -> Vec<Value> {
    let known = parties.iter().find_map(|party| lexicon.actors.get(party.id.as_deref()?));
    let Some(actor) = known else { return vec![Value::Null; 10] };
    let country = actor.country.as_deref().and_then(|alpha3| lexicon.codes.country(alpha3));
    let country = country.map(|codes| codes.cameo.as_str()).filter(|code| !code.is_empty());
    let kind = lexicon.codes.plover.cameo(&actor.sector);
    let code = format!("{}{}", country.unwrap_or_default(), kind.unwrap_or_default());
    let code = Some(code).filter(|code| !code.is_empty());
    let mut cells = vec![json!(code), json!(actor.name.to_uppercase()), json!(country)];
    cells.extend(std::iter::repeat_n(Value::Null, 4));
    cells.extend([json!(kind), Value::Null, Value::Null]);
    cells
}

/// The eight columns of where it was.
fn geography(event: &Event, lexicon: &Lexicon) -> Vec<Value> {
    let Some(place) = event.place.as_ref().filter(|place| place.point().is_some()) else { return vec![Value::Null; 8] };
    let country = place.country.as_deref().and_then(|alpha3| lexicon.codes.country(alpha3));
    // The states and towns of the United States have numbers of their own.
    let is_american = place.country.as_deref() == Some("USA");
    let kind = match (event.precision(), is_american) {
        (PlacePrecision::Country, _) => 1,
        (PlacePrecision::Unit, true) => 2,
        (PlacePrecision::Unit, false) => 5,
        (_, true) => 3,
        (_, false) => 4,
    };
    let names = [Some(&place.name), place.admin1.as_ref(), country.map(|country| &country.acled)];
    let full: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    vec![
        json!(kind),
        json!(full.join(", ")),
        json!(country.map(|country| &country.fips)),
        Value::Null,
        Value::Null,
        json!(place.lat),
        json!(place.lon),
        Value::Null,
    ]
}

fn digits(day: Day) -> String {
    day.to_string().replace('-', "")
}
