//! `stemma brief`: the situation report of a store.

mod pdf;

use std::io::{self, IsTerminal, Write};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use stemma::fuse;
use stemma_export::formats::redactions;
use stemma_export::{Asked, Form};
use stemma_workspace::{Listener, Snapshot};

use crate::Ending;
use crate::options::{Filters, Messages, RedactOption, StoreOption, TollsOption};

/// Write a situation report: per story what happened, when, where and with what toll, every sentence cited
#[derive(Args)]
#[command(after_help = "Examples:
  stemma brief
  stemma brief --format html --store syria.stemma > report.html
  stemma brief --redact > report.md            # without the names of victims and witnesses
  stemma brief --country Sudan --since 2023-04 --told happened     # of these events only
  stemma brief --format pdf --store syria.stemma > report.pdf")]
pub struct Brief {
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    tolls: TollsOption,
    #[command(flatten)]
    redact: RedactOption,
    #[command(flatten)]
    filters: Filters,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Markdown
    Md,
    /// One HTML page
    Html,
    /// PDF, printed by a browser or another program that is installed for it
    Pdf,
}

pub fn run(arguments: &Brief) -> Result<Ending> {
    let is_pdf = matches!(arguments.format, Format::Pdf);
    if is_pdf && io::stdout().is_terminal() {
        bail!("PDF is nothing for a terminal; write it into a file: stemma brief --format pdf > report.pdf");
    }
    let query = &arguments.filters.0;
    let mut session = arguments.store.open()?;
    let redaction = arguments.redact.apply(&mut session)?;
    let mut snapshot = Snapshot::asked(&mut session, query)?;
    fuse::show_tolls(&mut snapshot.picture, arguments.tolls.policy());
    let form = match arguments.format {
        Format::Md => Form::Markdown,
        Format::Html | Format::Pdf => Form::Html,
    };
    // Its name alone: the folders of a collector are nobody's business.
    let store = arguments.store.path.file_name().unwrap_or_default().to_string_lossy();
    let question = arguments.tolls.question(query, redaction.is_some());
    let asked = Asked { store: &store, question: &question };
    let report =
        stemma_export::brief(&snapshot.readings, &snapshot.links, &snapshot.picture, &snapshot.lexicon, asked, form);
    for line in redaction.iter().flat_map(|redaction| redactions::lines(redaction)) {
        Messages.hear(&line);
    }
    if is_pdf {
        io::stdout().lock().write_all(&pdf::print(&report)?)?;
        return Ok(Ending::Well);
    }
    writeln!(io::stdout().lock(), "{}", report.trim_end())?;
    Ok(Ending::of(snapshot.left_out.is_empty()))
}
