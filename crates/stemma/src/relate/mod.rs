//! Many articles to the links between them: shared passages, who copied whom, and stories.
//!
//! In: readings, in any order. Out: [`Links`]: copy edges with their evidence, stories, and what copying altered. The
//! order of the readings changes nothing, and the cost grows almost linearly with their number: candidates come from an
//! inverted index ([`index`]), never from comparing all pairs. No event is read here, and nothing is merged.

mod align;
mod alterations;
mod credits;
mod dating;
mod edges;
mod index;
mod lineage;
mod linkage;
mod particulars;
mod passages;
mod stories;
mod topics;
mod tree;
mod unseen;
mod witness;

use crate::lexicon::{CreditLists, Lexicon};
use std::collections::HashMap;

use crate::model::{CopyEdge, Links, Reading, Story};

use lineage::{Collection, Groups, Lineage};
use passages::Pair;
use rayon::prelude::*;
use topics::Topics;
use witness::Witness;

/// Relates all readings of a store; the result does not depend on their order.
pub fn relate(readings: &[Reading], lexicon: &Lexicon) -> Links {
    let mut links = links(readings, &lexicon.credits);
    links.dates = dating::find(readings, &links);
    links
}

fn links(readings: &[Reading], lists: &CreditLists) -> Links {
    let mut witnesses: Vec<Witness<'_>> = readings.par_iter().map(|reading| witness::witness(reading, lists)).collect();
    witnesses.par_sort_by(|a, b| a.order().cmp(&b.order()));
    let credits: Vec<_> = witnesses.par_iter().map(|witness| credits::find(witness.reading, lists)).collect();
    let outlets: Vec<_> = witnesses.par_iter().map(|witness| credits::outlet_key(witness.reading, lists)).collect();
    let candidates = index::pairs(&witnesses);
    let pairs = passages::find(&candidates, &witnesses);
    let mut topics = Topics::new(&witnesses, lists);
    let (copying, slight): (Vec<Pair>, Vec<Pair>) = pairs.into_iter().partition(|pair| pair.is_copying(&witnesses));
    let copying = passages::without_standing_text(copying, &witnesses, &topics);
    let collection = Collection { witnesses: &witnesses, credits: &credits, outlets: &outlets };
    let Lineage { edges: mut lineage, mut unseen, comparisons } = lineage::trees(&copying, &collection);
    let reports = unseen::find(&slight, &collection);
    let mut alterations = alterations::find(&comparisons, &collection, lists);
    alterations.extend(alterations::lost_by_one(&reports.comparisons, &collection));
    unseen.extend(reports.unseen.into_iter().map(|group| group.into_iter().map(|at| at + lineage.len()).collect()));
    lineage.extend(reports.edges);
    let together = same_story(&lineage, &unseen, &witnesses);
    let mut groups = Groups::new(witnesses.len());
    together.iter().for_each(|&(a, b)| groups.join(a, b));
    let roots = groups.roots();
    topics.count(&witnesses, |at| roots[at]);
    let stories = stories::find(&witnesses, &topics, groups);
    label(&mut lineage, &unseen, &stories);
    lineage.sort_by(|a, b| a.child.cmp(&b.child).then(b.p.total_cmp(&a.p)).then(a.parent.cmp(&b.parent)));
    Links { lineage, stories, alterations, dates: Vec::new() }
}

/// An edge of this probability puts both ends into one story, and so does one over this share of the copy (of equal
/// copies nobody can tell the source, but they tell one story), unless their days lie further apart than this.
const SURE: f32 = 0.4;
const MOST: f64 = 0.8;
const STORY_DAYS: i64 = 14;

/// Pairs of witnesses that one tree joins: each with its main source, or with the others of one unseen source.
fn same_story(lineage: &[CopyEdge], unseen: &[Vec<usize>], witnesses: &[Witness<'_>]) -> Vec<(usize, usize)> {
    let place: HashMap<&str, usize> = witnesses.iter().enumerate().map(|(at, witness)| (witness.id(), at)).collect();
    let mut main: HashMap<&str, &CopyEdge> = HashMap::new();
    for edge in lineage {
        let known = main.entry(&edge.child).or_insert(edge);
        if edge.p > known.p {
            *known = edge;
        }
    }
    // A doubtful edge, or one over weeks (a page that takes up its own older background), makes no story.
    let near = |edge: &CopyEdge| -> Option<bool> {
        let (child, parent) = (place.get(edge.child.as_str())?, place.get(edge.parent.as_deref()?)?);
        let (a, b) = (witnesses[*child].published, witnesses[*parent].published);
        let known = a.is_known() && b.is_known();
        Some(!known || (a.from.saturating_sub(b.to)).max(b.from.saturating_sub(a.to)) <= STORY_DAYS)
    };
    let copies_most = |edge: &CopyEdge| {
        let copied: u32 = edge.passages.iter().map(|passage| passage.words).sum();
        let child = place.get(edge.child.as_str()).map_or(0, |&child| witnesses[child].words.len());
        f64::from(copied) >= MOST * child as f64
    };
    let mut pairs: Vec<(usize, usize)> = main
        .values()
        .filter(|edge| (edge.p >= SURE || copies_most(edge)) && near(edge).unwrap_or(false))
        .filter_map(|edge| Some((*place.get(edge.child.as_str())?, *place.get(edge.parent.as_deref()?)?)))
        .collect();
    for group in unseen {
        let members: Vec<usize> =
            group.iter().filter_map(|&at| place.get(lineage[at].child.as_str()).copied()).collect();
        pairs.extend(members.windows(2).map(|pair| (pair[0], pair[1])));
    }
    pairs.sort_unstable();
    pairs
}

/// Gives every unseen source a label that no other source of its story has: the name that the text gives, or a number.
fn label(lineage: &mut [CopyEdge], unseen: &[Vec<usize>], stories: &[Story]) {
    let mut story_of: HashMap<&str, &str> = HashMap::new();
    for story in stories {
        story_of.extend(story.documents.iter().map(|document| (document.as_str(), story.id.as_str())));
    }
    let mut sources: Vec<(&str, String, &Vec<usize>)> = unseen
        .iter()
        .filter_map(|edges| {
            let first = edges.iter().map(|&at| &lineage[at].child).min()?;
            Some((*story_of.get(first.as_str())?, first.clone(), edges))
        })
        .collect();
    sources.sort();
    let mut counts: HashMap<(&str, Option<String>), usize> = HashMap::new();
    for (story, _, edges) in sources {
        let name = edges.first().and_then(|&at| lineage[at].missing.clone());
        let count = counts.entry((story, name.clone())).or_default();
        *count += 1;
        let label = match name {
            None => format!("unseen source {count}"),
            Some(name) if *count == 1 => name,
            Some(name) => format!("{name} ({count})"),
        };
        for &at in edges {
            lineage[at].missing = Some(label.clone());
        }
    }
}

#[cfg(test)]
mod tests;
