//! What is handed on without names: no byte of any file tells one, and what is no name stays.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use parquet::file::reader::{FileReader, SerializedFileReader};
use serde_json::Value;
use stemma::lexicon::fold;

use crate::folder::{Folder, Ran};

/// Names that must go out, with every part of them that is no word of its own.
const GONE: [(&str, &[&str]); 9] = [
    ("Amina Yusuf", &["Amina", "Yusuf"]),
    ("Ra'ad al-Masri", &["Raad", "Masri"]),
    ("María Fernanda López García", &["Fernanda", "Lopez", "Garcia"]),
    ("Oleksandr Kovalenko", &["Oleksandr", "Kovalenko"]),
    ("Aung Min Thu", &["Aung", "Thu"]),
    ("Musa Danladi", &["Danladi"]),
    ("Hassan Warsame", &["Warsame"]),
    ("Khin Mar Oo", &["Khin"]),
    ("Goma Kavira", &["Kavira"]),
];

/// Public figures, places, outlets and groups that must stay.
const STAYS: [&str; 8] =
    ["Abdulkadir Nur", "Vladimir Putin", "Baidoa", "Goma", "Gulf Wire", "Coast Herald", "Islamic State", "Kharkiv"];

/// Pages that tell of people in several ways, and one whose words are sensitive.
fn collection() -> Folder {
    let folder = Folder::new();
    let page = |id: &str, outlet: &str, title: &str, url: &str, text: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "published": "2023-03-08", "title": title, "url": url, "text": text,
                           "byline": "By Marta Salgado"})
        .to_string()
            + "\n"
    };
    let pages = [
        page(
            "p1",
            "Gulf Wire",
            "AMINA YUSUF KILLED IN BAIDOA",
            "https://example.org/2023/amina-yusuf-killed-in-baidoa",
            "A suicide bomber killed Amina Yusuf, 34, a teacher, and Ra’ad al-Masri, 41, at a checkpoint in Baidoa on Tuesday, said \
             Hassan Warsame, a shopkeeper.\n\nYusuf’s brother was wounded. \"I saw two people fall,\" Warsame told Gulf Wire. Islamic State \
             claimed the attack. Defence Minister Abdulkadir Nur condemned the killing of Amina Yusuf.",
        ),
        page(
            "p2",
            "Coast Herald",
            "Two dead in Baidoa blast",
            "https://example.org/2023/baidoa",
            "A suicide bomber killed two people at a checkpoint in Baidoa on Tuesday, Defence Minister Abdulkadir Nur said. The dead were \
             named as Amina\nYusuf, 34, and Raad al-Masri, 41. Amina was a teacher.",
        ),
        page(
            "p3",
            "Coast Herald",
            "Gunmen kidnap two near Kharkiv",
            "https://example.org/2023/mar%C3%ADa-fernanda-l%C3%B3pez-garc%C3%ADa",
            "Gunmen kidnapped María Fernanda López García, 29, and Oleksandr Kovalenko, 52, near Kharkiv on Monday, the police said. \
             President Vladimir Putin denied any part in it. KOVALENKO is a driver; López García is a nurse.",
        ),
        page(
            "p4",
            "Lake Post",
            "Three shot in Goma",
            "https://example.org/2023/goma",
            "Gunmen shot dead Musa Danladi, 19, Ko Aung Min Thu, 33, and Goma Kavira, 61, in Goma on Sunday. Daw Khin Mar Oo told the \
             Lake Post that the gunmen shot at everybody. Danladi was buried in Goma on Monday.",
        ),
    ];
    folder.write("pages.jsonl", pages.concat());
    folder.well(&["ingest", "pages.jsonl"]);
    folder
}

/// Every file of an export, as what it holds.
fn contents(folder: &Path) -> BTreeMap<PathBuf, String> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(contents(&path));
            continue;
        }
        let mut bytes = Vec::new();
        File::open(&path).unwrap().read_to_end(&mut bytes).unwrap();
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        match path.extension().and_then(|ending| ending.to_str()) {
            Some("xlsx") => {
                let mut archive = zip::ZipArchive::new(File::open(&path).unwrap()).unwrap();
                for at in 0..archive.len() {
                    archive.by_index(at).unwrap().read_to_string(&mut text).unwrap();
                }
            }
            Some("parquet") => {
                let rows = SerializedFileReader::new(File::open(&path).unwrap()).unwrap();
                rows.get_row_iter(None).unwrap().for_each(|row| text.push_str(&row.unwrap().to_string()));
            }
            Some("gpkg") => text.push_str(&tables(&path)),
            _ => {}
        }
        found.insert(path, text);
    }
    found
}

