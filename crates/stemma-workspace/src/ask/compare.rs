//! Two pages side by side: the words that they share, and the places where the wordings part.
//!
//! Comes in: two ids. Goes out: the one from which the words come, or the older one, before the other, with every passage that both have. Where
//! relating found no copying between them, their words are aligned for showing, and nothing is said of who copied.

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{
    Alteration, AlterationKind, Article, BlockKind, Change, CopyEdge, Evidence, Passage, Reading, Span,
};
use stemma::relate::{self, Shared};
use stemma_store::{Archive, Dataset, Documents, PageRow};

use super::who::when;
use crate::Error;

/// Two pages, with what they share.
#[derive(Clone, Debug, Serialize)]
pub struct Compare {
    /// The parent or the older one.
    pub a: Side,
    pub b: Side,
    /// The probability that `b` has its words from `a`; `None` where nothing says so.
    pub p: Option<f32>,
    pub evidence: Vec<Evidence>,
    /// In the order of `a`.
    pub passages: Vec<ComparePassage>,
}

/// A page to be shown beside another one.
#[derive(Clone, Debug, Serialize)]
pub struct Side {
    pub page: PageRow,
    pub text: String,
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Block {
    #[serde(flatten)]
    pub span: Span,
    pub kind: BlockKind,
    pub is_of_article: bool,
}

/// A stretch that both pages have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComparePassage {
    pub a: Span,
    pub b: Span,
    pub words: u32,
    pub edits: u32,
    pub changes: Vec<CompareChange>,
}

/// A place where the wordings part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct CompareChange {
    pub a: Span,
    pub b: Span,
    pub kind: ChangeKind,
}

/// What a change does: it changes a fact, or words alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeKind {
    Words,
    Added,
    LeftOut,
    #[serde(untagged)]
    Fact(AlterationKind),
}

/// The parts of a page.
pub fn blocks(article: &Article) -> Vec<Block> {
    let block = |block: &stemma::model::Block| Block {
        span: block.span,
        kind: block.kind,
        is_of_article: block.kind.is_of_article(),
    };
    article.blocks.iter().map(block).collect()
}

/// Two pages by their ids; nothing where one of them is not there.
pub fn compare(
    store: &(impl Dataset + Archive),
    a: &str,
    b: &str,
    lexicon: &Lexicon,
) -> Result<Option<Compare>, Error> {
    let (Some(one), Some(other)) = (side(store, a)?, side(store, b)?) else { return Ok(None) };
    let stories = [store.story_of(a)?, store.story_of(b)?];
    let stories: Vec<&str> = stories.iter().flatten().map(String::as_str).collect();
    let chapters = store.chapters_of(&stories)?;
    let is_of_pair = |edge: &&CopyEdge| {
        let ends = (edge.child.as_str(), edge.parent.as_deref());
        ends == (a, Some(b)) || ends == (b, Some(a))
    };
    let edges = chapters.iter().flat_map(|chapter| &chapter.lineage).filter(is_of_pair);
    // Of two pages that may each have it from the other, the likelier way.
    let edge = edges.max_by(|x, y| x.p.total_cmp(&y.p));
    let is_swapped = match edge {
        Some(edge) => edge.child == a,
        None => when(&one.page) > when(&other.page),
    };
    let (a, b) = if is_swapped { (other, one) } else { (one, other) };
    let of_pair = |found: &&Alteration| found.child == b.page.id && found.parent == a.page.id;
    let (passages, alterations) = match edge.filter(|edge| edge.passages.iter().any(|passage| passage.parent.is_some()))
    {
        Some(edge) => {
            let alterations = chapters.iter().flat_map(|chapter| &chapter.alterations).filter(of_pair);
            (edge.passages.clone(), alterations.cloned().collect())
        }
        None => aligned(store, &b, &a, lexicon)?,
    };
    let edge = edge.filter(|edge| edge.is_possible());
    Ok(Some(Compare {
        p: edge.map(|edge| edge.p),
        evidence: edge.map(|edge| edge.evidence.clone()).unwrap_or_default(),
        passages: side_by_side(&passages, &alterations),
        a,
        b,
    }))
}

/// A page with its day, where its relations tell it.
fn side(store: &(impl Dataset + Archive), id: &str) -> Result<Option<Side>, Error> {
    let (page, reading) = (store.pages_of(&[id])?.pop(), store.readings_of(&[id])?.pop());
    Ok(page.zip(reading).map(|(page, Reading { text, article, .. })| Side { page, text, blocks: blocks(&article) }))
}

/// The words of two pages that relating did not hold against each other, or found nothing between.
fn aligned(
    store: &impl Documents,
    younger: &Side,
    older: &Side,
    lexicon: &Lexicon,
) -> Result<(Vec<Passage>, Vec<Alteration>), Error> {
    let readings = store.readings_of(&[&younger.page.id, &older.page.id])?;
    let reading = |side: &Side| readings.iter().find(|reading| reading.id == side.page.id);
    let (Some(younger), Some(older)) = (reading(younger), reading(older)) else { return Ok(Default::default()) };
    let Shared { passages, alterations } = relate::shared(younger, older, &lexicon.credits);
    Ok((passages, alterations))
}

/// Passages in the order of the older page; the younger one is the child of them.
fn side_by_side(passages: &[Passage], alterations: &[Alteration]) -> Vec<ComparePassage> {
    let passage = |passage: &Passage| {
        let Passage { child, parent, words, edits, changes } = passage;
        let change = |&Change { child, parent }: &Change| CompareChange {
            a: parent,
            b: child,
            kind: kind(child, parent, alterations),
        };
        let parent = (*parent)?;
        let mut changes: Vec<CompareChange> = changes.iter().map(change).collect();
        changes.extend(at_edges(*child, parent, alterations));
        changes.sort_by_key(|change| (change.a, change.b));
        Some(ComparePassage { a: parent, b: *child, words: *words, edits: *edits, changes })
    };
    let mut found: Vec<ComparePassage> = passages.iter().filter_map(passage).collect();
    found.sort_by_key(|passage| (passage.a, passage.b));
    found
}

/// How many bytes may lie between a passage and a fact that copying changed beside it.
const BESIDE: u32 = 8;

/// Facts that copying changed right before or behind a passage, which begins behind the first word that differs.
fn at_edges(child: Span, parent: Span, alterations: &[Alteration]) -> impl Iterator<Item = CompareChange> + '_ {
    let is_beside = |fact: Span, passage: Span| {
        fact.end <= passage.start && passage.start - fact.end <= BESIDE
            || passage.end <= fact.start && fact.start - passage.end <= BESIDE
    };
    let beside = move |found: &&Alteration| is_beside(found.child_span, child) && is_beside(found.parent_span, parent);
    alterations.iter().filter(beside).map(|found| CompareChange {
        a: found.parent_span,
        b: found.child_span,
        kind: ChangeKind::Fact(found.kind),
    })
}

/// What a change does.
fn kind(child: Span, parent: Span, alterations: &[Alteration]) -> ChangeKind {
    // What is left out or added is a point on the other side.
    let touches = |fact: Span, side: Span| {
        fact.overlaps(side) || side.is_empty() && fact.start <= side.start && side.end <= fact.end
    };
    let found = alterations.iter().find(|found| touches(found.child_span, child) && touches(found.parent_span, parent));
    match found {
        Some(found) => ChangeKind::Fact(found.kind),
        None if parent.is_empty() => ChangeKind::Added,
        None if child.is_empty() => ChangeKind::LeftOut,
        None => ChangeKind::Words,
    }
}
