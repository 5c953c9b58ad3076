//! UCDP GED: 49 columns, one row an event in which at least one person was killed, by an organised actor against another one (type 1
//! where a state takes part, else 2) or against civilians (type 3).
//!
//! After the codebook: low, best and high by UCDP's way of settling figures, the dead by side, the place with its precision and the cell of
//! PRIO-GRID. `number_of_sources` is how many origins the articles go back to at least: copies are no sources. The numbers of UCDP's own
//! register of actors and dyads are not known here, and stay empty.

use serde_json::{Value, json};
use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::Actor;
use stemma::lexicon::codes::Violence;
use stemma::lexicon::fusing::Victim;
use stemma::model::{Event, Grain, Interval, Place, PlaceLevel, PlacePrecision, Precision, TollPolicy};

use stemma_store::PageRow;

use super::parties::{Participant, Sides, Who, sides};
use super::{Book, Coding, PEOPLE, Row, Told};
use crate::tables::{Column, real, text, whole};
use crate::words;

pub struct Ucdp;

const COLUMNS: &[Column] = &[
    whole("id"),
    text("relid"),
    whole("year"),
    whole("active_year"),
    text("code_status"),
    whole("type_of_violence"),
    whole("conflict_dset_id"),
    whole("conflict_new_id"),
    text("conflict_name"),
    whole("dyad_dset_id"),
    whole("dyad_new_id"),
    text("dyad_name"),
    whole("side_a_dset_id"),
    whole("side_a_new_id"),
    text("side_a"),
    whole("side_b_dset_id"),
    whole("side_b_new_id"),
    text("side_b"),
    whole("number_of_sources"),
    text("source_article"),
    text("source_office"),
    text("source_date"),
    text("source_headline"),
    text("source_original"),
    whole("where_prec"),
    text("where_coordinates"),
    text("where_description"),
    text("adm_1"),
    text("adm_2"),
    real("latitude"),
    real("longitude"),
    text("geom_wkt"),
    whole("priogrid_gid"),
    text("country"),
    whole("country_id"),
    text("region"),
    whole("event_clarity"),
    whole("date_prec"),
    text("date_start"),
    text("date_end"),
    whole("deaths_a"),
    whole("deaths_b"),
    whole("deaths_civilians"),
    whole("deaths_unknown"),
    whole("best"),
    whole("high"),
    whole("low"),
    whole("gwnoa"),
    whole("gwnob"),
];

const LOSES: &[&str] = &[
    "events in which nobody is told to have been killed, and who was wounded, detained or displaced",
    "the means, and whether an event is told as a fact or only claimed",
    "what each source gives, who copied whom, and where sources disagree (number_of_sources counts origins)",
    "the words that the event rests on, with their place on the page",
    "UCDP's own numbers of conflicts, dyads and actors, and active_year, which are not known here",
];

static BOOK: Book = Book {
    name: "ucdp",
    about: "UCDP GED's 49 columns: lethal events between organised actors, or of one against civilians",
    file: "ucdp-ged.csv",
    columns: COLUMNS,
    needs: &["type_of_violence", "date_start", "date_end", "side_a", "side_b", "latitude", "longitude", "best"],
    days: &["date_start", "date_end"],
    loses: LOSES,
    ..Book::USUAL
};

