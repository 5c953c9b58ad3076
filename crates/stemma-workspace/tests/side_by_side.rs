//! What the desk shows of sources: capsules of origins, the matrix of pages and fields, family trees, two pages side by side.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

use stemma::lexicon::Lexicon;
use stemma::model::{AlterationKind, CopyEdge, Event, Reading, Said, Span, Value};
use stemma_store::{Archive, Asked, Dataset, Documents, Noun, Sqlite};
use stemma_workspace::ask::{self, Capsule, Cell, ChangeKind, Compare, Matrix, NodeKind, Telling, Who};
use stemma_workspace::input::Inputs;
use stemma_workspace::review::Signature;
use stemma_workspace::{Listener, Session, Setup, Silent, engine};

/// The example corpus, and pages of our own beside it.
static STORE: LazyLock<tempfile::TempDir> = LazyLock::new(|| {
    let folder = tempfile::tempdir().unwrap();
    let mut files: Vec<PathBuf> = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/corpus"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.push(folder.path().join("pages.jsonl"));
    fs::write(files.last().unwrap(), pages()).unwrap();
    session(folder.path()).ingest(&mut Inputs::new(&files)).unwrap();
    folder
});
static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| engine::compile(&engine::joined(&[]).unwrap()).unwrap().1);

fn session(folder: &Path) -> Session<'static> {
    Session::create(&folder.join("case.stemma"), None, Setup { model: None, listener: &Silent }).unwrap()
}

fn opened() -> Session<'static> {
    session(STORE.path())
}

/// A report, a copy of it with another number, and an independent one; a report that two pages have from an agency.
fn pages() -> String {
    let told = "A car bomb exploded outside the port authority in Kismayo on Saturday, killing 12 people and wounding 30, a \
        policeman at the scene said. The blast tore the front wall off the building and set six parked cars alight. \
        Fishermen carried the wounded to the jetty in handcarts, because the road to the hospital was closed for a parade.";
    let carried = [
        "Gunmen on motorcycles attacked a grain convoy near Baidoa on Monday, killing seven drivers, a policeman said.",
        "The convoy had left the mill at dawn with forty sacks on each lorry and no guard, and its lights were off.",
        "Villagers found two of the lorries overturned in a dry riverbed and brought the bodies back on donkeys before sunset.",
        "An elder of the village said that the attackers had asked every driver for the name of his clan before they fired.",
    ];
    let [told_first, left, found, asked] = carried;
    let star = format!(
        "{told_first} {left} {found} In the market of Baidoa the price of sorghum rose by a third within a day, and bakers \
        closed their ovens early because nobody would sell them flour.\\n\\nSource: Reuters"
    );
    let echo = format!(
        "Traders in the south have long complained that the road is left to itself at night. {told_first} {found} \
        {asked}\\n\\nSource: Reuters"
    );
    let page = |id: &str, outlet: &str, day: &str, text: &str| {
        format!("{{\"id\": \"{id}\", \"outlet\": \"{outlet}\", \"published\": \"{day}\", \"text\": \"{text}\"}}\n")
    };
    [
        page("port-herald", "Herald", "2022-02-13", told),
        page("port-ledger", "Ledger", "2022-02-14", &told.replace("killing 12", "killing 21")),
        page(
            "port-monitor",
            "Monitor",
            "2022-02-13",
            "Doctors at two hospitals said that 12 people were killed by a car bomb in Kismayo on Saturday.",
        ),
        page("grain-star", "Star", "2022-03-15", &star),
        page("grain-echo", "Echo", "2022-03-15", &echo),
    ]
    .concat()
}

/// All events, with who tells them.
fn events(store: &Sqlite) -> Vec<(Event, Who, Vec<Capsule>)> {
    let rows = store.events(&Asked::default()).unwrap().rows;
    assert!(rows.len() > 100, "{} events are too few to try", rows.len());
    let known = |id: &str| {
        let event = store.event(id).unwrap().unwrap();
        let who = ask::who(store, &event).unwrap();
        let capsules = ask::capsules(store, &event, &who).unwrap();
        (event, who, capsules)
    };
    rows.iter().map(|row| known(&row.id)).collect()
}

