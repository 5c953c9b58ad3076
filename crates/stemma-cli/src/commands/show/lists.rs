//! The lists of the user's own that a store keeps, each whole, so that they can be copied out again.

use std::fmt::Write;

use anyhow::Result;
use stemma_store::Lists;
use stemma_workspace::user_lists;

pub fn page(store: &impl Lists) -> Result<String> {
    let lists = store.lists()?;
    let outdated = store.count_outdated()?;
    let mut page = String::new();
    if lists.is_empty() {
        writeln!(page, "lists\n  the program's own alone; `stemma ingest PATH… --lists FOLDER` adds yours")?;
    } else {
        writeln!(page, "lists\n  {}", user_lists::summary(&lists))?;
    }
    if outdated > 0 {
        writeln!(page, "  {outdated} documents were read with others and are read again before the next picture")?;
    }
    for list in &lists {
        writeln!(page, "\n{} (from {})\n", list.path, list.name)?;
        if !list.pack.is_empty() {
            writeln!(page, "  a pack of places, {} bytes", list.pack.len())?;
        }
        for line in list.text.lines() {
            writeln!(page, "  {line}")?;
        }
    }
    Ok(page)
}
