//! Whether a store keeps its word: what is damaged is noticed, what is missing is missed, what is foreign is refused.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::json;
use stemma::model::{Event, Picture};
use stemma::pipeline::Chapter;

use super::{backup, log, schema, verify};
use crate::tests::{chapter, entry};
use crate::{
    Access, Archive, Asked, Bbox, Dataset, Documents, Entry, Error, Extent, Filed, Filter, Fixes, Judgement,
    Judgements, MarkKind, Marked, Marks, Reliability, Sqlite,
};

/// A connection that may do to a store what the program never does.
pub(crate) fn sealed(path: &Path) -> Connection {
    schema::connect(path, schema::Way::Written).unwrap()
}

/// A store of a few documents, some longer than a page, in two stories that tell an event each.
fn small(folder: &Path) -> PathBuf {
    let path = folder.join("case.stemma");
    let mut store = Sqlite::open(&path, Access::Create).unwrap();
    let long: String = (0..3_000_u32).map(|at| format!("w{} ", at.wrapping_mul(2_654_435_761) >> 12)).collect();
    let entries: Vec<Entry> =
        [("a", "Shells fell on the town.\n"), ("b", "Troops left.\n"), ("c", &long), ("d", "A bridge fell.\n")]
            .map(|(id, said)| entry(id, said))
            .into();
    store.keep(&entries, &[]).unwrap();
    let chapters = [told("s-1", &["a", "b"], 3), told("s-2", &["c", "d"], 40)];
    let filed: Vec<Filed> = chapters.iter().map(Filed::new).collect();
    let events: Vec<Event> = chapters.iter().flat_map(|chapter| chapter.part.events()).cloned().collect();
    let told = Picture { events, ..Picture::default() };
    store.keep_chapters(store.revision().unwrap(), 0, &filed, &told, Extent::Whole, &[(0, vec![7; 20_000])]).unwrap();
    path
}

/// A chapter that tells so many events.
fn told(id: &str, documents: &[&str], events: usize) -> Chapter {
    let mention = json!({"doc": documents[0], "start": 0, "end": 6, "quote": "Shells"});
    let event = |number: usize| {
        json!({"event": {
            "id": format!("e-{id}-{number}"), "summary": format!("shelling {number}"), "kind": "shelling", "plover": "ASSAULT", "mode": null,
            "acled": null, "acled_sub": null, "assertion": "asserted", "actors": [{"name": format!("Battery {number}"), "id": null}],
            "recipients": [], "place": {"name": format!("Town {number}"), "geonames": null, "lat": 30.0 + number as f64, "lon": 36.0,
            "country": "SYR", "level": "settlement", "radius_km": 2.0}, "relation": null,
            "time": {"from": "2023-03-01", "to": "2023-03-01", "precision": "day"}, "toll": [], "territory": null,
            "mentions": [mention], "articles": 1, "origins": {"min": 1, "max": 1, "reason": "one"}, "origin_groups": [documents],
            "grade": {"admiralty_number": 3, "trace": "one origin"}, "contradictions": [], "reasons": [], "story": id,
        }, "reports": []})
    };
    let drafts: Vec<_> = (0..events).map(event).collect();
    let part = serde_json::from_value(
        json!({"events": drafts, "claims": [], "contradictions": [], "control": {"stated": [], "deeds": []}}),
    );
    Chapter { part: part.unwrap(), ..chapter(id, documents) }
}

/// All that can be read of a store; `Err` where something cannot, and `None` where something was left out.
fn all_of(path: &Path) -> Result<Option<String>, Error> {
    let store = Sqlite::open(path, Access::Existing)?;
    let mut chapters = store.chapters()?;
    chapters.sort_by(|a, b| a.story.id.cmp(&b.story.id));
    let mut wholes = Vec::new();
    for listed in store.catalogue()? {
        wholes.push(store.document(&listed.id)?);
    }
    let words =
        |words: &str| Asked { filter: Filter { words: Some(words.into()), ..Filter::default() }, ..Asked::default() };
    let rows = (store.events(&Asked::default())?, store.events(&words("battery"))?, store.search(&words("town"))?);
    let events: Result<Vec<_>, Error> = rows.0.rows.iter().map(|row| store.event(&row.id)).collect();
    let more = (store.stories(&Asked::default())?, store.pages(&Asked::default())?, store.actors(&Asked::default())?);
    let said = format!(
        "{:?}",
        (
            store.readings()?,
            chapters,
            wholes,
            rows,
            events?,
            more,
            store.archive()?,
            store.history("")?,
            store.totals()?
        )
    );
    Ok(if store.left_out().is_empty() { Some(said) } else { None })
}

