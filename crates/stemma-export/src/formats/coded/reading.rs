//! Tables of others, read row by row: every cell as it stands, found by the name of its column.

use std::io::Read;

use crate::Fault;

/// A row, by the names of its columns.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    heads: &'r [&'r str],
    cells: &'r [String],
}

impl<'r> Row<'r> {
    pub fn new(heads: &'r [&'r str], cells: &'r [String]) -> Row<'r> {
        Row { heads, cells }
    }

    /// The cell of a column; nothing where it is empty or there is no such column. The sign by which our own tables keep a spreadsheet from
    /// reckoning is no part of it.
    pub fn get(&self, column: &str) -> Option<&'r str> {
        let at = self.heads.iter().position(|head| head.eq_ignore_ascii_case(column))?;
        let cell = self.cells.get(at)?.trim();
        let cell = match cell.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => cell,
        };
        (!cell.is_empty()).then_some(cell)
    }

    pub fn number<T: std::str::FromStr>(&self, column: &str) -> Option<T> {
        self.get(column)?.parse().ok()
    }
}

/// A table as it was read: all cells, verbatim.
#[derive(Clone, Debug, Default)]
pub struct Foreign {
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
}

/// Reads a table; every row has as many cells as there are heads.
pub fn read(input: impl Read, delimiter: u8) -> Result<Foreign, Fault> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(input);
    let heads = reader.headers().map_err(super::broken)?.iter().map(str::to_owned).collect();
    let rows = reader.records().map(|row| Ok(row.map_err(super::broken)?.iter().map(str::to_owned).collect()));
    Ok(Foreign { heads, rows: rows.collect::<Result<_, Fault>>()? })
}
