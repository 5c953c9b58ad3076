use super::*;
use stemma::fuse::Part;
use stemma::lexicon::lists::{OwnList, digest};
use stemma::model::{Annotations, Article, CopyEdge, Story};

pub(crate) fn entry(id: &str, said: &str) -> Entry {
    let reading = Reading {
        id: id.into(),
        sha256: stemma::text::digest::sha256(said.as_bytes()),
        path: Some("pages.jsonl".into()),
        url: None,
        published_at: None,
        text: said.into(),
        article: Article::default(),
        annotations: Annotations::default(),
    };
    Entry::new(reading, said.as_bytes(), &[Note::new("short")], "")
}

fn refusal(record: &str) -> Refusal {
    Refusal { name: "pages.jsonl".into(), record: record.into(), note: Note::at("is empty", 7) }
}

fn holds(store: &dyn Store, id: &str, said: &str) -> bool {
    store.holds(id, &stemma::text::digest::sha256(said.as_bytes())).unwrap()
}

/// Keeps chapters that tell nothing.
fn keep_chapters(
    store: &mut dyn Store,
    revision: u64,
    chapters: &[Chapter],
    extent: Extent<'_>,
    pieces: &[(usize, Vec<u8>)],
) -> Result<(), Error> {
    let filed: Vec<Filed> = chapters.iter().map(Filed::new).collect();
    store.keep_chapters(revision, 0, &filed, &Picture::default(), extent, pieces)
}

pub(crate) fn chapter(id: &str, documents: &[&str]) -> Chapter {
    let documents: Vec<String> = documents.iter().map(|&document| document.to_owned()).collect();
    // The first article copies all others, one of which nobody collected.
    let edge = |parent: &String| CopyEdge {
        child: documents[0].clone(),
        parent: (*parent != documents[0]).then(|| parent.clone()),
        missing: None,
        p: 0.5,
        one_text: 0.97,
        passages: vec![],
        evidence: vec![],
    };
    Chapter {
        lineage: documents.iter().map(edge).collect(),
        alterations: vec![],
        dates: vec![],
        part: Part::default(),
        story: Story { id: id.into(), documents, title: "t".into(), from: None, to: None },
    }
}

