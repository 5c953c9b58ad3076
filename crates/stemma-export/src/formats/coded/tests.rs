//! What goes into a codebook comes back out of it; what others coded stays as it is; what cannot be read is refused whole.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use proptest::prelude::*;
use serde_json::json;
use stemma::lexicon::{Lexicon, Lists};
use stemma::model::{
    Assertion, Day, Event, Grain, Interval, Party, Place, PlaceLevel, Precision, Quote, Scope, Span, Toll,
    TollEstimate, TollPolicy,
};
use stemma_store::PageRow;

use super::{Beside, CODINGS, Coding, Foreign, PEOPLE, SIDECAR, Sidecar, Told, Writing, blank, convert};
use crate::Output;

fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
        Lexicon::compile(&lists).unwrap()
    })
}

#[test]
fn columns_are_those_that_are_published() {
    let list = |text: &str, path: &[&str]| -> Vec<String> {
        let mut value: toml::Value = toml::from_str(text).unwrap();
        for key in path {
            value = value.get(key).unwrap().clone();
        }
        value.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
    };
    let check = |coding: &dyn Coding, published: Vec<String>| {
        let ours: Vec<&str> = coding.book().columns.iter().map(|column| column.name).collect();
        assert_eq!(ours, published, "{}", coding.book().name);
    };
    let codes = &lexicon().codes;
    check(&super::Acled { is_in_words: true }, codes.acled.columns.clone());
    check(&super::Polecat, codes.plover.polecat.columns.clone());
    check(&super::GdeltEvents, codes.gdelt.events.clone());
    check(&super::GdeltMentions, codes.gdelt.mentions.clone());
    check(&super::Ucdp, list(include_str!("published/ucdp.toml"), &["columns"]));
    let airwars = list(include_str!("published/airwars.toml"), &["incident_public"]);
    let ours: Vec<String> = super::Airwars.book().columns.iter().map(|column| column.name.to_owned()).collect();
    assert_eq!(ours[..airwars.len()], airwars);
    let tagged: Vec<&str> = codes.hxl.iter().map(|tag| tag.field.as_str()).collect();
    let ours: Vec<&str> = super::Hxl.book().columns.iter().map(|column| column.name).collect();
    assert_eq!(ours, tagged);
}

/// Text as strangers write it: formulas, quotation marks, line breaks, signs that turn the direction, NUL.
fn text() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "Al Jazirah",
        "=1+1",
        "@SUM(A1)",
        "-5",
        "+cmd|' /C calc'!A0",
        "\"quoted\"",
        "a,b;c\td",
        "line\nbreak",
        "\r",
        "'",
        "\u{202e}",
        "\u{0}",
        "\u{1b}[2J",
        "الخرطوم",
        "Київ",
        "🙂",
        " ",
        "''=x",
        "{\"a\":1}",
        "#event",
    ]);
    prop::collection::vec(pieces, 0..4).prop_map(|pieces| pieces.concat())
}

fn party() -> impl Strategy<Value = Party> {
    let known = prop::sample::select(vec![
        "sdn-military",
        "rapid-support-forces",
        "rus-military",
        "ukr-military",
        "islamic-state",
    ]);
    (text(), prop::option::of(known)).prop_map(|(name, id)| Party { name, id: id.map(str::to_owned) })
}

fn place() -> impl Strategy<Value = Place> {
    let country = prop::option::of(prop::sample::select(vec!["SDN", "UKR", "SYR", "XKX"]));
    let level = prop::option::of(prop::sample::select(vec![
        PlaceLevel::Settlement,
        PlaceLevel::Adm1,
        PlaceLevel::Country,
        PlaceLevel::Area,
        PlaceLevel::NearSettlement,
    ]));
    let point = prop::option::of((-90.0..90.0_f64, -180.0..180.0_f64));
    (text(), country, level, point, prop::option::of(text()), prop::option::of(0.1..500.0_f64)).prop_map(
        |(name, country, level, point, admin1, radius_km)| Place {
            name,
            geonames: None,
            lat: point.map(|(lat, _)| lat),
            lon: point.map(|(_, lon)| lon),
            country: country.map(str::to_owned),
            admin1,
            level,
            radius_km,
        },
    )
}

fn time() -> impl Strategy<Value = Interval> {
    (0..20_000_i32, 0..70_i32).prop_map(|(first, days)| {
        let from = Day::new(1990, 1, 1).unwrap().plus_days(first);
        Interval {
            from,
            to: from.plus_days(days),
            precision: if days == 0 { Precision::Day } else { Precision::Range },
        }
    })
}

