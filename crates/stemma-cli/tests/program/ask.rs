//! What can be asked of a store: lists, words, who was first; on a terminal of any width and in a pipe.

use std::collections::BTreeSet;

use serde_json::Value;
use stemma::model::Day;

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

fn report(dead: &str) -> String {
    format!(
        "Shelling killed {dead} people in the camel market of Jijiga on Tuesday, the director of the general hospital said. \
         Rescuers carried nine wounded out of a bakery whose roof had come down. The shells came from the hills north of the \
         town, where rebels have held positions since December, and fell among stalls where herders were loading lorries."
    )
}

/// One report and its copies: the first quotes a hospital, the second changes a word, the third is of somebody else.
fn reports() -> Folder {
    let folder = Folder::new();
    let page = |id: &str, outlet: &str, day: &str, title: &str, text: &str| {
        serde_json::json!({"id": id, "outlet": outlet, "published": day, "title": title, "text": text}).to_string()
            + "\n"
    };
    let other = "In Jijiga, four people died on Tuesday when shells hit the camel market, two herders told this newspaper by \
                 telephone. They had seen the bodies lie beside the well.";
    let text = page("horizon", "Agence Horizon", "2023-03-07", "Shells hit camel market in Jijiga", &report("four"))
        + &page("ledger", "Nile Ledger", "2023-03-08", "Market shelled: four dead", &report("five"))
        + &page("herald", "Coast Herald", "2023-03-09", "Herders tell of shelling", other)
        + &page(
            "cafe",
            "Côte Matin",
            "2022-06-09",
            "Un café",
            "The mayor of Lomé opened a café in the port on Monday.",
        );
    folder.write("reports.jsonl", text);
    folder.well(&["ingest", "reports.jsonl"]);
    folder
}

/// Runs with a width and a table, as on a terminal.
fn table(folder: &Folder, width: &str, arguments: &[&str]) -> String {
    let arguments = [arguments, &["--format", "table"]].concat();
    let ran = Ran::from(folder.command().env("COLUMNS", width).args(arguments).output().unwrap());
    assert_eq!(ran.status, Some(0), "{ran:?}");
    ran.out
}

fn rows(folder: &Folder, arguments: &[&str]) -> Vec<Value> {
    serde_json::from_str(&folder.well(&[arguments, &["--format", "json"]].concat())).unwrap()
}

fn ids(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["id"].as_str().unwrap()).collect()
}

const NOUNS: [&str; 7] = ["events", "stories", "pages", "claims", "actors", "places", "sources"];

#[test]
fn every_list_fits_the_width_and_gives_every_field_to_programs() {
    let folder = collection(60);
    let page = |at: usize| {
        let outlet = format!("The Long Name of a Paper of a Far Province {at}");
        let text = format!("Shells killed {at} men in Jijiga on Tuesday, a doctor said.");
        serde_json::json!({"id": format!("paper-{at}"), "outlet": outlet, "published": "2023-03-07", "text": text})
            .to_string()
    };
    folder.write("papers.jsonl", (2..6).map(page).collect::<Vec<_>>().join("\n"));
    folder.well(&["ingest", "papers.jsonl"]);
    for noun in NOUNS {
        for width in [60, 100, 200] {
            let shown = table(&folder, &width.to_string(), &["ls", noun]);
            assert!(shown.lines().count() > 2, "{noun}: {shown}");
            assert!(!shown.contains('\x1b'), "no colours in a pipe: {shown:?}");
            let longest = shown.lines().map(|line| line.chars().count()).max().unwrap();
            assert!(longest <= width, "{noun}: {longest} of {width}\n{shown}");
        }
        let narrow = table(&folder, "60", &["ls", noun]).lines().next().unwrap().split_whitespace().count();
        let wide = table(&folder, "200", &["ls", noun]).lines().next().unwrap().split_whitespace().count();
        assert!(narrow <= wide, "{noun}: a wider table shows no less");
        let arguments = ["ls", noun, "--format", "table"];
        let ran = Ran::from(folder.command().env("COLUMNS", "60").args(arguments).output().unwrap());
        assert_eq!(ran.messages.matches("no room for").count(), usize::from(narrow < wide), "{noun}: {ran:?}");
        let all = rows(&folder, &["ls", noun]);
        let tsv = folder.well(&["ls", noun]);
        assert_eq!(tsv.lines().count(), all.len() + 1, "{noun}: a head and all rows in a pipe");
        let fields = all[0].as_object().unwrap().len();
        assert!(tsv.lines().all(|line| line.split('\t').count() == fields), "{noun}: {tsv}");
        assert_eq!(folder.well(&["ls", noun, "--format", "jsonl"]).lines().count(), all.len());
        assert!(folder.well(&["ls", noun, "--format", "csv", "-n", "1"]).lines().next().unwrap().contains(','));
        assert_eq!(folder.well(&["ls", noun, "-n", "2"]).lines().count(), 3.min(all.len() + 1), "{noun}");
    }
}

