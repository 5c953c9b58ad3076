//! What events of a story have to do with each other without being one: a report that sums up many happenings ("54 strikes this
//! week") and those of them that are told by themselves, and a denial and what it denies.
//!
//! Comes in: the drafts of a story. Goes out: links on both events, each with its reason in words. Nothing is merged, and no number
//! is shared out.

use std::collections::HashMap;

use super::part::Draft;
use crate::lexicon::events::EventRules;
use crate::model::{Assertion, Event, EventLink, EventRelation, Grain, Party, Place, PlaceLevel, kilometres};

/// A report that sums up more than this is a statistic; its parts would tell nobody anything.
const MOST_PARTS: usize = 200;
/// So many happenings of its days are looked at.
const MOST_COMPARED: usize = 4000;
/// Among so many reports of one family a denial is compared with those nearest in the text.
const WINDOW: usize = 400;

pub fn link(drafts: &mut [Draft], rules: &EventRules) {
    let mut families: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, Draft { event, .. }) in drafts.iter().enumerate() {
        let kind = rules.kind(&event.kind);
        families.entry(kind.and_then(|kind| kind.family.as_deref()).unwrap_or(&event.kind)).or_default().push(at);
    }
    let mut found: Vec<(usize, EventLink)> = Vec::new();
    for members in families.values() {
        let is = |at: usize, grain| drafts[at].event.grain == grain && happened(&drafts[at].event);
        let mut parts: Vec<usize> = members.iter().copied().filter(|at| is(*at, Grain::Atomic)).collect();
        parts.sort_by_key(|at| drafts[*at].event.time.map(|time| time.from));
        for &sum in members.iter().filter(|at| is(**at, Grain::Summary)) {
            let whole = &drafts[sum].event;
            let Some(time) = whole.time else { continue };
            let first = parts.partition_point(|at| drafts[*at].event.time.is_none_or(|part| part.from < time.from));
            let days =
                parts[first..].iter().take_while(|at| drafts[**at].event.time.is_some_and(|part| part.from <= time.to));
            let inside = days.take(MOST_COMPARED).filter_map(|at| Some((*at, part_of(&drafts[*at].event, whole)?)));
            for (at, reason) in inside.take(MOST_PARTS) {
                let link =
                    |event: &Event, relation| EventLink { event: event.id.clone(), relation, reason: reason.clone() };
                found.push((sum, link(&drafts[at].event, EventRelation::HasPart)));
                found.push((at, link(whole, EventRelation::PartOf)));
            }
        }
        for (position, &at) in members.iter().enumerate().filter(|(_, at)| is_denial(&drafts[**at].event)) {
            let near = members[position.saturating_sub(WINDOW / 2)..].iter().take(WINDOW);
            for &other in near.filter(|other| happened(&drafts[**other].event)) {
                let (denial, deed) = (&drafts[at].event, &drafts[other].event);
                let Some(reason) = denies(denial, deed) else { continue };
                let link =
                    |event: &Event, relation| EventLink { event: event.id.clone(), relation, reason: reason.clone() };
                found.push((at, link(deed, EventRelation::Denies)));
                found.push((other, link(denial, EventRelation::DeniedBy)));
            }
        }
    }
    for (at, link) in found {
        drafts[at].event.links.push(link);
    }
    for Draft { event, .. } in drafts {
        event.links.sort();
        event.links.dedup();
    }
}

fn happened(event: &Event) -> bool {
    matches!(event.assertion, Assertion::Asserted | Assertion::Background)
}

fn is_denial(event: &Event) -> bool {
    matches!(event.assertion, Assertion::Denied | Assertion::Negated)
}

/// Why an event is one of those that another sums up; `None` when it need not be.
fn part_of(part: &Event, whole: &Event) -> Option<String> {
    let (inner, outer) = (part.time?, whole.time?);
    if inner.from < outer.from || inner.to > outer.to || disjoint(&part.actors, &whole.actors) {
        return None;
    }
    let place = match (&part.place, &whole.place) {
        (Some(inner), Some(outer)) => format!(", inside {}", within(inner, outer)?),
        (_, None) => String::new(),
        (None, Some(_)) => return None,
    };
    Some(format!("of the same kind, within {} to {}{place}", outer.from, outer.to))
}

/// The name of the outer place when the inner one lies in it.
fn within<'a>(inner: &Place, outer: &'a Place) -> Option<&'a str> {
    let same_country = inner.country.is_none() || outer.country.is_none() || inner.country == outer.country;
    let inside = match outer.level {
        Some(PlaceLevel::Country) => inner.country.is_some() && inner.country == outer.country,
        Some(PlaceLevel::Adm1) if inner.admin1.is_some() => inner.admin1.as_deref() == Some(outer.name.as_str()),
        _ => match (inner.point(), outer.point()) {
            (Some(p), Some(q)) => kilometres(p, q) <= outer.radius_km.unwrap_or(10.0).max(15.0),
            _ => inner.name.eq_ignore_ascii_case(&outer.name),
        },
    };
    (same_country && inside).then_some(outer.name.as_str())
}

/// Whether both name parties with ids, and none in common.
fn disjoint(a: &[Party], b: &[Party]) -> bool {
    let known = |parties: &[Party]| !parties.is_empty() && parties.iter().all(|party| party.id.is_some());
    known(a) && known(b) && !a.iter().any(|party| b.iter().any(|other| other.id == party.id))
}

/// Why a denial is of a deed: the same party, and nothing in day or place that speaks against it.
fn denies(denial: &Event, deed: &Event) -> Option<String> {
    let common = denial.actors.iter().find(|party| {
        deed.actors.iter().any(|other| if party.id.is_some() { other.id == party.id } else { other.name == party.name })
    })?;
    let times = denial.time.zip(deed.time).map(|(x, y)| x.overlaps(&y));
    let places = match (&denial.place, &deed.place) {
        (Some(x), Some(y)) => Some(within(x, y).or(within(y, x)).is_some()),
        _ => None,
    };
    // "Has not entered the town" holds for the day it was said; who denies speaks of what was reported.
    let agrees = times == Some(true) || (places == Some(true) && denial.assertion == Assertion::Denied);
    let conflicts = times == Some(false) || places == Some(false);
    (agrees && !conflicts).then(|| format!("{} is said not to have done what another report says it did", common.name))
}
