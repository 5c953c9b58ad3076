//! Where Stemma keeps pages and records: five small traits, with a SQLite file as the home and a twin in memory for tests.
//!
//! Comes in: readings with the original bytes they were made from, and the fused picture. Goes out: the same. The store
//! keeps three things apart: documents, which are only ever added; the picture, which is derived from them and can
//! always be made again; and the history of the stories, a log of the pictures that were shown. Each document raises the
//! store's *revision*. The picture lies there story by story, so that a change replaces its own stories only; it carries the revision it was made from, so that one made before the last document is
//! known to be stale, whoever died in between.
//!
//! What was made can be asked ([`Dataset`]): rows of events, stories, pages, claims are filed in the commit of the chapters that they
//! are made of, so that one of them, or those that fulfil some conditions, are read without all others.
//!
//! It decides nothing about what pages say, and nothing outside this crate knows SQL.

mod asked;
mod dataset;
mod entry;
mod error;
mod filed;
mod fixes;
mod history;
mod mark;
mod marks;
mod memory;
mod overview;
mod reliability;
mod rows;
mod sqlite;
mod tally;

use stemma::lexicon::lists::OwnList;
use stemma::model::{Note, Picture, Reading};
use stemma::pipeline::Chapter;

pub use asked::{Asked, Bbox, Checking, Filter, Found, Lack, Marking, Noun, Sort, TOLD, Within, told};
pub use dataset::{Dataset, Record};
pub use entry::{Entry, Refusal};
pub use error::Error;
pub use filed::Filed;
pub use fixes::Fixes;
pub use history::{Change, ChangeKind};
pub use mark::Mark;
pub use marks::{MarkKind, Marked, Marks, standing};
pub use memory::Memory;
pub use overview::{Area, Bar, Facet, FacetValue, Facets, Histogram, Spot, Spots, Unit};
pub use reliability::{Judgement, Judgements, Reliability};
pub use rows::{
    ActorRow, ClaimRow, CopyRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow, key as name_key, plain_key,
};
pub use sqlite::{Access, Moment, Sqlite, Stopper, Verified, backup, verify};
pub use tally::Totals;

/// Documents, with what was read in them: rows are only ever added.
pub trait Documents {
    /// Whether these very bytes are kept under this id.
    fn holds(&self, id: &str, sha256: &str) -> Result<bool, Error>;

    /// Keeps all entries and refusals, or, if anything fails, none of them. What is there already is left as it is; the
    /// same id with other bytes becomes its next version.
    fn keep(&mut self, entries: &[Entry], refusals: &[Refusal]) -> Result<Kept, Error>;

    /// How many documents there are, each counted once whatever its versions.
    fn count(&self) -> Result<u64, Error>;

    /// What is kept, by id and version.
    fn catalogue(&self) -> Result<Vec<Listed>, Error>;

    /// The latest version of every document, by id.
    fn readings(&self) -> Result<Vec<Reading>, Error>;

    /// The latest versions of these documents, by id, each once; those that are not there are left out.
    fn readings_of(&self, ids: &[&str]) -> Result<Vec<Reading>, Error>;

    /// The latest versions of the documents that came after a revision, by id; of more than `most`, one more.
    fn readings_since(&self, revision: u64, most: usize) -> Result<Vec<Reading>, Error>;

    /// The latest version of one document, with its bytes.
    fn document(&self, id: &str) -> Result<Option<Whole>, Error>;

    /// Input that could not be read, by name and record.
    fn refusals(&self) -> Result<Vec<Refusal>, Error>;

    /// Grows with every change to the documents.
    fn revision(&self) -> Result<u64, Error>;

    /// Files the pages of so many documents that were kept before stores had them; says whether there may be more.
    fn file_pages(&mut self, most: usize) -> Result<bool, Error>;
}

/// What the picture is made of, story by story, and what became of stories that were shown.
pub trait Archive: Documents + Fixes {
    /// The revision that the picture was made from; `None` when there is none that this program made.
    fn picture_revision(&self) -> Result<Option<u64>, Error>;