#[test]
fn conditions_hold_for_every_row_and_leave_none_out() {
    let folder = collection(90);
    let all = rows(&folder, &["ls", "events"]);
    let check = |arguments: &[&str], holds: &dyn Fn(&Value) -> bool| {
        let found = rows(&folder, &[&["ls", "events"], arguments].concat());
        let expected: BTreeSet<&str> =
            all.iter().filter(|row| holds(row)).map(|row| row["id"].as_str().unwrap()).collect();
        assert_eq!(ids(&found).into_iter().collect::<BTreeSet<_>>(), expected, "{arguments:?}");
    };
    let text = |row: &Value, field: &str| row[field].as_str().unwrap_or_default().to_owned();
    let middle = text(&all[all.len() / 2], "from");
    // Most of its days lie between two days.
    let lies_in = |row: &Value, since: &str, until: &str| {
        let day = |written: String| written.parse::<Day>().ok();
        let Some((from, to)) = day(text(row, "from")).zip(day(text(row, "to"))) else { return false };
        let (first, last) = (from.max(since.parse().unwrap()), to.min(until.parse().unwrap()));
        2 * (last.days_since(first) + 1) > to.days_since(from) + 1
    };
    check(&["--since", &middle], &|row| lies_in(row, &middle, "2999-01-01"));
    check(&["--until", &middle], &|row| lies_in(row, "1000-01-01", &middle));
    check(&["--since", &middle, "--reaching"], &|row| text(row, "to") >= middle);
    let year = &middle[..4];
    check(&["--since", year, "--until", year], &|row| lies_in(row, &format!("{year}-01-01"), &format!("{year}-12-31")));
    let kind = text(&all[0], "kind");
    check(&["--kind", &kind], &|row| text(row, "kind") == kind);
    check(&["--kind", "assault,abduction"], &|row| {
        text(row, "plover") == "ASSAULT" || text(row, "kind") == "abduction"
    });
    check(&["--told", "happened"], &|row| text(row, "told") == "happened");
    check(&["--killed-min", "3", "--told", "happened"], &|row| {
        let killed = ["killed_best", "killed_low", "killed_high"].iter().find_map(|field| row[*field].as_u64());
        killed >= Some(3) && text(row, "told") == "happened"
    });
    check(&["--killed-max", "20"], &|row| {
        let killed = ["killed_best", "killed_low", "killed_high"].iter().find_map(|field| row[*field].as_u64());
        killed.is_some_and(|killed| killed <= 20)
    });
    check(&["--origins-min", "2"], &|row| row["origins_min"].as_u64() >= Some(2));
    if let Some(country) = all.iter().find_map(|row| row["country"].as_str()) {
        check(&["--country", &country.to_lowercase()], &|row| row["country"] == country);
    }
    if let Some(place) = all.iter().find(|row| !row["lat"].is_null()) {
        let name = text(place, "place");
        check(&["--place", &name.to_uppercase()], &|row| text(row, "place") == name || text(row, "admin1") == name);
        assert!(
            ids(&rows(&folder, &["ls", "events", "--place", &name, "--within", "20"]))
                .contains(&place["id"].as_str().unwrap())
        );
    }
    let within = |row: &Value, side: &str, least: f64, most: f64| {
        row[side].as_f64().is_some_and(|degrees| least <= degrees && degrees <= most)
    };
    check(&["--bbox", "-20.5,-5,45,15.25"], &|row| within(row, "lat", -5.0, 15.25) && within(row, "lon", -20.5, 45.0));
    check(&["--bbox", "40,-90,20,90"], &|row| within(row, "lon", 40.0, 180.0) || within(row, "lon", -180.0, 20.0));
    check(&["--lacks", "place"], &|row| row["precision"] == "none" && row["lat"].is_null());
    check(&["--lacks", "day,place"], &|row| row["from"].is_null() || row["precision"] == "none");
    check(&["--told", "happened,any"], &|_| true);
    let by_killed = rows(&folder, &["ls", "events", "--sort", "killed"]);
    let narrow = table(&folder, "60", &["ls", "events", "--sort", "killed"]);
    assert!(narrow.lines().next().unwrap().contains("KILLED"), "{narrow}");
    let killed: Vec<u64> = by_killed.iter().filter_map(|row| row["killed_best"].as_u64()).collect();
    assert!(killed.is_sorted_by(|a, b| a >= b) && killed.len() > 3, "{killed:?}");
    let mut reversed = rows(&folder, &["ls", "events", "--sort", "id", "--reverse"]);
    reversed.reverse();
    assert_eq!(ids(&reversed), ids(&rows(&folder, &["ls", "events", "--sort", "id"])));
    folder.run(&["ls", "events", "--sort", "size"]).expect(2, &["events cannot be put in order by size", "killed"]);
    folder.run(&["ls", "events", "--bbox", "1,2,3"]).expect(2, &["1,2,3: is no box", "west, south, east and north"]);
    folder.run(&["ls", "events", "--lacks", "name"]).expect(2, &["name", "place, day"]);
    folder.run(&["ls", "events", "--country", "Nowhere"]).expect(2, &["Nowhere", "no country"]);
    folder
        .run(&["ls", "events", "--kind", "sheling"])
        .expect(2, &["sheling: no kind of event", "nearest: shelling,", "about kinds"]);
    folder.run(&["ls", "events", "--kind", "bananas"]).expect(2, &["bananas: no kind of event"]);
    folder.run(&["ls", "events", "--since", "2099"]).expect(0, &["no events are as asked"]);
    folder.run(&["ls", "events", "--within", "5"]).expect(2, &["--place"]);
    folder.run(&["ls", "events", "--since", "soon"]).expect(2, &["2023-04-15"]);
}

