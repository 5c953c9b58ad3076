//! Files that are handed in, one after the other, and read by one thread; it also sees to it that the picture is made anew when somebody
//! else's pages came or people said other things of what is one event, and tells whoever listens what changed.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use serde::Serialize;
use stemma_store::{Access, Archive, Documents, Fixes, Sqlite};

use super::Heard;
use crate::input::Inputs;
use crate::{Error, Listener, Session, Setup};

/// So much waits at most: whoever hands in more is told to come again.
const MOST_FILES: usize = 512;
const MOST_BYTES: usize = 256 << 20;
/// Files that are read in one go.
const BATCH: usize = 64;
/// How long nothing must come before what came is related.
const QUIET: Duration = Duration::from_millis(700);
/// How often the store is looked at.
const LOOK: Duration = Duration::from_millis(300);
/// How long another program is given to relate the pages that it brought.
const PATIENCE: Duration = Duration::from_secs(60);
/// Lines and refusals that are remembered.
const REMEMBERED: usize = 200;

/// What is being done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Step {
    #[default]
    Idle,
    Reading,
    Relating,
}

/// How far the files are that were handed in since the desk was last idle.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct IntakeState {
    pub state: Step,
    pub waiting: usize,
    /// Files that were read.
    pub read: u64,
    /// Pages of them that were new, and that were there.
    pub new: u64,
    pub known: u64,
    pub refused: Vec<Refused>,
    pub lines: Vec<String>,
}

/// A file, or a page of one, that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refused {
    pub name: String,
    pub reason: String,
}

type Files = VecDeque<(String, Vec<u8>)>;

#[derive(Default)]
struct Desk {
    files: Files,
    state: IntakeState,
    /// Pages that were new and known before what is being read.
    before: (u64, u64),
    is_to_look: bool,
    is_over: bool,
}

struct Shared {
    desk: Mutex<Desk>,
    wake: Condvar,
    hear: Box<dyn Fn(Heard) + Send + Sync>,
}

/// The thread that reads, and what it is given.
pub(super) struct Hand {
    shared: Arc<Shared>,
    threads: Mutex<Vec<JoinHandle<()>>>,
}

impl Hand {
    pub fn begin(path: PathBuf, model: Option<PathBuf>, hear: Box<dyn Fn(Heard) + Send + Sync>) -> Result<Hand, Error> {
        let shared = Arc::new(Shared { desk: Mutex::default(), wake: Condvar::new(), hear });
        let (reads, watches) = (Arc::clone(&shared), Arc::clone(&shared));
        // Opened here, so that a store that cannot be opened is told at once.
        let watched = Sqlite::open(&path, Access::Existing)?;
        let threads =
            vec![thread::spawn(move || reads.work(&path, model)), thread::spawn(move || watches.watch(&watched))];
        Ok(Hand { shared, threads: Mutex::new(threads) })
    }

    pub fn take(&self, name: String, bytes: Vec<u8>) -> Result<usize, usize> {
        let mut desk = self.shared.desk();
        let held: usize = desk.files.iter().map(|(_, bytes)| bytes.len()).sum();
        if desk.is_over || desk.files.len() >= MOST_FILES || held + bytes.len() > MOST_BYTES && held > 0 {
            return Err(desk.files.len());
        }
        if desk.state.state == Step::Idle {
            // What was read before is told no longer.
            desk.state = IntakeState { state: Step::Reading, ..IntakeState::default() };
        }
        desk.files.push_back((name, bytes));
        desk.state.waiting = desk.files.len();
        let waiting = desk.state.waiting;
        drop(desk);
        self.shared.wake.notify_all();
        Ok(waiting)
    }

    pub fn state(&self) -> IntakeState {
        self.shared.desk().state.clone()
    }

    /// Has the store looked at soon.
    pub fn look(&self) {
        self.shared.desk().is_to_look = true;
        self.shared.wake.notify_all();
    }

    pub fn end(&self) {
        self.shared.desk().is_over = true;
        self.shared.wake.notify_all();
        let threads = std::mem::take(&mut *self.threads.lock().unwrap_or_else(PoisonError::into_inner));
        for thread in threads {
            // A thread that failed said so when it did.
            let _ = thread.join();
        }
    }
}

impl Drop for Hand {
    fn drop(&mut self) {
        self.end();
    }
}

impl Listener for Shared {
    fn hear(&self, line: &str) {
        let mut desk = self.desk();
        let lines = &mut desk.state.lines;
        if lines.len() < REMEMBERED {
            lines.push(line.to_owned());
        }
    }

    fn advance(&self, _bytes: u64, new: u64, known: u64) {
        let mut desk = self.desk();
        (desk.state.new, desk.state.known) = (desk.before.0 + new, desk.before.1 + known);
        drop(desk);
        self.tell();
    }

    fn should_stop(&self) -> bool {
        let desk = self.desk();
        // Files that were taken are read, whoever wants to end; they are related by whoever opens the store next.
        desk.is_over && desk.state.state != Step::Reading
    }
}

