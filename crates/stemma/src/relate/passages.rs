//! What two witnesses share, weighed: is it copying, a common source, or two reporters who heard the same speaker?
//!
//! In: pairs that may share text. Out: pairs that do, with their stretches and how much of either side these cover. Words
//! that both sides set in quotation marks do not count towards copying: whoever heard the speaker has them.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::lexicon::CreditLists;
use crate::model::{Change, Passage, Span};

use super::align::{Stretch, align};
use super::topics::{Topics, cosine};
use super::witness::Witness;

/// Two witnesses and the stretches they share; `a` < `b` by the order of the witnesses.
#[derive(Clone, Debug)]
pub struct Pair {
    pub a: u32,
    pub b: u32,
    pub stretches: Vec<Stretch>,
    /// Equal words outside quotation marks on at least one side.
    pub plain: u32,
    /// The most of these that stand in one piece of text.
    pub longest: u32,
}

/// Share of a witness that must stand in the other for the one to be a copy, and equal words outside quotation marks.
const SHARE: f64 = 0.12;
const PLAIN: u32 = 20;
/// Equal words in one piece of text that a copy has at least: two reporters who heard the same people share many short
/// pieces here and there, and none that is longer than a sentence.
const PIECE: u32 = 18;
/// Equal words in one piece that make a copy however small a share of either side they are.
const LONG_PIECE: u32 = 40;
/// Words between two stretches of one piece, on either side.
const SEAM: usize = 12;

/// Words beside the shared ones from which the subject of an article can be told.
const REST: usize = 80;
/// Likeness below which two articles have nothing to do with each other.
const UNRELATED: f64 = 0.05;
/// Equal words below which a passage between unrelated articles is standing text, where no third article tells.
const STANDING: u32 = 60;