#[test]
fn the_same_words_ask_for_pages_stories_and_sources() {
    let folder = reports();
    assert_eq!(ids(&rows(&folder, &["ls", "pages", "--outlet", "ledger"])), ["ledger"]);
    assert_eq!(ids(&rows(&folder, &["ls", "pages", "bakery", "roof"])), ["horizon", "ledger"]);
    assert_eq!(ids(&rows(&folder, &["ls", "pages", "--since", "2023-03-08"])), ["ledger", "herald"]);
    let stories = rows(&folder, &["ls", "stories", "--outlet", "horizon"]);
    assert_eq!(stories.len(), 1);
    assert_eq!(rows(&folder, &["ls", "stories"]).len(), rows(&folder, &["ls", "stories", "--since", "2000"]).len());
    let sources = rows(&folder, &["ls", "sources"]);
    let ledger = sources.iter().find(|row| row["outlet"] == "Nile Ledger").unwrap();
    assert_eq!((ledger["pages"].as_u64(), ledger["copies"].as_u64()), (Some(1), Some(1)), "{ledger}");
    folder.write("again.jsonl", format!("{}\n", serde_json::json!({"id": "again", "outlet": "Agence Horizon", "published": "2023-03-09", "text": report("four")})));
    folder.well(&["ingest", "again.jsonl"]);
    let sources = rows(&folder, &["ls", "sources"]);
    let horizon = sources.iter().find(|row| row["outlet"] == "Agence Horizon").unwrap();
    assert_eq!(horizon["copied"].as_u64(), Some(1), "its own page is no copy by others: {horizon}");
    assert_eq!(horizon["copies"].as_u64(), Some(0), "{horizon}");
    let names = rows(&folder, &["ls", "actors", "--sort", "name"]);
    let names: Vec<String> = names.iter().map(|row| row["name"].as_str().unwrap().to_lowercase()).collect();
    assert!(names.is_sorted(), "{names:?}");
    assert!(!rows(&folder, &["ls", "claims", "director"]).is_empty());
    assert!(rows(&folder, &["ls", "places"]).iter().any(|row| row["place"] == "Jijiga"));
}

