//! A copy of a store, made while others read and write it.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::backup::{Backup, StepResult};

use super::{Access, Sqlite, Verified, log, schema, verify};
use crate::error::{Error, Reason};

/// How often the copy is begun anew while others hold the store.
const TRIES: usize = 3;

/// Copies a store as it is at one moment, with what lies in its log; the copy is verified before it gets its name, each fault said in a
/// line. Nothing is there when it fails. `is_forced` lets it take the place of a file.
pub fn backup(from: &Path, to: &Path, is_forced: bool, say: &mut dyn FnMut(&str)) -> Result<Verified, Error> {
    let refused = |reason| Err(Error::new(to, reason));
    let failed = |error| Error::io(to, error);
    let store = Sqlite::open(from, Access::Existing)?;
    match fs::canonicalize(to) {
        Ok(file) if file == store.file => return refused(Reason::Itself),
        Ok(_) if !is_forced => return refused(Reason::Exists),
        // What lies in its log would be read into the copy.
        Ok(file) if fs::metadata(log::path(&file)).is_ok_and(|log| log.len() > 0) => return refused(Reason::InUse),
        Ok(file) if !file.is_file() => return refused(Reason::Exists),
        _ => {}
    }
    let part = part(to).map_err(failed)?;
    let remove = || ENDS.iter().for_each(|end| drop(fs::remove_file(beside(&part, end))));
    let made = copy(&store, &part).and_then(|()| verify(&part, say));
    match made {
        Ok(verified) if verified.faults == 0 => {
            File::open(&part).and_then(|file| file.sync_all()).map_err(failed)?;
            fs::rename(&part, to).map_err(failed)?;
            Ok(verified)
        }
        Ok(_) => {
            remove();
            Err(store.damaged("it was not copied", "the lines above say what is not right"))
        }
        Err(error) => {
            remove();
            Err(error)
        }
    }
}

/// What a copy may consist of while it is made.
const ENDS: [&str; 4] = ["", "-journal", "-wal", "-shm"];
/// How many names are tried for it.
const NAMES: usize = 100;

/// A file of our own for what is not yet a whole copy: one that is there may be somebody's, and is left alone.
fn part(to: &Path) -> io::Result<PathBuf> {
    let name = |number: usize| if number == 1 { ".part".to_owned() } else { format!(".part-{number}") };
    let names = (1..=NAMES).map(|number| beside(to, &name(number)));
    let mut free = names.filter(|part| ENDS.iter().all(|end| fs::symlink_metadata(beside(part, end)).is_err()));
    let part =
        free.next().ok_or_else(|| io::Error::other("all names that a copy may have until it is whole are taken"))?;
    File::options().write(true).create_new(true).open(&part).map(|_| part)
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

fn copy(store: &Sqlite, to: &Path) -> Result<(), Error> {
    let failed = |error| Error::sqlite(to, error);
    let file = std::path::absolute(to).map_err(|error| Error::io(to, error))?;
    let mut copy = schema::connect(&file, schema::Way::New).map_err(failed)?;
    // A first page is written before all others, so that none of these misses its sum.
    schema::make_sealed_if_new(&copy).map_err(failed)?;
    copy.pragma_update(None, "user_version", 0).map_err(failed)?;
    let copying = Backup::new(&store.connection, &mut copy).map_err(failed)?;
    for _ in 0..TRIES {
        // All pages in one step: others go on writing to the log, and are not waited for.
        match copying.step(-1).map_err(store.failed())? {
            StepResult::Done => return Ok(()),
            _ => std::thread::sleep(std::time::Duration::from_millis(200)),
        }
    }
    Err(Error::new(&store.path, Reason::Busy))
}
