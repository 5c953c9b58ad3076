use super::*;
use stemma::lexicon::lists::{OwnList, digest};
use stemma::model::{Annotations, Article, Story};

fn entry(id: &str, said: &str) -> Entry {
    let reading = Reading {
        id: id.into(),
        sha256: format!("hash of {said}"),
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

fn story(id: &str, documents: &[&str]) -> Story {
    let documents = documents.iter().map(|&document| document.to_owned()).collect();
    Story { id: id.into(), documents, title: "t".into(), from: None, to: None }
}

/// What every home must do.
fn check(store: &mut dyn Store) {
    assert_eq!(store.keep(&[entry("b", "one"), entry("a", "two")], &[refusal("c")]).unwrap().new, 2);
    assert!(store.holds("b", "hash of one").unwrap() && !store.holds("b", "hash of two").unwrap());
    let before = store.revision().unwrap();

    let again = store.keep(&[entry("b", "one")], &[]).unwrap();
    assert_eq!(again, Kept { new: 0, known: 1, versions: vec![] }, "the same bytes twice are nothing new");
    assert_eq!(store.revision().unwrap(), before);

    let other = store.keep(&[entry("b", "three"), entry("c", "four")], &[]).unwrap();
    assert_eq!(other, Kept { new: 2, known: 0, versions: vec![("b".into(), 2)] });
    assert!(store.holds("b", "hash of one").unwrap(), "the first version stays");
    assert!(store.refusals().unwrap().is_empty(), "a record that can be read now is no longer refused");
    let listed: Vec<_> = store.catalogue().unwrap().into_iter().map(|row| (row.id, row.version)).collect();
    assert_eq!(listed, [("a".into(), 1), ("b".into(), 1), ("b".into(), 2), ("c".into(), 1)]);
    assert_eq!(store.count().unwrap(), 3);
    let texts: Vec<_> = store.readings().unwrap().into_iter().map(|reading| reading.text).collect();
    assert_eq!(texts, ["two", "three", "four"], "the latest versions, by id");
    let whole = store.document("b").unwrap().unwrap();
    assert_eq!((whole.bytes.as_slice(), whole.version, whole.notes.len()), (b"three".as_slice(), 2, 1));
    assert!(store.document("z").unwrap().is_none());

    assert!(store.is_stale().unwrap());
    let links = Links { stories: vec![story("s", &["a"])], ..Links::default() };
    store.keep_picture(store.revision().unwrap(), &links, &Picture::default()).unwrap();
    assert!(!store.is_stale().unwrap());
    assert_eq!(store.picture().unwrap(), (links, Picture::default()));
    store.keep(&[entry("d", "five")], &[refusal("e")]).unwrap();
    assert!(store.is_stale().unwrap(), "a document that came later makes the picture stale");
    assert_eq!(store.refusals().unwrap(), [refusal("e")]);

    store.keep_picture(store.revision().unwrap(), &Links::default(), &Picture::default()).unwrap();
    let own =
        [OwnList { path: "agencies.toml".into(), name: "mine/agencies.toml".into(), text: "agencies = []".into() }];
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
        let stories = stories.iter().map(|(id, documents)| story(id, documents)).collect();
        let links = Links { stories, ..Links::default() };
        store.keep_picture(revision, &links, &Picture::default()).unwrap();
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

#[test]
fn memory_keeps_the_contract() {
    check(&mut Memory::default());
    check_history(&mut Memory::default());
}

#[test]
fn sqlite_keeps_the_contract_and_what_it_was_given() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.stemma");
    check(&mut Sqlite::open(&path, Access::Create).unwrap());
    check_history(&mut Sqlite::open(folder.path().join("history.stemma"), Access::Create).unwrap());
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
    let newer = rusqlite::Connection::open(&path).unwrap();
    newer.pragma_update(None, "user_version", 99).unwrap();
    drop(newer);
    let error = Sqlite::open(&path, Access::Existing).unwrap_err().to_string();
    assert!(error.contains("newer stemma"), "{error}");
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
