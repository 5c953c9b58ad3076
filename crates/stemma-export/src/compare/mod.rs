//! What others coded, beside what is known here: the events of two tables, one to one.
//!
//! Comes in: events of ours and of a table of others, or of two tables. Goes out: pairs that tell one happening, each with a score and its
//! reasons, what the two agree on and where they differ, and what stands on one side alone with the nearest event of the other side.
//! Nothing is taken over from either side.

mod likeness;
mod matching;

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{Assertion, Day, Event, Party, PlaceLevel, PlacePrecision, kilometres};

use crate::words;
use likeness::Likeness;

/// An event, as far as it is compared.
#[derive(Clone, Debug)]
pub struct Coded {
    pub id: String,
    from: Day,
    to: Day,
    place: String,
    country: Option<String>,
    point: Option<(f64, f64)>,
    /// In kilometres: how far from the point it may have been.
    reach: f64,
    is_country: bool,
    kind: String,
    acled: Option<String>,
    acled_sub: Option<String>,
    plover: String,
    actors: Vec<Party>,
    killed: Option<Killed>,
    what: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Killed {
    low: u32,
    high: u32,
}

/// In kilometres, where a table says no more than how well a place is known.
const NEAR_KM: f64 = 15.0;
const UNIT_KM: f64 = 90.0;
const AREA_KM: f64 = 150.0;

impl Coded {
    /// Nothing where no day is known, since it could be any event, nor of what is not told as a happening of its own.
    pub fn of(event: &Event) -> Option<Coded> {
        let happened = matches!(event.assertion, Assertion::Asserted | Assertion::Background);
        let time = event.time.filter(|_| happened)?;
        let place = event.place.as_ref();
        let reach = |level: Option<PlaceLevel>| match level {
            Some(PlaceLevel::Adm1) => UNIT_KM,
            Some(PlaceLevel::Area | PlaceLevel::Line | PlaceLevel::Country) => AREA_KM,
            Some(PlaceLevel::Adm2 | PlaceLevel::Adm3 | PlaceLevel::NearSettlement) => NEAR_KM * 2.0,
            _ => NEAR_KM,
        };
        let killed = event.toll.iter().find(|toll| toll.measure == "killed").and_then(|toll| {
            let best = toll.best.or(toll.low).or(toll.high)?;
            Some(Killed { low: toll.low.unwrap_or(best), high: toll.high.unwrap_or(best) })
        });
        Some(Coded {
            id: event.id.clone(),
            from: time.from,
            to: time.to,
            place: place.map(|place| place.name.clone()).unwrap_or_default(),
            country: place.and_then(|place| place.country.clone()),
            point: place.and_then(|place| place.point()),
            reach: place.map_or(AREA_KM, |place| place.radius_km.unwrap_or(0.0).max(reach(place.level))),
            is_country: matches!(event.precision(), PlacePrecision::Country | PlacePrecision::None),
            kind: event.kind.clone(),
            acled: event.acled.clone(),
            acled_sub: event.acled_sub.clone(),
            plover: event.plover.clone(),
            actors: event.actors.iter().chain(&event.recipients).cloned().collect(),
            killed,
            what: event.summary.clone(),
        })
    }

    /// Days between two events; none where they share one.
    fn days_from(&self, other: &Coded) -> i32 {
        self.from.days_since(other.to).max(other.from.days_since(self.to)).max(0)
    }

    fn kilometres_from(&self, other: &Coded) -> Option<f64> {
        Some(kilometres(self.point?, other.point?))
    }
}

/// On which side an event stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Both,
    OursOnly,
    TheirsOnly,
}

