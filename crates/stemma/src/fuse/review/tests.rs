use super::*;
use crate::model::{Assertion, Count, Grade, Grain, Interval, Origins, Scope, Span, TollEstimate, TollPolicy};

/// An event that pages tell with these words, each page once.
fn event(id: &str, kind: &str, told: &[(&str, u32, &str)]) -> Event {
    let quote = |(doc, start, words): &(&str, u32, &str)| Quote {
        doc: (*doc).into(),
        span: Span { start: *start, end: start + words.len() as u32 },
        quote: (*words).into(),
    };
    let day = "2024-06-09".parse().unwrap();
    Event {
        id: id.into(),
        summary: String::new(),
        grain: Grain::Atomic,
        kind: kind.into(),
        label: kind.into(),
        plover: "ASSAULT".into(),
        mode: None,
        acled: None,
        acled_sub: None,
        assertion: Assertion::Asserted,
        actors: vec![],
        recipients: vec![],
        place: None,
        relation: None,
        carried: false,
        time: Some(Interval::day(day)),
        toll: vec![],
        tolls: vec![],
        territory: None,
        mentions: told.iter().map(quote).collect(),
        articles: told.len() as u32,
        origins: Origins { min: 1, max: 1, reason: String::new() },
        origin_groups: vec![],
        grade: Grade::default(),
        certainty: None,
        confidence: None,
        contradictions: vec![],
        corrections: vec![],
        links: vec![],
        reasons: vec![],
        story: Some("story-1".into()),
        review: None,
    }
}

fn counted(mut event: Event, best: u32) -> Event {
    let estimate = |policy| TollEstimate {
        policy,
        measure: "killed".into(),
        group: "people".into(),
        low: Some(best),
        best: Some(best),
        high: Some(best),
        scope: Scope::Event,
        by_claim: vec![],
    };
    event.tolls = [TollPolicy::Conservative, TollPolicy::Best, TollPolicy::Range].map(estimate).into();
    super::super::tolls::choose(&mut event, TollPolicy::Best);
    event
}

fn shelling() -> Event {
    counted(event("e-1", "shelling", &[("a", 10, "shells hit the mill"), ("b", 40, "the mill was shelled")]), 10)
}

fn exactly(count: u32) -> Value {
    Value::Count(Count { low: Some(count), best: Some(count), high: Some(count) })
}

fn set(of: &Event, minute: u32, by: &str, count: u32) -> Fix {
    fix(
        of,
        &format!("2024-07-01T10:{minute:02}:00.000Z"),
        by,
        "the ministry's list",
        Said::Set { field: Field::Killed, value: exactly(count) },
    )
}

fn verdict(of: &Event, minute: u32, by: &str, said: Said) -> Fix {
    fix(of, &format!("2024-07-01T10:{minute:02}:00.000Z"), by, "", said)
}

/// The events with the fixes on them, in whatever order the fixes come.
fn reviewed(events: &[Event], fixes: &[Fix]) -> Vec<Event> {
    let mut once = events.to_vec();
    apply(once.iter_mut(), fixes);
    let mut turned: Vec<Fix> = fixes.iter().rev().cloned().collect();
    turned.rotate_left(fixes.len() / 2);
    let mut again: Vec<Event> = events.iter().rev().cloned().collect();
    apply(again.iter_mut(), &turned);
    again.reverse();
    assert_eq!(once, again, "the order of fixes or events shows");
    once
}

fn statuses(event: &Event) -> Vec<&'static str> {
    event.review.iter().flat_map(|review| &review.fixes).map(|applied| applied.status.name()).collect()
}

#[test]
fn a_value_stands_beside_what_the_program_read() {
    let event = shelling();
    let found = &reviewed(std::slice::from_ref(&event), &[set(&event, 1, "Ada", 12)])[0];
    assert_eq!(value(found, Field::Killed), exactly(12));
    assert_eq!(found.toll[0].best, Some(12));
    assert!(found.summary.contains("12 killed"), "{}", found.summary);
    let applied = &found.review.as_ref().unwrap().fixes[0];
    assert_eq!((applied.machine.as_ref(), applied.status), (Some(&exactly(10)), Standing::Applies));
    assert_eq!(found.checked(), Some(Checked::Corrected));
}

#[test]
fn the_last_value_stands_and_the_first_stays() {
    let event = shelling();
    let found = &reviewed(std::slice::from_ref(&event), &[set(&event, 1, "Ada", 12), set(&event, 2, "Ben", 14)])[0];
    assert_eq!(value(found, Field::Killed), exactly(14));
    assert_eq!(statuses(found), ["replaced", "applies"]);
}

