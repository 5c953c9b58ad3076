//! Names in every spelling, in every place of a record; and what stays.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use super::redaction::{Group, Redaction};
use super::words::{Names, numbers, words};
use super::{Person, Rules, people};
use crate::lexicon::fold;
use crate::model::{Entity, Reading, Span};
use crate::text::digest::keyed;

const KEY: [u8; 32] = [7; 32];

/// Leaves these names out everywhere, and their parts in the story "s".
fn without(names: &[&str]) -> Redaction {
    let mut redaction = Redaction::new(KEY);
    let mut group = Group::default();
    for name in names {
        let whose = redaction.person(name, "victims");
        redaction.everywhere.add_full(name, whose);
        group.full.add_full(name, whose);
        words(name).iter().for_each(|word| group.parts.add(&[word.number], whose));
    }
    redaction.groups.insert("s".into(), group);
    redaction
}

#[test]
fn a_name_is_found_however_it_is_written() {
    let check = |name: &str, text: &str, expected: &str| {
        let redaction = without(&[name]);
        let token = redaction.people[0].token().to_owned();
        let shown = redaction.text(text, None).replace(&format!("[name {token}]"), "[]");
        assert_eq!(shown, expected, "{name} in {text}");
    };
    check("Amina Yusuf", "They killed Amina Yusuf, 34.", "They killed [], 34.");
    check("Amina Yusuf", "AMINA YUSUF KILLED", "[] KILLED");
    check("Amina Yusuf", "Amina\n    Yusuf\u{a0}fell; Amina\u{a0}Yusuf’s son", "[]\u{a0}fell; []’s son");
    check("Amina Yusuf", "#AminaYusuf and @amina_yusuf", "#[] and @[]");
    check("Amina Yusuf", "Amina Yusufzai, Tamina Yusuf, Amina, Yusuf", "Amina Yusufzai, Tamina Yusuf, Amina, Yusuf");
    check("Ra'ad al-Masri", "Ra’ad al-Masri, Raad al Masri and RA'AD AL‑MASRI", "[], [] and []");
    check("María Fernanda López", "Maria Fernanda Lopez and MARI\u{301}A FERNANDA LO\u{301}PEZ", "[] and []");
    check("Олександр Коваленко", "за словами ОЛЕКСАНДР КОВАЛЕНКО", "за словами []");
    check("Am\u{ad}ina Yusuf", "Amina Yu\u{200b}suf", "[]");
    check("Jean-Marie Kavira", "Jean Marie Kavira", "[]");
    check("Jose\u{301} Nu\u{301}n\u{303}ez", "José Núñez", "[]");
    check("J. Kovalenko", "J. Kovalenko was shot in J.\nKovalenko", "[] was shot in []");
    check("Goma Kavira", "in Goma. Kavira fled", "in Goma. Kavira fled");
    check("Olena Marchuk", "Olena Mar-\nchuk, Ole\u{2010}\n na Marchuk", "[], []");
    check("Olena Marchuk", "a mar-\nket of Olena; Mar- chuk", "a mar-\nket of Olena; Mar- chuk");
    check("Amina Yusuf", "#JusticeForAminaYusuf, #aminayusufkilled", "#JusticeFor[], #[]killed");
}

#[test]
fn an_address_tells_no_name_in_small_letters_or_escapes() {
    let redaction = without(&["María López"]);
    let token = redaction.people[0].token();
    let check = |address: &str, expected: &str| {
        assert_eq!(
            redaction.address(address, Some("s")),
            expected.replace("[]", &format!("name-{token}")),
            "{address}"
        );
    };
    check("https://example.org/maria-lopez-killed", "https://example.org/[]-killed");
    check("https://example.org/mar%C3%ADa-l%C3%B3pez.html", "https://example.org/[].html");
    check("/home/desk/lopez_1.txt", "/home/desk/[]_1.txt");
    check("https://example.org/100%25", "https://example.org/100%25");
    check(
        "https://example.org/100%25/mar%C3%ADa-l%C3%B3pez%20killed?a=%26",
        "https://example.org/100%25/[]%20killed?a=%26",
    );
    check("https://example.org/MariaLopezKilled2023.html", "https://example.org/[]Killed2023.html");
    check("https://example.org/marialopezkilled", "https://example.org/[]killed");
    check("https://example.org/LopezKilled", "https://example.org/[]Killed");
    check("https://example.org/maría-lópez?x=%FF", "https://example.org/[]?x=%FF");
    check("https://example.org/mar%EDa-l%F3pez/lopez", "https://example.org/mar%EDa-l%F3pez/[]");
}