fn faults(path: &Path) -> Vec<String> {
    let mut lines = Vec::new();
    match verify(path, &mut |line| lines.push(line.to_owned())) {
        Ok(verified) => assert_eq!(verified.faults, lines.len() as u64),
        Err(error) => lines.push(format!("refused: {error}")),
    }
    lines
}

/// Numbers without a pattern, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % end
    }
}

#[test]
fn every_flipped_byte_is_named_and_none_changes_what_is_read() {
    const FLIPS: usize = 1000;
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    assert_eq!(faults(&path), [""; 0]);
    assert!(!log::path(&path).exists());
    let (whole, said) = (fs::read(&path).unwrap(), all_of(&path).unwrap().unwrap());
    let mut numbers = Numbers(41);
    let mut outcomes: BTreeMap<&str, usize> = BTreeMap::new();
    for flip in 0..FLIPS {
        // The header is small and each byte of it matters.
        let at = if flip % 10 == 0 { numbers.below(100) } else { numbers.below(whole.len()) };
        let mut flipped = whole.clone();
        flipped[at] ^= 1 << numbers.below(8);
        fs::write(&path, &flipped).unwrap();
        let named = faults(&path);
        assert!(!named.is_empty(), "a flip of byte {at} is not named");
        let outcome = match all_of(&path) {
            Err(_) => "refused",
            Ok(None) => "left out",
            Ok(Some(now)) => {
                assert!(now == said, "a flip of byte {at} changes what is read");
                "same"
            }
        };
        *outcomes.entry(outcome).or_default() += 1;
        assert_eq!(fs::read(&path).unwrap(), flipped, "looking at a damaged store changes nothing of it");
    }
    println!("{outcomes:?}");
}

#[test]
fn a_damaged_page_is_named_with_its_table_and_its_document() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let whole = fs::read(&path).unwrap();
    let mut seen = String::new();
    for page in 0..whole.len() / 4096 {
        let mut damaged = whole.clone();
        damaged[page * 4096 + 2000] ^= 0x10;
        fs::write(&path, damaged).unwrap();
        let named = faults(&path);
        assert!(named[0].contains(&format!("page {}", page + 1)), "{named:?}");
        seen.push_str(&(named.join("\n") + "\n"));
    }
    for expected in [
        "(table documents)",
        "(index sqlite_autoindex_documents_1 of table documents)",
        "(table page_words_data)",
        "(table event_places_node)",
        "(table event_records)",
        "(table archive)",
        "document c: page",
        "story s-2: page",
    ] {
        assert!(seen.contains(expected), "no {expected} in {seen}");
    }
}

/// Runs statements on a store as a bug or another program might, and looks at what is found.
#[track_caller]
fn check_verify(statements: &str, expected: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    sealed(&path).execute_batch(statements).unwrap();
    let named = faults(&path).join("\n");
    for expected in expected {
        assert!(named.contains(expected), "no {expected:?} after {statements} in:\n{named}");
    }
}

