//! GeoParquet 1.1.0: the events as one Parquet file, with points as well-known binary and, where that is asked for, areas beside them.

use std::path::Path;

use serde_json::{Map, Value, json};
use stemma_store::EventRow;

use super::super::{Format, Report};
use super::{FIGURES, WORDS};
use crate::maps::{self, Bounds, COLUMNS, Mapped};
use crate::sheets::{Behind, BehindCell, ParquetFile, SIDES};
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

/// The columns behind those of the events; each with its bounds in another one, by which a reader passes over groups of rows.
const GEOMETRY: &str = "geometry";
const GEOMETRY_BOUNDS: &str = "geometry_bbox";
const AREA: &str = "area";
const AREA_BOUNDS: &str = "area_bbox";

const BEHIND: [Behind; 4] =
    [Behind::Bytes(GEOMETRY), Behind::Bounds(GEOMETRY_BOUNDS), Behind::Bytes(AREA), Behind::Bounds(AREA_BOUNDS)];

pub(super) struct Points {
    file: ParquetFile,
    with_areas: bool,
    points: Option<Bounds>,
    areas: Option<Bounds>,
    written: u64,
}

impl Points {
    pub fn create(path: &Path, with_areas: bool) -> Result<Points, Fault> {
        let behind = if with_areas { &BEHIND[..] } else { &BEHIND[..2] };
        let file = ParquetFile::create(path, &COLUMNS, behind)?;
        Ok(Points { file, with_areas, points: None, areas: None, written: 0 })
    }

    pub fn event(&mut self, row: &EventRow) -> Result<(), Fault> {
        let event = Mapped(row);
        let point = event.point();
        let area = if self.with_areas { event.area() } else { None };
        let (spot, around) = (point.map(Bounds::of_point), area.as_ref().and_then(Bounds::of_area));
        Bounds::widen(&mut self.points, spot);
        Bounds::widen(&mut self.areas, around);
        self.written += 1;
        let points = [BehindCell::Bytes(point.map(maps::point)), BehindCell::Bounds(spot)];
        let areas = [BehindCell::Bytes(area.as_ref().map(maps::multi_polygon)), BehindCell::Bounds(around)];
        let areas = areas.into_iter().filter(|_| self.with_areas);
        self.file.row(&COLUMNS, &event.cells()?, points.into_iter().chain(areas))
    }

    /// Says how many there are.
    pub fn end(self) -> Result<u64, Fault> {
        let column = |kind: &str, bounds_in: &str, bounds: Option<Bounds>| {
            let covering: Map<String, Value> =
                SIDES.iter().map(|side| ((*side).to_owned(), json!([bounds_in, side]))).collect();
            // Without a crs, these are longitudes and latitudes of WGS 84 (OGC:CRS84).
            let mut column = json!({
                "encoding": "WKB", "geometry_types": [kind], "orientation": "counterclockwise",
                "covering": {"bbox": covering},
            });
            if let Some(Bounds { west, south, east, north }) = bounds {
                column["bbox"] = json!([west, south, east, north]);
            }
            column
        };
        let mut columns = json!({GEOMETRY: column("Point", GEOMETRY_BOUNDS, self.points)});
        if self.with_areas {
            columns[AREA] = column("MultiPolygon", AREA_BOUNDS, self.areas);
        }
        let geo = json!({"version": "1.1.0", "primary_column": GEOMETRY, "columns": columns});
        self.file.close(Some(("geo", geo.to_string())))?;
        Ok(self.written)
    }
}
