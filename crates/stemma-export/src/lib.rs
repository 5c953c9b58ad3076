//! Records to the formats that others read. Knows the shapes of those formats; reads no files and asks no store.

mod annotated;
mod picture;

pub use annotated::{Annotated, Refused};
pub use picture::{CAUTION, Export};
