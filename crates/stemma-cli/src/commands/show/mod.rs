//! `stemma show`: one event, story or document, the history of stories, or the lists of a store, readable in a terminal.

mod document;
mod event;
mod history;
mod lists;
mod story;

use std::io::{self, Write};

use anyhow::{Result, anyhow, bail};
use clap::{Args, Subcommand};
use stemma::model::{Reading, Story};
use stemma_export::words;
use stemma_store::Store;
use stemma_workspace::Snapshot;

use crate::Ending;
use crate::options::StoreOption;

/// Show one event, story or document, the history of stories, or the lists of your own in a store
#[derive(Args)]
#[command(after_help = "Examples:
  stemma show story story-3f2a
  stemma show event e-91c0 --store syria.stemma
  stemma show document 002_front-page.txt
  stemma show history story-3f2a             # how a story began, grew, merged or was split
  stemma show lists --store syria.stemma

An id may be cut short as long as one record alone begins so; a document can be called by its file too. \
The id of a story that is gone leads to the story that has its articles now.")]
pub struct Show {
    #[command(subcommand)]
    what: What,
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
    let mut session = arguments.what.store().open()?;
    if let What::Lists(_) = &arguments.what {
        return print(&lists::page(session.store())?);
    }
    let case = session.snapshot()?;
    let store = session.store();
    print(&match &arguments.what {
        What::Event(named) => event::page(find("event", &case.picture.events, &named.id, |event| &event.id)?, &case),
        What::Story(named) => {
            let story = find_story(&named.id, &case, store)?;
            story::page(story, &case) + &history::section(story, store)?
        }
        What::Document(named) => document::page(find_document(&case, &named.id)?, &case, store)?,
        What::History(of) => history::page(of.id.as_deref(), &case, store)?,
        What::Lists(_) => unreachable!("it was shown above"),
    })
}

fn print(page: &str) -> Result<Ending> {
    write!(io::stdout().lock(), "{page}")?;
    Ok(Ending::Well)
}

impl What {
    fn store(&self) -> &StoreOption {
        match self {
            What::Event(named) | What::Story(named) | What::Document(named) => &named.store,
            What::History(of) => &of.store,
            What::Lists(store) => store,
        }
    }
}

/// The record with this id, or the only one that begins so; fails when there are several.
fn search<'a, T>(what: &str, records: &'a [T], id: &str, id_of: impl Fn(&T) -> &str) -> Result<Option<&'a T>> {
    if let Some(record) = records.iter().find(|record| id_of(record) == id) {
        return Ok(Some(record));
    }
    let mut matching = records.iter().filter(|record| !id.is_empty() && id_of(record).starts_with(id));
    match (matching.next(), matching.next()) {
        (Some(one), Some(other)) => {
            bail!("{what} {id}: more than one begins so ({}, {}, …); give more of the id", id_of(one), id_of(other))
        }
        (found, _) => Ok(found),
    }
}

/// The same, and fails when there is none.
fn find<'a, T>(what: &str, records: &'a [T], id: &str, id_of: impl Fn(&T) -> &str) -> Result<&'a T> {
    if let Some(record) = search(what, records, id, &id_of)? {
        return Ok(record);
    }
    let known: Vec<&str> = records.iter().take(5).map(&id_of).collect();
    let known = if known.is_empty() { "none".into() } else { known.join(", ") };
    bail!("{what} {id}: there is none in this store; it has {} ({known})", records.len())
}

/// A story by its id, or the one that has the articles of a story that is gone; the latter is said.
fn find_story<'a>(id: &str, case: &'a Snapshot, store: &impl Store) -> Result<&'a Story> {
    let stories = &case.links.stories;
    if let Some(story) = search("story", stories, id, |story| &story.id)? {
        return Ok(story);
    }
    if let Some((story, line)) = history::successor(id, case, store)? {
        eprintln!("stemma: {line}");
        return Ok(story);
    }
    find("story", stories, id, |story| &story.id)
}

/// A document by its id, or by the file it came from.
fn find_document<'a>(case: &'a Snapshot, name: &str) -> Result<&'a Reading> {
    let is_file = |reading: &&Reading| {
        let path = reading.path.as_deref().unwrap_or_default();
        path == name || std::path::Path::new(path).file_name().is_some_and(|file| file.to_str() == Some(name))
    };
    let mut of_file = case.readings.iter().filter(is_file);
    match (of_file.next(), of_file.next()) {
        (Some(reading), None) => Ok(reading),
        (Some(_), Some(_)) => Err(anyhow!("document {name}: this file holds more than one; give the id of a record")),
        (None, _) => find("document", &case.readings, name, |reading| &reading.id),
    }
}

/// A document in one line: `002_page.txt  "Title", Outlet, 3 August 2017`.
fn document_line(id: &str, case: &Snapshot) -> String {
    let Some(reading) = case.reading(id) else { return id.to_owned() };
    let article = &reading.article;
    let mut parts = Vec::new();
    parts.extend(article.title.as_ref().map(|title| format!("“{}”", words::one_line(&title.text, 70))));
    parts.extend(article.outlet.clone());
    parts.extend(article.published.as_ref().map(words::published));
    format!("{id}  {}", parts.join(", "))
}

/// Breaks a text at words into lines of at most about 100 characters, each after the same margin.
fn wrap(text: &str, margin: &str) -> String {
    const WIDTH: usize = 100;
    let (mut page, mut line) = (String::new(), 0);
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if line == 0 {
            page.push_str(margin);
        } else if line + 1 + width > WIDTH.saturating_sub(margin.chars().count()) {
            page.push('\n');
            page.push_str(margin);
            line = 0;
        } else {
            page.push(' ');
            line += 1;
        }
        page.push_str(word);
        line += width;
    }
    page.push('\n');
    page
}

/// A name and its value, in two columns; nothing when the value is empty.
fn row(page: &mut String, name: &str, value: &str) {
    if !value.is_empty() {
        let wrapped = wrap(value, "                ");
        page.push_str(&format!("  {name:<14}{}", wrapped.trim_start()));
    }
}
