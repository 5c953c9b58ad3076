//! The report as a whole: what stands where, what is cited, and what pages cannot do to it.

use super::*;
use stemma::model::{
    Applied, Checked, CopyEdge, Count, Field, Review, Said, Standing, Story, TollEstimate, TollPolicy, TollReport,
    Value,
};

const ASKED: Asked<'static> = Asked { store: "harbour.stemma", question: "everything" };

fn picture() -> (Vec<Reading>, Links, Picture) {
    let readings = vec![reading("a", "The army shelled a *market*."), reading("b", "Shells hit the market.")];
    let documents = vec!["a".into(), "b".into()];
    let story = Story { id: "s1".into(), documents, title: "Shells hit the market".into(), from: None, to: None };
    let contradiction = Contradiction {
        id: "x1".into(),
        kind: ContradictionKind::Value,
        a: quote("a", "four dead"),
        b: quote("b", "seven dead"),
        note: "4 against 7".into(),
        correction: None,
        denial: None,
    };
    let copy = CopyEdge {
        child: "b".into(),
        parent: Some("a".into()),
        missing: None,
        p: 0.9,
        one_text: 0.9,
        passages: vec![],
        evidence: vec![],
    };
    let links = Links { stories: vec![story], lineage: vec![copy], ..Links::default() };
    let main = Event {
        actors: vec![party("army")],
        place: Some(Place {
            name: "Goma".into(),
            lat: Some(-1.67),
            lon: Some(29.22),
            country: Some("COD".into()),
            ..Place::default()
        }),
        time: Some(Interval::day("2023-04-15".parse().unwrap())),
        toll: vec![toll("killed people 4 7 7")],
        mentions: vec![quote("a", "The army shelled a *market*."), quote("b", "Shells hit the market.")],
        articles: 2,
        origins: Origins { min: 1, max: 2, reason: "b credits nobody".into() },
        origin_groups: vec![vec!["a".into(), "b".into()]],
        contradictions: vec!["x1".into()],
        ..event("shelling")
    };
    let aside = Event {
        id: "e2".into(),
        assertion: Assertion::Background,
        mentions: vec![quote("b", "Shells hit")],
        place: main.place.clone(),
        ..event("attack")
    };
    (readings, links, Picture { events: vec![main, aside], contradictions: vec![contradiction], ..Picture::default() })
}

fn report(form: Form) -> String {
    let (readings, links, picture) = picture();
    brief(&readings, &links, &picture, &LEXICON, ASKED, form)
}

#[test]
fn an_event_by_itself_is_told_as_in_the_report_and_one_of_which_little_is_known_by_its_summary() {
    let (readings, _, picture) = picture();
    let known = |event: Event| KnownEvent { event, pages: vec![], claims: vec![], contradictions: vec![] };
    let told = sentence(&known(picture.events[0].clone()), &readings, &LEXICON);
    assert!(told.contains("Goma") && told.ends_with("on 15 April 2023."), "{told}");
    let report = report(Form::Markdown);
    assert!(report.contains(told.trim_end_matches('.')), "{told}: {report}");
    let bare = Event { summary: "shelling".into(), mentions: vec![], ..event("shelling") };
    assert_eq!(sentence(&known(bare), &readings, &LEXICON), "shelling");
}

#[test]
fn every_sentence_of_the_markdown_has_a_citation() {
    let report = report(Form::Markdown);
    let is_sentence =
        |line: &&str| !(line.is_empty() || line.starts_with('#') || line.starts_with('*') || line.ends_with(':'));
    let start = report.find("## Shells hit the market").unwrap();
    let end = report.find("## Appendix: pages").unwrap();
    let sentences: Vec<&str> = report[start..end].lines().filter(is_sentence).collect();
    assert!(sentences.len() >= 7, "{report}");
    for sentence in sentences {
        assert!(sentence.contains("\\["), "no citation: {sentence}");
    }
}

#[test]
fn says_who_was_first_who_copied_and_where_the_sources_disagree() {
    let report = report(Form::Markdown);
    for words in [
        "Between four and seven people were killed in shelling by the army in Goma, Democratic Republic of the Congo, on 15 April 2023.",
        "The sources do not agree on a number.",
        "First told by Paper a on 16 April 2023; copied by Paper b (same day).",
        "| 1 | 15 Apr 2023 |",
        "| 4–7 |",
        "| 2 / 1 to 2 | number |",
        "machine-read",
        "Store: harbour.stemma",
        "There was an attack in Goma",
    ] {
        let words = words.replace("in Goma, Democratic", "in Goma, the Democratic");
        assert!(report.contains(&words), "no {words:?} in {report}");
    }
}