/// What every home must do.
fn check(store: &mut dyn Store) {
    assert_eq!(store.keep(&[entry("b", "one"), entry("a", "two")], &[refusal("c")]).unwrap().new, 2);
    assert!(holds(store, "b", "one") && !holds(store, "b", "two"));
    let before = store.revision().unwrap();

    let again = store.keep(&[entry("b", "one")], &[]).unwrap();
    assert_eq!(again, Kept { new: 0, known: 1, versions: vec![] }, "the same bytes twice are nothing new");
    assert_eq!(store.revision().unwrap(), before);

    let other = store.keep(&[entry("b", "three"), entry("c", "four")], &[]).unwrap();
    assert_eq!(other, Kept { new: 2, known: 0, versions: vec![("b".into(), 2)] });
    assert!(holds(store, "b", "one"), "the first version stays");
    assert!(store.refusals().unwrap().is_empty(), "a record that can be read now is no longer refused");
    let listed: Vec<_> = store.catalogue().unwrap().into_iter().map(|row| (row.id, row.version)).collect();
    assert_eq!(listed, [("a".into(), 1), ("b".into(), 1), ("b".into(), 2), ("c".into(), 1)]);
    assert_eq!(store.count().unwrap(), 3);
    let texts: Vec<_> = store.readings().unwrap().into_iter().map(|reading| reading.text).collect();
    assert_eq!(texts, ["two", "three", "four"], "the latest versions, by id");
    let some: Vec<_> = store.readings_of(&["c", "z", "b", "c"]).unwrap().into_iter().map(|some| some.text).collect();
    assert_eq!(some, ["three", "four"], "by id, each once, the latest version");
    let whole = store.document("b").unwrap().unwrap();
    assert_eq!((whole.bytes.as_slice(), whole.version, whole.notes.len()), (b"three".as_slice(), 2, 1));
    assert!(store.document("z").unwrap().is_none());

    assert!(store.is_stale().unwrap());
    let chapters = [chapter("s", &["a"])];
    let pieces = [(0, b"rare words".to_vec()), (1, b"articles".to_vec())];
    let made_from = store.revision().unwrap();
    keep_chapters(store, made_from, &chapters, Extent::Whole, &pieces).unwrap();
    assert!(!store.is_stale().unwrap());
    assert_eq!(store.chapters().unwrap(), chapters);
    assert_eq!(store.archive().unwrap(), [b"rare words".to_vec(), b"articles".to_vec()]);
    assert!(store.readings_since(made_from, 9).unwrap().is_empty());
    store.keep(&[entry("d", "five")], &[refusal("e")]).unwrap();
    let ids = |readings: Vec<Reading>| readings.into_iter().map(|reading| reading.id).collect::<Vec<_>>();
    assert_eq!(ids(store.readings_since(made_from, 9).unwrap()), ["d"], "what came after the picture");
    assert_eq!(
        ids(store.readings_since(0, 1).unwrap()),
        ["a", "b"],
        "one more than was asked for says that there are more"
    );
    let changed = [(1, b"more articles".to_vec())];
    let extent = Extent::Changes { since: made_from, gone: &[] };
    keep_chapters(store, made_from, &chapters, extent, &changed).unwrap();
    assert_eq!(store.archive().unwrap(), [b"rare words".to_vec(), b"more articles".to_vec()]);
    store.keep_again(&[entry("d", "five")]).unwrap();
    assert!(store.archive().unwrap().is_empty(), "what was read again is no longer what is remembered");
    assert!(store.is_stale().unwrap(), "a document that came later makes the picture stale");
    assert_eq!(store.refusals().unwrap(), [refusal("e")]);

    let now = store.revision().unwrap();
    keep_chapters(store, now, &[], Extent::Whole, &[]).unwrap();
    assert!(store.chapters().unwrap().is_empty());
    let list = |path: &str, text: &str, pack: &[u8]| OwnList {
        path: path.into(),
        name: format!("mine/{path}"),
        text: text.into(),
        pack: pack.to_vec(),
    };
    let own = [list("agencies.toml", "agencies = []", &[]), list("places/packs/ML.pack", "", &[0, 255])];
    assert!(store.lists().unwrap().is_empty() && store.count_outdated().unwrap() == 0);
    assert!(!store.use_lists(&[]).unwrap() && !store.is_stale().unwrap(), "the same lists change nothing");
    assert!(store.use_lists(&own).unwrap());
    assert_eq!(store.lists().unwrap(), own);
    assert!(store.is_stale().unwrap(), "a picture of readings with other lists is stale");
    assert_eq!(store.count_outdated().unwrap(), 4, "the latest version of every document");
    let ids = |found: Vec<Whole>| -> Vec<String> { found.into_iter().map(|whole| whole.reading.id).collect() };
    assert_eq!(ids(store.outdated(2, usize::MAX).unwrap()), ["a", "b"]);
    assert_eq!(ids(store.outdated(9, 4).unwrap()), ["a", "b"], "two and three letters are more than four bytes");
    assert_eq!(ids(store.outdated(9, 1).unwrap()), ["a"], "at least one");
    let again: Vec<Entry> = store
        .outdated(9, usize::MAX)
        .unwrap()
        .into_iter()
        .map(|whole| Entry::new(whole.reading, &whole.bytes, &[], &digest(&own)))
        .collect();
    store.keep_again(&again).unwrap();
    assert_eq!(store.count_outdated().unwrap(), 0);
    assert_eq!(store.count().unwrap(), 4);
    assert_eq!(store.document("b").unwrap().unwrap().bytes, b"three");
}

