//! `stemma marks`: what people marked.

use anyhow::Result;
use clap::Args;
use stemma_export::Listed;
use stemma_store::{Marked, Marks as _};

use crate::Ending;
use crate::options::{Printing, StoreOption};

/// List what people marked, the oldest first, and what was taken back
#[derive(Args)]
#[command(after_help = "Examples:
  stemma marks
  stemma marks --format csv > marks.csv")]
pub struct Marks {
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    printing: Printing,
}

pub fn run(arguments: &Marks) -> Result<Ending> {
    let marks = arguments.store.open()?.store().marks()?;
    arguments.printing.list(marks, Marked::COLUMNS)
}
