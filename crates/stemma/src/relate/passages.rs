//! What two witnesses share, weighed: is it copying, a common source, or two reporters who heard the same speaker?
//!
//! In: pairs that may share text. Out: pairs that do, with their stretches and how much of either side these cover. Words
//! that both sides set in quotation marks do not count towards copying, for whoever heard the speaker has them, and neither
//! do those of standing text ([`super::standing`]). Two pages alone cannot tell standing text by its recurrence: there a
//! short piece between articles that are about different things otherwise, or that came out weeks apart, is background.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use crate::lexicon::CreditLists;
use crate::model::{Change, Passage, Span};

use super::align::{Stretch, align};
use super::credits::{Credit, Reach};
use super::lineage::Collection;
use super::topics::{Topics, Vector, cosine};
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
    /// Whether all of them stand in one sentence, on both sides.
    pub is_sentence: bool,
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
/// Words beside the shared ones that make an article of its own, and likeness of these from which a sentence that two such
/// articles share belongs to the happening that both report.
const OWN: usize = 15;
const ONE_SUBJECT: f64 = 0.2;
/// ... and below which two articles of one house tell of different things.
const OTHER_SUBJECT: f64 = 0.1;
const HOUSE_DAYS: i64 = 1;
/// Days after which less than this share of an article is background that was told again: in another outlet, if the piece is
/// no longer than so; in the same one, sooner and whatever its length.
const LATE_DAYS: i64 = 14;
const LATE_OF_OUTLET: i64 = 2;
const LATE_SHARE: f64 = 0.5;
const LATE_WORDS: u32 = 80;

/// All that tells what a pair shares.
pub struct View<'v> {
    pub collection: &'v Collection<'v>,
    pub topics: &'v Topics,
    pub lists: &'v CreditLists,
}

impl Pair {
    /// Whether so much is shared that one has it from the other, or both from one text.
    pub fn is_copying(&self, view: &View<'_>) -> bool {
        let share = self.share(view);
        let much = self.plain >= PLAIN && share >= SHARE;
        let enough = self.longest >= LONG_PIECE || much && self.longest >= PIECE;
        enough && !self.is_background(view)
    }

    /// The share of the shorter article that the two have in common.
    fn share(&self, view: &View<'_>) -> f64 {
        let words = |at: u32| view.collection.witnesses[at as usize].words.len();
        f64::from(self.plain) / words(self.a).min(words(self.b)).max(1) as f64
    }

    /// Whether two articles of their own share nothing but what both tell of the time before.
    fn is_background(&self, view: &View<'_>) -> bool {
        let is_apart = || self.likeness(view).is_some_and(|likeness| likeness < ONE_SUBJECT) && !self.is_credited(view);
        self.is_late(view) || self.is_sentence && is_apart() || self.is_of_house(view)
    }

    /// Whether two articles of one outlet, or two dispatches of one agency, share a small part, one came out a day and more after
    /// the other, and they tell of different things: the house puts its captions, its sign-off and its background under each.
    fn is_of_house(&self, view: &View<'_>) -> bool {
        let Collection { witnesses, credits, outlets, .. } = view.collection;
        let (a, b) = (self.a as usize, self.b as usize);
        let houses = |at: usize| {
            let credited = credits[at].iter().filter(|credit| credit.reach == Reach::Article && !credit.key.is_empty());
            credited.map(|credit| credit.key.as_str()).chain(outlets[at].as_deref()).collect::<BTreeSet<&str>>()
        };
        let days = witnesses[a].published.days_from(witnesses[b].published);
        !houses(a).is_disjoint(&houses(b))
            && days.is_some_and(|days| days >= HOUSE_DAYS)
            && self.plain <= LATE_WORDS
            && self.share(view) < LATE_SHARE
            && self.likeness(view).is_some_and(|likeness| likeness < OTHER_SUBJECT)
    }

    /// Whether two articles of their own share a small part, too late for either to be a copy of the other.
    pub fn is_late(&self, view: &View<'_>) -> bool {
        let Collection { witnesses, outlets, .. } = view.collection;
        let (a, b) = (self.a as usize, self.b as usize);
        let days = witnesses[a].published.days_from(witnesses[b].published).unwrap_or(0);
        let is_late = if outlets[a].is_some() && outlets[a] == outlets[b] {
            days >= LATE_OF_OUTLET
        } else {
            days > LATE_DAYS && self.plain <= LATE_WORDS
        };
        let is_small = || self.share(view) < LATE_SHARE && self.likeness(view).is_some();
        is_late && is_small() && !self.is_credited(view)
    }

    /// Whether one credits the outlet of the other, or both credit the same.
    fn is_credited(&self, view: &View<'_>) -> bool {
        let Collection { credits, outlets, .. } = view.collection;
        let (a, b) = (self.a as usize, self.b as usize);
        let names = |credits: &[Credit], key: &str| credits.iter().any(|credit| credit.key == key);
        let credits_outlet = |of: usize, by: usize| outlets[of].as_ref().is_some_and(|key| names(&credits[by], key));
        let mut named = credits[a].iter().filter(|credit| credit.reach == Reach::Article && !credit.key.is_empty());
        credits_outlet(a, b) || credits_outlet(b, a) || named.any(|credit| names(&credits[b], &credit.key))
    }

