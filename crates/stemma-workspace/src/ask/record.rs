//! A record with all that hangs on it: what a face shows of an event, a story or a page.

use serde::Serialize;
use stemma::model::{Claim, Contradiction, CopyEdge, Event, EventMention, Story};
use stemma_store::{Archive, Asked, Change, CopyRow, Dataset, EventRow, Filter, Noun, PageRow, Record, Whole};

use super::history;
use crate::Error;

/// What is known of one record.
pub enum Known {
    Event(Box<KnownEvent>),
    Story(Box<KnownStory>),
    Page(Box<KnownPage>),
}

/// An event, the pages that tell it, what is said of it and where they disagree.
pub struct KnownEvent {
    pub event: Event,
    pub pages: Vec<PageRow>,
    pub claims: Vec<Claim>,
    pub contradictions: Vec<Contradiction>,
}

/// A story, its pages, who copied whom, and what it tells.
#[derive(Serialize)]
pub struct KnownStory {
    #[serde(flatten)]
    pub story: Story,
    pub pages: Vec<PageRow>,
    /// Those that are worth a thought.
    pub copies: Vec<CopyRow>,
    pub events: Vec<EventRow>,
    #[serde(skip)]
    pub contradictions: Vec<Contradiction>,
    /// What happened to it; nothing while all it did was begin.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// A page with its original bytes, and what was made of each event that was read in it.
pub struct KnownPage {
    pub whole: Whole,
    pub story: Option<Story>,
    /// For each mention of the reading, the event that it is part of and whether that is of the second rank.
    pub events: Vec<Option<(String, bool)>>,
    /// What people marked it as; empty where nobody did.
    pub marks: String,
}

/// What is known of a record; nothing if it went away meanwhile.
pub fn known(store: &(impl Dataset + Archive), record: &Record) -> Result<Option<Known>, Error> {
    Ok(match record.noun {
        Noun::Events => event(store, &record.id)?.map(|event| Known::Event(Box::new(event))),
        Noun::Stories => story(store, &record.id)?.map(|story| Known::Story(Box::new(story))),
        _ => page(store, &record.id)?.map(|page| Known::Page(Box::new(page))),
    })
}

fn event(store: &impl Dataset, id: &str) -> Result<Option<KnownEvent>, Error> {
    let Some(event) = store.event(id)? else { return Ok(None) };
    let mut documents: Vec<&str> = event.origin_groups.iter().flatten().map(String::as_str).collect();
    documents.extend(event.mentions.iter().map(|mention| mention.doc.as_str()));
    documents.sort_unstable();
    documents.dedup();
    Ok(Some(KnownEvent {
        pages: store.pages_of(&documents)?,
        claims: store.claims_of(id)?,
        contradictions: store.contradictions(&event.contradictions)?,
        event,
    }))
}

fn story(store: &(impl Dataset + Archive), id: &str) -> Result<Option<KnownStory>, Error> {
    let Some(story) = store.story(id)? else { return Ok(None) };
    let documents: Vec<&str> = story.documents.iter().map(String::as_str).collect();
    let mut copies = store.copies_of(id)?;
    copies.retain(|copy| copy.p >= CopyEdge::POSSIBLE);
    let filter = Filter { story: Some(id.to_owned()), ..Filter::default() };
    let within = |document: &String| story.documents.contains(document);
    let mut contradictions = store.contradictions_of(id)?;
    contradictions.retain(|found| within(&found.a.doc) && within(&found.b.doc));
    Ok(Some(KnownStory {
        pages: store.pages_of(&documents)?,
        copies,
        events: store.events(&Asked { filter, ..Asked::default() })?.rows,
        contradictions,
        changes: history::of_story(store, id)?,
        story,
    }))
}

fn page(store: &(impl Dataset + Archive), id: &str) -> Result<Option<KnownPage>, Error> {
    let Some(mut whole) = store.document(id)? else { return Ok(None) };
    let story = store.story_of(id)?;
    if whole.reading.article.published.is_none() {
        // Its relations may tell its day.
        let chapters = store.chapters_of(&story.as_deref().into_iter().collect::<Vec<_>>())?;
        let dates = chapters.iter().flat_map(|chapter| &chapter.dates);
        whole.reading.article.published =
            dates.filter(|dated| dated.document == id).map(|dated| dated.published.clone()).next();
    }
    let told = store.events_of_page(id)?;
    let event = |mention: &EventMention| -> Result<Option<(String, bool)>, Error> {
        let tells = |event: &&Event| event.mentions.iter().any(|quote| quote.doc == id && quote.span == mention.extent);
        let Some(event) = told.iter().find(tells) else { return Ok(None) };
        Ok(Some((event.id.clone(), store.is_second_rank(&event.id)?)))
    };
    let events = whole.reading.annotations.events.iter().map(event).collect::<Result<_, _>>()?;
    let marks = store.pages_of(&[id])?.pop().map(|row| row.marks).unwrap_or_default();
    Ok(Some(KnownPage { story: story.map(|story| store.story(&story)).transpose()?.flatten(), events, marks, whole }))
}
