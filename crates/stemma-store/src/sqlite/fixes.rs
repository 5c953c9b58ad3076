//! The table of fixes.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, params};
use stemma::model::Fix;

use super::{Sqlite, dataset};
use crate::error::Error;
use crate::fixes::{Fixes, arranges};

impl Fixes for Sqlite {
    fn fixes(&self) -> Result<Vec<Fix>, Error> {
        self.unpack_fixes(records(&self.connection, "true").map_err(self.failed())?)
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
        let condition = "arranges AND number > (SELECT arranged FROM state)";
        self.unpack_fixes(records(&self.connection, condition).map_err(self.failed())?)
    }
}

fn records(connection: &Connection, condition: &str) -> rusqlite::Result<Vec<(String, String)>> {
    let query = format!("SELECT id, record FROM fixes WHERE {condition} ORDER BY number");
    connection.prepare_cached(&query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

impl Sqlite {
    fn unpack_fixes(&self, rows: Vec<(String, String)>) -> Result<Vec<Fix>, Error> {
        let fix = |(id, record): (String, String)| {
            serde_json::from_str(&record).map_err(|reason| self.damaged(&format!("fix {id}"), reason))
        };
        rows.into_iter().map(fix).collect()
    }
}
