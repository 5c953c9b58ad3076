//! What one story says: a dossier to a part of the picture. Only what depends on other stories is left open, above all
//! which of several numbers is believed, as the accuracy of a source shows in all that it reports.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::accuracy::Vote;
use super::control::Entries;
use super::dossier::Dossier;
use super::mention::mentions;
use super::values::{self, Telling};
use super::{claims, contradictions, control, identity};
use crate::lexicon::Lexicon;
use crate::model::{Claim, Contradiction, Event, Reading};

/// The part of a picture that one story makes; it can be kept for as long as its dossier stays the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub(super) events: Vec<Draft>,
    pub(super) claims: Vec<Claim>,
    pub(super) contradictions: Vec<Contradiction>,
    pub(super) control: Entries,
}

/// An event whose numbers are not settled yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub event: Event,
    /// What is said of each measure.
    pub votes: BTreeMap<String, Vec<Vote>>,
}

impl Part {
    /// The events of the story; their numbers are not settled yet.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.events.iter().map(|draft| &draft.event)
    }

    /// The disagreements of the story. Another story may list one of them, too.
    pub fn contradictions(&self) -> &[Contradiction] {
        &self.contradictions
    }
}

/// Fuses one story. `elsewhere` finds documents by their ids, also those of other stories: an altered copy is shown beside
/// the words that it was altered from. An alteration of a document that it does not find is left out.
pub fn part<'a>(dossier: &Dossier<'a>, elsewhere: &dyn Fn(&str) -> Option<&'a Reading>, lexicon: &Lexicon) -> Part {
    let mentions = mentions(dossier, lexicon);
    let clusters = identity::cluster(&mentions, lexicon);
    let tellings = clusters.iter().map(|cluster| Telling::of(cluster, &mentions));
    let mut events: Vec<Draft> =
        tellings.filter_map(|telling| values::draft(telling, dossier.story, lexicon)).collect();
    let claims = claims::claims(&dossier.readings, &events);
    let contradictions = contradictions::find(dossier, elsewhere, &clusters, &mentions, &mut events);
    let control = control::entries(&dossier.readings, &events);
    Part { events, claims, contradictions, control }
}
