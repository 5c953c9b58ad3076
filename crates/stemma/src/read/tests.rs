use std::sync::LazyLock;

use super::*;
use crate::lexicon::Lists;

/// The words of our own lists.
pub fn words() -> &'static ReadWords {
    static WORDS: LazyLock<ReadWords> = LazyLock::new(|| {
        let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] };
        ReadWords::compile(&lists).expect("our own lists compile")
    });
    &WORDS
}

fn only(bytes: &[u8], container: Container) -> Result<Document, Note> {
    read(bytes, container, "page", words()).result
}

#[test]
fn keeps_the_bytes_of_a_utf_8_text_file_as_its_text_layer() {
    let bytes = "\u{feff}Shells fell on Zürich–West.\r\n".as_bytes();
    assert_eq!(only(bytes, Container::Text).unwrap().text.as_bytes(), bytes);
}

#[test]
fn decodes_utf_16_with_and_without_a_byte_order_mark() {
    let said = "Shells fell on the bridge.";
    let plain: Vec<u8> = said.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xFE, 0xFF].into_iter().chain(said.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    assert_eq!(only(&plain, Container::Text).unwrap().text, said);
    assert_eq!(only(&marked, Container::Text).unwrap().text, said);
}

#[test]
fn decodes_the_encoding_that_a_page_declares() {
    let page = b"<meta charset=windows-1251><p>\xCA\xE8\xE5\xE2</p>";
    assert!(only(page, Container::Html).unwrap().text.contains("Киев"));
}

