//! Tables of others, read whole: every cell as it stands, found by the name of its column.
//!
//! Comes in: the bytes of a file in any encoding, with whatever parts its cells. Goes out: the codebook that it follows and its rows, or in a
//! line why it is none that we know. Days are read in the ways tables write them; where "3/4/2024" can be read in two ways, the
//! column as a whole decides, and where that says nothing, the table is refused: nothing is read by half.

use std::collections::BTreeMap;

use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::model::{Day, Event};

use super::{Beside, Coding, Style, Told, cell_of, patch};
use crate::Fault;

/// The tables that can be read.
pub static CODINGS: &[&dyn Coding] = &[
    &super::Acled { is_in_words: true },
    &super::Ucdp,
    &super::Polecat,
    &super::Plover,
    &super::GdeltEvents,
    &super::Airwars,
    &super::Hxl,
];

/// A table of events has not so many columns, and a file not so many bytes.
const MOST_COLUMNS: usize = 500;
const MOST_BYTES: usize = 512 << 20;

/// A row, by the names of its columns.
#[derive(Clone, Copy)]
pub struct Row<'r> {
    heads: &'r [&'r str],
    cells: &'r [String],
    order: Order,
}

/// What comes first in days like 3/4/2024.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Unknown,
    Day,
    Month,
}

impl<'r> Row<'r> {
    pub fn new(heads: &'r [&'r str], cells: &'r [String]) -> Row<'r> {
        Row { heads, cells, order: Order::Unknown }
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

    /// A field of JSON; null where it is none.
    pub fn json(&self, column: &str) -> Value {
        self.get(column).and_then(|cell| serde_json::from_str(cell).ok()).unwrap_or_default()
    }

    /// Excel writes decimals with a comma in many countries; GED writes whole numbers as "12.0".
    pub fn number<T: std::str::FromStr>(&self, column: &str) -> Option<T> {
        let cell = self.get(column)?;
        let whole = cell.strip_suffix(".0").unwrap_or(cell);
        whole.parse().ok().or_else(|| cell.parse().ok()).or_else(|| cell.replacen(',', ".", 1).parse().ok())
    }

    /// A day, as `2024-05-14` with or without a time, `20240514`, `14 May 2024`, or with strokes where the table tells which number is the
    /// month.
    pub fn day(&self, column: &str, lexicon: &Lexicon) -> Option<Day> {
        let written = lexicon.codes.months.parse_day(self.get(column)?)?;
        match (written.or, self.order) {
            (None, _) | (Some(_), Order::Day) => Some(written.day),
            (Some(month_first), Order::Month) => Some(month_first),
            (Some(_), Order::Unknown) => None,
        }
    }
}

/// A table of others, with all of its cells.
pub struct Foreign {
    pub coding: &'static dyn Coding,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// What of it could not be used, a line each.
    pub notes: Vec<String>,
    order: Order,
    /// A row of tags below the heads is no event.
    first: usize,
}

/// Events of a table, each with the number of its row.
pub type Numbered = Vec<(usize, Event)>;

impl Foreign {
    /// Reads a table. `name` is that of the file, for messages.
    pub fn read(name: &str, bytes: &[u8], lexicon: &Lexicon) -> Result<Foreign, Fault> {
        let refused = |message: String| Fault::Refused(format!("{name}: {message}"));
        if bytes.len() > MOST_BYTES {
            return Err(refused(format!("has {} bytes, and a table may have {MOST_BYTES}; split it", bytes.len())));
        }
        let text = stemma::read::decode(bytes)
            .ok_or_else(|| refused("is not text; give a table as CSV or TSV, or PLOVER's JSON Lines".into()))?;
        let text = text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(refused("is empty; give a table with the names of its columns".into()));
        }
        let mut foreign = match text.trim_start().starts_with('{') {
            true => of_lines(text),
            false => of_cells(text),
        }
        .map_err(refused)?;
        foreign.settle(lexicon).map_err(refused)?;
        Ok(foreign)
    }

