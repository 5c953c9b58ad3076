//! What copying changed.

use serde_json::json;
use stemma_workspace::ask;

use super::{Table, text, whole};

pub static CHANGES: Table = Table {
    name: "changes",
    about: "One row for each fact that a copy tells otherwise than the words it was copied from, or source that it dropped.",
    columns: &[
        text("story"),
        text("kind"),
        text("before"),
        text("after"),
        text("child"),
        whole("child_start"),
        whole("child_end"),
        text("parent"),
        whole("parent_start"),
        whole("parent_end"),
    ],
    fill: |source, sheets| {
        source.each_story(|story| {
            for edge in ask::lineage(source.store, &story.id)?.edges {
                for change in &edge.alterations {
                    sheets.row(&[
                        json!(story.id),
                        json!(change.kind),
                        json!(change.before),
                        json!(change.after),
                        json!(edge.child),
                        json!(change.child_span.start),
                        json!(change.child_span.end),
                        json!(change.parent),
                        json!(change.parent_span.start),
                        json!(change.parent_span.end),
                    ])?;
                }
            }
            Ok(())
        })
    },
};
