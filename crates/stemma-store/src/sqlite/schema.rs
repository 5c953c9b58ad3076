//! Opening: whose file it is, whether it is all there, which version it has, and what brings it up to date.

use std::path::{Path, PathBuf};
use std::sync::OnceLock;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use super::log::{self, Log};
use super::page::{self, Header};
use super::vfs::{self, Raw};
use crate::error::{Error, Reason};

/// "Stem" in ASCII, in the header of every store of ours.
const APPLICATION_ID: i32 = 0x5374_656D;

/// Each brings a store from the version before to its own (counted from 1). Never change one that was released.
const MIGRATIONS: [&str; 13] = [
    include_str!("migrations/1.sql"),
    include_str!("migrations/2.sql"),
    include_str!("migrations/3.sql"),
    include_str!("migrations/4.sql"),
    include_str!("migrations/5.sql"),
    include_str!("migrations/6.sql"),
    include_str!("migrations/7.sql"),
    include_str!("migrations/8.sql"),
    include_str!("migrations/9.sql"),
    include_str!("migrations/10.sql"),
    include_str!("migrations/11.sql"),
    include_str!("migrations/12.sql"),
    include_str!("migrations/13.sql"),
];

/// The first version whose pages all carry sums.
const SEALED: u32 = 10;

/// The first version in which a checkpoint can no longer lose what another connection just committed ("WAL-reset").
const SOUND_SQLITE: i32 = 3_051_003;

/// Pages that are held in memory, as SQLite takes it: less than nought are KiB. The index of a hundred thousand events fits in.
const CACHE_KIB: i32 = -32_768;

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(15);

/// What to do when there is no store, and with one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Create,
    Existing,
    /// It is only read, whatever is asked of it: nothing can be written through such a connection, not even what an older store lacks.
    Asking,
}

/// How a file is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// It is made where there is none.
    New,
    Written,
    /// It is read while others may write it.
    Read,
    /// It is read as it lies, since nobody can write it.
    Still,
}

/// A store that was opened.
pub(super) struct Opened {
    pub connection: Connection,
    /// Where it really lies.
    pub file: PathBuf,
    /// What of it cannot be read, in a line each.
    pub left_out: Vec<String>,
}

pub(super) fn open(path: &Path, access: Access) -> Result<Opened, Error> {
    if rusqlite::version_number() < SOUND_SQLITE {
        return Err(Error::new(path, Reason::Sqlite(rusqlite::version().into())));
    }
    let file = really(path)?;
    let left_out = look_at_file(path, &file, access)?;
    let is_still = file.exists() && !may_be_written(&file);
    if is_still && log::path(&file).exists() && Log::of(&file).is_ok_and(|log| log.length > 0) {
        return Err(Error::new(path, Reason::StillWithLog));
    }
    let failed = |error| Error::sqlite(path, error);
    let way = match access {
        _ if is_still => Way::Still,
        Access::Create => Way::New,
        Access::Existing => Way::Written,
        Access::Asking => Way::Read,
    };
    let mut connection = connect(&file, way).map_err(failed)?;
    look_at_owner(&connection, path)?;
    if matches!(way, Way::New | Way::Written) {
        make_sealed_if_new(&connection).map_err(failed)?;
        connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
        connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    }
    migrate(&mut connection, path, way)?;
    super::dataset::functions(&connection).map_err(failed)?;
    Ok(Opened { connection, file, left_out })
}

/// A connection to a file, whatever its name means to others: no name is an address, none stands for memory, and nothing that the
/// file holds is run.
pub(super) fn connect(file: &Path, way: Way) -> rusqlite::Result<Connection> {
    let code = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
    vfs::register().map_err(code)?;
    let vfs = if way == Way::Still { vfs::STILL } else { vfs::SEALED };
    let is_read = matches!(way, Way::Read | Way::Still);
    let mut flags = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags |= if is_read { OpenFlags::SQLITE_OPEN_READ_ONLY } else { OpenFlags::SQLITE_OPEN_READ_WRITE };
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, way == Way::New);
    let connection = Connection::open_with_flags_and_vfs(file, flags, vfs)?;
    connection.busy_timeout(PATIENCE)?;
    for (option, is_on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
    ] {
        connection.set_db_config(option, is_on)?;
    }
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "cache_size", CACHE_KIB)?;
    Ok(connection)
}

