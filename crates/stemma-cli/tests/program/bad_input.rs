//! Bad input: a clear line on standard error, the rest goes on, nothing stored is lost, nothing panics.

use std::fs;

use crate::folder::{Folder, Ran};
use crate::pages::Numbers;

const GOOD: &str = "Shelling killed four people in Goma on 3 March 2023, the hospital said.\n";

/// Ingests and annotates a folder that holds this file and a good page: the good page is read, the other refused.
#[track_caller]
fn refused(name: &str, bytes: impl AsRef<[u8]>, words: &[&str]) {
    let folder = Folder::new();
    folder.write(&format!("pages/{name}"), bytes).write("pages/good.txt", GOOD);
    let words: Vec<&str> = words.iter().copied().chain([name]).collect();
    let ran = folder.run(&["ingest", "pages"]);
    ran.expect(3, &words);
    assert!(ran.out.contains("1 new"), "{ran:?}");
    let ran = folder.run(&["annotate", "pages"]);
    ran.expect(3, &words);
    assert_eq!(ran.out.lines().filter(|line| line.contains("\"error\"")).count(), 1, "{ran:?}");
    assert_eq!(ran.out.lines().filter(|line| line.contains("\"sentences\"")).count(), 1, "{ran:?}");
}

/// The same for a file that must be read.
#[track_caller]
fn read(name: &str, bytes: impl AsRef<[u8]>) -> Ran {
    let folder = Folder::new();
    folder.write(&format!("pages/{name}"), bytes).write("pages/good.txt", GOOD);
    let summary = folder.well(&["ingest", "pages"]);
    assert!(summary.contains("2 new"), "{summary}");
    folder.run(&["annotate", &format!("pages/{name}")])
}

#[test]
fn a_store_without_a_page_is_not_said_to_have_events() {
    let folder = Folder::new();
    folder.write("a.csv", "town,killed\nGoma,4\n").write("good.txt", GOOD);
    let ran = folder.run(&["ingest", "a.csv"]);
    ran.expect(3, &["a.csv: is a table without a column for the text"]);
    assert!(ran.out.contains("0 in the store") && !ran.out.contains("next"), "{ran:?}");
    assert!(folder.well(&["ingest", "good.txt"]).contains("stemma ls events"));
    assert!(folder.well(&["verify"]).contains(" database pages"));
}

#[test]
fn refuses_an_empty_file() {
    refused("empty.txt", "", &["is empty"]);
    refused("blank.html", " \n\n ", &["is empty"]);
}

