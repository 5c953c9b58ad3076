//! Tables as the sheets of one workbook (Office Open XML, ECMA-376), in cells that have types. Texts are texts, whatever they begin with:
//! no cell is a formula or a link.
//!
//! Rows go into the file as they come, and nothing of them is held or written elsewhere. What is too much for a sheet goes on in another
//! one; what is too much for a cell is cut, with a mark, and counted.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use quick_xml::escape::escape;
use serde_json::Value;
use stemma::model::Day;
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

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

const XML: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const TYPES: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// The head stays where it is while the rows below it are moved.
const SHEET: &str = "<sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" \
                     state=\"frozen\"/></sheetView></sheetViews><sheetData>";

/// What cells look like, by their numbers: as usual, heads, days, and texts that would be formulas if somebody typed them, of which
/// editing makes none.
const STYLES: &str = "<numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy\\-mm\\-dd\"/></numFmts>\
    <fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font><font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>\
    <fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill patternType=\"gray125\"/></fill></fills>\
    <borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>\
    <cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>\
    <cellXfs count=\"4\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>\
    <xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyFont=\"1\"/>\
    <xf numFmtId=\"164\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>\
    <xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" quotePrefix=\"1\"/></cellXfs>\
    <cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>";
const USUAL: u8 = 0;
const HEAD: u8 = 1;
const DAY: u8 = 2;
const QUOTED: u8 = 3;

pub struct XlsxFile {
    zip: ZipWriter<BufWriter<File>>,
    /// The names of the sheets that were begun.
    names: Vec<String>,
    sheet: Option<Sheet>,
    /// The row that is being made.
    line: String,
    most_rows: u32,
    report: Report,
}

/// The sheet that is written to.
struct Sheet {
    table: &'static str,
    columns: &'static [Column],
    /// Which sheet of its table it is.
    part: u32,
    /// How many rows it has.
    rows: u32,
}

impl XlsxFile {
    pub fn create(path: &Path) -> Result<XlsxFile, Fault> {
        let file = File::create(path).map_err(|source| Fault::File { path: path.to_owned(), source })?;
        let zip = ZipWriter::new(BufWriter::with_capacity(1 << 16, file));
        let (names, report) = (Vec::new(), Report::default());
        Ok(XlsxFile { zip, names, sheet: None, line: String::new(), most_rows: MOST_ROWS, report })
    }

    /// Ends the workbook, and says what of the cells could not stand in it.
    pub fn finish(mut self) -> Result<Report, Fault> {
        self.end_sheet()?;
        let (mut sheets, mut links, mut types) = (String::new(), String::new(), String::new());
        for (name, number) in self.names.iter().zip(1..) {
            let _ = write!(sheets, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
            let _ = write!(
                links,
                "<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>"
            );
            let _ = write!(
                types,
                "<Override PartName=\"/xl/worksheets/sheet{number}.xml\" ContentType=\"{TYPES}.worksheet+xml\"/>"
            );
        }
        let sheets = format!("<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets>{sheets}</sheets></workbook>");
        let links = format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\">{links}\
             <Relationship Id=\"rIdStyles\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
        );
        let root = format!(
            "<Relationships xmlns=\"{PACKAGE}/relationships\">\
             <Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
        );
        let types = format!(
            "<Types xmlns=\"{PACKAGE}/content-types\"><Default Extension=\"xml\" ContentType=\"application/xml\"/>\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/xl/workbook.xml\" ContentType=\"{TYPES}.sheet.main+xml\"/>\
             <Override PartName=\"/xl/styles.xml\" ContentType=\"{TYPES}.styles+xml\"/>{types}</Types>"
        );
        self.part("xl/styles.xml", &format!("<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>"))?;
        self.part("xl/workbook.xml", &sheets)?;
        self.part("xl/_rels/workbook.xml.rels", &links)?;
        self.part("_rels/.rels", &root)?;
        self.part("[Content_Types].xml", &types)?;
        self.zip.finish().map_err(broken)?.flush()?;
        Ok(self.report)
    }

    /// Begins a part of the file; the bytes that follow belong to it.
    fn part(&mut self, name: &str, content: &str) -> Result<(), Fault> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).large_file(true);
        self.zip.start_file(name, options).map_err(broken)?;
        self.zip.write_all(XML.as_bytes())?;
        Ok(self.zip.write_all(content.as_bytes())?)
    }

    fn begin_sheet(&mut self, table: &'static str, columns: &'static [Column], part: u32) -> Result<(), Fault> {
        self.end_sheet()?;
        self.names.push(if part == 1 { table.to_owned() } else { format!("{table} {part}") });
        let name = format!("xl/worksheets/sheet{}.xml", self.names.len());
        self.part(&name, &format!("<worksheet xmlns=\"{MAIN}\">{SHEET}"))?;
        self.line.clear();
        for (column, at) in columns.iter().zip(0..) {
            text(&mut self.line, (at, 1), HEAD, column.name);
        }
        self.sheet = Some(Sheet { table, columns, part, rows: 0 });
        self.end_row()
    }

    /// Writes the row that was made.
    fn end_row(&mut self) -> Result<(), Fault> {
        let Some(sheet) = &mut self.sheet else { return Ok(()) };
        sheet.rows += 1;
        Ok(write!(self.zip, "<row r=\"{}\">{}</row>", sheet.rows, self.line)?)
    }

    fn end_sheet(&mut self) -> Result<(), Fault> {
        match self.sheet.take() {
            Some(_) => Ok(self.zip.write_all(b"</sheetData></worksheet>")?),
            None => Ok(()),
        }
    }
}