fn event() -> impl Strategy<Value = Event> {
    let kinds: Vec<String> = lexicon().events.kinds().map(|kind| kind.id.clone()).collect();
    let told = prop::sample::select(vec![
        Assertion::Asserted,
        Assertion::Background,
        Assertion::Future,
        Assertion::Denied,
        Assertion::Hypothetical,
    ]);
    let counts = (0..500_u32, 0..500_u32, prop::sample::select(vec!["people", "soldiers", "civilians"]));
    let tolls = prop::option::of(counts);
    let parties = (prop::collection::vec(party(), 0..3), prop::collection::vec(party(), 0..3));
    let id = any::<u64>().prop_map(|bits| format!("e-{:012x}", bits >> 16));
    (
        prop::sample::select(kinds),
        told,
        parties,
        prop::option::of(place()),
        prop::option::of(time()),
        tolls,
        (id, text(), text()),
    )
        .prop_map(|(kind, assertion, (actors, recipients), place, time, tolls, (id, summary, quote))| {
            let kind = lexicon().events.kind(&kind).unwrap();
            let mut event = blank(&id);
            (event.kind, event.label, event.plover) = (kind.id.clone(), kind.label.clone(), kind.plover.clone());
            (event.mode, event.acled, event.acled_sub) =
                (kind.mode.clone(), kind.acled.clone(), kind.acled_sub.clone());
            (event.assertion, event.grain) = (assertion, Grain::Atomic);
            (event.actors, event.recipients, event.place, event.time) = (actors, recipients, place, time);
            let span = Span { start: 3, end: 9 };
            (event.summary, event.articles) = (summary, 2);
            event.mentions.push(Quote { doc: "a1b2".into(), span, quote });
            if let Some((low, more, group)) = tolls {
                let (low, high) = (Some(low), Some(low + more));
                let (measure, group, scope) = ("killed".to_owned(), group.to_owned(), Scope::Event);
                event.toll.push(Toll {
                    span,
                    measure: measure.clone(),
                    group: group.clone(),
                    low,
                    best: low,
                    high,
                    scope,
                });
                event.tolls = [TollPolicy::Conservative, TollPolicy::Best, TollPolicy::Range]
                    .map(|policy| TollEstimate {
                        policy,
                        measure: measure.clone(),
                        group: group.clone(),
                        low,
                        best: low.filter(|_| policy != TollPolicy::Range),
                        high,
                        scope,
                        by_claim: Vec::new(),
                    })
                    .into();
            }
            event
        })
}

fn one_page() -> PageRow {
    PageRow {
        id: "page".into(),
        from: Day::new(2024, 5, 14),
        to: Day::new(2024, 5, 14),
        outlet: None,
        title: None,
        byline: None,
        language: Some("en".into()),
        events: 1,
        story: None,
        url: Some("https://example.org/a?b=c".into()),
        path: None,
        sent_at: None,
        marks: String::new(),
    }
}

fn pages() -> impl Strategy<Value = Vec<PageRow>> {
    prop::collection::vec((text(), text()), 1..3).prop_map(|pages| {
        let page = |(at, (outlet, title)): (usize, (String, String))| PageRow {
            id: format!("page-{at}"),
            outlet: Some(outlet),
            title: Some(title),
            ..one_page()
        };
        pages.into_iter().enumerate().map(page).collect()
    })
}

