//! Toponyms, their resolution and places told by other places, on the cases of `cases/places.toml`; spellings of names on
//! `cases/spellings.tsv`.

use std::sync::OnceLock;

use serde::Deserialize;
use stemma::annotate::learnt::Learnt;
use stemma::annotate::{Context, names, places, references, syntax};
use stemma::lexicon::gazetteer::fold;
use stemma::lexicon::{Lexicon, Lists};
use stemma::model::{Article, Block, BlockKind, Place, Span};
use stemma_language::English;

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    claim: String,
    text: String,
    #[serde(default)]
    place: Vec<Expected>,
    /// Words that are no mention of a place.
    #[serde(default)]
    none: Vec<String>,
    /// Where an event at these words happened.
    event: Option<ExpectedEvent>,
}

#[derive(Deserialize)]
struct Expected {
    words: String,
    name: Option<String>,
    country: Option<String>,
    admin1: Option<String>,
    /// In the spelling of the output: settlement, adm1, country …
    level: Option<String>,
    near: Option<[f64; 2]>,
    #[serde(default)]
    unresolved: bool,
}

#[derive(Deserialize)]
struct ExpectedEvent {
    /// A toponym, or "the town".
    words: String,
    kind: Option<String>,
    distance_km: Option<f64>,
    bearing_deg: Option<f64>,
    near: Option<[f64; 2]>,
    within_km: Option<f64>,
    /// The words of the whole relation.
    span: Option<String>,
    /// The place that a reference stands for.
    of: Option<String>,
}

struct Knowledge {
    english: English,
    lexicon: Lexicon,
}

fn knowledge() -> &'static Knowledge {
    static KNOWLEDGE: OnceLock<Knowledge> = OnceLock::new();
    KNOWLEDGE.get_or_init(|| Knowledge {
        english: English::from_bytes(stemma_data::ENGLISH).expect("the English model is compiled"),
        lexicon: Lexicon::compile(&Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: stemma_data::GAZETTEER })
            .expect("our lists are sound"),
    })
}

fn kilometres(a: [f64; 2], b: [f64; 2]) -> f64 {
    let (north, east) = ((b[0] - a[0]).to_radians(), (b[1] - a[1]).to_radians());
    let half =
        (north / 2.0).sin().powi(2) + a[0].to_radians().cos() * b[0].to_radians().cos() * (east / 2.0).sin().powi(2);
    12_742.0 * half.sqrt().asin()
}

fn point(place: &Place) -> Option<[f64; 2]> {
    place.point().map(|(lat, lon)| [lat, lon])
}

/// What is wrong with one case; empty when all is as expected.
fn check(case: &Case) -> Vec<String> {
    let knowledge = knowledge();
    let text = case.text.as_str();
    let block = Block { span: Span::new(0, text.len()), kind: BlockKind::Body };
    let article = Article { blocks: vec![block], ..Article::default() };
    let syntax = syntax::analyse(text, &article, &knowledge.english, &knowledge.lexicon.stand_ins);
    let context =
        Context { text, article: &article, syntax: &syntax, learnt: &Learnt::default(), lexicon: &knowledge.lexicon };
    let names = names::find(&context);
    let found = places::find(&context, &names);
    let mut wrong = Vec::new();
    let seen: Vec<String> =
        found.iter().map(|mention| format!("{} = {:?}", mention.span.of(text), mention.place)).collect();
    for expected in &case.place {
        let mut mentions = found.iter().filter(|mention| mention.span.of(text) == expected.words);
        let fits = |place: &Place| {
            expected.name.as_ref().is_none_or(|name| *name == place.name)
                && expected.country.as_ref().is_none_or(|country| Some(country) == place.country.as_ref())
                && expected.admin1.as_ref().is_none_or(|unit| Some(unit) == place.admin1.as_ref())
                && expected
                    .level
                    .as_ref()
                    .is_none_or(|level| serde_json::json!(place.level) == serde_json::json!(level))
                && expected.near.is_none_or(|near| point(place).is_some_and(|point| kilometres(near, point) < 30.0))
                && (place.lat.is_none() == expected.unresolved)
        };
        if !mentions.any(|mention| fits(&mention.place)) {
            wrong.push(format!("{}: no such place among {seen:#?}", expected.words));
        }
    }
    for words in &case.none {
        if found.iter().any(|mention| mention.span.of(text) == words) {
            wrong.push(format!("{words} was taken as a place: {seen:#?}"));
        }
    }
    if let Some(event) = &case.event {
        let start = text.rfind(&event.words).expect("the words of the event stand in the text");
        let span = Span::new(start, start + event.words.len());
        let mention = match &event.of {
            Some(name) => {
                let said = references::find(&context, &names, &found).places;
                let stands = said.iter().find(|reference| reference.span.overlaps(span));
                let index = stands.map(|reference| reference.place);
                let of = index.map(|index| found[index].place.clone());
                if of.as_ref().map(|place| place.name.as_str()) != Some(name) {
                    wrong.push(format!("{} stands for {of:?}", event.words));
                    return wrong;
                }
                let told = stemma::model::PlaceMention { span, place: of.unwrap_or_default() };
                places::event_place(&context, &[told], 0)
            }
            None => match found.iter().rposition(|mention| mention.span == span) {
                Some(index) => places::event_place(&context, &found, index),
                None => {
                    wrong.push(format!("{} is no mention: {seen:#?}", event.words));
                    return wrong;
                }
            },
        };
        let relation = mention.relation;
        let kind = relation.map(|relation| serde_json::json!(relation.kind));
        if kind != event.kind.as_ref().map(|kind| serde_json::json!(kind)) {
            wrong.push(format!("relation is {relation:?}"));
        }
        if relation.and_then(|relation| relation.bearing_deg) != event.bearing_deg {
            wrong.push(format!("bearing: {relation:?}"));
        }
        let distance = relation.and_then(|relation| relation.distance_km);
        if distance.map(f64::round) != event.distance_km.map(f64::round) {
            wrong.push(format!("distance: {relation:?}"));
        }
        if let Some(near) = event.near
            && point(&mention.place).is_none_or(|point| kilometres(near, point) > event.within_km.unwrap_or(10.0))
        {
            wrong.push(format!("lies at {:?}", mention.place));
        }
        if let Some(span) = &event.span
            && mention.span.of(text) != span
        {
            wrong.push(format!("span is {:?}", mention.span.of(text)));
        }
    }
    wrong
}

#[test]
fn places_are_found_and_resolved_as_a_reader_would() {
    let cases: Cases = toml::from_str(include_str!("cases/places.toml")).expect("the cases are TOML");
    let mut failed = Vec::new();
    for case in &cases.case {
        failed.extend(check(case).into_iter().map(|wrong| format!("{}: {wrong}", case.claim)));
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn spellings_of_one_name_share_a_key_and_others_do_not() {
    for line in include_str!("cases/spellings.tsv").lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let cells: Vec<&str> = line.split('\t').collect();
        let [step, verdict, first, second] = cells[..] else { panic!("not four columns: {line}") };
        let key = match step {
            "plain" => fold::plain,
            "loose" => fold::loose,
            "skeleton" => fold::skeleton,
            other => panic!("unknown step {other}"),
        };
        assert_eq!(key(first) == key(second), verdict == "same", "{line}: {:?} and {:?}", key(first), key(second));
    }
}
