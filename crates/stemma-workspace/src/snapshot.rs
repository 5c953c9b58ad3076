//! All that is known of a store at one time, or of the events that are asked for.

use std::collections::{BTreeMap, BTreeSet};

use stemma::fuse::review;
use stemma::lexicon::Lexicon;
use stemma::model::{Links, Picture, Reading};
use stemma::pipeline;
use stemma_store::{Archive, Asked, Dataset, Documents, Noun, Store};

use crate::ask::Query;
use crate::{Error, Session, engine};

/// All that is known of a store, read once.
pub struct Snapshot {
    /// The latest version of every document, by id.
    pub readings: Vec<Reading>,
    pub links: Links,
    pub picture: Picture,
    /// With the store's own lists in it.
    pub lexicon: Lexicon,
}

impl Snapshot {
    pub(crate) fn of(store: &impl Store, lexicon: Lexicon) -> Result<Snapshot, Error> {
        let (links, mut picture) = pipeline::whole(store.chapters()?);
        review::apply_to(&mut picture, &store.fixes()?);
        let mut readings = store.readings()?;
        pipeline::with_dates(&mut readings, &links.dates);
        Ok(Snapshot { readings, links, picture, lexicon })
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
        Ok(Snapshot { readings, links, picture, lexicon })
    }
}