/// The file itself, without links, by a name that begins at the root: SQLite reads a name that begins otherwise as it likes.
fn really(path: &Path) -> Result<PathBuf, Error> {
    match std::fs::canonicalize(path) {
        Ok(file) => Ok(file),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            std::path::absolute(path).map_err(|error| Error::io(path, error))
        }
        Err(error) => Err(Error::io(path, error)),
    }
}

/// Without the right to write the file and beside it, it is read as it lies.
fn may_be_written(file: &Path) -> bool {
    vfs::is_writable(file) && file.parent().is_none_or(vfs::is_writable)
}

/// Refuses what is plainly no store, or one of which a part is missing, before SQLite touches it. An empty file is what a run leaves
/// that was killed while it made the store: the next run fills it, and nobody who only asks does.
fn look_at_file(path: &Path, file: &Path, access: Access) -> Result<Vec<String>, Error> {
    let refused = |reason| Err(Error::new(path, reason));
    let not_ours = |what: &str| Err(Error::new(path, Reason::NotOurs(what.into())));
    match std::fs::metadata(file) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let log = Log::of(file).map_err(|error| Error::io(path, error))?;
            return match access {
                Access::Create if log.length == 0 => Ok(Vec::new()),
                Access::Create => refused(Reason::LogAlone),
                Access::Existing | Access::Asking => refused(Reason::Missing),
            };
        }
        Err(error) => return Err(Error::io(path, error)),
        Ok(about) if about.is_dir() => return not_ours("it is a folder"),
        Ok(about) if !about.is_file() => return not_ours("it is a pipe or a device"),
        Ok(_) => {}
    }
    let mut head = [0; page::HEADER];
    let code = |code| Error::sqlite(path, rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None));
    let mut raw = Raw::open(file).map_err(code)?;
    let size = raw.size().map_err(code)?;
    raw.read(0, &mut head).map_err(code)?;
    drop(raw);
    let log = Log::of(file).map_err(|error| Error::io(path, error))?;
    if size == 0 {
        return match access {
            _ if log.length > 0 => refused(Reason::Cut),
            Access::Create => Ok(Vec::new()),
            Access::Existing | Access::Asking => {
                not_ours("it is an empty file; if it was one, restore it from a backup")
            }
        };
    }
    let Some(header) = Header::of(&head) else {
        return match i32::from_be_bytes(head[68..72].try_into().expect("four bytes")) {
            APPLICATION_ID => refused(Reason::Damaged("page 1, the header of the file".into())),
            _ => not_ours("it is no SQLite file"),
        };
    };
    if header.owner != 0 && header.owner != APPLICATION_ID && !page::is_sealed(&head) {
        return not_ours("it is a database of another program");
    }
    if header.owner == APPLICATION_ID && header.version >= SEALED && !page::is_sealed(&head) {
        return refused(Reason::Damaged("page 1, the header of the file".into()));
    }
    if header.is_marked && page::is_sealed(&head) && log.length == 0 {
        return refused(Reason::LogMissing(log::path(path)));
    }
    if log.length == 0 && header.pages.is_some_and(|pages| u64::from(pages) * u64::from(header.page_size) > size) {
        return refused(Reason::Cut);
    }
    look_at_log(path, &log)
}

/// A log in which more than one commit is lost is damaged for certain. Where it is the last one alone, the machine may have stopped
/// before that was on the disk; it was then never said to be kept, so all that came before is read and the loss is told.
fn look_at_log(path: &Path, log: &Log) -> Result<Vec<String>, Error> {
    match log.lost {
        None => Ok(Vec::new()),
        Some((frame, 1)) => Ok(vec![format!(
            "{}: frame {frame} is not as it was written, so the last commit is lost; run the same ingest again",
            log::path(path).display()
        )]),
        Some((frame, commits)) => Err(Error::new(path, Reason::LogDamaged { log: log::path(path), frame, commits })),
    }
}

/// Refuses a database of another program. One without any table is ours to fill.
fn look_at_owner(connection: &Connection, path: &Path) -> Result<(), Error> {
    let failed = |error| Error::sqlite(path, error);
    let owner: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0)).map_err(failed)?;
    if owner == APPLICATION_ID {
        return Ok(());
    }
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(failed)?;
    match owner == 0 && tables == 0 {
        true => Ok(()),
        false => Err(Error::new(path, Reason::NotOurs("it is a database of another program".into()))),
    }
}

/// What of a store a migration made: kinds and names of tables and indexes.
type Schema = Vec<(String, String)>;

