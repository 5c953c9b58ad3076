//! An HTML page to an article.
//!
//! Comes in: the text layer of a page with its markup. Goes out: each line of the text layer as a block with its kind,
//! and what the page declares of the article. The readability algorithm finds the main part of the page; what elements
//! say they are for, and how lines are made, then takes out of it what is no running text. Where the algorithm finds
//! nothing, the densest stretch of the page is taken. It never changes the text.

mod density;
mod lines;
mod readability;
mod roles;

use crate::model::{Article, Block, BlockKind, Document, Markup, Note};

/// With less article than this many bytes the algorithm has found nothing.
const NO_ARTICLE: usize = 250;

/// Tells the article from the page around it.
pub fn clean(document: &Document, markup: &Markup) -> (Article, Vec<Note>) {
    let text = document.text.as_str();
    let mut notes = Vec::new();
    let mut main = match readability::kept_shares(text, markup) {
        Some(shares) => shares.iter().map(|share| *share >= 0.5).collect(),
        None => vec![false; markup.lines.len()],
    };
    let bytes = |main: &[bool]| -> Vec<usize> {
        markup.lines.iter().zip(main).map(|(line, main)| if *main { line.span.len() } else { 0 }).collect()
    };
    if bytes(&main).iter().sum::<usize>() < NO_ARTICLE {
        main = density::densest(text, markup);
        notes.push(Note::new("no article stands out on this page; the densest part of it was taken"));
    }
    let roles = roles::by_markup(markup, &bytes(&main));
    let kinds = lines::kinds(text, markup, &main, &roles);
    let blocks: Vec<Block> =
        markup.lines.iter().zip(&kinds).map(|(line, kind)| Block { span: line.span, kind: *kind }).collect();
    let _ = BlockKind::Body;
    (Article { blocks, ..Article::default() }, notes)
}