/// The event that a page and another one tell.
fn event_of(store: &Sqlite, page: &str, other: &str) -> (Event, Who, Vec<Capsule>) {
    let tells = |event: &Event, page: &str| event.mentions.iter().any(|mention| mention.doc == page);
    let found = events(store).into_iter().find(|(event, ..)| tells(event, page) && tells(event, other));
    found.unwrap_or_else(|| panic!("no event is told by {page} and {other}"))
}

fn matrix(store: &Sqlite, (event, who, capsules): &(Event, Who, Vec<Capsule>)) -> Matrix {
    ask::matrix(store, event, who, capsules, &LEXICON).unwrap()
}

fn cell<'m>(matrix: &'m Matrix, page: &str, field: &str) -> &'m Cell {
    let at = matrix.fields.iter().position(|column| column.name() == field).unwrap_or_else(|| panic!("no {field}"));
    let row = matrix.rows.iter().find(|row| row.page == page).unwrap_or_else(|| panic!("no row of {page}"));
    row.cells[at].as_ref().unwrap_or_else(|| panic!("{page} tells no {field}"))
}

fn reading(store: &Sqlite, id: &str) -> Reading {
    store.readings_of(&[id]).unwrap().pop().unwrap()
}

#[test]
fn as_many_capsules_stand_for_themselves_as_there_are_origins_at_least() {
    let session = opened();
    let mut doubtful = 0;
    for (event, _, capsules) in events(session.store()) {
        let sure = capsules.iter().filter(|capsule| !capsule.is_doubtful).count();
        assert_eq!((sure as u32, capsules.len() as u32), (event.origins.min, event.origins.max), "{}", event.id);
        let mut held: Vec<&String> = capsules.iter().flat_map(|capsule| &capsule.pages).collect();
        let mut told: Vec<&String> = event.origin_groups.iter().flatten().collect();
        held.sort();
        told.sort();
        assert_eq!(held, told, "{}: a page stands in no capsule, or in two", event.id);
        doubtful += capsules.len() - sure;
    }
    assert!(doubtful > 0, "no event of doubtful origins was tried");
}

#[test]
fn a_capsule_is_called_by_its_first_page_or_by_the_source_that_nobody_collected() {
    let session = opened();
    let store = session.store();
    let (_, _, capsules) = event_of(store, "port-herald", "port-ledger");
    let copied = capsules.iter().find(|capsule| capsule.pages.contains(&"port-ledger".to_owned())).unwrap();
    assert_eq!((copied.label.as_str(), copied.copies, copied.is_unseen), ("Herald", 1, false));
    assert_eq!(copied.pages, ["port-herald", "port-ledger"]);
    let (_, _, capsules) = event_of(store, "grain-star", "grain-echo");
    let carried = &capsules[0];
    assert_eq!((carried.label.as_str(), carried.copies, carried.is_unseen), ("Reuters", 2, true));
}

