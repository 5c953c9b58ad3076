//! What articles are about: their words, weighed by rarity.
//!
//! In: witnesses. Out: a vector for each of them, or for any part of one (TF-IDF, length one), the likeness of two
//! vectors, and the particulars of an article: its names, numbers and weekdays. Forms of one word ("arrested", "arrests")
//! count as one term. The rarity of a term is counted in the collection together with [`IMAGINED`] imagined articles of
//! general news, so that two pages alone have rare words too; more of them would make a story of all that five pages on
//! one town have in common, which is their subject.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::lexicon::CreditLists;
use crate::model::BlockKind;

use super::witness::{Vocabulary, Witness, tokens};

/// Imagined articles of general news that stand behind the collection.
const IMAGINED: f64 = 4.0;
/// The share of them in which a word of its kind stands.
const ROUTINE_SHARE: f64 = 0.25;
const WORD_SHARE: f64 = 0.02;
const NAME_SHARE: f64 = 0.004;
/// Words of an article below which the lines around it are read for its subject too: cleaning found next to nothing.
const LEAST_WORDS: usize = 12;
/// Particulars of one article at most, the most frequent first: a page that lists a thousand names tells of none.
const PARTICULARS: usize = 300;

/// (term, weight) sorted by term, of length one.
pub type Vector = Vec<(u32, f32)>;

/// The terms of a collection: words with their forms folded together, and their rarity.
pub struct Topics<'v> {
    vocabulary: &'v Vocabulary,
    /// The term of every word of the vocabulary.
    terms: Vec<u32>,
    /// The share of imagined articles in which each term stands; `None` for words of grammar, whose rarity is 0.
    shares: Vec<Option<f64>>,
    rarity: Vec<f32>,
    particular: Vec<bool>,
}

impl<'v> Topics<'v> {
    pub fn new(witnesses: &[Witness<'_>], vocabulary: &'v Vocabulary, lists: &CreditLists) -> Topics<'v> {
        let mut known: HashMap<String, u32> = HashMap::new();
        let mut terms = Vec::with_capacity(vocabulary.len());
        let (mut shares, mut particular) = (Vec::new(), Vec::new());
        for id in 0..vocabulary.len() as u32 {
            let text = vocabulary.text(id);
            let fixed = vocabulary.is_number(id) || vocabulary.is_mostly_name(id) || lists.routine_words.contains(text);
            // A name and a word that looks like one of its forms are two terms.
            let key = if fixed { format!("={text}") } else { stem(text).to_owned() };
            let next = known.len() as u32;
            let term = *known.entry(key).or_insert(next);
            terms.push(term);
            if term == next {
                shares.push(if vocabulary.is_function(id) {
                    None
                } else if lists.routine_words.contains(text) {
                    Some(ROUTINE_SHARE)
                } else if vocabulary.is_mostly_name(id) {
                    Some(NAME_SHARE)
                } else {
                    Some(WORD_SHARE)
                });
                let routine = lists.routine_words.contains(text);
                let telling = vocabulary.is_number(id) || vocabulary.is_mostly_name(id);
                particular
                    .push(lists.facts.days.contains_key(text) || telling && !routine && !vocabulary.is_function(id));
            }
        }
        let mut topics = Topics { vocabulary, terms, shares, rarity: Vec::new(), particular };
        topics.count(witnesses, |_| 1.0);
        topics
    }

