//! The rows of the store that can be asked: what a list shows of an event, a story, a page, a claim, an actor, a place, a source.
//!
//! Their fields, in their order, are the columns of every format in which lists are printed: fields are added, never renamed.

use serde::{Serialize, Serializer};
use stemma::lexicon::gazetteer::fold;
use stemma::model::{Assertion, Day, Evidence, PlacePrecision};

use crate::asked;
use crate::reliability::Reliability;

/// An event in a line.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct EventRow {
    pub id: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub country: Option<String>,
    pub admin1: Option<String>,
    pub place: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub radius_km: Option<f64>,
    pub precision: PlacePrecision,
    pub kind: String,
    pub plover: String,
    pub mode: Option<String>,
    pub acled: Option<String>,
    pub acled_sub: Option<String>,
    #[serde(serialize_with = "told")]
    pub told: Assertion,
    pub actors: String,
    pub recipients: String,
    pub killed_low: Option<u32>,
    pub killed_best: Option<u32>,
    pub killed_high: Option<u32>,
    pub articles: u32,
    pub origins_min: u32,
    pub origins_max: u32,
    pub grade: u8,
    pub airwars: Option<String>,
    pub confidence: Option<f32>,
    pub disagreements: u32,
    pub summary: String,
    pub story: String,
    /// How far a person checked it: accepted, corrected, rejected, held, stale; empty where nobody did.
    pub checked: String,
    /// What people marked its pages as: sensitive, graphic, deleted.
    pub marks: String,
}

fn told<S: Serializer>(assertion: &Assertion, to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(asked::told(*assertion))
}

/// A story in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StoryRow {
    pub id: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub pages: u32,
    pub copies: u32,
    pub events: u32,
    pub title: String,
}

/// A page in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageRow {
    pub id: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
    pub outlet: Option<String>,
    pub title: Option<String>,
    pub byline: Option<String>,
    pub language: Option<String>,
    pub events: u32,
    pub story: Option<String>,
    pub url: Option<String>,
    pub path: Option<String>,
    /// The day or instant that the input gave, which orders pages of one day.
    pub sent_at: Option<String>,
    /// What people marked it as: sensitive, graphic, deleted.
    pub marks: String,
}

/// What somebody is said to have said, in a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ClaimRow {
    pub id: String,
    pub from: Option<Day>,
    pub source: String,
    /// Who first said it, who carried it, … in that order.
    pub chain: Vec<String>,
    pub quote: String,
    pub outlet: Option<String>,
    pub page: String,
    pub start: u32,
    pub end: u32,
    pub event: Option<String>,
    pub story: String,
}

/// One who acts or suffers, over all events that are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActorRow {
    pub name: String,
    pub id: Option<String>,
    pub events: u32,
    /// How many it does, and how many are done to it.
    pub acts: u32,
    pub suffers: u32,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// A place, over all events that are asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PlaceRow {
    pub place: String,
    pub admin1: Option<String>,
    pub country: Option<String>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
    pub events: u32,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// An outlet, over all pages that are asked for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SourceRow {
    pub outlet: String,
    pub pages: u32,
    pub stories: u32,
    pub events: u32,
    /// Pages of it that have words from a page of another outlet or from an unseen source, and pages of other outlets that have words
    /// from it.
    pub copies: u32,
    pub copied: u32,
    /// Of its copies, those that name whom they have it from.
    pub credited: u32,
    /// Facts that its copies changed: numbers, days, names, directions, denials.
    pub altered: u32,
    /// Median days between what it copies and its copy, where both days are known.
    pub delay_days: Option<f64>,
    pub from: Option<Day>,
    pub to: Option<Day>,
    /// The letter of the Admiralty code that a person gave it.
    pub reliability: Option<Reliability>,
}

/// Who has words from whom, without the passages.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CopyRow {
    pub child: String,
    pub parent: Option<String>,
    pub missing: Option<String>,
    pub p: f32,
    pub one_text: f32,
    /// Words that both have, and words that differ.
    pub words: u32,
    pub edits: u32,
    /// Whether the child names this source.
    pub credits: bool,
    /// Facts of the source that the child changed.
    pub altered: u32,
    pub evidence: Vec<Evidence>,
}

/// In which the spellings of one name are the same; that of a name in another script than Latin is the name in small letters.
pub fn key(name: &str) -> String {
    let key = fold::loose(name);
    if key.is_empty() { name.trim().to_lowercase() } else { key }
}

/// The same for names of outlets, which are found by any part of them.
pub fn plain_key(name: &str) -> String {
    let key = fold::plain(name);
    if key.is_empty() { name.trim().to_lowercase() } else { key }
}
