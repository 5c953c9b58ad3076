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
mod parties;
mod patch;
mod plover;
mod polecat;
mod reading;
mod ucdp;

use std::io::Write;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::lexicon::events::Kind;
use stemma::model::{Assertion, Event, Grade, Grain, Origins, Party, Scope, Span, Toll, TollEstimate, TollPolicy};
use stemma::text::digest::sha256;
use stemma_store::{Dataset, PageRow};
use stemma_workspace::ask;

use super::{Format, Report};
use crate::rows::{in_a_sheet, one_line};
use crate::tables::Column;
use crate::{Fault, Output, Source, harmless};

pub use acled::Acled;
pub use airwars::Airwars;
pub use convert::{convert, events};
pub use hxl::Hxl;
pub use plover::Plover;
pub use polecat::Polecat;
pub use reading::{CODINGS, Foreign, Row};
pub use ucdp::Ucdp;
pub use {gdelt::Events as GdeltEvents, gdelt::Mentions as GdeltMentions};

/// A codebook.
pub trait Coding: Sync {
    fn name(&self) -> &'static str;

    fn about(&self) -> &'static str;

    fn file(&self) -> &'static str;

    fn columns(&self) -> &'static [Column];

    /// The column by which rows are told apart.
    fn id(&self) -> &'static str;

    /// The columns by which a table of others is known to follow it, and without which it cannot be read.
    fn needs(&self) -> &'static [&'static str];

    /// The columns that hold days.
    fn days(&self) -> &'static [&'static str];

    fn style(&self) -> Style {
        Style::Csv
    }

    /// A row below the names of the columns.
    fn second_head(&self, _: &Lexicon) -> Option<Vec<String>> {
        None
    }

    /// Whether what its rows cannot hold goes beside it.
    fn has_sidecar(&self) -> bool {
        true
    }

    fn loses(&self) -> &'static [&'static str];

    /// The rows of an event, a value for each column; or why it has none.
    fn rows(&self, told: &Told<'_>) -> Result<Vec<Vec<Value>>, String>;

    /// What a row says of an event; all else is as if nothing were known.
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
        let mut rows = Rows::begin(coding, output.open(coding.file())?, source.lexicon)?;
        let mut beside = match output.has_room() && coding.has_sidecar() {
            true => Some(output.open_beside(coding.file(), SIDECAR)?),
            false => None,
        };
        let mut report = Report::default();
        source.each_record(|event| {
            let known = Known::of(event, source)?;
            let told = known.told(source.lexicon);
            match coding.rows(&told) {
                Err(reason) => {
                    report.leave_out(&*reason);
                    let event = serde_json::to_value(told.event)?;
                    put(
                        &mut beside,
                        &Beside { id: told.event.id.clone(), same_as: None, left_out: Some(reason), event },
                    )
                }
                Ok(made) => {
                    report.written += made.len() as u64;
                    for line in rows.put(&made, told.event, source.lexicon, beside.is_some())? {
                        put(&mut beside, &line)?;
                    }
                    Ok(())
                }
            }
        })?;
        rows.end()?;
        if let Some(beside) = &mut beside {
            beside.flush()?;
        }
        Ok(report)
    }
}

/// An event with all that its rows are made of.
struct Known {
    known: ask::KnownEvent,
    sentence: String,
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
        let sentence = crate::sentence(&known, &ask::tellings(source.store, &who)?, source.lexicon);
        Ok(Known { known, sentence })
    }

    fn told<'a>(&'a self, lexicon: &'a Lexicon) -> Told<'a> {
        let Known { known, sentence } = self;
        let speaker = known.claims.iter().find_map(|claim| claim.chain.first()).map(String::as_str);
        Told { event: &known.event, pages: &known.pages, sentence, speaker, lexicon }
    }
}

/// The rows of a table on their way into a file.
struct Rows<'c> {
    coding: &'c dyn Coding,
    heads: Vec<&'static str>,
    out: Out,
}

enum Out {
    Separated(Box<csv::Writer<Box<dyn Write>>>),
    Lines(Box<dyn Write>),
}

