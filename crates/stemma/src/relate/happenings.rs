//! What an article says happened, so that articles can be told to report one happening or two of one kind.
//!
//! In: the event mentions of a reading. Out: its deeds, the weightiest first; for two articles, whether their main deeds exclude
//! each other (an attack in another town, or in the same town in another week), and how much of both is about one deed.

use std::collections::BTreeMap;

use crate::lexicon::events::EventRules;
use crate::model::{Assertion, Day, EventMention, Place, Precision, Reading, kilometres};

use super::witness::hash;

/// A deed that an article tells.
#[derive(Clone, Debug)]
pub struct Deed {
    family: u32,
    violent: bool,
    /// First and last day, in days from a fixed one, and whether they were reckoned from publication.
    days: Option<(i32, i32)>,
    reckoned: bool,
    place: Option<Spot>,
    /// Which of its mentions the reader takes for one.
    happening: Option<u32>,
    /// Told as what was before: an older attack on the same town.
    is_history: bool,
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
    share_days(&mut found);
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.truncate(MOST);
    found
}

/// A happening that one mention puts on a day is of that day in all its mentions: "the second abduction this month" is that of Saturday.
fn share_days(deeds: &mut [Deed]) {
    let width = |(from, to): (i32, i32)| to - from;
    let mut narrowest: BTreeMap<u32, (i32, i32)> = BTreeMap::new();
    for deed in deeds.iter().filter(|deed| !deed.reckoned) {
        let Some((happening, days)) = deed.happening.zip(deed.days) else { continue };
        let known = narrowest.entry(happening).or_insert(days);
        if (width(days), days) < (width(*known), *known) {
            *known = days;
        }
    }
    for deed in deeds {
        let Some(&day) = deed.happening.and_then(|happening| narrowest.get(&happening)) else { continue };
        if deed.days.is_none_or(|days| days.0 <= day.1 && day.0 <= days.1) {
            (deed.days, deed.reckoned) = (Some(day), false);
        }
    }
}

fn deed(event: &EventMention, sentence: usize, rules: &EventRules) -> Option<Deed> {
    let kind = rules.kind(&event.kind).filter(|kind| !kind.verbal)?;
    let mood = match event.assertion {
        Assertion::Asserted | Assertion::Ordered | Assertion::Denied => 1.0,
        Assertion::Background => HISTORY,
        Assertion::Negated | Assertion::Future | Assertion::Hypothetical => return None,
    };
    let time = event.time.as_ref().map(|time| time.interval);
    Some(Deed {
        family: hash(kind.family.as_ref().unwrap_or(&kind.id)),
        violent: kind.violent,
        days: time.map(|time| (number(time.from), number(time.to))),
        reckoned: time.is_some_and(|time| time.precision == Precision::Inferred),
        place: event.place.as_ref().and_then(|place| spot(&place.place)),
        happening: event.happening,
        is_history: event.assertion == Assertion::Background,
        weight: mood / (1.0 + FADING * sentence as f32),
    })
}

fn number(day: Day) -> i32 {
    Day::new(2000, 1, 1).map_or(0, |first| day.days_since(first))
}

fn spot(place: &Place) -> Option<Spot> {
    let country = place.country.as_ref().map(|country| hash(country));
    Some(Spot { point: place.point()?, reach: place.radius_km.unwrap_or(10.0), is_wide: place.is_wide(), country })
}

/// Whether two articles tell different happenings: the main deed of each can be none of the other's, by where or when it was.
/// Words, kinds and numbers exclude nothing: one happening is told in many. That one looks back at the other's in passing makes
/// them no less two.
pub fn exclude(a: &[Deed], b: &[Deed]) -> bool {
    let cannot_be = |deed: &Deed, others: &[Deed]| {
        let counts = |other: &&Deed| deed.is_like(other) && (deed.is_history || !other.is_history);
        let mut alike = others.iter().filter(counts).peekable();
        alike.peek().is_some()
            && alike.all(|other| places(deed, other) == Some(false) || days(deed, other) == Some(false))
    };
    let (Some(ours), Some(theirs)) = (a.first(), b.first()) else { return false };
    cannot_be(ours, b) && cannot_be(theirs, a)
}

/// How much two articles are about one happening, from 0 to 1: the weight of a deed, of one kind, place and day, that both tell.
pub fn in_common(a: &[Deed], b: &[Deed]) -> f32 {
    let weight = |deed: &Deed, deeds: &[Deed]| deed.weight / deeds[0].weight;
    let pairs = a.iter().flat_map(|x| b.iter().map(move |y| (x, y)));
    pairs.map(|(x, y)| x.likeness(y) * weight(x, a).min(weight(y, b))).fold(0.0, f32::max)
}

/// Days that two reports of one happening may differ by, and those where one was only reckoned from publication.
const NIGHTS: i32 = 2;
const RECKONED: i32 = 4;
/// How far two places of one happening may lie apart, in kilometres: towns, and what lies in a province or land.
const NEAR: f64 = 15.0;
const WITHIN: f64 = 150.0;
/// How much days, places and kinds tell that only may be the same.
const OF_RECKONED_DAYS: f32 = 0.6;
const OF_WIDE_PLACES: f32 = 0.4;
const OF_OTHER_KINDS: f32 = 0.7;
/// Days that a deed may take and still be of one day.
const BRIEF: i32 = 1;

impl Deed {
    /// Whether words for the one may be words for the other.
    fn is_like(&self, other: &Deed) -> bool {
        self.family == other.family || self.violent && other.violent
    }

    /// How surely the words tell one deed.
    fn likeness(&self, other: &Deed) -> f32 {
        if !self.is_like(other) || places(self, other) != Some(true) {
            return 0.0;
        }
        let stated = |deed: &Deed| !deed.reckoned && deed.days.is_some_and(|(from, to)| to - from <= BRIEF);
        let meet = self.days.zip(other.days).is_some_and(|(x, y)| x.0 <= y.1 && y.0 <= x.1);
        let of_days = match () {
            () if !meet => return 0.0,
            () if stated(self) && stated(other) => 1.0,
            () => OF_RECKONED_DAYS,
        };
        let wide = |deed: &Deed| deed.place.is_none_or(|place| place.is_wide);
        let of_places = if wide(self) || wide(other) { OF_WIDE_PLACES } else { 1.0 };
        let of_kinds = if self.family == other.family { 1.0 } else { OF_OTHER_KINDS };
        of_days * of_places * of_kinds
    }
}

/// Whether two deeds can have been at one place; `None` when the words don't tell.
fn places(a: &Deed, b: &Deed) -> Option<bool> {
    let (x, y) = a.place.zip(b.place)?;
    if x.country.zip(y.country).is_some_and(|(x, y)| x != y) {
        return Some(false);
    }
    let least = if x.is_wide || y.is_wide { WITHIN } else { NEAR };
    Some(kilometres(x.point, y.point) <= (x.reach + y.reach).max(least))
}

/// Whether two deeds can have been on one day.
fn days(a: &Deed, b: &Deed) -> Option<bool> {
    let (x, y) = a.days.zip(b.days)?;
    let slack = if a.reckoned || b.reckoned { RECKONED } else { NIGHTS };
    Some((x.0 - y.1).max(y.0 - x.1) <= slack)
}
