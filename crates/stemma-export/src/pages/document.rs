//! A document: its parts by kind, what was cut, and what was read in it.

use stemma::model::{ActorMention, Block, BlockKind, EventMention, Reading};
use stemma_store::{Whole, told};
use stemma_workspace::ask::KnownPage;

use super::Page;
use crate::words;

pub(super) fn page(known: &KnownPage) -> Page {
    let KnownPage { whole: Whole { reading, bytes, notes, version }, story, events, marks } = known;
    let article = &reading.article;
    let mut page = Page::default();
    page.head(format!("document {}", reading.id));
    page.row("title", article.title.as_ref().map_or("", |title| &title.text));
    page.row("outlet", article.outlet.as_deref().unwrap_or_default());
    page.row("byline", article.byline.as_deref().unwrap_or_default());
    page.row("dateline", article.dateline.as_deref().unwrap_or_default());
    let published = article.published.as_ref();
    page.row(
        "published",
        published.map_or("unknown".into(), |day| format!("{} (from {})", words::published(day), day.evidence)),
    );
    page.row("language", article.language.as_deref().unwrap_or_default());
    page.row("file", reading.path.as_deref().unwrap_or_default());
    page.row("address", reading.url.as_deref().unwrap_or_default());
    page.row("sha256", &reading.sha256);
    page.row("kept", format!("{} original bytes, version {version}", bytes.len()));
    if !marks.is_empty() {
        page.row("marked as", marks);
    }
    for note in notes {
        page.row("note", &note.message);
    }
    page.row("story", story.as_ref().map_or(String::new(), |story| format!("{} “{}”", story.id, story.title)));

    page.space();
    page.text("", "article");
    for block in article.blocks.iter().filter(|block| block.kind.is_of_article()) {
        page.text("  ", name(block.kind));
        page.text("    ", block.span.of(&reading.text));
    }
    cut(&mut page, reading);
    if !reading.annotations.events.is_empty() {
        page.space();
        page.text("", "events read in it");
    }
    for (event, told) in reading.annotations.events.iter().zip(events) {
        mention(&mut page, event, &reading.text);
        let told = match told {
            Some((id, true)) => format!("{id}, of the second rank: words that are an act themselves"),
            Some((id, false)) => id.clone(),
            None => "none: too vague, of who, whom, where, when and how many it says too little".into(),
        };
        page.field("      ", 8, "event", told);
    }
    page.explained();
    page
}

/// What does not belong to the article, with the first words of each part.
fn cut(page: &mut Page, reading: &Reading) {
    let blocks: Vec<&Block> = reading.article.blocks.iter().filter(|block| !block.kind.is_of_article()).collect();
    page.space();
    if blocks.is_empty() {
        return page.text("", "nothing was cut");
    }
    let bytes: usize = blocks.iter().map(|block| block.span.len()).sum();
    page.text("", format!("cut: {} of {} bytes", bytes, reading.text.len()));
    for block in blocks {
        page.field("  ", 9, name(block.kind), words::one_line(block.span.of(&reading.text), 88));
    }
}

fn mention(page: &mut Page, event: &EventMention, text: &str) {
    let names = |actors: &[ActorMention]| {
        words::list(&actors.iter().map(|actor| actor.name.clone().unwrap_or(actor.text.clone())).collect::<Vec<_>>())
    };
    page.text("  ", format!("{} ({}), told as {}", event.kind, event.plover, told(event.assertion)));
    page.text("      ", format!("“{}”", event.extent.of(text)));
    let mut field = |name: &str, value: String| page.field("      ", 8, name, value);
    field("who", names(&event.actors));
    field("whom", names(&event.recipients));
    let place = event.place.as_ref();
    field("where", place.map_or(String::new(), |place| words::place(&place.place, place.relation.as_ref())));
    field("when", event.time.as_ref().map_or(String::new(), |time| words::interval(time.interval)));
    for toll in &event.toll {
        field("toll", words::toll(toll));
    }
    field("rule", event.rule.clone());
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
