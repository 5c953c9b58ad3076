//! What is counted of a picture, story by story, so that its totals are known without a look at it.

use stemma::model::Contradiction;
use stemma::pipeline::Chapter;
use stemma::text::digest::short_id;

/// What the picture holds, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    pub stories: u64,
    /// Articles that copy one that is known, as far as it is shown as copying; one that copies two counts twice.
    pub copies: u64,
    pub events: u64,
    /// How often an article tells an event.
    pub told: u64,
    /// Independent origins of all events together.
    pub least_origins: u64,
    pub most_origins: u64,
    pub contradictions: u64,
}

/// The counts of one story. Contradictions are not among them: two stories may list the same one.
pub(crate) fn of(chapter: &Chapter) -> Totals {
    let mut totals = Totals { stories: 1, ..Totals::default() };
    totals.copies = chapter.lineage.iter().filter(|edge| edge.parent.is_some() && edge.is_copying()).count() as u64;
    for event in chapter.part.events() {
        totals.events += 1;
        totals.told += u64::from(event.articles);
        totals.least_origins += u64::from(event.origins.min);
        totals.most_origins += u64::from(event.origins.max);
    }
    totals
}

/// What is the same for two contradictions that are one.
pub(crate) fn key(found: &Contradiction) -> String {
    let (a, b) = found.sides();
    let side = |quote: &stemma::model::Quote| format!("{} {} {}", quote.doc, quote.span.start, quote.span.end);
    short_id(&format!("{:?} {} {}", found.kind, side(a), side(b)))
}
