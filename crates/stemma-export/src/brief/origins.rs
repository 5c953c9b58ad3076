//! Who told it first, who copied it, who told it by himself; and the family tree of the pages of a story.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use stemma::model::{CopyEdge, Event, Reading, Story};

use super::desk::Desk;
use super::incidents::origins_of;
use super::setting::{self, interval};
use super::{Sentence, TreeLine, grammar};
use crate::words;

/// So many pages are named in one sentence.
const NAMED: usize = 4;

impl<'a> Desk<'a> {
    /// "First told by Agence Horizon on 9 June 2024, quoting MSF; copied by Nile Ledger (2 words changed)."
    pub fn first(&self, event: &'a Event) -> Option<Sentence> {
        let docs: BTreeSet<&str> = event.mentions.iter().map(|quote| quote.doc.as_str()).collect();
        let mut pages: Vec<&Reading> = docs.iter().filter_map(|id| self.readings.get(id).copied()).collect();
        let day = |reading: &Reading| reading.article.published.as_ref().map(|published| published.start);
        // Pages whose day is not known cannot be the first that we know of.
        pages.sort_by_key(|reading| {
            (day(reading).is_none(), day(reading), &reading.published_at, self.numbers[reading.id.as_str()])
        });
        let copied = |reading: &Reading| self.copies.get(reading.id.as_str()).copied();
        let is_copy = |reading: &&&Reading| {
            let edge = copied(reading);
            edge.is_some_and(|edge| edge.parent.as_deref().is_none_or(|parent| docs.contains(parent)))
        };
        let first = *pages.iter().find(|reading| !is_copy(reading)).or(pages.first())?;
        let quoting: Vec<String> = self.quoted(event, &first.id);
        let quoting = if quoting.is_empty() { String::new() } else { format!(", quoting {}", words::list(&quoting)) };
        let by = format!("{}{}{quoting}", self.outlet(first), on_day(first));
        let mut text = if pages.len() == 1 { format!("told only by {by}") } else { format!("first told by {by}") };
        let others = pages.iter().filter(|reading| reading.id != first.id);
        let (copies, own): (Vec<&&Reading>, Vec<&&Reading>) = others.partition(|reading| is_copy(reading));
        if !copies.is_empty() {
            text.push_str(&format!(
                "; copied by {}",
                named(copies.iter().map(|page| self.as_copy(page, first, copied(page))))
            ));
        }
        let origins = origins_of(event);
        let (kin, own): (Vec<&&Reading>, Vec<&&Reading>) = own.into_iter().partition(|page| {
            origins.get(page.id.as_str()).is_some_and(|origin| origins.get(first.id.as_str()) == Some(origin))
        });
        if !kin.is_empty() {
            text.push_str(&format!(
                "; repeated, from the same origin, by {}",
                named(kin.iter().map(|page| self.later(page, first)))
            ));
        }
        if !own.is_empty() {
            text.push_str(&format!("; told on its own by {}", named(own.iter().map(|page| self.later(page, first)))));
        }
        self.cited(grammar::sentence(&text), &event.mentions)
    }

