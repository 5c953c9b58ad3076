//! `stemma annotate`: pages in, one JSON object a page out; nothing is kept.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use stemma::pipeline::Options;
use stemma_export::{Annotated, Refused, json};
use stemma_workspace::annotate::{Annotation, annotate};
use stemma_workspace::input::{Inputs, Refusal};
use stemma_workspace::intake::guard;
use stemma_workspace::{Listener, engine};

use crate::Ending;
use crate::options::{ListsOption, MapOption, Messages};

/// Read pages and print what was found in each, as JSON Lines; nothing is kept
#[derive(Args)]
#[command(after_help = "Examples:
  stemma annotate page.html | jq .events
  stemma annotate --text pages/ > readings.jsonl
  stemma annotate --lists mine page.html
  stemma annotate --map text=body,published=date table.csv
  curl -s https://example.org/page.html | stemma annotate -

A record that cannot be read gives {\"id\": …, \"error\": …} on its line and exit status 3 at the end.")]
pub struct Annotate {
    /// Files (.txt, .html, .csv, .json, .jsonl, .parquet, .xml, and these in .gz or .zip), folders, or - for standard input
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    /// Print the text layer too (always printed where it is not the bytes of the input)
    #[arg(long)]
    text: bool,
    /// Print the tokens too: tag, dependency label, head and lemma
    #[arg(long)]
    tokens: bool,
    #[command(flatten)]
    map: MapOption,
    #[command(flatten)]
    lists: ListsOption,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
}

pub fn run(arguments: &Annotate) -> Result<Ending> {
    let Format::Jsonl = arguments.format;
    let own = arguments.lists.read()?.unwrap_or_default();
    let engine = engine::load(&own, engine::named_model().as_deref(), &Messages)?;
    let mut options = Options::default();
    options.annotate.tokens = arguments.tokens;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut ending = Ending::Well;
    let line = |read: Result<Annotation, Refusal>| match read {
        // A reader who has the input has its text.
        Ok(Annotation { reading, is_as_given }) => {
            (json_line(&Annotated::new(&reading, arguments.text || !is_as_given, arguments.tokens)), None)
        }
        Err(refusal) => {
            (json_line(&Refused { id: &refusal.id, error: &refusal.note.message }), Some(guard::message(&refusal)))
        }
    };
    annotate(
        &mut Inputs::new(&arguments.paths).mapped(arguments.map.map()),
        &engine,
        &options,
        line,
        |(json, problem)| -> Result<()> {
            if let Some(problem) = problem {
                Messages.hear(&problem);
                ending = Ending::SomeUnread;
            }
            Ok(out.write_all(&json)?)
        },
    )?;
    out.flush()?;
    Ok(ending)
}

fn json_line(value: &impl serde::Serialize) -> Vec<u8> {
    let mut line = Vec::new();
    json(&mut line, value, false).expect("these records have no keys that are not strings");
    line
}
