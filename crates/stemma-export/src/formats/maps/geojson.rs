//! GeoJSON (RFC 7946), written feature by feature. Events without a place have a null geometry.

use std::io::Write;

use serde::{Serialize, Serializer};
use serde_json::Value;
use stemma_store::EventRow;

use super::super::{Format, Report};
use super::{FIGURES, WORDS};
use crate::geojson::{Feature, Geometry};
use crate::harmless::json;
use crate::maps::{COLUMNS, Mapped};
use crate::{Fault, Output, Source};

pub struct GeoJson;

impl Format for GeoJson {
    fn name(&self) -> &'static str {
        "geojson"
    }

    fn about(&self) -> &'static str {
        "events on a map, for QGIS, Leaflet, geopandas; with --radius as areas"
    }

    fn file(&self) -> &'static str {
        "events.geojson"
    }

    fn loses(&self) -> &'static [&'static str] {
        &[FIGURES, WORDS, "a point beside the area of an event: lat and lon are among its properties"]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut features = Features::begin(output.open(self.file())?)?;
        source.each_event(|row| features.event(&row, source.radius))?;
        Ok(Report { written: features.end()?, ..Report::default() })
    }
}

/// The cells of an event under the names of their columns.
struct Properties(Vec<Value>);

impl Serialize for Properties {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(COLUMNS.iter().zip(&self.0).map(|(column, value)| (column.name, column.cell(value))))
    }
}

pub(super) struct Features<W> {
    out: W,
    written: u64,
}

impl<W: Write> Features<W> {
    pub fn begin(mut out: W) -> Result<Features<W>, Fault> {
        out.write_all(b"{\"type\":\"FeatureCollection\",\"features\":[\n")?;
        Ok(Features { out, written: 0 })
    }

    pub fn event(&mut self, row: &EventRow, radius: bool) -> Result<(), Fault> {
        let event = Mapped(row);
        let area = if radius || event.is_wide() { event.area() } else { None };
        let geometry = area.as_ref().map(Geometry::area).or_else(|| event.point().map(Geometry::point));
        let properties = Properties(event.cells()?);
        if self.written > 0 {
            self.out.write_all(b",")?;
        }
        self.written += 1;
        Ok(json(&mut self.out, &Feature { id: Some(&row.id), geometry, properties }, false)?)
    }

    /// Says how many there are.
    pub fn end(mut self) -> Result<u64, Fault> {
        self.out.write_all(b"]}\n")?;
        self.out.flush()?;
        Ok(self.written)
    }
}
