//! `stemma verify`: whether a store is as it was written.

use std::io::{self, Write};

use anyhow::{Result, bail};
use clap::Args;

use crate::Ending;
use crate::options::StoreArgument;
use stemma_export::inert;

/// Read all of a store again, and name every page, document, story and row that is damaged or missing
#[derive(Args)]
#[command(after_help = "Examples:
  stemma verify
  stemma verify syria.stemma

Every page of the file is held against its sum, every document against the SHA-256 under which it came; what is packed is unpacked, rows \
that belong together are counted, and the indexes are held against their tables. Nothing is changed.

Exit status: 0 all is right; 1 something is not (each is named in a line), or the store cannot be opened.")]
pub struct Verify {
    #[command(flatten)]
    store: StoreArgument,
}

pub fn run(arguments: &Verify) -> Result<Ending> {
    let path = arguments.store.path();
    let mut out = io::stdout().lock();
    let mut written = Ok(());
    let mut say = |line: &str| {
        if written.is_ok() {
            written = writeln!(out, "{}", inert(line));
        }
    };
    let verified = stemma_store::verify(path, &mut say)?;
    written?;
    if verified.faults > 0 {
        let things = if verified.faults == 1 { "thing is" } else { "things are" };
        bail!(
            "{}: {} {things} not right; restore a backup, or ingest the pages again into a new store",
            path.display(),
            verified.faults
        );
    }
    writeln!(out, "{}", summary(&verified))?;
    Ok(Ending::Well)
}

/// What was found right.
pub fn summary(verified: &stemma_store::Verified) -> String {
    let stemma_store::Verified { documents, stories, events, pages, .. } = verified;
    let counted = |count: &u64, one: &str, many: &str| format!("{count} {}", if *count == 1 { one } else { many });
    format!(
        "all is right: {}, {}, {}, in {}",
        counted(documents, "document", "documents"),
        counted(stories, "story", "stories"),
        counted(events, "event", "events"),
        counted(pages, "database page", "database pages"),
    )
}
