//! Rows of names ("overrun A, B and C"): their members are of one kind, so what is known of one is known of all.
//!
//! Comes in: the names of an article and what is known of each. Goes out: which names gain which class. Read from the words
//! alone, as the parser loses its way among names that it does not know; a row must end in "and", "or" or "&", so that
//! an apposition ("Aleppo, Assad's prize") is none.

use std::ops::Range;

use super::drafts::Draft;
use super::words::Words;

/// A row of more names than this is a table.
const LONGEST: usize = 24;

/// The rows, as ranges of the list of names, which is in text order.
pub fn find(words: &Words<'_>, drafts: &[Draft]) -> Vec<Range<usize>> {
    let mut rows = Vec::new();
    let mut first = 0;
    while first < drafts.len() {
        let mut last = first;
        let mut closed = false;
        while !closed && last + 1 < drafts.len() && last - first < LONGEST {
            match link(words, &drafts[last], &drafts[last + 1]) {
                Some(closes) => (last, closed) = (last + 1, closes),
                None => break,
            }
        }
        if closed {
            rows.push(first..last + 1);
        }
        first = last.max(first + 1);
    }
    rows
}

/// Whether only a comma or a conjunction stands between two names, and whether that ends the row.
fn link(words: &Words<'_>, one: &Draft, other: &Draft) -> Option<bool> {
    let between = one.tokens.end..other.tokens.start;
    if between.is_empty() || between.len() > 3 || !words.same_sentence(one.tokens.start, other.tokens.start) {
        return None;
    }
    let mut closes = false;
    for at in between.clone() {
        match words.text(at) {
            "," if at == between.start => {}
            "and" | "or" | "&" => closes = true,
            // "the GIA and the FIS", "in Gao and in Kidal".
            "the" if closes => {}
            _ => return None,
        }
    }
    Some(closes)
}
