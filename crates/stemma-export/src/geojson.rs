//! Rows with a place as GeoJSON (RFC 7946): a feature a row, with all fields of the row as its properties. What has no point on the map is
//! there without a geometry, so that no count is another one than in other formats.

use serde::Serialize;
use stemma_store::{ActorRow, ClaimRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow};

use crate::compare::CompareRow;
use crate::maps::{Area, Ring};

/// Rows that may have a point on the map.
pub trait Placed: Serialize {
    /// Whether rows of this kind have places at all.
    const HAS_PLACES: bool = false;

    fn id(&self) -> Option<&str> {
        None
    }

    /// Latitude and longitude in degrees of WGS84.
    fn point(&self) -> Option<(f64, f64)> {
        None
    }
}

impl Placed for EventRow {
    const HAS_PLACES: bool = true;

    fn id(&self) -> Option<&str> {
        Some(&self.id)
    }

    fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }
}

impl Placed for PlaceRow {
    const HAS_PLACES: bool = true;

    fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }
}

impl Placed for CompareRow {
    const HAS_PLACES: bool = true;

    fn id(&self) -> Option<&str> {
        self.ours.as_deref().or(self.theirs.as_deref())
    }

    fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }
}

impl Placed for StoryRow {}
impl Placed for PageRow {}
impl Placed for ClaimRow {}
impl Placed for ActorRow {}
impl Placed for SourceRow {}

/// A collection of features.
pub fn features<R: Placed>(rows: &[R]) -> impl Serialize + '_ {
    let features =
        rows.iter().map(|row| Feature { id: row.id(), geometry: row.point().map(Geometry::point), properties: row });
    Collection { features: features.collect::<Vec<_>>() }
}

#[derive(Serialize)]
#[serde(tag = "type", rename = "FeatureCollection")]
struct Collection<F> {
    features: F,
}

#[derive(Serialize)]
#[serde(tag = "type")]
pub(crate) struct Feature<'f, P: Serialize> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<&'f str>,
    pub geometry: Option<Geometry<'f>>,
    pub properties: P,
}

#[derive(Serialize)]
#[serde(tag = "type", content = "coordinates")]
pub(crate) enum Geometry<'g> {
    Point([f64; 2]),
    Polygon([&'g Ring; 1]),
    MultiPolygon(Vec<[&'g Ring; 1]>),
}

impl Geometry<'_> {
    /// Of latitude and longitude.
    pub fn point((lat, lon): (f64, f64)) -> Geometry<'static> {
        Geometry::Point([lon, lat])
    }

    pub fn area(area: &Area) -> Geometry<'_> {
        match &area.rings[..] {
            [ring] => Geometry::Polygon([ring]),
            rings => Geometry::MultiPolygon(rings.iter().map(|ring| [ring]).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Placed, features};

    #[derive(serde::Serialize)]
    struct Row {
        id: &'static str,
        at: Option<(f64, f64)>,
    }

    impl Placed for Row {
        const HAS_PLACES: bool = true;

        fn id(&self) -> Option<&str> {
            Some(self.id)
        }

        fn point(&self) -> Option<(f64, f64)> {
            self.at
        }
    }

    #[test]
    fn the_longitude_comes_first_and_what_has_no_point_is_counted() {
        let rows = [Row { id: "a", at: Some((15.5, 32.56)) }, Row { id: "b", at: None }];
        let json = serde_json::to_value(features(&rows)).unwrap();
        assert_eq!(json["features"][0]["geometry"]["coordinates"], serde_json::json!([32.56, 15.5]));
        assert_eq!(json["features"][1]["geometry"], serde_json::Value::Null);
        assert_eq!(json["features"][1]["id"], "b");
    }
}
