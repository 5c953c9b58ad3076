//! ACLED: 31 columns, one row an event of one day in one place between at most two sides.
//!
//! After the codebook: a fight or an explosion has an actor also where nobody is named ("Unidentified Armed Group"), civilians and those
//! who protest are actors of their own, a place that is known no better than its province is given with the precision 3, and a country
//! alone is no place. Fatalities are the conservative count; ACLED's stand-ins for deaths that nobody counted are not made up here.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::{Actor, ActorKind, Organ};
use stemma::model::{Day, Event, Grain, Interval, Party, Place, PlaceLevel, PlacePrecision, Precision, TollPolicy};

use super::parties::{Participant, STATED, Sides, Who, forces, sides};
use super::{Book, Coding, PEOPLE, Row, Told};
use crate::tables::{Column, day, real, text, whole};

/// The classes of actors stand there in words, as tables have them since about 2025, or by their numbers, as before.
pub struct Acled {
    pub is_in_words: bool,
}

const COLUMNS: &[Column] = &[
    text("event_id_cnty"),
    day("event_date"),
    whole("year"),
    whole("time_precision"),
    text("disorder_type"),
    text("event_type"),
    text("sub_event_type"),
    text("actor1"),
    text("assoc_actor_1"),
    text("inter1"),
    text("actor2"),
    text("assoc_actor_2"),
    text("inter2"),
    text("interaction"),
    text("civilian_targeting"),
    whole("iso"),
    text("region"),
    text("country"),
    text("admin1"),
    text("admin2"),
    text("admin3"),
    text("location"),
    real("latitude"),
    real("longitude"),
    whole("geo_precision"),
    text("source"),
    text("source_scale"),
    text("notes"),
    whole("fatalities"),
    text("tags"),
    whole("timestamp"),
];

/// What is lost of an event in a row.
const LOSES: &[&str] = &[
    "the range of a figure, and what each source gives (fatalities holds one number)",
    "wounded, detained, abducted and displaced people",
    "how many origins the sources go back to, who copied whom, and where they disagree",
    "whether an event is told as a fact, claimed, or only inferred to have been there",
    "the radius within which the place may lie; the days of a stretch of time (the one in its middle stands)",
    "the words that the event rests on, with their place on the page",
    "ACLED's own names with their years (\"Military Forces of Sudan (2019-)\"), associated actors beyond those that pages name, source_scale, \
     admin3 and the day of coding, which are not known here",
];

/// The types and sub-types of events that a row may have, beyond those of the kind itself.
mod types {
    pub const BATTLES: &str = "Battles";
    pub const EXPLOSIONS: &str = "Explosions/Remote violence";
    pub const CIVILIANS: &str = "Violence against civilians";
    pub const PROTESTS: &str = "Protests";
    pub const RIOTS: &str = "Riots";
    pub const OVERTAKES: &str = "Non-state actor overtakes territory";
    pub const REGAINS: &str = "Government regains territory";
    pub const CLASH: &str = "Armed clash";
    pub const ATTACK: &str = "Attack";
    pub const EXCESSIVE: &str = "Excessive force against protesters";
    pub const MOB: &str = "Mob violence";
}
use types::*;

/// Days that a stretch may have with the precisions 2 and 3.
const WEEK: i32 = 7;
const MONTH: i32 = 31;

/// A side of the row.
struct Side {
    name: String,
    inter: u8,
    others: Vec<String>,
}

/// Classes of actors in words.
static IN_WORDS: Book = Book {
    name: "acled",
    about: "ACLED's 31 columns, for acledR and everything that reads ACLED",
    file: "acled.csv",
    columns: COLUMNS,
    id: "event_id_cnty",
    needs: &[
        "event_date",
        "event_type",
        "sub_event_type",
        "actor1",
        "actor2",
        "location",
        "latitude",
        "longitude",
        "fatalities",
    ],
    days: &["event_date"],
    loses: LOSES,
    ..Book::USUAL
};

static IN_NUMBERS: Book = Book {
    name: "acled-numbers",
    about: "the same with classes of actors by their numbers, as tables had them before 2025",
    file: "acled-numbers.csv",
    form_of: Some("acled"),
    ..IN_WORDS
};

