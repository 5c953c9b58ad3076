//! A story: its articles as a family tree, what they tell, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};

use stemma::model::{CopyEdge, Evidence, Story};
use stemma_store::{CopyRow, EventRow, PageRow, told};
use stemma_workspace::ask::KnownStory;

use super::{Page, event, history, page_line};
use crate::words;

pub(super) fn page(known: &KnownStory) -> Page {
    let KnownStory { story, pages, copies, events, contradictions, changes } = known;
    let mut page = Page::default();
    page.head(format!("story {}", story.id));
    page.text("  ", &story.title);
    if let Some((from, to)) = story.from.zip(story.to) {
        page.text(
            "  ",
            if from == to { words::day(from) } else { format!("{} – {}", words::day(from), words::day(to)) },
        );
    }
    page.space();
    let articles = words::counted(story.documents.len(), "article", "articles");
    page.text("", format!("{articles}, who copied whom"));
    tree(&mut page, story, copies, pages);
    page.space();
    page.text("", words::counted(events.len(), "event", "events"));
    for event in events {
        let first = format!("  {}  ", event.id);
        page.hanging(first, "      ", format!("{}: {}", when(event), words::one_line(&event.summary, 100)));
        let origins = words::told_in(event.articles, event.origins_min, event.origins_max);
        page.text("      ", format!("told as {}, {origins}", told(event.told)));
    }
    for found in contradictions {
        event::contradiction(&mut page, found);
    }
    if !changes.is_empty() {
        page.space();
        page.text("", "history");
        history::changes(&mut page, changes);
    }
    page.explained();
    page
}

/// The day of an event as it is told.
fn when(event: &EventRow) -> String {
    event.from.zip(event.to).map_or("day unknown".into(), |(from, to)| words::span_of_days(from, to))
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
fn tree(page: &mut Page, story: &Story, copies: &[CopyRow], pages: &[PageRow]) {
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

    let mut shown = BTreeSet::new();
    let mut open: Vec<Branch<'_>> = roots.iter().rev().map(|name| root(name)).collect();
    loop {
        while let Some(branch) = open.pop() {
            if !shown.insert(branch.name) {
                continue;
            }
            line(page, &branch, &edges, &pages);
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
            None => return,
        }
    }
}

fn root(name: &str) -> Branch<'_> {
    Branch { name, edge: None, margin: "  ".into(), is_last: true }
}

fn parent(edge: &CopyRow) -> Option<&str> {
    edge.parent.as_deref().or(edge.missing.as_deref())
}

fn line(page: &mut Page, branch: &Branch<'_>, edges: &BTreeMap<&str, Vec<&CopyRow>>, pages: &BTreeMap<&str, &PageRow>) {
    let name = match pages.get(branch.name) {
        Some(page) => page_line(page),
        None if branch.name.is_empty() => "(a source that was not collected)".into(),
        None => format!("({}, not collected)", branch.name),
    };
    let Branch { margin, .. } = branch;
    let Some(edge) = branch.edge else { return page.hanging(margin, format!("{margin}    "), name) };
    let hook = if branch.is_last { "`- " } else { "|- " };
    let rest = format!("{margin}{}   ", if branch.is_last { "   " } else { "|  " });
    let others: Vec<&str> = edges[branch.name].iter().skip(1).filter_map(|other| parent(other)).collect();
    let also = if others.is_empty() { String::new() } else { format!("; also from {}", others.join(", ")) };
    let possible = if edge.p >= CopyEdge::COPYING { "" } else { "possible, " };
    let CopyRow { words: share, edits, .. } = edge;
    let evidence: Vec<&str> = edge.evidence.iter().map(|evidence| evidence_name(*evidence)).collect();
    let evidence = evidence.join(", ");
    page.hanging(format!("{margin}{hook}"), &rest, name);
    page.text(&rest, format!("{possible}p {:.2}, {share} words shared, {edits} changed: {evidence}{also}", edge.p));
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
