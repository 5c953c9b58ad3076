//! `stemma export`: everything that is known of a store, in a format that other programs read.

use std::io::{self, BufWriter, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use stemma::fuse;
use stemma_export::{Export as Whole, json};
use stemma_workspace::{Session, Snapshot};

use crate::Ending;
use crate::options::{Filters, StoreArgument, TollsOption, setup};

/// Print everything that is known of a store: documents, stories, lineage, events, claims, contradictions, control
#[derive(Args)]
#[command(after_help = "Examples:
  stemma export --format json > picture.json
  stemma export --format json syria.stemma | jq '.events[].summary'
  stemma export --country Sudan --since 2023-04 > sudan.json   # these events, with their stories, claims and pages
  stemma ls events --format csv > events.csv                   # events as a table

The same documents give the same bytes, whatever the order in which they came.")]
pub struct Export {
    #[command(flatten)]
    store: StoreArgument,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Json)]
    format: Format,
    #[command(flatten)]
    tolls: TollsOption,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One JSON object
    Json,
}

pub fn run(arguments: &Export) -> Result<Ending> {
    let Format::Json = arguments.format;
    let mut session = Session::open(arguments.store.path(), setup())?;
    let mut snapshot = Snapshot::asked(&mut session, &arguments.filters.0)?;
    fuse::show_tolls(&mut snapshot.picture, arguments.tolls.policy());
    let mut out = BufWriter::new(io::stdout().lock());
    json(&mut out, &Whole::new(&snapshot.readings, &snapshot.links, &snapshot.picture), false)?;
    out.flush()?;
    Ok(Ending::of(snapshot.left_out.is_empty()))
}
