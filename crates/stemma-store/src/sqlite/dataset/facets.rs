//! How the events of a query spread over what they could be narrowed to, and over time: counted in one look at each.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, params};
use stemma::model::{Day, PlacePrecision};

use super::conditions::assertion;
use super::seen::{self, Own, Seen};
use super::terms::{self, Sort};
use crate::asked::{Asked, Checking, TOLD};
use crate::overview::{Bar, Facet, FacetValue, Facets, Histogram, Unit};

/// How many parties and outlets are named.
const MOST: usize = 30;
/// Numbers of origins, and of the killed, from which on events are counted.
const ORIGINS: [u32; 4] = [1, 2, 3, 5];
const KILLED: [u32; 5] = [1, 5, 10, 50, 100];

/// Days and years up to which a bar is a day, or a month.
const DAYS: i32 = 120;
const YEARS: i32 = 20;

#[derive(Default)]
struct Counts {
    total: u64,
    all: u64,
    unplaced: u64,
    undated: u64,
    /// By the place of a term: its number, and how often it was seen.
    terms: Vec<(u32, u64)>,
    origins: [u64; ORIGINS.len()],
    killed: [u64; KILLED.len()],
    precision: [u64; PlacePrecision::WORDS.len()],
    /// Events and the killed in them, by day.
    days: HashMap<u32, (u64, u64)>,
}

pub(super) fn facets(connection: &Connection, asked: &Asked) -> rusqlite::Result<Facets> {
    let mut counts = Counts::default();
    seen::each(connection, asked, |seen| counts.see(seen))?;
    if !seen::is_everything(&asked.filter) {
        let query = "SELECT count(*) FROM events WHERE rank = 1";
        counts.all = connection.prepare_cached(query)?.query_row([], |row| row.get::<_, i64>(0))? as u64;
    }
    let mut facets = vec![
        counts.named(connection, "country", Sort::Country)?,
        counts.named(connection, "kind", Sort::Kind)?,
        counts.told(connection)?,
        counts.checked(connection)?,
        counts.called(connection, "actor", Sort::Actor, Sort::ActorName)?,
        counts.called(connection, "outlet", Sort::Outlet, Sort::OutletName)?,
    ];
    for (name, steps, numbers) in
        [("origins-min", &ORIGINS[..], &counts.origins[..]), ("killed-min", &KILLED[..], &counts.killed[..])]
    {
        let value =
            |(step, &count): (&u32, &u64)| FacetValue { value: step.to_string(), label: step.to_string(), count };
        let values = steps.iter().zip(numbers).filter(|(_, count)| **count > 0).map(value);
        facets.push(Facet { name, values: values.collect() });
    }
    let named = PlacePrecision::WORDS.iter().zip(counts.precision).filter(|(_, count)| *count > 0);
    let value = |(name, count): (&&str, u64)| FacetValue { value: (*name).into(), label: (*name).into(), count };
    facets.push(Facet { name: "precision", values: named.map(value).collect() });
    let Counts { total, all, unplaced, undated, .. } = counts;
    Ok(Facets { total, all, unplaced, undated, facets, histogram: counts.histogram() })
}

impl Counts {
    fn see(&mut self, seen: &Seen<'_>) {
        self.all += u64::from(seen.is_first_rank);
        // One that fails two conditions is in no facet.
        if seen.failing.count_ones() > 1 {
            return;
        }
        let counts_for = |own: Own| seen.failing & !own.bit() == 0;
        for number in seen.numbers() {
            if Own::of(number).is_some_and(counts_for) {
                let place = terms::place(number);
                if self.terms.len() <= place {
                    self.terms.resize(place + 1, (0, 0));
                }
                let term = &mut self.terms[place];
                *term = (number, term.1 + 1);
            }
        }
        if counts_for(Own::Origins) {
            let reached = ORIGINS.iter().zip(&mut self.origins).filter(|(step, _)| seen.origins >= **step);
            reached.for_each(|(_, count)| *count += 1);
        }
        if counts_for(Own::Killed) {
            let killed = seen.killed.unwrap_or(0);
            let reached = KILLED.iter().zip(&mut self.killed).filter(|(step, _)| killed >= **step);
            reached.for_each(|(_, count)| *count += 1);
        }
        if counts_for(Own::Precision) {
            let known =
                PlacePrecision::WORDS.iter().zip(&mut self.precision).find(|(name, _)| **name == seen.precision);
            known.into_iter().for_each(|(_, count)| *count += 1);
        }
        if !seen.is_asked() {
            return;
        }
        self.total += 1;
        self.unplaced += u64::from(seen.precision == PlacePrecision::None.name());
        match seen.day {
            None => self.undated += 1,
            Some(day) => {
                let day = self.days.entry(day).or_default();
                *day = (day.0 + 1, day.1 + u64::from(seen.killed.unwrap_or(0)));
            }
        }
    }

