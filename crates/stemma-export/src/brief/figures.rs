//! Figures by source: what each origin counts, what its copies repeat, and the low, best and high of them all.

use serde::Serialize;
use stemma::model::{Event, Quote, Scope, Toll, TollEstimate, TollPolicy};

use super::desk::Desk;

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
    /// It repeats the figure of the row above it and counts for nothing.
    pub is_copy: bool,
}

/// So many figures of a measure are shown; the export has all.
const SHOWN: usize = 8;

impl Desk<'_> {
    /// The figures of an event where there is more to say than the sentence does: several sources, or none that is exact.
    pub fn figures(&self, event: &Event) -> Vec<Figures> {
        let counted = event.toll.iter().filter(|toll| toll.scope != Scope::Cumulative && toll.measure != "crowd");
        counted.filter_map(|toll| self.figures_of(event, toll)).filter(|figures| figures.rows.len() > 1).collect()
    }

    fn figures_of(&self, event: &Event, toll: &Toll) -> Option<Figures> {
        let is_it = |estimate: &&TollEstimate| {
            estimate.policy == TollPolicy::Best
                && estimate.measure == toll.measure
                && estimate.group == toll.group
                && estimate.scope == toll.scope
        };
        let estimate = event.tolls.iter().find(is_it)?;
        let mut rows: Vec<Figure> = Vec::new();
        for report in &estimate.by_claim {
            let Some(row) = self.row(&report.quote, bounds(report.low, report.best, report.high), false) else {
                continue;
            };
            rows.push(row);
            rows.extend(self.copies_of(event, toll, &report.quote.doc));
        }
        rows.dedup();
        rows.truncate(SHOWN);
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

    /// What pages of the same origin say of it.
    fn copies_of(&self, event: &Event, toll: &Toll, doc: &str) -> Vec<Figure> {
        let Some(group) = event.origin_groups.iter().find(|group| group.iter().any(|id| id == doc)) else {
            return Vec::new();
        };
        let mut found: Vec<Figure> = Vec::new();
        for (reading, mention) in self.tellings(event) {
            if reading.id == doc || !group.contains(&reading.id) {
                continue;
            }
            let Some(told) = mention.toll.iter().find(|told| told.measure == toll.measure) else { continue };
            let quote = Quote { doc: reading.id.clone(), span: told.span, quote: String::new() };
            let row = self.row(&quote, bounds(told.low, told.best, told.high), true);
            found.extend(row.filter(|row| found.iter().all(|known| known.source != row.source)));
        }
        found
    }

    fn row(&self, quote: &Quote, number: String, is_copy: bool) -> Option<Figure> {
        let reading = self.readings.get(quote.doc.as_str())?;
        let source = self.numbers[reading.id.as_str()];
        Some(Figure { source, outlet: self.outlet(reading), day: self.published(reading), number, is_copy })
    }

    /// `8–10–12`: low, best and high of a measure in one cell; of several groups, the first that counts people.
    pub fn cell(&self, event: &Event, measure: &str) -> String {
        let of_measure = |toll: &&Toll| toll.measure == measure && toll.scope != Scope::Cumulative;
        let people = event.toll.iter().filter(of_measure).find(|toll| toll.group == "people");
        let Some(toll) = people.or_else(|| event.toll.iter().find(of_measure)) else { return String::new() };
        match (toll.low, toll.best, toll.high) {
            (Some(low), Some(best), Some(high)) if low < best && best < high => format!("{low}–{best}–{high}"),
            (low, best, high) => bounds(low, best, high),
        }
    }
}

fn measure_word(measure: &str) -> &str {
    if measure == "injured" { "wounded" } else { measure }
}

/// `14`, `8–12`, `≥ 14`, `≤ 9`
fn bounds(low: Option<u32>, best: Option<u32>, high: Option<u32>) -> String {
    match (low, best, high) {
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), _, Some(high)) => format!("{low}–{high}"),
        (Some(low), _, None) => format!("≥ {low}"),
        (None, _, Some(high)) => format!("≤ {high}"),
        (None, Some(best), None) => format!("about {best}"),
        (None, None, None) => "?".into(),
    }
}
