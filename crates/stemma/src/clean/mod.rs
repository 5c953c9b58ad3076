//! A document to an article: blocks by kind, title, byline, dateline, date and language.

pub mod flat;
mod html;
mod language;
mod pagedate;

use crate::model::{Article, Document, Form, Note};

#[derive(Clone, Debug, Default)]
pub struct Options {}

/// Tells the article from the page around it.
pub fn clean(document: &Document, _options: &Options) -> (Article, Vec<Note>) {
    match &document.form {
        Form::Html(markup) => html::clean(document, markup),
        Form::Text => flat::clean(document),
    }
}
