use serde::{Deserialize, Serialize};

/// A place on Earth as far as it could be told. `lat` and `lon` are both known or both `None` (recognised, not resolved).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The gazetteer's name when resolved, else the words of the text.
    pub name: String,
    pub geonames: Option<u32>,
    /// WGS84 decimal degrees.
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-3 (XKX for Kosovo).
    pub country: Option<String>,
    /// Name of the first-level unit it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub admin1: Option<String>,
    pub level: Option<PlaceLevel>,
    /// 95 % radius of where the place may be, in kilometres.
    pub radius_km: Option<f64>,
}

impl Place {
    pub fn point(&self) -> Option<(f64, f64)> {
        self.lat.zip(self.lon)
    }

    /// How well it is known as the place of an event that stands in a relation to it, or that has it only from the events around it.
    pub fn precision(&self, relation: Option<&PlaceRelation>, is_carried: bool) -> PlacePrecision {
        use PlaceLevel::{Adm1, Adm2, Adm3, Area, Country, International, Line, NearSettlement};
        let is_beside = relation.is_some_and(|relation| relation.kind != RelationKind::In);
        // The north of a land has a point of its own, and is less than the land.
        let is_part = relation.is_some_and(|relation| relation.bearing_deg.is_some());
        match self.level {
            _ if self.point().is_none() => PlacePrecision::None,
            Some(Country) if !is_part => PlacePrecision::Country,
            Some(Adm1) if !is_part => PlacePrecision::Unit,
            _ if is_carried => PlacePrecision::Inferred,
            Some(Country | Adm1 | Adm2 | Adm3 | Area | International | Line | NearSettlement) => PlacePrecision::Area,
            _ if is_beside || self.radius_km.is_some_and(|radius| radius > TOWN_KM) => PlacePrecision::Area,
            _ => PlacePrecision::Exact,
        }
    }

    /// Whether it is no spot but a land, a province or a region, in which many things happen on one day.
    pub fn is_wide(&self) -> bool {
        use PlaceLevel::{Adm1, Area, Country, International};
        matches!(self.level, Some(Country | Adm1 | Area | International))
    }
}

/// How well the place of an event is known, as a map should show it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlacePrecision {
    /// A spot, no wider than a town.
    Exact,
    /// Only the surroundings of a place are told, or it is wider than a town.
    Area,
    /// Taken over from the events around it.
    Inferred,
    /// A first-level unit and nothing in it.
    Unit,
    /// A country and nothing in it.
    Country,
    /// Nothing with a point.
    None,
}

impl PlacePrecision {
    pub const ALL: [(PlacePrecision, &str); 6] = [
        (PlacePrecision::Exact, "exact"),
        (PlacePrecision::Area, "area"),
        (PlacePrecision::Inferred, "inferred"),
        (PlacePrecision::Unit, "unit"),
        (PlacePrecision::Country, "country"),
        (PlacePrecision::None, "none"),
    ];

    /// All of their names.
    pub const WORDS: [&str; 6] = {
        let mut words = [""; 6];
        let mut at = 0;
        while at < words.len() {
            words[at] = PlacePrecision::ALL[at].1;
            at += 1;
        }
        words
    };

