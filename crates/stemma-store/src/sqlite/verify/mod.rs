//! Whether a store is as it was written: every page, every document, every chapter, and what they say of each other.
//!
//! Comes in: the path of a store. Goes out: what it holds, and a line for everything that is not right. It changes nothing but what opening
//! a store of an older version changes, and holds no more than one record at a time.

mod pages;

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension};
use stemma::text::digest::sha256;

use self::pages::{Content, Failed, Root};
use super::log::Log;
use super::page::Header;
use super::vfs::Raw;
use super::{Access, Sqlite, fixes, marks, page, picture};
use crate::error::{Error, Reason};
use crate::filed::{Filed, unpacked};
use crate::{Archive, Documents, MarkKind, Marked, Totals, Whole, standing};

/// Lines after which the rest is only counted.
const MOST: u64 = 1000;

/// What a store holds, and how much of it is not right.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    pub documents: u64,
    pub stories: u64,
    pub events: u64,
    /// Of the file.
    pub pages: u64,
    pub faults: u64,
}

/// Reads all of a store again; each thing that is not right is said in a line. `Err` is for what is no store, or cannot be read now.
pub fn verify(path: impl AsRef<Path>, say: &mut dyn FnMut(&str)) -> Result<Verified, Error> {
    let path = path.as_ref();
    let mut faults = Faults { count: 0, say };
    let store = match Sqlite::open(path, Access::Existing) {
        Ok(store) => store,
        Err(error) if error.is_loss() => {
            faults.add(&error.to_string());
            let pages = without_sqlite(path, &mut faults).unwrap_or(0);
            return Ok(Verified { pages, faults: faults.count, ..Verified::default() });
        }
        Err(error) => return Err(error),
    };
    if !store.left_out().is_empty() {
        // What is damaged may be of use yet: nothing of the log is taken into the file when this ends.
        store.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map_err(store.failed())?;
    }
    Look { store: &store, faults }.at_all()
}

struct Faults<'s> {
    count: u64,
    say: &'s mut dyn FnMut(&str),
}

impl Faults<'_> {
    fn add(&mut self, line: &str) {
        self.count += 1;
        if self.count <= MOST {
            (self.say)(line);
        }
    }
}

/// The pages of a store that cannot be opened, each held against its sum alone.
fn without_sqlite(path: &Path, faults: &mut Faults<'_>) -> Option<u64> {
    let mut raw = Raw::open(&std::fs::canonicalize(path).ok()?).ok()?;
    let mut head = [0; page::HEADER];
    raw.read(0, &mut head).ok()?;
    let size = Header::of(&head).map_or(4096, |header| header.page_size);
    let size = if size.is_power_of_two() && size >= 512 { size } else { 4096 };
    let log = Log::of(path).unwrap_or_default();
    let pages = raw.size().ok()? / u64::from(size);
    let mut content = vec![0; size as usize];
    for number in 1..=u32::try_from(pages).ok()? {
        let is_read = raw.read(u64::from(number - 1) * u64::from(size), &mut content).ok()?;
        let is_wrong = !is_read || !page::is_whole(&content, number);
        if is_wrong && !log.pages.contains_key(&number) && content.iter().any(|&byte| byte != 0) {
            faults.add(&format!("page {number} is not as it was written"));
        }
    }
    Some(pages)
}

struct Look<'s> {
    store: &'s Sqlite,
    faults: Faults<'s>,
}

