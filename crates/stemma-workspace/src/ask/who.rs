//! Who told an event first, who only copied, and who tells it independently.
//!
//! The first is the earliest page among those that copy no other page of the event; an instant that the input gave orders pages of one
//! day, else the id. Nothing is judged here that relating has not: a page copies where its words are thought to be those of another.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use stemma::model::{CopyEdge, Event};
use stemma_store::{CopyRow, Dataset, PageRow};

use crate::Error;

/// The tellings of an event.
#[derive(Clone, Debug, Serialize)]
pub struct Who {
    pub event: String,
    pub summary: String,
    /// Those who copy no other page of the event, the earliest first: the first of them told it first, the others independently,
    /// as far as anybody can tell.
    pub roots: Vec<Root>,
    pub origins_min: u32,
    pub origins_max: u32,
}

impl Who {
    /// Each root, then its copies.
    pub fn pages(&self) -> impl Iterator<Item = &PageRow> {
        self.roots.iter().flat_map(|root| [&root.page].into_iter().chain(root.copies.iter().map(|copy| &copy.page)))
    }
}

/// A page that copies no other page of the event.
#[derive(Clone, Debug, Serialize)]
pub struct Root {
    pub page: PageRow,
    /// Whose word it carries.
    pub quoting: Vec<String>,
    /// A source of its words that nobody collected.
    pub unseen: Option<String>,
    /// Days after the first page of the event, where both are known.
    pub days: Option<i32>,
    /// Whether it goes back to the same text as an earlier one, by a source that nobody collected.
    pub shares_origin: bool,
    pub copies: Vec<Copy>,
}

/// A page that has its words from another page of the event.
#[derive(Clone, Debug, Serialize)]
pub struct Copy {
    pub page: PageRow,
    /// The page that it copies.
    pub parent: String,
    pub p: f32,
    /// Words that both have, and words that differ.
    pub words: u32,
    pub edits: u32,
    /// Days after the root, where both are known.
    pub days: Option<i32>,
    pub quoting: Vec<String>,
}

/// Who told an event.
pub fn who(store: &impl Dataset, event: &Event) -> Result<Who, Error> {
    let ids: BTreeSet<&str> = event
        .mentions
        .iter()
        .map(|mention| &mention.doc)
        .chain(event.origin_groups.iter().flatten())
        .map(String::as_str)
        .collect();
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut pages = store.pages_of(&ids)?;
    pages.sort_by(|a, b| when(a).cmp(&when(b)));
    let mut quoting: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for claim in store.claims_of(&event.id)? {
        let said = quoting.entry(claim.doc).or_default();
        if !said.contains(&claim.source) {
            said.push(claim.source);
        }
    }
    let copies = store.copies_of(event.story.as_deref().unwrap_or_default())?;
    let family = Family::of(&copies, &ids);
    let group = |id: &str| event.origin_groups.iter().position(|group| group.iter().any(|member| member == id));
    let first = pages.iter().find(|page| !family.parents.contains_key(page.id.as_str())).cloned();
    let mut roots: Vec<Root> = Vec::new();
    for page in pages.iter().filter(|page| !family.parents.contains_key(page.id.as_str())) {
        let shares_origin =
            roots.iter().any(|root| group(&root.page.id).is_some() && group(&root.page.id) == group(&page.id));
        roots.push(Root {
            quoting: quoting.get(&page.id).cloned().unwrap_or_default(),
            unseen: family.unseen.get(page.id.as_str()).map(|label| (*label).to_owned()),
            days: first.as_ref().and_then(|first| days(first, page)),
            shares_origin,
            copies: Vec::new(),
            page: page.clone(),
        });
    }
    for page in &pages {
        let Some(copy) = family.parents.get(page.id.as_str()) else { continue };
        let root = family.root(&page.id);
        let Some(root) = roots.iter_mut().find(|known| known.page.id == root) else { continue };
        root.copies.push(Copy {
            parent: copy.parent.clone().unwrap_or_default(),
            p: copy.p,
            words: copy.words,
            edits: copy.edits,
            days: days(&root.page, page),
            quoting: quoting.get(&page.id).cloned().unwrap_or_default(),
            page: page.clone(),
        });
    }
    Ok(Who {
        event: event.id.clone(),
        summary: event.summary.clone(),
        roots,
        origins_min: event.origins.min,
        origins_max: event.origins.max,
    })
}

/// Pages without a day come last.
pub(super) fn when(page: &PageRow) -> (bool, Option<String>, &str) {
    let day = page.from.map(|day| day.to_string());
    // An instant that the input gave says more than the day that was read; both begin with the day.
    let instant = page.sent_at.clone().filter(|at| day.as_ref().is_some_and(|day| at.starts_with(day.as_str())));
    (day.is_none(), instant.or(day), &page.id)
}

fn days(from: &PageRow, to: &PageRow) -> Option<i32> {
    from.from.zip(to.from).map(|(from, to)| to.days_since(from))
}

/// Who copies whom among the pages of an event.
struct Family<'a> {
    /// The likeliest parent of each page that copies another one.
    parents: BTreeMap<&'a str, &'a CopyRow>,
    /// The label of an unseen source of each page that copies none.
    unseen: BTreeMap<&'a str, &'a str>,
}

impl<'a> Family<'a> {
    fn of(copies: &'a [CopyRow], pages: &[&str]) -> Family<'a> {
        let (mut parents, mut unseen) = (BTreeMap::new(), BTreeMap::new());
        let is_there = |id: &str| pages.binary_search(&id).is_ok();
        for copy in copies.iter().filter(|copy| copy.p >= CopyEdge::COPYING && is_there(&copy.child)) {
            match (&copy.parent, &copy.missing) {
                // Those of one child stand by falling probability.
                (Some(parent), _) if is_there(parent) => {
                    parents.entry(copy.child.as_str()).or_insert(copy);
                }
                (None, Some(label)) => {
                    unseen.entry(copy.child.as_str()).or_insert(label.as_str());
                }
                _ => {}
            }
        }
        let mut family = Family { parents, unseen };
        family.open_rings();
        family
    }

    /// Pages that copy each other in a circle have no root; one of them stands for it.
    fn open_rings(&mut self) {
        let children: Vec<&str> = self.parents.keys().copied().collect();
        for child in children {
            let (mut seen, mut at) = (BTreeSet::from([child]), child);
            while let Some(parent) = self.parents.get(at).and_then(|copy| copy.parent.as_deref()) {
                if !seen.insert(parent) {
                    self.parents.remove(at);
                    break;
                }
                at = parent;
            }
        }
    }

    fn root<'p>(&'p self, page: &'p str) -> &'p str {
        let mut at = page;
        while let Some(parent) = self.parents.get(at).and_then(|copy| copy.parent.as_deref()) {
            at = parent;
        }
        at
    }
}