/// The sidecar of a table.
fn beside_of(table: &Path) -> Vec<Beside> {
    let lines = fs::read_to_string(format!("{}{SIDECAR}", table.display())).unwrap();
    lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Writes events with their sidecar, and reads both again.
fn round(coding: &'static dyn Coding, events: &[(Event, Vec<PageRow>)]) -> Vec<Event> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    let mut output = Output::file(&path).unwrap();
    let mut table = Writing::begin(coding, &mut output, lexicon()).unwrap();
    for (event, pages) in events {
        table.take(&Told { pages, ..Told::alone(event, lexicon()) }).unwrap();
    }
    table.end().unwrap();
    output.finish().unwrap();
    let beside = beside_of(&path);
    let bytes = fs::read(&path).unwrap();
    let has_rows = beside.iter().any(|line| line.left_out.is_none());
    if !has_rows {
        return beside.into_iter().map(|line| serde_json::from_value(line.event).unwrap()).collect();
    }
    let mut foreign = Foreign::read("table", &bytes, lexicon()).unwrap();
    assert_eq!(foreign.coding.book().name, coding.book().name);
    numbered(&mut foreign, &Sidecar::beside(&path).unwrap()).into_iter().map(|(_, event)| event).collect()
}

/// The events of a table, with the numbers of their rows.
fn numbered(foreign: &mut Foreign, beside: &Sidecar) -> Vec<(usize, Event)> {
    let mut events = Vec::new();
    let each = foreign.each(beside, lexicon(), &mut |at, event| {
        events.push((at, event));
        Ok(())
    });
    each.unwrap();
    events
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn an_event_comes_back_from_a_table_and_its_sidecar(event in event(), other in event(), pages in pages()) {
        prop_assume!(event.id != other.id);
        let mut sent = vec![event, other];
        let events: Vec<(Event, Vec<PageRow>)> = sent.iter().map(|event| (event.clone(), pages.clone())).collect();
        sent.sort_by(|a, b| a.id.cmp(&b.id));
        for coding in CODINGS {
            let mut back = round(*coding, &events);
            back.sort_by(|a, b| a.id.cmp(&b.id));
            prop_assert_eq!(&back, &sent, "{}", coding.book().name);
        }
    }

    #[test]
    fn a_table_of_others_is_the_same_cell_for_cell(cells in prop::collection::vec(prop::collection::vec(text(), 31), 1..6)) {
        let coding: &'static dyn Coding = &super::Acled { is_in_words: true };
        let heads: Vec<&str> = coding.book().columns.iter().map(|column| column.name).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(&heads).unwrap();
        for row in &cells {
            let mut row = row.clone();
            // Days are checked before anything is read, and a file with NUL is no text.
            row.iter_mut().for_each(|cell| *cell = cell.replace('\0', ""));
            row[1] = "2024-05-14".into();
            // Numbers in place of classes in words are another codebook.
            row[9] = "State forces".into();
            writer.write_record(&row).unwrap();
        }
        let sent = writer.into_inner().unwrap();
        let mut foreign = Foreign::read("sent", &sent, lexicon()).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("same.csv");
        let mut output = Output::file(&path).unwrap();
        convert(&mut foreign, &Sidecar::default(), coding, &mut output, lexicon()).unwrap();
        output.finish().unwrap();
        let back = Foreign::read("back", &fs::read(&path).unwrap(), lexicon()).unwrap();
        prop_assert_eq!(&back.heads, &foreign.heads);
        prop_assert_eq!(&back.rows, &foreign.rows);
    }
}

/// A table of ACLED with these cells in place of usual ones, as bytes.
fn acled(changes: &[(&str, &str)], delimiter: char) -> String {
    let row = [
        ("event_id_cnty", "SDN1"),
        ("event_date", "2024-05-14"),
        ("event_type", "Battles"),
        ("sub_event_type", "Armed clash"),
        ("actor1", "Rapid Support Forces"),
        ("inter1", "Rebel group"),
        ("actor2", "Military Forces of Sudan (2019-)"),
        ("inter2", "State forces"),
        ("interaction", "State forces-Rebel group"),
        ("iso", "729"),
        ("location", "Wad Madani"),
        ("latitude", "14.4"),
        ("longitude", "33.52"),
        ("geo_precision", "1"),
        ("fatalities", "12"),
    ];
    let cell = |(name, usual): &(&str, &str)| {
        let value = changes.iter().find(|(changed, _)| changed == name).map_or(*usual, |(_, value)| value);
        value.to_owned()
    };
    let heads: Vec<&str> = row.iter().map(|(name, _)| *name).collect();
    let cells: Vec<String> = row.iter().map(cell).collect();
    let joint = delimiter.to_string();
    format!("{}\n{}\n", heads.join(&joint), cells.join(&joint))
}

#[test]
fn tables_are_read_as_people_have_them() {
    let check = |bytes: &[u8]| {
        let mut foreign = Foreign::read("a.csv", bytes, lexicon()).unwrap_or_else(|fault| panic!("{fault}"));
        let events = numbered(&mut foreign, &Sidecar::default());
        let [(0, event)] = &events[..] else { panic!("{} events", events.len()) };
        assert_eq!(event.time.unwrap().from, Day::new(2024, 5, 14).unwrap());
        let place = event.place.as_ref().unwrap();
        assert_eq!((place.name.as_str(), place.lat, place.lon), ("Wad Madani", Some(14.4), Some(33.52)));
        assert_eq!(place.country.as_deref(), Some("SDN"));
        assert_eq!(event.actors[0].id.as_deref(), Some("rapid-support-forces"));
        assert_eq!(event.recipients[0].id.as_deref(), Some("sdn-military"));
        assert_eq!(event.toll[0].best, Some(12));
    };
    check(acled(&[], ',').as_bytes());
    check(acled(&[], '\t').as_bytes());
    check(acled(&[("latitude", "14,4"), ("longitude", "33,52")], ';').as_bytes());
    check(format!("\u{feff}{}", acled(&[], ',')).as_bytes());
    let wide: Vec<u8> =
        [0xFF, 0xFE].into_iter().chain(acled(&[], ',').encode_utf16().flat_map(u16::to_le_bytes)).collect();
    check(&wide);
    check(format!("sep=;\r\n{}", acled(&[], ';')).as_bytes());
    for day in [
        "14 May 2024",
        "2024-05-14T00:00:00Z",
        "20240514",
        "14/05/2024",
        "05/14/2024",
        "May 14 2024",
        "14.05.24",
        "14/05/24",
    ] {
        check(acled(&[("event_date", day)], ',').as_bytes());
    }
}

#[test]
fn what_cannot_be_read_is_refused_whole_with_the_way_out() {
    let check = |bytes: &[u8], words: &[&str]| {
        let message = match Foreign::read("b.csv", bytes, lexicon()) {
            Ok(foreign) => panic!("{:?} was read", foreign.heads),
            Err(fault) => fault.to_string(),
        };
        assert!(message.starts_with("b.csv: ") && !message.contains('\n'), "{message}");
        words.iter().for_each(|word| assert!(message.contains(word), "{message}: no {word}"));
    };
    check(b"", &["empty"]);
    check(b"\x89PNG\r\n\x1a\n\x00\x00\x00\x00", &["not text"]);
    check(acled(&[], ',').replace("event_date", "day_of_it").as_bytes(), &["acled", "no column event_date"]);
    check(b"name,colour\ntable,green\n", &["no table that is known", "acled", "ucdp"]);
    check((0..10_000).map(|at| format!("c{at}")).collect::<Vec<_>>().join(",").as_bytes(), &["10000 columns"]);
    check(acled(&[("event_date", "03/04/2024")], ',').as_bytes(), &["row 1", "03/04/2024", "2024-05-14"]);
    let both = acled(&[("event_date", "14/05/2024")], ',')
        + acled(&[("event_date", "05/14/2024")], ',').lines().nth(1).unwrap();
    check(both.as_bytes(), &["row 2", "the month elsewhere"]);
    check(b"{\"id\": \n", &["no record", "id, date, event"]);
    check(b"{\"title\": \"a page\", \"text\": \"and its words\"}\n", &["no record of PLOVER", "event"]);
    check(acled(&[], ',').replace(",fatalities", ",dead").as_bytes(), &["acled", "no column fatalities"]);
    check(acled(&[], ',').replace(",actor2", ",actor1").as_bytes(), &["two columns \"actor1\""]);
    // One line is UTF-8, the other is Latin-1.
    let mixed = [acled(&[("location", "Médina")], ',').as_bytes(), b"SDN2,2024-05-14,,,,,,,,,M\xe9dina,,,,\n"].concat();
    check(&mixed, &["two encodings", "line 2 is UTF-8", "line 3 is not"]);
}

#[test]
fn what_cannot_be_read_in_a_row_leaves_the_row_out_with_a_line() {
    let check = |change: (&str, &str), words: &[&str]| {
        let table = acled(&[], ',') + acled(&[change], ',').lines().nth(1).unwrap();
        let mut foreign = Foreign::read("d.csv", table.as_bytes(), lexicon()).unwrap();
        assert_eq!(numbered(&mut foreign, &Sidecar::default()).len(), 1, "{change:?}");
        let [note] = &foreign.notes()[..] else { panic!("{change:?}: {:?}", foreign.notes()) };
        assert!(note.starts_with("row 2: ") && note.ends_with("; it is left out"), "{note}");
        words.iter().for_each(|word| assert!(note.contains(word), "{note}: no {word}"));
    };
    check(("latitude", "abc"), &["latitude", "\"abc\"", "no number"]);
    check(("latitude", "144.0"), &["latitude", "144", "-90 to 90"]);
    check(("longitude", "nan"), &["longitude", "-180 to 180"]);
    check(("fatalities", "many"), &["fatalities", "\"many\""]);
    check(("fatalities", "-3"), &["fatalities", "\"-3\""]);
    check(("event_date", "soon"), &["event_date", "\"soon\"", "2024-05-14"]);
    check(("event_date", "31.02.2024"), &["event_date", "no day"]);
    // What R writes where nothing is known is no number that is none.
    let table = acled(&[("fatalities", "NA"), ("latitude", "NA"), ("longitude", "NA")], ',');
    let mut foreign = Foreign::read("d.csv", table.as_bytes(), lexicon()).unwrap();
    let events = numbered(&mut foreign, &Sidecar::default());
    assert_eq!((foreign.left_out, events[0].1.toll.len(), events[0].1.place.as_ref().unwrap().lat), (0, 0, None));
}

#[test]
fn of_very_many_bad_rows_only_some_are_told_one_by_one() {
    let bad = acled(&[("latitude", "north")], ',').lines().nth(1).unwrap().to_owned() + "\n";
    let table = acled(&[], ',') + &bad.repeat(5000);
    let mut foreign = Foreign::read("e.csv", table.as_bytes(), lexicon()).unwrap();
    assert_eq!(numbered(&mut foreign, &Sidecar::default()).len(), 1);
    assert_eq!((foreign.left_out, foreign.notes().len()), (5000, 21));
    assert_eq!(foreign.notes().last().unwrap(), "4980 more rows are left out for such reasons");
}

/// What a table of others becomes in a codebook; the bytes of the file.
fn converted(bytes: &[u8], to: &str) -> String {
    let to = *CODINGS.iter().find(|coding| coding.book().name == to).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table");
    let mut output = Output::file(&path).unwrap();
    let mut foreign = Foreign::read("table", bytes, lexicon()).unwrap();
    convert(&mut foreign, &Sidecar::default(), to, &mut output, lexicon()).unwrap();
    output.finish().unwrap();
    fs::read_to_string(&path).unwrap()
}

#[test]
fn a_table_comes_out_in_its_own_form_cell_for_cell_whatever_parts_its_lines() {
    let check = |sent: &str, to: &str| assert_eq!(converted(sent.as_bytes(), to), sent, "{to}");
    // Days of another order, numbers with more digits than we write, fields that we do not know, and what looks like JSON in a text.
    check(&acled(&[("event_date", "14/05/2024"), ("latitude", "14.400")], ','), "acled");
    check(
        "{\"id\":\"1\",\"date\":\"2024-05-14\",\"event\":[\"ASSAULT\"],\"mine\":\"12\",\"n\":1.50}\n{\"id\":\"2\"}\nno object\n",
        "plover",
    );
    let heads: Vec<&str> = super::Polecat.book().columns.iter().map(|column| column.name).collect();
    let row = |place: &str| {
        let cell = |head: &&str| match *head {
            "Event ID" => "p-1".to_owned(),
            "Event Date" => "2024-05-14".to_owned(),
            "Event Type" => "ASSAULT".to_owned(),
            "Raw Placename" => place.to_owned(),
            _ => String::new(),
        };
        heads.iter().map(cell).collect::<Vec<_>>().join("\t")
    };
    let table = |places: [&str; 2]| format!("{}\n{}\n{}\n", heads.join("\t"), row(places[0]), row(places[1]));
    check(&table(["the \"old\" town", "Wad\rMadani"]), "polecat");
    check(&table(["\"Wad\nMadani\"", "El Obeid"]), "polecat");
}

#[test]
fn records_of_plover_are_read_over_several_lines_and_behind_broken_ones() {
    let record = |id: &str, gap: &str| {
        format!("{{\"id\":{gap}\"{id}\",{gap}\"date\": \"2024-05-14\", \"event\": [\"ASSAULT\"]}}")
    };
    let check = |text: &str, events: usize, left_out: usize| {
        let mut foreign = Foreign::read("p.jsonl", text.as_bytes(), lexicon()).unwrap();
        assert_eq!((numbered(&mut foreign, &Sidecar::default()).len(), foreign.left_out), (events, left_out), "{text}");
    };
    check(&format!("{}\n{}\n", record("1", ""), record("2", "")), 2, 0);
    check(&format!("{}\n{}", record("1", "\n  "), record("2", "\n")), 2, 0);
    check(&format!("{}\n{{\"id\": \n{}\n", record("1", ""), record("2", "")), 2, 1);
}

#[test]
fn classes_of_actors_go_from_numbers_to_words_and_all_else_stays() {
    let in_words = acled(&[("event_date", "14/05/2024")], ',');
    let in_numbers =
        in_words.replace("State forces-Rebel group", "12").replace("Rebel group", "2").replace("State forces", "1");
    assert_eq!(converted(in_numbers.as_bytes(), "acled"), in_words);
    assert_eq!(converted(in_words.as_bytes(), "acled-numbers"), in_numbers);
    assert_eq!(converted(in_numbers.as_bytes(), "acled-numbers"), in_numbers);
    // What is no row, or has no class, says nothing of how the others are written.
    let (heads, row) = in_numbers.trim_end().split_once('\n').unwrap();
    let (wordy, bare) = (in_words.lines().nth(1).unwrap(), row.replace(",2,", ",,"));
    let check = |rows: &[&str], expected: &str| {
        let table = [&[heads][..], rows].concat().join("\n");
        let foreign = Foreign::read("f.csv", table.as_bytes(), lexicon()).unwrap();
        assert_eq!(foreign.coding.book().name, expected, "{table}");
    };
    check(&[row, heads, row], "acled-numbers");
    check(&[row, &bare, row], "acled-numbers");
    check(&[row, "SDN2,14/05/2024"], "acled-numbers");
    check(&[row, wordy, wordy], "acled");
    check(&[&bare], "acled");
    check(&[], "acled");
}

#[test]
fn another_codebook_has_days_of_its_own_form() {
    let ged = converted(acled(&[("event_date", "14/05/2024")], ',').as_bytes(), "ucdp");
    assert!(ged.contains(",2024-05-14 00:00:00.000,2024-05-14 00:00:00.000,"), "{ged}");
    let gdelt = converted(acled(&[("event_date", "5/14/2024")], ',').as_bytes(), "gdelt");
    assert_eq!(gdelt.split('\t').nth(1), Some("20240514"), "{gdelt}");
}

#[test]
fn readers_take_in_the_sides_and_figures_that_writers_write() {
    let mut event = blank("e-000000000001");
    let kind = lexicon().events.kind("air-strike").unwrap();
    (event.kind, event.label, event.plover) = (kind.id.clone(), kind.label.clone(), kind.plover.clone());
    event.time = Some(Interval::day(Day::new(2024, 5, 14).unwrap()));
    event.place =
        serde_json::from_value(json!({"name": "Wad Madani", "lat": 14.4, "lon": 33.52, "country": "SDN"})).unwrap();
    let party = |name: &str| super::party(name, lexicon());
    event.actors = vec![party("Sudanese armed forces"), party("allied militia")];
    event.recipients = vec![party("Rapid Support Forces")];
    super::count(&mut event, "killed", "civilians", [Some(8), Some(10), Some(12)]);
    super::count(&mut event, "killed", "militants", [Some(3), None, Some(4)]);
    super::count(&mut event, "injured", PEOPLE, [Some(20), Some(20), Some(20)]);
    event.grade.airwars = Some(stemma::model::AirwarsGrade::Fair);
    let check = |coding: &'static dyn Coding, figures: &[(&str, [Option<u32>; 3])]| {
        let rows = coding.rows(&Told::alone(&event, lexicon())).unwrap();
        let heads: Vec<&str> = coding.book().columns.iter().map(|column| column.name).collect();
        let cells: Vec<String> = rows[0].iter().map(|value| super::cell_of(coding.book().style, value)).collect();
        let read = coding.event(&super::Row::new(&heads, &cells), lexicon());
        assert_eq!((&read.actors, &read.recipients), (&event.actors, &event.recipients), "{}", coding.book().name);
        let seen: Vec<_> =
            read.toll.iter().map(|toll| (toll.measure.as_str(), [toll.low, toll.best, toll.high])).collect();
        assert_eq!(seen, figures, "{}", coding.book().name);
        assert_eq!(read.place.unwrap().country.as_deref(), Some("SDN"), "{}", coding.book().name);
    };
    check(&super::Hxl, &[("killed", [Some(8), Some(10), Some(12)]), ("injured", [None, Some(20), None])]);
    let airwars = [
        ("killed", [Some(8), None, Some(12)]),
        ("killed", [Some(3), None, Some(4)]),
        ("injured", [Some(20), None, Some(20)]),
    ];
    check(&super::Airwars, &airwars);
}

