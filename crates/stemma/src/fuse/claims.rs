//! What speakers assert, and the way it took to the page: who first said it, who carried it.

use std::collections::HashMap;

use super::quote;
use crate::model::{Claim, Event, Reading, Span};
use crate::text::digest::short_id;

pub fn claims(readings: &[Reading], events: &[Event]) -> Vec<Claim> {
    let mut by_doc: HashMap<&str, Vec<&Event>> = HashMap::new();
    for event in events {
        for mention in &event.mentions {
            let told = by_doc.entry(&mention.doc).or_default();
            if told.last().is_none_or(|last| last.id != event.id) {
                told.push(event);
            }
        }
    }
    let mut found = Vec::new();
    for reading in readings {
        let here = by_doc.get(reading.id.as_str()).map_or(&[][..], Vec::as_slice);
        for attribution in &reading.annotations.attributions {
            let Some(content) = attribution.content.iter().copied().reduce(Span::cover) else { continue };
            let words =
                attribution.source.iter().copied().reduce(Span::cover).map(|span| span.of(&reading.text).to_string());
            let Some(source) = attribution.speaker.clone().or(words) else { continue };
            let mut chain = vec![source.clone()];
            for carrier in &attribution.carriers {
                if !chain.contains(&carrier.name) {
                    chain.push(carrier.name.clone());
                }
            }
            let event = here.iter().find(|event| {
                event.mentions.iter().any(|mention| {
                    mention.doc == reading.id && content.overlaps(mention.span) && shares_most(content, mention.span)
                })
            });
            let key = format!("{}:{}:{}", reading.sha256, content.start, content.end);
            found.push(Claim {
                id: format!("c-{}", short_id(&key)),
                doc: reading.id.clone(),
                source,
                chain,
                content: quote(reading, content),
                event: event.map(|event| event.id.clone()),
            });
        }
    }
    found.sort_by(|a, b| (&a.doc, a.content.span, &a.id).cmp(&(&b.doc, b.content.span, &b.id)));
    found.dedup_by(|a, b| a.id == b.id);
    found
}

fn shares_most(content: Span, mention: Span) -> bool {
    let shared = content.end.min(mention.end).saturating_sub(content.start.max(mention.start)) as usize;
    2 * shared >= mention.len()
}