#[test]
fn words_are_found_in_their_sentence_whatever_their_accents() {
    let folder = reports();
    let hits = rows(&folder, &["search", "bakery", "wounded"]);
    assert_eq!(ids(&hits).into_iter().collect::<BTreeSet<_>>(), BTreeSet::from(["horizon", "ledger"]));
    assert!(hits[0]["sentence"].as_str().unwrap().starts_with("Rescuers carried nine wounded"), "{hits:?}");
    assert_eq!(ids(&rows(&folder, &["search", "cafe", "lome"])), ["cafe"]);
    assert_eq!(ids(&rows(&folder, &["search", "\"camel market of\"", "hospit*"])).len(), 2);
    for width in ["60", "100", "200"] {
        let shown = table(&folder, width, &["search", "herders"]);
        assert!(
            shown.contains("Coast Herald · 9 March 2023 · herald") && shown.contains("two herders told"),
            "{shown}"
        );
    }
    let forced =
        folder.command().env("CLICOLOR_FORCE", "1").args(["search", "herders", "--format", "table"]).output().unwrap();
    assert!(String::from_utf8(forced.stdout).unwrap().contains("\x1b["), "words are marked where colours are shown");
    let forms = ids(&rows(&folder, &["search", "shelling", "hill"])).len();
    assert_eq!(forms, 2, "other forms of a word are found");
    assert!(!rows(&folder, &["ls", "events", "shell", "market"]).is_empty());
    folder.run(&["search", "submarine"]).expect(1, &["no page has all these words: submarine"]);
    folder.run(&["search", "*", "\"", "NEAR("]).expect(1, &["no page"]);
}

#[test]
fn says_who_was_first_who_copied_and_who_tells_it_independently() {
    let folder = reports();
    let said = folder.well(&["who", "shelling", "Jijiga"]);
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("first Agence Horizon, 7 March 2023, quoting"), "{said}");
    assert!(said.contains("copied by Nile Ledger +1 day (1 word changed of"), "{said}");
    let event = rows(&folder, &["ls", "events", "--sort", "articles", "-n", "1"])[0]["id"].as_str().unwrap().to_owned();
    let who: Value = serde_json::from_str(&folder.well(&["who", &event[..10], "--json"])).unwrap();
    assert_eq!(who["roots"][0]["page"]["id"], "horizon", "{who}");
    assert_eq!(who["roots"][0]["copies"][0]["page"]["id"], "ledger", "{who}");
    let of_page = folder.run(&["who", "dead", "market"]);
    assert!(of_page.expect(0, &["no event has all these words"]).out.contains("Agence Horizon"), "{of_page:?}");
    folder.run(&["who", "submarine", "in", "Lima"]).expect(1, &["there is none", "stemma search"]);
}

#[test]
fn shows_whatever_is_called_so_and_names_the_nearest_where_there_is_none() {
    let folder = reports();
    let event = rows(&folder, &["ls", "events", "--sort", "articles", "-n", "1"])[0]["id"].as_str().unwrap().to_owned();
    let story = rows(&folder, &["ls", "stories", "--outlet", "horizon"])[0]["id"].as_str().unwrap().to_owned();
    for (id, begins) in [(&event[..], "event"), (&story, "story"), ("horizon", "document")] {
        let shown = folder.well(&["show", id]);
        assert!(shown.starts_with(&format!("{begins} {id}\n")), "{shown}");
        assert_eq!(shown, folder.well(&["show", begins, id]));
        let object: Value = serde_json::from_str(&folder.well(&["show", id, "--json"])).unwrap();
        assert_eq!(object["id"], id);
    }
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let exported =
        export["events"].as_array().unwrap().iter().find(|exported| exported["id"] == event.as_str()).unwrap();
    assert_eq!(&serde_json::from_str::<Value>(&folder.well(&["show", &event, "--json"])).unwrap(), exported);
    assert!(folder.well(&["show", "camel markets"]).starts_with(&format!("event {event}\n")), "words show an event");
    for written in ["herder kamel markt", "Jijgia"] {
        let ran = folder.run(&["show", written]);
        ran.expect(1, &["there is none", "nearest: ", "Jijiga"]);
        assert!(!ran.messages.contains("None") && ran.messages.matches('“').count() <= 3, "{ran:?}");
    }
    let other = format!("{}{}", &event[..8], "zzzz");
    folder.run(&["show", &other]).expect(1, &["there is none", &format!("nearest: event {event}")]);
    folder.run(&["who", &other]).expect(1, &["there is none", &format!("nearest: event {event}")]);
    folder.run(&["show", "document", "horizn"]).expect(1, &["document horizn: there is none", "document horizon"]);
    assert_eq!(folder.run(&["show"]).status, Some(2));
}

