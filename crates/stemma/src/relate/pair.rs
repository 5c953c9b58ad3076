//! Two articles side by side: the words that they share, whoever has them from whom.
//!
//! In: two readings. Out: the passages that both have, with the places where the wordings part and the facts that differ there. Nothing else of
//! the collection is looked at, so that nothing is said of copying.

use crate::lexicon::CreditLists;
use crate::model::{Alteration, Passage, Reading};

use super::lineage::Collection;
use super::witness::{Witness, witness};
use super::{alterations, credits, passages};

/// What two articles share.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shared {
    /// In the order of the younger one, which stands for the child.
    pub passages: Vec<Passage>,
    pub alterations: Vec<Alteration>,
}

/// The words that the younger of two articles shares with the older one.
pub fn shared(younger: &Reading, older: &Reading, lists: &CreditLists) -> Shared {
    let witnesses: Vec<Witness<'_>> = [younger, older].map(|reading| witness(reading, lists)).into();
    let Some(pair) = passages::find(&[(0, 1)], &witnesses).pop() else { return Shared::default() };
    let credits = [younger, older].map(|reading| credits::find(reading, lists));
    let outlets = [younger, older].map(|reading| credits::outlet_key(reading, lists));
    let heads = [younger, older].map(|reading| credits::head(reading, lists));
    let collection = Collection {
        witnesses: &witnesses,
        credits: &credits,
        outlets: &outlets,
        heads: &heads,
        own: &[],
        updated: &[false, false],
    };
    let stretches = pair.seen_from(0);
    Shared {
        alterations: stretches
            .iter()
            .flat_map(|stretch| alterations::facts(stretch, 0, 1, &collection, lists))
            .collect(),
        passages: stretches.iter().map(|stretch| passages::passage(stretch, &witnesses[0], &witnesses[1])).collect(),
    }
}
