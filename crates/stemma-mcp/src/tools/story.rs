//! A story: its pages, who copied whom and what copying altered, and what it tells.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;
use stemma::model::{CopyEdge, Evidence};
use stemma_export::words;
use stemma_store::{Noun, Record};
use stemma_workspace::ask::{self, Altered, Known, KnownStory, NodeKind, TreeEdge};

use super::{Asking, Tool, gives, gone};
use crate::answer::{self, Body, Citation, Cut, EventItem, PageItem, Pages, QUOTE, Ready, Rows, Said, name};
use crate::fault::Fault;
use crate::schema::{CURSOR, Field, LIMIT, Takes};

pub const TOOL: Tool = Tool {
    name: "story",
    title: "One story and who copied whom",
    description: "Gives one story, which is pages that tell the same happenings: its pages by day, which of them has its words from which \
                  other or from a source that nobody collected, with what probability, which facts copying altered, and its events.",
    takes: Takes::Fields(&[
        Field { name: "id", help: "The id of the story, or its beginning: story-3f2a", is_needed: true, most: None },
        LIMIT,
        CURSOR,
    ]),
    gives: gives::<StoryRecord>,
    run,
};

#[derive(Serialize, JsonSchema)]
struct StoryRecord {
    id: String,
    uri: String,
    title: String,
    from: Option<String>,
    to: Option<String>,
    pages: Rows<PageItem>,
    /// Who has words from whom
    copies: Rows<CopyItem>,
    events: Rows<EventItem>,
    /// What happened to the story as pages came
    changes: Rows<String>,
}

/// A page that has words from another one, or from a source that nobody collected.
#[derive(Serialize, JsonSchema)]
struct CopyItem {
    /// The id of the page that copies
    page: String,
    /// The id of the page that it copies; null where nobody collected it
    from: Option<String>,
    /// The name of a source that nobody collected
    unseen: Option<String>,
    /// The probability that the words are from there
    p: f32,
    /// Whether that is enough to call it a copy
    is_copying: bool,
    /// Words that both have, and words that differ
    words: u32,
    edits: u32,
    /// Days from the one to the other
    days: Option<i32>,
    evidence: Vec<String>,
    /// Facts that the copy tells otherwise than its source
    altered: Vec<AlteredItem>,
}

#[derive(Serialize, JsonSchema)]
struct AlteredItem {
    /// What was altered: a number, a date, a name …
    what: String,
    before: Citation,
    after: Citation,
}

/// Facts of one copy that are given.
const ALTERED: usize = 6;

pub fn evidence(found: &[Evidence]) -> Vec<String> {
    found.iter().filter_map(|one| serde_json::to_value(one).ok()?.as_str().map(str::to_owned)).collect()
}

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let store = asking.store;
    let id = asking.id(Noun::Stories, &asking.arguments.needed("id")?)?;
    let paging = asking.arguments.paging()?;
    let record = Record { noun: Noun::Stories, id: id.clone(), title: String::new() };
    let Some(Known::Story(known)) = ask::known(store, &record)? else { return Err(gone(&id)) };
    let KnownStory { story, pages, events, changes, .. } = *known;
    asking.check()?;
    let tree = ask::tree(store, &id)?;
    let unseen: BTreeMap<&str, &str> = tree
        .nodes
        .iter()
        .filter(|node| node.kind == NodeKind::Unseen)
        .map(|node| (node.id.as_str(), node.label.as_str()))
        .collect();
    let edges = Rows::part(tree.edges, paging);
    let cited = Pages::of(store, edges.rows.iter().flat_map(ends))?;
    let copy = |edge: TreeEdge| {
        let unseen = unseen.get(edge.parent.as_str()).map(|label| name(label));
        CopyItem {
            altered: edge.alterations.iter().take(ALTERED).map(|found| altered(found, &edge.child, &cited)).collect(),
            from: unseen.is_none().then(|| edge.parent.clone()),
            unseen,
            p: edge.p,
            is_copying: edge.p >= CopyEdge::COPYING,
            words: edge.words,
            edits: edge.edits,
            days: edge.days,
            evidence: evidence(&edge.evidence),
            page: edge.child,
        }
    };
    let events = Rows::part(events, paging);
    let items = answer::events(store, &events.rows, 1)?;
    let mut items = items.into_iter();
    asking.answer(StoryRecord {
        uri: crate::resources::uri("story", &story.id),
        title: name(&story.title),
        from: story.from.map(|day| day.to_string()),
        to: story.to.map(|day| day.to_string()),
        pages: Rows::part(pages, paging).map(|page| PageItem::of(&page)),
        copies: edges.map(copy),
        events: Rows::of(items.by_ref().collect(), events.total, paging.1),
        changes: Rows::part(changes, paging).map(|change| words::change(&change)),
        id: story.id,
    })
}

/// The pages that are quoted of a copy.
fn ends(edge: &TreeEdge) -> impl Iterator<Item = &str> {
    let parents = edge.alterations.iter().map(|found| found.parent.as_str());
    parents.chain([edge.child.as_str()])
}

fn altered(
    Altered { kind, before, after, child_span, parent, parent_span }: &Altered,
    child: &str,
    pages: &Pages,
) -> AlteredItem {
    AlteredItem {
        what: format!("{kind:?}").to_lowercase(),
        before: pages.cite_words(parent, *parent_span, before, QUOTE),
        after: pages.cite_words(child, *child_span, after, QUOTE),
    }
}

impl Body for StoryRecord {
    fn say(&self, said: &mut Said) {
        let title = said.words(&self.title);
        let days = [&self.from, &self.to].into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" to ");
        let id = said.id(&self.id);
        said.line(format!("{id} ({days}): {title}; {} pages, {} events", self.pages.total, self.events.total));
        for page in &self.pages.rows {
            page.say(said);
        }
        said.more("pages", &self.pages);
        for copy in &self.copies.rows {
            copy.say(said);
        }
        said.more("copies", &self.copies);
        for event in &self.events.rows {
            event.say(said);
        }
        said.more("events", &self.events);
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.pages, &mut self.copies, &mut self.events, &mut self.changes]
    }
}

impl CopyItem {
    fn say(&self, said: &mut Said) {
        let from = match (&self.from, &self.unseen) {
            (Some(from), _) => format!("page {}", said.id(from)),
            (None, unseen) => {
                let label = said.words(unseen.as_deref().unwrap_or("unknown"));
                format!("a source that was not collected, {label}")
            }
        };
        let verb = if self.is_copying { "copies" } else { "may copy" };
        let page = said.id(&self.page);
        said.line(format!(
            "page {page} {verb} {from} (p {:.2}, {} of {} words differ)",
            self.p, self.edits, self.words
        ));
        for AlteredItem { what, before, after } in &self.altered {
            said.line(format!("  altered the {what}:"));
            before.say(said, "    ");
            after.say(said, "    ");
        }
    }
}