#[test]
fn every_page_that_tells_an_event_has_a_row_and_every_cell_quotes_its_page() {
    let session = opened();
    let store = session.store();
    let mut cells = 0;
    for known in events(store) {
        let (matrix, who) = (matrix(store, &known), &known.1);
        let in_order: Vec<&str> = who
            .roots
            .iter()
            .flat_map(|root| {
                [root.page.id.as_str()].into_iter().chain(root.copies.iter().map(|copy| copy.page.id.as_str()))
            })
            .collect();
        assert_eq!(matrix.rows.iter().map(|row| row.page.as_str()).collect::<Vec<_>>(), in_order);
        let names: BTreeSet<&str> = matrix.fields.iter().map(|column| column.name()).collect();
        assert!(names.contains("kind") && names.contains("told") && names.len() == matrix.fields.len());
        for row in &matrix.rows {
            let text = reading(store, &row.page).text;
            assert!(row.capsule.is_some_and(|at| known.2[at].pages.contains(&row.page)));
            assert_eq!(row.cells.len(), matrix.fields.len());
            for cell in row.cells.iter().flatten() {
                assert_eq!(
                    (cell.quote.doc.as_str(), cell.quote.span.of(&text)),
                    (row.page.as_str(), &*cell.quote.quote)
                );
                assert!(!cell.quote.quote.is_empty() && cell.p.is_none_or(|p| (0.0..=1.0).contains(&p)));
                assert!(!cell.rule.is_empty());
                cells += 1;
            }
        }
        // Where one page alone tells it, it says what stands, save where it says several things.
        let is_apart = |cell: &&Cell| cell.differs && !cell.is_apart;
        if matrix.rows.len() == 1 && known.0.mentions.len() == 1 && known.0.review.is_none() {
            let differing: Vec<&Cell> = matrix.rows[0].cells.iter().flatten().filter(is_apart).collect();
            assert!(differing.is_empty(), "{}: {differing:?}", known.0.id);
        }
    }
    assert!(cells > 500, "{cells} cells are too few to try");
}

#[test]
fn a_number_that_copying_changed_differs_and_stands_beside_what_it_was() {
    let session = opened();
    let store = session.store();
    let known = event_of(store, "port-herald", "port-ledger");
    let matrix = matrix(store, &known);
    let copied = cell(&matrix, "port-ledger", "killed");
    assert_eq!((copied.before.as_deref(), copied.differs), (Some("12"), true), "{copied:?}");
    let Value::Count(count) = &copied.value.value else { panic!("{copied:?}") };
    assert_eq!(count.best, Some(21));
    let original = cell(&matrix, "port-herald", "killed");
    assert_eq!((original.before.as_deref(), original.differs), (None, false), "{original:?}");
    for field in ["day", "place", "kind", "told", "injured"] {
        let cell = cell(&matrix, "port-ledger", field);
        assert_eq!((cell.differs, &cell.before), (false, &None), "{field}: {cell:?}");
    }
}

#[test]
fn a_matrix_in_words_has_the_fields_of_the_interface() {
    let session = opened();
    let store = session.store();
    let known = event_of(store, "port-herald", "port-ledger");
    let in_words = matrix(store, &known).in_words(|Telling { value, .. }| format!("{value:?}"));
    let json = serde_json::to_value(&in_words).unwrap();
    assert!(json["fields"].as_array().unwrap().contains(&"killed".into()), "{json}");
    let row = &json["rows"][0];
    let cell = row["cells"].as_array().unwrap().iter().find(|cell| !cell.is_null()).unwrap();
    for (field, of) in [("page", row), ("outlet", row), ("capsule", row), ("left_out", &json)] {
        assert!(of.get(field).is_some(), "{field}");
    }
    for field in ["value", "quote", "rule", "p", "differs", "before", "is_apart"] {
        assert!(cell.get(field).is_some(), "{field}");
    }
    assert!(cell["said"].as_str().is_some_and(|said| !said.is_empty()), "{cell}");
    assert!(cell["quote"]["doc"].is_string() && cell["quote"]["start"].is_u64() && cell["value"].is_string());
}