    /// Whether one names the outlet of the other in the sentences that they share.
    fn cites(&self, view: &View<'_>) -> bool {
        let Collection { witnesses, credits, outlets, .. } = view.collection;
        [(self.a, self.b), (self.b, self.a)].into_iter().any(|(by, of)| {
            let Some(outlet) = outlets[of as usize].as_deref() else { return false };
            let witness = &witnesses[by as usize];
            let stretches = self.seen_from(by);
            let mut shared = stretches.iter().map(|stretch| witness.span(witness.whole_sentences(stretch.a())));
            let named: Vec<Span> =
                credits[by as usize].iter().filter(|credit| credit.key == outlet).map(|credit| credit.span).collect();
            shared.any(|shared| named.iter().any(|&named| shared.overlaps(named)))
        })
    }

    /// How alike the two are in what each has for itself; `None` where one of them has next to nothing.
    fn likeness(&self, view: &View<'_>) -> Option<f64> {
        let (left, right) = (self.rest(view, self.a, &Stretch::a), self.rest(view, self.b, &Stretch::b));
        let is_own = left.len().min(right.len()) >= OWN;
        is_own.then(|| cosine(&self.about(view, self.a, left), &self.about(view, self.b, right)))
    }

    /// Whether the rest of the one has nothing to do with the rest of the other.
    fn is_unrelated(&self, view: &View<'_>) -> bool {
        let (left, right) = (self.rest(view, self.a, &Stretch::a), self.rest(view, self.b, &Stretch::b));
        left.len().min(right.len()) >= REST
            && cosine(&self.about(view, self.a, left), &self.about(view, self.b, right)) < UNRELATED
    }

    /// The words of one side outside the stretches.
    fn rest(&self, view: &View<'_>, at: u32, shared: &dyn Fn(&Stretch) -> std::ops::Range<usize>) -> Vec<usize> {
        let mut own = vec![true; view.collection.witnesses[at as usize].words.len()];
        self.stretches.iter().for_each(|stretch| own[shared(stretch)].fill(false));
        own.into_iter().enumerate().filter_map(|(at, own)| own.then_some(at)).collect()
    }

    fn about(&self, view: &View<'_>, at: u32, words: Vec<usize>) -> Vector {
        view.topics.part(&view.collection.witnesses[at as usize], words.into_iter(), view.lists)
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
            let mut stretches = align(left, right);
            stretches.retain(|stretch| !is_standing(stretch, left, right));
            let plain: Vec<u32> = stretches.iter().map(|stretch| plain_words(stretch, left, right)).collect();
            let (mut longest, mut piece) = (0, 0);
            for (at, stretch) in stretches.iter().enumerate() {
                let goes_on = at.checked_sub(1).is_some_and(|before| follows(&stretches[before], stretch));
                piece = if goes_on { piece + plain[at] } else { plain[at] };
                longest = longest.max(piece);
            }
            let plain = plain.into_iter().sum();
            let is_sentence = is_sentence(&stretches, left, &Stretch::a) && is_sentence(&stretches, right, &Stretch::b);
            (!stretches.is_empty()).then_some(Pair { a, b, stretches, plain, longest, is_sentence })
        })
        .collect()
}

/// Share of the words of a stretch that is no more than standing text.
const MOSTLY: f64 = 0.8;

fn is_standing(stretch: &Stretch, left: &Witness<'_>, right: &Witness<'_>) -> bool {
    let equal = stretch.runs.iter().flat_map(|run| (0..run.len).map(|k| ((run.a + k) as usize, (run.b + k) as usize)));
    let standing = equal.filter(|&(i, j)| left.words[i].is_standing() && right.words[j].is_standing()).count();
    standing as f64 >= MOSTLY * f64::from(stretch.words())
}

/// Words that a stretch reaches into the sentence before or after without being of it.
const REACHES: usize = 3;

/// Whether the stretches all stand in one sentence of a side.
fn is_sentence(
    stretches: &[Stretch],
    witness: &Witness<'_>,
    side: &dyn Fn(&Stretch) -> std::ops::Range<usize>,
) -> bool {
    let first = stretches.iter().map(|stretch| side(stretch).start).min().unwrap_or(0);
    let end = stretches.iter().map(|stretch| side(stretch).end).max().unwrap_or(0);
    let inside = (first + REACHES + 1)..end.saturating_sub(REACHES);
    inside.into_iter().all(|at| !witness.words[at].opens_sentence())
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
pub fn without_standing_text(pairs: Vec<Pair>, view: &View<'_>) -> Vec<Pair> {
    let unrelated: Vec<bool> = pairs.par_iter().map(|pair| pair.is_unrelated(view)).collect();
    let mut partners: Vec<BTreeMap<u32, bool>> = vec![BTreeMap::new(); view.collection.witnesses.len()];
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
    let standing: Vec<bool> = pairs
        .iter()
        .zip(&unrelated)
        .map(|(pair, &unrelated)| unrelated && is_standing(pair) && !pair.cites(view))
        .collect();
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
