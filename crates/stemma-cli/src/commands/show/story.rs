//! A story: its articles as a family tree, what they tell, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use anyhow::Result;
use serde::Serialize;
use stemma::model::{CopyEdge, Evidence, Story};
use stemma_export::words;
use stemma_store::{Asked, CopyRow, Dataset, EventRow, Filter, PageRow};

use super::{event, page_line};

/// A story with what hangs together in it, for other programs.
#[derive(Serialize)]
pub struct Whole<'a> {
    #[serde(flatten)]
    story: &'a Story,
    pages: Vec<PageRow>,
    copies: Vec<CopyRow>,
    events: Vec<EventRow>,
}

impl<'a> Whole<'a> {
    pub fn of(story: &'a Story, store: &impl Dataset) -> Result<Whole<'a>> {
        Ok(Whole { pages: pages(story, store)?, copies: copies(story, store)?, events: events(story, store)?, story })
    }
}

fn pages(story: &Story, store: &impl Dataset) -> Result<Vec<PageRow>> {
    let ids: Vec<&str> = story.documents.iter().map(String::as_str).collect();
    Ok(store.pages_of(&ids)?)
}

/// Those that are worth a thought.
fn copies(story: &Story, store: &impl Dataset) -> Result<Vec<CopyRow>> {
    let mut copies = store.copies_of(&story.id)?;
    copies.retain(|copy| copy.p >= CopyEdge::POSSIBLE);
    Ok(copies)
}

fn events(story: &Story, store: &impl Dataset) -> Result<Vec<EventRow>> {
    let filter = Filter { story: Some(story.id.clone()), ..Filter::default() };
    Ok(store.events(&Asked { filter, ..Asked::default() })?.rows)
}

/// The day of an event as it is told.
fn when(event: &EventRow) -> String {
    event.from.zip(event.to).map_or("day unknown".into(), |(from, to)| words::span_of_days(from, to))
}

pub fn page(story: &Story, store: &impl Dataset) -> Result<String> {
    let mut page = format!("story {}\n  {}\n", story.id, story.title);
    if let (Some(from), Some(to)) = (story.from, story.to) {
        let days = if from == to { words::day(from) } else { format!("{} – {}", words::day(from), words::day(to)) };
        let _ = writeln!(page, "  {days}");
    }
    let _ = writeln!(page, "\n{}, who copied whom", words::counted(story.documents.len(), "article", "articles"));
    page.push_str(&tree(story, &copies(story, store)?, &pages(story, store)?));
    let events = events(story, store)?;
    let _ = writeln!(page, "\n{}", words::counted(events.len(), "event", "events"));
    for event in &events {
        let _ = writeln!(page, "  {}  {}: {}", event.id, when(event), words::one_line(&event.summary, 100));
        let origins = words::told_in(event.articles, event.origins_min, event.origins_max);
        let _ = writeln!(page, "      {}; {origins}", words::assertion(event.told));
    }
    let within = |document: &String| story.documents.contains(document);
    for found in store.contradictions_of(&story.id)?.iter().filter(|found| within(&found.a.doc) && within(&found.b.doc))
    {
        page.push_str(&event::contradiction(found));
    }
    Ok(page)
}

/// A line of the tree that is still to be written.
struct Branch<'a> {
    /// The document, or the label of a source that nobody collected.
    name: &'a str,
    edge: Option<&'a CopyRow>,
    /// What stands before the line and before the lines below it.
    margin: String,
    is_last: bool,
}

