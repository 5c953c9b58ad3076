//! The dataset: what was made of all documents, in rows that can be asked and records that can be read one by one.

use std::ops::ControlFlow;

use stemma::model::{Claim, Contradiction, Control, Event, Story};

use crate::asked::{Asked, Found, Noun};
use crate::error::Error;
use crate::overview::{Facets, Spots};
use crate::rows::{ActorRow, ClaimRow, CopyRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow};

/// A record by its name: enough to tell which one is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Record {
    pub noun: Noun,
    pub id: String,
    pub title: String,
}

/// What can be asked of a store whose picture is up to date. Nothing reads more than it gives.
pub trait Dataset {
    fn events(&self, asked: &Asked) -> Result<Found<EventRow>, Error>;
    fn stories(&self, asked: &Asked) -> Result<Found<StoryRow>, Error>;
    fn pages(&self, asked: &Asked) -> Result<Found<PageRow>, Error>;
    fn claims(&self, asked: &Asked) -> Result<Found<ClaimRow>, Error>;
    fn actors(&self, asked: &Asked) -> Result<Found<ActorRow>, Error>;
    fn places(&self, asked: &Asked) -> Result<Found<PlaceRow>, Error>;
    fn sources(&self, asked: &Asked) -> Result<Found<SourceRow>, Error>;

    /// The same rows as [`Dataset::events`], one by one as they are read, so that any number of them needs no memory; until `take` breaks off.
    fn each_event(&self, asked: &Asked, take: &mut dyn FnMut(EventRow) -> ControlFlow<()>) -> Result<(), Error>;
    fn each_story(&self, asked: &Asked, take: &mut dyn FnMut(StoryRow) -> ControlFlow<()>) -> Result<(), Error>;
    fn each_page(&self, asked: &Asked, take: &mut dyn FnMut(PageRow) -> ControlFlow<()>) -> Result<(), Error>;
    fn each_claim(&self, asked: &Asked, take: &mut dyn FnMut(ClaimRow) -> ControlFlow<()>) -> Result<(), Error>;

    /// How the events spread over what they could be narrowed to, and over time.
    fn facets(&self, asked: &Asked) -> Result<Facets, Error>;

    /// The events on a map.
    fn spots(&self, asked: &Asked) -> Result<Spots, Error>;

    /// Who held what, by place and day: of a place, a country, a box, by a holder (the actor that is asked for), on one of the days.
    /// What is asked of events themselves is passed over.
    fn controls(&self, asked: &Asked) -> Result<Found<Control>, Error>;

    /// Of how many events a person's word stands, and how many there are, rejected ones included.
    fn checked(&self) -> Result<(u64, u64), Error>;

    /// All events, of both ranks, of which people said something, by id.
    fn reviewed(&self) -> Result<Vec<Event>, Error>;

    /// The kinds and codes that events have, by name.
    fn kinds(&self) -> Result<Vec<String>, Error>;

    /// The pages with these words, those first that tell most with them.
    fn search(&self, asked: &Asked) -> Result<Found<PageRow>, Error>;

    /// The event of this id, as the export gives it; also one of the second rank, or one that a person rejected.
    fn event(&self, id: &str) -> Result<Option<Event>, Error>;

    /// Whether an event is of the second rank: words that are an act themselves.
    fn is_second_rank(&self, id: &str) -> Result<bool, Error>;

    /// All events, of both ranks, that a page tells, by day and id.
    fn events_of_page(&self, page: &str) -> Result<Vec<Event>, Error>;

    fn story(&self, id: &str) -> Result<Option<Story>, Error>;

    /// The pages of these ids; those that are not there are left out.
    fn pages_of(&self, ids: &[&str]) -> Result<Vec<PageRow>, Error>;

    /// The rows of events of these ids, of any rank; those that are not there are left out.
    fn events_of(&self, ids: &[&str]) -> Result<Vec<EventRow>, Error>;

    /// What is said of an event, in the order of pages and text.
    fn claims_of(&self, event: &str) -> Result<Vec<Claim>, Error>;

    /// The contradictions of these ids, by id.
    fn contradictions(&self, ids: &[String]) -> Result<Vec<Contradiction>, Error>;

    /// Those that a story lists, by id.
    fn contradictions_of(&self, story: &str) -> Result<Vec<Contradiction>, Error>;

    /// Who has words from whom in a story: by child, and those of one child by falling probability.
    fn copies_of(&self, story: &str) -> Result<Vec<CopyRow>, Error>;

    /// Events, stories and pages whose ids begin so, at most so many of each.
    fn records(&self, beginning: &str, most: usize) -> Result<Vec<Record>, Error>;

    /// The pages of a file, by its path or its name.
    fn records_of_file(&self, name: &str, most: usize) -> Result<Vec<Record>, Error>;

    /// The words of pages that begin so, each with the number of pages that have it; without accents, in small letters.
    fn vocabulary(&self, beginning: &str) -> Result<Vec<(String, u64)>, Error>;
}
