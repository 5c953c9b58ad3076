//! `stemma fix`: say what an event is in truth, signed and with a reason; one by one, or as a table.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use stemma_export::pages;
use stemma_store::Dataset;
use stemma_workspace::review::{self, FixRow, Signature, Taught};
use stemma_workspace::{Listener, Session};

use crate::Ending;
use crate::options::{Messages, SignOption, StoreOption};
use crate::terminal::print;

/// Correct, accept or reject an event: signed, with a reason, and beside what the program read
#[derive(Args)]
#[command(after_help = "Examples:
  stemma fix e-91c0 killed=12 day=2024-06-09 --why 'list of the ministry, 11 June'
  stemma fix e-91c0 'place=Zamzam camp @ 13.49,25.31' --why 'the page says Zamzam' --teach mine
  stemma fix e-91c0 reject --why 'an exercise, not an attack'
  stemma fix e-91c0 merge=e-44d1 --why 'the same market, told twice'
  stemma fix e-91c0 split=004.txt --why 'another attack, a day later'
  stemma fix --import corrections.csv     # columns event, field, value, why, by, at, as `stemma fixes --format csv` prints

Fields: day (2024-06-09, 2024-06, 2024-06-07..2024-06-09), place (a name, a name and its country, geonames:N, a point,
NAME @ POINT), kind, told, actor and recipient (names with ; between), killed, injured, detained, abducted, missing,
displaced (12, 10..16, 10..); `unknown` for none. Nothing is overwritten: `stemma fixes` lists what was said, and
`stemma unfix` takes it back.")]
pub struct Fix {
    /// The event, by its id or the beginning of it
    #[arg(value_name = "EVENT", required_unless_present = "import")]
    event: Option<String>,
    /// accept, reject, hold, FIELD=VALUE, merge=EVENT or split=PAGE
    #[arg(value_name = "CHANGE", required_unless_present = "import")]
    changes: Vec<String>,
    /// A table of corrections (.csv, .tsv), or - for standard input
    #[arg(long, value_name = "FILE", conflicts_with_all = ["event", "changes", "teach"])]
    import: Option<PathBuf>,
    /// A folder of lists of your own: a corrected place or name becomes a line of it, so that other pages are read right
    #[arg(long, value_name = "FOLDER")]
    teach: Option<PathBuf>,
    #[command(flatten)]
    sign: SignOption,
    #[command(flatten)]
    store: StoreOption,
}

pub fn run(arguments: &Fix) -> Result<Ending> {
    let mut session = arguments.store.open()?;
    if let Some(file) = &arguments.import {
        return import(&mut session, file, &arguments.sign.usual(&arguments.sign.why));
    }
    let signature = arguments.sign.signature()?;
    let id = arguments.event.as_deref().unwrap_or_default();
    let fixes = session.fix(id, &arguments.changes, &signature)?;
    print(&pages::said(&review::rows(session.store())?, &fixes))?;
    let taught = arguments.teach.iter().map(|folder| session.teach(&fixes, folder)).collect::<Result<Vec<_>, _>>()?;
    for taught in taught.iter().flatten() {
        Messages.hear(&match taught {
            Taught::Line { file, line } => format!(
                "{}: {}; to read all pages again with it: stemma ingest PAGES --lists FOLDER",
                file.display(),
                line.trim()
            ),
            Taught::Nothing { field } => format!("{field}: no list can hold this; nothing is taught"),
        });
    }
    Ok(Ending::Well)
}

fn import(session: &mut Session<'_>, file: &Path, signature: &Signature) -> Result<Ending> {
    let name = file.display().to_string();
    let input: Box<dyn Read> = match name.as_str() {
        "-" => Box::new(io::stdin().lock()),
        _ => Box::new(File::open(file).with_context(|| format!("{name}: cannot be read"))?),
    };
    let delimiter = if name.ends_with(".tsv") { b'\t' } else { b',' };
    let mut table =
        csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).trim(csv::Trim::Headers).from_reader(input);
    let head = table.headers().with_context(|| format!("{name}: is no table"))?;
    for column in ["event", "field"] {
        if !head.iter().any(|name| name.trim() == column) {
            bail!("{name}: has no column {column}; the columns are event, field, value, why, by, at");
        }
    }
    let rows = table.deserialize().enumerate().map(|(at, row): (usize, Result<FixRow, csv::Error>)| {
        let broken = row.as_ref().err().and_then(|error| error.position().map(csv::Position::line));
        (broken.unwrap_or(at as u64 + 2), row.map_err(|error| error.to_string()))
    });
    let import = session.import(rows, signature)?;
    for (line, reason) in &import.refused {
        Messages.hear(&format!("{name}: line {line}: {reason}"));
    }
    print(&pages::imported(&import, session.dataset()?.checked()?))?;
    Ok(if import.refused.is_empty() { Ending::Well } else { Ending::SomeUnread })
}
