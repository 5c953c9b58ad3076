//! Tests of the built program: each in a fresh folder, each a promise of the README or of a help text.

mod apart;
mod ask;
mod assistants;
mod bad_input;
mod coded;
mod examples;
mod folder;
mod gazetteer;
mod history;
mod integrity;
mod killed;
mod lists;
mod order;
mod outputs;
mod pages;
mod redacted;
mod reviewed;
mod serve;
mod tables;
