//! The picture in the tables `chapters`, `story_documents` and `disagreements`: a few rows for each story, replaced together.

use rusqlite::{Connection, Params, Transaction, params};

use crate::filed::Filed;
use crate::tally::Totals;

/// Which program made a picture that can be read and mended: its version, and a number that rises when chapters, the archive,
/// or what relating and fusing make of the same articles change within one version.
const MAKER: &str = concat!(env!("CARGO_PKG_VERSION"), " 7");

/// The revision that the picture was made from; `None` when there is none, or one that another program made.
pub(super) fn revision(connection: &Connection) -> rusqlite::Result<Option<u64>> {
    let query = "SELECT CASE WHEN picture_by = ?1 THEN picture_revision END FROM state";
    let revision: Option<i64> = connection.prepare_cached(query)?.query_row([MAKER], |row| row.get(0))?;
    Ok(revision.map(|revision| revision as u64))
}

/// Marks the picture as made from a revision and with so many fixes; of these it may have been made with more before.
pub(super) fn mark(transaction: &Transaction<'_>, revision: u64, fixes: u64) -> rusqlite::Result<()> {
    let update = "UPDATE state SET picture_revision = ?1, picture_by = ?2, arranged = ?3";
    transaction.execute(update, params![revision as i64, MAKER, fixes as i64]).map(|_| ())
}

/// The ids of all stories.
pub(super) fn stories(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    connection.prepare_cached("SELECT DISTINCT story FROM story_documents")?.query_map([], |row| row.get(0))?.collect()
}

/// The documents of some stories, each with its story.
pub(super) fn members<'a>(
    connection: &Connection,
    stories: impl Iterator<Item = &'a str>,
) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached("SELECT document FROM story_documents WHERE story = ?1")?;
    let mut found = Vec::new();
    for story in stories {
        for document in statement.query_map([story], |row| row.get(0))? {
            found.push((document?, story.to_owned()));
        }
    }
    Ok(found)
}

/// The story that a document is in.
pub(super) fn story_of(connection: &Connection, document: &str) -> rusqlite::Result<Option<String>> {
    let mut statement = connection.prepare_cached("SELECT story FROM story_documents WHERE document = ?1")?;
    statement.query_map([document], |row| row.get(0))?.next().transpose()
}

pub(super) fn remove<'a>(
    transaction: &Transaction<'_>,
    stories: impl Iterator<Item = &'a str>,
) -> rusqlite::Result<()> {
    let mut deletes = [
        transaction.prepare_cached("DELETE FROM chapters WHERE story = ?1")?,
        transaction.prepare_cached("DELETE FROM story_documents WHERE story = ?1")?,
        transaction.prepare_cached("DELETE FROM disagreements WHERE story = ?1")?,
    ];
    let mut gone = 0;
    for story in stories {
        let [chapters, rest @ ..] = &mut deletes;
        gone += chapters.execute([story])?;
        for delete in rest {
            delete.execute([story])?;
        }
    }
    count(transaction, -(gone as i64))
}

/// Keeps count of the chapters, so that one that goes missing is noticed.
fn count(transaction: &Transaction<'_>, more: i64) -> rusqlite::Result<()> {
    transaction.prepare_cached("UPDATE state SET chapters = chapters + ?1")?.execute([more]).map(|_| ())
}

/// Takes all chapters away.
pub(super) fn clear(transaction: &Transaction<'_>) -> rusqlite::Result<()> {
    transaction.execute_batch(
        "DELETE FROM chapters; DELETE FROM story_documents; DELETE FROM disagreements; UPDATE state SET chapters = 0",
    )
}

/// Adds chapters of stories that are not there.
pub(super) fn add(transaction: &Transaction<'_>, filed: &[Filed]) -> rusqlite::Result<()> {
    let mut record = transaction.prepare_cached(
        "INSERT INTO chapters (story, copies, events, told, least_origins, most_origins, record)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    let mut member = transaction.prepare_cached("INSERT INTO story_documents (document, story) VALUES (?1, ?2)")?;
    let mut disagreement =
        transaction.prepare_cached("INSERT OR IGNORE INTO disagreements (story, key) VALUES (?1, ?2)")?;
    for Filed { story, totals, contradictions, record: packed, .. } in filed {
        let Totals { copies, events, told, least_origins, most_origins, .. } = totals;
        let [copies, events, told] = [copies, events, told].map(|count| *count as i64);
        let [least, most] = [least_origins, most_origins].map(|count| *count as i64);
        record.execute(params![story.id, copies, events, told, least, most, packed])?;
        for document in &story.documents {
            member.execute([document, &story.id])?;
        }
        for found in contradictions {
            disagreement.execute([&story.id, &found.key])?;
        }
    }
    count(transaction, filed.len() as i64)
}

/// The stories whose numbers are weighed by what sources say in other ones.
pub(super) fn weighed(connection: &Connection) -> rusqlite::Result<Vec<String>> {
    let query = "SELECT id FROM stories WHERE is_weighed ORDER BY id";
    connection.prepare_cached(query)?.query_map([], |row| row.get(0))?.collect()
}

/// Where the chapters lie for which a condition holds, each with the id of its story.
pub(super) fn places(
    connection: &Connection,
    condition: &str,
    values: impl Params,
) -> rusqlite::Result<Vec<(i64, String)>> {
    let query = format!("SELECT rowid, story FROM chapters WHERE {condition}");
    connection.prepare_cached(&query)?.query_map(values, |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// A chapter as it lies in its row.
pub(super) fn packed(connection: &Connection, place: i64) -> rusqlite::Result<Vec<u8>> {
    let query = "SELECT record FROM chapters WHERE rowid = ?1";
    connection.prepare_cached(query)?.query_row([place], |row| row.get(0))
}

pub(super) fn totals(connection: &Connection) -> rusqlite::Result<Totals> {
    let query = "SELECT count(*), total(copies), total(events), total(told), total(least_origins), total(most_origins),
                        (SELECT count(DISTINCT key) FROM disagreements) FROM chapters";
    connection.prepare_cached(query)?.query_row([], |row| {
        // Sums are small integers; `total` gives them as floating point, and nought for none.
        let sum = |column| Ok::<_, rusqlite::Error>(row.get::<_, f64>(column)? as u64);
        let count = |column| Ok::<_, rusqlite::Error>(row.get::<_, i64>(column)? as u64);
        Ok(Totals {
            stories: count(0)?,
            copies: sum(1)?,
            events: sum(2)?,
            told: sum(3)?,
            least_origins: sum(4)?,
            most_origins: sum(5)?,
            contradictions: count(6)?,
        })
    })
}
