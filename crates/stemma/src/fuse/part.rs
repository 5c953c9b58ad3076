//! What one story says: a dossier to a part of the picture. Only what depends on other stories is left open, above all
//! which of several numbers is believed, as the accuracy of a source shows in all that it reports.

use serde::{Deserialize, Serialize};

use super::control::Entries;
use super::corrections::Corrections;
use super::dossier::Dossier;
use super::mention::{Mention, Rank, mentions};
use super::tolls::Report;
use super::values::{self, Telling};
use super::{claims, confidence, contradictions, control, grade, identity, links, review};
use crate::lexicon::Lexicon;
use crate::model::{Claim, Contradiction, Control, Event, Fix, Reading};

/// The part of a picture that one story makes; it can be kept for as long as its dossier stays the same.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub(super) events: Vec<Draft>,
    /// Events of a second rank: words that are an act themselves.
    #[serde(default)]
    pub(super) second: Vec<Draft>,
    pub(super) claims: Vec<Claim>,
    pub(super) contradictions: Vec<Contradiction>,
    pub(super) control: Entries,
}

/// An event whose numbers are not settled yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Draft {
    pub event: Event,
    /// The numbers that it is told with.
    pub reports: Vec<Report>,
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

    /// What the story says of who holds what; when each hold ends, other stories may tell.
    pub fn control(&self) -> impl Iterator<Item = &Control> {
        self.control.all()
    }
}

/// Fuses one story. `elsewhere` finds documents by their ids, also those of other stories: an altered copy is shown beside
/// the words that it was altered from. An alteration of a document that it does not find is left out.
pub fn part<'a>(dossier: &Dossier<'a>, elsewhere: &dyn Fn(&str) -> Option<&'a Reading>, lexicon: &'a Lexicon) -> Part {
    let mentions = mentions(dossier, Rank::First, lexicon);
    let clusters = review::arrange(identity::cluster(&mentions), &mentions, &of_rank(dossier, Rank::First, lexicon));
    let words = &lexicon.fusing;
    let corrections = Corrections::of(&dossier.readings, words);
    let drafted = clusters.iter().filter_map(|cluster| {
        let telling = Telling::of(cluster, &mentions);
        // Words that say no more than that something of the kind exists make no event.
        let event = values::is_substantial(&telling.mentions)
            .then(|| values::draft(&telling, dossier.story, &corrections, lexicon))?;
        Some((event, telling))
    });
    let (mut events, tellings): (Vec<Draft>, Vec<Telling<'_>>) = drafted.unzip();
    let claims = claims::claims(&dossier.readings, &mut events);
    let contradictions = contradictions::find(dossier, elsewhere, &clusters, &mentions, &corrections, words);
    let of_events = contradictions::of_events(&contradictions, &events);
    let told: Vec<&[&Mention<'_>]> = tellings.iter().map(|telling| telling.mentions.as_slice()).collect();
    let mended = corrections.of_events(&dossier.readings, &told);
    for (((Draft { event, .. }, mentions), mine), mended) in events.iter_mut().zip(told).zip(of_events).zip(mended) {
        event.contradictions = mine.iter().map(|entry| entry.id.clone()).collect();
        event.corrections = mended;
        event.confidence = Some(confidence::confidence(event, &words.confidence));
        event.grade = grade::grade(event, mentions, &mine, words);
    }
    links::link(&mut events, &lexicon.events);
    let control = control::entries(&dossier.readings, &events, lexicon);
    Part { events, second: second(dossier, &corrections, lexicon), claims, contradictions, control }
}

/// What people say of events of a rank: one clause may tell a deed and the words that condemn it.
fn of_rank<'a>(dossier: &Dossier<'a>, rank: Rank, lexicon: &Lexicon) -> Vec<&'a Fix> {
    let is_verbal = |fix: &Fix| lexicon.events.kind(&fix.kind).is_some_and(|kind| kind.verbal);
    dossier.fixes.iter().copied().filter(|fix| is_verbal(fix) == (rank == Rank::Second)).collect()
}

/// The events of a second rank. They are kept as they are told, and judge nothing: neither grades nor disagreements rest on them.
fn second(dossier: &Dossier<'_>, corrections: &Corrections<'_>, lexicon: &Lexicon) -> Vec<Draft> {
    let mentions = mentions(dossier, Rank::Second, lexicon);
    let clusters = review::arrange(identity::cluster(&mentions), &mentions, &of_rank(dossier, Rank::Second, lexicon));
    let draft = |cluster| values::draft(&Telling::of(cluster, &mentions), dossier.story, corrections, lexicon);
    clusters.iter().map(draft).collect()
}
