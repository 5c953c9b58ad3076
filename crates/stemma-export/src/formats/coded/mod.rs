//! Tables of events as the field codes them: ACLED, UCDP GED, and others like them.
//!
//! An event becomes rows, or a reason why the codebook has no row for it. Beside the table goes a sidecar in JSON Lines: for every row
//! what the row cannot hold, as a merge patch (RFC 7396) upon what is read back from the row, and whole events that have no row. A row
//! that was changed in a spreadsheet keeps its change, since the patch does not speak of what the row holds.

mod acled;
mod parties;
mod patch;
mod reading;
mod ucdp;

use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::lexicon::events::Kind;
use stemma::model::{Assertion, Event, Grade, Grain, Origins, Party, Scope, Span, Toll, TollEstimate, TollPolicy};
use stemma::text::digest::sha256;
use stemma_store::{Dataset, EventRow, PageRow};
use stemma_workspace::ask;

use super::{Format, Report};
use crate::rows::in_a_sheet;
use crate::tables::Column;
use crate::{Fault, Output, Source, harmless};

pub use acled::Acled;
pub use reading::{Foreign, Row, read};
pub use ucdp::Ucdp;

/// A codebook.
pub trait Coding: Sync {
    fn name(&self) -> &'static str;

    fn about(&self) -> &'static str;

    fn file(&self) -> &'static str;

    fn columns(&self) -> &'static [Column];

    /// The column by which rows are told apart.
    fn id(&self) -> &'static str;

    /// By what its cells are parted.
    fn delimiter(&self) -> u8 {
        b','
    }

    fn loses(&self) -> &'static [&'static str];

    /// The rows of an event, a value for each column; or why it has none.
    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String>;

    /// What a row says of an event; all else is as if nothing were known.
    fn event(&self, row: &Row<'_>, lexicon: &Lexicon) -> Event;
}

/// An event with what is told beside its record.
pub struct Told<'a> {
    pub row: &'a EventRow,
    pub event: &'a Event,
    pub pages: &'a [PageRow],
    /// What happened, in one sentence.
    pub sentence: &'a str,
    /// Who said so first, where somebody is named for it.
    pub speaker: Option<&'a str>,
    pub lexicon: &'a Lexicon,
}

/// A line of a sidecar.
#[derive(Debug, Serialize, Deserialize)]
pub struct Beside {
    /// The id of the row; of an event without one, its own.
    pub id: String,
    /// Why it has no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Upon what the row says, or all of it where there is no row.
    pub event: Value,
}

/// A codebook as a format.
pub struct Coded<C: 'static>(pub &'static C);

impl<C: Coding> Format for Coded<C> {
    fn name(&self) -> &'static str {
        self.0.name()
    }

    fn about(&self) -> &'static str {
        self.0.about()
    }

    fn file(&self) -> &'static str {
        self.0.file()
    }

    fn loses(&self) -> &'static [&'static str] {
        self.0.loses()
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let coding = self.0;
        let out = output.open(coding.file())?;
        let mut table = csv::WriterBuilder::new().delimiter(coding.delimiter()).from_writer(out);
        let mut beside = match output.has_room() {
            true => Some(output.open_beside(coding.file(), SIDECAR)?),
            false => None,
        };
        let heads: Vec<&str> = coding.columns().iter().map(|column| column.name).collect();
        table.write_record(&heads).map_err(broken)?;
        let mut report = Report::default();
        source.each_record(|row, event| {
            let lexicon = source.lexicon;
            let who = ask::who(source.store, &event)?;
            let pages: Vec<PageRow> = who.pages().cloned().collect();
            let known = ask::KnownEvent {
                claims: source.store.claims_of(&event.id)?,
                contradictions: source.store.contradictions(&event.contradictions)?,
                pages,
                event,
            };
            let sentence = crate::sentence(&known, &ask::tellings(source.store, &who)?, lexicon);
            let told = Told {
                row: &row,
                event: &known.event,
                pages: &known.pages,
                sentence: &sentence,
                speaker: known.claims.iter().find_map(|claim| claim.chain.first()).map(String::as_str),
                lexicon,
            };
            let whole = serde_json::to_value(&known.event)?;
            match coding.rows(&told) {
                Err(reason) => {
                    report.leave_out(&*reason);
                    put(&mut beside, &Beside { id: row.id, left_out: Some(reason), event: whole })
                }
                Ok(rows) => {
                    for cells in rows {
                        let cells: Vec<String> = cells.iter().map(in_a_sheet).collect();
                        table.write_record(&cells).map_err(broken)?;
                        report.written += 1;
                        let cells = Row::new(&heads, &cells);
                        let said = serde_json::to_value(coding.event(&cells, lexicon))?;
                        let id = cells.get(coding.id()).unwrap_or_default().to_owned();
                        put(&mut beside, &Beside { id, left_out: None, event: patch::between(&said, &whole) })?;
                    }
                    Ok(())
                }
            }
        })?;
        table.flush()?;
        if let Some(beside) = &mut beside {
            beside.flush()?;
        }
        Ok(report)
    }
}

