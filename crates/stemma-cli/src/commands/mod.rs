//! One file a subcommand: its arguments, and what it does with them.

pub mod about;
pub mod annotate;
pub mod backup;
pub mod brief;
pub mod compare;
pub mod convert;
pub mod export;
pub mod fix;
pub mod fixes;
pub mod gazetteer;
pub mod guides;
pub mod ingest;
pub mod lists;
pub mod ls;
#[cfg(feature = "mcp")]
pub mod mcp;
pub mod review;
pub mod search;
#[cfg(feature = "desk")]
pub mod serve;
pub mod show;
pub mod split;
pub mod unfix;
pub mod verify;
pub mod who;
