//! Words that stand for a name said before: "the group", "the alliance", "he".
//!
//! Only what a reader would not hesitate about is resolved: the antecedent is near, of a fitting kind, and alone or the
//! subject. Where two are equally good the word stays unresolved.

use super::Reference;
use super::words::Words;
use crate::lexicon::actors::ActorKind;
use crate::model::Entity;

/// How many sentences back an antecedent may stand.
const REACH: usize = 3;

/// How many words of a sentence are looked at.
const LONGEST: usize = 200;

pub fn find(words: &Words<'_>, entities: &[Entity]) -> Vec<Reference> {
    let mut references = Vec::new();
    let mut entity_at: Vec<Option<usize>> = vec![None; words.len()];
    for (index, entity) in entities.iter().enumerate() {
        entity_at[words.tokens_in(entity.span)].fill(Some(index));
    }
    for at in 0..words.len() {
        if entity_at[at].is_some() {
            continue;
        }
        let found = match words.tag(at) {
            "PRP" | "PRP$" if matches!(words.folded(at), "he" | "him" | "his" | "she" | "her") => {
                person(words, entities, &entity_at, at).map(|entity| (words.span(at..at + 1), entity))
            }
            "NN" | "NNS" | "NNP" => noun(words, entities, &entity_at, at),
            _ => None,
        };
        if let Some((span, entity)) = found {
            references.push(Reference { span, entity });
        }
    }
    references
}

/// The latest person before a pronoun: the subject of its sentence, or the only one named there.
fn person(words: &Words<'_>, entities: &[Entity], entity_at: &[Option<usize>], at: usize) -> Option<usize> {
    antecedent(words, entity_at, at, |entity| entities[entity].kind == "PERSON", entities)
}

/// "The group", "the Kurdish-led alliance": a definite noun for a kind of actor.
fn noun(
    words: &Words<'_>,
    entities: &[Entity],
    entity_at: &[Option<usize>],
    at: usize,
) -> Option<(crate::model::Span, usize)> {
    let kinds = words.lists().anaphors.get(words.folded(at))?;
    let syntax = words.context.syntax;
    if words.dep(at) == "compound" || words.dep(at) == "appos" || words.dep(at) == "attr" {
        return None;
    }
    let determiner =
        syntax.children(at).find(|&child| child < at && matches!(words.folded(child), "the" | "this" | "that"))?;
    // A name before the noun ("the Syrian army") or a clause behind it ("the group of …") says who is meant.
    if (determiner..at).any(|token| entity_at[token].is_some()) || at - determiner > 3 {
        return None;
    }
    let narrowed =
        syntax.children(at).any(|child| child > at && matches!(words.dep(child), "prep" | "relcl" | "acl" | "appos"));
    if narrowed {
        return None;
    }
    let fits = |entity: usize| {
        let entity = &entities[entity];
        let Some(actor) = entity.id.as_deref().and_then(|id| words.actors().get(id)) else {
            return entity.kind == "ORG"
                && matches!(words.folded(at), "group" | "organisation" | "organization" | "movement");
        };
        kinds.contains(kind_name(actor.kind))
    };
    let entity = antecedent(words, entity_at, at, fits, entities)?;
    Some((words.span(at..at + 1), entity))
}

fn kind_name(kind: ActorKind) -> &'static str {
    match kind {
        ActorKind::Country => "country",
        ActorKind::Government => "government",
        ActorKind::Agency => "agency",
        ActorKind::StateForce => "state_force",
        ActorKind::Police => "police",
        ActorKind::ArmedGroup => "armed_group",
        ActorKind::Militia => "militia",
        ActorKind::Alliance => "alliance",
        ActorKind::MilitaryCompany => "military_company",
        ActorKind::Gang => "gang",
        ActorKind::Party => "party",
        ActorKind::Igo => "igo",
        ActorKind::Ngo => "ngo",
        ActorKind::Monitor => "monitor",
        ActorKind::Media => "media",
        ActorKind::People => "people",
    }
}

/// Goes back sentence by sentence; in the first one that names a fitting entity, takes it if it is the only one or the subject.
fn antecedent(
    words: &Words<'_>,
    entity_at: &[Option<usize>],
    at: usize,
    fits: impl Fn(usize) -> bool,
    entities: &[Entity],
) -> Option<usize> {
    let syntax = words.context.syntax;
    let own = words.sentence(at);
    for back in 0..=REACH {
        let number = own.checked_sub(back)?;
        let sentence = syntax.sentences.get(number)?;
        let end = if back == 0 { at } else { sentence.tokens.end };
        let (mut last, mut subject, mut different) = (None::<usize>, None::<usize>, 0);
        // A sentence of a thousand words is no sentence; the bound keeps such text from being read again and again.
        let start = sentence.tokens.start.max(end.saturating_sub(LONGEST));
        for (token, entity) in (start..end).zip(&entity_at[start..end]) {
            let Some(entity) = entity.filter(|&entity| fits(entity)) else { continue };
            if last != Some(entity) {
                let same = last.is_some_and(|known| same_one(&entities[known], &entities[entity], words));
                different += usize::from(!same);
                last = Some(entity);
            }
            if matches!(words.dep(token), "nsubj" | "nsubjpass") && subject.is_none() {
                subject = Some(entity);
            }
        }
        match different {
            0 => {}
            1 => return last,
            _ => return subject,
        }
    }
    None
}

fn same_one(one: &Entity, other: &Entity, words: &Words<'_>) -> bool {
    let text = words.context.text;
    let name = |entity: &Entity| entity.name.clone().unwrap_or_else(|| entity.span.of(text).to_owned());
    one.id.is_some() && one.id == other.id || name(one) == name(other)
}
