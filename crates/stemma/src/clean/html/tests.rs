use serde::Deserialize;

use super::*;
use crate::read::tests::words as read_words;
use crate::read::{Container, read};

#[derive(Deserialize)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    name: String,
    html: String,
    title: Option<String>,
    outlet: Option<String>,
    byline: Option<String>,
    dateline: Option<String>,
    language: Option<String>,
    /// Kind, and how the line begins.
    lines: Vec<(BlockKind, String)>,
}

fn clean_page(html: &str) -> (Document, Article) {
    let document = read(html.as_bytes(), Container::Html, "page", read_words()).result.unwrap();
    let (article, _) = crate::clean::clean(&document, crate::clean::tests::words_once(), &Default::default());
    (document, article)
}

#[test]
fn tells_the_parts_of_a_page() {
    let cases: Cases = toml::from_str(include_str!("cases/pages.toml")).unwrap();
    for case in cases.case {
        let (document, article) = clean_page(&case.html);
        let name = &case.name;
        for (kind, start) in &case.lines {
            let block = article.blocks.iter().find(|block| block.span.of(&document.text).starts_with(start.as_str()));
            assert_eq!(block.map(|block| block.kind), Some(*kind), "{name}: {start}");
        }
        let check = |wanted: &Option<String>, found: Option<&str>| {
            if let Some(wanted) = wanted {
                assert_eq!(found.unwrap_or(""), wanted, "{name}");
            }
        };
        check(&case.title, article.title.as_ref().map(|title| title.text.as_str()));
        check(&case.outlet, article.outlet.as_deref());
        check(&case.byline, article.byline.as_deref());
        check(&case.dateline, article.dateline.as_deref());
        check(&case.language, article.language.as_deref());
    }
}

#[test]
fn blocks_cover_every_line_in_order() {
    let (document, article) = clean_page("<h1>One</h1><p>Two<p>Three<ul><li>Four</ul>");
    let words: Vec<&str> = article.blocks.iter().map(|block| block.span.of(&document.text)).collect();
    assert_eq!(words, ["One", "Two", "Three", "Four"]);
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    #[test]
    fn any_page_is_cleaned_without_a_panic(html in "(<(p|div|b|a|table|td|br|h1|h2|li|time|figure|article|/p|/div)( class=(share|body|comment))?( href=x)?>|[a-zé0-9&;<.,/ \n年]{1,12}){0,60}") {
        {
            let outcome = read(html.as_bytes(), Container::Html, "page", read_words());
            if let Ok(document) = outcome.result {
                let (article, _) = crate::clean::clean(&document, crate::clean::tests::words_once(), &Default::default());
                proptest::prop_assert!(article.blocks.iter().all(|block| document.text.get(block.span.range()).is_some()));
            }
        }
    }
}
