//! What the commands print, and that the same input gives the same.

use serde_json::Value;

use crate::folder::{Folder, Ran};
use crate::pages::pages;

fn collection(count: u64) -> Folder {
    let folder = Folder::new();
    for (name, bytes) in pages(count) {
        folder.write(&name, bytes);
    }
    folder
}

#[test]
fn the_same_pages_twice_are_nothing_new() {
    let folder = collection(30);
    assert!(folder.well(&["ingest", "pages"]).contains("30 new, 0 already known, 30 in the store"));
    let before = folder.well(&["export"]);
    assert!(folder.well(&["ingest", "pages"]).contains("0 new, 30 already known, 30 in the store"));
    assert_eq!(folder.well(&["export"]), before);
}

#[test]
fn the_order_in_which_pages_come_does_not_show_in_the_export() {
    let folder = collection(60);
    folder.well(&["ingest", "pages", "--store", "at-once.stemma"]);
    folder.well(&["ingest", "pages/records.jsonl", "--store", "in-parts.stemma"]);
    folder.well(&["ingest", "pages", "--store", "in-parts.stemma"]);
    assert!(folder.well(&["export", "at-once.stemma"]) == folder.well(&["export", "in-parts.stemma"]));
}

#[test]
fn keeps_another_version_when_an_id_comes_with_other_bytes() {
    let folder = Folder::new();
    folder.write("1.jsonl", "{\"id\": \"a\", \"text\": \"Shells fell on Goma.\"}\n");
    folder.write("2.jsonl", "{\"id\": \"a\", \"text\": \"Shells fell on Goma and Sake.\"}\n");
    folder.well(&["ingest", "1.jsonl"]);
    let summary = folder.well(&["ingest", "2.jsonl"]);
    assert!(summary.contains("a came with other bytes than before and is kept as version 2"), "{summary}");
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    assert_eq!(export["documents"].as_array().unwrap().len(), 1);
    assert!(folder.well(&["show", "document", "a"]).contains("Goma and Sake"));
}

#[test]
fn annotate_prints_one_object_a_document_in_input_order_with_the_fields_of_the_interface() {
    let folder = Folder::new();
    folder.write("b.txt", "Shells fell on Goma.").write("a.html", "<p>Troops left Sake.</p>");
    folder.write(
        "c.jsonl",
        "{\"id\": \"x\", \"text\": \"Nobody fired.\", \"published\": \"2023-03-04\"}\n{\"id\": \"y\"}\n",
    );
    let ran = folder.run(&["annotate", "--format", "jsonl", "b.txt", "a.html", "c.jsonl"]);
    ran.expect(3, &["c.jsonl (record y)"]);
    let objects: Vec<Value> = ran.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 4);
    assert!(objects[0].get("text").is_none() && objects[0].get("tokens").is_none());
    assert!(objects[1]["text"].as_str().unwrap().contains("Troops left Sake."), "HTML always has its text layer");
    assert_eq!(objects[2]["published"]["start"], "2023-03-04");
    assert_eq!(objects[3]["id"], "y");
    assert!(objects[3]["error"].is_string());
    let fields = "sha256 title outlet byline dateline language published blocks sentences entities places times attributions events";
    for field in fields.split(' ') {
        assert!(objects[2].get(field).is_some(), "no {field}");
    }
    let with_text = folder.well(&["annotate", "--text", "--tokens", "b.txt"]);
    let object: Value = serde_json::from_str(&with_text).unwrap();
    assert_eq!(object["text"], "Shells fell on Goma.");
    assert!(object["tokens"].is_array());
}