/// The family tree in ASCII. An article with two parents hangs below the more probable one and names the other.
fn tree(story: &Story, copies: &[CopyRow], pages: &[PageRow]) -> String {
    let pages: BTreeMap<&str, &PageRow> = pages.iter().map(|page| (page.id.as_str(), page)).collect();
    let members: BTreeSet<&str> = story.documents.iter().map(String::as_str).collect();
    let mut edges: BTreeMap<&str, Vec<&CopyRow>> = BTreeMap::new();
    for edge in copies {
        edges.entry(&edge.child).or_default().push(edge);
    }
    for parents in edges.values_mut() {
        parents.sort_by(|a, b| b.p.total_cmp(&a.p).then_with(|| parent(a).cmp(&parent(b))));
    }
    let mut children: BTreeMap<&str, Vec<&CopyRow>> = BTreeMap::new();
    for first in edges.values().filter_map(|parents| parents.first()) {
        children.entry(parent(first).unwrap_or_default()).or_default().push(first);
    }
    // Roots: what is nobody's child, and parents that are not of this story (unseen sources, articles of other stories).
    let outside = children.keys().copied().filter(|name| !members.contains(name));
    let roots: BTreeSet<&str> = members.iter().copied().filter(|id| !edges.contains_key(id)).chain(outside).collect();

    let (mut page, mut shown) = (String::new(), BTreeSet::new());
    let mut open: Vec<Branch<'_>> = roots.iter().rev().map(|name| root(name)).collect();
    loop {
        while let Some(branch) = open.pop() {
            if !shown.insert(branch.name) {
                continue;
            }
            page.push_str(&line(&branch, &edges, &pages));
            let below = match (branch.edge, branch.is_last) {
                (None, _) => branch.margin.clone(),
                (Some(_), true) => format!("{}   ", branch.margin),
                (Some(_), false) => format!("{}|  ", branch.margin),
            };
            let of_this = children.get(branch.name).map_or(&[][..], Vec::as_slice);
            for (index, &edge) in of_this.iter().enumerate().rev() {
                let is_last = index + 1 == of_this.len();
                open.push(Branch { name: &edge.child, edge: Some(edge), margin: below.clone(), is_last });
            }
        }
        // Articles that copy each other in a circle have no root; the first one stands for it.
        match members.iter().find(|id| !shown.contains(*id)) {
            Some(id) => open.push(root(id)),
            None => return page,
        }
    }
}

fn root(name: &str) -> Branch<'_> {
    Branch { name, edge: None, margin: "  ".into(), is_last: true }
}

fn parent(edge: &CopyRow) -> Option<&str> {
    edge.parent.as_deref().or(edge.missing.as_deref())
}

fn line(branch: &Branch<'_>, edges: &BTreeMap<&str, Vec<&CopyRow>>, pages: &BTreeMap<&str, &PageRow>) -> String {
    let name = match pages.get(branch.name) {
        Some(page) => page_line(page),
        None if branch.name.is_empty() => "(a source that was not collected)".into(),
        None => format!("({}, not collected)", branch.name),
    };
    let Some(edge) = branch.edge else { return format!("{}{name}\n", branch.margin) };
    let hook = if branch.is_last { "`- " } else { "|- " };
    let rest = if branch.is_last { "   " } else { "|  " };
    let others: Vec<&str> = edges[branch.name].iter().skip(1).filter_map(|other| parent(other)).collect();
    let also = if others.is_empty() { String::new() } else { format!("; also from {}", others.join(", ")) };
    let possible = if edge.p >= CopyEdge::COPYING { "" } else { "possible, " };
    let CopyRow { words: share, edits, .. } = edge;
    let evidence: Vec<&str> = edge.evidence.iter().map(|evidence| evidence_name(*evidence)).collect();
    let Branch { margin, .. } = branch;
    format!(
        "{margin}{hook}{name}\n{margin}{rest}   {possible}p {:.2}, {share} words shared, {edits} changed: {}{also}\n",
        edge.p,
        evidence.join(", ")
    )
}

fn evidence_name(evidence: Evidence) -> &'static str {
    match evidence {
        Evidence::SharedPassage => "shared passage",
        Evidence::ExplicitCredit => "explicit credit",
        Evidence::SharedSlip => "shared slip",
        Evidence::PrivateChange => "private change",
        Evidence::StrippedCredit => "stripped credit",
        Evidence::SpellingSeam => "spelling seam",
        Evidence::Dateline => "dateline",
        Evidence::TimeOrder => "time order",
        Evidence::QuoteOrder => "quote order",
        Evidence::Length => "length",
        Evidence::Retold => "retold in other words",
    }
}
