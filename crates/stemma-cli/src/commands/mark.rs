//! `stemma mark`: say of pages that they need care, and of a name that it is left out of what is handed on.

use anyhow::{Result, bail};
use clap::Args;
use stemma_export::pages;
use stemma_store::MarkKind;

use crate::Ending;
use crate::options::{Messages, SignOption, StoreOption};
use crate::terminal::print;

/// Mark pages as sensitive, graphic or deleted, or a name that is left out with --redact: signed, and kept beside what was read
#[derive(Args)]
#[command(after_help = "Examples:
  stemma mark 002.txt sensitive --why 'names a child'
  stemma mark 3f2a91c0 77b1 deleted --why 'gone since 4 June'
  stemma mark --name 'Amina Yusuf' --why 'asked for it'

sensitive: `export --redact` withholds its words (quotes, title, byline, address); its figures still count. graphic: for whoever opens it. deleted: its outlet took it \
down; the address stays. Events have the marks of their pages. A mark stays with a page whatever version of it comes. `stemma marks` lists \
all, `stemma unmark` takes one back.")]
pub struct Mark {
    /// Pages, by their ids, the beginning of these, or their files; then sensitive, graphic or deleted
    #[arg(value_name = "ID|MARK", required_unless_present = "name")]
    pages: Vec<String>,
    /// A name that is left out, wherever it stands
    #[arg(long, value_name = "NAME", conflicts_with = "pages")]
    name: Option<String>,
    #[command(flatten)]
    sign: SignOption,
    #[command(flatten)]
    store: StoreOption,
}

pub fn run(arguments: &Mark) -> Result<Ending> {
    let signature = arguments.sign.signature()?;
    let mut session = arguments.store.open()?;
    if let Some(name) = &arguments.name {
        print(&pages::marked(&[session.mark_name(name, &signature, &Messages)?]))?;
        return Ok(Ending::Well);
    }
    let kinds = MarkKind::WORDS.join(", ");
    let Some((last, pages)) = arguments.pages.split_last().filter(|(_, pages)| !pages.is_empty()) else {
        bail!("say which pages, and then as what: {kinds}");
    };
    let Some(kind) = MarkKind::named(last).filter(|kind| *kind != MarkKind::Name) else {
        bail!("{last}: is no mark; the last word is one of {kinds}");
    };
    print(&pages::marked(&session.mark_pages(pages, kind, &signature, &Messages)?))?;
    Ok(Ending::Well)
}
