//! Records to the formats that others read, and to texts and columns for people. Knows the shapes of those formats; reads no files and asks
//! no store.

mod annotated;
mod brief;
mod columns;
mod geojson;
mod harmless;
mod layers;
pub mod pages;
mod picture;
mod rows;
mod told_by;
pub mod words;

pub use annotated::{Annotated, Refused};
pub use brief::{Asked, Form, brief, sentence};
pub use columns::{Column, Listed, Set};
pub use geojson::{Placed, features};
pub use harmless::{inert, json};
pub use layers::{Layer, LayerKind, layers};
pub use picture::{CAUTION, Export, event};
pub use rows::{RowFormat, write_rows};
pub use told_by::told_by;
