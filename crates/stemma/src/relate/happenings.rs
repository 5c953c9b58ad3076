//! What an article says happened, so that articles can be told to report one happening or two of one kind.
//!
//! In: the event mentions of a reading. Out: its deeds, the weightiest first, and for two articles whether their main deeds exclude
//! each other: an attack in another town, or in the same town on another day.

use crate::lexicon::events::EventRules;
use crate::model::{ActorMention, Assertion, Day, EventMention, Place, PlaceLevel, Precision, Reading, kilometres};

use super::witness::hash;

/// A deed that an article tells.
#[derive(Clone, Debug)]
pub struct Deed {
    kind: u32,
    family: u32,
    violent: bool,
    general: bool,
    /// First and last day, in days from a fixed one, and whether they were reckoned from publication.
    days: Option<(i32, i32)>,
    reckoned: bool,
    place: Option<Spot>,
    doers: Vec<u32>,
    sufferers: Vec<u32>,
    counts: Vec<u32>,
    /// How much of the article is about it: what stands first and is no history.
    weight: f32,
}

#[derive(Clone, Copy, Debug)]
struct Spot {
    point: (f64, f64),
    reach: f64,
    is_wide: bool,
    country: Option<u32>,
}

/// Deeds of one article that are compared; the rest is told in passing.
const MOST: usize = 12;
/// How fast a sentence further down says less of what an article is about.
const FADING: f32 = 0.15;
const HISTORY: f32 = 0.35;
/// Counts up to here stand in too many reports to tell anything.
const COMMON_COUNT: u32 = 3;

/// The deeds of an article, the weightiest first.
pub fn deeds(reading: &Reading, rules: &EventRules) -> Vec<Deed> {
    let sentences = &reading.annotations.sentences;
    let mut found: Vec<Deed> = reading
        .annotations
        .events
        .iter()
        .filter_map(|event| {
            let sentence = sentences.partition_point(|sentence| sentence.end <= event.trigger.start);
            deed(event, sentence, rules)
        })
        .collect();
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.truncate(MOST);
    found
}

fn deed(event: &EventMention, sentence: usize, rules: &EventRules) -> Option<Deed> {
    let kind = rules.kind(&event.kind).filter(|kind| !kind.verbal)?;
    let mood = match event.assertion {
        Assertion::Asserted | Assertion::Ordered | Assertion::Denied => 1.0,
        Assertion::Background => HISTORY,
        Assertion::Negated | Assertion::Future | Assertion::Hypothetical => return None,
    };
    let counts = event.toll.iter().filter_map(|toll| Some((toll, toll.best.filter(|best| *best > COMMON_COUNT)?)));
    let named = |parties: &[ActorMention]| -> Vec<u32> {
        let name = |party: &ActorMention| party.id.as_ref().or(party.name.as_ref()).map(|name| hash(name));
        parties.iter().filter_map(name).collect()
    };
    let time = event.time.as_ref().map(|time| time.interval);
    Some(Deed {
        kind: hash(&kind.id),
        family: hash(kind.family.as_ref().unwrap_or(&kind.id)),
        violent: kind.violent,
        general: kind.general,
        days: time.map(|time| (number(time.from), number(time.to))),
        reckoned: time.is_some_and(|time| time.precision == Precision::Inferred),
        place: event.place.as_ref().and_then(|place| spot(&place.place)),
        doers: named(&event.actors),
        sufferers: named(&event.recipients),
        counts: counts.map(|(toll, best)| hash(&format!("{} {best}", toll.measure))).collect(),
        weight: mood / (1.0 + FADING * sentence as f32),
    })
}

fn number(day: Day) -> i32 {
    Day::new(2000, 1, 1).map_or(0, |first| day.days_since(first))
}

fn spot(place: &Place) -> Option<Spot> {
    let is_wide = matches!(
        place.level,
        Some(PlaceLevel::Country | PlaceLevel::Adm1 | PlaceLevel::Area | PlaceLevel::International)
    );
    let country = place.country.as_ref().map(|country| hash(country));
    Some(Spot { point: place.point()?, reach: place.radius_km.unwrap_or(10.0), is_wide, country })
}

/// Whether two articles tell different happenings: the main deed of each can be none of the other's.
pub fn exclude(a: &[Deed], b: &[Deed]) -> bool {
    let cannot_be = |deed: &Deed, others: &[Deed]| best(deed, others).is_some_and(|points| points < 0.0);
    let (Some(ours), Some(theirs)) = (a.first(), b.first()) else { return false };
    cannot_be(ours, b) && cannot_be(theirs, a)
}

/// The most that speaks for a deed being one of some others; `None` when none of them is of its kind.
fn best(deed: &Deed, others: &[Deed]) -> Option<f32> {
    others.iter().filter_map(|other| points(deed, other)).max_by(f32::total_cmp)
}

/// Two places, or two days, that cannot be one.
const APART: f32 = -4.0;

/// What speaks for two deeds being one, less what speaks against it; `None` for two that no words make one.
fn points(a: &Deed, b: &Deed) -> Option<f32> {
    let of_kinds = if a.kind == b.kind {
        1.0
    } else if a.family == b.family {
        0.7
    } else if a.violent && b.violent {
        if a.general || b.general { 0.3 } else { -0.5 }
    } else {
        return None;
    };
    let met = |x: &[u32], y: &[u32]| x.iter().any(|item| y.contains(item));
    let of_parties = |x: &[u32], y: &[u32]| match (x.is_empty() || y.is_empty(), met(x, y)) {
        (true, _) => 0.0,
        (_, true) => 0.6,
        (_, false) => -0.5,
    };
    let of_counts = if met(&a.counts, &b.counts) { 1.5 } else { 0.0 };
    let sum = of_kinds
        + of_places(a, b)
        + of_days(a, b)
        + of_parties(&a.doers, &b.doers)
        + of_parties(&a.sufferers, &b.sufferers)
        + of_counts;
    Some(sum)
}

fn of_places(a: &Deed, b: &Deed) -> f32 {
    let (Some(x), Some(y)) = (a.place, b.place) else { return 0.0 };
    if x.country.zip(y.country).is_some_and(|(x, y)| x != y) {
        return APART;
    }
    let (distance, reach) = (kilometres(x.point, y.point), x.reach + y.reach);
    match () {
        _ if x.is_wide || y.is_wide => {
            if distance <= reach.max(150.0) {
                0.3
            } else {
                APART
            }
        }
        _ if distance <= 5.0 => 2.0,
        _ if distance <= reach.max(15.0) => 1.0,
        _ => APART,
    }
}

fn of_days(a: &Deed, b: &Deed) -> f32 {
    let (Some(x), Some(y)) = (a.days, b.days) else { return 0.0 };
    let reckoned = a.reckoned || b.reckoned;
    match (x.0 - y.1).max(y.0 - x.1) {
        ..=0 if reckoned => 0.5,
        ..=0 => match (x.1 - x.0).max(y.1 - y.0) {
            0 => 2.0,
            1..=6 => 1.2,
            7..=31 => 0.5,
            _ => 0.0,
        },
        1..=3 if reckoned => 0.0,
        1 => 0.0,
        _ => APART,
    }
}
