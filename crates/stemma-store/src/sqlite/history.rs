//! The history of the stories, in the table `story_history`.

use rusqlite::{Connection, Row, Transaction, params};

use crate::history::{Change, ChangeKind};

/// Adds rows; those before are never touched.
pub(super) fn add(transaction: &Transaction<'_>, changes: &[Change]) -> rusqlite::Result<()> {
    let insert = "INSERT INTO story_history (revision, change, from_story, to_story, documents)
                  VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = transaction.prepare_cached(insert)?;
    for Change { revision, kind, from, to, documents } in changes {
        let documents = serde_json::to_string(documents).expect("ids are plain");
        insert.execute(params![*revision as i64, kind.name(), from, to, documents])?;
    }
    let count = "UPDATE state SET history = history + ?1";
    transaction.prepare_cached(count)?.execute([changes.len() as i64]).map(|_| ())
}

/// The rows of all stories whose ids begin so, the oldest first.
pub(super) fn of(connection: &Connection, story: &str) -> rusqlite::Result<Vec<Change>> {
    // Both sides of the `OR` are ranges of an index; no id holds the last character there is.
    let query = "SELECT revision, change, from_story, to_story, documents FROM story_history
                 WHERE from_story BETWEEN ?1 AND ?1 || char(0x10FFFF) OR to_story BETWEEN ?1 AND ?1 || char(0x10FFFF)
                 ORDER BY number";
    let mut statement = connection.prepare_cached(query)?;
    statement.query_map([story], change)?.collect()
}

/// The first rows of pictures that were made of later documents than those of a revision, the oldest first, and how many there are.
pub(super) fn since(connection: &Connection, revision: u64, most: usize) -> rusqlite::Result<(Vec<Change>, u64)> {
    let count = "SELECT count(*) FROM story_history WHERE revision > ?1";
    let count: i64 = connection.prepare_cached(count)?.query_row([revision as i64], |row| row.get(0))?;
    let query = "SELECT revision, change, from_story, to_story, documents FROM story_history
                 WHERE revision > ?1 ORDER BY number LIMIT ?2";
    let mut statement = connection.prepare_cached(query)?;
    let changes = statement.query_map(params![revision as i64, most as i64], change)?.collect::<Result<_, _>>()?;
    Ok((changes, count as u64))
}

fn change(row: &Row<'_>) -> rusqlite::Result<Change> {
    let broken = |column: usize, reason: Box<dyn std::error::Error + Send + Sync>| {
        rusqlite::Error::FromSqlConversionFailure(column, rusqlite::types::Type::Text, reason)
    };
    let (kind, documents): (String, String) = (row.get(1)?, row.get(4)?);
    Ok(Change {
        revision: row.get::<_, i64>(0)? as u64,
        kind: ChangeKind::named(&kind).ok_or_else(|| broken(1, format!("no change is called {kind}").into()))?,
        from: row.get(2)?,
        to: row.get(3)?,
        documents: serde_json::from_str(&documents).map_err(|error| broken(4, error.into()))?,
    })
}
