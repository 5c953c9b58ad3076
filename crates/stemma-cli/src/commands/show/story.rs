//! A story: its articles as a family tree, what they tell, and where they disagree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use stemma::model::{CopyEdge, Evidence, Story};
use stemma_export::words;
use stemma_workspace::Snapshot;

use super::{document_line, event};

pub fn page(story: &Story, case: &Snapshot) -> String {
    let mut page = format!("story {}\n  {}\n", story.id, story.title);
    if let (Some(from), Some(to)) = (story.from, story.to) {
        let days = if from == to { words::day(from) } else { format!("{} – {}", words::day(from), words::day(to)) };
        let _ = writeln!(page, "  {days}");
    }
    let _ = writeln!(page, "\n{}, who copied whom", words::counted(story.documents.len(), "article", "articles"));
    page.push_str(&tree(story, case));
    let events: Vec<_> = case.picture.events.iter().filter(|event| event.story.as_deref() == Some(&story.id)).collect();
    let _ = writeln!(page, "\n{}", words::counted(events.len(), "event", "events"));
    for event in &events {
        let when = event.time.map_or("day unknown".into(), words::interval);
        let _ = writeln!(page, "  {}  {when}: {}", event.id, words::one_line(&event.summary, 100));
        let _ = writeln!(page, "      {}; {}", words::assertion(event.assertion), words::origins(event));
    }
    let within = |document: &String| story.documents.contains(document);
    for found in case.picture.contradictions.iter().filter(|found| within(&found.a.doc) && within(&found.b.doc)) {
        page.push_str(&event::contradiction(found));
    }
    page
}

/// A line of the tree that is still to be written.
struct Branch<'a> {
    /// The document, or the label of a source that nobody collected.
    name: &'a str,
    edge: Option<&'a CopyEdge>,
    /// What stands before the line and before the lines below it.
    margin: String,
    is_last: bool,
}

/// The family tree in ASCII. An article with two parents hangs below the more probable one and names the other.
fn tree(story: &Story, case: &Snapshot) -> String {
    let members: BTreeSet<&str> = story.documents.iter().map(String::as_str).collect();
    let mut edges: BTreeMap<&str, Vec<&CopyEdge>> = BTreeMap::new();
    for edge in case.links.lineage.iter().filter(|edge| edge.is_possible() && members.contains(edge.child.as_str())) {
        edges.entry(&edge.child).or_default().push(edge);
    }
    for parents in edges.values_mut() {
        parents.sort_by(|a, b| b.p.total_cmp(&a.p).then_with(|| parent(a).cmp(&parent(b))));
    }
    let mut children: BTreeMap<&str, Vec<&CopyEdge>> = BTreeMap::new();
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
            page.push_str(&line(&branch, &edges, case));
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

fn parent(edge: &CopyEdge) -> Option<&str> {
    edge.parent.as_deref().or(edge.missing.as_deref())
}

fn line(branch: &Branch<'_>, edges: &BTreeMap<&str, Vec<&CopyEdge>>, case: &Snapshot) -> String {
    let name = match case.reading(branch.name) {
        Some(_) => document_line(branch.name, case),
        None if branch.name.is_empty() => "(a source that was not collected)".into(),
        None => format!("({}, not collected)", branch.name),
    };
    let Some(edge) = branch.edge else { return format!("{}{name}\n", branch.margin) };
    let hook = if branch.is_last { "`- " } else { "|- " };
    let rest = if branch.is_last { "   " } else { "|  " };
    let others: Vec<&str> = edges[branch.name].iter().skip(1).filter_map(|other| parent(other)).collect();
    let also = if others.is_empty() { String::new() } else { format!("; also from {}", others.join(", ")) };
    let possible = if edge.is_copying() { "" } else { "possible, " };
    let share: u32 = edge.passages.iter().map(|passage| passage.words).sum();
    let edits: u32 = edge.passages.iter().map(|passage| passage.edits).sum();
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
    }
}
