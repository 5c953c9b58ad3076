//! The program's own tables in files of others.

use super::{Format, Report};
#[cfg(feature = "parquet")]
use crate::sheets::ParquetFiles;
use crate::sheets::{CsvFiles, Sheets, XlsxFile};
use crate::tables::{EVENTS, TIDY, Table};
use crate::{Fault, Output, Source};

/// What no table of the program's own holds.
const LOSES: &[&str] = &[WORDS, PASSAGES, SECOND_RANK];

const WORDS: &str = "the words of pages, beside those that are quoted";
const PASSAGES: &str = "which passages of two pages are the same, word by word";
const SECOND_RANK: &str = "events of the second rank: demands, accusations, statements";

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
        write(tables, source, &mut CsvFiles::new(output))?;
        Ok(Report::default())
    }
}

/// All tables in one workbook.
pub struct Xlsx;

impl Format for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn about(&self) -> &'static str {
        "the same tables as one workbook for Excel and LibreOffice, a sheet each"
    }

    fn file(&self) -> &'static str {
        "stemma.xlsx"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            WORDS,
            PASSAGES,
            SECOND_RANK,
            "more than 32,767 characters in a cell: the rest is cut, with a mark, and counted",
            "more than 1,048,575 rows of a table in one sheet: they go on in the next, as in “events 2”",
            "control characters: their pictures stand there; days before March 1900 as days: they are texts",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let path = output.place(self.file())?;
        let mut sheets = XlsxFile::create(&path)?;
        write(&TIDY, source, &mut sheets)?;
        sheets.finish()
    }
}

/// A Parquet file for each table.
#[cfg(feature = "parquet")]
pub struct Parquet;

#[cfg(feature = "parquet")]
impl Format for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn about(&self) -> &'static str {
        "the same tables as Apache Parquet, in columns with types: for pandas, polars, R, DuckDB"
    }

    fn file(&self) -> &'static str {
        "events.parquet"
    }

    fn is_several(&self) -> bool {
        true
    }

    fn is_text(&self) -> bool {
        false
    }

    fn loses(&self) -> &'static [&'static str] {
        LOSES
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        write(&TIDY, source, &mut ParquetFiles::new(output))?;
        Ok(Report::default())
    }
}

fn write(tables: &[&Table], source: &Source<'_>, sheets: &mut dyn Sheets) -> Result<(), Fault> {
    tables.iter().try_for_each(|table| table.write(source, sheets))?;
    sheets.close()
}
