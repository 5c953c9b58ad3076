//! Who told an event first, who only copied it, and who tells it independently.

use stemma::model::CopyEdge;
use stemma_store::PageRow;
use stemma_workspace::ask::{Copy, Root, Who};

use super::Page;
use crate::words;

pub fn who(who: &Who) -> Page {
    let mut page = Page::default();
    page.head(&who.event);
    page.text("  ", &who.summary);
    let Some((first, others)) = who.roots.split_first() else { return page };
    page.row("first", told(first, false));
    if first.copies.is_empty() {
        page.row("copied by", "none");
    }
    copies(&mut page, first);
    let (same, apart): (Vec<&Root>, Vec<&Root>) = others.iter().partition(|root| root.shares_origin);
    for root in same {
        page.row("same text", told(root, true));
        copies(&mut page, root);
    }
    if apart.is_empty() {
        page.row("independent", "none");
    }
    for root in apart {
        page.row("independent", told(root, true));
        copies(&mut page, root);
    }
    let noun = if who.origins_max == 1 { "origin" } else { "origins" };
    let range = words::range(who.origins_min, who.origins_max);
    page.row("in all", format!("{range} independent {noun}"));
    page
}

/// How many whose word a page carries are named.
const QUOTED: usize = 3;

/// "Nile Ledger, 9 June 2024, quoting MSF [id]".
fn told(root: &Root, with_days: bool) -> String {
    let mut said = named(&root.page);
    if let Some(days) = root.days.filter(|_| with_days) {
        said.push_str(&format!(" ({})", later(days)));
    }
    if !root.quoting.is_empty() {
        let mut quoted: Vec<String> = root.quoting.iter().take(QUOTED).cloned().collect();
        let more = root.quoting.len() - quoted.len();
        if more > 0 {
            quoted.push(words::counted(more, "other", "others"));
        }
        said.push_str(&format!(", quoting {}", words::list(&quoted)));
    }
    if let Some(unseen) = &root.unseen {
        said.push_str(&format!(", with words of a source that was not collected ({unseen})"));
    }
    format!("{said} [{}]", root.page.id)
}

fn named(page: &PageRow) -> String {
    let day = match (page.from, page.to) {
        (Some(from), Some(to)) if from != to => format!("{} – {}", words::day(from), words::day(to)),
        (Some(day), _) => words::day(day),
        (None, _) => "day unknown".into(),
    };
    let outlet =
        page.outlet.clone().or_else(|| page.title.as_deref().map(|title| format!("“{}”", words::one_line(title, 60))));
    format!("{}, {day}", outlet.as_deref().unwrap_or("an unnamed outlet"))
}

fn copies(page: &mut Page, root: &Root) {
    for copy in &root.copies {
        page.row("copied by", copied(copy, &root.page.id));
    }
}

/// "Coast Herald +1 day (2 words changed) [id]".
fn copied(copy: &Copy, root: &str) -> String {
    let outlet = copy.page.outlet.clone().unwrap_or_else(|| named(&copy.page));
    let days = copy.days.map_or(String::new(), |days| format!(" {}", later(days)));
    let changed = match copy.edits {
        0 => "no word changed".into(),
        1 => "1 word changed".into(),
        edits => format!("{edits} words changed"),
    };
    let of = format!("{changed} of {} that both have", copy.words);
    let through = if copy.parent == root { String::new() } else { format!(", from {}", copy.parent) };
    let sure = if copy.p >= CopyEdge::COPYING && copy.p < 0.8 { format!(", p {:.2}", copy.p) } else { String::new() };
    format!("{outlet}{days} ({of}{through}{sure}) [{}]", copy.page.id)
}

fn later(days: i32) -> String {
    match days {
        0 => "the same day".into(),
        1 => "+1 day".into(),
        days => format!("{days:+} days"),
    }
}
