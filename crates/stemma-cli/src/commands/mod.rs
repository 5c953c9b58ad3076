//! One file a subcommand: its arguments, and what it does with them.

pub mod annotate;
pub mod export;
pub mod ingest;