#[test]
fn the_store_is_named_by_option_or_by_variable_everywhere() {
    let folder = reports();
    std::fs::rename(folder.path("case.stemma"), folder.path("other.stemma")).unwrap();
    for arguments in [
        &["ls", "events"][..],
        &["search", "herders"],
        &["who", "Jijiga"],
        &["brief"],
        &["export"],
        &["show", "horizon"],
    ] {
        folder.run(arguments).expect(1, &["no store here"]);
        let named = Ran::from(folder.command().env("STEMMA_STORE", "other.stemma").args(arguments).output().unwrap());
        assert_eq!(named.status, Some(0), "{arguments:?}: {named:?}");
        let option = if arguments[0] == "export" { vec!["other.stemma"] } else { vec!["--store", "other.stemma"] };
        assert_eq!(folder.well(&[arguments, &option].concat()), named.out);
    }
    assert_eq!(folder.well(&["export", "--store", "other.stemma"]), folder.well(&["export", "other.stemma"]));
}

#[test]
fn no_sign_of_a_page_steers_the_terminal() {
    let folder = Folder::new();
    let text = "Shelling killed four \u{1b}[31mpeople\u{202e} in Goma on 3 March 2023, the hospital said.";
    let page = serde_json::json!({"id": "a\u{1b}[2Jb", "title": "Red\u{1b}]0;x\u{7}", "outlet": "O\u{202e}utlet", "text": text});
    let broken = serde_json::json!({"id": "c\u{1b}[2J\u{9b}", "outlet": "=1+1"});
    let sheet = serde_json::json!({"id": "d", "title": "=HYPERLINK(1)", "outlet": "@x", "text": "A well dried up in Goma, a farmer said."});
    folder.write("\u{1b}[2Jpage.jsonl", format!("{page}\n{broken}\n{sheet}\n"));
    let signs = ['\u{1b}', '\u{7}', '\u{202e}', '\u{9b}'];
    let ran = folder.run(&["ingest", "\u{1b}[2Jpage.jsonl"]);
    assert!(ran.status == Some(3) && !ran.out.contains(signs) && !ran.messages.contains(signs), "{ran:?}");
    for format in ["table", "tsv", "csv", "json", "jsonl"] {
        for arguments in
            [&["ls", "pages"][..], &["ls", "events"], &["ls", "sources"], &["ls", "claims"], &["search", "shelling"]]
        {
            let printed = folder.well(&[arguments, &["--format", format]].concat());
            assert!(!printed.contains(signs), "{arguments:?} {format}: {printed:?}");
        }
    }
    assert!(folder.well(&["ls", "pages", "--format", "csv"]).contains(",'@x,'=HYPERLINK(1),"));
    for arguments in
        [&["export"][..], &["brief"], &["show", "a\u{1b}[2Jb", "--json"], &["annotate", "\u{1b}[2Jpage.jsonl"]]
    {
        let ran = folder.run(arguments);
        assert!(!ran.out.contains(signs) && !ran.messages.contains(signs), "{arguments:?}: {ran:?}");
    }
    let ran = folder.run(&["show", "nothing\u{1b}[2Jlike"]);
    assert!(ran.status == Some(1) && !ran.messages.contains(signs), "{ran:?}");
    for arguments in [&["ls", "pages"][..], &["ls", "events"], &["search", "shelling"]] {
        let shown = table(&folder, "100", arguments);
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    }
    for arguments in [&["who", "shelling"][..], &["show", "a\u{1b}[2Jb"]] {
        let shown = folder.well(arguments);
        assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{shown:?}");
    }
}

