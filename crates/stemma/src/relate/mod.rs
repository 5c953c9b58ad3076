//! Many articles to the links between them: shared passages, who copied whom, and stories.
//!
//! In: readings, in any order. Out: [`Links`]: copy edges with their evidence, stories, and what copying altered. The
//! order of the readings changes nothing, and the cost grows almost linearly with their number: candidates come from an
//! inverted index ([`index`]), never from comparing all pairs. No event is read here, and nothing is merged.

mod align;
mod alterations;
mod archive;
mod credits;
mod dating;
mod edges;
mod groups;
mod happenings;
mod index;
mod kindred;
mod lineage;
mod linkage;
mod marginals;
mod outline;
mod pair;
mod particulars;
mod passages;
mod retold;
mod second;
mod sources;
mod standing;
mod stories;
mod topics;
mod tree;
mod unseen;
mod update;
mod witness;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::lexicon::Lexicon;
use crate::model::{Alteration, CopyEdge, Links, Reading, Story};

pub use archive::Archive;
use archive::{Filed, Rarity};
use groups::Groups;
use kindred::{Kindred, kindred};
use outline::Outline;
pub use pair::{Shared, shared};
use stories::Subject;
use topics::Topics;
pub use update::{Fetch, Update, update};

/// How much of a collection is looked at where not all of it can be.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Articles in which the rarity of words is counted: all that there are, up to so many.
    pub sample: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options { sample: 1024 }
    }
}

/// Relates all readings of a store, each with another id; the result does not depend on their order.
pub fn relate(readings: &[Reading], lexicon: &Lexicon, options: &Options) -> (Links, Archive) {
    let lists = &lexicon.credits;
    let mut outlines = outline::outlines(readings, lexicon);
    let count = outlines.len();
    let readings: Vec<&Reading> = outlines.iter().map(|outline| outline.reading).collect();
    let sample =
        topics::sample(&readings.iter().map(|reading| reading.id.as_str()).collect::<Vec<_>>(), options.sample);
    let of_pages = Topics::count(&sample, &outlines, |at| at as usize);
    let mut archive: Vec<Filed> = outlines.iter_mut().map(|outline| Filed::new(outline)).collect();
    let mut postings = archive::postings(&archive);
    postings.par_sort_unstable();
    let standing = standing::find(&postings, |at| &archive[at as usize]);
    postings.retain(|posting| standing.binary_search(&posting.print).is_err());
    let candidates = index::pairs(&postings, count);
    drop(postings);
    let mut found = Found::default();
    let mut groups = Groups::new(count);
    for pairs in index::batches(&candidates, count) {
        let kindred = kindred(&pairs, &readings, &of_pages, &standing, lists);
        kindred.kin.iter().for_each(|&(a, b)| groups.join(a as usize, b as usize));
        archive::file(&mut archive, &pairs, &kindred);
        found.add(kindred);
    }
    drop(candidates);
    let roots = groups.roots();
    let of_texts = Topics::count(&sample, &outlines, |at| roots[at as usize]);
    let similar = similar(outlines, &of_texts, &mut archive);
    stories::join(&mut groups, &similar, count, |at| (&archive[at].particulars, archive[at].published));
    archive.iter_mut().enumerate().for_each(|(at, filed)| filed.story = groups.find(at) as u32);
    let stories = stories::stories(&readings, &mut groups, &similar);
    let links = found.links(stories, &readings);
    (links, Archive { articles: archive, rarity: Rarity { of_pages, of_texts } })
}

/// Pairs (a, b, likeness) with a < b, sorted, of all articles; they are filed with the words that found them.
fn similar(outlines: Vec<Outline<'_>>, topics: &Topics, archive: &mut [Filed]) -> Vec<(u32, u32, f32)> {
    let subjects: Vec<Subject> = outlines
        .into_par_iter()
        .zip(&mut *archive)
        .map(|(outline, filed)| {
            let vector = topics.article(&outline.terms);
            (filed.keys, filed.particulars) = (stories::keys(&vector), topics.particulars(&outline.terms));
            Subject { vector, deeds: outline.deeds, published: filed.published }
        })
        .collect();
    let all: Vec<u32> = (0..subjects.len() as u32).collect();
    let near = stories::nearest(&all, archive::keys(archive), subjects.len());
    archive.par_iter_mut().zip(near).enumerate().for_each(|(at, (filed, near))| {
        let likeness = |other: u32| (other, stories::likeness(&subjects[other as usize], &subjects[at]));
        filed.near = near.into_iter().map(likeness).collect();
    });
    let mut similar: Vec<(u32, u32, f32)> = archive::similar(archive).collect();
    similar.par_sort_unstable_by_key(|&(a, b, _)| (a, b));
    similar
}

/// What comparing told, of all batches.
#[derive(Default)]
struct Found {
    lineage: Vec<CopyEdge>,
    unseen: Vec<Vec<usize>>,
    alterations: Vec<Alteration>,
}

impl Found {
    fn add(&mut self, kindred: Kindred) {
        let first = self.lineage.len();
        let later = |source: Vec<usize>| source.into_iter().map(|at| at + first).collect();
        self.unseen.extend(kindred.unseen.into_iter().map(later));
        self.lineage.extend(kindred.lineage);
        self.alterations.extend(kindred.alterations);
    }

    /// The links of some stories, and the days of their undated articles.
    fn links(self, stories: Vec<Story>, readings: &[&Reading]) -> Links {
        let Found { mut lineage, unseen, mut alterations } = self;
        label(&mut lineage, &unseen, &stories);
        lineage.sort_by(|a, b| a.child.cmp(&b.child).then(b.p.total_cmp(&a.p)).then(a.parent.cmp(&b.parent)));
        alterations.sort();
        let mut links = Links { lineage, stories, alterations, dates: Vec::new() };
        links.dates = dating::find(readings, &links);
        links
    }
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
