//! Many articles to the links between them: shared passages, who copied whom, and stories.

use crate::lexicon::Lexicon;
use crate::model::{Links, Reading};

/// Relates all readings of a store; the result does not depend on their order.
pub fn relate(_readings: &[Reading], _lexicon: &Lexicon) -> Links {
    Links::default()
}