/// Every cell of every table of a GeoPackage.
fn tables(path: &Path) -> String {
    let package = rusqlite::Connection::open(path).unwrap();
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'rtree_%'";
    let names: Vec<String> =
        package.prepare(names).unwrap().query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut text = String::new();
    for name in names {
        let mut statement = package.prepare(&format!("SELECT * FROM \"{name}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            (0..columns).for_each(|at| text.push_str(&format!("{:?} ", row.get_ref(at).unwrap())));
        }
    }
    text
}

/// In which files a name stands, in whatever spelling, as words of its own.
fn files_with<'c>(contents: &'c BTreeMap<PathBuf, String>, name: &str) -> Vec<&'c Path> {
    let name = fold::key(name);
    let stands = |text: &str| {
        let folded = fold::fold(text, 0);
        let mut found = folded.text.match_indices(&name);
        found.any(|(at, _)| folded.is_whole_words(at, at + name.len()))
    };
    contents.iter().filter(|(_, text)| stands(text)).map(|(path, _)| path.as_path()).collect()
}

fn export(folder: &Folder, to: &str, more: &[&str]) -> BTreeMap<PathBuf, String> {
    folder.well(&[&["export", "--format", "all", "--to", to][..], more].concat());
    contents(&folder.path(to))
}

#[test]
fn no_byte_of_an_export_tells_a_name_that_was_left_out() {
    let folder = collection();
    let whole = export(&folder, "whole/", &[]);
    for (name, _) in GONE {
        assert!(
            !files_with(&whole, name).is_empty(),
            "{name} is nowhere in the whole export: the test would see nothing"
        );
    }
    let redacted = export(&folder, "redacted/", &["--redact"]);
    for (name, parts) in GONE {
        for word in parts.iter().chain([&name]) {
            assert_eq!(files_with(&redacted, word), Vec::<&Path>::new(), "{word}");
        }
    }
    for name in STAYS {
        assert!(files_with(&redacted, name).len() > 3, "{name} vanished");
    }
    let names: BTreeSet<&Path> =
        redacted.keys().map(|path| path.strip_prefix(folder.path("redacted")).unwrap()).collect();
    let before: BTreeSet<&Path> = whole.keys().map(|path| path.strip_prefix(folder.path("whole")).unwrap()).collect();
    let more: Vec<&&Path> = names.difference(&before).collect();
    assert_eq!(more, [&Path::new("redactions.csv")]);
    assert!(before.is_subset(&names));
}

#[test]
fn one_person_has_one_token_in_every_format_and_every_export() {
    let folder = collection();
    let listed = folder.well(&["redactions", "--format", "json"]);
    let listed: Vec<Value> = serde_json::from_str(&listed).unwrap();
    let amina = listed.iter().find(|row| row["name"] == "Amina Yusuf").unwrap_or_else(|| panic!("{listed:?}"));
    let token = amina["token"].as_str().unwrap();
    // Whoever holds the store is told which parts of names stay, and why.
    let goma = listed.iter().find(|row| row["name"] == "Goma").unwrap_or_else(|| panic!("{listed:?}"));
    let kavira = listed.iter().find(|row| row["name"] == "Goma Kavira").unwrap();
    assert_eq!((&goma["rule"], &goma["why"]), (&"left in".into(), &"a place is meant".into()));
    assert_eq!(goma["token"], kavira["token"]);
    assert_eq!(folder.well(&["redactions", token, "--format", "tsv"]).lines().count(), 2);
    folder.run(&["redactions", "zz"]).expect(1, &["no token of this store begins so"]);
    let contents = export(&folder, "out/", &["--redact"]);
    assert!(contents[&folder.path("out").join("README.md")].contains("1: a place is meant"));
    for file in
        ["events.csv", "pages.csv", "picture.json", "stemma.xlsx", "events.parquet", "events.geojson", "redactions.csv"]
    {
        let text = &contents[&folder.path("out").join(file)];
        assert!(text.contains(token), "{file} has not the token {token}");
    }
    let again = export(&folder, "again/", &["--redact"]);
    for (path, text) in &contents {
        // A workbook and a GeoPackage are told by their words, not by how they were packed.
        let name = path.strip_prefix(folder.path("out")).unwrap();
        assert_eq!(text, &again[&folder.path("again").join(name)], "{}", name.display());
    }
    // One file has its table of tokens beside it, a stream says how many there are.
    folder.run(&["export", "--format", "airwars", "--to", "one.csv", "--redact"]).expect(0, &["left out by rules"]);
    assert!(folder.path("one.csv.redactions.csv").exists());
    assert!(!folder.well(&["export", "--redact", "--format", "csv"]).contains("Yusuf"));
    assert!(!folder.well(&["brief", "--redact"]).contains("Yusuf"));
    let asked = folder.well(&["export", "--redact", "--format", "csv", "--to", "asked/", "--actor", "Kovalenko"]);
    assert!(asked.is_empty() && files_with(&self::contents(&folder.path("asked")), "Kovalenko").is_empty());
}

