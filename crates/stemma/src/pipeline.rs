//! The only file that composes the stages.

use std::collections::{BTreeSet, HashMap};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use stemma_language::English;
use stemma_reader::Reader;

use crate::clean::PageWords;
use crate::fuse::Dossier;
use crate::lexicon::{Lexicon, LexiconError, Lists};
use crate::model::{Alteration, CopyEdge, Dated, Day, Document, Fix, Links, Note, Picture, Published, Reading, Story};
use crate::read::ReadWords;
use crate::relate::{self, Archive};
use crate::{annotate, clean, fuse};

/// What reading needs besides the page: the language model and the lexicon. Built once, shared by all threads.
pub struct Engine {
    pub english: English,
    /// What has learnt to read events; without it none are read.
    pub reader: Option<Reader>,
    pub lexicon: Lexicon,
    pub pages: PageWords,
    /// What is known of the files in which others keep pages.
    pub files: ReadWords,
}

impl Engine {
    /// What reads articles.
    pub fn readers(&self) -> annotate::Readers<'_> {
        annotate::Readers { english: &self.english, learnt: self.reader.as_ref(), lexicon: &self.lexicon }
    }
}

/// Compiles all lists: what `clean` knows of pages, the lexicon of the stages after it, and what `read` knows of files.
pub fn compile(lists: &Lists<'_>) -> Result<(PageWords, Lexicon, ReadWords), LexiconError> {
    let (pages, lexicon) = rayon::join(|| PageWords::compile(lists), || Lexicon::compile(lists));
    Ok((pages?, lexicon?, ReadWords::compile(lists)?))
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub clean: clean::Options,
    pub annotate: annotate::Options,
}

/// What of the input of a document could not be read as it stands, for whoever gave it.
pub fn notes_of_input(document: &Document, engine: &Engine) -> Vec<Note> {
    document.notes.iter().cloned().chain(clean::note_of_given_day(document, &engine.pages)).collect()
}

/// The day of an instant may be the one before or after in another zone.
const ZONE_DAYS: i32 = 1;

/// Cleans and annotates one document.
pub fn reading(document: Document, engine: &Engine, options: &Options) -> (Reading, Vec<Note>) {
    let mut notes = notes_of_input(&document, engine);
    let (article, more) = clean::clean(&document, &engine.pages, &options.clean);
    notes.extend(more);
    let (annotations, more) = annotate::annotate(&document.text, &article, engine.readers(), &options.annotate);
    notes.extend(more);
    let is_day = clean::note_of_given_day(&document, &engine.pages).is_none();
    let Document { id, sha256, path, text, given, .. } = document;
    // An instant of another day than that which the page states of itself is not when it came out.
    let is_own = |said: &String| {
        let day = said.get(..10).and_then(|day| day.parse::<Day>().ok());
        day.zip(article.published.as_ref()).is_none_or(|(day, published)| {
            published.start.days_since(day).max(day.days_since(published.end)) <= ZONE_DAYS
        })
    };
    let published_at = given.published.filter(|_| is_day).filter(is_own);
    let reading = Reading { id, sha256, path, url: given.url, published_at, text, article, annotations };
    (reading, notes)
}

/// What is known of one story: the piece in which the picture is made, kept and replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Chapter {
    pub story: Story,
    /// Copying whose child is in the story, the edges of one child by falling probability.
    pub lineage: Vec<CopyEdge>,
    /// What copying altered in the articles of the story.
    pub alterations: Vec<Alteration>,
    /// Days of its articles that were worked out from others.
    pub dates: Vec<Dated>,
    pub part: fuse::Part,
}

/// Relates and fuses all readings of a store, of which nobody said anything. The readings are sorted by id first, so that their order
/// cannot matter.
#[cfg(test)]
pub fn picture(readings: Vec<Reading>, engine: &Engine) -> (Vec<Reading>, Links, Picture) {
    let (readings, chapters, _) = chapters(readings, &[], engine);
    let (links, picture) = whole(chapters);
    (readings, links, picture)
}

/// The same, story by story; sorted by the ids of the stories. `fixes` are those of the store, of which those count here that say which
/// words tell one event; [`fuse::review::apply`] puts all others on the joined picture. The archive is for [`update`].
pub fn chapters(mut readings: Vec<Reading>, fixes: &[Fix], engine: &Engine) -> (Vec<Reading>, Vec<Chapter>, Archive) {
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    let (links, archive) = relate::relate(&readings, &engine.lexicon, &relate::Options::default());
    let (readings, chapters) = told(readings, &links, fixes, engine);
    (readings, chapters, archive)
}

/// What new readings change in a store that was related before.
#[derive(Debug)]
pub struct Changes {
    /// The stories that are other than before.
    pub chapters: Vec<Chapter>,
    /// Ids of the stories that these stand for.
    pub gone: Vec<String>,
    /// The pieces of the archive that changed.
    pub pieces: Vec<usize>,
}

