//! Whether two mentions can tell one happening: each field agrees, conflicts, or is silent.

use super::mention::Mention;
use crate::lexicon::actors::Actors;
use crate::lexicon::events::Kind;
use crate::model::{ActorMention, EventMention, Place, PlaceLevel, Precision, Scope, Span, Toll, kilometres};

/// What a field says about two mentions being one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Verdict {
    Conflict,
    Silent,
    Agree(f32),
}

/// Kinds that may be words for one happening, as the ontology says.
pub fn kinds(a: &Mention<'_>, b: &Mention<'_>) -> Verdict {
    kin(a.kind, b.kind)
}

pub fn kin(a: &Kind, b: &Kind) -> Verdict {
    if a.id == b.id {
        Verdict::Agree(2.0)
    } else if a.family() == b.family() {
        Verdict::Agree(1.5)
    } else if a.violent && b.violent && (a.general || b.general) {
        Verdict::Agree(0.5)
    } else {
        Verdict::Conflict
    }
}

/// Days: disjoint days conflict, and disjoint hours of one day; a day that was only reckoned from publication proves little
/// either way.
pub fn times(a: &Mention<'_>, b: &Mention<'_>) -> Verdict {
    let (Some(x), Some(y)) = (&a.event.time, &b.event.time) else { return Verdict::Silent };
    let inferred = |precision| precision == Precision::Inferred;
    if x.interval.overlaps(&y.interval) {
        let is_day = |time: &crate::model::EventTime| time.interval.precision == Precision::Day;
        if is_day(x) && is_day(y) && a.hours.zip(b.hours).is_some_and(|(x, y)| x.conflict(y)) {
            return Verdict::Conflict;
        }
        let width = |time: &crate::model::EventTime| time.interval.to.days_since(time.interval.from);
        if inferred(x.interval.precision) || inferred(y.interval.precision) {
            return Verdict::Agree(0.3);
        }
        return match width(x).max(width(y)) {
            0 => Verdict::Agree(2.0),
            1..=6 => Verdict::Agree(1.2),
            7..=31 => Verdict::Agree(0.8),
            _ => Verdict::Agree(0.3),
        };
    }
    // A day or two apart may be the report's day against the event's; further apart is another event.
    let gap = if x.interval.from > y.interval.to {
        x.interval.from.days_since(y.interval.to)
    } else {
        y.interval.from.days_since(x.interval.to)
    };
    let slack = if inferred(x.interval.precision) || inferred(y.interval.precision) { 3 } else { 0 };
    if gap <= slack { Verdict::Silent } else { Verdict::Conflict }
}

/// Places: near enough for both radii, or one inside the other's area. A place that is only carried over proves nothing.
pub fn places(a: &Mention<'_>, b: &Mention<'_>) -> Verdict {
    let (Some(x), Some(y)) = (a.event.told_place(), b.event.told_place()) else { return Verdict::Silent };
    agreement(&x.place, &y.place)
}

/// Whether two places cannot both be where one happening was.
pub fn conflict(x: &Place, y: &Place) -> bool {
    agreement(x, y) == Verdict::Conflict
}

fn agreement(x: &Place, y: &Place) -> Verdict {
    let (Some(p), Some(q)) = (x.point(), y.point()) else {
        return if x.name.eq_ignore_ascii_case(&y.name) { Verdict::Agree(1.5) } else { Verdict::Silent };
    };
    if let (Some(c), Some(d)) = (&x.country, &y.country)
        && c != d
    {
        return Verdict::Conflict;
    }
    let distance = kilometres(p, q);
    let reach = x.radius_km.unwrap_or(10.0) + y.radius_km.unwrap_or(10.0);
    let lies_in = |inner: &Place, outer: &Place| {
        outer.level == Some(PlaceLevel::Adm1) && inner.admin1.as_deref() == Some(outer.name.as_str())
    };
    if !x.is_wide() && lies_in(x, y) || !y.is_wide() && lies_in(y, x) {
        return Verdict::Agree(0.8);
    }
    if x.is_wide() || y.is_wide() {
        return if distance <= reach.max(150.0) { Verdict::Agree(0.4) } else { Verdict::Conflict };
    }
    if distance <= 3.0 {
        Verdict::Agree(2.0)
    } else if distance <= reach.max(12.0) {
        Verdict::Agree(0.8)
    } else {
        Verdict::Conflict
    }
}

/// Actors: one in common agrees; known ids that are all different conflict.
pub fn parties(a: &Mention<'_>, b: &Mention<'_>, side: fn(&EventMention) -> &[ActorMention]) -> Verdict {
    let (x, y) = (a.event.sentence, b.event.sentence);
    let same_document = a.reading.id == b.reading.id;
    let known = a.known;
    let (a, b) = (side(a.event), side(b.event));
    // "A Russian drone struck … and wounded": the words for one of them may be part of the other's.
    let is_one = |x: &ActorMention, y: &ActorMention| {
        same_party(x, y) || is_above(known, x, y) || is_above(known, y, x) || same_document && x.span.overlaps(y.span)
    };
    if a.is_empty() || b.is_empty() {
        return Verdict::Silent;
    }
    if a.iter().any(|x| b.iter().any(|y| is_one(x, y))) {
        return Verdict::Agree(1.0);
    }
    let all_named = |mentions: &[ActorMention], sentence| mentions.iter().all(|mention| is_named(mention, sentence));
    if all_named(a, x) && all_named(b, y) { Verdict::Conflict } else { Verdict::Silent }
}

