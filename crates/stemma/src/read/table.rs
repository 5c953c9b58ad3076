//! Tables as text: rows of cells parted by commas, semicolons, tabs or bars, with the names of columns in the first row.
//!
//! Comes in: the bytes of rows, one by one. Goes out: for each row a record, as a tool that writes JSON Lines would have made it of
//! the same cells, so that a row can be read again without its table. A table without a column that holds the text is refused as a
//! whole, a row of more or fewer cells than the head by itself. Rows may be of several encodings.

use serde_json::{Map, Value};

use super::charset;
use super::mapping::FieldMap;
use super::record::{holds_page, name_one};
use super::words::{ForeignTable, ReadWords, plain};
use crate::model::{Day, Document, Note};

/// How the cells of a table are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    pub delimiter: u8,
}

/// More columns than this have no table of pages.
const MOST_COLUMNS: usize = 2_000;
/// What may part cells; the first of those that part a head equally well counts.
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How a table parts its cells, by its first row; a line such as Excel's `sep=;` says so itself.
pub fn dialect(first: &[u8]) -> Dialect {
    if let Some(delimiter) = declared(first) {
        return Dialect { delimiter };
    }
    let parts = |delimiter: &u8| cells(first, Dialect { delimiter: *delimiter }).len();
    let delimiter = DELIMITERS.into_iter().rev().max_by_key(parts).unwrap_or(b',');
    Dialect { delimiter }
}

/// The delimiter that a first line states for Excel.
pub fn declared(line: &[u8]) -> Option<u8> {
    match line.trim_ascii_end().strip_prefix(b"sep=") {
        Some([delimiter]) => Some(*delimiter),
        // A tab at the end was trimmed away.
        Some([]) => Some(b'\t'),
        _ => None,
    }
}

/// Follows the lines of a row to its end: a quoted cell may hold line breaks.
#[derive(Debug, Default)]
pub struct Scan {
    is_quoted: bool,
}

impl Scan {
    /// Whether a row ends with this line.
    pub fn ends_with(&mut self, line: &[u8], dialect: Dialect) -> bool {
        let mut is_start = !self.is_quoted;
        let mut bytes = line.iter().peekable();
        while let Some(&byte) = bytes.next() {
            match (self.is_quoted, byte) {
                (true, b'"') if bytes.peek() == Some(&&b'"') => {
                    bytes.next();
                }
                (true, b'"') => self.is_quoted = false,
                (true, _) => {}
                (false, b'"') if is_start => self.is_quoted = true,
                (false, _) => {}
            }
            is_start = !self.is_quoted && byte == dialect.delimiter;
        }
        !self.is_quoted
    }
}

/// The cells of a row, without the quotes around them.
pub fn cells(row: &[u8], dialect: Dialect) -> Vec<Vec<u8>> {
    let row = row.strip_suffix(b"\n").unwrap_or(row);
    let row = row.strip_suffix(b"\r").unwrap_or(row);
    let (mut cells, mut cell, mut is_quoted) = (Vec::new(), Vec::new(), false);
    let mut is_start = true;
    let mut bytes = row.iter().peekable();
    while let Some(&byte) = bytes.next() {
        match (is_quoted, byte) {
            (true, b'"') if bytes.peek() == Some(&&b'"') => {
                bytes.next();
                cell.push(b'"');
            }
            (true, b'"') => is_quoted = false,
            (false, b'"') if is_start => is_quoted = true,
            (false, byte) if byte == dialect.delimiter => {
                cells.push(std::mem::take(&mut cell));
                is_start = true;
                continue;
            }
            (_, byte) => cell.push(byte),
        }
        is_start = false;
    }
    cells.push(cell);
    cells
}

/// The cells as text. All cells of a row are of one encoding.
fn decoded(row: &[u8], dialect: Dialect) -> Vec<String> {
    let read = |row: &[u8]| -> Vec<String> {
        cells(row, dialect).into_iter().map(|cell| String::from_utf8_lossy(&cell).into_owned()).collect()
    };
    match std::str::from_utf8(row) {
        Ok(_) => read(row),
        Err(_) => read(charset::decode_text(row).as_bytes()),
    }
}

/// The names of the columns.
#[derive(Clone, Debug)]
pub struct Head {
    names: Vec<String>,
    /// The columns that tell rows apart.
    ids: Vec<usize>,
    /// The columns of the page's day.
    days: Vec<usize>,
    /// Those of them whose days are numbers, as spreadsheets count them; and so many rows told that.
    counted: Vec<usize>,
    told_by: usize,
    /// Whether a row that says otherwise was named.
    is_told: bool,
    dialect: Dialect,
}

impl Head {
    /// Reads the first row; a table whose text cannot be told is refused.
    pub fn new(row: &[u8], dialect: Dialect, map: &FieldMap, words: &ReadWords) -> Result<Head, Note> {
        let row = row.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(row);
        Head::named(decoded(row, dialect), dialect, map, words)
    }

