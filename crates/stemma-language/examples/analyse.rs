//! Reads JSON strings, one a line, and writes their analyses, one a line: `{"tokens": [[start, end, tag, pos, head, dep, lemma, start of a
//! sentence]], "entities": [[start, end, label]]}`, offsets in bytes. With `--time`, analyses all lines three times and prints words a second.

use std::io::{BufRead, Write};
use std::time::Instant;

use serde_json::json;
use stemma_language::{Doc, English};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let model = std::env::args().nth(1).unwrap_or_else(|| "data/build/english.bin".to_owned());
    let bytes: &'static [u8] = Box::leak(std::fs::read(&model)?.into_boxed_slice());
    let opening = Instant::now();
    let english = English::from_bytes(bytes)?;
    let opened = opening.elapsed();
    let lines = std::io::stdin().lock().lines().collect::<Result<Vec<_>, _>>()?;
    let texts = lines.iter().map(|line| serde_json::from_str(line)).collect::<Result<Vec<String>, _>>()?;
    if std::env::args().any(|argument| argument == "--time") {
        for _ in 0..3 {
            let start = Instant::now();
            let words: usize = texts.iter().map(|text| english.analyse(text).len()).sum();
            let rate = words as f64 / start.elapsed().as_secs_f64();
            println!("opened in {opened:?}; {words} tokens in {:?}, {rate:.0} tokens/s", start.elapsed());
        }
        return Ok(());
    }
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for text in &texts {
        writeln!(out, "{}", to_json(&english.analyse(text)))?;
    }
    Ok(())
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
    let entities: Vec<_> =
        doc.entities().iter().map(|entity| json!([entity.start, entity.end, entity.label])).collect();
    json!({ "tokens": tokens, "entities": entities })
}