impl Pair {
    /// Whether so much is shared that one has it from the other, or both from one text.
    pub fn is_copying(&self, witnesses: &[Witness<'_>]) -> bool {
        let share = |at: u32| f64::from(self.plain) / witnesses[at as usize].words.len().max(1) as f64;
        let much = self.plain >= PLAIN && share(self.a).max(share(self.b)) >= SHARE;
        self.longest >= LONG_PIECE || much && self.longest >= PIECE
    }

    /// Whether the rest of the one has nothing to do with the rest of the other.
    fn is_unrelated(&self, witnesses: &[Witness<'_>], topics: &Topics, lists: &CreditLists) -> bool {
        let rest = |at: u32, shared: &dyn Fn(&Stretch) -> std::ops::Range<usize>| -> Vec<usize> {
            let mut own = vec![true; witnesses[at as usize].words.len()];
            self.stretches.iter().for_each(|stretch| own[shared(stretch)].fill(false));
            own.into_iter().enumerate().filter_map(|(at, own)| own.then_some(at)).collect()
        };
        let (left, right) = (rest(self.a, &Stretch::a), rest(self.b, &Stretch::b));
        let about = |at: u32, words: Vec<usize>| topics.part(&witnesses[at as usize], words.into_iter(), lists);
        left.len().min(right.len()) >= REST && cosine(&about(self.a, left), &about(self.b, right)) < UNRELATED
    }

    /// The stretches as seen from one side, in its order.
    pub fn seen_from(&self, witness: u32) -> Vec<Stretch> {
        if witness == self.a {
            return self.stretches.clone();
        }
        let mut turned: Vec<Stretch> = self.stretches.iter().map(Stretch::turned).collect();
        turned.sort_by_key(|stretch| stretch.runs[0].a);
        turned
    }
}

/// Aligns the candidate pairs and keeps those that share a stretch.
pub fn find(candidates: &[(u32, u32)], witnesses: &[Witness<'_>]) -> Vec<Pair> {
    candidates
        .par_iter()
        .filter_map(|&(a, b)| {
            let (left, right) = (&witnesses[a as usize], &witnesses[b as usize]);
            let stretches = align(left, right);
            let plain: Vec<u32> = stretches.iter().map(|stretch| plain_words(stretch, left, right)).collect();
            let (mut longest, mut piece) = (0, 0);
            for (at, stretch) in stretches.iter().enumerate() {
                let goes_on = at.checked_sub(1).is_some_and(|before| follows(&stretches[before], stretch));
                piece = if goes_on { piece + plain[at] } else { plain[at] };
                longest = longest.max(piece);
            }
            let plain = plain.into_iter().sum();
            (!stretches.is_empty()).then_some(Pair { a, b, stretches, plain, longest })
        })
        .collect()
}

/// Equal words of a stretch that are outside quotation marks, and in a sentence, on at least one side.
pub fn plain_words(stretch: &Stretch, left: &Witness<'_>, right: &Witness<'_>) -> u32 {
    let equal = stretch.runs.iter().flat_map(|run| (0..run.len).map(|k| ((run.a + k) as usize, (run.b + k) as usize)));
    let is_plain = |i: usize, j: usize| {
        let (ours, theirs) = (&left.words[i], &right.words[j]);
        !(ours.is_quoted() && theirs.is_quoted() || ours.is_of_label() && theirs.is_of_label())
    };
    equal.filter(|&(i, j)| is_plain(i, j)).count() as u32
}

/// Whether one stretch goes on where the other ends, on both sides.
fn follows(first: &Stretch, next: &Stretch) -> bool {
    let near = |end: usize, start: usize| (end..=end + SEAM).contains(&start);
    near(first.a().end, next.a().start) && near(first.b().end, next.b().start)
}

/// Drops the pairs that share the standing text of a site (a form, a disclaimer) and nothing else.
///
/// Such text stands in pages that have nothing to do with one another. So does an excerpt in an article on something
/// else, but there one side has relatives of its own that share the passage too. Where no third article tells, only a
/// short passage is taken for standing text.
pub fn without_standing_text(
    pairs: Vec<Pair>,
    witnesses: &[Witness<'_>],
    topics: &Topics,
    lists: &CreditLists,
) -> Vec<Pair> {
    let unrelated: Vec<bool> = pairs.par_iter().map(|pair| pair.is_unrelated(witnesses, topics, lists)).collect();
    let mut partners: Vec<BTreeMap<u32, bool>> = vec![BTreeMap::new(); witnesses.len()];
    for (pair, &unrelated) in pairs.iter().zip(&unrelated) {
        partners[pair.a as usize].insert(pair.b, unrelated);
        partners[pair.b as usize].insert(pair.a, unrelated);
    }
    let is_standing = |pair: &Pair| {
        let (ours, theirs) = (&partners[pair.a as usize], &partners[pair.b as usize]);
        let (mut strangers, mut relatives) = (0, 0);
        for (third, &from_a) in ours {
            if let Some(&from_b) = theirs.get(third) {
                strangers += usize::from(from_a && from_b);
                relatives += usize::from(from_a != from_b);
            }
        }
        if strangers + relatives > 0 { strangers > relatives } else { pair.plain < STANDING }
    };
    let standing: Vec<bool> =
        pairs.iter().zip(&unrelated).map(|(pair, &unrelated)| unrelated && is_standing(pair)).collect();
    pairs.into_iter().zip(standing).filter(|&(_, standing)| !standing).map(|(pair, _)| pair).collect()
}

/// A stretch as the model's passage; the stretch is seen from the child.
pub fn passage(stretch: &Stretch, child: &Witness<'_>, parent: &Witness<'_>) -> Passage {
    let (mut edits, mut changes) = (0, Vec::new());
    for (ours, theirs) in stretch.gaps() {
        edits += ours.len().max(theirs.len()) as u32;
        changes.push(Change { child: span_or_point(child, ours), parent: span_or_point(parent, theirs) });
    }
    Passage {
        child: child.span(stretch.a()),
        parent: Some(parent.span(stretch.b())),
        words: stretch.a().len() as u32,
        edits,
        changes,
    }
}

/// The bytes of a range of words; of an empty range, the point behind the word before it.
pub fn span_or_point(witness: &Witness<'_>, words: std::ops::Range<usize>) -> Span {
    if words.is_empty() {
        let end = words.start.checked_sub(1).map_or(0, |before| witness.words[before].span().end);
        return Span { start: end, end };
    }
    witness.span(words)
}
