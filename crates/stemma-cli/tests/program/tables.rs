//! Tables in: files that hold many pages, packed or not, and files that hold none. `stemma split` shows what is found; what it shows is
//! what `ingest` and `annotate` read.

use std::io::Write;

use serde_json::Value;

use crate::folder::{Folder, Ran};

/// The pages that `split` finds: "number title | outlet | day | words".
fn found(ran: &Ran) -> Vec<String> {
    let row = |line: &str| {
        let page: Value = serde_json::from_str(line).expect("each line is JSON");
        let said = |field: &str| page[field].as_str().unwrap_or("-").to_owned();
        format!(
            "{} {} | {} | {} | {}",
            page["number"],
            said("title"),
            said("outlet"),
            said("from"),
            said("begins").split(' ').take(3).collect::<Vec<_>>().join(" ")
        )
    };
    ran.out.lines().map(row).collect()
}

/// What is found in one file, and what is said of it.
#[track_caller]
fn check(name: &str, bytes: impl AsRef<[u8]>, arguments: &[&str], expected: &[&str], messages: &[&str]) {
    let status = if messages.is_empty() { 0 } else { 3 };
    check_status(status, name, bytes.as_ref(), arguments, expected, messages);
}

/// The same where a word is said of pages that were read all the same.
#[track_caller]
fn check_well(name: &str, bytes: impl AsRef<[u8]>, expected: &[&str], messages: &[&str]) {
    check_status(0, name, bytes.as_ref(), &[], expected, messages);
}

#[track_caller]
fn check_status(status: i32, name: &str, bytes: &[u8], arguments: &[&str], expected: &[&str], messages: &[&str]) {
    let folder = Folder::new();
    folder.write(name, bytes);
    let all: Vec<&str> = ["split", name, "--format", "jsonl"].iter().chain(arguments).copied().collect();
    let ran = folder.run(&all);
    assert_eq!(found(&ran), expected, "{name}: {}", ran.messages);
    let said: Vec<&str> = ran.messages.lines().collect();
    assert_eq!(said.len(), messages.len(), "{name}: {said:?}");
    for (said, message) in said.iter().zip(messages) {
        for part in message.split(" … ") {
            assert!(said.contains(part), "{name}: no {part:?} in {said:?}");
        }
    }
    assert_eq!(ran.status, Some(status), "{name}: {ran:?}");
}

const TABLE: &str = "stories_id,publish_date,title,media_name,text\r\n\
    1,2019-03-05 07:00:00,\"Shells fall, two die\",The Valley Courier,\"Shells fell on the \"\"Vale\"\" ferry.\r\n\r\nTwo people died.\"\r\n\
    \r\n\
    2,20190306,Rebels take a village,Lake Post,Rebels took the village of Upper Vale.\r\n";
const ROWS: [&str; 2] = [
    "2 Shells fall, two die | The Valley Courier | 2019-03-05 | Shells fell on",
    "4 Rebels take a village | Lake Post | 2019-03-06 | Rebels took the",
];

fn utf_16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

