//! All that is known of a store at one time, or of the events that are asked for.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use stemma::fuse::{self, review};
use stemma::lexicon::Lexicon;
use stemma::model::{Fix, Links, Picture, Reading};
use stemma::pipeline::{self, Engine};
use stemma_store::{Archive, Asked, Dataset, Documents, Fixes, Noun, Sqlite};

use crate::ask::Query;
use crate::intake::guard;
use crate::{Error, Session, engine};

/// All that is known of a store, read once.
pub struct Snapshot {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub links: Links,
    pub picture: Picture,
    /// With the store's own lists in it.
    pub lexicon: Lexicon,
    /// What is damaged and therefore in none of these, in a line each.
    pub left_out: Vec<String>,
}

/// What a store gives, put together.
type Parts = (Vec<Reading>, Links, Picture);

impl Snapshot {
    /// `engine` is asked for where the picture of the store is of more or of less than can be read: then it is made anew of what can.
    pub(crate) fn of<'e>(
        store: &Sqlite,
        lexicon: Lexicon,
        engine: impl FnOnce() -> Result<&'e Engine, Error>,
    ) -> Result<Snapshot, Error> {
        let moment = store.one_moment()?;
        let (chapters, readings) = (store.chapters()?, store.readings()?);
        let fixes = store.fixes()?;
        let totals = store.totals()?;
        drop(moment);
        let known: HashSet<&str> = readings.iter().map(|reading| reading.id.as_str()).collect();
        let is_whole = chapters.len() as u64 == totals.stories
            && chapters.iter().flat_map(|chapter| &chapter.story.documents).all(|id| known.contains(id.as_str()));
        let (mut readings, links, mut picture) = match is_whole {
            true => guard::all(|| {
                let (links, picture) = pipeline::whole(chapters);
                (readings, links, picture)
            })?,
            false => anew(readings, &fixes, engine()?)?,
        };
        review::apply_to(&mut picture, &fixes);
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Snapshot { readings, links, picture, lexicon, left_out: store.left_out() })
    }
}

impl Snapshot {
    /// What is known of the events that are asked for: their stories with their pages and who copied whom, claims and contradictions. Only
    /// the chapters of these stories are read; without any condition, all.
    pub fn asked(session: &mut Session<'_>, query: &Query) -> Result<Snapshot, Error> {
        if !query.is_narrow() {
            return session.snapshot();
        }
        let lexicon = engine::compile(&engine::joined(session.lists())?)?.1;
        let store = session.dataset()?;
        let _moment = store.one_moment()?;
        let asked = Asked { limit: None, ..query.asked(Noun::Events, store)? };
        let rows = store.events(&asked)?.rows;
        if rows.is_empty() {
            return Err(Error::Missing(format!("no events are as asked: {}", query.in_words())));
        }
        let stories: BTreeSet<&str> = rows.iter().map(|row| row.story.as_str()).collect();
        let stories: Vec<&str> = stories.into_iter().collect();
        let (links, mut picture) = pipeline::whole(store.chapters_of(&stories)?);
        // Numbers are weighed by what sources say in all stories, so the events are those of the whole picture.
        let mut events = BTreeMap::new();
        for row in &rows {
            events.extend(store.event(&row.id)?.map(|event| (event.id.clone(), event)));
        }
        picture.events = picture.events.into_iter().filter_map(|event| events.remove(&event.id)).collect();
        // A day that was corrected changes their order.
        fuse::order(&mut picture);
        let ids: BTreeSet<&str> = picture.events.iter().map(|event| event.id.as_str()).collect();
        let told: BTreeSet<&str> =
            picture.events.iter().flat_map(|event| &event.contradictions).map(String::as_str).collect();
        let pages: BTreeSet<&str> =
            picture.events.iter().flat_map(|event| &event.mentions).map(|mention| mention.doc.as_str()).collect();
        picture.claims.retain(|claim| claim.event.as_deref().is_some_and(|event| ids.contains(event)));
        picture.contradictions.retain(|found| told.contains(found.id.as_str()));
        picture.control.retain(|control| control.mentions.iter().any(|mention| pages.contains(mention.doc.as_str())));
        picture.second_rank.clear();
        let documents: Vec<&str> =
            links.stories.iter().flat_map(|story| &story.documents).map(String::as_str).collect();
        let mut readings = store.readings_of(&documents)?;
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Snapshot { readings, links, picture, lexicon, left_out: store.left_out() })
    }
}

fn anew(readings: Vec<Reading>, fixes: &[Fix], engine: &Engine) -> Result<Parts, Error> {
    guard::all(|| {
        let (readings, chapters, _) = pipeline::chapters(readings, fixes, engine);
        let (links, picture) = pipeline::whole(chapters);
        (readings, links, picture)
    })
}
