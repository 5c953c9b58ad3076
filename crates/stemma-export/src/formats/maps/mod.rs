//! Events as files that programs of maps open. What is drawn for an event is the same in all of them (`crate::maps`); here it is how a
//! file holds it, and what it does with events that have no place.

mod geojson;
#[cfg(feature = "parquet")]
mod geoparquet;
mod gpkg;
mod kml;
mod package;
#[cfg(test)]
mod tests;

#[cfg(feature = "parquet")]
pub use geoparquet::GeoParquet;
pub use {geojson::GeoJson, gpkg::GeoPackage, kml::Kml};

/// What no file of events on a map holds.
const FIGURES: &str = "the figures of single pages, who told them and who copied whom: see the format csv";
const WORDS: &str = "the words of the pages that tell an event";