/// Whether one party is what the other belongs to: what a brigade did, its army and its state did.
pub fn is_above(known: &Actors, whole: &ActorMention, part: &ActorMention) -> bool {
    let ids = whole.id.as_deref().zip(part.id.as_deref());
    ids.is_some_and(|(whole, part)| known.parents(part).any(|above| above.id == whole))
}

/// Whether the words name somebody. The capital that begins a sentence ("Gunmen", "Eight people") says nothing.
pub fn is_named(mention: &ActorMention, sentence: Span) -> bool {
    let plain = usize::from(mention.span.start == sentence.start);
    mention.id.is_some()
        || mention.name.is_some()
        || mention.text.split_whitespace().skip(plain).any(|word| word.starts_with(char::is_uppercase))
}

pub fn same_party(a: &ActorMention, b: &ActorMention) -> bool {
    if let (Some(x), Some(y)) = (&a.id, &b.id) {
        return x == y;
    }
    let name = |mention: &ActorMention| mention.name.as_deref().unwrap_or(&mention.text).to_lowercase();
    let (x, y) = (name(a), name(b));
    x == y || (a.id.is_none() && b.id.is_none() && surname(a).is_some() && surname(a) == surname(b))
}

/// The last word of a name whose words are all capitalised, as persons' are: "Lavdrim Muhaxheri" and "Muhaxheri".
fn surname(mention: &ActorMention) -> Option<String> {
    let name = mention.name.as_deref().unwrap_or(&mention.text);
    let capitalised = name.split([' ', '-']).all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3);
    let last = name.rsplit([' ', '-']).next().unwrap_or(name);
    (capitalised && last.len() > 3).then(|| last.to_lowercase())
}

/// How many times as many dead make it another attack, where also another target is named, and how many more at least.
const MANY: u32 = 2;
const MORE: u32 = 3;

/// Whether two articles tell two attacks: on a market and on a bus, with many more dead. What was struck parts nothing by itself,
/// as one attack may strike several, and the wounded are counted anew for days.
pub fn strike_apart(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let dead = |mention: &Mention<'_>| {
        let of_event = |toll: &&Toll| toll.scope == Scope::Event && toll.measure == "killed";
        mention.event.toll.iter().filter(of_event).filter_map(|toll| toll.best).max()
    };
    a.reading.id != b.reading.id
        && a.targets.differ(b.targets)
        && dead(a).zip(dead(b)).is_some_and(|(x, y)| x.min(y) * MANY <= x.max(y) && x.abs_diff(y) >= MORE)
}

/// Whether a telling counts several dead, by number and not by name.
pub fn counts_many(event: &EventMention) -> bool {
    event.toll.iter().any(|toll| {
        let of_dead = toll.measure == "killed" && toll.group != Toll::NAMED && toll.scope == Scope::Event;
        of_dead && toll.best.or(toll.low).is_some_and(|count| count > 1)
    })
}

/// Whether two tellings count other dead: by other numbers, and by other words for who they were.
pub fn count_others(a: &EventMention, b: &EventMention) -> bool {
    let dead = |event: &EventMention| {
        let of_event = |toll: &&Toll| toll.measure == "killed" && toll.scope == Scope::Event;
        let one = event.toll.iter().find(of_event).filter(|toll| toll.group != Toll::NAMED).cloned();
        one.into_iter().collect::<Vec<Toll>>()
    };
    let (x, y) = (dead(a), dead(b));
    tolls(&x, &y) == Verdict::Conflict && x.iter().zip(&y).all(|(x, y)| x.group != y.group)
}

/// Whether none of those it was done to is a known party of a conflict: they may be persons, who can be some of many.
pub fn name_no_party(event: &EventMention) -> bool {
    event.recipients.iter().all(|recipient| recipient.id.is_none())
}

/// Tolls of one measure that can both be true.
pub fn tolls(a: &[Toll], b: &[Toll]) -> Verdict {
    for x in a {
        if let Some(y) = b.iter().find(|y| y.measure == x.measure && y.scope == x.scope) {
            let low = x.low.unwrap_or(0).max(y.low.unwrap_or(0));
            // Whose name alone is told may not be the only one.
            let most = |toll: &Toll| toll.high.filter(|_| toll.group != Toll::NAMED).unwrap_or(u32::MAX);
            let high = most(x).min(most(y));
            return if low > high {
                Verdict::Conflict
            } else if x.best.is_some() && x.best == y.best {
                Verdict::Agree(1.5)
            } else {
                Verdict::Silent
            };
        }
    }
    Verdict::Silent
}
