//! What happened to stories as pages came: how they began, grew, merged and were split, and where the articles of one are
//! whose id is gone.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use stemma::model::Story;
use stemma_export::words;
use stemma_store::{Archive, Change, ChangeKind, Dataset, Noun, Record};
use stemma_workspace::ask::{Called, called};

use crate::terminal::row;

/// How many articles of one change are named.
const NAMED: usize = 6;

/// Everything that happened, or what happened to the story of one id, gone or not.
pub fn page(id: Option<&str>, store: &(impl Archive + Dataset)) -> Result<String> {
    let Some(id) = id else {
        let changes = store.history("")?;
        return Ok(match changes.is_empty() {
            true => "history\n  no story has been shown yet\n".into(),
            false => format!("history of all stories\n{}", lines(&changes)),
        });
    };
    let changes = store.history(id)?;
    let current = match called(store, Some(Noun::Stories), id)? {
        Called::One(record) => store.story(&record.id)?,
        Called::Several(records) => {
            bail!("story {id}: more than one begins so ({}, {}, …); give more of the id", records[0].id, records[1].id)
        }
        Called::None(_) => None,
    };
    let id = match (&current, gone(id, &changes)?) {
        (Some(story), _) => &story.id,
        (None, Some(id)) => id,
        (None, None) => bail!("story {id}: there is none in this store and there never was"),
    };
    let mut page = format!("history of {id}\n{}", lines(changes.iter().filter(|change| is_of(change, id))));
    let now = match &current {
        Some(story) => words::counted(story.documents.len(), "article", "articles"),
        None => Whereabouts::of(id, &changes, store)?.in_words(),
    };
    row(&mut page, "now", &now);
    Ok(page)
}

/// The changes of one story, as a section of its page; nothing while all it did was begin.
pub fn section(story: &Story, store: &impl Archive) -> Result<String> {
    let mut changes = store.history(&story.id)?;
    changes.retain(|change| is_of(change, &story.id));
    let is_told = changes.iter().any(|change| change.kind != ChangeKind::Began);
    Ok(if is_told { format!("\nhistory\n{}", lines(&changes)) } else { String::new() })
}

/// The story that has all the articles of one that is gone, with a line that says so; fails with such a line when they
/// are in several, or when no story was ever called so.
pub fn successor(id: &str, store: &(impl Archive + Dataset)) -> Result<Option<(Record, String)>> {
    let changes = store.history(id)?;
    let Some(gone) = gone(id, &changes)? else { return Ok(None) };
    let whereabouts = Whereabouts::of(gone, &changes, store)?;
    let line = format!(
        "story {gone}: is gone, and {} now; `stemma show history {gone}` says how that came",
        whereabouts.in_words()
    );
    match &whereabouts.stories.keys().collect::<Vec<_>>()[..] {
        [only] => {
            let story = store.story(only)?;
            Ok(story.map(|story| (Record { noun: Noun::Stories, id: story.id, title: story.title }, line)))
        }
        _ => bail!(line),
    }
}

/// The only id that begins so among those that are told of.
fn gone<'a>(id: &str, changes: &'a [Change]) -> Result<Option<&'a str>> {
    let ids = changes.iter().flat_map(|change| [&change.from, &change.to]).flatten();
    let ids: BTreeSet<&str> = ids.map(String::as_str).filter(|known| known.starts_with(id)).collect();
    if let Some(&exact) = ids.get(id) {
        return Ok(Some(exact));
    }
    let mut ids = ids.into_iter();
    match (ids.next(), ids.next()) {
        (Some(one), Some(other)) => {
            bail!("story {id}: more than one began so ({one}, {other}, …); give more of the id")
        }
        (one, _) => Ok(one),
    }
}

fn is_of(change: &Change, id: &str) -> bool {
    [&change.from, &change.to].into_iter().flatten().any(|known| known == id)
}

/// Where the articles are that a story held.
struct Whereabouts {
    /// How many, by the story that has them now.
    stories: BTreeMap<String, usize>,
    articles: usize,
}

impl Whereabouts {
    fn of(id: &str, changes: &[Change], store: &impl Archive) -> Result<Whereabouts> {
        let left = changes.iter().filter(|change| change.from.as_deref() == Some(id));
        let articles: BTreeSet<&str> = left.flat_map(|change| &change.documents).map(String::as_str).collect();
        let mut stories: BTreeMap<String, usize> = BTreeMap::new();
        for article in &articles {
            if let Some(story) = store.story_of(article)? {
                *stories.entry(story).or_default() += 1;
            }
        }
        Ok(Whereabouts { stories, articles: articles.len() })
    }

    /// "its 3 articles are in story-1 (2) and story-2 (1)".
    fn in_words(&self) -> String {
        let (article, are) = if self.articles == 1 { ("article", "is") } else { ("articles", "are") };
        let held = format!("its {} {article} {are}", self.articles);
        let mut stories: Vec<(&str, usize)> =
            self.stories.iter().map(|(story, &count)| (story.as_str(), count)).collect();
        stories.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        match &stories[..] {
            [] => format!("{held} in no story"),
            [(story, _)] => format!("{held} in {story}"),
            [most @ .., (last, count)] => {
                let most: Vec<String> = most.iter().map(|(story, count)| format!("{story} ({count})")).collect();
                format!("{held} in {} and {last} ({count})", most.join(", "))
            }
        }
    }
}

fn lines<'a>(changes: impl IntoIterator<Item = &'a Change>) -> String {
    let mut page = String::new();
    for change in changes {
        row(&mut page, &format!("revision {}", change.revision), &words_of(change));
    }
    page
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
