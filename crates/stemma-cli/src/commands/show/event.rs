//! An event: what happened, by whose account, and every sentence that tells it.

use std::fmt::Write;

use anyhow::Result;
use stemma::model::{Contradiction, Event, Quote};
use stemma_export::words;
use stemma_store::Dataset;

use super::document_line;
use crate::terminal::{row, wrap};

pub fn page(event: &Event, store: &impl Dataset) -> Result<String> {
    let mut page = format!("event {}\n{}\n", event.id, wrap(&event.summary, "  "));
    row(&mut page, "kind", &event.kind);
    let mode = event.mode.as_ref().map_or(String::new(), |mode| format!(" / {mode}"));
    row(&mut page, "PLOVER", &format!("{}{mode}", event.plover));
    let acled: Vec<&str> = [&event.acled, &event.acled_sub].into_iter().flatten().map(String::as_str).collect();
    row(&mut page, "ACLED", &acled.join(" / "));
    row(&mut page, "assertion", words::assertion(event.assertion));
    row(&mut page, "who", &words::parties(&event.actors));
    row(&mut page, "whom", &words::parties(&event.recipients));
    row(&mut page, "where", &place(event));
    row(&mut page, "when", &event.time.map_or("unknown".into(), words::interval));
    for toll in &event.toll {
        row(&mut page, "toll", &words::toll(toll));
    }
    let because = if event.origins.reason.is_empty() { String::new() } else { format!(": {}", event.origins.reason) };
    row(&mut page, "sources", &format!("{}{because}", words::origins(event)));
    let trace = if event.grade.trace.is_empty() { String::new() } else { format!(" ({})", event.grade.trace) };
    row(&mut page, "Admiralty", &format!("{}{trace}", event.grade.admiralty_number));
    row(&mut page, "Airwars", event.grade.airwars_trace.as_deref().unwrap_or_default());
    row(
        &mut page,
        "read right",
        &event.confidence.map_or(String::new(), |confidence| format!("{:.0} %", confidence * 100.0)),
    );
    for link in &event.links {
        row(&mut page, words::relation(link.relation), &format!("{} ({})", link.event, link.reason));
    }
    row(&mut page, "story", event.story.as_deref().unwrap_or_default());
    for reason in &event.reasons {
        row(&mut page, "joined", reason);
    }
    for (index, group) in event.origin_groups.iter().enumerate() {
        let _ = writeln!(page, "\norigin {}", index + 1);
        for document in group {
            let _ = writeln!(page, "  {}", document_line(document, store)?);
            for mention in event.mentions.iter().filter(|mention| mention.doc == *document) {
                page.push_str(&quote(mention));
            }
        }
    }
    for correction in &event.corrections {
        let _ = write!(page, "\n{}\n{}", words::correction(correction.kind), quote(&correction.quote));
    }
    let grouped = |document: &String| event.origin_groups.iter().any(|group| group.contains(document));
    for mention in event.mentions.iter().filter(|mention| !grouped(&mention.doc)) {
        let _ = write!(page, "\n  {}\n{}", document_line(&mention.doc, store)?, quote(mention));
    }
    for claim in store.claims_of(&event.id)? {
        let _ = write!(page, "\nsaid by {}\n{}", claim.chain.join(" → "), quote(&claim.content));
    }
    for found in store.contradictions(&event.contradictions)? {
        page.push_str(&contradiction(&found));
    }
    Ok(page)
}

pub fn contradiction(found: &Contradiction) -> String {
    let Contradiction { kind, a, b, note, .. } = found;
    format!("\nthe sources disagree on {}\n{}{}{}", words::contradiction(*kind), wrap(note, "  "), quote(a), quote(b))
}

fn quote(quote: &Quote) -> String {
    let Quote { doc, span, quote } = quote;
    wrap(&format!("“{quote}” [{doc}, bytes {}–{}]", span.start, span.end), "    ")
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
