//! Values of the records as a person would write them: days, places, tolls, lists. No sentence is made here.

use stemma::fuse::named;
use stemma::model::{
    Assertion, ContradictionKind, ControlStatus, CorrectionKind, Count, Day, Event, EventRelation, Interval, Party,
    Place, PlaceLevel, PlaceRelation, Precision, Published, RelationKind, Scope, Toll, Value,
};
pub use stemma::text::one_line;
use stemma_store::{Change, ChangeKind};
use stemma_workspace::ask::{Telling, country_name};

use crate::compare::Side;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `3 August 2017`
pub fn day(day: Day) -> String {
    format!("{} {} {}", day.day(), month_name(day), day.year())
}

pub(crate) fn month_name(day: Day) -> &'static str {
    MONTHS[usize::from(day.month().clamp(1, 12)) - 1]
}

/// `3 August 2017`, `1–3 August 2017`, `August 2017`, `2017`
pub fn interval(interval: Interval) -> String {
    days(interval.from, interval.to, interval.precision)
}

pub fn published(published: &Published) -> String {
    days(published.start, published.end, published.precision)
}

/// The same where no more is known than the first and the last day.
pub fn span_of_days(from: Day, to: Day) -> String {
    days(from, to, Precision::Range)
}

fn days(from: Day, to: Day, precision: Precision) -> String {
    let whole_month = from.day() == 1 && Day::last_of_month(from.year(), from.month()) == Some(to);
    let whole_year = (from.month(), from.day(), to.month(), to.day()) == (1, 1, 12, 31) && from.year() == to.year();
    if from == to {
        day(from)
    } else if whole_month && precision != Precision::Day {
        format!("{} {}", month_name(from), from.year())
    } else if whole_year {
        from.year().to_string()
    } else if (from.year(), from.month()) == (to.year(), to.month()) {
        format!("{}–{}", from.day(), day(to))
    } else if from.year() == to.year() {
        format!("{} {} – {}", from.day(), month_name(from), day(to))
    } else {
        format!("{} – {}", day(from), day(to))
    }
}

/// `near Goma`, `8 km southwest of Goma`, `Goma`
pub fn place(place: &Place, relation: Option<&PlaceRelation>) -> String {
    let name = &place.name;
    let described = match relation {
        None => name.clone(),
        Some(relation) => match (relation.kind, relation.distance_km, relation.bearing_deg) {
            (RelationKind::Offset, Some(distance), Some(bearing)) => {
                format!("{} km {} of {name}", number(distance), compass(bearing))
            }
            (RelationKind::Offset, Some(distance), None) => format!("{} km from {name}", number(distance)),
            (RelationKind::Offset, None, Some(bearing)) => format!("{} of {name}", compass(bearing)),
            (RelationKind::Offset | RelationKind::Near, ..) => format!("near {name}"),
            (RelationKind::Between, ..) => format!("on the way by {name}"),
            (RelationKind::Along, ..) => format!("along {name}"),
            (RelationKind::In, ..) => format!("in {name}"),
        },
    };
    match &place.country {
        Some(country) if place.level != Some(PlaceLevel::Country) => format!("{described} ({country})"),
        _ => described,
    }
}

/// "El Fasher, North Darfur, Sudan": a place by its name, with the unit and the country that it lies in.
pub fn whereabouts(place: &Place) -> String {
    let country = place.country.as_deref().map(|code| country_name(code).unwrap_or(code));
    let parts = [Some(place.name.as_str()), place.admin1.as_deref(), country];
    let mut said: Vec<&str> = parts.into_iter().flatten().collect();
    // A unit and its seat, a country and itself have one name.
    said.dedup();
    said.join(", ")
}

pub(crate) fn number(value: f64) -> String {
    if value.fract().abs() < 0.05 { format!("{value:.0}") } else { format!("{value:.1}") }
}

pub(crate) fn compass(bearing: f64) -> &'static str {
    const POINTS: [&str; 8] = ["north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest"];
    let index = (bearing.rem_euclid(360.0) / 45.0).round();
    POINTS[index as usize % POINTS.len()]
}

