//! What copying altered: facts that changed between a copy and its source, and sources that got lost.
//!
//! In: a copy and an older witness of the same text, word-aligned. Out: the places where numbers, days, months, names or
//! compass words changed, or a negation came or went. Synonyms, spelling variants and other forms of the same value
//! ("three" and "3", "west" and "western") are no alterations. Which of the two is true is not decided here.

use std::ops::Range;

use crate::lexicon::CreditLists;
use crate::model::{Alteration, AlterationKind, CopyEdge, Span};

use super::align::{Run, Stretch};
use super::credits::Reach;
use super::lineage::{Collection, Comparison};
use super::passages::span_or_point;
use super::witness::{Witness, Word, tokens};

/// Equal words on either side of a change: between fewer the two may tell other things.
const BESIDE: u32 = 3;
/// The same where there are equal words on one side alone.
const BESIDE_EDGE: u32 = 2 * BESIDE;
/// A copy of at least this probability, or a likely one that has so many words from its source, answers for what it changed, if
/// it came out within so many days.
const DIRECT: f64 = 0.9;
const WORDS: u32 = 24;
const DAYS: i64 = 7;
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
    for (around, (ours, theirs)) in stretch.runs.windows(2).zip(stretch.gaps()) {
        if around.iter().any(|run| run.len < BESIDE) {
            continue;
        }
        // Whom the article is credited to is no fact that it reports.
        let in_credit = |at: usize, witness: &Witness<'_>, words: &Range<usize>| {
            let words = span_or_point(witness, words.clone());
            let mut credits = collection.credits[at].iter();
            credits.any(|credit| credit.reach == Reach::Article && credit.span.overlaps(words))
        };
        if ours.len().max(theirs.len()) > LONGEST
            || in_credit(child, younger, &ours)
            || in_credit(parent, older, &theirs)
        {
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
    let edges = edges(stretch, younger, older).into_iter();
    out.extend(edges.filter(|(ours, theirs)| reader.is_renumbered(younger, *ours, older, *theirs)).map(
        |(ours, theirs)| Alteration {
            child: younger.id().to_owned(),
            child_span: younger.words[ours].span(),
            parent: older.id().to_owned(),
            parent_span: older.words[theirs].span(),
            kind: AlterationKind::Number,
        },
    ));
    out
}

/// The words right before and right behind a stretch, where the same sentence goes on on both sides: a stretch begins behind the "Ten" of
/// "Ten people were killed" when a copy says "Sixteen".
fn edges(stretch: &Stretch, younger: &Witness<'_>, older: &Witness<'_>) -> Vec<(usize, usize)> {
    let opens = |witness: &Witness<'_>, at: usize| witness.words.get(at).is_none_or(|word| word.opens_sentence());
    let long = |run: &&Run| run.len >= BESIDE_EDGE;
    let before = stretch.runs.first().filter(long).and_then(|run| {
        let (a, b) = (run.a as usize, run.b as usize);
        let is_inside = !opens(younger, a) && !opens(older, b);
        is_inside.then(|| a.checked_sub(1).zip(b.checked_sub(1))).flatten()
    });
    let behind = stretch.runs.last().filter(long).and_then(|run| {
        let (a, b) = ((run.a + run.len) as usize, (run.b + run.len) as usize);
        (!opens(younger, a) && !opens(older, b)).then_some((a, b))
    });
    before.into_iter().chain(behind).collect()
}

/// A source that the parent names in a sentence of the stretch and the child does not, and whether the child has a vaguer one there.
fn lost_credits(
    stretch: &Stretch,
    child: usize,
    parent: usize,
    collection: &Collection<'_>,
) -> impl Iterator<Item = (Alteration, bool)> {
    let (younger, older) = (&collection.witnesses[child], &collection.witnesses[parent]);
    let span = older.span(older.whole_sentences(stretch.b()));
    let ours = younger.span(younger.whole_sentences(stretch.a()));
    let mut out = Vec::new();
    for credit in &collection.credits[parent] {
        let lost = credit.reach == Reach::Sentence
            && !credit.key.is_empty()
            && span.contains(credit.span)
            && collection.credits[child].iter().all(|kept| !is_same_publisher(&kept.key, &credit.key))
            && collection.outlets[child].as_deref() != Some(&credit.key)
            && !names(younger, ours, &credit.key)
            && retells(stretch, older, credit.span);
        if lost {
            let vague = collection.credits[child].iter().find(|kept| kept.key.is_empty() && ours.overlaps(kept.span));
            let lost = Alteration {
                child: younger.id().to_owned(),
                child_span: vague.map_or(younger.span(stretch.a()), |vague| vague.span),
                parent: older.id().to_owned(),
                parent_span: credit.span,
                kind: AlterationKind::Attribution,
            };
            out.push((lost, vague.is_some()));
        }
    }
    out.into_iter()
}

/// Share of a credited sentence that a stretch must hold: less of it may be of another's report.
const RETOLD: f64 = 0.5;

