//! Names in an article: persons, organisations, armed groups, peoples and places as mentions of an entity.

use super::Context;
use crate::model::{Entity, Span};

/// The names of one article.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// In text order, not overlapping.
    pub entities: Vec<Entity>,
    /// Words that stand for an entity named elsewhere ("the group", "the alliance", "he").
    pub references: Vec<Reference>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reference {
    pub span: Span,
    /// Index in `entities` of what it stands for.
    pub entity: usize,
}

impl Names {
    /// The entity that these words name or stand for.
    pub fn at(&self, span: Span) -> Option<&Entity> {
        self.entities.iter().find(|entity| entity.span.overlaps(span)).or_else(|| {
            let reference = self.references.iter().find(|reference| reference.span.overlaps(span))?;
            self.entities.get(reference.entity)
        })
    }
}

/// Finds the names of an article.
pub fn find(_context: &Context<'_>) -> Names {
    Names::default()
}
