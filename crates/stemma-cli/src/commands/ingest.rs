//! `stemma ingest`: pages into a store, and the picture of all of them made anew.
//!
//! Documents are committed batch by batch, the picture at the end; killed in between, the same command goes on where it
//! stopped.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use rayon::prelude::*;
use stemma::lexicon::lists::{OwnList, digest};
use stemma::pipeline::{Engine, Options};
use stemma_store::{Access, Entry, Refusal, Sqlite, Store, Totals};

use crate::case::{self, Renewed, StoreOption};
use crate::input::{self, Input, Inputs};
use crate::own::{self, ListsOption};
use crate::{Ending, load, reading};

/// One batch is one commit: small enough to lose little when killed, large enough for the disk not to matter.
const PIECES: usize = 64;
const BYTES: usize = 16 << 20;

/// How many refusals the summary repeats.
const LISTED: usize = 10;

/// Read pages into a store, then relate and fuse everything in it
#[derive(Args)]
#[command(after_help = "Examples:
  stemma ingest pages/
  stemma ingest pages/ crawl.jsonl --store syria.stemma
  stemma ingest pages/ --lists mine          # with lists of your own; the store keeps them for later commands
  zcat crawl.jsonl.gz | stemma ingest - --store syria.stemma

Pages that are there already are passed over, so the same command can be run again, also after it was killed. \
A file that is no .txt, .html or .jsonl is told by its first bytes; hidden files are left out. \
With other lists than before, every page of the store is read again from the bytes that it keeps.

Exit status: 0 all was read; 1 the store cannot be opened or written; 3 done, but some input could not be read.")]
pub struct Ingest {
    /// Files (.txt, .html, .jsonl), folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    lists: ListsOption,
}

pub fn run(arguments: &Ingest) -> Result<Ending> {
    let asked = arguments.lists.read()?;
    // Lists that cannot be used must leave no trace in the store.
    let engine = asked.as_deref().map(load::whole_engine).transpose()?;
    let mut store = Sqlite::open(&arguments.store.path, Access::Create)?;
    if let Some(asked) = &asked {
        store.use_lists(asked)?;
    }
    // Never what another run gave the store meanwhile: pages are stamped with the lists that they are read with.
    let lists = match asked {
        Some(asked) => asked,
        None => store.lists()?,
    };
    let digest = digest(&lists);
    let mut run = Run { engine, lists, digest, tally: Tally::default(), bar: progress(&arguments.paths) };
    let mut inputs = Inputs::new(&arguments.paths);
    loop {
        let batch = inputs.batch(PIECES, BYTES);
        if batch.is_empty() {
            break;
        }
        run.take(batch, &mut store)?;
    }
    run.bar.finish_and_clear();
    if store.is_stale()? {
        let digest = run.digest.clone();
        run.tally.renewed = case::bring_up_to_date(&mut store, run.engine()?, &digest)?;
    }
    let documents = store.count()?;
    run.tally.lists = own::summary(&run.lists);
    run.tally.print(&mut io::stdout().lock(), documents, &store.totals()?, arguments)?;
    Ok(if run.tally.refused.is_empty() { Ending::Well } else { Ending::SomeUnread })
}

/// What one run holds while it works.
struct Run {
    /// Loaded when the first new document comes.
    engine: Option<Engine>,
    /// The user's own lists of the store, and their digest.
    lists: Vec<OwnList>,
    digest: String,
    tally: Tally,
    bar: ProgressBar,
}

/// What came in.
#[derive(Default)]
struct Tally {
    new: u64,
    known: u64,
    versions: Vec<(String, u32)>,
    renewed: Renewed,
    /// The user's own lists, for the summary.
    lists: String,
    /// The line of each refusal.
    refused: Vec<String>,
}

impl Run {
    fn engine(&mut self) -> Result<&Engine> {
        if self.engine.is_none() {
            self.engine = Some(load::whole_engine(&self.lists)?);
        }
        Ok(self.engine.as_ref().expect("it was just loaded"))
    }

    /// Says at once what could not be read, and keeps it for the store and the summary.
    fn refuse(&mut self, refusal: crate::input::Refusal, refusals: &mut Vec<Refusal>) {
        let line = reading::message(&refusal);
        self.bar.suspend(|| eprintln!("stemma: {line}"));
        self.tally.refused.push(line);
        refusals.push(Refusal { name: refusal.name, record: refusal.id, note: refusal.note });
    }

