//! Tables on their way into files: the rows of each event, and beside them what the rows cannot hold.

use std::io::Write;

use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::model::Event;

use super::{Beside, Coding, Report, Row, SIDECAR, Style, Told, patch};
use crate::rows::{in_a_sheet, one_line};
use crate::{Fault, Output, harmless};

/// A table with its sidecar.
pub struct Writing<'l> {
    rows: Rows,
    beside: Option<Box<dyn Write>>,
    report: Report,
    lexicon: &'l Lexicon,
}

impl<'l> Writing<'l> {
    pub fn begin(coding: &'static dyn Coding, output: &mut Output, lexicon: &'l Lexicon) -> Result<Writing<'l>, Fault> {
        let book = coding.book();
        let rows = Rows::begin(coding, output.open(book.file)?, lexicon)?;
        let beside = match output.has_room() && book.has_sidecar {
            true => Some(output.open_beside(book.file, SIDECAR)?),
            false => None,
        };
        Ok(Writing { rows, beside, report: Report::default(), lexicon })
    }

    /// Writes the rows of an event, or says beside them why it has none.
    pub fn take(&mut self, told: &Told<'_>) -> Result<(), Fault> {
        let lines = match self.rows.coding.rows(told) {
            Ok(made) => {
                self.report.written += made.len() as u64;
                self.rows.put(&made, told.event, self.lexicon, self.beside.is_some())?
            }
            Err(reason) => {
                self.report.leave_out(&*reason);
                let (id, event) = (told.event.id.clone(), serde_json::to_value(told.event)?);
                vec![Beside { id, same_as: None, left_out: Some(reason), event }]
            }
        };
        match &mut self.beside {
            Some(out) => Ok(lines.iter().try_for_each(|line| harmless::json(out, line, false))?),
            None => Ok(()),
        }
    }

    pub fn end(mut self) -> Result<Report, Fault> {
        self.rows.end()?;
        if let Some(beside) = &mut self.beside {
            beside.flush()?;
        }
        Ok(self.report)
    }
}

/// The rows of a table on their way into a file.
struct Rows {
    coding: &'static dyn Coding,
    heads: Vec<&'static str>,
    out: Out,
}

enum Out {
    Separated(Box<csv::Writer<Box<dyn Write>>>),
    Lines(Box<dyn Write>),
}

impl Rows {
    fn begin(coding: &'static dyn Coding, out: Box<dyn Write>, lexicon: &Lexicon) -> Result<Rows, Fault> {
        let book = coding.book();
        let heads: Vec<&'static str> = book.columns.iter().map(|column| column.name).collect();
        if book.style == Style::JsonLines {
            return Ok(Rows { coding, heads, out: Out::Lines(out) });
        }
        // No cell of ours has a tab or ends a line where tabs part them.
        let mut writer = separated(book.style, csv::QuoteStyle::Never).from_writer(out);
        if book.style != Style::Bare {
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
        let book = self.coding.book();
        let mut lines: Vec<Beside> = Vec::new();
        for values in rows {
            let cells: Vec<String> = values.iter().map(|value| cell_of(book.style, value)).collect();
            match &mut self.out {
                Out::Lines(out) => {
                    let pairs = self.heads.iter().zip(values).map(|(head, value)| ((*head).to_owned(), value.clone()));
                    harmless::json(out, &Value::Object(pairs.collect()), false)?;
                }
                Out::Separated(out) => out.write_record(&cells).map_err(broken)?,
            }
            if !is_kept {
                continue;
            }
            let row = Row::new(&self.heads, &cells);
            let id = row.get(book.id).unwrap_or_default().to_owned();
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

/// A writer of rows in this style; `by_tabs` says when cells that tabs part are quoted.
pub fn separated(style: Style, by_tabs: csv::QuoteStyle) -> csv::WriterBuilder {
    let mut writer = csv::WriterBuilder::new();
    if style != Style::Csv {
        writer.delimiter(b'\t').quote_style(by_tabs);
    }
    writer
}

/// A value as it stands in a cell.
pub fn cell_of(style: Style, value: &Value) -> String {
    match style {
        Style::Csv => in_a_sheet(value),
        Style::Tsv | Style::Bare => one_line(value),
        Style::JsonLines => as_json(value),
    }
}

/// A value as it is read back from a field: text as it is, all else as JSON.
pub fn as_json(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

pub fn broken(error: csv::Error) -> Fault {
    Fault::Stream(error.into())
}
