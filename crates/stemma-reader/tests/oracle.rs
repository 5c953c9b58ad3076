//! Compares with what the training program said of the same texts. `training/reader/export.py` writes both the model and `oracle.json`: a list of
//! windows, each with its parts (text, bytes of the words, ids and bytes of the pieces), the probabilities of the triggers of all words, those of
//! the roles of all words for the word that was `asked`, and that of `asked` and `other` telling one happening.

use std::ops::Range;
use std::path::Path;

use serde_json::Value;
use stemma_reader::{Part, Piece, Reader};

/// A number that lies between two whole ones is rounded to the other neighbour once its last bit differs; in 64 bits the training program
/// itself says other things than in 32, by as much as 0.012.
const TOLERANCE: f64 = 0.1;

#[test]
fn equals_the_training_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let model = folder.join("../../data/model/reader.bin");
    let (Ok(bytes), Ok(oracle)) = (std::fs::read(&model), std::fs::read(folder.join("tests/oracle.json"))) else {
        eprintln!("NOT COMPARED with the training program: data/model/reader.bin or tests/oracle.json is missing");
        return;
    };
    let reader = Reader::from_bytes(Box::leak(bytes.into_boxed_slice())).expect("the model can be opened");
    let oracle: Value = serde_json::from_slice(&oracle).expect("the oracle is JSON");
    let mut worst = 0.0;
    for window in list(&oracle) {
        compare(&reader, window, &mut worst);
    }
    println!("the greatest difference from the training program is {worst:.5}");
}

fn compare(reader: &Reader, window: &Value, worst: &mut f64) {
    let place = |place: &[Value]| -> Range<usize> { whole(&place[0])..whole(&place[1]) };
    let mut parts = Vec::new();
    for part in list(&window["parts"]) {
        let text = part["text"].as_str().expect("a part has a text");
        let pieces = reader.pieces(text);
        let expected = list(&part["pieces"]).iter().map(list);
        let expected: Vec<Piece> = expected
            .map(|piece| Piece { id: whole(&piece[0]) as u32, start: whole(&piece[1]), end: whole(&piece[2]) })
            .collect();
        assert_eq!(pieces, expected, "{text}");
        let words: Vec<Range<usize>> = list(&part["words"]).iter().map(|word| place(list(word))).collect();
        parts.push((pieces, words, part["is_title"].as_bool().unwrap_or(false)));
    }
    let parts: Vec<Part<'_>> =
        parts.iter().map(|(pieces, words, is_title)| Part { pieces, words, is_title: *is_title }).collect();
    let read = reader.read(&parts);
    let mut check = |what: &str, ours: &[f32], theirs: &Value| {
        assert_eq!(ours.len(), list(theirs).len(), "{what}");
        for (ours, theirs) in ours.iter().zip(list(theirs)) {
            let difference = (f64::from(*ours) - theirs.as_f64().expect("a number")).abs();
            *worst = worst.max(difference);
            assert!(difference < TOLERANCE, "{what}: {ours} is not {theirs}");
        }
    };
    // A word without a piece is read at the mark of the beginning there, and not at all here.
    let has_piece = |part: &Part<'_>, word: &Range<usize>| {
        part.pieces.iter().any(|piece| piece.start < word.end && word.start < piece.end)
    };
    let have_pieces: Vec<bool> =
        parts.iter().flat_map(|part| part.words.iter().map(move |word| has_piece(part, word))).collect();
    for (word, theirs) in list(&window["trigger"]).iter().enumerate() {
        assert_eq!(read.trigger(word).is_some(), have_pieces[word], "word {word}");
        if let Some(ours) = read.trigger(word) {
            check(&format!("trigger of word {word}"), ours, theirs);
        }
    }
    let asked = whole(&window["asked"]);
    let (Some(pairs), Some(same)) = (read.pair(asked), read.same(asked, whole(&window["other"]))) else {
        assert!(!have_pieces[asked]);
        return;
    };
    for (word, theirs) in list(&window["pair"]).iter().enumerate() {
        for (ours, theirs) in pairs.of(word).unwrap_or_default().iter().zip(list(theirs)) {
            check(&format!("roles of word {word}"), ours, theirs);
        }
    }
    check("one happening", &[same], &Value::Array(vec![window["same"].clone()]));
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn whole(value: &Value) -> usize {
    usize::try_from(value.as_u64().expect("a whole number")).expect("it is small")
}
