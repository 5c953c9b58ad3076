//! The table of fixes.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, params};
use stemma::model::Fix;

use super::{Sqlite, dataset};
use crate::error::Error;
use crate::fixes::{Fixes, arranges};

impl Fixes for Sqlite {
    fn fixes(&self) -> Result<Vec<Fix>, Error> {
        Ok(self.fixes_after(0)?.into_iter().map(|(_, fix)| fix).collect())
    }

    fn add_fixes(&mut self, fixes: &[Fix]) -> Result<u64, Error> {
        let known = self.fixes()?;
        let by_id: HashMap<&str, &Fix> = known.iter().chain(fixes).map(|fix| (fix.id.as_str(), fix)).collect();
        self.transact(|transaction| {
            let insert = "INSERT OR IGNORE INTO fixes (number, id, at, by, arranges, record)
                          SELECT count(*) + 1, ?1, ?2, ?3, ?4, ?5 FROM fixes";
            let mut insert = transaction.prepare_cached(insert)?;
            let mut of_page =
                transaction.prepare_cached("INSERT OR IGNORE INTO fix_pages (page, fix) VALUES (?1, ?2)")?;
            let mut new: u64 = 0;
            let mut pages: BTreeSet<&str> = BTreeSet::new();
            for fix in fixes {
                let record = serde_json::to_string(fix).expect("a fix has no keys that are not strings");
                let arranges = arranges(fix, |id| by_id.get(id).copied());
                if insert.execute(params![fix.id, fix.at, fix.by, arranges, record])? == 0 {
                    continue;
                }
                new += 1;
                let number = transaction.last_insert_rowid();
                for quote in &fix.words {
                    of_page.execute(params![quote.doc, number])?;
                    pages.insert(&quote.doc);
                }
            }
            transaction.execute("UPDATE state SET fixes = fixes + ?1", [new as i64])?;
            dataset::review::settle(transaction, pages)?;
            Ok(new)
        })
    }

    fn unarranged(&self) -> Result<Vec<Fix>, Error> {
        let arranged = self.number("SELECT arranged FROM state")?.unwrap_or(0);
        let arranges = |number: i64| -> rusqlite::Result<bool> {
            let query = "SELECT arranges FROM fixes WHERE number = ?1";
            self.connection.prepare_cached(query)?.query_row([number], |row| row.get(0))
        };
        let fixes = self.fixes_after(arranged as i64)?;
        // One that cannot be read was left out.
        Ok(fixes.into_iter().filter(|(number, _)| arranges(*number).unwrap_or(false)).map(|(_, fix)| fix).collect())
    }
}

/// A fix by its number, if it is there.
pub(super) fn at(connection: &Connection, number: i64) -> rusqlite::Result<Option<Fix>> {
    let query = "SELECT record FROM fixes WHERE number = ?1";
    let record: Option<String> = connection.prepare_cached(query)?.query_row([number], |row| row.get(0)).optional()?;
    let broken = |error| rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Text, Box::new(error));
    record.map(|record| serde_json::from_str(&record).map_err(broken)).transpose()
}

impl Sqlite {
    /// Those behind a number, each with its own; those that are damaged are left out.
    fn fixes_after(&self, number: i64) -> Result<Vec<(i64, Fix)>, Error> {
        // Rows are never taken away, so their numbers have no gaps.
        let rows = self.number("SELECT fixes FROM state")?.unwrap_or(0) as i64;
        let mut found = Vec::new();
        for number in number + 1..=rows {
            match at(&self.connection, number).map_err(self.failed()) {
                Ok(fix) => found.extend(fix.map(|fix| (number, fix))),
                Err(error) => self.leave_out(&format!("fix {number} of the store"), error)?,
            }
        }
        Ok(found)
    }
}