#[test]
fn places_stay_true_and_nothing_else_changes() {
    let folder = collection();
    let export = |more: &[&str]| -> Value {
        serde_json::from_str(&folder.well(&[&["export", "--format", "json"][..], more].concat())).unwrap()
    };
    let (whole, redacted) = (export(&[]), export(&["--redact"]));
    assert_eq!(whole["events"].as_array().unwrap().len(), redacted["events"].as_array().unwrap().len());
    let spans = |value: &Value| -> Vec<(Value, Value, Value)> {
        let events = value["events"].as_array().unwrap();
        let mentions = events.iter().flat_map(|event| event["mentions"].as_array().unwrap());
        mentions.map(|told| (told["doc"].clone(), told["start"].clone(), told["end"].clone())).collect()
    };
    assert_eq!(spans(&whole), spans(&redacted));
    let ids = |value: &Value, list: &str| -> Vec<Value> {
        value[list].as_array().unwrap().iter().map(|record| record["id"].clone()).collect()
    };
    for list in ["documents", "stories", "events", "second_rank", "claims", "contradictions"] {
        assert_eq!(ids(&whole, list), ids(&redacted, list), "{list}");
    }
    // A page without its name has no sum by which the name could be tried out.
    for (a, b) in whole["documents"].as_array().unwrap().iter().zip(redacted["documents"].as_array().unwrap()) {
        assert_ne!(a["sha256"], b["sha256"], "{a}");
    }
    // The store keeps every word.
    assert_eq!(export(&[]), whole);
    assert!(folder.well(&["verify"]).contains("all is right"));
}

#[test]
fn who_marks_is_named_and_hears_of_a_name_that_stands_nowhere() {
    let folder = collection();
    let nowhere = "stands in no title and no text of a page now";
    let said = folder.run(&["mark", "--name", "Nobody  \"Here\"", "--by", "Ada"]);
    said.expect(0, &[nowhere, "Nobody \"Here\""]);
    let said = folder.run(&["mark", "--name", "abdulkadir nur", "--by", "Ada"]);
    assert!(said.status == Some(0) && !said.messages.contains(nowhere), "{said:?}");
    for arguments in [&["mark", "p4", "sensitive"][..], &["fix", "e-1", "reject"], &["unmark", "m-1"]] {
        let mut command = folder.command();
        for name in ["STEMMA_REVIEWER", "USER", "LOGNAME"] {
            command.env_remove(name);
        }
        let said = Ran::from(command.args(arguments).output().unwrap());
        said.expect(2, &["nobody is named", "STEMMA_REVIEWER, USER, LOGNAME", "--by NAME"]);
        assert_eq!(said.messages.lines().count(), 1, "{said:?}");
    }
}

