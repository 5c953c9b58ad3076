//! The dataset says what the picture says: every row and record is that of the picture, in whatever order and in however many runs pages
//! came.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use stemma::model::{AlterationKind, Checked, CopyEdge, Event, Evidence, Fix, PlacePrecision, Reading, Scope};
use stemma_store::{
    Archive, Asked, CopyRow, Dataset, EventRow, Filter, Fixes, MarkKind, Noun, PageRow, Sort, Spots, Sqlite, Within,
    plain_key,
};
use stemma_workspace::ask::Query;
use stemma_workspace::input::Inputs;
use stemma_workspace::review::{self, Signature};
use stemma_workspace::{Session, Setup, Silent, Snapshot};

fn setup() -> Setup<'static> {
    Setup { model: None, listener: &Silent }
}

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/corpus");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// Two outlets that give other numbers for three happenings, so that what one story tells weighs in the others.
fn contested() -> String {
    let page = |at: usize, outlet: &str, day: u32, text: String| {
        let id = format!("contested-{at}-{}", outlet.to_lowercase());
        format!(
            "{{\"id\": \"{id}\", \"outlet\": \"{outlet}\", \"published\": \"2022-{:02}-{day:02}\", \"text\": \"{text}\"}}\n",
            at + 2
        )
    };
    let towns = ["Mogadishu", "Baidoa", "Kismayo"];
    let report = |(at, town): (usize, &&str)| {
        let a = format!(
            "A car bomb exploded outside the ministry in {town} on Saturday, killing {} people, a policeman said.",
            at + 8
        );
        let b = format!(
            "{} people were killed by a car bomb in {town} on Saturday, doctors at two hospitals said.",
            at + 12
        );
        page(at, "Herald", 13, a) + &page(at, "Monitor", 13, b)
    };
    towns.iter().enumerate().map(report).collect()
}

/// Reads files in an order that a number chooses, in so many runs.
fn ingested(folder: &Path, files: &[PathBuf], order: usize, runs: usize) -> Session<'static> {
    reviewed(folder, files, order, runs, &[])
}

/// The same, with fixes that come between the runs: one part of them before any page, the last after all.
fn reviewed(folder: &Path, files: &[PathBuf], order: usize, runs: usize, fixes: &[Fix]) -> Session<'static> {
    let mut shuffled: Vec<PathBuf> = files.to_vec();
    let mut state = order as u64 + 1;
    for at in (1..shuffled.len()).rev() {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        shuffled.swap(at, (state >> 33) as usize % (at + 1));
    }
    let store = folder.join(format!("{order}-{runs}-{}.stemma", fixes.len()));
    let mut fixes: Vec<Fix> = fixes.to_vec();
    let turn = order % fixes.len().max(1);
    fixes.rotate_left(turn);
    let mut said = fixes.chunks(fixes.len().div_ceil(runs + 1).max(1));
    for part in shuffled.chunks(shuffled.len().div_ceil(runs)) {
        let mut session = Session::create(&store, None, setup()).unwrap();
        session.add(said.next().unwrap_or_default()).unwrap();
        session.ingest(&mut Inputs::new(part)).unwrap();
    }
    let mut session = Session::open(&store, setup()).unwrap();
    for fixes in said {
        session.add(fixes).unwrap();
    }
    session
}

