//! How reliable people hold an outlet to be, by the letters of the Admiralty code: appended, never changed; the last one stands.

use serde::Serialize;

use crate::error::Error;

/// The letter of the Admiralty code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum Reliability {
    A,
    B,
    C,
    D,
    E,
    F,
}

impl Reliability {
    /// Every letter, with what it says.
    pub const ALL: [(Reliability, &str, &str); 6] = [
        (Reliability::A, "A", "reliable"),
        (Reliability::B, "B", "usually reliable"),
        (Reliability::C, "C", "fairly reliable"),
        (Reliability::D, "D", "not usually reliable"),
        (Reliability::E, "E", "unreliable"),
        (Reliability::F, "F", "cannot be judged"),
    ];

    pub fn letter(self) -> &'static str {
        Reliability::ALL.iter().find(|(known, ..)| *known == self).map_or("", |(_, letter, _)| letter)
    }

    pub fn of_letter(letter: &str) -> Option<Reliability> {
        Reliability::ALL.iter().find(|(_, known, _)| *known == letter).map(|(known, ..)| *known)
    }
}

/// What somebody says of an outlet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Judgement {
    pub outlet: String,
    pub letter: Reliability,
    pub by: String,
    /// An instant, in UTC.
    pub at: String,
    pub why: String,
}

pub trait Judgements {
    /// Appends a judgement, which stands from now on.
    fn judge(&mut self, judgement: &Judgement) -> Result<(), Error>;

    /// All that was said of an outlet, in any spelling of its name, the oldest first.
    fn judgements(&self, outlet: &str) -> Result<Vec<Judgement>, Error>;
}
