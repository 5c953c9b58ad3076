//! `stemma fixes`: what people said of events, and what became of it; and how far they agree.

use anyhow::Result;
use clap::Args;
use stemma_export::Listed;
use stemma_store::{Dataset, Fixes as _};
use stemma_workspace::review::{self, Agreement, FixRow};

use crate::Ending;
use crate::options::{Printing, StoreOption};

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
        return arguments.printing.list(review::agreement(&store.reviewed()?, &store.fixes()?), Agreement::COLUMNS);
    }
    let mut rows = review::rows(store)?;
    rows.retain(|row| arguments.event.as_ref().is_none_or(|event| row.event.starts_with(event.as_str())));
    arguments.printing.list(rows, FixRow::COLUMNS)
}
