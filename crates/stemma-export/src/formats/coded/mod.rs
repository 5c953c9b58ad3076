//! Tables of events as the field codes them: ACLED, UCDP GED, and others like them.
//!
//! An event becomes rows, or a reason why the codebook has no row for it. Beside the table goes a sidecar in JSON Lines: for every row
//! what the row cannot hold, as a merge patch (RFC 7396) upon what is read back from the row, and whole events that have no row. A row
//! that was changed in a spreadsheet keeps its change, since the patch does not speak of what the row holds.

mod acled;
mod airwars;
mod convert;
mod gdelt;
mod hxl;
mod opening;
mod parties;
mod patch;
mod plover;
mod polecat;
mod reading;
mod row;
mod sidecar;
mod ucdp;
mod writing;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::lexicon::events::Kind;
use stemma::model::{
    Assertion, Event, Grade, Grain, Origins, Party, Place, Scope, Span, Toll, TollEstimate, TollPolicy,
};
use stemma::text::digest::sha256;
use stemma_store::{Dataset, PageRow};
use stemma_workspace::ask;

use super::{Format, Report};
use crate::tables::Column;
use crate::{Fault, Output, Source};

pub use acled::Acled;
pub use airwars::Airwars;
pub use convert::{convert, events};
pub use hxl::Hxl;
pub use opening::MOST_BYTES;
pub use plover::Plover;
pub use polecat::Polecat;
pub use reading::{CODINGS, Foreign};
pub use row::Row;
pub use sidecar::Sidecar;
pub use ucdp::Ucdp;
use writing::{Writing, cell_of};
pub use {gdelt::Events as GdeltEvents, gdelt::Mentions as GdeltMentions};

/// What a codebook is called, and how its tables look.
pub struct Book {
    pub name: &'static str,
    /// What it is, and who reads it, in a line.
    pub about: &'static str,
    pub file: &'static str,
    pub style: Style,
    pub columns: &'static [Column],
    /// The column by which rows are told apart.
    pub id: &'static str,
    /// The columns by which a table of others is known to follow it, and without which it is not read.
    pub needs: &'static [&'static str],
    /// The columns that hold days.
    pub days: &'static [&'static str],
    /// The codebook whose table this is with some cells written otherwise.
    pub form_of: Option<&'static str>,
    /// Whether what its rows cannot hold goes beside it.
    pub has_sidecar: bool,
    /// What a store knows and it cannot hold, a line each.
    pub loses: &'static [&'static str],
}

impl Book {
    /// What most books are, for those that say only in what they differ.
    const USUAL: Book = Book {
        name: "",
        about: "",
        file: "",
        style: Style::Csv,
        columns: &[],
        id: "id",
        needs: &[],
        days: &[],
        form_of: None,
        has_sidecar: true,
        loses: &[],
    };

    /// Whether a table of one is a table of the other but for how some cells are written.
    fn is_kin_of(&self, other: &Book) -> bool {
        self.form_of.unwrap_or(self.name) == other.form_of.unwrap_or(other.name)
    }
}

/// A codebook.
pub trait Coding: Sync {
    fn book(&self) -> &'static Book;

    /// A row below the names of the columns.
    fn second_head(&self, _: &Lexicon) -> Option<Vec<String>> {
        None
    }

    /// Of two codebooks with the same columns, whether a row is written after this one.
    fn fits(&self, _: &Row<'_>) -> bool {
        true
    }

    /// How it writes a cell of a table that is its own but for such cells; nothing where the cell stays.
    fn respell(&self, _column: &str, _cell: &str, _: &Lexicon) -> Option<String> {
        None
    }

    /// The rows of an event, a value for each column; or why it has none.
    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String>;

    /// What a row says of an event; all else is as if nothing were known. What cannot be read, the row remembers.
    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event;
}

/// How rows stand in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    Csv,
    Tsv,
    /// Parted by tabs, without the names of the columns.
    Bare,
    /// An object a line.
    JsonLines,
}

/// An event with what is told beside its record.
pub struct Told<'a> {
    pub event: &'a Event,
    pub pages: &'a [PageRow],
    /// What happened, in one sentence.
    pub sentence: &'a str,
    /// Whose figures they are and who says otherwise, a sentence each.
    pub besides: &'a [String],
    /// Who said so first, where somebody is named for it.
    pub speaker: Option<&'a str>,
    pub lexicon: &'a Lexicon,
}

