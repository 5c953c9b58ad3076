//! The face of a workspace for assistants: a store that is asked over the Model Context Protocol, and never written.
//!
//! Comes in: the path of a store, and lines of JSON-RPC from an assistant's program. Goes out: answers with the words they rest on, how many
//! independent origins these go back to, and the caution that stands by all that this program says. The words of pages are strangers' words:
//! they are marked as such in every answer, by a mark that no page can know, and signs in them that steer are shown by their numbers.
//!
//! It writes nothing, reads no file but the store, asks nothing of the network, and knows no terminal. What is asked for is bounded: by the
//! size of what is asked and of what is answered, by rows, by time, and by how much is asked at once.

mod answer;
mod arguments;
mod fault;
mod fence;
mod patient;
mod resources;
mod schema;
mod serve;
mod server;
mod tools;

pub use serve::{Error, Options, serve_stdio};

#[cfg(test)]
mod tests;