/// Everything that can be asked, beside what the picture says.
fn check(session: &mut Session<'_>) {
    let Snapshot { readings, links, picture, .. } = session.snapshot().unwrap();
    let store = session.store();
    let all = Asked { sort: Some(Sort::Day), ..Asked::default() };
    let rows = store.events(&all).unwrap();
    let stands: Vec<&Event> = picture.events.iter().collect();
    let ids: Vec<&str> = stands.iter().filter(|event| event.time.is_some()).map(|event| event.id.as_str()).collect();
    let told: Vec<&str> = rows.rows.iter().filter(|row| row.from.is_some()).map(|row| row.id.as_str()).collect();
    assert_eq!(told, ids, "events in the order of the export");
    assert_eq!(rows.total as usize, stands.len());
    let all = || picture.events.iter().chain(&picture.rejected);
    let checked = all().filter(|event| event.checked().is_some_and(Checked::is_checked)).count();
    assert_eq!(store.checked().unwrap(), (checked as u64, all().count() as u64));
    for event in picture.events.iter().chain(&picture.second_rank).chain(&picture.rejected) {
        assert_eq!(store.event(&event.id).unwrap().as_ref(), Some(event));
        let is_second = picture.second_rank.iter().any(|second| second.id == event.id);
        assert!(store.is_second_rank(&event.id).unwrap() == is_second || event.checked().is_some());
        if event.checked() == Some(Checked::Rejected) {
            continue;
        }
        let said: Vec<_> =
            picture.claims.iter().filter(|claim| claim.event.as_ref() == Some(&event.id)).cloned().collect();
        assert_eq!(store.claims_of(&event.id).unwrap(), said);
        let found: Vec<_> =
            picture.contradictions.iter().filter(|found| event.contradictions.contains(&found.id)).cloned().collect();
        assert_eq!(store.contradictions(&event.contradictions).unwrap(), found);
    }
    let by_id: BTreeMap<&str, &Event> = picture.events.iter().map(|event| (event.id.as_str(), event)).collect();
    for row in &rows.rows {
        let event = by_id[row.id.as_str()];
        let killed = event.toll.iter().find(|toll| toll.measure == "killed" && toll.scope == Scope::Event);
        assert_eq!(
            (row.killed_low, row.killed_best, row.killed_high),
            killed.map_or((None, None, None), |toll| (toll.low, toll.best, toll.high))
        );
        assert_eq!(
            (row.origins_min, row.origins_max, row.articles),
            (event.origins.min, event.origins.max, event.articles)
        );
        assert_eq!((row.from, row.to), (event.time.map(|time| time.from), event.time.map(|time| time.to)));
        assert_eq!((row.lat, row.lon), event.place.as_ref().map_or((None, None), |place| (place.lat, place.lon)));
        assert_eq!(row.precision, event.precision());
        assert_eq!((row.told, &row.summary, row.confidence), (event.assertion, &event.summary, event.confidence));
    }
    let by_name = Asked { sort: Some(Sort::Id), ..Asked::default() };
    let stories = store.stories(&by_name).unwrap().rows;
    assert_eq!(stories.len(), links.stories.len());
    for (row, story) in stories.iter().zip(&links.stories) {
        assert_eq!(store.story(&row.id).unwrap().as_ref(), Some(story));
        let told = stands.iter().filter(|event| event.story.as_ref() == Some(&story.id)).count();
        assert_eq!((row.pages as usize, row.events as usize), (story.documents.len(), told));
        let copies = store.copies_of(&story.id).unwrap();
        let edges: Vec<_> = links.lineage.iter().filter(|edge| story.documents.contains(&edge.child)).collect();
        assert_eq!(copies.len(), edges.len());
        for (copy, edge) in copies.iter().zip(edges) {
            assert_eq!(
                (&copy.child, &copy.parent, &copy.missing, copy.p, copy.credits),
                (&edge.child, &edge.parent, &edge.missing, edge.p, edge.evidence.contains(&Evidence::ExplicitCredit))
            );
        }
        let altered = links.alterations.iter().filter(|altered| altered.kind != AlterationKind::Attribution);
        let altered = altered.filter(|altered| story.documents.contains(&altered.child)).count();
        assert_eq!(copies.iter().map(|copy| copy.altered as usize).sum::<usize>(), altered);
    }
    let pages = store.pages(&by_name).unwrap().rows;
    let published =
        |reading: &Reading| reading.article.published.as_ref().map(|published| (published.start, published.end));
    for (row, reading) in pages.iter().zip(&readings) {
        assert_eq!((&row.id, row.from.zip(row.to)), (&reading.id, published(reading)));
        assert_eq!((&row.outlet, &row.path), (&reading.article.outlet, &reading.path));
    }
    assert_eq!(pages.len(), readings.len());
    assert_eq!(store.claims(&Asked::default()).unwrap().rows.len(), picture.claims.len());
    assert_eq!(store.controls(&Asked::default()).unwrap().rows, picture.control);
    conditions(store, &stands);
    overviews(store);
    sources(store);
}

