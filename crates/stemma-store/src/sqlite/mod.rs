//! The store as one SQLite file with a write-ahead log: one writer, every commit on the disk before it counts.

mod history;
mod picture;
mod schema;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row, Transaction, TransactionBehavior, params};
use stemma::lexicon::lists::{OwnList, digest};
use stemma::model::{Note, Reading};
use stemma::pipeline::Chapter;

use crate::entry::{self, Entry, READING_FORMAT, Refusal};
use crate::error::{Error, Reason};
use crate::history::{Change, compare, members};
use crate::tally::Totals;
use crate::{Extent, Kept, Listed, Store, Whole};
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

    fn unpack_chapters(&self, rows: Vec<(String, Vec<u8>)>) -> Result<Vec<Chapter>, Error> {
        let chapter = |(story, record): (String, Vec<u8>)| {
            picture::unpacked(&record).map_err(|reason| self.damaged(&format!("story {story}"), reason))
        };
        rows.into_iter().map(chapter).collect()
    }
}

/// Documents that were read with other lists than the store's: those before and those behind it in the index.
const OUTDATED: [&str; 2] = ["lists < (SELECT lists FROM state)", "lists > (SELECT lists FROM state)"];

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

    fn readings_of(&self, ids: &[&str]) -> Result<Vec<Reading>, Error> {
        let failed = self.failed();
        let query =
            format!("SELECT {} FROM documents WHERE id = ?1 ORDER BY version DESC LIMIT 1", PackedReading::COLUMNS);
        let mut statement = self.connection.prepare_cached(&query).map_err(failed)?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids.iter().collect::<BTreeSet<_>>() {
            if let Some(row) = statement.query_map([id], PackedReading::from_row).map_err(failed)?.next() {
                found.push(self.unpack(row.map_err(failed)?)?);
            }
        }
        Ok(found)
    }

    fn readings_since(&self, revision: u64, most: usize) -> Result<Vec<Reading>, Error> {
        let failed = self.failed();
        let query = format!(
            "SELECT {} FROM documents WHERE came > ?1 AND {LATEST} ORDER BY id LIMIT ?2",
            PackedReading::COLUMNS
        );
        let mut statement = self.connection.prepare_cached(&query).map_err(failed)?;
        let rows = statement.query_map([revision as i64, most as i64 + 1], PackedReading::from_row).map_err(failed)?;
        rows.map(|row| self.unpack(row.map_err(failed)?)).collect()
    }

    fn document(&self, id: &str) -> Result<Option<Whole>, Error> {
        let failed = self.failed();
        let query =
            format!("SELECT {} FROM documents WHERE id = ?1 ORDER BY version DESC LIMIT 1", PackedWhole::COLUMNS);
        let mut statement = self.connection.prepare_cached(&query).map_err(failed)?;
        let row = statement.query_map([id], PackedWhole::from_row).map_err(failed)?.next();
        row.map(|row| self.unpack_whole(row.map_err(failed)?)).transpose()
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
        picture::revision(&self.connection).map_err(self.failed())
    }

    fn keep_chapters(
        &mut self,
        revision: u64,
        chapters: &[Chapter],
        extent: Extent<'_>,
        archive: &[(usize, Vec<u8>)],
    ) -> Result<(), Error> {
        let is_in_time = self.transact(|transaction| {
            let gone: Vec<String> = match extent {
                Extent::Whole if picture::revision(transaction)?.is_some_and(|newer| newer > revision) => {
                    return Ok(true);
                }
                Extent::Whole => picture::stories(transaction)?,
                Extent::Changes { since, .. } if picture::revision(transaction)? != Some(since) => return Ok(false),
                Extent::Changes { gone, .. } => gone.iter().map(|&story| story.to_owned()).collect(),
            };
            let mut replaced: BTreeSet<&str> = chapters.iter().map(|chapter| chapter.story.id.as_str()).collect();
            replaced.extend(gone.iter().map(String::as_str));
            let before = picture::members(transaction, replaced.iter().copied())?;
            let before = before.iter().map(|(document, story)| (document.as_str(), story.as_str()));
            history::add(transaction, &compare(revision, before, members(chapters)))?;
            picture::remove(transaction, replaced.into_iter())?;
            picture::add(transaction, chapters)?;
            if extent == Extent::Whole {
                transaction.execute("DELETE FROM archive", [])?;
            }
            let mut piece =
                transaction.prepare_cached("INSERT OR REPLACE INTO archive (piece, bytes) VALUES (?1, ?2)")?;
            for (number, bytes) in archive {
                piece.execute(params![*number as i64, bytes])?;
            }
            picture::mark(transaction, revision)?;
            Ok(true)
        })?;
        if is_in_time { Ok(()) } else { Err(Error::new(&self.path, Reason::Overtaken)) }
    }

    fn archive(&self) -> Result<Vec<Vec<u8>>, Error> {
        let failed = self.failed();
        let mut statement =
            self.connection.prepare_cached("SELECT bytes FROM archive ORDER BY piece").map_err(failed)?;
        let rows = statement.query_map([], |row| row.get(0)).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    fn chapters(&self) -> Result<Vec<Chapter>, Error> {
        self.unpack_chapters(picture::packed(&self.connection, "true", []).map_err(self.failed())?)
    }

    fn chapters_of(&self, stories: &[&str]) -> Result<Vec<Chapter>, Error> {
        let mut rows = Vec::with_capacity(stories.len());
        for story in stories.iter().collect::<BTreeSet<_>>() {
            rows.extend(picture::packed(&self.connection, "story = ?1", [story]).map_err(self.failed())?);
        }
        self.unpack_chapters(rows)
    }

    fn story_of(&self, document: &str) -> Result<Option<String>, Error> {
        picture::story_of(&self.connection, document).map_err(self.failed())
    }

    fn totals(&self) -> Result<Totals, Error> {
        picture::totals(&self.connection).map_err(self.failed())
    }

    fn history(&self, story: &str) -> Result<Vec<Change>, Error> {
        history::of(&self.connection, story).map_err(self.failed())
    }

    fn lists(&self) -> Result<Vec<OwnList>, Error> {
        let failed = self.failed();
        let mut statement =
            self.connection.prepare("SELECT path, name, text, pack FROM lists ORDER BY ordinal").map_err(failed)?;
        let list =
            |row: &Row<'_>| Ok(OwnList { path: row.get(0)?, name: row.get(1)?, text: row.get(2)?, pack: row.get(3)? });
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
            let mut insert =
                transaction.prepare("INSERT INTO lists (path, name, text, pack) VALUES (?1, ?2, ?3, ?4)")?;
            for OwnList { path, name, text, pack } in lists {
                insert.execute(params![path, name, text, pack])?;
            }
            Ok(true)
        })
    }

    fn outdated(&self, most: usize, bytes: usize) -> Result<Vec<Whole>, Error> {
        let failed = self.failed();
        let mut ids: Vec<String> = Vec::new();
        for side in OUTDATED {
            let query = format!("SELECT id FROM documents WHERE {LATEST} AND {side} ORDER BY lists, id LIMIT ?1");
            let mut statement = self.connection.prepare_cached(&query).map_err(failed)?;
            let rows = statement.query_map([(most - ids.len()) as i64], |row| row.get(0)).map_err(failed)?;
            ids.extend(rows.collect::<Result<Vec<String>, _>>().map_err(failed)?);
        }
        ids.sort();
        let (mut found, mut held) = (Vec::new(), 0);
        for id in ids {
            if held >= bytes {
                break;
            }
            let whole = self.document(&id)?;
            held += whole.as_ref().map_or(0, |whole| whole.bytes.len());
            found.extend(whole);
        }
        Ok(found)
    }

    fn count_outdated(&self) -> Result<u64, Error> {
        let mut count = 0;
        for side in OUTDATED {
            let query = format!("SELECT count(*) FROM documents WHERE {LATEST} AND {side}");
            count += self.number(&query)?.unwrap_or(0);
        }
        Ok(count)
    }

    fn keep_again(&mut self, entries: &[Entry]) -> Result<(), Error> {
        self.transact(|transaction| {
            transaction.execute("DELETE FROM archive", [])?;
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
    let insert = "INSERT INTO documents
            (id, version, sha256, path, length, bytes, text, reading_format, reading, notes, lists, came)
                  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, (SELECT revision + 1 FROM state))";
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
