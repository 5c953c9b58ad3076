//! Killed at any moment, the next run finishes the work, and nobody can tell from the result.

use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::folder::Folder;
use crate::pages::{Numbers, pages};

const PAGES: u64 = 500;
const KILLS: u32 = 10;

#[test]
fn an_export_after_ten_kills_is_that_of_an_undisturbed_run() {
    let folder = Folder::new();
    for (name, bytes) in pages(PAGES) {
        folder.write(&name, bytes);
    }
    let started = Instant::now();
    let summary = folder.well(&["ingest", "pages", "--store", "whole.stemma"]);
    let whole_run = started.elapsed();
    assert!(summary.contains(&format!("{PAGES} new")), "{summary}");
    let expected = folder.well(&["export", "whole.stemma"]);

    let mut numbers = Numbers(u64::from(whole_run.subsec_nanos()));
    let (mut kills, mut stores) = (0, 0);
    while kills < KILLS {
        stores += 1;
        let store = format!("killed-{stores}.stemma");
        let mut is_whole = false;
        while !is_whole && kills < KILLS {
            let moment = Duration::from_micros(numbers.below(whole_run.as_micros() as u64 / 2));
            is_whole = !killed_after(moment, &folder, &store);
            kills += u32::from(!is_whole);
            if folder.path(&store).metadata().is_ok_and(|about| about.len() > 0) {
                let said = folder.well(&["verify", &store]);
                assert!(said.contains("all is right"), "{said}");
            }
        }
        folder.well(&["ingest", "pages", "--store", &store]);
        let export = folder.well(&["export", &store]);
        assert!(export == expected, "the export of {store} differs after {kills} kills, seed {whole_run:?}");
    }
}

#[test]
fn a_run_that_died_before_it_fused_is_finished_by_whoever_comes_next() {
    let folder = Folder::new();
    for (name, bytes) in pages(30) {
        folder.write(&name, bytes);
    }
    folder.well(&["ingest", "pages"]);
    let expected = folder.well(&["export"]);
    // What such a run leaves: the documents of its last commit, and a picture that does not know them.
    let store = folder.store("case.stemma");
    store.execute_batch("UPDATE state SET picture_revision = 1, chapters = 0; DELETE FROM chapters").unwrap();
    drop(store);
    assert_eq!(folder.well(&["export"]), expected);
    assert_eq!(folder.well(&["export"]), expected);
}

/// Starts an ingest and kills it after a time; `false` when it was faster.
fn killed_after(moment: Duration, folder: &Folder, store: &str) -> bool {
    let mut child = Command::new(env!("CARGO_BIN_EXE_stemma"))
        .args(["ingest", "pages", "--store", store])
        .current_dir(folder.path(""))
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    sleep(moment);
    // On Unix this is SIGKILL: the program has no say in it.
    let _ = child.kill();
    let status = child.wait().expect("it was started");
    !status.success()
}
