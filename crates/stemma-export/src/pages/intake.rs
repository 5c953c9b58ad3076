//! What came in, and what the store holds now.

use stemma_workspace::ask::Standing;
use stemma_workspace::intake::Tally;

use super::Page;
use crate::words;

/// How many refusals are repeated.
const LISTED: usize = 10;

pub fn intake(store: &str, tally: &Tally, standing: &Standing) -> Page {
    let Tally { new, known, versions, renewed, refused } = tally;
    let Standing { documents, totals, happened, confirmed, checked, lists } = standing;
    let mut page = Page::default();
    let mut row = |name: &str, value: String| page.field("", 16, name, value);
    row("store", store.to_owned());
    row("documents", format!("{new} new, {known} already known, {documents} in the store"));
    for (id, version) in versions {
        row("", format!("{id} came with other bytes than before and is kept as version {version}"));
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
    row("next", format!("stemma ls events --store {store}; stemma brief --store {store}"));
    page
}
