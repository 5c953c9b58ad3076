//! Places told by other places: "8 km southwest of the town", "near Raqqa", "in western Deir ez-Zor", "the same city".

use crate::annotate::Context;
use crate::model::{Place, PlaceMention, PlaceRelation, Span};

/// How the event at this mention stands to it, with the words that say so.
pub fn relation_at(_context: &Context<'_>, _mention: &PlaceMention) -> Option<(PlaceRelation, Span)> {
    None
}

/// The mention that "the town", "the same city" or "the province" stands for.
pub fn reference(_context: &Context<'_>, _places: &[PlaceMention], _span: Span) -> Option<usize> {
    None
}

/// The place that lies so from another.
pub fn locate(anchor: &Place, _relation: &PlaceRelation) -> Place {
    anchor.clone()
}
