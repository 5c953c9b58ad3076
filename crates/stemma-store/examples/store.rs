//! Measures how the store grows, outside the program.
//!
//! `store scale COUNT` keeps so many documents in a temporary file, in stories of three with one event each, all made up, then
//! prints how long it takes to keep the whole picture, to replace one story, to read one, to read some documents and to
//! count, in milliseconds.

use std::error::Error;
use std::time::Instant;

use serde_json::json;
use stemma::fuse::Part;
use stemma::model::{Annotations, Article, CopyEdge, Evidence, Passage, Reading, Span, Story};
use stemma::pipeline::Chapter;
use stemma_store::{Access, Entry, Extent, Sqlite, Store};

/// Articles of a story.
const ARTICLES: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count: usize = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["scale", count] => count.parse()?,
        _ => return Err("usage: store scale COUNT".into()),
    };
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("scale.stemma");
    let mut store = Sqlite::open(&path, Access::Create)?;
    let entries: Vec<Entry> = (0..count).map(entry).collect();
    timed("keep all documents", || entries.chunks(64).try_for_each(|batch| store.keep(batch, &[]).map(|_| ())))?;
    drop(entries);
    let chapters: Vec<Chapter> = (0..count / ARTICLES).map(chapter).collect::<Result<_, _>>()?;
    let revision = store.revision()?;
    timed("keep the whole picture", || store.keep_chapters(revision, &chapters, Extent::Whole, &[]))?;
    timed("keep it again", || store.keep_chapters(revision, &chapters, Extent::Whole, &[]))?;
    let middle = chapters.len() / 2;
    let mut changed = chapters[middle].clone();
    changed.story.documents.extend(chapters[middle + 1].story.documents.clone());
    let (id, gone) = (changed.story.id.clone(), chapters[middle + 1].story.id.clone());
    let extent = Extent::Changes { since: revision, gone: &[&gone] };
    timed("replace one story, drop one", || store.keep_chapters(revision, &[changed], extent, &[]))?;
    let more = entry(count);
    timed("keep one document", || store.keep(&[more], &[]))?;
    drop(store);
    // A store that was just opened, as a command finds it.
    let store = timed("open", || Sqlite::open(&path, Access::Existing))?;
    timed("is it stale, how many documents", || store.is_stale().and_then(|_| store.count()))?;
    timed("look for what was read with other lists", || store.outdated(64, 16 << 20))?;
    timed("count what was read with other lists", || store.count_outdated())?;
    timed("read one story", || store.chapters_of(&[&id]))?;
    timed("totals", || store.totals())?;
    let some: Vec<String> = (0..100).map(|at| document(at * count / 100)).collect();
    let some: Vec<&str> = some.iter().map(String::as_str).collect();
    timed("find the stories of 100 documents", || some.iter().try_for_each(|id| store.story_of(id).map(|_| ())))?;
    timed("read 100 documents", || store.readings_of(&some))?;
    timed("the history of one story", || store.history(&gone))?;
    timed("read the whole picture", || store.chapters())?;
    timed("read all documents", || store.readings())?;
    println!("{:?}", store.totals()?);
    println!("{} MB", std::fs::metadata(&path)?.len() / 1_000_000);
    Ok(())
}

fn timed<T, E>(what: &str, work: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
    let start = Instant::now();
    let done = work()?;
    println!("{what:<40}{:>10.2} ms", start.elapsed().as_secs_f64() * 1000.0);
    Ok(done)
}

fn document(at: usize) -> String {
    format!("document-{at:07}")
}

/// A short page.
fn entry(at: usize) -> Entry {
    let text = format!("Shelling killed {at} people in the market of the town, a doctor said.\n").repeat(20);
    let reading = Reading {
        id: document(at),
        sha256: format!("{at:064x}"),
        path: Some("pages.jsonl".into()),
        url: None,
        published_at: None,
        text: text.clone(),
        article: Article::default(),
        annotations: Annotations::default(),
    };
    Entry::new(reading, text.as_bytes(), &[], "")
}

/// The story of three pages, of which the later ones copy the first.
fn chapter(at: usize) -> Result<Chapter, Box<dyn Error>> {
    let documents: Vec<String> = (at * ARTICLES..(at + 1) * ARTICLES).map(document).collect();
    let span = Span { start: 0, end: 60 };
    let edge = |child: &String| CopyEdge {
        child: child.clone(),
        parent: Some(documents[0].clone()),
        missing: None,
        p: 0.9,
        one_text: 0.97,
        passages: vec![Passage { child: span, parent: Some(span), words: 12, edits: 0, changes: vec![] }],
        evidence: vec![Evidence::SharedPassage, Evidence::TimeOrder],
    };
    let quote = |doc: &String| json!({"doc": doc, "start": 0, "end": 60, "quote": "Shelling killed people in the market of the town"});
    let event = json!({
        "id": format!("e-{at:012}"), "summary": "", "kind": "shelling", "plover": "ASSAULT", "mode": "heavy-weapons",
        "acled": "Explosions/Remote violence", "acled_sub": "Shelling/artillery/missile attack", "assertion": "asserted",
        "actors": [], "recipients": [{"name": "people", "id": null}], "place": null, "relation": null, "time": null, "toll": [],
        "territory": null, "mentions": documents.iter().map(quote).collect::<Vec<_>>(), "articles": ARTICLES,
        "origins": {"min": 1, "max": 1, "reason": "two articles repeat the first"}, "origin_groups": [documents],
        "grade": {"admiralty_number": 3, "trace": "one origin"}, "contradictions": [], "reasons": ["the same words"],
        "story": format!("story-{at:012}"),
    });
    let part: Part = serde_json::from_value(json!({
        "events": [{"event": event, "votes": {}}], "claims": [], "contradictions": [], "control": {"stated": [], "deeds": []},
    }))?;
    let title = "Shells hit the market".into();
    Ok(Chapter {
        lineage: documents[1..].iter().map(edge).collect(),
        alterations: vec![],
        dates: vec![],
        part,
        story: Story { id: format!("story-{at:012}"), documents, title, from: None, to: None },
    })
}