#[test]
fn no_path_of_the_collector_is_told() {
    for form in [Form::Markdown, Form::Html] {
        assert!(!report(form).contains("somebody"), "{form:?}");
    }
}

#[test]
fn the_words_of_a_page_cannot_become_markup() {
    assert!(report(Form::Markdown).contains("a \\*market\\*"));
    let html = report(Form::Html);
    assert!(html.contains("Shells hit the market &lt;a&gt;") && !html.contains("<a>"), "{html}");
    let (mut readings, links, picture) = picture();
    let title = "see https://example.org &amp; www.example.org \u{202E}now\u{7}".to_string();
    readings[0].article.title = Some(TextAt { text: title, span: None });
    let markdown = brief(&readings, &links, &picture, &LEXICON, ASKED, Form::Markdown);
    assert!(markdown.contains("⟨U+202E⟩now⟨U+0007⟩"), "{markdown}");
    let html = brief(&readings, &links, &picture, &LEXICON, ASKED, Form::Html);
    assert!(html.contains("&amp;amp;") && html.contains("⟨U+202E⟩now⟨U+0007⟩"), "{html}");
}

#[test]
fn leaves_out_what_no_document_says() {
    let (readings, links, mut picture) = picture();
    picture.events[0].mentions = vec![quote("unknown", "The army shelled a market.")];
    assert!(!brief(&readings, &links, &picture, &LEXICON, ASKED, Form::Markdown).contains("shelling"));
}

#[test]
fn headlines_are_no_mastheads() {
    let (readings, links, picture) = picture();
    let desk = Desk::new(&readings, &links, &picture, &LEXICON);
    let check = |title: &str, outlet: Option<&str>, expected: Option<&str>| {
        assert_eq!(desk.headline(title, outlet).as_deref(), expected, "{title}");
    };
    check("Shells hit a market | Paper a", Some("Paper a"), Some("Shells hit a market"));
    check("Shells hit a market - Reuters", None, Some("Shells hit a market"));
    check("Paper a", Some("Paper a"), None);
    check("doc-0017", None, None);
    check("NAIROBI, Kenya (AP) _", None, None);
    check("SHELLS KILL FOUR IN GOMA", None, Some("SHELLS KILL FOUR IN GOMA"));
}

/// A picture of one event told by pages `a`, `b` and so on; `change` makes of it what the case is about.
fn written(change: impl FnOnce(&mut Vec<Reading>, &mut Links, &mut Picture)) -> String {
    let (mut readings, mut links, mut picture) = picture();
    change(&mut readings, &mut links, &mut picture);
    brief(&readings, &links, &picture, &LEXICON, ASKED, Form::Markdown)
}

#[track_caller]
fn check_order(report: &str, parts: &[&str]) {
    let mut from = 0;
    for part in parts {
        match report[from..].find(part) {
            Some(at) => from += at + part.len(),
            None => panic!("no {part:?} behind the parts before it in {report}"),
        }
    }
}

/// A mention of the first event by a page, with a count of the dead.
fn telling(reading: &mut Reading, killed: u32) -> TollReport {
    let span = Span::new(0, reading.text.len());
    let counted = Toll { span, ..toll(&format!("killed people {killed} {killed} {killed}")) };
    let mention = EventMention {
        trigger: span,
        sentence: span,
        kind: "shelling".into(),
        rule: String::new(),
        plover: String::new(),
        mode: None,
        acled: None,
        acled_sub: None,
        assertion: Assertion::Asserted,
        actors: vec![],
        recipients: vec![],
        place: None,
        time: None,
        means: vec![],
        toll: vec![counted],
        territory: None,
        stage: None,
        confidence: None,
        attribution: None,
        extent: span,
        happening: None,
        certainty: None,
    };
    reading.annotations.events = vec![mention];
    let quote = Quote { doc: reading.id.clone(), span, quote: reading.text.clone() };
    TollReport { quote, low: Some(killed), best: Some(killed), high: Some(killed), claim: None }
}

