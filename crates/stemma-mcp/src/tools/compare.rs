//! Two pages side by side: what both have, where the wordings part, and which events both tell.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use stemma::model::Span;
use stemma_store::{Dataset, Noun};
use stemma_workspace::ask::{self, ChangeKind, CompareChange, ComparePassage, Side};

use super::story::evidence;
use super::{Asking, Tool, gives, gone};
use crate::answer::{self, Body, Citation, Cut, EventItem, PageItem, Pages, QUOTE, Ready, Rows, Said};
use crate::fault::Fault;
use crate::schema::{CURSOR, Field, LIMIT, Takes};

pub const TOOL: Tool = Tool {
    name: "compare_pages",
    title: "Compare two pages",
    description: "Holds two pages against each other: the passages that both have, every place where the wordings part and whether that \
                  changes a fact, how probable it is that the one has its words from the other, and the events that both tell.",
    takes: Takes::Fields(&[
        Field {
            name: "a",
            help: "The id of a page, or its beginning, or the name of its file",
            is_needed: true,
            most: None,
        },
        Field { name: "b", help: "The same of the other page", is_needed: true, most: None },
        LIMIT,
        CURSOR,
    ]),
    gives: gives::<Compared>,
    run,
};

#[derive(Serialize, JsonSchema)]
struct Compared {
    /// The page from which the words come, or the older one
    first: PageItem,
    second: PageItem,
    /// The probability that the second has its words from the first; null where nothing says so
    p: Option<f32>,
    evidence: Vec<String>,
    passages: Rows<Shared>,
    /// Events that both tell; their origins say whether they count as one
    events: Rows<EventItem>,
}

/// A stretch that both pages have.
#[derive(Serialize, JsonSchema)]
struct Shared {
    a: Citation,
    b: Citation,
    /// Words that both have, and words that differ
    words: u32,
    edits: u32,
    /// Places where the wordings part
    changes: Vec<Change>,
    /// How many more there are
    changes_left_out: usize,
}

#[derive(Serialize, JsonSchema)]
struct Change {
    /// words, added, left_out, or the fact that it changes: number, date, name, direction, negation, attribution
    kind: String,
    before: Citation,
    after: Citation,
}

/// Changes of a passage that are given, and how much of each side.
const CHANGES: usize = 12;
const CHANGED: usize = 160;

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let (store, arguments) = (asking.store, asking.arguments);
    let a = asking.id(Noun::Pages, &arguments.needed("a")?)?;
    let b = asking.id(Noun::Pages, &arguments.needed("b")?)?;
    if a == b {
        return Err(Fault::new(format!("{a}: a and b are one page; give two")));
    }
    let paging = arguments.paging()?;
    let lexicon = asking.onlooker.lexicon(store)?;
    asking.check()?;
    let compare = ask::compare(store, &a, &b, &lexicon)?.ok_or_else(|| gone(&format!("{a}, {b}")))?;
    let pages = Pages::of(store, [a.as_str(), b.as_str()].into_iter())?;
    let cite = |side: &Side, span: Span, most: usize| {
        let words = side.text.get(span.range()).unwrap_or_default();
        pages.cite_words(&side.page.id, span, words, most)
    };
    let change = |CompareChange { a, b, kind }: &CompareChange| Change {
        kind: match kind {
            ChangeKind::Words => "words".into(),
            ChangeKind::Added => "added".into(),
            ChangeKind::LeftOut => "left_out".into(),
            ChangeKind::Fact(fact) => format!("{fact:?}").to_lowercase(),
        },
        before: cite(&compare.a, *a, CHANGED),
        after: cite(&compare.b, *b, CHANGED),
    };
    let shared = |passage: ComparePassage| Shared {
        a: cite(&compare.a, passage.a, QUOTE),
        b: cite(&compare.b, passage.b, QUOTE),
        words: passage.words,
        edits: passage.edits,
        changes: passage.changes.iter().take(CHANGES).map(change).collect(),
        changes_left_out: passage.changes.len().saturating_sub(CHANGES),
    };
    let told = |page: &str| -> Result<BTreeSet<String>, Fault> {
        Ok(store.events_of_page(page)?.into_iter().map(|event| event.id).collect())
    };
    let both: Vec<String> = told(&a)?.intersection(&told(&b)?).cloned().collect();
    let both = Rows::part(both, paging);
    let rows = store.events_of(&both.rows.iter().map(String::as_str).collect::<Vec<_>>())?;
    let events = Rows::of(answer::events(store, &rows, 0)?, both.total, paging.1);
    let passages = Rows::part(compare.passages.clone(), paging).map(shared);
    asking.answer(Compared {
        first: PageItem::of(&compare.a.page),
        second: PageItem::of(&compare.b.page),
        p: compare.p,
        evidence: evidence(&compare.evidence),
        passages,
        events,
    })
}

impl Body for Compared {
    fn say(&self, said: &mut Said) {
        self.first.say(said);
        self.second.say(said);
        match self.p {
            Some(p) => said.line(format!("the second has words from the first, with a probability of {p:.2}")),
            None => said.line("nothing says that one of them has its words from the other"),
        }
        if self.passages.total == 0 {
            said.line("they have no words in common that anybody could have copied");
        }
        for passage in &self.passages.rows {
            said.line(format!("both have {} words, {} differ:", passage.words, passage.edits));
            passage.a.say(said, "  ");
            for Change { kind, before, after } in &passage.changes {
                said.line(format!("  changed ({kind}):"));
                before.say(said, "    ");
                after.say(said, "    ");
            }
        }
        said.more("passages", &self.passages);
        for event in &self.events.rows {
            event.say(said);
        }
        said.more("events", &self.events);
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.passages, &mut self.events]
    }
}
