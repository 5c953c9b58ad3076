//! The tables of marks.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Sqlite;
use crate::error::Error;
use crate::marks::{MarkKind, Marked, Marks, standing};

impl Marks for Sqlite {
    fn marks(&self) -> Result<Vec<Marked>, Error> {
        let _moment = self.one_moment()?;
        let found = all(&self.connection).map_err(self.failed())?;
        let known = counted(self)?;
        match found.len() as i64 == known {
            true => Ok(found),
            // Without one of them, a name would be handed on that somebody marked.
            false => Err(self.damaged("marks", format!("{} of {known} are there", found.len()))),
        }
    }

    fn marks_of(&self, pages: &[&str]) -> Result<Vec<Marked>, Error> {
        let _moment = self.one_moment()?;
        let mut found = Vec::new();
        for number in 1..=counted(self)? {
            match at(&self.connection, number).map_err(self.failed()) {
                Ok(mark) => found.extend(mark),
                Err(error) => self.leave_out(&format!("mark {number} of the store"), error)?,
            }
        }
        let is_of = |mark: &Marked| mark.mark != MarkKind::Name && pages.contains(&mark.of.as_str());
        Ok(standing(&found).into_iter().filter(|mark| is_of(mark)).cloned().collect())
    }

    fn add_marks(&mut self, marks: &[Marked]) -> Result<u64, Error> {
        // Nothing is added where one of them is missing.
        self.marks()?;
        self.transact(|transaction| {
            let insert = "INSERT INTO marks (number, id, at, by, why, mark, page, name, withdraws)
                          SELECT count(*) + 1, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM marks WHERE true
                          ON CONFLICT (id) DO NOTHING";
            let mut insert = transaction.prepare_cached(insert)?;
            let mut new: u64 = 0;
            for Marked { id, of, mark, by, at, why, withdraws } in marks {
                let (page, name) = if *mark == MarkKind::Name { (None, Some(of)) } else { (Some(of), None) };
                new += insert.execute(params![id, at, by, why, mark.name(), page, name, withdraws])? as u64;
            }
            transaction.execute("UPDATE state SET marks = marks + ?1", [new as i64])?;
            transaction.execute("DELETE FROM page_marks", [])?;
            let mut insert =
                transaction.prepare_cached("INSERT OR IGNORE INTO page_marks (page, mark) VALUES (?1, ?2)")?;
            // Read here, where nobody else can add to them.
            let all = all(transaction)?;
            for mark in standing(&all).iter().filter(|mark| mark.mark != MarkKind::Name) {
                insert.execute([&mark.of, mark.mark.name()])?;
            }
            Ok(new)
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

/// How many there are. Rows are never taken away, so their numbers have no gaps.
pub(super) fn counted(store: &Sqlite) -> Result<i64, Error> {
    Ok(store.number("SELECT marks FROM state")?.unwrap_or(0) as i64)
}

const COLUMNS: &str = "id, coalesce(page, name), mark, by, at, why, withdraws";

/// All of them that are there, in their order.
fn all(connection: &Connection) -> rusqlite::Result<Vec<Marked>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM marks ORDER BY number"))?;
    let rows = statement.query_map([], marked)?;
    rows.collect()
}

/// A mark by its number, if it is there.
pub(super) fn at(connection: &Connection, number: i64) -> rusqlite::Result<Option<Marked>> {
    let mut statement = connection.prepare_cached(&format!("SELECT {COLUMNS} FROM marks WHERE number = ?1"))?;
    statement.query_row([number], marked).optional()
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
