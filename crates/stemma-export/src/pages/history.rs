//! What happened to stories as pages came: how they began, grew, merged and were split.

use stemma_store::Change;
use stemma_workspace::ask::{History, Now};

use super::Page;
use crate::words;

pub fn history(history: &History) -> Page {
    let mut page = Page::default();
    let Some((id, now)) = &history.story else {
        page.head(if history.changes.is_empty() { "history" } else { "history of all stories" });
        if history.changes.is_empty() {
            page.text("  ", "no story has been shown yet");
        }
        changes(&mut page, &history.changes);
        return page;
    };
    page.head(format!("history of {id}"));
    changes(&mut page, &history.changes);
    page.row(
        "now",
        match now {
            Now::There(articles) => words::counted(*articles, "article", "articles"),
            Now::Gone(whereabouts) => whereabouts.to_string(),
        },
    );
    page
}

pub(super) fn changes(page: &mut Page, changes: &[Change]) {
    for change in changes {
        page.row(&format!("revision {}", change.revision), words::change(change));
    }
}