/// `4 to 7 civilians killed`, `at least 4 killed (over a period, not this event alone)`
pub fn toll(toll: &Toll) -> String {
    let count = match (toll.low, toll.best, toll.high) {
        (Some(low), _, Some(high)) if low == high => low.to_string(),
        (Some(low), _, Some(high)) => format!("{low} to {high}"),
        (Some(low), Some(best), None) if low < best => format!("at least {low}, perhaps {best}"),
        (Some(low), _, None) => format!("at least {low}"),
        (None, _, Some(high)) => format!("at most {high}"),
        (None, Some(best), None) => format!("about {best}"),
        (None, None, None) => "an unknown number of".into(),
    };
    let group = if toll.group.is_empty() { String::new() } else { format!(" {}", toll.group) };
    let scope = match toll.scope {
        Scope::Event => "",
        Scope::Period => " (over a period, not this event alone)",
        Scope::Cumulative => " (a running total, not this event)",
    };
    format!("{count}{group} {}{scope}", toll.measure)
}

pub fn parties(parties: &[Party]) -> String {
    list(&parties.iter().map(|party| party.name.clone()).collect::<Vec<_>>())
}

/// `a`, `a and b`, `a, b and c`
pub fn list(parts: &[String]) -> String {
    match parts {
        [] => String::new(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// `1`, `1 to 2`
pub fn range(min: impl Into<u64>, max: impl Into<u64>) -> String {
    let (min, max): (u64, u64) = (min.into(), max.into());
    if min == max { min.to_string() } else { format!("{min} to {max}") }
}

/// `1 article`, `2 articles`
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// `told in 4 articles that go back to 1 to 2 independent origins`
pub fn origins(event: &Event) -> String {
    told_in(event.articles, event.origins.min, event.origins.max)
}

pub fn told_in(articles: u32, least: u32, most: u32) -> String {
    let articles = counted(articles as usize, "article that goes", "articles that go");
    let noun = if most == 1 { "origin" } else { "origins" };
    format!("told in {articles} back to {} independent {noun}", range(least, most))
}

pub fn assertion(assertion: Assertion) -> &'static str {
    match assertion {
        Assertion::Asserted => "told as having happened",
        Assertion::Negated => "told as not having happened",
        Assertion::Hypothetical => "told as possible only",
        Assertion::Future => "told as planned or expected",
        Assertion::Ordered => "ordered; not told as carried out",
        Assertion::Denied => "denied",
        Assertion::Background => "told as background",
    }
}

pub fn contradiction(kind: ContradictionKind) -> &'static str {
    match kind {
        ContradictionKind::Value => "a number",
        ContradictionKind::Date => "the date",
        ContradictionKind::Place => "the place",
        ContradictionKind::Actor => "who did it",
        ContradictionKind::Attribution => "who said it",
        ContradictionKind::CopyError => "words that copying changed",
        ContradictionKind::Scope => "what a number counts",
        ContradictionKind::Happened => "whether it happened",
    }
}

/// The same in a cell of a table.
pub fn disagreement(kind: ContradictionKind) -> &'static str {
    match kind {
        ContradictionKind::Value => "number",
        ContradictionKind::Date => "day",
        ContradictionKind::Place => "place",
        ContradictionKind::Actor => "doer",
        ContradictionKind::Attribution => "who said it",
        ContradictionKind::CopyError => "copying",
        ContradictionKind::Scope => "what is counted",
        ContradictionKind::Happened => "whether",
    }
}

pub fn correction(kind: CorrectionKind) -> &'static str {
    match kind {
        CorrectionKind::Corrects => "a page mends what was reported",
        CorrectionKind::Retracts => "a page tells of a report that was taken back",
    }
}

pub fn side(side: Side) -> &'static str {
    match side {
        Side::Both => "both",
        Side::OursOnly => "ours only",
        Side::TheirsOnly => "theirs only",
    }
}

pub fn relation(relation: EventRelation) -> &'static str {
    match relation {
        EventRelation::HasPart => "sums up",
        EventRelation::PartOf => "summed up in",
        EventRelation::DeniedBy => "denied in",
        EventRelation::Denies => "denies",
    }
}

pub fn control(status: ControlStatus) -> &'static str {
    match status {
        ControlStatus::Held => "held by",
        ControlStatus::Contested => "contested, fought for by",
        ControlStatus::Besieged => "besieged, held by",
        ControlStatus::PartlyHeld => "partly held by",
        ControlStatus::Claimed => "claimed by",
        ControlStatus::Lost => "lost by",
    }
}

