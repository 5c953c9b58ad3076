//! Pages by their words, each with the sentence that tells most of them; and the events that are told in these words.

use schemars::JsonSchema;
use serde::Serialize;
use stemma_store::{Asked, Dataset, Noun, Sort};
use stemma_workspace::ask::{self, Hit};

use super::{Asking, Tool, gives};
use crate::answer::{self, Body, Citation, Cut, EventItem, PageItem, Pages, QUOTE, Ready, Rows, Said};
use crate::fault::Fault;
use crate::schema::Takes;

pub const TOOL: Tool = Tool {
    name: "search",
    title: "Search pages and events by words",
    description: "Finds pages in which all the words stand, each with the sentence that tells most of them, and the events that are told \
                  in these words. Takes the same conditions as `events`. Begin here when you know what you look for but no id.",
    takes: Takes::Query { noun: Noun::Pages, needs_words: true },
    gives: gives::<Search>,
    run,
};

/// How many events are named beside the pages.
const EVENTS: usize = 5;

#[derive(Serialize, JsonSchema)]
struct Search {
    pages: Rows<Found>,
    /// Those that most articles tell
    events: Rows<EventItem>,
}

/// A page with the words.
#[derive(Serialize, JsonSchema)]
struct Found {
    page: PageItem,
    /// The sentence with most of the words; null where they stand in its title alone
    passage: Option<Citation>,
}

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let store = asking.store;
    let (mut query, asked) = asking.arguments.asked(Noun::Pages, store)?;
    let hits = ask::search(store, &asked)?;
    asking.check()?;
    let pages = Pages::of(store, hits.rows.iter().map(|hit| hit.page.id.as_str()))?;
    let found = |Hit { page, passage }: Hit| Found {
        passage: passage.map(|passage| pages.cite_words(&page.id, passage.span, &passage.text, QUOTE)),
        page: PageItem::of(&page),
    };
    // Pages are put in order so, and not what is named beside them.
    (query.sort, query.reverse) = (None, false);
    let few = Asked { sort: Some(Sort::Articles), limit: Some(EVENTS), ..query.asked(Noun::Events, store)? };
    let events = store.events(&few)?;
    let total = events.total;
    let mut events = Rows::of(answer::events(store, &events.rows, 1)?, total, 0);
    // The cursor goes through pages; `events` has one of its own.
    events.next = None;
    if total > EVENTS as u64 {
        asking.note(format!("{total} events are told in these words; `events` with the same words lists them all"));
    }
    asking.answer(Search { pages: Rows::found(hits, &asked).map(found), events })
}

impl Body for Search {
    fn say(&self, said: &mut Said) {
        said.line(format!("{} pages have these words.", self.pages.total));
        for Found { page, passage } in &self.pages.rows {
            page.say(said);
            if let Some(passage) = passage {
                passage.say(said, "  ");
            }
        }
        said.more("pages", &self.pages);
        for event in &self.events.rows {
            event.say(said);
        }
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.pages, &mut self.events]
    }
}
