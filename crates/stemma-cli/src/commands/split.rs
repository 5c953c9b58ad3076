//! `stemma split`: which pages are in files, before they are read; nothing is kept.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use stemma_export::Listed;
use stemma_workspace::input::Inputs;
use stemma_workspace::intake::guard;
use stemma_workspace::split::{FoundPage, split};
use stemma_workspace::{Listener, engine};

use crate::Ending;
use crate::options::{ListsOption, MapOption, Messages, Printing};
use crate::table::print;

/// Show which pages are found in files: articles of news databases, rows of tables, records; nothing is kept
#[derive(Args)]
#[command(after_help = "Examples:
  stemma split factiva.txt
  stemma split export.csv --map text=body,published=date
  stemma split pages.zip --format csv > pages.csv

Each page has its number in the file, the bytes where it lies, and what is given or found of its title, outlet and day. What holds no \
page is named on standard error, with the format that was seen, and gives exit status 3 at the end.")]
pub struct Split {
    /// Files and folders, as for `stemma ingest`, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    map: MapOption,
    #[command(flatten)]
    lists: ListsOption,
    #[command(flatten)]
    printing: Printing,
}

pub fn run(arguments: &Split) -> Result<Ending> {
    let own = arguments.lists.read()?.unwrap_or_default();
    let (files, pages) = engine::files_and_pages(&own)?;
    let (mut rows, mut total, mut ending) = (Vec::new(), 0, Ending::Well);
    let limit = arguments.printing.limit().unwrap_or(usize::MAX);
    let mut inputs = Inputs::new(&arguments.paths).mapped(arguments.map.map());
    split(&mut inputs, &files, &pages, |found| -> Result<()> {
        match found {
            Ok(page) => {
                page.notes.iter().for_each(|note| Messages.hear(&guard::message(note)));
                total += 1;
                if rows.len() < limit {
                    rows.push(page);
                }
            }
            Err(refusal) => {
                Messages.hear(&guard::message(&refusal));
                ending = Ending::SomeUnread;
            }
        }
        Ok(())
    })?;
    let mut out = BufWriter::new(io::stdout().lock());
    print(&mut out, &rows, FoundPage::COLUMNS, arguments.printing.format(), None)?;
    out.flush()?;
    arguments.printing.say_more(rows.len(), total);
    Ok(ending)
}
