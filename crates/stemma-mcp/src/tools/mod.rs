//! The tools: what each is called, what it takes, what it answers. One file a tool; none changes anything.

mod changes;
mod compare;
mod event;
mod events;
mod page;
mod search;
mod story;
mod who;

use std::cell::RefCell;
use std::sync::Arc;

use rmcp::handler::server::tool::schema_for_output;
use rmcp::model::{JsonObject, Tool as Described, ToolAnnotations};
use schemars::JsonSchema;
use stemma_store::{Archive, Documents, Noun, Sqlite};
use stemma_workspace::ask::{self, Meaning};
use stemma_workspace::live::Onlooker;

use crate::answer::{Answer, Body, Ready, Standing};
use crate::arguments::Arguments;
use crate::fault::Fault;
use crate::schema::Takes;

pub struct Tool {
    pub name: &'static str,
    title: &'static str,
    description: &'static str,
    pub takes: Takes,
    gives: fn() -> Arc<JsonObject>,
    pub run: fn(&Asking<'_>) -> Result<Ready, Fault>,
}

/// Every tool.
pub static TOOLS: [Tool; 8] =
    [search::TOOL, events::TOOL, event::TOOL, story::TOOL, who::TOOL, compare::TOOL, changes::TOOL, page::TOOL];

impl Tool {
    /// As a program that asks is told of it.
    pub fn described(&self) -> Described {
        let annotations = ToolAnnotations::with_title(self.title)
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        Described::new(self.name, self.description, self.takes.schema())
            .with_title(self.title)
            .with_raw_output_schema((self.gives)())
            .with_annotations(annotations)
    }
}

/// The schema of what a tool answers.
fn gives<B: Body + JsonSchema + 'static>() -> Arc<JsonObject> {
    schema_for_output::<Answer<B>>()
}

/// What a tool is asked, and whom it asks.
pub struct Asking<'a> {
    pub store: &'a Sqlite,
    pub onlooker: &'a Onlooker,
    pub arguments: &'a Arguments,
    /// What should be known beside the answer, in lines.
    pub notes: RefCell<Vec<String>>,
    /// Whether nobody waits any more.
    pub is_over: &'a dyn Fn() -> bool,
}

impl Asking<'_> {
    pub fn note(&self, line: impl Into<String>) {
        let line = line.into();
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&line) {
            notes.push(line);
        }
    }

    /// Ends what goes on although nobody waits for it.
    pub fn check(&self) -> Result<(), Fault> {
        if (self.is_over)() { Err(Fault::slow()) } else { Ok(()) }
    }

    /// The id of the record that is meant.
    pub fn id(&self, noun: Noun, written: &str) -> Result<String, Fault> {
        match ask::meaning(self.store, noun, written)? {
            Meaning::One(record) => Ok(record.id),
            Meaning::Moved(record, line) => {
                self.note(line);
                Ok(record.id)
            }
            Meaning::Several(records) => {
                Err(Fault::of_records(format!("{written}: more than one begins so; give more of the id"), records))
            }
            Meaning::None(nearest) => {
                let what = noun.name();
                Err(Fault::of_records(
                    format!("{written}: none of the {what} of this store is called so; `search` and `events` give ids"),
                    nearest,
                ))
            }
        }
    }

    pub fn answer<B: Body>(&self, body: B) -> Result<Ready, Fault> {
        self.check()?;
        let store = self.store;
        let is_up_to_date = !store.is_stale()?;
        if !is_up_to_date {
            self.note(
                "pages came to this store of which events were not made yet, so this is what was known before; \
                 `stemma ls` on a command line brings it up to date",
            );
        }
        for line in self.onlooker.left_out() {
            self.note(line);
        }
        let standing = Standing {
            stamp: store.mark()?.to_string(),
            is_up_to_date,
            pages: store.count()?,
            events: store.totals()?.events,
        };
        Answer::of(standing, self.notes.borrow().clone(), body).ready()
    }
}

/// What was there a moment ago and is not any more.
fn gone(id: &str) -> Fault {
    Fault::new(format!("{id}: went away meanwhile; ask again"))
}