    /// Checks what every row needs, and finds which number of a day is the month.
    fn settle(&mut self, lexicon: &Lexicon) -> Result<(), String> {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        if self.coding.second_head(lexicon).is_some() {
            self.first = usize::from(self.rows.first().is_some_and(|row| row.iter().any(|cell| cell.starts_with('#'))));
        }
        let mut doubtful = None;
        for (at, cells) in self.rows.iter().enumerate().skip(self.first) {
            let row = Row::new(&heads, cells);
            for column in self.coding.days() {
                let Some(cell) = row.get(column) else { continue };
                let order = order_of(cell);
                if order != Order::Unknown {
                    if self.order != Order::Unknown && self.order != order {
                        return Err(format!(
                            "row {}: {column} is {cell:?}, and other rows have the month elsewhere; write days as 2024-05-14",
                            at + 1
                        ));
                    }
                    self.order = order;
                }
                let is_doubtful = || lexicon.codes.months.parse_day(cell).is_some_and(|day| day.or.is_some());
                if doubtful.is_none() && is_doubtful() {
                    doubtful = Some(format!("row {}: {column} is {cell:?}", at + 1));
                }
            }
        }
        match (doubtful, self.order) {
            (Some(example), Order::Unknown) => Err(format!(
                "{example}, and no row tells whether the day or the month comes first; write days as 2024-05-14"
            )),
            _ => Ok(()),
        }
    }

    fn row<'r>(&self, heads: &'r [&'r str], cells: &'r [String]) -> Row<'r> {
        Row { order: self.order, ..Row::new(heads, cells) }
    }

    /// The events that its rows tell. A row that is no event (the heads again, cells too many or too few) is left out with a note, and
    /// stays in the table.
    pub fn events(&mut self, lexicon: &Lexicon) -> Numbered {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        let (mut events, mut notes) = (Vec::new(), Vec::new());
        for (at, cells) in self.rows.iter().enumerate().skip(self.first) {
            let is_head = *cells == self.heads;
            if is_head || cells.len() != heads.len() {
                let why = match is_head {
                    true => "the names of the columns again".to_owned(),
                    false => format!("{} cells, and the table has {} columns", cells.len(), heads.len()),
                };
                notes.push(format!("row {}: {why}; it is left out", at + 1));
                continue;
            }
            events.push((at, self.coding.event(&self.row(&heads, cells), lexicon)));
        }
        self.notes.extend(notes);
        events
    }

    /// The same, with what a sidecar says upon each row; events that have no row come last, with a number behind all rows.
    pub fn whole_events(&mut self, beside: &[Beside], lexicon: &Lexicon) -> Result<Numbered, Fault> {
        let by_id: BTreeMap<&str, &Beside> = beside.iter().map(|line| (line.id.as_str(), line)).collect();
        let heads: Vec<String> = self.heads.clone();
        let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
        let rows = self.rows.clone();
        let mut whole = Vec::new();
        for (at, event) in self.events(lexicon) {
            let row = Row::new(&heads, &rows[at]);
            match row.get(self.coding.id()).and_then(|id| by_id.get(id)) {
                Some(line) if line.same_as.is_some() => {}
                Some(line) => {
                    whole.push((at, self.put_together(&event, line, lexicon)?));
                }
                None => whole.push((at, event)),
            }
        }
        let behind = rows.len();
        for line in beside.iter().filter(|line| line.left_out.is_some()) {
            whole.push((behind, serde_json::from_value(line.event.clone())?));
        }
        Ok(whole)
    }

    /// What a row and its sidecar tell together. Where the row says another thing than the event that both give would be written as, somebody
    /// changed it, and the change wins: in a figure, of which the sidecar keeps the range, too.
    fn put_together(&self, said: &Event, line: &Beside, lexicon: &Lexicon) -> Result<Event, Fault> {
        let said = serde_json::to_value(said)?;
        let mut value = said.clone();
        patch::apply(&mut value, &line.event);
        let event: Event = serde_json::from_value(value.clone())?;
        let told = Told { event: &event, pages: &[], sentence: &event.summary, speaker: None, lexicon };
        let Some(cells) = self.coding.rows(&told).ok().and_then(|rows| rows.into_iter().next()) else {
            return Ok(event);
        };
        let heads: Vec<&str> = self.coding.columns().iter().map(|column| column.name).collect();
        let cells: Vec<String> = cells.iter().map(|cell| cell_of(self.coding.style(), cell)).collect();
        let written = serde_json::to_value(self.coding.event(&Row::new(&heads, &cells), lexicon))?;
        let Value::Object(mut changed) = patch::between(&written, &said) else { return Ok(event) };
        // Its words and its id are made of more than the event.
        changed.retain(|field, _| !matches!(field.as_str(), "id" | "summary"));
        patch::apply(&mut value, &Value::Object(changed));
        Ok(serde_json::from_value(value)?)
    }

    /// Whether its rows stand below the names of their columns.
    pub fn has_head(&self) -> bool {
        matches!(self.coding.style(), Style::Csv | Style::Tsv)
    }
}