#[test]
fn an_original_counts_and_its_altered_copies_do_not_in_whatever_order_they_come() {
    // The copy is numbered first, and its number is the one that fusing lists.
    for listed in ["a", "b"] {
        let report = written(|readings, links, picture| {
            links.lineage[0] = CopyEdge { child: "a".into(), parent: Some("b".into()), ..links.lineage[0].clone() };
            let reports = [telling(&mut readings[0], 7), telling(&mut readings[1], 4)];
            let listed = reports.into_iter().filter(|report| report.quote.doc == listed).collect();
            let event = &mut picture.events[0];
            event.mentions = readings.iter().map(|page| quote(&page.id, &page.text)).collect();
            event.tolls = vec![TollEstimate {
                policy: TollPolicy::Best,
                measure: "killed".into(),
                group: "people".into(),
                low: Some(4),
                best: Some(4),
                high: Some(4),
                scope: stemma::model::Scope::Event,
                by_claim: listed,
            }];
        });
        check_order(
            &report,
            &["  - 4: Paper b, 16 April 2023 \\[2\\]", "    - 7: Paper a, 16 April 2023, a copy, not counted \\[1\\]"],
        );
    }
}

#[test]
fn incidents_are_listed_by_day_over_all_stories() {
    let report = written(|_, links, picture| {
        let later = "2023-05-02".parse().unwrap();
        let story = Story {
            id: "s0".into(),
            title: "Gunmen attack a convoy".into(),
            documents: vec!["b".into()],
            from: None,
            to: None,
        };
        links.stories[0].from = Some(later);
        links.stories.insert(0, story);
        let of = |id: &str, day: &str, story: &str| Event {
            id: id.into(),
            time: Some(Interval::day(day.parse().unwrap())),
            story: Some(story.into()),
            ..picture.events[0].clone()
        };
        picture.events = vec![of("e1", "2023-04-20", "s0"), of("e2", "2023-04-15", "s1"), of("e3", "2023-05-01", "s1")];
    });
    check_order(
        &report,
        &[
            "| 1 | 15 Apr 2023",
            "| 2 | 20 Apr 2023",
            "| 3 | 1 May 2023",
            "## Shells",
            "### 1.",
            "### 3.",
            "## Gunmen",
            "### 2.",
        ],
    );
}

#[test]
fn a_page_without_an_outlet_has_the_name_of_its_site_or_its_headline() {
    let named = |url: Option<&str>, title: &str| {
        written(|readings, _, _| {
            readings[0].article.outlet = None;
            readings[0].url = url.map(Into::into);
            readings[0].article.title = Some(TextAt { text: title.into(), span: None });
        })
    };
    let check = |url: Option<&str>, title: &str, words: &str| {
        let report = named(url, title);
        assert!(report.contains(words), "no {words:?} in {report}");
    };
    check(
        Some("https://user:word@www.paper.example:80/a?b"),
        "Shells hit the market",
        "First told by paper.example on 16 April 2023",
    );
    check(None, "Shells hit the market", "First told by “Shells hit the market” on 16 April 2023");
    check(None, "a-17", "First told by a page without a name on 16 April 2023");
}

#[test]
fn a_total_stands_by_itself() {
    let report = written(|_, _, picture| {
        let total = Event {
            id: "e3".into(),
            grain: Grain::Summary,
            time: Some(Interval {
                from: "2011-03-01".parse().unwrap(),
                to: "2023-04-15".parse().unwrap(),
                precision: Precision::Range,
            }),
            toll: vec![Toll { scope: stemma::model::Scope::Period, ..toll("killed people 330000 330000 330000") }],
            ..picture.events[0].clone()
        };
        picture.events.push(total);
    });
    check_order(
        &report,
        &[
            "1 total of a longer time",
            "| 1 | 15 Apr 2023",
            "## Totals of a war or a period",
            "330,000 people",
            "## Appendix",
        ],
    );
    assert!(!report.contains("| 2 |"), "{report}");
}

#[test]
fn a_month_is_not_taken_for_its_first_day() {
    let report = written(|readings, _, picture| {
        let (from, to) = ("2024-06-01".parse().unwrap(), "2024-06-30".parse().unwrap());
        picture.events[0].time = Some(Interval { from, to, precision: Precision::Month });
        let published = readings[0].article.published.as_mut().unwrap();
        (published.start, published.end, published.precision) = (from, to, Precision::Month);
    });
    check_order(&report, &["| 1 | Jun 2024, day unknown |", "in June 2024", "(Paper a, June 2024, day unknown)"]);
    assert!(!report.contains("1 Jun"), "{report}");
}

