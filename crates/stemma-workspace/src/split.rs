//! Which pages are found in files, before they are read for what they tell: where each lies, and its title, outlet and day.

use rayon::prelude::*;
use serde::Serialize;
use stemma::clean::{self, PageWords};
use stemma::model::{BlockKind, Document, Span};
use stemma::read::ReadWords;

use crate::input::{Input, Inputs, Refusal};
use crate::intake::guard;

/// How much is read at once.
const PIECES: usize = 128;
const BYTES: usize = 16 << 20;
/// So many words of the text are shown.
const WORDS: usize = 12;

/// A page that was found.
#[derive(Clone, Debug, Serialize)]
pub struct FoundPage {
    pub file: String,
    /// The article, row, record or line in the file, from 1.
    pub number: u64,
    /// Where its bytes are in the file, unpacked; `None` where they were not counted.
    pub begin: Option<u64>,
    pub end: Option<u64>,
    pub id: String,
    pub title: Option<String>,
    pub outlet: Option<String>,
    /// The day, or the days between which it lies.
    pub from: Option<String>,
    pub to: Option<String>,
    pub byline: Option<String>,
    pub section: Option<String>,
    pub language: Option<String>,
    pub url: Option<String>,
    /// Words of the article's text.
    pub words: usize,
    pub begins: String,
    /// What of it could not be read as it stands.
    #[serde(skip)]
    pub notes: Vec<Refusal>,
}

/// Finds the pages of all input, in its order.
pub fn split<E>(
    inputs: &mut Inputs,
    files: &ReadWords,
    pages: &PageWords,
    mut take: impl FnMut(Result<FoundPage, Refusal>) -> Result<(), E>,
) -> Result<(), E> {
    loop {
        let batch = inputs.batch(files, PIECES, BYTES);
        if batch.is_empty() {
            return Ok(());
        }
        let found: Vec<Result<FoundPage, Refusal>> =
            batch.into_par_iter().map(|input| found(input, files, pages)).collect();
        for found in found {
            take(found)?;
        }
    }
}

fn found(input: Input, files: &ReadWords, pages: &PageWords) -> Result<FoundPage, Refusal> {
    let (number, range) = match &input {
        Input::Piece(piece) => (piece.number, piece.range.clone()),
        Input::Refusal(_) => (None, None),
    };
    let (document, _) = guard::document(input, files)?;
    let name = document.path.clone().unwrap_or_default();
    let id = number.map_or(name.clone(), |number| format!("{name}:{number}"));
    let of_day = clean::note_of_given_day(&document, pages);
    let notes = document.notes.iter().cloned().chain(of_day);
    let notes = notes.map(|note| Refusal { id: id.clone(), name: name.clone(), note }).collect();
    let article = clean::clean(&document, pages, &clean::Options::default()).0;
    let body: Vec<Span> =
        article.blocks.iter().filter(|block| block.kind == BlockKind::Body).map(|block| block.span).collect();
    let words = || body.iter().flat_map(|span| span.of(&document.text).split_whitespace());
    let (count, begins) = (words().count(), words().take(WORDS).collect::<Vec<_>>().join(" "));
    let Document { id, path, given, .. } = document;
    Ok(FoundPage {
        file: path.unwrap_or_default(),
        number: number.unwrap_or(1),
        begin: range.as_ref().map(|range| range.start),
        end: range.map(|range| range.end),
        id,
        title: article.title.map(|title| title.text),
        outlet: article.outlet,
        from: article.published.as_ref().map(|day| day.start.to_string()),
        to: article.published.map(|day| day.end.to_string()),
        byline: article.byline,
        section: given.section,
        language: article.language,
        url: given.url,
        words: count,
        begins,
        notes,
    })
}
