//! What people say of events: appended, never changed, and never lost when pages or the program change.

use stemma::model::Fix;

use crate::error::Error;

pub trait Fixes {
    /// All of them, also those that were taken back, in the order in which they came.
    fn fixes(&self) -> Result<Vec<Fix>, Error>;

    /// Appends fixes; those that are there are passed over. Says how many were new. What they say of fields stands in the dataset with
    /// the same commit; what they say of which words tell one event, once the stories are fused anew.
    fn add_fixes(&mut self, fixes: &[Fix]) -> Result<u64, Error>;

    /// Those that say which words tell one event, or take back one that does, and with which the picture was not made yet.
    fn unarranged(&self) -> Result<Vec<Fix>, Error>;
}

/// Whether a fix changes which words tell one event: by itself, or because it takes back one that does.
pub(crate) fn arranges<'f>(fix: &Fix, named: impl Fn(&str) -> Option<&'f Fix>) -> bool {
    let mut at = fix;
    // A fix can only take back one that was there before it, so this ends.
    while let stemma::model::Said::Withdraw { fix: target } = &at.said {
        let Some(next) = named(target) else { return true };
        at = next;
    }
    at.said.is_arrangement()
}
