//! A document to an article: blocks by kind, title, byline, dateline, date and language.
//!
//! Comes in: a document with its text layer. Goes out: an article whose blocks cover every line of the text layer, each
//! with its kind, and notes on what was doubtful. Pages with markup go to `html`, text that lost its markup to `flat`. It
//! never changes the text and never fails: a page without an article gives an article without body.

mod entries;
pub mod flat;
mod html;
mod language;
mod pagedate;

use crate::lexicon::{LexiconError, Lists};
use crate::model::{Article, Document, Form, Note};
use crate::text::dates::Months;

#[derive(Clone, Debug, Default)]
pub struct Options {}

/// What is known of pages before one is read, compiled from the lists of `clean/` and `dates/`.
pub struct PageWords {
    pub months: Months,
    vocabulary: flat::vocabulary::Vocabulary,
    weights: flat::chain::Weights,
    dating: flat::infer::DatingWords,
    dates: pagedate::DateWords,
    roles: html::roles::Roles,
}

impl PageWords {
    pub fn compile(lists: &Lists<'_>) -> Result<PageWords, LexiconError> {
        Ok(PageWords {
            months: lists.months()?,
            vocabulary: flat::vocabulary::Vocabulary::compile(lists)?,
            weights: flat::chain::Weights::compile(lists)?,
            dating: flat::infer::DatingWords::compile(lists)?,
            dates: pagedate::DateWords::compile(lists)?,
            roles: html::roles::Roles::compile(lists)?,
        })
    }
}

/// Tells the article from the page around it.
pub fn clean(document: &Document, words: &PageWords, _options: &Options) -> (Article, Vec<Note>) {
    match &document.form {
        Form::Text => flat::clean(document, words),
        Form::Html(markup) => html::clean(document, markup, words),
    }
}

/// What the input says of the day of publication is no day, or at no time of one; it is then passed over.
pub fn note_of_given_day(document: &Document, words: &PageWords) -> Option<Note> {
    let said = document.given.published.as_deref()?;
    let beginning = &said[..said.floor_char_boundary(SAID)];
    let note =
        || Note::new(format!("\"{beginning}\" came with it as the day of publication, is none, and is passed over"));
    pagedate::given(&document.given, &words.months).is_none().then(note)
}

/// So much of a value is repeated that means nothing.
const SAID: usize = 60;

#[cfg(test)]
pub(crate) mod tests {
    use std::sync::LazyLock;

    use super::PageWords;
    use crate::lexicon::Lists;

    /// The words of our own lists.
    pub fn words() -> PageWords {
        PageWords::compile(&Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] })
            .expect("our own lists compile")
    }

    /// The same, compiled once for all tests.
    pub fn words_once() -> &'static PageWords {
        static WORDS: LazyLock<PageWords> = LazyLock::new(words);
        &WORDS
    }
}
