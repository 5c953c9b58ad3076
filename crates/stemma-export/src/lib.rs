//! Records to the formats that others read. Knows the shapes of those formats; reads no files and asks no store.

mod annotated;
mod brief;
mod picture;
pub mod words;

pub use annotated::{Annotated, Refused};
pub use brief::{Amended, Asked, Form, Reviewed, brief};
pub use picture::{CAUTION, Export, event};