#[test]
fn an_event_of_several_rows_lives_as_long_as_one_of_them() {
    let mut event = blank("e-000000000001");
    let kind = lexicon().events.kind("clash").unwrap();
    (event.kind, event.label, event.plover) = (kind.id.clone(), kind.label.clone(), kind.plover.clone());
    (event.mode, event.acled, event.acled_sub) = (kind.mode.clone(), kind.acled.clone(), kind.acled_sub.clone());
    event.time = Some(Interval::day(Day::new(2024, 5, 14).unwrap()));
    let page = |id: &str| PageRow { id: id.into(), outlet: Some(id.into()), ..one_page() };
    let pages = vec![page("one"), page("two"), page("three")];
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("polecat.tsv");
    let mut output = Output::file(&path).unwrap();
    let mut table = Writing::begin(&super::Polecat, &mut output, lexicon()).unwrap();
    table.take(&Told { pages: &pages, ..Told::alone(&event, lexicon()) }).unwrap();
    table.end().unwrap();
    output.finish().unwrap();
    let written = fs::read_to_string(&path).unwrap();
    let lines: Vec<&str> = written.lines().collect();
    for left in [&[1, 2, 3][..], &[2, 3], &[3], &[1, 3]] {
        let table: Vec<&str> = std::iter::once(0).chain(left.iter().copied()).map(|at| lines[at]).collect();
        let mut foreign = Foreign::read("polecat.tsv", table.join("\n").as_bytes(), lexicon()).unwrap();
        let events: Vec<Event> =
            numbered(&mut foreign, &Sidecar::beside(&path).unwrap()).into_iter().map(|(_, event)| event).collect();
        assert_eq!(events, [event.clone()], "rows {left:?}");
    }
}