/// What is counted, beside the rows that are listed: a value of a facet has as many events as a query has that says so.
fn overviews(store: &Sqlite) {
    let asked =
        |pairs: &[(&str, &str)]| Query::from_pairs(pairs.iter().copied()).unwrap().asked(Noun::Events, store).unwrap();
    let queries: [&[(&str, &str)]; 16] = [
        &[],
        &[("told", "happened")],
        &[("told", "happened,background"), ("country", "SDN")],
        &[("country", "SDN"), ("killed-min", "2")],
        &[("kind", "ASSAULT"), ("origins-min", "2")],
        &[("actor", "forces"), ("told", "any")],
        &[("outlet", "a"), ("country", "SDN")],
        &[("checked", "rejected,accepted")],
        &[("q", "killed"), ("told", "happened")],
        &[("bbox", "20,0,45,20"), ("told", "happened")],
        &[("lacks", "place,day")],
        &[("precision", "exact,country"), ("told", "happened")],
        &[("precision", "none"), ("country", "SDN")],
        &[("mark", "none")],
        &[("mark", "graphic,sensitive"), ("told", "happened")],
        &[("since", "2023-04"), ("until", "2023-12"), ("place", "15.5,32.56"), ("within", "300")],
    ];
    for pairs in queries {
        let rows = store.events(&asked(pairs)).unwrap().rows;
        let facets = store.facets(&asked(pairs)).unwrap();
        assert_eq!(
            (facets.total as usize, facets.all),
            (rows.len(), store.events(&asked(&[])).unwrap().total),
            "{pairs:?}"
        );
        let lacking = |lacks: &dyn Fn(&EventRow) -> bool| rows.iter().filter(|row| lacks(row)).count() as u64;
        assert_eq!(facets.unplaced, lacking(&|row| row.precision == PlacePrecision::None), "{pairs:?}");
        assert_eq!(facets.undated, lacking(&|row| row.from.is_none()), "{pairs:?}");
        let killed = |row: &EventRow| u64::from(row.killed_best.or(row.killed_low).or(row.killed_high).unwrap_or(0));
        let bars = &facets.histogram.bars;
        assert!(bars.is_sorted_by(|one, next| one.from < next.from));
        let dated = rows.iter().filter(|row| row.from.is_some());
        assert_eq!(bars.iter().map(|bar| bar.killed).sum::<u64>(), dated.map(killed).sum::<u64>());
        assert_eq!(bars.iter().map(|bar| bar.count).sum::<u64>(), facets.total - facets.undated);
        for facet in &facets.facets {
            assert!(
                !facet.values.is_empty() || rows.is_empty() || facet.name != "kind",
                "{pairs:?}: no {}",
                facet.name
            );
            // A name is asked for by any part of it, and there are many.
            let is_by_part = matches!(facet.name, "actor" | "outlet");
            for value in facet.values.iter().take(if is_by_part { 4 } else { usize::MAX }) {
                let others = pairs.iter().copied().filter(|(name, _)| *name != facet.name);
                let narrowed: Vec<(&str, &str)> = others.chain([(facet.name, value.value.as_str())]).collect();
                let total = store.events(&Asked { limit: Some(0), ..asked(&narrowed) }).unwrap().total;
                assert!(
                    total == value.count || is_by_part && total > value.count,
                    "{pairs:?} {} {}: {} and {total}",
                    facet.name,
                    value.value,
                    value.count
                );
            }
        }
        let spots = store.spots(&asked(pairs)).unwrap();
        let shown: u64 =
            spots.spots.iter().map(|spot| spot.events).chain(spots.areas.iter().map(|area| area.events)).sum();
        assert_eq!((spots.total, spots.unplaced), (facets.total, facets.unplaced));
        assert_eq!(shown + spots.unplaced, spots.total);
        for spot in &spots.spots {
            let here: Vec<&EventRow> = rows
                .iter()
                .filter(|row| (row.lat, row.lon) == (Some(spot.lat), Some(spot.lon)))
                .filter(|row| (row.radius_km, row.precision) == (spot.radius_km, spot.precision))
                .collect();
            assert_eq!(spot.events as usize, here.len());
            assert_eq!(spot.killed, here.iter().map(|row| killed(row)).sum::<u64>());
            let mut latest = here.clone();
            latest.sort_by_key(|row| (std::cmp::Reverse(row.from), row.id.clone()));
            let ids: Vec<&String> = latest.iter().take(Spots::IDS).map(|row| &row.id).collect();
            assert_eq!(spot.ids.iter().collect::<Vec<_>>(), ids);
            assert_eq!((Some(&spot.place), &spot.country), (latest[0].place.as_ref(), &latest[0].country));
        }
        for area in &spots.areas {
            let is_country = area.level == stemma::model::PlacePrecision::Country;
            let here = rows.iter().filter(|row| {
                let name = if is_country { row.country.as_ref() } else { row.admin1.as_ref().or(row.place.as_ref()) };
                let is_called = name == Some(&area.name);
                is_called && (&row.country, row.precision) == (&area.country, area.level)
            });
            assert_eq!(area.events as usize, here.count());
        }
    }
}

