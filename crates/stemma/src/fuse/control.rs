//! Who held what, as of which day: from words that state it, and from deeds that change it.
//!
//! Comes in: the holdings that documents state and the events of a story. Goes out: entries of control, one for a holder, a place
//! and a status, as of the last day on which a source says so; they end on the day when somebody else takes the place, whatever
//! story tells that.

use std::collections::{BTreeMap, HashMap};

use serde::{Deserialize, Serialize};

use super::mention::quote;
use super::part::Draft;
use crate::lexicon::Lexicon;
use crate::model::{Assertion, Control, ControlStatus, Day, PlaceLevel, Reading, Territory, kilometres};

/// What one story says about who holds what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entries {
    /// Words that state a hold: one entry for each holder, place, status and day.
    stated: Vec<Control>,
    /// What captures, losses and sieges make of it.
    deeds: Vec<Control>,
}

impl Entries {
    /// All of them, the stated ones first.
    pub fn all(&self) -> impl Iterator<Item = &Control> {
        self.stated.iter().chain(&self.deeds)
    }

    pub(super) fn into_all(self) -> impl Iterator<Item = Control> {
        self.stated.into_iter().chain(self.deeds)
    }
}

/// Holder, place, its point and status.
type Key = (String, String, Option<(i64, i64)>, ControlStatus);

fn key(entry: &Control) -> Key {
    (entry.holder.clone(), entry.place.clone(), point(entry), entry.status)
}

fn point(entry: &Control) -> Option<(i64, i64)> {
    entry.lat.zip(entry.lon).map(whole_number)
}

pub(super) fn entries(readings: &[&Reading], events: &[Draft], lexicon: &Lexicon) -> Entries {
    let stated = readings.iter().flat_map(|reading| {
        let as_of = reading.article.published.as_ref().map(|published| published.start);
        reading.annotations.holdings.iter().map(move |holding| Control {
            place: holding.place.name.clone(),
            lat: holding.place.lat,
            lon: holding.place.lon,
            country: holding.place.country.clone(),
            holder: holding.holder.name.clone().unwrap_or_else(|| holding.holder.text.clone()),
            status: holding.status,
            share: holding.share,
            from: holding.from,
            to: None,
            as_of: holding.as_of.or(as_of),
            mentions: vec![quote(reading, holding.span)],
        })
    });
    let published: HashMap<&str, Day> = readings
        .iter()
        .filter_map(|reading| Some((reading.id.as_str(), reading.article.published.as_ref()?.start)))
        .collect();
    let deeds = events.iter().filter_map(|draft| deed(draft, &published, lexicon));
    Entries { stated: stated.collect(), deeds: deeds.collect() }
}

/// In days: a capture told so long after its day is history, not the claim of a side.
const HISTORY: i32 = 14;

/// What an event that happened says about who holds its place.
fn deed(draft: &Draft, published: &HashMap<&str, Day>, lexicon: &Lexicon) -> Option<Control> {
    let event = &draft.event;
    if !matches!(event.assertion, Assertion::Asserted | Assertion::Background) {
        return None;
    }
    // Who holds a place is said of a place that the words name.
    let is_wide = |level| matches!(level, Some(PlaceLevel::Country | PlaceLevel::International));
    let place = event.place.as_ref().filter(|place| !is_wide(place.level) && !event.carried)?;
    let told = event.mentions.iter().filter_map(|mention| published.get(mention.doc.as_str())).min();
    let is_history = event.assertion == Assertion::Background
        || event.time.zip(told).is_some_and(|(time, told)| told.days_since(time.from) > HISTORY);
    let status = match event.territory? {
        // One report makes a claim; two independent ones make it held, and so does history.
        Territory::Captured if event.origins.min > 1 || is_history => ControlStatus::Held,
        Territory::Captured => ControlStatus::Claimed,
        Territory::Lost => ControlStatus::Lost,
        _ => return None,
    };
    let holder = event
        .actors
        .iter()
        .find_map(|party| lexicon.holder(&party.name, party.id.as_deref(), place.country.as_deref()))
        .filter(|holder| *holder != place.name)?;
    Some(Control {
        place: place.name.clone(),
        lat: place.lat,
        lon: place.lon,
        country: place.country.clone(),
        holder,
        status,
        share: None,
        from: event.time.map(|time| time.from),
        to: None,
        as_of: event.time.map(|time| time.to),
        mentions: event.mentions.clone(),
    })
}