    /// Counts anew how rare the terms are; a page counts as much as `weight` says, so that copies of one text can count as one.
    pub fn count(&mut self, witnesses: &[Witness<'_>], weight: impl Fn(usize) -> f64) {
        let mut spread = vec![0f64; self.shares.len()];
        let mut all = IMAGINED;
        for (at, witness) in witnesses.iter().enumerate() {
            let mut present: Vec<u32> = subject(witness, self.vocabulary).map(|id| self.terms[id as usize]).collect();
            present.sort_unstable();
            present.dedup();
            let weight = weight(at);
            all += weight;
            present.into_iter().for_each(|term| spread[term as usize] += weight);
        }
        let rarity = self.shares.iter().zip(&spread).map(|(share, &stands_in)| {
            let Some(share) = share else { return 0.0 };
            let stands_in = stands_in + share * IMAGINED;
            (all / stands_in.max(1e-3)).ln().max(0.0) as f32
        });
        self.rarity = rarity.collect();
    }

    /// A whole article, headline included.
    pub fn article(&self, witness: &Witness<'_>) -> Vector {
        self.vector(subject(witness, self.vocabulary))
    }

    pub fn vector(&self, words: impl Iterator<Item = u32>) -> Vector {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        words.for_each(|id| *counts.entry(self.terms[id as usize]).or_default() += 1);
        let weigh = |(term, count): (u32, u32)| (term, (1.0 + (count as f32).ln()) * self.rarity[term as usize]);
        let mut vector: Vector = counts.into_iter().map(weigh).filter(|&(_, weight)| weight > 0.0).collect();
        let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
        vector.iter_mut().for_each(|(_, weight)| *weight /= length.max(1e-9));
        vector
    }

    /// The names, numbers and weekdays of an article, sorted, each once.
    pub fn particulars(&self, witness: &Witness<'_>) -> Vec<u32> {
        let mut counts: BTreeMap<u32, u32> = BTreeMap::new();
        let terms = subject(witness, self.vocabulary).map(|id| self.terms[id as usize]);
        terms.filter(|&term| self.particular[term as usize]).for_each(|term| *counts.entry(term).or_default() += 1);
        let mut found: Vec<(u32, u32)> = counts.into_iter().collect();
        found.sort_by_key(|&(term, count)| (std::cmp::Reverse(count), term));
        found.truncate(PARTICULARS);
        let mut found: Vec<u32> = found.into_iter().map(|(term, _)| term).collect();
        found.sort_unstable();
        found
    }
}

/// The words that tell what an article is about: its own, its headline's twice, and where cleaning left next to nothing, those
/// of the other lines of the page.
fn subject<'w>(witness: &'w Witness<'_>, vocabulary: &'w Vocabulary) -> impl Iterator<Item = u32> + 'w {
    let mut around = Vec::new();
    if witness.words.len() < LEAST_WORDS {
        let reading = witness.reading;
        let lines = reading.article.blocks.iter().filter(|block| !block.kind.is_article_text());
        let lines = lines.filter(|block| !matches!(block.kind, BlockKind::Ad | BlockKind::Login | BlockKind::Share));
        around.extend(
            lines.flat_map(|block| tokens(block.span.of(&reading.text))).filter_map(|token| vocabulary.id(&token.text)),
        );
    }
    let title = || witness.title.iter().copied();
    witness.words.iter().map(|word| word.id).chain(title()).chain(title()).chain(around)
}

/// A word without the endings of English inflection. Rough on purpose: it has to make forms of a word alike, not to find
/// its lemma, and the same is done to all words.
fn stem(word: &str) -> &str {
    if !word.is_ascii() || word.len() < 4 {
        return word;
    }
    let cut = |word: &'_ str, end: &str, least: usize| -> Option<usize> {
        let stem = word.len().checked_sub(end.len())?;
        (stem >= least && word.ends_with(end)).then_some(stem)
    };
    let mut stem = word;
    if let Some(at) = cut(stem, "ies", 3) {
        // "cities" and "city" meet without the last letter.
        return &stem[..at];
    }
    if let Some(at) = cut(stem, "sses", 2) {
        stem = &stem[..at + 2];
    } else if !(stem.ends_with("ss") || stem.ends_with("us") || stem.ends_with("is"))
        && let Some(at) = cut(stem, "s", 3)
    {
        stem = &stem[..at];
    }
    if let Some(at) = cut(stem, "ing", 3).or_else(|| cut(stem, "ed", 3)) {
        stem = &stem[..at];
        let bytes = stem.as_bytes();
        let doubled = bytes.len() > 3 && bytes[bytes.len() - 1] == bytes[bytes.len() - 2];
        if doubled && !matches!(bytes[bytes.len() - 1], b's' | b'l') {
            stem = &stem[..stem.len() - 1];
        }
    }
    // "police" is no form of "policy".
    if !stem.ends_with("ce")
        && let Some(at) = cut(stem, "e", 4).or_else(|| cut(stem, "y", 3))
    {
        stem = &stem[..at];
    }
    stem
}

/// How alike two articles are, 0 to 1.
pub fn cosine(a: &Vector, b: &Vector) -> f64 {
    let (mut i, mut j, mut sum) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        match a[i].0.cmp(&b[j].0) {
            Ordering::Less => i += 1,
            Ordering::Greater => j += 1,
            Ordering::Equal => {
                sum += f64::from(a[i].1 * b[j].1);
                (i, j) = (i + 1, j + 1);
            }
        }
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn forms_of_a_word_are_one_term() {
        for forms in [
            &["arrest", "arrests", "arrested", "arresting"][..],
            &["city", "cities"],
            &["strike", "strikes", "striking"],
            &["kill", "kills", "killed", "killing"],
            &["stop", "stopped", "stopping"],
            &["ferry", "ferries"],
        ] {
            assert!(forms.iter().all(|form| stem(form) == stem(forms[0])), "{forms:?}");
        }
        assert_ne!(stem("police"), stem("policy"));
        assert_eq!(stem("bus"), "bus");
        assert_eq!(stem("Überfälle"), "Überfälle");
    }
}