#[test]
fn a_tree_names_no_source_that_is_not_worth_a_thought_and_quotes_both_sides_of_what_was_altered() {
    let session = opened();
    let store = session.store();
    let (mut altered, mut unseen, mut edges) = (0, 0, 0);
    for story in store.stories(&Asked::default()).unwrap().rows {
        let tree = ask::tree(store, &story.id).unwrap();
        let ids: BTreeSet<&str> = tree.nodes.iter().map(|node| node.id.as_str()).collect();
        assert_eq!(ids.len(), tree.nodes.len(), "{}: a node stands twice", story.id);
        for document in &store.story(&story.id).unwrap().unwrap().documents {
            assert!(ids.contains(document.as_str()), "{document} is no node");
        }
        for node in &tree.nodes {
            let is_page = node.kind == NodeKind::Page;
            assert_eq!((node.id.starts_with("unseen:"), node.words.is_some()), (!is_page, is_page), "{node:?}");
            unseen += usize::from(!is_page);
        }
        for edge in &tree.edges {
            edges += 1;
            assert!(edge.p >= CopyEdge::POSSIBLE, "{edge:?}");
            assert!(ids.contains(edge.child.as_str()) && ids.contains(edge.parent.as_str()), "{edge:?}");
            for found in &edge.alterations {
                altered += 1;
                let words = |id: &str, span: Span| span.of(&reading(store, id).text).to_owned();
                assert_eq!(found.before, words(&found.parent, found.parent_span));
                assert_eq!(found.after, words(&edge.child, found.child_span));
            }
        }
        let within = |edge: &&ask::TreeEdge, page: &str| edge.child == page || edge.parent == page;
        for page in store.story(&story.id).unwrap().unwrap().documents {
            let relations = ask::relations(store, &page).unwrap();
            let mut found: Vec<_> = relations.parents.iter().chain(&relations.children).collect();
            found.sort_by(|a, b| (&a.child, &a.parent).cmp(&(&b.child, &b.parent)));
            let mut expected: Vec<_> = tree.edges.iter().filter(|edge| within(edge, &page)).collect();
            expected.sort_by(|a, b| (&a.child, &a.parent).cmp(&(&b.child, &b.parent)));
            assert_eq!(found, expected, "{page}");
            assert!(relations.parents.iter().all(|edge| edge.child == page));
        }
    }
    assert!(altered > 3 && unseen > 0 && edges > 8, "{altered} altered, {unseen} unseen, {edges} edges");
}

#[test]
fn a_source_that_pages_name_is_credited() {
    let session = opened();
    let store = session.store();
    let story = store.story_of("grain-star").unwrap().unwrap();
    let tree = ask::tree(store, &story).unwrap();
    let unseen: Vec<_> = tree.nodes.iter().filter(|node| node.kind == NodeKind::Unseen).collect();
    let [reuters] = unseen[..] else { panic!("{unseen:?}") };
    assert_eq!((reuters.id.as_str(), reuters.label.as_str(), reuters.is_credited), ("unseen:Reuters", "Reuters", true));
}

fn compared(store: &Sqlite, a: &str, b: &str) -> Compare {
    ask::compare(store, a, b, &LEXICON).unwrap().unwrap()
}

fn changes(compare: &Compare) -> Vec<(ChangeKind, &str, &str)> {
    let changes = compare.passages.iter().flat_map(|passage| &passage.changes);
    changes.map(|change| (change.kind, change.a.of(&compare.a.text), change.b.of(&compare.b.text))).collect()
}

#[test]
fn two_pages_are_the_same_side_by_side_whichever_is_asked_for_first() {
    let session = opened();
    let store = session.store();
    let (one, other) = (compared(store, "port-herald", "port-ledger"), compared(store, "port-ledger", "port-herald"));
    assert_eq!(serde_json::to_value(&one).unwrap(), serde_json::to_value(&other).unwrap());
    assert_eq!((one.a.page.id.as_str(), one.b.page.id.as_str()), ("port-herald", "port-ledger"));
    assert!(one.p.is_some_and(|p| p >= CopyEdge::COPYING) && !one.evidence.is_empty());
    assert_eq!(changes(&one), [(ChangeKind::Fact(AlterationKind::Number), "12", "21")]);
    let json = serde_json::to_value(&one).unwrap();
    assert_eq!(json["passages"][0]["changes"][0]["kind"], "number");
    assert_eq!(json["a"]["blocks"][0]["is_of_article"], true, "{}", json["a"]["blocks"]);
}

