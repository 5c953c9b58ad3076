use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use stemma::lexicon::{Lexicon, Lists};
use stemma::model::{
    ActorMention, Annotations, Article, Assertion, Attribution, Claim, Contradiction, ContradictionKind, Denial,
    Entity, Event, EventMention, Grade, Grain, Interval, Origins, Party, Place, Precision, Published, Quote,
    ReportKind, Span, TextAt, Toll,
};

use super::*;

mod report;

pub static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER };
    Lexicon::compile(&lists).unwrap()
});

fn span(text: &str, words: &str) -> Span {
    let at = text.find(words).unwrap_or_else(|| panic!("{words:?} is not in {text:?}"));
    Span::new(at, at + words.len())
}

pub fn reading(id: &str, text: &str) -> Reading {
    let title = Some(TextAt { text: format!("Shells hit the market <{id}>"), span: None });
    let day = "2023-04-16".parse().unwrap();
    let published = Published { start: day, end: day, precision: Precision::Day, evidence: "given".into(), span: None };
    Reading {
        id: id.into(),
        sha256: "00".into(),
        path: Some(format!("/home/somebody/pages/{id}.txt")),
        url: None,
        published_at: None,
        text: text.into(),
        article: Article {
            title,
            outlet: Some(format!("Paper {id}")),
            published: Some(published),
            ..Article::default()
        },
        annotations: Annotations { sentences: vec![Span::new(0, text.len())], ..Annotations::default() },
    }
}

fn quote(doc: &str, words: &str) -> Quote {
    Quote { doc: doc.into(), span: Span::new(0, words.len()), quote: words.into() }
}

fn event(kind: &str) -> Event {
    Event {
        id: "e1".into(),
        summary: String::new(),
        grain: Grain::Atomic,
        label: String::new(),
        kind: kind.into(),
        plover: "ASSAULT".into(),
        mode: None,
        acled: None,
        acled_sub: None,
        assertion: Assertion::Asserted,
        actors: vec![],
        recipients: vec![],
        place: None,
        relation: None,
        carried: false,
        time: None,
        toll: vec![],
        tolls: vec![],
        territory: None,
        mentions: vec![],
        articles: 1,
        origins: Origins { min: 1, max: 1, reason: String::new() },
        origin_groups: vec![],
        grade: Grade { admiralty_number: 3, ..Grade::default() },
        certainty: None,
        confidence: None,
        contradictions: vec![],
        corrections: vec![],
        links: vec![],
        reasons: vec![],
        story: Some("s1".into()),
        review: None,
    }
}

/// One event as a page tells it, and the sentence of the report.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    kind: String,
    /// The sentence of the page in which the parties stand.
    #[serde(default)]
    text: String,
    /// Each as "words" or "words = register id".
    #[serde(default)]
    doers: Vec<String>,
    #[serde(default)]
    targets: Vec<String>,
    /// Names in the text, as "PERSON words".
    #[serde(default)]
    names: Vec<String>,
    place: Option<Place>,
    #[serde(default)]
    relation: Option<stemma::model::PlaceRelation>,
    /// "2024-06-09" or "2024-06-01 2024-06-30 month".
    #[serde(default)]
    time: String,
    /// Each as "killed soldiers 3 3 3"; "-" where a bound is not known.
    #[serde(default)]
    toll: Vec<String>,
    #[serde(default)]
    assertion: Option<Assertion>,
    #[serde(default)]
    several: bool,
    /// Those on whose word alone it rests.
    #[serde(default)]
    said_by: Vec<String>,
    /// Those who deny it.
    #[serde(default)]
    denied_by: Vec<String>,
    sentence: String,
    /// What stands behind it, where somebody denies it.
    #[serde(default)]
    then: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

fn party(words: &str) -> Party {
    match words.split_once(" = ") {
        Some((name, id)) => Party { name: name.into(), id: Some(id.into()) },
        None => Party { name: words.into(), id: None },
    }
}

fn toll(words: &str) -> Toll {
    let mut words: Vec<&str> = words.split(' ').collect();
    let mut bound = || words.pop().unwrap().parse().ok();
    let (high, best, low) = (bound(), bound(), bound());
    let (measure, group) = (words[0].to_string(), words[1..].join(" "));
    Toll { span: Span::new(0, 1), measure, group, low, best, high, scope: stemma::model::Scope::Event }
}

fn time(words: &str) -> Option<Interval> {
    let words: Vec<&str> = words.split(' ').collect();
    match words[..] {
        [day] => Some(Interval::day(day.parse().ok()?)),
        [from, to, precision] => {
            let precision = serde_json::from_value(precision.into()).unwrap();
            Some(Interval { from: from.parse().unwrap(), to: to.parse().unwrap(), precision })
        }
        _ => None,
    }
}

