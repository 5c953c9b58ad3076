//! A document to an article: blocks by kind, title, byline, dateline, date and language.
//!
//! Comes in: a document with its text layer. Goes out: an article whose blocks cover every line of the text layer, each
//! with its kind, and notes on what was doubtful. Pages with markup go to `html`, text that lost its markup to `flat`. It
//! never changes the text and never fails: a page without an article gives an article without body.

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
        Form::Text => flat::clean(document),
        Form::Html(markup) => html::clean(document, markup),
    }
}
