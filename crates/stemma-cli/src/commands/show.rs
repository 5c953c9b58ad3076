//! `stemma show`: one event, story or document, the history of stories, or the lists of a store, readable in a terminal.

use std::io;

use anyhow::{Result, anyhow};
use clap::{Args, Subcommand};
use stemma_export::{Annotated, json, pages};
use stemma_store::{Lists, Noun};
use stemma_workspace::ask::{self, Known};

use crate::Ending;
use crate::options::{Messages, StoreOption};
use crate::terminal;

/// Show one event, story or document, the history of stories, or the lists of your own in a store
#[derive(Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(after_help = "Examples:
  stemma show e-91c0                         # whatever is called so: an event, a story, a page
  stemma show hospital Aleppo                # the event that these words mean
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
    /// The id of an event, a story or a document, or its beginning; or words of an event
    #[arg(value_name = "ID|WORDS", required = true)]
    id: Vec<String>,
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
    let words = arguments.id.join(" ");
    let (noun, id, is_json, store) = match &arguments.what {
        Some(What::Lists(store)) => {
            let session = store.open()?;
            let store = session.store();
            terminal::print(&pages::lists(&store.lists()?, store.count_outdated()?))?;
            return Ok(Ending::Well);
        }
        Some(What::History(OfStory { id, store })) => {
            terminal::print(&pages::history(&ask::history(store.open()?.dataset()?, id.as_deref())?))?;
            return Ok(Ending::Well);
        }
        Some(What::Event(Named { id, json, store })) => (Some(Noun::Events), id.as_str(), *json, store),
        Some(What::Story(Named { id, json, store })) => (Some(Noun::Stories), id.as_str(), *json, store),
        Some(What::Document(Named { id, json, store })) => (Some(Noun::Pages), id.as_str(), *json, store),
        None => (None, words.as_str(), arguments.json, &arguments.store),
    };
    let mut session = store.open()?;
    let store = session.dataset()?;
    let record = ask::record(store, noun, id, &Messages)?;
    let known = ask::known(store, &record)?;
    let known = known.ok_or_else(|| anyhow!("{}: went away meanwhile; run the same command again", record.id))?;
    match known {
        known if !is_json => terminal::print(&pages::record(&known))?,
        Known::Event(event) => json(&mut io::stdout().lock(), &stemma_export::event(&event.event), true)?,
        Known::Story(story) => json(&mut io::stdout().lock(), &story, true)?,
        Known::Page(page) => json(&mut io::stdout().lock(), &Annotated::new(&page.whole.reading, true, false), true)?,
    }
    Ok(Ending::Well)
}
