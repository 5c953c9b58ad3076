//! Which events the report tells as incidents, which as totals of a war or a period, and which in a line of the appendix.

use std::collections::{HashMap, HashSet};

use stemma::model::{Assertion, Event, Grain, Scope, Toll};

use super::desk::Desk;

/// How an event stands in the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rank {
    Incident,
    /// What many happenings cost together.
    Total,
    Passing,
}

/// How much less a page is about what it tells further down.
const FADING: f32 = 0.15;
/// What a deed adds to what a page is about that harms nobody.
const HARMLESS: f32 = 0.6;
/// What is told as background is what a page is about only where it tells nothing else.
const BACKGROUND: f32 = 0.01;
/// Counts of a longer time are totals, in days: fighting of a few days still has its dead.
const LONG: i32 = 7;
/// A sum of happenings of a longer time is a total, whatever its counts are said to be of.
const VERY_LONG: i32 = 31;

impl<'a> Desk<'a> {
    pub fn rank(&self, event: &Event) -> Rank {
        self.ranks.get(event.id.as_str()).copied().unwrap_or(Rank::Passing)
    }

    pub fn events_of(&self, rank: Rank) -> impl Iterator<Item = &'a Event> {
        self.picture.events.iter().filter(move |event| self.rank(event) == rank)
    }

    /// The rank of every event, by its id.
    pub fn ranks(&self) -> HashMap<&'a str, Rank> {
        let leads = self.leads();
        self.picture.events.iter().map(|event| (event.id.as_str(), self.ranked(event, &leads))).collect()
    }

    fn ranked(&self, event: &Event, leads: &HashSet<&str>) -> Rank {
        let happened = matches!(event.assertion, Assertion::Asserted | Assertion::Background);
        if happened && self.is_total(event) {
            return Rank::Total;
        }
        let is_harmful = event.toll.iter().any(|toll| toll.scope == Scope::Event && is_harm(toll));
        let is_set = event.time.is_some() || event.place.is_some() && !event.carried;
        let is_lead = leads.contains(event.id.as_str());
        let is_incident = match event.assertion {
            Assertion::Asserted => event.articles > 1 || is_harmful && is_set || is_lead,
            Assertion::Background => is_lead && is_set,
            _ => event.articles > 1,
        };
        if is_incident { Rank::Incident } else { Rank::Passing }
    }

    fn is_total(&self, event: &Event) -> bool {
        let days = event.time.map(|time| time.to.days_since(time.from) + 1);
        let told: Vec<&Toll> = event.toll.iter().filter(|toll| is_harm(toll) || toll.measure == "destroyed").collect();
        if told.is_empty() {
            // What fusing keeps of a running total is its words.
            let tellings = self.tellings(event);
            let mut tolls = tellings.iter().flat_map(|(_, mention)| &mention.toll).peekable();
            return tolls.peek().is_some() && tolls.all(|toll| toll.scope == Scope::Cumulative);
        }
        let of_period = told.iter().all(|toll| toll.scope != Scope::Event);
        of_period && days.is_none_or(|days| days > LONG)
            || event.grain == Grain::Summary && days.is_some_and(|days| days > VERY_LONG)
    }

    /// The event that each page tells most of, and first.
    fn leads(&self) -> HashSet<&'a str> {
        let mut shares: HashMap<&str, HashMap<&'a str, f32>> = HashMap::new();
        for event in &self.picture.events {
            let weight = match event.assertion {
                Assertion::Asserted => 1.0,
                Assertion::Background => BACKGROUND,
                _ => continue,
            };
            if self.is_total(event) {
                continue;
            }
            let is_violent = self.lexicon.events.kind(&event.kind).is_some_and(|kind| kind.violent);
            for mention in &event.mentions {
                let Some(reading) = self.readings.get(mention.doc.as_str()) else { continue };
                let sentences = &reading.annotations.sentences;
                let sentence = sentences.partition_point(|sentence| sentence.end <= mention.span.start);
                let share = weight * if is_violent { 1.0 } else { HARMLESS } / (1.0 + FADING * sentence as f32);
                *shares.entry(&mention.doc).or_default().entry(&event.id).or_default() += share;
            }
        }
        let best = |shares: &HashMap<&'a str, f32>| {
            shares.iter().max_by(|a, b| a.1.total_cmp(b.1).then_with(|| b.0.cmp(a.0))).map(|(id, _)| *id)
        };
        shares.values().filter_map(best).collect()
    }
}

fn is_harm(toll: &Toll) -> bool {
    matches!(toll.measure.as_str(), "killed" | "injured" | "missing" | "abducted" | "displaced" | "detained")
}