#[test]
fn a_sidecar_with_a_line_that_cannot_be_used_is_refused_before_anything_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acled.csv");
    let whole = json!({"id": "e-1", "left_out": "no place", "event": blank("e-1")}).to_string();
    let check = |second: &str| {
        fs::write(format!("{}{SIDECAR}", path.display()), format!("{whole}\n{second}\n")).unwrap();
        Sidecar::beside(&path).map(|_| ()).map_err(|fault| fault.to_string())
    };
    check(&whole).unwrap();
    check(r#"{"id": "x", "event": {"kind": "clash"}}"#).unwrap();
    for line in [
        "",
        "5",
        r#"{"left_out": "no place"}"#,
        r#"{"id": "x", "left_out": 5}"#,
        r#"{"id": "x", "left_out": "no place"}"#,
        r#"{"id": "x", "left_out": "no place", "event": {"kind": 5}}"#,
        r#"{"id": "x", "same_as": 5}"#,
    ] {
        let said = check(line).unwrap_err();
        assert!(said.ends_with("line 2 is no part of a sidecar; mend or remove the file"), "{line}: {said}");
    }
    // What only its row shows is said of the row.
    check(r#"{"id": "SDN1", "event": {"toll": 5}}"#).unwrap();
    let mut foreign = Foreign::read("acled.csv", acled(&[], ',').as_bytes(), lexicon()).unwrap();
    let said = foreign.each(&Sidecar::beside(&path).unwrap(), lexicon(), &mut |_, _| Ok(())).unwrap_err().to_string();
    assert!(said.contains("row \"SDN1\" makes no event of it; mend or remove the file"), "{said}");
}

#[test]
fn sides_are_named_as_far_as_they_are_known() {
    let lines = include_str!("sides.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    for line in lines {
        let [kind, country, actors, recipients, first, second] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}: six cells");
        };
        let mut event = blank("e-000000000001");
        let kind = lexicon().events.kind(kind).unwrap();
        (event.kind, event.acled, event.acled_sub) = (kind.id.clone(), kind.acled.clone(), kind.acled_sub.clone());
        event.time = Some(Interval::day(Day::new(2024, 5, 14).unwrap()));
        event.place = serde_json::from_value(json!({"name": "A", "lat": 1.0, "lon": 2.0, "country": country})).unwrap();
        let parties = |ids: &str| -> Vec<Party> {
            let one = |name: &str| match lexicon().actors.get(name) {
                Some(actor) => Party { name: actor.name.clone(), id: Some(name.to_owned()) },
                None => Party { name: name.to_owned(), id: None },
            };
            ids.split(';').map(str::trim).filter(|name| !name.is_empty()).map(one).collect()
        };
        (event.actors, event.recipients) = (parties(actors), parties(recipients));
        let coding = super::Acled { is_in_words: true };
        let rows = coding.rows(&Told::alone(&event, lexicon())).unwrap_or_else(|why| panic!("{line}: {why}"));
        let cell = |name: &str| {
            let at = coding.book().columns.iter().position(|column| column.name == name).unwrap();
            rows[0][at].as_str().unwrap_or_default().to_owned()
        };
        let side = |number: u8| format!("{}, {}", cell(&format!("actor{number}")), cell(&format!("inter{number}")));
        assert_eq!((side(1).as_str(), side(2).trim_matches([',', ' '])), (first, second), "{line}");
    }
}

