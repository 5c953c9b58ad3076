//! The fields of an event as values that can be compared, kept and set.

use super::super::tolls;
use crate::model::{Coding, Count, Event, Field, Party, Place, Scope, TollEstimate, TollPolicy, Value, kilometres};

/// What an event says in a field.
pub fn of(event: &Event, field: Field) -> Value {
    match field {
        Field::Day => event.time.map_or(Value::Unknown, Value::Days),
        Field::Place => event.place.clone().map_or(Value::Unknown, |place| Value::Place(Box::new(place))),
        Field::Kind => Value::Kind(Coding {
            kind: event.kind.clone(),
            label: event.label.clone(),
            plover: event.plover.clone(),
            mode: event.mode.clone(),
            acled: event.acled.clone(),
            acled_sub: event.acled_sub.clone(),
        }),
        Field::Told => Value::Told(event.assertion),
        Field::Actor => parties(&event.actors),
        Field::Recipient => parties(&event.recipients),
        _ => field.measure().and_then(|measure| count(event, measure)).map_or(Value::Unknown, Value::Count),
    }
}

fn parties(parties: &[Party]) -> Value {
    if parties.is_empty() { Value::Unknown } else { Value::Parties(parties.to_vec()) }
}

/// The count that the best estimate gives, whatever policy is shown.
pub fn count(event: &Event, measure: &str) -> Option<Count> {
    let best = |estimate: &&TollEstimate| estimate.policy == TollPolicy::Best && estimate.measure == measure;
    let shown = || event.toll.iter().find(|toll| toll.measure == measure).map(|toll| (toll.low, toll.best, toll.high));
    let told = event.tolls.iter().find(best).map(|found| (found.low, found.best, found.high));
    told.or_else(shown).map(|(low, best, high)| Count { low, best, high })
}

/// Points so near each other are one place: two lists give a town other coordinates.
const ONE_PLACE_KM: f64 = 5.0;

/// Whether two values say the same.
pub fn agree(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Days(a), Value::Days(b)) => (a.from, a.to) == (b.from, b.to),
        (Value::Place(a), Value::Place(b)) => is_one_place(a, b),
        (Value::Kind(a), Value::Kind(b)) => a.kind == b.kind,
        (Value::Parties(a), Value::Parties(b)) => names(a) == names(b),
        _ => a == b,
    }
}

fn is_one_place(a: &Place, b: &Place) -> bool {
    match (a.point(), b.point()) {
        (Some(x), Some(y)) => a.geonames.is_some() && a.geonames == b.geonames || kilometres(x, y) <= ONE_PLACE_KM,
        (None, None) => a.name == b.name,
        _ => false,
    }
}

/// By what parties are told apart, in order.
fn names(parties: &[Party]) -> Vec<&str> {
    let mut names: Vec<&str> = parties.iter().map(|party| party.id.as_deref().unwrap_or(&party.name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Gives a field a value. One that does not fit the field changes nothing.
pub fn set(event: &mut Event, field: Field, value: &Value) {
    match (field, value) {
        (Field::Day, Value::Days(days)) => event.time = Some(*days),
        (Field::Day, Value::Unknown) => event.time = None,
        (Field::Place, Value::Place(place)) => set_place(event, Some(place)),
        (Field::Place, Value::Unknown) => set_place(event, None),
        (Field::Kind, Value::Kind(coding)) => {
            let Coding { kind, label, plover, mode, acled, acled_sub } = coding.clone();
            (event.kind, event.label, event.plover) = (kind, label, plover);
            (event.mode, event.acled, event.acled_sub) = (mode, acled, acled_sub);
        }
        (Field::Told, Value::Told(assertion)) => event.assertion = *assertion,
        (Field::Actor, Value::Parties(parties)) => event.actors.clone_from(parties),
        (Field::Actor, Value::Unknown) => event.actors.clear(),
        (Field::Recipient, Value::Parties(parties)) => event.recipients.clone_from(parties),
        (Field::Recipient, Value::Unknown) => event.recipients.clear(),
        (_, Value::Count(count)) => set_count(event, field, Some(*count)),
        (_, Value::Unknown) => set_count(event, field, None),
        _ => {}
    }
}

fn set_place(event: &mut Event, place: Option<&Place>) {
    event.place = place.cloned();
    event.relation = None;
    event.carried = false;
}

/// One count stands for all of its measure under every policy; the reports on which the program's rests stay beside the fix, and with
/// them the words.
fn set_count(event: &mut Event, field: Field, count: Option<Count>) {
    let Some(measure) = field.measure() else { return };
    let told = event.tolls.iter().position(|estimate| estimate.measure == measure);
    let group = told.map_or("people", |at| event.tolls[at].group.as_str()).to_owned();
    let evidence = told.map(|at| event.tolls[at].by_claim.clone()).unwrap_or_default();
    event.tolls.retain(|estimate| estimate.measure != measure);
    if let Some(Count { low, best, high }) = count {
        let scope = Scope::Event;
        let estimate = |policy| TollEstimate {
            policy,
            measure: measure.to_owned(),
            group: group.clone(),
            low,
            best: best.filter(|_| policy != TollPolicy::Range),
            high,
            scope,
            by_claim: evidence.clone(),
        };
        event.tolls.extend([TollPolicy::Conservative, TollPolicy::Best, TollPolicy::Range].map(estimate));
        event.tolls.sort_by(|a, b| (&a.measure, a.policy).cmp(&(&b.measure, b.policy)));
    }
    tolls::choose(event, TollPolicy::Best);
}
