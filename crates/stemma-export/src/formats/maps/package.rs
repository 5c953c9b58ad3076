//! A GeoPackage (OGC 12-128r19, version 1.4.0) as a file: its own tables, layers with their index, nothing of what they mean.
//!
//! It is written through SQLite's usual files, never through those of stores, and in one go: nobody sees it before it is whole.

use std::path::Path;

use rusqlite::types::Value as Sql;
use rusqlite::{Connection, params_from_iter};
use serde_json::Value;

use crate::Fault;
use crate::maps::{self, Area, Bounds};
use crate::tables::{Cell, Column, Kind};

/// What a GeoPackage begins with, and the definitions of the systems of coordinates that each has. The times of changes are none: the same
/// store gives the same bytes.
const BEGIN: &str = r#"
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10400;
BEGIN;
CREATE TABLE gpkg_spatial_ref_sys (
    srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY, organization TEXT NOT NULL,
    organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
    ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined Cartesian coordinate reference system'),
    ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
    ('WGS 84 geodetic', 4326, 'EPSG', 4326,
     'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]',
     'longitude and latitude in degrees');
CREATE TABLE gpkg_contents (
    table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE, description TEXT DEFAULT '',
    last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
    CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_geometry_columns (
    table_name TEXT NOT NULL, column_name TEXT NOT NULL, geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL,
    z TINYINT NOT NULL, m TINYINT NOT NULL,
    CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
    CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents (table_name),
    CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id)
);
CREATE TABLE gpkg_extensions (
    table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL, definition TEXT NOT NULL, scope TEXT NOT NULL,
    CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name)
);
"#;

const WGS84: i32 = 4326;
const NEVER: &str = "1970-01-01T00:00:00.000Z";

/// The triggers by which other programs keep the index of a layer right; `{t}` is its name. They call functions that such programs
/// bring with them, and are made once all rows are there.
const INDEX: &str = r#"
CREATE TRIGGER "rtree_{t}_geom_insert" AFTER INSERT ON "{t}" WHEN (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
    INSERT OR REPLACE INTO "rtree_{t}_geom"
    VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;
CREATE TRIGGER "rtree_{t}_geom_update2" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN
    DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid";
END;
CREATE TRIGGER "rtree_{t}_geom_update4" AFTER UPDATE ON "{t}"
WHEN OLD."fid" != NEW."fid" AND (NEW."geom" ISNULL OR ST_IsEmpty(NEW."geom"))
BEGIN
    DELETE FROM "rtree_{t}_geom" WHERE id IN (OLD."fid", NEW."fid");
END;
CREATE TRIGGER "rtree_{t}_geom_update5" AFTER UPDATE ON "{t}"
WHEN OLD."fid" != NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
BEGIN
    DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid";
    INSERT OR REPLACE INTO "rtree_{t}_geom"
    VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;
CREATE TRIGGER "rtree_{t}_geom_update6" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
    AND (OLD."geom" NOTNULL AND NOT ST_IsEmpty(OLD."geom"))
BEGIN
    UPDATE "rtree_{t}_geom"
    SET minx = ST_MinX(NEW."geom"), maxx = ST_MaxX(NEW."geom"), miny = ST_MinY(NEW."geom"), maxy = ST_MaxY(NEW."geom")
    WHERE id = NEW."fid";
END;
CREATE TRIGGER "rtree_{t}_geom_update7" AFTER UPDATE OF "geom" ON "{t}"
WHEN OLD."fid" = NEW."fid" AND (NEW."geom" NOTNULL AND NOT ST_IsEmpty(NEW."geom"))
    AND (OLD."geom" ISNULL OR ST_IsEmpty(OLD."geom"))
BEGIN
    INSERT INTO "rtree_{t}_geom"
    VALUES (NEW."fid", ST_MinX(NEW."geom"), ST_MaxX(NEW."geom"), ST_MinY(NEW."geom"), ST_MaxY(NEW."geom"));
END;
CREATE TRIGGER "rtree_{t}_geom_delete" AFTER DELETE ON "{t}" WHEN OLD."geom" NOT NULL
BEGIN
    DELETE FROM "rtree_{t}_geom" WHERE id = OLD."fid";
END;
"#;

pub struct Package {
    pub(super) database: Connection,
}

/// What stands in the geometry of a layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Point,
    MultiPolygon,
}

pub enum Geometry {
    /// Latitude and longitude.
    Point((f64, f64)),
    Area(Area),
}

/// A layer that rows are added to.
pub struct Layer {
    name: &'static str,
    columns: Vec<Column>,
    shape: Option<Shape>,
    insert: String,
    index: String,
    rows: i64,
    bounds: Option<Bounds>,
}

impl Package {
    /// Where nothing is but an empty file.
    pub fn create(path: &Path) -> Result<Package, Fault> {
        let database = Connection::open(path)?;
        database.execute_batch(BEGIN)?;
        Ok(Package { database })
    }

