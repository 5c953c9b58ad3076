//! `stemma lists`: what the program knows by its lists, what a user's own lists change in them, and a copy of ours.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, Subcommand};
use stemma_export::pages;
use stemma_workspace::{engine, user_lists};

use crate::Ending;
use crate::options::{ListsOption, Messages};
use crate::terminal::print;

/// Print which lists there are and what lists of your own change in them; check your own, or write ours out
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:
  stemma lists
  stemma lists write ours             # a copy of all lists, to look at and to copy entries from
  stemma lists check mine             # is everything in my lists right? reads no page
  stemma lists --lists mine           # what do they change?
  stemma ingest pages/ --lists mine

A folder of your own holds only what you add or change, in files of the same path as ours: mine/actors/ours.toml,
mine/events/verbs.toml. An entry of a known id stands in place of ours; with extend = true it adds to it. [remove] at the
end of a file takes away: actors = [\"id\"], or words of a list by its name. In a .tsv, a row that begins with the cell
`remove` does. Several folders are joined in the order given: of entries with the same id the later one stands. New rules
come before ours in that order, and of two rules that fit, the first one wins.")]
pub struct ListsCommand {
    #[command(subcommand)]
    action: Option<Action>,
    #[command(flatten)]
    own: ListsOption,
}

#[derive(Subcommand)]
enum Action {
    /// Check lists of your own without reading a page
    Check {
        #[arg(required = true, value_name = "FOLDER")]
        folders: Vec<PathBuf>,
    },
    /// Write the program's own lists into a new folder
    Write {
        #[arg(value_name = "FOLDER")]
        folder: PathBuf,
    },
}

pub fn run(arguments: &ListsCommand) -> Result<Ending> {
    let mut out = io::stdout().lock();
    match &arguments.action {
        Some(Action::Write { folder }) => {
            let files = user_lists::write_ours(folder)?;
            let shown = folder.display();
            writeln!(out, "{files} lists are in {shown}; copy what you want to change into a folder of your own")?;
        }
        Some(Action::Check { folders }) => {
            let own = user_lists::read(folders, &Messages)?;
            let joined = user_lists::check(&own)?;
            writeln!(out, "all is right: {}", pages::summary(&joined))?;
            drop(out);
            print(&pages::changes(&joined))?;
        }
        None => {
            let own = arguments.own.read()?.unwrap_or_default();
            let joined = engine::joined(&own)?;
            engine::compile(&joined)?;
            drop(out);
            print(&pages::catalogue(&joined, &joined.lists(stemma_data::GAZETTEER)))?;
        }
    }
    Ok(Ending::Well)
}