impl Coding for Acled {
    fn book(&self) -> &'static Book {
        if self.is_in_words { &IN_WORDS } else { &IN_NUMBERS }
    }

    fn fits(&self, row: &Row<'_>) -> bool {
        self.is_in_words || row.get("inter1").is_some_and(|cell| cell.parse::<f32>().is_ok())
    }

    fn respell(&self, column: &str, cell: &str, lexicon: &Lexicon) -> Option<String> {
        let codes = &lexicon.codes.acled;
        let number = || cell.strip_suffix(".0").unwrap_or(cell).parse().ok();
        match (column.to_ascii_lowercase().as_str(), self.is_in_words) {
            ("inter1" | "inter2", true) => codes.inter(number()?).map(str::to_owned),
            ("inter1" | "inter2", false) => codes.inter_code(cell).map(|code| code.to_string()),
            ("interaction", true) => codes.interaction_of(number()?),
            ("interaction", false) => codes.interaction_code(cell).map(|code| code.to_string()),
            _ => None,
        }
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, lexicon, .. } = told;
        let no = |reason: &str| Err(reason.to_owned());
        super::happened(event)?;
        if event.grain == Grain::Summary {
            return no("sums up several happenings");
        }
        let Some(kind) = event.acled.as_deref() else { return no("of a kind that ACLED does not code") };
        let Some(time) = event.time else { return no("its day is not known") };
        let Some(time_precision) = time_precision(time) else { return no("its day is known no better than a month") };
        let Some(place) = event.place.as_ref().filter(|place| place.point().is_some()) else {
            return no("its place is not known");
        };
        let Some(geo_precision) = geo_precision(event) else {
            return no("of its place no more is known than the country");
        };
        let Some(alpha3) = place.country.as_deref() else { return no("in no country") };
        let country = Country::of(alpha3, lexicon);
        let sides = sides(event, lexicon);
        let (kind, sub) = typed(kind, event.acled_sub.as_deref().unwrap_or_default(), event, &sides, lexicon);
        let Some((first, second)) = settled(event, kind, sub, &sides, &country, lexicon) else {
            return no("nobody is known who did it");
        };
        let sub = match sub {
            OVERTAKES if first.inter == 1 => REGAINS,
            REGAINS if first.inter != 1 => OVERTAKES,
            sub => sub,
        };
        // Never of a battle: who fights is no civilian.
        let may_target = matches!(kind, EXPLOSIONS | RIOTS) && second.as_ref().is_some_and(|side| side.inter == 7);
        let targets_civilians = kind == CIVILIANS || sub == EXCESSIVE || may_target;
        let event_date = middle(time);
        let codes = &lexicon.codes.acled;
        let (one, other) = (first.inter, second.as_ref().map(|side| side.inter));
        let inter = |code: u8| if self.is_in_words { json!(codes.inter(code)) } else { json!(code) };
        let interaction = match self.is_in_words {
            true => json!(codes.interaction_in_words(one, other)),
            false => json!(codes.interaction(one, other)),
        };
        Ok(vec![vec![
            json!(format!("{alpha3}{}", super::number_of(&event.id))),
            json!(event_date),
            json!(event_date.year()),
            json!(time_precision),
            json!(codes.disorder(sub)),
            json!(kind),
            json!(sub),
            json!(first.name),
            json!(first.others),
            inter(one),
            json!(second.as_ref().map(|side| &side.name)),
            json!(second.as_ref().map(|side| &side.others)),
            other.map_or(Value::Null, inter),
            interaction,
            json!(targets_civilians.then_some(&codes.civilian_targeting)),
            json!(country.numeric),
            json!(country.region),
            json!(country.name),
            json!(place.admin1),
            json!(super::district(place, lexicon)),
            Value::Null,
            json!(place.name),
            json!(place.lat),
            json!(place.lon),
            json!(geo_precision),
            json!(super::outlets(told.pages)),
            Value::Null,
            json!(notes(told)),
            json!(fatalities(event)),
            json!(tags(kind, event)),
            Value::Null,
        ]])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("event_id_cnty").unwrap_or_default());
        let (kind, sub) = (row.get("event_type"), row.get("sub_event_type"));
        let read_as = sub.and_then(|sub| lexicon.codes.acled.kind(sub));
        super::set_kind(&mut event, lexicon, |known| Some(known.id.as_str()) == read_as);
        (event.acled, event.acled_sub) = (kind.map(str::to_owned), sub.map(str::to_owned));
        event.time = row.day("event_date", lexicon).map(|day| {
            let (reach, precision) = match row.get("time_precision") {
                Some("2") => (WEEK / 2, Precision::Week),
                Some("3") => (MONTH / 2, Precision::Month),
                _ => (0, Precision::Day),
            };
            Interval { from: day.plus_days(-reach), to: day.plus_days(reach), precision }
        });
        let (iso, name) = (row.number::<u16>("iso").filter(|number| *number != 0), row.get("country"));
        let country = match iso {
            Some(_) => lexicon.codes.country_by(|country| country.numeric == iso),
            None => lexicon.codes.country_by(|country| Some(country.acled.as_str()) == name),
        };
        let point = row.point(["latitude", "longitude"]);
        event.place = row.get("location").map(|name| Place {
            name: name.to_owned(),
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: country.map(|country| country.alpha3.clone()),
            admin1: row.get("admin1").map(str::to_owned),
            level: match row.get("geo_precision") {
                Some("1") => Some(PlaceLevel::Settlement),
                Some("2") => Some(PlaceLevel::NearSettlement),
                Some("3") => Some(PlaceLevel::Adm1),
                _ => None,
            },
            ..Place::default()
        });
        let parties = |columns: [&str; 2]| {
            let names = columns.into_iter().filter_map(|column| row.get(column));
            names.flat_map(|names| super::parties(names, lexicon)).collect::<Vec<Party>>()
        };
        event.actors = parties(["actor1", "assoc_actor_1"]);
        event.recipients = parties(["actor2", "assoc_actor_2"]);
        event.summary = row.get("notes").unwrap_or_default().to_owned();
        super::count(&mut event, "killed", PEOPLE, [row.number("fatalities"); 3]);
        event
    }
}

