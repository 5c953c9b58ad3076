//! `stemma redactions`: whose name a token stands for, for whoever holds the store.

use anyhow::{Result, bail};
use clap::Args;
use stemma::redact::Rules;
use stemma_export::{Listed, RedactedRow};

use crate::Ending;
use crate::options::{Printing, StoreOption};

/// Say whose names `export --redact` leaves out, and which token stands for each
#[derive(Args)]
#[command(after_help = "Examples:
  stemma redactions                    # all that would be left out; look through it before you hand an export on
  stemma redactions 1f3a9c2e

Rows \"left in\" are names, and parts of a name that is left out, which stay, with the reason; an export only counts them.

Tokens are made with a key that only this store has; copies of it made with `stemma backup` have the same, unless they were made before \
the first `--redact`.")]
pub struct Redactions {
    /// Tokens, or the beginning of them
    #[arg(value_name = "TOKEN")]
    tokens: Vec<String>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    printing: Printing,
}

pub fn run(arguments: &Redactions) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    let rules = Rules::ALL.iter().fold(Rules::default(), |rules, (_, rule)| rules.with(*rule));
    let (people, left) = session.redacted(rules)?;
    let people = people.into_iter().map(RedactedRow::from);
    let mut rows: Vec<RedactedRow> = people.chain(left.into_iter().map(RedactedRow::from)).collect();
    if !arguments.tokens.is_empty() {
        let is_asked = |row: &RedactedRow| arguments.tokens.iter().any(|token| row.token.starts_with(token.as_str()));
        rows.retain(is_asked);
        if rows.is_empty() {
            bail!("{}: no token of this store begins so; `stemma redactions` lists all", arguments.tokens.join(" "));
        }
    }
    arguments.printing.list(rows, RedactedRow::COLUMNS)
}
