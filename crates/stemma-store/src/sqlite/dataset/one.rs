//! Records one by one, each by its id.

use rusqlite::{Connection, OptionalExtension, Row};
use stemma::model::{Claim, Quote, Span, Story};

use super::ask::Columns;
use crate::asked::Noun;
use crate::dataset::Record;
use crate::rows::{ActorRow, CopyRow, key};

/// The packed record of an event.
pub(super) fn event(connection: &Connection, id: &str) -> rusqlite::Result<Option<Vec<u8>>> {
    let query = "SELECT coalesce(reviewed, record) FROM events JOIN event_records ON event = number
                 WHERE id = ?1 ORDER BY rank LIMIT 1";
    connection.prepare_cached(query)?.query_row([id], |row| row.get(0)).optional()
}

pub(super) fn is_second_rank(connection: &Connection, id: &str) -> rusqlite::Result<bool> {
    let query = "SELECT min(rank) IN (2, 4) FROM events WHERE id = ?1";
    let is_second: Option<bool> = connection.prepare_cached(query)?.query_row([id], |row| row.get(0))?;
    Ok(is_second.unwrap_or(false))
}

/// The packed records of the events of a page, each with its id.
pub(super) fn events_of_page(connection: &Connection, page: &str) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let query = "SELECT e.id, coalesce(reviewed, record) FROM event_pages AS told CROSS JOIN events AS e ON e.number = told.event
                 JOIN event_records ON event_records.event = e.number
                 WHERE told.page = ?1 ORDER BY e.rank, e.day_from, e.id";
    connection.prepare_cached(query)?.query_map([page], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// The packed records of the events on which people said something, each with its id.
pub(super) fn reviewed(connection: &Connection) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let query = "SELECT e.id, reviewed FROM event_records JOIN events AS e ON e.number = event
                 WHERE reviewed IS NOT NULL ORDER BY e.id";
    connection.prepare_cached(query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

pub(super) fn story(connection: &Connection, id: &str) -> rusqlite::Result<Option<Story>> {
    let query = "SELECT id, title, day_from, day_to FROM stories WHERE id = ?1";
    let story = |row: &Row<'_>| {
        let mut next = Columns::of(row);
        let (id, title) = (next.get()?, next.get()?);
        Ok(Story { id, documents: Vec::new(), title, from: next.day()?, to: next.day()? })
    };
    let Some(mut story) = connection.prepare_cached(query)?.query_row([id], story).optional()? else { return Ok(None) };
    let query = "SELECT document FROM story_documents WHERE story = ?1 ORDER BY document";
    story.documents = connection.prepare_cached(query)?.query_map([id], |row| row.get(0))?.collect::<Result<_, _>>()?;
    Ok(Some(story))
}

pub(super) fn claims_of(connection: &Connection, event: &str) -> rusqlite::Result<Vec<Claim>> {
    let query = "SELECT id, page, source, chain, event, start, end, quote FROM claims WHERE event = ?1
                 ORDER BY page, start, end, id";
    let claim = |row: &Row<'_>| {
        let mut next = Columns::of(row);
        let (id, doc): (String, String) = (next.get()?, next.get()?);
        let (source, chain, event) = (next.get()?, next.json(false)?, next.get()?);
        let span = Span { start: next.get()?, end: next.get()? };
        Ok(Claim { id, source, chain, event, content: Quote { doc: doc.clone(), span, quote: next.get()? }, doc })
    };
    connection.prepare_cached(query)?.query_map([event], claim)?.collect()
}

/// The packed record of a contradiction, with its id.
pub(super) fn contradiction(connection: &Connection, id: &str) -> rusqlite::Result<Option<(String, Vec<u8>)>> {
    let query = "SELECT id, record FROM contradictions WHERE id = ?1 LIMIT 1";
    connection.prepare_cached(query)?.query_row([id], |row| Ok((row.get(0)?, row.get(1)?))).optional()
}

