//! What a store is asked: the same questions, in the same words, by every face.

mod called;
mod history;
mod kinds;
mod nearest;
mod passage;
mod query;
mod record;
mod standing;
mod who;
mod words;

pub use called::{Called, called, meant, record};
pub use history::{History, Now, Whereabouts, history};
pub use kinds::{Kind, kinds};
pub use passage::{Hit, Passage, search};
pub(crate) use query::point;
pub use query::{CONDITIONS, Condition, Query, reaching};
pub use record::{Known, KnownEvent, KnownPage, KnownStory, known};
pub use standing::{Standing, standing};
pub use who::{Copy, Root, Who, who};
