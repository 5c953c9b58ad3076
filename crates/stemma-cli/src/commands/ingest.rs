//! `stemma ingest`: pages into a store, and the picture of all of them made anew.
//!
//! Documents are committed batch by batch, the picture at the end; killed in between, the same command goes on where it
//! stopped.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use stemma::model::Assertion;
use stemma_store::{Archive, Asked, Dataset, Documents, Filter, Sqlite, Totals};
use stemma_workspace::input::{self, Inputs};
use stemma_workspace::intake::Tally;
use stemma_workspace::{Error, Listener, Session, Setup, engine, user_lists};

use crate::Ending;
use crate::options::{ListsOption, Messages, StoreOption};
use crate::signals::Signals;

/// How many refusals and notes, and how many ids with other bytes, the summary names.
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

A first Ctrl-C (SIGINT, SIGTERM) ends it where nothing is lost, a second one at once.

Exit status: 0 all was read; 1 the store cannot be opened or written; 3 done, but some input could not be read; 130 or 143 stopped \
by a signal.")]
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
    look_for(&arguments.paths)?;
    let bar = Bar { progress: progress(&arguments.paths), signals: Signals::listen()? };
    let lists = arguments.lists.read()?;
    let setup = Setup { model: engine::named_model(), listener: &bar };
    let mut session = Session::create(&arguments.store.path, lists, setup)?;
    let tally = match session.ingest(&mut Inputs::new(&arguments.paths)) {
        Err(Error::Stopped) => {
            bar.progress.finish_and_clear();
            let kept = session.store().count()?;
            Messages.hear(&format!("stopped; {kept} documents are kept; the same command goes on"));
            return Ok(Ending::Stopped(bar.signals.came().unwrap_or_default()));
        }
        tally => tally?,
    };
    bar.progress.finish_and_clear();
    print(&mut io::stdout().lock(), &tally, &session, &arguments.store.path)?;
    Ok(Ending::of(tally.refused.is_empty() && session.store().left_out().is_empty()))
}

/// Where there is nothing to read at all, no store is made for it.
fn look_for(paths: &[PathBuf]) -> Result<()> {
    if paths.iter().any(|path| path.as_os_str() == "-" || path.symlink_metadata().is_ok()) {
        return Ok(());
    }
    let named: Vec<String> = paths.iter().map(|path| path.display().to_string()).collect();
    bail!("{}: no such file or folder; check the path, nothing was read and no store was made", named.join(", "))
}

/// Shows on a bar how far reading is, says lines above it, and hears when it is to end.
struct Bar {
    progress: ProgressBar,
    signals: Signals,
}

impl Listener for Bar {
    fn hear(&self, line: &str) {
        self.progress.suspend(|| Messages.hear(line));
    }

    fn advance(&self, bytes: u64, new: u64, known: u64) {
        self.progress.inc(bytes);
        self.progress.set_message(format!("{new} new, {known} known"));
    }

    fn should_stop(&self) -> bool {
        self.signals.came().is_some()
    }
}

/// What came in, and what the store holds now.
fn print(out: &mut impl Write, tally: &Tally, session: &Session<'_>, path: &Path) -> Result<()> {
    let Tally { new, known, versions, renewed, refused, noted } = tally;
    let store = session.store();
    let Totals { stories, copies, events, told, contradictions, least_origins, most_origins } = store.totals()?;
    writeln!(out, "store           {}", path.display())?;
    writeln!(out, "documents       {new} new, {known} already known, {} in the store", store.count()?)?;
    print_versions(out, versions)?;
    let lists = user_lists::summary(session.lists());
    if !lists.is_empty() {
        writeln!(out, "lists           {lists}")?;
    }
    if renewed.again > 0 {
        writeln!(out, "read again      {} that were read with other lists", renewed.again)?;
    }
    writeln!(out, "skipped         {}", refused.len())?;
    for line in refused.iter().take(LISTED) {
        writeln!(out, "                {line}")?;
    }
    if refused.len() > LISTED {
        writeln!(out, "                and {} more, all named on standard error", refused.len() - LISTED)?;
    }
    if !noted.is_empty() {
        writeln!(out, "noted           {}, in pages that were read otherwise", noted.len())?;
    }
    for line in noted.iter().take(LISTED) {
        writeln!(out, "                {line}")?;
    }
    if noted.len() > LISTED {
        writeln!(out, "                and {} more, all shown with their documents", noted.len() - LISTED)?;
    }
    writeln!(out, "stories         {stories}")?;
    if renewed.stories > 0 {
        writeln!(out, "changed         {} of them, which were made anew", renewed.stories)?;
    }
    writeln!(out, "copies          {copies} of one article from another")?;
    writeln!(out, "events          {events}")?;
    let (happened, confirmed) = (happened(store, None)?, happened(store, Some(2))?);
    writeln!(out, "happened        {happened} of them as told, {confirmed} by two independent origins or more")?;
    let origins = match least_origins == most_origins {
        true => least_origins.to_string(),
        false => format!("{least_origins} to {most_origins}"),
    };
    writeln!(out, "told            {told} times in articles, from {origins} independent origins")?;
    writeln!(out, "contradictions  {contradictions}")?;
    writeln!(out, "next            stemma ls events --store {0}; stemma brief --store {0}", path.display())?;
    Ok(())
}

/// The documents that came with other bytes than before, each in one line however often it came.
fn print_versions(out: &mut impl Write, versions: &[(String, u32)]) -> Result<()> {
    let mut latest: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (id, version) in versions {
        let (times, last) = latest.entry(id).or_default();
        (*times, *last) = (*times + 1, (*last).max(*version));
    }
    for (id, (times, last)) in latest.iter().take(LISTED) {
        let often = if *times == 1 { String::new() } else { format!(", {times} times,") };
        writeln!(out, "                {id} came{often} with other bytes than before and is kept as version {last}")?;
    }
    if latest.len() > LISTED {
        writeln!(out, "                and {} more came with other bytes", latest.len() - LISTED)?;
    }
    Ok(())
}

/// How many events are told as having happened, by so many origins at least.
fn happened(store: &Sqlite, origins_min: Option<u32>) -> Result<u64> {
    let filter = Filter { told: vec![Assertion::Asserted], origins_min, ..Filter::default() };
    Ok(store.events(&Asked { filter, limit: Some(0), ..Asked::default() })?.total)
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
