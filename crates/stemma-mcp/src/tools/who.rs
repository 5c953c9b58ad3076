//! Who told an event first, who only copied it, and who tells it independently.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use schemars::JsonSchema;
use serde::Serialize;
use stemma_export::words;
use stemma_store::{Dataset, Noun};
use stemma_workspace::Listener;
use stemma_workspace::ask::{self, Meaning, Query, Root};

use super::{Asking, Tool, gives, gone};
use crate::answer::{Body, Citation, Cut, EventItem, PageItem, Pages, Ready, Rows, Said, name};
use crate::fault::Fault;
use crate::schema::{CURSOR, Field, LIMIT, Takes};

pub const TOOL: Tool = Tool {
    name: "who_said_it_first",
    title: "Who said it first",
    description: "Says of one event which page told it first, which pages copied that page with how many words changed, and which tell it \
                  independently; whom each quotes, and the words themselves. Use it before you call something confirmed by several outlets.",
    takes: Takes::Fields(&[
        Field {
            name: "event",
            help: "The id of the event or its beginning, or words that tell it",
            is_needed: true,
            most: None,
        },
        LIMIT,
        CURSOR,
    ]),
    gives: gives::<First>,
    run,
};

#[derive(Serialize, JsonSchema)]
struct First {
    event: EventItem,
    /// Pages that copy no other page of the event, the earliest first: the first of them told it first
    tellings: Rows<Teller>,
    /// Pages that have their words from another page of the event
    copies: Rows<Copier>,
}

/// A page that copies no other page of the event.
#[derive(Serialize, JsonSchema)]
struct Teller {
    page: PageItem,
    /// The first one; else whether it tells independently, or goes back to the text of an earlier one by a source that nobody collected
    role: Role,
    /// Whose word it carries
    quoting: Vec<String>,
    /// A source of its words that nobody collected
    unseen: Option<String>,
    /// Days after the first page, where both are known
    days: Option<i32>,
    citation: Option<Citation>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Role {
    First,
    Independent,
    SameOrigin,
}

/// A page that has its words from another page of the event.
#[derive(Serialize, JsonSchema)]
struct Copier {
    page: PageItem,
    /// The id of the page that it copies
    from: String,
    /// The id of the page to which that goes back
    root: String,
    p: f32,
    /// Words that both have, and words that differ
    words: u32,
    edits: u32,
    /// Days after the root, where both are known
    days: Option<i32>,
    citation: Option<Citation>,
}

/// Whose word is carried, so many names.
const QUOTED: usize = 6;

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let store = asking.store;
    let written = asking.arguments.needed("event")?;
    let paging = asking.arguments.paging()?;
    let event = match ask::meaning(store, Noun::Events, &written)? {
        Meaning::One(record) => store.event(&record.id)?.ok_or_else(|| gone(&record.id))?,
        _ if is_id(&written) => {
            let id = asking.id(Noun::Events, &written)?;
            store.event(&id)?.ok_or_else(|| gone(&id))?
        }
        _ => {
            let heard = Heard::default();
            let event = ask::meant(store, &Query::of_words(&written), &heard)?;
            if heard.0.load(Ordering::Relaxed) {
                asking.note("several events have these words, or only a page of this one has them all; `search` names the others");
            }
            event
        }
    };
    asking.check()?;
    let row = store.events_of(&[&event.id])?.pop().ok_or_else(|| gone(&event.id))?;
    let who = ask::who(store, &event)?;
    let pages = Pages::of(store, event.mentions.iter().map(|quote| quote.doc.as_str()))?;
    let mut quotes: BTreeMap<&str, _> = BTreeMap::new();
    for quote in &event.mentions {
        quotes.entry(quote.doc.as_str()).or_insert(quote);
    }
    let cite = |page: &str| quotes.get(page).map(|quote| pages.cite(quote));
    let (mut tellings, mut copies) = (Vec::new(), Vec::new());
    for (at, root) in who.roots.into_iter().enumerate() {
        let Root { page, quoting, unseen, days, shares_origin, copies: of_root } = root;
        for copy in of_root {
            copies.push(Copier {
                citation: cite(&copy.page.id),
                page: PageItem::of(&copy.page),
                from: copy.parent,
                root: page.id.clone(),
                p: copy.p,
                words: copy.words,
                edits: copy.edits,
                days: copy.days,
            });
        }
        tellings.push(Teller {
            role: match (at, shares_origin) {
                (0, _) => Role::First,
                (_, true) => Role::SameOrigin,
                (_, false) => Role::Independent,
            },
            citation: cite(&page.id),
            page: PageItem::of(&page),
            quoting: quoting.iter().take(QUOTED).map(|said| name(said)).collect(),
            unseen: unseen.as_deref().map(name),
            days,
        });
    }
    asking.answer(First {
        event: EventItem::of(&row, Vec::new()),
        tellings: Rows::part(tellings, paging),
        copies: Rows::part(copies, paging),
    })
}

/// Whether there was something to say beside an event: the lines themselves have words of pages.
#[derive(Default)]
struct Heard(AtomicBool);

impl Listener for Heard {
    fn hear(&self, _: &str) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Whether it can only be an id: one word with a digit and a hyphen.
fn is_id(written: &str) -> bool {
    !written.contains(char::is_whitespace)
        && written.contains('-')
        && written.contains(|letter: char| letter.is_ascii_digit())
}

impl Body for First {
    fn say(&self, said: &mut Said) {
        self.event.say(said);
        for teller in &self.tellings.rows {
            let role = match teller.role {
                Role::First => "told first",
                Role::Independent => "tells it independently",
                Role::SameOrigin => "has the same text, from a source that was not collected",
            };
            said.line(format!("{role}:"));
            teller.page.say(said);
            if !teller.quoting.is_empty() {
                let quoting = said.words(&words::list(&teller.quoting));
                said.line(format!("  quoting {quoting}"));
            }
            if let Some(citation) = &teller.citation {
                citation.say(said, "  ");
            }
        }
        said.more("tellings", &self.tellings);
        for copier in &self.copies.rows {
            let Copier { from, p, words, edits, .. } = copier;
            let from = said.id(from);
            said.line(format!("copied from {from} (p {p:.2}, {edits} of {words} words differ):"));
            copier.page.say(said);
        }
        said.more("copies", &self.copies);
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.tellings, &mut self.copies]
    }
}
