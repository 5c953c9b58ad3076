//! What people say of events: beside what the program read, in every output, taken back and carried to another store; and never lost.

use std::io::Write;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::Value;

use crate::folder::{Folder, Ran};
use crate::pages::Numbers;

/// Attacks in three towns, one of them told by two outlets.
fn attacks() -> Folder {
    let folder = Folder::new();
    let page = |id: &str, outlet: &str, text: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "published": "2023-03-08", "text": text}).to_string() + "\n"
    };
    let text = page(
        "a",
        "Gulf Wire",
        "A suicide bomber killed seven soldiers at a checkpoint in Baidoa on Tuesday, a police officer said. Nine others were wounded.",
    ) + &page(
        "b",
        "Coast Herald",
        "Seven soldiers died in Baidoa on Tuesday when a suicide bomber walked up to a checkpoint, two traders told this newspaper.",
    ) + &page(
        "c",
        "Nile Ledger",
        "Gunmen shot dead three teachers in Garissa on Monday, the governor said in a statement.",
    ) + &page(
        "d",
        "Lake Post",
        "An air strike hit a market in Goma on Sunday and killed twelve people, a doctor at the hospital said.",
    );
    folder.write("attacks.jsonl", text);
    folder.well(&["ingest", "attacks.jsonl"]);
    folder
}

fn rows(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    serde_json::from_str(&folder.well(&[arguments, &["--format", "json"]].concat())).unwrap()
}

/// The id of the event that is told of this place.
fn event(folder: &Folder, place: &str) -> String {
    let found = rows(folder, &["ls", "events", "--place", place, "--sort", "killed"]);
    found[0]["id"].as_str().unwrap_or_else(|| panic!("no event in {place}")).to_owned()
}

fn fix(folder: &Folder, event: &str, change: &str, by: &str) -> String {
    folder.well(&["fix", event, change, "--why", "the list of the ministry", "--by", by])
}

fn review(folder: &Folder, by: &str, answers: &str) -> Ran {
    Ran::from(folder.command().args(["review", "--by", by]).write_stdin(answers).output().unwrap())
}

