//! What speakers assert, and the way it took to the page: who first said it, who carried it.

use std::collections::HashMap;

use super::mention::quote;
use super::part::Draft;
use crate::model::{Claim, Reading, Span};
use crate::text::digest::short_id;

/// The claims of the documents of a story, each with the first event whose telling it holds. Numbers of events learn of
/// which claim they are part.
pub fn claims(readings: &[&Reading], events: &mut [Draft]) -> Vec<Claim> {
    let mut told: HashMap<&str, Vec<(&str, Span)>> = HashMap::new();
    for Draft { event, .. } in events.iter() {
        for mention in &event.mentions {
            told.entry(&mention.doc).or_default().push((&event.id, mention.span));
        }
    }
    let mut found = Vec::new();
    for reading in readings {
        let here = told.get(reading.id.as_str()).map_or(&[][..], Vec::as_slice);
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
            let event = here.iter().find(|(_, span)| content.overlaps(*span) && shares_most(content, *span));
            let key = format!("{}:{}:{}", reading.sha256, content.start, content.end);
            found.push(Claim {
                id: format!("c-{}", short_id(&key)),
                doc: reading.id.clone(),
                source,
                chain,
                content: quote(reading, content),
                event: event.map(|(id, _)| id.to_string()),
            });
        }
    }
    settle(&mut found);
    let mut by_document: HashMap<&str, Vec<&Claim>> = HashMap::new();
    for claim in &found {
        by_document.entry(&claim.doc).or_default().push(claim);
    }
    for report in events.iter_mut().flat_map(|draft| &mut draft.reports) {
        let said = by_document.get(report.quote.doc.as_str()).into_iter().flatten();
        let holds = said.filter(|claim| claim.content.span.cover(report.quote.span) == claim.content.span);
        // The shortest says it most directly.
        report.claim = holds.min_by_key(|claim| claim.content.span.len()).map(|claim| claim.id.clone());
    }
    found
}

/// In the order of documents and text, each once.
pub fn settle(claims: &mut Vec<Claim>) {
    claims.sort_by(|a, b| (&a.doc, a.content.span, &a.id).cmp(&(&b.doc, b.content.span, &b.id)));
    claims.dedup_by(|a, b| a.id == b.id);
}

fn shares_most(content: Span, mention: Span) -> bool {
    let shared = content.end.min(mention.end).saturating_sub(content.start.max(mention.start)) as usize;
    2 * shared >= mention.len()
}
