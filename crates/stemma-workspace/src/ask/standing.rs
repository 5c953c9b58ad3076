//! What a store holds, in numbers.

use stemma::lexicon::lists::OwnList;
use stemma::model::Assertion;
use stemma_store::{Archive, Asked, Dataset, Filter, Totals};

use crate::{Error, user_lists};

/// What a store holds.
pub struct Standing {
    pub documents: u64,
    pub totals: Totals,
    /// Events that are told as having happened, and those of them that two independent origins tell or more.
    pub happened: u64,
    pub confirmed: u64,
    /// Of how many events a person's word stands, and how many there are.
    pub checked: (u64, u64),
    /// The user's own lists with which its pages are read, in a line; empty where there are none.
    pub lists: String,
}

/// What a store holds whose pages are read with these lists of the user's own.
pub fn standing(store: &(impl Dataset + Archive), lists: &[OwnList]) -> Result<Standing, Error> {
    let happened = |origins_min| {
        let filter = Filter { told: vec![Assertion::Asserted], origins_min, ..Filter::default() };
        store.events(&Asked { filter, limit: Some(0), ..Asked::default() }).map(|found| found.total)
    };
    Ok(Standing {
        documents: store.count()?,
        totals: store.totals()?,
        happened: happened(None)?,
        confirmed: happened(Some(2))?,
        checked: store.checked()?,
        lists: user_lists::summary(lists),
    })
}
