//! The picture forgets in which order pages came; the history of its stories remembers, and leads from every id that was
//! shown once to where its articles are now.

use serde_json::Value;

use crate::folder::Folder;

const REPORT: &str = "Shelling killed four people in the market of Goma on Thursday morning, the director of the general \
hospital said. Nine others were taken to the hospital with wounds from splinters, and two of them later died. The shells \
came from the hills north of the town, where rebels have held positions since December.";

/// Three pages, one report on three days, and a page of something else.
fn collection() -> Folder {
    let folder = Folder::new();
    for (name, day) in [("first", "3 March 2023"), ("second", "4 March 2023"), ("third", "5 March 2023")] {
        folder.write(&format!("{name}.txt"), format!("The market of Goma, {name} report\n\n{day}\n\n{REPORT}\n"));
    }
    let fair = "Farmers from the valleys brought potatoes to the fair in Lima on Tuesday, and the mayor praised them.";
    folder.write("fair.txt", format!("Harvest fair opens\n\n9 June 2021\n\n{fair}\n"));
    folder
}

/// The id of the story that a page is in.
fn story_of(page: &str, folder: &Folder) -> String {
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let documents = export["documents"].as_array().unwrap();
    let document = documents.iter().find(|document| document["path"] == page).expect("the page was ingested");
    document["story"].as_str().expect("every article is in a story").to_owned()
}

#[test]
fn an_id_that_was_shown_leads_to_where_its_articles_are_now() {
    let folder = collection();
    folder.well(&["ingest", "third.txt", "fair.txt"]);
    let old = story_of("third.txt", &folder);
    let alone = folder.well(&["show", "story", &old]);
    assert!(!alone.contains("history"), "a story that only began has no history: {alone}");
    folder.well(&["ingest", "second.txt"]);
    let between = story_of("second.txt", &folder);
    folder.well(&["ingest", "first.txt"]);
    let new = story_of("third.txt", &folder);
    assert!(old != between && between != new && new == story_of("first.txt", &folder), "{old} {between} {new}");

    for (gone, articles) in [(&old, "its 1 article is in"), (&between, "its 2 articles are in")] {
        let shown = folder.run(&["show", "story", gone]);
        shown.expect(0, &[gone, "is gone", articles, &new, "stemma show history"]);
        assert!(shown.out.starts_with(&format!("story {new}\n")), "{shown:?}");
        let history = folder.well(&["show", "history", gone]);
        assert!(history.contains(&format!("{articles} {new}")), "{history}");
    }
    let history = folder.well(&["show", "history", &new]);
    let said = history.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains(&format!("{between} is {new} from here on, with 2 articles")), "{history}");
    assert!(said.contains("now 3 articles"), "{history}");
    assert!(folder.well(&["show", "story", &new]).contains("\nhistory\n"));

    let all = folder.well(&["show", "history"]);
    let fair = story_of("fair.txt", &folder);
    for id in [&old, &between, &new, &fair] {
        assert!(all.contains(id.as_str()), "{all}");
    }
    assert_eq!(all.matches(&fair).count(), 1, "what did not change is told once");
    folder.run(&["show", "history", "story-none"]).expect(1, &["story-none", "there never was"]);
}

#[test]
fn the_history_tells_the_order_and_the_export_does_not() {
    let (one, other) = (collection(), collection());
    for page in ["third.txt", "fair.txt", "first.txt", "second.txt"] {
        one.well(&["ingest", page]);
    }
    other.well(&["ingest", "first.txt", "second.txt", "third.txt", "fair.txt"]);
    assert!(one.well(&["export"]) == other.well(&["export"]));
    let (remembered, at_once) = (one.well(&["show", "history"]), other.well(&["show", "history"]));
    assert!(remembered.contains("from here on") && !at_once.contains("from here on"), "{remembered}{at_once}");
    // Whoever reads the same pages again saw nothing new.
    one.well(&["ingest", "first.txt", "fair.txt"]);
    assert_eq!(one.well(&["show", "history"]), remembered);
}
