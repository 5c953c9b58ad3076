//! The table of judgements of outlets.

use rusqlite::{Row, params};

use super::Sqlite;
use crate::error::Error;
use crate::reliability::{Judgement, Judgements, Reliability};
use crate::rows::plain_key;

impl Judgements for Sqlite {
    fn judge(&mut self, judgement: &Judgement) -> Result<(), Error> {
        let Judgement { outlet, letter, by, at, why } = judgement;
        self.transact(|transaction| {
            let insert = "INSERT INTO reliability (number, outlet, outlet_key, letter, by, at, why)
                          SELECT coalesce(max(number), 0) + 1, ?1, ?2, ?3, ?4, ?5, ?6 FROM reliability";
            let letter = letter.letter();
            transaction.prepare_cached(insert)?.execute(params![outlet, plain_key(outlet), letter, by, at, why])?;
            transaction.execute("UPDATE state SET reliability = reliability + 1", []).map(|_| ())
        })
    }

    fn judgements(&self, outlet: &str) -> Result<Vec<Judgement>, Error> {
        let failed = self.failed();
        let query = "SELECT outlet, letter, by, at, why FROM reliability WHERE outlet_key = ?1 ORDER BY number";
        let mut statement = self.connection.prepare_cached(query).map_err(failed)?;
        let rows = statement.query_map([plain_key(outlet)], judgement).map_err(failed)?;
        rows.collect::<Result<_, _>>().map_err(failed)
    }
}

fn judgement(row: &Row<'_>) -> rusqlite::Result<Judgement> {
    let letter: String = row.get(1)?;
    let unknown = || {
        let reason = format!("{letter} is no letter of the Admiralty code");
        rusqlite::Error::FromSqlConversionFailure(1, rusqlite::types::Type::Text, reason.into())
    };
    let letter = Reliability::of_letter(&letter).ok_or_else(unknown)?;
    Ok(Judgement { outlet: row.get(0)?, letter, by: row.get(2)?, at: row.get(3)?, why: row.get(4)? })
}
