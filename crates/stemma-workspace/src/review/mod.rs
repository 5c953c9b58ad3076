//! What people say of events: it is written as text, signed and appended, and puts itself beside what the program read.
//!
//! Comes in: changes as a person writes them (`killed=12`, `reject`, `merge=e-91c0`), one by one or as a table. Goes out: fixes in the store,
//! and what became of each. What a fix does to an event is worked out by `stemma::fuse::review`; nothing is decided here.

mod agreement;
mod said;
mod table;
mod teach;

use stemma::fuse::review;
use stemma::lexicon::Lexicon;
use stemma::model::{Event, Fix, Said};
use stemma_store::{Asked, Dataset, Filter, Fixes, Judgement, Judgements, Reliability, plain_key};

pub use agreement::{Agreement, agreement};
pub use said::{places_called, places_in};
pub use table::{FixRow, Import, ToldFix, rows, told, value_in_words, written};
pub use teach::Taught;

use crate::ask::event_of_id;
use crate::{Error, Session};

/// Who says something, when and why.
#[derive(Clone, Debug)]
pub struct Signature {
    /// An instant of ISO 8601 in UTC with thousandths of a second.
    pub at: String,
    pub by: String,
    pub why: String,
}

impl Session<'_> {
    /// Says one thing or several of an event. All are kept, or none where one of them cannot be said.
    pub fn fix(&mut self, id: &str, changes: &[String], signature: &Signature) -> Result<Vec<Fix>, Error> {
        self.bring_up_to_date()?;
        let lexicon = self.lexicon()?;
        let fixes = self.said(id, changes, signature, &lexicon)?;
        self.add(&fixes)?;
        Ok(fixes)
    }

    /// The fixes that say so, of the event as it is known now; they are not kept yet.
    pub(crate) fn said(
        &self,
        id: &str,
        changes: &[String],
        signature: &Signature,
        lexicon: &Lexicon,
    ) -> Result<Vec<Fix>, Error> {
        let event = event_of_id(self.store(), id)?;
        let mut fixes = Vec::with_capacity(changes.len());
        for change in changes {
            let said = said::said(change, &event, self.store(), lexicon)?;
            check_reason(&said, signature)?;
            fixes.push(signed(&event, signature, said));
        }
        Ok(fixes)
    }

    /// Takes a fix back, by its id or its beginning. It stays in the store, with this one beside it.
    pub fn unfix(&mut self, id: &str, signature: &Signature) -> Result<Fix, Error> {
        let fix = self.taken_back(id, signature)?;
        self.add(std::slice::from_ref(&fix))?;
        Ok(fix)
    }

    /// The fix that takes another one back; it is not kept yet.
    pub(crate) fn taken_back(&self, id: &str, signature: &Signature) -> Result<Fix, Error> {
        let fixes = self.store().fixes()?;
        let refused = |reason: &str| Error::Missing(format!("fix {id}: {reason}"));
        let mut named = fixes.iter().filter(|fix| !id.is_empty() && fix.id.starts_with(id));
        let target = named.next().ok_or_else(|| refused("there is none in this store; `stemma fixes` names them"))?;
        if named.next().is_some() {
            return Err(refused("more than one begins so; give more of the id"));
        }
        if review::withdrawn(&fixes).contains(target.id.as_str()) {
            return Err(refused("was taken back already"));
        }
        let Signature { at, by, why } = signature.clone();
        let said = Said::Withdraw { fix: target.id.clone() };
        Ok(review::identified(Fix { id: String::new(), at, by, why, said, ..target.clone() }))
    }

    /// Adds fixes that were made elsewhere; says how many were new.
    pub fn add(&mut self, fixes: &[Fix]) -> Result<u64, Error> {
        let new = self.keep(fixes)?;
        self.bring_up_to_date()?;
        Ok(new)
    }

    /// The same while pages may be coming: what they say of fields stands at once; which words tell one event, when the picture is next made.
    pub(crate) fn keep(&mut self, fixes: &[Fix]) -> Result<u64, Error> {
        Ok(self.store_mut().add_fixes(fixes)?)
    }
}

impl Session<'_> {
    /// Gives an outlet its letter of the Admiralty code.
    pub fn rate(&mut self, outlet: &str, letter: &str, signature: &Signature) -> Result<(), Error> {
        let letter = Reliability::of_letter(letter.trim()).ok_or_else(|| {
            let letters = Reliability::ALL.map(|(_, letter, says)| format!("{letter} {says}"));
            Error::Query(format!("{letter}: no letter of the Admiralty code; write one of {}", letters.join(", ")))
        })?;
        let named =
            Asked { filter: Filter { outlet: Some(outlet.to_owned()), ..Filter::default() }, ..Asked::default() };
        let known = self.store().sources(&named)?.rows;
        let Some(source) = known.iter().find(|source| plain_key(&source.outlet) == plain_key(outlet)) else {
            return Err(Error::Missing(format!("{outlet}: no page of this store is of an outlet of this name")));
        };
        let Signature { at, by, why } = signature.clone();
        Ok(self.store_mut().judge(&Judgement { outlet: source.outlet.clone(), letter, by, at, why })?)
    }
}

fn signed(event: &Event, signature: &Signature, said: Said) -> Fix {
    let Signature { at, by, why } = signature;
    review::fix(event, at, by, why, said)
}

/// Whoever changes what others will read says why.
fn check_reason(said: &Said, signature: &Signature) -> Result<(), Error> {
    let needs_none = matches!(said, Said::Accept | Said::Hold);
    if needs_none || !signature.why.trim().is_empty() {
        return Ok(());
    }
    Err(Error::Query("a correction needs a reason that others can check; give it with --why".into()))
}