    pub fn name(self) -> &'static str {
        PlacePrecision::ALL.iter().find(|(precision, _)| *precision == self).map_or("", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<PlacePrecision> {
        PlacePrecision::ALL.iter().find(|(_, known)| *known == name).map(|(precision, _)| *precision)
    }

    /// Whether a map shows it at one point: neither a land as a whole nor nothing.
    pub fn is_spot(self) -> bool {
        use PlacePrecision::{Area, Exact, Inferred};
        matches!(self, Exact | Area | Inferred)
    }
}

/// In kilometres: a place that may lie further from its point than a town reaches is no spot.
const TOWN_KM: f64 = 10.0;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlaceLevel {
    Point,
    /// A named feature within or outside a settlement: airfield, bridge, oil field, cemetery, mountain.
    Site,
    Settlement,
    NearSettlement,
    Adm3,
    Adm2,
    Adm1,
    Country,
    /// A region without exact borders: the Levant, the Sahel, Donbas.
    Area,
    Line,
    International,
}

/// How an event's place is told relative to named places ("8km southwest of the town").
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceRelation {
    pub kind: RelationKind,
    pub distance_km: Option<f64>,
    /// Degrees from true north, clockwise.
    pub bearing_deg: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RelationKind {
    Near,
    Offset,
    Between,
    Along,
    In,
}

/// The mean radius of Earth.
pub const EARTH_KM: f64 = 6371.0;

/// Great-circle distance.
pub fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (lat1, lat2) = (a.0.to_radians(), b.0.to_radians());
    let half =
        ((lat2 - lat1) / 2.0).sin().powi(2) + lat1.cos() * lat2.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    2.0 * EARTH_KM * half.sqrt().min(1.0).asin()
}

/// The point so many kilometres from another, on the great circle.
pub fn destination((lat, lon): (f64, f64), distance_km: f64, bearing_deg: f64) -> (f64, f64) {
    let (lat, lon, bearing) = (lat.to_radians(), lon.to_radians(), bearing_deg.to_radians());
    let angle = distance_km / EARTH_KM;
    let there = (lat.sin() * angle.cos() + lat.cos() * angle.sin() * bearing.cos()).clamp(-1.0, 1.0).asin();
    let east = (bearing.sin() * angle.sin() * lat.cos()).atan2(angle.cos() - lat.sin() * there.sin());
    let lon = (lon + east).to_degrees();
    (there.to_degrees(), (lon + 540.0).rem_euclid(360.0) - 180.0)
}

#[cfg(test)]
mod tests {
    use super::{Place, PlaceLevel, PlacePrecision, PlaceRelation, RelationKind};

    #[test]
    fn a_map_shows_a_place_as_well_as_it_is_known() {
        use PlaceLevel::{Adm1, Adm2, Area, Country, International, NearSettlement, Settlement, Site};
        let check =
            |level: PlaceLevel, radius_km: f64, kind: Option<RelationKind>, bearing_deg: Option<f64>, expected| {
                let relation = kind.map(|kind| PlaceRelation { kind, distance_km: None, bearing_deg });
                let point = (Some(15.5), Some(32.5));
                let place = Place {
                    lat: point.0,
                    lon: point.1,
                    level: Some(level),
                    radius_km: Some(radius_km),
                    ..Place::default()
                };
                let precisions = [false, true].map(|is_carried| place.precision(relation.as_ref(), is_carried));
                let is_land = matches!(expected, PlacePrecision::Unit | PlacePrecision::Country);
                let carried = if is_land { expected } else { PlacePrecision::Inferred };
                assert_eq!(precisions, [expected, carried], "{level:?} {radius_km} {kind:?} {bearing_deg:?}");
                let nowhere = Place { lat: None, lon: None, ..place };
                assert_eq!(nowhere.precision(relation.as_ref(), false), PlacePrecision::None);
            };
        let (near, inside) = (Some(RelationKind::Near), Some(RelationKind::In));
        check(Settlement, 4.0, None, None, PlacePrecision::Exact);
        check(Site, 1.0, None, None, PlacePrecision::Exact);
        check(Settlement, 4.0, inside, Some(0.0), PlacePrecision::Exact);
        check(Settlement, 25.0, None, None, PlacePrecision::Area);
        check(Settlement, 4.0, near, None, PlacePrecision::Area);
        check(NearSettlement, 4.0, None, None, PlacePrecision::Area);
        check(Adm2, 30.0, None, None, PlacePrecision::Area);
        check(Area, 300.0, None, None, PlacePrecision::Area);
        check(International, 300.0, None, None, PlacePrecision::Area);
        check(Adm1, 90.0, None, None, PlacePrecision::Unit);
        check(Adm1, 108.0, near, None, PlacePrecision::Unit);
        check(Adm1, 60.0, inside, Some(270.0), PlacePrecision::Area);
        check(Country, 600.0, None, None, PlacePrecision::Country);
        check(Country, 400.0, inside, Some(0.0), PlacePrecision::Area);
    }
}
