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

pub(crate) use called::event_of_id;
pub use called::{Called, called, meant, record};
pub use history::{History, Now, Whereabouts, history};
pub(crate) use kinds::nearest as nearest_kinds;
pub use kinds::{Kind, kinds};
pub use passage::{Hit, Passage, search};
pub use query::{CONDITIONS, Condition, Query, country_name, reaching};
pub(crate) use query::{first_day, last_day, point};
pub use record::{Known, KnownEvent, KnownPage, KnownStory, known};
pub use standing::{Standing, standing};
pub use who::{Copy, Root, Who, who};
