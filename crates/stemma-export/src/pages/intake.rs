//! What came in, and what the store holds now.

use std::collections::BTreeMap;

use stemma_workspace::ask::Standing;
use stemma_workspace::intake::Tally;

use super::Page;
use crate::words;

/// How many refusals are repeated.
const LISTED: usize = 10;

pub fn intake(store: &str, tally: &Tally, standing: &Standing) -> Page {
    let Tally { new, known, versions, renewed, refused, noted } = tally;
    let Standing { documents, totals, happened, confirmed, checked, lists } = standing;
    let mut page = Page::default();
    let mut row = |name: &str, value: String| page.field("", 16, name, value);
    row("store", store.to_owned());
    row("documents", format!("{new} new, {known} already known, {documents} in the store"));
    for line in of_versions(versions) {
        row("", line);
    }
    row("lists", lists.clone());
    if renewed.again > 0 {
        row("read again", format!("{} that were read with other lists", renewed.again));
    }
    row("skipped", refused.len().to_string());
    for line in refused.iter().take(LISTED) {
        row("", line.clone());
    }
    if refused.len() > LISTED {
        row("", format!("and {} more, all named on standard error", refused.len() - LISTED));
    }
    if !noted.is_empty() {
        row("noted", format!("{}, in pages that were read otherwise", noted.len()));
    }
    for line in noted.iter().take(LISTED) {
        row("", line.clone());
    }
    if noted.len() > LISTED {
        row("", format!("and {} more, all shown with their documents", noted.len() - LISTED));
    }
    row("stories", totals.stories.to_string());
    if renewed.stories > 0 {
        row("changed", format!("{} of them, which were made anew", renewed.stories));
    }
    row("copies", format!("{} of one article from another", totals.copies));
    row("events", totals.events.to_string());
    row("happened", format!("{happened} of them as told, {confirmed} by two independent origins or more"));
    let origins = words::range(totals.least_origins, totals.most_origins);
    row("told", format!("{} times in articles, from {origins} independent origins", totals.told));
    row("contradictions", totals.contradictions.to_string());
    row("checked", words::checked(*checked));
    // A store without a page has nothing to list.
    if *documents > 0 {
        row("next", format!("stemma ls events --store {store}; stemma brief --store {store}"));
    }
    page
}

/// The documents that came with other bytes than before, each in one line however often it came.
fn of_versions(versions: &[(String, u32)]) -> Vec<String> {
    let mut latest: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for (id, version) in versions {
        let (times, last) = latest.entry(id).or_default();
        (*times, *last) = (*times + 1, (*last).max(*version));
    }
    let line = |(id, (times, last)): (&&str, &(u32, u32))| {
        let often = if *times == 1 { String::new() } else { format!(", {times} times,") };
        format!("{id} came{often} with other bytes than before and is kept as version {last}")
    };
    let mut lines: Vec<String> = latest.iter().take(LISTED).map(line).collect();
    if latest.len() > LISTED {
        lines.push(format!("and {} more came with other bytes", latest.len() - LISTED));
    }
    lines
}
