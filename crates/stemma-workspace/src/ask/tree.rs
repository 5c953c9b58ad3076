//! The family tree of a story: who has words from whom, and what copying changed on the way.
//!
//! Comes in: the chapter of the story. Goes out: its pages and the sources that nobody collected as nodes, who has words from whom as edges.
//! No source is named that is not worth a thought, and no word that does not stand on its page. Of a story of many thousand pages only
//! those texts are read that were altered or have what was altered.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use stemma::model::{Alteration, AlterationKind, CopyEdge, Day, Evidence, Reading, Span};
use stemma::pipeline::Chapter;
use stemma_store::{Archive, Dataset, Documents, PageRow};

use super::capsules::name;
use crate::Error;

/// A family tree.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Tree {
    /// The pages of the story by day and id, then pages of other stories and sources that nobody collected.
    pub nodes: Vec<TreeNode>,
    /// By child, those of one child by falling probability.
    pub edges: Vec<TreeEdge>,
}

/// A page, or a source that nobody collected.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TreeNode {
    pub id: String,
    pub kind: NodeKind,
    /// A page says that it has its words from it; else it was worked out.
    pub is_credited: bool,
    pub label: String,
    pub title: Option<String>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// Words of its article; not counted in a story of very many pages.
    pub words: Option<u32>,
    /// How many events it tells.
    pub events: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum NodeKind {
    Page,
    Unseen,
}

/// Who has words from whom.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TreeEdge {
    pub child: String,
    /// The id of a node.
    pub parent: String,
    pub p: f32,
    pub one_text: f32,
    /// Words that both have, and words that differ.
    pub words: u32,
    pub edits: u32,
    /// Days from the parent to the child, where both are known.
    pub days: Option<i32>,
    pub evidence: Vec<Evidence>,
    pub alterations: Vec<Altered>,
}

/// Words of a copy that say something else than those they were copied from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Altered {
    pub kind: AlterationKind,
    pub before: String,
    pub after: String,
    pub child_span: Span,
    /// The page on which the older words stand: the parent, or another copy of it where the parent was not collected.
    pub parent: String,
    pub parent_span: Span,
}

/// From whom a page has words, and who has words from it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Relations {
    pub parents: Vec<TreeEdge>,
    pub children: Vec<TreeEdge>,
}

/// Words are counted in a story of so many pages at most: for that all of their texts are read.
const COUNTED: usize = 200;
/// How many pages are read at a time.
const AT_ONCE: usize = 32;

/// The tree of a story; empty where there is no such story.
pub fn tree(store: &(impl Dataset + Archive), story: &str) -> Result<Tree, Error> {
    let mut tree = lineage(store, story)?;
    let pages = tree.nodes.iter().filter(|node| node.kind == NodeKind::Page);
    let pages: Vec<&str> = pages.map(|node| node.id.as_str()).collect();
    if pages.len() <= COUNTED {
        let words = words(store, &pages)?;
        tree.nodes.iter_mut().for_each(|node| node.words = words.get(&node.id).copied());
    }
    Ok(tree)
}

/// The same without counting the words of its pages, for which all of their texts are read.
pub fn lineage(store: &(impl Dataset + Archive), story: &str) -> Result<Tree, Error> {
    let Some(chapter) = store.chapters_of(&[story])?.pop() else { return Ok(Tree::default()) };
    let edges = possible(&chapter, |_| true);
    let outside = edges.iter().filter_map(|edge| edge.parent.as_deref());
    let ids: BTreeSet<&str> = chapter.story.documents.iter().map(String::as_str).chain(outside).collect();
    let pages = store.pages_of(&ids.into_iter().collect::<Vec<_>>())?;
    let members: Vec<&str> = chapter.story.documents.iter().map(String::as_str).collect();
    let is_member = |page: &PageRow| members.binary_search(&page.id.as_str()).is_ok();
    let mut nodes: Vec<TreeNode> = pages.iter().map(node).collect();
    let strangers: BTreeSet<&str> = pages.iter().filter(|page| !is_member(page)).map(|page| page.id.as_str()).collect();
    let key = |node: &TreeNode| (strangers.contains(node.id.as_str()), node.from.is_none(), node.from, node.id.clone());
    nodes.sort_by_key(key);
    nodes.extend(unseen(&edges));
    Ok(Tree { edges: told(store, &chapter, &edges, &pages)?, nodes })
}

/// The edges of one page within its story.
pub fn relations(store: &(impl Dataset + Archive), page: &str) -> Result<Relations, Error> {
    let story = store.story_of(page)?;
    let stories: Vec<&str> = story.as_deref().into_iter().collect();
    let Some(chapter) = store.chapters_of(&stories)?.pop() else { return Ok(Relations::default()) };
    let edges = possible(&chapter, |edge| edge.child == page || edge.parent.as_deref() == Some(page));
    let ids: BTreeSet<&str> =
        edges.iter().flat_map(|edge| [Some(edge.child.as_str()), edge.parent.as_deref()]).flatten().collect();
    let pages = store.pages_of(&ids.into_iter().collect::<Vec<_>>())?;
    let (parents, children) =
        told(store, &chapter, &edges, &pages)?.into_iter().partition(|edge: &TreeEdge| edge.child == page);
    Ok(Relations { parents, children })
}