/// What is said of outlets, beside their pages and who has words from whom.
fn sources(store: &Sqlite) {
    for outlet in [None, Some("a")] {
        let asked =
            Asked { filter: Filter { outlet: outlet.map(str::to_owned), ..Filter::default() }, ..Asked::default() };
        let pages = store.pages(&asked).unwrap().rows;
        let all: BTreeMap<String, PageRow> =
            store.pages(&Asked::default()).unwrap().rows.into_iter().map(|page| (page.id.clone(), page)).collect();
        let stories = store.stories(&Asked::default()).unwrap().rows;
        let copies: Vec<CopyRow> = stories.iter().flat_map(|story| store.copies_of(&story.id).unwrap()).collect();
        let key = |page: Option<&PageRow>| page.map(|page| plain_key(page.outlet.as_deref().unwrap_or_default()));
        let sources = store.sources(&asked).unwrap().rows;
        assert!(!sources.is_empty());
        for row in &sources {
            let is_mine = |id: &str| {
                pages.iter().any(|page| page.id == id) && key(all.get(id)).as_ref() == Some(&plain_key(&row.outlet))
            };
            let parent = |copy: &CopyRow| copy.parent.as_ref().and_then(|parent| all.get(parent)).cloned();
            let told: Vec<&CopyRow> = copies
                .iter()
                .filter(|copy| copy.p >= CopyEdge::COPYING && key(all.get(&copy.child)) != key(parent(copy).as_ref()))
                .collect();
            let mine: Vec<&CopyRow> = told.iter().copied().filter(|copy| is_mine(&copy.child)).collect();
            let different =
                |copies: Vec<&&CopyRow>| copies.iter().map(|copy| &copy.child).collect::<BTreeSet<_>>().len();
            let day = |page: &PageRow| page.from.filter(|_| page.from == page.to);
            let days = mine.iter().filter_map(|copy| Some((day(&all[&copy.child])?, day(&parent(copy)?)?)));
            let mut delays: Vec<i32> = days.map(|(copied, first)| copied.days_since(first)).collect();
            delays.sort();
            let median = match delays.len() {
                0 => None,
                length => Some(f64::from(delays[length / 2] + delays[(length - 1) / 2]) / 2.0),
            };
            assert_eq!(
                (row.copies as usize, row.credited as usize, row.altered, row.delay_days, row.copied as usize),
                (
                    different(mine.iter().collect()),
                    different(mine.iter().filter(|copy| copy.credits).collect()),
                    mine.iter().map(|copy| copy.altered).sum(),
                    median,
                    told.iter().filter(|copy| copy.parent.as_ref().is_some_and(|parent| is_mine(parent))).count()
                ),
                "{row:?}"
            );
        }
    }
}

