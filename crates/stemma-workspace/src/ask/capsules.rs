//! The origins of an event as capsules: pages that go back to one text stand together.
//!
//! Comes in: an event with who told it and who has words from whom. Goes out: a capsule for each group of its pages, the earliest first. As
//! many of them as there are origins at least stand for themselves; the others may be one with one of these and are doubtful. Nothing is
//! grouped here that fusing has not.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use stemma::model::{CopyEdge, Event};
use stemma_store::{CopyRow, Dataset, PageRow};

use super::who::{Root, Who};
use crate::Error;

/// Pages that go back to one text, as far as anybody can tell.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Capsule {
    /// The outlet of its first page, or the source of its words that nobody collected.
    pub label: String,
    /// The earliest first, each with its copies behind it.
    pub pages: Vec<String>,
    /// It may be one with another capsule.
    pub is_doubtful: bool,
    /// Its label is that of a source that nobody collected.
    #[serde(skip)]
    pub is_unseen: bool,
    /// How many of its pages have their words from another one of them, or from that source.
    #[serde(skip)]
    pub copies: usize,
    /// How many others are of the outlet of the first one.
    #[serde(skip)]
    pub of_outlet: usize,
}

/// The capsules of an event.
pub fn capsules(store: &impl Dataset, event: &Event, who: &Who) -> Result<Vec<Capsule>, Error> {
    Ok(of(event, who, &store.copies_of(event.story.as_deref().unwrap_or_default())?))
}

/// A page that tells an event: by itself, or as a copy of another one.
struct Telling<'a> {
    page: &'a PageRow,
    root: Option<&'a Root>,
    parent: Option<&'a str>,
}

fn of(event: &Event, who: &Who, copies: &[CopyRow]) -> Vec<Capsule> {
    let mut told: Vec<Telling<'_>> = Vec::new();
    for root in &who.roots {
        told.push(Telling { page: &root.page, root: Some(root), parent: None });
        let copies = root.copies.iter();
        told.extend(copies.map(|copy| Telling { page: &copy.page, root: None, parent: Some(&copy.parent) }));
    }
    let place: BTreeMap<&str, usize> = told.iter().enumerate().map(|(at, one)| (one.page.id.as_str(), at)).collect();
    let places = |group: &Vec<String>| {
        let mut places: Vec<usize> = group.iter().filter_map(|id| place.get(id.as_str()).copied()).collect();
        places.sort_unstable();
        places
    };
    let mut groups: Vec<Vec<usize>> =
        event.origin_groups.iter().map(places).filter(|group| !group.is_empty()).collect();
    groups.sort();
    let sure = sure(&groups, &told, event.origins.min as usize);
    let capsule = |(at, group): (usize, &Vec<usize>)| {
        let roots: Vec<&Root> = group.iter().filter_map(|&at| told[at].root).collect();
        let unseen = unseen(&roots, copies);
        let is_inside = |parent: &str| group.iter().any(|&at| told[at].page.id == parent);
        let outlet = |at: usize| told[at].page.outlet.as_deref().map(str::to_lowercase);
        let is_own = |&&at: &&usize| told[at].root.is_some() && outlet(at).is_some() && outlet(at) == outlet(group[0]);
        let repeating = group.iter().filter(|&&at| told[at].parent.is_some_and(is_inside)).count();
        Capsule {
            label: unseen.map_or_else(|| name(told[group[0]].page), |(label, _)| label.to_owned()),
            pages: group.iter().map(|&at| told[at].page.id.clone()).collect(),
            is_doubtful: !sure.contains(&at),
            is_unseen: unseen.is_some(),
            copies: repeating + unseen.map_or(0, |(_, roots)| roots),
            of_outlet: if unseen.is_some() { 0 } else { group.iter().skip(1).filter(is_own).count() },
        }
    };
    groups.iter().enumerate().map(capsule).collect()
}

/// So much of a headline names a page that has no other name, in characters.
const TITLE_AS_NAME: usize = 60;

/// What a page is called: by its outlet, its headline, or its id.
pub(super) fn name(page: &PageRow) -> String {
    let title = || page.title.as_deref().map(|title| format!("“{}”", stemma::text::one_line(title, TITLE_AS_NAME)));
    page.outlet.clone().or_else(title).unwrap_or_else(|| page.id.clone())
}

/// The source that nobody collected of which the first page of a group has its words, or several of its pages have; with how many of
/// these pages do that copy no other one.
fn unseen<'a>(roots: &[&Root], copies: &'a [CopyRow]) -> Option<(&'a str, usize)> {
    let mut sources: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for copy in copies.iter().filter(|copy| copy.parent.is_none() && is_one_text(copy)) {
        let root = roots.iter().position(|root| root.page.id == copy.child);
        if let Some((label, root)) = copy.missing.as_deref().zip(root) {
            sources.entry(label).or_default().insert(root);
        }
    }
    let is_origin = |of: &BTreeSet<usize>| of.contains(&0) || of.len() > 1;
    let found = sources.into_iter().filter(|(_, of)| is_origin(of));
    // Of equal ones the first by name: `max_by_key` would take the last.
    found.map(|(label, of)| (label, of.len())).rev().max_by_key(|(_, roots)| *roots)
}

fn is_one_text(copy: &CopyRow) -> bool {
    copy.p >= CopyEdge::COPYING || copy.one_text >= CopyEdge::COPYING
}

/// Which groups stand for the origins that there are at least: the first that names each source, then the first of all others.
fn sure(groups: &[Vec<usize>], told: &[Telling<'_>], least: usize) -> BTreeSet<usize> {
    let speaker = |group: &Vec<usize>| {
        group.iter().find_map(|&at| told[at].root?.quoting.first()).map(|source| source.to_lowercase())
    };
    let mut named = BTreeSet::new();
    let (mut first, mut others): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for (at, group) in groups.iter().enumerate() {
        let is_new = speaker(group).is_some_and(|source| named.insert(source));
        if is_new { first.push(at) } else { others.push(at) }
    }
    first.into_iter().chain(others).take(least.max(1)).collect()
}