    /// A new layer; without a shape, a table of attributes.
    pub fn layer(
        &self,
        name: &'static str,
        about: &str,
        columns: &[Column],
        shape: Option<Shape>,
    ) -> Result<Layer, Fault> {
        let kind = |column: &Column| match column.kind {
            Kind::Text => "TEXT",
            Kind::Whole => "INTEGER",
            Kind::Real => "DOUBLE",
            Kind::Day => "DATE",
            Kind::Yes => "BOOLEAN",
        };
        let shape_name = shape.map(|shape| match shape {
            Shape::Point => "POINT",
            Shape::MultiPolygon => "MULTIPOLYGON",
        });
        let geometry = shape_name.map(|shape| format!(", \"geom\" {shape}")).unwrap_or_default();
        let fields: String = columns.iter().map(|column| format!(", \"{}\" {}", column.name, kind(column))).collect();
        let database = &self.database;
        database.execute_batch(&format!(
            "CREATE TABLE \"{name}\" (\"fid\" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL{geometry}{fields})"
        ))?;
        let (data_type, srs) = if shape.is_some() { ("features", Some(WGS84)) } else { ("attributes", None) };
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, srs_id)
             VALUES (?1, ?2, ?1, ?3, ?4, ?5)",
            (name, data_type, about, NEVER, srs),
        )?;
        if let Some(shape) = shape_name {
            database
                .execute("INSERT INTO gpkg_geometry_columns VALUES (?1, 'geom', ?2, ?3, 0, 0)", (name, shape, WGS84))?;
            database.execute(
                "INSERT INTO gpkg_extensions VALUES (?1, 'geom', 'gpkg_rtree_index',
                 'http://www.geopackage.org/spec140/#extension_rtree', 'write-only')",
                [name],
            )?;
            database.execute_batch(&format!(
                "CREATE VIRTUAL TABLE \"rtree_{name}_geom\" USING rtree(id, minx, maxx, miny, maxy)"
            ))?;
        }
        let places = 1 + usize::from(shape.is_some()) + columns.len();
        let places = vec!["?"; places].join(", ");
        Ok(Layer {
            name,
            columns: columns.to_vec(),
            shape,
            insert: format!("INSERT INTO \"{name}\" VALUES ({places})"),
            index: format!("INSERT INTO \"rtree_{name}_geom\" VALUES (?, ?, ?, ?, ?)"),
            rows: 0,
            bounds: None,
        })
    }

    pub fn close(self) -> Result<(), Fault> {
        self.database.execute_batch("COMMIT")?;
        self.database.close().map_err(|(_, error)| error.into())
    }
}

impl Layer {
    /// Adds a row; a layer without a shape takes no geometry.
    pub fn add(&mut self, package: &Package, cells: &[Value], geometry: Option<Geometry>) -> Result<(), Fault> {
        self.rows += 1;
        let bounds = geometry.as_ref().and_then(|geometry| match geometry {
            Geometry::Point(point) => Some(Bounds::of_point(*point)),
            Geometry::Area(area) => Bounds::of_area(area),
        });
        let blob = geometry.zip(bounds).map_or(Sql::Null, |(geometry, bounds)| Sql::Blob(blob(&geometry, bounds)));
        let cells = self.columns.iter().zip(cells).map(|(column, cell)| value(column.cell(cell)));
        let row = [Sql::Integer(self.rows)].into_iter().chain(self.shape.map(|_| blob)).chain(cells);
        package.database.prepare_cached(&self.insert)?.execute(params_from_iter(row))?;
        if let Some(Bounds { west, south, east, north }) = bounds {
            package.database.prepare_cached(&self.index)?.execute((self.rows, west, east, south, north))?;
        }
        Bounds::widen(&mut self.bounds, bounds);
        Ok(())
    }

    /// Says how far the layer reaches, and lets other programs keep its index right.
    pub fn end(self, package: &Package) -> Result<(), Fault> {
        if let Some(Bounds { west, south, east, north }) = self.bounds {
            package.database.execute(
                "UPDATE gpkg_contents SET min_x = ?, min_y = ?, max_x = ?, max_y = ? WHERE table_name = ?",
                (west, south, east, north, self.name),
            )?;
        }
        if self.shape.is_some() {
            package.database.execute_batch(&INDEX.replace("{t}", self.name))?;
        }
        Ok(())
    }
}

/// Bits of the header of a geometry: little-endian, and that it has its bounds.
const LITTLE_ENDIAN: u8 = 1;
const BOUNDS: u8 = 1 << 1;

/// A geometry as GeoPackages hold it: a header, for areas with their bounds, and well-known binary.
fn blob(geometry: &Geometry, bounds: Bounds) -> Vec<u8> {
    let Bounds { west, south, east, north } = bounds;
    let (flags, bounds, binary) = match geometry {
        Geometry::Point(point) => (LITTLE_ENDIAN, Vec::new(), maps::point(*point)),
        Geometry::Area(area) => (LITTLE_ENDIAN | BOUNDS, vec![west, east, south, north], maps::multi_polygon(area)),
    };
    let mut bytes = Vec::with_capacity(40 + binary.len());
    bytes.extend(b"GP\0");
    bytes.push(flags);
    bytes.extend(WGS84.to_le_bytes());
    bounds.iter().for_each(|degrees| bytes.extend(degrees.to_le_bytes()));
    bytes.extend(binary);
    bytes
}

/// A cell for SQLite. Programs in C take NUL for the end of a text.
fn value(cell: Option<Cell<'_>>) -> Sql {
    match cell {
        None => Sql::Null,
        Some(Cell::Text(text)) => Sql::Text(text.replace('\0', "␀")),
        Some(Cell::Whole(number)) => Sql::Integer(number),
        Some(Cell::Real(number)) => Sql::Real(number),
        Some(Cell::Day(day)) => Sql::Text(day.to_string()),
        Some(Cell::Yes(yes)) => Sql::Integer(yes.into()),
    }
}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Fault {
        Fault::Container { kind: "GeoPackage", source: error.into() }
    }
}
