//! What single words stand for in a page, by the words around them: a place in so many words, or a person who is called by one name.
//!
//! Comes in: a text as words, or a reading. Goes out: which of its words are plainly the one or the other. What the words around do not
//! tell is in neither: a town of 5,000 people may bear any name.

use std::collections::{BTreeSet, HashSet};

use super::people::{age_behind, behind_possessive};
use super::spans::Spans;
use super::words::{Word, is_between, numbers, words};
use crate::lexicon::Lexicon;
use crate::model::{BlockKind, Entity, PlaceLevel, Reading, Span};

/// Words by which this is told, as numbers.
#[derive(Clone, Debug, Default)]
pub struct Signs {
    /// "Ms": who is called so has no rank that tells who they are.
    addresses: HashSet<u64>,
    /// "in".
    before_places: HashSet<u64>,
    /// "the", "northern".
    between: HashSet<u64>,
    /// "city", "province".
    kinds: HashSet<u64>,
    of: HashSet<u64>,
    /// "widow", "said".
    of_people: HashSet<u64>,
    done_by_people: HashSet<u64>,
}

impl Signs {
    pub fn of(lexicon: &Lexicon) -> Signs {
        let number = |words: &HashSet<String>| words.iter().flat_map(|word| numbers(word)).collect::<HashSet<u64>>();
        let (discretion, places) = (&lexicon.discretion, &lexicon.gazetteer.words());
        let kinds = [&places.settlements, &places.provinces, &places.features].into_iter();
        let mut between = number(&places.directions);
        between.extend(numbers("the"));
        Signs {
            addresses: number(&discretion.addresses),
            before_places: number(&discretion.before_places),
            between,
            kinds: kinds.flat_map(number).collect(),
            of: numbers("of").into_iter().collect(),
            of_people: number(&discretion.of_people),
            done_by_people: number(&places.human_verbs),
        }
    }

    /// "Ms X", "Mr. X".
    pub fn is_addressed(&self, text: &str, words: &[Word], at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|before| words[before]) else { return false };
        let gap = &text[before.end..words[at].start];
        let is_near = !gap.is_empty() && gap.chars().all(|letter| letter == '.' || letter.is_whitespace());
        is_near && self.addresses.contains(&before.number)
    }

    /// "the widow of X", "X said".
    fn is_of_person(&self, text: &str, words: &[Word], at: usize) -> bool {
        let is_near = |one: &Word, next: &Word| text[one.end..next.start].chars().all(char::is_whitespace);
        let has_verb = words
            .get(at + 1)
            .is_some_and(|next| is_near(&words[at], next) && self.done_by_people.contains(&next.number));
        has_verb
            || at >= 2 && {
                let (owned, of) = (&words[at - 2], &words[at - 1]);
                self.of.contains(&of.number)
                    && self.of_people.contains(&owned.number)
                    && is_near(of, &words[at])
                    && is_near(owned, of)
            }
    }

    /// "in X", "in northern X", "the town of X", "X province". What X has is rather a person's.
    pub fn is_place(&self, text: &str, words: &[Word], at: usize) -> bool {
        let word = words[at];
        if has_possessive(text, word) {
            return false;
        }
        let is_kind = |number: u64| self.kinds.contains(&number);
        let next = words.get(at + 1).filter(|next| text[word.end..next.start].chars().all(|letter| letter == ' '));
        if next.is_some_and(|next| next.is_small && is_kind(next.number)) {
            return true;
        }
        /// "in the occupied northern".
        const MOST: usize = 4;
        let mut end = word.start;
        let mut is_of = false;
        for before in words[..at].iter().rev().take(MOST) {
            let gap = &text[before.end..end];
            if gap.contains('.') || !is_between(gap, false) {
                return false;
            }
            match before.number {
                number if is_of => return is_kind(number),
                number if self.before_places.contains(&number) => return true,
                number if self.of.contains(&number) => is_of = true,
                number if self.between.contains(&number) => {}
                _ => return false,
            }
            end = before.start;
        }
        false
    }
}

