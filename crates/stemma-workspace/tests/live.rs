//! A store in many hands: answers are of one moment, and nothing is lost that was answered while pages come in.

use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use stemma_store::{Archive, Asked, Dataset, Documents, Fixes, Judgement, Judgements, MarkKind, Reliability};
use stemma_workspace::input::Inputs;
use stemma_workspace::live::{Heard, Live, Step};
use stemma_workspace::review::Signature;
use stemma_workspace::{Error, Listener, Session, Setup, Silent};

const TOWNS: [&str; 5] = ["Goma", "Kyiv", "Aleppo", "Mogadishu", "El Fasher"];

/// A page that tells one happening.
fn page(at: usize) -> (String, Vec<u8>) {
    let town = TOWNS[at % TOWNS.len()];
    let day = 1 + at % 28;
    let text = format!(
        "Outlet {at}\n\n{day} March 2023\n\nShelling killed {} people in {town} on {day} March 2023, a doctor at ward {at} said.\n",
        2 + at % 90
    );
    (format!("pages/{at}.txt"), text.into_bytes())
}

fn wait(what: &str, mut is_so: impl FnMut() -> bool) {
    let since = Instant::now();
    while !is_so() {
        assert!(since.elapsed() < Duration::from_secs(180), "{what} did not come");
        thread::sleep(Duration::from_millis(20));
    }
}

fn filled(store: &Path, pages: Range<usize>) {
    let mut session = Session::create(store, None, Setup { model: None, listener: &Silent }).unwrap();
    session.ingest(&mut Inputs::held(pages.map(page))).unwrap();
}

fn signature(at: usize) -> Signature {
    Signature { at: format!("2024-06-09T08:00:00.{at:03}Z"), by: "Ada".into(), why: "the list of the ministry".into() }
}

#[test]
fn an_answer_is_of_one_moment() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("a.stemma");
    filled(&store, 0..3);
    let live = Live::open(&store, None, &Silent, |_| {}).unwrap();
    let judge = |at: usize, letter: Reliability| {
        let Signature { at, by, why } = signature(at);
        let mut other = stemma_store::Sqlite::open(&store, stemma_store::Access::Existing)?;
        Ok::<_, Error>(other.judge(&Judgement { outlet: "The Gazette".into(), letter, by, at, why })?)
    };
    judge(1, Reliability::B).unwrap();
    let letters =
        |store: &stemma_store::Sqlite| Ok::<_, Error>((store.stamp()?, store.judgements("The Gazette")?.len()));
    let before = live.read(letters).unwrap();
    live.read(|store| {
        assert_eq!(letters(store)?, before);
        // Somebody says something between two questions of one answer.
        judge(2, Reliability::D)?;
        assert_eq!(letters(store)?, before, "the answer was of two moments");
        assert_eq!(store.chapters()?.len() as u64, store.totals()?.stories, "a moment within a moment");
        Ok(())
    })
    .unwrap();
    assert_ne!(live.read(letters).unwrap(), before);
}

#[test]
fn pages_and_corrections_that_come_at_once_are_all_kept() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("a.stemma");
    filled(&store, 0..12);
    let changes = Arc::new(AtomicUsize::new(0));
    let steps = Arc::new(Mutex::new(Vec::new()));
    let (counted, told) = (Arc::clone(&changes), Arc::clone(&steps));
    let live = Live::open(&store, None, &Silent, move |heard| match heard {
        Heard::Store => {
            counted.fetch_add(1, Ordering::Relaxed);
        }
        Heard::Intake(state) => told.lock().unwrap().push(state.state),
    });
    let live = live.unwrap();
    let ids = live.read(|store| Ok(store.events(&Asked::default())?.rows)).unwrap();
    assert!(ids.len() >= 8, "{}", ids.len());
    for at in 12..60 {
        let (name, bytes) = page(at);
        live.hand_in(name, bytes).unwrap();
    }
    for (at, row) in ids.iter().enumerate() {
        live.fix(std::slice::from_ref(&row.id), &["killed=77".into()], &signature(at)).unwrap();
    }
    wait("the end of reading", || live.intake().state == Step::Idle && live.intake().read == 48);
    let state = live.intake();
    assert_eq!((state.new, state.known, state.refused.len(), state.waiting), (48, 0, 0, 0));
    let (documents, fixes) = live.read(|store| Ok((store.count()?, store.fixes()?.len()))).unwrap();
    assert_eq!((documents, fixes), (60, ids.len()));
    let corrected = live.read(|store| Ok(store.events(&Asked::default())?.rows)).unwrap();
    let stands = corrected.iter().filter(|row| row.killed_best == Some(77)).count();
    assert_eq!(stands, ids.len(), "a correction does not stand after the pages were related");
    let told = steps.lock().unwrap().clone();
    assert!(
        told.contains(&Step::Reading) && told.contains(&Step::Relating) && told.last() == Some(&Step::Idle),
        "{told:?}"
    );
    wait("word of a change", || changes.load(Ordering::Relaxed) > 0);
    let fix = live.read(|store| Ok(store.fixes()?)).unwrap()[0].id.clone();
    live.unfix(&fix, &signature(900)).unwrap();
    let after = live.read(|store| Ok(store.events(&Asked::default())?.rows)).unwrap();
    assert_eq!(after.iter().filter(|row| row.killed_best == Some(77)).count(), ids.len() - 1);
}