#[test]
fn rows_that_are_missing_or_of_something_else_are_named() {
    check_verify(
        "DELETE FROM documents WHERE id = 'b'",
        &["1 of 4 documents", "document b is in a story, and not in the store"],
    );
    check_verify(
        "UPDATE documents SET (bytes, length) = (SELECT bytes, length FROM documents WHERE id = 'a') WHERE id = 'b'",
        &["document b: its bytes"],
    );
    check_verify("UPDATE documents SET reading = x'00' WHERE id = 'b'", &["document b: "]);
    check_verify("UPDATE documents SET text = 'x', length = 3 WHERE id = 'b'", &["document b: "]);
    check_verify("DELETE FROM chapters WHERE story = 's-1'", &["1 of 2 stories", "story s-1 is missing"]);
    check_verify("UPDATE chapters SET record = x'4b4c' WHERE story = 's-1'", &["story s-1: "]);
    check_verify("DELETE FROM stories WHERE id = 's-1'", &["story s-1 has no row"]);
    check_verify(
        "DELETE FROM story_documents WHERE document = 'a'",
        &["document a is in no story", "story s-1 has other pages"],
    );
    check_verify("DELETE FROM events WHERE id = 'e-s-1-0'", &["story s-1 has other events"]);
    check_verify("DELETE FROM event_records WHERE event = 2", &["has no record"]);
    check_verify("DELETE FROM event_places WHERE event = 2", &["cannot be found by its place"]);
    check_verify("DELETE FROM event_words WHERE rowid = 2", &["event 2 cannot be found by its words"]);
    check_verify("DELETE FROM page_words WHERE rowid = 2", &["page 2 cannot be found by its words"]);
    check_verify("DELETE FROM pages WHERE id = 'a'", &["document a has no row of its page"]);
    check_verify("DELETE FROM story_history", &["0 of 2 changes"]);
    check_verify("UPDATE event_records SET record = x'4b4c' WHERE event = 2", &["event_records 2: "]);
}

#[test]
fn a_mark_that_is_not_as_it_was_signed_is_named() {
    let marked = |statements: &str, expected: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        let path = small(folder.path());
        let mut store = Sqlite::open(&path, Access::Existing).unwrap();
        let mark = |page: &str, kind, withdraws: Option<&str>| {
            Marked::new(page, kind, "Ada", "2024-06-09T08:00:00Z", "names a child", withdraws)
        };
        let first = mark("a", MarkKind::Sensitive, None);
        let back = mark("a", MarkKind::Sensitive, Some(&first.id));
        let marks = [first, back, mark("b", MarkKind::Graphic, None), mark("Amina Yusuf", MarkKind::Name, None)];
        store.add_marks(&marks).unwrap();
        drop(store);
        assert_eq!(faults(&path), [""; 0]);
        sealed(&path).execute_batch(statements).unwrap();
        let named = faults(&path);
        assert_eq!(named.len(), expected.len(), "{statements}: {named:?}");
        for expected in expected {
            assert!(
                named.iter().any(|line| line.contains(expected)),
                "no {expected:?} after {statements} in {named:?}"
            );
        }
        // Pages are shown with what is left.
        let store = Sqlite::open(&path, Access::Existing).unwrap();
        assert_eq!(store.marks_of(&["c"]).unwrap(), []);
        assert_eq!(store.left_out(), [""; 0], "of pages without marks none is read");
        store.marks_of(&["a", "b"]).unwrap().len()
    };
    // What was taken back stays so, also where the word that did it is damaged or gone.
    let taken_back = "document a does not show that it is marked as sensitive";
    assert_eq!(marked("UPDATE marks SET mark = 'x' WHERE number = 2", &["mark 2 of the store: ", taken_back]), 1);
    assert_eq!(marked("DELETE FROM marks WHERE number = 2", &["3 of 4 marks are there", taken_back]), 1);
    assert_eq!(marked("UPDATE marks SET why = 'asked for it' WHERE page = 'b'", &["says other things"]), 1);
    assert_eq!(
        marked(
            "UPDATE marks SET page = 'gone' WHERE page = 'b'",
            &[
                "says other things",
                "is of document gone, which is missing",
                "document gone does not show that it is marked as graphic",
                "document b shows that it is marked as graphic, which nobody signed",
            ]
        ),
        0
    );
    assert_eq!(
        marked("UPDATE marks SET mark = 'secret' WHERE page = 'b'", &["mark 3 of the store: ", "which nobody signed"]),
        0
    );
    assert_eq!(marked("DELETE FROM marks WHERE number = 1", &["3 of 4 marks are there", "which is missing"]), 1);
    assert_eq!(marked("DELETE FROM page_marks", &["document b does not show that it is marked as graphic"]), 0);
    assert_eq!(marked("UPDATE state SET marks = 3", &["more marks than the 3"]), 1);
}

