//! Spellings that mislead the English model, and what it reads in their place; from `data/names/stand-ins.toml`.

use std::collections::HashSet;

use serde::Deserialize;

use super::{LexiconError, Lists};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIns {
    pub word: Vec<StandIn>,
    pub particles: Particles,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StandIn {
    pub word: String,
    /// As long as `word`, in bytes.
    pub reads_as: String,
    /// The page must hold one of these.
    pub when: Vec<String>,
}

/// Articles and particles that names join with a hyphen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Particles {
    pub words: HashSet<String>,
}

impl StandIns {
    pub fn compile(lists: &Lists<'_>) -> Result<StandIns, LexiconError> {
        let name = "names/stand-ins.toml";
        let read: StandIns = lists.toml(name)?;
        match read.word.iter().find(|entry| entry.word.len() != entry.reads_as.len() || entry.word.is_empty()) {
            Some(entry) => {
                let message = format!("{:?} and {:?} differ in length", entry.word, entry.reads_as);
                Err(lists.broken(name, &format!("{:?}", entry.reads_as), message))
            }
            None => Ok(read),
        }
    }
}