#[test]
fn notes_say_whose_the_figures_are() {
    let mut event = blank("e-000000000001");
    let kind = lexicon().events.kind("shelling").unwrap();
    (event.kind, event.acled, event.acled_sub) = (kind.id.clone(), kind.acled.clone(), kind.acled_sub.clone());
    event.time = Some(Interval::day(Day::new(2024, 5, 14).unwrap()));
    event.place = serde_json::from_value(json!({"name": "A", "lat": 1.0, "lon": 2.0, "country": "SDN"})).unwrap();
    let besides = ["The ministry put the number of those killed at 12.".to_owned(), "The army denied it.".to_owned()];
    let told = Told { sentence: "A was shelled.", besides: &besides, ..Told::alone(&event, lexicon()) };
    let rows = super::Acled { is_in_words: true }.rows(&told).unwrap();
    let notes = "A was shelled. The ministry put the number of those killed at 12. The army denied it.";
    assert!(rows[0].contains(&json!(notes)), "{rows:?}");
}

#[test]
fn a_row_that_is_none_is_left_out_with_a_note_and_stays_in_the_table() {
    let table = acled(&[], ',');
    let head = table.lines().next().unwrap();
    let bytes = format!("{table}{head}\nSDN2,2024-05-15\n");
    let mut foreign = Foreign::read("c.csv", bytes.as_bytes(), lexicon()).unwrap();
    assert_eq!(numbered(&mut foreign, &Sidecar::default()).len(), 1);
    assert_eq!(foreign.rows.len(), 3);
    assert_eq!((foreign.left_out, foreign.notes().len()), (2, 2), "{:?}", foreign.notes());
}