/// What the name of a table has behind it for the file with all that the table cannot hold.
pub const SIDECAR: &str = ".sidecar.jsonl";

fn put(beside: &mut Option<Box<dyn Write>>, line: &Beside) -> Result<(), Fault> {
    match beside {
        Some(out) => Ok(harmless::json(out, line, false)?),
        None => Ok(()),
    }
}

fn broken(error: csv::Error) -> Fault {
    Fault::Stream(error.into())
}

/// A number for an id, the same for ever, in which no two of a store meet: the first 48 bits of what it is made of.
fn number_of(id: &str) -> u64 {
    let digits = id.rsplit_once('-').map_or(id, |(_, digits)| digits);
    let bits = digits.get(..12).and_then(|digits| u64::from_str_radix(digits, 16).ok());
    bits.unwrap_or_else(|| u64::from_str_radix(&sha256(id.as_bytes())[..12], 16).unwrap_or_default())
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

/// The first kind of the ontology that has these codes.
fn set_kind(event: &mut Event, lexicon: &Lexicon, is: impl Fn(&Kind) -> bool) {
    let Some(kind) = lexicon.events.kinds().find(|kind| is(kind)) else { return };
    (event.kind, event.label, event.plover) = (kind.id.clone(), kind.label.clone(), kind.plover.clone());
    (event.mode, event.acled, event.acled_sub) = (kind.mode.clone(), kind.acled.clone(), kind.acled_sub.clone());
    event.territory = kind.territory;
}

/// One who takes part, by the name that a table has; known where the register has one of that name alone.
fn party(name: &str, lexicon: &Lexicon) -> Party {
    let mut named = lexicon.actors.named(name);
    let id = named.next().filter(|_| named.next().is_none()).map(|actor| actor.id.clone());
    Party { name: name.to_owned(), id }
}

/// Deaths, as a table gives them.
fn killed(low: Option<u32>, best: Option<u32>, high: Option<u32>) -> Toll {
    let (measure, group) = ("killed".to_owned(), "people".to_owned());
    Toll { span: Span { start: 0, end: 0 }, measure, group, low, best, high, scope: Scope::Event }
}

/// A count of an event under a policy.
fn estimate<'e>(event: &'e Event, measure: &str, policy: TollPolicy) -> Option<&'e TollEstimate> {
    event
        .tolls
        .iter()
        .find(|estimate| estimate.policy == policy && estimate.measure == measure && estimate.scope == Scope::Event)
}

/// ISO 3166-1 alpha-3 of a numeric code.
fn of_numeric(number: u16, lexicon: &Lexicon) -> Option<String> {
    let country = lexicon.codes.countries().iter().find(|country| country.numeric == Some(number))?;
    Some(country.alpha3.clone())
}
