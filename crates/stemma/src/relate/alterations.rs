//! What copying altered: facts that changed between a copy and its source, and sources that got lost.
//!
//! In: a copy and an older witness of the same text, word-aligned. Out: the places where numbers, days, months, names or
//! compass words changed, or a negation came or went. Synonyms, spelling variants and other forms of the same value
//! ("three" and "3", "west" and "western") are no alterations. Which of the two is true is not decided here.

use std::ops::Range;

use crate::lexicon::CreditLists;
use crate::model::{Alteration, AlterationKind};

use super::align::Stretch;
use super::credits::Reach;
use super::lineage::{Collection, Comparison};
use super::passages::span_or_point;
use super::witness::{Witness, Word};

/// Words of a change beyond which two passages are told anew rather than altered.
const LONGEST: usize = 6;

/// The alterations of one stretch, seen from the copy.
pub fn facts(
    stretch: &Stretch,
    child: usize,
    parent: usize,
    collection: &Collection<'_>,
    lists: &CreditLists,
) -> Vec<Alteration> {
    let (younger, older) = (&collection.witnesses[child], &collection.witnesses[parent]);
    let reader = Reader { lists };
    let mut out = Vec::new();
    for (ours, theirs) in stretch.gaps() {
        if ours.len().max(theirs.len()) > LONGEST {
            continue;
        }
        if let Some((kind, ours, theirs)) = reader.compare(younger, ours, older, theirs) {
            out.push(Alteration {
                child: younger.id().to_owned(),
                child_span: span_or_point(younger, ours),
                parent: older.id().to_owned(),
                parent_span: span_or_point(older, theirs),
                kind,
            });
        }
    }
    out
}

/// A source that the parent names in a sentence of the stretch and the child does not.
pub fn lost_credits(stretch: &Stretch, child: usize, parent: usize, collection: &Collection<'_>) -> Vec<Alteration> {
    let (younger, older) = (&collection.witnesses[child], &collection.witnesses[parent]);
    let span = older.span(older.whole_sentences(stretch.b()));
    let ours = younger.span(younger.whole_sentences(stretch.a()));
    let mut out = Vec::new();
    for credit in &collection.credits[parent] {
        let lost = credit.reach == Reach::Sentence
            && !credit.key.is_empty()
            && span.contains(credit.span)
            && collection.credits[child].iter().all(|kept| kept.key != credit.key)
            && collection.outlets[child].as_deref() != Some(&credit.key);
        if lost {
            let vague = collection.credits[child].iter().find(|kept| kept.key.is_empty() && ours.overlaps(kept.span));
            out.push(Alteration {
                child: younger.id().to_owned(),
                child_span: vague.map_or(younger.span(stretch.a()), |vague| vague.span),
                parent: older.id().to_owned(),
                parent_span: credit.span,
                kind: AlterationKind::Attribution,
            });
        }
    }
    out
}

struct Reader<'r> {
    lists: &'r CreditLists,
}

impl Reader<'_> {
    /// The kind of alteration, and the words that carry it on either side.
    fn compare(
        &self,
        younger: &Witness<'_>,
        ours: Range<usize>,
        older: &Witness<'_>,
        theirs: Range<usize>,
    ) -> Option<(AlterationKind, Range<usize>, Range<usize>)> {
        let facts = &self.lists.facts;
        let kinds = [
            (AlterationKind::Date, &facts.days),
            (AlterationKind::Date, &facts.months),
            (AlterationKind::Direction, &facts.directions),
        ];
        for (kind, values) in kinds {
            let value = |witness: &Witness<'_>, at: usize| values.get(&witness.form(at)).copied();
            if let Some((ours, theirs)) = differ(younger, &ours, older, &theirs, value) {
                return Some((kind, ours, theirs));
            }
        }
        let number = |witness: &Witness<'_>, at: usize| self.number(&witness.form(at));
        if let Some((ours, theirs)) = differ(younger, &ours, older, &theirs, number) {
            return Some((AlterationKind::Number, ours, theirs));
        }
        let negates = |witness: &Witness<'_>, words: &Range<usize>| {
            words.clone().any(|at| {
                let text = witness.form(at);
                text.ends_with("n't") || facts.negations.contains_key(&text)
            })
        };
        if negates(younger, &ours) != negates(older, &theirs) {
            return Some((AlterationKind::Negation, ours, theirs));
        }
        self.renamed(younger, &ours, older, &theirs).then_some((AlterationKind::Name, ours, theirs))
    }

    /// Whether names stand for as many other names, none of them a spelling of the other.
    fn renamed(&self, younger: &Witness<'_>, ours: &Range<usize>, older: &Witness<'_>, theirs: &Range<usize>) -> bool {
        let names = |witness: &Witness<'_>, words: &Range<usize>| {
            !words.is_empty() && witness.words[words.clone()].iter().all(Word::is_name)
        };
        ours.len() == theirs.len()
            && names(younger, ours)
            && names(older, theirs)
            && ours
                .clone()
                .zip(theirs.clone())
                .all(|(mine, other)| !is_spelling_of(&younger.form(mine), &older.form(other)))
    }

    fn number(&self, text: &str) -> Option<u64> {
        if let Some(&value) = self.lists.facts.numbers.get(text) {
            return Some(value.saturating_mul(1000));
        }
        let digits = text.trim_end_matches(|c: char| c.is_alphabetic());
        // In thousandths, so that 4.5 and 4.6 differ without comparing floats.
        digits
            .parse::<f64>()
            .ok()
            .filter(|value| (0.0..1e15).contains(value))
            .map(|value| (value * 1000.0).round() as u64)
    }
}