impl Look<'_> {
    fn at_all(mut self) -> Result<Verified, Error> {
        for line in self.store.left_out() {
            self.faults.add(&line);
        }
        let _moment = self.store.one_moment()?;
        let pages = self.pages()?;
        let are_pages_whole = self.faults.count == 0;
        let documents = self.documents()?;
        self.chapters()?;
        self.fixes()?;
        self.marks()?;
        for (table, id) in [("event_records", "event"), ("contradictions", "id")] {
            self.records(table, id)?;
        }
        for (query, what) in TIED {
            self.tied(query, what)?;
        }
        if self.store.picture_revision()?.is_some() {
            for (query, what) in TIED_BY_PICTURE {
                self.tied(query, what)?;
            }
        }
        if are_pages_whole {
            self.integrity()?;
        }
        let counted = self.whatever(|look| look.store.totals())?;
        let Totals { stories, events, .. } = counted.unwrap_or_default();
        Ok(Verified { documents, stories, events, pages, faults: self.faults.count })
    }

    /// What a look gives; what is damaged is a fault, anything else ends the whole.
    fn whatever<T>(&mut self, look: impl FnOnce(&mut Self) -> Result<T, Error>) -> Result<Option<T>, Error> {
        match look(self) {
            Ok(given) => Ok(Some(given)),
            Err(error) => self.fault("", error).map(|()| None),
        }
    }

    fn fault(&mut self, what: &str, error: Error) -> Result<(), Error> {
        let Some(damage) = error.damage_of(what) else { return Err(error) };
        let what = if what.is_empty() { String::new() } else { format!("{what}: ") };
        self.faults.add(&format!("{what}{damage}"));
        Ok(())
    }

    /// Every page of the file and the log.
    fn pages(&mut self) -> Result<u64, Error> {
        let store = self.store;
        let io = |error| Error::io(&store.path, error);
        let log = Log::of(&store.file).map_err(io)?;
        let number = |name: &str| -> Result<u32, Error> {
            store.connection.pragma_query_value(None, name, |row| row.get(0)).map_err(store.failed())
        };
        let (size, pages) = (number("page_size")?, number("page_count")?);
        let mut roots = vec![Root { name: "list of all tables".into(), page: 1 }];
        roots.extend(roots_of(&store.connection).map_err(store.failed())?);
        let faults = &mut self.faults;
        let mut found = |page: u32, root: Option<&str>| {
            let of = root.unwrap_or("free, or of a part that is damaged");
            faults.add(&format!("page {page} ({of}) is not as it was written"));
        };
        let unread =
            |error: Failed| Error::new(&store.path, Reason::Damaged(format!("its pages cannot be read: {error}")));
        let mut content = Content::open(&store.file, log, size as usize, pages).map_err(unread)?;
        content.walk(&roots, &mut found).map_err(unread)?;
        Ok(u64::from(pages))
    }

    /// Every version of every document: whether its bytes are those that came, and whether what was read in them can be read. Gives how
    /// many documents there are.
    fn documents(&mut self) -> Result<u64, Error> {
        let store = self.store;
        // Rows are never taken away, so their numbers have no gaps.
        let rows = store.number("SELECT documents FROM state")?.unwrap_or(0);
        let mut missing = 0;
        for place in 1..=rows as i64 {
            let (name, found) = document(store, place)?;
            match found {
                Ok(Some(_)) => {}
                Ok(None) => missing += 1,
                Err(error) => self.fault(&name, error)?,
            }
        }
        if missing > 0 {
            self.faults.add(&format!("{missing} of {rows} documents and versions are missing"));
        }
        let more = store.connection.query_row("SELECT max(rowid) FROM documents NOT INDEXED", [], |row| row.get(0));
        let last: Option<i64> = self.whatever(|_| more.map_err(store.failed()))?.flatten();
        if last.is_some_and(|last| last > rows as i64) {
            self.faults.add(&format!("there are more documents than the {rows} that were counted"));
        }
        Ok(self.whatever(|look| look.store.count())?.unwrap_or(0))
    }

    fn chapters(&mut self) -> Result<(), Error> {
        let store = self.store;
        let list = |look: &mut Self| picture::places(&look.store.connection, "true", []).map_err(look.store.failed());
        let places = self.whatever(list)?.unwrap_or_default();
        let counted = store.number("SELECT chapters FROM state")?.unwrap_or(0);
        if places.len() as u64 != counted {
            self.faults.add(&format!("{} of {counted} stories are there", places.len()));
        }
        for (place, story) in places {
            let record = picture::packed(&store.connection, place).map_err(store.failed());
            let chapter =
                record.and_then(|record| Filed::chapter(&record).map_err(|reason| store.damaged("its record", reason)));
            if let Err(error) = chapter {
                self.fault(&format!("story {story}"), error)?;
            }
        }
        let counted = store.number("SELECT history FROM state")?.unwrap_or(0);
        let history = self.whatever(|look| look.store.number("SELECT count(*) FROM story_history"))?.flatten();
        if history.is_some_and(|history| history != counted) {
            let history = history.unwrap_or(0);
            self.faults.add(&format!("{history} of {counted} changes of stories are there"));
        }
        Ok(())
    }

    /// What people said, which nobody can make again.
    fn fixes(&mut self) -> Result<(), Error> {
        let counted = self.store.number("SELECT fixes FROM state")?.unwrap_or(0);
        let store = self.store;
        for number in 1..=counted as i64 {
            if let Err(error) = fixes::at(&store.connection, number).map_err(store.failed()) {
                self.fault(&format!("fix {number} of the store"), error)?;
            }
        }
        let there = self.whatever(|look| look.store.number("SELECT count(*) FROM fixes"))?.flatten();
        if let Some(there) = there.filter(|there| *there != counted) {
            self.faults.add(&format!("{there} of {counted} fixes are there"));
        }
        let counted = self.store.number("SELECT reliability FROM state")?.unwrap_or(0);
        let judged = self.whatever(|look| look.store.number("SELECT count(*) FROM reliability NOT INDEXED"))?.flatten();
        if let Some(there) = judged.filter(|there| *there != counted) {
            self.faults.add(&format!("{there} of {counted} judgements of outlets are there"));
        }
        Ok(())
    }

    /// What people marked: whether each says what was signed, of a page that is there, and whether pages have those that stand.
    fn marks(&mut self) -> Result<(), Error> {
        let store = self.store;
        let counted = marks::counted(store)?;
        let mut found: Vec<Marked> = Vec::new();
        let mut damaged = 0;
        for number in 1..=counted {
            match marks::at(&store.connection, number).map_err(store.failed()) {
                Ok(mark) => found.extend(mark),
                Err(error) => {
                    damaged += 1;
                    self.fault(&format!("mark {number} of the store"), error)?;
                }
            }
        }
        let there = found.len() as i64 + damaged;
        if there != counted {
            self.faults.add(&format!("{there} of {counted} marks are there"));
        }
        let more = self.whatever(|look| look.store.number("SELECT count(*) FROM marks NOT INDEXED"))?.flatten();
        if more.is_some_and(|more| more as i64 > counted) {
            self.faults.add(&format!("there are more marks than the {counted} that were counted"));
        }
        let ids: BTreeSet<&str> = found.iter().map(|mark| mark.id.as_str()).collect();
        for mark in &found {
            let Marked { id, of, mark: kind, by, at, why, withdraws } = mark;
            if Marked::new(of, *kind, by, at, why, withdraws.as_deref()).id != *id {
                self.faults.add(&format!("mark {id}: says other things than were signed"));
            }
            if let Some(target) = withdraws.as_ref().filter(|target| !ids.contains(target.as_str())) {
                self.faults.add(&format!("mark {id}: takes back {target}, which is missing"));
            }
            let is_there = *kind == MarkKind::Name || self.whatever(|look| look.has(of))?.unwrap_or(true);
            if !is_there {
                self.faults.add(&format!("mark {id}: is of document {of}, which is missing"));
            }
        }
        let stand: BTreeSet<(&str, &str)> = standing(&found)
            .into_iter()
            .filter(|mark| mark.mark != MarkKind::Name)
            .map(|mark| (mark.of.as_str(), mark.mark.name()))
            .collect();
        let list = |_: &mut Self| -> Result<BTreeSet<(String, String)>, Error> {
            let mut statement =
                store.connection.prepare("SELECT page, mark FROM page_marks").map_err(store.failed())?;
            let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(store.failed())?;
            rows.collect::<Result<_, _>>().map_err(store.failed())
        };
        let Some(shown) = self.whatever(list)? else { return Ok(()) };
        let shown: BTreeSet<(&str, &str)> = shown.iter().map(|(page, mark)| (page.as_str(), mark.as_str())).collect();
        for (page, mark) in stand.difference(&shown) {
            self.faults.add(&format!("document {page} does not show that it is marked as {mark}"));
        }
        for (page, mark) in shown.difference(&stand) {
            self.faults.add(&format!("document {page} shows that it is marked as {mark}, which nobody signed"));
        }
        Ok(())
    }

    fn has(&self, document: &str) -> Result<bool, Error> {
        let query = "SELECT EXISTS (SELECT 1 FROM documents WHERE id = ?1)";
        self.store.connection.query_row(query, [document], |row| row.get(0)).map_err(self.store.failed())
    }

    /// Whether what lies packed in a table can be unpacked.
    fn records(&mut self, table: &str, id: &str) -> Result<(), Error> {
        let store = self.store;
        let query = format!("SELECT CAST({id} AS TEXT), record FROM {table}");
        let mut statement = store.connection.prepare(&query).map_err(store.failed())?;
        let mut rows = statement.query([]).map_err(store.failed())?;
        loop {
            let row = match rows.next() {
                Ok(None) => return Ok(()),
                Ok(Some(row)) => row.get::<_, String>(0).and_then(|id| Ok((id, row.get::<_, Vec<u8>>(1)?))),
                // The rows behind a page that is damaged cannot be reached by this way.
                Err(error) => return self.fault(table, Error::sqlite(&store.path, error)),
            };
            let (id, record) = match row {
                Ok(row) => row,
                Err(error) => {
                    self.fault(table, Error::sqlite(&store.path, error))?;
                    continue;
                }
            };
            if let Err(reason) = unpacked::<serde_json::Value>(&record) {
                self.faults.add(&format!("{table} {id}: {reason}"));
            }
        }
    }

    /// Rows of one table that must have some in another.
    fn tied(&mut self, query: &str, what: &str) -> Result<(), Error> {
        let store = self.store;
        let list = |_: &mut Self| -> Result<Vec<String>, Error> {
            let mut statement = store.connection.prepare(query).map_err(store.failed())?;
            let rows = statement.query_map([], |row| row.get(0)).map_err(store.failed())?;
            rows.take(MOST as usize).collect::<Result<_, _>>().map_err(store.failed())
        };
        for id in self.whatever(list)?.unwrap_or_default() {
            self.faults.add(&what.replace("{}", &id));
        }
        Ok(())
    }

    /// What SQLite itself finds: trees out of order, indexes that lack rows, the indexes of words and of places.
    fn integrity(&mut self) -> Result<(), Error> {
        let store = self.store;
        let check = |_: &mut Self| -> Result<Vec<String>, Error> {
            let mut statement = store.connection.prepare("PRAGMA integrity_check").map_err(store.failed())?;
            let rows = statement.query_map([], |row| row.get(0)).map_err(store.failed())?;
            rows.collect::<Result<_, _>>().map_err(store.failed())
        };
        for line in self.whatever(check)?.unwrap_or_default().iter().filter(|line| *line != "ok") {
            self.faults.add(line);
        }
        Ok(())
    }
}