/// A value of a field, for reading.
pub fn value(value: &Value) -> String {
    match value {
        Value::Unknown => "unknown".into(),
        Value::Days(days) => interval(*days),
        Value::Place(place) => place.name.clone(),
        Value::Kind(coding) => coding.label.clone(),
        Value::Told(told) => stemma_store::told(*told).into(),
        Value::Parties(named) => parties(named),
        Value::Count(Count { low, best, high }) => match (low, best, high) {
            (Some(low), _, Some(high)) if low == high => low.to_string(),
            (Some(low), _, Some(high)) => format!("{low} to {high}"),
            (Some(low), _, None) => format!("{low} or more"),
            (None, Some(best), _) => format!("about {best}"),
            (None, None, Some(high)) => format!("up to {high}"),
            (None, None, None) => "unknown".into(),
        },
    }
}

/// A value as a page tells it, for reading.
pub fn telling(Telling { value: told, relation }: &Telling) -> String {
    match told {
        Value::Place(told) => place(told, relation.as_ref()),
        // How many they were has a field of its own.
        Value::Parties(told) if !named(told).is_empty() => {
            list(&named(told).into_iter().map(str::to_owned).collect::<Vec<_>>())
        }
        other => value(other),
    }
}

/// "2 articles of story-1 became story-2: 001, 002"
pub fn change(change: &Change) -> String {
    /// How many articles are named.
    const NAMED: usize = 6;
    let Change { kind, from, to, documents, .. } = change;
    let (from, to) = (from.as_deref().unwrap_or("no story"), to.as_deref().unwrap_or("no story"));
    let articles = counted(documents.len(), "article", "articles");
    let said = match kind {
        ChangeKind::Began => format!("{to} began with {articles}"),
        ChangeKind::Grew => format!("{articles} came to {to}"),
        ChangeKind::Renamed => format!("{from} is {to} from here on, with {articles}"),
        ChangeKind::Merged => format!("{from} went into {to} with {articles}"),
        ChangeKind::Split => format!("{articles} of {from} became {to}"),
        ChangeKind::Moved => format!("{articles} went from {from} to {to}"),
        ChangeKind::Left => format!("{articles} left {from} and came to no other story"),
        ChangeKind::Ended => return format!("{from} ended, as no single story has its articles"),
    };
    let named: Vec<&str> = documents.iter().take(NAMED).map(String::as_str).collect();
    let more = documents.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{said}: {}{more}", named.join(", "))
}

/// "12 of 98 events checked by a person"
pub fn checked((checked, events): (u64, u64)) -> String {
    let of = counted(events as usize, "event", "events");
    match checked {
        0 => format!("none of {of} checked by a person"),
        _ => format!("{checked} of {of} checked by a person"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use stemma::model::Span;

    fn check_interval(from: &str, to: &str, precision: Precision, expected: &str) {
        let interval = Interval { from: from.parse().unwrap(), to: to.parse().unwrap(), precision };
        assert_eq!(super::interval(interval), expected);
    }

    #[test]
    fn writes_intervals_as_narrow_as_they_are() {
        check_interval("2023-04-15", "2023-04-15", Precision::Day, "15 April 2023");
        check_interval("2023-04-15", "2023-04-17", Precision::Days, "15–17 April 2023");
        check_interval("2023-04-01", "2023-04-30", Precision::Month, "April 2023");
        check_interval("2023-01-01", "2023-12-31", Precision::Year, "2023");
        check_interval("2022-12-30", "2023-01-02", Precision::Days, "30 December 2022 – 2 January 2023");
    }

    #[test]
    fn writes_tolls_with_their_bounds_and_scope() {
        let mut toll = Toll {
            span: Span::new(0, 1),
            measure: "killed".into(),
            group: "civilians".into(),
            low: Some(4),
            best: None,
            high: Some(7),
            scope: Scope::Event,
        };
        assert_eq!(super::toll(&toll), "4 to 7 civilians killed");
        (toll.high, toll.scope) = (None, Scope::Cumulative);
        assert_eq!(super::toll(&toll), "at least 4 civilians killed (a running total, not this event)");
    }

    #[test]
    fn writes_places_with_their_relation() {
        let goma = Place { name: "Goma".into(), country: Some("COD".into()), ..Place::default() };
        let offset = PlaceRelation { kind: RelationKind::Offset, distance_km: Some(8.0), bearing_deg: Some(225.0) };
        assert_eq!(place(&goma, Some(&offset)), "8 km southwest of Goma (COD)");
        assert_eq!(place(&goma, None), "Goma (COD)");
    }

    #[test]
    fn cuts_long_lines_at_a_word() {
        assert_eq!(one_line("shells\n fell on  the bridge", 17), "shells fell on…");
    }
}
