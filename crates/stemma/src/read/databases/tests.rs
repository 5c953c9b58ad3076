use proptest::prelude::*;

use super::*;
use crate::read::{self, Container, Part, tests::words};

/// The headers of an article, and its paragraphs in lines; of one that is cut off those that are whole.
fn told(mut article: Article) -> String {
    article.drop_torn();
    let Given { title, outlet, published, byline, section, .. } = article.given.clone();
    let head = [title, outlet, published, byline, section].map(Option::unwrap_or_default).join(" | ");
    let cut = article.is_cut.then(|| "(cut off)".to_owned());
    std::iter::once(head).chain(article.paragraphs).chain(cut).collect::<Vec<_>>().join("\n")
}

#[test]
fn reads_the_faces_of_each_database() {
    let mut faults = Vec::new();
    for case in include_str!("cases/articles.txt").split("===== ").skip(1) {
        let (name, rest) = case.split_once('\n').unwrap();
        let (text, expected) = rest.split_once("----- ").unwrap();
        let Some(database) = recognise(text, words()) else {
            faults.push(format!("{name}: is not recognised"));
            continue;
        };
        let found = articles(text, database, words());
        let said: Vec<String> = found.found.into_iter().map(|at| told(article(&text[at], database, words()))).collect();
        if said.join("\n=====\n") != expected.trim_end_matches('\n') {
            faults.push(format!("{name} ({database:?}):\n{}", said.join("\n=====\n")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn other_texts_are_of_no_database() {
    let pages = [
        "End of Document\n\nShelling killed four people in Goma on 3 March 2023, the hospital said.",
        "Document 3 of 5 was signed on Monday.\n\nThe minister said: all rights reserved.",
        "Copyright: The Valley Courier\n\nSection: World\n\nShells fell on the ferry.\n\nLength: 300 words",
        "HD  was the name of the film.\n\nShells fell on the ferry.",
        "500 words\n\nShells fell.\n\nDocument 12345",
        "____________________________________________\n\nFull text: shells fell on the ferry.",
    ];
    for page in pages {
        assert_eq!(recognise(page, words()), None, "{page}");
    }
}

/// An article to be written in the form of a database.
#[derive(Clone, Debug)]
struct Written {
    title: String,
    outlet: String,
    day: (u8, &'static str, u16),
    byline: String,
    section: String,
    paragraphs: Vec<String>,
}

const MONTHS: [&str; 4] = ["January", "May", "October", "December"];

fn written() -> impl Strategy<Value = Written> {
    let sentence = || "[A-Z][a-zäéøß]{2,9}( [a-zA-Zäéøß]{2,10}){5,24}[.]";
    let title = "[A-Z][a-z]{3,9}( [a-z]{2,10}){4,8}";
    let name = "[A-Z][a-z]{2,7} [A-Z][a-z]{2,7}";
    (title, name, (1u8..29, 0usize..4, 1995u16..2026), name, "[A-Z][a-z]{3,8}", prop::collection::vec(sentence(), 1..6))
        .prop_map(|(title, outlet, (day, month, year), byline, section, paragraphs)| Written {
            title,
            outlet,
            day: (day, MONTHS[month], year),
            byline,
            section,
            paragraphs,
        })
}

/// A text in lines of at most so many signs.
fn wrapped(text: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().unwrap();
        if !last.is_empty() && last.chars().count() + word.chars().count() >= 72 {
            lines.push(word.to_owned());
        } else {
            *last = if last.is_empty() { word.to_owned() } else { format!("{last} {word}") };
        }
    }
    lines.join("\n")
}

fn write(all: &[Written], database: Database, line_break: &str) -> String {
    let count = all.len();
    let mut out = String::new();
    for (number, Written { title, outlet, day: (day, month, year), byline, section, paragraphs }) in
        all.iter().enumerate()
    {
        let number = number + 1;
        let body = paragraphs.join("\n\n");
        out += &match database {
            Database::LexisNexis => {
                let body = paragraphs.iter().map(|paragraph| wrapped(paragraph)).collect::<Vec<_>>().join("\n\n");
                let (middle, title) = (" ".repeat(25), wrapped(title));
                format!(
                    "\n\n{middle}{number} of {count} DOCUMENTS\n\n\n{middle}{outlet}\n\n{middle}{month} {day}, {year} Monday\n\n{title}\n\nBYLINE: {byline}\n\nSECTION: {section}\n\nLENGTH: 12 words\n\n\n{body}\n\nLOAD-DATE: {month} {day}, {year}\n\nLANGUAGE: ENGLISH\n\n{middle}Copyright {year} {outlet}\n{middle}All Rights Reserved\n"
                )
            }
            Database::NexisUni => format!(
                "{title}\n{outlet}\n{month} {day}, {year} Monday\n\nCopyright {year} {outlet} All Rights Reserved\n\nSection: {section}\nLength: 12 words\nByline: {byline}\n\nBody\n\n{body}\n\nLoad-Date: {month} {day}, {year}\n\nEnd of Document\n\n"
            ),
            Database::Factiva => format!(
                "{section}\n{title}\nBy {byline}\n12 words\n{day} {month} {year}\n07:10\n{outlet}\nABCD\nEnglish\nCopyright {year}. {outlet}.\n\n{body}\n\nDocument ABCD0000{year}0101ek5e{number:05}\n\n"
            ),
            Database::FactivaFields => format!(
                "SE  {section}\nHD  {title}\nBY  By {byline}\nWC  12 words\nPD  {day} {month} {year}\nSN  {outlet}\nLP  {body}\nNS  gvio : War\nPUB {outlet} Ltd\nAN  Document ABCD0000{year}0101ek5e{number:05}\n\n"
            ),
            Database::ProQuest => format!(
                "{}\n\n{title}\n\nAuthor: {byline}\n\nAbstract: {}\n\nFull text: {body}\n\nSubject: War\n\nPublication title: {outlet}\n\nPublication date: {month} {day}, {year}\n\nSection: {section}\n\nProQuest document ID: {number}\n\nDatabase: News\n\n",
                "_".repeat(60),
                paragraphs[0]
            ),
        };
    }
    out.replace('\n', line_break)
}

fn check(all: &[Written], database: Database, line_break: &str, encode: fn(&str) -> Vec<u8>) {
    let bytes = encode(&write(all, database, line_break));
    assert_eq!(read::database_of(&bytes, Container::Text, words()), Some(database));
    let (parts, _): (Vec<Part<'_>>, _) = read::articles(&bytes, Container::Text, database, words());
    assert_eq!(parts.len(), all.len(), "{database:?}");
    let mut end = 0;
    for (part, written) in parts.iter().zip(all) {
        assert!(part.range.start >= end && part.range.end <= bytes.len(), "{database:?}: {:?}", part.range);
        end = part.range.end;
        let kept = read::container("export.txt", &part.bytes, words());
        assert_eq!(kept, Some(Container::Article), "{database:?}: a part is told by itself");
        let document = read::read(&part.bytes, Container::Article, "export.txt", words()).result.unwrap();
        let (day, month, year) = written.day;
        let published = words().months.parse_day(document.given.published.as_deref().unwrap()).unwrap().day;
        let asked = words().months.parse_day(&format!("{day} {month} {year}")).unwrap().day;
        assert_eq!(published, asked);
        let given = &document.given;
        assert_eq!(given.title.as_deref(), Some(written.title.as_str()), "{database:?}");
        assert_eq!(given.outlet.as_deref(), Some(written.outlet.as_str()), "{database:?}");
        assert_eq!(given.byline.as_deref().map(|name| name.trim_start_matches("By ")), Some(written.byline.as_str()));
        assert_eq!(given.section.as_deref(), Some(written.section.as_str()), "{database:?}");
        assert_eq!(document.text, written.paragraphs.join("\n\n"), "{database:?}");
    }
}

/// What tells that an article begins, though its text is not reached.
fn begins(database: Database) -> &'static str {
    match database {
        Database::LexisNexis => " DOCUMENTS\n",
        Database::NexisUni => "\nSection: ",
        Database::FactivaFields => "HD  ",
        Database::ProQuest => "\nAuthor: ",
        // Its head has no labels: without a day it may be anything.
        Database::Factiva => "\nEnglish\n",
    }
}

/// Cuts a file off at a share of its length.
fn check_cut(all: &[Written], database: Database, share: f64) {
    let text = write(all, database, "\n");
    let whole: Vec<usize> = articles(&text, database, words()).found.into_iter().map(|range| range.end).collect();
    let cut = text.floor_char_boundary((text.len() as f64 * share) as usize);
    let kept = &text[..cut];
    let count = whole.iter().filter(|end| **end <= cut).count();
    let rest = &kept[count.checked_sub(1).map_or(0, |last| whole[last])..];
    let has_begun = rest.contains(begins(database));
    if recognise(kept, words()) != Some(database) {
        assert_eq!(count, 0, "{database:?}: {kept}");
        return;
    }
    let (parts, broken) = read::articles(kept.as_bytes(), Container::Text, database, words());
    assert!(parts.len() >= count, "{database:?}: {kept}");
    assert!(parts.len() > count || broken.is_some() || !has_begun, "{database:?} loses without a word: {rest}");
    for (number, (part, written)) in parts.iter().zip(all).enumerate() {
        let read = read::read(&part.bytes, Container::Article, "export.txt", words()).result;
        match read {
            Ok(document) if number < count => {
                assert_eq!(document.text, written.paragraphs.join("\n\n"), "{database:?}");
                assert_eq!(document.notes, [], "{database:?}");
            }
            Ok(document) => {
                let paragraphs: Vec<&str> = document.text.split("\n\n").collect();
                let are_whole =
                    paragraphs.iter().all(|paragraph| written.paragraphs.iter().any(|own| own == paragraph));
                assert!(are_whole, "{database:?} reads a part of a paragraph: {paragraphs:?}");
                let is_all = paragraphs.len() == written.paragraphs.len();
                assert!(is_all || !document.notes.is_empty(), "{database:?} says nothing of: {rest}");
            }
            Err(_) => assert!(number >= count, "{database:?} refuses: {kept}"),
        }
    }
}

fn latin(text: &str) -> Vec<u8> {
    encoding_rs::WINDOWS_1252.encode(text).0.into_owned()
}

fn utf_16(text: &str) -> Vec<u8> {
    [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn articles_come_back_one_for_one(all in prop::collection::vec(written(), 1..7)) {
        for form in &FORMS {
            check(&all, form.database, "\n", |text| text.as_bytes().to_vec());
            check(&all, form.database, "\r\n", |text| text.as_bytes().to_vec());
            check(&all, form.database, "\n", utf_16);
        }
    }

    #[test]
    fn of_a_file_that_is_cut_off_all_that_is_whole_is_read_and_the_rest_is_named(
        all in prop::collection::vec(written(), 1..5),
        share in 0.0..1.0f64,
    ) {
        for form in &FORMS {
            check_cut(&all, form.database, share);
        }
    }

    #[test]
    fn an_article_without_its_end_takes_none_behind_it(all in prop::collection::vec(written(), 2..6), which in 0..5usize) {
        let which = which % (all.len() - 1);
        for (database, end) in
            [(Database::NexisUni, "End of Document"), (Database::Factiva, "Document ABCD"), (Database::FactivaFields, "AN  Document")]
        {
            let mut text = write(&all, database, "\n");
            let (at, _) = text.match_indices(end).nth(which).unwrap();
            let line = at..at + text[at..].find('\n').unwrap();
            text.replace_range(line, "");
            let found = articles(&text, database, words()).found;
            assert_eq!(found.len(), all.len(), "{database:?}: {text}");
            for (number, (range, written)) in found.into_iter().zip(&all).enumerate() {
                let part = &text[range];
                assert_eq!(recognise(part, words()), Some(database), "{part}");
                let article = article(part, database, words());
                assert_eq!(article.given.title.as_deref(), Some(written.title.as_str()), "{database:?}: {part}");
                assert_eq!(article.paragraphs, written.paragraphs, "{database:?}: {part}");
                assert_eq!(article.is_cut, number == which, "{database:?}: {part}");
            }
        }
    }

    #[test]
    fn any_text_is_split_and_read_without_a_panic(lines in prop::collection::vec("(HD|LP|PD|AN|Body|End of Document|3 of 9 DOCUMENTS|76 words|Full text:|LENGTH: 3|Classification|Document ABCD00020240514ek5e00000|____________________|[A-Za-z0-9 :/é]{0,30})( .{0,20})?", 0..40)) {
        let text = lines.join("\n");
        for form in &FORMS {
            for range in articles(&text, form.database, words()).found {
                article(&text[range], form.database, words());
            }
        }
        for part in read::documents(text.as_bytes()) {
            read::read(&part.bytes, Container::Xml, "page", words()).result.ok();
        }
    }
}

#[test]
fn an_old_encoding_is_counted_in_its_own_bytes() {
    let all: Vec<Written> = ["Fähren", "Gärten", "Höfe"]
        .iter()
        .map(|word| Written {
            title: format!("Soldaten stürmen die {word} im Süden"),
            outlet: "Der Bote".into(),
            day: (3, "May", 2019),
            byline: "Jörg Müller".into(),
            section: "Politik".into(),
            paragraphs: vec![format!("Die Soldaten stürmten am Sonntag die {word} im Süden der Stadt, sagte ein Sprecher der Behörde für Übergänge.")],
        })
        .collect();
    for form in &FORMS {
        check(&all, form.database, "\r\n", latin);
    }
}