#[test]
fn a_part_goes_out_in_its_story_and_where_it_stands_for_the_person() {
    let Some(engine) = crate::tests::engine() else { return };
    let mut redaction = without(&["Goma Kavira"]);
    let text = "Goma Kavira was shot in Goma. Kavira, a nurse, was 61. Goma was quiet.";
    let at = text.find("in Goma").unwrap() as u32 + 3;
    let place =
        Entity { span: Span { start: at, end: at + 4 }, kind: "GPE".into(), id: Some("goma".into()), name: None };
    let mut page = reading(text);
    page.annotations.entities.push(place);
    // A hamlet may be called like her, or no place at all.
    let at = text.find("Kavira, a").unwrap() as u32;
    let span = Span { start: at, end: at + 6 };
    page.annotations.entities.push(Entity { span, kind: "GPE".into(), id: None, name: None });
    let place = crate::model::Place { lat: Some(1.), lon: Some(1.), ..Default::default() };
    page.annotations.places.push(crate::model::PlaceMention { span, place });
    let found = redaction.find("s", &page, &engine.lexicon).unwrap();
    redaction.put(found);
    assert_eq!(redaction.layer(text, "p"), "xxxx xxxxxx was shot in Goma. xxxxxx, a nurse, was 61. xxxx was quiet.");
    let token = redaction.people[0].token().to_owned();
    let check = |shown: &str, expected: &str| assert_eq!(shown.replace(&format!("[name {token}]"), "[]"), expected);
    check(&redaction.text("Kavira shot in Goma", Some("s")), "[] shot in Goma");
    assert!(redaction.is_unclear(), "whether Goma is a place there, a record does not tell");
    check(&redaction.text("Kavira shot in Goma", Some("another")), "Kavira shot in Goma");
    let (start, end) = (text.find("Kavira, a").unwrap(), text.len());
    check(&redaction.quote(&text[start..end], "p", start, end, None), "[], a nurse, was 61. [] was quiet.");
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    claim: String,
    pages: Vec<Page>,
    #[serde(default)]
    marked: Vec<String>,
    #[serde(default)]
    left: Vec<(String, String)>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Page {
    #[serde(default)]
    story: String,
    text: String,
    shown: String,
}

/// A page as the engine reads it.
fn read(id: &str, byline: &str, text: &str, engine: &crate::pipeline::Engine) -> Reading {
    let options = crate::annotate::Options::default();
    // Paragraphs, as `clean` parts them.
    let mut end = 0;
    let paragraph = |part: &str| {
        let start = end;
        end = start + part.len() as u32;
        let span = Span { start, end: start + part.trim_end().len() as u32 };
        crate::model::Block { span, kind: crate::model::BlockKind::Body }
    };
    let blocks = text.split_inclusive("\n\n").map(paragraph).collect();
    let byline = Some(byline.to_owned()).filter(|byline| !byline.is_empty());
    let article = crate::model::Article { blocks, byline, ..Default::default() };
    let annotations = crate::annotate::annotate(text, &article, engine.readers(), &options).0;
    Reading { id: id.into(), article, annotations, ..reading(text) }
}

/// Pages of a store, decided on and looked through.
fn decided(
    pages: &[(String, Reading)],
    marked: &[String],
    rules: Rules,
    engine: &crate::pipeline::Engine,
) -> Redaction {
    let (mut survey, names) = (super::Survey::default(), super::Marked::new(marked.to_vec()));
    for (story, page) in pages {
        survey.see(story, people(page, &engine.lexicon));
        survey.see_uses(story, super::uses(page, &engine.lexicon, &super::Signs::of(&engine.lexicon)));
        survey.see_marked(story, names.of(page));
    }
    let mut redaction = survey.decide(rules, marked, &engine.lexicon, KEY);
    for (story, page) in pages {
        let found = redaction.find(story, page, &engine.lexicon);
        found.into_iter().for_each(|found| redaction.put(found));
    }
    redaction
}

fn all() -> Rules {
    Rules::ALL.iter().fold(Rules::default(), |all, (_, rule)| all.with(*rule))
}

#[test]
fn pages_of_a_store_are_handed_on_as_the_cases_say() {
    let Some(engine) = crate::tests::engine() else { return };
    #[derive(serde::Deserialize)]
    struct Cases {
        case: Vec<Case>,
    }
    let Cases { case } = toml::from_str(include_str!("cases.toml")).unwrap();
    let mut wrong = Vec::new();
    for Case { claim, pages, marked, left } in case {
        let of_page =
            |(at, page): (usize, &Page)| (page.story.clone(), read(&format!("p{at}"), "", &page.text, engine));
        let read: Vec<(String, Reading)> = pages.iter().enumerate().map(of_page).collect();
        let redaction = decided(&read, &marked, all(), engine);
        for (page, (_, reading)) in pages.iter().zip(&read) {
            let shown = redaction.layer(&page.text, &reading.id);
            if shown != page.shown {
                wrong.push(format!("{claim}\n  is     {shown}\n  should {}", page.shown));
            }
        }
        let stays: Vec<(String, String)> =
            redaction.left().map(|left| (left.name.clone(), left.why.words().to_owned())).collect();
        if stays != left {
            wrong.push(format!("{claim}\n  left in {stays:?}\n  should  {left:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whose token stands for a name, by the names that people marked.
#[test]
fn a_marked_part_has_the_token_of_the_one_whose_it_is() {
    let Some(engine) = crate::tests::engine() else { return };
    let nurse = "Shelling killed Olena Marchuk, 43, a nurse, in Kramatorsk on Tuesday.";
    let both = "Shelling killed Olena Marchuk, 43, a nurse, and Petro Marchuk, 45, in Kramatorsk on Tuesday.";
    let check = |rules: Rules, marked: &[&str], text: &str, expected: &[&str]| {
        let alone = "Marchuk said on Monday that the road was closed.";
        let pages = [("a".to_owned(), read("p", "", text, engine)), ("b".to_owned(), read("q", "", alone, engine))];
        let marked: Vec<String> = marked.iter().map(|name| (*name).to_owned()).collect();
        let redaction = decided(&pages, &marked, rules, engine);
        let mut names: Vec<&str> = redaction.people().iter().map(|person| person.name.as_str()).collect();
        names.sort_unstable();
        assert_eq!(names, expected, "{marked:?} {text}");
    };
    let by_mark = Rules { marked: true, ..Rules::default() };
    check(all(), &["Olena", "Marchuk"], nurse, &["Olena Marchuk"]);
    check(by_mark, &["Olena", "Marchuk"], nurse, &["Olena Marchuk"]);
    check(by_mark, &["Marchuk"], both, &["Marchuk"]);
    // Nobody harms her here: her name goes out since all of it is marked.
    let guest = "The mayor met Olena Marchuk in Lviv on Tuesday. It rained.";
    check(by_mark, &["Olena", "Marchuk"], guest, &["Olena Marchuk"]);
    check(by_mark, &["Marchuk"], guest, &["Marchuk"]);
    check(all(), &["Sydorenko"], nurse, &["Marchuk", "Olena Marchuk", "Sydorenko"]);
}

/// The place of an event stays where some page has the place, and goes out where all that have it mean the person.
#[test]
fn the_name_of_a_place_stays_unless_it_is_the_person() {
    let Some(engine) = crate::tests::engine() else { return };
    let check = |text: &str, place: &str, stays: bool| {
        let pages = [("a".to_owned(), read("p", "", text, engine))];
        let redaction = decided(&pages, &[], all(), engine);
        assert_eq!(redaction.place(place, Some("a")) == place, stays, "{place} of {text}");
        let record = json!({"place": {"name": place, "lat": 1.0}}).to_string();
        assert_eq!(redaction.json(&record, Some("a"), None) == record, stays, "{record}");
        // The number tells the name, whichever of both stands first.
        for record in [
            json!({"place": {"geonames": 415189, "name": place, "lat": 1.0}, "within": {"geonames": 69543}})
                .to_string(),
            format!(r#"{{"place":{{"name":"{place}","geonames":415189,"lat":1.0}},"within":{{"geonames":69543}}}}"#),
        ] {
            let shown: Value = serde_json::from_str(&redaction.json(&record, Some("a"), None)).unwrap();
            assert_eq!(shown["place"]["geonames"].is_u64(), stays, "{shown}");
            assert_eq!(shown["within"]["geonames"], 69543);
            assert_eq!(shown["place"]["lat"], 1.0);
        }
    };
    check("Gunmen shot dead Amina Aden, 61, in Aden on Sunday. Aden's brother fled.", "Aden", true);
    check("Gunmen shot dead Amina Aden, 61, in Taiz on Sunday. Aden's brother fled.", "Aden", false);
    check("Gunmen shot dead Amina Aden, 61, in Taiz on Sunday. Aden's brother fled.", "Taiz", true);
    // Where the page has the name, the place that was read there is no place.
    let text = "Gunmen shot dead Amina Aden, 61, in Taiz on Sunday.";
    let redaction = decided(&[("a".to_owned(), read("p", "", text, engine))], &[], all(), engine);
    let at = text.find("Aden").unwrap();
    let record =
        json!({"places": [{"start": at, "end": at + 4, "name": "Crater"}, {"start": 0, "end": 6, "name": "Gunmen"}]});
    let shown: Value = serde_json::from_str(&redaction.json(&record.to_string(), Some("a"), Some("p"))).unwrap();
    assert_eq!(shown["places"][0]["name"], format!("[name {}]", redaction.people()[0].token()));
    assert_eq!(shown["places"][1]["name"], "Gunmen");
}

fn reading(text: &str) -> Reading {
    Reading {
        id: "p".into(),
        sha256: "00".into(),
        path: None,
        url: None,
        published_at: None,
        text: text.into(),
        article: Default::default(),
        annotations: Default::default(),
    }
}

#[test]
fn one_name_has_one_token_and_without_the_key_none() {
    let [one, same, other] =
        ["Amina Yusuf", "AMINA YÚSUF", "Amina Yusufu"].map(|name| without(&[name]).people[0].hash.clone());
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert_ne!(one, keyed(&[8; 32], "amina yusuf"));
    // As Python's `hmac` makes it.
    let made = "9967e4b0958befe6cca45476b8164efb470726ac8d9a2ae4995116c283dbc9ac";
    assert_eq!(keyed(&KEY, "amina yusuf"), made);
}

#[test]
fn whoever_holds_an_office_stays_and_a_victim_does_not() {
    let Some(engine) = crate::tests::engine() else { return };
    let person = |name: &str| Person { name: name.into(), ..Person::default() };
    let mut survey = super::Survey::default();
    let victim = Person { is_victim: true, ..person("Musa Danladi") };
    let governor = Person { is_source: true, has_office: true, has_post: true, ..person("Babagana Zulum") };
    let spokesman = Person { is_source: true, has_post: true, ..person("Edward Buba") };
    let shopkeeper = Person { is_source: true, ..person("Hassan Warsame") };
    let place = Person { is_beside_harm: true, ..person("Khan Younis") };
    survey.see("a", vec![victim, governor, spokesman, shopkeeper, place]);
    // On another page, without the office; and by one name alone.
    survey.see(
        "b",
        vec![Person { is_source: true, ..person("Babagana Zulum") }, Person { is_source: true, ..person("Zulum") }],
    );
    let redaction = survey.decide(all(), &["Aisha Bello".into()], &engine.lexicon, KEY);
    let people: BTreeSet<(&str, &str)> =
        redaction.people().iter().map(|person| (person.name.as_str(), person.rule)).collect();
    let expected = [("Aisha Bello", "marked"), ("Hassan Warsame", "witnesses"), ("Musa Danladi", "victims")];
    assert_eq!(people, expected.into_iter().collect());
    assert!(redaction.left().any(|left| left.name == "Khan Younis" && left.why == super::Why::World));
}

/// "Pani Marchuk" is read as a name of two words, which tells nothing of who else is called so.
#[test]
fn a_form_of_address_makes_no_full_name() {
    let Some(engine) = crate::tests::engine() else { return };
    let check = |named: &str, goes: bool| {
        let mut survey = super::Survey::default();
        survey.see("a", vec![Person { name: "Olena Marchuk".into(), is_victim: true, ..Person::default() }]);
        survey.see("b", vec![Person { name: named.into(), ..Person::default() }]);
        let redaction = survey.decide(all(), &[], &engine.lexicon, KEY);
        let shown = redaction.text("Ms Marchuk was loved.", Some("b"));
        assert_eq!(!shown.contains("Marchuk"), goes, "{named}: {shown}");
    };
    check("Pani Marchuk", true);
    check("Sofia Marchuk", false);
    check("Ms Sofia Marchuk", false);
}

/// What an outlet says is read like what a person says.
#[test]
fn an_outlet_of_any_page_is_no_witness() {
    let Some(engine) = crate::tests::engine() else { return };
    let check = |outlet: &str, byline: &str, named: &str, goes: bool| {
        let mut page = reading("");
        page.article.outlet = Some(outlet.to_owned()).filter(|outlet| !outlet.is_empty());
        page.article.byline = Some(byline.to_owned()).filter(|byline| !byline.is_empty());
        let mut survey = super::Survey::default();
        survey.see_outlets(super::outlets(&page, &engine.lexicon));
        survey.see("a", vec![Person { name: named.into(), is_source: true, ..Person::default() }]);
        let redaction = survey.decide(all(), &[], &engine.lexicon, KEY);
        assert_eq!(!redaction.text(named, Some("a")).contains(named), goes, "{named} of {outlet} {byline}");
    };
    check("", "", "Sahel Wire", true);
    check("The Sahel Wire", "", "Sahel Wire", false);
    check("", "By Aminata Ouédraogo, Sahel Wire", "Sahel Wire", false);
    check("", "By Aminata Ouédraogo, Ibrahim Sule", "Ibrahim Sule", true);
    check("Sahel Wire", "By Aminata Ouédraogo", "Hassan Warsame", true);
}

/// Pages are written by strangers: what opens thousands of brackets is read in time that grows with its length.
#[test]
fn open_brackets_cost_no_more_than_their_length() {
    let Some(engine) = crate::tests::engine() else { return };
    let begun = std::time::Instant::now();
    for text in ["(".repeat(300_000), "(photo by ".repeat(30_000), "[a".repeat(150_000)] {
        assert_eq!(people(&reading(&text), &engine.lexicon), Vec::new());
    }
    assert!(begun.elapsed() < std::time::Duration::from_secs(20), "{:?}", begun.elapsed());
}

/// A marked name goes out with its parts, in the stories that have it; so do all who are named on a page that is kept back.
#[test]
fn what_a_person_marked_goes_out_in_parts_too() {
    let Some(engine) = crate::tests::engine() else { return };
    let marked = super::Marked::new(vec!["Layla Haddad".into()]);
    let page = reading("The council met Layla\nHaddad. Haddad’s brother was there.");
    let mut survey = super::Survey::default();
    survey.see_marked("a", marked.of(&page));
    survey.see("b", vec![Person { name: "Osman Idris".into(), is_marked: true, ..Person::default() }]);
    let rules = Rules { marked: true, ..Rules::default() };
    let mut redaction = survey.decide(rules, marked.names(), &engine.lexicon, KEY);
    redaction.withhold("p9", Some("Sudan"));
    let check = |text: &str, story: &str, expected: &str| {
        let mut shown = redaction.text(text, Some(story)).into_owned();
        redaction.people().iter().for_each(|one| shown = shown.replace(&format!("[name {}]", one.token()), "[]"));
        assert_eq!(shown, expected);
    };
    check("Haddad’s brother", "a", "[]’s brother");
    check("Haddad’s brother, LAYLA HADDAD", "c", "Haddad’s brother, []");
    check("Osman Idris left; Idris fell", "b", "[] left; [] fell");
    check("Sudan", "b", "Sudan");
    assert_eq!(redaction.title("Sudan", Some("b")), super::WITHHELD);
}

/// What a page tells of its persons: `name: victim beside source office post`.
#[test]
fn a_page_tells_who_suffers_who_speaks_and_who_holds_an_office() {
    let Some(engine) = crate::tests::engine() else { return };
    let check_by = |byline: &str, text: &str, expected: &[&str]| {
        let told = people(&read("p", byline, text, engine), &engine.lexicon);
        let told: Vec<String> = told.iter().map(said).collect();
        assert_eq!(told, expected, "{text}");
    };
    let check = |text: &str, expected: &[&str]| check_by("", text, expected);
    check_by(
        "By Hassanatu Warsamed",
        "Soldiers shot dead Musa Danladi in Maiduguri on Sunday, said Hassan Warsame, a shopkeeper.",
        &["Hassan Warsame: source", "Musa Danladi: victim beside"],
    );
    check(
        "Gunmen killed Oleksandr Kovalenko, the mayor's driver, and Halima Warsame, a general practitioner, in Kharkiv on Monday.",
        &["Halima Warsame: victim beside", "Oleksandr Kovalenko: victim beside"],
    );
    check(
        "Gunmen kidnapped Oleksandr Kovalenko near Kharkiv on Monday, police spokesman Denys Moroz said.",
        &["Denys Moroz: source post", "Oleksandr Kovalenko: victim beside"],
    );
    check(
        "Soldiers shot dead Musa Danladi, a farmer, in Maiduguri on Sunday, said Hassan Warsame, a shopkeeper.",
        &["Hassan Warsame: source", "Musa Danladi: victim beside"],
    );
    check(
        "The shelling of Kharkiv killed three people, said Oleh Syniehubov, the governor of the region.",
        &["Oleh Syniehubov: source office post"],
    );
    check(
        "Interior Minister Ihor Klymenko said that an air strike killed Amina\nYusuf in Izium on Friday.",
        &["Amina Yusuf: victim beside", "Ihor Klymenko: source office post"],
    );
    check(
        "A car bomb killed Orlando Letelier, a former foreign minister, and Ronni Moffitt, his secretary, in Washington on Tuesday.",
        &["Orlando Letelier: victim beside office post", "Ronni Moffitt: victim beside post"],
    );
}

fn said(person: &Person) -> String {
    let Person { name, is_victim, is_beside_harm, is_source, has_office, has_post, is_marked: _ } = person;
    let words = [
        (is_victim, "victim"),
        (is_beside_harm, "beside"),
        (is_source, "source"),
        (has_office, "office"),
        (has_post, "post"),
    ];
    let words: Vec<&str> = words.iter().filter(|(holds, _)| **holds).map(|(_, word)| *word).collect();
    format!("{name}: {}", words.join(" "))
}

/// Words that no name below has.
const FILLERS: [&str; 8] = ["killed", "in the", "market of", "and", "\"said\"", "34,", "—", "a teacher"];

fn name() -> impl Strategy<Value = String> {
    let latin = "[A-Z][a-zéüıñ]{3,8}('[a-z]{2,3})?";
    let cyrillic = "[А-Я][а-яіїє]{3,8}";
    let burmese = "[\u{1000}-\u{1020}]{3,6}";
    let one = |script: &'static str| proptest::collection::vec(script, 2..4).prop_map(|words| words.join(" "));
    prop_oneof![4 => one(latin), 1 => one(cyrillic), 1 => one(burmese)]
}

/// A name as somebody may write it.
fn written(name: &str, how: u8) -> String {
    match how % 6 {
        0 => name.to_owned(),
        1 => name.to_uppercase(),
        2 => name.replace(' ', "\n  "),
        3 => name.replace(' ', "-").to_lowercase(),
        4 => name.replace('\'', "’"),
        _ => format!("{name}’s"),
    }
}

/// Whether a name stands in a text as words of its own.
fn stands(name: &str, text: &str) -> bool {
    let mut names = Names::default();
    names.add(&numbers(name), 0);
    let of_text = words(text);
    (0..of_text.len()).any(|at| names.at(text, &of_text, at).is_some())
}

fn strings(value: &Value, take: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => take(text),
        Value::Array(values) => values.iter().for_each(|value| strings(value, take)),
        Value::Object(fields) => fields.values().for_each(|value| strings(value, take)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Names in random places of a page and of a record of it.
    #[test]
    fn no_string_of_a_record_and_no_byte_of_a_page_tells_a_name(
        names in proptest::collection::vec(name(), 1..4),
        parts in proptest::collection::vec((0_usize..8, 0_usize..4, any::<u8>()), 1..24),
    ) {
        let mut text = String::new();
        for (filler, whose, how) in &parts {
            text.push_str(FILLERS[*filler]);
            text.push(' ');
            if let Some(name) = names.get(*whose) {
                text.push_str(&written(name, *how));
                text.push_str(" ; ");
            }
        }
        let of_names: Vec<&str> = names.iter().map(String::as_str).collect();
        let mut redaction = without(&of_names);
        let Some(engine) = crate::tests::engine() else { return Ok(()) };
        if let Some(found) = redaction.find("s", &reading(&text), &engine.lexicon) {
            redaction.put(found);
        }
        let layer = redaction.layer(&text, "p");
        prop_assert_eq!(layer.len(), text.len());
        let widths = |text: &str| text.chars().map(char::len_utf8).collect::<Vec<_>>();
        prop_assert_eq!(widths(&layer), widths(&text), "no place in the text moves");
        let half = (0..=text.len() / 2).rev().find(|at| text.is_char_boundary(*at)).unwrap();
        let quote = |start: usize, end: usize| json!({"doc": "p", "start": start, "end": end, "quote": &text[start..end]});
        let record = json!({
            "id": "e-1", "summary": &text, "actors": [{"name": &names[0], "id": null}], "mentions": [quote(0, text.len()), quote(0, half)],
            "tolls": [{"by_claim": [quote(half, text.len())]}], "reasons": [&text, &names[0]], "story": "s", "kind": "killing",
            "lat": 12.3, "title": {"text": &text}, "chain": [names.last()],
        });
        let packed = record.to_string();
        let shown = redaction.json(&packed, Some("s"), None);
        let read: Value = serde_json::from_str(&shown).unwrap();
        prop_assert_eq!(&read["lat"], &record["lat"]);
        prop_assert_eq!(&read["kind"], &record["kind"]);
        for name in &of_names {
            prop_assert!(!stands(name, &layer), "{} in {}", name, layer);
            strings(&read, &mut |text| assert!(!stands(name, text), "{name} in {text}"));
            let folded = fold::key(name);
            strings(&read, &mut |text| assert!(!fold::key(text).contains(&format!(" {folded} ")), "{name} in {text}"));
        }
    }

    /// What holds no name is the same, byte for byte.
    #[test]
    fn a_record_without_a_name_stays_as_it_is(text in "\\PC{0,60}", number in any::<f64>()) {
        let redaction = without(&["Amina Yusuf"]);
        let record = json!({"id": &text, "quote": &text, "lat": number, "list": [&text, null, true]}).to_string();
        let shown = redaction.json(&record, Some("s"), None).into_owned();
        prop_assert_eq!(shown, record);
    }
}