#[test]
fn tables_of_every_make_are_read_row_by_row() {
    check("a.csv", TABLE, &[], &ROWS, &[]);
    check("mark.csv", format!("\u{feff}{TABLE}"), &[], &ROWS, &[]);
    let excel = "Datum;Titel;Zeitung;Text\n5. März 2019;Granaten treffen die Fähre;Talzeitung;\"Zwei Menschen starben; die Fähre sank.\"\n";
    let rows = ["2 Granaten treffen die Fähre | Talzeitung | 2019-03-05 | Zwei Menschen starben;"];
    check("excel.csv", excel, &[], &rows, &[]);
    let old: Vec<u8> = excel.chars().map(|sign| sign as u8).collect();
    check("windows-1252.csv", old, &[], &rows, &[]);
    check(
        "sep.csv",
        format!("sep=;\n{excel}"),
        &[],
        &["3 Granaten treffen die Fähre | Talzeitung | 2019-03-05 | Zwei Menschen starben;"],
        &[],
    );
    let tabs = "title\tdate\ttext\nShells fall\tTue, 05 Mar 2019 07:10:00 GMT\tShells fell on the ferry.\nRebels move\t1551855600\tRebels took the village.\n";
    let rows = ["2 Shells fall | - | 2019-03-05 | Shells fell on", "3 Rebels move | - | 2019-03-06 | Rebels took the"];
    check("a.tsv", tabs, &[], &rows, &[]);
    check("a.txt", utf_16(tabs), &[], &rows, &[]);
    check("noname", tabs, &[], &rows, &[]);
    check(
        "a.jsonl",
        utf_16("{\"title\": \"Shells fall\", \"text\": \"Shells fell on the ferry.\"}\n"),
        &[],
        &["1 Shells fall | - | - | Shells fell on"],
        &[],
    );
    let mixed = [
        b"title,text\nFirst,Shells fell on Z\xC3\xBCrich.\n".as_slice(),
        b"Second,Shells fell on the caf\xE9 in N\xEEmes.\n",
    ]
    .concat();
    check("mixed.csv", mixed, &[], &["2 First | - | - | Shells fell on", "3 Second | - | - | Shells fell on"], &[]);
    check_well(
        "counted.csv",
        "Datum;Titel;Text\n43529;A;Shells fell.\n;B;Guns fell silent.\n43530,5;C;Rebels came.\n",
        &[
            "2 A | - | 2019-03-05 | Shells fell.",
            "3 B | - | - | Guns fell silent.",
            "4 C | - | 2019-03-06 | Rebels came.",
        ],
        &[
            "counted.csv:2: its day stands in its table as 43529, as spreadsheets count days, and is read as 2019-03-05",
            "counted.csv:4: its day stands in its table as 43530,5",
        ],
    );
    for name in ["snappy", "zstd", "gzip"] {
        let path = format!("{}/tests/program/tables/{name}.parquet", env!("CARGO_MANIFEST_DIR"));
        let rows = [
            "1 Shells fall on the ferry | The Valley Courier | 2019-03-05 | Shells fell on",
            "2 Rebels take a village | - | 1998-12-31 | Rebels took the",
        ];
        check("a.parquet", std::fs::read(path).unwrap(), &[], &rows, &[]);
    }
}

#[test]
fn a_row_stays_the_same_page_whatever_rows_come_behind_it() {
    let folder = Folder::new();
    let table = "Datum;Titel;Text\n43529;A;Shells fell on the ferry.\n43530;B;Guns fell silent.\n";
    folder.write("a.csv", table);
    let days = || folder.well(&["ls", "pages", "--format", "csv", "--sort", "id"]);
    assert!(folder.well(&["ingest", "a.csv"]).contains("2 new"));
    let before = days();
    assert!(before.contains("2019-03-05") && before.contains("2019-03-06"), "{before}");
    // A row whose day is written: the column is no longer one of numbers.
    folder.write("a.csv", format!("{table}7. März 2019;C;Rebels came.\n"));
    let summary = folder.well(&["ingest", "a.csv"]);
    assert!(summary.contains("1 new, 2 already known"), "{summary}");
    let after = days();
    assert!(before.lines().all(|line| after.contains(line)), "{before}{after}");
    // What the table told is known also where its pages are read again without it.
    folder.write("mine/actors/hill.toml", "[[set]]\ncountry = \"SDN\"\nkind = \"militia\"\nactors = [{ id = \"blue-hill-guard\", name = \"Blue Hill Guard\" }]\n");
    let again = folder.well(&["ingest", "a.csv", "--lists", "mine"]);
    assert!(again.contains("3 that were read with other lists"), "{again}");
    assert_eq!(days(), after);
}

