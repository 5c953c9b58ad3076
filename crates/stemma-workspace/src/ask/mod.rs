//! What a store is asked: the same questions, in the same words, by every face.

mod called;
mod passage;
mod query;
mod who;

pub use called::{Called, Meant, called, meant};
pub use passage::{Hit, Passage, search};
pub use query::Query;
pub(crate) use query::point;
pub use who::{Copy, Root, Who, who};