#[test]
fn marks_are_signed_listed_taken_back_and_heeded() {
    let folder = collection();
    let said = folder.well(&["mark", "p4", "sensitive", "--why", "names a child", "--by", "Ada"]);
    folder.well(&["mark", "p2", "p3", "deleted", "--by", "Ada"]);
    let name = folder.well(&["mark", "--name", "Abdulkadir  Nur", "--by", "Ada"]);
    let rows: Vec<Value> = serde_json::from_str(&folder.well(&["marks", "--format", "json"])).unwrap();
    assert_eq!(rows.len(), 4);
    assert_eq!((rows[0]["of"].as_str(), rows[0]["mark"].as_str()), (Some("p4"), Some("sensitive")));
    let pages: Vec<Value> =
        serde_json::from_str(&folder.well(&["ls", "pages", "--format", "json", "--sort", "id"])).unwrap();
    let marks: Vec<&str> = pages.iter().map(|page| page["marks"].as_str().unwrap()).collect();
    assert_eq!(marks, ["", "deleted", "deleted", "sensitive"]);
    let events: Vec<Value> =
        serde_json::from_str(&folder.well(&["ls", "events", "--format", "json", "--place", "Goma"])).unwrap();
    assert!(!events.is_empty() && events.iter().all(|event| event["marks"] == "sensitive"), "{events:?}");
    let listed = |arguments: &[&str]| -> usize {
        let said = folder.well(&[&["ls", "--format", "json"], arguments].concat());
        serde_json::from_str::<Vec<Value>>(&said).unwrap().len()
    };
    assert_eq!(listed(&["pages", "--mark", "deleted"]), 2);
    assert_eq!(listed(&["pages", "--mark", "sensitive,deleted"]), 3);
    assert_eq!(listed(&["pages", "--mark", "none"]), 1);
    assert_eq!(listed(&["events", "--mark", "sensitive", "--place", "Goma"]), events.len());
    assert_eq!(listed(&["events", "--mark", "none", "--place", "Goma"]), 0);
    assert!(folder.well(&["show", "p4"]).contains("marked as"));
    let contents = export(&folder, "out/", &["--redact=marked"]);
    assert!(files_with(&contents, "Abdulkadir Nur").is_empty(), "a marked name goes out, whoever has it");
    assert!(!files_with(&contents, "Amina Yusuf").is_empty(), "only the rule that was asked for counts");
    let out = folder.path("out");
    assert!(contents[&out.join("pages.csv")].contains("[withheld]"));
    for words in ["buried in Goma", "Three shot", "org/2023/goma", "shot at everybody"] {
        let told: Vec<&PathBuf> =
            contents.iter().filter(|(_, text)| text.contains(words)).map(|(path, _)| path).collect();
        assert!(told.is_empty(), "{words}: {told:?}");
    }
    // A mark is of the page, whatever version of it comes.
    let newer = serde_json::json!({"id": "p3", "outlet": "Coast Herald", "published": "2023-03-09", "text": "Both were freed near Kharkiv."});
    folder.write("newer.jsonl", newer.to_string());
    folder.well(&["ingest", "newer.jsonl"]);
    assert!(folder.well(&["show", "p3"]).contains("deleted"));
    let first = |said: &str| said.split_whitespace().next().unwrap().to_owned();
    folder.well(&["unmark", &first(&said), "--by", "Ben"]);
    folder.well(&["unmark", &first(&name), "--by", "Ben"]);
    folder.run(&["unmark", &first(&name), "--by", "Ben"]).expect(1, &["was taken back already"]);
    assert!(!folder.well(&["show", "p4"]).contains("marked as"));
    assert!(!files_with(&export(&folder, "out2/", &["--redact=marked"]), "Abdulkadir Nur").is_empty());
    folder.run(&["mark", "p4", "secret", "--by", "Ada"]).expect(1, &["sensitive, graphic, deleted"]);
    folder.run(&["mark", "nowhere", "graphic", "--by", "Ada"]).expect(1, &["nowhere"]);
    let event = events[0]["id"].as_str().unwrap();
    folder.run(&["mark", event, "graphic", "--by", "Ada"]).expect(2, &["has the marks of its pages", "p4"]);
}

#[test]
fn an_id_that_tells_a_name_is_another_one_wherever_it_stands() {
    let folder = Folder::new();
    let text = "Gunmen kidnapped Oleksandr Kovalenko, 52, near Kharkiv on Monday, the police said.";
    let page = |id: &str, text: &str| {
        serde_json::json!({"id": id, "published": "2023-03-08", "outlet": "Coast Herald", "text": text}).to_string()
    };
    let pages = [page("oleksandr-kovalenko", text), page("p2", &format!("{text} Two others were freed near Kharkiv."))]
        .join("\n");
    folder.write("page.jsonl", pages);
    folder.well(&["ingest", "page.jsonl"]);
    folder.well(&["mark", "oleksandr-kovalenko", "deleted", "--by", "Ada"]);
    let redacted = export(&folder, "out/", &["--redact"]);
    assert!(files_with(&redacted, "Kovalenko").is_empty());
    let whole = export(&folder, "whole/", &[]);
    assert!(files_with(&whole, "oleksandr kovalenko").len() > 20);
    let out = folder.path("out");
    let rows = |file: &str| redacted[&out.join(file)].lines().count();
    for file in ["events.csv", "pages.csv", "claims.csv", "copies.csv", "tolls.csv", "polecat.tsv"] {
        assert_eq!(rows(file), whole[&folder.path("whole").join(file)].lines().count(), "{file}");
    }
    let pages = &redacted[&out.join("pages.csv")];
    let row = pages.lines().find(|row| row.contains("deleted")).unwrap();
    let id = row.split(',').next().unwrap();
    assert!(id.starts_with("page-"), "{row}");
    assert!(files_with(&redacted, id).len() > 10, "{id} ties the records together");
}
