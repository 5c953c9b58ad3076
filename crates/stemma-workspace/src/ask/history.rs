//! What happened to stories as pages came, and where the articles of one are whose id is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use stemma_store::{Archive, Change, ChangeKind, Dataset, Noun, Record};

use super::{Called, called};
use crate::Error;

/// What happened, to one story or to all.
pub struct History {
    /// The story, if one was asked for.
    pub story: Option<(String, Now)>,
    pub changes: Vec<Change>,
}

/// What a story is now.
pub enum Now {
    /// It has so many articles.
    There(usize),
    Gone(Whereabouts),
}

/// Where the articles are that a story held: how many there are, and how many of them by the story that has them now.
pub struct Whereabouts {
    stories: BTreeMap<String, usize>,
    articles: usize,
}

/// The history of the story of an id, gone or not, or of all stories.
pub fn history(store: &(impl Archive + Dataset), id: Option<&str>) -> Result<History, Error> {
    let Some(id) = id else { return Ok(History { story: None, changes: store.history("")? }) };
    let changes = store.history(id)?;
    let current = match called(store, Some(Noun::Stories), id)? {
        Called::One(record) => store.story(&record.id)?,
        Called::Several(records) => {
            let (one, other) = (&records[0].id, &records[1].id);
            return Err(Error::Missing(format!(
                "story {id}: more than one begins so ({one}, {other}, …); give more of the id"
            )));
        }
        Called::None => None,
    };
    let (id, now) = match (current, gone(id, &changes)?) {
        (Some(story), _) => (story.id, Now::There(story.documents.len())),
        (None, Some(id)) => (id.to_owned(), Now::Gone(Whereabouts::of(id, &changes, store)?)),
        (None, None) => {
            return Err(Error::Missing(format!("story {id}: there is none in this store and there never was")));
        }
    };
    let changes = changes.into_iter().filter(|change| is_of(change, &id)).collect();
    Ok(History { story: Some((id, now)), changes })
}

/// The changes of one story; none while all it did was begin.
pub(super) fn of_story(store: &impl Archive, id: &str) -> Result<Vec<Change>, Error> {
    let mut changes = store.history(id)?;
    changes.retain(|change| is_of(change, id));
    let is_told = changes.iter().any(|change| change.kind != ChangeKind::Began);
    Ok(if is_told { changes } else { Vec::new() })
}

/// The story that has all the articles of one that is gone, with a line that says so; fails with such a line when they are in several.
/// Nothing where no story was ever called so.
pub fn successor(store: &(impl Archive + Dataset), id: &str) -> Result<Option<(Record, String)>, Error> {
    let changes = store.history(id)?;
    let Some(gone) = gone(id, &changes)? else { return Ok(None) };
    let whereabouts = Whereabouts::of(gone, &changes, store)?;
    let line = format!("story {gone}: is gone, and {whereabouts} now; `stemma show history {gone}` says how that came");
    match &whereabouts.stories.keys().collect::<Vec<_>>()[..] {
        [only] => {
            let story = store.story(only)?;
            Ok(story.map(|story| (Record { noun: Noun::Stories, id: story.id, title: story.title }, line)))
        }
        _ => Err(Error::Missing(line)),
    }
}

/// The only id that begins so among those that are told of.
fn gone<'a>(id: &str, changes: &'a [Change]) -> Result<Option<&'a str>, Error> {
    let ids = changes.iter().flat_map(|change| [&change.from, &change.to]).flatten();
    let ids: BTreeSet<&str> = ids.map(String::as_str).filter(|known| known.starts_with(id)).collect();
    if let Some(&exact) = ids.get(id) {
        return Ok(Some(exact));
    }
    let mut ids = ids.into_iter();
    match (ids.next(), ids.next()) {
        (Some(one), Some(other)) => {
            Err(Error::Missing(format!("story {id}: more than one began so ({one}, {other}, …); give more of the id")))
        }
        (one, _) => Ok(one),
    }
}

fn is_of(change: &Change, id: &str) -> bool {
    [&change.from, &change.to].into_iter().flatten().any(|known| known == id)
}

impl Whereabouts {
    fn of(id: &str, changes: &[Change], store: &impl Archive) -> Result<Whereabouts, Error> {
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
}

/// "its 3 articles are in story-1 (2) and story-2 (1)".
impl fmt::Display for Whereabouts {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (article, are) = if self.articles == 1 { ("article", "is") } else { ("articles", "are") };
        write!(to, "its {} {article} {are} in ", self.articles)?;
        let mut stories: Vec<(&str, usize)> =
            self.stories.iter().map(|(story, &count)| (story.as_str(), count)).collect();
        stories.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        match &stories[..] {
            [] => write!(to, "no story"),
            [(story, _)] => write!(to, "{story}"),
            [most @ .., (last, count)] => {
                let most: Vec<String> = most.iter().map(|(story, count)| format!("{story} ({count})")).collect();
                write!(to, "{} and {last} ({count})", most.join(", "))
            }
        }
    }
}
