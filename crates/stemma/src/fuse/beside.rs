//! What one mention says in a field, beside what stands in its event.
//!
//! Comes in: a mention as it was read, and the event that it tells. Goes out: its value with the words it rests on, and whether it says
//! another thing. What is vaguer than the event, or silent, says nothing else: a month around its day, a province around its town, "at
//! least ten" where twelve stand, "militants" where a group is named.

use super::compatible::{self, Verdict};
use super::review;
use crate::lexicon::Lexicon;
use crate::model::{
    ActorMention, Assertion, Coding, Count, Event, EventMention, Field, Party, Place, PlaceLevel, PlaceRelation,
    Precision, Scope, Span, Toll, Value,
};

/// What tellings are laid side by side in: the fields that a person can correct, and what else is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    Field(Field),
    /// A measure of a toll.
    Count(&'static str),
}

impl Column {
    /// In their order.
    pub fn all() -> impl Iterator<Item = Column> {
        let counts = ["surrendered", "destroyed"].map(Column::Count);
        Field::ALL.into_iter().map(|(field, _)| Column::Field(field)).chain(counts)
    }

    pub fn name(self) -> &'static str {
        match self {
            Column::Field(field) => field.name(),
            Column::Count(measure) => measure,
        }
    }

    fn measure(self) -> Option<&'static str> {
        match self {
            Column::Field(field) => field.measure(),
            Column::Count(measure) => Some(measure),
        }
    }

    /// What stands in an event.
    fn stands(self, event: &Event) -> Value {
        match self {
            Column::Field(field) => review::value(event, field),
            Column::Count(measure) => review::count(event, measure).map_or(Value::Unknown, Value::Count),
        }
    }
}

/// What a mention says in a field.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub value: Value,
    /// How the place lies to the one that is named.
    pub relation: Option<PlaceRelation>,
    /// The words of the field.
    pub span: Span,
    /// How sure the learnt reader is of it; nothing where a rule read it.
    pub p: Option<f32>,
    pub way: Way,
}

/// How a mention came by a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Its own words give it.
    Told,
    /// That of the events around it.
    Carried,
    /// Reckoned from the day of the page.
    Reckoned,
}

/// What a mention says in a field; nothing where it is silent.
pub fn told(mention: &EventMention, event: &Event, column: Column, lexicon: &Lexicon) -> Option<Told> {
    let sure = mention.certainty;
    let of = |value, span, p| Told { value, relation: None, span, p, way: Way::Told };
    let parties =
        |actors: &[ActorMention], p| Some(of(Value::Parties(actors.iter().map(party).collect()), words(actors)?, p));
    let field = match column {
        Column::Field(field) if field.measure().is_none() => field,
        _ => {
            return counted(mention, event, column).map(|toll| {
                let Toll { low, best, high, span, .. } = *toll;
                of(Value::Count(Count { low, best, high }), span, sure.and_then(|sure| sure.toll))
            });
        }
    };
    match field {
        Field::Day => mention.time.as_ref().map(|time| {
            let is_reckoned = time.interval.precision == Precision::Inferred;
            let way = if is_reckoned { Way::Reckoned } else { Way::Told };
            Told { way, ..of(Value::Days(time.interval), time.span, sure.and_then(|sure| sure.time)) }
        }),
        Field::Place => mention.place.as_ref().map(|place| Told {
            relation: place.relation,
            way: if place.carried { Way::Carried } else { Way::Told },
            ..of(Value::Place(Box::new(place.place.clone())), place.span, sure.and_then(|sure| sure.place))
        }),
        Field::Kind => Some(of(Value::Kind(coding(mention, lexicon)), mention.trigger, sure.map(|sure| sure.kind))),
        Field::Told => Some(of(Value::Told(mention.assertion), mention.trigger, sure.map(|sure| sure.assertion))),
        Field::Actor => parties(&mention.actors, sure.and_then(|sure| sure.actors)),
        Field::Recipient => parties(&mention.recipients, sure.and_then(|sure| sure.recipients)),
        _ => None,
    }
}