/// A line of a sidecar.
#[derive(Debug, Serialize, Deserialize)]
pub struct Beside {
    /// The id of the row; of an event without one, its own.
    pub id: String,
    /// Another row of the same event has the rest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_as: Option<String>,
    /// Why it has no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Upon what the row says, or all of it where there is no row.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub event: Value,
}

impl<'a> Told<'a> {
    /// An event of which no more is known than its record.
    fn alone(event: &'a Event, lexicon: &'a Lexicon) -> Told<'a> {
        Told { event, pages: &[], sentence: &event.summary, besides: &[], speaker: None, lexicon }
    }
}

/// A codebook as a format.
pub struct Coded<C: 'static>(pub &'static C);

impl<C: Coding> Format for Coded<C> {
    fn name(&self) -> &'static str {
        self.0.book().name
    }

    fn about(&self) -> &'static str {
        self.0.book().about
    }

    fn file(&self) -> &'static str {
        self.0.book().file
    }

    fn loses(&self) -> &'static [&'static str] {
        self.0.book().loses
    }

    fn coding(&self) -> Option<&'static dyn Coding> {
        Some(self.0)
    }
}

/// Writes the tables of several codebooks in one pass: an event is read, and its sentence made, once for all of them.
pub fn write(codings: &[&'static dyn Coding], source: &Source<'_>, output: &mut Output) -> Result<Vec<Report>, Fault> {
    if codings.is_empty() {
        return Ok(Vec::new());
    }
    let begin = |coding: &&'static dyn Coding| Writing::begin(*coding, output, source.lexicon);
    let mut tables: Vec<Writing<'_>> = codings.iter().map(begin).collect::<Result<_, Fault>>()?;
    source.each_record(|event| {
        let known = Known::of(event, source)?;
        let told = known.told(source.lexicon);
        tables.iter_mut().try_for_each(|table| table.take(&told))
    })?;
    tables.into_iter().map(Writing::end).collect()
}

/// An event with all that its rows are made of.
struct Known {
    known: ask::KnownEvent,
    sentence: String,
    besides: Vec<String>,
}

impl Known {
    fn of(event: Event, source: &Source<'_>) -> Result<Known, Fault> {
        let who = ask::who(source.store, &event)?;
        let known = ask::KnownEvent {
            claims: source.store.claims_of(&event.id)?,
            contradictions: source.store.contradictions(&event.contradictions)?,
            pages: who.pages().cloned().collect(),
            event,
        };
        let (sentence, besides) = crate::account(&known, &ask::tellings(source.store, &who)?, source.lexicon);
        Ok(Known { known, sentence, besides })
    }

    fn told<'a>(&'a self, lexicon: &'a Lexicon) -> Told<'a> {
        let Known { known, sentence, besides } = self;
        let speaker = known.claims.iter().find_map(|claim| claim.chain.first()).map(String::as_str);
        Told { event: &known.event, pages: &known.pages, sentence, besides, speaker, lexicon }
    }
}

/// What the name of a table has behind it for the file with all that the table cannot hold.
pub const SIDECAR: &str = ".sidecar.jsonl";

/// A number for an id, the same for ever, by which `stemma show` finds the event again.
fn number_of(id: &str) -> u64 {
    let other = || u64::from_str_radix(&sha256(id.as_bytes())[..12], 16).unwrap_or_default();
    ask::number_of_event(id).unwrap_or_else(other)
}

/// An event of which nothing is known but its id.
fn blank(id: &str) -> Event {
    Event {
        id: id.to_owned(),
        summary: String::new(),
        grain: Grain::Atomic,
        kind: String::new(),
        label: String::new(),
        plover: String::new(),
        mode: None,
        acled: None,
        acled_sub: None,
        assertion: Assertion::Asserted,
        actors: Vec::new(),
        recipients: Vec::new(),
        place: None,
        relation: None,
        carried: false,
        time: None,
        toll: Vec::new(),
        tolls: Vec::new(),
        territory: None,
        mentions: Vec::new(),
        articles: 0,
        origins: Origins { min: 0, max: 0, reason: String::new() },
        origin_groups: Vec::new(),
        grade: Grade::default(),
        certainty: None,
        confidence: None,
        contradictions: Vec::new(),
        corrections: Vec::new(),
        links: Vec::new(),
        reasons: Vec::new(),
        story: None,
        review: None,
    }
}

/// The first kind, by its id, that has these codes.
fn set_kind(event: &mut Event, lexicon: &Lexicon, is: impl Fn(&Kind) -> bool) {
    let fitting = lexicon.events.kinds().filter(|kind| is(kind));
    let Some(kind) = fitting.min_by(|a, b| a.id.cmp(&b.id)) else { return };
    (event.kind, event.label, event.plover) = (kind.id.clone(), kind.label.clone(), kind.plover.clone());
    (event.mode, event.acled, event.acled_sub) = (kind.mode.clone(), kind.acled.clone(), kind.acled_sub.clone());
    event.territory = kind.territory;
}

/// Those who take part, by the names that a cell has, parted by semicolons; each known where the register has one of that name alone.
fn parties(names: &str, lexicon: &Lexicon) -> Vec<Party> {
    let names = names.split(';').map(str::trim).filter(|name| !name.is_empty());
    names.map(|name| party(name, lexicon)).collect()
}

fn party(name: &str, lexicon: &Lexicon) -> Party {
    let only = |name: &str| {
        let mut named = lexicon.actors.named(name);
        named.next().filter(|_| named.next().is_none()).map(|actor| actor.id.clone())
    };
    // "Islamic State (Syria)": where, or in which years.
    let bare = || only(name.strip_suffix(')')?.rsplit_once(" (")?.0);
    let id = only(name)
        .or_else(bare)
        .or_else(|| parties::stated(name, lexicon).filter(|id| lexicon.actors.get(id).is_some()));
    Party { name: name.to_owned(), id }
}

/// Names as one cell holds them: a semicolon parts them.
fn names(parties: &[Party]) -> Vec<String> {
    parties.iter().map(|party| party.name.replace(';', ",")).collect()
}

/// The second-level unit that a place lies in, where the gazetteer knows the place by its number.
fn district<'l>(place: &Place, lexicon: &'l Lexicon) -> Option<&'l str> {
    let gazetteer = &lexicon.gazetteer;
    let entries = gazetteer.exact(&place.name).into_iter().filter_map(|found| gazetteer.entry(found.place));
    let entry = entries.into_iter().find(|entry| entry.geonames.is_some() && entry.geonames == place.geonames)?;
    Some(gazetteer.entry(entry.admin2?)?.name)
}

