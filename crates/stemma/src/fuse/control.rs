//! Who held what, as of which day: from words that state it, and from deeds that change it.
//!
//! Comes in: the holdings that documents state and the events of a story. Goes out: entries of control, which end on the
//! day when somebody else takes the place, whatever story tells that.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::mention::quote;
use super::part::Draft;
use crate::model::{Assertion, Control, ControlStatus, Day, PlaceLevel, Reading, Territory, kilometres};

/// What one story says about who holds what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entries {
    /// Words that state a hold: one entry for each holder, place, status and day.
    stated: Vec<Control>,
    /// What captures, losses and sieges make of it.
    deeds: Vec<Control>,
}

type Key = (String, String, ControlStatus, Option<Day>);

fn key(entry: &Control) -> Key {
    (entry.holder.clone(), entry.place.clone(), entry.status, entry.as_of)
}

pub fn entries(readings: &[&Reading], events: &[Draft]) -> Entries {
    let stated = readings.iter().flat_map(|reading| {
        let as_of = reading.article.published.as_ref().map(|published| published.start);
        reading.annotations.holdings.iter().map(move |holding| Control {
            place: holding.place.name.clone(),
            lat: holding.place.lat,
            lon: holding.place.lon,
            holder: holding.holder.name.clone().unwrap_or_else(|| holding.holder.text.clone()),
            status: holding.status,
            share: holding.share,
            from: holding.from,
            to: None,
            as_of,
            mentions: vec![quote(reading, holding.span)],
        })
    });
    Entries { stated: joined(stated), deeds: events.iter().filter_map(deed).collect() }
}

/// Entries that say the same, as one; the first gives the values.
fn joined(entries: impl Iterator<Item = Control>) -> Vec<Control> {
    let mut found: Vec<Control> = Vec::new();
    let mut places: HashMap<Key, usize> = HashMap::new();
    for entry in entries {
        let at = *places.entry(key(&entry)).or_insert(found.len());
        match found.get_mut(at) {
            Some(known) => known.mentions.extend(entry.mentions),
            None => found.push(entry),
        }
    }
    found
}

/// What an event that happened says about who holds its place.
fn deed(draft: &Draft) -> Option<Control> {
    let event = &draft.event;
    if !matches!(event.assertion, Assertion::Asserted | Assertion::Background) {
        return None;
    }
    // Who holds a place is said of a place that the words name.
    let place = event.place.as_ref().filter(|place| place.level != Some(PlaceLevel::Country) && !event.carried)?;
    let (holder, status) = match event.territory? {
        // One report makes a claim; two independent ones make it held.
        Territory::Captured if event.origins.min > 1 => (event.actors.first(), ControlStatus::Held),
        Territory::Captured => (event.actors.first(), ControlStatus::Claimed),
        Territory::Lost => (event.actors.first(), ControlStatus::Lost),
        Territory::Besieged => (event.recipients.first(), ControlStatus::Besieged),
        _ => return None,
    };
    Some(Control {
        place: place.name.clone(),
        lat: place.lat,
        lon: place.lon,
        holder: holder?.name.clone(),
        status,
        share: None,
        from: event.time.map(|time| time.from),
        to: None,
        as_of: event.time.map(|time| time.to),
        mentions: event.mentions.clone(),
    })
}

/// The entries of all stories, with the days on which holds end; sorted.
pub fn settle(stories: Vec<Entries>) -> Vec<Control> {
    let (mut stated, mut deeds) = (Vec::new(), Vec::new());
    for story in stories {
        stated.extend(story.stated);
        deeds.extend(story.deeds);
    }
    // Stories share no document, so the order of documents is one of the entries, too.
    stated.sort_by(|a, b| first(a).cmp(&first(b)));
    let mut found = joined(stated.into_iter());
    for entry in &mut found {
        entry.mentions.sort_by(|a, b| a.doc.cmp(&b.doc));
    }
    found.extend(deeds);
    end_superseded(&mut found);
    found.sort_by(|a, b| (&a.place, a.as_of, &a.holder, first(a)).cmp(&(&b.place, b.as_of, &b.holder, first(b))));
    found
}

