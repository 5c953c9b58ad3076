//! GeoJSON (RFC 7946), written feature by feature. Events without a place have a null geometry.

use std::io::Write;

use serde::Serialize;
use stemma::model::Day;
use stemma_store::EventRow;

use super::super::{Format, Report};
use super::{FIGURES, WORDS};
use crate::geojson::{Feature, Geometry};
use crate::harmless::json;
use crate::maps::Mapped;
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

/// The fields of a row, and its days under the names that programs of maps know.
#[derive(Serialize)]
struct Properties<'r> {
    #[serde(flatten)]
    row: &'r EventRow,
    date_from: Option<Day>,
    date_to: Option<Day>,
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
        let properties = Properties { row, date_from: row.from, date_to: row.to };
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