    /// The terms of a sort that were seen, most often first, and the number of times.
    fn of(&self, sort: Sort) -> Vec<(u32, u64)> {
        let of_sort = |term: &&(u32, u64)| term.1 > 0 && terms::sort_of(term.0) == sort as u32;
        let mut found: Vec<(u32, u64)> = self.terms.iter().filter(of_sort).copied().collect();
        found.sort_by_key(|(number, count)| (std::cmp::Reverse(*count), *number));
        found
    }

    fn values(&self, connection: &Connection, sort: Sort) -> rusqlite::Result<Vec<FacetValue>> {
        let value = |(number, count)| {
            let (value, label) = terms::term(connection, number)?;
            Ok(FacetValue { value, label, count })
        };
        self.of(sort).into_iter().map(value).collect()
    }

    fn named(&self, connection: &Connection, name: &'static str, sort: Sort) -> rusqlite::Result<Facet> {
        let mut values = self.values(connection, sort)?;
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        Ok(Facet { name, values })
    }

    /// In the order in which they are explained.
    fn told(&self, connection: &Connection) -> rusqlite::Result<Facet> {
        let known: BTreeMap<String, u64> =
            self.values(connection, Sort::Told)?.into_iter().map(|value| (value.value, value.count)).collect();
        let value = |(told, word): &(_, &str)| {
            let count = *known.get(&assertion(*told))?;
            Some(FacetValue { value: (*word).into(), label: (*word).into(), count })
        };
        Ok(Facet { name: "told", values: TOLD.iter().filter_map(value).collect() })
    }

    /// A word of the condition stands for several that are in rows.
    fn checked(&self, connection: &Connection) -> rusqlite::Result<Facet> {
        let known = self.values(connection, Sort::Checked)?;
        let value = |word: &&str| {
            let words = Checking::named(word)?.words();
            let count =
                known.iter().filter(|known| words.contains(&known.value.as_str())).map(|known| known.count).sum();
            (count > 0).then(|| FacetValue { value: (*word).into(), label: (*word).into(), count })
        };
        Ok(Facet { name: "checked", values: Checking::WORDS.iter().filter_map(value).collect() })
    }

    /// Those that most events have, each called as most of these call it.
    fn called(&self, connection: &Connection, name: &'static str, sort: Sort, names: Sort) -> rusqlite::Result<Facet> {
        let mut found = self.of(sort);
        // Of those that are equal, their names decide, so all of these are looked at.
        let least = found.get(MOST - 1).map_or(0, |(_, count)| *count);
        found.retain(|(_, count)| *count >= least);
        let query = "SELECT number, label FROM terms WHERE sort = ?1 AND value = ?2 ORDER BY label";
        let mut called = connection.prepare_cached(query)?;
        let mut values = Vec::with_capacity(found.len());
        for (number, count) in found {
            let (key, id) = terms::term(connection, number)?;
            let mut usual: (u64, String) = (0, key.clone());
            let mut rows = called.query(params![names as u8, key])?;
            while let Some(row) = rows.next()? {
                let times = self.terms.get(terms::place(row.get(0)?)).map_or(0, |(_, times)| *times);
                if times > usual.0 {
                    usual = (times, row.get(1)?);
                }
            }
            let value = if id.is_empty() { usual.1.clone() } else { id };
            values.push(FacetValue { value, label: usual.1, count });
        }
        values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
        values.truncate(MOST);
        Ok(Facet { name, values })
    }

    fn histogram(self) -> Histogram {
        let day = |number: u32| Day::new((number >> 9) as i16, (number >> 5 & 15) as u8, (number & 31) as u8);
        let days: BTreeMap<Day, (u64, u64)> =
            self.days.into_iter().filter_map(|(number, counts)| Some((day(number)?, counts))).collect();
        let Some((first, last)) = days.keys().next().zip(days.keys().next_back()) else { return Histogram::default() };
        let unit = match last.days_since(*first) {
            ..=DAYS => Unit::Day,
            days if days <= YEARS * 366 => Unit::Month,
            _ => Unit::Year,
        };
        let mut bars: Vec<Bar> = Vec::new();
        for (day, (count, killed)) in &days {
            let from = match unit {
                Unit::Day => Some(*day),
                Unit::Month => Day::new(day.year(), day.month(), 1),
                Unit::Year => Day::new(day.year(), 1, 1),
            };
            let from = from.unwrap_or(*day);
            match bars.last_mut().filter(|bar| bar.from == from) {
                Some(bar) => (bar.count, bar.killed) = (bar.count + count, bar.killed + killed),
                None => bars.push(Bar { from, count: *count, killed: *killed }),
            }
        }
        Histogram { unit, bars }
    }
}