/// Counts people in an event, as a table gives them: the same under every policy.
fn count(event: &mut Event, measure: &str, group: &str, [low, best, high]: [Option<u32>; 3]) {
    if (low, best, high) == (None, None, None) {
        return;
    }
    let (measure, group, scope) = (measure.to_owned(), group.to_owned(), Scope::Event);
    for policy in [TollPolicy::Conservative, TollPolicy::Best, TollPolicy::Range] {
        let (measure, group) = (measure.clone(), group.clone());
        event.tolls.push(TollEstimate { policy, measure, group, low, best, high, scope, by_claim: Vec::new() });
    }
    event.toll.push(Toll { span: Span { start: 0, end: 0 }, measure, group, low, best, high, scope });
}

/// In whose words those are counted of whom a table says no more.
const PEOPLE: &str = "people";

/// A count of an event under a policy.
fn estimate<'e>(event: &'e Event, measure: &str, policy: TollPolicy) -> Option<&'e TollEstimate> {
    event.tolls.iter().find(|estimate| is_of(estimate, measure, policy))
}

fn is_of(estimate: &TollEstimate, measure: &str, policy: TollPolicy) -> bool {
    estimate.policy == policy && estimate.measure == measure && estimate.scope == Scope::Event
}

/// Whether those who do it do it to one another.
fn is_mutual(event: &Event, lexicon: &Lexicon) -> bool {
    lexicon.events.kind(&event.kind).is_some_and(|kind| kind.mutual)
}

/// Tables of what happened have no row for what is only planned, denied or possible.
fn happened(event: &Event) -> Result<(), String> {
    match event.assertion {
        Assertion::Asserted | Assertion::Background => Ok(()),
        _ => Err("not told as something that happened".into()),
    }
}

/// Who printed it, each once.
fn outlets(pages: &[PageRow]) -> Vec<&str> {
    let mut outlets: Vec<&str> = pages.iter().filter_map(|page| page.outlet.as_deref()).collect();
    outlets.sort_unstable();
    outlets.dedup();
    outlets
}

#[cfg(test)]
mod tests;
