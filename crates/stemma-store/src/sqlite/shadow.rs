//! A store without the names: views that stand in the place of its tables for whoever asks through this connection.
//!
//! Comes in: a connection that only reads, and what goes out of its texts. Goes out: the same connection, in which every table that holds
//! words of pages or of people is hidden by a temporary view of its name. SQLite looks for a name among these first, so that whatever
//! is asked of the store, by whichever format, goes through here; nothing of the file is changed. Indexes of words are only asked for
//! what they find, and give no word away.

use std::borrow::Cow;
use std::sync::Arc;

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::{FromSql, Value};
use stemma::redact::{Redaction, WITHHELD};

use super::Sqlite;
use crate::entry::{pack, unpack_record};
use crate::error::Error;

/// What is shown of a column.
enum Shown {
    /// Ids, days, numbers, codes, words of our own lists, and what is only asked for and never shown.
    AsIs,
    /// The id of a page, which has another one where a name stands in it.
    Page,
    /// An expression in its place.
    As(&'static str),
}

use Shown::{As, AsIs, Page};

/// A table with its columns, in their order. Of places and outlets only full names go out: a part of one may well be theirs.
type Shadow = (&'static str, &'static [(&'static str, Shown)]);

/// Text layers and readings of versions that a later one replaced are in no picture.
macro_rules! latest {
    ($shown:literal, $else:literal) => {
        concat!(
            "iif(EXISTS (SELECT 1 FROM main.documents AS later WHERE later.id = t.id AND later.version > t.version), ",
            $else,
            ", ",
            $shown,
            ")"
        )
    };
}

const STORY_OF_DOCUMENT: &str = "(SELECT story FROM main.story_documents WHERE document = t.id)";

/// Of an event that a fix speaks of.
const STORY_OF_FIX: &str =
    "(SELECT story FROM main.story_documents WHERE document = json_extract(t.record, '$.words[0].doc'))";

/// One that takes the name of the place for a person's, of those that say who held it.
const STORY_OF_CONTROL: &str =
    "(SELECT story FROM main.holds AS h WHERE h.place = t.place AND redact_place(h.place, h.story, NULL) <> h.place
     ORDER BY number LIMIT 1)";

/// Every table of the store. One that is not here, or lacks a column, fails a test.
const SHADOWS: [Shadow; 30] = [
    (
        "documents",
        &[
            ("rowid", AsIs),
            ("id", Page),
            ("version", AsIs),
            ("sha256", As("redact_sum(t.sha256, t.id)")),
            ("path", As("redact_address(t.path, STORY, t.id)")),
            // The original bytes, which no export holds, are empty here.
            ("length", As("0")),
            ("bytes", As("x'0300'")),
            ("text", As(latest!("redact_layer(t.text, t.id)", "''"))),
            ("reading_format", AsIs),
            ("reading", As(latest!("redact_record(t.reading, STORY, t.id)", "x''"))),
            ("notes", As("redact_json(t.notes, STORY, t.id)")),
            ("lists", AsIs),
            ("came", AsIs),
        ],
    ),
    (
        "refusals",
        &[
            ("name", As("redact_address(t.name, NULL, NULL)")),
            ("record", As("redact_address(t.record, NULL, NULL)")),
            ("at", AsIs),
            ("message", As("redact_text(t.message, NULL, NULL)")),
        ],
    ),
    (
        "chapters",
        &[
            ("rowid", AsIs),
            ("story", AsIs),
            ("copies", AsIs),
            ("events", AsIs),
            ("told", AsIs),
            ("least_origins", AsIs),
            ("most_origins", AsIs),
            ("record", As("redact_record(t.record, t.story, NULL)")),
        ],
    ),
    ("story_documents", &[("document", Page), ("story", AsIs)]),
    ("disagreements", &[("story", AsIs), ("key", AsIs)]),
    // Lists of the user's own may name anybody; they are compiled before names go out, and are in no export.
    (
        "lists",
        &[
            ("ordinal", AsIs),
            ("path", AsIs),
            ("name", As("redact_address(t.name, NULL, NULL)")),
            ("text", As("''")),
            ("pack", As("x''")),
        ],
    ),
    (
        "story_history",
        &[
            ("number", AsIs),
            ("revision", AsIs),
            ("change", AsIs),
            ("from_story", AsIs),
            ("to_story", AsIs),
            ("documents", As("redact_ids(t.documents)")),
        ],
    ),
    ("archive", &[("piece", AsIs), ("bytes", As("x''"))]),
    (
        "pages",
        &[
            ("number", AsIs),
            ("id", Page),
            ("title", As("redact_text(t.title, t.story, t.id)")),
            ("outlet", As("redact_text(t.outlet, NULL, NULL)")),
            ("outlet_key", AsIs),
            ("byline", As("redact_text(t.byline, t.story, t.id)")),
            ("language", AsIs),
            ("path", As("redact_address(t.path, t.story, t.id)")),
            ("url", As("redact_address(t.url, t.story, t.id)")),
            ("sent_at", AsIs),
            ("told_from", AsIs),
            ("told_to", AsIs),
            ("day_from", AsIs),
            ("day_to", AsIs),
            ("story", AsIs),
            ("events", AsIs),
        ],
    ),
    (
        "stories",
        &[
            ("id", AsIs),
            ("title", As("redact_title(t.title, t.id, NULL)")),
            ("day_from", AsIs),
            ("day_to", AsIs),
            ("pages", AsIs),
            ("copies", AsIs),
            ("events", AsIs),
            ("is_weighed", AsIs),
        ],
    ),
    (
        "events",
        &[
            ("number", AsIs),
            ("id", AsIs),
            ("rank", AsIs),
            ("story", AsIs),
            ("day_from", AsIs),
            ("day_to", AsIs),
            ("country", AsIs),
            ("admin1", As("redact_place(t.admin1, t.story, NULL)")),
            ("place", As("redact_place(t.place, t.story, NULL)")),
            ("place_key", AsIs),
            ("admin1_key", AsIs),
            ("lat", AsIs),
            ("lon", AsIs),
            ("radius_km", AsIs),
            ("kind", AsIs),
            ("plover", AsIs),
            ("mode", AsIs),
            ("acled", AsIs),
            ("acled_sub", AsIs),
            ("told", AsIs),
            ("actors", As("redact_text(t.actors, t.story, NULL)")),
            ("recipients", As("redact_text(t.recipients, t.story, NULL)")),
            ("killed_low", AsIs),
            ("killed_best", AsIs),
            ("killed_high", AsIs),
            ("articles", AsIs),
            ("origins_min", AsIs),
            ("origins_max", AsIs),
            ("grade", AsIs),
            ("airwars", AsIs),
            ("confidence", AsIs),
            ("disagreements", AsIs),
            ("summary", As("redact_text(t.summary, t.story, NULL)")),
            ("checked", AsIs),
            ("precision", AsIs),
            ("terms", AsIs),
        ],
    ),
    (
        "event_records",
        &[
            ("event", AsIs),
            ("record", As("redact_record(t.record, (SELECT story FROM main.events WHERE number = t.event), NULL)")),
            ("reviewed", As("redact_record(t.reviewed, (SELECT story FROM main.events WHERE number = t.event), NULL)")),
        ],
    ),
    ("event_pages", &[("event", AsIs), ("page", Page)]),
    (
        "event_actors",
        &[
            ("event", AsIs),
            ("side", AsIs),
            ("ordinal", AsIs),
            ("name", As("redact_text(t.name, (SELECT story FROM main.events WHERE number = t.event), NULL)")),
            ("name_key", AsIs),
            ("actor", AsIs),
        ],
    ),
    (
        "copies",
        &[
            ("number", AsIs),
            ("story", AsIs),
            ("child", Page),
            ("parent", Page),
            ("missing", As("redact_text(t.missing, t.story, NULL)")),
            ("p", AsIs),
            ("one_text", AsIs),
            ("words", AsIs),
            ("edits", AsIs),
            ("evidence", AsIs),
            ("credits", AsIs),
            ("altered", AsIs),
            ("copier_key", AsIs),
            ("copied_key", AsIs),
            ("days", AsIs),
        ],
    ),
    (
        "claims",
        &[
            ("number", AsIs),
            ("id", AsIs),
            ("story", AsIs),
            ("event", AsIs),
            ("page", Page),
            ("source", As("redact_text(t.source, t.story, t.page)")),
            ("source_key", AsIs),
            ("chain", As("redact_json(t.chain, t.story, t.page)")),
            ("start", AsIs),
            ("end", AsIs),
            ("quote", As("redact_quote(t.quote, t.page, t.start, t.end, t.story)")),
        ],
    ),
    ("contradictions", &[("story", AsIs), ("id", AsIs), ("record", As("redact_record(t.record, t.story, NULL)"))]),
    (
        "holds",
        &[
            ("number", AsIs),
            ("story", AsIs),
            ("place", As("redact_place(t.place, t.story, NULL)")),
            ("lat", AsIs),
            ("lon", AsIs),
            ("record", As("redact_json(t.record, t.story, NULL)")),
        ],
    ),
    (
        "control",
        &[
            ("number", AsIs),
            ("place", As("redact_place(t.place, STORY_OF_CONTROL, NULL)")),
            ("place_key", AsIs),
            ("country", AsIs),
            ("lat", AsIs),
            ("lon", AsIs),
            ("holder_key", AsIs),
            ("day_from", AsIs),
            ("day_to", AsIs),
            ("record", As("redact_json(t.record, STORY_OF_CONTROL, NULL)")),
        ],
    ),
    (
        "reliability",
        &[
            ("number", AsIs),
            ("outlet", As("redact_text(t.outlet, NULL, NULL)")),
            ("outlet_key", AsIs),
            ("letter", AsIs),
            ("by", AsIs),
            ("at", AsIs),
            ("why", As("redact_text(t.why, NULL, NULL)")),
        ],
    ),
    (
        "terms",
        &[
            ("number", AsIs),
            ("sort", AsIs),
            ("value", As("redact_text(t.value, NULL, NULL)")),
            ("label", As("redact_text(t.label, NULL, NULL)")),
        ],
    ),
    (
        "fixes",
        &[
            ("number", AsIs),
            ("id", AsIs),
            ("at", AsIs),
            ("by", AsIs),
            ("arranges", AsIs),
            ("record", As("redact_json(t.record, STORY_OF_FIX, NULL)")),
        ],
    ),
    ("fix_pages", &[("page", Page), ("fix", AsIs)]),
    (
        "marks",
        &[
            ("number", AsIs),
            ("id", AsIs),
            ("at", AsIs),
            ("by", AsIs),
            ("why", As("redact_text(t.why, NULL, NULL)")),
            ("mark", AsIs),
            ("page", Page),
            ("name", As("redact_text(t.name, NULL, NULL)")),
            ("withdraws", AsIs),
        ],
    ),
    ("page_marks", &[("page", Page), ("mark", AsIs)]),
    (
        "state",
        &[
            ("only", AsIs),
            ("revision", AsIs),
            ("picture_revision", AsIs),
            ("lists", AsIs),
            ("picture_by", AsIs),
            ("pages_filed", AsIs),
            ("documents", AsIs),
            ("chapters", AsIs),
            ("history", AsIs),
            ("arranged", AsIs),
            ("fixes", AsIs),
            ("reliability", AsIs),
            ("marks", AsIs),
            // Who has it can try out names.
            ("secret", As("x''")),
        ],
    ),
    // Indexes of places and words, which are asked for numbers.
    ("event_places", &[]),
    ("page_words", &[]),
    ("event_words", &[]),
    ("claim_words", &[]),
];

impl Sqlite {
    /// Leaves names out of all that is asked through this connection from here on.
    pub fn redact(&self, redaction: Arc<Redaction>) -> Result<(), Error> {
        functions(&self.connection, &redaction).map_err(self.failed())?;
        let hidden: String = SHADOWS.iter().filter_map(|shadow| hidden(shadow, redaction.renames())).collect();
        self.connection.execute_batch(&hidden).map_err(self.failed())?;
        if redaction.renames() {
            self.connection.execute_batch(INDEXES).map_err(self.failed())?;
        }
        // What was prepared before knows the tables themselves.
        self.connection.flush_prepared_statement_cache();
        Ok(())
    }
}

/// By what rows are found where ids are others.
const INDEXES: &str = "
    CREATE INDEX temp.d1 ON documents (id, version); CREATE INDEX temp.d2 ON documents (\"rowid\"); CREATE INDEX temp.d3 ON documents (lists, id);
    CREATE INDEX temp.s1 ON story_documents (document); CREATE INDEX temp.s2 ON story_documents (story);
    CREATE INDEX temp.p1 ON pages (id); CREATE INDEX temp.p2 ON pages (number); CREATE INDEX temp.p3 ON pages (story);
    CREATE INDEX temp.p4 ON pages (day_from); CREATE INDEX temp.e1 ON event_pages (event, page); CREATE INDEX temp.e2 ON event_pages (page, event);
    CREATE INDEX temp.c1 ON copies (story); CREATE INDEX temp.c2 ON copies (child); CREATE INDEX temp.c3 ON copies (parent);
    CREATE INDEX temp.l1 ON claims (event); CREATE INDEX temp.l2 ON claims (page); CREATE INDEX temp.l3 ON claims (id);
    CREATE INDEX temp.l4 ON claims (story); CREATE INDEX temp.m1 ON page_marks (page);";

/// What hides a table; nothing where nothing is to be hidden. A view reads the table row by row as it is asked. Where pages have other ids,
/// tables that name pages by them are copied, since no index of the store knows these.
fn hidden((table, columns): &Shadow, renames: bool) -> Option<String> {
    let is_copied = renames && columns.iter().any(|(_, shown)| matches!(shown, Page));
    let is_same = |shown: &Shown| matches!(shown, AsIs) || matches!(shown, Page) && !renames;
    if columns.iter().all(|(_, shown)| is_same(shown)) {
        return None;
    }
    let columns = columns.iter().map(|(column, shown)| match shown {
        As(other) => format!(
            "{} AS \"{column}\"",
            other
                .replace("STORY_OF_FIX", STORY_OF_FIX)
                .replace("STORY_OF_CONTROL", STORY_OF_CONTROL)
                .replace("STORY", STORY_OF_DOCUMENT)
        ),
        Page if renames => format!("redact_id(t.\"{column}\") AS \"{column}\""),
        AsIs | Page => format!("t.\"{column}\" AS \"{column}\""),
    });
    let columns: Vec<String> = columns.collect();
    let what = if is_copied { "TABLE" } else { "VIEW" };
    Some(format!("CREATE TEMP {what} \"{table}\" AS SELECT {} FROM main.\"{table}\" AS t;\n", columns.join(", ")))
}

/// The values of a call.
struct Call<'c>(&'c Context<'c>);

impl Call<'_> {
    fn get<T: FromSql>(&self, at: usize) -> rusqlite::Result<T> {
        self.0.get(at)
    }

    fn text(&self, at: usize) -> rusqlite::Result<Option<&str>> {
        self.0.get_raw(at).as_str_or_null().map_err(|error| rusqlite::Error::UserFunctionError(error.into()))
    }
}

type Function = fn(&Redaction, &Call<'_>) -> rusqlite::Result<Value>;

const FUNCTIONS: [(&str, i32, Function); 11] = [
    ("redact_text", 3, |redaction, call| words(redaction, call, Redaction::text)),
    ("redact_title", 3, |redaction, call| words(redaction, call, Redaction::title)),
    ("redact_place", 3, |redaction, call| words(redaction, call, Redaction::place)),
    ("redact_address", 3, |redaction, call| words(redaction, call, Redaction::address)),
    ("redact_json", 3, |redaction, call| {
        let shown = call.text(0)?.map(|json| -> rusqlite::Result<String> {
            Ok(redaction.json(json, call.text(1)?, call.text(2)?).into_owned())
        });
        Ok(shown.transpose()?.into())
    }),
    ("redact_record", 3, |redaction, call| {
        let Some(packed) = call.get::<Option<Vec<u8>>>(0)? else { return Ok(Value::Null) };
        // What is damaged is left to whoever reads it: nobody can read a name in it.
        let Some(json) = unpack_record(&packed).ok().and_then(|json| String::from_utf8(json).ok()) else {
            return Ok(Value::Blob(Vec::new()));
        };
        Ok(match redaction.json(&json, call.text(1)?, call.text(2)?) {
            Cow::Borrowed(_) => Value::Blob(packed),
            Cow::Owned(other) => Value::Blob(pack(other.as_bytes())),
        })
    }),
    ("redact_quote", 5, |redaction, call| {
        let (Some(quote), Some(page)) = (call.text(0)?, call.text(1)?) else { return Ok(Value::Null) };
        let (start, end): (u32, u32) = (call.get(2)?, call.get(3)?);
        let shown = redaction.quote(quote, page, start as usize, end as usize, call.text(4)?);
        Ok(shown.into_owned().into())
    }),
    ("redact_layer", 2, |redaction, call| {
        let (Some(text), Some(page)) = (call.text(0)?, call.text(1)?) else { return Ok(Value::Null) };
        Ok(redaction.layer(text, page).into_owned().into())
    }),
    ("redact_id", 1, |redaction, call| Ok(call.text(0)?.map_or(Value::Null, |id| redaction.id(id).to_owned().into()))),
    // A list of ids.
    ("redact_ids", 1, |redaction, call| {
        let Some(list) = call.text(0)? else { return Ok(Value::Null) };
        let ids: Vec<String> = serde_json::from_str(list).unwrap_or_default();
        let shown: Vec<&str> = ids.iter().map(|id| redaction.id(id)).collect();
        Ok(serde_json::to_string(&shown).unwrap_or_default().into())
    }),
    ("redact_sum", 2, |redaction, call| {
        let (Some(sum), Some(page)) = (call.text(0)?, call.text(1)?) else { return Ok(Value::Null) };
        Ok(if redaction.is_changed(page) { redaction.sum(sum) } else { sum.to_owned() }.into())
    }),
];

/// Words of a story, and where a page is given, of this page.
fn words(
    redaction: &Redaction,
    call: &Call<'_>,
    without: for<'t> fn(&Redaction, &'t str, Option<&str>) -> Cow<'t, str>,
) -> rusqlite::Result<Value> {
    let Some(text) = call.text(0)? else { return Ok(Value::Null) };
    if call.text(2)?.is_some_and(|page| redaction.is_withheld(page)) {
        return Ok(WITHHELD.to_owned().into());
    }
    Ok(without(redaction, text, call.text(1)?).into_owned().into())
}

fn functions(connection: &Connection, redaction: &Arc<Redaction>) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_INNOCUOUS;
    for (name, arguments, function) in FUNCTIONS {
        let redaction = Arc::clone(redaction);
        connection
            .create_scalar_function(name, arguments, flags, move |context| function(&redaction, &Call(context)))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
