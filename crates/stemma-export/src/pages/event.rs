//! An event: what happened, by whose account, and every sentence that tells it.

use std::collections::BTreeSet;

use stemma::model::{Contradiction, Event};
use stemma_store::told;
use stemma_workspace::ask::KnownEvent;

use super::{Page, document_line, quote};
use crate::words;

pub(super) fn page(known: &KnownEvent) -> Page {
    let KnownEvent { event, pages, claims, contradictions } = known;
    let mut page = Page::default();
    page.head(format!("event {}", event.id));
    page.text("  ", &event.summary);
    page.space();
    fields(&mut page, event);
    super::review::of_event(&mut page, event);
    let marks: BTreeSet<&str> =
        pages.iter().flat_map(|page| page.marks.split("; ")).filter(|mark| !mark.is_empty()).collect();
    if !marks.is_empty() {
        page.row("marked as", marks.into_iter().collect::<Vec<_>>().join("; "));
    }
    for (index, group) in event.origin_groups.iter().enumerate() {
        page.space();
        page.text("", format!("origin {}", index + 1));
        for document in group {
            page.text("  ", document_line(document, pages));
            for mention in event.mentions.iter().filter(|mention| mention.doc == *document) {
                quote(&mut page, mention);
            }
        }
    }
    for correction in &event.corrections {
        page.space();
        page.text("", words::correction(correction.kind));
        quote(&mut page, &correction.quote);
    }
    let grouped = |document: &String| event.origin_groups.iter().any(|group| group.contains(document));
    for mention in event.mentions.iter().filter(|mention| !grouped(&mention.doc)) {
        page.space();
        page.text("  ", document_line(&mention.doc, pages));
        quote(&mut page, mention);
    }
    for claim in claims {
        page.space();
        page.text("", format!("said by {}", claim.chain.join(" → ")));
        quote(&mut page, &claim.content);
    }
    for found in contradictions {
        contradiction(&mut page, found);
    }
    page.explained();
    page
}

fn fields(page: &mut Page, event: &Event) {
    page.row("kind", &event.kind);
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(" / {mode}"));
    page.row("PLOVER", format!("{}{mode}", event.plover));
    let acled: Vec<&str> = [&event.acled, &event.acled_sub].into_iter().flatten().map(String::as_str).collect();
    page.row("ACLED", acled.join(" / "));
    page.row("told", told(event.assertion));
    page.row("who", words::parties(&event.actors));
    page.row("whom", words::parties(&event.recipients));
    page.row("where", place(event));
    page.row("when", event.time.map_or("unknown".into(), words::interval));
    for toll in &event.toll {
        page.row("toll", words::toll(toll));
    }
    let because = if event.origins.reason.is_empty() { String::new() } else { format!(": {}", event.origins.reason) };
    page.row("sources", format!("{}{because}", words::origins(event)));
    let trace = if event.grade.trace.is_empty() { String::new() } else { format!(" ({})", event.grade.trace) };
    page.row("Admiralty", format!("{}{trace}", event.grade.admiralty_number));
    page.row("Airwars", event.grade.airwars_trace.as_deref().unwrap_or_default());
    let right = event.confidence.map_or(String::new(), |confidence| format!("{:.0} %", confidence * 100.0));
    page.row("read right", right);
    for link in &event.links {
        page.row(words::relation(link.relation), format!("{} ({})", link.event, link.reason));
    }
    page.row("story", event.story.as_deref().unwrap_or_default());
    for reason in &event.reasons {
        page.row("joined", reason);
    }
}

pub(super) fn contradiction(page: &mut Page, found: &Contradiction) {
    let Contradiction { kind, a, b, note, .. } = found;
    page.space();
    page.text("", format!("the sources disagree on {}", words::contradiction(*kind)));
    page.text("  ", note);
    quote(page, a);
    quote(page, b);
}

fn place(event: &Event) -> String {
    let Some(place) = &event.place else { return "unknown".into() };
    let name = words::place(place, event.relation.as_ref());
    let radius = place.radius_km.map_or(String::new(), |radius| format!(", within {radius:.0} km"));
    let carried = if event.carried { ", carried over from the events around it" } else { "" };
    match place.point() {
        Some((lat, lon)) => format!("{name}, {lat:.4} {lon:.4}{radius}{carried}"),
        None => format!("{name}, not found in the gazetteer"),
    }
}
