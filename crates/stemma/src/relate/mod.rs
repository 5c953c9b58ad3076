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
mod groups;
mod index;
mod kindred;
mod lineage;
mod linkage;
mod outline;
mod particulars;
mod passages;
mod stories;
mod topics;
mod tree;
mod unseen;
mod witness;

use std::collections::HashMap;

use crate::lexicon::{CreditLists, Lexicon};
use crate::model::{CopyEdge, Links, Reading, Story};

use groups::Groups;
use topics::Topics;

/// Relates all readings of a store; the result does not depend on their order.
pub fn relate(readings: &[Reading], lexicon: &Lexicon) -> Links {
    let mut links = links(readings, &lexicon.credits);
    links.dates = dating::find(readings, &links);
    links
}

fn links(readings: &[Reading], lists: &CreditLists) -> Links {
    let (outlines, postings) = outline::outlines(readings, lists);
    let mut topics = Topics::new(&outlines, lists);
    let candidates = index::pairs(postings, outlines.len());
    let mut groups = Groups::new(outlines.len());
    let (mut lineage, mut unseen, mut alterations) = (Vec::new(), Vec::new(), Vec::new());
    for pairs in index::batches(&candidates, outlines.len()) {
        let kindred = kindred::kindred(&pairs, &outlines, &topics, lists);
        kindred.one_story.iter().for_each(|&(a, b)| groups.join(a, b));
        unseen
            .extend(kindred.unseen.into_iter().map(|source| source.into_iter().map(|at| at + lineage.len()).collect()));
        lineage.extend(kindred.lineage);
        alterations.extend(kindred.alterations);
    }
    let roots = groups.roots();
    topics.count(&outlines, |at| roots[at]);
    let stories = stories::find(outlines, &topics, groups);
    label(&mut lineage, &unseen, &stories);
    lineage.sort_by(|a, b| a.child.cmp(&b.child).then(b.p.total_cmp(&a.p)).then(a.parent.cmp(&b.parent)));
    alterations.sort();
    Links { lineage, stories, alterations, dates: Vec::new() }
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