pub(super) fn contradictions_of(connection: &Connection, story: &str) -> rusqlite::Result<Vec<(String, Vec<u8>)>> {
    let query = "SELECT id, record FROM contradictions WHERE story = ?1 ORDER BY id";
    connection.prepare_cached(query)?.query_map([story], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

pub(super) fn copies_of(connection: &Connection, story: &str) -> rusqlite::Result<Vec<CopyRow>> {
    let query = "SELECT child, parent, missing, p, one_text, words, edits, credits, altered, evidence FROM copies WHERE story = ?1
                 ORDER BY child, number";
    let copy = |row: &Row<'_>| {
        let mut next = Columns::of(row);
        Ok(CopyRow {
            child: next.get()?,
            parent: next.get()?,
            missing: next.get()?,
            p: next.get::<f64>()? as f32,
            one_text: next.get::<f64>()? as f32,
            words: next.get()?,
            edits: next.get()?,
            credits: next.get()?,
            altered: next.get()?,
            evidence: next.json(false)?,
        })
    };
    connection.prepare_cached(query)?.query_map([story], copy)?.collect()
}

/// From each kind to the next by the index; all events of a kind have its codes.
pub(super) fn kinds(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let query = "WITH RECURSIVE known (kind) AS (
                     SELECT min(kind) FROM events
                     UNION ALL SELECT (SELECT min(kind) FROM events WHERE kind > known.kind) FROM known WHERE kind IS NOT NULL),
                 coded AS (SELECT kind, (SELECT number FROM events WHERE events.kind = known.kind LIMIT 1) AS one FROM known),
                 named AS (SELECT e.kind, plover, acled, acled_sub FROM coded JOIN events AS e ON e.number = coded.one)
                 SELECT kind FROM named UNION SELECT plover FROM named
                 UNION SELECT acled FROM named WHERE acled IS NOT NULL
                 UNION SELECT acled_sub FROM named WHERE acled_sub IS NOT NULL ORDER BY 1";
    connection.prepare_cached(query)?.query_map([], |row| row.get(0))?.collect()
}

/// Calls each party by the name that most events give it; of equals, by the first.
pub(super) fn usual_names(connection: &Connection, rows: &mut [ActorRow]) -> rusqlite::Result<()> {
    let named = |condition: &str| {
        format!("SELECT name FROM event_actors WHERE {condition} GROUP BY name ORDER BY count(*) DESC, name LIMIT 1")
    };
    let mut by_id = connection.prepare_cached(&named("actor = ?1"))?;
    let mut by_name = connection.prepare_cached(&named("name_key = ?1 AND actor IS NULL"))?;
    for row in rows {
        let usual: Option<String> = match &row.id {
            Some(id) => by_id.query_row([id], |found| found.get(0)).optional()?,
            None => by_name.query_row([key(&row.name)], |found| found.get(0)).optional()?,
        };
        row.name = usual.unwrap_or_else(|| std::mem::take(&mut row.name));
    }
    Ok(())
}

/// What each noun is called by.
const NAMED: [(Noun, &str); 3] = [
    (Noun::Events, "SELECT id, summary FROM events"),
    (Noun::Stories, "SELECT id, title FROM stories"),
    (Noun::Pages, "SELECT id, coalesce(title, '') FROM pages"),
];

/// No id holds the last character there is, so that those that begin so are a range of the index.
pub(super) fn records(connection: &Connection, beginning: &str, most: usize) -> rusqlite::Result<Vec<Record>> {
    let mut found = Vec::new();
    for (noun, select) in NAMED {
        let query = format!("{select} WHERE id BETWEEN ?1 AND ?1 || char(0x10FFFF) ORDER BY id LIMIT ?2");
        let mut statement = connection.prepare_cached(&query)?;
        let rows = statement.query_map((beginning, most as i64), |row| record(noun, row))?;
        found.extend(rows.collect::<Result<Vec<_>, _>>()?);
    }
    Ok(found)
}

/// A file is called by its whole path, or by its name alone. Only the index of paths is gone through.
pub(super) fn records_of_file(connection: &Connection, name: &str, most: usize) -> rusqlite::Result<Vec<Record>> {
    let query = "SELECT id, coalesce(title, '') FROM pages WHERE number IN (
                     SELECT number FROM pages INDEXED BY pages_by_path
                     WHERE path = ?1 OR substr(path, -length(?1) - 1) IN ('/' || ?1, '\\' || ?1))
                 ORDER BY id LIMIT ?2";
    let mut statement = connection.prepare_cached(query)?;
    let rows = statement.query_map((name, most as i64), |row| record(Noun::Pages, row))?;
    rows.collect()
}

/// The index itself tells its words.
pub(super) fn vocabulary(connection: &Connection, beginning: &str) -> rusqlite::Result<Vec<(String, u64)>> {
    connection
        .execute_batch("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, page_words, row)")?;
    let query = "SELECT term, doc FROM temp.vocabulary WHERE term >= ?1 AND term <= ?1 || char(0x10FFFF)";
    let word = |row: &Row<'_>| Ok((row.get(0)?, row.get::<_, i64>(1)? as u64));
    connection.prepare_cached(query)?.query_map([beginning], word)?.collect()
}

fn record(noun: Noun, row: &Row<'_>) -> rusqlite::Result<Record> {
    Ok(Record { noun, id: row.get(0)?, title: row.get(1)? })
}