/// Conditions, tried on rows and on the picture.
fn conditions(store: &Sqlite, events: &[&Event]) {
    let ask = |filter: Filter, holds: &dyn Fn(&Event) -> bool| {
        let asked = Asked { filter: filter.clone(), sort: Some(Sort::Id), ..Asked::default() };
        let found: Vec<String> = store.events(&asked).unwrap().rows.into_iter().map(|row| row.id).collect();
        let mut expected: Vec<String> =
            events.iter().filter(|event| holds(event)).map(|event| event.id.clone()).collect();
        expected.sort();
        assert_eq!(found, expected, "{filter:?}");
        assert!(!found.is_empty() || events.len() < 100, "{filter:?}: nothing to compare");
    };
    let day = "2023-11-01".parse().unwrap();
    ask(Filter { reaching: true, since: Some(day), ..Filter::default() }, &|event| {
        event.time.is_some_and(|time| time.to >= day)
    });
    ask(Filter { reaching: true, until: Some(day), ..Filter::default() }, &|event| {
        event.time.is_some_and(|time| time.from <= day)
    });
    ask(Filter { country: Some("SDN".into()), ..Filter::default() }, &|event| {
        event.place.as_ref().and_then(|place| place.country.as_deref()) == Some("SDN")
    });
    ask(Filter { killed_min: Some(2), ..Filter::default() }, &|event| {
        let killed = event.toll.iter().find(|toll| toll.measure == "killed" && toll.scope == Scope::Event);
        killed.is_some_and(|toll| toll.best.or(toll.low).or(toll.high) >= Some(2))
    });
    ask(Filter { origins_min: Some(2), ..Filter::default() }, &|event| event.origins.min >= 2);
    ask(Filter { kinds: vec!["assault".into()], ..Filter::default() }, &|event| event.plover == "ASSAULT");
    let khartoum = (15.5, 32.56);
    let circle = Within::Circle { lat: khartoum.0, lon: khartoum.1, km: 60.0 };
    ask(Filter { place: Some(circle), ..Filter::default() }, &|event| {
        let place = event.place.as_ref();
        let is_near =
            place.and_then(|place| place.point()).is_some_and(|at| stemma::model::kilometres(at, khartoum) <= 60.0);
        is_near && place.and_then(|place| place.radius_km).unwrap_or(0.0) <= 60.0
    });
}

#[test]
fn rows_are_what_the_picture_says_in_any_order_and_any_number_of_runs() {
    let folder = tempfile::tempdir().unwrap();
    let mut files = corpus();
    for (at, line) in contested().lines().enumerate() {
        let file = folder.path().join(format!("contested-{at}.jsonl"));
        fs::write(&file, line).unwrap();
        files.push(file);
    }
    for (order, runs) in [(0, 1), (1, 2), (2, 5), (3, 9)] {
        let mut session = ingested(folder.path(), &files, order, runs);
        check(&mut session);
        assert!(!session.store().weighed().unwrap().is_empty(), "no number is weighed");
    }
}

