//! A row of a table, read by the names of its columns.
//!
//! Whatever is read of it is checked: a cell that should be a number or a day and is none is remembered with what it holds, so that whoever
//! reads the table can leave the row out and say why.

use std::cell::RefCell;

use serde_json::Value;
use stemma::lexicon::Lexicon;
use stemma::model::Day;

/// A row, by the names of its columns.
pub struct Row<'r> {
    heads: &'r [&'r str],
    cells: Vec<&'r str>,
    order: Order,
    wrong: RefCell<Vec<String>>,
}

/// What comes first in days like 3/4/2024.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    #[default]
    Unknown,
    Day,
    Month,
}

/// What R and Python write where nothing is known.
const NOTHING: [&str; 3] = ["NA", "NaN", "NULL"];

impl<'r> Row<'r> {
    pub fn new(heads: &'r [&'r str], cells: &'r [String]) -> Row<'r> {
        Row::in_order(heads, cells.iter().map(String::as_str), Order::Unknown)
    }

    pub fn in_order(heads: &'r [&'r str], cells: impl IntoIterator<Item = &'r str>, order: Order) -> Row<'r> {
        Row { heads, cells: cells.into_iter().collect(), order, wrong: RefCell::default() }
    }

    /// The cell of a column; nothing where it is empty or there is no such column. The sign by which our own tables keep a spreadsheet from
    /// reckoning is no part of it.
    pub fn get(&self, column: &str) -> Option<&'r str> {
        let at = self.heads.iter().position(|head| head.trim().eq_ignore_ascii_case(column))?;
        let cell = self.cells.get(at)?.trim();
        let cell = match cell.strip_prefix('\'') {
            Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
            _ => cell,
        };
        (!cell.is_empty() && !NOTHING.contains(&cell)).then_some(cell)
    }

    /// A field of JSON; null where it is none.
    pub fn json(&self, column: &str) -> Value {
        self.get(column).and_then(|cell| serde_json::from_str(cell).ok()).unwrap_or_default()
    }

    /// Excel writes decimals with a comma in many countries; GED writes whole numbers as "12.0".
    pub fn number<T: std::str::FromStr>(&self, column: &str) -> Option<T> {
        let cell = self.get(column)?;
        let whole = cell.strip_suffix(".0").unwrap_or(cell);
        let read = whole.parse().ok().or_else(|| cell.parse().ok()).or_else(|| cell.replacen(',', ".", 1).parse().ok());
        if read.is_none() {
            self.complain(format!("{column} is {cell:?}, and no number that can stand there"));
        }
        read
    }

    /// A latitude and a longitude: both, or neither.
    pub fn point(&self, [lat, lon]: [&str; 2]) -> Option<(f64, f64)> {
        let within = |column: &str, most: f64| {
            let degrees: f64 = self.number(column)?;
            // Neither is a number that is none ("nan").
            let is_there = degrees.abs() <= most;
            if !is_there {
                self.complain(format!("{column} is {degrees}, and goes from -{most} to {most}"));
            }
            is_there.then_some(degrees)
        };
        let (lat, lon) = (within(lat, 90.0), within(lon, 180.0));
        lat.zip(lon)
    }

    /// A day, as `2024-05-14` with or without a time, `20240514`, `14 May 2024`, `14.05.24`, or with strokes where the table tells which
    /// number is the month.
    pub fn day(&self, column: &str, lexicon: &Lexicon) -> Option<Day> {
        let cell = self.get(column)?;
        let Some(written) = lexicon.codes.months.parse_day(cell) else {
            self.complain(format!("{column} is {cell:?}, and no day; write days as 2024-05-14"));
            return None;
        };
        match (written.or, self.order) {
            (None, _) | (Some(_), Order::Day) => Some(written.day),
            (Some(month_first), Order::Month) => Some(month_first),
            (Some(_), Order::Unknown) => None,
        }
    }

    /// Remembers what cannot be read.
    pub fn complain(&self, what: String) {
        self.wrong.borrow_mut().push(what);
    }

    /// What could not be read, the first of it.
    pub fn wrong(&self) -> Option<String> {
        self.wrong.borrow().first().cloned()
    }
}

/// Which number of a day is the month, where one of the first two is too great for one. Points stand between them only where the day comes first.
pub fn order_of(cell: &str) -> Order {
    let day = cell.trim().split([' ', 'T']).next().unwrap_or_default();
    let parts: Vec<&str> = day.split(['/', '-']).collect();
    let [first, second, _] = parts[..] else { return Order::Unknown };
    match (first.parse::<u32>(), second.parse::<u32>()) {
        (Ok(13..=31), Ok(1..=12)) => Order::Day,
        (Ok(1..=12), Ok(13..=31)) => Order::Month,
        _ => Order::Unknown,
    }
}
