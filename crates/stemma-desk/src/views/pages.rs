//! A page by itself, two of them side by side, and the bytes that came.

use std::collections::BTreeSet;

use serde::Serialize;
use stemma::model::{Day, Reading};
use stemma_export::{pages, words};
use stemma_store::{Asked, Dataset, Documents, EventRow, Filter, Marked, Marks as _, Noun, PageRow, Sqlite, StoryRow};
use stemma_workspace::ask::{self, Known, KnownPage};

use super::records::{Shape, known};
use super::{Asking, Found};
use crate::answer::{Shown, json};
use crate::fault::Fault;

pub fn page(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct PageRecord<'a> {
        page: &'a PageRow,
        marks: Vec<Marked>,
        text: &'a str,
        sha256: &'a str,
        bytes: usize,
        published: Option<Published>,
        blocks: Vec<ask::Block>,
        layers: Vec<stemma_export::Layer>,
        events: &'a [EventRow],
        story: Option<StoryRow>,
        parents: Vec<ask::TreeEdge>,
        children: Vec<ask::TreeEdge>,
        notes: Vec<String>,
        stamp: &'a str,
    }
    #[derive(Serialize)]
    struct Published {
        from: Day,
        to: Day,
        evidence: String,
    }
    let store = asking.store;
    let found = known(asking, Noun::Pages)?;
    let Known::Page(known) = &found else { return Err(Fault::not_found("no page")) };
    let KnownPage { whole, story, events, .. } = known.as_ref();
    let Reading { id, text, sha256, article, .. } = &whole.reading;
    let rows = store.pages_of(&[id])?;
    let page = rows.first().ok_or_else(|| Fault::not_found(format!("{id}: went away meanwhile")))?;
    // A page may tell one event several times.
    let told: BTreeSet<&str> = events.iter().flatten().map(|(event, _)| event.as_str()).collect();
    let told = store.events_of(&told.into_iter().collect::<Vec<_>>())?;
    let relations = ask::relations(store, id)?;
    let of_story = |id: &String| -> Result<Option<StoryRow>, Fault> {
        let filter = Filter { story: Some(id.clone()), ..Filter::default() };
        Ok(store.stories(&Asked { filter, limit: Some(1), ..Asked::default() })?.rows.pop())
    };
    let published = article.published.as_ref().map(|published| Published {
        from: published.start,
        to: published.end,
        evidence: words::published(published),
    });
    let json = json(&PageRecord {
        page,
        marks: store.marks_of(&[id])?,
        text,
        sha256,
        bytes: whole.bytes.len(),
        published,
        blocks: ask::blocks(article),
        layers: stemma_export::layers(known, asking.live.lexicon()),
        events: &told,
        story: story.as_ref().map(|story| of_story(&story.id)).transpose()?.flatten(),
        parents: relations.parents,
        children: relations.children,
        notes: whole.notes.iter().map(|note| note.message.clone()).collect(),
        stamp: &asking.stamp,
    });
    let title = page.title.clone().unwrap_or_else(|| id.clone());
    Ok(Box::new(Shape { json, events: told, title, text: pages::record(&found) }))
}

pub fn compare(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct Stamped<'a> {
        #[serde(flatten)]
        compare: &'a ask::Compare,
        stamp: &'a str,
    }
    let whole = |written: &str| -> Result<String, Fault> {
        match ask::called(asking.store, Some(Noun::Pages), written)? {
            ask::Called::One(record) => Ok(record.id),
            _ => {
                Err(Fault::not_found(format!("{written}: no page, or more than one, is called so; give its whole id")))
            }
        }
    };
    let (a, b) = (whole(asking.address.needed("a")?)?, whole(asking.address.needed("b")?)?);
    let compare = ask::compare(asking.store, &a, &b, asking.live.lexicon())?;
    let compare = compare.ok_or_else(|| Fault::not_found(format!("{a}, {b}: one of them went away meanwhile")))?;
    let text = stemma_export::pages::compare(&compare);
    let json = json(&Stamped { compare: &compare, stamp: &asking.stamp });
    Ok(Box::new(Shape { json, events: Vec::new(), title: "Two pages side by side".into(), text }))
}

/// The bytes that came, with the name of their file.
pub fn original(store: &Sqlite, id: &str) -> Result<Found, Fault> {
    let whole = store.document(id)?;
    let whole = whole
        .ok_or_else(|| Fault::not_found(format!("{id}: no page has this id; original bytes need the whole id")))?;
    let path = whole.reading.path.as_deref().unwrap_or(id);
    let name = path.rsplit(['/', '\\']).next().unwrap_or(id).to_owned();
    Ok(Found::Original { name, bytes: whole.bytes })
}
