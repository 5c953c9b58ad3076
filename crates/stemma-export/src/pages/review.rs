//! What people said of events.

use stemma::model::{Applied, Event, Fix, Said};
use stemma_store::Marked;
use stemma_workspace::review::{FixRow, Import, value_in_words, written};

use super::Page;
use crate::words;

/// What was just said, and what it does.
pub fn said(rows: &[FixRow], fixes: &[Fix]) -> Page {
    let mut page = Page::default();
    for row in rows.iter().filter(|row| fixes.iter().any(|fix| fix.id == row.id)) {
        let against = match (row.reads.as_str(), row.status.as_str()) {
            ("", _) => String::new(),
            (_, "agrees") => ", as the program reads".into(),
            (reads, _) => format!(", where the program reads {reads}"),
        };
        let value = if row.value.is_empty() { String::new() } else { format!(" {}", row.value) };
        page.text("", format!("{}  {}: {}{value}{against}, by {}", row.id, row.event, row.field, row.by));
    }
    page
}

/// What was just marked, or taken back.
pub fn marked(marks: &[Marked]) -> Page {
    let mut page = Page::default();
    for Marked { id, of, mark, by, withdraws, .. } in marks {
        let said = withdraws.as_ref().map_or(mark.name().to_owned(), |target| format!("takes back {target}"));
        page.text("", format!("{id}  {of}: {said}, by {by}"));
    }
    page
}

/// What a table of fixes brought.
pub fn imported(import: &Import, counts: (u64, u64)) -> Page {
    let mut page = Page::default();
    let refused = import.refused.len();
    let Import { new, known, withdrawn, .. } = import;
    let taken = if *withdrawn == 0 { String::new() } else { format!(", {withdrawn} that were taken back") };
    page.text("", format!("{new} new, {known} already known{taken}, {refused} that cannot be used"));
    page.append(checked(counts));
    page
}

/// "12 of 98 events checked by a person"
pub fn checked(counts: (u64, u64)) -> Page {
    let mut page = Page::default();
    page.text("", words::checked(counts));
    page
}

/// What people said of an event, each beside what the program reads.
pub(super) fn of_event(page: &mut Page, event: &Event) {
    let Some(review) = &event.review else { return page.row("checked", "by nobody") };
    page.row("checked", review.checked.map_or("by nobody", |checked| checked.name()));
    for Applied { by, at, why, said, machine, status, .. } in &review.fixes {
        let (field, value) = written(said);
        let reads =
            machine.as_ref().map_or(String::new(), |value| format!("; the program reads {}", value_in_words(value)));
        let sets = if matches!(said, Said::Set { .. }) { ": " } else { " " };
        let value = if value.is_empty() { String::new() } else { format!("{sets}{value}") };
        let why = if why.is_empty() { String::new() } else { format!(": {why}") };
        let day = at.get(..10).unwrap_or(at);
        page.row(status.name(), format!("{field}{value}{reads} ({by}, {day}{why})"));
    }
}
