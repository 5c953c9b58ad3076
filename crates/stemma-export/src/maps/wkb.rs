//! Points and areas as well-known binary (OGC 06-103r4), and the bounds of what was written.

use super::{Area, Ring};

const LITTLE_ENDIAN: u8 = 1;
const POINT: u32 = 1;
const POLYGON: u32 = 3;
const MULTI_POLYGON: u32 = 6;

/// A point that is given as latitude and longitude.
pub fn point((lat, lon): (f64, f64)) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(21);
    begin(&mut bytes, POINT);
    corner(&mut bytes, [lon, lat]);
    bytes
}

/// An area is always several polygons, if only one, so that a column has one type.
pub fn multi_polygon(area: &Area) -> Vec<u8> {
    let mut bytes = Vec::new();
    begin(&mut bytes, MULTI_POLYGON);
    count(&mut bytes, area.rings.len());
    for ring in &area.rings {
        polygon(&mut bytes, ring);
    }
    bytes
}

fn polygon(bytes: &mut Vec<u8>, ring: &Ring) {
    begin(bytes, POLYGON);
    count(bytes, 1);
    count(bytes, ring.len());
    ring.iter().for_each(|&at| corner(bytes, at));
}

fn begin(bytes: &mut Vec<u8>, kind: u32) {
    bytes.push(LITTLE_ENDIAN);
    bytes.extend(kind.to_le_bytes());
}

fn count(bytes: &mut Vec<u8>, count: usize) {
    bytes.extend((count as u32).to_le_bytes());
}

fn corner(bytes: &mut Vec<u8>, corner: [f64; 2]) {
    corner.iter().for_each(|degrees| bytes.extend(degrees.to_le_bytes()));
}

/// Least and most longitude, least and most latitude.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Bounds {
    pub fn of_point((lat, lon): (f64, f64)) -> Bounds {
        Bounds { west: lon, south: lat, east: lon, north: lat }
    }

    pub fn of_area(area: &Area) -> Option<Bounds> {
        let corners = area.rings.iter().flatten().map(|&[lon, lat]| Bounds::of_point((lat, lon)));
        corners.reduce(Bounds::joined)
    }

    /// Makes them hold others, too.
    pub fn widen(bounds: &mut Option<Bounds>, by: Option<Bounds>) {
        *bounds = bounds.iter().copied().chain(by).reduce(Bounds::joined);
    }

    fn joined(self, other: Bounds) -> Bounds {
        Bounds {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }
}