/// Relates and fuses new readings; the picture is then the same as if all had been there from the beginning. `None` when so
/// much changes that all has to be related again; the archive is then of no use. `fetch` gives the readings of other
/// articles as the store keeps them.
pub fn update<E>(
    archive: &mut Archive,
    fresh: &[Reading],
    fetch: &mut relate::Fetch<'_, E>,
    fixes: &[Fix],
    engine: &Engine,
) -> Result<Option<Changes>, E> {
    let options = relate::Options::default();
    let Some(update) = relate::update(archive, fresh, fetch, &engine.lexicon, &options)? else { return Ok(None) };
    let (_, chapters) = told(update.readings, &update.links, fixes, engine);
    Ok(Some(Changes { chapters, gone: update.gone, pieces: update.pieces.into_iter().collect() }))
}

/// Fuses stories anew whose articles and links are as they were, since people say other things of which words tell one event.
pub fn again<E>(
    chapters: Vec<Chapter>,
    fetch: &mut relate::Fetch<'_, E>,
    fixes: &[Fix],
    engine: &Engine,
) -> Result<Vec<Chapter>, E> {
    let mut links = Links::default();
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for Chapter { story, lineage, alterations, dates, .. } in chapters {
        ids.extend(story.documents.iter().cloned());
        // Words that were altered are shown beside those of their page, whose story may be another.
        ids.extend(alterations.iter().map(|alteration| alteration.parent.clone()));
        links.stories.push(story);
        links.lineage.extend(lineage);
        links.alterations.extend(alterations);
        links.dates.extend(dates);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut readings = fetch(&ids)?;
    readings.sort_by(|a, b| a.id.cmp(&b.id));
    Ok(told(readings, &links, fixes, engine).1)
}

/// What the articles of some stories tell; the readings are sorted by id.
///
/// Articles that do not say their day are dated by their relations and read again, because "on Tuesday" means nothing
/// without a day to reckon from. They are not related again: a day that was told by relations tells nothing about them.
fn told(mut readings: Vec<Reading>, links: &Links, fixes: &[Fix], engine: &Engine) -> (Vec<Reading>, Vec<Chapter>) {
    let lexicon = &engine.lexicon;
    let dated = with_dates(&mut readings, &links.dates);
    readings.par_iter_mut().zip(dated).filter(|(_, dated)| *dated).for_each(|(reading, _)| {
        let options = annotate::Options::default();
        reading.annotations = annotate::annotate(&reading.text, &reading.article, engine.readers(), &options).0;
    });
    let by_id: HashMap<&str, &Reading> = readings.iter().map(|reading| (reading.id.as_str(), reading)).collect();
    let stories: HashMap<&str, &Story> = links.stories.iter().map(|story| (story.id.as_str(), story)).collect();
    let dates: HashMap<&str, &Dated> = links.dates.iter().map(|dated| (dated.document.as_str(), dated)).collect();
    let chapter = |dossier: &Dossier<'_>| {
        let story = *stories.get(dossier.story?)?;
        Some(Chapter {
            lineage: dossier.lineage.iter().copied().cloned().collect(),
            alterations: dossier.alterations.iter().copied().cloned().collect(),
            dates: story.documents.iter().filter_map(|id| dates.get(id.as_str()).copied().cloned()).collect(),
            part: fuse::part(dossier, &|id| by_id.get(id).copied(), lexicon),
            story: story.clone(),
        })
    };
    let chapters = fuse::dossiers(&readings, links, fixes).par_iter().filter_map(chapter).collect();
    (readings, chapters)
}

/// Joins all chapters of a store. Their order does not matter.
pub fn whole(mut chapters: Vec<Chapter>) -> (Links, Picture) {
    chapters.sort_by(|a, b| a.story.id.cmp(&b.story.id));
    let (mut links, mut parts) = (Links::default(), Vec::with_capacity(chapters.len()));
    for Chapter { story, lineage, alterations, dates, part } in chapters {
        links.stories.push(story);
        links.lineage.extend(lineage);
        links.alterations.extend(alterations);
        links.dates.extend(dates);
        parts.push(part);
    }
    // All edges of a child are in one chapter, where they stand in their order.
    links.lineage.sort_by(|a, b| a.child.cmp(&b.child));
    links.alterations.sort();
    links.dates.sort_by(|a, b| a.document.cmp(&b.document));
    (links, fuse::whole(parts))
}

/// Gives undated articles the days that their relations tell; says for each reading whether it got one.
pub fn with_dates(readings: &mut [Reading], dates: &[Dated]) -> Vec<bool> {
    let dates: HashMap<&str, &Published> =
        dates.iter().map(|dated| (dated.document.as_str(), &dated.published)).collect();
    let date = |reading: &mut Reading| {
        let day = dates.get(reading.id.as_str()).filter(|_| reading.article.published.is_none());
        reading.article.published = reading.article.published.take().or_else(|| day.map(|day| (*day).clone()));
        day.is_some()
    };
    readings.iter_mut().map(date).collect()
}
