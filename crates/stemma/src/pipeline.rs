//! The only file that composes the stages.

use stemma_language::English;

use crate::lexicon::Lexicon;
use crate::model::{Document, Links, Note, Picture, Reading};
use crate::{annotate, clean, fuse, relate};

/// What reading needs besides the page: the language model and the lexicon. Built once, shared by all threads.
pub struct Engine {
    pub english: English,
    pub lexicon: Lexicon,
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub clean: clean::Options,
    pub annotate: annotate::Options,
}

/// Cleans and annotates one document.
pub fn reading(document: Document, engine: &Engine, options: &Options) -> (Reading, Vec<Note>) {
    let (article, mut notes) = clean::clean(&document, &options.clean);
    let Engine { english, lexicon } = engine;
    let (annotations, more) = annotate::annotate(&document.text, &article, english, lexicon, &options.annotate);
    notes.extend(more);
    let Document { id, sha256, path, text, given, .. } = document;
    let reading =
        Reading { id, sha256, path, url: given.url, published_at: given.published, text, article, annotations };
    (reading, notes)
}

/// Relates and fuses all readings of a store. The readings are sorted by id first, so that their order cannot matter.
pub fn picture(mut readings: Vec<Reading>, engine: &Engine) -> (Vec<Reading>, Links, Picture) {
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    let links = relate::relate(&readings, &engine.lexicon);
    let picture = fuse::fuse(&readings, &links, &engine.lexicon);
    (readings, links, picture)
}
