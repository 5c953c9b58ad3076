//! Rows with a place as GeoJSON (RFC 7946): a feature a row, with all fields of the row as its properties. What has no point on the map is
//! there without a geometry, so that no count is another one than in other formats.

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};
use stemma_store::{ActorRow, ClaimRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow};

use crate::compare::CompareRow;

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
    Collection { kind: "FeatureCollection", features: rows.iter().map(Feature).collect() }
}

#[derive(Serialize)]
struct Collection<'r, R: Placed> {
    #[serde(rename = "type")]
    kind: &'static str,
    features: Vec<Feature<'r, R>>,
}

struct Feature<'r, R>(&'r R);

impl<R: Placed> Serialize for Feature<'_, R> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Point {
            #[serde(rename = "type")]
            kind: &'static str,
            coordinates: [f64; 2],
        }
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("type", "Feature")?;
        if let Some(id) = self.0.id() {
            map.serialize_entry("id", id)?;
        }
        let geometry = self.0.point().map(|(lat, lon)| Point { kind: "Point", coordinates: [lon, lat] });
        map.serialize_entry("geometry", &geometry)?;
        map.serialize_entry("properties", self.0)?;
        map.end()
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
