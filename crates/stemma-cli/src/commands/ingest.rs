//! `stemma ingest`: pages into a store, and the picture of all of them made anew.
//!
//! Documents are committed batch by batch, the picture at the end; killed in between, the same command goes on where it
//! stopped.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use stemma_export::pages;
use stemma_store::Documents;
use stemma_workspace::ask::standing;
use stemma_workspace::input::{self, Inputs};
use stemma_workspace::{Error, Listener, Session, Setup, engine};

use crate::Ending;
use crate::options::{ListsOption, MapOption, Messages, StoreOption};
use crate::signals::Signals;
use crate::terminal::{aside, print};

/// Read pages into a store, then relate and fuse everything in it
#[derive(Args)]
#[command(after_help = "Examples:
  stemma ingest pages/
  stemma ingest pages/ crawl.jsonl --store syria.stemma
  stemma ingest pages/ --lists mine          # with lists of your own; the store keeps them for later commands
  stemma ingest factiva.txt nexis.zip crawl.jsonl.gz
  stemma ingest table.csv --map text=body,published=date

Pages that are there already are passed over, so the same command can be run again, also after it was killed. \
Files that hold many pages are split: exports of LexisNexis, Nexis Uni, Factiva and ProQuest as text, tables (.csv, .tsv, .parquet) with \
the column names of common tools, JSON, JSON Lines and the XML of trafilatura; `stemma split` shows what is found. What holds no page is \
named and left out, hidden files and the folders of saved pages without a word. \
Days of which a spreadsheet made numbers (43529) are read where their column has nothing else in the first 1,000 rows of the table, or \
4 MiB of them; a later row that has something else is named. \
With other lists than before, every page of the store is read again from the bytes that it keeps.

A first Ctrl-C (SIGINT, SIGTERM) ends it where nothing is lost, a second one at once.

Exit status: 0 all was read; 1 the store cannot be opened or written; 3 done, but some input could not be read; 130 or 143 stopped \
by a signal.")]
pub struct Ingest {
    /// Files (.txt, .html, .csv, .json, .jsonl, .parquet, .xml, and these in .gz or .zip), folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    map: MapOption,
    #[command(flatten)]
    lists: ListsOption,
}

pub fn run(arguments: &Ingest) -> Result<Ending> {
    look_for(&arguments.paths)?;
    let bar = Bar { progress: progress(&arguments.paths), signals: Signals::listen()? };
    let lists = arguments.lists.read()?;
    let setup = Setup { model: engine::named_model(), listener: &bar };
    let mut session = Session::create(&arguments.store.path, lists, setup)?;
    let mut inputs = Inputs::new(&arguments.paths).mapped(arguments.map.map());
    let tally = match session.ingest(&mut inputs) {
        Err(Error::Stopped) => {
            bar.progress.finish_and_clear();
            let kept = session.store().count()?;
            Messages.hear(&format!("stopped; {kept} documents are kept; the same command goes on"));
            return Ok(Ending::Stopped(bar.signals.came().unwrap_or_default()));
        }
        tally => tally?,
    };
    bar.progress.finish_and_clear();
    if inputs.companions() > 0 {
        let folders = match inputs.companions() {
            1 => "one folder".to_owned(),
            many => format!("{many} folders"),
        };
        aside(&format!("{folders} with the scripts, styles and frames of saved pages left out"));
    }
    let store = arguments.store.path.display().to_string();
    print(&pages::intake(&store, &tally, &standing(session.store(), session.lists())?))?;
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
