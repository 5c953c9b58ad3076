//! A document to an article: blocks by kind, title, byline, dateline, date and language.

pub mod flat;

use crate::model::{Article, Block, BlockKind, Day, Document, Form, Note, Precision, Published, Span, TextAt};

#[derive(Clone, Debug, Default)]
pub struct Options {}

/// Tells the article from the page around it.
pub fn clean(document: &Document, _options: &Options) -> (Article, Vec<Note>) {
    if matches!(document.form, Form::Text) {
        return flat::clean(document);
    }
    let mut blocks = Vec::new();
    let mut at = 0;
    for line in document.text.split_inclusive('\n') {
        let visible = line.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}');
        if !visible.is_empty() {
            let start = at + (visible.as_ptr() as usize - line.as_ptr() as usize);
            blocks.push(Block { span: Span::new(start, start + visible.len()), kind: BlockKind::Body });
        }
        at += line.len();
    }
    let given = &document.given;
    let published = given.published.as_deref().and_then(|text| text.trim().parse::<Day>().ok());
    let article = Article {
        title: given.title.clone().map(|text| TextAt { text, span: None }),
        outlet: given.outlet.clone(),
        language: given.language.clone(),
        published: published.map(|day| Published {
            start: day,
            end: day,
            precision: Precision::Day,
            evidence: "given".into(),
            span: None,
        }),
        blocks,
        ..Article::default()
    };
    (article, Vec::new())
}