#[test]
fn a_bad_table_is_one_line_and_nothing_of_a_row_is_read_by_half() {
    check(
        "none.csv",
        "event,killed\na,3\n",
        &[],
        &[],
        &["none.csv: is a table without a column for the text … event, killed … --map text="],
    );
    check("empty.csv", "", &[], &[], &["empty.csv: is empty"]);
    check(
        "stories.csv",
        "stories_id,publish_date,title,url,media_name\n1,2019-03-05,Shells fall,https://courier.example/a,Courier\n",
        &[],
        &[],
        &[
            "stories.csv: is a table without a column for the text, a list of pages: get their texts first … --map text=",
        ],
    );
    let coded =
        "event_id_cnty,event_date,event_type,sub_event_type,notes\nSDN1,05 March 2019,Battles,Armed clash,Two died.\n";
    check("acled.csv", coded, &[], &[], &["acled.csv: is a table of events that ACLED coded … `stemma compare`"]);
    let bare = format!("1178\t20190305\t201903{}\n", "\t".repeat(55));
    check("20190305.export.CSV", bare, &[], &[], &["is a table of events of GDELT, no table of pages"]);
    check_well(
        "days.csv",
        "date;title;text\n2019-03-05;A;Shells fell.\n5 March 2019;B;Shells fell.\n05.03.2019 07:10;C;Shells fell.\n1551769800;D;Shells fell.\nyesterday;E;Shells fell.\n43529;F;Shells fell.\n",
        &[
            "2 A | - | 2019-03-05 | Shells fell.",
            "3 B | - | 2019-03-05 | Shells fell.",
            "4 C | - | 2019-03-05 | Shells fell.",
            "5 D | - | 2019-03-05 | Shells fell.",
            "6 E | - | - | Shells fell.",
            "7 F | - | - | Shells fell.",
        ],
        &["days.csv:6: \"yesterday\" came with it as the day", "days.csv:7: \"43529\" came with it as the day"],
    );
    let wide: Vec<String> = (0..10_000).map(|number| format!("c{number}")).collect();
    check("wide.csv", wide.join(","), &[], &[], &["wide.csv: is a table of 10000 columns"]);
    let ragged = "title,text\nFirst,Shells fell on the ferry.\nSecond\nThird,Rebels took it.,,\nFourth,a,b\n";
    check(
        "ragged.csv",
        ragged,
        &[],
        &["2 First | - | - | Shells fell on", "4 Third | - | - | Rebels took it."],
        &["ragged.csv:3: byte 43: is a row of 1 cells", "ragged.csv:5: byte 74: is a row of 3 cells"],
    );
    // Rows that were looked at for the sake of their days keep their places.
    check(
        "ragged.csv",
        "title,date,text\nFirst,2019-03-05,Shells fell on the ferry.\nSecond\nThird,,Rebels took it.,,\n",
        &[],
        &["2 First | - | 2019-03-05 | Shells fell on", "4 Third | - | - | Rebels took it."],
        &["ragged.csv:3: byte 59: is a row of 1 cells"],
    );
    check(
        "open.csv",
        "title,text\nFirst,Shells fell on the ferry.\nSecond,\"Rebels took it.\n",
        &[],
        &["2 First | - | - | Shells fell on"],
        &["open.csv: byte 43: row 3 opens a quote that is never closed"],
    );
    check("a.csv", TABLE, &["--map", "text=body"], &[], &["is a table without a column \"body\" … stories_id"]);
    check("a.parquet", b"PAR1 and nothing more", &[], &[], &["a.parquet: is Parquet that cannot be read"]);
    let path = format!("{}/tests/program/tables/no-text.parquet", env!("CARGO_MANIFEST_DIR"));
    check(
        "a.parquet",
        std::fs::read(path).unwrap(),
        &[],
        &[],
        &["is a table without a column for the text … event, killed"],
    );
}

#[test]
fn the_user_says_what_columns_are_called() {
    let table = "when,text,words of it,paper\n14 May 2024,notes,Shells fell on the ferry.,The Valley Courier\n";
    let map = ["--map", "text=words of it,published=when,outlet=paper"];
    check("a.csv", table, &map, &["2 - | The Valley Courier | 2024-05-14 | Shells fell on"], &[]);
    check("a.txt", table, &map, &["2 - | The Valley Courier | 2024-05-14 | Shells fell on"], &[]);
    let record = r#"[{"when": 1715670600000, "text": "notes", "words_of_it": "Shells fell on the ferry.", "paper": "The Valley Courier"}]"#;
    check("a.json", record, &map, &["1 - | The Valley Courier | 2024-05-14 | Shells fell on"], &[]);
    let folder = Folder::new();
    folder.write("a.csv", table);
    folder.run(&["split", "a.csv", "--map", "body=text"]).expect(2, &["\"body\" is no field", "text, html, title"]);
    folder.run(&["annotate", "a.csv", "--map", "text"]).expect(2, &["is no pair"]);
}

