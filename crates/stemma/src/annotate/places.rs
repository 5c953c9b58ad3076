//! Toponyms of an article, resolved to the gazetteer where the evidence suffices.

use super::Context;
use super::names::Names;
use crate::model::{Place, PlaceMention, PlaceRelation, Span};

/// Finds and resolves the toponyms of an article, in text order.
pub fn find(_context: &Context<'_>, _names: &Names) -> Vec<PlaceMention> {
    Vec::new()
}

pub fn relation_at(_context: &Context<'_>, _mention: &PlaceMention) -> Option<(PlaceRelation, Span)> {
    None
}

pub fn reference(_context: &Context<'_>, _places: &[PlaceMention], _span: Span) -> Option<usize> {
    None
}

pub fn locate(anchor: &Place, _relation: &PlaceRelation) -> Place {
    anchor.clone()
}
