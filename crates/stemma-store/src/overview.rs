//! What all rows of a query are together: how they spread over what they could be narrowed to, over time and over a map.

use serde::Serialize;
use stemma::model::{Day, PlacePrecision};

/// What the events of a query could be narrowed to.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Facets {
    pub total: u64,
    /// Without any condition but the usual one.
    pub all: u64,
    /// Of the events of the query, those without a place on the map, and those without a day.
    pub unplaced: u64,
    pub undated: u64,
    pub facets: Vec<Facet>,
    pub histogram: Histogram,
}

/// The values of one condition, each with the events there are with it and all other conditions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facet {
    /// As the condition of a query is called.
    pub name: &'static str,
    pub values: Vec<FacetValue>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// As it is written after the condition.
    pub value: String,
    pub label: String,
    pub count: u64,
}

/// Events by the day on which they begin.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Histogram {
    pub unit: Unit,
    /// Those that are not empty, in the order of time.
    pub bars: Vec<Bar>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Unit {
    #[default]
    Day,
    Month,
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Bar {
    /// The first day of it.
    pub from: Day,
    pub count: u64,
    pub killed: u64,
}

/// The events of a query on a map.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Spots {
    pub spots: Vec<Spot>,
    pub areas: Vec<Area>,
    pub unplaced: u64,
    pub total: u64,
}

/// Events at one point with one uncertainty.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Spot {
    pub lat: f64,
    pub lon: f64,
    pub radius_km: Option<f64>,
    pub precision: PlacePrecision,
    pub place: String,
    pub country: Option<String>,
    pub events: u64,
    pub killed: u64,
    /// The latest of them, at most [`Spots::IDS`].
    pub ids: Vec<String>,
}

/// Events of which no more than a first-level unit or a country is known.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Area {
    /// Of a unit as the pages call it; of a country its code.
    pub name: String,
    pub country: Option<String>,
    /// Unit or country.
    pub level: PlacePrecision,
    pub lat: f64,
    pub lon: f64,
    pub events: u64,
    pub killed: u64,
    pub ids: Vec<String>,
}

impl Spots {
    /// How many events of a spot or an area are named.
    pub const IDS: usize = 20;
}
