//! All events of a query, seen once: whether each fulfils what is asked, and which one condition it would have to be spared to do so.
//!
//! Conditions that a facet sets are judged here, not by the database, so that the events without one of them are counted in the same look.

use std::ops::RangeInclusive;

use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, Row, params, params_from_iter};

use super::conditions::{Conditions, assertion, is_narrow, kinds, text};
use super::terms::{self, Unpacked};
use crate::asked::{Asked, Filter, matching};

/// A condition that a facet sets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub(super) enum Own {
    Country,
    Kind,
    Told,
    Checked,
    Actor,
    Outlet,
    Origins,
    Killed,
    Precision,
}

impl Own {
    pub fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The facet that a term belongs to; none for the place of an event.
    pub fn of(number: u32) -> Option<Own> {
        // In the order of the sorts.
        const OWN: [Own; 8] =
            [Own::Country, Own::Kind, Own::Told, Own::Checked, Own::Actor, Own::Actor, Own::Outlet, Own::Outlet];
        OWN.get(terms::sort_of(number) as usize).copied()
    }
}

/// What is seen of an event.
pub(super) struct Seen<'r> {
    pub is_first_rank: bool,
    /// The conditions of facets that it does not fulfil, a bit each.
    pub failing: u16,
    /// As a number that grows with time: the year by 512, the month by 32, the day.
    pub day: Option<u32>,
    pub killed: Option<u32>,
    pub origins: u32,
    pub point: Option<(f64, f64)>,
    pub radius_km: Option<f64>,
    pub precision: &'r str,
    pub terms: &'r [u8],
    pub id: &'r str,
}

impl Seen<'_> {
    pub fn is_asked(&self) -> bool {
        self.failing == 0
    }

    /// The numbers of its terms.
    pub fn numbers(&self) -> Unpacked<'_> {
        Unpacked::of(self.terms)
    }
}

