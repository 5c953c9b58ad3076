//! Text in capitals throughout, as old wire copy and many headlines have it, with the capitals that a reader would write.
//!
//! Comes in: the words of a block. Goes out: words of the same length in bytes, in which ordinary words are small and names
//! begin with a capital; a block that has small letters of its own goes out as it is. A word is ordinary when the English
//! model's tables know it and no list of names, nor the rest of the page, has it as a name. Only the grammar sees the result.

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

/// Words that the page writes with one capital somewhere: names, for the most part.
pub fn capitalised_words(page: &str) -> HashSet<String> {
    let words = page.split(|letter: char| !letter.is_alphabetic());
    let title = |word: &&str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_uppercase)
            && letters.clone().next().is_some()
            && letters.all(char::is_lowercase)
    };
    words.filter(title).map(str::to_lowercase).collect()
}

/// The block as a reader would write it.
pub fn recased<'t>(text: &'t str, page: &HashSet<String>, stand_ins: &StandIns, english: &English) -> Cow<'t, str> {
    if !is_in_capitals(text) {
        return Cow::Borrowed(text);
    }
    let mut read = String::with_capacity(text.len());
    let (mut opens, mut leads) = (true, false);
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if !letter.is_alphanumeric() {
            opens |= matches!(letter, '.' | '!' | '?' | ':') && rest[letter.len_utf8()..].starts_with([' ', '"']);
            read.push(letter);
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        let end = rest.find(|letter: char| !letter.is_alphanumeric()).unwrap_or(rest.len());
        let (word, behind) = rest.split_at(end);
        rest = behind;
        let lower = word.to_lowercase();
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
        if lower.len() != word.len() || initial || spelled_out || !ordinary && !vowels {
            read.push_str(word);
        } else if name || opens {
            let first = word.chars().next().map_or(0, char::len_utf8);
            read.push_str(&word[..first]);
            read.push_str(&word[first..].to_lowercase());
        } else {
            read.push_str(&lower);
        }
        leads = leading && behind.starts_with([' ', '-']);
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
