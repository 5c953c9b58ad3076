//! What fusing looks at together: the documents of one story, and the links whose child is one of them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::review;
use crate::model::{Alteration, CopyEdge, Fix, Links, Reading};

/// The documents of one story with their links.
#[derive(Clone, Debug, Default)]
pub struct Dossier<'a> {
    /// `None` for a document that is in no story; it has a dossier of its own.
    pub story: Option<&'a str>,
    /// Sorted by id.
    pub readings: Vec<&'a Reading>,
    /// Copying whose child is in the story.
    pub lineage: Vec<&'a CopyEdge>,
    /// What copying altered in the documents of the story.
    pub alterations: Vec<&'a Alteration>,
    /// What people say of which words tell one event, where it speaks of a document of the story; in the order in which it was said.
    pub fixes: Vec<&'a Fix>,
}

/// Splits readings, sorted by id, and their links by story. The order is that of the ids of stories, then of lone documents.
pub fn dossiers<'a>(readings: &'a [Reading], links: &'a Links, fixes: &'a [Fix]) -> Vec<Dossier<'a>> {
    let story_of: HashMap<&str, &str> = links
        .stories
        .iter()
        .flat_map(|story| story.documents.iter().map(|document| (document.as_str(), story.id.as_str())))
        .collect();
    let key = |document: &'a str| match story_of.get(document) {
        Some(story) => (0, *story),
        None => (1, document),
    };
    let mut found: BTreeMap<(u8, &str), Dossier<'a>> = BTreeMap::new();
    for reading in readings {
        let dossier = found.entry(key(&reading.id)).or_default();
        dossier.story = story_of.get(reading.id.as_str()).copied();
        dossier.readings.push(reading);
    }
    for edge in &links.lineage {
        if let Some(dossier) = found.get_mut(&key(&edge.child)) {
            dossier.lineage.push(edge);
        }
    }
    for alteration in &links.alterations {
        if let Some(dossier) = found.get_mut(&key(&alteration.child)) {
            dossier.alterations.push(alteration);
        }
    }
    for fix in review::standing(fixes).into_iter().filter(|fix| fix.said.is_arrangement()) {
        let stories: BTreeSet<(u8, &str)> = fix.words.iter().map(|quote| key(&quote.doc)).collect();
        for story in stories {
            if let Some(dossier) = found.get_mut(&story) {
                dossier.fixes.push(fix);
            }
        }
    }
    found.into_values().collect()
}
