//! Tables of others, read whole: every cell as it stands, found by the name of its column.
//!
//! Comes in: the bytes of a file. Goes out: its rows, and the events that they tell, one by one: an event is many times its row, so they are
//! not held together. Or in a line why it is no table that we know. Days are
//! read in the ways tables write them; where "3/4/2024" can be read in two ways, the column as a whole decides, and where that says nothing,
//! the table is refused: nothing is read by half. A row in which a figure, a point or a day cannot be read is left out with a note.

use std::collections::BTreeSet;

use csv::StringRecord;
use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::model::Event;

use super::row::{Order, Row, order_of};
use super::{Beside, Coding, Sidecar, Style, Told, cell_of, opening, patch};
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
    pub rows: Vec<StringRecord>,
    /// Records of JSON as they are written, with those that cannot be used.
    pub objects: Vec<String>,
    /// Rows that could not be used.
    pub left_out: usize,
    notes: Vec<String>,
    order: Order,
    /// A row of tags below the heads is no event.
    first: usize,
}

impl Foreign {
    /// A table of these cells.
    pub fn of(coding: &'static dyn Coding, heads: Vec<String>, rows: Vec<StringRecord>) -> Foreign {
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
        leave_out(&mut self.left_out, &mut self.notes, &why);
    }

    /// What could not be used, a line each; of very many rows only how many more there are.
    pub fn notes(&self) -> Vec<String> {
        let more = self.left_out.saturating_sub(self.notes.len());
        let more = (more > 0).then(|| format!("{more} more rows are left out for such reasons"));
        self.notes.iter().cloned().chain(more).collect()
    }

    /// Checks what every row needs, and finds which number of a day is the month.
    fn settle(&mut self, lexicon: &Lexicon) -> Result<(), String> {
        let heads: Vec<&str> = self.heads.iter().map(String::as_str).collect();
        if self.coding.second_head(lexicon).is_some() {
            self.first = usize::from(self.rows.first().is_some_and(|row| row.iter().any(|cell| cell.starts_with('#'))));
        }
        let mut doubtful = None;
        for (at, cells) in self.rows.iter().enumerate().skip(self.first) {
            let row = Row::in_order(&heads, cells, Order::Unknown);
            for column in self.coding.book().days {
                let Some(cell) = row.get(column) else { continue };
                let order = order_of(cell);
                if order != Order::Unknown {
                    if self.order != Order::Unknown && self.order != order {
                        return Err(format!(
                            "{}: {column} is {cell:?}, and other rows have the month elsewhere; write days as 2024-05-14",
                            name_of(at)
                        ));
                    }
                    self.order = order;
                }
                let is_doubtful = || lexicon.codes.months.parse_day(cell).is_some_and(|day| day.or.is_some());
                if doubtful.is_none() && is_doubtful() {
                    doubtful = Some(format!("{}: {column} is {cell:?}", name_of(at)));
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

    /// Gives the event that each row tells, with the row and its number. A row that is no event (the heads again, cells too many or too few),
    /// or in which something cannot be read, is left out with a note, and stays in the table.
    fn each_row(
        &mut self,
        lexicon: &Lexicon,
        take: &mut dyn FnMut(usize, &Row<'_>, Event) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let Foreign { coding, heads, rows, left_out, notes, order, first, .. } = self;
        let names: Vec<&str> = heads.iter().map(String::as_str).collect();
        for (at, cells) in rows.iter().enumerate().skip(*first) {
            let wrong = if *cells == *heads {
                Some("the names of the columns again".to_owned())
            } else if cells.len() != names.len() {
                Some(format!("{} cells, and the table has {} columns", cells.len(), names.len()))
            } else {
                let row = Row::in_order(&names, cells, *order);
                let event = coding.event(&row, lexicon);
                let wrong = row.wrong();
                if wrong.is_none() {
                    take(at, &row, event)?;
                }
                wrong
            };
            if let Some(wrong) = wrong {
                leave_out(left_out, notes, &format!("{}: {wrong}", name_of(at)));
            }
        }
        Ok(())
    }

    /// Gives the events of the table, each with the number of its row, and with what a sidecar says upon it; events that have no row come
    /// last, with a number behind all rows.
    pub fn each(
        &mut self,
        beside: &Sidecar,
        lexicon: &Lexicon,
        take: &mut dyn FnMut(usize, Event) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut done = BTreeSet::new();
        let coding = self.coding;
        self.each_row(lexicon, &mut |at, row, event| {
            let id = row.get(coding.book().id);
            let Some(first) = id.and_then(|id| beside.first(id)) else { return take(at, event) };
            // Of several rows of an event the first that is still there tells it.
            if !done.insert(first) {
                return Ok(());
            }
            match beside.line(first)? {
                Some(line) => take(at, put_together(coding, &event, &line, lexicon).map_err(|_| beside.unfit(first))?),
                None => Ok(()),
            }
        })?;
        beside.without_row().try_for_each(|line| take(self.rows.len(), serde_json::from_value(line?.event)?))
    }

    /// Whether its rows stand below the names of their columns.
    pub fn has_head(&self) -> bool {
        matches!(self.coding.book().style, Style::Csv | Style::Tsv)
    }
}

/// How messages name a row, counted from below the names of the columns.
fn name_of(at: usize) -> String {
    format!("row {}", at + 1)
}

fn leave_out(left_out: &mut usize, notes: &mut Vec<String>, why: &str) {
    *left_out += 1;
    if notes.len() < MOST_NOTES {
        notes.push(format!("{why}; it is left out"));
    }
}

/// What a row and its sidecar tell together, if that is an event. Where the row says another thing than the event that both give would be written as, somebody
/// changed it, and the change wins: in a figure, of which the sidecar keeps the range, too.
fn put_together(coding: &dyn Coding, said: &Event, line: &Beside, lexicon: &Lexicon) -> Result<Event, Fault> {
    let said = serde_json::to_value(said)?;
    let mut value = said.clone();
    patch::apply(&mut value, &line.event);
    let event: Event = serde_json::from_value(value.clone())?;
    let told = Told::alone(&event, lexicon);
    let Some(cells) = coding.rows(&told).ok().and_then(|rows| rows.into_iter().next()) else {
        return Ok(event);
    };
    let book = coding.book();
    let heads: Vec<&str> = book.columns.iter().map(|column| column.name).collect();
    let cells: Vec<String> = cells.iter().map(|cell| cell_of(book.style, cell)).collect();
    let written = serde_json::to_value(coding.event(&Row::new(&heads, &cells), lexicon))?;
    let Value::Object(mut changed) = patch::between(&written, &said) else { return Ok(event) };
    // Its words and its id are made of more than the event.
    changed.retain(|field, _| !matches!(field.as_str(), "id" | "summary"));
    patch::apply(&mut value, &Value::Object(changed));
    Ok(serde_json::from_value(value)?)
}
