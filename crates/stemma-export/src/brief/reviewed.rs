//! What persons said of what the program read: which events they checked, and what they put in the place of what it read.

use std::collections::BTreeSet;

use stemma::model::{Day, Event};

use super::cited::Sentence;
use super::desk::Desk;
use crate::words;

/// What persons checked and mended in a store.
#[derive(Clone, Debug, Default)]
pub struct Reviewed {
    /// Ids of events that somebody compared with their pages, whether or not he changed them.
    pub checked: BTreeSet<String>,
    pub amended: Vec<Amended>,
}

/// A value that a person put in the place of one that the program read.
#[derive(Clone, Debug)]
pub struct Amended {
    /// Id of the event.
    pub event: String,
    /// What was mended, in a word: `killed`.
    pub field: String,
    /// What it is now.
    pub now: String,
    /// What the program read; nothing where it read nothing.
    pub read: Option<String>,
    pub by: String,
    pub on: Option<Day>,
    pub reason: String,
}

impl Amended {
    /// `Corrected by a person: killed 12, the program read 10 (A. Okoro, 3 June 2024: the ministry's list has twelve names).`
    fn line(&self) -> String {
        let read = match &self.read {
            Some(read) => format!("the program read {read}"),
            None => "the program read nothing".into(),
        };
        let mut who: Vec<String> = vec![self.by.trim().to_string()];
        who.extend(self.on.map(words::day));
        let who: Vec<String> = who.into_iter().filter(|part| !part.is_empty()).collect();
        let reason = self.reason.trim().trim_end_matches('.');
        let behind = [who.join(", "), reason.to_string()];
        let behind: Vec<String> = behind.into_iter().filter(|part| !part.is_empty()).collect();
        let behind = if behind.is_empty() { String::new() } else { format!(" ({})", behind.join(": ")) };
        format!("Corrected by a person: {} {}, {read}{behind}.", self.field, self.now)
    }
}

impl Desk<'_> {
    /// `12 of 98 events checked by a person`
    pub fn checked(&self, reviewed: &Reviewed) -> String {
        let events = &self.picture.events;
        let checked = events.iter().filter(|event| reviewed.checked.contains(&event.id)).count();
        format!("{checked} of {} checked by a person", words::counted(events.len(), "event", "events"))
    }

    /// What a person mended in an event, cited by the pages that tell it.
    pub fn amended(&self, event: &Event, reviewed: &Reviewed) -> Vec<Sentence> {
        let of_event = reviewed.amended.iter().filter(|amended| amended.event == event.id);
        of_event.filter_map(|amended| self.cited(amended.line(), &event.mentions)).collect()
    }
}
