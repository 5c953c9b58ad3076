//! Records to the formats that others read, and to texts and columns for people. Knows the shapes of those formats. What is exported is
//! read from a store one record at a time, as it is written; it decides nothing about what is told.

mod annotated;
mod brief;
mod columns;
pub mod compare;
mod fault;
pub mod formats;
mod geojson;
mod harmless;
mod layers;
mod maps;
mod output;
pub mod pages;
mod picture;
mod rows;
mod sheets;
mod source;
mod tables;
mod told_by;
pub mod words;

pub use annotated::{Annotated, Refused};
pub use brief::{Asked, Form, account, brief, sentence};
pub use columns::{Column, Listed, RedactedRow, Set};
pub use fault::Fault;
pub use geojson::{Placed, features};
pub use harmless::{inert, json};
pub use layers::{Layer, LayerKind, layers};
pub use output::Output;
pub use picture::{CAUTION, Export, event};
pub use rows::{RowFormat, write_rows};
pub use source::Source;
pub use tables::{Column as TableColumn, Kind as CellKind, TIDY, Table};
pub use told_by::told_by;