/// What every home must remember of stories.
fn check_history(store: &mut dyn Store) {
    let mut show = |revision: u64, stories: &[(&str, &[&str])]| {
        let chapters: Vec<Chapter> = stories.iter().map(|(id, documents)| chapter(id, documents)).collect();
        keep_chapters(store, revision, &chapters, Extent::Whole, &[]).unwrap();
    };
    show(2, &[("s-1", &["a", "b"]), ("s-2", &["c"])]);
    show(3, &[("s-1", &["a", "b", "d"]), ("s-2", &["c"])]);
    show(3, &[("s-1", &["a", "b", "d"]), ("s-2", &["c"])]);
    show(9, &[("s-1", &["a", "b", "c", "d"])]);
    let said = |story: &str| -> Vec<(u64, &str, String)> {
        let changes = store.history(story).unwrap();
        changes.iter().map(|change| (change.revision, change.kind.name(), change.documents.join(" "))).collect()
    };
    let [first, second] = [(2, "began", "a b".to_owned()), (2, "began", "c".to_owned())];
    let [third, fourth] = [(3, "grew", "d".to_owned()), (9, "merged", "c".to_owned())];
    assert_eq!(said("s-2"), [second.clone(), fourth.clone()]);
    assert_eq!(said("s-1"), [first, third, fourth], "what came from another story belongs to both");
    assert_eq!((said("s").len(), said("").len(), said("s-11").len(), said("t").len()), (4, 4, 0, 0));
}

/// A picture that is replaced by parts, in every home, is the one that was replaced as a whole, and so are its totals.
fn check_parts(store: &mut dyn Store, other: &mut dyn Store) {
    let first = [chapter("s-1", &["a", "b"]), chapter("s-2", &["c"]), chapter("s-3", &["d", "e", "f"])];
    keep_chapters(store, 3, &first, Extent::Whole, &[]).unwrap();
    // s-1 is gone to s-2, s-3 stays, s-0 begins.
    let changed = [chapter("s-2", &["a", "b", "c"]), chapter("s-0", &["g"])];
    let late = Extent::Changes { since: 2, gone: &["s-1"] };
    let error = keep_chapters(store, 4, &changed, late, &[]).unwrap_err().to_string();
    assert!(error.contains("anew meanwhile"), "{error}");
    assert_eq!(store.picture_revision().unwrap(), Some(3), "what was worked out from another picture changes nothing");
    keep_chapters(store, 4, &changed, Extent::Changes { since: 3, gone: &["s-1"] }, &[]).unwrap();
    assert_eq!(store.picture_revision().unwrap(), Some(4));

    let [second, begun] = changed;
    let expected = [begun, second, first[2].clone()];
    keep_chapters(other, 4, &expected, Extent::Whole, &[]).unwrap();
    let sorted = |store: &dyn Store| {
        let mut chapters = store.chapters().unwrap();
        chapters.sort_by(|a, b| a.story.id.cmp(&b.story.id));
        chapters
    };
    assert_eq!((sorted(store), sorted(other)), (expected.to_vec(), expected.to_vec()));
    assert_eq!(store.totals().unwrap(), other.totals().unwrap());
    assert_eq!(store.totals().unwrap(), Totals { stories: 3, copies: 4, ..Totals::default() });
    assert_eq!(store.chapters_of(&["s-3", "s-1", "s-0", "s-3"]).unwrap(), [expected[0].clone(), expected[2].clone()]);
    let homes = ["a", "e", "z"].map(|document| store.story_of(document).unwrap());
    assert_eq!(homes, [Some("s-2".to_owned()), Some("s-3".to_owned()), None]);
    let changes = store.history("s-1").unwrap();
    assert_eq!(changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [ChangeKind::Began, ChangeKind::Merged]);
}

#[test]
fn memory_keeps_the_contract() {
    check(&mut Memory::default());
    check_history(&mut Memory::default());
    check_parts(&mut Memory::default(), &mut Memory::default());
}

#[test]
fn sqlite_keeps_the_contract_and_what_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.stemma");
    check(&mut Sqlite::open(&path, Access::Create).unwrap());
    let fresh = |name: &str| Sqlite::open(folder.path().join(name), Access::Create).unwrap();
    check_history(&mut fresh("history.stemma"));
    check_parts(&mut fresh("parts.stemma"), &mut fresh("whole.stemma"));
    check_parts(&mut fresh("more-parts.stemma"), &mut Memory::default());
    let again = Sqlite::open(&path, Access::Existing).unwrap();
    assert_eq!(again.catalogue().unwrap().len(), 5);
    assert!(again.is_stale().unwrap());
}

