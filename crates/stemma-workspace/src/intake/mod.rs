//! Input into a store: pieces are read in batches, each of which is one commit; killed in between, the same input goes on where it
//! stopped. What cannot be read is refused by itself.

pub mod guard;

use rayon::prelude::*;
use stemma::model::Document;
use stemma::pipeline::Options;
use stemma_store::{Entry, Store};

use crate::engine::Loaded;
use crate::input::{Input, Inputs, Refusal};
use crate::{Error, Listener, Renewed};
use guard::Read;

/// One batch is one commit: small enough to lose little when killed, large enough for the disk not to matter.
const PIECES: usize = 64;
const BYTES: usize = 16 << 20;

/// What came in.
#[derive(Clone, Debug, Default)]
pub struct Tally {
    pub new: u64,
    pub known: u64,
    /// Ids that came with other bytes than before, with the number of the version they now have.
    pub versions: Vec<(String, u32)>,
    pub renewed: Renewed,
    /// The line of each refusal.
    pub refused: Vec<String>,
    /// What of pages that were read could not be read as it stands, a line each.
    pub noted: Vec<String>,
}

/// One run while it works.
pub(crate) struct Intake<'r> {
    pub engine: &'r mut Loaded,
    pub listener: &'r dyn Listener,
    pub tally: Tally,
}

impl Intake<'_> {
    /// Reads all of the input and keeps it.
    pub fn take_all(&mut self, inputs: &mut Inputs, store: &mut impl Store) -> Result<(), Error> {
        loop {
            let batch = inputs.batch(&*self.engine.files()?, PIECES, BYTES);
            if batch.is_empty() {
                return Ok(());
            }
            self.go_on()?;
            self.take(batch, store)?;
        }
    }

    /// Ends the work where somebody wants that; of the batch that is being read nothing is kept.
    fn go_on(&self) -> Result<(), Error> {
        if self.listener.should_stop() { Err(Error::Stopped) } else { Ok(()) }
    }

    /// Reads one batch and commits it.
    fn take(&mut self, batch: Vec<Input>, store: &mut impl Store) -> Result<(), Error> {
        let bytes: u64 = batch.iter().map(Input::length).sum();
        let files = self.engine.files()?;
        let reads: Vec<Read> = batch.into_par_iter().map(|input| guard::document(input, &files)).collect();
        let (mut fresh, mut refusals) = (Vec::new(), Vec::new());
        for read in reads {
            match read {
                Ok((document, _)) if store.holds(&document.id, &document.sha256)? => self.tally.known += 1,
                Ok(new) => fresh.push(new),
                Err(refusal) => self.refuse(refusal, &mut refusals),
            }
        }
        let entries = self.entries(fresh, &mut refusals)?;
        let kept = store.keep(&entries, &refusals)?;
        self.tally.new += kept.new;
        self.tally.known += kept.known;
        self.tally.versions.extend(kept.versions);
        self.listener.advance(bytes, self.tally.new, self.tally.known);
        Ok(())
    }

    /// What is read in new documents; those on which a stage fails are refused.
    fn entries(
        &mut self,
        fresh: Vec<(Document, Vec<u8>)>,
        refusals: &mut Vec<stemma_store::Refusal>,
    ) -> Result<Vec<Entry>, Error> {
        if fresh.is_empty() {
            return Ok(Vec::new());
        }
        let digest = self.engine.digest.clone();
        let engine = self.engine.whole(self.listener)?;
        let options = Options::default();
        self.tally.noted.extend(fresh.iter().flat_map(|(document, _)| guard::noted(document, engine)));
        let listener = self.listener;
        let entry = |(document, bytes): (_, Vec<u8>)| {
            if listener.should_stop() {
                return None;
            }
            let read = guard::reading(document, engine, &options);
            Some(read.map(|(reading, notes)| Entry::new(reading, &bytes, &notes, &digest)))
        };
        let read: Option<Vec<Result<Entry, Refusal>>> = fresh.into_par_iter().map(entry).collect();
        let read = read.ok_or(Error::Stopped)?;
        let mut entries = Vec::with_capacity(read.len());
        for entry in read {
            match entry {
                Ok(entry) => entries.push(entry),
                Err(refusal) => self.refuse(refusal, refusals),
            }
        }
        Ok(entries)
    }

    /// Says at once what could not be read, and keeps it for the store and the summary.
    fn refuse(&mut self, refusal: Refusal, refusals: &mut Vec<stemma_store::Refusal>) {
        let line = guard::message(&refusal);
        self.listener.hear(&line);
        self.tally.refused.push(line);
        refusals.push(stemma_store::Refusal { name: refusal.name, record: refusal.id, note: refusal.note });
    }
}