#[test]
fn what_is_marked_is_listed_by_its_mark_and_all_else_by_that_of_its_pages() {
    let folder = tempfile::tempdir().unwrap();
    let mut session = ingested(folder.path(), &corpus(), 0, 1);
    let signature = |second: u32| Signature {
        at: format!("2026-01-01T12:00:{second:02}.000Z"),
        by: "Ada".into(),
        why: "names a child".into(),
    };
    let pages = session.store().pages(&Asked::default()).unwrap().rows;
    let kinds = [MarkKind::Sensitive, MarkKind::Graphic, MarkKind::Deleted];
    for (at, page) in pages.iter().step_by(7).enumerate() {
        let ids = std::slice::from_ref(&page.id);
        session.mark_pages(ids, kinds[at % 3], &signature(at as u32), &Silent).unwrap();
        if at == 2 {
            session.mark_pages(ids, MarkKind::Sensitive, &signature(50), &Silent).unwrap();
        }
    }
    let store = session.store();
    let pages = store.pages(&Asked::default()).unwrap().rows;
    let marks_of = |page: &str| pages.iter().find(|row| row.id == page).map_or("", |row| row.marks.as_str());
    let told: Vec<(String, Option<String>)> =
        store.claims(&Asked::default()).unwrap().rows.into_iter().map(|claim| (claim.id, Some(claim.page))).collect();
    let events = store.events(&Asked::default()).unwrap().rows;
    let stories = store.stories(&Asked::default()).unwrap().rows;
    for (written, wanted) in
        [("graphic", &["graphic"][..]), ("sensitive,deleted", &["sensitive", "deleted"]), ("none", &[""])]
    {
        let asked = |noun| Query::from_pairs([("mark", written)]).unwrap().asked(noun, store).unwrap();
        let is_wanted = |marks: &str| marks.split("; ").any(|mark| wanted.contains(&mark));
        let check = |what: &str, found: Vec<String>, expected: Vec<String>| {
            let sorted = |ids: Vec<String>| ids.into_iter().collect::<std::collections::BTreeSet<_>>();
            assert!(!expected.is_empty(), "{what} {written}: nothing to compare");
            assert_eq!(sorted(found), sorted(expected), "{what} {written}");
        };
        let found = store.pages(&asked(Noun::Pages)).unwrap().rows.into_iter().map(|row| row.id).collect();
        let expected = pages.iter().filter(|row| is_wanted(&row.marks)).map(|row| row.id.clone()).collect();
        check("pages", found, expected);
        let found = store.events(&asked(Noun::Events)).unwrap().rows.into_iter().map(|row| row.id).collect();
        let expected = events.iter().filter(|row| is_wanted(&row.marks)).map(|row| row.id.clone()).collect();
        check("events", found, expected);
        let found = store.claims(&asked(Noun::Claims)).unwrap().rows.into_iter().map(|row| row.id).collect();
        let is_told = |page: &Option<String>| page.as_deref().is_some_and(|page| is_wanted(marks_of(page)));
        check("claims", found, told.iter().filter(|(_, page)| is_told(page)).map(|(id, _)| id.clone()).collect());
        let found = store.stories(&asked(Noun::Stories)).unwrap().rows.into_iter().map(|row| row.id).collect();
        let is_story = |story: &str| {
            let mut marks = pages.iter().filter(|row| row.story.as_deref() == Some(story)).map(|row| &row.marks);
            if written == "none" { marks.all(|marks| marks.is_empty()) } else { marks.any(|marks| is_wanted(marks)) }
        };
        check("stories", found, stories.iter().filter(|row| is_story(&row.id)).map(|row| row.id.clone()).collect());
        for noun in [Noun::Actors, Noun::Places, Noun::Sources] {
            let asked = asked(noun);
            let (found, all) = match noun {
                Noun::Actors => (store.actors(&asked).unwrap().total, store.actors(&Asked::default()).unwrap().total),
                Noun::Places => (store.places(&asked).unwrap().total, store.places(&Asked::default()).unwrap().total),
                _ => (store.sources(&asked).unwrap().total, store.sources(&Asked::default()).unwrap().total),
            };
            // An outlet with a page that nobody marked stands for them all.
            assert!(0 < found && (found < all || written == "none"), "{} {written}: {found} of {all}", noun.name());
        }
    }
    overviews(store);
}

