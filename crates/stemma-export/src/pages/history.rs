//! What happened to stories as pages came: how they began, grew, merged and were split.

use stemma_store::{Change, ChangeKind};
use stemma_workspace::ask::{History, Now};

use super::Page;
use crate::words;

/// How many articles of one change are named.
const NAMED: usize = 6;

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
        page.row(&format!("revision {}", change.revision), words_of(change));
    }
}

fn words_of(change: &Change) -> String {
    let Change { kind, from, to, documents, .. } = change;
    let (from, to) = (from.as_deref().unwrap_or("no story"), to.as_deref().unwrap_or("no story"));
    let articles = words::counted(documents.len(), "article", "articles");
    let said = match kind {
        ChangeKind::Began => format!("{to} began with {articles}"),
        ChangeKind::Grew => format!("{articles} came to {to}"),
        ChangeKind::Renamed => format!("{from} is {to} from here on, with {articles}"),
        ChangeKind::Merged => format!("{from} went into {to} with {articles}"),
        ChangeKind::Split => format!("{articles} of {from} became {to}"),
        ChangeKind::Moved => format!("{articles} went from {from} to {to}"),
        ChangeKind::Left => format!("{articles} left {from} and came to no other story"),
        ChangeKind::Ended => return format!("{from} ended, as no single story has its articles"),
    };
    let named: Vec<&str> = documents.iter().take(NAMED).map(String::as_str).collect();
    let more = documents.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{said}: {}{more}", named.join(", "))
}
