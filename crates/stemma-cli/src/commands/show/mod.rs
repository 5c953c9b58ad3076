//! `stemma show`: one event, story or document, the history of stories, or the lists of a store, readable in a terminal.

mod document;
mod event;
mod history;
mod lists;
mod story;

use std::io::{self, Write};

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};
use stemma_export::words;
use stemma_store::{Dataset, Documents, Noun, PageRow, Record, Sqlite};
use stemma_workspace::ask::{Called, called};

use crate::Ending;
use crate::options::StoreOption;
use crate::terminal::inert;

/// Show one event, story or document, the history of stories, or the lists of your own in a store
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Examples:
  stemma show e-91c0                         # whatever is called so: an event, a story, a page
  stemma show story story-3f2a
  stemma show event e-91c0 --store syria.stemma --json
  stemma show document 002_front-page.txt
  stemma show history story-3f2a             # how a story began, grew, merged or was split
  stemma show lists --store syria.stemma

An id may be cut short as long as one record alone begins so; a document can be called by its file too. \
The id of a story that is gone leads to the story that has its articles now.")]
pub struct Show {
    #[command(subcommand)]
    what: Option<What>,
    /// The id of an event, a story or a document, or its beginning
    #[arg(value_name = "ID", required = true)]
    id: Option<String>,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOption,
}

#[derive(Subcommand)]
enum What {
    /// What happened, by whose account, and every sentence that tells it
    Event(Named),
    /// The articles of a story, who copied whom, and what they tell
    Story(Named),
    /// The parts of a page, what was cut, and what was read in it
    Document(Named),
    /// What happened to a story as pages came, or to all of them; depends on the order in which they came
    History(OfStory),
    /// The lists of your own with which the pages of the store are read
    Lists(StoreOption),
}

#[derive(Args)]
struct Named {
    /// The id, or its beginning
    #[arg(value_name = "ID")]
    id: String,
    /// Print one JSON object
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    store: StoreOption,
}

#[derive(Args)]
struct OfStory {
    /// The id of a story, or its beginning, also of one that is gone; without it, all stories
    #[arg(value_name = "ID")]
    id: Option<String>,
    #[command(flatten)]
    store: StoreOption,
}

pub fn run(arguments: &Show) -> Result<Ending> {
    let (noun, id, is_json, store) = match &arguments.what {
        Some(What::Lists(store)) => return print(&lists::page(store.open()?.store())?),
        Some(What::History(OfStory { id, store })) => {
            return print(&history::page(id.as_deref(), store.open()?.dataset()?)?);
        }
        Some(What::Event(Named { id, json, store })) => (Some(Noun::Events), id.as_str(), *json, store),
        Some(What::Story(Named { id, json, store })) => (Some(Noun::Stories), id.as_str(), *json, store),
        Some(What::Document(Named { id, json, store })) => (Some(Noun::Pages), id.as_str(), *json, store),
        None => (None, arguments.id.as_deref().unwrap_or_default(), arguments.json, &arguments.store),
    };
    let mut session = store.open()?;
    let store = session.dataset()?;
    let record = record(noun, id, store)?;
    match record.noun {
        Noun::Events => {
            let event = store.event(&record.id)?.ok_or_else(|| gone(&record))?;
            if is_json { json(&stemma_export::event(&event)) } else { print(&event::page(&event, store)?) }
        }
        Noun::Stories => {
            let story = store.story(&record.id)?.ok_or_else(|| gone(&record))?;
            match is_json {
                true => json(&story::Whole::of(&story, store)?),
                false => print(&(story::page(&story, store)? + &history::section(&story, store)?)),
            }
        }
        _ => {
            let whole = store.document(&record.id)?.ok_or_else(|| gone(&record))?;
            match is_json {
                true => json(&stemma_export::Annotated::new(&whole.reading, true, false)),
                false => print(&document::page(whole, store)?),
            }
        }
    }
}

fn print(page: &str) -> Result<Ending> {
    write!(io::stdout().lock(), "{}", inert(page))?;
    Ok(Ending::Well)
}

fn json(value: &impl serde::Serialize) -> Result<Ending> {
    let mut out = io::stdout().lock();
    serde_json::to_writer_pretty(&mut out, value).map_err(io::Error::from)?;
    writeln!(out)?;
    Ok(Ending::Well)
}

fn gone(record: &Record) -> anyhow::Error {
    anyhow!("{}: went away meanwhile; run the same command again", record.id)
}

/// The record that is meant; for a story that is gone, the one that has its articles, which is said.
fn record(noun: Option<Noun>, id: &str, store: &Sqlite) -> Result<Record> {
    let what = noun.map_or("record", word);
    match called(store, noun, id)? {
        Called::One(record) => Ok(record),
        Called::Several(records) if records.iter().all(|record| is_file(record, id)) => {
            bail!("document {id}: this file holds more than one; give the id of a record")
        }
        Called::Several(records) => {
            let ids: Vec<&str> = records.iter().take(2).map(|record| record.id.as_str()).collect();
            bail!("{what} {id}: more than one begins so ({}, …); give more of the id", ids.join(", "))
        }
        Called::None(nearest) => {
            if noun.is_none_or(|noun| noun == Noun::Stories)
                && let Some((record, line)) = history::successor(id, store)?
            {
                eprintln!("stemma: {}", inert(&line));
                return Ok(record);
            }
            bail!("{}", none(what, id, &nearest))
        }
    }
}

/// Whether a record was found by its file, not by its id.
fn is_file(record: &Record, id: &str) -> bool {
    !record.id.starts_with(id)
}

fn word(noun: Noun) -> &'static str {
    match noun {
        Noun::Events => "event",
        Noun::Stories => "story",
        _ => "document",
    }
}

/// That there is no such record, and the nearest ones.
pub fn none(what: &str, id: &str, nearest: &[Record]) -> String {
    let named = |record: &Record| {
        let Record { noun, id, title } = record;
        format!("{} {id} (“{}”)", word(*noun), words::one_line(title, 70))
    };
    let nearest: Vec<String> = nearest.iter().map(named).collect();
    let nearest = match nearest.is_empty() {
        true => String::new(),
        false => format!("; nearest: {}", nearest.join(", ")),
    };
    inert(&format!("{what} {id}: there is none in this store{nearest}")).into_owned()
}

/// A document in one line: `002_page.txt  "Title", Outlet, 3 August 2017`.
fn document_line(id: &str, store: &impl Dataset) -> Result<String> {
    Ok(store.pages_of(&[id])?.first().map_or_else(|| id.to_owned(), page_line))
}

fn page_line(page: &PageRow) -> String {
    let mut parts = Vec::new();
    parts.extend(page.title.as_ref().map(|title| format!("“{}”", words::one_line(title, 70))));
    parts.extend(page.outlet.clone());
    parts.extend(page.from.zip(page.to).map(|(from, to)| words::span_of_days(from, to)));
    format!("{}  {}", page.id, parts.join(", "))
}
