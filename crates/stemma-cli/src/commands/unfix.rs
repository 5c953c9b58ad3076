//! `stemma unfix`: take back what was said of an event.

use anyhow::Result;
use clap::Args;
use stemma_export::pages;
use stemma_workspace::review;

use crate::Ending;
use crate::options::{SignOption, StoreOption};
use crate::terminal::print;

/// Take back what was said of an event; it stays in the list of fixes, with this beside it
#[derive(Args)]
#[command(after_help = "Examples:
  stemma unfix f-3a90 --why \"the ministry withdrew its list\"

Taking back a withdrawal puts back what it took.")]
pub struct Unfix {
    /// The fix, by its id or the beginning of it; `stemma fixes` names them
    #[arg(value_name = "FIX")]
    fix: String,
    #[command(flatten)]
    sign: SignOption,
    #[command(flatten)]
    store: StoreOption,
}

pub fn run(arguments: &Unfix) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let fix = session.unfix(&arguments.fix, &arguments.sign.signature()?)?;
    print(&pages::said(&review::rows(session.store())?, &[fix]))?;
    Ok(Ending::Well)
}