impl Coding for Ucdp {
    fn book(&self) -> &'static Book {
        &BOOK
    }

    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String> {
        let Told { event, pages, lexicon, .. } = told;
        let no = |reason: &str| Err(reason.to_owned());
        super::happened(event)?;
        let Some(deaths) = Deaths::of(event) else { return no("nobody is told to have been killed in it") };
        let Some(violence) = lexicon.codes.kind(&event.kind).and_then(|kind| kind.ucdp) else {
            return no("of a kind that is no organised violence");
        };
        let Some(time) = event.time else { return no("its day is not known") };
        let Some((place, (lat, lon))) = event.place.as_ref().and_then(|place| Some((place, place.point()?))) else {
            return no("its place is not known");
        };
        let sides = sides(event, lexicon);
        let Some(dyad) = Dyad::of(violence, event, &sides, lexicon) else {
            return no("one of the organised sides is not known");
        };
        let country = place.country.as_deref().and_then(|alpha3| lexicon.codes.country(alpha3));
        let known = |of: &dyn Fn(&PageRow) -> Option<String>| {
            let cells: Vec<String> = pages.iter().map(|page| of(page).unwrap_or_default()).collect();
            cells.iter().any(|cell| !cell.is_empty()).then(|| cells.join(";"))
        };
        let quoted = |text: &String| format!("\"{}\"", text.replace('"', "'"));
        let by_side = dyad.deaths(&deaths, event, lexicon);
        Ok(vec![vec![
            json!(super::number_of(&event.id)),
            json!(event.id),
            json!(time.from.year()),
            Value::Null,
            Value::Null,
            json!(dyad.kind),
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            Value::Null,
            json!(format!("{} - {}", dyad.a.name, dyad.b.name)),
            Value::Null,
            Value::Null,
            json!(dyad.a.name),
            Value::Null,
            Value::Null,
            json!(dyad.b.name),
            json!(event.origins.min),
            json!(known(&|page| {
                let (outlet, day, title) = (page.outlet.as_ref()?, page.from?, page.title.as_ref()?);
                Some(quoted(&format!("{outlet},{day},{title}")))
            })),
            json!(known(&|page| page.outlet.clone())),
            json!(known(&|page| page.from.map(|day| day.to_string()))),
            json!(known(&|page| page.title.as_ref().map(|title| title.replace(';', ",")))),
            json!(told.speaker),
            json!(where_prec(event)),
            json!(place.name),
            json!(words::place(place, event.relation.as_ref())),
            json!(place.admin1),
            json!(super::district(place, lexicon)),
            json!(lat),
            json!(lon),
            json!(format!("POINT ({lon} {lat})")),
            json!(grid_cell(lat, lon)),
            json!(country.map(|country| &country.ucdp)),
            json!(country.and_then(|country| country.gw)),
            json!(country.map(|country| &country.ucdp_region)),
            json!(if event.grain == Grain::Summary { 2 } else { 1 }),
            json!(date_prec(time)),
            json!(format!("{} 00:00:00.000", time.from)),
            json!(format!("{} 00:00:00.000", time.to)),
            json!(by_side.a),
            json!(by_side.b),
            json!(by_side.civilians),
            json!(by_side.unknown),
            json!(deaths.best),
            json!(deaths.high),
            json!(deaths.low),
            json!(dyad.a.gw),
            json!(dyad.b.gw),
        ]])
    }

    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event {
        let mut event = super::blank(row.get("id").unwrap_or_default());
        super::set_kind(&mut event, lexicon, |kind| match row.get("type_of_violence") {
            Some("3") => kind.id == "attack-civilians",
            _ => kind.mutual,
        });
        let of = |column: &str| row.day(column, lexicon);
        event.time = of("date_start").map(|from| {
            let to = of("date_end").unwrap_or(from).max(from);
            Interval { from, to, precision: if from == to { Precision::Day } else { Precision::Range } }
        });
        let gw = row.number::<u16>("country_id");
        let country = lexicon.codes.countries().iter().find(|country| gw.is_some() && country.gw == gw);
        let point = row.point(["latitude", "longitude"]);
        event.place = row.get("where_coordinates").map(|name| Place {
            name: name.to_owned(),
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: country.map(|country| country.alpha3.clone()),
            admin1: row.get("adm_1").map(str::to_owned),
            level: level(row.get("where_prec")),
            ..Place::default()
        });
        event.actors = row.get("side_a").map(|name| super::party(name, lexicon)).into_iter().collect();
        event.recipients = row.get("side_b").map(|name| super::party(name, lexicon)).into_iter().collect();
        super::count(&mut event, "killed", PEOPLE, ["low", "best", "high"].map(|column| row.number(column)));
        event.grain = if row.get("event_clarity") == Some("2") { Grain::Summary } else { Grain::Atomic };
        event
    }
}

/// How many were killed; low ≤ best ≤ high.
struct Deaths {
    low: u32,
    best: u32,
    high: u32,
    /// In whose words they are counted.
    group: String,
}

impl Deaths {
    /// Nothing where nobody is told to have been killed.
    fn of(event: &Event) -> Option<Deaths> {
        let killed = super::estimate(event, "killed", TollPolicy::Best)?;
        let best = killed.best.or(killed.low).or(killed.high)?;
        let (low, high) = (killed.low.unwrap_or(best).min(best), killed.high.unwrap_or(best).max(best));
        (high > 0).then(|| Deaths { low, best, high, group: killed.group.clone() })
    }
}

/// The dead by side; together they are the best figure.
#[derive(Default)]
struct BySide {
    a: u32,
    b: u32,
    civilians: u32,
    unknown: u32,
}

/// A side, as UCDP names it.
struct Side {
    name: String,
    gw: Option<u16>,
}

/// Both sides, and the type of violence between them.
struct Dyad {
    kind: u8,
    a: Side,
    b: Side,
}

impl Dyad {
    /// A state is always the first side; nothing where a side is not known that the type needs.
    fn of(violence: Violence, event: &Event, sides: &Sides<'_>, lexicon: &Lexicon) -> Option<Dyad> {
        let known = |side: &[Participant<'_>]| {
            side.iter().find_map(|one| match one.who {
                Who::Known(actor) if one.is_armed() => Some((side_of(actor, lexicon), one.is_state())),
                Who::Own(_) => Some((own_side(event, lexicon)?, true)),
                _ => None,
            })
        };
        let (doer, target) = (known(&sides.doers), known(&sides.targets));
        let counted = event.toll.iter().filter(|toll| toll.measure == "killed");
        let mut victims = counted.map(|toll| lexicon.fusing.victim(&toll.group));
        let harms_civilians = match violence {
            Violence::OneSided => target.is_none() && !victims.any(|victim| victim == Victim::Combatant),
            Violence::Fight => {
                target.is_none()
                    && (sides.targets.iter().any(Participant::is_civilian)
                        || victims.any(|victim| victim == Victim::Civilian))
            }
        };
        if harms_civilians {
            let (a, _) = doer?;
            return Some(Dyad { kind: 3, a, b: Side { name: "Civilians".to_owned(), gw: None } });
        }
        let second = || {
            // Those who clash with one another all act; those who do anything else together are no enemies.
            let is_mutual = super::is_mutual(event, lexicon);
            known(sides.doers.get(1..).filter(|_| is_mutual).unwrap_or_default())
        };
        let ((a, a_is_state), (b, b_is_state)) = (doer?, target.or_else(second)?);
        let kind = if a_is_state || b_is_state { 1 } else { 2 };
        let (a, b) = if b_is_state && !a_is_state { (b, a) } else { (a, b) };
        (a.name != b.name).then_some(Dyad { kind, a, b })
    }

