use serde::{Deserialize, Serialize};

use super::{Assertion, Day, EventTime, Interval, Place, PlaceRelation, Span, Territory, Toll};

/// The fused picture of a store: the fields are those of `stemma export --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    pub events: Vec<Event>,
    pub claims: Vec<Claim>,
    pub contradictions: Vec<Contradiction>,
    pub control: Vec<Control>,
}

/// Words of a document, with the place where they stand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Quote {
    pub doc: String,
    #[serde(flatten)]
    pub span: Span,
    pub quote: String,
}

/// An actor or a recipient of a fused event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub name: String,
    pub id: Option<String>,
}

/// One happening, across all the articles that tell it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    pub id: String,
    /// One line, made from the fields.
    pub summary: String,
    pub kind: String,
    pub plover: String,
    pub mode: Option<String>,
    pub acled: Option<String>,
    pub acled_sub: Option<String>,
    pub assertion: Assertion,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub place: Option<Place>,
    pub relation: Option<PlaceRelation>,
    pub time: Option<Interval>,
    pub toll: Vec<Toll>,
    pub territory: Option<Territory>,
    pub mentions: Vec<Quote>,
    /// The clauses that tell it, one a mention, trigger spans included.
    pub articles: u32,
    pub origins: Origins,
    /// Documents that go back to one source stand together.
    pub origin_groups: Vec<Vec<String>>,
    pub grade: Grade,
    pub contradictions: Vec<String>,
    /// Why mentions were joined, in words.
    pub reasons: Vec<String>,
    pub story: Option<String>,
}

/// How many independent origins an event or a claim has: an interval, with its reason in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    pub min: u32,
    pub max: u32,
    pub reason: String,
}

/// The Admiralty number computed from independent origins (6 = cannot be judged).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    pub admiralty_number: u8,
    pub trace: String,
}

/// What a speaker asserts, and the way it took to the page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Claim {
    pub id: String,
    pub doc: String,
    pub source: String,
    /// Who first said it, who carried it, … in that order.
    pub chain: Vec<String>,
    pub content: Quote,
    pub event: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contradiction {
    pub id: String,
    pub kind: ContradictionKind,
    pub a: Quote,
    pub b: Quote,
    pub note: String,
}

impl Contradiction {
    /// The quotes of both sides, the lesser first: with the kind they tell contradictions apart.
    pub fn sides(&self) -> (&Quote, &Quote) {
        if self.a < self.b { (&self.a, &self.b) } else { (&self.b, &self.a) }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContradictionKind {
    Value,
    Date,
    Place,
    Actor,
    Attribution,
    CopyError,
    Scope,
}

/// Who held a place, as of a day, from cited words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    pub place: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub holder: String,
    pub status: ControlStatus,
    /// Share of the place that is held, 0 to 1.
    pub share: Option<f32>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub as_of: Option<Day>,
    pub mentions: Vec<Quote>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlStatus {
    Held,
    Contested,
    Besieged,
    PartlyHeld,
    Claimed,
    Lost,
}

impl From<&EventTime> for Interval {
    fn from(time: &EventTime) -> Interval {
        time.interval
    }
}
