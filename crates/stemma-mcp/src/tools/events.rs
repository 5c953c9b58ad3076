//! Events by what is asked: rows with their origins and the first words that tell each.

use schemars::JsonSchema;
use serde::Serialize;
use stemma_store::{Dataset, Noun};
use stemma_workspace::ask;

use super::{Asking, Tool, gives};
use crate::answer::{self, Body, Cut, EventItem, Ready, Rows, Said};
use crate::fault::Fault;
use crate::schema::Takes;

pub const TOOL: Tool = Tool {
    name: "events",
    title: "List events",
    description: "Lists events by days, country, place, kind, toll, parties, outlet, words and more, each with how many articles and how \
                  many independent origins tell it, and words of its pages. Copies of one report are many articles and one origin. \
                  Without `told`, also what is only planned, possible or denied is listed; `told: [\"happened\"]` leaves that out.",
    takes: Takes::Query { noun: Noun::Events, needs_words: false },
    gives: gives::<Events>,
    run,
};

/// How many words of pages stand by each.
const CITED: usize = 2;

#[derive(Serialize, JsonSchema)]
struct Events {
    /// The conditions as they were understood
    asked: String,
    events: Rows<EventItem>,
    /// How many more only reach into the days that are asked for: `reaching` lists them
    reaching: u64,
}

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let store = asking.store;
    let (query, asked) = asking.arguments.asked(Noun::Events, store)?;
    let found = store.events(&asked)?;
    asking.check()?;
    let reaching = ask::reaching(store, Noun::Events, &asked)?;
    let events = Rows::of(answer::events(store, &found.rows, CITED)?, found.total, asked.skip);
    asking.answer(Events { asked: query.in_words(), events, reaching })
}

impl Body for Events {
    fn say(&self, said: &mut Said) {
        let asked = if self.asked.is_empty() { "everything".into() } else { said.words(&self.asked) };
        said.line(format!("{} events; asked for: {asked}", self.events.total));
        for event in &self.events.rows {
            event.say(said);
        }
        said.more("events", &self.events);
        if self.reaching > 0 {
            said.line(format!("{} more only reach into these days; `reaching` lists them", self.reaching));
        }
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.events]
    }
}