    /// Puts chapters into the picture in the place of those before, all at once or none, and writes down what that did to the
    /// stories. What is read later is the same whether a picture was replaced by parts or as a whole. `archive` are the
    /// numbered pieces of what relating remembers that are new: all of them, with a whole picture. `told` is what the chapters tell
    /// when they are joined with all `weighed` ones, unless none of these is weighed or was: the dataset is filed from it, with what
    /// people say of events put on it. `fixes` is how many of these there were when the chapters were made.
    fn keep_chapters(
        &mut self,
        revision: u64,
        fixes: u64,
        chapters: &[Filed],
        told: &Picture,
        extent: Extent<'_>,
        archive: &[(usize, Vec<u8>)],
    ) -> Result<(), Error>;

    /// What relating remembers of the documents of the picture, piece by piece; nothing when documents were read again since.
    fn archive(&self) -> Result<Vec<Vec<u8>>, Error>;

    /// The whole picture, in no order that means anything; `pipeline::whole` joins it. Empty when there is none.
    fn chapters(&self) -> Result<Vec<Chapter>, Error>;

    /// The chapters of these stories; stories that are not in the picture are left out.
    fn chapters_of(&self, stories: &[&str]) -> Result<Vec<Chapter>, Error>;

    /// The story of the picture that a document is in.
    fn story_of(&self, document: &str) -> Result<Option<String>, Error>;

    /// What the picture holds, counted without reading it.
    fn totals(&self) -> Result<Totals, Error>;

    /// What happened to the stories whose ids begin so (empty for all), from picture to picture, the oldest first. Unlike
    /// the picture, this depends on the order in which documents came: it says what could be seen when.
    fn history(&self, story: &str) -> Result<Vec<Change>, Error>;

    /// The stories whose numbers are weighed by what their sources say in other ones.
    fn weighed(&self) -> Result<Vec<String>, Error>;

    /// Whether documents came after the picture was made, or other words of people on what is one event.
    fn is_stale(&self) -> Result<bool, Error> {
        Ok(self.picture_revision()? != Some(self.revision()?) || !self.unarranged()?.is_empty())
    }
}

/// Lists of the user's own, and what they ask to be read again.
pub trait Lists: Documents {
    /// The user's own lists with which the pages of this store are read.
    fn lists(&self) -> Result<Vec<OwnList>, Error>;

    /// Puts other lists in the place of those before; says whether they differ. Documents that were read with others are
    /// then `outdated`, and the picture is stale.
    fn use_lists(&mut self, lists: &[OwnList]) -> Result<bool, Error>;

    /// Documents whose latest version was read with other lists than the store's, by id: at most so many, and none more
    /// once their original bytes together are as many as asked.
    fn outdated(&self, most: usize, bytes: usize) -> Result<Vec<Whole>, Error>;

    /// How many there are of these.
    fn count_outdated(&self) -> Result<u64, Error>;

    /// Puts what was read again in the place of what was read in the same bytes before; the archive is then of no use, and
    /// is dropped.
    fn keep_again(&mut self, entries: &[Entry]) -> Result<(), Error>;
}

/// A home for all of it.
pub trait Store: Documents + Archive + Lists + Fixes {}

impl<S: Documents + Archive + Lists + Fixes> Store for S {}

/// How much of a picture its new chapters replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent<'a> {
    /// All of it: stories without a chapter are gone. Where a picture of a later revision was kept meanwhile, it stays.
    Whole,
    /// These stories, and those that are gone; all others stay as they are. Refused when the picture is no longer that of
    /// the revision from which the changes were worked out.
    Changes { since: u64, gone: &'a [&'a str] },
}

/// What `keep` did with its entries.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Kept {
    pub new: u64,
    /// The same bytes under the same id were there.
    pub known: u64,
    /// Ids that were there with other bytes, with the number of the version they now have.
    pub versions: Vec<(String, u32)>,
}

/// A line of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub id: String,
    /// 1 for the first bytes that came under this id.
    pub version: u32,
    pub sha256: String,
    pub path: Option<String>,
}

/// A document with everything that is kept of it.
#[derive(Clone, Debug)]
pub struct Whole {
    pub reading: Reading,
    /// The original bytes.
    pub bytes: Vec<u8>,
    pub notes: Vec<Note>,
    pub version: u32,
}

#[cfg(test)]
mod tests;
