//! Lists of the user's own: that they take effect, are refused with their line, and stay with the store.

use serde_json::Value;

use crate::folder::Folder;
use crate::pages::pages;

const ACTOR: &str = r#"# ours
[[set]]
country = "SDN"
kind = "militia"
actors = [
  { id = "blue-hill-guard", name = "Blue Hill Guard", aliases = ["=BHG"] },
]
"#;

const PAGE: &str = "The Blue Hill Guard captured the town of Kutum on 3 May 2023, residents said.\n";

/// The ids that `annotate` gives to the names of a page.
fn ids(json: &str) -> Vec<String> {
    let object: Value = serde_json::from_str(json.lines().next().expect("a page gives a line")).unwrap();
    let ids = object["entities"].as_array().unwrap().iter().filter_map(|entity| entity["id"].as_str());
    ids.map(str::to_owned).collect()
}

fn folder() -> Folder {
    let folder = Folder::new();
    folder.write("page.txt", PAGE).write("mine/actors/sudan.toml", ACTOR);
    folder
}

#[test]
fn an_actor_of_ones_own_is_found_by_option_and_by_variable() {
    let folder = folder();
    let is_found = |json: &str| ids(json).contains(&"blue-hill-guard".to_owned());
    assert!(!is_found(&folder.well(&["annotate", "page.txt"])));
    assert!(is_found(&folder.well(&["annotate", "--lists", "mine", "page.txt"])));
    let by_variable = folder.command().env("STEMMA_LISTS", "mine").args(["annotate", "page.txt"]).output().unwrap();
    assert!(is_found(&String::from_utf8(by_variable.stdout).unwrap()));
    let without = folder
        .command()
        .env("STEMMA_LISTS", "mine")
        .args(["annotate", "--lists", "none", "page.txt"])
        .output()
        .unwrap();
    assert!(!is_found(&String::from_utf8(without.stdout).unwrap()));
}