#[test]
fn refuses_fifty_megabytes_of_one_line() {
    let line = "word ".repeat(10_000_000);
    refused("line.txt", &line, &["50000000 bytes", "limit", "split it"]);
    refused("line.jsonl", format!(r#"{{"id": "long", "text": "{line}"}}"#), &["limit", "line.jsonl:1"]);
}

#[test]
fn reads_the_record_after_one_that_is_too_long() {
    let folder = Folder::new();
    let long = format!(r#"{{"id": "long", "text": "{}"}}"#, "word ".repeat(8_000_000));
    folder.write("pages.jsonl", format!("{long}\n{{\"id\": \"short\", \"text\": \"Shells fell.\"}}\n"));
    let ran = folder.run(&["annotate", "pages.jsonl"]);
    ran.expect(3, &["pages.jsonl:1"]);
    assert!(ran.out.lines().nth(1).is_some_and(|line| line.starts_with(r#"{"id":"short","sha256""#)), "{:?}", ran.out);
}

#[test]
fn refuses_random_bytes() {
    let mut numbers = Numbers(5);
    let noise: Vec<u8> = (0..100_000).map(|_| numbers.below(256) as u8).collect();
    refused("noise.txt", &noise, &["is not text"]);
    refused("noise.html", &noise, &["is not text"]);
    refused("noise.bin", &noise, &["is not text"]);
    refused(
        "noise.jsonl",
        noise.iter().map(|&byte| if byte == b'\n' { b' ' } else { byte }).collect::<Vec<_>>(),
        &["is not a record"],
    );
}

#[test]
fn goes_on_after_a_broken_json_line() {
    let folder = Folder::new();
    let lines = "{\"id\": \"a\", \"text\": \"Shells fell on Goma.\"}\n{\"id\": \"b\", \"text\": \"cut off\n{\"id\": \"c\", \"text\": \"Troops left.\"}\n";
    folder.write("pages.jsonl", lines);
    let ran = folder.run(&["ingest", "pages.jsonl"]);
    ran.expect(3, &["pages.jsonl:2", "byte ", "is not a record"]);
    assert!(ran.out.contains("2 new"), "{ran:?}");
}

#[test]
fn reads_utf_16_and_old_encodings() {
    let utf_16: Vec<u8> = GOOD.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFF, 0xFE].into_iter().chain(utf_16.iter().copied()).collect();
    for bytes in [utf_16, marked] {
        let ran = read("utf-16.txt", bytes);
        assert!(ran.out.contains("Shelling killed four people"), "{ran:?}");
    }
    let ran = read("latin.txt", b"Shells fell on the caf\xE9 in N\xEEmes, the mayor said on Friday.".as_slice());
    assert!(ran.out.contains("café"), "{ran:?}");
}

#[test]
fn survives_a_hundred_thousand_nested_tags() {
    let (open, close) = ("<div>".repeat(100_000), "</div>".repeat(100_000));
    let folder = Folder::new();
    folder.write("pages/deep.html", format!("<html><body>{open}<p>{GOOD}</p>{close}</body></html>"));
    folder.write("pages/good.txt", GOOD);
    let ran = folder.run(&["ingest", "pages"]);
    assert!(matches!(ran.status, Some(0 | 3)), "{ran:?}");
    assert!(ran.out.contains("2 new") || ran.out.contains("1 new"), "{ran:?}");
}

#[test]
fn names_a_path_that_is_not_there() {
    let folder = Folder::new();
    folder.write("good.txt", GOOD);
    let ran = folder.run(&["ingest", "missing.txt", "good.txt"]);
    ran.expect(3, &["missing.txt", "no such file", "check the path"]);
    assert!(ran.out.contains("1 new"), "{ran:?}");
}

#[test]
#[cfg(unix)]
fn passes_over_a_folder_that_it_may_not_read() {
    use std::os::unix::fs::PermissionsExt;
    let folder = Folder::new();
    folder.write("pages/closed/page.txt", GOOD).write("pages/good.txt", GOOD);
    let closed = folder.path("pages/closed");
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o000)).unwrap();
    if fs::read_dir(&closed).is_ok() {
        eprintln!("skipped: this user may read everything");
    } else {
        let ran = folder.run(&["ingest", "pages"]);
        ran.expect(3, &["closed", "permission denied"]);
        assert!(ran.out.contains("1 new"), "{ran:?}");
    }
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o700)).unwrap();
}

#[test]
fn leaves_a_store_alone_that_is_not_ours() {
    let folder = Folder::new();
    folder.write("good.txt", GOOD).write("notes.txt", "my own notes");
    let other = rusqlite::Connection::open(folder.path("other.db")).unwrap();
    other.execute_batch("CREATE TABLE mine (a); INSERT INTO mine VALUES (1)").unwrap();
    drop(other);
    for name in ["notes.txt", "other.db"] {
        let before = fs::read(folder.path(name)).unwrap();
        folder.run(&["ingest", "good.txt", "--store", name]).expect(1, &[name, "is not a store of stemma", "--store"]);
        folder.run(&["export", name]).expect(1, &[name, "is not a store of stemma"]);
        assert_eq!(fs::read(folder.path(name)).unwrap(), before);
    }
    folder.run(&["brief", "--store", "none.stemma"]).expect(1, &["none.stemma", "no store here", "stemma ingest"]);
    assert!(!folder.path("none.stemma").exists());
}

/// Pages without their events would stay so in a store; `annotate` prints what it has.
#[test]
fn stores_nothing_with_a_reader_that_cannot_be_opened() {
    let folder = Folder::new();
    folder.write("good.txt", GOOD).write("reader.bin", "no model");
    let run = |command: &str| {
        let script = format!("STEMMA_READER=reader.bin exec '{}' {command}", env!("CARGO_BIN_EXE_stemma"));
        Ran::from(std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path("")).output().unwrap())
    };
    run("ingest good.txt").expect(1, &["reader.bin", "unset STEMMA_READER", "nothing is stored"]);
    run("annotate good.txt").expect(0, &["reader.bin", "no events are read"]);
}

#[test]
fn says_so_when_the_store_cannot_be_made() {
    let folder = Folder::new();
    folder.write("good.txt", GOOD);
    folder.run(&["ingest", "good.txt", "--store", "no/such/folder/case.stemma"]).expect(1, &["case.stemma"]);
    fs::create_dir(folder.path("folder.stemma")).unwrap();
    folder.run(&["ingest", "good.txt", "--store", "folder.stemma"]).expect(1, &["folder.stemma", "it is a folder"]);
}

/// A limit on the size of a file stands for the full disk: the write fails in the same place.
#[test]
#[cfg(unix)]
fn loses_nothing_when_the_disk_is_full() {
    let folder = Folder::new();
    for (name, bytes) in crate::pages::pages(120) {
        folder.write(&name, bytes);
    }
    folder.well(&["ingest", "pages/0001.txt"]);
    let kept = folder.well(&["export"]);
    let script = format!("trap '' XFSZ; ulimit -f 100; exec '{}' ingest pages", env!("CARGO_BIN_EXE_stemma"));
    let full = std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path("")).output().unwrap();
    Ran::from(full).expect(1, &["case.stemma", "cannot be written", "make room"]);
    let export: serde_json::Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let before: serde_json::Value = serde_json::from_str(&kept).unwrap();
    let documents = export["documents"].as_array().unwrap();
    assert!(documents.iter().any(|document| document["id"] == before["documents"][0]["id"]));
    let summary = folder.well(&["ingest", "pages"]);
    assert!(summary.contains("120 in the store"), "{summary}");
}

