//! The rows that `stemma ls` lists, with the same columns.

use super::{Column, Table, cells, day, real, text, whole};

pub static EVENTS: Table = Table {
    name: "events",
    about: "One row an event, with the figures that stand and how many origins it has.",
    columns: &[
        text("id"),
        day("from"),
        day("to"),
        text("country"),
        text("admin1"),
        text("place"),
        real("lat"),
        real("lon"),
        real("radius_km"),
        text("precision"),
        text("kind"),
        text("plover"),
        text("mode"),
        text("acled"),
        text("acled_sub"),
        text("told"),
        text("actors"),
        text("recipients"),
        whole("killed_low"),
        whole("killed_best"),
        whole("killed_high"),
        whole("articles"),
        whole("origins_min"),
        whole("origins_max"),
        whole("grade"),
        text("airwars"),
        real("confidence"),
        whole("disagreements"),
        text("summary"),
        text("story"),
        text("checked"),
        text("marks"),
    ],
    fill: |source, sheets| source.each_event(|row| sheets.row(&cells(&row)?)),
};

pub static PAGES: Table = Table {
    name: "pages",
    about: "One row a page that was read.",
    columns: PAGE,
    fill: |source, sheets| source.each_page(|row| sheets.row(&cells(&row)?)),
};

const PAGE: &[Column] = &[
    text("id"),
    day("from"),
    day("to"),
    text("outlet"),
    text("title"),
    text("byline"),
    text("language"),
    whole("events"),
    text("story"),
    text("url"),
    text("path"),
    text("sent_at"),
    text("marks"),
];

pub static CLAIMS: Table = Table {
    name: "claims",
    about: "One row for what somebody is said to have said; chain: who first said it, who carried it.",
    columns: &[
        text("id"),
        day("from"),
        text("source"),
        text("chain"),
        text("quote"),
        text("outlet"),
        text("page"),
        whole("start"),
        whole("end"),
        text("event"),
        text("story"),
    ],
    fill: |source, sheets| source.each_claim(|row| sheets.row(&cells(&row)?)),
};