    /// Whose dead they are, where the words that count them say it: nobody's else.
    fn deaths(&self, deaths: &Deaths, event: &Event, lexicon: &Lexicon) -> BySide {
        let best = deaths.best;
        let killed: Vec<_> = event.toll.iter().filter(|toll| toll.measure == "killed").collect();
        let is_only = killed.len() <= 1;
        match lexicon.fusing.victim(&deaths.group) {
            Victim::Civilian => BySide { civilians: best, ..BySide::default() },
            _ if self.kind == 3 && is_only => BySide { civilians: best, ..BySide::default() },
            _ => BySide { unknown: best, ..BySide::default() },
        }
    }
}

/// The state in which it happened.
fn own_side(event: &Event, lexicon: &Lexicon) -> Option<Side> {
    let codes = lexicon.codes.country(event.place.as_ref()?.country.as_deref()?)?;
    Some(Side { name: format!("Government of {}", codes.ucdp), gw: codes.gw })
}

fn side_of(actor: &Actor, lexicon: &Lexicon) -> Side {
    let codes = actor.country.as_deref().and_then(|alpha3| lexicon.codes.country(alpha3));
    match codes.filter(|_| actor.kind.is_state()) {
        Some(codes) => Side { name: format!("Government of {}", codes.ucdp), gw: codes.gw },
        None => Side { name: actor.name.clone(), gw: None },
    }
}

/// 1 exact, 2 near, 3 second-level unit, 4 first-level unit, 5 line or area, 6 country, 7 beyond.
fn where_prec(event: &Event) -> Option<u8> {
    let place = event.place.as_ref()?;
    Some(match (event.precision(), place.level) {
        (PlacePrecision::Country, _) => 6,
        (PlacePrecision::Unit, _) => 4,
        (_, Some(PlaceLevel::International)) => 7,
        (_, Some(PlaceLevel::Area | PlaceLevel::Line | PlaceLevel::Country | PlaceLevel::Adm1)) => 5,
        (_, Some(PlaceLevel::Adm2 | PlaceLevel::Adm3)) => 3,
        (PlacePrecision::Exact, _) => 1,
        _ => 2,
    })
}

fn level(where_prec: Option<&str>) -> Option<PlaceLevel> {
    Some(match where_prec? {
        "1" => PlaceLevel::Settlement,
        "2" => PlaceLevel::NearSettlement,
        "3" => PlaceLevel::Adm2,
        "4" => PlaceLevel::Adm1,
        "5" => PlaceLevel::Area,
        "6" => PlaceLevel::Country,
        "7" => PlaceLevel::International,
        _ => return None,
    })
}

/// 1 the day, 2 two to six days, 3 a week, 4 a month, 5 longer.
fn date_prec(time: Interval) -> u8 {
    match time.to.days_since(time.from) + 1 {
        1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        _ => 5,
    }
}

/// The cell of PRIO-GRID: half degrees from the south-west, row by row.
fn grid_cell(lat: f64, lon: f64) -> u32 {
    let row = ((lat + 90.0) * 2.0).floor().clamp(0.0, 359.0) as u32;
    let column = ((lon + 180.0) * 2.0).floor().clamp(0.0, 719.0) as u32;
    row * 720 + column + 1
}

#[cfg(test)]
mod tests {
    use super::{date_prec, grid_cell};
    use stemma::model::{Day, Interval, Precision};

    #[test]
    fn cells_of_the_grid_are_those_of_prio() {
        // Kabul, and the four corners of the world.
        assert_eq!(grid_cell(34.531, 69.1723), 179_779);
        assert_eq!(grid_cell(-90.0, -180.0), 1);
        assert_eq!(grid_cell(90.0, 180.0), 259_200);
    }

    #[test]
    fn days_have_the_precision_of_their_number() {
        let check = |days: i32, expected: u8| {
            let from = Day::new(2024, 2, 1).unwrap();
            let time = Interval { from, to: from.plus_days(days - 1), precision: Precision::Range };
            assert_eq!(date_prec(time), expected, "{days}");
        };
        for (days, expected) in [(1, 1), (2, 2), (6, 2), (7, 3), (8, 4), (31, 4), (32, 5)] {
            check(days, expected);
        }
    }
}
