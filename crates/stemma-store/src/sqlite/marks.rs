//! The tables of marks.

use std::collections::BTreeSet;

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
        let ids = serde_json::to_string(pages).expect("ids are texts");
        let shown = match shown(&self.connection, &ids).map_err(self.failed()) {
            // Most pages have none.
            Ok(shown) if shown.is_empty() => return Ok(Vec::new()),
            Ok(shown) => Some(shown),
            Err(error) => self.leave_out("what pages show of their marks", error).map(|()| None)?,
        };
        let found = match of_pages(&self.connection, &ids).map_err(self.failed()) {
            Ok(found) => found,
            Err(error) if error.is_loss() => self.one_by_one()?,
            Err(error) => return Err(error),
        };
        let pages: BTreeSet<&str> = pages.iter().copied().collect();
        let is_of = |mark: &Marked| mark.mark != MarkKind::Name && pages.contains(mark.of.as_str());
        // A mark of which only the word that took it back is damaged does not stand.
        let is_shown = |mark: &Marked| {
            shown.as_ref().is_none_or(|shown| shown.contains(&(mark.of.clone(), mark.mark.name().to_owned())))
        };
        Ok(standing(&found).into_iter().filter(|mark| is_of(mark) && is_shown(mark)).cloned().collect())
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

impl Sqlite {
    /// Those that can be read, where some are damaged.
    fn one_by_one(&self) -> Result<Vec<Marked>, Error> {
        let mut found = Vec::new();
        for number in 1..=counted(self)? {
            match at(&self.connection, number).map_err(self.failed()) {
                Ok(mark) => found.extend(mark),
                Err(error) => self.leave_out(&format!("mark {number} of the store"), error)?,
            }
        }
        Ok(found)
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

/// Those of pages, whose ids are a list in JSON, in their order.
fn of_pages(connection: &Connection, ids: &str) -> rusqlite::Result<Vec<Marked>> {
    let query = format!("SELECT {COLUMNS} FROM marks WHERE page IN (SELECT value FROM json_each(?1)) ORDER BY number");
    let mut statement = connection.prepare_cached(&query)?;
    let rows = statement.query_map([ids], marked)?;
    rows.collect()
}

/// The pages among these that show marks, with each of these.
fn shown(connection: &Connection, ids: &str) -> rusqlite::Result<BTreeSet<(String, String)>> {
    let query = "SELECT page, mark FROM page_marks WHERE page IN (SELECT value FROM json_each(?1))";
    let mut statement = connection.prepare_cached(query)?;
    let rows = statement.query_map([ids], |row| Ok((row.get(0)?, row.get(1)?)))?;
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
