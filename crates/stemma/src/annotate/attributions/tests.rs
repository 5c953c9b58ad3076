//! Reported speech in sentences of our own, through one `check`. The English model is needed; without it the cases are
//! skipped with a line on standard error.

use serde::Deserialize;

use crate::annotate::{self, Options};
use crate::model::{Article, Attribution, Block, BlockKind, Span};
use crate::pipeline::Engine;
use crate::tests::engine;

fn read(text: &str, engine: &Engine) -> Vec<Attribution> {
    let blocks = vec![Block { span: Span::new(0, text.len()), kind: BlockKind::Body }];
    let article = Article { blocks, ..Article::default() };
    annotate::annotate(text, &article, engine.readers(), &Options::default()).0.attributions
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    /// An empty list says that nobody says anything.
    said: Vec<Said>,
}

/// What is not stated is not compared.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Said {
    source: Option<String>,
    cue: Option<String>,
    content: Option<String>,
    kind: Option<String>,
    speaker: Option<String>,
    carriers: Option<Vec<String>>,
}

fn kind_word(attribution: &Attribution) -> String {
    format!("{:?}", attribution.kind).to_lowercase()
}

fn fits(attribution: &Attribution, wanted: &Said, text: &str) -> bool {
    let first = |spans: &[Span]| spans.first().map_or("", |span| span.of(text)).trim_end_matches([',', '.']);
    let names = attribution.carriers.iter().map(|carrier| carrier.name.as_str());
    wanted.source.as_ref().is_none_or(|words| first(&attribution.source) == words)
        && wanted.cue.as_ref().is_none_or(|words| first(&attribution.cue) == words)
        && wanted.content.as_ref().is_none_or(|words| first(&attribution.content) == words)
        && wanted.kind.as_ref().is_none_or(|kind| kind_word(attribution) == *kind)
        && wanted.speaker.as_ref().is_none_or(|name| attribution.speaker.as_ref() == Some(name))
        && wanted.carriers.as_ref().is_none_or(|wanted| names.eq(wanted.iter().map(String::as_str)))
}

fn told(attribution: &Attribution, text: &str) -> String {
    let words = |spans: &[Span]| spans.iter().map(|span| span.of(text)).collect::<Vec<_>>().join(" | ");
    let carriers: Vec<&str> = attribution.carriers.iter().map(|carrier| carrier.name.as_str()).collect();
    format!(
        "\n    source {:?} cue {:?} content {:?} {} speaker {:?} carriers {carriers:?}",
        words(&attribution.source),
        words(&attribution.cue),
        words(&attribution.content),
        kind_word(attribution),
        attribution.speaker,
    )
}

fn check(case: &Case, engine: &Engine) -> Result<(), String> {
    let text = case.text.as_str();
    let found = read(text, engine);
    let all = || found.iter().map(|attribution| told(attribution, text)).collect::<String>();
    if case.said.is_empty() && !found.is_empty() {
        return Err(format!("{text}\n  nobody says anything{}", all()));
    }
    let missing = case.said.iter().position(|wanted| !found.iter().any(|found| fits(found, wanted, text)));
    missing.map_or(Ok(()), |at| Err(format!("{text}\n  number {} is not found{}", at + 1, all())))
}

/// Of a hundred cases the reader must be right in so many, in every field that they state.
const LEAST_RIGHT: usize = 57;

#[test]
fn reads_who_said_what() {
    let Some(engine) = engine() else { return };
    let cases: Cases = toml::from_str(include_str!("cases.toml")).expect("the case file is TOML");
    let failed: Vec<String> = cases.case.iter().filter_map(|case| check(case, engine).err()).collect();
    // What has learnt is judged by its share.
    let right = 100 * (cases.case.len() - failed.len()) / cases.case.len();
    assert!(right >= LEAST_RIGHT, "{} of {} cases fail:\n{}", failed.len(), cases.case.len(), failed.join("\n"));
}

#[test]
fn reads_anything_without_panic() {
    let Some(engine) = engine() else { return };
    for text in ["", "said", "“", "” said “", "according to", "told told that that", "“a” “b” said c"] {
        read(text, engine);
        read(&format!("{text} ").repeat(200), engine);
    }
}
