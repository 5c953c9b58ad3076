//! Text whose capitals tell nothing, with those that a reader would write: capitals throughout, as in old wire copy, or one
//! on every word, as in headlines.
//!
//! Comes in: the words of a block. Goes out: words of the same length in bytes, in which ordinary words are small and names
//! begin with a capital; a block that writes ordinary words small goes out as it is. A word is ordinary when the English
//! model's tables know it and no list of names, nor the rest of the page, has it as a name. Only the grammar sees the result: words, lemmas of names and quotes stay those of the page.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::lexicon::stand_ins::StandIns;
use stemma_language::English;

/// Fewer letters than this tell nothing about how a block is written.
const FEWEST_LETTERS: usize = 8;

/// True when a text of several words has capitals only, up to a few small letters ("McCAIN").
pub fn is_in_capitals(text: &str) -> bool {
    let (mut capitals, mut small) = (0_usize, 0_usize);
    for letter in text.chars() {
        capitals += usize::from(letter.is_uppercase());
        small += usize::from(letter.is_lowercase());
    }
    capitals >= FEWEST_LETTERS && small * 25 <= capitals && text.split_whitespace().nth(1).is_some()
}

/// True when capitals tell no names here: they are everywhere, or every word begins with one.
pub fn tells_no_names(text: &str, stand_ins: &StandIns, english: &English) -> bool {
    is_in_capitals(text) || is_headline(text, stand_ins, english)
}

/// Headlines are short; the bound keeps long blocks from being read for nothing.
const LONGEST_HEADLINE: usize = 600;

/// "Rebels Take Town In North": only function words may be small, and some ordinary words are not.
fn is_headline(text: &str, stand_ins: &StandIns, english: &English) -> bool {
    if text.len() > LONGEST_HEADLINE {
        return false;
    }
    let (mut capitals, mut ordinary) = (0_usize, 0_usize);
    for word in text.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '\'' | '’')) {
        let Some(first) = word.chars().next().filter(|letter| letter.is_alphabetic()) else { continue };
        let lower = word.to_lowercase();
        let function = stand_ins.function_words.contains(&lower);
        if !first.is_uppercase() {
            // A short small word may be a particle ("de", "al"); a longer one is a word that headlines would capitalise.
            if !function && word.chars().count() > 3 {
                return false;
            }
            continue;
        }
        let shouted = !word.contains(char::is_lowercase);
        capitals += usize::from(!shouted);
        let name = stand_ins.capitals.words.contains(&lower);
        ordinary += usize::from(!shouted && !name && (function || english.knows_word(&lower)));
    }
    // The first word always has its capital, and a name of a body may hold two common words more.
    capitals >= 5 && ordinary >= 3
}

/// Words that a text writes with one capital, but not only because a sentence begins with them: names, for the most part.
pub fn capitalised_words(page: &str) -> HashSet<String> {
    let title = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some()
            && letters.all(char::is_lowercase)
    };
    let mut words = HashSet::new();
    let mut end = 0;
    for word in page.split(|letter: char| !letter.is_alphabetic()) {
        let before = page[..end].trim_end_matches([' ', '\n', '"', '“', '‘', '(']);
        let opens = before.is_empty() || before.ends_with(['.', '!', '?', ':', '|']);
        if title(&word) && !opens {
            words.insert(word.to_lowercase());
        }
        end += word.len();
        end += page[end..].chars().next().map_or(0, char::len_utf8);
    }
    words
}

/// The block as a reader would write it.
pub fn recased<'t>(text: &'t str, page: &HashSet<String>, stand_ins: &StandIns, english: &English) -> Cow<'t, str> {
    let capitals = is_in_capitals(text);
    if !capitals && !is_headline(text, stand_ins, english) {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let (mut opens, mut leads) = (true, false);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if !letter.is_alphanumeric() {
            opens |= matches!(letter, '.' | '!' | '?' | ':' | '|') && rest[letter.len_utf8()..].starts_with([' ', '"']);
            // The bar between headlines ends a sentence.
            read.push(if letter == '|' { '.' } else { letter });
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        let lower = word.to_lowercase();
        // In a headline, what is small or in capitals throughout is so by itself.
        let own =
            !capitals && (word.starts_with(char::is_lowercase) || word.len() > 1 && !word.contains(char::is_lowercase));
        let names = &stand_ins.capitals;
        let initial = word.chars().nth(1).is_none() && behind.starts_with('.');
        let letters_only = word.chars().all(char::is_alphabetic);
        let spelled_out = !letters_only || names.acronyms.contains(word) && !names.words.contains(&lower);
        let leading = names.leading.contains(&lower);
        let ordinary = stand_ins.function_words.contains(&lower) || english.knows_word(&lower) || word.len() < 3;
        let name = leads
            || leading
            || names.words.contains(&lower)
            || page.contains(&lower) && !stand_ins.function_words.contains(&lower)
            || !ordinary;
        let vowels = lower.contains(['a', 'e', 'i', 'o', 'u', 'y']);
        // "Port-au-Prince": small words between hyphens stay small.
        let joined = capitals && leads && read.ends_with('-') && word.len() < 4 && behind.starts_with('-');
        if joined && lower.len() == word.len() {
            read.push_str(&lower);
        } else if own || lower.len() != word.len() || initial || spelled_out || !ordinary && !vowels {
            read.push_str(word);
        } else if name || opens {
            let first = word.chars().next().map_or(0, char::len_utf8);
            read.push_str(&word[..first]);
            read.push_str(&word[first..].to_lowercase());
        } else {
            read.push_str(&lower);
        }
        // "Port-au-Prince": a hyphen carries the name on.
        leads = leading && behind.starts_with([' ', '-']) || leads && behind.starts_with('-');
        opens = false;
    }
    // A letter whose small form has another length would move every offset behind it.
    if read.len() == text.len() { Cow::Owned(read) } else { Cow::Borrowed(text) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_a_block_that_has_small_letters_and_its_length_always() {
        for (text, capitals) in [
            ("REBELS TAKE TOWN IN NORTH", true),
            ("Rebels take town", false),
            ("UN", false),
            ("REBELS IN ÇANKIRI ẞTRASSE FIGHT İSTANBUL", true),
        ] {
            assert_eq!(is_in_capitals(text), capitals, "{text}");
        }
        assert!(capitalised_words("The Kidal market, KIDAL, Gao-based").contains("gao"));
    }
}