    /// Those whom a page quotes for an event.
    fn quoted(&self, event: &Event, doc: &str) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for claim in self.claims.get(event.id.as_str()).into_iter().flatten().filter(|claim| claim.doc == doc) {
            let carriers: Vec<String> = claim.chain.iter().skip(1).filter(|link| !link.is_empty()).cloned().collect();
            let is_person = self.readings[doc]
                .annotations
                .entities
                .iter()
                .any(|entity| entity.kind == "PERSON" && entity.name.as_deref() == Some(&claim.source));
            let Some(phrase) = self.phrases().speaker(&claim.source, is_person) else { continue };
            let way =
                if carriers.is_empty() { String::new() } else { format!(" by way of {}", words::list(&carriers)) };
            let name = format!("{}{way}", phrase.text);
            if !names.contains(&name) && names.len() < NAMED {
                names.push(name);
            }
        }
        names
    }

    fn later(&self, page: &Reading, first: &Reading) -> String {
        let days = days_between(page, first);
        let when = match days {
            Some(0) => " (same day)".to_string(),
            Some(days) if days > 0 => format!(" (+{})", words::counted(days as usize, "day", "days")),
            _ => String::new(),
        };
        format!("{}{when}", self.outlet(page))
    }

    fn as_copy(&self, page: &Reading, first: &Reading, edge: Option<&CopyEdge>) -> String {
        let changed = edge.map_or(0, |edge| edge.passages.iter().map(|passage| passage.edits).sum::<u32>());
        let changed = match changed {
            0 => String::new(),
            words => format!("{} changed", words::counted(words as usize, "word", "words")),
        };
        let days = days_between(page, first).filter(|days| *days >= 0).map(|days| match days {
            0 => "same day".to_string(),
            days => format!("+{}", words::counted(days as usize, "day", "days")),
        });
        let facts: Vec<String> = days.into_iter().chain(Some(changed).filter(|words| !words.is_empty())).collect();
        let facts = if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(", ")) };
        format!("{}{facts}", self.outlet(page))
    }

    /// The family tree of the pages of a story, where some are related; parents before their copies.
    pub fn tree(&self, story: &Story) -> Vec<TreeLine> {
        let members: BTreeSet<&str> = story.documents.iter().map(String::as_str).collect();
        let mut below: BTreeMap<Option<&str>, Vec<&CopyEdge>> = BTreeMap::new();
        let mut unseen: BTreeMap<&str, Vec<&CopyEdge>> = BTreeMap::new();
        for id in &members {
            let Some(edge) = self.copies.get(id) else { continue };
            match (&edge.parent, &edge.missing) {
                (Some(parent), _) if members.contains(parent.as_str()) => {
                    below.entry(Some(parent)).or_default().push(edge)
                }
                (None, Some(label)) => unseen.entry(label).or_default().push(edge),
                _ => {}
            }
        }
        let mut lines = Vec::new();
        let mut shown: BTreeSet<&str> = BTreeSet::new();
        let roots: Vec<&str> = below.keys().flatten().copied().filter(|id| !self.is_below(id, &members)).collect();
        for root in roots {
            let Some(reading) = self.readings.get(root) else { continue };
            let text = format!("{}{}", self.outlet(reading), on_day(reading));
            lines.extend(TreeLine::new(0, text, vec![self.numbers[root]]));
            self.branches(root, 1, &below, &mut shown, &mut lines);
        }
        for (label, edges) in unseen {
            let sources = edges.iter().map(|edge| self.numbers[edge.child.as_str()]).collect();
            let name = words::one_line(label, 60);
            lines.extend(TreeLine::new(0, format!("{name}, which nobody collected"), sources));
            for edge in edges {
                self.branch(edge, 1, &below, &mut shown, &mut lines);
            }
        }
        lines
    }

    fn is_below(&self, id: &str, members: &BTreeSet<&str>) -> bool {
        let edge = self.copies.get(id);
        edge.is_some_and(|edge| {
            edge.missing.is_some() || edge.parent.as_deref().is_some_and(|parent| members.contains(parent))
        })
    }

    fn branches<'e>(
        &self,
        id: &str,
        depth: usize,
        below: &BTreeMap<Option<&str>, Vec<&'e CopyEdge>>,
        shown: &mut BTreeSet<&'e str>,
        lines: &mut Vec<TreeLine>,
    ) {
        for edge in below.get(&Some(id)).into_iter().flatten() {
            self.branch(edge, depth, below, shown, lines);
        }
    }

    fn branch<'e>(
        &self,
        edge: &'e CopyEdge,
        depth: usize,
        below: &BTreeMap<Option<&str>, Vec<&'e CopyEdge>>,
        shown: &mut BTreeSet<&'e str>,
        lines: &mut Vec<TreeLine>,
    ) {
        let Some(reading) = self.readings.get(edge.child.as_str()) else { return };
        // A page is shown once, so that a ring of copies ends.
        if !shown.insert(&edge.child) {
            return;
        }
        let edits: u32 = edge.passages.iter().map(|passage| passage.edits).sum();
        let shared: u32 = edge.passages.iter().map(|passage| passage.words).sum();
        let changed = if edits == 0 { String::new() } else { format!(", {edits} changed") };
        let text = format!(
            "{}{}, {shared} words the same{changed} ({:.0} % sure)",
            self.outlet(reading),
            on_day(reading),
            edge.p * 100.0
        );
        lines.extend(TreeLine::new(depth, text, vec![self.numbers[reading.id.as_str()]]));
        self.branches(&edge.child, depth + 1, below, shown, lines);
    }
}

impl TreeLine {
    fn new(depth: usize, text: String, sources: Vec<usize>) -> Option<TreeLine> {
        Some(TreeLine { depth, line: Sentence::new(text, sources)? })
    }
}

fn named(pages: impl Iterator<Item = String>) -> String {
    let mut known: HashSet<String> = HashSet::new();
    let mut names: Vec<String> = pages.filter(|name| !name.is_empty() && known.insert(name.clone())).collect();
    let left = names.len().saturating_sub(NAMED);
    names.truncate(NAMED);
    if left > 0 {
        names.push(words::counted(left, "other page", "other pages"));
    }
    words::list(&names)
}

fn on_day(reading: &Reading) -> String {
    match &reading.article.published {
        Some(published) => format!(" {}", setting::day(interval(published))),
        None => " on an unknown day".into(),
    }
}

fn days_between(page: &Reading, first: &Reading) -> Option<i32> {
    let day =
        |reading: &Reading| reading.article.published.as_ref().filter(|day| day.start == day.end).map(|day| day.start);
    Some(day(page)?.days_since(day(first)?))
}
