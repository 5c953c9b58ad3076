//! A document to an article: blocks by kind, title, byline, dateline, date and language.

use crate::model::{Article, Document, Note};

#[derive(Clone, Debug, Default)]
pub struct Options {}

/// Tells the article from the page around it.
pub fn clean(_document: &Document, _options: &Options) -> (Article, Vec<Note>) {
    (Article::default(), Vec::new())
}