    /// Reads one batch and commits it.
    fn take(&mut self, batch: Vec<Input>, store: &mut impl Store) -> Result<()> {
        let bytes: u64 = batch.iter().map(Input::length).sum();
        let reads: Vec<reading::Read> = batch.into_par_iter().flat_map_iter(reading::documents).collect();
        let (mut fresh, mut refusals) = (Vec::new(), Vec::new());
        for read in reads {
            match read {
                Ok((document, _)) if store.holds(&document.id, &document.sha256)? => self.tally.known += 1,
                Ok(new) => fresh.push(new),
                Err(refusal) => self.refuse(refusal, &mut refusals),
            }
        }
        let entries: Vec<Entry> = if fresh.is_empty() {
            Vec::new()
        } else {
            let digest = self.digest.clone();
            let engine = self.engine()?;
            let options = Options::default();
            let entry = |(document, bytes): (_, Vec<u8>)| {
                let (reading, notes) = reading::reading(document, engine, &options)?;
                Ok(Entry::new(reading, &bytes, &notes, &digest))
            };
            let read: Vec<Result<Entry, crate::input::Refusal>> = fresh.into_par_iter().map(entry).collect();
            let mut entries = Vec::with_capacity(read.len());
            for entry in read {
                match entry {
                    Ok(entry) => entries.push(entry),
                    Err(refusal) => self.refuse(refusal, &mut refusals),
                }
            }
            entries
        };
        let kept = store.keep(&entries, &refusals)?;
        self.tally.new += kept.new;
        self.tally.known += kept.known;
        self.tally.versions.extend(kept.versions);
        self.bar.inc(bytes);
        self.bar.set_message(format!("{} new, {} known", self.tally.new, self.tally.known));
        Ok(())
    }
}

impl Tally {
    fn print(&self, out: &mut impl Write, documents: u64, totals: &Totals, arguments: &Ingest) -> io::Result<()> {
        let Totals { stories, copies, events, told, contradictions, .. } = totals;
        let (least, most) = (totals.least_origins, totals.most_origins);
        writeln!(out, "store           {}", arguments.store.path.display())?;
        writeln!(out, "documents       {} new, {} already known, {documents} in the store", self.new, self.known)?;
        for (id, version) in &self.versions {
            writeln!(out, "                {id} came with other bytes than before and is kept as version {version}")?;
        }
        if !self.lists.is_empty() {
            writeln!(out, "lists           {}", self.lists)?;
        }
        if self.renewed.again > 0 {
            writeln!(out, "read again      {} that were read with other lists", self.renewed.again)?;
        }
        writeln!(out, "skipped         {}", self.refused.len())?;
        for line in self.refused.iter().take(LISTED) {
            writeln!(out, "                {line}")?;
        }
        if self.refused.len() > LISTED {
            writeln!(out, "                and {} more, all named on standard error", self.refused.len() - LISTED)?;
        }
        writeln!(out, "stories         {stories}")?;
        if self.renewed.stories > 0 {
            writeln!(out, "changed         {} of them, which were made anew", self.renewed.stories)?;
        }
        writeln!(out, "copies          {copies} of one article from another")?;
        writeln!(out, "events          {events}")?;
        let origins = if least == most { least.to_string() } else { format!("{least} to {most}") };
        writeln!(out, "told            {told} times in articles, from {origins} independent origins")?;
        writeln!(out, "contradictions  {contradictions}")?;
        writeln!(out, "next            stemma brief --store {}", arguments.store.path.display())
    }
}

/// A bar over the bytes to read, on a terminal only; a moving sign when their number is not known.
fn progress(paths: &[PathBuf]) -> ProgressBar {
    let style = |template: &str| ProgressStyle::with_template(template).expect("the template is well formed");
    match input::length(paths) {
        Some(length) => {
            ProgressBar::new(length).with_style(style("reading {wide_bar} {bytes}/{total_bytes}  {msg}  {eta} left"))
        }
        None => ProgressBar::new_spinner().with_style(style("reading {spinner} {bytes}  {msg}")),
    }
}
