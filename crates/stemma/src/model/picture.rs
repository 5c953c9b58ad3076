use serde::{Deserialize, Serialize};

use super::{
    Assertion, Checked, Day, EventTime, Interval, Place, PlacePrecision, PlaceRelation, Review, Scope, Span, Territory,
    Toll,
};

/// The fused picture of a store: the fields are those of `stemma export --format json`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Picture {
    pub events: Vec<Event>,
    /// Words that are an act themselves (CONSULT, REQUEST, ACCUSE, REJECT, SUPPORT, THREATEN); counted among no happenings.
    pub second_rank: Vec<Event>,
    /// What the program took for events of either rank, and a person says is none.
    #[serde(default)]
    pub rejected: Vec<Event>,
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
    #[serde(default)]
    pub grain: Grain,
    pub kind: String,
    /// The kind in words.
    #[serde(default)]
    pub label: String,
    pub plover: String,
    pub mode: Option<String>,
    pub acled: Option<String>,
    pub acled_sub: Option<String>,
    pub assertion: Assertion,
    pub actors: Vec<Party>,
    pub recipients: Vec<Party>,
    pub place: Option<Place>,
    pub relation: Option<PlaceRelation>,
    /// Its place is that of the events around it, where the articles stay at one place; no words of its own name it.
    #[serde(default)]
    pub carried: bool,
    pub time: Option<Interval>,
    /// Counts under one policy, [`TollPolicy::Best`] unless another was chosen for showing.
    pub toll: Vec<Toll>,
    /// Counts under every policy, with the words they rest on.
    #[serde(default)]
    pub tolls: Vec<TollEstimate>,
    pub territory: Option<Territory>,
    pub mentions: Vec<Quote>,
    /// The clauses that tell it, one a mention, trigger spans included.
    pub articles: u32,
    pub origins: Origins,
    /// Documents that go back to one source stand together.
    pub origin_groups: Vec<Vec<String>>,
    pub grade: Grade,
    /// How sure the learnt reader is of its kind and doers, 0 to 1, as a mean of its mentions; `None` where rules read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<f32>,
    /// How likely it is real and correctly identified, 0 to 1; see `data/fuse/confidence.toml` for what that is worth.
    #[serde(default)]
    pub confidence: Option<f32>,
    pub contradictions: Vec<String>,
    /// Words by which pages take back or mend what was reported of it.
    #[serde(default)]
    pub corrections: Vec<Correction>,
    /// Other events that it has to do with.
    #[serde(default)]
    pub links: Vec<EventLink>,
    /// Why mentions were joined, in words.
    pub reasons: Vec<String>,
    pub story: Option<String>,
    /// What people said of it; its fields are then those that stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
}

impl Event {
    /// How far a person checked it.
    pub fn checked(&self) -> Option<Checked> {
        self.review.as_ref().and_then(|review| review.checked)
    }

    /// How well its place is known.
    pub fn precision(&self) -> PlacePrecision {
        let place = self.place.as_ref();
        place.map_or(PlacePrecision::None, |place| place.precision(self.relation.as_ref(), self.carried))
    }
}

/// Whether an event is one happening or many of them told at once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Grain {
    #[default]
    Atomic,
    /// "54 strikes this week": linked to the happenings that it sums up, never merged with them.
    Summary,
}

/// How many independent origins an event or a claim has: an interval, with its reason in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    pub min: u32,
    pub max: u32,
    pub reason: String,
}

/// How far an event can be believed, by published scales; each grade names in words the rule that decided.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// The number of the Admiralty code, computed from independent origins: 1 confirmed … 6 cannot be judged.
    pub admiralty_number: u8,
    pub trace: String,
    /// Airwars' grade, for deeds of war that are said to have harmed people.
    #[serde(default)]
    pub airwars: Option<AirwarsGrade>,
    #[serde(default)]
    pub airwars_trace: Option<String>,
}

/// The grades of airwars.org/about/methodology.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AirwarsGrade {
    Confirmed,
    Fair,
    Weak,
    Contested,
    Discounted,
}

/// Which published practice settles a count when reports differ; defined in `stemma::fuse::tolls`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TollPolicy {
    Conservative,
    #[default]
    Best,
    Range,
}

/// A count under one policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TollEstimate {
    pub policy: TollPolicy,
    pub measure: String,
    pub group: String,
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    pub scope: Scope,
    /// The reports that it rests on, one of each origin.
    pub by_claim: Vec<TollReport>,
}

/// Words that give a count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TollReport {
    #[serde(flatten)]
    pub quote: Quote,
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    /// The claim that it is part of, when somebody is named for it.
    #[serde(default)]
    pub claim: Option<String>,
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
    /// Words by which one side mends or takes back the other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correction: Option<Correction>,
    /// Where one side says no to what the other claims: that it happened, or who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denial: Option<Denial>,
}

/// Somebody's no to a claim.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Denial {
    /// Who says it, as the page names them.
    pub by: Option<String>,
    /// It is only said not to be settled.
    pub is_open: bool,
}

/// Words that mend or take back an earlier report.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Correction {
    pub kind: CorrectionKind,
    #[serde(flatten)]
    pub quote: Quote,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectionKind {
    Corrects,
    Retracts,
}

/// What an event has to do with another one, with the reason in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct EventLink {
    pub event: String,
    pub relation: EventRelation,
    pub reason: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventRelation {
    /// The other is one of those that this one sums up.
    HasPart,
    /// The other sums up this one and more.
    PartOf,
    /// The other says that this one did not happen.
    DeniedBy,
    /// This one says that the other did not happen.
    Denies,
}

impl Contradiction {
    /// Who says no, where somebody does and does not merely leave it open.
    pub fn denied(&self) -> Option<&Denial> {
        self.denial.as_ref().filter(|denial| !denial.is_open)
    }

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
    /// Whether it happened at all: a claim against a denial.
    Happened,
}

/// Who held a place, as of a day, from cited words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    pub place: String,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    /// ISO 3166-1 alpha-3, of the place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
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
