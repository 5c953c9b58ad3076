//! `stemma export`: what is known of a store, in a format that other programs read.

use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser};
use stemma::fuse;
use stemma_export::formats::{self, FORMATS, Format, Report, readme, redactions};
use stemma_export::{Export as Whole, Output, Source, json, words};
use stemma_workspace::{Listener, Session, Snapshot};

use crate::Ending;
use crate::options::{Filters, Messages, RedactOption, StoreArgument, TollsOption, setup};

/// Write what is known of a store in formats of others: tables, maps, codebooks, graphs
#[derive(Args)]
#[command(after_help = "Examples:
  stemma export --format json > picture.json
  stemma export --to out/                                      # every format, with a README
  stemma export --format acled --to sudan.csv --country Sudan --since 2023-04
  stemma export --format csv,gpkg --to out/
  stemma export --format gpkg --radius --to map.gpkg           # for QGIS, with how far off each may be
  stemma export --format ucdp --killed-min 1 > ged.csv
  stemma export --redact --to out/                             # without the names of victims and witnesses

The same documents give the same bytes, whatever the order in which they came; with --redact only those of one store do, since each \
makes its tokens with a key of its own. No format holds all that a store knows: what yours \
cannot hold is said at the end, and a file beside it (.sidecar.jsonl) keeps it.")]
pub struct Export {
    #[command(flatten)]
    store: StoreArgument,
    /// Which formats; all, where they go to a folder [default: json, or all with --to a folder]
    #[arg(long, value_name = "FORMAT", value_delimiter = ',', value_parser = names())]
    format: Vec<String>,
    /// A file, or a folder for formats of several files; a folder that is not there is made where the name ends in a slash
    #[arg(long, value_name = "PATH")]
    to: Option<PathBuf>,
    /// On maps, draw around each place how far from its point it may lie
    #[arg(long)]
    radius: bool,
    #[command(flatten)]
    tolls: TollsOption,
    #[command(flatten)]
    redact: RedactOption,
    #[command(flatten)]
    filters: Filters,
}

/// The whole picture as one JSON object, which is no format of tables; and all formats.
const JSON: &str = "json";
const ALL: &str = "all";

fn names() -> PossibleValuesParser {
    let named = FORMATS.iter().map(|format| PossibleValue::new(format.name()).help(format.about()));
    let json = PossibleValue::new(JSON)
        .help("everything as one JSON object: events, claims, copies, control, with their words");
    PossibleValuesParser::new([json].into_iter().chain(named).chain([PossibleValue::new(ALL).help("every format")]))
}

pub fn run(arguments: &Export) -> Result<Ending> {
    let folder = arguments.to.as_deref().filter(|path| is_folder(path));
    let names: Vec<&str> = match &arguments.format[..] {
        [] if folder.is_some() => vec![ALL],
        [] => vec![JSON],
        names => names.iter().map(String::as_str).collect(),
    };
    let is_all = names.contains(&ALL);
    let formats: Vec<&'static dyn Format> = match is_all {
        true => FORMATS.to_vec(),
        false => names.iter().filter_map(|name| formats::named(name)).collect(),
    };
    let wants_json = is_all || names.contains(&JSON);
    let count = formats.len() + usize::from(wants_json);
    let needs_folder = count > 1 || arguments.to.is_some() && formats.iter().any(|format| format.is_several());
    if needs_folder && folder.is_none() {
        bail!("{} are several files; say with --to which folder they go to, as in --to out/", names.join(", "));
    }
    if arguments.to.as_deref().is_some_and(|to| is_one_file(to, arguments.store.path())) {
        bail!("--to names the store itself, which the export would take the place of; name another file");
    }
    let mut session = Session::open(arguments.store.path(), setup())?;
    let redaction = arguments.redact.apply(&mut session)?;
    if redaction.is_none() {
        session.hold()?;
    }
    let mut output = match (&arguments.to, folder) {
        (_, Some(folder)) => Output::folder(folder)?,
        (Some(file), None) => Output::file(file)?,
        (None, None) => stream(&formats)?,
    };
    let mut left_out = session.store().left_out();
    if wants_json {
        let mut snapshot = Snapshot::asked(&mut session, &arguments.filters.0)?;
        fuse::show_tolls(&mut snapshot.picture, arguments.tolls.policy());
        let mut out = output.open("picture.json")?;
        json(&mut out, &Whole::new(&snapshot.readings, &snapshot.links, &snapshot.picture), false)?;
        out.flush()?;
        left_out = snapshot.left_out;
    }
    if !formats.is_empty() {
        let lexicon = session.lexicon()?;
        let (query, tolls) = (&arguments.filters.0, arguments.tolls.policy());
        let source = Source { store: session.store(), query, lexicon: &lexicon, tolls, radius: arguments.radius };
        let reports = formats::write(&formats, &source, &mut output)?;
        let done: Vec<readme::Done> = formats.into_iter().zip(reports).collect();
        for (format, report) in &done {
            say(format.name(), format.loses(), report);
        }
        if folder.is_some() {
            let question = arguments.tolls.question(query, redaction.is_some());
            let left_out = redaction.as_deref().map(redactions::lines).unwrap_or_default();
            readme::write(&mut output, &question, &done, &left_out)?;
        }
    }
    if let Some(redaction) = &redaction {
        if output.has_room() {
            redactions::write(&mut output, redaction)?;
        }
        redactions::lines(redaction).iter().for_each(|line| Messages.hear(line));
    }
    for path in output.finish()? {
        Messages.hear(&format!("wrote {}", path.display()));
    }
    Ok(Ending::of(left_out.is_empty()))
}

fn is_one_file(a: &Path, b: &Path) -> bool {
    matches!((a.canonicalize(), b.canonicalize()), (Ok(a), Ok(b)) if a == b)
}

fn is_folder(path: &Path) -> bool {
    path.is_dir() || path.to_string_lossy().ends_with(std::path::MAIN_SEPARATOR)
}

/// Standard output, for what is text.
fn stream(formats: &[&'static dyn Format]) -> Result<Output> {
    if let Some(format) = formats.iter().find(|format| !format.is_text()) {
        bail!("{} is no text; say with --to which file it goes to, as in --to {}", format.name(), format.file());
    }
    Ok(stdout_of_one())
}

/// Standard output, for one text.
pub fn stdout_of_one() -> Output {
    match io::stdout().is_terminal() {
        true => Output::stream(io::stdout()),
        false => Output::stream(BufWriter::new(io::stdout())),
    }
}

/// Says what became of the records, and what the format cannot hold.
pub fn say(name: &str, loses: &[&str], report: &Report) {
    if report.written > 0 || !report.left_out.is_empty() {
        let left: u64 = report.left_out.values().sum();
        let written = words::counted(report.written as usize, "row", "rows");
        Messages.hear(&format!("{name}: {written}; {left} left out"));
    }
    for (reason, count) in &report.left_out {
        Messages.hear(&format!("{name}: left out {count}: {reason}"));
    }
    for line in loses {
        Messages.hear(&format!("{name} cannot hold {line}"));
    }
}