fn check(case: &Case) -> Result<(), String> {
    let parts =
        [&case.doers, &case.targets].map(|parties| parties.iter().map(|words| party(words)).collect::<Vec<_>>());
    let [actors, recipients] = parts;
    let mut text = format!("{} …", case.text);
    for name in actors.iter().chain(&recipients).map(|party| &party.name).filter(|name| !case.text.contains(*name)) {
        text.push_str(&format!(" … {name}"));
    }
    let speakers: Vec<&str> = case.said_by.iter().chain(&case.denied_by).map(String::as_str).collect();
    let names = case.names.iter().map(|name| name.split_once(' ').unwrap());
    let entity = |(kind, name): (&str, &str)| {
        if !text.contains(name) {
            None
        } else {
            Some(Entity { span: span(&text, name), kind: kind.into(), id: None, name: Some(name.into()) })
        }
    };
    let mut page = reading("a", &text);
    let mut entities: Vec<Entity> = names.clone().filter_map(entity).collect();
    entities.extend(names.filter(|(_, name)| !text.contains(name)).map(|(kind, name)| Entity {
        span: Span::new(0, 0),
        kind: kind.into(),
        id: None,
        name: Some(name.into()),
    }));
    page.annotations.entities = entities;
    let mention = |party: &Party| ActorMention {
        span: span(&text, &party.name),
        text: party.name.clone(),
        id: party.id.clone(),
        name: None,
    };
    let extent = Span::new(0, text.len());
    page.annotations.events = vec![EventMention {
        trigger: extent,
        sentence: extent,
        kind: case.kind.clone(),
        rule: String::new(),
        plover: String::new(),
        mode: None,
        acled: None,
        acled_sub: None,
        assertion: Assertion::Asserted,
        actors: actors.iter().map(mention).collect(),
        recipients: recipients.iter().map(mention).collect(),
        place: None,
        time: None,
        means: vec![],
        toll: vec![],
        territory: None,
        stage: None,
        confidence: None,
        attribution: (!case.said_by.is_empty()).then_some(0),
        extent,
        happening: None,
        certainty: None,
    }];
    page.annotations.attributions = vec![Attribution {
        source: vec![],
        cue: vec![],
        content: vec![extent],
        kind: ReportKind::Indirect,
        speaker: None,
        carriers: vec![],
    }];
    let told = Quote { doc: "a".into(), span: extent, quote: text.clone() };
    let claim = |source: &&str| Claim {
        id: format!("c-{source}"),
        doc: "a".into(),
        source: source.to_string(),
        chain: vec![],
        content: told.clone(),
        event: Some("e1".into()),
    };
    let claims =
        speakers.iter().filter(|speaker| case.said_by.iter().any(|said| said == *speaker)).map(claim).collect();
    let contradictions: Vec<Contradiction> = case
        .denied_by
        .iter()
        .enumerate()
        .map(|(at, who)| Contradiction {
            id: format!("x{at}"),
            kind: ContradictionKind::Happened,
            a: told.clone(),
            b: told.clone(),
            note: String::new(),
            correction: None,
            denial: Some(Denial { by: Some(who.to_string()), is_open: false }),
        })
        .collect();
    let event = Event {
        actors,
        recipients,
        place: case.place.clone(),
        relation: case.relation,
        time: time(&case.time),
        toll: case.toll.iter().map(|words| toll(words)).collect(),
        assertion: case.assertion.unwrap_or(Assertion::Asserted),
        grain: if case.several { Grain::Summary } else { Grain::Atomic },
        mentions: vec![told],
        contradictions: contradictions.iter().map(|found| found.id.clone()).collect(),
        ..event(&case.kind)
    };
    let picture = Picture { events: vec![event], claims, contradictions, ..Picture::default() };
    let (readings, links) = (vec![page], Links::default());
    let desk = Desk::new(&readings, &links, &picture, &LEXICON);
    let told = desk.told(&picture.events[0]);
    let sentence = desk.phrases().sentence(&told);
    let then = desk.phrases().denial(&told).unwrap_or_default();
    if sentence == case.sentence && then == case.then {
        Ok(())
    } else {
        Err(format!("  {}\n  {sentence} {then}\n", case.sentence))
    }
}

#[test]
fn says_events_in_plain_english() {
    let cases: Cases = toml::from_str(include_str!("cases/sentences.toml")).unwrap();
    let wrong: Vec<String> = cases.case.iter().filter_map(|case| check(case).err()).collect();
    assert!(cases.case.len() >= 60 && wrong.is_empty(), "wanted, said:\n{}", wrong.concat());
}

#[test]
fn every_kind_has_a_sentence_that_needs_nothing() {
    let ontology: HashMap<String, Vec<HashMap<String, toml::Value>>> =
        toml::from_str(stemma_data::LISTS.iter().find(|(path, _)| *path == "events/ontology.toml").unwrap().1).unwrap();
    for kind in &ontology["kind"] {
        let id = kind["id"].as_str().unwrap();
        let is_aside = kind.get("aside").and_then(toml::Value::as_bool).unwrap_or(false);
        assert!(is_aside || LEXICON.wording.kind(id).is_some(), "data/brief/wording.toml has no words for {id}");
    }
}
