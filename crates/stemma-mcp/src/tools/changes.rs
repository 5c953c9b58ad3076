//! What came into the store since an earlier answer, or since a day.
//!
//! A store keeps no clock: when a page came is known by its number alone. So a stamp of an earlier answer is answered exactly; of a day or an
//! instant it is told what pages are dated since then, what events were then, and what people said since.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;
use stemma::model::Fix;
use stemma_export::words;
use stemma_store::{Asked, Dataset, Fixes, Found, Mark, Noun, Sort};
use stemma_workspace::ask::Query;
use stemma_workspace::review::written;

use super::{Asking, Tool, gives};
use crate::answer::{self, Body, Cut, EventItem, PageItem, Pages, Ready, Rows, Said, name};
use crate::fault::Fault;
use crate::schema::{CURSOR, Field, LIMIT, Takes};

pub const TOOL: Tool = Tool {
    name: "what_changed_since",
    title: "What changed since",
    description: "Tells what came since: pages that are new or came with other bytes, the events they tell, what became of stories, and what \
                  people said of events. `since` is best the `store.stamp` of an earlier answer, which is exact; a day or an instant is \
                  held against the days of pages and events, as the store keeps no clock of when pages came.",
    takes: Takes::Fields(&[
        Field {
            name: "since",
            help: "The `store.stamp` of an earlier answer, or a day (2024-06-05) or an instant (2024-06-05T12:00Z)",
            is_needed: true,
            most: None,
        },
        LIMIT,
        CURSOR,
    ]),
    gives: gives::<Changes>,
    run,
};

#[derive(Serialize, JsonSchema)]
struct Changes {
    since: String,
    /// What it was held against: `came`, when things came; `dated`, the days that pages and events have
    by: By,
    /// Whether nothing at all that can be asked is another than at the stamp; null of a day
    is_same: Option<bool>,
    pages: Rows<PageItem>,
    /// Of a stamp, those that these pages tell; of a day, those that were since
    events: Rows<EventItem>,
    /// What became of stories, in words
    stories: Rows<String>,
    fixes: Rows<FixItem>,
}

#[derive(Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum By {
    Came,
    Dated,
}

/// What a person said of an event.
#[derive(Serialize, JsonSchema)]
struct FixItem {
    event: String,
    /// A field, or accept, reject, hold, merge, split, withdraw
    what: String,
    value: String,
    by: String,
    at: String,
    why: String,
}

fn run(asking: &Asking<'_>) -> Result<Ready, Fault> {
    let since = asking.arguments.needed("since")?;
    match since.parse::<Mark>() {
        Ok(mark) => since_mark(asking, since, &mark),
        Err(()) => since_day(asking, since),
    }
}

fn since_mark(asking: &Asking<'_>, since: String, mark: &Mark) -> Result<Ready, Fault> {
    let store = asking.store;
    let (limit, skip) = asking.arguments.paging()?;
    let now = store.mark()?;
    if mark.revision > now.revision || mark.picture > now.picture || mark.fixes > now.fixes {
        return Err(Fault::new(format!(
            "{since}: is no stamp of this store as it was, but of another store or of one that was put in its place; ask with a day"
        )));
    }
    let Found { rows: ids, total } = store.came_since(mark, skip, limit)?;
    let pages = Pages::of(store, ids.iter().map(String::as_str))?;
    let mut told = BTreeSet::new();
    for id in &ids {
        asking.check()?;
        told.extend(store.events_of_page(id)?.into_iter().map(|event| event.id));
    }
    let told = Rows::part(told.into_iter().collect::<Vec<String>>(), (limit, 0));
    let rows = store.events_of(&told.rows.iter().map(String::as_str).collect::<Vec<_>>())?;
    let mut events = Rows::of(answer::events(store, &rows, 1)?, told.total, 0);
    // They are those of the pages beside them; the cursor goes through pages.
    events.next = None;
    let changes = store.changes_since(mark, skip + limit)?;
    let stories = changes.rows.iter().skip(skip).map(|change| name(&words::change(change))).collect();
    let fixes: Vec<Fix> = store.fixes()?.into_iter().skip(mark.fixes as usize).collect();
    asking.answer(Changes {
        since,
        by: By::Came,
        is_same: Some(*mark == now),
        pages: Rows::of(ids.iter().filter_map(|id| pages.item(id)).collect(), total, skip),
        events,
        stories: Rows::of(stories, changes.total, skip),
        fixes: Rows::part(fixes, (limit, skip)).map(item),
    })
}

fn since_day(asking: &Asking<'_>, since: String) -> Result<Ready, Fault> {
    let store = asking.store;
    let paging = asking.arguments.paging()?;
    // An instant begins with its day.
    let day = since.split(['T', ' ']).next().unwrap_or_default();
    let mut query = Query::default();
    query.set("since", day).map_err(|_| {
        Fault::new(format!(
            "{since}: is neither a stamp nor a day; write `store.stamp` of an earlier answer, or 2024-06-05"
        ))
    })?;
    asking.note("the store keeps no clock of when pages came; pages and events are those that are dated since");
    let asked = |noun| -> Result<Asked, Fault> {
        Ok(Asked { sort: Some(Sort::Day), limit: Some(paging.0), skip: paging.1, ..query.asked(noun, store)? })
    };
    let (of_pages, of_events) = (asked(Noun::Pages)?, asked(Noun::Events)?);
    let pages = store.pages(&of_pages)?;
    let found = store.events(&of_events)?;
    asking.check()?;
    let events = Rows::of(answer::events(store, &found.rows, 1)?, found.total, paging.1);
    // Instants of fixes are all of one form, whose beginning is that of a day.
    let fixes: Vec<Fix> = store.fixes()?.into_iter().filter(|fix| fix.at.as_str() >= since.as_str()).collect();
    asking.answer(Changes {
        since,
        by: By::Dated,
        is_same: None,
        pages: Rows::found(pages, &of_pages).map(|page| PageItem::of(&page)),
        events,
        stories: Rows::part(Vec::new(), paging),
        fixes: Rows::part(fixes, paging).map(item),
    })
}

fn item(fix: Fix) -> FixItem {
    let (what, value) = written(&fix.said);
    FixItem { event: fix.event, what, value: name(&value), by: name(&fix.by), at: fix.at, why: name(&fix.why) }
}

impl Body for Changes {
    fn say(&self, said: &mut Said) {
        if self.is_same == Some(true) {
            said.line("nothing changed since");
        }
        let since = said.id(&self.since);
        said.line(format!("{} pages since {since}", self.pages.total));
        for page in &self.pages.rows {
            page.say(said);
        }
        said.more("pages", &self.pages);
        for event in &self.events.rows {
            event.say(said);
        }
        said.more("events", &self.events);
        for story in &self.stories.rows {
            let story = said.words(story);
            said.line(format!("story: {story}"));
        }
        said.more("changes of stories", &self.stories);
        for FixItem { event, what, value, by, at, .. } in &self.fixes.rows {
            let (event, value) = (said.id(event), said.words(value));
            said.line(format!("{at}, {by} said of {event}: {what} {value}"));
        }
        said.more("corrections", &self.fixes);
    }

    fn lists(&mut self) -> Vec<&mut dyn Cut> {
        vec![&mut self.pages, &mut self.events, &mut self.stories, &mut self.fixes]
    }
}
