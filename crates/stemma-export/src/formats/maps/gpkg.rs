//! GeoPackage 1.4: the events by what is known of their place, who held what, and the pages, as layers of one file.

use std::path::Path;

use serde_json::Value;
use stemma_store::EventRow;

use super::super::{Format, Report};
use super::package::{Geometry, Layer, Package, Shape};
use super::{FIGURES, WORDS};
use crate::maps::{COLUMNS, Mapped};
use crate::sheets::Sheets;
use crate::tables::{CONTROL, PAGES, Table};
use crate::{Fault, Output, Source};

pub struct GeoPackage;

impl Format for GeoPackage {
    fn name(&self) -> &'static str {
        "gpkg"
    }

    fn about(&self) -> &'static str {
        "events, control and pages as a GeoPackage, for QGIS and other GIS; with --radius a layer of areas"
    }

    fn file(&self) -> &'static str {
        "events.gpkg"
    }

    fn is_text(&self) -> bool {
        false
    }

    fn loses(&self) -> &'static [&'static str] {
        &[FIGURES, WORDS, "the character NUL: its picture stands there"]
    }

    fn write(&self, source: &Source<'_>, output: &mut Output) -> Result<Report, Fault> {
        let mut package = Events::create(&output.place(self.file())?, source.radius)?;
        source.each_event(|row| package.event(&row))?;
        let (package, written) = package.end()?;
        let mut tables = Tables { package: &package, layer: None };
        CONTROL.write(source, &mut tables)?;
        PAGES.write(source, &mut tables)?;
        package.close()?;
        Ok(Report { written, ..Report::default() })
    }
}

/// A package with the layers of events, each of which has a place in one of the first three.
pub(super) struct Events {
    package: Package,
    points: Layer,
    areas: Layer,
    placeless: Layer,
    radius: Option<Layer>,
    written: u64,
}

impl Events {
    pub fn create(path: &Path, radius: bool) -> Result<Events, Fault> {
        let package = Package::create(path)?;
        let layer = |name, about, shape| package.layer(name, about, &COLUMNS, shape);
        Ok(Events {
            points: layer("events_points", "Events whose place is known as a spot.", Some(Shape::Point))?,
            areas: layer(
                "events_areas",
                "Events of which only the country or province is known, as the area within which they lie.",
                Some(Shape::MultiPolygon),
            )?,
            placeless: layer("events_without_place", "Events whose place is not known.", None)?,
            radius: match radius {
                true => Some(layer(
                    "events_radius",
                    "The events of events_points, as the area within which each lies.",
                    Some(Shape::MultiPolygon),
                )?),
                false => None,
            },
            package,
            written: 0,
        })
    }

    pub fn event(&mut self, row: &EventRow) -> Result<(), Fault> {
        let event = Mapped(row);
        let cells = event.cells()?;
        let package = &self.package;
        self.written += 1;
        match event.point() {
            None => self.placeless.add(package, &cells, None),
            Some(_) if event.is_wide() => self.areas.add(package, &cells, event.area().map(Geometry::Area)),
            Some(point) => {
                self.points.add(package, &cells, Some(Geometry::Point(point)))?;
                let Some((layer, area)) = self.radius.as_mut().zip(event.area()) else { return Ok(()) };
                layer.add(package, &cells, Some(Geometry::Area(area)))
            }
        }
    }

    /// The package, and how many events it holds.
    pub fn end(self) -> Result<(Package, u64), Fault> {
        for layer in [Some(self.points), Some(self.areas), Some(self.placeless), self.radius].into_iter().flatten() {
            layer.end(&self.package)?;
        }
        Ok((self.package, self.written))
    }
}

/// Tables as layers; those with lat and lon as points.
struct Tables<'p> {
    package: &'p Package,
    layer: Option<(Layer, Option<(usize, usize)>)>,
}

impl Sheets for Tables<'_> {
    fn begin(&mut self, table: &Table) -> Result<(), Fault> {
        let at = |name: &str| table.columns.iter().position(|column| column.name == name);
        let place = at("lat").zip(at("lon"));
        let layer = self.package.layer(table.name, table.about, table.columns, place.map(|_| Shape::Point))?;
        self.layer = Some((layer, place));
        Ok(())
    }

    fn row(&mut self, cells: &[Value]) -> Result<(), Fault> {
        let Some((layer, place)) = &mut self.layer else { return Ok(()) };
        let point = place.and_then(|(lat, lon)| cells[lat].as_f64().zip(cells[lon].as_f64()));
        layer.add(self.package, cells, point.map(Geometry::Point))
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.layer.take().map_or(Ok(()), |(layer, _)| layer.end(self.package))
    }
}
