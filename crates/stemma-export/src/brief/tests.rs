use super::*;
use stemma::model::{
    Annotations, Article, ContradictionKind, Grade, Interval, Origins, Party, Place, Scope, Span, TextAt, Toll,
};

fn reading(id: &str, text: &str) -> Reading {
    let title = Some(TextAt { text: format!("Title of <{id}>"), span: None });
    Reading {
        id: id.into(),
        sha256: "00".into(),
        path: Some(format!("{id}.txt")),
        url: None,
        published_at: None,
        text: text.into(),
        article: Article { title, ..Article::default() },
        annotations: Annotations::default(),
    }
}

fn quote(doc: &str, words: &str) -> Quote {
    Quote { doc: doc.into(), span: Span::new(0, words.len()), quote: words.into() }
}

fn event() -> Event {
    let toll = |low, best| Toll {
        span: Span::new(0, 4),
        measure: "killed".into(),
        group: "people".into(),
        low: Some(low),
        best: Some(best),
        high: Some(best),
        scope: Scope::Event,
    };
    Event {
        id: "e1".into(),
        summary: "the army shelled a market".into(),
        grain: stemma::model::Grain::Atomic,
        kind: "shelling".into(),
        plover: "ASSAULT".into(),
        mode: None,
        acled: None,
        acled_sub: None,
        assertion: Assertion::Asserted,
        actors: vec![Party { name: "army".into(), id: None }],
        recipients: vec![],
        place: Some(Place { name: "Goma".into(), ..Place::default() }),
        relation: None,
        carried: false,
        time: Some(Interval::day("2023-04-15".parse().unwrap())),
        toll: vec![toll(4, 7)],
        tolls: vec![],
        territory: None,
        mentions: vec![quote("a", "The army shelled a *market*."), quote("b", "Shells hit the market.")],
        articles: 2,
        origins: Origins { min: 1, max: 2, reason: "b credits nobody".into() },
        origin_groups: vec![vec!["a".into(), "b".into()]],
        grade: Grade { admiralty_number: 3, ..Grade::default() },
        certainty: None,
        confidence: None,
        contradictions: vec!["x1".into()],
        corrections: vec![],
        links: vec![],
        reasons: vec![],
        story: Some("s1".into()),
    }
}

fn picture() -> (Vec<Reading>, Links, Picture) {
    let readings = vec![reading("a", "The army shelled a *market*."), reading("b", "Shells hit the market.")];
    let documents = vec!["a".into(), "b".into()];
    let story = Story { id: "s1".into(), documents, title: "Market shelled".into(), from: None, to: None };
    let contradiction = Contradiction {
        id: "x1".into(),
        kind: ContradictionKind::Value,
        a: quote("a", "four dead"),
        b: quote("b", "seven dead"),
        note: "4 against 7".into(),
        correction: None,
    };
    let links = Links { stories: vec![story], ..Links::default() };
    (readings, links, Picture { events: vec![event()], contradictions: vec![contradiction], ..Picture::default() })
}

#[test]
fn every_sentence_of_the_markdown_has_a_citation() {
    let (readings, links, picture) = picture();
    let report = brief(&readings, &links, &picture, Form::Markdown);
    let start = report.find("### ").unwrap();
    let end = report.find("## Sources").unwrap();
    let sentences: Vec<&str> = report[start..end].lines().filter(|line| line.trim_start().starts_with("- ")).collect();
    assert!(sentences.len() >= 7, "{report}");
    for sentence in sentences {
        assert!(sentence.contains("\\["), "no citation: {sentence}");
    }
}

#[test]
fn says_articles_against_origins_and_where_the_sources_disagree() {
    let (readings, links, picture) = picture();
    let report = brief(&readings, &links, &picture, Form::Markdown);
    assert!(
        report.contains("Told in 2 articles that go back to 1 to 2 independent origins: b credits nobody."),
        "{report}"
    );
    assert!(report.contains("The sources disagree on a number: 4 against 7."), "{report}");
    assert!(report.contains("Shelling by army, Goma, 15 April 2023: 4 to 7 people killed."), "{report}");
    assert!(report.contains("machine-read"), "{report}");
}

#[test]
fn the_words_of_a_page_cannot_become_markup() {
    let (readings, links, picture) = picture();
    assert!(brief(&readings, &links, &picture, Form::Markdown).contains("a \\*market\\*"));
    let html = brief(&readings, &links, &picture, Form::Html);
    assert!(html.contains("Title of &lt;a&gt;") && !html.contains("<a>"), "{html}");
}

#[test]
fn leaves_out_what_no_document_says() {
    let (readings, links, mut picture) = picture();
    picture.events[0].mentions = vec![quote("unknown", "The army shelled a market.")];
    assert!(!brief(&readings, &links, &picture, Form::Markdown).contains("Shelling"));
}