#[test]
fn refuses_files_of_others_and_leaves_them_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (text, database) = (folder.path().join("notes.txt"), folder.path().join("other.db"));
    std::fs::write(&text, "my notes").unwrap();
    let other = rusqlite::Connection::open(&database).unwrap();
    other.execute_batch("CREATE TABLE mine (a)").unwrap();
    drop(other);
    for path in [&text, &database] {
        let before = std::fs::read(path).unwrap();
        let error = Sqlite::open(path, Access::Create).unwrap_err().to_string();
        assert!(error.contains("is not a store of stemma"), "{error}");
        assert_eq!(std::fs::read(path).unwrap(), before);
    }
    let missing = Sqlite::open(folder.path().join("none"), Access::Existing).unwrap_err();
    assert!(missing.is_missing());
}

#[test]
fn refuses_a_store_of_a_newer_version() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.stemma");
    drop(Sqlite::open(&path, Access::Create).unwrap());
    let newer = crate::sqlite::sealed(&path);
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let error = Sqlite::open(&path, Access::Existing).unwrap_err().to_string();
    assert!(error.contains("newer stemma"), "{error}");
}

#[test]
fn brings_an_older_store_up_to_date_and_remembers_the_stories_that_it_showed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.stemma");
    let old = rusqlite::Connection::open(&path).unwrap();
    for migration in [include_str!("sqlite/migrations/1.sql"), include_str!("sqlite/migrations/2.sql")] {
        old.execute_batch(migration).unwrap();
    }
    old.execute_batch(
        r#"INSERT INTO picture VALUES ('story', 0, 's-1', '{"id": "s-1", "documents": ["a", "b"], "title": "t"}');
           UPDATE state SET revision = 5, picture_revision = 5;
           PRAGMA application_id = 1400137069; PRAGMA user_version = 2;"#,
    )
    .unwrap();
    drop(old);
    let mut store = Sqlite::open(&path, Access::Existing).unwrap();
    assert_eq!((store.revision().unwrap(), store.is_stale().unwrap()), (5, true), "its picture is made anew");
    assert!(store.chapters().unwrap().is_empty() && store.history("").unwrap().is_empty());
    keep_chapters(&mut store, 5, &[chapter("s-2", &["a", "b"])], Extent::Whole, &[]).unwrap();
    let changes = store.history("s-1").unwrap();
    assert_eq!(changes.iter().map(|change| change.kind).collect::<Vec<_>>(), [ChangeKind::Renamed]);
}

#[test]
fn a_picture_of_another_program_is_made_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Sqlite::open(folder.path().join("case.stemma"), Access::Create).unwrap();
    keep_chapters(&mut store, 0, &[chapter("s-1", &["a"])], Extent::Whole, &[]).unwrap();
    assert!(!store.is_stale().unwrap());
    store.transact(|transaction| transaction.execute_batch("UPDATE state SET picture_by = 'another'")).unwrap();
    assert!(store.is_stale().unwrap());
}

#[test]
fn a_write_that_fails_keeps_nothing_of_its_batch() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Sqlite::open(folder.path().join("case.stemma"), Access::Create).unwrap();
    store.keep(&[entry("a", "one")], &[]).unwrap();
    store.transact(|transaction| transaction.execute_batch("PRAGMA max_page_count = 1")).unwrap();
    let noise: String =
        (0..200_000u32).map(|at| char::from(b' ' + (at.wrapping_mul(2_654_435_761) >> 26) as u8)).collect();
    let error = store.keep(&[entry("b", "two"), entry("c", &noise)], &[]).unwrap_err().to_string();
    assert!(error.contains("disk is full"), "{error}");
    assert_eq!(store.catalogue().unwrap().len(), 1);
}