#[test]
fn refuses_empty_and_binary_input_with_a_reason() {
    assert!(only(b" \n", Container::Text).unwrap_err().message.contains("empty"));
    let noise: Vec<u8> = (0..4096u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    assert!(only(&noise, Container::Text).unwrap_err().message.contains("not text"));
}

#[test]
fn a_record_has_its_own_id_also_where_it_is_refused() {
    let id = |record: &str| read(record.as_bytes(), Container::Record, "page", words()).id;
    assert_eq!(id(r#"{"id":7,"text":"Two."}"#).as_deref(), Some("7"));
    assert_eq!(id(r#"{"id":"d"}"#).as_deref(), Some("d"));
    assert_eq!(id(r#"{"id":"b","text":"#), None);
}

#[test]
fn half_of_a_letter_costs_no_more_than_that_letter() {
    let check = |line: &str, expected: &str, is_noted: bool| {
        let document = only(line.as_bytes(), Container::Record).unwrap();
        assert_eq!((document.text.as_str(), !document.notes.is_empty()), (expected, is_noted), "{line}");
    };
    check(r#"{"id": "a", "text": "one \ud800 two"}"#, "one \u{fffd} two", true);
    check(r#"{"id": "a", "text": "one \udc00\ud83d\ude00 two \ud83d"}"#, "one \u{fffd}\u{1f600} two \u{fffd}", true);
    check(r#"{"id": "a", "text": "one \\ud800 two"}"#, r"one \ud800 two", false);
    check(r#"{"id": "a", "text": "\ud800\ud83d\ude00 \\\ud800"}"#, "\u{fffd}\u{1f600} \\\u{fffd}", true);
    let broken = only(br#"{"id": "a", "text": "one \ud800"#, Container::Record).unwrap_err();
    assert!(broken.message.contains("is not a record"), "{}", broken.message);
}

#[test]
fn letters_in_utf_8_count_more_than_a_stale_label() {
    let page = |label: &str| format!("<meta charset={label}><p>Félix, João und Łódź</p>");
    for label in ["iso-8859-1", "windows-1251", "windows-1256", "utf-8", "gb2312"] {
        assert!(
            only(page(label).as_bytes(), Container::Html).unwrap().text.contains("Félix, João und Łódź"),
            "{label}"
        );
    }
    let mut cut = page("iso-8859-1").repeat(8).into_bytes();
    cut.push(0xC3);
    assert!(only(&cut, Container::Html).unwrap().text.contains("João"), "cut in the middle of a letter");
}

#[test]
fn marks_that_are_not_seen_are_no_part_of_a_page() {
    let page = "<p>Gra&shy;ska, \u{200b}Va\u{200d}le, \u{2066}Kom\u{200e}una\u{2069}, \u{6a9}\u{200c}\u{645}</p>";
    assert_eq!(
        only(page.as_bytes(), Container::Html).unwrap().text.trim(),
        "Graska, Vale, Komuna, \u{6a9}\u{200c}\u{645}"
    );
}

#[test]
fn understands_the_records_of_other_tools() {
    let given = |record: &str| {
        let document = only(record.as_bytes(), Container::Record).unwrap();
        let Given { url, title, outlet, published, .. } = document.given;
        let parts = [url, title, outlet, published].map(Option::unwrap_or_default);
        format!("{} | {}", document.text, parts.join(" | "))
    };
    assert_eq!(
        given(
            r#"{"uri":"a","headline":"T","source":{"id":null,"name":"S"},"pubDate":"2021-03-09","articleBody":"B."}"#
        ),
        "B. | a | T | S | 2021-03-09"
    );
    assert_eq!(given(r#"{"body":"B.","text":"A.","date":null,"publish_date":1615248000}"#), "A. |  |  |  | 1615248000");
    assert_eq!(given(r#"{"paragraphs":["A.","B."],"title":""}"#), "A.\nB. |  |  |  | ");
    assert!(given(r#"{"content":"<p>A.</p><p>B.</p>"}"#).starts_with("A.\nB."));
}

#[test]
fn a_column_of_numbers_that_spreadsheets_make_of_days_is_read_as_days() {
    // For each row the day that is given, and how many notes.
    let check = |map: &str, table: &str, expected: &[(&str, usize)]| {
        let map: FieldMap = if map.is_empty() { FieldMap::default() } else { map.parse().unwrap() };
        let rows: Vec<&[u8]> = table.lines().map(str::as_bytes).collect();
        let mut head = table::Head::new(rows[0], table::dialect(rows[0]), &map, words()).unwrap();
        let record = |head: &table::Head, row: &[u8]| head.record(row, &map).unwrap().unwrap();
        let alone: Vec<Vec<u8>> = rows[1..].iter().map(|row| record(&head, row)).collect();
        head.count_days(rows[1..].iter().copied());
        let together: Vec<Vec<u8>> = rows[1..].iter().map(|row| record(&head, row)).collect();
        assert_eq!(together, alone, "the record of a row is made of other rows: {table}");
        let read = |row: &&[u8]| {
            let mut document = only(&record(&head, row), Container::Record).unwrap();
            head.beside(row).tell(&mut document);
            (document.given.published.unwrap_or_default(), document.notes.len())
        };
        let said: Vec<(String, usize)> = rows[1..].iter().map(read).collect();
        let said: Vec<(&str, usize)> = said.iter().map(|(day, notes)| (day.as_str(), *notes)).collect();
        assert_eq!(said, expected, "{table}");
    };
    check(
        "",
        "date;text\n45123;Shells fell.\n;Guns.\n29221,75;Rebels.",
        &[("2023-07-16", 1), ("", 0), ("1980-01-01", 1)],
    );
    check("published=Ausgabe", "Ausgabe,text\n45123,Shells fell.", &[("2023-07-16", 1)]);
    // Among days a number is none, nor is one that no spreadsheet makes of a day of news, nor one in another column.
    check("", "date,text\n45123,Shells fell.\n2023-07-17,Guns.", &[("45123", 0), ("2023-07-17", 0)]);
    check("", "date,text\n45123,Shells fell.\n12,Guns.", &[("45123", 0), ("12", 0)]);
    check("", "date,text\n2023,Shells fell.", &[("2023", 0)]);
    check("", "date,text\n1689500000,Shells fell.", &[("1689500000", 0)]);
    check("", "date,text\n99999,Shells fell.", &[("99999", 0)]);
    check("", "reads,date,text\n45123,2023-07-17,Shells fell.", &[("2023-07-17", 0)]);
}

/// Files that cost a square of their length where anything in them is looked for from every place on: each would take many minutes.
#[test]
fn no_file_costs_a_square_of_its_length() {
    use std::time::{Duration, Instant};
    const COUNT: usize = 400_000;
    let many = |text: &str| text.repeat(COUNT);
    let field = many("GRAPHIC: Photo\n\nShells fell on the ferry.\n\n");
    let files: [(&str, String); 13] = [
        ("references", format!("<doc><main>{}", many("& &amp"))),
        ("elements", format!("<doc><main>{}{}", many("<p>"), many("</x>"))),
        ("attributes", format!("<doc {}><main><p type='a'>Shells fell.</p></main></doc>", many("a='b' "))),
        ("documents", many("<doc><main><p>Shells fell.</p></main></doc>")),
        ("sections", many("<doc><main><p>Shells fell.</p><![CDATA[ ")),
        ("sections that one end closes", many("<doc><main><p>Shells fell.</p><![CDATA[ ") + "]]>"),
        ("sections that are closed", many("<doc><main><![CDATA[ <doc> ]]>")),
        ("openings", many("<doc><TEI><!-- <![CDATA[ ")),
        (
            "articles without an end",
            many("Shells fell\nThe Courier\nMarch 5, 2019\nCopyright 2019 Courier\nSection: News\n\nBody\n\n"),
        ),
        ("bodies", format!("Section: News\n\nCopyright 2019 Courier\n\n{}", many("Body\n\n"))),
        ("a foot", format!("1 of 1 DOCUMENT\n\nLENGTH: 3 words\n\n{field}Shells fell.\n")),
        (
            "corrections",
            format!(
                "1 of 1 DOCUMENT\n\nLENGTH: 3 words\n\nShells fell.\n\nCORRECTION: {}",
                many("Ferry: one died.\n\n")
            ),
        ),
        ("counts", many("30 words\n5 March 2019\n")),
    ];
    for (name, text) in files {
        let begin = Instant::now();
        for part in documents(text.as_bytes()) {
            only(&part.bytes, Container::Xml).ok();
        }
        if let Some(database) = database_of(text.as_bytes(), Container::Text, words()) {
            for part in articles(text.as_bytes(), Container::Text, database, words()).0 {
                only(&part.bytes, Container::Article).ok();
            }
        }
        assert!(begin.elapsed() < Duration::from_secs(90), "{name} took {:?}", begin.elapsed());
    }
}

/// Looks at the title, the text and the number of notes of each document in a file of XML; one that is refused has nothing.
fn check_xml(text: &str, expected: &[(&str, &str, usize)]) {
    let read = |part: &Part<'_>| match only(&part.bytes, Container::Xml) {
        Ok(Document { given, text, notes, .. }) => (given.title.unwrap_or_default(), text, notes.len()),
        Err(_) => Default::default(),
    };
    let said: Vec<(String, String, usize)> = documents(text.as_bytes()).iter().map(read).collect();
    let said: Vec<(&str, &str, usize)> =
        said.iter().map(|(title, text, notes)| (title.as_str(), text.as_str(), *notes)).collect();
    assert_eq!(said, expected, "{text}");
}

#[test]
fn xml_that_is_cut_off_is_read_as_far_as_it_is_whole() {
    let text = "<doc title='A &amp; B' date='2019-03-05'><main><p>Shells <hi>fell</hi> on Z&#252;rich &amp; B&unknown;.</p>\
                <p>Two people d</p><comments><p>No.</p></comments></main></doc><doc title='C'><main><p>Rebels came.</p><p>Two peop";
    check_xml(text, &[("A & B", "Shells fell on Zürich & B&unknown;.\nTwo people d", 0), ("C", "Rebels came.", 1)]);
}

#[test]
fn what_is_not_closed_in_a_document_takes_none_behind_it() {
    let whole = |title: &str| format!("<doc title='{title}'><main><p>Rebels came.</p></main></doc>\n");
    let check = |broken: &str, second: (&str, &str, usize)| {
        let text = format!("{}{broken}\n{}{}", whole("A"), whole("C"), whole("D"));
        let [first, third, fourth] = ["A", "C", "D"].map(|title| (title, "Rebels came.", 0));
        check_xml(&text, &[first, second, third, fourth]);
    };
    for opening in ["<![CDATA[", "<!--", "<?", "<?xml ", "<!x", "<p title='"] {
        let broken = format!("<doc title='B'><main><p>Shells fell.</p>{opening} Two people</main></doc>");
        check(&broken, ("B", "Shells fell.", 1));
    }
    // The end of a section in a later document is none of one in this.
    for (opening, section) in [("<![CDATA[", "<![CDATA[Rebels came.]]>"), ("<!--", "Rebels came.<!-- Two -->")] {
        let said = format!(
            "<doc title='C'><main><p>{section}</p></main></doc>\n<doc title='D'><main><p>Guns fell silent.</p></main></doc>"
        );
        for broken in ["Two people</p></main></doc>", "Two peop"] {
            let text = format!("{}<doc title='B'><main><p>Shells fell.</p><p>{opening} {broken}\n{said}", whole("A"));
            let expected = [
                ("A", "Rebels came.", 0),
                ("B", "Shells fell.", 1),
                ("C", "Rebels came.", 0),
                ("D", "Guns fell silent.", 0),
            ];
            check_xml(&text, &expected);
        }
    }
    // What is quoted in a section that is whole begins and ends no document.
    let quoted = "<doc title='A'><main><p><![CDATA[They write <doc> and </doc>.]]></p></main></doc><doc title='B'><main><p>Shells fell.</p></main></doc>";
    check_xml(quoted, &[("A", "They write <doc> and </doc>.", 0), ("B", "Shells fell.", 0)]);
    // It has no words, and is named where it is refused.
    check("<doc title='B><main><p>Shells fell.</p></main></doc>", ("", "", 0));
    check_xml("<?broken\n<TEI><text><p>Shells fell.</p></text></TEI>", &[("", "Shells fell.", 0)]);
}

#[test]
fn what_the_header_of_tei_says_may_have_markup_inside() {
    let check = |statements: &str, expected: [&str; 4]| {
        let text = format!(
            "<TEI><teiHeader><fileDesc>{statements}</fileDesc></teiHeader><text><body><p>Shells fell.</p></body></text></TEI>"
        );
        let document = only(text.as_bytes(), Container::Xml).unwrap();
        let Given { title, byline, outlet, published, .. } = document.given;
        let said = [title, byline, outlet, published].map(Option::unwrap_or_default);
        assert_eq!((said.each_ref().map(String::as_str), document.text.as_str()), (expected, "Shells fell."), "{text}");
    };
    let titled = |title: &str| format!("<titleStmt>{title}<author><name>Ada</name> Obi</author></titleStmt>");
    let rest = "<publicationStmt><publisher>The <hi>Valley</hi> Courier</publisher> of <date>2019-03-05</date></publicationStmt>";
    let expected = ["Army retakes Goma", "Ada Obi", "The Valley Courier", "2019-03-05"];
    for title in [
        "<title type='main'>Army retakes Goma</title>",
        "<title>Army <hi>retakes</hi> Goma</title>",
        "<title>Army <hi>retakes Goma</title>",
        "<p>Of the</p> day <title><hi>Army</hi> retakes<lb/> Goma</title>",
    ] {
        check(&(titled(title) + rest), expected);
    }
    check(&titled(""), ["", "Ada Obi", "", ""]);
}
