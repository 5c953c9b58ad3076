//! One value per field from the mentions of an event, with a vote by origin: a copy adds no weight, and a source that is often wrong has little.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::corrections::Corrections;
use super::identity::Cluster;
use super::mention::Mention;
use super::origins::Source;
use super::part::Draft;
use super::{compatible, origins, tolls};
use crate::lexicon::Lexicon;
use crate::model::{
    ActorMention, Assertion, Certainty, Day, Event, EventPlace, Grade, Grain, Interval, Party, PlaceLevel, Precision,
    Scope,
};
use crate::text::digest::short_id;

/// The mentions of a cluster, with which of them go back to one text.
pub struct Telling<'a> {
    pub mentions: Vec<&'a Mention<'a>>,
    reasons: &'a [String],
    /// Documents that go back to one source stand together.
    groups: Vec<Vec<String>>,
}

impl<'a> Telling<'a> {
    pub fn of(cluster: &'a Cluster, all: &'a [Mention<'a>]) -> Telling<'a> {
        let mentions: Vec<&Mention<'_>> = cluster.mentions.iter().map(|&index| &all[index]).collect();
        let groups = origins::groups(&mentions);
        Telling { mentions, reasons: &cluster.reasons, groups }
    }
}

/// The event of a telling.
pub fn draft(telling: &Telling<'_>, story: Option<&str>, corrections: &Corrections<'_>, lexicon: &Lexicon) -> Draft {
    let Telling { mentions, groups, .. } = telling;
    let members = |(number, group): (usize, &Vec<String>)| {
        group.iter().map(|document| (document.clone(), (number, group.len()))).collect::<Vec<_>>()
    };
    let group_of: HashMap<String, (usize, usize)> = groups.iter().enumerate().flat_map(members).collect();
    let weight_of =
        |mention: &Mention<'_>| 1.0 / group_of.get(&mention.reading.id).map_or(1.0, |(_, size)| *size as f32);
    let origin_of = |document: &str| group_of.get(document).map_or(0, |(number, _)| *number);
    let original = |mention: &Mention<'_>| {
        !mention.sources.iter().filter_map(Source::parent).any(|document| group_of.contains_key(document))
    };
    let reports = tolls::reports(mentions, origin_of, original, corrections);
    let kind = lead(mentions).kind;
    let time = time(mentions, weight_of);
    let place = place(mentions, weight_of);
    let origins = origins::count(groups, mentions);
    let mut quotes: Vec<_> = mentions.iter().map(|mention| mention.quote()).collect();
    quotes.sort();
    quotes.dedup();
    let assertion = assertion(mentions, weight_of);
    let mut reasons = telling.reasons.to_vec();
    reasons.sort();
    reasons.dedup();
    let mut event = Event {
        id: id(mentions),
        summary: String::new(),
        grain: if mentions.iter().any(|mention| mention.grain == Grain::Summary) {
            Grain::Summary
        } else {
            Grain::Atomic
        },
        kind: kind.id.clone(),
        label: kind.label.clone(),
        plover: kind.plover.clone(),
        mode: kind.mode.clone(),
        acled: kind.acled.clone(),
        acled_sub: kind.acled_sub.clone(),
        assertion,
        actors: parties(mentions, lexicon, |mention| {
            (&mention.event.actors, weight_of(mention) * sure(mention, |of| of.actors))
        }),
        recipients: parties(mentions, lexicon, |mention| {
            (&mention.event.recipients, weight_of(mention) * sure(mention, |of| of.recipients))
        }),
        place: place.map(|place| place.place.clone()),
        relation: place.and_then(|place| place.relation),
        carried: place.is_some_and(|place| place.carried),
        time,
        toll: Vec::new(),
        tolls: Vec::new(),
        territory: kind.territory.filter(|_| mentions.iter().any(|mention| mention.event.territory.is_some())),
        articles: groups.iter().map(|group| group.len() as u32).sum(),
        origins,
        origin_groups: groups.clone(),
        mentions: quotes,
        grade: Grade::default(),
        certainty: certainty(mentions),
        confidence: None,
        contradictions: Vec::new(),
        corrections: Vec::new(),
        links: Vec::new(),
        reasons,
        story: story.map(str::to_owned),
        review: None,
    };
    event.recipients.retain(|recipient| !event.actors.contains(recipient));
    Draft { event, reports }
}

/// An id from content: the words that tell the event and where they stand, so that the same pages give the same id.
fn id(mentions: &[&Mention<'_>]) -> String {
    let mut keys: Vec<String> = mentions
        .iter()
        .map(|mention| format!("{}:{}:{}", mention.reading.sha256, mention.event.trigger.start, mention.event.kind))
        .collect();
    keys.sort();
    format!("e-{}", short_id(&keys[0]))
}

/// A mention makes an event when it says more than that something of the kind exists: where, when, who, how many.
pub fn is_substantial(mentions: &[&Mention<'_>]) -> bool {
    mentions.iter().any(|mention| {
        let event = mention.event;
        // A running total is nobody's event.
        let is_sum = !event.toll.is_empty() && event.toll.iter().all(|toll| toll.scope == Scope::Cumulative);
        if event.assertion == Assertion::Hypothetical || event.assertion == Assertion::Background && is_sum {
            return false;
        }
        let named =
            event.actors.iter().chain(&event.recipients).any(|actor| compatible::is_named(actor, event.sentence));
        let dated = event.time.as_ref().is_some_and(|time| time.interval.precision != Precision::Inferred);
        let placed = event.told_place().is_some();
        let counted = event.toll.iter().any(|toll| toll.scope != Scope::Cumulative);
        let acting = !event.actors.is_empty();
        let resolved = event.told_place().is_some_and(|place| place.place.lat.is_some()) && event.territory.is_some();
        let score = [named, acting, dated, placed, counted, resolved].into_iter().map(u8::from).sum::<u8>();
        score >= 2 + u8::from(event.assertion == Assertion::Background)
    })
}

/// The mention that says most: firmest mood, greatest rank of kind, most slots filled; ties by document and place.
fn lead<'a, 'b>(mentions: &[&'a Mention<'b>]) -> &'a Mention<'b> {
    let slots = |mention: &Mention<'_>| {
        let event = mention.event;
        usize::from(event.place.is_some())
            + usize::from(event.time.is_some())
            + usize::from(!event.actors.is_empty())
            + usize::from(!event.recipients.is_empty())
            + usize::from(!event.toll.is_empty())
    };
    let best = mentions.iter().max_by(|a, b| {
        let key = |mention: &Mention<'_>| {
            (mention.happened() && mention.event.assertion != Assertion::Background, mention.kind.rank, slots(mention))
        };
        key(a).cmp(&key(b)).then_with(|| (&b.reading.id, b.event.trigger).cmp(&(&a.reading.id, a.event.trigger)))
    });
    best.expect("a cluster has a mention")
}

fn assertion(mentions: &[&Mention<'_>], weight_of: impl Fn(&Mention<'_>) -> f32) -> Assertion {
    let mut votes: BTreeMap<u8, (f32, Assertion)> = BTreeMap::new();
    for mention in mentions {
        let order = match mention.event.assertion {
            Assertion::Asserted => 0,
            Assertion::Ordered => 1,
            Assertion::Denied => 2,
            Assertion::Negated => 3,
            Assertion::Future => 4,
            Assertion::Hypothetical => 5,
            Assertion::Background => 6,
        };
        // Background words attach to an event; they do not decide what it is.
        let weight = if order == 6 { 0.01 } else { weight_of(mention) };
        votes.entry(order).or_insert((0.0, mention.event.assertion)).0 += weight;
    }
    let best = votes.into_values().max_by(|a, b| a.0.total_cmp(&b.0)).expect("a cluster has a mention");
    best.1
}

/// How sure the reader is that the mentions tell a happening of their kinds, done by whom they say.
fn certainty(mentions: &[&Mention<'_>]) -> Option<f32> {
    let of = |mention: &&Mention<'_>| mention.event.certainty.map(|of| of.event * of.kind * of.actors.unwrap_or(1.0));
    let all: Vec<f32> = mentions.iter().filter_map(of).collect();
    let mean = all.iter().sum::<f32>() / all.len().max(1) as f32;
    (!all.is_empty()).then_some((mean * 1000.0).round() / 1000.0)
}

/// How sure the reader of a mention is of a field; what a list has read is sure.
fn sure(mention: &Mention<'_>, field: impl Fn(&Certainty) -> Option<f32>) -> f32 {
    mention.event.certainty.as_ref().and_then(field).unwrap_or(1.0)
}

/// A party for which less than this share of what speaks for the first one speaks was named by mistake.
const LEAST_SHARE: f32 = 0.4;

/// The parties that the mentions name, each once, under the best name known: each mention speaks for its own as far as it is sure of them.
fn parties<'a>(
    mentions: &[&'a Mention<'a>],
    lexicon: &Lexicon,
    of: impl Fn(&'a Mention<'a>) -> (&'a Vec<ActorMention>, f32),
) -> Vec<Party> {
    // With whether any mention names them, and how much speaks for them.
    let mut found: Vec<(ActorMention, bool, f32)> = Vec::new();
    for mention in mentions {
        let (actors, vote) = of(mention);
        for actor in actors {
            let named = compatible::is_named(actor, mention.event.sentence);
            match found.iter_mut().find(|(known, ..)| compatible::same_party(known, actor)) {
                Some((known, known_named, votes)) => {
                    *known_named |= named;
                    *votes += vote;
                    known.id = known.id.take().or_else(|| actor.id.clone());
                    known.name = known.name.take().or_else(|| actor.name.clone());
                }
                None => found.push((actor.clone(), named, vote)),
            }
        }
    }
    give_to_parts(&mut found, lexicon);
    // Who is named by somebody need not be listed again as "militants".
    if found.iter().any(|(_, named, _)| *named) {
        found.retain(|(_, named, _)| *named);
    }
    let most = found.iter().map(|(.., votes)| *votes).fold(0.0, f32::max);
    found.retain(|(.., votes)| *votes >= LEAST_SHARE * most);
    let words = |actor: &ActorMention| {
        // The words of the page say which part of a state's forces it was; the register only which state's.
        let described =
            actor.id.as_deref().and_then(|id| lexicon.actors.get(id)).is_some_and(|known| known.kind.is_state());
        if described { actor.text.clone() } else { actor.name.clone().unwrap_or_else(|| actor.text.clone()) }
    };
    found.iter().map(|(actor, ..)| Party { name: words(actor), id: actor.id.clone() }).collect()
}

/// What is told of a state is told of its army, where anybody says so: the whole goes, and its votes go to that part for which most
/// speaks; of states before armies before brigades, so that nothing is lost on the way.
fn give_to_parts(found: &mut Vec<(ActorMention, bool, f32)>, lexicon: &Lexicon) {
    let depth = |actor: &ActorMention| actor.id.as_deref().map_or(0, |id| lexicon.actors.parents(id).count());
    let is_whole = |whole: &ActorMention, part: &ActorMention| compatible::is_above(&lexicon.actors, whole, part);
    loop {
        let wholes = (0..found.len()).filter(|&at| found.iter().any(|(part, ..)| is_whole(&found[at].0, part)));
        let Some(at) = wholes.min_by_key(|&at| (depth(&found[at].0), found[at].0.id.clone())) else { return };
        let (whole, _, votes) = found.remove(at);
        let parts = found.iter_mut().filter(|(part, ..)| is_whole(&whole, part));
        let most = parts.max_by(|a, b| a.2.total_cmp(&b.2).then(b.0.id.cmp(&a.0.id)));
        if let Some(part) = most {
            part.2 += votes;
        }
    }
}

/// What a day that is only reckoned from publication adds to one that is told.
const RECKONED: f32 = 0.2;

/// The days that most speaks for: those that contain them speak for them too, so that a day stands above its month. Of equal ones the narrowest, then the
/// first; reckoned days only when nobody states any.
fn time(mentions: &[&Mention<'_>], weight_of: impl Fn(&Mention<'_>) -> f32) -> Option<Interval> {
    let mut told: BTreeMap<(bool, Day, Reverse<Day>), (Interval, f32)> = BTreeMap::new();
    for mention in mentions {
        let Some(interval) = mention.event.time.as_ref().map(|time| time.interval) else { continue };
        let reckoned = interval.precision == Precision::Inferred;
        let share = if reckoned { RECKONED } else { sure(mention, |of| of.time) };
        let entry = told.entry((reckoned, interval.from, Reverse(interval.to))).or_insert((interval, 0.0));
        entry.1 += share * weight_of(mention);
    }
    let told: Vec<(Interval, f32)> = told.into_values().collect();
    let contains = |outer: &Interval, inner: &Interval| outer.from <= inner.from && inner.to <= outer.to;
    let key = |interval: &Interval| {
        let votes: f32 = told.iter().filter(|(other, _)| contains(other, interval)).map(|(_, votes)| votes).sum();
        let width = interval.to.days_since(interval.from);
        (interval.precision != Precision::Inferred, thousandths(votes), -width, Reverse(interval.from))
    };
    told.iter().map(|(interval, _)| *interval).max_by_key(|interval| key(interval))
}

/// What a place that was carried over adds to one that is told.
const CARRIED: f32 = 0.3;

/// The place that most speaks for: a region that contains a town speaks for the town too. Resolved before unresolved; of equal ones the nearest, then
/// the first.
fn place<'a>(mentions: &[&'a Mention<'_>], weight_of: impl Fn(&Mention<'_>) -> f32) -> Option<&'a EventPlace> {
    let width = |place: &EventPlace| match place.place.level {
        Some(PlaceLevel::Point | PlaceLevel::Site | PlaceLevel::Settlement) => 0,
        Some(PlaceLevel::NearSettlement | PlaceLevel::Adm3) => 2,
        Some(PlaceLevel::Adm2) => 3,
        Some(PlaceLevel::Line | PlaceLevel::Adm1) => 4,
        Some(PlaceLevel::Area) => 5,
        Some(PlaceLevel::Country) => 6,
        Some(PlaceLevel::International) => 7,
        None => 8,
    };
    let is_one = |a: &EventPlace, b: &EventPlace| a.place.name == b.place.name && a.place.lat == b.place.lat;
    let mut told: Vec<(&EventPlace, f32)> = Vec::new();
    for mention in mentions {
        let Some(place) = &mention.event.place else { continue };
        let vote = weight_of(mention) * if place.carried { CARRIED } else { sure(mention, |of| of.place) };
        match told.iter_mut().find(|(known, _)| is_one(known, place)) {
            Some((known, votes)) => {
                *votes += vote;
                if known.carried {
                    *known = place;
                }
            }
            None => told.push((place, vote)),
        }
    }
    let contains = |outer: &EventPlace, inner: &EventPlace| {
        is_one(outer, inner) || width(outer) > width(inner) && !compatible::conflict(&outer.place, &inner.place)
    };
    let key = |place: &EventPlace| {
        let votes: f32 = told.iter().filter(|(other, _)| contains(other, place)).map(|(_, votes)| votes).sum();
        (place.place.lat.is_some(), thousandths(votes), -width(place))
    };
    // Of equal ones the first: `max_by_key` would take the last.
    told.iter().rev().map(|(place, _)| *place).max_by_key(|place| key(place))
}

/// Sums of votes in whole numbers, so that the order of the mentions does not decide between equal ones.
fn thousandths(votes: f32) -> i64 {
    (votes * 1000.0).round() as i64
}
