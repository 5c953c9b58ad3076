//! What people say of events, put on the events.
//!
//! Comes in: events as they were read, and all fixes of a store. Goes out: the same events with the values that stand, each fix beside the
//! value that the program read and with what became of it. The outcome depends on the events and the fixes alone, never on the order in
//! which either came: fixes are ordered by the instant at which they were said. What was taken for one event by a person, or parted, is
//! arranged before, while mentions are joined ([`arrange`]).

mod arrange;
mod urgency;
mod values;
mod words;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::{summary, whole};
use crate::model::{Applied, Checked, Event, Field, Fix, Picture, Quote, Review, Said, Standing, Value};
use crate::text::digest::short_id;

pub(super) use arrange::arrange;
pub use urgency::{Doubts, urgency};
pub(super) use values::count;
pub use values::{agree, of as value};

/// What the program reads in every field of an event, for a fix to remember.
fn read(event: &Event) -> BTreeMap<Field, Value> {
    Field::ALL.iter().map(|(field, _)| (*field, value(event, *field))).collect()
}

/// A fix of an event as it was read, by its words and with an id from its content.
pub fn fix(event: &Event, at: &str, by: &str, why: &str, said: Said) -> Fix {
    // A fix speaks of what the program read, not of what another person put there.
    let read = event.review.as_ref().map_or_else(|| read(event), |review| machine(event, review));
    let (kind, words) = (kind_read(event), event.mentions.clone());
    let [at, by, why] = [at, by, why].map(str::to_owned);
    let fix = Fix { id: String::new(), at, by, why, event: event.id.clone(), kind, words, read, said };
    identified(fix)
}

/// The fix with the id that its content gives.
pub fn identified(fix: Fix) -> Fix {
    let fix = Fix { id: String::new(), ..fix };
    let key = serde_json::to_string(&fix).expect("a fix has no keys that are not strings");
    Fix { id: format!("f-{}", short_id(&key)), ..fix }
}

/// What the program reads in every field of an event on which fixes stand.
fn machine(event: &Event, review: &Review) -> BTreeMap<Field, Value> {
    let mut read = read(event);
    for applied in &review.fixes {
        if let (Said::Set { field, .. }, Some(machine)) = (&applied.said, &applied.machine) {
            read.insert(*field, machine.clone());
        }
    }
    read
}

/// The kind that the program reads in an event, whatever a person set.
pub fn kind_read(event: &Event) -> String {
    match event.review.as_ref().and_then(|review| machine(event, review).remove(&Field::Kind)) {
        Some(Value::Kind(coding)) => coding.kind,
        _ => event.kind.clone(),
    }
}

/// The fixes that nobody took back, in the order in which they were said.
pub fn standing(fixes: &[Fix]) -> Vec<&Fix> {
    let withdrawn = withdrawn(fixes);
    let mut standing: Vec<&Fix> =
        fixes.iter().filter(|fix| !withdrawn.contains(fix.id.as_str()) && !is_withdrawal(fix)).collect();
    standing.sort_by(|a, b| (&a.at, &a.id).cmp(&(&b.at, &b.id)));
    standing
}

fn is_withdrawal(fix: &Fix) -> bool {
    matches!(fix.said, Said::Withdraw { .. })
}

/// The ids of fixes that were taken back by one that was not taken back itself.
pub fn withdrawn(fixes: &[Fix]) -> BTreeSet<&str> {
    let mut targets: Vec<(&str, &str)> = fixes
        .iter()
        .filter_map(|fix| match &fix.said {
            Said::Withdraw { fix: target } => Some((fix.id.as_str(), target.as_str())),
            _ => None,
        })
        .collect();
    targets.sort_unstable();
    targets.dedup();
    // An id is made from the content, the id of the target included, so no two take back each other: the rounds come to an end, at the
    // latest when each withdrawal had its turn.
    let mut gone: BTreeSet<&str> = BTreeSet::new();
    for _ in 0..=targets.len() {
        let next: BTreeSet<&str> =
            targets.iter().filter(|(by, _)| !gone.contains(by)).map(|(_, target)| *target).collect();
        if next == gone {
            break;
        }
        gone = next;
    }
    gone
}

/// Puts fixes on the events of a picture. A day that was corrected changes their order; what was rejected is no longer among them.
pub fn apply_to(picture: &mut Picture, fixes: &[Fix]) {
    apply(picture.events.iter_mut().chain(&mut picture.second_rank), fixes);
    let is_rejected = |event: &mut Event| event.checked() == Some(Checked::Rejected);
    let (events, second_rank) = (&mut picture.events, &mut picture.second_rank);
    picture.rejected = events.extract_if(.., is_rejected).chain(second_rank.extract_if(.., is_rejected)).collect();
    let gone: BTreeSet<&str> = picture.rejected.iter().map(|event| event.id.as_str()).collect();
    for claim in &mut picture.claims {
        claim.event.take_if(|event| gone.contains(event.as_str()));
    }
    whole::order(picture);
}

/// Puts fixes on events of both ranks: on all of a store, or on any part that holds all events told in the documents of these fixes.
/// They must be given as they were read.
pub fn apply<'e>(events: impl Iterator<Item = &'e mut Event>, fixes: &[Fix]) {
    let fixes = standing(fixes);
    if fixes.is_empty() {
        return;
    }
    let mut events: Vec<&mut Event> = events.collect();
    for (at, mine) in of_events(&events, &fixes) {
        put_on(events[at], &mine);
    }
}

