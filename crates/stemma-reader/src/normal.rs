//! Brings a chunk of text into one spelling (NFKC) and keeps for every byte where it came from. Characters are normalised together with the
//! marks that follow them, so that each result comes from whole characters; blanks, control characters and those that only steer how
//! their neighbours are shown are left out.

use std::iter::once;
use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Stands where a word begins.
const WORD_START: char = '\u{2581}';

/// A chunk in one spelling, after the mark of a word's beginning.
#[derive(Default)]
pub(crate) struct Chunk {
    pub(crate) text: String,
    /// For every byte after the mark, the bytes of the original that it came from.
    origins: Vec<Range<usize>>,
}

impl Chunk {
    /// Takes in a chunk that begins at this byte of the original.
    pub(crate) fn read(&mut self, chunk: &str, start: usize) {
        self.text.clear();
        self.text.push(WORD_START);
        self.origins.clear();
        let mut begin = 0;
        for (at, character) in chunk.char_indices().skip(1) {
            if !joins(character) {
                self.push(&chunk[begin..at], start + begin);
                begin = at;
            }
        }
        self.push(&chunk[begin..], start + begin);
    }

    /// Whether nothing was left of the chunk.
    pub(crate) fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// The bytes of the original that a part of the text came from; the mark alone comes from none, just before what it marks.
    pub(crate) fn origin(&self, part: Range<usize>) -> Range<usize> {
        let mark = WORD_START.len_utf8();
        let first = self.origins[part.start.saturating_sub(mark)].start;
        if part.end == mark { first..first } else { first..self.origins[part.end - mark - 1].end }
    }

    /// A character with what joins it, which begins at this byte of the original.
    fn push(&mut self, cluster: &str, start: usize) {
        let place = start..start + cluster.len();
        let spelt = |character: char| {
            if is_shown(character) {
                self.text.push(character);
                self.origins.resize(self.text.len() - WORD_START.len_utf8(), place.clone());
            }
        };
        if cluster.is_ascii() {
            cluster.chars().for_each(spelt);
        } else {
            cluster.nfkc().for_each(spelt);
        }
    }
}

/// Whether a character may change what the character before it becomes.
fn joins(character: char) -> bool {
    if character < '\u{300}' {
        return false;
    }
    if canonical_combining_class(character) != 0 {
        return true;
    }
    match is_nfkc_quick(once(character)) {
        IsNormalized::Yes => false,
        IsNormalized::Maybe => true,
        IsNormalized::No => {
            let mut first = None;
            decompose_compatible(character, |part| {
                first.get_or_insert(part);
            });
            first.is_some_and(|part| {
                canonical_combining_class(part) != 0 || is_nfkc_quick(once(part)) == IsNormalized::Maybe
            })
        }
    }
}

fn is_shown(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_graphic();
    }
    let is_steering = matches!(character.general_category(), GeneralCategory::Control | GeneralCategory::Format);
    !is_steering && !character.is_whitespace()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;

    use super::{Chunk, WORD_START, is_shown};

    fn check(chunk: &str, expected: &str) {
        let mut read = Chunk::default();
        read.read(chunk, 0);
        assert_eq!(read.text, format!("{WORD_START}{expected}"), "{chunk:?}");
    }

    #[test]
    fn characters_and_their_marks_are_spelt_in_one_way() {
        check("cafe\u{301}", "café");
        check("ｶﾞｽ", "ガス");
        check("ﬁn", "fin");
        check("\u{1100}\u{1161}\u{11a8}", "각");
        check("a\u{200b}b\u{ad}c\u{7}", "abc");
        check("١٢", "١٢");
        check("x\u{a8}y", "x\u{308}y");
        check("▁▁a", "▁▁a");
        check("\u{200d}", "");
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn clusters_are_normalised_like_the_whole(chunk in "[a-eé\u{300}-\u{345}\u{1100}-\u{11ff}\u{9be}\u{9c7}ｦ-ﾟ\u{ffc2}ﾡ가각]{1,12}|[^\\s▁]{1,12}") {
            check(&chunk, &chunk.nfkc().filter(|character| is_shown(*character)).collect::<String>());
        }
    }
}