fn has_possessive(text: &str, word: Word) -> bool {
    ["'s", "’s"].iter().any(|end| text[word.end..].starts_with(end))
}

/// Words of a page that stand by themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Uses {
    /// Plainly a place.
    pub places: BTreeSet<u64>,
    /// A person, called by this word alone.
    pub persons: BTreeSet<u64>,
}

/// Where places are plainly told as such in a page: behind "in", in a dateline, before the country in which they lie, and behind another
/// such place of one list.
pub fn plain_places(reading: &Reading, signs: &Signs) -> Spans {
    let (text, article) = (reading.text.as_str(), &reading.article);
    let of_text = words(text);
    let datelines = article.blocks.iter().filter(|block| block.kind == BlockKind::Dateline);
    let datelines: Spans = datelines.map(|block| block.span).collect();
    let places = &reading.annotations.places;
    let mut plain: Vec<Span> = Vec::new();
    for (at, place) in places.iter().enumerate() {
        let span = place.span;
        let first = of_text.partition_point(|word| word.start < span.start as usize);
        let is_told = of_text.get(first).is_some() && signs.is_place(text, &of_text, first);
        let gap = |start: u32, end: u32| text.get(start as usize..end as usize);
        let is_in_next = places.get(at + 1).is_some_and(|next| {
            let is_wide = matches!(next.place.level, Some(PlaceLevel::Country | PlaceLevel::Adm1));
            is_wide && gap(span.end, next.span.start) == Some(", ")
        });
        let is_listed = plain.last().is_some_and(|last| {
            matches!(gap(last.end, span.start), Some(", " | " and " | ", and " | " or " | ", or "))
        });
        if is_told || is_in_next || is_listed || datelines.overlap(span) {
            plain.push(span);
        }
    }
    plain.into_iter().collect()
}

/// What words of one page that stand by themselves are used for.
pub fn uses(reading: &Reading, lexicon: &Lexicon, signs: &Signs) -> Uses {
    let text = reading.text.as_str();
    let of_text = words(text);
    let plain = plain_places(reading, signs);
    let single = |span: Span| match numbers(span.of(text))[..] {
        [only] => Some(only),
        _ => None,
    };
    let places = reading.annotations.places.iter().filter(|place| plain.overlap(place.span));
    let mut persons: BTreeSet<u64> = persons_of_one_word(reading, lexicon).filter_map(single).collect();
    let of_people = &lexicon.discretion.of_people;
    for (at, word) in of_text.iter().enumerate().filter(|(_, word)| !word.is_small) {
        let is_person = || {
            signs.is_addressed(text, &of_text, at)
                || signs.is_of_person(text, &of_text, at)
                || age_behind(text, word.end)
                || behind_possessive(text, word.end).is_some_and(|owned| of_people.contains(&owned))
        };
        // "Amina Yusuf, 34": the last word of a name of several is not called so alone.
        let is_alone = at.checked_sub(1).is_none_or(|before| {
            let before = of_text[before];
            before.is_small
                || !text[before.end..word.start].trim_matches(' ').is_empty()
                || signs.addresses.contains(&before.number)
        });
        if is_alone && is_person() {
            persons.insert(word.number);
        }
    }
    Uses { places: places.filter_map(|place| single(place.span)).collect(), persons }
}

/// Persons who are named by one word, with or without a title before it: where that word stands.
pub fn persons_of_one_word<'r>(reading: &'r Reading, lexicon: &'r Lexicon) -> impl Iterator<Item = Span> + 'r {
    let text = reading.text.as_str();
    let is_person = |entity: &&Entity| entity.kind == "PERSON" && entity.id.is_none();
    reading.annotations.entities.iter().filter(is_person).filter_map(move |entity| {
        let name = entity.span.of(text);
        let is_title =
            |word: &Word| lexicon.name_words.titles.contains(&crate::lexicon::fold::key(&name[word.start..word.end]));
        let of_name: Vec<Word> = words(name).into_iter().skip_while(is_title).collect();
        let [only] = of_name[..] else { return None };
        let start = entity.span.start as usize;
        Some(Word { start: start + only.start, end: start + only.end, ..only }.span())
    })
}
