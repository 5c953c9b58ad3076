//! What a view shows, in every format in which it may be asked for.

use axum::body::Bytes;
use serde::Serialize;
use stemma_export::{Listed, Placed, RowFormat, features, write_rows};
use stemma_store::{ActorRow, ClaimRow, EventRow, Found, PageRow, PlaceRow, SourceRow, StoryRow};
use stemma_workspace::review::FixRow;

use crate::address::{Address, Format};
use crate::fault::Fault;
use crate::plain::{Cell, Plain, Table};

/// An answer, as it is sent.
#[derive(Clone, Debug)]
pub struct Answer {
    pub media: &'static str,
    pub bytes: Bytes,
}

/// What a view found. Each format is made only where it is asked for.
pub trait Shown {
    fn json(&self) -> Vec<u8>;

    /// Nothing where there is no table in it.
    fn csv(&self) -> Option<Vec<u8>> {
        None
    }

    /// Nothing where it has no places.
    fn geojson(&self) -> Option<Vec<u8>> {
        None
    }

    fn plain(&self) -> Plain;
}

/// In the format of the address.
pub fn answer(shown: &dyn Shown, address: &Address) -> Result<Answer, Fault> {
    let format = address.format;
    let none =
        || Fault::not_found(format!("this view has no form as {}; ask for {}", format.ending(), Format::Json.ending()));
    let bytes = match format {
        Format::Json => shown.json(),
        Format::Csv => shown.csv().ok_or_else(none)?,
        Format::GeoJson => shown.geojson().ok_or_else(none)?,
        Format::Html => {
            let plain = shown.plain();
            let next = plain.next.as_ref().map(|cursor| address.from(cursor));
            Plain { next, first: Some(address.of_first()), ..plain }.html(&shown.json())
        }
    };
    Ok(Answer { media: format.media(), bytes: bytes.into() })
}

/// Without any sign in it that steers whoever reads it.
pub fn json(value: &impl Serialize) -> Vec<u8> {
    let mut out = Vec::new();
    stemma_export::json(&mut out, value, false).expect("memory takes what is written to it");
    out
}

/// Rows of a list, and where in the whole they stand.
#[derive(Serialize)]
pub struct List<R> {
    pub rows: Vec<R>,
    pub total: u64,
    pub all: u64,
    pub next: Option<String>,
    pub stamp: String,
    pub reaching: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unplaced: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undated: Option<u64>,
    /// What is listed, in the plural.
    #[serde(skip)]
    pub name: &'static str,
}

impl<R> List<R> {
    pub fn of(Found { rows, total }: Found<R>, skip: usize, name: &'static str) -> List<R> {
        let shown = skip + rows.len();
        let next = (!rows.is_empty() && (shown as u64) < total).then(|| shown.to_string());
        List { rows, total, all: total, next, stamp: String::new(), reaching: 0, unplaced: None, undated: None, name }
    }
}

/// Where a row leads.
pub trait Linked {
    fn href(&self) -> Option<String>;
}

impl<R: Listed + Linked + Placed> Shown for List<R> {
    fn json(&self) -> Vec<u8> {
        json(self)
    }

    fn csv(&self) -> Option<Vec<u8>> {
        Some(csv(&self.rows))
    }

    fn geojson(&self) -> Option<Vec<u8>> {
        R::HAS_PLACES.then(|| json(&features(&self.rows)))
    }

    fn plain(&self) -> Plain {
        let shown = if self.rows.len() as u64 == self.total {
            String::new()
        } else {
            format!(", the first {} of them here", self.rows.len())
        };
        Plain {
            title: capital(self.name),
            lines: vec![format!("{} of {} {}{shown}.", self.total, self.all, self.name)],
            table: Some(table(&self.rows)),
            next: self.next.clone(),
            ..Plain::default()
        }
    }
}

/// Every field of every row, for programs.
pub fn csv<R: Serialize>(rows: &[R]) -> Vec<u8> {
    let mut out = Vec::new();
    write_rows(&mut out, rows, RowFormat::Csv).expect("memory takes what is written to it");
    out
}

/// The columns for people, the first of which leads to what the row is of.
pub fn table<R: Listed + Linked>(rows: &[R]) -> Table {
    let row = |row: &R| {
        let href = row.href();
        let cells = R::COLUMNS.iter().enumerate();
        cells.map(|(at, column)| Cell { text: (column.of)(row), href: href.clone().filter(|_| at == 0) }).collect()
    };
    let heads = R::COLUMNS.iter().map(|column| column.head.to_owned()).collect();
    Table { heads, rows: rows.iter().map(row).collect() }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

fn to(view: &str, id: &str) -> Option<String> {
    Some(format!("/{view}/{}", crate::address::encoded(id)))
}

fn asking(view: &str, name: &str, value: &str) -> Option<String> {
    Some(format!("/{view}?{name}={}", crate::address::encoded(value)))
}

impl Linked for EventRow {
    fn href(&self) -> Option<String> {
        to("events", &self.id)
    }
}

impl Linked for FixRow {
    fn href(&self) -> Option<String> {
        to("events", &self.event)
    }
}

impl Linked for StoryRow {
    fn href(&self) -> Option<String> {
        to("stories", &self.id)
    }
}

impl Linked for PageRow {
    fn href(&self) -> Option<String> {
        to("pages", &self.id)
    }
}

impl Linked for ClaimRow {
    fn href(&self) -> Option<String> {
        to("pages", &self.page).map(|page| format!("{page}?at={}-{}", self.start, self.end))
    }
}

impl Linked for ActorRow {
    fn href(&self) -> Option<String> {
        asking("events", "actor", &self.name)
    }
}

impl Linked for PlaceRow {
    fn href(&self) -> Option<String> {
        asking("events", "place", &self.place)
    }
}

impl Linked for SourceRow {
    fn href(&self) -> Option<String> {
        asking("events", "outlet", &self.outlet)
    }
}
