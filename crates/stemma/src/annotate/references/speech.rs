//! "We" and "I" in a quotation: the group of the speaker, and the speaker.
//!
//! Works on reports whose source is known. "We" is the source itself when it is a body, else the body that the text ties
//! the speaker to ("a spokesman for X", "an X commander"); where it ties him to none, "we" stays unresolved.

use std::collections::HashMap;

use crate::annotate::Context;
use crate::annotate::attributions::quotes;
use crate::annotate::names::{Names, Reference};
use crate::model::{Attribution, Entity, Span};

/// So many words around a speaker's name may say whose he is.
const MOST_WORDS: usize = 24;
/// A report has no more quotations than this.
const MOST_QUOTES: usize = 8;

/// Resolves the first persons of the quotations, in text order.
pub fn in_speech(context: &Context<'_>, names: &Names, attributions: &[Attribution]) -> Vec<Reference> {
    let syntax = context.syntax;
    let quoted = quotes::find(context);
    let mut bodies: HashMap<String, Entity> = HashMap::new();
    let mut found: Vec<Reference> = Vec::new();
    for attribution in attributions {
        let Some(&source) = attribution.source.first() else { continue };
        let Some(head) = syntax.head_of(source) else { continue };
        let speaker = names.at(syntax.tokens[head].span).cloned();
        let key = speaker.as_ref().map(|speaker| name_of(context, speaker));
        let body = match &speaker {
            Some(speaker) if is_body(speaker) => Some(speaker.clone()),
            _ => {
                let told = body_beside(context, names, source, speaker.as_ref().map(|speaker| speaker.span));
                match (told, key) {
                    (Some(body), Some(key)) => Some(bodies.entry(key).or_insert(body).clone()),
                    (Some(body), None) => Some(body),
                    (None, Some(key)) => bodies.get(&key).cloned(),
                    (None, None) => None,
                }
            }
        };
        let person = speaker.filter(|speaker| speaker.kind == "PERSON");
        for &content in &attribution.content {
            let first = quoted.partition_point(|quote| quote.end <= content.start);
            let inside = quoted[first..].iter().take_while(|quote| quote.start < content.end).take(MOST_QUOTES);
            for quote in inside {
                for at in syntax.tokens_in(*quote) {
                    let span = syntax.tokens[at].span;
                    if !content.contains(span) || !syntax.tokens[at].tag.starts_with("PRP") {
                        continue;
                    }
                    let entity = match span.of(context.text).to_lowercase().as_str() {
                        "we" | "our" | "us" => body.clone(),
                        "i" | "my" | "me" => person.clone(),
                        _ => None,
                    };
                    found.extend(entity.map(|entity| Reference { span, entity }));
                }
            }
        }
    }
    found.sort_by_key(|reference| reference.span);
    found.dedup_by_key(|reference| reference.span);
    found
}

fn name_of(context: &Context<'_>, entity: &Entity) -> String {
    entity.name.clone().unwrap_or_else(|| entity.span.of(context.text).to_owned())
}

fn is_body(entity: &Entity) -> bool {
    matches!(entity.kind.as_str(), "ORG" | "NORP") || entity.kind == "GPE" && entity.id.is_some()
}

/// The only body that the words of the source name, or that stand around the place where the speaker was introduced.
fn body_beside(context: &Context<'_>, names: &Names, source: Span, speaker: Option<Span>) -> Option<Entity> {
    let syntax = context.syntax;
    let mut around = vec![source];
    if let Some(speaker) = speaker {
        let head = syntax.head_of(speaker)?;
        let near = head.saturating_sub(MOST_WORDS)..(head + MOST_WORDS).min(syntax.tokens.len());
        let below = near.filter(|&at| syntax.ancestors(at).take(8).any(|above| above == head));
        around.push(below.map(|at| syntax.tokens[at].span).fold(speaker, Span::cover));
    }
    around.into_iter().find_map(|span| {
        let first = names.entities.partition_point(|entity| entity.span.end <= span.start);
        let inside = names.entities[first..].iter().take_while(|entity| entity.span.start < span.end).take(MOST_WORDS);
        let mut bodies = inside.filter(|entity| is_body(entity) && entity.kind != "GPE");
        let body = bodies.next()?;
        // "a Hamas member of the Shura Council": two bodies, and no telling for whom he speaks.
        bodies
            .all(|other| other.id.is_some() && other.id == body.id)
            .then(|| Entity { name: Some(name_of(context, body)), ..body.clone() })
    })
}
