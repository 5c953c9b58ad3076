//! How far two or more people agree on what they both judged: Krippendorff's alpha, field by field.
//!
//! Klaus Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011): one less the disagreement that was observed over the one that
//! chance would give; values may be missing, coders may be any number. Words are compared as nominal data, days as an interval scale,
//! counts as a ratio scale.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use stemma::model::{Event, Field, Fix, Said, Value};

/// How far people agree on a field.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Agreement {
    /// A field, or `event`: whether it is one at all.
    pub field: &'static str,
    /// Events on which two people or more said something.
    pub events: usize,
    pub people: usize,
    /// `None` where nobody differs because there is one value alone, or too little to tell.
    pub alpha: Option<f64>,
}

/// One judgement as it is compared.
#[derive(Clone, Debug, PartialEq)]
enum Rating {
    Word(String),
    Interval(f64),
    Ratio(f64),
}

const WHETHER: &str = "event";

/// The agreement of all who said something, from reviewed events and all fixes of the store.
pub fn agreement(events: &[Event], fixes: &[Fix]) -> Vec<Agreement> {
    let by_id: BTreeMap<&str, &Fix> = fixes.iter().map(|fix| (fix.id.as_str(), fix)).collect();
    let mut said: BTreeMap<&str, Vec<BTreeMap<&str, Rating>>> = BTreeMap::new();
    for event in events {
        let applied = event.review.iter().flat_map(|review| &review.fixes);
        let told: Vec<&Fix> = applied.filter_map(|applied| by_id.get(applied.id.as_str()).copied()).collect();
        for (field, ratings) in ratings(&told) {
            said.entry(field).or_default().push(ratings);
        }
    }
    let names = std::iter::once(WHETHER).chain(Field::ALL.iter().map(|(_, name)| *name));
    let of = |field: &'static str| {
        let mut units = said.remove(field)?;
        units.retain(|ratings| ratings.len() > 1);
        let people: BTreeSet<&str> = units.iter().flat_map(|ratings| ratings.keys().copied()).collect();
        let values: Vec<Vec<Rating>> = units.iter().map(|ratings| ratings.values().cloned().collect()).collect();
        (!units.is_empty()).then(|| Agreement {
            field,
            events: units.len(),
            people: people.len(),
            alpha: alpha(&values),
        })
    };
    names.filter_map(of).collect()
}

/// What each person said last of each field of an event. Who accepts it says of every field what stood there then.
fn ratings<'f>(fixes: &[&'f Fix]) -> BTreeMap<&'static str, BTreeMap<&'f str, Rating>> {
    let mut stands: BTreeMap<Field, &Value> = BTreeMap::new();
    let mut found: BTreeMap<&'static str, BTreeMap<&str, Rating>> = BTreeMap::new();
    let mut rate = |field: &'static str, by: &'f str, rating: Option<Rating>| {
        if let Some(rating) = rating {
            found.entry(field).or_default().insert(by, rating);
        }
    };
    for fix in fixes {
        match &fix.said {
            Said::Set { field, value } => {
                stands.insert(*field, value);
                rate(field.name(), &fix.by, rating(value));
                rate(WHETHER, &fix.by, Some(Rating::Word("yes".into())));
            }
            Said::Accept => {
                for (field, name) in Field::ALL {
                    let value = stands.get(&field).copied().or_else(|| fix.read.get(&field));
                    rate(name, &fix.by, value.and_then(rating));
                }
                rate(WHETHER, &fix.by, Some(Rating::Word("yes".into())));
            }
            Said::Reject => rate(WHETHER, &fix.by, Some(Rating::Word("no".into()))),
            _ => {}
        }
    }
    found
}

