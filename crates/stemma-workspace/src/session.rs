//! One store, open: changes are given to it, and snapshots of it are taken.

use std::path::{Path, PathBuf};

use stemma::lexicon::Lexicon;
use stemma::lexicon::lists::OwnList;
use stemma_store::{Access, Archive, Lists, Sqlite};

use crate::engine::Loaded;
use crate::input::Inputs;
use crate::intake::{Intake, Tally};
use crate::renewal::{self, Renewed};
use crate::{Error, Listener, Snapshot};

/// What a session works with besides its store.
#[derive(Clone)]
pub struct Setup<'l> {
    /// A learnt reader in the place of ours.
    pub model: Option<PathBuf>,
    pub listener: &'l dyn Listener,
}

pub struct Session<'l> {
    store: Sqlite,
    engine: Loaded,
    listener: &'l dyn Listener,
    /// How many lines were said of what is damaged.
    said: usize,
}

impl<'l> Session<'l> {
    /// Opens a store that is there.
    pub fn open(path: &Path, setup: Setup<'l>) -> Result<Session<'l>, Error> {
        Session::of(Sqlite::open(path, Access::Existing)?, setup)
    }

    /// Opens a store, or makes it, to read pages into it with these lists; without any, with those that it has. Lists that cannot
    /// be used leave no trace in it.
    pub fn create(path: &Path, lists: Option<Vec<OwnList>>, setup: Setup<'l>) -> Result<Session<'l>, Error> {
        let Some(lists) = lists else { return Session::of(Sqlite::open(path, Access::Create)?, setup) };
        let Setup { model, listener } = setup;
        let mut engine = Loaded::new(lists, model);
        engine.whole(listener)?;
        let mut store = Sqlite::open(path, Access::Create)?;
        store.use_lists(&engine.lists)?;
        Ok(Session { store, engine, listener, said: 0 })
    }

    fn of(store: Sqlite, Setup { model, listener }: Setup<'l>) -> Result<Session<'l>, Error> {
        // Never what another run gives the store later: pages are stamped with the lists that they are read with.
        let engine = Loaded::new(store.lists()?, model);
        Ok(Session { store, engine, listener, said: 0 })
    }

    /// To ask what needs no picture.
    pub fn store(&self) -> &Sqlite {
        &self.store
    }

    pub(crate) fn store_mut(&mut self) -> &mut Sqlite {
        &mut self.store
    }

    /// From here on, asks are answered through this connection.
    pub(crate) fn put(&mut self, store: Sqlite) {
        self.store = store;
    }

    /// The word lists, the user's own among them.
    pub fn lexicon(&self) -> Result<Lexicon, Error> {
        self.engine.lexicon()
    }

    /// The user's own lists with which pages are read.
    pub fn lists(&self) -> &[OwnList] {
        &self.engine.lists
    }

    /// Reads input into the store, then brings the picture up to date.
    pub fn ingest(&mut self, inputs: &mut Inputs) -> Result<Tally, Error> {
        let mut tally = self.take_in(inputs)?;
        if self.store.is_stale()? {
            self.engine.whole(self.listener)?;
            tally.renewed = self.bring_up_to_date()?;
        }
        Ok(tally)
    }

    /// Reads input into the store, and leaves it to be related.
    pub fn take_in(&mut self, inputs: &mut Inputs) -> Result<Tally, Error> {
        let mut intake = Intake { engine: &mut self.engine, listener: self.listener, tally: Tally::default() };
        intake.take_all(inputs, &mut self.store)?;
        Ok(intake.tally)
    }

    /// If the run that added the last documents was killed before it had fused them, that is done now.
    pub fn bring_up_to_date(&mut self) -> Result<Renewed, Error> {
        let renewed = self.renew();
        self.say_left_out();
        renewed
    }

    fn renew(&mut self) -> Result<Renewed, Error> {
        if !self.store.is_stale()? {
            return Ok(Renewed::default());
        }
        let digest = self.engine.digest.clone();
        let engine = self.engine.any(self.listener)?;
        renewal::bring_up_to_date(&mut self.store, engine, &digest, self.listener)
    }

    /// Says once what of the store is damaged and was left out.
    fn say_left_out(&mut self) {
        let left_out = self.store.left_out();
        for line in &left_out[self.said..] {
            self.listener.hear(line);
        }
        self.said = left_out.len();
    }

    /// To ask what the store knows, up to date.
    pub fn dataset(&mut self) -> Result<&Sqlite, Error> {
        self.bring_up_to_date()?;
        Ok(&self.store)
    }

    /// Tells from here on what the store holds at this moment, up to date, whatever others write.
    pub fn hold(&mut self) -> Result<(), Error> {
        for _ in 0..renewal::TRIES {
            self.bring_up_to_date()?;
            self.store.hold()?;
            if !self.store.is_stale()? {
                return Ok(());
            }
            // Others added documents in between: the picture of this moment cannot be made while it is held.
            self.store.release()?;
        }
        Err(Error::Overtaken)
    }

    /// All that is known of the store, read once and up to date.
    pub fn snapshot(&mut self) -> Result<Snapshot, Error> {
        self.bring_up_to_date()?;
        let lexicon = self.engine.lexicon()?;
        let (engine, listener) = (&mut self.engine, self.listener);
        let snapshot = Snapshot::of(&self.store, lexicon, || engine.any(listener));
        self.say_left_out();
        snapshot
    }
}
