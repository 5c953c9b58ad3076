//! That no table and no column of the store is forgotten.

use std::collections::BTreeSet;

use super::SHADOWS;
use crate::{Access, Sqlite};

/// Fails when a migration adds a column of which nobody said whether it may hold a name.
#[test]
fn every_column_of_every_table_is_hidden_or_said_to_be_safe() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("new.stemma"), Access::Create).unwrap();
    let query =
        "SELECT t.name, c.name FROM sqlite_schema AS t JOIN pragma_table_info(t.name) AS c WHERE t.type = 'table'";
    let mut statement = store.connection.prepare(query).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))).unwrap();
    let known: BTreeSet<(&str, &str)> =
        SHADOWS.iter().flat_map(|(table, columns)| columns.iter().map(move |(column, _)| (*table, *column))).collect();
    let mut seen = BTreeSet::new();
    for (table, column) in rows.map(Result::unwrap) {
        // What SQLite keeps of an index that asks for numbers alone has its name as a beginning.
        let is_index = |(name, columns): &&super::Shadow| {
            columns.is_empty() && (table == *name || table.strip_prefix(name).is_some_and(|rest| rest.starts_with('_')))
        };
        if SHADOWS.iter().find(is_index).is_some() || table == "sqlite_sequence" {
            continue;
        }
        assert!(known.contains(&(&table, &column)), "{table}.{column}: may it hold a name? say so in SHADOWS");
        seen.insert((table, column));
    }
    for (table, column) in known.iter().filter(|(_, column)| *column != "rowid") {
        assert!(seen.contains(&((*table).to_owned(), (*column).to_owned())), "{table}.{column} is gone");
    }
}
