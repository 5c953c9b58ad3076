use serde::{Deserialize, Serialize};

use super::{ActorMention, ControlStatus, Day, EventMention, Interval, Place, Span};

/// Everything that was read in one article; the fields are those of `stemma annotate`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Annotations {
    pub sentences: Vec<Span>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tokens: Vec<TokenRow>,
    pub entities: Vec<Entity>,
    pub places: Vec<PlaceMention>,
    pub times: Vec<TimeMention>,
    pub attributions: Vec<Attribution>,
    pub events: Vec<EventMention>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holdings: Vec<Holding>,
}

/// One token of the analysis, printed on request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TokenRow {
    #[serde(flatten)]
    pub span: Span,
    pub tag: String,
    pub dep: String,
    /// Index in the list of tokens; a root is its own head.
    pub head: u32,
    pub lemma: String,
}

/// A name, or a common-noun force such as "Syrian army".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    #[serde(flatten)]
    pub span: Span,
    /// OntoNotes type: PERSON NORP ORG GPE LOC FAC EVENT …
    #[serde(rename = "type")]
    pub kind: String,
    /// Id in the actor register.
    pub id: Option<String>,
    /// The full name when this is a short form ("Muhaxheri") or a register name exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceMention {
    #[serde(flatten)]
    pub span: Span,
    #[serde(flatten)]
    pub place: Place,
}

/// A TIMEX3 time expression, with the days it covers when they could be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TimeMention {
    #[serde(flatten)]
    pub span: Span,
    #[serde(rename = "type")]
    pub kind: TimexType,
    /// TIMEX3 value: `2017-08-03`, `2017-W31`, `P1M`, `PRESENT_REF`.
    pub value: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub interval: Option<Interval>,
    /// "since", "until", "by": the interval is a bound rather than the time itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modifier: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum TimexType {
    Date,
    Time,
    Duration,
    Set,
}

/// Reported speech: who said it, the words that report it, and what was said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Attribution {
    pub source: Vec<Span>,
    pub cue: Vec<Span>,
    pub content: Vec<Span>,
    pub kind: ReportKind,
    /// The name of the speaker after references were resolved ("the group" → "Islamic State").
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// Who carried the words on, nearest to the speaker first: "told AFP", "obtained by … from activists".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<Carrier>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carrier {
    pub name: String,
    pub span: Span,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReportKind {
    Direct,
    Indirect,
    Mixed,
}

/// Words that say who holds a place: "is still under their control", "held by regime forces".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// The clause that says it.
    #[serde(flatten)]
    pub span: Span,
    pub holder: ActorMention,
    pub place: Place,
    pub status: ControlStatus,
    /// Share of the place, 0 to 1, when the words give one.
    pub share: Option<f32>,
    /// Since when, when the words say so.
    pub from: Option<Day>,
    /// Until which day the words know it, where that is not the day of the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Day>,
}

impl Annotations {
    /// Gives every span to `change`.
    pub fn each_span(&mut self, change: &mut dyn FnMut(&mut Span)) {
        self.sentences.iter_mut().for_each(&mut *change);
        self.tokens.iter_mut().for_each(|token| change(&mut token.span));
        self.entities.iter_mut().for_each(|entity| change(&mut entity.span));
        self.places.iter_mut().for_each(|place| change(&mut place.span));
        self.times.iter_mut().for_each(|time| change(&mut time.span));
        for attribution in &mut self.attributions {
            let Attribution { source, cue, content, carriers, .. } = attribution;
            source.iter_mut().chain(cue).chain(content).for_each(&mut *change);
            carriers.iter_mut().for_each(|carrier| change(&mut carrier.span));
        }
        self.events.iter_mut().for_each(|event| event.each_span(change));
        for holding in &mut self.holdings {
            change(&mut holding.span);
            change(&mut holding.holder.span);
        }
    }
}
