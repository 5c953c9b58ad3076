//! `stemma fixes`: what people said of events, and what became of it; and how far they agree.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::Args;
use stemma_export::Listed;
use stemma_store::{Dataset, Fixes as _};
use stemma_workspace::review::{self, Agreement, FixRow};

use crate::Ending;
use crate::options::{Printing, StoreOption};
use crate::table::print;

/// List what people said of events, the oldest first, with what became of it
#[derive(Args)]
#[command(after_help = "Examples:
  stemma fixes
  stemma fixes e-91c0
  stemma fixes --format csv > corrections.csv   # can be read again by stemma fix --import
  stemma fixes --agreement                      # Krippendorff's alpha of all who judged the same events

Status: applies (it stands), agrees (the program now reads the same), stale (the program now reads a third thing: look again),
replaced (somebody said other later), withdrawn, lost (no event is told by its words any more).")]
pub struct Fixes {
    /// An event, by its id or the beginning of it
    #[arg(value_name = "EVENT")]
    event: Option<String>,
    /// How far people agree who judged the same events, field by field
    #[arg(long)]
    agreement: bool,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    printing: Printing,
}

pub fn run(arguments: &Fixes) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    if arguments.agreement {
        return arguments.list(review::agreement(&store.reviewed()?, &store.fixes()?), Agreement::COLUMNS);
    }
    let mut rows = review::rows(store)?;
    rows.retain(|row| arguments.event.as_ref().is_none_or(|event| row.event.starts_with(event.as_str())));
    arguments.list(rows, FixRow::COLUMNS)
}

impl Fixes {
    fn list<R: Listed>(&self, mut rows: Vec<R>, columns: &[stemma_export::Column<R>]) -> Result<Ending> {
        let total = rows.len();
        rows.truncate(self.printing.limit().unwrap_or(total));
        let mut out = BufWriter::new(io::stdout().lock());
        print(&mut out, &rows, columns, self.printing.format(), None)?;
        out.flush()?;
        self.printing.say_more(rows.len(), total as u64);
        Ok(Ending::Well)
    }
}
