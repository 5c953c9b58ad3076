//! What came into a store since a mark of it: documents and changes of stories, a bounded part of each.

use rusqlite::params;

use super::{LATEST, Sqlite, history};
use crate::error::Error;
use crate::{Change, Found, Mark};

impl Sqlite {
    /// What the store holds now.
    pub fn mark(&self) -> Result<Mark, Error> {
        let _moment = self.one_moment()?;
        let query = "SELECT revision, ifnull(picture_revision, 0), fixes FROM state";
        let numbers = self.connection.prepare_cached(query).and_then(|mut state| {
            state.query_row([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?, row.get::<_, i64>(2)?)))
        });
        let (revision, picture, fixes) = numbers.map_err(self.failed())?;
        Ok(Mark { revision: revision as u64, picture: picture as u64, fixes: fixes as u64, sign: self.stamp()? })
    }

    /// The documents that came, or came with other bytes, by id.
    pub fn came_since(&self, mark: &Mark, skip: usize, most: usize) -> Result<Found<String>, Error> {
        let failed = self.failed();
        let _moment = self.one_moment()?;
        let from = format!("FROM documents WHERE came > ?1 AND {LATEST}");
        let count = format!("SELECT count(*) {from}");
        let total: i64 = self.connection.query_row(&count, [mark.revision as i64], |row| row.get(0)).map_err(failed)?;
        let query = format!("SELECT id {from} ORDER BY id LIMIT ?2 OFFSET ?3");
        let mut statement = self.connection.prepare_cached(&query).map_err(failed)?;
        let rows = statement.query_map(params![mark.revision as i64, most as i64, skip as i64], |row| row.get(0));
        let rows = rows.and_then(Iterator::collect).map_err(failed)?;
        Ok(Found { rows, total: total as u64 })
    }

    /// What became of stories, the oldest first.
    pub fn changes_since(&self, mark: &Mark, most: usize) -> Result<Found<Change>, Error> {
        let _moment = self.one_moment()?;
        let (rows, total) = history::since(&self.connection, mark.picture, most).map_err(self.failed())?;
        Ok(Found { rows, total })
    }
}
