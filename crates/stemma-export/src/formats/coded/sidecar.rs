//! What stands beside a table, in JSON Lines: looked through once, then read a line at a time, since all of it is many times its table.
//!
//! Comes in: the file that lies beside a table, if there is one. Goes out: the line of a row, and those of events without a row. A file with a
//! line that is no part of a sidecar is refused whole.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use stemma::model::Event;

use super::{Beside, SIDECAR};
use crate::Fault;

/// No event is longer.
const LONGEST_LINE: u64 = 32 << 20;

/// What stands beside a table; by default nothing.
#[derive(Default)]
pub struct Sidecar {
    file: Option<RefCell<BufReader<File>>>,
    path: PathBuf,
    by_id: BTreeMap<String, Line>,
    without_row: Vec<Lying>,
}

/// Where a line lies in the file.
#[derive(Clone, Copy)]
struct Lying {
    begin: u64,
    length: usize,
}

struct Line {
    lying: Lying,
    /// The row that has the rest of the event.
    same_as: Option<String>,
}

impl Sidecar {
    /// What lies beside this table; nothing where nothing does.
    pub fn beside(table: &Path) -> Result<Sidecar, Fault> {
        let path = PathBuf::from(format!("{}{SIDECAR}", table.display()));
        let refused = |error: io::Error| {
            Fault::Refused(format!("{}: cannot be read ({error}); mend or remove the file", path.display()))
        };
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Sidecar::default()),
            Err(error) => return Err(refused(error)),
        };
        let mut reader = BufReader::new(file);
        let (mut by_id, mut without_row) = (BTreeMap::new(), Vec::new());
        let (mut begin, mut number, mut line) = (0, 0, Vec::new());
        loop {
            line.clear();
            let length = reader.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(refused)?;
            if length == 0 {
                break;
            }
            number += 1;
            let none = || {
                let path = path.display();
                Fault::Refused(format!("{path}: line {number} is no part of a sidecar; mend or remove the file"))
            };
            // Read whole and dropped again: nothing is written of a table whose sidecar has a line that cannot be used.
            let Beside { id, same_as, left_out, event } = serde_json::from_slice(&line).map_err(|_| none())?;
            let lying = Lying { begin, length };
            if left_out.is_some() {
                serde_json::from_value::<Event>(event).map_err(|_| none())?;
                without_row.push(lying);
            }
            by_id.insert(id, Line { lying, same_as });
            begin += length as u64;
        }
        Ok(Sidecar { file: Some(RefCell::new(reader)), path, by_id, without_row })
    }

    /// The row by whose id the event of a row stands there: its own, or the first of several.
    pub fn first<'s>(&'s self, id: &str) -> Option<&'s str> {
        let (id, line) = self.by_id.get_key_value(id)?;
        Some(line.same_as.as_deref().unwrap_or(id))
    }

    /// The line of a row.
    pub fn line(&self, id: &str) -> Result<Option<Beside>, Fault> {
        self.by_id.get(id).map(|line| self.read(line.lying)).transpose()
    }

    /// The events that have no row.
    pub fn without_row(&self) -> impl Iterator<Item = Result<Beside, Fault>> + '_ {
        self.without_row.iter().map(|lying| self.read(*lying))
    }

    /// That the row of this id and what is said upon it are no event together.
    pub fn unfit(&self, id: &str) -> Fault {
        let path = self.path.display();
        Fault::Refused(format!("{path}: what it says of row {id:?} makes no event of it; mend or remove the file"))
    }

    fn read(&self, Lying { begin, length }: Lying) -> Result<Beside, Fault> {
        let changed = || Fault::Refused(format!("{}: was changed while it was read; begin again", self.path.display()));
        let mut file = self.file.as_ref().ok_or_else(changed)?.borrow_mut();
        let mut line = vec![0; length];
        file.seek(SeekFrom::Start(begin)).and_then(|_| file.read_exact(&mut line)).map_err(|_| changed())?;
        serde_json::from_slice(&line).map_err(|_| changed())
    }
}
