//! What an event counts, by three published practices for reports that differ.
//!
//! Comes in: the numbers that the mentions of an event give, with the origin of each. Goes out: low, best and high under every
//! policy, with the words that each rests on, one report of each origin. Nothing is added up and nothing averaged.
//!
//! - `conservative`, as ACLED codes fatalities: from the most reliable sources, and the most conservative of the estimates
//!   where reports differ or are vague (ACLED, "Uses and limitations of ACLED data", on the coding of fatalities). Here: the
//!   lowest figure of sources that are not known to be wrong more often than right. ACLED's stand-ins for deaths that
//!   nobody counted (10, or 3) are not made up here.
//! - `best`, as UCDP GED gives a best estimate between a low and a high one (UCDP GED Codebook, on `best`, `low`, `high`). Here
//!   the best is the figure that most weight speaks for, one vote for each origin, weighed by the accuracy of its source; low
//!   and high are the least and the greatest that any report allows. A number that mends an earlier one is the best.
//! - `range`, as Airwars publishes the minimum and the maximum of all sources and no figure between (Airwars, "Methodology").
//!   An origin counts with the number of its original: one that was altered in copying is nobody's report.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};

use serde::{Deserialize, Serialize};

use super::accuracy::{Accuracy, Vote};
use super::corrections::Corrections;
use super::mention::{Mention, quote};
use super::summary;
use crate::model::{Day, Event, Picture, Quote, Scope, Toll, TollEstimate, TollPolicy, TollReport};

/// A number that a mention gives.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Report {
    pub measure: String,
    pub group: String,
    pub scope: Scope,
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    pub quote: Quote,
    /// The claim that it is part of.
    pub claim: Option<String>,
    /// Which group of documents it comes from, those that go back to one text together.
    pub origin: usize,
    /// The outlet, or the document where none is known.
    pub source: String,
    /// Its words were not copied from another report of the event.
    pub original: bool,
    /// It counts some of those whom others count: the children, the women.
    #[serde(default)]
    pub is_part: bool,
    /// It mends an earlier number.
    pub corrects: bool,
    pub published: Option<Day>,
}

/// The reports of an event, in the order of its mentions; what a document says twice it says once. `origin_of` gives the group
/// of a document, `original` whether a mention was copied from another one.
pub(super) fn reports(
    mentions: &[&Mention<'_>],
    origin_of: impl Fn(&str) -> usize,
    original: impl Fn(&Mention<'_>) -> bool,
    corrections: &Corrections<'_>,
) -> Vec<Report> {
    let mut said = HashSet::new();
    let mut found = Vec::new();
    for mention in mentions {
        let document = &mention.reading.id;
        let original = original(mention);
        for toll in mention.event.toll.iter().filter(|toll| toll.scope != Scope::Cumulative) {
            // A number that the page itself calls the old one is not what it reports.
            if corrections.is_old(mention, toll.span) {
                continue;
            }
            if !said.insert((document, &toll.measure, toll.scope, toll.low, toll.best, toll.high)) {
                continue;
            }
            let source = mention.reading.article.outlet.as_deref().unwrap_or(document).to_lowercase();
            found.push(Report {
                measure: toll.measure.clone(),
                group: toll.group.clone(),
                scope: toll.scope,
                low: toll.low,
                best: toll.best,
                high: toll.high,
                quote: quote(mention.reading, toll.span),
                claim: None,
                origin: origin_of(document),
                source,
                original,
                is_part: corrections.is_part(&toll.group),
                corrects: corrections.around(mention.reading, toll.span).is_some(),
                published: mention.reading.article.published.as_ref().map(|published| published.start),
            });
        }
    }
    found
}

/// The reports by what they count. Numbers for a stretch of time stand back where others are given for the event itself.
fn by_measure(reports: &[Report]) -> BTreeMap<&str, Vec<&Report>> {
    let mut found: BTreeMap<&str, Vec<&Report>> = BTreeMap::new();
    for report in reports {
        found.entry(&report.measure).or_default().push(report);
    }
    for told in found.values_mut() {
        if told.iter().any(|report| report.scope == Scope::Event) {
            told.retain(|report| report.scope == Scope::Event);
        }
        // "At least 35 children were among the dead": a part says nothing where others count all.
        let counted = told.iter().filter_map(|report| report.best).max();
        told.retain(|report| !(report.is_part && report.best.is_none()) || report.low > counted);
        // Whose name alone is told may be one of those whom others count.
        let others = told.iter().filter(|report| report.group != Toll::NAMED).filter_map(|report| figure(report)).max();
        told.retain(|report| report.group != Toll::NAMED || figure(report) >= others);
    }
    found
}

/// An origin counts with the number of its original: one that was altered in copying is nobody's report.
fn heard<'r>(told: &[&'r Report]) -> Vec<&'r Report> {
    let originals: BTreeSet<usize> = told.iter().filter(|report| report.original).map(|report| report.origin).collect();
    told.iter().filter(|report| report.original || !originals.contains(&report.origin)).copied().collect()
}

/// One vote for each origin and measure, which its documents share where copying changed the number.
pub(super) fn votes(reports: &[Report]) -> BTreeMap<&str, Vec<Vote>> {
    by_measure(reports).into_iter().map(|(measure, told)| (measure, votes_of(&told))).collect()
}

fn votes_of(told: &[&Report]) -> Vec<Vote> {
    let mut said: BTreeMap<usize, BTreeSet<(&str, u32, &str)>> = BTreeMap::new();
    for report in told {
        if let Some(best) = report.best {
            said.entry(report.origin).or_default().insert((&report.quote.doc, best, &report.source));
        }
    }
    let shared = said.into_values().flat_map(|said| {
        let share = 1.0 / said.len() as f32;
        said.into_iter().map(move |(_, value, source)| Vote { source: source.to_owned(), value, share })
    });
    shared.collect()
}

