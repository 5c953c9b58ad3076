//! `stemma mcp`: a store for assistants, over the Model Context Protocol.

use anyhow::Result;
use clap::Args;
use stemma_mcp::{Options, serve_stdio};

use crate::Ending;
use crate::options::StoreArgument;

/// Let an assistant ask a store: the Model Context Protocol over standard input and output, read-only
#[derive(Args)]
#[command(after_help = "Examples:
  stemma mcp                       # case.stemma
  stemma mcp syria.stemma

An assistant's program starts it: name `stemma` as the command, and `mcp` and the store's whole path as its arguments. The store is read and \
never written; bring it up to date with `stemma ingest` or `stemma ls` beside it. It ends when its input does. docs/assistants.md says more.")]
pub struct Mcp {
    #[command(flatten)]
    store: StoreArgument,
}

pub fn run(arguments: &Mcp) -> Result<Ending> {
    serve_stdio(Options { store: arguments.store.path().clone(), patience: None })?;
    Ok(Ending::Well)
}