impl<'c> Rows<'c> {
    fn begin(coding: &'c dyn Coding, out: Box<dyn Write>, lexicon: &Lexicon) -> Result<Rows<'c>, Fault> {
        let heads: Vec<&'static str> = coding.columns().iter().map(|column| column.name).collect();
        let style = coding.style();
        if style == Style::JsonLines {
            return Ok(Rows { coding, heads, out: Out::Lines(out) });
        }
        let mut writer = csv::WriterBuilder::new();
        if style != Style::Csv {
            writer.delimiter(b'\t').quote_style(csv::QuoteStyle::Never);
        }
        let mut writer = writer.from_writer(out);
        if style != Style::Bare {
            writer.write_record(&heads).map_err(broken)?;
        }
        if let Some(head) = coding.second_head(lexicon) {
            writer.write_record(&head).map_err(broken)?;
        }
        Ok(Rows { coding, heads, out: Out::Separated(Box::new(writer)) })
    }

    /// Writes the rows of an event; gives the lines that go beside them.
    fn put(
        &mut self,
        rows: &[Vec<Value>],
        event: &Event,
        lexicon: &Lexicon,
        is_kept: bool,
    ) -> Result<Vec<Beside>, Fault> {
        let mut lines: Vec<Beside> = Vec::new();
        for values in rows {
            let cells: Vec<String> = match (&mut self.out, self.coding.style()) {
                (Out::Lines(out), _) => {
                    let pairs = self.heads.iter().zip(values).map(|(head, value)| ((*head).to_owned(), value.clone()));
                    harmless::json(out, &Value::Object(pairs.collect()), false)?;
                    values.iter().map(as_json).collect()
                }
                (Out::Separated(out), style) => {
                    let cells: Vec<String> = values.iter().map(|value| cell_of(style, value)).collect();
                    out.write_record(&cells).map_err(broken)?;
                    cells
                }
            };
            if !is_kept {
                continue;
            }
            let row = Row::new(&self.heads, &cells);
            let id = row.get(self.coding.id()).unwrap_or_default().to_owned();
            let line = match lines.first() {
                Some(first) => Beside { id, same_as: Some(first.id.clone()), left_out: None, event: Value::Null },
                None => {
                    let said = serde_json::to_value(self.coding.event(&row, lexicon))?;
                    let event = patch::between(&said, &serde_json::to_value(event)?);
                    Beside { id, same_as: None, left_out: None, event }
                }
            };
            lines.push(line);
        }
        Ok(lines)
    }

    fn end(self) -> Result<(), Fault> {
        match self.out {
            Out::Separated(mut out) => out.flush()?,
            Out::Lines(mut out) => out.flush()?,
        }
        Ok(())
    }
}

/// A value as it stands in a cell.
fn cell_of(style: Style, value: &Value) -> String {
    match style {
        Style::Csv => in_a_sheet(value),
        Style::Tsv | Style::Bare => one_line(value),
        Style::JsonLines => as_json(value),
    }
}

/// A value as it is read back from a field: text as it is, all else as JSON.
fn as_json(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
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

/// One who takes part, by the name that a table has; known where the register has one of that name alone.
fn party(name: &str, lexicon: &Lexicon) -> Party {
    let mut named = lexicon.actors.named(name);
    let id = named.next().filter(|_| named.next().is_none()).map(|actor| actor.id.clone());
    Party { name: name.to_owned(), id }
}

/// Counts people in an event, as a table gives them: the same under every policy.
fn count(event: &mut Event, measure: &str, [low, best, high]: [Option<u32>; 3]) {
    let (measure, group, scope) = (measure.to_owned(), "people".to_owned(), Scope::Event);
    for policy in [TollPolicy::Conservative, TollPolicy::Best, TollPolicy::Range] {
        let (measure, group) = (measure.clone(), group.clone());
        event.tolls.push(TollEstimate { policy, measure, group, low, best, high, scope, by_claim: Vec::new() });
    }
    event.toll.push(Toll { span: Span { start: 0, end: 0 }, measure, group, low, best, high, scope });
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

/// The kind of which those who do it do it to one another.
const CLASHES: &str = "clash";

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
