//! A part of the text of a page, with what is known of the page.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use stemma::model::Span;
use stemma_store::{Dataset, Documents, Noun};
use stemma_workspace::ask::{self, TreeEdge};

use super::{Asking, Tool, gives, gone};
use crate::answer::{self, Body, Citation, Cut, EventItem, PageItem, Pages, Ready, Rows, Said};
use crate::fault::Fault;
use crate::schema::{Field, Takes};

pub const TOOL: Tool = Tool {
    name: "page",
    title: "Read a part of a page",
    description: "Gives a part of the text of one page, from its article on or from a byte that a citation names, with the page it has its \
                  words from and the events it tells. Use it to check a quote in its surroundings.",
    takes: Takes::Fields(&[
        Field {
            name: "id",
            help: "The id of the page, or its beginning, or the name of its file",
            is_needed: true,
            most: None,
        },
        Field {
            name: "start",
            help: "From which byte of the text on: a little before the `start` of a citation, or `next` of the answer before",
            is_needed: false,
            most: Some(u32::MAX as usize),
        },
        Field {
            name: "bytes",
            help: "So many bytes at most; 4000 where nothing is said",
            is_needed: false,
            most: Some(MOST),
        },
    ]),
    gives: gives::<PageRecord>,
    run,
};

/// How much of the text is given where nothing is said, and at most.
const USUAL: usize = 4_000;
const MOST: usize = 16_000;
/// Events and other pages that are named.
const NAMED: usize = 20;

#[derive(Serialize, JsonSchema)]
struct PageRecord {
    page: PageItem,
    /// The digest of the bytes that came
    sha256: String,
    /// Bytes of the whole text
    length: usize,
    /// Where the article begins and ends among menus and other things; null where none was found
    article: Option<Stretch>,
    /// The part of the text
    text: Citation,
    /// `start` of the part that follows; null at the end
    next: Option<u32>,
    /// Pages and unseen sources that it may have its words from
    copies: Rows<Kin>,
    /// Pages that may have their words from it
    copied_by: Rows<Kin>,
    events: Rows<EventItem>,
}

#[derive(Serialize, JsonSchema)]
struct Stretch {
    start: u32,
    end: u32,
}

#[derive(Serialize, JsonSchema)]
struct Kin {
    /// The id of the page, or `unseen:` and the name of a source that nobody collected
    id: String,
    p: f32,
}

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let (store, arguments) = (asking.store, asking.arguments);
    let id = asking.id(Noun::Pages, &arguments.needed("id")?)?;
    let reading = store.readings_of(&[&id])?.pop().ok_or_else(|| gone(&id))?;
    let row = store.pages_of(&[&id])?.pop().ok_or_else(|| gone(&id))?;
    let of_article = || reading.article.blocks.iter().filter(|block| block.kind.is_of_article());
    let article = of_article().next().zip(of_article().next_back());
    let article = article.map(|(first, last)| Stretch { start: first.span.start, end: last.span.end });
    let usual = article.as_ref().map_or(0, |article| article.start as usize);
    let text = &reading.text;
    let start = arguments.number("start")?.unwrap_or(usual);
    if start > text.len() {
        return Err(Fault::new(format!("{id} ends at byte {}, before byte {start}", text.len())));
    }
    let start = text.floor_char_boundary(start);
    let bytes = arguments.number("bytes")?.unwrap_or(USUAL).clamp(4, MOST);
    let span = Span::new(start, text.len());
    let pages = Pages::of(store, [id.as_str()].into_iter())?;
    let part = pages.cite_words(&id, span, &text[start..], bytes);
    let relations = ask::relations(store, &id)?;
    let kin = |edges: Vec<TreeEdge>, end: fn(TreeEdge) -> String| {
        Rows::part(edges, (NAMED, 0)).map(|edge| Kin { p: edge.p, id: end(edge) })
    };
    let told: BTreeSet<String> = store.events_of_page(&id)?.into_iter().map(|event| event.id).collect();
    let told = Rows::part(told.into_iter().collect(), (NAMED, 0));
    let rows = store.events_of(&told.rows.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut events = Rows::of(answer::events(store, &rows, 0)?, told.total, 0);
    // All of them are listed elsewhere.
    events.next = None;
    asking.answer(PageRecord {
        page: PageItem::of(&row),
        sha256: reading.sha256.clone(),
        length: text.len(),
        article,
        next: part.is_cut.then_some(part.end),
        text: part,
        copies: kin(relations.parents, |edge| edge.parent),
        copied_by: kin(relations.children, |edge| edge.child),
        events,
    })
}

impl Body for PageRecord {
    fn say(&self, said: &mut Said) {
        self.page.say(said);
        let words = said.words(&self.text.quote);
        said.line(format!("bytes {}–{} of {}:\n{words}", self.text.start, self.text.end, self.length));
        if let Some(next) = self.next {
            said.line(format!("start {next} goes on"));
        }
        for Kin { id, p } in &self.copies.rows {
            let from = said.words(id);
            said.line(format!("it may have its words from {from} (p {p:.2})"));
        }
        for event in &self.events.rows {
            event.say(said);
        }
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.events, &mut self.copies, &mut self.copied_by]
    }
}
