//! Measures how the store grows, outside the program.
//!
//! `store scale COUNT [FILE]` keeps so many documents in a temporary file, or in a new one that stays, in stories of three with three
//! events, all made up, then prints how long it takes to keep the whole picture, to replace one story, to read one, to read some
//! documents, to count and to ask, in milliseconds. `store ask FILE` asks such a store what the desk asks of it, each question five times,
//! and prints the shortest.

use std::error::Error;
use std::time::Instant;

use serde_json::json;
use stemma::fuse::Part;
use stemma::model::{
    Annotations, Article, Assertion, Block, BlockKind, Control, ControlStatus, CopyEdge, Day, Event, Evidence, Passage,
    Picture, Quote, Reading, Span, Story, TextAt,
};
use stemma::pipeline::Chapter;
use stemma_store::{
    Access, Archive, Asked, Bbox, Dataset, Documents, Entry, Extent, Filed, Filter, Lack, Lists, Sqlite, Within,
};

/// Articles of a story.
const ARTICLES: usize = 3;
/// Events of a story.
const EVENTS: usize = 3;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = tempfile::tempdir()?;
    let (count, path): (usize, _) = match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["scale", count] => (count.parse()?, folder.path().join("scale.stemma")),
        ["scale", count, file] => (count.parse()?, file.into()),
        ["ask", file] => return overview(&Sqlite::open(file, Access::Existing)?),
        _ => return Err("usage: store scale COUNT [FILE]\n       store ask FILE".into()),
    };
    let mut store = Sqlite::open(&path, Access::Create)?;
    let entries: Vec<Entry> = (0..count).map(entry).collect();
    timed("keep all documents", || entries.chunks(64).try_for_each(|batch| store.keep(batch, &[]).map(|_| ())))?;
    drop(entries);
    let chapters: Vec<Chapter> = (0..count / ARTICLES).map(chapter).collect::<Result<_, _>>()?;
    let told = Picture {
        events: chapters.iter().flat_map(|chapter| chapter.part.events()).cloned().collect(),
        ..Picture::default()
    };
    let filed: Vec<Filed> = chapters.iter().map(Filed::new).collect();
    let revision = store.revision()?;
    timed("keep the whole picture", || store.keep_chapters(revision, 0, &filed, &told, Extent::Whole, &[]))?;
    timed("keep it again", || store.keep_chapters(revision, 0, &filed, &told, Extent::Whole, &[]))?;
    let middle = chapters.len() / 2;
    let mut changed = chapters[middle].clone();
    changed.story.documents.extend(chapters[middle + 1].story.documents.clone());
    let (id, gone) = (changed.story.id.clone(), chapters[middle + 1].story.id.clone());
    let extent = Extent::Changes { since: revision, gone: &[&gone] };
    let told = Picture { events: changed.part.events().cloned().collect(), ..Picture::default() };
    timed("replace one story, drop one", || {
        store.keep_chapters(revision, 0, &[Filed::new(&changed)], &told, extent, &[])
    })?;
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
    ask(&store, &told.events[0])?;
    timed("read the whole picture", || store.chapters())?;
    timed("read all documents", || store.readings())?;
    println!("{:?}", store.totals()?);
    println!("{} MB", std::fs::metadata(&path)?.len() / 1_000_000);
    Ok(())
}

fn ask(store: &Sqlite, event: &Event) -> Result<(), Box<dyn Error>> {
    timed("read one event", || store.event(&event.id))?;
    timed("what is said of it, its pages", || {
        let ids: Vec<&str> = event.mentions.iter().map(|mention| mention.doc.as_str()).collect();
        store.claims_of(&event.id).and_then(|_| store.pages_of(&ids))
    })?;
    timed("who copied whom in its story", || store.copies_of(event.story.as_deref().unwrap_or_default()))?;
    let day = |written: &str| written.parse().ok();
    let three =
        Filter { since: day("2019-03-01"), country: Some("SYR".into()), killed_min: Some(70), ..Filter::default() };
    let near = Filter {
        place: Some(Within::Circle { lat: 33.0, lon: 36.0, km: 40.0 }),
        killed_min: Some(70),
        ..Filter::default()
    };
    let told = Filter { words: Some("battery".into()), outlet: Some("herald 7".into()), ..Filter::default() };
    for (what, filter) in [("three conditions", three), ("a circle and a count", near), ("words and an outlet", told)] {
        let asked = Asked { filter, limit: Some(40), ..Asked::default() };
        let found = timed(&format!("ask events by {what}"), || store.events(&asked))?;
        println!("  {} of {}", found.rows.len(), found.total);
    }
    for words in ["w900 w3000", "w9000", "\"w40 w7\"", "w60*", "bakery"] {
        let asked = Asked {
            filter: Filter { words: Some(words.into()), ..Filter::default() },
            limit: Some(20),
            ..Asked::default()
        };
        let found = timed(&format!("search {words}"), || store.search(&asked))?;
        println!("  {} of {}", found.rows.len(), found.total);
    }
    let all = Asked { limit: Some(40), ..Asked::default() };
    timed("list actors", || store.actors(&all))?;
    timed("list places", || store.places(&all))?;
    timed("list sources", || store.sources(&all))?;
    timed("list stories", || store.stories(&all))?;
    timed("vocabulary", || store.vocabulary("w6"))?;
    overview(store)
}

