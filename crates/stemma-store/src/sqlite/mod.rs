//! The store as one SQLite file with a write-ahead log: one writer, every commit on the disk before it counts.

mod history;
mod schema;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};
use serde::Serialize;
use serde::de::DeserializeOwned;
use stemma::lexicon::lists::{OwnList, digest};
use stemma::model::{Links, Note, Picture, Reading, Story};

use crate::entry::{self, Entry, READING_FORMAT, Refusal};
use crate::error::{Error, Reason};
use crate::history::{Change, compare};
use crate::{Kept, Listed, Store, Whole};
pub use schema::Access;

#[derive(Debug)]
pub struct Sqlite {
    path: PathBuf,
    connection: Connection,
}

/// Rows of `documents` that no later version replaces.
const LATEST: &str =
    "NOT EXISTS (SELECT 1 FROM documents AS later WHERE later.id = documents.id AND later.version > documents.version)";

impl Sqlite {
    /// Opens a store and brings it up to date. Refuses files of other programs without touching them.
    pub fn open(path: impl AsRef<Path>, access: Access) -> Result<Sqlite, Error> {
        let path = path.as_ref().to_owned();
        let connection = schema::open(&path, access)?;
        Ok(Sqlite { path, connection })
    }

    fn failed(&self) -> impl Fn(rusqlite::Error) -> Error + Copy + '_ {
        |error| Error::sqlite(&self.path, error)
    }

    fn damaged(&self, what: &str, reason: impl std::fmt::Display) -> Error {
        Error::new(&self.path, Reason::Damaged(format!("{what}: {reason}")))
    }

    /// Does all of the work, or none of it.
    pub(crate) fn transact<T>(
        &mut self,
        work: impl FnOnce(&Transaction<'_>) -> rusqlite::Result<T>,
    ) -> Result<T, Error> {
        let path = &self.path;
        let failed = |error| Error::sqlite(path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let done = work(&transaction).map_err(failed)?;
        transaction.commit().map_err(failed)?;
        Ok(done)
    }

    fn number(&self, query: &str) -> Result<Option<u64>, Error> {
        let number: Option<i64> = self.connection.query_row(query, [], |row| row.get(0)).map_err(self.failed())?;
        Ok(number.map(|number| number as u64))
    }

    fn unpack(&self, row: PackedReading) -> Result<Reading, Error> {
        let PackedReading { id, format, reading, text } = row;
        if format > READING_FORMAT {
            return Err(Error::new(&self.path, Reason::Newer { found: format, known: READING_FORMAT }));
        }
        entry::unpack_reading(&reading, text).map_err(|reason| self.damaged(&format!("document {id}"), reason))
    }

    fn unpack_whole(&self, row: PackedWhole) -> Result<Whole, Error> {
        let PackedWhole { reading, bytes, notes, version } = row;
        let what = format!("document {}", reading.id);
        Ok(Whole {
            reading: self.unpack(reading)?,
            bytes: entry::unpack(&bytes).map_err(|reason| self.damaged(&what, reason))?,
            notes: serde_json::from_str(&notes).map_err(|reason| self.damaged(&what, reason))?,
            version,
        })
    }

    /// The latest versions of documents for which a condition holds, by id; none more once they hold so many bytes.
    fn wholes(&self, condition: &str, values: impl rusqlite::Params, bytes: usize) -> Result<Vec<Whole>, Error> {
        let failed = self.failed();
        // A condition may end with a limit, so it comes last.
        let query = format!("SELECT {} FROM documents WHERE {LATEST} AND {condition}", PackedWhole::COLUMNS);
        let mut statement = self.connection.prepare(&query).map_err(failed)?;
        let mut rows = statement.query_map(values, PackedWhole::from_row).map_err(failed)?;
        let (mut found, mut held) = (Vec::new(), 0);
        while held < bytes
            && let Some(row) = rows.next()
        {
            let whole = self.unpack_whole(row.map_err(failed)?)?;
            held += whole.bytes.len();
            found.push(whole);
        }
        Ok(found)
    }

    fn records<T: DeserializeOwned>(&self, kind: &str) -> Result<Vec<T>, Error> {
        let failed = self.failed();
        let query = "SELECT record FROM picture WHERE kind = ?1 ORDER BY ordinal";
        let mut statement = self.connection.prepare_cached(query).map_err(failed)?;
        let rows = statement.query_map([kind], |row| row.get::<_, String>(0)).map_err(failed)?;
        let record = |row: rusqlite::Result<String>| {
            serde_json::from_str(&row.map_err(failed)?).map_err(|reason| self.damaged(kind, reason))
        };
        rows.map(record).collect()
    }
}

/// Documents whose latest version was read with other lists than the store's.
const OUTDATED: &str = "lists <> (SELECT lists FROM state)";

/// A reading as it lies in a row.
struct PackedReading {
    id: String,
    format: u32,
    reading: Vec<u8>,
    text: String,
}

impl PackedReading {
    const COLUMNS: &str = "id, reading_format, reading, text";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<PackedReading> {
        Ok(PackedReading { id: row.get(0)?, format: row.get(1)?, reading: row.get(2)?, text: row.get(3)? })
    }
}

/// All of a document as it lies in a row.
struct PackedWhole {
    reading: PackedReading,
    bytes: Vec<u8>,
    notes: String,
    version: u32,
}

impl PackedWhole {
    /// Those of the reading come first.
    const COLUMNS: &str = "id, reading_format, reading, text, bytes, notes, version";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<PackedWhole> {
        let reading = PackedReading::from_row(row)?;
        Ok(PackedWhole { reading, bytes: row.get(4)?, notes: row.get(5)?, version: row.get(6)? })
    }
}

impl Store for Sqlite {
    fn holds(&self, id: &str, sha256: &str) -> Result<bool, Error> {
        let query = "SELECT 1 FROM documents WHERE id = ?1 AND sha256 = ?2";
        let mut statement = self.connection.prepare_cached(query).map_err(self.failed())?;
        statement.exists([id, sha256]).map_err(self.failed())
    }

    fn keep(&mut self, entries: &[Entry], refusals: &[Refusal]) -> Result<Kept, Error> {
        self.transact(|transaction| {
            let mut kept = Kept::default();
            for entry in entries {
                keep_entry(transaction, entry, &mut kept)?;
            }
            for refusal in refusals {
                keep_refusal(transaction, refusal)?;
            }
            transaction.execute("UPDATE state SET revision = revision + ?1", [kept.new as i64])?;
            Ok(kept)
        })
    }

    fn count(&self) -> Result<u64, Error> {
        Ok(self.number("SELECT count(*) FROM documents WHERE version = 1")?.unwrap_or(0))
    }

    fn catalogue(&self) -> Result<Vec<Listed>, Error> {
        let failed = self.failed();
        let query = "SELECT id, version, sha256, path FROM documents ORDER BY id, version";
        let mut statement = self.connection.prepare(query).map_err(failed)?;
        let listed = |row: &Row<'_>| {
            Ok(Listed { id: row.get(0)?, version: row.get(1)?, sha256: row.get(2)?, path: row.get(3)? })
        };
        let rows = statement.query_map([], listed).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    fn readings(&self) -> Result<Vec<Reading>, Error> {
        let failed = self.failed();
        let query = format!("SELECT {} FROM documents WHERE {LATEST} ORDER BY id", PackedReading::COLUMNS);
        let mut statement = self.connection.prepare(&query).map_err(failed)?;
        let rows = statement.query_map([], PackedReading::from_row).map_err(failed)?;
        rows.map(|row| self.unpack(row.map_err(failed)?)).collect()
    }

    fn document(&self, id: &str) -> Result<Option<Whole>, Error> {
        Ok(self.wholes("id = ?1", [id], usize::MAX)?.pop())
    }

    fn refusals(&self) -> Result<Vec<Refusal>, Error> {
        let failed = self.failed();
        let query = "SELECT name, record, message, at FROM refusals ORDER BY name, record";
        let mut statement = self.connection.prepare(query).map_err(failed)?;
        let refusal = |row: &Row<'_>| {
            let at: Option<i64> = row.get(3)?;
            let note = Note { message: row.get(2)?, at: at.map(|at| at as u64) };
            Ok(Refusal { name: row.get(0)?, record: row.get(1)?, note })
        };
        let rows = statement.query_map([], refusal).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    fn revision(&self) -> Result<u64, Error> {
        Ok(self.number("SELECT revision FROM state")?.unwrap_or(0))
    }

    fn picture_revision(&self) -> Result<Option<u64>, Error> {
        self.number("SELECT picture_revision FROM state")
    }

    fn keep_picture(&mut self, revision: u64, links: &Links, picture: &Picture) -> Result<(), Error> {
        let mut after: HashMap<&str, &Story> = links.stories.iter().map(|story| (story.id.as_str(), story)).collect();
        self.transact(|transaction| {
            let before = stories_that_change(transaction, &mut after)?;
            let after: Vec<&Story> = after.into_values().collect();
            history::add(transaction, &compare(revision, &before, &after))?;
            transaction.execute("DELETE FROM picture", [])?;
            keep_records(transaction, "story", &links.stories, |story| Some(&story.id))?;
            keep_records(transaction, "lineage", &links.lineage, |_| None)?;
            keep_records(transaction, "alteration", &links.alterations, |_| None)?;
            keep_records(transaction, "date", &links.dates, |dated| Some(&dated.document))?;
            keep_records(transaction, "event", &picture.events, |event| Some(&event.id))?;
            keep_records(transaction, "claim", &picture.claims, |claim| Some(&claim.id))?;
            keep_records(transaction, "contradiction", &picture.contradictions, |found| Some(&found.id))?;
            keep_records(transaction, "control", &picture.control, |_| None)?;
            transaction.execute("UPDATE state SET picture_revision = ?1", [revision as i64])?;
            Ok(())
        })
    }

    fn picture(&self) -> Result<(Links, Picture), Error> {
        let links = Links {
            lineage: self.records("lineage")?,
            alterations: self.records("alteration")?,
            stories: self.records("story")?,
            dates: self.records("date")?,
        };
        let picture = Picture {
            events: self.records("event")?,
            claims: self.records("claim")?,
            contradictions: self.records("contradiction")?,
            control: self.records("control")?,
        };
        Ok((links, picture))
    }

    fn history(&self, story: &str) -> Result<Vec<Change>, Error> {
        history::of(&self.connection, story).map_err(self.failed())
    }

    fn lists(&self) -> Result<Vec<OwnList>, Error> {
        let failed = self.failed();
        let mut statement =
            self.connection.prepare("SELECT path, name, text FROM lists ORDER BY ordinal").map_err(failed)?;
        let list = |row: &Row<'_>| Ok(OwnList { path: row.get(0)?, name: row.get(1)?, text: row.get(2)? });
        let rows = statement.query_map([], list).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    fn use_lists(&mut self, lists: &[OwnList]) -> Result<bool, Error> {
        let digest = digest(lists);
        self.transact(|transaction| {
            let query = "UPDATE state SET lists = ?1, revision = revision + 1 WHERE lists <> ?1";
            if transaction.execute(query, [&digest])? == 0 {
                return Ok(false);
            }
            transaction.execute("DELETE FROM lists", [])?;
            let mut insert = transaction.prepare("INSERT INTO lists (path, name, text) VALUES (?1, ?2, ?3)")?;
            for OwnList { path, name, text } in lists {
                insert.execute([path, name, text])?;
            }
            Ok(true)
        })
    }

    fn outdated(&self, most: usize, bytes: usize) -> Result<Vec<Whole>, Error> {
        self.wholes(&format!("{OUTDATED} ORDER BY id LIMIT ?1"), [most as i64], bytes)
    }

    fn count_outdated(&self) -> Result<u64, Error> {
        let query = format!("SELECT count(*) FROM documents WHERE {LATEST} AND {OUTDATED}");
        Ok(self.number(&query)?.unwrap_or(0))
    }

    fn keep_again(&mut self, entries: &[Entry]) -> Result<(), Error> {
        self.transact(|transaction| {
            let update = "UPDATE documents SET text = ?3, reading_format = ?4, reading = ?5, notes = ?6, lists = ?7
                          WHERE id = ?1 AND sha256 = ?2";
            let mut update = transaction.prepare(update)?;
            for entry in entries {
                let Entry { id, sha256, text, reading, notes, lists, .. } = entry;
                update.execute(params![id, sha256, text, READING_FORMAT, reading, notes, lists])?;
            }
            Ok(())
        })
    }
}

fn keep_entry(transaction: &Transaction<'_>, entry: &Entry, kept: &mut Kept) -> rusqlite::Result<()> {
    let Entry { id, sha256, path, text, bytes, length, reading, notes, lists } = entry;
    let query = "SELECT coalesce(max(version), 0), coalesce(max(sha256 = ?2), 0) FROM documents WHERE id = ?1";
    let mut statement = transaction.prepare_cached(query)?;
    let (versions, is_known): (u32, bool) = statement.query_row([id, sha256], |row| Ok((row.get(0)?, row.get(1)?)))?;
    if is_known {
        kept.known += 1;
        return Ok(());
    }
    let version = versions + 1;
    let insert =
        "INSERT INTO documents (id, version, sha256, path, length, bytes, text, reading_format, reading, notes, lists)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
    transaction.prepare_cached(insert)?.execute(params![
        id,
        version,
        sha256,
        path,
        *length as i64,
        bytes,
        text,
        READING_FORMAT,
        reading,
        notes,
        lists
    ])?;
    kept.new += 1;
    if version > 1 {
        kept.versions.push((id.clone(), version));
    }
    // What could not be read once and now can is no longer missing.
    let mended = "DELETE FROM refusals WHERE name = ?1 AND record IN (?1, ?2)";
    transaction.prepare_cached(mended)?.execute(params![path, id])?;
    Ok(())
}

fn keep_refusal(transaction: &Transaction<'_>, refusal: &Refusal) -> rusqlite::Result<()> {
    let Refusal { name, record, note } = refusal;
    let insert = "INSERT OR REPLACE INTO refusals (name, record, at, message) VALUES (?1, ?2, ?3, ?4)";
    transaction.prepare_cached(insert)?.execute(params![name, record, note.at.map(|at| at as i64), note.message])?;
    Ok(())
}

fn keep_records<T: Serialize>(
    transaction: &Transaction<'_>,
    kind: &str,
    records: &[T],
    id: impl Fn(&T) -> Option<&str>,
) -> rusqlite::Result<()> {
    let mut insert =
        transaction.prepare_cached("INSERT INTO picture (kind, ordinal, id, record) VALUES (?1, ?2, ?3, ?4)")?;
    for (ordinal, record) in records.iter().enumerate() {
        let json =
            serde_json::to_string(record).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))?;
        insert.execute(params![kind, ordinal as i64, id(record), json])?;
    }
    Ok(())
}

/// The stories of the picture that is kept which are not the same in the one that comes; takes those that are the same
/// out of the latter.
fn stories_that_change(
    transaction: &Transaction<'_>,
    after: &mut HashMap<&str, &Story>,
) -> rusqlite::Result<Vec<Story>> {
    let mut statement = transaction.prepare_cached("SELECT record FROM picture WHERE kind = 'story'")?;
    let mut rows = statement.query([])?;
    let mut before = Vec::new();
    while let Some(row) = rows.next()? {
        let story: Story = serde_json::from_str(row.get_ref(0)?.as_str()?).map_err(|error| {
            rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error))
        })?;
        if after.get(story.id.as_str()).is_some_and(|same| same.documents == story.documents) {
            after.remove(story.id.as_str());
        } else {
            before.push(story);
        }
    }
    Ok(before)
}
