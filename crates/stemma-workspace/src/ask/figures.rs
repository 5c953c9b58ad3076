//! The figures of an event, as every page gives them: altered copies too, each with the page that it has its words from.

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{Event, Quote, Toll};
use stemma_store::{Dataset, Documents, PageRow};

use super::capsules::Capsule;
use super::matrix::{AT_ONCE, ids, mentions};
use super::who::Who;
use crate::Error;

/// A count, in the words of a page.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    pub page: PageRow,
    pub toll: Toll,
    pub quote: Quote,
    /// Which capsule of origins the page belongs to.
    pub origin: Option<usize>,
    /// The page that it has its words from.
    pub copy_of: Option<String>,
    /// Who first said it, who carried it, … in that order; empty where the page says it itself.
    pub chain: Vec<String>,
}

/// All of them, in the order of who told the event; a page that gives a count twice gives it once.
pub fn figures(
    store: &(impl Dataset + Documents),
    event: &Event,
    who: &Who,
    capsules: &[Capsule],
    lexicon: &Lexicon,
) -> Result<Vec<Figure>, Error> {
    let claims = store.claims_of(&event.id)?;
    let copies = || who.roots.iter().flat_map(|root| &root.copies);
    let mut found: Vec<Figure> = Vec::new();
    let told: Vec<&PageRow> = who.pages().collect();
    for some in told.chunks(AT_ONCE) {
        let readings = store.readings_of(&ids(some))?;
        for page in some {
            let Some(reading) = readings.iter().find(|reading| reading.id == page.id) else { continue };
            let first = found.len();
            for toll in mentions(reading, event, lexicon).into_iter().flat_map(|mention| &mention.toll) {
                let key = |toll: &Toll| (toll.measure.clone(), toll.scope, toll.low, toll.best, toll.high);
                if found[first..].iter().any(|known| key(&known.toll) == key(toll)) {
                    continue;
                }
                let said = claims.iter().find(|claim| claim.doc == page.id && claim.content.span.overlaps(toll.span));
                found.push(Figure {
                    page: (*page).clone(),
                    toll: toll.clone(),
                    quote: Quote {
                        doc: page.id.clone(),
                        span: toll.span,
                        quote: toll.span.of(&reading.text).to_owned(),
                    },
                    origin: capsules.iter().position(|capsule| capsule.pages.contains(&page.id)),
                    copy_of: copies().find(|copy| copy.page.id == page.id).map(|copy| copy.parent.clone()),
                    chain: said.map(|claim| claim.chain.clone()).unwrap_or_default(),
                });
            }
        }
    }
    Ok(found)
}