/// Which number of a day is the month, where one of the first two is too great for one.
fn order_of(cell: &str) -> Order {
    let day = cell.split([' ', 'T']).next().unwrap_or_default();
    let numbers: Vec<Option<u32>> = day.split(['/', '.', '-']).map(|part| part.parse().ok()).collect();
    match numbers[..] {
        [Some(first), Some(second), Some(_)]
            if day.split(['/', '.', '-']).next().is_some_and(|part| part.len() < 3) =>
        {
            match (first, second) {
                (13..=31, 1..=12) => Order::Day,
                (1..=12, 13..=31) => Order::Month,
                _ => Order::Unknown,
            }
        }
        _ => Order::Unknown,
    }
}

/// PLOVER's records: the fields of all lines are the columns.
fn of_lines(text: &str) -> Result<Foreign, String> {
    let coding: &'static dyn Coding = &super::Plover;
    let heads: Vec<String> = coding.columns().iter().map(|column| column.name.to_owned()).collect();
    let (mut rows, mut notes) = (Vec::new(), Vec::new());
    for (at, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str::<Value>(line) {
            Ok(Value::Object(mut fields)) => {
                rows.push(heads.iter().map(|head| super::as_json(&fields.remove(head).unwrap_or_default())).collect());
            }
            _ => notes.push(format!("line {}: no JSON object; it is left out", at + 1)),
        }
    }
    match rows.is_empty() {
        true => Err("has no record; PLOVER's records are JSON objects, one a line".into()),
        false => Ok(Foreign { coding, heads, rows, notes, order: Order::Unknown, first: 0 }),
    }
}

fn of_cells(text: &str) -> Result<Foreign, String> {
    let line = text.lines().next().unwrap_or_default();
    let count = |sign: &u8| line.bytes().filter(|byte| byte == sign).count();
    let delimiter = [b'\t', b',', b';'].into_iter().max_by_key(count).unwrap_or(b',');
    let columns = count(&delimiter) + 1;
    if columns > MOST_COLUMNS {
        return Err(format!("has {columns} columns, and a table may have {MOST_COLUMNS}; leave some out"));
    }
    // Tables parted by tabs have quotation marks as they are.
    let is_quoted = delimiter != b'\t';
    let mut reader = csv::ReaderBuilder::new();
    reader.delimiter(delimiter).flexible(true).has_headers(false).quoting(is_quoted);
    let mut rows: Vec<Vec<String>> = Vec::new();
    for row in reader.from_reader(text.as_bytes()).records() {
        let row = row.map_err(|error| format!("cannot be read as a table: {error}"))?;
        rows.push(row.iter().map(str::to_owned).collect());
    }
    let bare: &'static dyn Coding = &super::GdeltEvents;
    let is_bare = rows[0].len() == bare.columns().len() && rows[0][0].parse::<u64>().is_ok();
    if is_bare {
        let heads = bare.columns().iter().map(|column| column.name.to_owned()).collect();
        return Ok(Foreign { coding: bare, heads, rows, notes: Vec::new(), order: Order::Unknown, first: 0 });
    }
    let heads = rows.remove(0);
    let coding = coding(&heads)?;
    Ok(Foreign { coding, heads, rows, notes: Vec::new(), order: Order::Unknown, first: 0 })
}

/// The codebook by its columns, or which ones are missing of the one that is most likely meant.
fn coding(heads: &[String]) -> Result<&'static dyn Coding, String> {
    let has = |column: &&&str| heads.iter().any(|head| head.trim().eq_ignore_ascii_case(column));
    let found = |coding: &dyn Coding| coding.needs().iter().filter(has).count();
    if let Some(coding) = CODINGS.iter().find(|coding| found(**coding) == coding.needs().len()) {
        return Ok(*coding);
    }
    let share = |coding: &&&dyn Coding| found(**coding) * 100 / coding.needs().len().max(1);
    match CODINGS.iter().max_by_key(share).filter(|coding| share(coding) >= 50) {
        Some(likely) => {
            let missing: Vec<&str> = likely.needs().iter().filter(|column| !has(column)).copied().collect();
            Err(format!(
                "looks like {} and has no column {}; nothing was read. Add it, or give the table as its publisher does",
                likely.name(),
                missing.join(", ")
            ))
        }
        None => {
            let known: Vec<&str> = CODINGS.iter().map(|coding| coding.name()).collect();
            Err(format!(
                "has the columns of no table that is known ({}); nothing was read. Give it with the columns of its publisher",
                known.join(", ")
            ))
        }
    }
}
