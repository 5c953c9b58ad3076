//! The desk: a store in a browser, on the reader's own machine.
//!
//! Comes in: requests of HTTP. Goes out: answers that the workspace gives, as JSON, CSV or GeoJSON or as a page, by one address each. It is
//! the only crate that knows HTTP. It decides nothing about events, asks the store nothing but what the workspace asks, and trusts nobody:
//! not the words of pages, and not other pages that are open in the same browser.

mod address;
mod answer;
mod assets;
mod changes;
mod fault;
mod guard;
mod live;
mod openapi;
mod plain;
mod routes;
mod serve;
mod views;

#[cfg(test)]
mod tests;

pub use serve::{Desk, Options, Served};