/// Ten short reports of different happenings: title, day and text of each.
fn reports() -> Vec<[&'static str; 3]> {
    let report = |report: &'static str| {
        let mut lines = report.trim().lines();
        [(); 3].map(|()| lines.next().expect("a report has three lines"))
    };
    include_str!("reports.txt").split("\n\n").map(report).collect()
}

/// Runs the program with a limit on its memory, in MiB, and on its time.
#[cfg(unix)]
#[track_caller]
fn bounded(folder: &Folder, arguments: &str, mebibytes: u64) -> Ran {
    const LIMIT: std::time::Duration = std::time::Duration::from_secs(240);
    let started = std::time::Instant::now();
    let script = format!("ulimit -v {}; exec '{}' {arguments}", mebibytes << 10, env!("CARGO_BIN_EXE_stemma"));
    let output = std::process::Command::new("sh").args(["-c", &script]).current_dir(folder.path("")).output().unwrap();
    let elapsed = started.elapsed();
    eprintln!("{arguments}: {elapsed:.1?}");
    assert!(elapsed < LIMIT, "{arguments} took {elapsed:.1?}");
    Ran::from(output)
}

#[test]
#[cfg(unix)]
fn ten_thousand_copies_of_one_page_are_one_story_of_one_origin() {
    let folder = Folder::new();
    let [_, _, text] = reports()[0];
    let line = |copy: usize| format!("{{\"id\": \"copy-{copy:05}\", \"text\": \"{text}\"}}\n");
    folder.write("copies.jsonl", (0..10_000).map(line).collect::<String>());
    let ran = bounded(&folder, "ingest copies.jsonl", 2048);
    let said = ran.expect(0, &[]).out.split_whitespace().collect::<Vec<_>>().join(" ");
    let events = said.split(" events ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap_or("no");
    for part in ["documents 10000 new", "stories 1 ", &format!("from {events} independent origins")] {
        assert!(said.contains(part), "no {part:?} in {}", ran.out);
    }
}

/// Ten megabytes of text are refused, as they were never one page; ten megabytes of markup around a page are read.
#[test]
#[cfg(unix)]
fn a_page_of_ten_megabytes_is_refused_or_read_in_bounds() {
    let folder = Folder::new();
    let [_, _, text] = reports()[0];
    let times = 10_000_000 / text.len();
    let paragraphs = format!("{text}\n\n").repeat(times);
    let markup = "<li class=\"menu\"><a href=\"/page\" data-track=\"0123456789\"></a></li>".repeat(150_000);
    let page = format!("<html><body><ul>{markup}</ul><article><p>{text}</p></article></body></html>");
    assert!(page.len() > 9_000_000 && paragraphs.len() > 9_000_000);
    folder.write("pages/text.txt", paragraphs).write("pages/markup.html", page).write("pages/good.txt", GOOD);
    folder.write("pages/half.txt", format!("{text}\n\n").repeat(times / 8));
    let ran = bounded(&folder, "ingest pages", 4096);
    ran.expect(3, &["text.txt", "limit for one page", "split it"]);
    assert!(ran.out.contains("3 new"), "{ran:?}");
}

#[test]
fn pages_of_two_words_repeat_nobody_and_join_no_story() {
    let folder = Folder::new();
    let words = ["Read more", "Page two", "Sign in", "Next story", "Weather today", "Read more"];
    for (at, words) in words.iter().enumerate() {
        folder.write(&format!("pages/{at}.txt"), words);
    }
    folder.write("pages/good.txt", GOOD);
    folder.well(&["ingest", "pages"]);
    let export: serde_json::Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    assert!(export["lineage"].as_array().unwrap().is_empty(), "{}", export["lineage"]);
    // The two that are the same bytes are one document.
    assert_eq!(export["documents"].as_array().unwrap().len(), 6);
    assert_eq!(export["stories"].as_array().unwrap().len(), 6, "{}", export["stories"]);
}

#[test]
fn a_page_that_holds_ten_others_is_related_to_each() {
    let folder = Folder::new();
    for (at, [title, day, text]) in reports().into_iter().enumerate() {
        folder.write(&format!("pages/{at}.txt"), format!("{title}\n\n{day}\n\n{text}\n"));
    }
    let texts: Vec<&str> = reports().into_iter().map(|[_, _, text]| text).collect();
    folder.write("digest.jsonl", serde_json::json!({"id": "digest", "text": texts.join("\n\n")}).to_string());
    folder.well(&["ingest", "pages", "digest.jsonl"]);
    let export: serde_json::Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let rows = |field: &str| export[field].as_array().unwrap().clone();
    let is_related =
        |id: &serde_json::Value| rows("lineage").iter().any(|edge| [&edge["child"], &edge["parent"]].contains(&id));
    for document in rows("documents") {
        assert!(is_related(&document["id"]), "{document} has no edge");
    }
}
