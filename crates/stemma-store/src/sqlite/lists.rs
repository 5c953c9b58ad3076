//! Lists of the user's own, and documents that were read with others.

use rusqlite::{Row, params};
use stemma::lexicon::lists::{OwnList, digest};

use super::{LATEST, Sqlite, dataset};
use crate::entry::{Entry, READING_FORMAT};
use crate::error::Error;
use crate::{Documents, Lists, Whole};

/// Documents that were read with other lists than the store's: those before and those behind it in the index.
const OUTDATED: [&str; 2] = ["lists < (SELECT lists FROM state)", "lists > (SELECT lists FROM state)"];

impl Lists for Sqlite {
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
            let is_latest = format!("SELECT 1 FROM documents WHERE id = ?1 AND sha256 = ?2 AND {LATEST}");
            let mut is_latest = transaction.prepare(&is_latest)?;
            for entry in entries {
                let Entry { id, sha256, text, reading, notes, lists, path, page, .. } = entry;
                update.execute(params![id, sha256, text, READING_FORMAT, reading, notes, lists])?;
                if is_latest.exists([id, sha256])? {
                    dataset::filing::page(transaction, id, path.as_deref(), page)?;
                }
            }
            Ok(())
        })
    }
}