/// All policies for all measures.
pub(super) fn estimates(reports: &[Report], accuracy: &Accuracy) -> Vec<TollEstimate> {
    let mut found = Vec::new();
    for told in by_measure(reports).into_values() {
        let heard = heard(&told);
        found.extend(conservative(&heard, accuracy));
        found.push(best(&told, &heard, accuracy.best(&votes_of(&heard))));
        found.extend(range(&heard));
    }
    found
}

/// The figure of a report for one who wants a single number; a report that only bounds from above gives none.
fn figure(report: &Report) -> Option<u32> {
    report.best.or(report.low)
}

/// A source that was right less often than this is not a reliable one.
const RELIABLE: f32 = 0.5;

fn conservative(told: &[&Report], accuracy: &Accuracy) -> Option<TollEstimate> {
    let reliable = |report: &&&Report| accuracy.of(&report.source) >= RELIABLE;
    let least = told.iter().filter(reliable).filter_map(|report| figure(report)).min();
    let Some(least) = least.or_else(|| told.iter().filter_map(|report| figure(report)).min()) else {
        // Bounds from above are all there is.
        let most = told.iter().filter_map(|report| report.high).min()?;
        let rests = told.iter().filter(|report| report.high == Some(most));
        return Some(estimate(TollPolicy::Conservative, told, (None, None, Some(most)), rests));
    };
    let rests = || told.iter().filter(|report| figure(report) == Some(least));
    // "At least" stays open where nobody gives the number as the count.
    let high = rests().any(|report| report.high == Some(least)).then_some(least);
    Some(estimate(TollPolicy::Conservative, told, (Some(least), Some(least), high), rests()))
}

/// `heard` are the reports of `told` that count for an origin; the others are what copying made of them.
fn best(told: &[&Report], heard: &[&Report], believed: Option<u32>) -> TollEstimate {
    // Who mends a number has looked again: the last correction is believed against any count of votes.
    let mended = told.iter().filter(|report| report.corrects && figure(report).is_some());
    let mended = mended.max_by_key(|report| (report.published, Reverse(&report.quote)));
    let mended = mended.and_then(|report| figure(report));
    let best = mended.or(believed);
    let low = heard.iter().filter_map(|report| report.low.or(report.best)).chain(mended).min();
    let open = heard.iter().any(|report| report.high.is_none());
    let high = if open { None } else { heard.iter().filter_map(|report| report.high).chain(mended).max() };
    let rests = told.iter().filter(|report| best.is_none() || figure(report) == best);
    estimate(TollPolicy::Best, told, (low, best, high), rests)
}

fn range(told: &[&Report]) -> Option<TollEstimate> {
    let low = told.iter().filter_map(|report| report.low.or(report.best)).min();
    // One "at least" leaves the range open above.
    let open = told.iter().any(|report| report.high.is_none());
    let high = if open { None } else { told.iter().filter_map(|report| report.high).max() };
    if low.is_none() && high.is_none() {
        return None;
    }
    let is_end = |report: &&&Report| report.low.or(report.best) == low || report.high == high;
    let rests = told.iter().filter(is_end);
    Some(estimate(TollPolicy::Range, told, (low, None, high), rests))
}

/// An estimate with the reports that it rests on, one of each origin and number.
fn estimate<'a, 'b: 'a>(
    policy: TollPolicy,
    told: &[&'b Report],
    (low, best, high): (Option<u32>, Option<u32>, Option<u32>),
    rests: impl Iterator<Item = &'a &'b Report>,
) -> TollEstimate {
    let mut seen = BTreeSet::new();
    let by_claim =
        rests.filter(|report| seen.insert((report.origin, report.low, report.best, report.high))).map(|report| {
            TollReport {
                quote: report.quote.clone(),
                low: report.low,
                best: report.best,
                high: report.high,
                claim: report.claim.clone(),
            }
        });
    let by_claim = by_claim.collect();
    let Report { measure, group, scope, .. } = told[0];
    TollEstimate { policy, measure: measure.clone(), group: group.clone(), low, best, high, scope: *scope, by_claim }
}

/// Shows the counts of a picture under a policy. Events of an old store, which have no other counts, keep those they have.
pub fn show_tolls(picture: &mut Picture, policy: TollPolicy) {
    picture.events.iter_mut().for_each(|event| show_tolls_of(event, policy));
}

/// The same for one event.
pub fn show_tolls_of(event: &mut Event, policy: TollPolicy) {
    if !event.tolls.is_empty() {
        choose(event, policy);
    }
}

/// Gives the event the counts of a policy, and its line the same.
pub(super) fn choose(event: &mut Event, policy: TollPolicy) {
    let head = event.summary.strip_suffix(&summary::tolls(&event.toll)).map(str::len);
    let chosen = event.tolls.iter().filter(|estimate| estimate.policy == policy);
    // A count that a person gave may rest on no words of a page: those that tell the event stand for them.
    let words = event.mentions.first().map(|mention| mention.span);
    event.toll = chosen
        .filter_map(|estimate| {
            let TollEstimate { measure, group, low, best, high, scope, by_claim, .. } = estimate.clone();
            let span = by_claim.first().map(|report| report.quote.span).or(words)?;
            Some(Toll { span, measure, group, low, best, high, scope })
        })
        .collect();
    if let Some(head) = head {
        event.summary.truncate(head);
        event.summary.push_str(&summary::tolls(&event.toll));
    }
}
