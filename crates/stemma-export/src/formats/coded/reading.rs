//! Tables of others, read whole: every cell as it stands, found by the name of its column.
//!
//! Comes in: the bytes of a file. Goes out: its rows, and the events that they tell; or in a line why it is no table that we know. Days are
//! read in the ways tables write them; where "3/4/2024" can be read in two ways, the column as a whole decides, and where that says nothing,
//! the table is refused: nothing is read by half. A row in which a figure, a point or a day cannot be read is left out with a note.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::model::Event;

use super::row::{Order, Row, order_of};
use super::{Beside, Coding, Style, Told, cell_of, opening, patch};
use crate::Fault;

/// The tables that can be read.
pub static CODINGS: &[&dyn Coding] = &[
    &super::Acled { is_in_words: true },
    &super::Acled { is_in_words: false },
    &super::Ucdp,
    &super::Polecat,
    &super::Plover,
    &super::GdeltEvents,
    &super::Airwars,
    &super::Hxl,
];

/// So many rows that are left out are told one by one.
const MOST_NOTES: usize = 20;

/// A table of others, with all of its cells.
pub struct Foreign {
    pub coding: &'static dyn Coding,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<String>>,
    /// Records of JSON as they are written, with those that cannot be used.
    pub objects: Vec<String>,
    /// Rows that could not be used.
    pub left_out: usize,
    notes: Vec<String>,
    order: Order,
    /// A row of tags below the heads is no event.
    first: usize,
}

/// Events of a table, each with the number of its row.
pub type Numbered = Vec<(usize, Event)>;

impl Foreign {
    /// A table of these cells.
    pub fn of(coding: &'static dyn Coding, heads: Vec<String>, rows: Vec<Vec<String>>) -> Foreign {
        let (objects, notes) = (Vec::new(), Vec::new());
        Foreign { coding, heads, rows, objects, left_out: 0, notes, order: Order::Unknown, first: 0 }
    }

    /// Reads a table. `name` is that of the file, for messages.
    pub fn read(name: &str, bytes: &[u8], lexicon: &Lexicon) -> Result<Foreign, Fault> {
        let refused = |message: String| Fault::Refused(format!("{name}: {message}"));
        let mut foreign = opening::open(bytes).map_err(refused)?;
        foreign.settle(lexicon).map_err(refused)?;
        Ok(foreign)
    }

    /// Notes that a row is of no use, and why.
    pub fn leave_out(&mut self, why: String) {
        self.left_out += 1;
        if self.notes.len() < MOST_NOTES {
            self.notes.push(format!("{why}; it is left out"));
        }
    }

    /// What could not be used, a line each; of very many rows only how many more there are.
    pub fn notes(&self) -> Vec<String> {
        let more = self.left_out.saturating_sub(self.notes.len());
        let more = (more > 0).then(|| format!("{more} more rows are left out for such reasons"));
        self.notes.iter().cloned().chain(more).collect()
    }

    /// How messages name a row, counted from below the names of the columns.
    fn name_of(&self, at: usize) -> String {
        format!("row {}", at + 1)
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
            for column in self.coding.book().days {
                let Some(cell) = row.get(column) else { continue };
                let order = order_of(cell);
                if order != Order::Unknown {
                    if self.order != Order::Unknown && self.order != order {
                        return Err(format!(
                            "{}: {column} is {cell:?}, and other rows have the month elsewhere; write days as 2024-05-14",
                            self.name_of(at)
                        ));
                    }
                    self.order = order;
                }
                let is_doubtful = || lexicon.codes.months.parse_day(cell).is_some_and(|day| day.or.is_some());
                if doubtful.is_none() && is_doubtful() {
                    doubtful = Some(format!("{}: {column} is {cell:?}", self.name_of(at)));
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

    /// The events that its rows tell. A row that is no event (the heads again, cells too many or too few), or in which something cannot be
    /// read, is left out with a note, and stays in the table.
    pub fn events(&mut self, lexicon: &Lexicon) -> Numbered {
        let (mut events, mut left) = (Vec::new(), Vec::new());
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        for (at, cells) in self.rows.iter().enumerate().skip(self.first) {
            let wrong = if *cells == self.heads {
                Some("the names of the columns again".to_owned())
            } else if cells.len() != heads.len() {
                Some(format!("{} cells, and the table has {} columns", cells.len(), heads.len()))
            } else {
                let row = Row::in_order(&heads, cells, self.order);
                let event = self.coding.event(&row, lexicon);
                let wrong = row.wrong();
                if wrong.is_none() {
                    events.push((at, event));
                }
                wrong
            };
            left.extend(wrong.map(|wrong| format!("{}: {wrong}", self.name_of(at))));
        }
        left.into_iter().for_each(|why| self.leave_out(why));
        events
    }

    /// The same, with what a sidecar says upon each row; events that have no row come last, with a number behind all rows.
    pub fn whole_events(&mut self, beside: &[Beside], lexicon: &Lexicon) -> Result<Numbered, Fault> {
        let by_id: BTreeMap<&str, &Beside> = beside.iter().map(|line| (line.id.as_str(), line)).collect();
        let events = self.events(lexicon);
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        let (mut whole, mut done) = (Vec::new(), BTreeSet::new());
        for (at, event) in events {
            let id = Row::new(&heads, &self.rows[at]).get(self.coding.book().id);
            let Some(line) = id.and_then(|id| by_id.get(id)) else {
                whole.push((at, event));
                continue;
            };
            // Of several rows of an event the first that is still there tells it.
            let first = line.same_as.as_deref().unwrap_or(&line.id);
            if let Some(line) = by_id.get(first).filter(|_| done.insert(first)) {
                whole.push((at, self.put_together(&event, line, lexicon)?));
            }
        }
        for line in beside.iter().filter(|line| line.left_out.is_some()) {
            whole.push((self.rows.len(), serde_json::from_value(line.event.clone())?));
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
        let told = Told::alone(&event, lexicon);
        let Some(cells) = self.coding.rows(&told).ok().and_then(|rows| rows.into_iter().next()) else {
            return Ok(event);
        };
        let book = self.coding.book();
        let heads: Vec<&str> = book.columns.iter().map(|column| column.name).collect();
        let cells: Vec<String> = cells.iter().map(|cell| cell_of(book.style, cell)).collect();
        let written = serde_json::to_value(self.coding.event(&Row::new(&heads, &cells), lexicon))?;
        let Value::Object(mut changed) = patch::between(&written, &said) else { return Ok(event) };
        // Its words and its id are made of more than the event.
        changed.retain(|field, _| !matches!(field.as_str(), "id" | "summary"));
        patch::apply(&mut value, &Value::Object(changed));
        Ok(serde_json::from_value(value)?)
    }

    /// Whether its rows stand below the names of their columns.
    pub fn has_head(&self) -> bool {
        matches!(self.coding.book().style, Style::Csv | Style::Tsv)
    }
}
