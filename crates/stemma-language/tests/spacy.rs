//! The analyses must be spaCy's own. `cases/spacy.jsonl` holds what spaCy 3.8 with the same model said of the sentences in
//! `cases/sentences.txt`; `scripts/parity --record` writes it and `scripts/parity` compares live on more text.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use stemma_language::{Doc, English};

static ENGLISH: LazyLock<English> = LazyLock::new(|| {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/build/english.bin");
    let bytes = std::fs::read(path).unwrap_or_else(|_| panic!("no data/build/english.bin: run cargo xtask data first"));
    English::from_bytes(Box::leak(bytes.into_boxed_slice())).unwrap_or_else(|error| panic!("{error}"))
});

fn tokens(doc: &Doc<'_>) -> Vec<Value> {
    let tokens = doc.tokens().map(|token| {
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
    });
    tokens.collect()
}

fn entities(doc: &Doc<'_>) -> Vec<Value> {
    doc.entities().map(|entity| json!([entity.start(), entity.end(), entity.label()])).collect()
}

/// What must hold of every analysis, whatever the text.
fn check(text: &str) {
    let doc = ENGLISH.analyse(text);
    let mut end = 0;
    for token in doc.tokens() {
        assert_eq!(token.start(), end, "tokens cover the text");
        end = token.end() + u32::from(token.has_trailing_space());
        assert!(token.head() < doc.len());
        assert!(!token.tag().is_empty() && !token.dep().is_empty());
    }
    assert_eq!(end as usize, text.len());
    let mut next = 0;
    for sentence in doc.sentences() {
        assert_eq!(sentence.tokens().start, next, "sentences cover the tokens");
        next = sentence.tokens().end;
    }
    assert_eq!(next, doc.len());
    for entity in doc.entities() {
        assert!(!entity.text().is_empty());
    }
}

#[test]
fn says_what_spacy_says_of_every_recorded_sentence() {
    let recorded = include_str!("cases/spacy.jsonl");
    let mut count = 0;
    for line in recorded.split('\n').filter(|line| !line.is_empty()) {
        let case: Value = serde_json::from_str(line).expect("recorded case");
        let text = case["text"].as_str().expect("text of a case");
        let doc = ENGLISH.analyse(text);
        assert_eq!(json!(tokens(&doc)), case["tokens"], "tokens of {text:?}");
        assert_eq!(json!(entities(&doc)), case["entities"], "entities of {text:?}");
        check(text);
        count += 1;
    }
    assert!(count >= 60, "only {count} recorded sentences");
}

#[test]
fn gives_the_same_analysis_beside_other_threads() {
    let text = "Mortar rounds fell on the northern suburbs of Aleppo while envoys met in Geneva on Tuesday.";
    let alone = tokens(&ENGLISH.analyse(text));
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(|| tokens(&ENGLISH.analyse(text)))).collect();
        for other in others {
            assert_eq!(other.join().expect("thread"), alone);
        }
    });
}

/// The networks remember words from text to text, and forget them when there are too many.
#[test]
fn gives_the_same_analysis_after_many_other_words() {
    let text = "Drones struck the depot at Engels twice in a week, the governor wrote, and nobody was hurt.";
    let fresh = tokens(&ENGLISH.analyse(text));
    let others: String = (0..6_000).map(|number| format!("drones{number} struck the{number} depot, ")).collect();
    for other in others.split_inclusive(',') {
        check(other);
    }
    check(&others);
    assert_eq!(tokens(&ENGLISH.analyse(text)), fresh);
}

/// A text is read in blocks, which must not show: what stands in the middle of many equal sentences is the same in each of them.
#[test]
fn blocks_of_a_long_text_do_not_show() {
    let sentence = "The convoy left Goma at dawn, and two trucks burned near Sake. ";
    let length = ENGLISH.analyse(sentence).len();
    let text = sentence.repeat(150);
    let doc = ENGLISH.analyse(&text);
    assert_eq!(doc.len(), 150 * length);
    let all = tokens(&doc);
    let relative = |number: usize| -> Vec<Value> {
        let seen = all[number * length..][..length].iter().enumerate().map(|(at, token)| {
            let head = token[4].as_u64().expect("head") as i64 - (number * length) as i64;
            json!([at, token[2], token[3], head, token[5], token[6], token[7]])
        });
        seen.collect()
    };
    // The ends of the text are seen from four tokens away, and from further through the transitions.
    for number in 3..147 {
        assert_eq!(relative(number), relative(2), "sentence {number}");
    }
    let labels: std::collections::BTreeSet<_> =
        doc.entities().filter(|entity| entity.text() == "Goma").map(|entity| entity.label()).collect();
    assert_eq!(labels.len(), 1, "{labels:?}");
    // Heads far apart: the shares of the first tokens are long gone when the last verb comes.
    check(&format!("{}ended", "the convoy that ".repeat(1_500)));
}

/// The live comparison needs spaCy in an environment of its own; `scripts/parity` makes one on its first call.
#[test]
fn agrees_with_spacy_where_spacy_is_installed() {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(std::path::PathBuf::from);
    let cache = cache.or_else(|| std::env::var_os("HOME").map(|home| std::path::Path::new(&home).join(".cache")));
    let made = cache.is_some_and(|cache| cache.join("stemma/parity/bin/python").exists());
    if !made && std::env::var_os("STEMMA_PARITY_PYTHON").is_none() {
        eprintln!("SKIPPED: no spaCy to compare with; scripts/parity makes an environment for it");
        return;
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/parity");
    let ran = std::process::Command::new("python3").args([script, "--cases"]).output().expect("python3 starts");
    assert!(ran.status.success(), "{}{}", String::from_utf8_lossy(&ran.stdout), String::from_utf8_lossy(&ran.stderr));
}

#[test]
fn stays_fast_and_whole_on_hostile_text() {
    let start = std::time::Instant::now();
    check(&"x".repeat(1_000_000));
    check(&"\n".repeat(1_000_000));
    check(&"\n \n\t".repeat(3_000));
    check(&"(".repeat(6_000));
    check(&".".repeat(1_000_000));
    check(&")".repeat(6_000));
    check(&"a.".repeat(1_000));
    check(&format!("{} ", "a:b@".repeat(500)).repeat(50));
    check(&format!("{} ", "a.b/".repeat(500)).repeat(50));
    check(&":-) ".repeat(2_000));
    check(&"-a".repeat(6_000));
    check(&"the ".repeat(6_000));
    check(&"\u{301}".repeat(100_000));
    assert!(start.elapsed().as_secs() < 120, "took {:?}", start.elapsed());
}

#[test]
fn refuses_a_damaged_model() {
    assert!(English::from_bytes(b"").is_err());
    assert!(English::from_bytes(b"STEMMAEN\x01\0\0\0\xff\0\0\0").is_err());
    assert!(English::from_bytes(b"STEMMAEN\x63\0\0\0\0\0\0\0").is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn survives_any_text(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn survives_text_of_affixes_and_spaces(text in r"([a-zA-Z0-9.,:;'’()\[\]$€%°+*/<>@#_ \n\t…—-]|US\$|n't|\.\.|km){0,80}") {
        check(&text);
    }
}
