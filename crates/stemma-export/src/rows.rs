//! Rows in formats that other programs read: every field of every row, in one order.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use crate::harmless::{inert, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// One row a line, fields parted by tabs, with a head.
    Tsv,
    /// The same with commas.
    Csv,
    /// One array of objects.
    Json,
    /// One object a line.
    Jsonl,
}

pub fn write_rows<R: Serialize>(out: &mut impl Write, rows: &[R], format: RowFormat) -> io::Result<()> {
    match format {
        RowFormat::Json => json(out, &rows, true),
        RowFormat::Jsonl => rows.iter().try_for_each(|row| json(out, row, false)),
        RowFormat::Tsv => separated(out, rows, b'\t'),
        RowFormat::Csv => separated(out, rows, b','),
    }
}

fn separated<R: Serialize>(out: &mut impl Write, rows: &[R], delimiter: u8) -> io::Result<()> {
    let is_tsv = delimiter == b'\t';
    let style = if is_tsv { csv::QuoteStyle::Never } else { csv::QuoteStyle::Necessary };
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).quote_style(style).from_writer(out);
    for (at, row) in rows.iter().enumerate() {
        let Value::Object(fields) = serde_json::to_value(row)? else { continue };
        if at == 0 {
            writer.write_record(fields.keys())?;
        }
        writer.write_record(fields.values().map(|value| if is_tsv { one_line(value) } else { in_a_sheet(value) }))?;
    }
    writer.flush()
}

/// A tab or a line break would end a cell of a TSV.
pub(crate) fn one_line(value: &Value) -> String {
    inert(&plain(value).replace(['\t', '\n', '\r'], " ")).into_owned()
}

/// Words that a spreadsheet would reckon with begin with an apostrophe; numbers stay numbers.
pub(crate) fn in_a_sheet(value: &Value) -> String {
    let cell = inert(&plain(value).replace('\r', "")).into_owned();
    let is_formula = !value.is_number() && cell.starts_with(['=', '+', '-', '@']);
    if is_formula { format!("'{cell}") } else { cell }
}

/// A value in a cell; nothing where nothing is known.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(parts) => parts.iter().map(plain).collect::<Vec<_>>().join("; "),
        Value::Number(number) => match number.as_f64() {
            Some(value) if number.is_f64() && is_single(value) => (value as f32).to_string(),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// Many numbers were rounded to single precision; more digits than that would be made up.
fn is_single(value: f64) -> bool {
    f64::from(value as f32) == value
}

/// The number with the digits that its text has.
pub(crate) fn as_written(value: f64) -> f64 {
    if is_single(value) { (value as f32).to_string().parse().unwrap_or(value) } else { value }
}

#[cfg(test)]
mod tests {
    use super::{RowFormat, write_rows};

    #[test]
    fn cells_steer_neither_a_terminal_nor_a_sheet() {
        let check = |text: &str, format: RowFormat, expected: &str| {
            let mut out = Vec::new();
            write_rows(&mut out, &[serde_json::json!({"a": text, "n": -1.5})], format).unwrap();
            assert_eq!(String::from_utf8(out).unwrap().lines().skip(1).collect::<Vec<_>>().join("\n"), expected);
        };
        check("a\tb\x1b[2J", RowFormat::Tsv, "a b␛[2J\t-1.5");
        check("=1+1", RowFormat::Tsv, "=1+1\t-1.5");
        check("=cmd|' /C calc'!A0", RowFormat::Csv, "'=cmd|' /C calc'!A0,-1.5");
        check("@here, \"said\"", RowFormat::Csv, "\"'@here, \"\"said\"\"\",-1.5");
        check("-5 degrees", RowFormat::Csv, "'-5 degrees,-1.5");
    }
}
