use serde::{Deserialize, Serialize};

/// Something a reader of the result should know: what was cut, skipped, doubtful or unreadable, and the way out.
///
/// Stages do not fail on bad input; they return their result together with notes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// Lower case, no full stop: what happened and what to do about it.
    pub message: String,
    /// Byte offset in the input where it happened, when there is one.
    pub at: Option<u64>,
}

impl Note {
    pub fn new(message: impl Into<String>) -> Note {
        Note { message: message.into(), at: None }
    }

    pub fn at(message: impl Into<String>, offset: usize) -> Note {
        Note { message: message.into(), at: Some(offset as u64) }
    }
}