fn time_precision(time: Interval) -> Option<u8> {
    match time.to.days_since(time.from) {
        0 => Some(1),
        days if days < WEEK => Some(2),
        days if days < MONTH => Some(3),
        _ => None,
    }
}

fn geo_precision(event: &Event) -> Option<u8> {
    match event.precision() {
        PlacePrecision::Exact => Some(1),
        PlacePrecision::Area | PlacePrecision::Inferred => match event.place.as_ref()?.level {
            Some(PlaceLevel::Adm1 | PlaceLevel::Area | PlaceLevel::Line) => Some(3),
            Some(PlaceLevel::Country | PlaceLevel::International) | None => None,
            _ => Some(2),
        },
        PlacePrecision::Unit => Some(3),
        PlacePrecision::Country | PlacePrecision::None => None,
    }
}

/// What the country is called.
struct Country<'a> {
    alpha3: &'a str,
    name: String,
    region: Option<&'a str>,
    numeric: Option<u16>,
}

impl<'a> Country<'a> {
    fn of(alpha3: &'a str, lexicon: &'a Lexicon) -> Country<'a> {
        let codes = lexicon.codes.country(alpha3);
        let usual = || lexicon.actors.countries.get(alpha3).map_or(alpha3, |country| &country.name).to_owned();
        Country {
            alpha3,
            name: codes.map(|codes| codes.acled.clone()).filter(|name| !name.is_empty()).unwrap_or_else(usual),
            region: codes.map(|codes| codes.acled_region.as_str()).filter(|region| !region.is_empty()),
            numeric: codes.and_then(|codes| codes.numeric),
        }
    }
}