/// The edges of a chapter whose source is worth a thought.
fn possible(chapter: &Chapter, is_asked: impl Fn(&CopyEdge) -> bool) -> Vec<&CopyEdge> {
    let mut edges: Vec<&CopyEdge> =
        chapter.lineage.iter().filter(|edge| edge.is_possible() && is_asked(edge)).collect();
    edges.sort_by(|a, b| a.child.cmp(&b.child).then(b.p.total_cmp(&a.p)).then_with(|| source(a).cmp(&source(b))));
    edges
}

/// The id of the node from which an edge comes.
fn source(edge: &CopyEdge) -> String {
    match (&edge.parent, &edge.missing) {
        (Some(parent), _) => parent.clone(),
        (None, missing) => format!("unseen:{}", missing.as_deref().unwrap_or_default()),
    }
}

fn node(page: &PageRow) -> TreeNode {
    TreeNode {
        id: page.id.clone(),
        kind: NodeKind::Page,
        is_credited: false,
        label: name(page),
        title: page.title.clone(),
        from: page.from,
        to: page.to,
        words: None,
        events: page.events,
    }
}

/// The sources that nobody collected, by name.
fn unseen(edges: &[&CopyEdge]) -> Vec<TreeNode> {
    let mut found: BTreeMap<String, (&str, bool)> = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.parent.is_none()) {
        let (_, is_credited) =
            found.entry(source(edge)).or_insert((edge.missing.as_deref().unwrap_or_default(), false));
        *is_credited |= edge.evidence.contains(&Evidence::ExplicitCredit);
    }
    let node = |(id, (label, is_credited)): (String, (&str, bool))| TreeNode {
        id,
        kind: NodeKind::Unseen,
        is_credited,
        label: label.to_owned(),
        title: None,
        from: None,
        to: None,
        words: None,
        events: 0,
    };
    found.into_iter().map(node).collect()
}

/// How many words the articles of some pages have.
fn words(store: &impl Documents, pages: &[&str]) -> Result<BTreeMap<String, u32>, Error> {
    let mut found = BTreeMap::new();
    for some in pages.chunks(AT_ONCE) {
        for reading in store.readings_of(some)? {
            let blocks = reading.article.blocks.iter().filter(|block| block.kind.is_article_text());
            let words: usize = blocks.map(|block| block.span.of(&reading.text).split_whitespace().count()).sum();
            found.insert(reading.id, words as u32);
        }
    }
    Ok(found)
}

/// The edges with the days between their pages and what copying changed.
fn told(
    store: &impl Documents,
    chapter: &Chapter,
    edges: &[&CopyEdge],
    pages: &[PageRow],
) -> Result<Vec<TreeEdge>, Error> {
    let days: BTreeMap<&str, Day> = pages.iter().filter_map(|page| Some((page.id.as_str(), page.from?))).collect();
    let day = |id: &str| days.get(id).copied();
    let edge = |edge: &&CopyEdge| TreeEdge {
        child: edge.child.clone(),
        parent: source(edge),
        p: edge.p,
        one_text: edge.one_text,
        words: edge.passages.iter().map(|passage| passage.words).sum(),
        edits: edge.passages.iter().map(|passage| passage.edits).sum(),
        days: edge.parent.as_deref().and_then(day).zip(day(&edge.child)).map(|(from, to)| to.days_since(from)),
        evidence: edge.evidence.clone(),
        alterations: Vec::new(),
    };
    let mut told: Vec<TreeEdge> = edges.iter().map(edge).collect();
    let mut placed: Vec<(usize, &Alteration)> =
        chapter.alterations.iter().filter_map(|found| Some((edge_of(found, edges)?, found))).collect();
    // Alterations of one page stand together, so that its text is seldom read twice.
    placed.sort_by(|a, b| (&a.1.child, a.0, a.1).cmp(&(&b.1.child, b.0, b.1)));
    for some in placed.chunks(AT_ONCE) {
        let ids: Vec<&str> = some.iter().flat_map(|(_, found)| [found.child.as_str(), found.parent.as_str()]).collect();
        let readings = store.readings_of(&ids)?;
        for (at, found) in some {
            told[*at].alterations.extend(altered(found, &readings));
        }
    }
    Ok(told)
}

/// To which edge an alteration belongs: that to the page on which the older words stand; where that page is only a witness of a source
/// that nobody collected, the edge to this source; else the likeliest.
fn edge_of(found: &Alteration, edges: &[&CopyEdge]) -> Option<usize> {
    let first = edges.partition_point(|edge| edge.child < found.child);
    let of_child = edges[first..].iter().take_while(|edge| edge.child == found.child);
    let of_child: Vec<&&CopyEdge> = of_child.collect();
    let to_parent = of_child.iter().position(|edge| edge.parent.as_deref() == Some(found.parent.as_str()));
    let to_unseen = || of_child.iter().position(|edge| edge.parent.is_none());
    let at = to_parent.or_else(to_unseen).or(Some(0).filter(|_| !of_child.is_empty()))?;
    Some(first + at)
}

/// An alteration in words; nothing where a page cannot be read.
fn altered(found: &Alteration, readings: &[Reading]) -> Option<Altered> {
    let words = |id: &str, span: Span| {
        let at = readings.binary_search_by(|reading| reading.id.as_str().cmp(id)).ok()?;
        readings[at].text.get(span.range()).map(str::to_owned)
    };
    let Alteration { child, child_span, parent, parent_span, kind } = found;
    Some(Altered {
        kind: *kind,
        before: words(parent, *parent_span)?,
        after: words(child, *child_span)?,
        child_span: *child_span,
        parent: parent.clone(),
        parent_span: *parent_span,
    })
}
