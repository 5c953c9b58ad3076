//! One file a subcommand: its arguments, and what it does with them.

pub mod about;
pub mod annotate;
pub mod backup;
pub mod brief;
pub mod export;
pub mod gazetteer;
pub mod ingest;
pub mod lists;
pub mod ls;
pub mod search;
pub mod show;
pub mod verify;
pub mod who;
