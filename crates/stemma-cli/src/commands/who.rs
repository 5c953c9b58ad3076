//! `stemma who`: who told an event first, who only copied it, and who tells it independently.

use std::io;

use anyhow::Result;
use clap::Args;
use stemma_export::{json, pages};
use stemma_workspace::ask;

use crate::Ending;
use crate::options::{Filters, Messages, StoreOption};
use crate::terminal::print;

/// Say who told an event first, who only copied it, and who tells it independently
#[derive(Args)]
#[command(after_help = "Examples:
  stemma who e-91c0
  stemma who car bomb Mogadishu
  stemma who hospital --country SDN --since 2023-04 --json

With words, the event is meant that most articles tell of those that have them all; the others are named. Where none has, one of the\npage that tells most with them is.")]
pub struct Who {
    /// The id of an event, or its beginning; or words that tell it
    #[arg(value_name = "EVENT|WORDS", required = true)]
    event: Vec<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
}

pub fn run(arguments: &Who) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    let event = ask::meant(store, &arguments.filters.query(&arguments.event), &Messages)?;
    let who = ask::who(store, &event)?;
    if arguments.json {
        json(&mut io::stdout().lock(), &who, true)?
    } else {
        print(&pages::who(&who))?
    }
    Ok(Ending::Well)
}
