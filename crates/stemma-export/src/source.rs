//! What an export is made from: a store, what is asked of it, and how counts are settled. Records are read one by one as they are
//! written, so that none of them need memory.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use stemma::fuse;
use stemma::lexicon::Lexicon;
use stemma::model::{Event, TollPolicy};
use stemma_store::{Asked, ClaimRow, Dataset, EventRow, Noun, PageRow, Sqlite, StoryRow};
use stemma_workspace::ask::Query;

use crate::Fault;

pub struct Source<'s> {
    pub store: &'s Sqlite,
    pub query: &'s Query,
    pub lexicon: &'s Lexicon,
    pub tolls: TollPolicy,
    /// Whether maps show how far from its point a place may lie.
    pub radius: bool,
}

/// Asks for rows one by one; what a taker of them cannot do ends it.
macro_rules! each {
    ($($name:ident, $ask:ident, $noun:expr, $row:ty;)*) => {
        $(pub fn $name(&self, mut take: impl FnMut($row) -> Result<(), Fault>) -> Result<(), Fault> {
            let mut fault = None;
            self.store.$ask(&self.asked($noun)?, &mut |row| match take(row) {
                Ok(()) => ControlFlow::Continue(()),
                Err(failed) => {
                    fault = Some(failed);
                    ControlFlow::Break(())
                }
            })?;
            fault.map_or(Ok(()), Err)
        })*
    };
}

impl Source<'_> {
    /// What is asked of rows of a noun.
    pub fn asked(&self, noun: Noun) -> Result<Asked, Fault> {
        Ok(Asked { limit: None, skip: 0, ..self.query.asked(noun, self.store)? })
    }

    each! {
        each_event, each_event, Noun::Events, EventRow;
        each_story, each_story, Noun::Stories, StoryRow;
        each_page, each_page, Noun::Pages, PageRow;
        each_claim, each_claim, Noun::Claims, ClaimRow;
    }

    /// The ids of the events that are asked for; nothing where all are.
    pub fn asked_events(&self) -> Result<Option<BTreeSet<String>>, Fault> {
        if !self.query.is_narrow() {
            return Ok(None);
        }
        let mut asked = BTreeSet::new();
        self.each_event(|row| {
            asked.insert(row.id);
            Ok(())
        })?;
        Ok(Some(asked))
    }

    /// Events as whole records.
    pub fn each_record(&self, mut take: impl FnMut(Event) -> Result<(), Fault>) -> Result<(), Fault> {
        self.each_event(|row| match self.store.event(&row.id)? {
            Some(mut event) => {
                fuse::show_tolls_of(&mut event, self.tolls);
                take(event)
            }
            None => Ok(()),
        })
    }
}
