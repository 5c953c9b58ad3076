//! `stemma lists`: what the program knows by its lists, what a user's own lists change in them, and a copy of ours.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use stemma::lexicon::lists::{CATALOGUE, Effect, Joined, ListKind, count};
use stemma_workspace::{engine, user_lists};

use crate::Ending;
use crate::options::{ListsOption, Messages};

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

/// The greatest number of changes that are printed one by one for each list.
const LISTED: usize = 20;

pub fn run(arguments: &ListsCommand) -> Result<Ending> {
    let mut out = io::stdout().lock();
    match &arguments.action {
        Some(Action::Write { folder }) => write_out(folder, &mut out)?,
        Some(Action::Check { folders }) => {
            let own = user_lists::read(folders, &Messages)?;
            let joined = engine::joined(&own)?;
            engine::add_packs(&own, &mut engine::compile(&joined)?.1)?;
            writeln!(out, "all is right: {}", summary(&joined))?;
            changes(&joined, &mut out)?;
        }
        None => {
            let joined = engine::joined(&arguments.own.read()?.unwrap_or_default())?;
            engine::compile(&joined)?;
            let lists = joined.lists(stemma_data::GAZETTEER);
            for list in &CATALOGUE {
                let mark = joined.changes.iter().any(|change| change.list == list.path);
                let mark = if mark { "  *" } else { "" };
                writeln!(out, "{:<28}{:>6}  {}{mark}", list.path, count(list, &lists), list.holds)?;
            }
            match joined.names.is_empty() {
                true => writeln!(out, "\nno lists of your own; `stemma lists --help` says how to add some")?,
                false => {
                    writeln!(out, "\nlists of your own (*): {}", summary(&joined))?;
                    changes(&joined, &mut out)?;
                }
            }
        }
    }
    Ok(Ending::Well)
}

/// "3 entries added, 1 removed".
fn summary(joined: &Joined<'_>) -> String {
    let of = |effect| joined.changes.iter().filter(|change| change.effect == effect).count();
    let files = joined.names.len();
    format!(
        "{files} {}; {} added, {} replaced, {} extended, {} removed",
        if files == 1 { "file" } else { "files" },
        of(Effect::Added),
        of(Effect::Replaced),
        of(Effect::Extended),
        of(Effect::Removed),
    )
}

/// Where each entry of the user took effect.
fn changes(joined: &Joined<'_>, out: &mut impl Write) -> io::Result<()> {
    for ListKind { path, .. } in &CATALOGUE {
        let of_list = || joined.changes.iter().filter(|change| change.list == *path);
        let number = of_list().count();
        for change in of_list().take(LISTED) {
            let effect = match change.effect {
                Effect::Added => "adds",
                Effect::Replaced => "replaces",
                Effect::Extended => "extends",
                Effect::Removed => "removes",
            };
            let file = &joined.names[change.file];
            writeln!(out, "{file}: line {}: {effect} {} ({path})", change.line, change.entry)?;
        }
        if number > LISTED {
            writeln!(out, "and {} more in {path}", number - LISTED)?;
        }
    }
    Ok(())
}

/// Writes our lists out, into a folder that holds nothing yet.
fn write_out(folder: &Path, out: &mut impl Write) -> Result<()> {
    let shown = folder.display();
    fs::create_dir_all(folder).with_context(|| format!("{shown}: cannot be made; name another folder"))?;
    if fs::read_dir(folder).with_context(|| format!("{shown}: cannot be read"))?.next().is_some() {
        bail!("{shown}: is not empty, and nothing in it is overwritten; name a new folder");
    }
    let mut files = 0;
    for (path, text) in stemma_data::LISTS.iter().filter(|(path, _)| ListKind::of(path).is_some()) {
        let file = folder.join(path);
        let failed = || format!("{}: cannot be written; make room, or name another folder", file.display());
        fs::create_dir_all(file.parent().unwrap_or(folder)).with_context(failed)?;
        let opened = OpenOptions::new().write(true).create_new(true).open(&file);
        opened.and_then(|mut file| file.write_all(text.as_bytes())).with_context(failed)?;
        files += 1;
    }
    writeln!(out, "{files} lists are in {shown}; copy what you want to change into a folder of your own")?;
    Ok(())
}
