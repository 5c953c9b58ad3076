//! The tokenizer: cases of our own, and what must hold for any text.

use proptest::prelude::*;

use super::model::{Model, SMALL};
use crate::{Piece, Reader};

fn reader() -> Reader {
    let mut model = Model::new(SMALL, 20);
    // The longer a piece, the better it is.
    let text = String::from_utf8(model.sections["pieces"].clone()).unwrap();
    let score = |piece: &str| (piece.chars().count() as f32 - 12.0).to_le_bytes();
    model.set("scores", text.split('\n').flat_map(score).collect());
    Reader::from_bytes(model.leak()).unwrap()
}

fn name(reader: &Reader, piece: &Piece) -> &'static str {
    reader.vocabulary.piece(piece.id)
}

#[track_caller]
fn check(text: &str, expected: &[(&str, &str)]) {
    let reader = reader();
    let pieces = reader.pieces(text);
    let found: Vec<_> = pieces.iter().map(|piece| (name(&reader, piece), &text[piece.start..piece.end])).collect();
    assert_eq!(found, expected, "{text:?}");
}

#[test]
fn texts_are_cut_into_the_pieces_of_their_words() {
    check("", &[]);
    check(" \t\u{a0}\n", &[]);
    check("shelling hit", &[("▁shell", "shell"), ("ing", "ing"), ("▁hit", "hit")]);
    check("the port.", &[("▁the", "the"), ("▁port.", "port.")]);
    check("caf\u{e9}", &[("▁caf", "caf"), ("é", "é")]);
    check("cafe\u{301} s", &[("▁caf", "caf"), ("é", "e\u{301}"), ("▁s", "s")]);
    check("ق", &[("▁", ""), ("ق", "ق")]);
    check("القصف", &[("▁ال", "ال"), ("ق", "ق"), ("صف", "صف")]);
    check("ｶﾞｽ", &[("▁ガス", "ｶﾞｽ")]);
    check("\u{1100}\u{1161}\u{11a8}", &[("▁", ""), ("각", "\u{1100}\u{1161}\u{11a8}")]);
    check("ﬁ", &[("▁", ""), ("f", "ﬁ"), ("i", "ﬁ")]);
}

#[test]
fn what_the_vocabulary_lacks_is_one_unknown_piece() {
    check("🚀🔥", &[("▁", ""), ("<unk>", "🚀🔥")]);
    check("s🚀🔥s🚀 🚀", &[("▁s", "s"), ("<unk>", "🚀🔥"), ("s", "s"), ("<unk>", "🚀"), ("▁", ""), ("<unk>", "🚀")]);
}

#[test]
fn characters_without_width_are_left_out() {
    check("p\u{200b}ort\u{7}.", &[("▁port.", "p\u{200b}ort\u{7}.")]);
    check("\u{200b}\u{feff}", &[]);
    check("a \u{200d} s", &[("▁", ""), ("a", "a"), ("▁s", "s")]);
}

#[test]
fn marks_of_the_model_that_stand_in_a_text_are_text() {
    check("<s>", &[("▁<", "<"), ("s", "s"), (">", ">")]);
    let reader = reader();
    for text in ["<s>", "</s>", "<pad>", "<unk>", "<mask>", "▁", "▁<s>"] {
        let pieces = reader.pieces(text);
        assert!(pieces.iter().all(|piece| piece.id >= 3 && name(&reader, piece) != "<mask>"), "{text}: {pieces:?}");
    }
}

#[test]
fn a_text_without_blanks_is_cut_in_linear_time() {
    let reader = reader();
    for text in ["s".repeat(1_000_000), "\u{301}".repeat(500_000), "\u{fdfa}".repeat(100_000)] {
        let pieces = reader.pieces(&text);
        assert!(pieces.len() <= 20 * text.chars().count());
        holds(&text, &pieces);
    }
}

/// What is true of the pieces of any text.
fn holds(text: &str, pieces: &[Piece]) {
    let mut end = 0;
    for piece in pieces {
        let covered = text.get(piece.start..piece.end);
        assert!(covered.is_some(), "{piece:?} does not lie between characters of {text:?}");
        assert!(!covered.unwrap().contains(char::is_whitespace), "{piece:?} covers a blank of {text:?}");
        assert!(piece.end >= end, "{piece:?} goes back in {text:?}");
        end = piece.end;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_of_any_text_lie_between_characters(
        text in "\\PC{0,60}|(?s:.{0,40})|[a-z <>/.éقصفالء\u{301}\u{64e}\u{200d}\u{fe0f}👩🚒\u{1161}ｶﾞ▁ \u{a8}\u{fdfa}]{0,60}|[a-z]{180,450}",
    ) {
        let reader = shared();
        holds(&text, &reader.pieces(&text));
        // A word is read by the piece that its first byte lies in, so every visible byte lies in one.
        let pieces = reader.pieces(&text);
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphanumeric()) {
            let is_covered = pieces.iter().any(|piece| (piece.start..piece.end).contains(&at));
            prop_assert!(is_covered, "{letter} at {at} of {text:?} has no piece");
        }
    }

    #[test]
    fn blanks_around_a_text_move_its_pieces_and_change_nothing_else(text in "\\PC{0,30}") {
        let reader = shared();
        let moved = reader.pieces(&format!(" \u{2003}{text}\n"));
        let back = moved.into_iter().map(|piece| Piece { start: piece.start - 4, end: piece.end - 4, ..piece });
        prop_assert_eq!(back.collect::<Vec<_>>(), reader.pieces(&text));
    }
}

fn shared() -> &'static Reader {
    static SHARED: std::sync::OnceLock<Reader> = std::sync::OnceLock::new();
    SHARED.get_or_init(reader)
}
