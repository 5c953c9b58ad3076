//! Figures by source: what each origin counts, what its copies repeat, and the low, best and high of them all.

use std::collections::BTreeMap;

use serde::Serialize;
use stemma::model::{Event, Reading, Scope, Toll};

use super::desk::Desk;
use super::incidents::origins_of;

/// The figures for one measure.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// `Killed, civilians`
    pub what: String,
    /// `low 8, best 10, high 12`
    pub span: String,
    pub rows: Vec<Figure>,
    /// All pages of the rows.
    pub sources: Vec<usize>,
}

#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Figure {
    pub source: usize,
    pub outlet: String,
    pub day: String,
    pub number: String,
    /// Why it counts for nothing beside the row above it; nothing where it counts.
    pub uncounted: Option<&'static str>,
}

/// So many figures of a measure are shown; the export has all.
const SHOWN: usize = 8;
const COPY: &str = "a copy, not counted";
const SAME_ORIGIN: &str = "from the same origin, not counted";

/// What a page says of a measure.
struct Said<'a> {
    reading: &'a Reading,
    toll: Bounds,
    is_copy: bool,
}

type Bounds = (Option<u32>, Option<u32>, Option<u32>);

impl<'a> Desk<'a> {
    /// The figures of an event where there is more to say than the sentence does: several sources, or none that is exact.
    pub fn figures(&self, event: &Event) -> Vec<Figures> {
        let counted = event.toll.iter().filter(|toll| toll.scope != Scope::Cumulative && toll.measure != "crowd");
        counted.filter_map(|toll| self.figures_of(event, toll)).collect()
    }

    fn figures_of(&self, event: &Event, toll: &Toll) -> Option<Figures> {
        let rows = self.rows(event, toll);
        if rows.len() < 2 {
            return None;
        }
        let mut sources: Vec<usize> = rows.iter().map(|row| row.source).collect();
        sources.sort_unstable();
        sources.dedup();
        let group = Some(toll.group.to_lowercase())
            .filter(|group| !group.is_empty() && !self.lexicon.wording.nouns.not_counted.contains(group));
        let what = super::grammar::sentence(&match group {
            Some(group) => format!("{}, {group}", measure_word(&toll.measure)),
            None => measure_word(&toll.measure).to_string(),
        });
        let span = [("low", toll.low), ("best", toll.best), ("high", toll.high)];
        let span: Vec<String> = span.iter().filter_map(|(word, value)| Some(format!("{word} {}", (*value)?))).collect();
        Some(Figures { what: what.trim_end_matches('.').into(), span: span.join(", "), rows, sources })
    }

    /// One row a page, origin by origin: what its original says first, which counts, and below it what the other pages say that go back to it.
    fn rows(&self, event: &Event, toll: &Toll) -> Vec<Figure> {
        let origins = origins_of(event);
        let mut of_origin: BTreeMap<usize, Vec<Said<'_>>> = BTreeMap::new();
        for (doc, toll) in self.said_of(event, toll) {
            let Some(reading) = self.readings.get(doc).copied() else { continue };
            let Some(origin) = origins.get(doc).copied() else { continue };
            let of_same = |parent: &String| origins.get(parent.as_str()) == Some(&origin);
            let is_copy = self.copies.get(doc).is_some_and(|edge| edge.parent.as_ref().is_none_or(of_same));
            of_origin.entry(origin).or_default().push(Said { reading, toll, is_copy });
        }
        let order = |said: &Said<'_>| {
            let day = said.reading.article.published.as_ref().map(|published| published.start);
            (
                said.is_copy,
                day.is_none(),
                day,
                said.reading.published_at.clone(),
                self.numbers[said.reading.id.as_str()],
            )
        };
        let mut origins: Vec<Vec<Said<'_>>> = of_origin.into_values().collect();
        origins.iter_mut().for_each(|said| said.sort_by_cached_key(order));
        origins.sort_by_key(|said| order(&said[0]));
        let row = |(at, said): (usize, &Said<'_>)| Figure {
            source: self.numbers[said.reading.id.as_str()],
            outlet: self.outlet(said.reading),
            day: self.published(said.reading),
            number: bounds(said.toll),
            uncounted: (at > 0).then_some(if said.is_copy { COPY } else { SAME_ORIGIN }),
        };
        origins.iter().flat_map(|said| said.iter().enumerate().map(row)).take(SHOWN).collect()
    }

    /// What each page says of a measure: the report that fusing weighed, or the first that a telling has.
    fn said_of<'e>(&self, event: &'e Event, toll: &Toll) -> BTreeMap<&'e str, Bounds>
    where
        'a: 'e,
    {
        let mut said: BTreeMap<&str, Bounds> = BTreeMap::new();
        let is_same = |measure: &str, group: &str| {
            measure == toll.measure && (group == toll.group || event.tolls.iter().all(|told| told.group != group))
        };
        for estimate in event.tolls.iter().filter(|told| told.measure == toll.measure && told.scope == toll.scope) {
            for report in &estimate.by_claim {
                let told = (report.low, report.best, report.high);
                let known = said.entry(&report.quote.doc).or_insert(told);
                // "14 people" tells more than "at least 14".
                if known.2.is_none() && told.2.is_some() {
                    *known = told;
                }
            }
        }
        for (reading, mention) in self.tellings(event) {
            let of_page =
                mention.toll.iter().find(|told| told.scope == toll.scope && is_same(&told.measure, &told.group));
            if let Some(told) = of_page {
                said.entry(&reading.id).or_insert((told.low, told.best, told.high));
            }
        }
        said
    }

    /// `8–10–12`: low, best and high of a measure in one cell; of several groups, the first that counts people.
    pub fn cell(&self, event: &Event, measure: &str) -> String {
        let of_measure = |toll: &&Toll| toll.measure == measure && toll.scope == Scope::Event;
        let people = event.toll.iter().filter(of_measure).find(|toll| toll.group == "people");
        let Some(toll) = people.or_else(|| event.toll.iter().find(of_measure)) else { return String::new() };
        match (toll.low, toll.best, toll.high) {
            (Some(low), Some(best), Some(high)) if low < best && best < high => format!("{low}–{best}–{high}"),
            told => bounds(told),
        }
    }
}

fn measure_word(measure: &str) -> &str {
    if measure == "injured" { "wounded" } else { measure }
}

/// `14`, `8–12`, `≥ 14`, `≤ 9`
fn bounds(told: Bounds) -> String {
    match told {
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), _, Some(high)) => format!("{low}–{high}"),
        (Some(low), _, None) => format!("≥ {low}"),
        (None, _, Some(high)) => format!("≤ {high}"),
        (None, Some(best), None) => format!("about {best}"),
        (None, None, None) => "?".into(),
    }
}