fn roots_of(connection: &Connection) -> rusqlite::Result<Vec<Root>> {
    let query = "SELECT type, name, tbl_name, rootpage FROM sqlite_schema WHERE rootpage > 0";
    let root = |row: &rusqlite::Row<'_>| {
        let (kind, name, table): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let name = if kind == "index" { format!("index {name} of table {table}") } else { format!("table {name}") };
        Ok(Root { name, page: row.get(3)? })
    };
    connection.prepare(query)?.query_map([], root)?.collect()
}

/// A version of a document by where it lies, with its name.
fn document(store: &Sqlite, place: i64) -> Result<(String, Result<Option<Whole>, Error>), Error> {
    // An index that holds the ids of all documents, too, so that one is named whose row cannot be read.
    let named = "SELECT id, version FROM documents INDEXED BY documents_by_lists WHERE rowid = ?1";
    let whole = store.whole_at(place);
    let name = match &whole {
        Ok(None) => String::new(),
        Ok(Some(whole)) => name(&whole.reading.id, whole.version),
        Err(_) => {
            let named = store.connection.query_row(named, [place], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)));
            named
                .optional()
                .ok()
                .flatten()
                .map_or(format!("document {place} of the store"), |(id, version)| name(&id, version))
        }
    };
    let held = whole.and_then(|whole| match whole {
        Some(whole) if !is_of(&whole.bytes, &whole.reading.sha256) => {
            Err(store.damaged("its bytes", "their SHA-256 is not the one under which they came"))
        }
        whole => Ok(whole),
    });
    Ok((name, held))
}