#[test]
fn what_people_think_of_an_outlet_is_kept_signed_and_the_last_word_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let mut store = Sqlite::open(&path, Access::Existing).unwrap();
    let said = |outlet: &str, letter, by: &str| Judgement {
        outlet: outlet.into(),
        letter,
        by: by.into(),
        at: "2026-01-01T12:00:00.000Z".into(),
        why: "its corrections are prompt".into(),
    };
    let before = store.stamp().unwrap();
    let judged = [said("The Herald", Reliability::B, "Ada"), said("the herald", Reliability::D, "Ben")];
    for judgement in &judged {
        store.judge(judgement).unwrap();
    }
    assert_ne!(store.stamp().unwrap(), before);
    assert_eq!(store.judgements("THE HERALD").unwrap(), judged, "in any spelling, the last one last");
    assert!(store.judgements("Monitor").unwrap().is_empty());
    drop(store);
    assert_eq!(faults(&path), [""; 0]);
    check_verify("UPDATE state SET reliability = 2", &["0 of 2 judgements"]);
}

#[test]
fn the_stamp_changes_with_whatever_can_be_asked() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let mut store = Sqlite::open(&path, Access::Existing).unwrap();
    let mut seen = vec![store.stamp().unwrap()];
    assert_eq!(store.stamp().unwrap(), seen[0]);
    store.keep(&[entry("e", "New.\n")], &[]).unwrap();
    seen.push(store.stamp().unwrap());
    let revision = store.revision().unwrap();
    store.keep_chapters(revision, 0, &[], &Picture::default(), Extent::Whole, &[]).unwrap();
    seen.push(store.stamp().unwrap());
    store.forget_picture().unwrap();
    seen.push(store.stamp().unwrap());
    let different: std::collections::BTreeSet<&String> = seen.iter().collect();
    assert_eq!(different.len(), seen.len(), "{seen:?}");
}

#[test]
fn a_box_may_reach_over_the_line_of_the_date() {
    let folder = tempfile::tempdir().unwrap();
    let store = Sqlite::open(small(folder.path()), Access::Existing).unwrap();
    // All towns lie at 36 degrees east, from 30 degrees north on, one to a degree; three of the first story lie on those of the second.
    let check = |west: f64, south: f64, east: f64, north: f64, expected: usize| {
        let filter = Filter { bbox: Some(Bbox { west, south, east, north }), ..Filter::default() };
        let asked = Asked { filter, ..Asked::default() };
        let listed = store.events(&asked).unwrap().rows.len();
        let counted = store.facets(&asked).unwrap().total as usize;
        assert_eq!((listed, counted), (expected, expected), "{west} {south} {east} {north}");
    };
    check(-180.0, -90.0, 180.0, 90.0, 43);
    check(35.0, 30.0, 37.0, 32.0, 6);
    check(36.0, 30.0, 36.0, 30.0, 2);
    check(36.000_001, 30.0, 37.0, 32.0, 0);
    check(170.0, 30.0, 37.0, 32.0, 6);
    check(170.0, 30.0, 35.0, 32.0, 0);
    check(35.0, 30.0, -170.0, 32.0, 6);
}

#[test]
fn a_damaged_document_or_story_is_left_out_and_the_rest_is_read() {
    let check = |statements: &str, left: &str, texts: usize, stories: usize| {
        let folder = tempfile::tempdir().unwrap();
        let path = small(folder.path());
        sealed(&path).execute_batch(statements).unwrap();
        let store = Sqlite::open(&path, Access::Existing).unwrap();
        assert_eq!((store.readings().unwrap().len(), store.chapters().unwrap().len()), (texts, stories));
        assert!(store.left_out().iter().any(|line| line.contains(left)), "{:?}", store.left_out());
    };
    check("UPDATE documents SET reading = x'00' WHERE id = 'b'", "document b is damaged and left out", 3, 2);
    check("UPDATE documents SET text = CAST(x'ff' AS TEXT) WHERE id = 'b'", "document b", 3, 2);
    check("UPDATE chapters SET record = x'00' WHERE story = 's-1'", "story s-1 is damaged and left out", 4, 1);
}