impl Sheets for XlsxFile {
    fn begin(&mut self, table: &Table) -> Result<(), Fault> {
        self.begin_sheet(table.name, table.columns, 1)
    }

    fn row(&mut self, cells: &[Value]) -> Result<(), Fault> {
        let Some(&Sheet { table, columns, part, rows }) = self.sheet.as_ref() else { return Ok(()) };
        if rows >= self.most_rows {
            self.begin_sheet(table, columns, part + 1)?;
        }
        let row = self.sheet.as_ref().map_or(1, |sheet| sheet.rows + 1);
        self.line.clear();
        for ((column, value), at) in columns.iter().zip(cells).zip(0..) {
            if let Some(cell) = column.cell(value) {
                put(&mut self.line, (at, row), cell, &mut self.report);
            }
        }
        self.end_row()
    }

    fn end(&mut self) -> Result<(), Fault> {
        Ok(())
    }
}

fn put(line: &mut String, at: (usize, u32), cell: Cell<'_>, report: &mut Report) {
    match cell {
        Cell::Text(words) => {
            let held = holdable(&words);
            let (held, is_cut) = cut(&held);
            if is_cut {
                report.leave_out(format!(
                    "the end of a text of more than {MOST_UNITS} characters, the most that a cell of Excel holds; “{}” stands there",
                    CUT.trim()
                ));
            }
            let style = if held.starts_with(['=', '+', '-', '@']) { QUOTED } else { USUAL };
            text(line, at, style, &held);
        }
        // Doubles, which is what cells hold, hold these as they are.
        Cell::Whole(whole) if whole.unsigned_abs() < 1 << 53 => number(line, at, USUAL, whole),
        Cell::Whole(whole) => text(line, at, USUAL, &whole.to_string()),
        Cell::Real(real) => number(line, at, USUAL, real),
        Cell::Yes(yes) => {
            let _ = write!(line, "<c r=\"{}\" t=\"b\"><v>{}</v></c>", name(at), u8::from(yes));
        }
        Cell::Day(day) => match serial(day) {
            Some(days) => number(line, at, DAY, days),
            None => text(line, at, USUAL, &day.to_string()),
        },
    }
}

fn number(line: &mut String, at: (usize, u32), style: u8, number: impl std::fmt::Display) {
    let _ = write!(line, "<c r=\"{}\" s=\"{style}\"><v>{number}</v></c>", name(at));
}

fn text(line: &mut String, at: (usize, u32), style: u8, words: &str) {
    let words = unread(words);
    let words = escape(words.as_ref());
    let _ = write!(
        line,
        "<c r=\"{}\" s=\"{style}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{words}</t></is></c>",
        name(at)
    );
}

/// What a cell is called: its column in letters, its row from 1 on.
fn name((column, row): (usize, u32)) -> String {
    let letter = |at: usize| char::from(b'A' + (at % 26) as u8);
    match column / 26 {
        0 => format!("{}{row}", letter(column)),
        before => format!("{}{}{row}", letter(before - 1), letter(column)),
    }
}

/// Days as Excel counts them. It has a 29 February 1900, so that days before March of that year are told as texts.
fn serial(day: Day) -> Option<i32> {
    let since = day.days_since(Day::new(1899, 12, 30)?);
    (since > 60).then_some(since)
}

/// Excel reads `_x0041_` as a letter; where that stands in a text, its first sign is written so.
fn unread(text: &str) -> Cow<'_, str> {
    let is_sign = |at: usize| {
        let code = text.as_bytes().get(at + 2..at + 7);
        code.is_some_and(|code| code[4] == b'_' && code[..4].iter().all(u8::is_ascii_hexdigit))
    };
    if !text.match_indices("_x").any(|(at, _)| is_sign(at)) {
        return text.into();
    }
    let mut written = String::with_capacity(text.len() + 8);
    for (at, letter) in text.char_indices() {
        if letter == '_' && text[at..].starts_with("_x") && is_sign(at) {
            written.push_str("_x005F");
        }
        written.push(letter);
    }
    written.into()
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

fn broken(error: ZipError) -> Fault {
    Fault::Container { kind: "workbook", source: error.into() }
}

#[cfg(test)]
impl XlsxFile {
    /// With so many rows a sheet.
    pub fn with_rows(path: &Path, most_rows: u32) -> XlsxFile {
        XlsxFile { most_rows, ..XlsxFile::create(path).expect("a workbook can be begun") }
    }
}
