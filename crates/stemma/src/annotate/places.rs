//! Toponyms of an article, resolved to the gazetteer where the evidence suffices.

use super::Context;
use super::names::Names;
use crate::model::PlaceMention;

/// Finds and resolves the toponyms of an article, in text order.
pub fn find(_context: &Context<'_>, _names: &Names) -> Vec<PlaceMention> {
    Vec::new()
}
