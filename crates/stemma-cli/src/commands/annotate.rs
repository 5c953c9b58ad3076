//! `stemma annotate`: pages in, one JSON object a page out; nothing is kept.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use anyhow::Result;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use stemma::model::{Document, Form};
use stemma::pipeline::{Engine, Options};
use stemma_export::{Annotated, Refused};
use stemma_workspace::engine;
use stemma_workspace::input::{Inputs, Refusal};
use stemma_workspace::intake::guard::{self, Read};

use crate::Ending;
use crate::options::{ListsOption, Messages};

/// How much is read at once: enough to keep all cores busy, little enough to stay small.
const PIECES: usize = 128;
const BYTES: usize = 16 << 20;

/// Read pages and print what was found in each, as JSON Lines; nothing is kept
#[derive(Args)]
#[command(after_help = "Examples:
  stemma annotate page.html | jq .events
  stemma annotate --text pages/ > readings.jsonl
  stemma annotate --lists mine page.html
  curl -s https://example.org/page.html | stemma annotate -

A record that cannot be read gives {\"id\": …, \"error\": …} on its line and exit status 3 at the end.")]
pub struct Annotate {
    /// Files (.txt, .html, .jsonl), folders, or - for standard input
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
    lists: ListsOption,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    /// One JSON object a line
    Jsonl,
}

pub fn run(arguments: &Annotate) -> Result<Ending> {
    let Format::Jsonl = arguments.format;
    let engine =
        engine::load(&arguments.lists.read()?.unwrap_or_default(), engine::named_model().as_deref(), &Messages)?;
    let mut inputs = Inputs::new(&arguments.paths);
    let mut out = BufWriter::new(io::stdout().lock());
    let mut ending = Ending::Well;
    loop {
        let batch = inputs.batch(PIECES, BYTES);
        if batch.is_empty() {
            out.flush()?;
            return Ok(ending);
        }
        let lines: Vec<Vec<Line>> = batch
            .into_par_iter()
            .map(|input| guard::documents(input).into_iter().map(|read| arguments.line(read, &engine)).collect())
            .collect();
        for line in lines.into_iter().flatten() {
            if let Some(problem) = line.problem {
                eprintln!("stemma: {problem}");
                ending = Ending::SomeUnread;
            }
            out.write_all(&line.json)?;
        }
    }
}

/// What one document gives: a line of JSON, and what is wrong with it if something is.
struct Line {
    json: Vec<u8>,
    problem: Option<String>,
}

impl Annotate {
    fn line(&self, read: Read, engine: &Engine) -> Line {
        match read.and_then(|(document, bytes)| self.object(document, &bytes, engine)) {
            Ok(json) => Line { json, problem: None },
            Err(refusal) => {
                let problem = guard::message(&refusal);
                let json = json_line(&Refused { id: &refusal.id, error: &refusal.note.message });
                Line { json, problem: Some(problem) }
            }
        }
    }

    fn object(&self, document: Document, bytes: &[u8], engine: &Engine) -> Result<Vec<u8>, Refusal> {
        // A reader who has the input has the text of a UTF-8 file, and of a record's "text".
        let is_html = matches!(document.form, Form::Html(_));
        let is_decoded = std::str::from_utf8(bytes).is_err() || bytes.contains(&0);
        let mut options = Options::default();
        options.annotate.tokens = self.tokens;
        let (reading, _) = guard::reading(document, engine, &options)?;
        Ok(json_line(&Annotated::new(&reading, self.text || is_html || is_decoded, self.tokens)))
    }
}

fn json_line(value: &impl serde::Serialize) -> Vec<u8> {
    let mut json = serde_json::to_vec(value).expect("these records have no keys that are not strings");
    json.push(b'\n');
    json
}
