//! Tables as the sheets of one workbook (Office Open XML), in cells that have types. Texts are texts, whatever they begin with: no cell
//! is a formula or a link.
//!
//! Rows go to a file on the disk as they come. What is too much for a sheet goes on in another one; what is too much for a cell is cut,
//! with a mark, and counted.

use std::borrow::Cow;
use std::path::Path;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};
use serde_json::Value;

use super::Sheets;
use crate::Fault;
use crate::formats::Report;
use crate::harmless::holdable;
use crate::tables::{Cell, Column, Table};

/// What Excel holds: rows of a sheet with the head, and UTF-16 units of a cell.
const MOST_ROWS: u32 = 1_048_576;
const MOST_UNITS: usize = 32_767;

/// Stands where the end of a text was cut.
const CUT: &str = " […cut]";

pub struct XlsxFile {
    workbook: Workbook,
    sheet: Option<Sheet>,
    styles: Styles,
    most_rows: u32,
    pub report: Report,
}

/// The sheet that is written to.
struct Sheet {
    table: &'static str,
    columns: &'static [Column],
    at: usize,
    /// Which sheet of its table it is.
    part: u32,
    /// The next row.
    row: u32,
}

struct Styles {
    head: Format,
    day: Format,
    /// For texts that would be formulas if somebody typed them: editing the cell makes none of them.
    text: Format,
}

impl XlsxFile {
    /// A workbook whose rows wait in a folder for the file to be made of them.
    pub fn new(folder: &Path) -> Result<XlsxFile, Fault> {
        let mut workbook = Workbook::new();
        workbook.set_tempdir(folder).map_err(broken)?;
        // The same store gives the same bytes, whatever the clock says.
        let never = ExcelDateTime::from_ymd(2000, 1, 1).map_err(broken)?;
        workbook.set_properties(&DocProperties::new().set_creation_datetime(&never));
        let styles = Styles {
            head: Format::new().set_bold(),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            text: Format::new().set_quote_prefix(),
        };
        Ok(XlsxFile { workbook, sheet: None, styles, most_rows: MOST_ROWS, report: Report::default() })
    }

    pub fn save(mut self, path: &Path) -> Result<Report, Fault> {
        self.workbook.save(path).map_err(broken)?;
        Ok(self.report)
    }

    fn begin_sheet(&mut self, table: &'static str, columns: &'static [Column], part: u32) -> Result<(), Fault> {
        let at = self.sheet.as_ref().map_or(0, |sheet| sheet.at + 1);
        let sheet = self.workbook.add_worksheet_with_constant_memory().map_err(broken)?;
        let name = if part == 1 { table.to_owned() } else { format!("{table} {part}") };
        sheet.set_name(name).and_then(|sheet| sheet.set_freeze_panes(1, 0)).map_err(broken)?;
        for (column, at) in columns.iter().zip(0..) {
            sheet.write_string_with_format(0, at, column.name, &self.styles.head).map_err(broken)?;
        }
        self.sheet = Some(Sheet { table, columns, at, part, row: 1 });
        Ok(())
    }
}

impl Sheets for XlsxFile {
    fn begin(&mut self, table: &Table) -> Result<(), Fault> {
        self.begin_sheet(table.name, table.columns, 1)
    }

    fn row(&mut self, cells: &[Value]) -> Result<(), Fault> {
        if let Some(&Sheet { table, columns, part, row, .. }) = self.sheet.as_ref()
            && row >= self.most_rows
        {
            self.begin_sheet(table, columns, part + 1)?;
        }
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        let row = sheet.row;
        sheet.row += 1;
        let worksheet = self.workbook.worksheet_from_index(sheet.at).map_err(broken)?;
        for ((column, value), at) in sheet.columns.iter().zip(cells).zip(0..) {
            if let Some(cell) = column.cell(value) {
                write(worksheet, (row, at), cell, &self.styles, &mut self.report).map_err(broken)?;
            }
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        Ok(())
    }
}

fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: Cell<'_>,
    styles: &Styles,
    report: &mut Report,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Text(text) => {
            let held = holdable(&text);
            let (held, is_cut) = cut(&held);
            if is_cut {
                report.leave_out(format!("the end of a text of more than {MOST_UNITS} characters, the most that a cell of Excel holds; “{}” stands there", CUT.trim()));
            }
            match held.starts_with(['=', '+', '-', '@']) {
                true => sheet.write_string_with_format(row, column, held, &styles.text)?,
                false => sheet.write_string(row, column, held)?,
            }
        }
        // Doubles hold these as they are.
        Cell::Whole(number) if number.unsigned_abs() < 1 << 53 => sheet.write_number(row, column, number as f64)?,
        Cell::Whole(number) => sheet.write_string(row, column, number.to_string())?,
        Cell::Real(number) => sheet.write_number(row, column, number)?,
        Cell::Yes(yes) => sheet.write_boolean(row, column, yes)?,
        Cell::Day(day) => match ExcelDateTime::from_ymd(day.year().unsigned_abs(), day.month(), day.day()) {
            Ok(date) => sheet.write_date_with_format(row, column, &date, &styles.day)?,
            // The days of Excel begin with 1900.
            Err(_) => sheet.write_string(row, column, day.to_string())?,
        },
    };
    Ok(())
}

/// As much of a text as a cell holds.
fn cut(text: &str) -> (Cow<'_, str>, bool) {
    if text.len() <= MOST_UNITS || text.encode_utf16().count() <= MOST_UNITS {
        return (text.into(), false);
    }
    let room = MOST_UNITS - CUT.encode_utf16().count();
    let mut units = 0;
    let fits = |letter: &char| {
        units += letter.len_utf16();
        units <= room
    };
    let kept: usize = text.chars().take_while(fits).map(char::len_utf8).sum();
    (format!("{}{CUT}", &text[..kept]).into(), true)
}

fn broken(error: XlsxError) -> Fault {
    Fault::Container { kind: "workbook", source: error.into() }
}

#[cfg(test)]
impl XlsxFile {
    /// With so many rows a sheet.
    pub fn with_rows(most_rows: u32) -> XlsxFile {
        XlsxFile { most_rows, ..XlsxFile::new(&std::env::temp_dir()).expect("a workbook can be begun") }
    }
}
