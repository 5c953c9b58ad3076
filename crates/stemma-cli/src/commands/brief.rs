//! `stemma brief`: the situation report of a store.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use stemma::fuse;
use stemma_export::{Asked, Form};

use crate::Ending;
use crate::options::{StoreOption, TollsOption};

/// Write a situation report: per story what happened, when, where and with what toll, every sentence cited
#[derive(Args)]
#[command(after_help = "Examples:
  stemma brief
  stemma brief --format html --store syria.stemma > report.html")]
pub struct Brief {
    /// How to write
    #[arg(long, value_enum, default_value_t = Format::Md)]
    format: Format,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    tolls: TollsOption,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// Markdown
    Md,
    /// One HTML page
    Html,
}

pub fn run(arguments: &Brief) -> Result<Ending> {
    let mut snapshot = arguments.store.open()?.snapshot()?;
    fuse::show_tolls(&mut snapshot.picture, arguments.tolls.policy());
    let form = match arguments.format {
        Format::Md => Form::Markdown,
        Format::Html => Form::Html,
    };
    // Its name alone: the folders of a collector are nobody's business.
    let store = arguments.store.path.file_name().unwrap_or_default().to_string_lossy();
    let asked = Asked { store: &store, question: arguments.tolls.question() };
    let report =
        stemma_export::brief(&snapshot.readings, &snapshot.links, &snapshot.picture, &snapshot.lexicon, asked, form);
    writeln!(io::stdout().lock(), "{}", report.trim_end())?;
    Ok(Ending::of(snapshot.left_out.is_empty()))
}