#[test]
fn a_damaged_fix_is_left_out_and_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let broken = "INSERT INTO fixes VALUES (1, 'f-1', '2026-01-01T00:00:00Z', 'Ada', 1, '{');
                  INSERT INTO fix_pages VALUES ('a', 1);
                  UPDATE state SET fixes = 1";
    sealed(&path).execute_batch(broken).unwrap();
    let mut store = Sqlite::open(&path, Access::Existing).unwrap();
    assert!(store.fixes().unwrap().is_empty() && !store.is_stale().unwrap());
    assert!(store.left_out()[0].contains("fix 1 of the store is damaged and left out"), "{:?}", store.left_out());
    // Stories of which it speaks can be made anew.
    store.keep_chapters(store.revision().unwrap(), 0, &[], &Picture::default(), Extent::Whole, &[]).unwrap();
    assert!(faults(&path).iter().any(|line| line.starts_with("fix 1 of the store: ")), "{:?}", faults(&path));
}

#[test]
fn a_copy_leaves_what_lies_beside_it_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let (copy, part) = (folder.path().join("copy.stemma"), folder.path().join("copy.stemma.part"));
    fs::write(&part, "mine").unwrap();
    assert_eq!(backup(&path, &copy, false, &mut |line| panic!("{line}")).unwrap().documents, 4);
    assert_eq!(fs::read(&part).unwrap(), b"mine");
    let mut names: Vec<String> =
        fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert_eq!(names, ["case.stemma", "copy.stemma", "copy.stemma.part"]);
}

/// Copies a store with its log as a program leaves them that is killed after these commits.
fn killed(folder: &Path, commits: usize) -> PathBuf {
    let path = small(folder);
    let mut store = Sqlite::open(&path, Access::Existing).unwrap();
    for commit in 0..commits {
        store.keep(&[entry(&format!("new-{commit}"), "More shells fell.\n")], &[]).unwrap();
    }
    let copy = folder.join("killed.stemma");
    fs::copy(&path, &copy).unwrap();
    fs::copy(log::path(&path), log::path(&copy)).unwrap();
    copy
}

#[test]
fn a_store_without_its_log_is_not_taken_for_the_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = killed(folder.path(), 3);
    let [alone, with_empty_log] = ["alone.stemma", "empty.stemma"].map(|name| folder.path().join(name));
    fs::copy(&path, &alone).unwrap();
    fs::copy(&path, &with_empty_log).unwrap();
    fs::write(log::path(&with_empty_log), "").unwrap();
    for lost in [&alone, &with_empty_log] {
        let error = Sqlite::open(lost, Access::Existing).unwrap_err().to_string();
        assert!(error.contains("stemma-wal, which is missing or empty") && error.contains("backup"), "{error}");
        assert!(Sqlite::open(lost, Access::Create).is_err());
        assert!(faults(lost)[0].contains("which is missing or empty"));
    }
    assert_eq!(faults(&path), [""; 0]);
    let store = Sqlite::open(&path, Access::Existing).unwrap();
    assert_eq!(store.count().unwrap(), 7);
    drop(store);
    assert!(!log::path(&path).exists(), "the last one that closes it takes the log away");
    fs::copy(&path, &alone).unwrap();
    assert_eq!(Sqlite::open(&alone, Access::Existing).unwrap().count().unwrap(), 7, "and the mark with it");
}

#[test]
fn a_damaged_log_is_noticed_before_sqlite_forgets_what_is_behind_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = killed(folder.path(), 3);
    let (store, whole) = (fs::read(&path).unwrap(), fs::read(log::path(&path)).unwrap());
    let mut numbers = Numbers(5);
    let (mut refused, mut told) = (0, 0);
    for _ in 0..60 {
        let mut damaged = whole.clone();
        damaged[numbers.below(whole.len())] ^= 1 << numbers.below(8);
        fs::write(&path, &store).unwrap();
        fs::write(log::path(&path), &damaged).unwrap();
        assert!(!faults(&path).is_empty(), "it is not noticed");
        fs::write(&path, &store).unwrap();
        fs::write(log::path(&path), &damaged).unwrap();
        match Sqlite::open(&path, Access::Existing) {
            Err(error) => {
                assert!(error.to_string().contains("commits behind it are lost"), "{error}");
                refused += 1;
            }
            Ok(store) => {
                assert!(store.left_out()[0].contains("the last commit is lost"), "{:?}", store.left_out());
                assert_eq!(store.count().unwrap(), 6);
                told += 1;
            }
        }
    }
    assert!(refused > 0 && told > 0, "{refused} refused, {told} told");
    // What a killed program wrote of a commit that it did not end is no loss.
    fs::write(&path, &store).unwrap();
    fs::write(log::path(&path), &whole[..whole.len() - 3000]).unwrap();
    assert_eq!(faults(&path), [""; 0]);
}

