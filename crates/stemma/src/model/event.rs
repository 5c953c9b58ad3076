use serde::{Deserialize, Serialize};

use super::{ActorMention, Interval, Place, PlaceRelation, Span};

/// One reading of one event in one article. Codes are the published ones of PLOVER and ACLED; see `data/ontology.toml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventMention {
    pub trigger: Span,
    pub sentence: Span,
    /// Our own leaf of the ontology: `air-strike`, `capture-place` …
    pub kind: String,
    /// The rule that fired, as `data/` names it.
    pub rule: String,
    pub plover: String,
    pub mode: Option<String>,
    pub acled: Option<String>,
    pub acled_sub: Option<String>,
    pub assertion: Assertion,
    pub actors: Vec<ActorMention>,
    pub recipients: Vec<ActorMention>,
    pub place: Option<EventPlace>,
    pub time: Option<EventTime>,
    pub means: Vec<Means>,
    pub toll: Vec<Toll>,
    pub territory: Option<Territory>,
    pub stage: Option<Stage>,
    pub confidence: Option<Confidence>,
    /// Index into the attributions of the same article.
    pub attribution: Option<u32>,
    /// The words that tell the event (a clause), for quoting.
    pub extent: Span,
    /// Mentions of one article with the same number tell one happening.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happening: Option<u32>,
    /// How sure the learnt reader is; `None` where a rule read the event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
}

/// Probabilities of what was read, 0 to 1: that the words tell a happening at all, its kind, and each field that is not empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Certainty {
    pub event: f32,
    pub kind: f32,
    pub assertion: f32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actors: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipients: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<f32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub toll: Option<f32>,
}

/// PLOVER's auxiliary modes, and two of our own (ordered, denied).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Assertion {
    Asserted,
    Negated,
    Hypothetical,
    Future,
    Ordered,
    Denied,
    Background,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EventPlace {
    #[serde(flatten)]
    pub span: Span,
    /// Its coordinates are those of the event: moved from the named place when the text says "8km southwest of".
    #[serde(flatten)]
    pub place: Place,
    pub relation: Option<PlaceRelation>,
    /// That of the events around it, where the article stays at one place; the event's own words name none.
    #[serde(default, skip_serializing_if = "is_false")]
    pub carried: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

impl EventMention {
    /// Gives every span to `change`.
    pub fn each_span(&mut self, change: &mut dyn FnMut(&mut Span)) {
        [&mut self.trigger, &mut self.sentence, &mut self.extent].into_iter().for_each(&mut *change);
        self.actors.iter_mut().chain(&mut self.recipients).for_each(|actor| change(&mut actor.span));
        self.place.iter_mut().for_each(|place| change(&mut place.span));
        self.time.iter_mut().for_each(|time| change(&mut time.span));
        self.means.iter_mut().for_each(|means| change(&mut means.span));
        self.toll.iter_mut().for_each(|toll| change(&mut toll.span));
    }

    /// The place that its own words give.
    pub fn told_place(&self) -> Option<&EventPlace> {
        self.place.as_ref().filter(|place| !place.carried)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventTime {
    /// The time expression; the published day's evidence or the sentence when the day is the article's own.
    #[serde(flatten)]
    pub span: Span,
    #[serde(flatten)]
    pub interval: Interval,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Means {
    #[serde(flatten)]
    pub span: Span,
    pub text: String,
}

/// A count of people or things, with the bounds that the words give.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Toll {
    #[serde(flatten)]
    pub span: Span,
    /// killed injured detained abducted missing displaced surrendered destroyed
    pub measure: String,
    /// Who or what was counted, as the text says it: "civilians", "soldiers", "oil stills".
    pub group: String,
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    pub scope: Scope,
}

impl Toll {
    /// The group of those who are told by name: others may share their lot, so that the count is a floor.
    pub const NAMED: &str = "named";
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// This happening.
    Event,
    /// All happenings of a stretch of time ("54 strikes this week").
    Period,
    /// A running total ("330,000 since 2011"): nobody's event.
    Cumulative,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Territory {
    Captured,
    Lost,
    Held,
    Advanced,
    Besieged,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    Accomplished,
    Attempted,
    Threatened,
}

/// How firmly the actor is tied to the deed: its own claim, told as fact, or suspected and accused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Confidence {
    Claimed,
    Fact,
    Suspected,
}
