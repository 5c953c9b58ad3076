use std::path::Path;

use serde_json::json;
use stemma::model::{Control, Picture};
use stemma::pipeline::{self, Chapter};

use crate::asked::{Asked, Bbox, Filter, Within};
use crate::tests::chapter;
use crate::{Access, Archive, Dataset, Extent, Filed, Sqlite};

/// A place by its name, its point and its country.
type Known = (&'static str, Option<(f64, f64)>, &'static str);

/// Where something is held: a name, and a point for some. Two lie in one spot, one of them has a namesake elsewhere and one nowhere.
const PLACES: [Known; 6] = [
    ("Town", Some((15.0, 32.0)), "SDN"),
    ("Town market", Some((15.003, 32.003)), "SDN"),
    ("Town", Some((-3.0, 29.0)), "COD"),
    ("Town", None, "SDN"),
    ("Village", None, "SDN"),
    ("City", Some((15.02, 32.0)), "SDN"),
];

/// A story that tells of some of these, each on a day, held or claimed by somebody.
fn told(id: usize, holds: &[(usize, u32, &str)]) -> Chapter {
    let document = format!("d-{id}");
    let stated: Vec<_> = holds
        .iter()
        .enumerate()
        .map(|(at, (place, day, holder))| {
            let (name, point, country) = PLACES[*place];
            let day = format!("2020-01-{day:02}");
            json!({"place": name, "lat": point.map(|point| point.0), "lon": point.map(|point| point.1), "country": country,
                   "holder": holder, "status": if at % 2 == 0 { "held" } else { "claimed" }, "share": null, "from": day,
                   "to": null, "as_of": day, "mentions": [{"doc": document, "start": at, "end": at + 1, "quote": "x"}]})
        })
        .collect();
    let part = json!({"events": [], "claims": [], "contradictions": [], "control": {"stated": stated, "deeds": []}});
    Chapter { part: serde_json::from_value(part).unwrap(), ..chapter(&format!("s-{id}"), &[&document]) }
}

fn keep(store: &mut Sqlite, revision: u64, chapters: &[Chapter], extent: Extent<'_>) {
    let filed: Vec<Filed> = chapters.iter().map(Filed::new).collect();
    store.keep_chapters(revision, 0, &filed, &Picture::default(), extent, &[]).unwrap();
}

fn open(folder: &Path, name: &str) -> Sqlite {
    Sqlite::open(folder.join(name), Access::Create).unwrap()
}

fn controls(store: &Sqlite, filter: Filter) -> Vec<Control> {
    let found = store.controls(&Asked { filter, ..Asked::default() }).unwrap();
    assert_eq!(found.total as usize, found.rows.len());
    found.rows
}

#[test]
fn who_holds_what_is_the_same_whatever_story_changed_last() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path(), "case.stemma");
    let mut state: u64 = 17;
    let mut below = |end: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % end
    };
    let holders = ["Army", "Rebels", "Militia"];
    let mut stories: Vec<Option<Chapter>> = vec![None; 6];
    keep(&mut store, 0, &[], Extent::Whole);
    let mut ended = 0;
    for revision in 1..=200 {
        let story = below(6) as usize;
        let holds: Vec<(usize, u32, &str)> =
            (0..1 + below(4)).map(|_| (below(6) as usize, 1 + below(9) as u32, holders[below(3) as usize])).collect();
        let is_gone = below(4) == 0;
        stories[story] = (!is_gone).then(|| told(story, &holds));
        let id = format!("s-{story}");
        let gone: &[&str] = if is_gone { &[&id] } else { &[] };
        let changed: Vec<Chapter> = stories[story].iter().cloned().collect();
        keep(&mut store, revision, &changed, Extent::Changes { since: revision - 1, gone });
        let all: Vec<Chapter> = stories.iter().flatten().cloned().collect();
        let expected = pipeline::whole(all).1.control;
        assert_eq!(controls(&store, Filter::default()), expected, "after change {revision}");
        ended += expected.iter().filter(|entry| entry.to.is_some()).count();
    }
    assert!(ended > 200, "hardly a hold ended: {ended}");
    let all: Vec<Chapter> = stories.iter().flatten().cloned().collect();
    let before = controls(&store, Filter::default());
    keep(&mut store, 201, &all, Extent::Whole);
    assert_eq!(controls(&store, Filter::default()), before);
}

#[test]
fn who_holds_what_is_asked_by_place_and_day() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = open(folder.path(), "case.stemma");
    let stories = [
        told(0, &[(0, 3, "Army"), (2, 1, "Rebels"), (4, 2, "Army")]),
        told(1, &[(0, 7, "Rebel Front"), (5, 5, "Army")]),
    ];
    keep(&mut store, 1, &stories, Extent::Whole);
    let check = |filter: Filter, expected: &[&str]| {
        let found = controls(&store, filter.clone());
        let said: Vec<String> = found.iter().map(|entry| format!("{} {}", entry.holder, entry.place)).collect();
        assert_eq!(said, expected, "{filter:?}");
    };
    let on = |day: &str| {
        let day = day.parse().ok();
        Filter { since: day, until: day, ..Filter::default() }
    };
    check(on("2020-01-02"), &["Rebels Town", "Army Village"]);
    check(on("2020-01-06"), &["Army City", "Rebels Town", "Army Town", "Army Village"]);
    check(on("2020-01-07"), &["Army City", "Rebels Town", "Rebel Front Town", "Army Village"]);
    check(Filter { until: "2020-01-01".parse().ok(), ..Filter::default() }, &["Rebels Town"]);
    check(
        Filter { since: "2020-01-07".parse().ok(), ..on("2021-01-01") },
        &["Army City", "Rebels Town", "Rebel Front Town", "Army Village"],
    );
    check(Filter { country: Some("COD".into()), ..Filter::default() }, &["Rebels Town"]);
    check(Filter { place: Some(Within::Named("TOWN".into())), ..on("2020-01-04") }, &["Rebels Town", "Army Town"]);
    check(
        Filter { place: Some(Within::Circle { lat: 15.0, lon: 32.0, km: 5.0 }), ..on("2020-01-08") },
        &["Army City", "Rebel Front Town"],
    );
    let bbox = Some(Bbox { west: 31.0, south: 14.0, east: 33.0, north: 15.01 });
    check(Filter { bbox, ..Filter::default() }, &["Army Town", "Rebel Front Town"]);
    check(Filter { actor: Some("front".into()), ..Filter::default() }, &["Rebel Front Town"]);
}
