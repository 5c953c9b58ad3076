//! A document: its parts by kind, what was cut, and what was read in it.

use std::fmt::Write;

use anyhow::Result;
use stemma::model::{Block, BlockKind, Event, EventMention, Reading};
use stemma_export::words;
use stemma_store::{Archive, Dataset, Whole};

use crate::terminal::{row, wrap};

pub fn page(whole: Whole, store: &(impl Dataset + Archive)) -> Result<String> {
    let Whole { mut reading, bytes, notes, version } = whole;
    let story = store.story_of(&reading.id)?;
    if reading.article.published.is_none() {
        // Its relations may tell its day.
        let chapters = store.chapters_of(&story.as_deref().into_iter().collect::<Vec<_>>())?;
        let dates = chapters.iter().flat_map(|chapter| &chapter.dates);
        let day = dates.filter(|dated| dated.document == reading.id).map(|dated| dated.published.clone()).next();
        reading.article.published = day;
    }
    let (reading, article) = (&reading, &reading.article);
    let mut page = format!("document {}\n", reading.id);
    row(&mut page, "title", article.title.as_ref().map_or("", |title| &title.text));
    row(&mut page, "outlet", article.outlet.as_deref().unwrap_or_default());
    row(&mut page, "byline", article.byline.as_deref().unwrap_or_default());
    row(&mut page, "dateline", article.dateline.as_deref().unwrap_or_default());
    let published = article.published.as_ref();
    row(
        &mut page,
        "published",
        &published.map_or("unknown".into(), |day| format!("{} (from {})", words::published(day), day.evidence)),
    );
    row(&mut page, "language", article.language.as_deref().unwrap_or_default());
    row(&mut page, "file", reading.path.as_deref().unwrap_or_default());
    row(&mut page, "address", reading.url.as_deref().unwrap_or_default());
    row(&mut page, "sha256", &reading.sha256);
    row(&mut page, "kept", &format!("{} original bytes, version {version}", bytes.len()));
    for note in &notes {
        row(&mut page, "note", &note.message);
    }
    let story = story.map(|story| store.story(&story)).transpose()?.flatten();
    row(&mut page, "story", &story.map_or(String::new(), |story| format!("{} “{}”", story.id, story.title)));

    page.push_str("\narticle\n");
    for block in article.blocks.iter().filter(|block| block.kind.is_of_article()) {
        let _ = write!(page, "  {}\n{}", name(block.kind), wrap(block.span.of(&reading.text), "    "));
    }
    cut(&mut page, reading);
    if !reading.annotations.events.is_empty() {
        page.push_str("\nevents read in it\n");
    }
    let events = store.events_of_page(&reading.id)?;
    for event in &reading.annotations.events {
        page.push_str(&mention(event, &reading.text));
        let _ = writeln!(page, "      {:<8}{}", "event", told_by(event, &reading.id, &events, store)?);
    }
    Ok(page)
}

/// What does not belong to the article, with the first words of each part.
fn cut(page: &mut String, reading: &Reading) {
    let blocks: Vec<&Block> = reading.article.blocks.iter().filter(|block| !block.kind.is_of_article()).collect();
    if blocks.is_empty() {
        page.push_str("\nnothing was cut\n");
        return;
    }
    let bytes: usize = blocks.iter().map(|block| block.span.len()).sum();
    let _ = writeln!(page, "\ncut: {} of {} bytes", bytes, reading.text.len());
    for block in blocks {
        let _ = writeln!(page, "  {:<9}{}", name(block.kind), words::one_line(block.span.of(&reading.text), 88));
    }
}

/// The event that a mention is part of, or why there is none.
fn told_by(mention: &EventMention, document: &str, events: &[Event], store: &impl Dataset) -> Result<String> {
    let tells = |event: &&Event| {
        let mut quotes = event.mentions.iter().filter(|quote| quote.doc == document);
        quotes.any(|quote| quote.span == mention.extent)
    };
    Ok(match events.iter().find(tells) {
        Some(event) if store.is_second_rank(&event.id)? => {
            format!("{}, of the second rank: words that are an act themselves", event.id)
        }
        Some(event) => event.id.clone(),
        None => "none: too vague, of who, whom, where, when and how many it says too little".into(),
    })
}

fn mention(event: &EventMention, text: &str) -> String {
    let names = |actors: &[stemma::model::ActorMention]| {
        words::list(&actors.iter().map(|actor| actor.name.clone().unwrap_or(actor.text.clone())).collect::<Vec<_>>())
    };
    let mut page = format!("  {} ({}), {}\n", event.kind, event.plover, words::assertion(event.assertion));
    page.push_str(&wrap(&format!("“{}”", event.extent.of(text)), "      "));
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(page, "      {name:<8}{value}");
        }
    };
    field("who", names(&event.actors));
    field("whom", names(&event.recipients));
    let place = event.place.as_ref();
    field("where", place.map_or(String::new(), |place| words::place(&place.place, place.relation.as_ref())));
    field("when", event.time.as_ref().map_or(String::new(), |time| words::interval(time.interval)));
    for toll in &event.toll {
        field("toll", words::toll(toll));
    }
    field("rule", event.rule.clone());
    page
}

fn name(kind: BlockKind) -> &'static str {
    match kind {
        BlockKind::Title => "title",
        BlockKind::Byline => "byline",
        BlockKind::Dateline => "dateline",
        BlockKind::Body => "body",
        BlockKind::Quote => "quote",
        BlockKind::Caption => "caption",
        BlockKind::Nav => "nav",
        BlockKind::Comment => "comment",
        BlockKind::Related => "related",
        BlockKind::Share => "share",
        BlockKind::Login => "login",
        BlockKind::Ad => "ad",
        BlockKind::Other => "other",
    }
}
