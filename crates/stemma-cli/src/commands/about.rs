//! `stemma about`: the version, how it can be wrong, whose work it carries, and what its words mean.

use std::io::{self, Write};

use anyhow::Result;
use clap::{Args, ValueEnum};
use stemma_export::pages;
use stemma_workspace::ask::{Source, kinds, sources};

use crate::Ending;
use crate::terminal::print;

/// Print the version, how the results can be wrong and the data of others; or explain words and kinds
#[derive(Args)]
#[command(after_help = "Examples:
  stemma about
  stemma about words         # what origins, grades, told and disagreements are
  stemma about kinds         # the kinds of events, with the codes of PLOVER and ACLED")]
pub struct About {
    /// What to explain
    #[arg(value_enum)]
    topic: Option<Topic>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Topic {
    /// The terms that other commands print
    Words,
    /// The kinds of events
    Kinds,
}

pub fn run(arguments: &About) -> Result<Ending> {
    match arguments.topic {
        Some(Topic::Words) => print(&pages::terms())?,
        Some(Topic::Kinds) => print(&pages::kinds(&kinds()?))?,
        None => write_sources(&sources()?)?,
    }
    Ok(Ending::Well)
}

fn write_sources(sources: &[Source]) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "stemma {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        out,
        "reads the news of a conflict and shows what happened, where and when, and who really said it first"
    )?;
    writeln!(out, "licence: MIT OR Apache-2.0\n\n{}\n\ndata of others in this program:", stemma_export::CAUTION)?;
    for source in sources {
        let Source { name, version, registry, package, licence, origin, attribution } = source;
        writeln!(out, "\n{name} ({registry} {package} {version})")?;
        writeln!(out, "  origin       {origin}\n  licence      {licence}\n  attribution  {attribution}")?;
    }
    Ok(())
}