#[test]
fn pages_that_have_their_words_from_elsewhere_are_aligned_and_nothing_is_said_of_copying() {
    let session = opened();
    let store = session.store();
    let both = compared(store, "grain-echo", "grain-star");
    assert_eq!((both.a.page.id.as_str(), both.p), ("grain-echo", None), "of one day, the first by id comes first");
    let words: u32 = both.passages.iter().map(|passage| passage.words).sum();
    assert!(words > 30, "{words} words");
    assert!(both.evidence.is_empty());
    let apart = compared(store, "port-monitor", "grain-star");
    assert_eq!((apart.passages.len(), apart.p), (0, None));
    assert!(ask::compare(store, "port-monitor", "no-such-page", &LEXICON).unwrap().is_none());
}

#[test]
fn what_parts_two_wordings_is_named_on_every_copy_of_the_corpus() {
    let session = opened();
    let store = session.store();
    let mut kinds: Vec<ChangeKind> = Vec::new();
    for story in store.stories(&Asked::default()).unwrap().rows {
        for edge in store.copies_of(&story.id).unwrap() {
            let Some(parent) = edge.parent.filter(|_| edge.p >= CopyEdge::COPYING) else { continue };
            let compare = compared(store, &edge.child, &parent);
            assert_eq!((&compare.a.page.id, &compare.b.page.id), (&parent, &edge.child));
            assert_eq!(compare.p, Some(edge.p));
            let mut before = Span::new(0, 0);
            for passage in &compare.passages {
                assert!(before.start <= passage.a.start, "passages in the order of the older page");
                before = passage.a;
            }
            for (kind, a, b) in changes(&compare) {
                assert!(kind != ChangeKind::Added || a.is_empty() && !b.is_empty(), "{a:?} {b:?}");
                assert!(kind != ChangeKind::LeftOut || b.is_empty() && !a.is_empty(), "{a:?} {b:?}");
                assert!(!(a.is_empty() && b.is_empty()));
                kinds.push(kind);
            }
        }
    }
    assert!(kinds.contains(&ChangeKind::Fact(AlterationKind::Number)), "{kinds:?}");
}

struct Heard(Mutex<Vec<String>>);

impl Listener for Heard {
    fn hear(&self, line: &str) {
        self.0.lock().unwrap().push(line.to_owned());
    }
}

#[test]
fn an_event_that_is_gone_is_found_by_what_somebody_said_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let file = folder.path().join(name);
        fs::write(&file, text).unwrap();
        file
    };
    let pages = pages();
    let page = |id: &str| pages.lines().find(|line| line.contains(id)).unwrap();
    let mut session = session(folder.path());
    let first = write("first.jsonl", page("port-ledger"));
    session.ingest(&mut Inputs::new(&[first])).unwrap();
    let rows = session.store().events(&Asked::default()).unwrap().rows;
    let ids: Vec<String> = rows.into_iter().map(|row| row.id).collect();
    let signature = Signature { at: "2026-01-01T12:00:00.000Z".into(), by: "Ada".into(), why: "read the page".into() };
    for id in &ids {
        let fixes = session.fix(id, &["accept".to_owned()], &signature).unwrap();
        assert!(fixes.iter().all(|fix| fix.said == Said::Accept));
    }
    let second = write("second.jsonl", page("port-herald"));
    let third = write("third.jsonl", page("port-monitor"));
    session.ingest(&mut Inputs::new(&[second, third])).unwrap();
    let store = session.store();
    let gone: Vec<&String> = ids.iter().filter(|id| store.event(id).unwrap().is_none()).collect();
    assert!(!gone.is_empty(), "no id went away: {ids:?}");
    for id in gone {
        let heard = Heard(Mutex::new(Vec::new()));
        let found = ask::record(store, Some(Noun::Events), id, &heard).unwrap();
        let event = store.event(&found.id).unwrap().unwrap();
        assert!(event.mentions.iter().any(|mention| mention.doc == "port-ledger"));
        let lines = heard.0.into_inner().unwrap();
        assert!(lines[0].contains(id.as_str()) && lines[0].contains(&found.id), "{lines:?}");
    }
    // Of an id that nobody ever saw, nothing is known.
    assert!(ask::record(store, Some(Noun::Events), "e-000000000000", &Silent).is_err());
}
