//! One line that says an event in words, made from its fields alone.

use crate::model::{Assertion, Event, Party, Precision, RelationKind, Scope, Toll};
use crate::text::numbers::small_number;

/// How many parties of a side a line names.
const NAMED: usize = 3;

/// Words that stand for somebody and name nobody.
const STAND_INS: [&str; 26] = [
    "he", "him", "she", "her", "it", "they", "them", "we", "us", "i", "you", "who", "whom", "which", "that", "this",
    "these", "those", "one", "others", "some", "many", "several", "all", "none", "another",
];

/// Words that say how many or whose, before those of whom they say it.
const COUNTING: [&str; 28] = [
    "its",
    "their",
    "his",
    "her",
    "at",
    "least",
    "more",
    "than",
    "about",
    "around",
    "some",
    "nearly",
    "almost",
    "over",
    "up",
    "to",
    "as",
    "many",
    "several",
    "dozens",
    "hundreds",
    "thousands",
    "scores",
    "of",
    "another",
    "hundred",
    "thousand",
    "other",
];

/// Words of which another one is missing.
const OPEN_ENDS: [&str; 10] = ["of", "between", "in", "on", "at", "by", "for", "from", "to", "with"];

/// The names of parties that say who they are: a pronoun names nobody, and of "at least 100 people" the people are left, since what is
/// counted is said elsewhere; so are the troops of "its troops". Each stands once.
pub fn named(parties: &[Party]) -> Vec<&str> {
    let mut names: Vec<&str> = Vec::new();
    for party in parties {
        let name = without_count(&party.name);
        let is_new = !names.iter().any(|known| known.eq_ignore_ascii_case(name));
        let is_whole = name.rsplit(' ').next().is_some_and(|last| !OPEN_ENDS.contains(&last));
        if !name.is_empty() && is_new && is_whole && !STAND_INS.contains(&name.to_lowercase().as_str()) {
            names.push(name);
        }
    }
    names
}

fn without_count(name: &str) -> &str {
    let is_number = |word: &str| {
        word.starts_with(|letter: char| letter.is_ascii_digit()) && word.chars().all(|letter| !letter.is_alphabetic())
            || small_number(word).is_some()
    };
    let mut rest = name.trim();
    while let Some((first, others)) = rest.split_once(' ') {
        let word = first.to_lowercase();
        if !is_number(&word) && !COUNTING.contains(&word.as_str()) {
            break;
        }
        rest = others.trim_start();
    }
    match is_number(&rest.to_lowercase()) {
        true => "",
        false => rest,
    }
}

pub fn line(event: &Event) -> String {
    let mut line = String::new();
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
    for (before, parties) in [("by", &event.actors), ("against", &event.recipients)] {
        let names: Vec<&str> = named(parties).into_iter().take(NAMED).collect();
        if !names.is_empty() {
            line.push_str(&format!(" {before} {}", names.join(", ")));
        }
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
        let scope = match toll.scope {
            Scope::Event => "",
            Scope::Period => " over a period",
            Scope::Cumulative => " in all until then",
        };
        line.push_str(&format!("; {count} {}{scope}", toll.measure));
    }
    line
}

#[cfg(test)]
mod tests {
    use super::named;
    use crate::model::Party;

    #[test]
    fn pronouns_and_counts_are_no_names() {
        let check = |names: &[&str], expected: &[&str]| {
            let party = |name: &&str| Party { name: (*name).to_owned(), id: None };
            assert_eq!(named(&names.iter().map(party).collect::<Vec<_>>()), expected, "{names:?}");
        };
        check(&["They"], &[]);
        check(&["At least 100 people", "twelve"], &["people"]);
        check(&["dozens of civilians", "civilians"], &["civilians"]);
        check(&["3rd Brigade", "the army"], &["3rd Brigade", "the army"]);
        check(&["its troops", "half of"], &["troops"]);
        check(&["10th Mountain Division"], &["10th Mountain Division"]);
    }
}