#[test]
fn reads_standard_input() {
    let folder = Folder::new();
    let input = "{\"id\": \"x\", \"text\": \"Shells fell on Goma.\"}\n";
    let ran = Ran::from(folder.command().args(["annotate", "-"]).write_stdin(input).output().unwrap());
    assert!(ran.expect(0, &[]).out.starts_with(r#"{"id":"x","#), "{ran:?}");
    let ran =
        Ran::from(folder.command().args(["ingest", "-"]).write_stdin("<p>Troops left Sake.</p>").output().unwrap());
    assert!(ran.expect(0, &[]).out.contains("1 new"), "{ran:?}");
}

#[test]
fn export_has_the_fields_of_the_interface_and_every_mention_quotes_its_page() {
    let folder = collection(60);
    folder.well(&["ingest", "pages"]);
    let export: Value = serde_json::from_str(&folder.well(&["export", "--format", "json"])).unwrap();
    for field in ["documents", "stories", "lineage", "events", "claims", "contradictions", "control"] {
        assert!(export[field].is_array(), "no {field}");
    }
    for event in export["events"].as_array().unwrap() {
        for field in ["id", "summary", "plover", "assertion", "place", "time", "toll", "articles", "origins", "grade"] {
            assert!(event.get(field).is_some(), "no {field} in {event}");
        }
        assert!(event["place"].is_null() || event["place"].get("relation").is_some(), "{event}");
        assert!(event["origins"]["min"].as_u64() <= event["origins"]["max"].as_u64(), "{event}");
        for mention in event["mentions"].as_array().unwrap() {
            let document = mention["doc"].as_str().unwrap();
            assert!(export["documents"].as_array().unwrap().iter().any(|known| known["id"] == document), "{mention}");
        }
    }
}

#[test]
fn the_summary_counts_what_the_export_holds() {
    let folder = collection(90);
    // The second run changes the picture; the third one only counts.
    folder.well(&["ingest", "pages/records.jsonl"]);
    let summaries = [folder.well(&["ingest", "pages"]), folder.well(&["ingest", "pages"])];
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let rows = |field: &str| export[field].as_array().unwrap();
    let sum =
        |of: &dyn Fn(&Value) -> &Value| -> u64 { rows("events").iter().map(|event| of(event).as_u64().unwrap()).sum() };
    let (least, most) = (sum(&|event| &event["origins"]["min"]), sum(&|event| &event["origins"]["max"]));
    let origins = if least == most { least.to_string() } else { format!("{least} to {most}") };
    let expected = [
        format!("stories         {}\n", rows("stories").len()),
        format!(
            "copies          {} of one",
            rows("lineage").iter().filter(|edge| edge["parent"].is_string() && edge["p"].as_f64() >= Some(0.5)).count()
        ),
        format!("events          {}\n", rows("events").len()),
        format!("told            {} times in articles, from {origins} ind", sum(&|event| &event["articles"])),
        format!("contradictions  {}\n", rows("contradictions").len()),
    ];
    for (summary, line) in summaries.iter().flat_map(|summary| expected.iter().map(move |line| (summary, line))) {
        assert!(summary.contains(line), "no {line:?} in {summary}");
    }
    assert!(rows("contradictions").len() > 5 && rows("stories").len() > 5, "too little to count: {}", summaries[0]);
}

#[test]
fn shows_and_briefs_what_it_has() {
    let folder = collection(60);
    folder.well(&["ingest", "pages"]);
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    for (what, list) in [("event", "events"), ("story", "stories"), ("document", "documents")] {
        for record in export[list].as_array().unwrap().iter().take(3) {
            let id = record["id"].as_str().unwrap();
            assert!(folder.well(&["show", what, id]).starts_with(&format!("{what} {id}")));
        }
    }
    assert!(folder.well(&["show", "document", "0001.txt"]).contains("Fighting around"));
    folder.run(&["show", "event", "none-like-this"]).expect(1, &["event none-like-this", "there is none"]);
    let report = folder.well(&["brief"]);
    assert!(report.starts_with("# Situation report") && report.contains("machine-read"), "{report}");
    assert!(folder.well(&["brief", "--format", "html"]).starts_with("<!doctype html>"));
}

#[test]
fn a_report_is_printed_by_a_program_that_is_there_or_says_how_to_print_it() {
    let folder = Folder::new();
    folder
        .write("page.txt", "Shells killed four people at a market in Goma on Friday, doctors said.")
        .well(&["ingest", "page.txt"]);
    let brief = |path: &str| {
        folder
            .command()
            .args(["brief", "--format", "pdf"])
            .env("PATH", folder.path(path))
            .output()
            .expect("the program starts")
    };
    folder.write("empty/nothing", "");
    Ran::from(brief("empty")).expect(1, &["no program that prints PDF is installed", "--format html"]);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let printer = |name: &str, script: &str| {
            folder.write(name, format!("#!/bin/sh\n{script}\n"));
            std::fs::set_permissions(folder.path(name), std::fs::Permissions::from_mode(0o755)).unwrap();
        };
        printer("broken/chromium", "exit 0");
        Ran::from(brief("broken")).expect(1, &["chromium", "printed nothing", "--format html"]);
        printer(
            "good/chromium",
            "for word; do case $word in --print-to-pdf=*) printf '%%PDF-1.4 of %s' \"$#\" > \"${word#*=}\";; esac; done",
        );
        let printed = brief("good");
        assert!(printed.status.success() && printed.stdout.starts_with(b"%PDF-1.4 of 8"), "{printed:?}");
    }
}

#[test]
fn shows_counts_under_the_policy_that_is_asked_for() {
    let folder = Folder::new();
    let page = |id: &str, outlet: &str, text: &str| {
        format!("{{\"id\": \"{id}\", \"outlet\": \"{outlet}\", \"published\": \"2022-10-30\", \"text\": \"{text}\"}}\n")
    };
    let a =
        "A car bomb exploded outside the ministry in Mogadishu on Saturday, killing eight people, a policeman said.";
    let b = "Twelve people were killed by a car bomb in Mogadishu on Saturday, doctors at two hospitals said.";
    folder.write("pages.jsonl", page("a", "Coast Herald", a) + &page("b", "Horn Monitor", b));
    folder.well(&["ingest", "pages.jsonl"]);
    let shown = |policy: &[&str]| {
        let export: Value = serde_json::from_str(&folder.well(&[&["export"], policy].concat())).unwrap();
        let event =
            export["events"].as_array().unwrap().iter().find(|event| event["kind"] == "bombing").unwrap().clone();
        assert_eq!(event["tolls"].as_array().unwrap().len(), 3, "all policies are kept");
        let toll = &event["toll"][0];
        (toll["low"].clone(), toll["best"].clone(), toll["high"].clone(), event["summary"].to_string())
    };
    let (low, best, high, summary) = shown(&["--tolls", "conservative"]);
    assert_eq!((low, best, high), (8.into(), 8.into(), 8.into()));
    assert!(summary.contains("; 8 killed"), "{summary}");
    let (low, best, high, summary) = shown(&["--tolls", "range"]);
    assert_eq!((low, best, high), (8.into(), Value::Null, 12.into()));
    assert!(summary.contains("; 8 to 12 killed"), "{summary}");
    assert_eq!(shown(&[]), shown(&["--tolls", "best"]));
    assert!(folder.well(&["brief", "--tolls", "conservative"]).contains("Eight people were killed in a bombing"));
}

#[test]
fn names_its_sources_and_documents_its_exit_statuses() {
    let folder = Folder::new();
    let about = folder.well(&["about"]);
    assert!(about.contains("GeoNames") && about.contains("CC") && about.contains("en_core_web_sm"), "{about}");
    assert!(folder.well(&["--help"]).contains("Exit status"));
    for command in ["ingest", "annotate", "export", "brief", "show", "lists", "about"] {
        assert!(folder.well(&[command, "--help"]).contains("Examples:"), "{command} has no examples");
    }
    assert_eq!(folder.run(&["annotate"]).status, Some(2));
}