impl Shared {
    fn desk(&self) -> MutexGuard<'_, Desk> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self) {
        let state = self.desk().state.clone();
        (self.hear)(Heard::Intake(state));
    }

    fn step(&self, step: Step) {
        self.desk().state.state = step;
        self.tell();
    }

    /// Reads what is handed in, and relates it when no more comes.
    fn work(&self, path: &std::path::Path, model: Option<PathBuf>) {
        let mut session = match Session::open(path, Setup { model, listener: self }) {
            Ok(session) => session,
            Err(error) => return self.hear(&error.in_full()),
        };
        let mut renewed = Renewing::default();
        loop {
            let files = self.next();
            if !files.is_empty() {
                self.desk().state.state = Step::Reading;
                self.read(&mut session, files);
                continue;
            }
            if self.desk().is_over {
                return;
            }
            if self.desk().state.state == Step::Reading || renewed.is_due(session.store()) {
                self.step(Step::Relating);
                match session.bring_up_to_date() {
                    Ok(_) | Err(Error::Stopped) => {}
                    Err(Error::OtherLists) => {
                        self.hear("another program gave this store other lists; end the desk and start it again");
                        renewed.failed();
                    }
                    Err(error) => {
                        self.hear(&error.in_full());
                        renewed.failed();
                    }
                }
                let mut desk = self.desk();
                // Files may have come meanwhile.
                desk.state.state = if desk.files.is_empty() { Step::Idle } else { Step::Reading };
                drop(desk);
                self.tell();
            }
        }
    }

    /// The next files; none where none came for a while.
    fn next(&self) -> Files {
        let mut desk = self.desk();
        if desk.files.is_empty() && !desk.is_over && !desk.is_to_look {
            desk = self.wake.wait_timeout(desk, QUIET).unwrap_or_else(PoisonError::into_inner).0;
        }
        desk.is_to_look = false;
        let count = desk.files.len().min(BATCH);
        let files = desk.files.drain(..count).collect();
        desk.state.waiting = desk.files.len();
        files
    }

    fn read(&self, session: &mut Session<'_>, files: Files) {
        let count = files.len() as u64;
        let names: Vec<String> = files.iter().map(|(name, _)| name.clone()).collect();
        let before = self.desk().state.clone();
        self.desk().before = (before.new, before.known);
        match session.take_in(&mut Inputs::held(files)) {
            Ok(tally) => {
                let mut desk = self.desk();
                desk.state.read += count;
                desk.state.new = before.new + tally.new;
                desk.state.known = before.known + tally.known;
                let refused = tally.refused.iter().map(|line| {
                    let (name, reason) = line.split_once(": ").unwrap_or(("", line));
                    Refused { name: name.to_owned(), reason: reason.to_owned() }
                });
                desk.state.refused.extend(refused);
                desk.state.refused.truncate(REMEMBERED);
                desk.state.lines.extend(tally.noted);
                desk.state.lines.truncate(REMEMBERED);
            }
            Err(error) => {
                let reason = format!("was not kept; hand it in again: {}", error.in_full());
                let mut desk = self.desk();
                desk.state.read += count;
                desk.state.refused.extend(names.into_iter().map(|name| Refused { name, reason: reason.clone() }));
                desk.state.refused.truncate(REMEMBERED);
            }
        }
        self.tell();
    }

    /// Tells whoever listens when the store is another than before.
    fn watch(&self, store: &Sqlite) {
        let mut before = store.stamp().unwrap_or_default();
        while !self.desk().is_over {
            thread::sleep(LOOK);
            // A store that cannot be read now is looked at again.
            let Ok(stamp) = store.stamp() else { continue };
            if stamp != before {
                before = stamp;
                (self.hear)(Heard::Store);
            }
        }
    }
}

/// When the picture is to be made anew for what others brought.
#[derive(Default)]
struct Renewing {
    /// The revision at which it was found stale, and when.
    stale: Option<(u64, Instant)>,
}

impl Renewing {
    /// What people say of what is one event stands at once; pages that another program brings, it relates itself, unless it died.
    fn is_due(&mut self, store: &Sqlite) -> bool {
        if !store.is_stale().unwrap_or(false) {
            self.stale = None;
            return false;
        }
        let revision = store.revision().unwrap_or_default();
        match self.stale {
            Some((seen, since)) if seen == revision => since.elapsed() > PATIENCE || self.is_arranged(store),
            _ => {
                self.stale = Some((revision, Instant::now()));
                self.is_arranged(store)
            }
        }
    }

    fn is_arranged(&self, store: &Sqlite) -> bool {
        let is_of_documents = store.picture_revision().ok() != store.revision().ok().map(Some);
        !is_of_documents && store.unarranged().is_ok_and(|fixes| !fixes.is_empty())
    }

    /// What failed is tried again after a while, not at once.
    fn failed(&mut self) {
        self.stale = self.stale.map(|(revision, _)| (revision, Instant::now()));
    }
}
