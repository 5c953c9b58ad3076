//! That no table and no column of the store is forgotten.

use std::collections::BTreeSet;

use rusqlite::functions::{Context, FunctionFlags};

use super::{SHADOWS, hidden};
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

/// What one story takes for a person's name is none of the place's in what all stories say of who held it.
#[test]
fn who_held_a_place_tells_no_name_that_one_story_hides() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(folder.path().join("new.stemma"), Access::Create).unwrap();
    let connection = &store.connection;
    let rows =
        "INSERT INTO holds (story, place, record) VALUES ('a', 'Aden', ''), ('b', 'Aden', ''), ('a', 'Taiz', '');
         INSERT INTO control (place, place_key, holder_key, record) VALUES
             ('Aden', 'aden', 'x', '{\"place\":\"Aden\"}'), ('Taiz', 'taiz', 'x', '{\"place\":\"Taiz\"}');";
    connection.execute_batch(rows).unwrap();
    // The story "b" hides the town.
    let shown = |context: &Context<'_>| -> rusqlite::Result<String> {
        let (text, story): (String, Option<String>) = (context.get(0)?, context.get(1)?);
        Ok(if story.as_deref() == Some("b") { text.replace("Aden", "[name]") } else { text })
    };
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_INNOCUOUS;
    for name in ["redact_place", "redact_json", "redact_text"] {
        connection.create_scalar_function(name, 3, flags, shown).unwrap();
    }
    let control = SHADOWS.iter().find(|(table, _)| *table == "control").unwrap();
    connection.execute_batch(&hidden(control, false).unwrap()).unwrap();
    let mut statement = connection.prepare("SELECT place, record FROM control ORDER BY number").unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    let rows: Vec<(String, String)> = rows.map(Result::unwrap).collect();
    let expected = [("[name]", r#"{"place":"[name]"}"#), ("Taiz", r#"{"place":"Taiz"}"#)];
    assert_eq!(rows, expected.map(|(place, record)| (place.to_owned(), record.to_owned())));
}
