//! `stemma convert`: a coded table of others in another form, without a store.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use stemma::lexicon::Lexicon;
use stemma_export::Output;
use stemma_export::formats::coded::{self, CODINGS, Foreign, MOST_BYTES, Sidecar};
use stemma_workspace::{Listener, engine};

use crate::Ending;
use crate::commands::export::{say, stdout_of_one};
use crate::options::Messages;

/// Write a table of coded events (ACLED, UCDP GED, POLECAT, PLOVER, GDELT, Airwars, HXL) in another form
#[derive(Args)]
#[command(after_help = "Examples:
  stemma convert acled.csv --format ucdp --to ged.csv
  stemma convert ged.csv --format json | jq '.[].place'
  stemma convert sudan.csv --format acled      # the same again, cell for cell

Which table it is, its columns tell. A file of the same name with .sidecar.jsonl behind it, as `stemma export` writes one, is heeded. \
Exit status: 0 all rows were used; 1 nothing was read; 3 some rows were left out.")]
pub struct Convert {
    /// The table
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What to write
    #[arg(long, value_name = "FORMAT", value_parser = names())]
    format: String,
    /// A file [default: standard output]
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
}

const JSON: &str = "json";

fn names() -> PossibleValuesParser {
    let named = CODINGS.iter().map(|coding| PossibleValue::new(coding.book().name).help(coding.book().about));
    PossibleValuesParser::new([PossibleValue::new(JSON).help("events, as in a picture")].into_iter().chain(named))
}

pub fn run(arguments: &Convert) -> Result<Ending> {
    let lexicon = engine::compile(&engine::joined(&[])?)?.1;
    let mut foreign = table(&arguments.file, &lexicon)?;
    let beside = Sidecar::beside(&arguments.file)?;
    let mut output = match &arguments.to {
        Some(path) => Output::file(path)?,
        None => stdout_of_one(),
    };
    match CODINGS.iter().copied().find(|coding| coding.book().name == arguments.format) {
        Some(coding) => {
            let report = coded::convert(&mut foreign, &beside, coding, &mut output, &lexicon)?;
            say(coding.book().name, coding.book().loses, &report);
        }
        None => coded::events(&mut foreign, &beside, &mut output, &lexicon)?,
    }
    for note in foreign.notes() {
        Messages.hear(&format!("{}: {note}", arguments.file.display()));
    }
    for path in output.finish()? {
        Messages.hear(&format!("wrote {}", path.display()));
    }
    Ok(Ending::of(foreign.left_out == 0))
}

/// A table.
pub fn table(path: &Path, lexicon: &Lexicon) -> Result<Foreign> {
    let name = path.display().to_string();
    let mut bytes = Vec::new();
    // One byte more than a table may have shows that it is too long, whatever more there is of it.
    let read = File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    read.with_context(|| format!("{name}: cannot be read; check the path"))?;
    Ok(Foreign::read(&name, &bytes, lexicon)?)
}
