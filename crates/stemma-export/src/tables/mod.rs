//! Tables: records as rows of cells, in columns whose order never changes. Each is written row by row, whatever holds it (`sheets`).
//!
//! What is not known is null, and never 0. Columns are added at the end; none is renamed or dropped.

mod cell;
mod changes;
mod control;
mod copies;
mod corrections;
mod rows;
mod tolls;

use serde_json::Value;

use crate::Fault;
use crate::sheets::Sheets;
use crate::source::Source;

pub use cell::Cell;
pub use rows::{CLAIMS, EVENTS, PAGES};
pub use {changes::CHANGES, control::CONTROL, copies::COPIES, corrections::CORRECTIONS, tolls::TOLLS};

/// A table, and how it is filled.
pub struct Table {
    pub name: &'static str,
    /// What a row is, in a sentence.
    pub about: &'static str,
    pub columns: &'static [Column],
    /// Gives every row to the sheets, which have begun this table.
    pub fill: fn(&Source<'_>, &mut dyn Sheets) -> Result<(), Fault>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Column {
    pub name: &'static str,
    pub kind: Kind,
}

/// What stands in the cells of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Text,
    Whole,
    Real,
    /// A calendar day, `2017-08-03`.
    Day,
    Yes,
}

pub const fn text(name: &'static str) -> Column {
    Column { name, kind: Kind::Text }
}

pub const fn whole(name: &'static str) -> Column {
    Column { name, kind: Kind::Whole }
}

pub const fn real(name: &'static str) -> Column {
    Column { name, kind: Kind::Real }
}

pub const fn day(name: &'static str) -> Column {
    Column { name, kind: Kind::Day }
}

pub const fn yes(name: &'static str) -> Column {
    Column { name, kind: Kind::Yes }
}

/// The tables of the program's own shape: one row a thing, one column a fact.
pub static TIDY: [&Table; 8] = [&EVENTS, &TOLLS, &COPIES, &CHANGES, &CLAIMS, &PAGES, &CONTROL, &CORRECTIONS];

impl Table {
    /// Writes the whole table.
    pub fn write(&self, source: &Source<'_>, sheets: &mut dyn Sheets) -> Result<(), Fault> {
        sheets.begin(self)?;
        (self.fill)(source, sheets)?;
        sheets.end()
    }
}

/// The fields of a record as cells, in their order; a list is one cell.
pub(crate) fn cells(record: &impl serde::Serialize) -> Result<Vec<Value>, Fault> {
    let Value::Object(fields) = serde_json::to_value(record)? else { return Ok(Vec::new()) };
    Ok(fields.into_iter().map(|(_, value)| value).collect())
}