/// Whether a stretch holds most of what the sentence around a credit says.
fn retells(stretch: &Stretch, older: &Witness<'_>, credit: Span) -> bool {
    let sentence = older.sentence_of(credit);
    if sentence.is_empty() {
        return true;
    }
    let says = |at: &usize| !older.words[*at].span().overlaps(credit) && !older.words[*at].is_function();
    let all = sentence.clone().filter(says).count();
    let runs = stretch.runs.iter().flat_map(|run| run.b as usize..(run.b + run.len) as usize);
    let retold = runs.filter(|at| sentence.contains(at)).filter(says).count();
    retold as f64 >= RETOLD * all as f64
}

/// Whether a stretch of text holds the word by which a publisher is known best, the first of its name: "NBC" of "NBC News".
fn names(witness: &Witness<'_>, text: Span, key: &str) -> bool {
    let first = key.split(' ').next().unwrap_or_default();
    tokens(text.of(&witness.reading.text)).iter().any(|token| token.text == first)
}

/// Whether two keys name one publisher: "nbc" and "nbc news".
fn is_same_publisher(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    !short.is_empty() && long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
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
        if self.negated(younger, &ours, older, &theirs) {
            return Some((AlterationKind::Negation, ours, theirs));
        }
        self.renamed(younger, &ours, older, &theirs).then_some((AlterationKind::Name, ours, theirs))
    }

    /// Whether a negation came or went while the rest stayed ("was hit", "was not hit"): where more is told anew, the sense
    /// may be the same ("failed to", "did not").
    fn negated(&self, younger: &Witness<'_>, ours: &Range<usize>, older: &Witness<'_>, theirs: &Range<usize>) -> bool {
        let facts = &self.lists.facts;
        let read = |witness: &Witness<'_>, words: &Range<usize>| {
            let (mut negates, mut rest) = (false, Vec::new());
            for form in words.clone().map(|at| witness.form(at)) {
                if let Some(verb) = form.strip_suffix("n't") {
                    (negates, _) = (true, rest.push(verb.to_owned()));
                } else if facts.negations.contains_key(&form) {
                    negates = true;
                } else {
                    rest.push(form);
                }
            }
            rest.retain(|form| !facts.auxiliaries.contains(form));
            (negates, rest)
        };
        let ((negates, rest), (negated, other)) = (read(younger, ours), read(older, theirs));
        negates != negated && rest == other
    }

    /// Whether names stand for as many other names, none of them a spelling of the other.
    fn renamed(&self, younger: &Witness<'_>, ours: &Range<usize>, older: &Witness<'_>, theirs: &Range<usize>) -> bool {
        let names = |witness: &Witness<'_>, words: &Range<usize>| {
            !words.is_empty() && witness.words[words.clone()].iter().all(|word| is_name(witness, word))
        };
        ours.len() == theirs.len()
            && names(younger, ours)
            && names(older, theirs)
            && ours
                .clone()
                .zip(theirs.clone())
                .all(|(mine, other)| !is_spelling_of(&younger.form(mine), &older.form(other)))
    }

    /// Whether two words are numbers, and not the same one.
    fn is_renumbered(&self, younger: &Witness<'_>, ours: usize, older: &Witness<'_>, theirs: usize) -> bool {
        let (ours, theirs) = (self.number(&younger.form(ours)), self.number(&older.form(theirs)));
        ours.zip(theirs).is_some_and(|(ours, theirs)| ours != theirs)
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

/// Whether a word is a name, at the head of a sentence too, where only the analysis of the text can tell.
fn is_name(witness: &Witness<'_>, word: &Word) -> bool {
    let places = &witness.reading.annotations.places;
    let after = places.partition_point(|place| place.span.start <= word.span().start);
    word.is_name() || after.checked_sub(1).is_some_and(|at| places[at].span.contains(word.span()))
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
    let is_direct = |comparison: &&Comparison| {
        let published = |at: usize| collection.witnesses[at].published;
        let days = published(comparison.child).days_from(published(comparison.parent));
        let is_likely = comparison.p >= CopyEdge::COPYING.into() && comparison.words >= WORDS;
        let is_copy = is_likely || comparison.p >= DIRECT;
        is_copy && days.is_none_or(|days| days <= DAYS)
    };
    for Comparison { child, parent, stretches, .. } in comparisons.iter().filter(is_direct) {
        for stretch in stretches {
            out.extend(lost_credits(stretch, *child, *parent, collection).map(|(lost, _)| lost));
            out.extend(facts(stretch, *child, *parent, collection, lists));
        }
    }
    out.sort();
    out.dedup_by(|next, kept| next.child == kept.child && next.child_span == kept.child_span);
    out
}

/// Sources that one of two articles names for a report both have, where the other has a vaguer one.
pub fn made_vaguer(comparisons: &[Comparison], collection: &Collection<'_>) -> Vec<Alteration> {
    let mut out: Vec<Alteration> = comparisons
        .iter()
        .flat_map(|comparison| {
            let Comparison { child, parent, stretches, .. } = comparison;
            let lost = stretches.iter().flat_map(|stretch| lost_credits(stretch, *child, *parent, collection));
            lost.filter(|(_, is_vaguer)| *is_vaguer).map(|(lost, _)| lost).collect::<Vec<_>>()
        })
        .collect();
    out.sort();
    out.dedup_by(|next, kept| next.child == kept.child && next.child_span == kept.child_span);
    out
}
