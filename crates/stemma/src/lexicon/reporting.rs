//! Words that report speech, thought and intention, compiled from `data/attribution/cues.toml`.

use std::collections::HashSet;

use serde::Deserialize;

use super::{LexiconError, Lists};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reporting {
    /// Verbs whose clause is what was said.
    pub clause: HashSet<String>,
    /// Verbs whose infinitive is what was meant or asked.
    pub infinitive: HashSet<String>,
    /// Nouns for texts that speak.
    pub texts: HashSet<String>,
    /// Nouns for unnamed speakers.
    pub unnamed: HashSet<String>,
    /// Verbs that say how words reached the page.
    pub obtained: HashSet<String>,
}

impl Reporting {
    pub fn compile(lists: &Lists<'_>) -> Result<Reporting, LexiconError> {
        lists.toml("attribution/cues.toml")
    }
}
