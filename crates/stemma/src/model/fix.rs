use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Assertion, Interval, Party, Place, Quote};

/// What a person says of an event, beside what the program read. Fixes are appended and never changed: one that is taken back stays,
/// with another one that says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fix {
    /// Made from all other fields.
    pub id: String,
    /// When it was said: an instant of ISO 8601 in UTC, all of one length, so that their order is that of time.
    pub at: String,
    pub by: String,
    pub why: String,
    /// The event, by the id that it had then.
    pub event: String,
    /// What it speaks of: the kind that the program read then, and the words that told the event. These stay when ids change.
    pub kind: String,
    pub words: Vec<Quote>,
    /// What the program read then, field by field.
    pub read: BTreeMap<Field, Value>,
    pub said: Said,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// All fields are right.
    Accept,
    /// It is no event.
    Reject,
    /// It cannot be judged, or not yet.
    Hold,
    /// A field has another value.
    Set { field: Field, value: Value },
    /// Another event is the same happening.
    Merge { event: String, kind: String, words: Vec<Quote> },
    /// Some of its words tell another happening.
    Split { words: Vec<Quote> },
    /// Another fix, by its id, no longer stands.
    Withdraw { fix: String },
}

/// What of an event a person can correct.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    Day,
    Place,
    Kind,
    Told,
    Actor,
    Recipient,
    Killed,
    Injured,
    Detained,
    Abducted,
    Missing,
    Displaced,
}

/// A value of a field; of a kind that fits the field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Nothing is known.
    Unknown,
    Days(Interval),
    Place(Box<Place>),
    Kind(Coding),
    Told(Assertion),
    Parties(Vec<Party>),
    Count(Count),
}

/// A kind of event with the codes that others give it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coding {
    pub kind: String,
    /// In words.
    pub label: String,
    pub plover: String,
    pub mode: Option<String>,
    pub acled: Option<String>,
    pub acled_sub: Option<String>,
}

/// A count with its bounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
}

impl Field {
    pub const ALL: [(Field, &str); 12] = [
        (Field::Day, "day"),
        (Field::Place, "place"),
        (Field::Kind, "kind"),
        (Field::Told, "told"),
        (Field::Actor, "actor"),
        (Field::Recipient, "recipient"),
        (Field::Killed, "killed"),
        (Field::Injured, "injured"),
        (Field::Detained, "detained"),
        (Field::Abducted, "abducted"),
        (Field::Missing, "missing"),
        (Field::Displaced, "displaced"),
    ];

    pub fn name(self) -> &'static str {
        Field::ALL.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.iter().find(|(_, known)| *known == name).map(|(field, _)| *field)
    }

    /// What it counts, where it is a count.
    pub fn measure(self) -> Option<&'static str> {
        (self >= Field::Killed).then(|| self.name())
    }
}

impl Said {
    /// Whether it changes which words tell one event.
    pub fn is_arrangement(&self) -> bool {
        matches!(self, Said::Merge { .. } | Said::Split { .. })
    }
}

/// What people said of an event, put on it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Review {
    pub checked: Option<Checked>,
    /// In the order in which they were said.
    pub fixes: Vec<Applied>,
}

/// How far an event was checked by a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Checked {
    /// All fields are right, and the program reads the same as then.
    Accepted,
    /// A person's value stands in the place of the program's, or its words were put together by a person.
    Corrected,
    /// It is no event.
    Rejected,
    /// Somebody looked and could not say.
    Held,
    /// What a person said stands or stood, but the program reads other things than then: somebody should look again.
    Stale,
}

impl Checked {
    pub const ALL: [(Checked, &str); 5] = [
        (Checked::Accepted, "accepted"),
        (Checked::Corrected, "corrected"),
        (Checked::Rejected, "rejected"),
        (Checked::Held, "held"),
        (Checked::Stale, "stale"),
    ];

    pub fn name(self) -> &'static str {
        Checked::ALL.iter().find(|(checked, _)| *checked == self).map_or("", |(_, name)| name)
    }

    pub fn named(name: &str) -> Option<Checked> {
        Checked::ALL.iter().find(|(_, known)| *known == name).map(|(checked, _)| *checked)
    }

    /// Whether a person's word stands.
    pub fn is_checked(self) -> bool {
        matches!(self, Checked::Accepted | Checked::Corrected | Checked::Rejected)
    }
}

/// A fix as it stands on an event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    pub id: String,
    pub at: String,
    pub by: String,
    pub why: String,
    pub said: Said,
    /// What the program reads now in the field that was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine: Option<Value>,
    pub status: Standing,
}

/// What became of a fix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// It stands against what the program reads, which is the same as when it was said.
    Applies,
    /// The program now reads the same.
    Agrees,
    /// It stands, though the program now reads something else than when it was said: somebody should look again.
    Stale,
    /// A later one took its place.
    Replaced,
    /// A later one took it back.
    Withdrawn,
    /// No event is told by its words any more.
    Lost,
}

impl Standing {
    pub fn name(self) -> &'static str {
        match self {
            Standing::Applies => "applies",
            Standing::Agrees => "agrees",
            Standing::Stale => "stale",
            Standing::Replaced => "replaced",
            Standing::Withdrawn => "withdrawn",
            Standing::Lost => "lost",
        }
    }
}
