//! Tables as text, row by row; what cells and names of columns mean is for `stemma::read::table`.

use std::collections::VecDeque;
use std::io::{BufRead, Read};
use std::ops::Range;

use stemma::model::Note;
use stemma::read::table::{self, Dialect, Head, Scan};
use stemma::read::{Container, LONGEST_PAGE};

use super::{Input, Known, Pages, Piece, unreadable};

/// A table that is being read.
pub(super) struct Rows {
    name: String,
    reader: Box<dyn BufRead>,
    offset: u64,
    row: u64,
    is_exact: bool,
    head: Option<Head>,
    /// Rows that were looked at and not given yet; the last may be why there is no more.
    ahead: VecDeque<Result<Row, Note>>,
    is_over: bool,
}

struct Row {
    bytes: Vec<u8>,
    range: Range<u64>,
    number: u64,
}

/// So many rows, and bytes of them, are looked at before the first is given: what one cell of a column of days means, the others tell. A row
/// behind them that tells otherwise is named, since those before it are given.
const AHEAD: usize = 1_000;
const AHEAD_BYTES: u64 = 4 << 20;

/// Until its first row is read, a table is taken to part its cells by commas: that decides only whether a quote opens a cell.
const USUAL: Dialect = Dialect { delimiter: b',' };

impl Rows {
    pub fn new(name: String, reader: impl BufRead + 'static, is_exact: bool) -> Rows {
        Rows {
            name,
            reader: Box::new(reader),
            offset: 0,
            row: 0,
            is_exact,
            head: None,
            ahead: VecDeque::new(),
            is_over: false,
        }
    }

    /// The lines of the next row; an empty one at the end.
    fn row(&mut self, dialect: Dialect) -> Result<Vec<u8>, Note> {
        let (mut row, mut scan) = (Vec::new(), Scan::default());
        loop {
            let start = row.len();
            let room = (LONGEST_PAGE + 1).saturating_sub(row.len()) as u64;
            let read =
                self.reader.by_ref().take(room).read_until(b'\n', &mut row).map_err(|error| unreadable(&error))?;
            let is_whole = scan.ends_with(&row[start..], dialect);
            if is_whole && row.len() <= LONGEST_PAGE {
                self.row += u64::from(!row.is_empty());
                return Ok(row);
            }
            if read == 0 || row.len() > LONGEST_PAGE {
                let row = self.row + 1;
                let message = match is_whole {
                    true => format!(
                        "row {row} is longer than {LONGEST_PAGE} bytes, the limit for one page; what follows is not read"
                    ),
                    false => format!(
                        "row {row} opens a quote that is never closed; double the quotes inside cells; what follows is not read"
                    ),
                };
                return Err(Note::at(message, self.offset as usize));
            }
        }
    }

    /// The next row with its place; nothing at the end.
    fn read_row(&mut self, dialect: Dialect) -> Result<Option<Row>, Note> {
        let bytes = self.row(dialect)?;
        let range = self.offset..self.offset + bytes.len() as u64;
        self.offset = range.end;
        Ok((!bytes.is_empty()).then_some(Row { bytes, range, number: self.row }))
    }

    /// The names of the columns, from the first row that is not blank; and what the rows below tell of its days.
    fn read_head(&mut self, known: Known<'_>) -> Result<Head, Note> {
        let mut head = self.names(known)?;
        if head.has_days() {
            let begin = self.offset;
            while self.ahead.len() < AHEAD && self.offset - begin < AHEAD_BYTES {
                let Some(row) = self.read_row(head.dialect()).transpose() else { break };
                let is_over = row.is_err();
                self.ahead.push_back(row);
                if is_over {
                    break;
                }
            }
            head.count_days(self.ahead.iter().flatten().map(|row| row.bytes.as_slice()));
        }
        Ok(head)
    }

    fn names(&mut self, known: Known<'_>) -> Result<Head, Note> {
        let mut declared = None;
        loop {
            let Some(Row { bytes: row, .. }) = self.read_row(USUAL)? else {
                return Err(Note::new("is empty; there is nothing to read"));
            };
            let text = row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&row);
            if text.trim_ascii().is_empty() {
                continue;
            }
            if let Some(delimiter) = table::declared(text) {
                declared = Some(Dialect { delimiter });
                continue;
            }
            let dialect = declared.unwrap_or_else(|| table::dialect(text));
            return Head::new(text, dialect, known.map, known.words);
        }
    }
}

impl Pages for Rows {
    fn next(&mut self, known: Known<'_>) -> Option<Input> {
        loop {
            if self.is_over {
                return None;
            }
            if self.head.is_none() {
                match self.read_head(known) {
                    Ok(head) => self.head = Some(head),
                    Err(note) => {
                        self.is_over = true;
                        return Some(Input::refused(&self.name, None, note));
                    }
                }
            }
            let dialect = self.head.as_ref()?.dialect();
            let row = match self.ahead.pop_front().or_else(|| self.read_row(dialect).transpose())? {
                Ok(row) => row,
                Err(note) => {
                    // Where the next row begins cannot be told.
                    self.is_over = true;
                    return Some(Input::refused(&self.name, None, note));
                }
            };
            let Row { bytes: row, range, number } = row;
            let head = self.head.as_mut()?;
            match head.record(&row, known.map) {
                None => {}
                Some(Err(note)) => {
                    let note = Note { at: Some(range.start), ..note };
                    return Some(Input::refused(&self.name, Some(number), note));
                }
                Some(Ok(bytes)) => {
                    return Some(Input::Piece(Piece {
                        name: self.name.clone(),
                        bytes,
                        container: Container::Record,
                        range: self.is_exact.then_some(range),
                        number: Some(number),
                        beside: head.beside(&row),
                    }));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use stemma::read::FieldMap;

    use super::*;
    use crate::intake::guard;

    #[test]
    fn the_first_row_whose_day_is_unlike_those_that_were_looked_at_is_named() {
        let rows = "45123;Shells fell.\n".repeat(AHEAD);
        let table = format!("date;text\n{rows}2023-07-17;Guns fell silent.\n45124;Rebels came.\nMonday;They left.\n");
        let words = crate::engine::files(&[]).unwrap();
        let known = Known { words: &words, map: &FieldMap::default() };
        let mut rows = Rows::new("a.csv".into(), std::io::Cursor::new(table.into_bytes()), true);
        let mut read = Vec::new();
        while let Some(input) = rows.next(known) {
            let (document, _) = guard::document(input, &words).unwrap();
            read.push((document.given.published.unwrap(), document.notes));
        }
        let days: Vec<&str> = read[AHEAD - 1..].iter().map(|(day, _)| day.as_str()).collect();
        assert_eq!(days, ["2023-07-16", "2023-07-17", "2023-07-17", "Monday"]);
        let named: Vec<usize> = (0..read.len()).filter(|&at| read[at].1.iter().any(told)).collect();
        assert_eq!(named, [AHEAD], "one row of the table");
        assert!(
            read[AHEAD].1[0].message.contains("\"2023-07-17\"") && read[AHEAD].1[0].message.contains("first 1000 rows")
        );
    }

    fn told(note: &Note) -> bool {
        note.message.contains("all the same")
    }
}