fn schema(connection: &Connection) -> rusqlite::Result<Schema> {
    let query = "SELECT type, name FROM sqlite_schema ORDER BY type, name";
    connection.prepare(query)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

/// What a store of some version holds.
fn expected(version: u32) -> rusqlite::Result<Schema> {
    static NEWEST: OnceLock<Schema> = OnceLock::new();
    if let Some(newest) = NEWEST.get().filter(|_| version as usize == MIGRATIONS.len()) {
        return Ok(newest.clone());
    }
    let memory = Connection::open_in_memory()?;
    for migration in &MIGRATIONS[..version as usize] {
        memory.execute_batch(migration)?;
    }
    let made = schema(&memory)?;
    if version as usize == MIGRATIONS.len() {
        let _ = NEWEST.set(made.clone());
    }
    Ok(made)
}

/// Refuses a store that holds what no version of ours made, such as a trigger that changes what is written.
fn look_at_schema(connection: &Connection, path: &Path, version: u32) -> Result<(), Error> {
    let failed = |error| Error::sqlite(path, error);
    let (found, expected) = (schema(connection).map_err(failed)?, expected(version).map_err(failed)?);
    if let Some((kind, name)) = found.iter().find(|each| !expected.contains(each)) {
        return Err(Error::new(path, Reason::NotOurs(format!("it has a {kind} of another program, {name}"))));
    }
    match expected.iter().find(|each| !found.contains(each)) {
        Some((kind, name)) => Err(Error::new(path, Reason::Damaged(format!("the {kind} {name} is missing")))),
        None => Ok(()),
    }
}

/// A file that is yet to be written gets pages with room for their sums.
pub(super) fn make_sealed_if_new(connection: &Connection) -> rusqlite::Result<()> {
    let pages: i64 = connection.pragma_query_value(None, "page_count", |row| row.get(0))?;
    if pages == 0 { ask_for_sums(connection) } else { Ok(()) }
}

fn ask_for_sums(connection: &Connection) -> rusqlite::Result<()> {
    let code = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
    vfs::reserve(connection, Some(page::SUM)).map(|_| ()).map_err(code)
}

/// Writes a store whose pages carry no sums anew, with them: into the log alone, so that it is the old one or the new one whenever this is
/// stopped.
pub(super) fn write_anew(connection: &Connection) -> rusqlite::Result<()> {
    ask_for_sums(connection)?;
    connection.execute_batch("VACUUM")
}

fn seal(connection: &Connection) -> rusqlite::Result<()> {
    write_anew(connection)?;
    // Where somebody still reads the old pages, a later checkpoint takes the new ones into the file. The log is never cut: one that is
    // empty would be missed.
    connection.query_row("PRAGMA wal_checkpoint(FULL)", [], |_| Ok(()))
}

/// Whether pages have room for their sums, as the latest commit has it.
fn is_sealed(connection: &Connection) -> rusqlite::Result<bool> {
    let code = |code| rusqlite::Error::SqliteFailure(rusqlite::ffi::Error::new(code), None);
    Ok(vfs::reserve(connection, None).map_err(code)? >= page::SUM)
}

/// Applies the migrations that are missing, all in one transaction.
fn migrate(connection: &mut Connection, path: &Path, way: Way) -> Result<(), Error> {
    let failed = |error| Error::sqlite(path, error);
    let version = |connection: &Connection| -> Result<u32, Error> {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)
    };
    let known = MIGRATIONS.len() as u32;
    let found = version(connection)?;
    if found > known {
        return Err(Error::new(path, Reason::Newer { found, known }));
    }
    look_at_schema(connection, path, found)?;
    if found == known {
        return Ok(());
    }
    match way {
        Way::Still => return Err(Error::new(path, Reason::StillOld { found, known })),
        Way::Read => return Err(Error::new(path, Reason::OldToAsk { found, known })),
        Way::New | Way::Written => {}
    }
    if found < SEALED && !is_sealed(connection).map_err(failed)? {
        seal(connection).map_err(failed)?;
    }
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
    // Another program may have done it while this one waited for the lock.
    let found = version(&transaction)?;
    if found > known {
        return Err(Error::new(path, Reason::Newer { found, known }));
    }
    for migration in &MIGRATIONS[found as usize..] {
        transaction.execute_batch(migration).map_err(failed)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
    transaction.pragma_update(None, "user_version", known).map_err(failed)?;
    transaction.commit().map_err(failed)
}
