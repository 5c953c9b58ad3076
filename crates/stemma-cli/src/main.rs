//! The program `stemma`: arguments and messages around a workspace. It holds no knowledge of its own.

mod commands;
mod options;
mod signals;
mod table;
mod terminal;

use std::io;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};
use options::Messages;
use stemma::lexicon::lists::FAULTS_SAID;
use stemma_workspace::Listener;

/// Reads the news of a conflict and shows what happened, where and when, and who really said it first
#[derive(Parser)]
#[command(
    name = "stemma",
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
    #[cfg(feature = "desk")]
    Serve(commands::serve::Serve),
    #[cfg(feature = "mcp")]
    Mcp(commands::mcp::Mcp),
    Brief(commands::brief::Brief),
    Ls(commands::ls::Ls),
    Search(commands::search::Search),
    Who(commands::who::Who),
    Show(commands::show::Show),
    Review(commands::review::Review),
    Fix(commands::fix::Fix),
    Fixes(commands::fixes::Fixes),
    Unfix(commands::unfix::Unfix),
    Mark(commands::mark::Mark),
    Marks(commands::marks::Marks),
    Unmark(commands::unmark::Unmark),
    Redactions(commands::redactions::Redactions),
    Export(commands::export::Export),
    Compare(commands::compare::Compare),
    Convert(commands::convert::Convert),
    Verify(commands::verify::Verify),
    Backup(commands::backup::Backup),
    Split(commands::split::Split),
    Annotate(commands::annotate::Annotate),
    Lists(commands::lists::ListsCommand),
    Gazetteer(commands::gazetteer::GazetteerCommand),
    About(commands::about::About),
    Completions(commands::guides::Completions),
    Man(commands::guides::Manual),
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
        #[cfg(feature = "desk")]
        Command::Serve(serve) => commands::serve::run(serve),
        #[cfg(feature = "mcp")]
        Command::Mcp(mcp) => commands::mcp::run(mcp),
        Command::Brief(brief) => commands::brief::run(brief),
        Command::Ls(ls) => commands::ls::run(ls),
        Command::Search(search) => commands::search::run(search),
        Command::Who(who) => commands::who::run(who),
        Command::Show(show) => commands::show::run(show),
        Command::Review(review) => commands::review::run(review),
        Command::Fix(fix) => commands::fix::run(fix),
        Command::Fixes(fixes) => commands::fixes::run(fixes),
        Command::Unfix(unfix) => commands::unfix::run(unfix),
        Command::Mark(mark) => commands::mark::run(mark),
        Command::Marks(marks) => commands::marks::run(marks),
        Command::Unmark(unmark) => commands::unmark::run(unmark),
        Command::Redactions(redactions) => commands::redactions::run(redactions),
        Command::Export(export) => commands::export::run(export),
        Command::Compare(compare) => commands::compare::run(compare),
        Command::Convert(convert) => commands::convert::run(convert),
        Command::Verify(verify) => commands::verify::run(verify),
        Command::Backup(backup) => commands::backup::run(backup),
        Command::Split(split) => commands::split::run(split),
        Command::Annotate(annotate) => commands::annotate::run(annotate),
        Command::Lists(lists) => commands::lists::run(lists),
        Command::Gazetteer(gazetteer) => commands::gazetteer::run(gazetteer),
        Command::About(about) => commands::about::run(about),
        Command::Completions(completions) => commands::guides::complete(completions, Arguments::command()),
        Command::Man(manual) => commands::guides::manual(manual, Arguments::command()),
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
            Messages.hear(&said(&error));
            let is_of_arguments = matches!(error.downcast_ref(), Some(stemma_workspace::Error::Query(_)));
            if is_of_arguments { ExitCode::from(2) } else { ExitCode::FAILURE }
        }
    }
}

/// What is wrong with lists of the user's own, line by line, before the line that says what that means.
fn say_faults(error: &anyhow::Error) {
    let faults = error.downcast_ref::<stemma_workspace::Error>().map_or(&[][..], stemma_workspace::Error::faults);
    for fault in faults.iter().take(FAULTS_SAID) {
        Messages.hear(&fault.to_string());
    }
    if faults.len() > FAULTS_SAID {
        Messages.hear(&format!("and {} more", faults.len() - FAULTS_SAID));
    }
}

/// An error with its causes, each of which is said once: many say theirs themselves.
fn said(error: &anyhow::Error) -> String {
    error.chain().map(ToString::to_string).fold(String::new(), |said, cause| match said.as_str() {
        "" => cause,
        known if known.contains(&cause) => said,
        known => format!("{known}: {cause}"),
    })
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let causes = error.chain().filter_map(|cause| cause.downcast_ref::<io::Error>());
    causes.into_iter().any(|error| error.kind() == io::ErrorKind::BrokenPipe)
}