/// Shows every event that fulfils all conditions but those of facets, rejected ones among them.
pub(super) fn each(connection: &Connection, asked: &Asked, mut see: impl FnMut(&Seen<'_>)) -> rusqlite::Result<()> {
    let filter = &asked.filter;
    let wanted = Wanted::of(connection, filter)?;
    let mut values = Vec::new();
    let mut flag = |conditions: Conditions| match conditions.is_empty() {
        true => "true".to_owned(),
        false => {
            let all = conditions.all();
            values.extend(conditions.values);
            all
        }
    };
    let by_actor = flag(Conditions::by_actor(filter));
    let by_outlet = flag(Conditions::by_outlet(filter));
    let is_narrow = is_narrow(filter) && !are_words_common(connection, filter)?;
    let base = base(filter, is_narrow);
    values.extend(base.values.iter().cloned());
    // All that is looked at lies in one index; it is gone through where no other leaves less.
    let index = if is_narrow { "" } else { "INDEXED BY events_seen" };
    let query = format!(
        "SELECT e.rank, e.day_from, e.killed_best, e.killed_low, e.killed_high, e.origins_min, e.lat, e.lon, e.radius_km, e.precision,
                e.terms, e.id, {by_actor}, {by_outlet}
         FROM events AS e {index} WHERE {}",
        base.all()
    );
    let mut statement = connection.prepare_cached(&query)?;
    let mut rows = statement.query(params_from_iter(&values))?;
    while let Some(row) = rows.next()? {
        let mut seen = seen(row)?;
        seen.failing = wanted.failing(&seen, [row.get(12)?, row.get(13)?]);
        see(&seen);
    }
    Ok(())
}

/// Events with some words from which on it is less to look at all events than at each of these by itself.
const COMMON: i64 = 10_000;

/// Whether words are all that makes what is asked for narrow, and hardly do so.
fn are_words_common(connection: &Connection, filter: &Filter) -> rusqlite::Result<bool> {
    let Some(words) = filter.words.as_deref().and_then(matching) else { return Ok(false) };
    if filter.story.is_some() || filter.place.is_some() {
        return Ok(false);
    }
    let query = "SELECT count(*) FROM (SELECT 1 FROM event_words WHERE event_words MATCH ?1 LIMIT ?2)";
    let count: i64 = connection.prepare_cached(query)?.query_row(params![words, COMMON], |row| row.get(0))?;
    Ok(count == COMMON)
}

/// All that is asked beside what facets set.
fn base(filter: &Filter, is_narrow: bool) -> Conditions {
    let others = Filter {
        country: None,
        kinds: Vec::new(),
        told: Vec::new(),
        checked: Vec::new(),
        killed_min: None,
        killed_max: None,
        origins_min: None,
        actor: None,
        outlet: None,
        bbox: None,
        precision: Vec::new(),
        ..filter.clone()
    };
    let mut all = Conditions::default();
    all.add(if is_narrow { "+e.rank IN (1, 3)" } else { "e.rank IN (1, 3)" }, []);
    all.of_events(&others);
    // Points lie in the index that is gone through anyway.
    if let Some(bbox) = filter.bbox {
        all.lying("e", bbox);
    }
    all
}

/// Whether anything but what facets set is asked for.
pub(super) fn is_everything(filter: &Filter) -> bool {
    base(filter, false).values.is_empty() && filter.lacks.is_empty() && filter.marks.is_empty()
}

fn seen<'r>(row: &'r Row<'_>) -> rusqlite::Result<Seen<'r>> {
    let number = |at: usize| -> rusqlite::Result<Option<f64>> { row.get(at) };
    let words = |at: usize| -> rusqlite::Result<&'r str> { Ok(row.get_ref(at)?.as_str()?) };
    let day = match row.get_ref(1)? {
        ValueRef::Text(written) => day(written),
        _ => None,
    };
    let mut killed = None;
    for at in 2..5 {
        killed = match killed {
            None => row.get(at)?,
            known => known,
        };
    }
    Ok(Seen {
        is_first_rank: row.get::<_, u8>(0)? == 1,
        failing: 0,
        day,
        killed,
        origins: row.get(5)?,
        point: number(6)?.zip(number(7)?),
        radius_km: number(8)?,
        precision: words(9)?,
        terms: row.get_ref(10)?.as_blob()?,
        id: words(11)?,
    })
}

/// Days are written with four digits for the year, two for the month, and two for the day.
fn day(written: &[u8]) -> Option<u32> {
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        written
            .get(range)?
            .iter()
            .try_fold(0, |number, &digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
    };
    Some(digits(0..4)? << 9 | digits(5..7)? << 5 | digits(8..10)?)
}

/// What facets set, in numbers of terms.
struct Wanted {
    /// The conditions that are set.
    set: u16,
    /// By the place of a term, the conditions that it fulfils.
    by_term: Vec<u16>,
    /// Of those that are set, the ones that terms fulfil.
    of_terms: u16,
    killed: RangeInclusive<u32>,
    origins_min: u32,
    precision: Vec<&'static str>,
    is_usual: bool,
}

impl Wanted {
    fn of(connection: &Connection, filter: &Filter) -> rusqlite::Result<Wanted> {
        let mut wanted = Wanted {
            set: Own::Checked.bit(),
            by_term: Vec::new(),
            of_terms: 0,
            killed: filter.killed_min.unwrap_or(0)..=filter.killed_max.unwrap_or(u32::MAX),
            origins_min: filter.origins_min.unwrap_or(0),
            precision: filter.precision.iter().map(|precision| precision.name()).collect(),
            is_usual: filter.checked.is_empty(),
        };
        let is_set = [
            (Own::Actor, filter.actor.is_some()),
            (Own::Outlet, filter.outlet.is_some()),
            (Own::Killed, filter.killed_min.or(filter.killed_max).is_some()),
            (Own::Origins, filter.origins_min.is_some()),
            (Own::Precision, !filter.precision.is_empty()),
        ];
        wanted.set |= is_set.iter().filter(|(_, is_set)| *is_set).fold(0, |set, (own, _)| set | own.bit());
        if let Some(country) = &filter.country {
            wanted.one_of(connection, Own::Country, terms::Sort::Country, &[country.as_str()])?;
        }
        if !filter.told.is_empty() {
            let told: Vec<String> = filter.told.iter().map(|told| assertion(*told)).collect();
            let told: Vec<&str> = told.iter().map(String::as_str).collect();
            wanted.one_of(connection, Own::Told, terms::Sort::Told, &told)?;
        }
        if !filter.checked.is_empty() {
            let words: Vec<&str> = filter.checked.iter().flat_map(|checking| checking.words()).collect();
            wanted.one_of(connection, Own::Checked, terms::Sort::Checked, &words)?;
        }
        if !filter.kinds.is_empty() {
            let (query, values) = kinds("number", filter);
            wanted.terms(connection, Own::Kind, &query, values)?;
        }
        Ok(wanted)
    }

    /// A condition that any of these values fulfils.
    fn one_of(
        &mut self,
        connection: &Connection,
        own: Own,
        sort: terms::Sort,
        values: &[&str],
    ) -> rusqlite::Result<()> {
        let marks = vec!["?"; values.len()].join(", ");
        let query = format!("SELECT number FROM terms WHERE sort = {} AND value IN ({marks})", sort as u8);
        self.terms(connection, own, &query, values.iter().map(text).collect())
    }

    fn terms(&mut self, connection: &Connection, own: Own, query: &str, values: Vec<Value>) -> rusqlite::Result<()> {
        self.set |= own.bit();
        self.of_terms |= own.bit();
        let mut statement = connection.prepare_cached(query)?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(row) = rows.next()? {
            let place = terms::place(row.get(0)?);
            if self.by_term.len() <= place {
                self.by_term.resize(place + 1, 0);
            }
            self.by_term[place] |= own.bit();
        }
        Ok(())
    }

    fn failing(&self, seen: &Seen<'_>, [by_actor, by_outlet]: [bool; 2]) -> u16 {
        let flag = |holds: bool, own: Own| if holds { own.bit() } else { 0 };
        let mut holds = flag(by_actor, Own::Actor)
            | flag(by_outlet, Own::Outlet)
            | flag(self.is_usual && seen.is_first_rank, Own::Checked)
            | flag(seen.origins >= self.origins_min, Own::Origins)
            | flag(self.precision.contains(&seen.precision), Own::Precision)
            | flag(seen.killed.is_some_and(|killed| self.killed.contains(&killed)), Own::Killed);
        if self.of_terms != 0 {
            holds |= seen
                .numbers()
                .filter_map(|number| self.by_term.get(terms::place(number)))
                .fold(0, |all, one| all | one);
        }
        self.set & !holds
    }
}