/// A line of a comparison.
#[derive(Clone, Debug, Serialize)]
pub struct CompareRow {
    pub side: Side,
    pub ours: Option<String>,
    pub theirs: Option<String>,
    /// 0 to 1.
    pub score: Option<f32>,
    pub from: Day,
    pub to: Day,
    pub place: String,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// On what both agree.
    pub agree: Vec<&'static str>,
    /// Where they differ: "day: ours 2024-05-13, theirs 2024-05-14".
    pub differ: Vec<String>,
    /// Why the two are one happening; of one alone, which event of the other side is nearest, and what speaks against it.
    pub why: String,
    pub what: String,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub struct Comparison {
    /// By day.
    pub rows: Vec<CompareRow>,
    pub both: usize,
    pub ours_only: usize,
    pub theirs_only: usize,
}

/// Compares two sets of events.
pub fn compare(ours: &[Coded], theirs: &[Coded], lexicon: &Lexicon) -> Comparison {
    let candidates = matching::candidates(ours, theirs, lexicon);
    let pairs = matching::settle(&candidates, ours.len(), theirs.len());
    let mut found = Comparison { both: pairs.len(), ..Comparison::default() };
    let (mut our_pair, mut their_pair) = (vec![false; ours.len()], vec![false; theirs.len()]);
    for &at in &pairs {
        let candidate = &candidates[at];
        (our_pair[candidate.ours], their_pair[candidate.theirs]) = (true, true);
        found.rows.push(both(&ours[candidate.ours], &theirs[candidate.theirs], &candidate.likeness));
    }
    // Of each event the likest of the other side.
    let (mut our_near, mut their_near) = (vec![None; ours.len()], vec![None; theirs.len()]);
    for candidate in &candidates {
        for near in [&mut our_near[candidate.ours], &mut their_near[candidate.theirs]] {
            let is_nearer = |known: &&matching::Candidate| candidate.likeness.score > known.likeness.score;
            if near.as_ref().is_none_or(is_nearer) {
                *near = Some(candidate);
            }
        }
    }
    for (at, event) in ours.iter().enumerate().filter(|(at, _)| !our_pair[*at]) {
        let near = our_near[at]
            .map(|candidate| (&theirs[candidate.theirs], &candidate.likeness, their_pair[candidate.theirs]));
        found.rows.push(alone(event, Side::OursOnly, near));
        found.ours_only += 1;
    }
    for (at, event) in theirs.iter().enumerate().filter(|(at, _)| !their_pair[*at]) {
        let near =
            their_near[at].map(|candidate| (&ours[candidate.ours], &candidate.likeness, our_pair[candidate.ours]));
        found.rows.push(alone(event, Side::TheirsOnly, near));
        found.theirs_only += 1;
    }
    found.rows.sort_by(|a, b| (a.from, &a.place, &a.ours, &a.theirs).cmp(&(b.from, &b.place, &b.ours, &b.theirs)));
    found
}

fn both(ours: &Coded, theirs: &Coded, likeness: &Likeness) -> CompareRow {
    let (mut agree, mut differ) = (Vec::new(), Vec::new());
    let mut field = |name: &'static str, agrees: Option<bool>, mine: String, other: String| match agrees {
        Some(true) => agree.push(name),
        Some(false) => differ.push(format!("{name}: ours {mine}, theirs {other}")),
        None => {}
    };
    let days = |coded: &Coded| words::span_of_days(coded.from, coded.to);
    field("day", Some((ours.from, ours.to) == (theirs.from, theirs.to)), days(ours), days(theirs));
    let apart = ours.kilometres_from(theirs);
    let place = |coded: &Coded| match apart {
        Some(km) if km >= 1.0 => format!("{} ({km:.0} km apart)", coded.place),
        _ => coded.place.clone(),
    };
    let is_near = apart.map(|km| km <= ours.reach.min(theirs.reach));
    field("place", is_near, place(ours), theirs.place.clone());
    let kind = |coded: &Coded| coded.acled_sub.clone().or(coded.acled.clone()).unwrap_or_else(|| coded.kind.clone());
    field("kind", Some(likeness.kind >= likeness::SAME_KIND), kind(ours), kind(theirs));
    let actors = |coded: &Coded| words::parties(&coded.actors);
    field("actors", likeness.actors.map(|actors| actors >= likeness::SAME_ACTORS), actors(ours), actors(theirs));
    let killed =
        |coded: &Coded| coded.killed.map_or("none told".into(), |killed| words::range(killed.low, killed.high));
    let deaths = match (ours.killed, theirs.killed) {
        (None, None) => None,
        (a, b) => Some(a == b),
    };
    field("killed", deaths, killed(ours), killed(theirs));
    CompareRow {
        side: Side::Both,
        ours: Some(ours.id.clone()),
        theirs: Some(theirs.id.clone()),
        score: Some((likeness.score * 100.0).round() / 100.0),
        why: likeness.reasons(ours, theirs),
        agree,
        differ,
        ..alone(ours, Side::Both, None)
    }
}

fn alone(event: &Coded, side: Side, near: Option<(&Coded, &Likeness, bool)>) -> CompareRow {
    let id = |wanted: Side| (side == wanted).then(|| event.id.clone());
    let why = match near {
        None => "nothing near it in place and time".to_owned(),
        Some((other, likeness, is_taken)) => {
            let taken = if is_taken { ", which is another event's" } else { "" };
            format!("nearest is {}{taken}: {}", other.id, likeness.reasons(event, other))
        }
    };
    CompareRow {
        side,
        ours: id(Side::OursOnly),
        theirs: id(Side::TheirsOnly),
        score: None,
        from: event.from,
        to: event.to,
        place: event.place.clone(),
        country: event.country.clone(),
        lat: event.point.map(|(lat, _)| lat),
        lon: event.point.map(|(_, lon)| lon),
        agree: Vec::new(),
        differ: Vec::new(),
        why,
        what: event.what.clone(),
    }
}

/// The countries and the days of which a table tells: events elsewhere are missing in it for no reason of its own.
pub fn extent(events: &[Coded]) -> Option<(Vec<String>, Day, Day)> {
    let mut countries: Vec<String> = events.iter().filter_map(|event| event.country.clone()).collect();
    countries.sort();
    countries.dedup();
    let from = events.iter().map(|event| event.from).min()?;
    Some((countries, from, events.iter().map(|event| event.to).max()?))
}

impl Coded {
    /// Whether it lies in the countries and days of another table.
    pub fn is_within(&self, (countries, from, to): &(Vec<String>, Day, Day)) -> bool {
        let is_there = countries.is_empty() || self.country.as_ref().is_none_or(|country| countries.contains(country));
        is_there && self.to >= *from && self.from <= *to
    }
}