/// The fixes of each event, by its index. A fix whose words tell none is of none.
fn of_events<'f>(events: &[&mut Event], fixes: &[&'f Fix]) -> BTreeMap<usize, Vec<&'f Fix>> {
    let mut told_in: HashMap<&str, BTreeSet<usize>> = HashMap::new();
    for (at, event) in events.iter().enumerate() {
        for mention in &event.mentions {
            told_in.entry(&mention.doc).or_default().insert(at);
        }
    }
    let mut found: BTreeMap<usize, Vec<&Fix>> = BTreeMap::new();
    for fix in fixes {
        let words = spoken_of(fix);
        let near: BTreeSet<usize> =
            words.iter().filter_map(|quote| told_in.get(quote.doc.as_str())).flatten().copied().collect();
        let speaks = |at: usize| {
            let event = &events[at];
            let (same_kind, same_id) = (event.kind == fix.kind, event.id == fix.event);
            // Who judged a whole event said nothing of one of another kind that is told by the same clause.
            let of_this = same_kind || same_id || !matches!(fix.said, Said::Accept | Said::Reject | Said::Hold);
            let told = words::Told::of(event.mentions.iter());
            of_this.then(|| words::Likeness::of(&words, &told, same_kind, same_id)).flatten()
        };
        let best = near.into_iter().filter_map(|at| Some((speaks(at)?, at)));
        let best = best.max_by(|a, b| a.0.cmp(&b.0).then_with(|| events[b.1].id.cmp(&events[a.1].id)));
        if let Some((_, at)) = best {
            found.entry(at).or_default().push(fix);
        }
    }
    found
}

/// The words of the event that a fix is put on: what was parted from it belongs to another one.
fn spoken_of(fix: &Fix) -> Cow<'_, [Quote]> {
    match &fix.said {
        Said::Split { words } => fix.words.iter().filter(|quote| !words.contains(quote)).cloned().collect(),
        _ => Cow::Borrowed(&fix.words),
    }
}

/// The last fix of each field stands, and the last word on the whole event.
fn put_on(event: &mut Event, fixes: &[&Fix]) {
    let machine = read(event);
    let is_verdict = |said: &Said| matches!(said, Said::Accept | Said::Reject | Said::Hold);
    let verdict = fixes.iter().rposition(|fix| is_verdict(&fix.said));
    let mut applied = Vec::with_capacity(fixes.len());
    for (at, fix) in fixes.iter().enumerate() {
        let mut now = None;
        let status = match &fix.said {
            Said::Set { field, value } => {
                now = machine.get(field).cloned();
                let is_last = !fixes[at + 1..].iter().any(|later| is_of(later, *field));
                if is_last {
                    values::set(event, *field, value);
                }
                if is_last { standing_of(fix, *field, value, &machine) } else { Standing::Replaced }
            }
            Said::Merge { words, .. } => arranged(event, fix, words, true),
            Said::Split { words } => arranged(event, fix, words, false),
            Said::Withdraw { .. } => continue,
            _ if verdict != Some(at) => Standing::Replaced,
            Said::Accept if !reads_the_same(fix, &machine) => Standing::Stale,
            _ => Standing::Applies,
        };
        let Fix { id, at, by, why, said, .. } = *fix;
        let [id, at, by, why] = [id, at, by, why].map(String::clone);
        applied.push(Applied { id, at, by, why, said: said.clone(), machine: now, status });
    }
    let verdict = verdict.map(|at| (&fixes[at].said, at));
    event.summary = summary::line(event);
    event.review = Some(Review { checked: checked(verdict.map(|(said, _)| said), &applied), fixes: applied });
}

fn is_of(fix: &Fix, field: Field) -> bool {
    matches!(fix.said, Said::Set { field: other, .. } if other == field)
}

fn standing_of(fix: &Fix, field: Field, value: &Value, machine: &BTreeMap<Field, Value>) -> Standing {
    let now = machine.get(&field).unwrap_or(&Value::Unknown);
    if agree(now, value) {
        Standing::Agrees
    } else if fix.read.get(&field).is_none_or(|then| agree(then, now)) {
        Standing::Applies
    } else {
        Standing::Stale
    }
}

/// Whether the program reads what it read when a fix was said.
fn reads_the_same(fix: &Fix, machine: &BTreeMap<Field, Value>) -> bool {
    machine.iter().all(|(field, now)| fix.read.get(field).is_none_or(|then| agree(then, now)))
}

/// What became of an arrangement: whether the event has, or no longer has, the other words, and who saw to it.
fn arranged(event: &Event, fix: &Fix, others: &[Quote], together: bool) -> Standing {
    let told = words::Told::of(event.mentions.iter());
    let has = others.iter().any(|quote| told.has(quote));
    match has == together {
        false => Standing::Stale,
        true if event.reasons.iter().any(|reason| reason.contains(&fix.id)) => Standing::Applies,
        true => Standing::Agrees,
    }
}

fn checked(verdict: Option<&Said>, fixes: &[Applied]) -> Option<Checked> {
    let stands = |applied: &Applied| matches!(applied.status, Standing::Applies | Standing::Agrees | Standing::Stale);
    let corrects = |applied: &Applied| matches!(applied.said, Said::Set { .. }) || applied.said.is_arrangement();
    let is_stale = |applied: &Applied| applied.status == Standing::Stale;
    match verdict {
        Some(Said::Reject) => return Some(Checked::Rejected),
        Some(Said::Hold) => return Some(Checked::Held),
        _ => {}
    }
    if fixes.iter().any(|applied| corrects(applied) && stands(applied) && !is_stale(applied)) {
        return Some(Checked::Corrected);
    }
    if fixes.iter().any(is_stale) {
        return Some(Checked::Stale);
    }
    verdict.map(|_| Checked::Accepted)
}

#[cfg(test)]
mod tests;
