//! Who held which place when: worked out from what all stories say, and filed in the commit of these.
//!
//! Comes in: what a story says of who holds what. Goes out: entries over all stories. A story that changes touches the entries of its
//! own places, and of those that have their name or lie in the same spot; all others stay as they are.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, Row, Transaction, params, params_from_iter};
use stemma::fuse::control::{SAME_PLACE_DEGREES, SAME_PLACE_KM, settle as settled};
use stemma::model::{Control, kilometres};

use super::conditions::{Conditions, part, text};
use crate::asked::{Asked, Filter, Found, Within};
use crate::filed::Filed;
use crate::rows::key;

/// A place by its name, with its point where it has one.
type Known = (String, Option<(f64, f64)>);

/// Keeps what a story says.
pub(super) fn hold(transaction: &Transaction<'_>, story: &str, entries: &[Control]) -> rusqlite::Result<()> {
    let insert = "INSERT INTO holds (story, place, lat, lon, record) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = transaction.prepare_cached(insert)?;
    for entry in entries {
        insert.execute(params![story, entry.place, entry.lat, entry.lon, written(entry)])?;
    }
    Ok(())
}

fn written(entry: &Control) -> String {
    serde_json::to_string(entry).expect("an entry has no keys that are not strings")
}

/// The places of which some stories say who holds them.
pub(in crate::sqlite) fn places<'a>(
    connection: &Connection,
    stories: impl Iterator<Item = &'a str>,
) -> rusqlite::Result<Vec<Known>> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT place, lat, lon FROM holds WHERE story = ?1")?;
    let mut found = Vec::new();
    for story in stories {
        let rows = statement.query_map([story], |row| {
            Ok((row.get(0)?, row.get::<_, Option<f64>>(1)?.zip(row.get::<_, Option<f64>>(2)?)))
        })?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// Works the entries of all places out anew.
pub(in crate::sqlite) fn settle_all(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    let query = "SELECT number, record FROM holds ORDER BY number";
    let said = transaction.prepare_cached(query)?.query_map([], entry)?.collect::<Result<Vec<_>, _>>()?;
    file(transaction, said.into_iter().map(|(_, entry)| entry).collect())
}

/// Works the entries of those places out anew of which some chapters speak, or spoke those that they replaced.
pub(in crate::sqlite) fn settle(
    transaction: &Transaction<'_>,
    chapters: &[Filed],
    replaced: Vec<Known>,
) -> rusqlite::Result<()> {
    let told = chapters.iter().flat_map(|chapter| &chapter.control);
    let mut open: Vec<Known> = told.map(|entry| (entry.place.clone(), entry.lat.zip(entry.lon))).collect();
    open.extend(replaced);
    let (mut names, mut said) = (BTreeSet::new(), BTreeMap::new());
    let mut named = transaction.prepare_cached("SELECT number, record FROM holds WHERE place = ?1")?;
    // Names lead to points, and points to the names of what lies there, until no other is found.
    while let Some((name, point)) = open.pop() {
        if let Some(point) = point {
            open.extend(
                near(transaction, point)?.into_iter().filter(|name| !names.contains(name)).map(|name| (name, None)),
            );
        }
        if !names.insert(name.clone()) {
            continue;
        }
        for (number, entry) in named.query_map([&name], entry)?.collect::<Result<Vec<_>, _>>()? {
            open.extend(entry.lat.zip(entry.lon).map(|point| (name.clone(), Some(point))));
            said.insert(number, entry);
        }
    }
    let mut remove = transaction.prepare_cached("DELETE FROM control WHERE place = ?1")?;
    for name in &names {
        remove.execute([name])?;
    }
    file(transaction, said.into_values().collect())
}

/// The names of what lies in the spot of a point.
fn near(connection: &Connection, point: (f64, f64)) -> rusqlite::Result<BTreeSet<String>> {
    let query = "SELECT place, lat, lon FROM holds WHERE lat BETWEEN ?1 AND ?2";
    let ends = [point.0 - SAME_PLACE_DEGREES, point.0 + SAME_PLACE_DEGREES];
    let mut statement = connection.prepare_cached(query)?;
    let mut rows = statement.query(ends)?;
    let mut found = BTreeSet::new();
    while let Some(row) = rows.next()? {
        if row
            .get::<_, Option<f64>>(2)?
            .is_some_and(|lon| row.get(1).is_ok_and(|lat| kilometres((lat, lon), point) < SAME_PLACE_KM))
        {
            found.insert(row.get(0)?);
        }
    }
    Ok(found)
}

fn file(transaction: &Transaction<'_>, said: Vec<Control>) -> rusqlite::Result<()> {
    let insert = "INSERT INTO control (place, place_key, country, lat, lon, holder_key, day_from, day_to, record)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
    let mut insert = transaction.prepare_cached(insert)?;
    for entry in settled(said) {
        let (from, to) = (entry.from.or(entry.as_of).map(|day| day.to_string()), entry.to.map(|day| day.to_string()));
        insert.execute(params![
            entry.place,
            key(&entry.place),
            entry.country,
            entry.lat,
            entry.lon,
            key(&entry.holder),
            from,
            to,
            written(&entry)
        ])?;
    }
    Ok(())
}

fn entry(row: &Row<'_>) -> rusqlite::Result<(i64, Control)> {
    let record: String = row.get(1)?;
    let broken = |error| rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, Box::new(error));
    Ok((row.get(0)?, serde_json::from_str(&record).map_err(broken)?))
}

/// The entries that are asked for, in the order of the export: those of one place were filed together.
pub(super) fn found(connection: &Connection, asked: &Asked) -> rusqlite::Result<Found<Control>> {
    let conditions = conditions(&asked.filter);
    let limit = asked.limit.map_or(-1, |limit| limit as i64);
    let query = format!(
        "SELECT number, record FROM control AS h WHERE {} ORDER BY place, number LIMIT {limit} OFFSET {}",
        conditions.all(),
        asked.skip
    );
    let mut statement = connection.prepare_cached(&query)?;
    let rows = statement.query_map(params_from_iter(&conditions.values), entry)?.collect::<Result<Vec<_>, _>>()?;
    let query = format!("SELECT count(*) FROM control AS h WHERE {}", conditions.all());
    let count = |row: &Row<'_>| row.get::<_, i64>(0);
    let total = connection.prepare_cached(&query)?.query_row(params_from_iter(&conditions.values), count)?;
    Ok(Found { rows: rows.into_iter().map(|(_, entry)| entry).collect(), total: total as u64 })
}

/// On the day on which somebody else takes a place, it is theirs.
fn conditions(filter: &Filter) -> Conditions {
    let mut all = Conditions::default();
    if let Some(until) = filter.until {
        all.add("h.day_from <= ?", [text(until)]);
    }
    if let Some(since) = filter.since {
        all.add("h.day_from IS NOT NULL AND (h.day_to IS NULL OR h.day_to > ?)", [text(since)]);
    }
    if let Some(country) = &filter.country {
        all.add("h.country = ?", [text(country)]);
    }
    match &filter.place {
        Some(Within::Named(name)) => all.add("h.place_key = ?", [text(key(name))]),
        Some(Within::Circle { lat, lon, km }) => {
            all.add("kilometres(h.lat, h.lon, ?, ?) <= ?", [*lat, *lon, *km].map(Value::Real));
        }
        None => {}
    }
    if let Some(bbox) = filter.bbox {
        all.lying("h", bbox);
    }
    if let Some(holder) = &filter.actor {
        all.add("h.holder_key LIKE ? ESCAPE '\\'", [part(&key(holder))]);
    }
    all
}

#[cfg(test)]
mod tests;
