//! `stemma backup`: a copy of a store, also while it is written.

use std::io::{self, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::Args;

use super::verify::summary;
use crate::Ending;
use crate::options::{DEFAULT_STORE, Messages, STORE};
use stemma_workspace::Listener;

/// Copy a store into another file, also while another program writes it, and verify the copy
#[derive(Args)]
#[command(after_help = "Examples:
  stemma backup copy.stemma                  # of case.stemma
  stemma backup syria.stemma copies/syria-monday.stemma

The copy is the store of one moment, with all that was committed until then, in one file. To copy the file by other means while a program \
writes to it, or after one was stopped, is to miss what lies in the file beside it that ends in -wal.

Exit status: 0 the copy is there and all in it is right; 1 there is none.")]
pub struct Backup {
    /// The store file, and the file for the copy; one name alone is that of the copy
    #[arg(value_name = "[STORE] FILE", required = true, num_args = 1..=2)]
    files: Vec<PathBuf>,
    /// The store file, where it is not named before the copy
    #[arg(long = "store", value_name = "FILE", env = STORE, hide_env = true, default_value = DEFAULT_STORE)]
    store: PathBuf,
    /// Put the copy in the place of a file that is there
    #[arg(long)]
    force: bool,
}

pub fn run(arguments: &Backup) -> Result<Ending> {
    let (from, to) = match &arguments.files[..] {
        [from, to] => (from, to),
        [to] => (&arguments.store, to),
        _ => unreachable!("there are one or two"),
    };
    let verified = stemma_store::backup(from, to, arguments.force, &mut |line| Messages.hear(line))?;
    writeln!(io::stdout(), "{}: a copy of {}; {}", to.display(), from.display(), summary(&verified))?;
    Ok(Ending::Well)
}
