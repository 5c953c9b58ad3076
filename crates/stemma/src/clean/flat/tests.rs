//! Case files: pages of our own making, with the kind of every paragraph or the fields expected of them.

use serde::Deserialize;

use super::*;
use crate::model::{Form, Given};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Case {
    /// What the case claims.
    claim: String,
    text: String,
    given_title: Option<String>,
    given_published: Option<String>,
    /// `kind beginning of the paragraph`, for the paragraphs that matter; `+` before it when it is the only one.
    blocks: Vec<String>,
    title: Option<String>,
    byline: Option<String>,
    dateline: Option<String>,
    outlet: Option<String>,
    language: Option<String>,
    /// `START..END`, or `none`.
    published: Option<String>,
    /// A part of the evidence.
    evidence: Option<String>,
}

fn check(file: &str) {
    let cases: Cases = toml::from_str(file).expect("a case file is TOML");
    for case in cases.case {
        let given = Given { title: case.given_title, published: case.given_published, ..Given::default() };
        let article = article(&case.text, given);
        let claim = &case.claim;
        check_blocks(&case.text, &article.blocks, claim);
        let shown: Vec<(String, &str)> = article
            .blocks
            .iter()
            .map(|block| (format!("{:?}", block.kind).to_lowercase(), block.span.of(&case.text)))
            .collect();
        for wanted in &case.blocks {
            let (kind, beginning) = wanted.split_once(' ').expect("a block is a kind and words");
            let found = shown.iter().find(|(_, words)| words.starts_with(beginning));
            let found = found.unwrap_or_else(|| panic!("{claim}: no paragraph begins {beginning:?} in {shown:#?}"));
            assert_eq!(found.0, kind, "{claim}: {beginning:?} in {shown:#?}");
        }
        let same = |wanted: &Option<String>, found: Option<&str>, field: &str| {
            if let Some(wanted) = wanted {
                let wanted = Some(wanted.as_str()).filter(|wanted| *wanted != "none");
                assert_eq!(found, wanted, "{claim}: {field}");
            }
        };
        same(&case.title, article.title.as_ref().map(|title| title.text.as_str()), "title");
        same(&case.byline, article.byline.as_deref(), "byline");
        same(&case.dateline, article.dateline.as_deref(), "dateline");
        same(&case.outlet, article.outlet.as_deref(), "outlet");
        same(&case.language, article.language.as_deref(), "language");
        let days = article.published.as_ref().map(|published| format!("{}..{}", published.start, published.end));
        same(&case.published, days.as_deref(), "published");
        if let Some(wanted) = &case.evidence {
            let found = article.published.map(|published| published.evidence).unwrap_or_default();
            assert!(found.contains(wanted.as_str()), "{claim}: evidence {found:?}");
        }
    }
}

pub fn article(text: &str, given: Given) -> Article {
    let document = Document {
        id: "case".into(),
        sha256: String::new(),
        path: None,
        text: text.into(),
        form: Form::Text,
        given,
        notes: vec![],
    };
    clean(&document, crate::clean::tests::words_once()).0
}

/// What holds for every text: blocks in order, apart, whole characters, white space between them.
fn check_blocks(text: &str, blocks: &[Block], claim: &str) {
    let mut end = 0;
    for block in blocks {
        let range = block.span.range();
        assert!(range.start >= end && range.start < range.end, "{claim}: {block:?} after {end}");
        assert!(text.get(range.clone()).is_some(), "{claim}: {block:?} splits a character");
        let between = &text[end..range.start];
        let blank = |c: char| !c.is_alphanumeric();
        assert!(between.chars().all(blank), "{claim}: {between:?} is in no block");
        end = range.end;
    }
    assert!(text[end..].chars().all(|c| !c.is_alphanumeric()), "{claim}: text is left after the last block");
}

#[test]
fn tells_the_kinds_of_paragraphs() {
    check(include_str!("cases/kinds.toml"));
}

#[test]
fn keeps_bare_text_whole() {
    check(include_str!("cases/bare.toml"));
}

#[test]
fn dates_pages_by_their_own_evidence() {
    check(include_str!("cases/dates.toml"));
}

#[test]
fn stays_calm_on_hostile_text() {
    let long_line = "word ".repeat(400_000);
    let short_lines = "a\n".repeat(200_000);
    let dates = "3/8/2017 ".repeat(50_000);
    let dashes = " -- ( ) _ | © ".repeat(20_000);
    let wrapped = "a line of the right width for the copy of a wire service, more or less\n".repeat(20_000);
    for text in
        ["", "\u{feff}", "\n\n\n", "\u{0}\u{1}", "…", long_line.as_str(), &short_lines, &dates, &dashes, &wrapped]
    {
        let article = article(text, Given::default());
        check_blocks(text, &article.blocks, "hostile text");
    }
}