/// Where both sides hold values of one kind, and not the same ones.
fn differ(
    younger: &Witness<'_>,
    ours: &Range<usize>,
    older: &Witness<'_>,
    theirs: &Range<usize>,
    value: impl Fn(&Witness<'_>, usize) -> Option<u64>,
) -> Option<(Range<usize>, Range<usize>)> {
    let held = |witness: &Witness<'_>, words: &Range<usize>| -> Vec<(usize, u64)> {
        words.clone().filter_map(|at| Some((at, value(witness, at)?))).collect()
    };
    let (mine, others) = (held(younger, ours), held(older, theirs));
    let new = mine.iter().find(|(_, value)| others.iter().all(|(_, other)| other != value))?;
    let gone = others.iter().find(|(_, value)| mine.iter().all(|(_, other)| other != value))?;
    Some((new.0..new.0 + 1, gone.0..gone.0 + 1))
}

/// Whether two words are one name: the same consonants in order, one letter apart, or one the beginning of the other.
fn is_spelling_of(a: &str, b: &str) -> bool {
    let skeleton =
        |word: &str| -> String { word.chars().filter(|c| c.is_alphabetic() && !"aeiouyw".contains(*c)).collect() };
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    (long.starts_with(short) && short.len() >= 4) || skeleton(a) == skeleton(b) || one_edit(a, b)
}

/// Whether one letter added, dropped or replaced makes the one word the other (words of five letters and more).
fn one_edit(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().min(b.len()) < 5 || a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same_start = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let (rest_a, rest_b) = (&a[same_start..], &b[same_start..]);
    let same_end = rest_a.iter().rev().zip(rest_b.iter().rev()).take_while(|(x, y)| x == y).count();
    rest_a.len().max(rest_b.len()) - same_end <= 1
}

/// All alterations of the comparisons, each place once, sorted.
pub fn find(comparisons: &[Comparison], collection: &Collection<'_>, lists: &CreditLists) -> Vec<Alteration> {
    let mut out: Vec<Alteration> = Vec::new();
    for Comparison { child, parent, stretches } in comparisons {
        for stretch in stretches {
            out.extend(lost_credits(stretch, *child, *parent, collection));
            out.extend(facts(stretch, *child, *parent, collection, lists));
        }
    }
    out.sort();
    out.dedup_by(|next, kept| next.child == kept.child && next.child_span == kept.child_span);
    out
}

/// Sources that one of two articles names for a report both have, and the other does not.
pub fn lost_by_one(comparisons: &[Comparison], collection: &Collection<'_>) -> Vec<Alteration> {
    let mut out: Vec<Alteration> = comparisons
        .iter()
        .flat_map(|comparison| {
            let Comparison { child, parent, stretches } = comparison;
            stretches.iter().flat_map(|stretch| lost_credits(stretch, *child, *parent, collection))
        })
        .collect();
    out.sort();
    out.dedup_by(|next, kept| next.child == kept.child && next.child_span == kept.child_span);
    out
}