/// What the desk asks whenever a condition changes.
fn overview(store: &Sqlite) -> Result<(), Box<dyn Error>> {
    let happened = Filter { told: vec![Assertion::Asserted], ..Filter::default() };
    let day = |written: &str| written.parse().ok();
    let filters = [
        ("everything", Filter::default()),
        ("what happened", happened.clone()),
        ("a country", Filter { country: Some("SYR".into()), ..happened.clone() }),
        ("a kind", Filter { kinds: vec!["ASSAULT".into()], ..happened.clone() }),
        ("a year", Filter { since: day("2019-01-01"), until: day("2019-12-31"), ..happened.clone() }),
        ("a party", Filter { actor: Some("battery 7".into()), ..happened.clone() }),
        ("an outlet", Filter { outlet: Some("herald 7".into()), ..happened.clone() }),
        ("words", Filter { words: Some("battery 7".into()), ..happened.clone() }),
        ("a box", Filter { bbox: Some(Bbox { west: 35.0, south: 32.0, east: 37.0, north: 34.0 }), ..happened.clone() }),
        ("what has no place", Filter { lacks: vec![Lack::Place], ..happened }),
    ];
    for (what, filter) in filters {
        let asked = Asked { filter, limit: Some(50), ..Asked::default() };
        shortest(&format!("list {what}"), || store.events(&asked))?;
        let facets = shortest(&format!("facets of {what}"), || store.facets(&asked))?;
        let spots = shortest(&format!("spots of {what}"), || store.spots(&asked))?;
        println!("  {} of {}, {} spots", facets.total, facets.all, spots.spots.len());
    }
    let all = Asked { limit: Some(50), ..Asked::default() };
    shortest("places", || store.places(&all))?;
    shortest("sources", || store.sources(&all))?;
    let held = shortest("who holds what", || store.controls(&all))?;
    println!("  {}", held.total);
    shortest("stamp", || store.stamp())?;
    Ok(())
}

/// How long something takes where nothing else is in its way.
fn shortest<T, E>(what: &str, mut work: impl FnMut() -> Result<T, E>) -> Result<T, E> {
    const TIMES: usize = 5;
    let mut least = f64::INFINITY;
    let mut done = work()?;
    for _ in 0..TIMES {
        let start = Instant::now();
        done = work()?;
        least = least.min(start.elapsed().as_secs_f64() * 1000.0);
    }
    println!("{what:<40}{least:>10.2} ms");
    Ok(done)
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
    let text =
        format!("Shelling killed {at} people in the market of the town, a doctor said.\nA bakery lost its roof.\n")
            .repeat(10);
    // Words as unevenly spread as those of a language.
    let mut state = at as u64;
    let mut word = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("w{} ", (20_000_f64).powf((state >> 40) as f64 / (1u64 << 24) as f64) as u32)
    };
    let text = text + &(0..150).map(|_| word()).collect::<String>();
    let article = Article {
        title: Some(TextAt { text: format!("Shells hit market {at}"), span: None }),
        outlet: Some(format!("Herald {}", at % 200)),
        blocks: vec![Block { span: Span { start: 0, end: text.len() as u32 }, kind: BlockKind::Body }],
        ..Article::default()
    };
    let reading = Reading {
        id: document(at),
        sha256: format!("{at:064x}"),
        path: Some("pages.jsonl".into()),
        url: None,
        published_at: None,
        text: text.clone(),
        article,
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
    let event = |number: usize| {
        let day = format!("20{:02}-{:02}-{:02}", 10 + at % 13, 1 + at % 12, 1 + at % 28);
        let (lat, lon) = (30.0 + (at % 700) as f64 / 100.0, 34.0 + (at % 900) as f64 / 100.0);
        json!({
            "id": format!("e-{at:011}{number}"), "summary": "shelling by battery, in the town", "kind": "shelling",
            "plover": "ASSAULT", "mode": "heavy-weapons", "acled": "Explosions/Remote violence",
            "acled_sub": "Shelling/artillery/missile attack", "assertion": "asserted",
            "actors": [{"name": format!("Battery {}", at % 50), "id": null}], "recipients": [{"name": "people", "id": null}],
            "place": {"name": format!("Town {}", at % 5000), "geonames": null, "lat": lat, "lon": lon,
                      "country": (["SYR", "LBN", "ISR", "JOR"][at % 4]), "level": "settlement", "radius_km": 2.0},
            "relation": null, "time": {"from": day, "to": day, "precision": "day"},
            "toll": [{"start": 0, "end": 5, "measure": "killed", "group": "people", "low": at % 90, "best": at % 90, "high": null, "scope": "event"}],
            "territory": null, "mentions": documents.iter().map(quote).collect::<Vec<_>>(), "articles": ARTICLES,
            "origins": {"min": 1, "max": 1, "reason": "two articles repeat the first"}, "origin_groups": [documents],
            "grade": {"admiralty_number": 3, "trace": "one origin"}, "contradictions": [], "reasons": ["the same words"],
            "story": format!("story-{at:012}"),
        })
    };
    let drafts: Vec<_> = (0..EVENTS).map(|number| json!({"event": event(number), "reports": []})).collect();
    // One story in four tells who holds its town.
    let held = Control {
        place: format!("Town {}", at % 5000),
        lat: Some(30.0 + (at % 5000) as f64 / 700.0),
        lon: Some(34.0 + (at % 71) as f64 / 8.0),
        country: Some("SYR".into()),
        holder: format!("Battery {}", at % 50),
        status: ControlStatus::Held,
        share: None,
        from: Day::new(2010 + (at % 13) as i16, 1, 1),
        to: None,
        as_of: Day::new(2010 + (at % 13) as i16, 1, 1),
        mentions: vec![Quote { doc: documents[0].clone(), span, quote: "Shelling killed people in the market".into() }],
    };
    let stated: Vec<Control> = if at.is_multiple_of(4) { vec![held] } else { vec![] };
    let part: Part = serde_json::from_value(json!({
        "events": drafts, "claims": [], "contradictions": [], "control": {"stated": stated, "deeds": []},
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
