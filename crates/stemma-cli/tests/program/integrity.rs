//! A store keeps its word: what is damaged is named and left out, what is missing is missed, and a copy is whole.

use std::fs;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::folder::{Folder, Ran};
use crate::pages::pages;

fn collection(count: u64) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in pages(count) {
        folder.write(&name, bytes);
    }
    folder.well(&["ingest", "pages"]);
    folder
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

/// Damages a store by these statements: the export has so many documents fewer, a line on each command names what is damaged, and
/// everything else is there. Gives the export before and after.
#[track_caller]
fn damaged(statements: &str, missing: usize, named: &str) -> (Value, Value) {
    let folder = collection(20);
    let before = json(&folder.well(&["export"]));
    folder.store("case.stemma").execute_batch(statements).unwrap();
    let ran = folder.run(&["export"]);
    ran.expect(3, &["case.stemma", named]);
    let after = json(&ran.out);
    let count = |export: &Value| export["documents"].as_array().unwrap().len();
    assert_eq!(count(&after) + missing, count(&before));
    folder.run(&["brief"]).expect(3, &[named]);
    // More pages come, and the damaged one stays away.
    folder.write("more.txt", "Shelling killed nine people in Uvira on 4 March 2023, the hospital said.");
    let ran = folder.run(&["ingest", "more.txt"]);
    assert!(matches!(ran.status, Some(0 | 3)), "{ran:?}");
    assert_eq!(count(&json(&folder.run(&["export"]).out)) + missing, count(&before) + 1);
    if missing > 0 {
        folder.run(&["verify"]).expect(1, &["not right", "case.stemma"]);
    } else {
        assert!(folder.well(&["verify"]).contains("all is right"), "the picture was made anew from the documents");
    }
    (before, after)
}

#[test]
fn a_damaged_document_is_left_out_and_the_rest_is_shown() {
    damaged("UPDATE documents SET reading = x'00' WHERE rowid = 7", 1, "is damaged and left out");
    // Text of another length, of which no span is right, in a store that must be related again.
    let wide = "UPDATE documents SET text = replace(text, ' ', char(0x3000)) WHERE rowid < 4; UPDATE state SET picture_revision = 1";
    damaged(wide, 3, "is damaged and left out: what was read in it is of another text");
}

#[test]
fn a_damaged_story_is_made_again_from_its_documents() {
    let statements = "UPDATE chapters SET record = x'00' WHERE rowid = (SELECT min(rowid) FROM chapters)";
    let (before, after) = damaged(statements, 0, "is damaged and left out");
    assert_eq!(before, after);
}

#[test]
fn a_copy_that_is_made_while_others_write_is_whole() {
    let folder = Folder::new();
    for (name, bytes) in pages(300) {
        folder.write(&name, bytes);
    }
    folder.well(&["ingest", "pages/0001.txt"]);
    let mut writer = Command::new(env!("CARGO_BIN_EXE_stemma"))
        .args(["ingest", "pages"])
        .current_dir(folder.path(""))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let mut copies = 0;
    while writer.try_wait().unwrap().is_none() {
        copies += 1;
        let copy = format!("copy-{copies}.stemma");
        assert!(folder.well(&["backup", &copy]).contains("all is right"));
        assert!(folder.well(&["verify", &copy]).contains("all is right"));
        sleep(Duration::from_millis(100));
    }
    assert!(writer.wait().unwrap().success() && copies > 1, "{copies} copies");
    folder.well(&["backup", "last.stemma"]);
    assert_eq!(folder.well(&["export", "last.stemma"]), folder.well(&["export"]));
    folder.run(&["backup", "last.stemma"]).expect(1, &["last.stemma", "--force"]);
    folder.well(&["backup", "last.stemma", "--force"]);
    folder.run(&["backup", "case.stemma", "--force"]).expect(1, &["the store itself"]);
}

