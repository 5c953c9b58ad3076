//! Reads JSON strings, one a line, and writes their analyses, one a line: `{"tokens": [[start, end, tag, pos, head, dep, lemma, start of a
//! sentence]], "entities": [[start, end, label]]}`, offsets in bytes. With `--time N`, analyses all lines on N threads instead, and prints
//! the number of tokens and the seconds.

use std::io::{BufRead, Write};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use serde_json::json;
use stemma_language::{Doc, English};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let model = arguments.first().map_or("data/build/english.bin", String::as_str);
    let bytes: &'static [u8] = Box::leak(std::fs::read(model)?.into_boxed_slice());
    let opening = Instant::now();
    let english = English::from_bytes(bytes)?;
    let opened = opening.elapsed();
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let texts = lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<Vec<String>, _>>()?;
    if let Some(at) = arguments.iter().position(|argument| argument == "--time") {
        let threads = arguments.get(at + 1).map_or(Ok(1), |count| count.parse())?;
        let start = Instant::now();
        let tokens = tokens_of_all(&english, &texts, threads);
        println!("{tokens} {:.6} {:.6}", start.elapsed().as_secs_f64(), opened.as_secs_f64());
        return Ok(());
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for text in &texts {
        writeln!(out, "{}", to_json(&english.analyse(text)))?;
    }
    Ok(())
}

/// Analyses all texts; each thread takes the next one that is left.
fn tokens_of_all(english: &English, texts: &[String], threads: usize) -> usize {
    let (next, tokens) = (AtomicUsize::new(0), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(text) = texts.get(next.fetch_add(1, Ordering::Relaxed)) {
                    tokens.fetch_add(english.analyse(text).len(), Ordering::Relaxed);
                }
            });
        }
    });
    tokens.into_inner()
}

fn to_json(doc: &Doc<'_>) -> serde_json::Value {
    let tokens: Vec<_> = doc
        .tokens()
        .map(|token| {
            json!([
                token.start(),
                token.end(),
                token.tag(),
                token.pos(),
                token.head(),
                token.dep(),
                token.lemma(),
                token.is_sentence_start()
            ])
        })
        .collect();
    let entities: Vec<_> = doc.entities().map(|entity| json!([entity.start(), entity.end(), entity.label()])).collect();
    json!({ "tokens": tokens, "entities": entities })
}
