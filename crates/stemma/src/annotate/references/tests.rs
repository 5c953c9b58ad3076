//! Passages of our own about the world's wars, with what each word that refers back stands for. They need the English
//! model and are skipped with a line on standard error where it has not been compiled.

use super::*;
use crate::annotate::{attributions, learnt, names, places as toponyms, syntax};
use crate::model::{Article, Block, BlockKind};
use crate::pipeline::Engine;
use crate::tests::engine;

/// What each word of a text stands for: (span, names that it may be given).
fn read(text: &str, engine: &Engine) -> Vec<(Span, Vec<String>)> {
    let span = Span::new(0, text.len());
    let article = Article { blocks: vec![Block { span, kind: BlockKind::Body }], ..Article::default() };
    let syntax = syntax::analyse(text, &article, &engine.english, &engine.lexicon.stand_ins);
    let reader = engine.reader.as_ref().expect("our own model opens");
    let learnt = learnt::read(text, &article, &syntax, reader);
    let context = Context { text, article: &article, syntax: &syntax, learnt: &learnt, lexicon: &engine.lexicon };
    let mut names = names::find(&context);
    let places = toponyms::find(&context, &names);
    let references = find(&context, &names, &places);
    names.references = references.actors;
    let attributions = attributions::find(&context, &names);
    names.references.extend(in_speech(&context, &names, &attributions));
    let actors = names.references.iter().map(|reference| {
        let entity = &reference.entity;
        let ways = [entity.name.clone(), entity.id.clone(), Some(entity.span.of(text).to_owned())];
        (reference.span, ways.into_iter().flatten().collect())
    });
    // "The town of X" names its place itself.
    let back = references.places.iter().filter(|reference| places[reference.place].span.start < reference.span.start);
    let grounds = back.map(|reference| {
        let mention = &places[reference.place];
        (reference.span, vec![mention.place.name.clone(), mention.span.of(text).to_owned()])
    });
    let mut found: Vec<(Span, Vec<String>)> = Vec::new();
    for (span, ways) in actors.chain(grounds) {
        match found.iter_mut().find(|(known, _)| *known == span) {
            Some((_, known)) => known.extend(ways),
            None => found.push((span, ways)),
        }
    }
    found
}

#[derive(Debug, Default)]
struct Tally {
    right: usize,
    wrong: usize,
    missed: usize,
    /// What went wrong or was missed, to be read.
    lines: Vec<String>,
}

impl Tally {
    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }
}

/// Takes the marks `{words = answer/answer}` out of a passage; gives the text, and the marked spans with their answers.
fn unmark(line: &str) -> (String, Vec<(Span, Vec<&str>)>) {
    let (mut text, mut wanted, mut rest) = (String::new(), Vec::new(), line);
    while let Some((before, marked)) = rest.split_once('{') {
        text.push_str(before);
        let (inside, after) = marked.split_once('}').expect("a mark ends");
        let (words, answers) = inside.split_once(" = ").expect("words = answer");
        let start = text.len();
        text.push_str(words);
        wanted.push((Span::new(start, text.len()), answers.split('/').collect()));
        rest = after;
    }
    text.push_str(rest);
    (text, wanted)
}

fn same(one: &str, other: &str) -> bool {
    let plain = |text: &str| {
        let text = text.to_lowercase();
        text.strip_prefix("the ").or(text.strip_prefix("a ")).or(text.strip_prefix("an ")).unwrap_or(&text).to_owned()
    };
    plain(one) == plain(other)
}

/// Compares what a passage says with what was found; a link from words that are not marked counts as wrong.
fn check(line: &str, engine: &Engine, tally: &mut Tally) {
    let (text, wanted) = unmark(line);
    let found = read(&text, engine);
    for (span, ways) in &found {
        let mark = wanted.iter().find(|(marked, _)| marked.contains(*span));
        let right =
            mark.is_some_and(|(_, answers)| answers.iter().any(|answer| ways.iter().any(|way| same(way, answer))));
        if right {
            tally.right += 1;
        } else {
            tally.wrong += 1;
            let answers = mark.map(|(_, answers)| answers.join("/")).unwrap_or_default();
            tally.lines.push(format!("WRONG {:?} -> {ways:?}, wanted {answers:?} in: {text}", span.of(&text)));
        }
    }
    for (span, answers) in &wanted {
        if !answers.contains(&"none") && !found.iter().any(|(have, _)| span.contains(*have)) {
            tally.missed += 1;
            tally.lines.push(format!("missed {:?}, wanted {answers:?} in: {text}", span.of(&text)));
        }
    }
}

fn measure(passages: &str, engine: &Engine) -> Tally {
    let mut tally = Tally::default();
    for line in passages.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        check(line, engine, &mut tally);
    }
    eprintln!(
        "{} right, {} wrong, {} missed: precision {:.3}, recall {:.3}\n{}",
        tally.right,
        tally.wrong,
        tally.missed,
        tally.precision(),
        tally.recall(),
        tally.lines.join("\n")
    );
    tally
}

#[test]
fn resolves_the_passages_it_was_written_with() {
    let Some(engine) = engine() else { return };
    let tally = measure(include_str!("cases/working.txt"), engine);
    assert!(tally.precision() >= 0.95 && tally.recall() >= 0.8, "{tally:#?}");
}

#[test]
fn resolves_words_that_refer_back_in_passages_kept_aside() {
    let Some(engine) = engine() else { return };
    let tally = measure(include_str!("cases/held_out.txt"), engine);
    assert!(tally.precision() >= 0.9 && tally.recall() >= 0.7, "{tally:#?}");
}

#[test]
fn resolves_words_that_refer_back_in_a_second_set_kept_aside() {
    let Some(engine) = engine() else { return };
    let tally = measure(include_str!("cases/second_held_out.txt"), engine);
    assert!(tally.precision() >= 0.9 && tally.recall() >= 0.7, "{tally:#?}");
}

#[test]
fn survives_hostile_text() {
    let Some(engine) = engine() else { return };
    for text in [
        "he ",
        "They said it. ",
        "the group ",
        "X and Y ",
        "his assistant's ",
        "there ",
        "\"we\" he said. ",
        "the town of ",
    ] {
        read(&text.repeat(20_000 / text.len() + 1), engine);
    }
}