#[test]
fn a_store_of_an_older_version_is_brought_up_to_date_and_can_be_asked() {
    let folder = collection(30);
    let expected = (folder.well(&["export"]), folder.well(&["ls", "events"]), folder.well(&["search", "the"]));
    // As the version before left it: without what can be asked.
    let tables = [
        "pages",
        "page_words",
        "stories",
        "events",
        "event_records",
        "event_places",
        "event_pages",
        "event_actors",
        "event_words",
        "copies",
        "claims",
        "claim_words",
        "contradictions",
        "fix_pages",
        "fixes",
        "holds",
        "control",
        "reliability",
        "terms",
        "marks",
        "page_marks",
    ];
    let drops: String = tables.iter().map(|table| format!("DROP TABLE {table}; ")).collect();
    let columns =
        ["pages_filed", "documents", "chapters", "history", "arranged", "fixes", "reliability", "marks", "secret"];
    let fewer: String = columns.iter().map(|column| format!("ALTER TABLE state DROP COLUMN {column}; ")).collect();
    folder.store("case.stemma").execute_batch(&(drops + &fewer + "PRAGMA user_version = 8")).unwrap();
    assert_eq!(folder.well(&["ls", "events"]), expected.1);
    assert_eq!((folder.well(&["export"]), folder.well(&["search", "the"])), (expected.0, expected.2));
}

#[test]
fn a_store_that_an_older_program_made_opens_with_all_its_pages() {
    for old in ["version-8.stemma", "version-9.stemma", "version-11.stemma"] {
        opens(old);
    }
}

#[track_caller]
fn opens(old: &str) {
    let folder = Folder::new();
    let old = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compat").join(old);
    std::fs::copy(old, folder.path("case.stemma")).unwrap();
    let pages = rows(&folder, &["ls", "pages"]);
    assert_eq!(pages.len(), 5, "{pages:?}");
    assert!(pages.iter().all(|page| !page["story"].is_null() && page["events"].as_u64() > Some(0)), "{pages:?}");
    assert!(!rows(&folder, &["ls", "events", "--country", "Sudan"]).is_empty());
    assert!(!rows(&folder, &["search", "hospital"]).is_empty());
    let export: Value = serde_json::from_str(&folder.well(&["export"])).unwrap();
    let listed = rows(&folder, &["ls", "events", "--sort", "id"]);
    let exported: BTreeSet<&str> =
        export["events"].as_array().unwrap().iter().map(|event| event["id"].as_str().unwrap()).collect();
    assert_eq!(ids(&listed).into_iter().collect::<BTreeSet<_>>(), exported);
    assert!(folder.well(&["verify"]).contains("all is right: 5 documents"));
}

#[test]
fn brief_and_export_tell_only_what_is_asked_for() {
    let folder = collection(90);
    let parsed = |text: String| serde_json::from_str::<Value>(&text).unwrap();
    let whole = parsed(folder.well(&["export"]));
    let conditions = ["--told", "happened", "--killed-min", "2"];
    let asked = parsed(folder.well(&[&["export"][..], &conditions].concat()));
    let events = |export: &Value| export["events"].as_array().unwrap().clone();
    let listed = rows(&folder, &[&["ls", "events"][..], &conditions].concat());
    let exported = events(&asked);
    assert_eq!(ids(&exported).into_iter().collect::<BTreeSet<_>>(), ids(&listed).into_iter().collect());
    assert!(exported.len() > 2 && exported.len() < events(&whole).len());
    let of_whole = |event: &Value| events(&whole).into_iter().find(|known| known["id"] == event["id"]);
    assert!(exported.iter().all(|event| of_whole(event).as_ref() == Some(event)), "with the same numbers");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let of = |field: &str, name: &str| -> BTreeSet<String> {
        asked[field].as_array().unwrap().iter().map(|row| text(&row[name])).collect()
    };
    let known: BTreeSet<String> = exported.iter().map(|event| text(&event["id"])).collect();
    assert!(of("claims", "event").is_subset(&known));
    assert_eq!(of("stories", "id"), exported.iter().map(|event| text(&event["story"])).collect());
    assert!(of("lineage", "child").is_subset(&of("documents", "id")));
    let brief = folder.well(&[&["brief"][..], &conditions].concat());
    assert!(brief.contains("events with told happened, killed min 2"), "{brief}");
    assert!(brief.len() < folder.well(&["brief"]).len());
    for command in ["brief", "export"] {
        folder.run(&[command, "--since", "2099"]).expect(1, &["no events are as asked: since 2099"]);
        folder.run(&[command, "--kind", "bananas"]).expect(2, &["nearest"]);
    }
}

