//! The program `stemma`: arguments and messages around a workspace. It holds no knowledge of its own.

mod commands;
mod options;
mod signals;
mod table;
mod terminal;

use std::io;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use stemma::lexicon::lists::FAULTS_SAID;

/// Reads the news of a conflict and shows what happened, where and when, and who really said it first
#[derive(Parser)]
#[command(
    version,
    after_help = "Exit status: 0 all went well; 1 the command failed; 2 the arguments are wrong; 3 done, but some input or
part of the store could not be read (each is named on standard error)."
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Ingest(commands::ingest::Ingest),
    Brief(commands::brief::Brief),
    Ls(commands::ls::Ls),
    Search(commands::search::Search),
    Who(commands::who::Who),
    Show(commands::show::Show),
    Export(commands::export::Export),
    Verify(commands::verify::Verify),
    Backup(commands::backup::Backup),
    Annotate(commands::annotate::Annotate),
    Lists(commands::lists::ListsCommand),
    Gazetteer(commands::gazetteer::GazetteerCommand),
    About(commands::about::About),
}

/// How a command ended that did not fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    Well,
    /// Some input, or part of the store, could not be read; the rest was.
    SomeUnread,
    /// A signal of this number asked for the end, and nothing is lost.
    Stopped(u8),
}

impl Ending {
    pub fn of(all_was_read: bool) -> Ending {
        if all_was_read { Ending::Well } else { Ending::SomeUnread }
    }
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let ended = match &arguments.command {
        Command::Ingest(ingest) => commands::ingest::run(ingest),
        Command::Brief(brief) => commands::brief::run(brief),
        Command::Ls(ls) => commands::ls::run(ls),
        Command::Search(search) => commands::search::run(search),
        Command::Who(who) => commands::who::run(who),
        Command::Show(show) => commands::show::run(show),
        Command::Export(export) => commands::export::run(export),
        Command::Verify(verify) => commands::verify::run(verify),
        Command::Backup(backup) => commands::backup::run(backup),
        Command::Annotate(annotate) => commands::annotate::run(annotate),
        Command::Lists(lists) => commands::lists::run(lists),
        Command::Gazetteer(gazetteer) => commands::gazetteer::run(gazetteer),
        Command::About(about) => commands::about::run(about),
    };
    match ended {
        Ok(Ending::Well) => ExitCode::SUCCESS,
        Ok(Ending::SomeUnread) => ExitCode::from(3),
        // As a shell tells the end by a signal.
        Ok(Ending::Stopped(signal)) => ExitCode::from(128 + signal),
        // The reader of a pipe went away (`stemma annotate … | head`): it has what it wanted.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            say_faults(&error);
            eprintln!("stemma: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What is wrong with lists of the user's own, line by line, before the line that says what that means.
fn say_faults(error: &anyhow::Error) {
    let faults = error.downcast_ref::<stemma_workspace::Error>().map_or(&[][..], stemma_workspace::Error::faults);
    for fault in faults.iter().take(FAULTS_SAID) {
        eprintln!("stemma: {fault}");
    }
    if faults.len() > FAULTS_SAID {
        eprintln!("stemma: and {} more", faults.len() - FAULTS_SAID);
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let of = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| {
        let of_table = cause.downcast_ref::<csv::Error>().map(csv::Error::kind);
        let of_json = cause.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind);
        cause.downcast_ref::<io::Error>().is_some_and(of)
            || matches!(of_table, Some(csv::ErrorKind::Io(error)) if of(error))
            || of_json == Some(io::ErrorKind::BrokenPipe)
    })
}
