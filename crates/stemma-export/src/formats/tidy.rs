//! The program's own tables in files of others.

use super::{Format, Report};
use crate::sheets::{CsvFiles, Sheets};
use crate::tables::{EVENTS, TIDY};
use crate::{Fault, Output, Source};

/// What no table of the program's own holds.
const LOSES: &[&str] = &[
    "the words of pages, beside those that are quoted",
    "which passages of two pages are the same, word by word",
    "events of the second rank: demands, accusations, statements",
];

/// A CSV file for each table; to a stream, the events alone.
pub struct Csv;

impl Format for Csv {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn about(&self) -> &'static str {
        "eight tables: events, figures, copies, changes, claims, pages, control, corrections"
    }

    fn file(&self) -> &'static str {
        "events.csv"
    }

    fn is_several(&self) -> bool {
        true
    }

    fn loses(&self) -> &'static [&'static str] {
        LOSES
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let tables: &[_] = if output.is_folder() { &TIDY } else { &[&EVENTS] };
        let mut sheets = CsvFiles::new(output);
        for table in tables {
            table.write(source, &mut sheets)?;
        }
        sheets.close()?;
        Ok(Report::default())
    }
}
