//! Who has words from whom.

use serde_json::json;
use stemma_workspace::ask::{self, NodeKind};

use super::{Table, day, real, text, whole, yes};

pub static COPIES: Table = Table {
    name: "copies",
    about: "One row for each source that a page may have words from; p: how probable that is, from .2 on.",
    columns: &[
        text("story"),
        text("child"),
        text("child_name"),
        day("child_day"),
        text("parent"),
        text("parent_name"),
        day("parent_day"),
        yes("parent_is_unseen"),
        real("p"),
        real("one_text"),
        whole("words"),
        whole("edits"),
        whole("days"),
        whole("facts_changed"),
        text("evidence"),
    ],
    fill: |source, sheets| {
        source.each_story(|story| {
            let tree = ask::lineage(source.store, &story.id)?;
            let node = |id: &str| tree.nodes.iter().find(|node| node.id == id);
            for edge in &tree.edges {
                let (child, parent) = (node(&edge.child), node(&edge.parent));
                sheets.row(&[
                    json!(story.id),
                    json!(edge.child),
                    json!(child.map(|node| &node.label)),
                    json!(child.and_then(|node| node.from)),
                    json!(edge.parent),
                    json!(parent.map(|node| &node.label)),
                    json!(parent.and_then(|node| node.from)),
                    json!(parent.is_none_or(|node| node.kind == NodeKind::Unseen)),
                    json!(edge.p),
                    json!(edge.one_text),
                    json!(edge.words),
                    json!(edge.edits),
                    json!(edge.days),
                    json!(edge.alterations.len()),
                    json!(edge.evidence),
                ])?;
            }
            Ok(())
        })
    },
};