#[test]
fn what_cannot_be_read_is_named_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let live = Live::open(&folder.path().join("new.stemma"), None, &Silent, |_| {}).unwrap();
    live.hand_in("broken.jsonl".into(), b"{\"id\": 1, \"te\n".to_vec()).unwrap();
    live.hand_in("picture.bin".into(), vec![0, 159, 146, 150, 0, 0]).unwrap();
    let (name, bytes) = page(1);
    live.hand_in(name, bytes).unwrap();
    wait("the end of reading", || live.intake().state == Step::Idle && live.intake().read == 3);
    let state = live.intake();
    assert_eq!(state.new, 1);
    let named: Vec<&str> = state.refused.iter().map(|refused| refused.name.as_str()).collect();
    assert!(
        named.iter().any(|name| name.starts_with("broken.jsonl")) && named.contains(&"picture.bin"),
        "{:?}",
        state.refused
    );
}

fn opened<'l>(store: &Path, listener: &'l dyn Listener) -> Session<'l> {
    Session::open(store, Setup { model: None, listener }).unwrap()
}

/// Reads a page into a store, and leaves it to be related.
fn come(store: &Path, at: usize) {
    let mut session = Session::create(store, None, Setup { model: None, listener: &Silent }).unwrap();
    session.take_in(&mut Inputs::held([page(at)])).unwrap();
}

/// One of these pages comes from another program whenever a picture is about to be made.
struct Meanwhile {
    store: PathBuf,
    pages: Mutex<Range<usize>>,
}

impl Listener for Meanwhile {
    fn hear(&self, _: &str) {}

    fn should_stop(&self) -> bool {
        let next = self.pages.lock().unwrap().next();
        next.into_iter().for_each(|at| come(&self.store, at));
        false
    }
}

#[test]
fn a_store_is_held_up_to_date_while_pages_come() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("a.stemma");
    come(&store, 0);
    let once = Meanwhile { store: store.clone(), pages: Mutex::new(1..2) };
    let mut session = opened(&store, &once);
    session.hold().unwrap();
    come(&store, 2);
    assert_eq!(session.store().count().unwrap(), 2, "what came after is seen");
    drop(session);
    // As often as it is tried, and then no more.
    let often = Meanwhile { store: store.clone(), pages: Mutex::new(3..6) };
    let mut session = opened(&store, &often);
    assert!(matches!(session.hold(), Err(Error::Overtaken)));
    session.hold().unwrap();
    assert_eq!(session.store().count().unwrap(), 6);
}

#[test]
fn a_page_that_is_named_twice_is_marked_once() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("a.stemma");
    filled(&store, 0..2);
    let mut session = opened(&store, &Silent);
    let pages = session.store().pages(&Asked::default()).unwrap().rows;
    let [first, second] = [&pages[1].id, &pages[0].id];
    let named = [first, second, first].map(String::clone);
    let marked = session.mark_pages(&named, MarkKind::Graphic, &signature(0), &Silent).unwrap();
    assert_eq!(marked.iter().map(|mark| &mark.of).collect::<Vec<_>>(), [first, second]);
}