/// Whether a mention says another thing in a field than what stands there.
pub fn differs(mention: &EventMention, event: &Event, column: Column, lexicon: &Lexicon) -> bool {
    let Some(Told { value, way, .. }) = told(mention, event, column, lexicon) else { return false };
    if way != Way::Told {
        return false;
    }
    match (value, column.stands(event)) {
        (Value::Days(ours), Value::Days(stands)) => !ours.overlaps(&stands),
        (Value::Place(ours), Value::Place(stands)) => compatible::conflict(&ours, &stands),
        (Value::Kind(ours), Value::Kind(stands)) => {
            let known = |coding: &Coding| lexicon.events.kind(&coding.kind);
            let verdict = known(&ours).zip(known(&stands)).map(|(ours, stands)| compatible::kin(ours, stands));
            ours.kind != stands.kind && verdict.is_none_or(|verdict| verdict == Verdict::Conflict)
        }
        // What is told in passing says nothing of how it is told elsewhere.
        (Value::Told(ours), Value::Told(stands)) => ours != stands && ![ours, stands].contains(&Assertion::Background),
        (Value::Parties(_), Value::Parties(stands)) => {
            let ours = if column == Column::Field(Field::Actor) { &mention.actors } else { &mention.recipients };
            are_others(ours, mention.sentence, &stands, lexicon)
        }
        (Value::Count(ours), Value::Count(stands)) => {
            let is_part = counted(mention, event, column).is_some_and(|toll| lexicon.fusing.is_part(&toll.group));
            !is_part && are_apart(ours, stands)
        }
        _ => false,
    }
}

/// Whether a place that stands is wider than every one that is told, or narrower: a single telling may be vaguer than the event, but a
/// village that all name is no province, nor a province that all name a village.
pub fn is_of_other_width<'a>(told: impl IntoIterator<Item = &'a Place>, stands: &Place) -> bool {
    let Some(width) = width(stands) else { return false };
    let told: Option<Vec<i8>> = told.into_iter().filter(|place| place.point().is_some()).map(self::width).collect();
    told.is_some_and(|told| {
        !told.is_empty() && (told.iter().all(|other| *other < width) || told.iter().all(|other| *other > width))
    })
}

/// A spot or what lies in a unit, a first-level unit, a country; nothing of regions, which hold units and are parts of them.
fn width(place: &Place) -> Option<i8> {
    match place.level? {
        PlaceLevel::Area | PlaceLevel::International | PlaceLevel::Line => None,
        // No gazetteer has it: it is known to lie in a unit or a country, and is a part of that.
        PlaceLevel::Adm1 | PlaceLevel::Country if place.geonames.is_none() => Some(0),
        PlaceLevel::Adm1 => Some(1),
        PlaceLevel::Country => Some(2),
        _ => Some(0),
    }
}

fn coding(mention: &EventMention, lexicon: &Lexicon) -> Coding {
    let label = lexicon.events.kind(&mention.kind).map_or(&mention.kind, |kind| &kind.label);
    Coding {
        kind: mention.kind.clone(),
        label: label.clone(),
        plover: mention.plover.clone(),
        mode: mention.mode.clone(),
        acled: mention.acled.clone(),
        acled_sub: mention.acled_sub.clone(),
    }
}

fn party(actor: &ActorMention) -> Party {
    Party { name: actor.name.clone().unwrap_or_else(|| actor.text.clone()), id: actor.id.clone() }
}

/// No more stands between the names of a list.
const BETWEEN: u32 = 12;

/// The words for some parties: those of the first, and of others as far as they are told in one list with it.
fn words(actors: &[ActorMention]) -> Option<Span> {
    let mut spans: Vec<Span> = actors.iter().map(|actor| actor.span).collect();
    let first = *spans.first()?;
    spans.sort();
    let join = |words: Span, next: &Span| if next.start <= words.end + BETWEEN { words.cover(*next) } else { words };
    Some(spans.iter().skip_while(|span| **span < first).fold(first, join))
}

/// The number that a mention gives of what a field counts: for the event rather than for a period, of those rather whom the event
/// counts. A running total is nobody's event.
fn counted<'m>(mention: &'m EventMention, event: &Event, column: Column) -> Option<&'m Toll> {
    let measure = column.measure()?;
    let group = event.toll.iter().find(|toll| toll.measure == measure).map(|toll| toll.group.as_str());
    let of_measure = mention.toll.iter().filter(|toll| toll.measure == measure && toll.scope != Scope::Cumulative);
    // Of equal ones the first: `max_by_key` would take the last.
    of_measure.rev().max_by_key(|toll| (toll.scope == Scope::Event, Some(toll.group.as_str()) == group))
}

/// Whether a count leaves no room for the one that stands: for its best figure, since where reports differ its bounds hold them all;
/// for its bounds, where it is open above or has no best.
fn are_apart(ours: Count, stands: Count) -> bool {
    let bounds = |count: Count| (count.low.unwrap_or(0), count.high.unwrap_or(u32::MAX));
    let best = stands.high.and(stands.best).map(|best| (best, best));
    let (ours, stands) = (bounds(ours), best.unwrap_or(bounds(stands)));
    ours.0 > stands.1 || stands.0 > ours.1
}