/// Every command that shows something, for one event of the reports.
fn commands(event: &str, story: &str) -> Vec<Vec<String>> {
    let lists = NOUNS.iter().map(|noun| format!("ls {noun}"));
    let filters = [
        "--since 2000 --until 2030-12 --reaching",
        "--country Ethiopia",
        "--place Jijiga --within 30",
        "--place 9.35,42.8",
        "--kind shelling,ASSAULT --kind Battles",
        "--told happened,denied",
        "--killed-min 1 --origins-min 1",
        "--killed-max 50",
        "--bbox -20,-35,60,38 --told any",
        "--lacks place,day",
        "--actor rebels",
        "--outlet horizon",
        "shelling market",
        "--sort confidence --reverse",
    ];
    let filtered = filters.iter().map(|filter| format!("ls events {filter}"));
    let others = [
        format!("ls events --story {story}"),
        "search herders market".into(),
        format!("who {event}"),
        "who shelling Jijiga".into(),
        format!("show {event}"),
        format!("show story {story}"),
        "show document horizon".into(),
        "show history".into(),
        format!("show history {story}"),
        "show lists".into(),
        "about words".into(),
        "about kinds".into(),
        "lists".into(),
        "gazetteer find Jijiga".into(),
    ];
    let all = lists.chain(filtered).chain(others);
    all.map(|line| line.split(' ').map(str::to_owned).collect()).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn every_command_fits_its_terminal_and_its_pipe() {
    let folder = reports();
    let event = rows(&folder, &["ls", "events", "--sort", "articles", "-n", "1"])[0]["id"].as_str().unwrap().to_owned();
    let story = rows(&folder, &["ls", "stories", "--outlet", "horizon"])[0]["id"].as_str().unwrap().to_owned();
    for arguments in commands(&event, &story) {
        let line = format!("'{}' {}", env!("CARGO_BIN_EXE_stemma"), arguments.join(" "));
        for width in [60, 100, 200] {
            let piped = folder.command().env("COLUMNS", width.to_string()).args(&arguments).output().unwrap();
            let piped = Ran::from(piped);
            assert!(!piped.out.contains('\x1b') && !piped.messages.contains('\x1b'), "{arguments:?}: {piped:?}");
            let mut terminal = assert_cmd::Command::new("script");
            terminal.current_dir(folder.path("")).env("COLUMNS", width.to_string()).env("TERM", "xterm");
            let shown = Ran::from(terminal.args(["-qec", &line, "/dev/null"]).output().unwrap());
            assert_eq!((piped.status, shown.status), (Some(0), Some(0)), "{arguments:?}: {piped:?} {shown:?}");
            let lines = shown.out.lines().filter(|line| !line.contains("stemma: "));
            for line in lines.map(without_colours) {
                let words = line.split_whitespace().count();
                assert!(line.chars().count() <= width || words < 3, "{arguments:?}: wider than {width}: {line}");
            }
        }
    }
}

/// A line of a terminal without its colours, which are all that it may hold of signs.
#[cfg(target_os = "linux")]
fn without_colours(line: &str) -> String {
    let mut parts = line.trim_end_matches('\r').split("\x1b[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (colour, text) = part.split_once('m').expect("a colour ends with m");
        assert!(colour.chars().all(|sign| sign.is_ascii_digit() || sign == ';'), "{line:?}");
        plain.push_str(text);
    }
    assert!(!plain.contains(char::is_control), "{line:?}");
    plain
}

#[test]
fn shells_and_manuals_know_every_command_and_condition() {
    let folder = Folder::new();
    for shell in ["bash", "zsh", "fish"] {
        let script = folder.well(&["completions", shell]);
        assert!(script.contains("killed-min") && script.contains("not-happened"), "{shell}: {script}");
    }
    assert!(folder.well(&["man"]).contains("stemma\\-ls(1)"));
    let page = folder.well(&["man", "ls"]);
    assert!(page.starts_with(".ie") && page.contains("killed\\-min") && page.contains("Examples:"), "{page}");
    assert!(folder.well(&["man", "show", "story"]).contains("who copied whom"));
    folder.run(&["man", "nothing"]).expect(1, &["nothing: there is no such command"]);
    for command in
        [&["--help"][..], &["ls", "--help"], &["search", "--help"], &["ingest", "--help"], &["who", "--help"]]
    {
        assert!(!folder.well(command).contains('\\'), "{command:?} has a stray backslash");
    }
}
