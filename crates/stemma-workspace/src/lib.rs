//! The program behind every face: a store that is opened, fed and asked.
//!
//! Comes in: the path of a store, lists of the user's own, input to read. Goes out: a [`Session`], to which changes are given (pages,
//! other lists) and of which snapshots are taken. It knows no arguments, no terminal and no protocol; it prints nothing and ends
//! no process: what a person should know while it works goes to a [`Listener`].

pub mod annotate;
pub mod ask;
pub mod engine;
mod error;
pub mod gazetteer;
pub mod input;
pub mod intake;
mod listener;
pub mod live;
mod marks;
mod redaction;
mod renewal;
pub mod review;
mod session;
mod snapshot;
pub mod split;
pub mod user_lists;

pub use error::Error;
pub use listener::{Listener, Silent};
pub use renewal::{Renewed, bring_up_to_date};
pub use session::{Session, Setup};
pub use snapshot::Snapshot;
