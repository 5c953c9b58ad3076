//! What people said of events.

use stemma_workspace::review::{self, FixRow};

use super::{Table, cells, text};

pub static CORRECTIONS: Table = Table {
    name: "corrections",
    about: "One row for each thing that a person said of an event; `stemma fix --import` reads it again.",
    columns: &[
        text("event"),
        text("field"),
        text("value"),
        text("read"),
        text("reads"),
        text("status"),
        text("by"),
        text("at"),
        text("why"),
        text("id"),
    ],
    fill: |source, sheets| {
        let asked = source.asked_events()?;
        let rows = review::rows(source.store)?;
        let is_asked = |row: &&FixRow| asked.as_ref().is_none_or(|asked| asked.contains(&row.event));
        rows.iter().filter(is_asked).try_for_each(|row| sheets.row(&cells(row)?))
    },
};
