//! What persons said of what the program read: how many events they checked, and what they put in the place of what it read.

use stemma::model::{Applied, Day, Event, Said, Standing, Value};

use super::cited::Sentence;
use super::desk::Desk;
use crate::{picture, words};

impl Desk<'_> {
    /// `12 of 98 events checked by a person`
    pub fn checked(&self) -> String {
        let (checked, events) = picture::checked(self.picture);
        words::checked((checked as u64, events as u64))
    }

    /// What a person mended in an event, cited by the pages that tell it.
    pub fn amended(&self, event: &Event) -> Vec<Sentence> {
        let fixes = event.review.iter().flat_map(|review| &review.fixes);
        fixes.filter_map(line).filter_map(|line| self.cited(line, &event.mentions)).collect()
    }
}

/// `Corrected by a person: killed 12, the program read 10 (A. Okoro, 3 June 2024: the ministry's list has twelve names).`
fn line(applied: &Applied) -> Option<String> {
    let Applied { by, at, why, said, machine, status, .. } = applied;
    if !matches!(status, Standing::Applies | Standing::Stale) {
        return None;
    }
    let what = match said {
        Said::Set { field, value } => {
            let read = match machine {
                None | Some(Value::Unknown) => "the program read nothing".into(),
                Some(read) => format!("the program read {}", words::value(read)),
            };
            format!("{} {}, {read}", field.name(), words::value(value))
        }
        Said::Merge { .. } => "told as one event, which the program took for two".into(),
        Said::Split { .. } => "parted from another event, with which the program took it for one".into(),
        _ => return None,
    };
    let day = at.parse::<Day>().ok().map(words::day);
    let who: Vec<String> =
        [Some(by.trim().to_owned()), day].into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let reason = why.trim().trim_end_matches('.');
    let reason = if reason.is_empty() { String::new() } else { format!(": {reason}") };
    Some(format!("Corrected by a person: {what} ({}{reason}).", who.join(", ")))
}
