//! `stemma completions` and `stemma man`: what shells and readers are told of the arguments, from the same definitions.

use std::io::{self, Write};

use anyhow::{Context, Result};
use clap::{Args, Command};
use clap_complete::Shell;
use clap_mangen::Man;

use crate::Ending;

/// Print what a shell needs to complete arguments
#[derive(Args)]
#[command(after_help = "Examples:
  stemma completions bash > ~/.local/share/bash-completion/completions/stemma
  stemma completions zsh > ~/.zfunc/_stemma         # ~/.zfunc in fpath
  stemma completions fish > ~/.config/fish/completions/stemma.fish")]
pub struct Completions {
    shell: Shell,
}

/// Print a page of the manual: of the program, or of one command
#[derive(Args)]
#[command(after_help = "Examples:
  stemma man > ~/.local/share/man/man1/stemma.1
  stemma man ls > ~/.local/share/man/man1/stemma-ls.1
  stemma man ls | man -l -")]
pub struct Manual {
    /// A command; of several words for one inside another
    #[arg(value_name = "COMMAND")]
    command: Vec<String>,
}

pub fn complete(arguments: &Completions, mut program: Command) -> Result<Ending> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut program, "stemma", &mut script);
    io::stdout().lock().write_all(&script)?;
    Ok(Ending::Well)
}

pub fn manual(arguments: &Manual, mut program: Command) -> Result<Ending> {
    program.build();
    let mut command = &program;
    for name in &arguments.command {
        command = command.find_subcommand(name).with_context(|| format!("{name}: there is no such command"))?;
    }
    let mut page = Vec::new();
    Man::new(command.clone()).render(&mut page)?;
    io::stdout().lock().write_all(&page)?;
    Ok(Ending::Well)
}
