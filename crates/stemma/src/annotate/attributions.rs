//! Reported speech: who said it, with which words, and what was said.

use super::Context;
use super::names::Names;
use crate::model::Attribution;

/// Finds the attributions of an article, in text order.
pub fn find(_context: &Context<'_>, _names: &Names) -> Vec<Attribution> {
    Vec::new()
}
