//! One row for each figure of each page.

use serde_json::json;
use stemma_workspace::ask;

use super::{Table, day, text, whole};

pub static TOLLS: Table = Table {
    name: "tolls",
    about: "One row for every figure that a page gives, altered copies included; what stands of them is in events.",
    columns: &[
        text("event"),
        text("measure"),
        text("group"),
        whole("low"),
        whole("best"),
        whole("high"),
        text("scope"),
        text("quote"),
        text("page"),
        whole("start"),
        whole("end"),
        text("outlet"),
        day("day"),
        text("speaker"),
        text("chain"),
        whole("origin"),
        text("copy_of"),
    ],
    fill: |source, sheets| {
        source.each_record(|event| {
            if event.tolls.is_empty() && event.toll.is_empty() {
                return Ok(());
            }
            let who = ask::who(source.store, &event)?;
            let capsules = ask::capsules(source.store, &event, &who)?;
            for figure in ask::figures(source.store, &event, &who, &capsules, source.lexicon)? {
                let toll = &figure.toll;
                sheets.row(&[
                    json!(event.id),
                    json!(toll.measure),
                    json!(toll.group),
                    json!(toll.low),
                    json!(toll.best),
                    json!(toll.high),
                    json!(toll.scope),
                    json!(figure.quote.quote),
                    json!(figure.page.id),
                    json!(figure.quote.span.start),
                    json!(figure.quote.span.end),
                    json!(figure.page.outlet),
                    json!(figure.page.from),
                    json!(figure.chain.first()),
                    json!(figure.chain),
                    json!(figure.origin.map(|origin| origin + 1)),
                    json!(figure.copy_of),
                ])?;
            }
            Ok(())
        })
    },
};