#[test]
fn what_is_denied_is_called_contested_everywhere() {
    let report = written(|_, _, picture| {
        picture.contradictions[0].kind = ContradictionKind::Happened;
        picture.contradictions[0].denial = Some(Denial { by: Some("the army".into()), is_open: false });
    });
    check_order(&report, &["| contested |", "(contested)", "The army denied it. \\[1\\]"]);
}

/// That six were killed, as a person says.
fn applied(by: &str, why: &str, machine: Option<Value>) -> Applied {
    let value = Value::Count(Count { low: Some(6), best: Some(6), high: Some(6) });
    Applied {
        id: "f-1".into(),
        at: "2023-06-03T10:00:00.000Z".into(),
        by: by.into(),
        why: why.into(),
        said: Said::Set { field: Field::Killed, value },
        machine,
        status: Standing::Applies,
    }
}

#[test]
fn says_what_persons_checked_and_mended() {
    let (readings, links, mut picture) = picture();
    let count = |low, high| Value::Count(Count { low: Some(low), best: None, high: Some(high) });
    let amended = |machine| applied("A. <b>Okoro</b>", "the list has six names", Some(machine));
    picture.events[0].review =
        Some(Review { checked: Some(Checked::Corrected), fixes: vec![amended(count(4, 7)), amended(Value::Unknown)] });
    let asked = ASKED;
    let report = brief(&readings, &links, &picture, &LEXICON, asked, Form::Markdown);
    check_order(
        &report,
        &[
            "- 1 of 2 events checked by a person",
            "**Corrected by a person: killed 6, the program read 4 to 7 (A. \\<b\\>Okoro\\</b\\>, 3 June 2023: the list has six names).** \\[1\\]",
            "killed 6, the program read nothing",
        ],
    );
    assert!(
        brief(&readings, &links, &picture, &LEXICON, asked, Form::Html).contains("1 of 2 events checked by a person")
    );
}

/// What a page, a file or a person may be called to become alive.
const HOSTILE: [&str; 6] = [
    "<img src=x onerror=alert(1)>",
    "https://x.example/<img src=y onerror=alert(2)> www.x.example a@x.example",
    "\\[a](http://b.example) <http://c.example> &lt;script&gt;",
    "a\n\n# b\n| c |\n```",
    "\u{1B}]0;owned\u{7} \u{202E}gpj",
    "--> <script>alert(1)</script> {{ 7 * 7 }}",
];

#[test]
fn nothing_from_outside_becomes_alive() {
    for words in HOSTILE {
        let (mut readings, mut links, mut picture) = picture();
        readings[0].id = words.into();
        readings[0].article.title = Some(TextAt { text: format!("The long {words}"), span: None });
        readings[1].article.outlet = Some(words.into());
        links.stories[0].title = format!("The long {words}");
        links.stories[0].id = words.into();
        links.lineage[0] = CopyEdge { parent: None, missing: Some(words.into()), ..links.lineage[0].clone() };
        let event = &mut picture.events[0];
        event.id = words.into();
        event.story = Some(words.into());
        event.actors = vec![Party { name: words.into(), id: None }];
        event.place.as_mut().unwrap().name = words.into();
        event.mentions = vec![quote(words, words), quote("b", words)];
        event.review = Some(Review {
            checked: Some(Checked::Corrected),
            fixes: vec![applied(words, words, Some(Value::Unknown))],
        });
        let asked = Asked { store: words, question: words };
        let markdown = brief(&readings, &links, &picture, &LEXICON, asked, Form::Markdown);
        for node in super::super::inert::tests::nodes(&markdown) {
            let is_live = ["Link", "Image", "Html", "CodeBlock", "Math"].iter().any(|kind| node.starts_with(kind));
            let is_ours = node.starts_with("HtmlInline(\"<!-- event ") || node == "HtmlInline(\"<!-- -->\")";
            assert!(!is_live || is_ours, "{node} in {markdown}");
        }
        let html = brief(&readings, &links, &picture, &LEXICON, asked, Form::Html);
        for alive in ["<img", "<script", "onerror=alert(1)>", "href=\"http", "\u{1B}", "\u{202E}", "\u{7}", ">49<"] {
            assert!(!html.contains(alive), "{alive:?} in {html}");
        }
    }
}