#[test]
fn a_store_that_was_cut_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let whole = fs::read(&path).unwrap();
    for length in [100, 4096, whole.len() / 2, whole.len() - 4096, whole.len() - 1] {
        fs::write(&path, &whole[..length]).unwrap();
        let error = Sqlite::open(&path, Access::Existing).unwrap_err().to_string();
        assert!(error.contains("was cut"), "{length}: {error}");
        assert!(!faults(&path).is_empty());
    }
    fs::write(&path, "").unwrap();
    assert!(Sqlite::open(&path, Access::Existing).unwrap_err().to_string().contains("it is an empty file"));
    fs::write(log::path(&path), whole).unwrap();
    for access in [Access::Existing, Access::Create] {
        assert!(Sqlite::open(&path, access).unwrap_err().to_string().contains("was cut"));
    }
    fs::remove_file(&path).unwrap();
    assert!(Sqlite::open(&path, Access::Create).unwrap_err().to_string().contains("the end of one"));
}

#[test]
fn what_no_version_of_ours_made_is_refused() {
    let check = |statement: &str, expected: &str| {
        let folder = tempfile::tempdir().unwrap();
        let path = small(folder.path());
        sealed(&path).execute_batch(statement).unwrap();
        let before = fs::read(&path).unwrap();
        let error = Sqlite::open(&path, Access::Create).unwrap_err().to_string();
        assert!(error.contains(expected), "{error}");
        assert_eq!(fs::read(&path).unwrap(), before);
    };
    check(
        "CREATE TRIGGER mine AFTER INSERT ON documents BEGIN DELETE FROM documents; END",
        "a trigger of another program, mine",
    );
    check("CREATE VIEW mine AS SELECT 1", "a view of another program, mine");
    check("CREATE TABLE mine (a)", "a table of another program, mine");
    check("DROP INDEX pages_by_day", "the index pages_by_day is missing");
}

#[test]
fn a_name_is_a_path_whatever_it_means_to_sqlite() {
    let folder = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:x", "file:y?mode=memory", "a?b#c", "100%25", "ein Süd"] {
        let path = folder.path().join(name);
        Sqlite::open(&path, Access::Create).unwrap().keep(&[entry("a", "one")], &[]).unwrap();
        assert!(path.is_file(), "{name}");
        assert_eq!(Sqlite::open(&path, Access::Existing).unwrap().count().unwrap(), 1, "{name}");
    }
}

#[test]
fn older_stores_get_sums_whenever_that_is_stopped() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["version-8.stemma", "version-9.stemma", "version-11.stemma"] {
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stemma-cli/tests/compat").join(name);
        let path = folder.path().join(name);
        fs::copy(&old, &path).unwrap();
        // As it lies there after it was stopped between the two commits, the log not yet taken into the file.
        let killed = folder.path().join(format!("killed-{name}"));
        let connection = schema::connect(&path, schema::Way::Written).unwrap();
        connection.pragma_update(None, "journal_mode", "WAL").unwrap();
        schema::write_anew(&connection).unwrap();
        fs::copy(&path, &killed).unwrap();
        fs::copy(log::path(&path), log::path(&killed)).unwrap();
        drop(connection);
        for path in [path, killed] {
            let store = Sqlite::open(&path, Access::Existing).unwrap();
            assert_eq!((store.count().unwrap(), store.readings().unwrap().len()), (5, 5));
            drop(store);
            assert_eq!(faults(&path), [""; 0], "{path:?}");
            let mut bytes = fs::read(&path).unwrap();
            assert_eq!(bytes[20], 8);
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&path, &bytes).unwrap();
            assert!(!faults(&path).is_empty());
        }
    }
}

