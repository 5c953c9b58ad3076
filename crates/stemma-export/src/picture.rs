//! The fused picture of a store as one JSON object: views of the records with the fields of the interface, in its order.

use std::collections::HashMap;

use serde::Serialize;
use stemma::model::{
    Assertion, Checked, Claim, Contradiction, Control, CopyEdge, Correction, Event, EventLink, Evidence, Grade, Grain,
    Interval, Links, Party, Passage, Picture, Place, PlaceRelation, Published, Quote, Reading, Review, Story,
    Territory, Toll, TollEstimate,
};

/// What every output says of itself.
pub const CAUTION: &str = "machine-read: stemma can misread who did what, where, when and how many, miss events, join two \
events or part one, and mistake who copied whom; check the quoted words in their page before you rely on them";

/// Everything that is known of a store, in one object. The same documents give the same bytes.
#[derive(Serialize)]
pub struct Export<'a> {
    about: About,
    documents: Vec<DocumentView<'a>>,
    stories: &'a [Story],
    lineage: Vec<EdgeView<'a>>,
    events: Vec<EventView<'a>>,
    second_rank: Vec<EventView<'a>>,
    /// What a person says is no event.
    rejected: Vec<EventView<'a>>,
    claims: &'a [Claim],
    contradictions: &'a [Contradiction],
    control: &'a [Control],
}

#[derive(Serialize)]
struct About {
    program: &'static str,
    version: &'static str,
    caution: &'static str,
    /// Of how many events a person's word stands, rejected ones included, of all.
    checked: usize,
    events: usize,
}

/// Of how many events of a picture a person's word stands, and how many there are, rejected ones included.
pub fn checked(picture: &Picture) -> (usize, usize) {
    let all = || picture.events.iter().chain(&picture.rejected);
    (all().filter(|event| event.checked().is_some_and(Checked::is_checked)).count(), all().count())
}

#[derive(Serialize)]
struct DocumentView<'a> {
    id: &'a str,
    path: Option<&'a str>,
    url: Option<&'a str>,
    title: Option<&'a str>,
    outlet: Option<&'a str>,
    byline: Option<&'a str>,
    published: Option<&'a Published>,
    story: Option<&'a str>,
    sha256: &'a str,
}

#[derive(Serialize)]
struct EdgeView<'a> {
    child: &'a str,
    parent: Option<&'a str>,
    missing: Option<&'a str>,
    p: f32,
    one_text: f32,
    passages: &'a [Passage],
    evidence: &'a [Evidence],
}

/// An event with the relation ("8km southwest of") inside its place.
#[derive(Serialize)]
struct EventView<'a> {
    id: &'a str,
    story: Option<&'a str>,
    summary: &'a str,
    grain: Grain,
    kind: &'a str,
    plover: &'a str,
    mode: Option<&'a str>,
    acled: Option<&'a str>,
    acled_sub: Option<&'a str>,
    assertion: Assertion,
    actors: &'a [Party],
    recipients: &'a [Party],
    place: Option<PlaceView<'a>>,
    time: Option<Interval>,
    toll: &'a [Toll],
    tolls: &'a [TollEstimate],
    territory: Option<Territory>,
    mentions: &'a [Quote],
    articles: u32,
    origins: OriginsView<'a>,
    origin_groups: &'a [Vec<String>],
    grade: &'a Grade,
    certainty: Option<f32>,
    confidence: Option<f32>,
    contradictions: &'a [String],
    corrections: &'a [Correction],
    links: &'a [EventLink],
    reasons: &'a [String],
    /// What people said of it. The fields are those that stand; `machine` says what the program reads in those that were set.
    review: Option<&'a Review>,
}

#[derive(Serialize)]
struct PlaceView<'a> {
    #[serde(flatten)]
    place: &'a Place,
    relation: Option<PlaceRelation>,
    #[serde(skip_serializing_if = "is_false")]
    carried: bool,
}

fn is_false(value: &bool) -> bool {
    !value
}

#[derive(Serialize)]
struct OriginsView<'a> {
    min: u32,
    max: u32,
    reason: &'a str,
}

impl<'a> Export<'a> {
    /// `readings` sorted by id, as the store gives them.
    pub fn new(readings: &'a [Reading], links: &'a Links, picture: &'a Picture) -> Export<'a> {
        let members = |story: &'a Story| story.documents.iter().map(move |id| (id.as_str(), story.id.as_str()));
        let story_of: HashMap<&str, &str> = links.stories.iter().flat_map(members).collect();
        let document = |reading: &'a Reading| DocumentView {
            id: &reading.id,
            path: reading.path.as_deref(),
            url: reading.url.as_deref(),
            title: reading.article.title.as_ref().map(|title| title.text.as_str()),
            outlet: reading.article.outlet.as_deref(),
            byline: reading.article.byline.as_deref(),
            published: reading.article.published.as_ref(),
            story: story_of.get(reading.id.as_str()).copied(),
            sha256: &reading.sha256,
        };
        let (checked, events) = checked(picture);
        let about = About { program: "stemma", version: env!("CARGO_PKG_VERSION"), caution: CAUTION, checked, events };
        Export {
            about,
            documents: readings.iter().map(document).collect(),
            stories: &links.stories,
            lineage: links.lineage.iter().filter(|edge| edge.is_possible()).map(EdgeView::new).collect(),
            events: picture.events.iter().map(EventView::new).collect(),
            second_rank: picture.second_rank.iter().map(EventView::new).collect(),
            rejected: picture.rejected.iter().map(EventView::new).collect(),
            claims: &picture.claims,
            contradictions: &picture.contradictions,
            control: &picture.control,
        }
    }
}

/// An event by itself, with the fields that it has in the export.
pub fn event(event: &Event) -> impl Serialize + '_ {
    EventView::new(event)
}

impl EdgeView<'_> {
    fn new(edge: &CopyEdge) -> EdgeView<'_> {
        EdgeView {
            child: &edge.child,
            parent: edge.parent.as_deref(),
            missing: edge.missing.as_deref(),
            p: edge.p,
            one_text: edge.one_text,
            passages: &edge.passages,
            evidence: &edge.evidence,
        }
    }
}

impl EventView<'_> {
    fn new(event: &Event) -> EventView<'_> {
        EventView {
            id: &event.id,
            story: event.story.as_deref(),
            summary: &event.summary,
            grain: event.grain,
            kind: &event.kind,
            plover: &event.plover,
            mode: event.mode.as_deref(),
            acled: event.acled.as_deref(),
            acled_sub: event.acled_sub.as_deref(),
            assertion: event.assertion,
            actors: &event.actors,
            recipients: &event.recipients,
            place: event.place.as_ref().map(|place| PlaceView {
                place,
                relation: event.relation,
                carried: event.carried,
            }),
            time: event.time,
            toll: &event.toll,
            tolls: &event.tolls,
            territory: event.territory,
            mentions: &event.mentions,
            articles: event.articles,
            origins: OriginsView { min: event.origins.min, max: event.origins.max, reason: &event.origins.reason },
            origin_groups: &event.origin_groups,
            grade: &event.grade,
            certainty: event.certainty,
            confidence: event.confidence,
            contradictions: &event.contradictions,
            corrections: &event.corrections,
            links: &event.links,
            reasons: &event.reasons,
            review: event.review.as_ref(),
        }
    }
}