    /// The same where the names are known, as in Parquet.
    pub fn named(names: Vec<String>, dialect: Dialect, map: &FieldMap, words: &ReadWords) -> Result<Head, Note> {
        if names.len() > MOST_COLUMNS {
            let message = format!(
                "is a table of {} columns, the limit is {MOST_COLUMNS}; keep those of the page's text, title, day and outlet",
                names.len()
            );
            return Err(Note::new(message));
        }
        if let Some(missing) = map.missing(&names) {
            let message = format!("is a table without a column \"{missing}\"; {}", name_one(&shown(&names), "columns"));
            return Err(Note::new(message));
        }
        let names = unlike(names);
        let is_id = |name: &String| words.fields.id.contains(&plain(name)) && !map.names(name);
        let is_day = |name: &String| map.is("published", name) || words.fields.published.contains(&plain(name));
        let of = |is: &dyn Fn(&String) -> bool| (0..names.len()).filter(|&at| is(&names[at])).collect();
        let (ids, days) = (of(&is_id), of(&is_day));
        let head = Head { names, ids, days, counted: Vec::new(), told_by: 0, is_told: false, dialect };
        let example = head.fields(vec!["x".to_owned(); head.names.len()]);
        let mapped = map.apply(example).into_iter().collect();
        holds_page(mapped, words).map_err(|_| without_text(&head.names, words))?;
        Ok(head)
    }

    /// How the cells are parted.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether it has columns of days, which more than one row tells how to read.
    pub fn has_days(&self) -> bool {
        !self.days.is_empty()
    }

    /// Reads days as spreadsheets count them in each column of days in which these rows have no other ones: a number that stands among days is
    /// none of these.
    pub fn count_days<'r>(&mut self, rows: impl Iterator<Item = &'r [u8]>) {
        // For each column whether it has a number of a day, and whether anything else.
        let mut seen = vec![(false, false); self.days.len()];
        self.told_by = 0;
        for cells in rows.map(|row| decoded(row, self.dialect)).filter(|cells| cells.len() == self.names.len()) {
            self.told_by += 1;
            for (&at, (is_counted, is_other)) in self.days.iter().zip(&mut seen) {
                match cells[at].trim() {
                    "" => {}
                    cell if counted_day(cell).is_some() => *is_counted = true,
                    _ => *is_other = true,
                }
            }
        }
        let counted = self.days.iter().zip(seen).filter(|(_, seen)| *seen == (true, false));
        self.counted = counted.map(|(at, _)| *at).collect();
    }

    fn fields(&self, cells: Vec<String>) -> Vec<(String, Value)> {
        let said = self.names.iter().zip(cells).enumerate().filter(|(_, (_, cell))| !cell.trim().is_empty());
        let field = |(at, (name, cell)): (usize, (&String, String))| {
            // A bare number counts the rows of one table; in another it is of another page.
            let is_count = self.ids.contains(&at) && cell.trim().bytes().all(|byte| byte.is_ascii_digit());
            let name = if is_count { format!("{name} in its table") } else { name.clone() };
            (name, Value::String(cell))
        };
        said.map(field).collect()
    }

    /// What the other rows tell of one.
    pub fn beside(&mut self, row: &[u8]) -> Beside {
        if self.counted.is_empty() {
            return Beside::default();
        }
        let cells = decoded(row, self.dialect);
        let said = self.counted.iter().filter_map(|&at| cells.get(at)).filter(|cell| !cell.trim().is_empty());
        let (days, others): (Vec<&String>, Vec<&String>) = said.partition(|cell| counted_day(cell).is_some());
        let other = others.first().filter(|_| !self.is_told).map(|other| {
            self.is_told = true;
            let other: String = other.trim().chars().filter(|sign| !sign.is_control()).take(SHOWN).collect();
            let rows = self.told_by;
            let message = format!(
                "its day is \"{other}\", in a column that has nothing but days as spreadsheets count them in the first {rows} rows of \
                 its table; numbers in it are read as such days all the same"
            );
            Note::new(message)
        });
        Beside { days: days.into_iter().cloned().collect(), note: other }
    }

    /// The record of a row; `None` where the row is empty.
    pub fn record(&self, row: &[u8], map: &FieldMap) -> Option<Result<Vec<u8>, Note>> {
        let mut cells = decoded(row, self.dialect);
        if cells.iter().all(|cell| cell.trim().is_empty()) {
            return None;
        }
        while cells.len() > self.names.len() && cells.last().is_some_and(|cell| cell.trim().is_empty()) {
            cells.pop();
        }
        if cells.len() != self.names.len() {
            let (count, asked) = (cells.len(), self.names.len());
            let message =
                format!("is a row of {count} cells in a table of {asked} columns; quote cells that hold the delimiter");
            return Some(Err(Note::new(message)));
        }
        Some(Ok(self.record_of(cells, map)))
    }

    /// The record of cells that are known.
    pub fn record_of(&self, cells: Vec<String>, map: &FieldMap) -> Vec<u8> {
        let fields: Map<String, Value> = map.apply(self.fields(cells)).into_iter().collect();
        serde_json::to_vec(&fields).expect("an object has keys that are strings")
    }
}