fn first(entry: &Control) -> Option<&crate::model::Quote> {
    entry.mentions.first()
}

/// Points nearer than this are one place.
const SAME_PLACE_KM: f64 = 1.0;
/// No two points that are so near are further apart in latitude.
const SAME_PLACE_DEGREES: f64 = 0.01;

/// A hold ends on the day when somebody else takes the place.
fn end_superseded(entries: &mut [Control]) {
    let takings = Takings::of(entries);
    for entry in entries {
        let Some(start) = entry.from.or(entry.as_of) else { continue };
        entry.to = takings.next(entry, start);
    }
}

/// Who took which place when, to be asked by place.
struct Takings {
    /// Places without coordinates, by name.
    unplaced: HashMap<String, Days>,
    /// All places, by name.
    named: HashMap<String, Days>,
    /// Places with coordinates, by latitude and longitude as whole numbers.
    placed: BTreeMap<(i64, i64), ((f64, f64), Days)>,
}

impl Takings {
    fn of(entries: &[Control]) -> Takings {
        let mut takings = Takings { unplaced: HashMap::new(), named: HashMap::new(), placed: BTreeMap::new() };
        for entry in entries {
            let taken = matches!(entry.status, ControlStatus::Claimed | ControlStatus::Held);
            let Some(from) = entry.from.filter(|_| taken) else { continue };
            let holder = (from, entry.holder.clone());
            takings.named.entry(entry.place.clone()).or_default().takes.push(holder.clone());
            match entry.lat.zip(entry.lon) {
                Some(point) => {
                    let place = takings.placed.entry(whole_number(point)).or_insert_with(|| (point, Days::default()));
                    place.1.takes.push(holder);
                }
                None => takings.unplaced.entry(entry.place.clone()).or_default().takes.push(holder),
            }
        }
        let placed = takings.placed.values_mut().map(|(_, days)| days);
        takings.unplaced.values_mut().chain(takings.named.values_mut()).chain(placed).for_each(Days::settle);
        takings
    }

    /// The first day after `start` on which somebody other than the holder takes the place of the entry.
    fn next(&self, entry: &Control, start: Day) -> Option<Day> {
        let Some(point) = entry.lat.zip(entry.lon) else {
            return self.named.get(&entry.place)?.next(&entry.holder, start);
        };
        let low = whole_number((point.0 - SAME_PLACE_DEGREES, -181.0));
        let high = whole_number((point.0 + SAME_PLACE_DEGREES, 181.0));
        let near = self.placed.range(low..=high).map(|(_, place)| place);
        let near = near.filter(|(other, _)| kilometres(*other, point) < SAME_PLACE_KM);
        let days = near.map(|(_, days)| days).chain(self.unplaced.get(&entry.place));
        days.filter_map(|days| days.next(&entry.holder, start)).min()
    }
}

/// Degrees in units of a hundred-millionth, finer than any gazetteer.
fn whole_number(point: (f64, f64)) -> (i64, i64) {
    ((point.0 * 1e8).round() as i64, (point.1 * 1e8).round() as i64)
}

/// Who took one place on which day.
#[derive(Default)]
struct Days {
    /// Sorted.
    takes: Vec<(Day, String)>,
    /// For each, the index of the next by somebody else.
    other: Vec<usize>,
}

impl Days {
    fn settle(&mut self) {
        self.takes.sort();
        self.other = vec![self.takes.len(); self.takes.len()];
        for at in (1..self.takes.len()).rev() {
            let same = self.takes[at - 1].1 == self.takes[at].1;
            self.other[at - 1] = if same { self.other[at] } else { at };
        }
    }

    fn next(&self, holder: &str, start: Day) -> Option<Day> {
        let at = self.takes.partition_point(|(day, _)| *day <= start);
        let (day, taker) = self.takes.get(at)?;
        if taker == holder { self.takes.get(self.other[at]).map(|(day, _)| *day) } else { Some(*day) }
    }
}