#[test]
fn what_was_taken_back_no_longer_stands_unless_that_was_taken_back() {
    let event = shelling();
    let first = set(&event, 1, "Ada", 12);
    let taken = |target: &Fix, minute| {
        let at = format!("2024-07-01T10:{minute:02}:00.000Z");
        identified(Fix { at, said: Said::Withdraw { fix: target.id.clone() }, ..target.clone() })
    };
    let back = taken(&first, 2);
    let found = &reviewed(std::slice::from_ref(&event), &[first.clone(), back.clone()])[0];
    assert_eq!((value(found, Field::Killed), found.review.as_ref()), (exactly(10), None));
    let again = taken(&back, 3);
    let found = &reviewed(std::slice::from_ref(&event), &[first, back, again])[0];
    assert_eq!(value(found, Field::Killed), exactly(12));
}

#[test]
fn a_fix_is_stale_when_the_program_reads_a_third_thing_and_agrees_when_it_reads_the_same() {
    let then = shelling();
    let fixes = [set(&then, 1, "Ada", 12)];
    let check = |now: u32, status: &str, shown: u32| {
        let found = &reviewed(&[counted(shelling(), now)], &fixes)[0];
        assert_eq!((statuses(found), value(found, Field::Killed)), (vec![status], exactly(shown)), "{now}");
    };
    check(10, "applies", 12);
    check(12, "agrees", 12);
    check(16, "stale", 12);
}

#[test]
fn who_accepts_an_event_accepts_what_stood_there() {
    let then = shelling();
    let fixes = [verdict(&then, 1, "Ada", Said::Accept)];
    assert_eq!(reviewed(std::slice::from_ref(&then), &fixes)[0].checked(), Some(Checked::Accepted));
    assert_eq!(reviewed(&[counted(shelling(), 16)], &fixes)[0].checked(), Some(Checked::Stale));
}

#[test]
fn a_rejected_event_stays_with_its_mark() {
    let event = shelling();
    let rejected = verdict(&event, 1, "Ada", Said::Reject);
    assert_eq!(
        reviewed(std::slice::from_ref(&event), std::slice::from_ref(&rejected))[0].checked(),
        Some(Checked::Rejected)
    );
    let accepted = verdict(&event, 2, "Ben", Said::Accept);
    let found = &reviewed(std::slice::from_ref(&event), &[rejected, accepted])[0];
    assert_eq!((found.checked(), statuses(found)), (Some(Checked::Accepted), vec!["replaced", "applies"]));
}

#[test]
fn a_fix_finds_its_event_by_its_words_when_ids_change() {
    let then = shelling();
    let fixes = [set(&then, 1, "Ada", 12)];
    // Another page joined, so the id is another; a second event is told by overlapping words.
    let grown = counted(
        event(
            "e-0",
            "shelling",
            &[("0", 0, "mill shelled"), ("a", 10, "shells hit the mill"), ("b", 40, "the mill was shelled")],
        ),
        10,
    );
    let beside = event("e-2", "displacement", &[("a", 10, "shells hit the mill and people fled")]);
    let found = reviewed(&[beside.clone(), grown], &fixes);
    assert_eq!((found[0].review.as_ref(), value(&found[1], Field::Killed)), (None, exactly(12)));
    // The program reads the same words as another kind.
    let other =
        counted(event("e-3", "air-strike", &[("a", 10, "shells hit the mill"), ("b", 40, "the mill was shelled")]), 10);
    let found = reviewed(&[beside, other], &fixes);
    assert_eq!(value(&found[1], Field::Killed), exactly(12));
}

#[test]
fn a_fix_whose_words_are_gone_is_on_no_event() {
    let then = shelling();
    let fixes = [set(&then, 1, "Ada", 12)];
    let check = |told: &[(&str, u32, &str)]| {
        let found = &reviewed(&[counted(event("e-1", "shelling", told), 10)], &fixes)[0];
        assert_eq!(found.review, None, "{told:?}");
    };
    check(&[("c", 10, "shells hit the mill")]);
    // The page has other words at the same place.
    check(&[("a", 10, "a flood hit the dam")]);
}

#[test]
fn places_and_parties_are_compared_by_what_they_are() {
    let at = |lat: f64, lon: f64, name: &str| {
        Value::Place(Box::new(crate::model::Place {
            name: name.into(),
            lat: Some(lat),
            lon: Some(lon),
            ..Default::default()
        }))
    };
    assert!(agree(&at(13.63, 25.35, "El Fasher"), &at(13.64, 25.34, "Al-Fashir")));
    assert!(!agree(&at(13.63, 25.35, "El Fasher"), &at(15.5, 32.5, "El Fasher")));
    let party = |name: &str, id: Option<&str>| {
        Value::Parties(vec![crate::model::Party { name: name.into(), id: id.map(str::to_owned) }])
    };
    assert!(agree(&party("RSF", Some("rsf")), &party("Rapid Support Forces", Some("rsf"))));
    assert!(!agree(&party("RSF", None), &party("Rapid Support Forces", None)));
}
