//! Lists of words: those that the program has, what a user's own change in them, and those that a store keeps.

use stemma::lexicon::Lists;
use stemma::lexicon::lists::{CATALOGUE, Effect, Joined, ListKind, OwnList, count};
use stemma_workspace::user_lists;

use super::Page;

/// The greatest number of changes that are named one by one for each list.
const LISTED: usize = 20;

/// The lists of the user's own that a store keeps, each whole, so that they can be copied out again; so many documents were read with
/// others.
pub fn lists(lists: &[OwnList], outdated: u64) -> Page {
    let mut page = Page::default();
    page.head("lists");
    page.text(
        "  ",
        match lists.is_empty() {
            true => "the program's own alone; `stemma ingest PATH… --lists FOLDER` adds yours".into(),
            false => user_lists::summary(lists),
        },
    );
    if outdated > 0 {
        page.text(
            "  ",
            format!("{outdated} documents were read with others and are read again before the next picture"),
        );
    }
    for list in lists {
        page.space();
        page.text("", format!("{} (from {})", list.path, list.name));
        page.space();
        if !list.pack.is_empty() {
            page.text("  ", format!("a pack of places, {} bytes", list.pack.len()));
        }
        for line in list.text.lines() {
            page.verbatim("  ", line);
        }
    }
    page
}

/// Every list of the program with what it holds; those that the user's own change have a star.
pub fn catalogue(joined: &Joined<'_>, all: &Lists<'_>) -> Page {
    let mut page = Page::default();
    for list in &CATALOGUE {
        let mark = if joined.changes.iter().any(|change| change.list == list.path) { "  *" } else { "" };
        let first = format!("{:<28}{:>6}  ", list.path, count(list, all));
        page.hanging(first, " ".repeat(36), format!("{}{mark}", list.holds));
    }
    page.space();
    match joined.names.is_empty() {
        true => page.text("", "no lists of your own; `stemma lists --help` says how to add some"),
        false => {
            page.text("", format!("lists of your own (*): {}", summary(joined)));
            page.append(changes(joined));
        }
    }
    page
}

/// "1 file; 3 added, 0 replaced, 0 extended, 1 removed".
pub fn summary(joined: &Joined<'_>) -> String {
    let of = |effect| joined.changes.iter().filter(|change| change.effect == effect).count();
    format!(
        "{}; {} added, {} replaced, {} extended, {} removed",
        crate::words::counted(joined.names.len(), "file", "files"),
        of(Effect::Added),
        of(Effect::Replaced),
        of(Effect::Extended),
        of(Effect::Removed),
    )
}

/// Where each entry of the user took effect.
pub fn changes(joined: &Joined<'_>) -> Page {
    let mut page = Page::default();
    for ListKind { path, .. } in &CATALOGUE {
        let of_list = || joined.changes.iter().filter(|change| change.list == *path);
        for change in of_list().take(LISTED) {
            let effect = match change.effect {
                Effect::Added => "adds",
                Effect::Replaced => "replaces",
                Effect::Extended => "extends",
                Effect::Removed => "removes",
            };
            let file = &joined.names[change.file];
            page.text("", format!("{file}: line {}: {effect} {} ({path})", change.line, change.entry));
        }
        let number = of_list().count();
        if number > LISTED {
            page.text("", format!("and {} more in {path}", number - LISTED));
        }
    }
    page
}
