//! The tables of marks.

use rusqlite::{Row, params};

use super::Sqlite;
use crate::error::Error;
use crate::marks::{MarkKind, Marked, Marks, standing};

impl Marks for Sqlite {
    fn marks(&self) -> Result<Vec<Marked>, Error> {
        let failed = self.failed();
        let query = "SELECT id, coalesce(page, name), mark, by, at, why, withdraws FROM marks ORDER BY number";
        let mut statement = self.connection.prepare_cached(query).map_err(failed)?;
        let rows = statement.query_map([], marked).map_err(failed)?;
        let found: Vec<Marked> = rows.collect::<Result<_, _>>().map_err(failed)?;
        let known = self.number("SELECT marks FROM state")?.unwrap_or(0);
        match found.len() as u64 == known {
            true => Ok(found),
            // Without one of them, a name would be handed on that somebody marked.
            false => Err(self.damaged("marks", format!("{} of {known} are there", found.len()))),
        }
    }

    fn add_marks(&mut self, marks: &[Marked]) -> Result<u64, Error> {
        let mut all = self.marks()?;
        let fresh: Vec<&Marked> = marks.iter().filter(|mark| all.iter().all(|known| known.id != mark.id)).collect();
        all.extend(fresh.iter().copied().cloned());
        self.transact(|transaction| {
            let insert = "INSERT INTO marks (number, id, at, by, why, mark, page, name, withdraws)
                          SELECT count(*) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM marks";
            let mut insert = transaction.prepare_cached(insert)?;
            for Marked { id, of, mark, by, at, why, withdraws } in &fresh {
                let (page, name) = if *mark == MarkKind::Name { (None, Some(of)) } else { (Some(of), None) };
                insert.execute(params![id, at, by, why, mark.name(), page, name, withdraws])?;
            }
            transaction.execute("UPDATE state SET marks = marks + ?1", [fresh.len() as i64])?;
            transaction.execute("DELETE FROM page_marks", [])?;
            let mut insert =
                transaction.prepare_cached("INSERT OR IGNORE INTO page_marks (page, mark) VALUES (?1, ?2)")?;
            for mark in standing(&all).iter().filter(|mark| mark.mark != MarkKind::Name) {
                insert.execute([&mark.of, mark.mark.name()])?;
            }
            Ok(fresh.len() as u64)
        })
    }

    fn secret(&mut self) -> Result<[u8; 32], Error> {
        let query = "SELECT secret FROM state";
        let read = |store: &Sqlite| -> Result<Vec<u8>, Error> {
            store.connection.query_row(query, [], |row| row.get(0)).map_err(store.failed())
        };
        let mut secret = read(self)?;
        if secret.is_empty() {
            // SQLite draws from the machine's own source of chance.
            self.transact(|transaction| {
                transaction.execute("UPDATE state SET secret = randomblob(32) WHERE secret = x''", [])
            })?;
            secret = read(self)?;
        }
        secret
            .try_into()
            .map_err(|secret: Vec<u8>| self.damaged("the secret of the store", format!("has {} bytes", secret.len())))
    }
}

fn marked(row: &Row<'_>) -> rusqlite::Result<Marked> {
    let mark: String = row.get(2)?;
    let unknown = || {
        let reason = format!("{mark} is no mark");
        rusqlite::Error::FromSqlConversionFailure(2, rusqlite::types::Type::Text, reason.into())
    };
    Ok(Marked {
        id: row.get(0)?,
        of: row.get(1)?,
        mark: MarkKind::named(&mark).ok_or_else(unknown)?,
        by: row.get(3)?,
        at: row.get(4)?,
        why: row.get(5)?,
        withdraws: row.get(6)?,
    })
}
