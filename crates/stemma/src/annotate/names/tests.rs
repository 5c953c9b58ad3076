//! Cases need the English model; they are skipped with a line on standard error where it has not been compiled.

use super::*;
use crate::annotate::{learnt, syntax};
use crate::model::{Article, Block, BlockKind};
use crate::pipeline::Engine;
use crate::tests::engine;

fn read(text: &str, engine: &Engine) -> Names {
    let span = Span::new(0, text.len());
    let article = Article { blocks: vec![Block { span, kind: BlockKind::Body }], ..Article::default() };
    let syntax = syntax::analyse(text, &article, &engine.english, &engine.lexicon.stand_ins);
    let reader = engine.reader.as_ref().expect("our own model opens");
    let learnt = learnt::read(text, &article, &syntax, reader);
    let context = Context { text, article: &article, syntax: &syntax, learnt: &learnt, lexicon: &engine.lexicon };
    find(&context)
}

/// `text => wanted; wanted`, a wanted item being `words TYPE`, `words TYPE id` or `words force id`. A leading `!` says that no such entity may be there.
fn check(line: &str, engine: &Engine) -> Result<(), String> {
    let (text, wanted) = line.split_once(" => ").expect("text => wanted");
    let names = read(text, engine);
    let entities: Vec<String> = names
        .entities
        .iter()
        .map(|entity| format!("{} {} {}", entity.span.of(text), entity.kind, entity.id.as_deref().unwrap_or("-")))
        .collect();
    let forces: Vec<String> = names
        .forces
        .iter()
        .map(|force| format!("{} force {}", force.span.of(text), force.id.as_deref().unwrap_or("-")))
        .collect();
    for item in wanted.split("; ").map(str::trim) {
        let (absent, item) = item.strip_prefix('!').map_or((false, item), |item| (true, item));
        let there = entities
            .iter()
            .chain(&forces)
            .any(|have| have == item || have.rsplit_once(' ').is_some_and(|(head, _)| head == item));
        if there == absent {
            return Err(format!("{text}\n  wanted {item:?}\n  entities {entities:?}\n  forces {forces:?}"));
        }
    }
    Ok(())
}

#[test]
fn reads_names_as_the_cases_say() {
    let Some(engine) = engine() else { return };
    let failed: Vec<String> = include_str!("cases.txt")
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .filter_map(|line| check(line, engine).err())
        .collect();
    assert!(failed.is_empty(), "{} cases fail:\n{}", failed.len(), failed.join("\n"));
}

#[test]
fn reads_anything_without_panic() {
    let Some(engine) = engine() else { return };
    for text in [
        "",
        " ",
        "(",
        "((A)(B))",
        "- - -",
        "IS",
        "al-",
        "Deir ez-",
        "U.S.",
        "’s",
        "The (ABC) (",
        "١٢٣ ابو",
        "A-B-C-D-E-F-G-H",
    ] {
        read(text, engine);
        read(&text.repeat(200), engine);
    }
}
