//! Where an event is whose id is gone.
//!
//! The id of an event comes from its first words, so that it changes when a page with earlier ones comes. What an event was called before is
//! written down nowhere but in what people said of it: a fix keeps the id and the words that it spoke of. Of an id of which nobody said
//! anything, nothing is known.

use std::collections::{BTreeMap, BTreeSet};

use stemma::model::Fix;
use stemma_store::{Dataset, Fixes, Noun, Record};

use crate::Error;

/// The event that is told by the words of one that is gone, with a line that says so; of several, the one that has most of them. Nothing
/// where nobody said anything of an event that was called so.
pub fn moved(store: &(impl Dataset + Fixes), id: &str) -> Result<Option<(Record, String)>, Error> {
    let fixes = store.fixes()?;
    let said: Vec<&Fix> = fixes.iter().filter(|fix| !id.is_empty() && fix.event.starts_with(id)).collect();
    let gone: BTreeSet<&str> = said.iter().map(|fix| fix.event.as_str()).collect();
    let [gone] = gone.into_iter().collect::<Vec<_>>()[..] else { return Ok(None) };
    let mut told: BTreeMap<String, (usize, String)> = BTreeMap::new();
    let words: BTreeSet<_> = said.iter().flat_map(|fix| &fix.words).collect();
    let pages: BTreeSet<&str> = words.iter().map(|words| words.doc.as_str()).collect();
    for event in pages.into_iter().map(|page| store.events_of_page(page)).collect::<Result<Vec<_>, _>>()?.concat() {
        let shared = event.mentions.iter().filter(|mention| words.contains(mention)).count();
        if shared > 0 {
            told.insert(event.id, (shared, event.summary));
        }
    }
    // Of equal ones the first by id: `max_by_key` would take the last.
    let most = told.into_iter().rev().max_by_key(|(_, (shared, _))| *shared);
    Ok(most.map(|(id, (_, title))| {
        let line =
            format!("event {gone}: is gone, and its words tell {id} now; `stemma fixes` says what was said of it");
        (Record { noun: Noun::Events, id, title }, line)
    }))
}
