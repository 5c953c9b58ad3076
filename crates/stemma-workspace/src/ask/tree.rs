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

/// The tree of a story; empty where there is no such story.
pub fn tree(store: &(impl Dataset + Archive), story: &str) -> Result<Tree, Error> {
    let _ = (store, story);
    Ok(Tree::default())
}

/// The edges of one page within its story.
pub fn relations(store: &(impl Dataset + Archive), page: &str) -> Result<Relations, Error> {
    let _ = (store, page);
    Ok(Relations::default())
}