/// Whether a mention names somebody, and none of those who stand.
fn are_others(actors: &[ActorMention], sentence: Span, stands: &[Party], lexicon: &Lexicon) -> bool {
    let is_above = |a: &Option<String>, b: &Option<String>| {
        a.as_deref().zip(b.as_deref()).is_some_and(|(a, b)| lexicon.actors.parents(a).any(|above| above.id == b))
    };
    let is_one = |ours: &ActorMention, party: &Party| {
        let theirs = ActorMention { span: sentence, text: party.name.clone(), id: party.id.clone(), name: None };
        compatible::same_party(ours, &theirs)
            || ours.text == party.name
            || is_above(&ours.id, &party.id)
            || is_above(&party.id, &ours.id)
    };
    !actors.is_empty()
        && actors.iter().all(|actor| compatible::is_named(actor, sentence))
        && !actors.iter().any(|actor| stands.iter().any(|party| is_one(actor, party)))
}

#[cfg(test)]
mod tests {
    use super::{are_apart, is_of_other_width, words};
    use crate::model::{ActorMention, Count, Place, PlaceLevel, Span};

    fn count(written: &str) -> Count {
        let mut parts = written.split(' ').map(|part| part.parse().ok());
        let mut next = || parts.next().flatten();
        Count { low: next(), best: next(), high: next() }
    }

    #[test]
    fn a_count_differs_that_leaves_no_room_for_the_best_one() {
        for (ours, stands, expected) in [
            ("10 10 10", "10 10 16", false),
            ("16 16 16", "10 10 16", true),
            ("10 - -", "12 12 12", false),
            ("13 - -", "12 12 12", true),
            ("- - 15", "12 12 12", false),
            ("- - 11", "12 12 12", true),
            ("16 16 16", "12 12 -", false),
            ("10 10 10", "12 - -", true),
            ("- - 150", "100 - -", false),
            ("10 - 20", "15 - 30", false),
        ] {
            assert_eq!(are_apart(count(ours), count(stands)), expected, "{ours} beside {stands}");
        }
    }

    /// "village", "unit", "country" or "region" of the gazetteer, "lost" for a village of which it has no more than the unit, "unknown".
    fn place(written: &str) -> Place {
        let (level, geonames) = match written {
            "village" => (Some(PlaceLevel::Settlement), Some(1)),
            "unit" => (Some(PlaceLevel::Adm1), Some(2)),
            "country" => (Some(PlaceLevel::Country), Some(3)),
            "region" => (Some(PlaceLevel::Area), None),
            "lost" => (Some(PlaceLevel::Adm1), None),
            _ => (None, None),
        };
        let at = level.map(|_| 10.0);
        Place { name: written.into(), level, geonames, lat: at, lon: at, ..Place::default() }
    }

    #[test]
    fn a_place_that_is_wider_or_narrower_than_all_that_are_told_is_none_of_them() {
        for (told, stands, expected) in [
            ("village village", "unit", true),
            ("village unit", "unit", false),
            ("lost unknown", "unit", true),
            ("lost", "lost", false),
            ("unit", "village", true),
            ("unit village", "village", false),
            ("unit unit", "country", true),
            ("country unit", "village", true),
            ("region village", "unit", false),
            ("village", "region", false),
            ("unknown", "unit", false),
            ("", "unit", false),
        ] {
            let places: Vec<Place> = told.split_whitespace().map(place).collect();
            assert_eq!(is_of_other_width(&places, &place(stands)), expected, "{told} beside {stands}");
        }
    }

    #[test]
    fn the_words_for_parties_are_those_of_one_list_and_no_clause() {
        let text = "The army, police and the militia fought while others fled";
        let check = |names: &[&str], expected: &str| {
            let actor = |name: &&str| {
                let at = text.find(name).expect("it is in the text");
                ActorMention { span: Span::new(at, at + name.len()), text: name.to_string(), id: None, name: None }
            };
            let actors: Vec<ActorMention> = names.iter().map(actor).collect();
            assert_eq!(words(&actors).map_or("", |span| span.of(text)), expected, "{names:?}");
        };
        check(&["army"], "army");
        check(&["army", "police", "militia"], "army, police and the militia");
        check(&["army", "others"], "army");
        check(&["others", "army"], "others");
        check(&[], "");
    }
}