#[test]
fn a_store_that_cannot_be_copied_leaves_no_copy() {
    let folder = collection(20);
    let mut bytes = fs::read(folder.path("case.stemma")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    fs::write(folder.path("case.stemma"), bytes).unwrap();
    folder.run(&["backup", "copy.stemma"]).expect(1, &["case.stemma", "damaged", "page"]);
    let left: Vec<_> = fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().contains("copy")), "{left:?}");
}

#[test]
#[cfg(unix)]
fn a_signal_ends_an_ingest_where_nothing_is_lost() {
    let folder = Folder::new();
    for (name, bytes) in pages(500) {
        folder.write(&name, bytes);
    }
    let started = Instant::now();
    folder.well(&["ingest", "pages", "--store", "whole.stemma"]);
    let whole_run = started.elapsed();
    for (signal, status) in [("INT", 130), ("TERM", 143)] {
        let store = format!("{signal}.stemma");
        let child = Command::new(env!("CARGO_BIN_EXE_stemma"))
            .args(["ingest", "pages", "--store", &store])
            .current_dir(folder.path(""))
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        sleep(whole_run / 3);
        Command::new("kill").args([&format!("-{signal}"), &child.id().to_string()]).status().unwrap();
        let ran = Ran::from(child.wait_with_output().unwrap());
        if ran.status == Some(0) {
            eprintln!("skipped: the run was faster than its signal");
            continue;
        }
        ran.expect(status, &["stopped; ", "documents are kept; the same command goes on"]);
        assert!(folder.well(&["verify", &store]).contains("all is right"));
        folder.well(&["ingest", "pages", "--store", &store]);
        assert_eq!(folder.well(&["export", &store]), folder.well(&["export", "whole.stemma"]));
    }
}

#[test]
#[cfg(unix)]
fn a_store_in_a_folder_that_may_not_be_written_is_shown() {
    use std::os::unix::fs::PermissionsExt;
    let folder = collection(20);
    fs::create_dir(folder.path("closed")).unwrap();
    fs::copy(folder.path("case.stemma"), folder.path("closed/case.stemma")).unwrap();
    let old = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat/version-9.stemma");
    fs::copy(old, folder.path("closed/old.stemma")).unwrap();
    let mode = |mode| fs::set_permissions(folder.path("closed"), fs::Permissions::from_mode(mode)).unwrap();
    mode(0o555);
    if fs::write(folder.path("closed/x"), "").is_ok() {
        eprintln!("skipped: this user may write everything");
    } else {
        assert_eq!(folder.well(&["export", "closed/case.stemma"]), folder.well(&["export"]));
        folder.well(&["verify", "closed/case.stemma"]);
        folder
            .run(&["ingest", "pages", "more", "--store", "closed/case.stemma"])
            .expect(1, &["cannot be written here", "copy it"]);
        folder.run(&["ls", "pages", "--store", "closed/old.stemma"]).expect(1, &["older stemma", "copy it"]);
    }
    mode(0o755);
}

#[test]
fn what_is_no_store_is_refused_at_once_and_no_store_is_made_for_nothing() {
    let folder = Folder::new();
    folder.run(&["ingest", "none.txt", "neither"]).expect(1, &["none.txt, neither: no such file", "no store was made"]);
    assert!(!folder.path("case.stemma").exists());
    folder.write("page.txt", "Shelling killed four people in Goma on 3 March 2023, the hospital said.");
    for name in [":memory:", "file:x", "a?b%20"] {
        folder.well(&["ingest", "page.txt", "--store", name]);
        assert!(folder.well(&["verify", name]).contains("1 document,"));
    }
    #[cfg(unix)]
    {
        assert!(Command::new("mkfifo").arg(folder.path("pipe")).status().unwrap().success());
        for name in ["pipe", "/dev/zero"] {
            folder.run(&["export", name]).expect(1, &["it is a pipe or a device"]);
            folder.run(&["ingest", "page.txt", "--store", name]).expect(1, &["it is a pipe or a device"]);
        }
    }
}