#[test]
fn json_of_every_shape_is_read_record_by_record() {
    let one = r#"{"title": "Shells fall", "date": "2019-03-05", "maintext": "Shells fell on the ferry.", "source_domain": "courier.example"}"#;
    let two = r#"{"title": "Rebels move", "date": "2019-03-06", "text": "Rebels took the village."}"#;
    let rows = [
        "1 Shells fall | courier.example | 2019-03-05 | Shells fell on",
        "2 Rebels move | - | 2019-03-06 | Rebels took the",
    ];
    check("array.json", format!("[\n{one} ,\n {two}\n]\n"), &[], &rows, &[]);
    check("noname", format!("[{one},{two}]"), &[], &rows, &[]);
    check("behind.json", format!("{one}\n{two}"), &[], &rows, &[]);
    check(
        "lines.json",
        format!("{one}\n{{\"text\": \"cut off\n{two}\n"),
        &[],
        &[rows[0], "3 Rebels move | - | 2019-03-06 | Rebels took the"],
        &["lines.json:2: byte … is not a record"],
    );
    check("one.json", one.replace(", ", ",\n  "), &[], &rows[..1], &[]);
    check("around.json", format!(r#"{{"status":"ok","totalResults":2,"articles":[{one},{two}]}}"#), &[], &rows, &[]);
    check(
        "deep.json",
        format!(
            r#"{{"took":3,"hits":{{"total":2,"hits":[{{"_id":"a","_source":{one}}},{{"_id":"b","_source":{two}}}]}}}}"#
        ),
        &[],
        &rows,
        &[],
    );
    let fundus = r#"{"title":"Shells fall","publishing_date":"2019-03-05T07:10:00+01:00","publisher":"The Valley Courier","body":{"summary":["Two people died."],"sections":[{"headline":[],"paragraphs":["Shells fell on the ferry."]}]}}"#;
    check("fundus.json", fundus, &[], &["1 Shells fall | The Valley Courier | 2019-03-05 | Two people died."], &[]);
    let gdelt = r#"{"articles":[{"url":"https://www.courier.example/a","title":"Shells fall","seendate":"20190305T071000Z","domain":"courier.example","body":"Shells fell on the ferry."}]}"#;
    check("gdelt.json", gdelt, &[], &["1 Shells fall | courier.example | 2019-03-05 | Shells fell on"], &[]);
    check(
        "where.json",
        r#"{"url": "https://courier.example/2019/03/05/ferry", "text": "Shells fell on the ferry."}"#,
        &[],
        &["1 - | courier.example | 2019-03-05 | Shells fell on"],
        &[],
    );
    let sheet = "Link,Archive status,Upload timestamp,Upload title,Text content\nhttps://courier.example/p,done,2019-03-05T07:10:00,Shells fall,Shells fell on the ferry.\n";
    check("archiver.csv", sheet, &[], &["2 Shells fall | courier.example | 2019-03-05 | Shells fell on"], &[]);
    let atlos = "slug,description,date,url\nVALE-1,Shells fell on the ferry.,2019-03-05,https://courier.example/p\n";
    check("atlos.csv", atlos, &[], &["2 - | courier.example | 2019-03-05 | Shells fell on"], &[]);

    check(
        "package.json",
        r#"{"name": "reader", "version": "1.0.0", "description": "Reads", "scripts": {"build": "make"}}"#,
        &[],
        &[],
        &["package.json: is JSON without a page … name, version … --map text="],
    );
    check("numbers.json", "[1, 2, 3]", &[], &[], &["numbers.json: is JSON that holds no records"]);
    check(
        "cut.json",
        format!("[{one},{}", &two[..20]),
        &[],
        &rows[..1],
        &["cut.json: byte 125: opens a record that is never closed"],
    );
    check(
        "both.json",
        format!(r#"{{"old":[{one}],"new":[{two}]}}"#),
        &[],
        &[],
        &["both.json: holds several lists of pages (new, old)"],
    );
    let teasers = r#"{"articles":[{"title":"Shells fall"},{"title":"Rebels move"}]}"#;
    let gone = r#"{"maintext": null, "title": "Shells fall", "date_publish": null}"#;
    check("gone.jsonl", gone, &[], &[], &["gone.jsonl:1: … has no text: its field \"maintext\" is empty"]);
    check("items.jl", one, &[], &rows[..1], &[]);
    check("bare.json", teasers, &[], &[], &["bare.json:1: … has neither", "bare.json:2: … has neither"]);
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packed.write_all(bytes).unwrap();
    packed.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut packed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        packed.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        packed.write_all(bytes).unwrap();
    }
    packed.finish().unwrap().into_inner()
}

const PAGE: &str = "Shells fall on the ferry\n\nShells fell on the ferry at Port Vale and killed two people, the harbour master said.\n";
const HTML: &str = "<!doctype html><title>Shells fall on the ferry</title><article><h1>Shells fall on the ferry</h1><p>Shells fell on the ferry at Port Vale and killed two people, the harbour master said.</p></article>";

#[test]
fn packed_files_are_read_as_what_they_hold_and_bombs_are_not() {
    let page = ["1 Shells fall on the ferry | - | - | Shells fell on"];
    check("a.csv.gz", gzip(TABLE.as_bytes()), &[], &ROWS, &[]);
    check("saved.html", gzip(HTML.as_bytes()), &[], &page, &[]);
    let saved = [
        ("pages/.hidden.txt", PAGE.as_bytes()),
        ("__MACOSX/pages/b.html", b"x".as_slice()),
        ("pages/b.html", HTML.as_bytes()),
        ("pages/b_files/app.js", b"let a = 1;"),
        ("pages/b_files/frame.html", HTML.as_bytes()),
        ("pages/a.txt", PAGE.as_bytes()),
        ("table.csv", TABLE.as_bytes()),
    ];
    check("a.zip", zip(&saved), &[], &[page[0], page[0], ROWS[0], ROWS[1]], &[]);
    check(
        "twice.zip",
        zip(&[("a.zip", &zip(&saved[5..6])), ("b.jsonl.gz", &gzip(b"{\"text\": \"Rebels took it.\"}"))]),
        &[],
        &[page[0], "1 - | - | - | Rebels took it."],
        &[],
    );
    let thrice = zip(&[("b.zip", &zip(&[("a.zip", &zip(&saved[5..6]))]))]);
    check("thrice.zip", thrice, &[], &[], &["thrice.zip/b.zip/a.zip: is packed more than twice; unpack it first"]);
    let zeros = vec![b' '; 64 << 20];
    check(
        "bomb.jsonl.gz",
        gzip(&zeros),
        &[],
        &[],
        &["bomb.jsonl.gz: cannot be read: it inflates to more than 250 times its bytes"],
    );
    check(
        "bomb.zip",
        zip(&[("a.txt", &zeros), ("b.txt", PAGE.as_bytes())]),
        &[],
        &page,
        &["bomb.zip/a.txt: cannot be unpacked: it inflates to more than 250 times"],
    );
    check("cut.csv.gz", &gzip(TABLE.as_bytes())[..120], &[], &[], &["cut.csv.gz: … its gzip is damaged or cut off"]);
    check(
        "letter.docx",
        zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")]),
        &[],
        &[],
        &["letter.docx: is a document of a word processor"],
    );
    check(
        "letter",
        zip(&[("[Content_Types].xml", b"<Types/>")]),
        &[],
        &[],
        &["letter: is an office document or a book"],
    );
}

#[test]
fn of_a_mixed_folder_only_the_pages_are_read() {
    let foreign: [(&str, &[u8], &str); 29] = [
        ("app.js", b"let a = {\"text\": 1};", "a script"),
        ("style.css", b"body { color: red }", "a style sheet"),
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><text>War</text></svg>", "an image"),
        ("photo.jpg", b"\xFF\xD8\xFF\xE0\0\x10JFIF", "an image"),
        ("noname-photo", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "an image"),
        ("report.pdf", b"%PDF-1.7\n%\xE2\xE3\xCF\xD3", "PDF"),
        ("report", b"%PDF-1.4\nall in letters", "PDF"),
        ("letter.rtf", b"{\\rtf1\\ansi Shells fell on the ferry.}", "rich text"),
        ("letter.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "old office document"),
        ("crawl.warc", b"WARC/1.0\r\nWARC-Type: response\r\n", "a web archive"),
        ("saved.mhtml", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "a mail or a page saved as MHTML"),
        ("mail.eml", b"Received: from a\r\nSubject: War\r\n\r\nShells fell.", "a mail"),
        ("settings.yaml", b"text: war\n", "settings"),
        ("package.json", b"{\"name\": \"x\", \"version\": \"1\"}", "JSON without a page"),
        ("tsconfig.json", b"{\n  \"compilerOptions\": {\"strict\": true}\n}\n", "JSON without a page"),
        ("feed.xml", b"<?xml version='1.0'?><rss><channel><item><title>War</title></item></channel></rss>", "a feed"),
        ("sitemap.xml", b"<?xml version='1.0'?><urlset><url/></urlset>", "a site map"),
        ("other.xml", b"<?xml version='1.0'?><orders><order/></orders>", "XML with the root \"orders\""),
        ("sales.csv", b"month,sum\n1,20\n", "a table without a column for the text"),
        ("events.tsv", b"id\tlat\tlon\n1\t2.0\t3.0\n", "a table without a column for the text"),
        ("robots.txt", b"User-agent: *\nDisallow: /\n", "instructions of a site for robots"),
        ("LICENSE", b"Permission is hereby granted", "a file about files"),
        ("script.py", b"print('Shells fell')", "a program's source"),
        ("refs.bib", b"@article{a, title={War}}", "a list of references"),
        ("refs.ris", b"TY  - NEWS\nT1  - War\nER  - \n", "it has no full texts: export the articles as text"),
        ("export.txt", b"\xEF\xBB\xBFTY  - NEWS\r\nT1  - War\r\nER  - \r\n", "a list of references"),
        ("places.geojson", b"{\"type\": \"FeatureCollection\", \"features\": []}", "a map layer"),
        ("font.woff2", b"wOF2\0\x01\0\0", "a font"),
        ("book.xlsx", b"PK\x03\x04 and so on [Content_Types].xml", "a spreadsheet"),
    ];
    let folder = Folder::new();
    for (name, bytes, _) in foreign {
        folder.write(&format!("pages/{name}"), bytes);
    }
    folder.write("pages/a.txt", PAGE).write("pages/wget.php", HTML);
    let ran = folder.run(&["split", "pages", "--format", "jsonl"]);
    assert_eq!(found(&ran).len(), 2, "{ran:?}");
    assert_eq!(ran.messages.lines().count(), foreign.len(), "{}", ran.messages);
    for (name, _, format) in foreign {
        let line = ran.messages.lines().find(|line| line.contains(&format!("pages/{name}: ")));
        let line = line.unwrap_or_else(|| panic!("{name} is not named: {}", ran.messages));
        assert!(line.contains(format) && line.contains("; "), "{line}");
    }
}

#[test]
fn folders_of_saved_pages_are_left_out_without_a_word() {
    let folder = Folder::new();
    for (page, parts) in
        [("a.html", "a_files"), ("Über.htm", "Über-Dateien"), ("c d.html", "c d_fichiers"), ("e.html", "e.files")]
    {
        folder.write(&format!("pages/{page}"), HTML);
        folder.write(&format!("pages/{parts}/frame.html"), HTML).write(&format!("pages/{parts}/app.js"), "let a = 1;");
        folder.write(&format!("pages/{parts}/data.txt"), "");
    }
    folder.write("pages/other_files/b.html", HTML);
    let ran = folder.run(&["split", "pages", "--format", "jsonl"]);
    assert_eq!((ran.status, found(&ran).len()), (Some(0), 5), "{ran:?}");
    assert_eq!(ran.messages, "");
    let ran = folder.run(&["ingest", "pages"]);
    ran.expect(0, &["4 folders with the scripts, styles and frames of saved pages left out"]);
}

/// Made-up reports: title, outlet, day, paragraphs.
fn reports() -> Vec<(String, String, String, Vec<String>)> {
    let towns = ["Kharkiv", "Goma", "Nyala", "Mocha", "Lashio", "Kidal", "Bunia", "Taiz", "Gao", "Beni", "Marib"];
    let report = |(at, town): (usize, &&str)| {
        let (killed, day) = (at + 2, at + 3);
        let title = format!("Shells kill {killed} people in the market of {town}");
        let paragraphs = vec![
            format!(
                "At least {killed} people were killed and {} wounded on Monday when shells hit the market of {town}, the hospital said.",
                killed * 3
            ),
            format!(
                "The army denied that it had fired on {town}. A spokesman for the rebels said that the guns stood in the hills north of the town."
            ),
            "Aid workers said that they had no more medicine, and asked both sides to let lorries through.".to_owned(),
        ];
        (title, format!("{town} Courier"), format!("{day} May 2024"), paragraphs)
    };
    towns.iter().enumerate().map(report).collect()
}

/// What a page says: its title, outlet, day, the words of its body, and its events.
fn pages(ran: &Ran) -> Vec<(String, String, String, String, Vec<String>)> {
    let page = |line: &str| {
        let page: Value = serde_json::from_str(line).unwrap();
        let text = page["text"].as_str().expect("the text layer was asked for");
        let bodies = page["blocks"].as_array().unwrap().iter().filter(|block| block["kind"] == "body");
        let at = |value: &Value| value.as_u64().expect("blocks have their places") as usize;
        let body: Vec<&str> =
            bodies.flat_map(|block| text[at(&block["start"])..at(&block["end"])].split_whitespace()).collect();
        let said = |value: &Value| value.as_str().expect("it is said").to_owned();
        let (title, day) = (said(&page["title"]["text"]), said(&page["published"]["start"]));
        let names = |parties: &Value| {
            let parties = parties.as_array().map(Vec::as_slice).unwrap_or_default().iter();
            parties.map(|party| party["name"].to_string()).collect::<Vec<_>>().join(" ")
        };
        let event = |event: &Value| {
            let killed = event["toll"].as_array().map(Vec::as_slice).unwrap_or_default().iter();
            let killed: Vec<String> = killed.map(|toll| format!("{} {}", toll["best"], toll["measure"])).collect();
            let (doers, place, day) = (names(&event["actors"]), &event["place"]["name"], &event["time"]["from"]);
            format!("{} {} {doers} {place} {day} {}", event["kind"], event["assertion"], killed.join(" "))
        };
        let events = page["events"].as_array().map(Vec::as_slice).unwrap_or_default().iter().map(event).collect();
        (title, said(&page["outlet"]), day, body.join(" "), events)
    };
    ran.out.lines().map(page).collect()
}

#[test]
fn four_exports_give_the_same_pages_as_single_files() {
    let folder = Folder::new();
    let (mut lexis, mut nexis, mut factiva, mut proquest): (String, String, String, String) = Default::default();
    let all = reports();
    for (at, (title, outlet, day, paragraphs)) in all.iter().enumerate() {
        let (body, count) = (paragraphs.join("\n\n"), all.len());
        let single = serde_json::json!({"title": title, "outlet": outlet, "published": day, "text": body});
        folder.write(&format!("single/{at:02}.json"), single.to_string());
        let headed = serde_json::json!({"title": title, "outlet": outlet, "published": day, "text": format!("{title}\n\n{body}")});
        folder.write(&format!("headed/{at:02}.json"), headed.to_string());
        lexis += &format!(
            "\n\n                 {} of {count} DOCUMENTS\n\n                 {outlet}\n\n                 {day} Friday\n\n{title}\n\nLENGTH: 80 words\n\n{body}\n\nLOAD-DATE: {day}\n\n                 Copyright 2024 {outlet}\n",
            at + 1
        );
        nexis += &format!(
            "{title}\n{outlet}\n{day} Friday\n\nCopyright 2024 {outlet} All Rights Reserved\n\nLength: 80 words\n\nBody\n\n{body}\n\nLoad-Date: {day}\n\nEnd of Document\n\n"
        );
        factiva += &format!(
            "{title}\n80 words\n{day}\n{outlet}\nCOUR\nEnglish\nCopyright 2024. {outlet}.\n\n{body}\n\nDocument COUR000020240514ek5e000{at:02}\n\n"
        );
        proquest += &format!(
            "{}\n\n{title}\n\nAuthor: Belo, Ana\n\nFull text: {body}\n\nPublication title: {outlet}\n\nPublication date: {day}\n\nProQuest document ID: {at}\n\n",
            "_".repeat(60)
        );
    }
    let exports: [(&str, &String); 4] =
        [("lexis.txt", &lexis), ("nexis.txt", &nexis), ("factiva.txt", &factiva), ("proquest.txt", &proquest)];
    for (name, text) in exports {
        folder.write(name, text);
    }
    let expected = pages(&folder.run(&["annotate", "--text", "single"]));
    assert_eq!(expected.len(), all.len());
    assert!(expected.iter().all(|(.., events)| !events.is_empty()), "{expected:?}");
    for name in exports.map(|(name, _)| name).into_iter().chain(["headed"]) {
        let ran = folder.run(&["annotate", "--text", name]);
        assert_eq!(pages(&ran), expected, "{name}: {}", ran.messages);
    }
}

#[test]
fn of_files_that_break_off_what_is_whole_is_read_and_the_rest_is_named() {
    let nexis = "Shells fall\nThe Valley Courier\nMarch 5, 2019 Tuesday\n\nCopyright 2019 Valley Press\n\nLength: 20 words\n\nBody\n\nShells fell on the ferry.\n\nEnd of Document\n\n";
    let rows = [
        "1 Shells fall | The Valley Courier | 2019-03-05 | Shells fell on",
        "2 Rebels move | The Valley Courier | 2019-03-06 | Rebels took the",
    ];
    let second = nexis.replace("Shells fall", "Rebels move").replace("5, 2019 Tu", "6, 2019 We");
    let second = second.replace("Shells fell on the ferry.", "Rebels took the village.\n\nThe road was cl");
    let cut = |at: &str| format!("{nexis}{}", &second[..second.find(at).unwrap()]);
    let torn = "nexis.txt:2: ends without what Nexis Uni puts behind a text and its last paragraph, which breaks off, is left out … export it anew";
    check_well("nexis.txt", cut("\n\nEnd"), &rows, &[torn]);
    check(
        "nexis.txt",
        cut("Body"),
        &[],
        &rows[..1],
        &["nexis.txt:2: byte … : the file of Nexis Uni ends inside its article 2, before the text; export it anew"],
    );
    // Also in the middle of a file.
    let joined = nexis.replace("End of Document\n", "") + &second;
    check_well("nexis.txt", joined, &rows, &["nexis.txt:1: ends without what Nexis Uni puts behind a text"]);
    let xml = "<doc title='Shells fall' date='2019-03-05' sitename='The Valley Courier'><main><p>Shells fell on the ferry.</p><p>Two peop";
    check_well("a.xml", xml, &rows[..1], &["a.xml:1: ends before its element is closed"]);
}

#[test]
fn every_kept_page_is_read_again_from_its_own_bytes() {
    let folder = Folder::new();
    let nexis = format!("{PAGE}\nEnd of Document\n").replacen(
        "\n\n",
        "\nThe Valley Courier\nMarch 5, 2019 Tuesday\n\nLength: 20 words\n\nBody\n\n",
        1,
    );
    let nexis_latin: Vec<u8> = nexis.replace("ferry", "f\u{e9}rry").repeat(2).chars().map(|sign| sign as u8).collect();
    folder.write("in/a.csv", TABLE).write("in/nexis.txt", &nexis).write("in/latin.txt", nexis_latin);
    folder
        .write("in/page.html", gzip(HTML.as_bytes()))
        .write("in/all.zip", zip(&[("a.txt", PAGE.as_bytes()), ("b.csv", TABLE.as_bytes())]));
    folder.write("in/one.json", "{\n \"title\": \"Rebels move\",\n \"text\": \"Rebels took the village.\"\n}\n");
    folder.write(
        "in/doc.xml",
        "<doc title=\"T\" date=\"2019-03-05\"><main><p>Rebels took the village &amp; left.</p></main></doc>",
    );
    folder.write("in/wide.txt", utf_16("title\tdate\ttext\nShells fall\t2019-03-05\tShells fell on the ferry.\n"));
    folder.write(
        "in/a.parquet",
        std::fs::read(format!("{}/tests/program/tables/zstd.parquet", env!("CARGO_MANIFEST_DIR"))).unwrap(),
    );
    let summary = folder.well(&["ingest", "in", "--map", "text=text"]);
    // Equal rows of two tables are one document, as are equal articles of one file.
    assert!(summary.contains("11 new, 3 already known"), "{summary}");
    folder.write("mine/relate/words.toml", "function = \"zzz\"\n");
    let ran = folder.run(&["ingest", "in", "--map", "text=text", "--lists", "mine"]);
    assert_eq!((ran.status, ran.messages.as_str()), (Some(0), ""), "{ran:?}");
    assert!(
        ran.out.contains("0 new, 14 already known") && ran.out.contains("11 that were read with other lists"),
        "{ran:?}"
    );
}