/// Fixes of every kind on the events of a store.
fn fixes(session: &mut Session<'_>) -> Vec<Fix> {
    let Snapshot { picture, .. } = session.snapshot().unwrap();
    let by_mentions = |least: usize| picture.events.iter().filter(move |event| event.mentions.len() >= least);
    let signature = |second: usize, by: &str| Signature {
        at: format!("2026-01-01T12:00:{second:02}.000Z"),
        by: by.into(),
        why: "read the pages".into(),
    };
    let several: Vec<&Event> = by_mentions(2).collect();
    let counted: Vec<&Event> = picture.events.iter().filter(|event| !event.toll.is_empty()).collect();
    let told_apart = several.iter().find(|event| event.mentions.iter().any(|other| other.doc != event.mentions[0].doc));
    let split = told_apart.expect("an event that two pages tell");
    let neighbours = by_mentions(1).find_map(|one| {
        let other =
            by_mentions(1).find(|other| other.story == one.story && other.id != one.id && other.kind != one.kind)?;
        Some((one, other))
    });
    let (one, other) = neighbours.expect("two events of a story");
    let changes: Vec<(&str, String)> = vec![
        (&counted[0].id, "killed=77".into()),
        (&counted[1].id, "killed=5..9".into()),
        (&counted[1].id, "killed=6".into()),
        (&counted[2].id, "accept".into()),
        (&several[3].id, "reject".into()),
        (&several[4].id, "place=Zamzam camp @ 13.49,25.31".into()),
        (&several[5].id, "kind=shelling".into()),
        (&several[5].id, "told=denied".into()),
        (&several[6].id, "day=2024-02".into()),
        (&several[7].id, "actor=Rapid Support Forces; somebody".into()),
        (&several[8].id, "hold".into()),
        (&split.id, format!("split={}", split.mentions[0].doc)),
        (&one.id, format!("merge={}", other.id)),
    ];
    let mut made = Vec::new();
    for (at, (event, change)) in changes.iter().enumerate() {
        let by = if at % 2 == 0 { "Ada" } else { "Ben" };
        made.extend(session.fix(event, std::slice::from_ref(change), &signature(at, by)).unwrap());
    }
    made.push(session.unfix(&made[9].id.clone(), &signature(40, "Ada")).unwrap());
    made
}

/// What a store holds in the end: the picture with its reviews, and what became of every fix.
fn end(session: &mut Session<'_>) -> (Vec<Event>, Vec<String>) {
    let Snapshot { picture, .. } = session.snapshot().unwrap();
    let rows = review::rows(session.store()).unwrap();
    let said = rows.iter().map(|row| format!("{} {} {} {}", row.event, row.field, row.value, row.status)).collect();
    (picture.events.into_iter().chain(picture.second_rank).chain(picture.rejected).collect(), said)
}

#[test]
fn what_people_say_stands_in_any_order_with_pages_coming_between_and_after_all_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let files = corpus();
    let mut session = ingested(folder.path(), &files, 0, 1);
    let before = session.snapshot().unwrap().picture.events.len();
    let said = fixes(&mut session);
    check(&mut session);
    let expected = end(&mut session);
    let statuses: Vec<&str> = expected.1.iter().filter_map(|line| line.rsplit(' ').next()).collect();
    assert!(statuses.iter().all(|status| matches!(*status, "applies" | "replaced" | "withdrawn")), "{:#?}", expected.1);
    assert_eq!(session.store().fixes().unwrap().len(), said.len());
    assert_eq!(expected.0.iter().filter(|event| event.checked() == Some(Checked::Rejected)).count(), 1);
    for (order, runs) in [(1, 2), (2, 5), (3, 9)] {
        let mut other = reviewed(folder.path(), &files, order, runs, &said);
        check(&mut other);
        assert_eq!(end(&mut other), expected, "order {order}, {runs} runs");
        // Said twice, it is said once.
        assert_eq!(other.add(&said).unwrap(), 0);
    }
    // Another version of the program makes the picture anew; what people say stays.
    session.store().forget_picture().unwrap();
    assert_eq!(end(&mut session), expected, "read by another version");
    // Taken back, all is as it was read.
    for fix in &said {
        if !matches!(fix.said, stemma::model::Said::Withdraw { .. }) {
            let signature = Signature { at: "2026-01-02T00:00:00.000Z".into(), by: "Ada".into(), why: "no".into() };
            let _ = session.unfix(&fix.id, &signature);
        }
    }
    check(&mut session);
    let (events, _) = end(&mut session);
    assert!(events.iter().all(|event| event.review.is_none()), "a fix that was taken back still stands");
    assert_eq!(session.snapshot().unwrap().picture.events.len(), before);
}
