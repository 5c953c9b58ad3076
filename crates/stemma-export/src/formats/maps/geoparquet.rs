//! GeoParquet 1.1.0: the events as one Parquet file, with points as well-known binary and, where that is asked for, areas beside them.

use std::path::Path;

use serde_json::json;
use stemma_store::EventRow;

use super::super::{Format, Report};
use super::{FIGURES, WORDS};
use crate::maps::{self, Bounds, COLUMNS, Mapped};
use crate::sheets::ParquetFile;
use crate::{Fault, Output, Source};

pub struct GeoParquet;

impl Format for GeoParquet {
    fn name(&self) -> &'static str {
        "geoparquet"
    }

    fn about(&self) -> &'static str {
        "events with points as GeoParquet, for geopandas, QGIS, DuckDB; with --radius areas beside them"
    }

    fn file(&self) -> &'static str {
        "events.geo.parquet"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn loses(&self) -> &'static [&'static str] {
        &[
            FIGURES,
            WORDS,
            "other than points in the column geometry: those of countries and provinces are told by their precision",
        ]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut points = Points::create(&output.place(self.file())?, source.radius)?;
        source.each_event(|row| points.event(&row))?;
        Ok(Report { written: points.end()?, ..Report::default() })
    }
}

/// The columns behind those of the events.
const GEOMETRY: &str = "geometry";
const AREA: &str = "area";

pub(super) struct Points {
    file: ParquetFile,
    with_areas: bool,
    points: Option<Bounds>,
    areas: Option<Bounds>,
    written: u64,
}

impl Points {
    pub fn create(path: &Path, with_areas: bool) -> Result<Points, Fault> {
        let of_bytes: &[&str] = if with_areas { &[GEOMETRY, AREA] } else { &[GEOMETRY] };
        let file = ParquetFile::create(path, &COLUMNS, of_bytes)?;
        Ok(Points { file, with_areas, points: None, areas: None, written: 0 })
    }

    pub fn event(&mut self, row: &EventRow) -> Result<(), Fault> {
        let event = Mapped(row);
        let point = event.point();
        let area = if self.with_areas { event.area() } else { None };
        Bounds::widen(&mut self.points, point.map(Bounds::of_point));
        Bounds::widen(&mut self.areas, area.as_ref().and_then(Bounds::of_area));
        self.written += 1;
        self.file.row(&COLUMNS, &event.cells()?, [point.map(maps::point), area.as_ref().map(maps::multi_polygon)])
    }

    /// Says how many there are.
    pub fn end(self) -> Result<u64, Fault> {
        let column = |kind: &str, bounds: Option<Bounds>| {
            // Without a crs, these are longitudes and latitudes of WGS 84 (OGC:CRS84).
            let mut column = json!({"encoding": "WKB", "geometry_types": [kind], "orientation": "counterclockwise"});
            if let Some(Bounds { west, south, east, north }) = bounds {
                column["bbox"] = json!([west, south, east, north]);
            }
            column
        };
        let mut columns = json!({GEOMETRY: column("Point", self.points)});
        if self.with_areas {
            columns[AREA] = column("MultiPolygon", self.areas);
        }
        let geo = json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": columns});
        self.file.close(Some(("geo", geo.to_string())))?;
        Ok(self.written)
    }
}
