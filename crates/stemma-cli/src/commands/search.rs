//! `stemma search`: pages by their words, each with the sentence in which they stand.

use std::io::{self, BufWriter, Write};

use anyhow::{Result, bail};
use clap::Args;
use stemma_export::pages::{self, HitRow};
use stemma_store::{Found, Noun};
use stemma_workspace::ask;

use crate::Ending;
use crate::options::{Filters, Printing, StoreOption};
use crate::table::{Format, print};
use crate::terminal;

/// Find pages by their words, each with the sentence in which they stand
#[derive(Args)]
#[command(after_help = "Examples:
  stemma search hospital shelling
  stemma search '\"car bomb\" mogadishu' --since 2022-10
  stemma search 'displac*' --country SDN --format jsonl

All words stand in each page; accents do not matter. The pages that tell most with the words come first.")]
pub struct Search {
    #[arg(value_name = "WORDS", required = true)]
    words: Vec<String>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
    #[command(flatten)]
    printing: Printing,
}

pub fn run(arguments: &Search) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let store = session.dataset()?;
    let mut query = arguments.filters.query(&arguments.words);
    query.limit = arguments.printing.limit();
    let Found { rows, total } = ask::search(store, &query.asked(Noun::Pages, store)?)?;
    if rows.is_empty() {
        bail!("no page has all these words: {}", arguments.words.join(" "));
    }
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.printing.format() {
        Format::Table => {
            for hit in &rows {
                out.write_all(terminal::set(&pages::hit(hit), terminal::text_width()).as_bytes())?;
            }
        }
        format => print(&mut out, &rows.iter().map(HitRow::of).collect::<Vec<_>>(), &[], format, None)?,
    }
    out.flush()?;
    arguments.printing.say_more(rows.len(), total);
    Ok(Ending::Well)
}
