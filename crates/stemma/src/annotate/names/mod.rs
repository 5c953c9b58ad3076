//! Names in an article: persons, organisations, armed groups, peoples and places as mentions of an entity, and the common
//! nouns that stand for forces ("government troops"). Words that refer back to them ("the group", "he") are kept here too,
//! once `references` has found them.
//!
//! Comes in: the tokens and what the general model takes for names. Goes out: entities with OntoNotes types and register
//! ids. Four readers propose (the register, class nouns such as "Bridge", the model, the nationalities), a merge picks one reading
//! per stretch of text, and a vote gives every name one type in the whole document. It resolves no place to
//! coordinates.

mod countries;
mod drafts;
mod forces;
mod mending;
mod overlooked;
mod persons;
mod register;
mod rows;
mod runs;
mod short_forms;
mod surroundings;
mod vote;
mod words;

#[cfg(test)]
mod tests;

use super::Context;
use crate::lexicon::names::ForceClass;
use crate::model::{Entity, Span};
use words::Words;

/// The names of one article.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// In text order, not overlapping.
    pub entities: Vec<Entity>,
    /// Words that stand for somebody told elsewhere ("the group", "the alliance", "he"), in text order, not overlapping.
    pub references: Vec<Reference>,
    /// Common nouns for those who fight, govern and suffer, in text order.
    pub forces: Vec<Force>,
}

/// A word that stands for somebody told elsewhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    /// The head of the phrase that refers: "group" in "the militant group".
    pub span: Span,
    /// Who that is; the span is that of the last mention by name, or of the noun that told them.
    pub entity: Entity,
}

/// A common-noun force: "Syrian army", "government troops", "gunmen".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Force {
    /// The phrase with the words that say whose it is.
    pub span: Span,
    /// The noun alone.
    pub head: Span,
    pub class: ForceClass,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Register id, where nationality or the named group before the noun tells it.
    pub id: Option<String>,
    /// The side is read from the whole document rather than from this phrase.
    pub inferred: bool,
}

impl Names {
    /// The entity that these words name or stand for.
    pub fn at(&self, span: Span) -> Option<&Entity> {
        let from = self.entities.partition_point(|entity| entity.span.end <= span.start);
        let named = self.entities[from..].first().filter(|entity| entity.span.overlaps(span));
        named.or_else(|| self.reference_at(span))
    }

    /// The entity that these words stand for without naming it.
    pub fn reference_at(&self, span: Span) -> Option<&Entity> {
        let from = self.references.partition_point(|reference| reference.span.end <= span.start);
        self.references[from..].first().filter(|reference| reference.span.overlaps(span)).map(|found| &found.entity)
    }

    /// The common-noun force whose noun these words hold.
    pub fn force_at(&self, span: Span) -> Option<&Force> {
        let from = self.forces.partition_point(|force| force.head.end <= span.start);
        self.forces[from..].first().filter(|force| force.head.overlaps(span))
    }

    /// The register id of whoever these words name, describe or stand for.
    pub fn actor_id_at(&self, span: Span) -> Option<&str> {
        let named = self.at(span).and_then(|entity| entity.id.as_deref());
        self.force_at(span).and_then(|force| force.id.as_deref()).or(named)
    }
}

/// Finds the names of an article.
pub fn find(context: &Context<'_>) -> Names {
    let words = Words::new(context);
    let found = register::find(&words);
    let defined = short_forms::find(&words, &found);
    let forces = forces::find(&words, &found);
    let mut drafts = drafts::merge(&words, &found, &forces, &defined);
    persons::complete(&words, &mut drafts);
    overlooked::reread(&words, &mut drafts, &found);
    drafts.extend(overlooked::find(&words, &drafts, &found));
    drafts.sort_by_key(|draft| draft.span.start);
    vote::decide(&words, &mut drafts, &found, &defined);
    // What the vote found to be a place tells what its neighbours in a row are.
    drafts.extend(overlooked::find(&words, &drafts, &found));
    drafts.sort_by_key(|draft| draft.span.start);
    let entities: Vec<Entity> = drafts.into_iter().map(drafts::Draft::into_entity).collect();
    Names { entities, references: Vec::new(), forces }
}
