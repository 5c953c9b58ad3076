//! The only file that composes the stages.

use std::collections::HashMap;

use rayon::prelude::*;
use stemma_language::English;

use crate::clean::PageWords;
use crate::lexicon::{Lexicon, LexiconError, Lists};
use crate::model::{Document, Links, Note, Picture, Published, Reading};
use crate::{annotate, clean, fuse, relate};

/// What reading needs besides the page: the language model and the lexicon. Built once, shared by all threads.
pub struct Engine {
    pub english: English,
    pub lexicon: Lexicon,
    pub pages: PageWords,
}

/// Compiles all lists: what `clean` knows of pages, and the lexicon of the stages after it.
pub fn compile(lists: &Lists<'_>) -> Result<(PageWords, Lexicon), LexiconError> {
    let (pages, lexicon) = rayon::join(|| PageWords::compile(lists), || Lexicon::compile(lists));
    Ok((pages?, lexicon?))
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub clean: clean::Options,
    pub annotate: annotate::Options,
}

/// Cleans and annotates one document.
pub fn reading(document: Document, engine: &Engine, options: &Options) -> (Reading, Vec<Note>) {
    let Engine { english, lexicon, pages } = engine;
    let (article, mut notes) = clean::clean(&document, pages, &options.clean);
    let (annotations, more) = annotate::annotate(&document.text, &article, english, lexicon, &options.annotate);
    notes.extend(more);
    let Document { id, sha256, path, text, given, .. } = document;
    let reading =
        Reading { id, sha256, path, url: given.url, published_at: given.published, text, article, annotations };
    (reading, notes)
}

/// Relates and fuses all readings of a store. The readings are sorted by id first, so that their order cannot matter.
///
/// Articles that do not say their day are dated by their relations and read again, because "on Tuesday" means nothing
/// without a day to reckon from. They are not related again: a day that was told by relations tells nothing about them.
pub fn picture(mut readings: Vec<Reading>, engine: &Engine) -> (Vec<Reading>, Links, Picture) {
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    let Engine { english, lexicon, .. } = engine;
    let (links, _) = relate::relate(&readings, lexicon, &relate::Options::default());
    let dated = with_dates(&mut readings, &links);
    readings.par_iter_mut().zip(dated).filter(|(_, dated)| *dated).for_each(|(reading, _)| {
        let options = annotate::Options::default();
        reading.annotations = annotate::annotate(&reading.text, &reading.article, english, lexicon, &options).0;
    });
    let picture = fuse::fuse(&readings, &links, lexicon);
    (readings, links, picture)
}

/// Gives undated articles the days that their relations tell; says for each reading whether it got one.
pub fn with_dates(readings: &mut [Reading], links: &Links) -> Vec<bool> {
    let dates: HashMap<&str, &Published> =
        links.dates.iter().map(|dated| (dated.document.as_str(), &dated.published)).collect();
    let date = |reading: &mut Reading| {
        let day = dates.get(reading.id.as_str()).filter(|_| reading.article.published.is_none());
        reading.article.published = reading.article.published.take().or_else(|| day.map(|day| (*day).clone()));
        day.is_some()
    };
    readings.iter_mut().map(date).collect()
}