/// The entries of all stories, with the days on which holds end; sorted. Those of one place do not depend on others, save where these
/// have its name or lie nearer than [`SAME_PLACE_KM`].
pub fn settle(mut all: Vec<Control>) -> Vec<Control> {
    let takings = Takings::of(&all);
    // In the order of their days, whatever story tells them.
    all.sort_by(|a, b| (a.as_of, first(a)).cmp(&(b.as_of, first(b))));
    let mut found = joined(all, &takings);
    for entry in &mut found {
        if let Some(start) = entry.from.or(entry.as_of) {
            entry.to = takings.next(entry, start);
        }
    }
    found.sort_by(|a, b| (&a.place, a.as_of, &a.holder, first(a)).cmp(&(&b.place, b.as_of, &b.holder, first(b))));
    found
}

/// Entries that say the same, as one: from the first day to the last on which it is known. Where somebody else took the place in
/// between, they are two.
fn joined(entries: Vec<Control>, takings: &Takings) -> Vec<Control> {
    let mut found: Vec<Control> = Vec::new();
    let mut last: HashMap<Key, usize> = HashMap::new();
    for entry in entries {
        let key = key(&entry);
        let known = last.get(&key).copied().filter(|&at| {
            let taken = found[at].as_of.and_then(|day| takings.next(&found[at], day));
            taken.zip(entry.as_of).is_none_or(|(taken, day)| taken > day)
        });
        match known {
            Some(at) => found[at].take_in(entry),
            None => {
                last.insert(key, found.len());
                found.push(entry);
            }
        }
    }
    without_echoes(found)
}

/// What is held is not claimed beside it.
fn without_echoes(mut entries: Vec<Control>) -> Vec<Control> {
    let mut held: HashMap<(String, String), usize> = HashMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if matches!(entry.status, ControlStatus::Held | ControlStatus::PartlyHeld) {
            held.insert((entry.holder.clone(), entry.place.clone()), at);
        }
    }
    let echoes: Vec<(usize, usize)> = entries
        .iter()
        .enumerate()
        .filter(|(_, entry)| entry.status == ControlStatus::Claimed)
        .filter_map(|(at, entry)| Some((at, *held.get(&(entry.holder.clone(), entry.place.clone()))?)))
        .filter(|&(at, whole)| entries[at].as_of <= entries[whole].as_of && entries[at].place == entries[whole].place)
        .collect();
    for &(at, whole) in &echoes {
        let mentions = std::mem::take(&mut entries[at].mentions);
        entries[whole].mentions.extend(mentions);
        entries[whole].settle_mentions();
    }
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        echoes.binary_search_by(|(echo, _)| echo.cmp(&(at - 1))).is_err()
    });
    entries
}

impl Control {
    fn take_in(&mut self, other: Control) {
        self.from = self.from.into_iter().chain(other.from).min();
        self.as_of = self.as_of.max(other.as_of);
        self.share = other.share.or(self.share);
        self.country = self.country.take().or(other.country);
        self.mentions.extend(other.mentions);
        self.settle_mentions();
    }

    fn settle_mentions(&mut self) {
        self.mentions.sort();
        self.mentions.dedup();
    }
}

fn first(entry: &Control) -> Option<&crate::model::Quote> {
    entry.mentions.first()
}

/// Points nearer than this are one place.
pub const SAME_PLACE_KM: f64 = 1.0;
/// No two points that are so near are further apart in latitude.
pub const SAME_PLACE_DEGREES: f64 = 0.01;

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