#[test]
fn a_change_in_a_spreadsheet_wins_over_the_sidecar() {
    let mut event = blank("e-000000000001");
    let kind = lexicon().events.kind("clash").unwrap();
    (event.kind, event.plover) = (kind.id.clone(), kind.plover.clone());
    (event.acled, event.acled_sub) = (kind.acled.clone(), kind.acled_sub.clone());
    event.time = Some(Interval::day(Day::new(2024, 5, 14).unwrap()));
    event.place = serde_json::from_value(json!({
        "name": "Wad Madani", "geonames": 364103, "lat": 14.4, "lon": 33.52, "country": "SDN", "level": "settlement", "radius_km": 6.0,
    }))
    .unwrap();
    super::count(&mut event, "killed", PEOPLE, [Some(80), Some(100), Some(120)]);
    let coding: &'static dyn Coding = &super::Acled { is_in_words: true };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acled.csv");
    let mut output = Output::file(&path).unwrap();
    let mut table = Writing::begin(coding, &mut output, lexicon()).unwrap();
    table.take(&Told { sentence: "Many died.", ..Told::alone(&event, lexicon()) }).unwrap();
    table.end().unwrap();
    output.finish().unwrap();
    let written = fs::read_to_string(&path).unwrap();
    let back = |table: &str| {
        let mut foreign = Foreign::read("acled.csv", table.as_bytes(), lexicon()).unwrap();
        numbered(&mut foreign, &Sidecar::beside(&path).unwrap()).swap_remove(0).1
    };
    assert_eq!(back(&written), event);
    let changed = back(&written.replace("2024-05-14", "2024-05-16").replace(",100,", ",140,"));
    assert_eq!(changed.time, Some(Interval::day(Day::new(2024, 5, 16).unwrap())));
    assert_eq!(changed.toll[0].best, Some(140));
    assert_eq!(changed.place.unwrap().geonames, Some(364_103));
}
