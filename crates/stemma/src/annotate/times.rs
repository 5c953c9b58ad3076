//! Time expressions of an article (TIMEX3), with the days they cover.

use super::Context;
use crate::model::TimeMention;

/// Finds the time expressions of an article, in text order; relative ones are reckoned from the day of publication.
pub fn find(_context: &Context<'_>) -> Vec<TimeMention> {
    Vec::new()
}
