//! Who held what when.

use serde_json::json;
use stemma_store::{Dataset, Noun};

use super::{Table, day, real, text};

pub static CONTROL: Table = Table {
    name: "control",
    about: "One row for each stretch of time for which pages say who held a place.",
    columns: &[
        text("place"),
        text("country"),
        real("lat"),
        real("lon"),
        text("holder"),
        text("status"),
        real("share"),
        day("from"),
        day("to"),
        day("as_of"),
        text("pages"),
        text("quotes"),
    ],
    fill: |source, sheets| {
        for control in source.store.controls(&source.asked(Noun::Places)?)?.rows {
            let mut pages: Vec<&str> = control.mentions.iter().map(|mention| mention.doc.as_str()).collect();
            pages.dedup();
            let quotes: Vec<&str> = control.mentions.iter().map(|mention| mention.quote.as_str()).collect();
            sheets.row(&[
                json!(control.place),
                json!(control.country),
                json!(control.lat),
                json!(control.lon),
                json!(control.holder),
                json!(control.status),
                json!(control.share),
                json!(control.from),
                json!(control.to),
                json!(control.as_of),
                json!(pages),
                json!(quotes),
            ])?;
        }
        Ok(())
    },
};
