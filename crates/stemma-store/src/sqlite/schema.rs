//! Opening: whose file it is, which version it has, and what brings it up to date.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags, TransactionBehavior};

use crate::error::{Error, Reason};

/// "Stem" in ASCII, in the header of every store of ours.
const APPLICATION_ID: i32 = 0x5374_656D;

/// Each brings a store from the version before to its own (counted from 1). Never change one that was released.
const MIGRATIONS: [&str; 10] = [
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
];

/// The first version in which a checkpoint can no longer lose what another connection just committed ("WAL-reset").
const SOUND_SQLITE: i32 = 3_051_003;

/// What the first bytes of a SQLite file are.
const MAGIC: &[u8] = b"SQLite format 3\0";

/// How long a writer waits for another one.
const PATIENCE: Duration = Duration::from_secs(15);

/// What to do when there is no store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Create,
    Existing,
}

pub(super) fn open(path: &Path, access: Access) -> Result<Connection, Error> {
    if rusqlite::version_number() < SOUND_SQLITE {
        return Err(Error::new(path, Reason::Sqlite(rusqlite::version().into())));
    }
    look_at_header(path, access)?;
    let failed = |error| Error::sqlite(path, error);
    let mut flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    flags.set(OpenFlags::SQLITE_OPEN_CREATE, access == Access::Create);
    let mut connection = Connection::open_with_flags(path, flags).map_err(failed)?;
    connection.busy_timeout(PATIENCE).map_err(failed)?;
    look_at_owner(&connection, path)?;
    connection.pragma_update(None, "journal_mode", "WAL").map_err(failed)?;
    connection.pragma_update(None, "synchronous", "FULL").map_err(failed)?;
    migrate(&mut connection, path)?;
    super::dataset::functions(&connection).map_err(failed)?;
    Ok(connection)
}

/// Refuses what is plainly no database before SQLite touches it. An empty file is what a run leaves that was killed while it
/// made the store: the next run fills it, and nobody who only asks does.
fn look_at_header(path: &Path, access: Access) -> Result<(), Error> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return if access == Access::Create { Ok(()) } else { Err(Error::new(path, Reason::Missing)) };
        }
        Err(error) => return Err(Error::io(path, error)),
    };
    if file.metadata().is_ok_and(|about| about.is_dir()) {
        return Err(Error::new(path, Reason::NotOurs("it is a folder".into())));
    }
    let mut head = Vec::new();
    file.by_ref().take(MAGIC.len() as u64).read_to_end(&mut head).map_err(|error| Error::io(path, error))?;
    match head.is_empty() && access == Access::Create || head == MAGIC {
        true => Ok(()),
        false if head.is_empty() => Err(Error::new(path, Reason::NotOurs("it is an empty file".into()))),
        false => Err(Error::new(path, Reason::NotOurs("it is no SQLite file".into()))),
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

/// Applies the migrations that are missing, all in one transaction.
fn migrate(connection: &mut Connection, path: &Path) -> Result<(), Error> {
    let failed = |error| Error::sqlite(path, error);
    let version = |connection: &Connection| -> Result<u32, Error> {
        connection.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)
    };
    let known = MIGRATIONS.len() as u32;
    if version(connection)? == known {
        return Ok(());
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