#[test]
fn a_store_that_is_opened_to_be_asked_cannot_be_written_and_sees_what_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let bytes = fs::read(&path).unwrap();
    let mut asking = Sqlite::open(&path, Access::Asking).unwrap();
    let error = asking.keep(&[entry("z", "Shells fell again.\n")], &[]).unwrap_err().to_string();
    assert!(error.contains("cannot be written here"), "{error}");
    let mark = asking.mark().unwrap();
    assert_eq!((asking.count().unwrap(), asking.came_since(&mark, 0, 9).unwrap().total), (4, 0));
    assert_eq!(fs::read(&path).unwrap(), bytes, "a look changes no byte");
    // Another program writes meanwhile, and goes first.
    let mut writer = Sqlite::open(&path, Access::Existing).unwrap();
    writer.keep(&[entry("z", "Shells fell again.\n")], &[]).unwrap();
    drop(writer);
    let came = asking.came_since(&mark, 0, 9).unwrap();
    assert_eq!((asking.count().unwrap(), came.rows, came.total), (5, vec!["z".to_owned()], 1));
    assert!(asking.is_stale().unwrap() && asking.mark().unwrap() != mark);
    assert_eq!(mark.to_string().parse(), Ok(mark));
    drop(asking);
    assert_eq!(Sqlite::open(&path, Access::Existing).unwrap().count().unwrap(), 5);
    assert!(Sqlite::open(folder.path().join("none"), Access::Asking).unwrap_err().is_missing());
    assert!(!folder.path().join("none").exists());
}

#[test]
fn an_older_store_that_is_only_asked_stays_as_it_is_and_names_the_way_out() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["version-8.stemma", "version-11.stemma"] {
        let old = Path::new(env!("CARGO_MANIFEST_DIR")).join("../stemma-cli/tests/compat").join(name);
        let path = folder.path().join(name);
        fs::copy(&old, &path).unwrap();
        let error = Sqlite::open(&path, Access::Asking).unwrap_err().to_string();
        assert!(error.contains("`stemma ls` brings it up to date"), "{error}");
        assert_eq!(fs::read(&path).unwrap(), fs::read(&old).unwrap(), "{name}");
    }
}

#[test]
fn marks_that_come_at_once_are_all_there_and_each_once() {
    const EACH: u64 = 25;
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let mark = |page: &str| Marked::new(page, MarkKind::Graphic, "Ada", "2024-06-09T08:00:00Z", "", None);
    std::thread::scope(|scope| {
        let (path, mark) = (&path, &mark);
        for desk in ["a", "b"] {
            scope.spawn(move || {
                let mut store = Sqlite::open(path, Access::Existing).unwrap();
                for at in 0..EACH {
                    assert_eq!(store.add_marks(&[mark(&format!("{desk}-{at}"))]).unwrap(), 1);
                }
            });
        }
    });
    let mut store = Sqlite::open(&path, Access::Existing).unwrap();
    let all = |store: &Sqlite| {
        (store.marks().unwrap().len() as u64, store.number("SELECT count(*) FROM page_marks").unwrap().unwrap())
    };
    assert_eq!(all(&store), (2 * EACH, 2 * EACH));
    let twice = [mark("c"), mark("a-0"), mark("c")];
    assert_eq!((store.add_marks(&twice).unwrap(), store.add_marks(&twice).unwrap()), (1, 0));
    assert_eq!(all(&store), (2 * EACH + 1, 2 * EACH + 1));
}

#[test]
fn a_store_that_is_held_tells_of_one_moment_until_it_is_released() {
    let folder = tempfile::tempdir().unwrap();
    let path = small(folder.path());
    let store = Sqlite::open(&path, Access::Existing).unwrap();
    let mut writer = Sqlite::open(&path, Access::Existing).unwrap();
    for count in [4, 5] {
        store.hold().unwrap();
        writer.keep(&[entry(&format!("z{count}"), "Shells fell again.\n")], &[]).unwrap();
        assert_eq!(store.count().unwrap(), count);
        store.release().unwrap();
        assert_eq!(store.count().unwrap(), count + 1);
    }
}