#[test]
fn an_event_names_its_rule_by_list_and_entry() {
    let folder = folder();
    folder.write(
        "mine/events/verbs/desk.toml",
        "[[rule]]\nid = \"hill-fire\"\nkind = \"advance\"\nwords = [\"capture\"]\n",
    );
    let rule = |json: String| {
        let object: Value = serde_json::from_str(json.trim()).unwrap();
        object["events"][0]["rule"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(rule(folder.well(&["annotate", "page.txt"])), "reader");
    assert_eq!(rule(folder.well(&["annotate", "--lists", "mine", "page.txt"])), "events/verbs.toml: hill-fire");
}

#[test]
fn lists_of_every_kind_take_effect() {
    let folder = folder();
    folder.write("mine/dates/months.toml", "[months]\nxx = [\"unu\", \"du\", \"tri\", \"kvar\", \"kvinember\", \"ses\", \"sep\", \"ok\", \"nau\", \"dek\", \"dekunu\", \"dekdu\"]\n");
    folder.write("page.html", "<html><head><title>Ferry stopped</title></head><body><h1>Ferry stopped</h1><p class=when>Published 3 kvinember 2023</p><p>The ferry across the sound was stopped for a day, the harbour master said on the quay, and nobody was hurt by it at all.</p></body></html>");
    let day = |json: String| {
        let object: Value = serde_json::from_str(json.trim()).unwrap();
        object["published"]["start"].as_str().unwrap_or("none").to_owned()
    };
    assert_eq!(day(folder.well(&["annotate", "page.html"])), "none");
    assert_eq!(day(folder.well(&["annotate", "--lists", "mine", "page.html"])), "2023-05-03");
}

#[test]
fn a_fault_is_named_with_file_and_line_and_nothing_is_read() {
    let folder = folder();
    let cases: [(&str, &[u8], &str); 8] = [
        (
            "actors/sudan.toml",
            b"[[set]]\nkind = \"militai\"\nactors = [{ id = \"x\", name = \"X\" }]",
            "sudan.toml: line 3: unknown variant",
        ),
        (
            "actors/x.toml",
            b"[[set]]\nkind = \"gang\"\nactors = [\n{ id = \"x\", name = \"X\", parent = \"nobody\" }]",
            "x.toml: line 4: x: its parent",
        ),
        ("agency.toml", b"", "is agencies.toml meant?"),
        ("agencies.toml", b"agencies = [\n{ id = \"\xff\" }]", "agencies.toml: line 2: is not UTF-8"),
        ("agencies.toml", b"agencies = [", "agencies.toml: line 1"),
        ("places/supplement.tsv", b"Mill Ford 3 4", "supplement.tsv: line 1: 1 columns"),
        ("times/words.toml", b"\xef\xbb\xbf[cardinals]\r\nfive = \"5\"\r\n", "words.toml: line 2: invalid type"),
        ("relate/words.toml", &[b'#'; (1 << 20) + 1], "is longer than"),
    ];
    for (path, bytes, message) in cases {
        let path = format!("bad/{path}");
        folder.write(&path, bytes);
        for arguments in [&["annotate", "--lists", "bad", "page.txt"][..], &["lists", "check", "bad"]] {
            let ran = folder.run(arguments);
            ran.expect(1, &[message, "nothing was read"]);
            assert!(ran.out.is_empty(), "{ran:?}");
        }
        folder.run(&["ingest", "--lists", "bad", "page.txt"]).expect(1, &[message]);
        assert!(!folder.path("case.stemma").exists(), "no store is made");
        std::fs::remove_dir_all(folder.path("bad")).unwrap();
    }
    folder.run(&["lists", "check", "nowhere"]).expect(1, &["nowhere: there is no such folder"]);
    folder.run(&["lists", "check", "page.txt"]).expect(1, &["page.txt: is no folder"]);
    std::fs::create_dir(folder.path("empty")).unwrap();
    folder.run(&["lists", "check", "empty"]).expect(1, &["empty: holds no list"]);
    folder.run(&["lists", "--lists", "nowhere", "check", "mine"]).expect(2, &["cannot be used with"]);
    folder.write("mine/notes.md", "ours");
    folder.run(&["lists", "check", "mine"]).expect(0, &["notes.md: is no list"]);
}

#[cfg(unix)]
#[test]
fn pipes_are_passed_over_and_a_linked_folder_is_a_fault() {
    let folder = folder();
    let pipe = folder.path("mine/agencies.toml");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    assert!(folder.well(&["lists", "check", "mine"]).starts_with("all is right: 1 file"));
    std::fs::create_dir(folder.path("linked")).unwrap();
    std::os::unix::fs::symlink(folder.path("mine/actors"), folder.path("linked/actors")).unwrap();
    folder.run(&["lists", "check", "linked"]).expect(1, &["linked/actors: is a link to a folder", "nothing was read"]);
}

#[test]
fn says_fifty_faults_and_how_many_more_there_are() {
    let folder = folder();
    let names: String = (0..60).map(|number| format!("\"no-such-{number}\",\n")).collect();
    folder.write("bad/agencies.toml", format!("[remove]\nagencies = [\n{names}]"));
    let ran = folder.run(&["lists", "check", "bad"]);
    ran.expect(1, &["line 52: ", "stemma: and 10 more", "these 60 faults"]);
    assert!(!ran.messages.contains("line 53"), "{ran:?}");
}

#[test]
fn says_which_lists_there_are_and_what_ones_own_change() {
    let folder = folder();
    folder.write(
        "desk/agencies.toml",
        "agencies = [{ id = \"afp\", aliases = [\"Agence F.\"], extend = true }]\n[remove]\nagencies = [\"upi\"]\n",
    );
    let all = folder.well(&["lists"]);
    assert!(all.contains("actors/*.toml") && all.contains("no lists of your own"), "{all}");
    let changed = folder.well(&["lists", "--lists", "mine", "--lists", "desk"]);
    for words in [
        "sudan.toml: line 6: adds blue-hill-guard",
        "extends afp",
        "removes agencies: upi",
        "2 files; 1 added, 0 replaced, 1 extended, 1 removed",
    ] {
        assert!(changed.contains(words), "no {words:?} in {changed}");
    }
    assert!(folder.well(&["lists", "check", "mine"]).starts_with("all is right: 1 file; 1 added"));
}

#[test]
fn writes_the_lists_out_and_a_copy_of_them_changes_nothing() {
    let folder = folder();
    folder.well(&["lists", "write", "ours"]);
    assert!(folder.path("ours/events/verbs.toml").is_file() && !folder.path("ours/sources.toml").exists());
    let checked = folder.well(&["lists", "check", "ours"]);
    assert!(checked.contains("0 added, 0 replaced, 0 extended, 0 removed"), "{checked}");
    folder.run(&["lists", "write", "ours"]).expect(1, &["is not empty"]);
    assert_eq!(folder.well(&["annotate", "page.txt"]), folder.well(&["annotate", "--lists", "ours", "page.txt"]));
}

#[test]
fn a_store_keeps_its_lists_and_reads_every_page_again_with_others() {
    let folder = Folder::new();
    for (name, bytes) in pages(30) {
        folder.write(&name, bytes);
    }
    folder.write("mine/actors/sudan.toml", ACTOR).write("pages/own.txt", PAGE);
    // The lists from the beginning, and lists that came later: the same picture.
    folder.well(&["ingest", "pages", "--lists", "mine", "--store", "at-once.stemma"]);
    folder.well(&["ingest", "pages", "--store", "later.stemma"]);
    let without = folder.well(&["export", "later.stemma"]);
    let summary = folder.well(&["ingest", "pages", "--lists", "mine", "--store", "later.stemma"]);
    assert!(
        summary.contains("31 that were read with other lists") && summary.contains("1 file of your own"),
        "{summary}"
    );
    let at_once = folder.well(&["export", "at-once.stemma"]);
    assert!(at_once == folder.well(&["export", "later.stemma"]) && at_once != without);
    // The store remembers them when nothing is said, also without their folder.
    std::fs::remove_dir_all(folder.path("mine")).unwrap();
    let more = folder.write("more.txt", "The Blue Hill Guard left Omdurman on 9 May 2023.\n").well(&[
        "ingest",
        "more.txt",
        "--store",
        "later.stemma",
    ]);
    assert!(more.contains("1 new") && more.contains("1 file of your own") && !more.contains("read again"), "{more}");
    let document = folder.well(&["show", "lists", "--store", "later.stemma"]);
    assert!(document.contains("SHA-256") && document.contains("blue-hill-guard"), "{document}");
    // And goes back to the program's own.
    folder.well(&["ingest", "pages", "--lists", "none", "--store", "at-once.stemma"]);
    assert!(without == folder.well(&["export", "at-once.stemma"]));
    assert!(folder.well(&["show", "lists", "--store", "at-once.stemma"]).contains("the program's own alone"));
}

#[test]
fn a_run_that_died_while_it_read_again_is_finished_by_whoever_comes_next() {
    let folder = folder();
    folder.well(&["ingest", "page.txt", "--lists", "mine"]);
    let wanted = folder.well(&["export"]);
    // As such a run leaves it: the lists are in the store, the document was read without them.
    folder.well(&["ingest", "page.txt", "--lists", "none"]);
    let store = folder.store("case.stemma");
    store
        .execute(
            "INSERT INTO lists (path, name, text) VALUES ('actors/sudan.toml', 'mine/actors/sudan.toml', ?1)",
            [ACTOR],
        )
        .unwrap();
    folder.well(&["ingest", "page.txt", "--lists", "mine", "--store", "other.stemma"]);
    let other = folder.store("other.stemma");
    let digest: String = other.query_row("SELECT lists FROM state", [], |row| row.get(0)).unwrap();
    store.execute("UPDATE state SET lists = ?1, revision = revision + 1", [digest]).unwrap();
    drop(store);
    assert!(folder.well(&["export"]) == wanted);
}
