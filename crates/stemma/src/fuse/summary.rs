//! One line that says an event in words, made from its fields alone.

use crate::model::{Assertion, Event, Party, Precision, RelationKind, Toll};

pub fn line(event: &Event) -> String {
    let mut line = String::new();
    let names =
        |parties: &[Party]| parties.iter().take(3).map(|party| party.name.as_str()).collect::<Vec<_>>().join(", ");
    let mood = match event.assertion {
        Assertion::Future => "planned ",
        Assertion::Negated => "did not happen: ",
        Assertion::Denied => "denied: ",
        Assertion::Hypothetical => "possible ",
        Assertion::Ordered => "ordered ",
        Assertion::Asserted | Assertion::Background => "",
    };
    line.push_str(mood);
    line.push_str(if event.label.is_empty() { &event.kind } else { &event.label });
    if !event.actors.is_empty() {
        line.push_str(&format!(" by {}", names(&event.actors)));
    }
    if !event.recipients.is_empty() {
        line.push_str(&format!(" against {}", names(&event.recipients)));
    }
    if let Some(place) = &event.place {
        let relation = match event.relation {
            Some(relation) => match (relation.kind, relation.distance_km) {
                (_, Some(distance)) => format!("{distance:.0} km from "),
                (RelationKind::Near, _) => "near ".into(),
                (RelationKind::Between, _) => "between places around ".into(),
                (RelationKind::Along, _) => "along the way at ".into(),
                _ => "in ".into(),
            },
            None => "in ".into(),
        };
        line.push_str(&format!(", {relation}{}", place.name));
    }
    if let Some(time) = &event.time {
        let about = if time.precision == Precision::Inferred { "about " } else { "" };
        if time.from == time.to {
            line.push_str(&format!(", {about}{}", time.from));
        } else {
            line.push_str(&format!(", {about}{} to {}", time.from, time.to));
        }
    }
    line + &tolls(&event.toll)
}

/// The end of the line: what was counted.
pub fn tolls(tolls: &[Toll]) -> String {
    let mut line = String::new();
    for toll in tolls {
        let count = match (toll.low, toll.best, toll.high) {
            (Some(low), _, Some(high)) if low == high => format!("{low}"),
            (Some(low), _, Some(high)) => format!("{low} to {high}"),
            (Some(low), _, None) => format!("{low} or more"),
            (None, Some(best), _) => format!("about {best}"),
            (None, None, Some(high)) => format!("up to {high}"),
            (None, None, None) => continue,
        };
        line.push_str(&format!("; {count} {}", toll.measure));
    }
    line
}
