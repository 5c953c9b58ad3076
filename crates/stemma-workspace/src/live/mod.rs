//! A store in many hands at once: readers side by side, one who says what people say of events, one who reads pages that are handed in.
//!
//! Comes in: questions, corrections, files. Goes out: answers of one moment each, and word of what changed, whoever changed it. Nobody
//! waits for a reader, and a reader waits for nobody: what is asked while pages are read is answered from what is known by then.

mod hands;
mod intake;
mod onlooker;
mod readers;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use stemma::lexicon::Lexicon;
use stemma::lexicon::lists::OwnList;
use stemma::model::Fix;
use stemma_store::{Access, Sqlite};

use crate::review::Signature;
use crate::{Error, Listener, Session, Setup, Silent};
pub use hands::Heard;
use intake::Hand;
pub use intake::{IntakeState, Refused, Step};
pub use onlooker::Onlooker;
use readers::Readers;

/// A store, opened for many.
pub struct Live {
    path: PathBuf,
    readers: Readers,
    review: Mutex<Session<'static>>,
    hand: Hand,
    lexicon: Lexicon,
    lists: Vec<OwnList>,
}

impl Live {
    /// Opens a store, or makes an empty one, and brings it up to date; `listener` is told what that finds, `hear` of all that happens later.
    pub fn open(
        path: &Path,
        model: Option<PathBuf>,
        listener: &dyn Listener,
        hear: impl Fn(Heard) + Send + Sync + 'static,
    ) -> Result<Live, Error> {
        Session::create(path, None, Setup { model: model.clone(), listener })?.bring_up_to_date()?;
        let review = Session::open(path, Setup { model: model.clone(), listener: &Silent })?;
        let (lexicon, lists) = (review.lexicon()?, review.lists().to_vec());
        let hand = Hand::begin(path.to_owned(), model, Box::new(hear))?;
        Ok(Live {
            path: path.to_owned(),
            readers: Readers::of(path, Access::Existing),
            review: Mutex::new(review),
            hand,
            lexicon,
            lists,
        })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The word lists with which its pages are read, the user's own among them.
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    pub fn lists(&self) -> &[OwnList] {
        &self.lists
    }

    /// What is asked, of one moment.
    pub fn read<T>(&self, ask: impl FnOnce(&Sqlite) -> Result<T, Error>) -> Result<T, Error> {
        self.readers.read(ask)
    }

    /// Says the same of several events. All is kept, or nothing where something cannot be said.
    pub fn fix(&self, events: &[String], changes: &[String], signature: &Signature) -> Result<Vec<Fix>, Error> {
        let mut session = self.review();
        let mut fixes = Vec::new();
        for event in events {
            fixes.extend(session.said(event, changes, signature, &self.lexicon)?);
        }
        session.keep(&fixes)?;
        drop(session);
        self.hand.look();
        Ok(fixes)
    }

    /// Takes a fix back.
    pub fn unfix(&self, id: &str, signature: &Signature) -> Result<Fix, Error> {
        let mut session = self.review();
        let fix = session.taken_back(id, signature)?;
        session.keep(std::slice::from_ref(&fix))?;
        drop(session);
        self.hand.look();
        Ok(fix)
    }

    /// To change what is neither page nor fix.
    pub fn change<T>(&self, work: impl FnOnce(&mut Session<'static>) -> Result<T, Error>) -> Result<T, Error> {
        work(&mut self.review())
    }

    fn review(&self) -> MutexGuard<'_, Session<'static>> {
        // Whoever failed with it left nothing half done: all that it keeps is a commit of the store.
        self.review.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands in a file to be read. `Err` says how many files wait where no more are taken now.
    pub fn hand_in(&self, name: String, bytes: Vec<u8>) -> Result<usize, usize> {
        self.hand.take(name, bytes)
    }

    /// How far the files are that were handed in.
    pub fn intake(&self) -> IntakeState {
        self.hand.state()
    }

    /// What of the store is damaged and was left out of answers until now, in a line each.
    pub fn left_out(&self) -> Vec<String> {
        self.readers.left_out()
    }

    /// Reads the files that wait, ends all other work where nothing is lost, and waits for that.
    pub fn end(&self) {
        self.hand.end();
    }
}
