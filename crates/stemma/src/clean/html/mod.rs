//! An HTML page to an article.

mod readability;

use crate::model::{Article, Block, BlockKind, Document, Markup, Note};

/// Tells the article from the page around it.
pub fn clean(document: &Document, markup: &Markup) -> (Article, Vec<Note>) {
    let shares = readability::kept_shares(&document.text, markup);
    let mut article = Article::default();
    for (index, line) in markup.lines.iter().enumerate() {
        let share = shares.as_ref().map_or(0.0, |shares| shares[index]);
        let kind = if share >= 0.5 { BlockKind::Body } else { BlockKind::Other };
        article.blocks.push(Block { span: line.span, kind });
    }
    (article, Vec::new())
}
