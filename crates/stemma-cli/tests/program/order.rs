//! The order of ingest changes nothing: the example corpus and made-up pages, in any order and in any number of runs, give
//! one export, byte for byte.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::folder::Folder;
use crate::pages::{Numbers, pages};

/// The first orders are tried in any case, further ones as long as there is time.
const ORDERS: std::ops::Range<u64> = 4..24;
const TIME: Duration = Duration::from_secs(12);
/// In how many runs the pages come, at most.
const RUNS: u64 = 6;

#[test]
fn the_example_corpus_gives_one_export_in_any_order_and_any_number_of_runs() {
    let corpus = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../examples/corpus");
    let files = std::fs::read_dir(corpus).expect("the corpus is there").map(|entry| entry.unwrap().path());
    let mut files: Vec<String> = files.map(|path| path.display().to_string()).collect();
    files.sort();
    assert!(files.len() > 30, "{files:?}");
    one_export(&Folder::new(), &files);
}

#[test]
fn made_up_pages_give_one_export_in_any_order_and_any_number_of_runs() {
    let folder = Folder::new();
    let mut files = Vec::new();
    for (name, bytes) in pages(150) {
        folder.write(&name, bytes);
        files.push(name);
    }
    one_export(&folder, &files);
}

/// More pages than the rarity of words is counted in, so that the last of them need not change all.
const MANY: u64 = 1_600;

/// Ids of which the engine takes none into the sample in which it counts the rarity of words, as it goes by their hashes. If
/// it takes others one day, the test below says that too few pages changed few stories.
const LATE: [&str; 6] = ["late-10", "late-39", "late-125", "late-196", "late-200", "late-255"];

#[test]
fn pages_that_come_one_by_one_change_their_stories_only_and_give_the_same_export() {
    let folder = Folder::new();
    for (name, bytes) in pages(MANY) {
        folder.write(&name, bytes);
    }
    ingest(&folder, &["pages".into()], "grown.stemma");
    // A happening of its own, a copy of it with another number, an earlier report of it, another happening, a page without
    // a day that holds both, two words.
    let report = |dead: &str| {
        format!(
            "Shelling killed {dead} people in the camel market of Jijiga on Tuesday, the director of the hospital said. \
             Rescuers carried nine wounded out of a bakery whose roof had come down."
        )
    };
    let other = "Sappers blew up the railway bridge at Dessie, and lorries still cross the southern lane of it.";
    let pages = [
        (Some("2023-07-09"), report("four")),
        (Some("2023-07-10"), report("five")),
        (Some("2023-07-08"), report("four")),
        (Some("2023-08-01"), other.to_owned()),
        (None, format!("{} {other}", report("four"))),
        (None, "Read more".to_owned()),
    ];
    let mut few = 0;
    for (id, (published, text)) in LATE.into_iter().zip(pages) {
        let name = format!("late/{id}.jsonl");
        let page = serde_json::json!({"id": id, "published": published, "text": text});
        folder.write(&name, page.to_string());
        let summary = folder.well(&["ingest", "--store", "grown.stemma", &name]);
        let count = |of: &str| -> u64 {
            let line = summary.lines().find_map(|line| line.strip_prefix(of)).unwrap_or_default();
            line.split_whitespace().next().and_then(|count| count.parse().ok()).unwrap_or_default()
        };
        few += u64::from(0 < count("changed") && count("changed") * 4 < count("stories"));
    }
    assert!(few >= 4, "{few} of {} pages changed few stories only", LATE.len());
    ingest(&folder, &["late".into(), "pages".into()], "at-once.stemma");
    assert!(folder.well(&["export", "at-once.stemma"]) == folder.well(&["export", "grown.stemma"]));
}

/// Ingests the files at once, then in other orders and splits, with pages that come again.
fn one_export(folder: &Folder, files: &[String]) {
    ingest(folder, files, "at-once.stemma");
    let expected = folder.well(&["export", "at-once.stemma"]);
    let started = Instant::now();
    for seed in 0..ORDERS.end {
        if seed >= ORDERS.start && started.elapsed() > TIME {
            eprintln!("{seed} orders tried");
            return;
        }
        let mut numbers = Numbers(seed);
        let mut order = files.to_vec();
        for at in (1..order.len()).rev() {
            order.swap(at, numbers.below(at as u64 + 1) as usize);
        }
        let store = format!("{seed}.stemma");
        let runs = numbers.below(RUNS) + 1;
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let most = (2 * order.len() as u64).div_ceil(runs);
            let (now, later) = rest.split_at((numbers.below(most) as usize + 1).min(rest.len()));
            rest = later;
            // Some come again, before or after their first time.
            let again = order.iter().filter(|_| numbers.below(10) == 0);
            let batch: Vec<String> = now.iter().chain(again).cloned().collect();
            ingest(folder, &batch, &store);
        }
        let export = folder.well(&["export", &store]);
        assert!(
            export == expected,
            "seed {seed}: the export is another one in about {runs} runs in this order: {order:#?}"
        );
    }
}

fn ingest(folder: &Folder, files: &[String], store: &str) {
    let arguments: Vec<&str> =
        ["ingest", "--store", store].into_iter().chain(files.iter().map(String::as_str)).collect();
    folder.well(&arguments);
}
