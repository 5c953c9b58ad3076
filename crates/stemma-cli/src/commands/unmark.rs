//! `stemma unmark`: take a mark back.

use anyhow::Result;
use clap::Args;
use stemma_export::pages;

use crate::Ending;
use crate::options::{SignOption, StoreOption};
use crate::terminal::print;

/// Take a mark back; it stays in the list of marks, with this beside it
#[derive(Args)]
#[command(after_help = "Examples:
  stemma unmark m-3a90 --why 'the family published it'")]
pub struct Unmark {
    /// The mark, by its id or the beginning of it; `stemma marks` names them
    #[arg(value_name = "MARK")]
    mark: String,
    #[command(flatten)]
    sign: SignOption,
    #[command(flatten)]
    store: StoreOption,
}

pub fn run(arguments: &Unmark) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    print(&pages::marked(&[session.unmark(&arguments.mark, &arguments.sign.signature()?)?]))?;
    Ok(Ending::Well)
}
