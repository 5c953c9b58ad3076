//! The name of an outlet on a line of its own above the headline, as pages show it that somebody copied by hand or a collector
//! flattened: it is no part of the article, and nobody who takes part in what the article tells.
//!
//! In: the paragraphs of a page and which of them are the article's. Out: the place of that line. A headline may end in the same
//! words ("Gunmen Storm Army Post"), so a name has three words at most, and a headline must still come below it.

use super::chain::State;
use super::labels::is_byline;
use super::sight::{Ending, Sight};
use super::vocabulary::Vocabulary;

/// Words of a name, "The" before it aside.
const NAME_WORDS: usize = 3;
/// Words of a headline, and lines between the name and it: the day, a section, a byline.
const HEADLINE_WORDS: u32 = 4;
const BETWEEN: usize = 3;

/// The first paragraph of the article, where it is but the name of an outlet.
pub fn find(text: &str, sights: &[Sight], states: &[State], vocabulary: &Vocabulary) -> Option<usize> {
    let first = states.iter().position(|state| *state == State::Article)?;
    if !is_name(sights[first].span.of(text), vocabulary) {
        return None;
    }
    let below = sights[first + 1..].iter().take(BETWEEN + 1).take_while(|sight| sight.sentences == 0);
    let is_headline = |sight: &Sight| {
        sight.words >= HEADLINE_WORDS && sight.ending != Ending::Sentence && !sight.is_stamp && !is_byline(sight)
    };
    below.into_iter().any(is_headline).then_some(first)
}

/// "Sahel Wire", "The Harmattan Post", "Radio Okapi".
fn is_name(line: &str, vocabulary: &Vocabulary) -> bool {
    let words: Vec<&str> = line.split_whitespace().collect();
    let words = words.strip_prefix(&["The"]).unwrap_or(&words);
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase) && word.chars().all(char::is_alphabetic);
    let is_of_trade = |word: Option<&&str>| word.is_some_and(|word| vocabulary.is_of_publisher(&word.to_lowercase()));
    (2..=NAME_WORDS).contains(&words.len())
        && words.iter().all(is_capital)
        && (is_of_trade(words.last()) || is_of_trade(words.first()))
}
