//! Events by rules on the parse.

use super::Context;
use super::names::Names;
use crate::model::{Attribution, EventMention, PlaceMention, TimeMention};

/// Finds the events of an article, in text order.
pub fn find(
    _context: &Context<'_>,
    _names: &Names,
    _places: &[PlaceMention],
    _times: &[TimeMention],
    _attributions: &[Attribution],
) -> Vec<EventMention> {
    Vec::new()
}
