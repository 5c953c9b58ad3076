//! What the report says, with the pages that it rests on: there is no sentence without one.

use serde::Serialize;

/// Something the report says, with the numbers of the pages that it rests on, one at least.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Sentence {
    text: String,
    sources: Vec<usize>,
}

impl Sentence {
    /// Nothing where no page says it.
    pub fn new(text: String, sources: Vec<usize>) -> Option<Sentence> {
        (!text.is_empty() && !sources.is_empty()).then_some(Sentence { text, sources })
    }

    /// The same with more words behind it, which rest on the same pages.
    pub fn and(self, text: Option<String>) -> Sentence {
        let text = text.map_or(self.text.clone(), |more| format!("{} {more}", self.text));
        Sentence { text, ..self }
    }
}
