//! Events on maps: which point and which area a map shows for an event, and the columns that go with it, whatever the file.
//!
//! An event of which only the country or province is known has no point of its own: where its radius is known, it is the area within
//! which it lies, and else it is marked by its precision. What has no place has neither.

mod area;
mod wkb;

use std::sync::LazyLock;

use serde_json::{Value, json};
use stemma::model::PlacePrecision;
use stemma_store::EventRow;

use crate::Fault;
use crate::tables::{self, Column, EVENTS, day};

pub use area::{Area, Ring};
pub use wkb::{Bounds, multi_polygon, point};

/// Those of the table of events, and its days under the names that programs of maps know.
pub static COLUMNS: LazyLock<Vec<Column>> =
    LazyLock::new(|| EVENTS.columns.iter().copied().chain([day("date_from"), day("date_to")]).collect());

/// An event for a map.
pub struct Mapped<'r>(pub &'r EventRow);

impl Mapped<'_> {
    /// Latitude and longitude.
    pub fn point(&self) -> Option<(f64, f64)> {
        self.0.lat.zip(self.0.lon)
    }

    /// Whether no more is known of its place than the country or province.
    pub fn is_wide(&self) -> bool {
        matches!(self.0.precision, PlacePrecision::Unit | PlacePrecision::Country)
    }

    /// Within which it lies, as far as that is known.
    pub fn area(&self) -> Option<Area> {
        Area::around(self.point()?, self.0.radius_km?)
    }

    /// Its cells, in the order of [`COLUMNS`].
    pub fn cells(&self) -> Result<Vec<Value>, Fault> {
        let mut cells = tables::cells(self.0)?;
        cells.extend([json!(self.0.from), json!(self.0.to)]);
        Ok(cells)
    }
}
