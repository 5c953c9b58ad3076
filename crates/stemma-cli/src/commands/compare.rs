//! `stemma compare`: what a table of others has coded, beside what is known here.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use stemma::lexicon::Lexicon;
use stemma::model::{Grain, TollPolicy};
use stemma_export::compare::{Coded, Comparison, compare, extent};
use stemma_export::formats::coded::Sidecar;
use stemma_export::{Listed, Source, features, json, words};
use stemma_workspace::{Listener, Session, engine};

use super::convert;
use crate::Ending;
use crate::options::{Filters, Messages, SHOWN, StoreOption, setup};
use crate::table::{self, print};
use crate::terminal::aside;

/// Compare the events of a store with a coded table of others: ACLED, UCDP GED, POLECAT, PLOVER, GDELT, Airwars
#[derive(Args)]
#[command(after_help = "Examples:
  stemma compare acled.csv                                   # with the events of case.stemma
  stemma compare ged.csv --country Sudan --since 2023-04 --format csv > beside.csv
  stemma compare acled.csv --format geojson > beside.geojson
  stemma compare acled.csv --with ged.csv                    # two tables, without a store

Events go together one to one where place, time, kind, actors and deaths are like; each pair says why, and where the two differ. What \
stands on one side alone names the nearest event of the other side. Unless conditions say otherwise, ours are those in the countries and days \
of the table.")]
pub struct Compare {
    /// The table of others
    #[arg(value_name = "TABLE")]
    table: PathBuf,
    /// Another table in the place of the store: then it stands for ours
    #[arg(long, value_name = "TABLE")]
    with: Option<PathBuf>,
    #[command(flatten)]
    store: StoreOption,
    #[command(flatten)]
    filters: Filters,
    /// Only pairs, or only what one side has
    #[arg(long, value_enum, help_heading = SHOWN)]
    only: Option<Only>,
    /// How to print [default: table on a terminal, tsv elsewhere]
    #[arg(long, value_enum, help_heading = SHOWN)]
    format: Option<Format>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    Both,
    Ours,
    Theirs,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Columns for people, as wide as the terminal
    Table,
    /// One row a line, fields parted by tabs, with a head
    Tsv,
    /// The same with commas
    Csv,
    /// One array of objects
    Json,
    /// One object a line
    Jsonl,
    /// Points for a map
    Geojson,
}

pub fn run(arguments: &Compare) -> Result<Ending> {
    let mut left_out = 0;
    let found = match &arguments.with {
        Some(with) => {
            let lexicon = engine::compile(&engine::joined(&[])?)?.1;
            let theirs = arguments.coded(&arguments.table, &lexicon, &mut left_out)?;
            let ours = arguments.coded(with, &lexicon, &mut left_out)?;
            compare(&ours, &theirs, &lexicon)
        }
        None => {
            let mut session = Session::open(&arguments.store.path, setup())?;
            session.bring_up_to_date()?;
            let lexicon = session.lexicon()?;
            let theirs = arguments.coded(&arguments.table, &lexicon, &mut left_out)?;
            let query = &arguments.filters.0;
            let source =
                Source { store: session.store(), query, lexicon: &lexicon, tolls: TollPolicy::Best, radius: false };
            let within = extent(&theirs).filter(|_| !query.is_narrow());
            let (mut ours, mut undated) = (Vec::new(), 0);
            let _moment = source.store.one_moment()?;
            source.each_record(|event| {
                // What sums up several happenings is none of them.
                match Coded::of(&event).filter(|_| event.grain == Grain::Atomic) {
                    Some(coded) if within.as_ref().is_none_or(|within| coded.is_within(within)) => ours.push(coded),
                    Some(_) => {}
                    None => undated += 1,
                }
                Ok(())
            })?;
            if undated > 0 {
                let events = words::counted(undated, "event of ours has", "events of ours have");
                Messages.hear(&format!(
                    "{events} no day, or are not told as one thing that happened, and cannot be compared"
                ));
            }
            compare(&ours, &theirs, &lexicon)
        }
    };
    arguments.show(found)?;
    Ok(Ending::of(left_out == 0))
}

impl Compare {
    /// The events of a table that can be compared.
    fn coded(&self, path: &std::path::Path, lexicon: &Lexicon, left_out: &mut usize) -> Result<Vec<Coded>> {
        // What its rows say, and no more: what stands beside them nobody else sees.
        let mut foreign = convert::table(path, lexicon)?;
        let (mut coded, mut undated) = (Vec::new(), 0);
        foreign.each(&Sidecar::default(), lexicon, &mut |_, event| {
            match Coded::of(&event) {
                Some(event) => coded.push(event),
                None => undated += 1,
            }
            Ok(())
        })?;
        for note in foreign.notes() {
            Messages.hear(&format!("{}: {note}", path.display()));
        }
        if undated > 0 {
            let rows = words::counted(undated, "row has", "rows have");
            Messages.hear(&format!("{}: {rows} no day that can be read, and cannot be compared", path.display()));
        }
        *left_out += undated + foreign.left_out;
        if coded.is_empty() {
            bail!("{}: no row can be compared", path.display());
        }
        Ok(coded)
    }

    fn show(&self, mut found: Comparison) -> Result<()> {
        let Comparison { both, ours_only, theirs_only, .. } = found;
        found.rows.retain(|row| match self.only {
            None => true,
            Some(Only::Both) => row.score.is_some(),
            Some(Only::Ours) => row.score.is_none() && row.ours.is_some(),
            Some(Only::Theirs) => row.score.is_none() && row.theirs.is_some(),
        });
        let usual = || if crate::terminal::is_terminal() { Format::Table } else { Format::Tsv };
        let format = match self.format.unwrap_or_else(usual) {
            Format::Geojson => {
                let mut out = BufWriter::new(io::stdout().lock());
                json(&mut out, &features(&found.rows), false)?;
                return Ok(out.flush()?);
            }
            Format::Table => table::Format::Table,
            Format::Tsv => table::Format::Tsv,
            Format::Csv => table::Format::Csv,
            Format::Json => table::Format::Json,
            Format::Jsonl => table::Format::Jsonl,
        };
        let mut out = BufWriter::new(io::stdout().lock());
        print(&mut out, &found.rows, Listed::COLUMNS, format, None)?;
        out.flush()?;
        aside(&format!("{both} on both sides, {ours_only} on ours alone, {theirs_only} on theirs alone"));
        Ok(())
    }
}
