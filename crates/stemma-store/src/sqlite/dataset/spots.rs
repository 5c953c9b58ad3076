//! The events of a query on a map: those at one point with one uncertainty together, and lands of which no more is known by themselves.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

use rusqlite::{CachedStatement, Connection, OptionalExtension};
use stemma::model::PlacePrecision;

use super::seen::{self, Seen};
use super::terms::{self, Sort};
use crate::asked::Asked;
use crate::overview::{Area, Spot, Spots};

/// What stands together: a point with its uncertainty, or a land by its point, its name and country, a whole country by its code.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Spread {
    Spot { lat: u64, lon: u64, radius: Option<u64>, precision: PlacePrecision },
    Land { point: Option<(u64, u64)>, name: u32, country: u32, level: PlacePrecision },
}

struct Group {
    point: (f64, f64),
    name: u32,
    country: u32,
    events: u64,
    killed: u64,
    /// By day and id, the latest first once they are in order.
    latest: Vec<Latest>,
}

#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Latest {
    day: Reverse<Option<u32>>,
    id: String,
    name: u32,
    country: u32,
}

pub(super) fn spots(connection: &Connection, asked: &Asked) -> rusqlite::Result<Spots> {
    let mut found = Spots::default();
    let mut groups: HashMap<Spread, Group> = HashMap::new();
    seen::each(connection, asked, |seen| {
        if !seen.is_asked() {
            return;
        }
        found.total += 1;
        match seen.point.zip(PlacePrecision::named(seen.precision)) {
            None | Some((_, PlacePrecision::None)) => found.unplaced += 1,
            Some((point, precision)) => add(&mut groups, seen, point, precision),
        }
    })?;
    let mut lands: HashMap<(String, Option<String>, PlacePrecision), Group> = HashMap::new();
    let mut unit = connection.prepare_cached("SELECT admin1 FROM events WHERE id = ?1")?;
    let mut names = Names { term: connection.prepare_cached(terms::TERM)?, known: HashMap::new() };
    for (spread, mut group) in groups {
        group.settle();
        let (name, country) = (names.of(group.name)?, names.of(group.country)?);
        match spread {
            Spread::Spot { radius, precision, .. } => found.spots.push(Spot {
                lat: group.point.0,
                lon: group.point.1,
                radius_km: radius.map(f64::from_bits),
                precision,
                place: name.unwrap_or_default(),
                country,
                events: group.events,
                killed: group.killed,
                ids: group.ids(),
            }),
            Spread::Land { level, .. } => {
                // A village of which no more is known than the unit lies somewhere in it, and has its badge.
                let of_unit = match group.latest.first().filter(|_| level == PlacePrecision::Unit) {
                    Some(latest) => unit.query_row([&latest.id], |row| row.get(0)).optional()?.flatten(),
                    None => None,
                };
                let called = if level == PlacePrecision::Country { country.clone() } else { of_unit.or(name) };
                match lands.entry((called.unwrap_or_default(), country, level)) {
                    Entry::Occupied(mut known) => known.get_mut().join(group),
                    Entry::Vacant(free) => drop(free.insert(group)),
                }
            }
        }
    }
    for ((name, country, level), group) in lands {
        let Group { point: (lat, lon), events, killed, .. } = group;
        found.areas.push(Area { name, country, level, lat, lon, events, killed, ids: group.ids() });
    }
    // The greatest first, so that the small ones are drawn upon them.
    found.spots.sort_by(|a, b| {
        let point = |spot: &Spot| (spot.lat, spot.lon, spot.radius_km.unwrap_or(-1.0));
        let (one, other) = (point(a), point(b));
        let by_point = one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1)).then(one.2.total_cmp(&other.2));
        b.events.cmp(&a.events).then(by_point).then(a.precision.cmp(&b.precision))
    });
    found.areas.sort_by(|a, b| {
        (Reverse(a.events), &a.name, &a.country, a.level).cmp(&(Reverse(b.events), &b.name, &b.country, b.level))
    });
    Ok(found)
}

fn add(groups: &mut HashMap<Spread, Group>, seen: &Seen<'_>, point: (f64, f64), precision: PlacePrecision) {
    let (mut name, mut country) = (0, 0);
    for number in seen.numbers() {
        match terms::sort_of(number) {
            sort if sort == Sort::Place as u32 => name = number,
            sort if sort == Sort::Country as u32 => country = number,
            _ => {}
        }
    }
    let spread = match precision.is_spot() {
        true => Spread::Spot {
            lat: point.0.to_bits(),
            lon: point.1.to_bits(),
            radius: seen.radius_km.map(f64::to_bits),
            precision,
        },
        // Whatever place of a country the words name: where no more is known than the country, it is one badge.
        false if precision == PlacePrecision::Country => {
            Spread::Land { point: None, name: 0, country, level: precision }
        }
        false => Spread::Land { point: Some((point.0.to_bits(), point.1.to_bits())), name, country, level: precision },
    };
    let empty = Group { point, name, country, events: 0, killed: 0, latest: Vec::new() };
    let group = groups.entry(spread).or_insert(empty);
    group.events += 1;
    group.killed += u64::from(seen.killed.unwrap_or(0));
    // A land has the point that most of its events have, or nearly so; the least of them does not depend on their order.
    if point < group.point {
        group.point = point;
    }
    group.latest.push(Latest { day: Reverse(seen.day), id: seen.id.to_owned(), name, country });
    if group.latest.len() >= 4 * Spots::IDS {
        group.settle();
    }
}

impl Group {
    /// Takes in another one of the same land.
    fn join(&mut self, other: Group) {
        self.events += other.events;
        self.killed += other.killed;
        if other.point < self.point {
            self.point = other.point;
        }
        self.latest.extend(other.latest);
        self.settle();
    }

    fn ids(self) -> Vec<String> {
        self.latest.into_iter().map(|latest| latest.id).collect()
    }

    /// Keeps the latest alone, which also tell how the place is called.
    fn settle(&mut self) {
        self.latest.sort_unstable();
        self.latest.truncate(Spots::IDS);
        if let Some(latest) = self.latest.first() {
            (self.name, self.country) = (latest.name, latest.country);
        }
    }
}

/// The names of terms that were looked up.
struct Names<'c> {
    term: CachedStatement<'c>,
    known: HashMap<u32, Option<String>>,
}

impl Names<'_> {
    /// Nothing for a number that stands for nothing.
    fn of(&mut self, number: u32) -> rusqlite::Result<Option<String>> {
        if let Some(known) = self.known.get(&number) {
            return Ok(known.clone());
        }
        let name = if number == 0 { None } else { Some(self.term.query_row([number], |row| row.get(1))?) };
        self.known.insert(number, name.clone());
        Ok(name)
    }
}