/// What is not known is no judgement.
fn rating(value: &Value) -> Option<Rating> {
    Some(match value {
        Value::Unknown => return None,
        Value::Days(days) => {
            let since =
                |day: stemma::model::Day| f64::from(day.days_since(stemma::model::Day::new(2000, 1, 1)?)).into();
            let (from, to): (Option<f64>, Option<f64>) = (since(days.from), since(days.to));
            Rating::Interval((from? + to?) / 2.0)
        }
        Value::Place(place) => Rating::Word(match (place.geonames, place.point()) {
            (Some(number), _) => number.to_string(),
            (None, Some((lat, lon))) => format!("{lat:.1} {lon:.1}"),
            (None, None) => place.name.clone(),
        }),
        Value::Kind(coding) => Rating::Word(coding.kind.clone()),
        Value::Told(assertion) => Rating::Word(format!("{assertion:?}")),
        Value::Parties(parties) => {
            let mut names: Vec<&str> = parties.iter().map(|party| party.id.as_deref().unwrap_or(&party.name)).collect();
            names.sort_unstable();
            Rating::Word(names.join("; "))
        }
        Value::Count(count) => Rating::Ratio(f64::from(count.best.or(count.low).or(count.high)?)),
    })
}

/// The square of the difference of two values on their scale.
fn difference(a: &Rating, b: &Rating) -> f64 {
    match (a, b) {
        (Rating::Interval(a), Rating::Interval(b)) => (a - b).powi(2),
        (Rating::Ratio(a), Rating::Ratio(b)) if a + b == 0.0 => 0.0,
        (Rating::Ratio(a), Rating::Ratio(b)) => ((a - b) / (a + b)).powi(2),
        _ => f64::from(u8::from(a != b)),
    }
}

/// Alpha of units with two values or more each.
fn alpha(units: &[Vec<Rating>]) -> Option<f64> {
    let pairs = |values: &[Rating]| -> f64 {
        let of = |a: usize| values.iter().enumerate().filter(move |(b, _)| *b != a).map(|(_, other)| other);
        (0..values.len()).map(|a| of(a).map(|other| difference(&values[a], other)).sum::<f64>()).sum()
    };
    let all: Vec<Rating> = units.iter().flatten().cloned().collect();
    let count = all.len() as f64;
    let observed: f64 = units.iter().map(|values| pairs(values) / (values.len() as f64 - 1.0)).sum::<f64>() / count;
    let expected = pairs(&all) / (count * (count - 1.0));
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

#[cfg(test)]
mod tests {
    use super::{Rating, alpha};

    /// The example that the method was published with: four observers, twelve units, some values missing.
    const PUBLISHED: [&str; 4] = ["1233214 12...", "1233224 125.3", ".33323422 51.", "1233244 1251."];

    fn units(rating: fn(f64) -> Rating) -> Vec<Vec<Rating>> {
        let rows: Vec<Vec<char>> =
            PUBLISHED.iter().map(|row| row.chars().filter(|sign| *sign != ' ').collect()).collect();
        let column =
            |at: usize| rows.iter().filter_map(move |row| row[at].to_digit(10)).map(|digit| rating(digit.into()));
        (0..12).map(|at| column(at).collect::<Vec<_>>()).filter(|unit| unit.len() > 1).collect()
    }

    #[test]
    fn gives_the_published_values() {
        let check = |units: Vec<Vec<Rating>>, expected: f64| {
            let found = alpha(&units).unwrap();
            assert!((found - expected).abs() < 0.0006, "{found} is not {expected}");
        };
        check(units(|digit| Rating::Word(digit.to_string())), 0.743);
        check(units(Rating::Interval), 0.849);
        check(units(Rating::Ratio), 0.797);
    }

    #[test]
    fn says_nothing_where_nothing_varies() {
        let word = |word: &str| Rating::Word(word.into());
        assert_eq!(alpha(&[vec![word("yes"), word("yes")]]), None);
        assert_eq!(
            alpha(&[vec![word("yes"), word("no")], vec![word("no"), word("yes")]]).map(|found| found < 0.0),
            Some(true)
        );
    }
}
