//! `stemma about`: the version, how it can be wrong, and whose work it carries.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::Args;
use serde::Deserialize;
use stemma::lexicon::parse_toml;

use crate::Ending;

/// Print the version, how the results can be wrong, and the data of others with their licences
#[derive(Args)]
#[command(after_help = "Examples:
  stemma about")]
pub struct About {}

#[derive(Deserialize)]
struct Sources {
    source: Vec<Source>,
}

/// One entry of data/sources.toml.
#[derive(Deserialize)]
struct Source {
    name: String,
    version: String,
    registry: String,
    package: String,
    licence: String,
    origin: String,
    attribution: String,
}

const LIST: &str = "sources.toml";

pub fn run(_: &About) -> Result<Ending> {
    let (_, text) =
        stemma_data::LISTS.iter().find(|(name, _)| *name == LIST).context("data/sources.toml is missing")?;
    let sources: Sources = parse_toml(LIST, text)?;
    let mut out = io::stdout().lock();
    writeln!(out, "stemma {}", env!("CARGO_PKG_VERSION"))?;
    writeln!(
        out,
        "reads the news of a conflict and shows what happened, where and when, and who really said it first"
    )?;
    writeln!(out, "licence: MIT OR Apache-2.0\n\n{}\n\ndata of others in this program:", stemma_export::CAUTION)?;
    for source in &sources.source {
        let Source { name, version, registry, package, licence, origin, attribution } = source;
        writeln!(out, "\n{name} ({registry} {package} {version})")?;
        writeln!(out, "  origin       {origin}\n  licence      {licence}\n  attribution  {attribution}")?;
    }
    Ok(Ending::Well)
}