#[test]
fn a_correction_stands_in_every_output_beside_what_the_program_read() {
    let folder = attacks();
    let goma = event(&folder, "Goma");
    let said = fix(&folder, &goma, "killed=14", "Ada");
    assert!(said.contains("killed 14, where the program reads 12, by Ada"), "{said}");
    fix(&folder, &goma, "place=Bunia", "Ada");
    fix(&folder, &goma, "day=2023-03-04", "Ada");
    let shown = folder.well(&["show", &goma]);
    for words in
        ["killed: 14; the program reads 12 (Ada, ", "the list of the ministry", "Bunia", "4 March 2023", "corrected"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let row = &rows(&folder, &["ls", "events", "--place", "Bunia"])[0];
    assert_eq!((row["killed_best"].as_u64(), row["checked"].as_str()), (Some(14), Some("corrected")));
    assert_eq!(rows(&folder, &["ls", "events", "--checked", "yes"]).len(), 1);
    assert!(rows(&folder, &["ls", "events", "--checked", "no"]).iter().all(|row| row["id"] != goma.as_str()));
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let exported = export["events"].as_array().unwrap().iter().find(|event| event["id"] == goma.as_str()).unwrap();
    assert_eq!(exported["time"]["from"], "2023-03-04");
    assert_eq!(exported["review"]["fixes"][0]["machine"]["count"]["best"], 12);
    assert_eq!(export["about"]["checked"], 1);
    let brief = folder.well(&["brief"]);
    assert!(brief.contains("events checked by a person"), "{brief}");
    assert!(brief.contains("Corrected by a person: killed 14, the program read 12 (Ada, "), "{brief}");
    let narrow = folder.well(&["brief", "--place", "Bunia"]);
    assert!(narrow.contains("killed 14, the program read 12"), "{narrow}");
    assert!(folder.well(&["verify"]).contains("all is right"));
    // The store that is named goes before the one of the environment.
    for command in ["verify", "export"] {
        let ran =
            folder.command().env("STEMMA_STORE", "nowhere.stemma").args([command, "case.stemma"]).output().unwrap();
        assert_eq!(Ran::from(ran).status, Some(0), "{command}");
    }
}

#[test]
fn what_was_rejected_is_no_event_until_that_is_taken_back() {
    let folder = attacks();
    let garissa = event(&folder, "Garissa");
    let before = rows(&folder, &["ls", "events"]).len();
    let fixed = fix(&folder, &garissa, "reject", "Ada");
    assert_eq!(rows(&folder, &["ls", "events"]).len(), before - 1);
    assert_eq!(rows(&folder, &["ls", "events", "--checked", "rejected"])[0]["id"], garissa.as_str());
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    assert_eq!(export["rejected"][0]["id"], garissa.as_str());
    assert!(!folder.well(&["brief"]).contains("Garissa, Kenya"), "a rejected event is an incident");
    let id = fixed.split_whitespace().next().unwrap();
    folder.well(&["unfix", id, "--why", "read again", "--by", "Ada"]);
    assert_eq!(rows(&folder, &["ls", "events"]).len(), before);
    let statuses: Vec<String> =
        rows(&folder, &["fixes"]).iter().map(|row| row["status"].as_str().unwrap().to_owned()).collect();
    assert_eq!(statuses, ["withdrawn", "applies"]);
    folder.run(&["unfix", id, "--by", "Ada"]).expect(1, &["was taken back already"]);
}

#[test]
fn a_review_walks_through_what_is_most_urgent_and_keeps_every_answer() {
    let folder = attacks();
    let ran = review(&folder, "Ben", "x\ny\nn an exercise\nf killed=4 told=happened\nthe list\nh\nu\nq\n");
    assert_eq!(ran.status, Some(0), "{ran:?}");
    assert!(ran.out.contains("y right, n no event"), "an unknown letter is explained: {}", ran.out);
    let said: Vec<(String, String)> = rows(&folder, &["fixes"])
        .iter()
        .map(|row| (row["field"].as_str().unwrap().to_owned(), row["why"].as_str().unwrap().to_owned()))
        .collect();
    let mut fields: Vec<&str> = said.iter().map(|(field, _)| field.as_str()).collect();
    // What is said in one answer is said at one instant.
    fields[2..].sort_unstable();
    assert_eq!(fields, ["accept", "reject", "killed", "told"]);
    assert_eq!((said[1].1.as_str(), said[2].1.as_str()), ("an exercise", "the list"));
    assert!(ran.out.contains("3 of "), "{}", ran.out);
    // What was checked is not asked again.
    let left = rows(&folder, &["ls", "events", "--checked", "no"]).len();
    let ran = review(&folder, "Ben", &"s\n".repeat(50));
    assert_eq!(ran.out.matches("\n  kind ").count(), left, "{}", ran.out);
}

#[test]
fn a_table_carries_corrections_to_another_store() {
    let folder = attacks();
    fix(&folder, &event(&folder, "Goma"), "killed=14", "Ada");
    fix(&folder, &event(&folder, "Baidoa"), "accept", "Ben");
    folder.write("said.csv", folder.well(&["fixes", "--format", "csv"]));
    folder.well(&["ingest", "attacks.jsonl", "--store", "other.stemma"]);
    let said = folder.well(&["fix", "--import", "said.csv", "--store", "other.stemma", "--by", "Cora"]);
    assert!(said.contains("2 new, 0 already known"), "{said}");
    assert_eq!(folder.well(&["export"]), folder.well(&["export", "other.stemma"]));
    // What was taken back stays where it was taken back.
    let goma = event(&folder, "Goma");
    let said = fix(&folder, &goma, "injured=5", "Ada");
    folder.well(&["unfix", said.split_whitespace().next().unwrap(), "--by", "Ada"]);
    folder.write("more.csv", folder.well(&["fixes", "--format", "csv"]));
    let mut nameless = folder.command();
    nameless.env_remove("USER").env_remove("LOGNAME").env_remove("STEMMA_REVIEWER");
    let ran = Ran::from(nameless.args(["fix", "--import", "more.csv", "--store", "other.stemma"]).output().unwrap());
    assert!(ran.status == Some(0) && ran.out.contains("0 new, 2 already known, 2 that were taken back"), "{ran:?}");
    let again = folder.well(&["fix", "--import", "said.csv", "--store", "other.stemma", "--by", "Cora"]);
    assert!(again.contains("0 new, 2 already known"), "{again}");
}

#[test]
fn what_cannot_be_said_says_what_can() {
    let folder = attacks();
    let goma = event(&folder, "Goma");
    let check = |changes: &[&str], words: &[&str]| {
        let arguments = [&["fix", goma.as_str()], changes, &["--why", "a list", "--by", "Ada"]].concat();
        let ran = folder.run(&arguments);
        assert!(matches!(ran.status, Some(1 | 2)), "{changes:?}: {ran:?}");
        assert!(words.iter().all(|word| ran.messages.contains(word)), "{changes:?}: {}", ran.messages);
    };
    check(&["killed=many"], &["many", "10..16"]);
    check(&["dead=3"], &["dead", "killed"]);
    check(&["place=Xqzzt"], &["Xqzzt", "@"]);
    check(&["place=San Jose"], &["are called so", "geonames:"]);
    check(&["day=31-31"], &["31-31", "2024-06-09"]);
    check(&["kind=sheling"], &["nearest", "shelling"]);
    check(&["told=asserted"], &["happened"]);
    check(&["merge=e-none"], &["event e-none: there is none"]);
    check(&["split=nowhere"], &["does not tell this event"]);
    check(&["perhaps"], &["accept, reject or hold"]);
    // One that cannot be said leaves the others unsaid.
    check(&["killed=3", "dead=3"], &["dead"]);
    folder.run(&["fix", &goma, "killed=3", "--by", "Ada"]).expect(2, &["--why"]);
    assert!(rows(&folder, &["fixes"]).is_empty());
    let table = format!("event,field,value,why\n{goma},killed,9,list\n{goma},killed,nine,list\ne-none,accept,,\n");
    folder.write("some.csv", table);
    let ran = folder.run(&["fix", "--import", "some.csv", "--by", "Ada"]);
    assert_eq!(ran.status, Some(3), "{ran:?}");
    assert!(ran.out.contains("1 new") && ran.messages.contains("some.csv: line 3: nine"), "{ran:?}");
    assert!(ran.messages.contains("line 4: event e-none"), "{ran:?}");
    folder.write("other.csv", "a,b\n1,2\n");
    folder.run(&["fix", "--import", "other.csv", "--by", "Ada"]).expect(1, &["other.csv", "no column event"]);
}

#[test]
fn two_reviewers_are_compared() {
    let folder = attacks();
    for (place, change) in [("Goma", "killed=14"), ("Garissa", "killed=3"), ("Baidoa", "killed=7")] {
        fix(&folder, &event(&folder, place), change, "Ada");
        fix(&folder, &event(&folder, place), if place == "Goma" { "killed=12" } else { change }, "Ben");
    }
    let agreement = rows(&folder, &["fixes", "--agreement"]);
    let killed = agreement.iter().find(|row| row["field"] == "killed").unwrap();
    assert_eq!((killed["events"].as_u64(), killed["people"].as_u64()), (Some(3), Some(2)));
    let alpha = killed["alpha"].as_f64().unwrap();
    assert!(alpha > 0.5 && alpha < 1.0, "{alpha}");
}

#[test]
fn nothing_that_was_answered_is_lost_when_a_review_is_killed() {
    const KILLS: u64 = 40;
    let folder = attacks();
    let goma = event(&folder, "Goma");
    let mut numbers = Numbers(7);
    let mut answered = 0;
    for _ in 0..KILLS {
        let mut child = Command::new(env!("CARGO_BIN_EXE_stemma"))
            .args(["review", "--checked", "no", "--by", "Ada"])
            .current_dir(folder.path(""))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let _ = child.stdin.as_mut().unwrap().write_all("f killed=5\na list\nu\n".repeat(200).as_bytes());
        sleep(Duration::from_millis(numbers.below(250)));
        let _ = child.kill();
        child.wait().unwrap();
        let now = rows(&folder, &["fixes"]).len();
        assert!(now >= answered, "{answered} answers were kept, {now} are left");
        answered = now;
    }
    assert!(answered > 0, "every run was killed before its first answer");
    assert!(folder.well(&["verify"]).contains("all is right"));
    assert!(folder.well(&["show", &goma]).contains("event "));
}