/// What happened, by whose word its figures stand, and who denies it.
fn notes(told: &Told<'_>) -> String {
    let sentences = std::iter::once(told.sentence).chain(told.besides.iter().map(String::as_str));
    sentences.filter(|sentence| !sentence.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The type and sub-type by who was harmed: an attack on those who fight is a battle, one on those who do not is violence against civilians.
fn typed<'e>(kind: &'e str, sub: &'e str, event: &Event, sides: &Sides<'_>, lexicon: &Lexicon) -> (&'e str, &'e str) {
    let counts = event.toll.iter().map(|toll| lexicon.fusing.victim(&toll.group));
    let counted: Vec<_> = counts.collect();
    let has_armed = sides.targets.iter().any(Participant::is_armed);
    let has_civilians = sides.targets.iter().any(Participant::is_civilian);
    match (kind, sub) {
        (BATTLES, CLASH) if has_civilians && !has_armed => (CIVILIANS, ATTACK),
        (CIVILIANS, ATTACK) if has_armed && !has_civilians => (BATTLES, CLASH),
        (CIVILIANS, ATTACK)
            if !counted.is_empty()
                && counted.iter().all(|victim| *victim == stemma::lexicon::fusing::Victim::Combatant) =>
        {
            (BATTLES, CLASH)
        }
        other => other,
    }
}

/// Both sides of the row; nothing where a row needs one who did it and nobody is known.
fn settled(
    event: &Event,
    kind: &str,
    sub: &str,
    sides: &Sides<'_>,
    country: &Country<'_>,
    lexicon: &Lexicon,
) -> Option<(Side, Option<Side>)> {
    let armed = Participant::is_armed;
    let (doers, targets) = (those(&sides.doers, armed), those(&sides.targets, armed));
    let unidentified =
        || Side { name: format!("Unidentified Armed Group ({})", country.name), inter: 3, others: Vec::new() };
    let group = |name: &str, inter| Side { name: format!("{name} ({})", country.name), inter, others: Vec::new() };
    let side = |armed: &[Participant<'_>]| named(armed, country, lexicon);
    Some(match kind {
        BATTLES => {
            // Of those who clash with one another, who is known is named first: no row says who began.
            let mut doers = doers;
            doers.sort_by_key(|one| !matches!(one.who, Who::Known(_) | Who::Own(_)));
            let is_mutual = super::is_mutual(event, lexicon);
            let others = doers.get(1..).filter(|_| is_mutual).unwrap_or_default();
            let second = side(&targets).or_else(|| side(others));
            let first = match targets.is_empty() && is_mutual {
                true => side(doers.get(..1).unwrap_or_default()),
                false => side(&doers),
            };
            (first.unwrap_or_else(unidentified), Some(second.unwrap_or_else(unidentified)))
        }
        EXPLOSIONS => {
            let civilians = || sides.targets.iter().any(Participant::is_civilian).then(|| group("Civilians", 7));
            (side(&doers).unwrap_or_else(unidentified), side(&targets).or_else(civilians))
        }
        CIVILIANS => (side(&doers).unwrap_or_else(unidentified), Some(group("Civilians", 7))),
        PROTESTS if sub == EXCESSIVE => {
            let force = side(&doers).or_else(|| side(&targets)).unwrap_or_else(unidentified);
            (force, Some(group("Protesters", 6)))
        }
        PROTESTS => (group("Protesters", 6), side(&targets)),
        RIOTS if sub == MOB => (group("Rioters", 5), side(&targets).or_else(|| Some(group("Civilians", 7)))),
        RIOTS => (group("Rioters", 5), side(&targets)),
        _ => {
            let known = |one: &Participant<'_>| matches!(one.who, Who::Known(_) | Who::Own(_));
            (side(&those(&sides.doers, known))?, side(&those(&sides.targets, known)))
        }
    })
}

fn those<'a>(side: &[Participant<'a>], are: impl Fn(&Participant<'a>) -> bool) -> Vec<Participant<'a>> {
    side.iter().filter(|one| are(one)).cloned().collect()
}

/// A side by those of it who are known; fighters of whom nobody is named are unidentified, and are nobody beside those who are known.
fn named(side: &[Participant<'_>], country: &Country<'_>, lexicon: &Lexicon) -> Option<Side> {
    let mut names: Vec<(String, u8)> = Vec::new();
    for one in side {
        let (name, inter) = match one.who {
            Who::Known(actor) => (name(actor, lexicon), inter(actor, country)),
            Who::Own(organ) => (forces(organ, &country.name), 1),
            _ => continue,
        };
        if !names.iter().any(|(known, _)| *known == name) {
            names.push((name, inter));
        }
    }
    let is_unnamed = names.is_empty() && !side.is_empty();
    if is_unnamed {
        names.push((format!("Unidentified Armed Group ({})", country.name), 3));
    }
    let mut names = names.into_iter();
    let (name, inter) = names.next()?;
    Some(Side { name, inter, others: names.map(|(name, _)| name).collect() })
}

/// A state and its forces go by the name of the state. In tables of ACLED a semicolon parts names.
fn name(actor: &Actor, lexicon: &Lexicon) -> String {
    let named = || {
        let alpha3 = actor.country.as_deref()?;
        let organ = match actor.kind {
            ActorKind::Country => Organ::Military,
            _ => STATED.into_iter().map(|(organ, _)| organ).find(|organ| organ.id(alpha3) == actor.id)?,
        };
        Some(forces(organ, &Country::of(alpha3, lexicon).name))
    };
    named().unwrap_or_else(|| actor.name.clone()).replace(';', ",")
}

/// Forces of a state that act in another one are external ones.
fn inter(actor: &Actor, country: &Country<'_>) -> u8 {
    let is_abroad = actor.country.as_deref().is_some_and(|alpha3| alpha3 != country.alpha3);
    match actor.kind {
        kind if kind.is_state() && is_abroad => 8,
        _ => actor.inter.unwrap_or(3),
    }
}

/// The day that stands for a stretch of time.
fn middle(time: Interval) -> Day {
    time.from.plus_days(time.to.days_since(time.from) / 2)
}

/// The conservative count of those who were killed in this event.
fn fatalities(event: &Event) -> Option<u32> {
    let killed = super::estimate(event, "killed", TollPolicy::Conservative)?;
    killed.best.or(killed.low)
}

/// How many came together, of which rows on demonstrations always speak.
fn tags(kind: &str, event: &Event) -> Option<String> {
    if !matches!(kind, PROTESTS | RIOTS) {
        return None;
    }
    let crowd = event.toll.iter().find(|toll| toll.measure == "crowd");
    Some(match crowd.map(|toll| (toll.low, toll.best, toll.high)) {
        Some((_, Some(best), _)) => format!("crowd size={best}"),
        Some((Some(low), None, None)) => format!("crowd size=at least {low}"),
        Some((Some(low), None, Some(high))) => format!("crowd size=between {low} and {high}"),
        Some((None, None, Some(high))) => format!("crowd size=at most {high}"),
        _ => "crowd size=no report".to_owned(),
    })
}
