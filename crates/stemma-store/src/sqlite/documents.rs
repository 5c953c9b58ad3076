//! Documents: what pages are and what was read in them, with the rows of their pages.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{OptionalExtension, Params, Row, Transaction, params};
use stemma::model::{Note, Reading};

use super::{LATEST, Sqlite, dataset};
use crate::entry::{self, Entry, Page, READING_FORMAT, Refusal};
use crate::error::{Error, Reason};
use crate::{Documents, Kept, Listed, Whole};

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
    length: u64,
    notes: String,
    version: u32,
}

impl PackedWhole {
    /// Those of the reading come first.
    const COLUMNS: &str = "id, reading_format, reading, text, bytes, length, notes, version";

    fn from_row(row: &Row<'_>) -> rusqlite::Result<PackedWhole> {
        let reading = PackedReading::from_row(row)?;
        let length = row.get::<_, i64>(5)? as u64;
        Ok(PackedWhole { reading, bytes: row.get(4)?, length, notes: row.get(6)?, version: row.get(7)? })
    }
}

/// Where a document lies, and its id.
type Place = (i64, String);

impl Sqlite {
    fn places(&self, query: &str, values: impl Params) -> Result<Vec<Place>, Error> {
        let failed = self.failed();
        let mut statement = self.connection.prepare_cached(query).map_err(failed)?;
        let rows = statement.query_map(values, |row| Ok((row.get(0)?, row.get(1)?))).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }

    /// Where the latest version of every document lies, by id. If the index that tells it is damaged, all rows are looked at.
    fn latest(&self) -> Result<Vec<Place>, Error> {
        let query = format!("SELECT rowid, id FROM documents WHERE {LATEST} ORDER BY id");
        match self.places(&query, []) {
            Err(error) if error.is_damage() => {}
            found => return found,
        }
        let mut latest: BTreeMap<String, (u32, i64)> = BTreeMap::new();
        // Rows are never taken away, so their numbers have no gaps.
        let rows = self.number("SELECT documents FROM state")?.unwrap_or(0) as i64;
        for place in 1..=rows {
            let query = "SELECT id, version FROM documents NOT INDEXED WHERE rowid = ?1";
            let row = self.connection.prepare_cached(query).and_then(|mut statement| {
                statement.query_row([place], |row| Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?)))
            });
            match row.map_err(self.failed()) {
                Ok((id, version)) => {
                    let known = latest.entry(id).or_insert((version, place));
                    *known = (*known).max((version, place));
                }
                Err(error) => self.leave_out(&format!("document {place} of the store"), error)?,
            }
        }
        Ok(latest.into_iter().map(|(id, (_, place))| (place, id)).collect())
    }

    /// What was read in some documents; those that are damaged are left out.
    fn readings_at(&self, places: Vec<Place>) -> Result<Vec<Reading>, Error> {
        let query = format!("SELECT {} FROM documents WHERE rowid = ?1", PackedReading::COLUMNS);
        let mut found = Vec::with_capacity(places.len());
        for (place, id) in places {
            let row = self
                .connection
                .prepare_cached(&query)
                .map_err(self.failed())?
                .query_row([place], PackedReading::from_row);
            match row.map_err(self.failed()).and_then(|row| self.unpack(row)) {
                Ok(reading) => found.push(reading),
                Err(error) => self.leave_out(&format!("document {id}"), error)?,
            }
        }
        Ok(found)
    }

    fn unpack(&self, row: PackedReading) -> Result<Reading, Error> {
        let PackedReading { id, format, reading, text } = row;
        if format > READING_FORMAT {
            return Err(Error::new(&self.path, Reason::Newer { found: format, known: READING_FORMAT }));
        }
        entry::unpack_reading(&reading, text).map_err(|reason| self.damaged(&format!("document {id}"), reason))
    }

    /// A version of a document by where it lies.
    pub(super) fn whole_at(&self, place: i64) -> Result<Option<Whole>, Error> {
        let query = format!("SELECT {} FROM documents NOT INDEXED WHERE rowid = ?1", PackedWhole::COLUMNS);
        let mut statement = self.connection.prepare_cached(&query).map_err(self.failed())?;
        let row = statement.query_row([place], PackedWhole::from_row).optional().map_err(self.failed())?;
        row.map(|row| self.unpack_whole(row)).transpose()
    }

    fn unpack_whole(&self, row: PackedWhole) -> Result<Whole, Error> {
        let PackedWhole { reading, bytes, length, notes, version } = row;
        let what = format!("document {}", reading.id);
        Ok(Whole {
            reading: self.unpack(reading)?,
            bytes: entry::unpack_bytes(&bytes, length).map_err(|reason| self.damaged(&what, reason))?,
            notes: serde_json::from_str(&notes).map_err(|reason| self.damaged(&what, reason))?,
            version,
        })
    }
}

impl Documents for Sqlite {
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
            transaction
                .execute("UPDATE state SET revision = revision + ?1, documents = documents + ?1", [kept.new as i64])?;
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
        let _moment = self.one_moment()?;
        self.readings_at(self.latest()?)
    }

    fn readings_of(&self, ids: &[&str]) -> Result<Vec<Reading>, Error> {
        let _moment = self.one_moment()?;
        let mut found = Vec::with_capacity(ids.len());
        for id in ids.iter().collect::<BTreeSet<_>>() {
            let query = "SELECT rowid, id FROM documents WHERE id = ?1 ORDER BY version DESC LIMIT 1";
            found.extend(self.places(query, [id])?);
        }
        self.readings_at(found)
    }

    fn readings_since(&self, revision: u64, most: usize) -> Result<Vec<Reading>, Error> {
        let query = format!("SELECT rowid, id FROM documents WHERE came > ?1 AND {LATEST} ORDER BY id LIMIT ?2");
        let _moment = self.one_moment()?;
        self.readings_at(self.places(&query, [revision as i64, most as i64 + 1])?)
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

    fn file_pages(&mut self, most: usize) -> Result<bool, Error> {
        if dataset::filing::is_filed(&self.connection).map_err(self.failed())? {
            return Ok(false);
        }
        let query =
            format!("SELECT rowid, id FROM documents WHERE {LATEST} AND id NOT IN (SELECT id FROM pages) LIMIT ?1");
        let found = self.readings_at(self.places(&query, [most as i64])?)?;
        self.transact(|transaction| {
            if found.is_empty() {
                transaction.execute("UPDATE state SET pages_filed = 1", [])?;
            }
            for reading in &found {
                dataset::filing::page(transaction, &reading.id, reading.path.as_deref(), &Page::of(reading))?;
            }
            Ok(!found.is_empty())
        })
    }

    fn revision(&self) -> Result<u64, Error> {
        Ok(self.number("SELECT revision FROM state")?.unwrap_or(0))
    }
}

fn keep_entry(transaction: &Transaction<'_>, entry: &Entry, kept: &mut Kept) -> rusqlite::Result<()> {
    let Entry { id, sha256, path, text, bytes, length, reading, notes, lists, page } = entry;
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
    dataset::filing::page(transaction, id, path.as_deref(), page)?;
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