/// So much of a cell is shown.
const SHOWN: usize = 60;

/// What the rows of a table tell of one of them. It stands beside the row's record, whose bytes are made of its own cells: they, and the id
/// that is made of them, stay the same whatever other rows come.
#[derive(Clone, Debug, Default)]
pub struct Beside {
    /// Its cells that are days as spreadsheets count them.
    days: Vec<String>,
    /// That its day is none of these, though all before it are: said of the first such row.
    note: Option<Note>,
}

impl Beside {
    /// What they told when the page came, whose table is not there: that its number is the day of which it was said to be.
    pub fn known(document: &Document, published: Option<&str>) -> Beside {
        let is_day = |said: &String| counted_day(said).is_some_and(|day| Some(day.to_string().as_str()) == published);
        Beside { days: document.given.published.clone().filter(is_day).into_iter().collect(), note: None }
    }

    /// Gives the document of the row the day that it says as a number, with a note.
    pub fn tell(self, document: &mut Document) {
        let Beside { days, note } = self;
        document.notes.extend(note);
        let Some(published) = document.given.published.as_mut().filter(|said| days.contains(said)) else { return };
        let Some(day) = counted_day(published) else { return };
        let number = std::mem::replace(published, day.to_string());
        let message =
            format!("its day stands in its table as {number}, as spreadsheets count days, and is read as {day}");
        document.notes.push(Note::new(message));
    }
}

/// The day of a number that counts days from the end of 1899 on, as Excel's files do and others after them; a fraction is the hour. Only
/// numbers of five digits that are days of news are taken for one: a year and a clock that counts seconds are none.
fn counted_day(cell: &str) -> Option<Day> {
    const YEARS: std::ops::RangeInclusive<i16> = 1980..=2100;
    let (days, hour) = cell.trim().split_once(['.', ',']).unwrap_or((cell.trim(), ""));
    let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
    let days: i32 = days.parse().ok().filter(|_| days.len() == 5 && is_number(days) && is_number(hour))?;
    let day = Day::new(1899, 12, 30)?.plus_days(days);
    YEARS.contains(&day.year()).then_some(day)
}

/// What a table without texts is, and the way out.
fn without_text(names: &[String], words: &ReadWords) -> Note {
    if let Some(ForeignTable { name, way, .. }) = words.formats.table.iter().find(|table| table.begins(names)) {
        return Note::new(format!("is {name}, no table of pages; {way}"));
    }
    let fields = &words.fields;
    let has = |field: &[String]| names.iter().any(|name| field.contains(&plain(name)));
    let told = [&fields.url, &fields.title, &fields.published].into_iter().filter(|field| has(field)).count();
    let list = match told >= 2 {
        true => {
            ", a list of pages: get their texts first, from their addresses as trafilatura and news-please do, or by an export with full text"
        }
        false => "",
    };
    let way = name_one(&shown(names), "columns");
    Note::new(format!("is a table without a column for the text{list}; {way}"))
}

fn shown(names: &[String]) -> Vec<&str> {
    names.iter().map(String::as_str).collect()
}

/// Names that are unlike one another; a column without one is called by its number.
fn unlike(names: Vec<String>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    let named = |(at, name): (usize, String)| {
        let name = name.trim().to_owned();
        let name = if name.is_empty() { format!("column {}", at + 1) } else { name };
        if seen.insert(plain(&name)) { name } else { format!("{name} ({})", at + 1) }
    };
    names.into_iter().enumerate().map(named).collect()
}

/// Whether a file begins with a row that has all columns of which the user speaks.
pub fn has_columns(head: &[u8], map: &FieldMap) -> bool {
    let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head);
    let first = head.split(|&byte| byte == b'\n').next().unwrap_or(head);
    let names = decoded(first, dialect(first));
    !map.is_empty() && names.len() > 1 && map.missing(&names).is_none()
}

/// Whether a first row is the head of a table of pages, for files whose name does not tell: at least three columns, of which one is
/// for the text and one for the title, the address or the day.
pub fn is_head(first: &[u8], words: &ReadWords) -> bool {
    /// No head of a table that somebody made by hand or by program is longer.
    const LONGEST: usize = 4_096;
    let first = first.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(first);
    if first.len() > LONGEST {
        return false;
    }
    let names: Vec<String> = decoded(first, dialect(first)).iter().map(|name| plain(name)).collect();
    let fields = &words.fields;
    let has = |lists: [&Vec<String>; 3]| names.iter().any(|name| lists.iter().any(|list| list.contains(name)));
    names.len() >= 3
        && has([&fields.text, &fields.html, &fields.html])
        && has([&fields.title, &fields.url, &fields.published])
}