fn name(id: &str, version: u32) -> String {
    if version == 1 { format!("document {id}") } else { format!("document {id}, version {version}") }
}

/// The mark that may begin a file is not counted with the first record in it.
fn is_of(bytes: &[u8], digest: &str) -> bool {
    sha256(bytes) == digest || bytes.strip_prefix(b"\xEF\xBB\xBF").is_some_and(|bytes| sha256(bytes) == digest)
}

/// What must not be there: a query for it, and how it is said.
type Tied = (&'static str, &'static str);

const TIED: [Tied; 4] = [
    (
        "SELECT document FROM story_documents WHERE document NOT IN (SELECT id FROM documents)",
        "document {} is in a story, and not in the store",
    ),
    ("SELECT id FROM pages WHERE id NOT IN (SELECT id FROM documents)", "document {} has a row of its page alone"),
    (
        "SELECT id FROM documents WHERE version = 1 AND id NOT IN (SELECT id FROM pages) AND (SELECT pages_filed FROM state)",
        "document {} has no row of its page",
    ),
    (
        "SELECT CAST(number AS TEXT) FROM pages WHERE number NOT IN (SELECT id FROM page_words_docsize)",
        "page {} cannot be found by its words",
    ),
];

const TIED_BY_PICTURE: [Tied; 11] = [
    (
        "SELECT DISTINCT place FROM holds WHERE place NOT IN (SELECT place FROM control)",
        "who holds {} is said in a story, and not worked out",
    ),
    (
        "SELECT documents.id FROM documents, state WHERE came <= picture_revision AND version = 1
             AND documents.id NOT IN (SELECT document FROM story_documents)",
        "document {} is in no story",
    ),
    (
        "SELECT DISTINCT story FROM story_documents WHERE story NOT IN (SELECT story FROM chapters)",
        "story {} is missing",
    ),
    ("SELECT story FROM chapters WHERE story NOT IN (SELECT id FROM stories)", "story {} has no row"),
    ("SELECT id FROM stories WHERE id NOT IN (SELECT story FROM chapters)", "story {} has a row alone"),
    (
        "SELECT id FROM stories WHERE pages <> (SELECT count(*) FROM story_documents WHERE story = stories.id)",
        "story {} has other pages than were counted",
    ),
    (
        "SELECT id FROM stories WHERE events <> (SELECT count(*) FROM events WHERE story = stories.id AND rank = 1)",
        "story {} has other events than were counted",
    ),
    ("SELECT id FROM events WHERE number NOT IN (SELECT event FROM event_records)", "event {} has no record"),
    (
        "SELECT id FROM events WHERE lat IS NOT NULL AND lon IS NOT NULL AND number NOT IN (SELECT event FROM event_places)",
        "event {} cannot be found by its place",
    ),
    (
        "SELECT CAST(number AS TEXT) FROM events WHERE number NOT IN (SELECT id FROM event_words_docsize)",
        "event {} cannot be found by its words",
    ),
    (
        "SELECT CAST(number AS TEXT) FROM claims WHERE number NOT IN (SELECT id FROM claim_words_docsize)",
        "claim {} cannot be found by its words",
    ),
];
