//! Words of a text and names among them, whatever their capitals, accents, apostrophes and the white space between.
//!
//! Comes in: any text. Goes out: its words as numbers that are equal where the words are, and where a name of several words stands. All
//! that is read of a store goes through here, so a word costs no memory of its own.

use std::collections::HashMap;

use crate::lexicon::fold::{is_apostrophe, letters};
use crate::model::Span;
use crate::text::marks::is_unseen;

/// A word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Word {
    pub start: usize,
    pub end: usize,
    /// The same for all spellings of one word.
    pub number: u64,
    /// It begins with a small letter.
    pub is_small: bool,
}

impl Word {
    pub fn span(self) -> Span {
        Span { start: self.start as u32, end: self.end as u32 }
    }
}

const BEGIN: u64 = 0xcbf2_9ce4_8422_2325;

/// FNV-1a, which goes on where it ended: so the number of two words written as one is known from both.
fn add(number: u64, letter: char) -> u64 {
    let mut bytes = [0; 4];
    let step = |number: u64, byte: &u8| (number ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    letter.encode_utf8(&mut bytes).as_bytes().iter().fold(number, step)
}

/// Runs of letters and digits. An apostrophe inside parts no word, but for the one before a possessive s.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut open: Option<Word> = None;
    for (at, letter) in text.char_indices() {
        let end = at + letter.len_utf8();
        if letter.is_alphanumeric() {
            let fresh = Word { start: at, end, number: BEGIN, is_small: letter.is_lowercase() };
            let word = open.get_or_insert(fresh);
            letters(letter, &mut |plain| word.number = add(word.number, plain));
            word.end = end;
            continue;
        }
        if open.is_some() && (matches!(letter, '\u{300}'..='\u{36f}') || is_unseen(letter, None)) {
            continue;
        }
        if open.is_some() && is_apostrophe(letter) {
            let mut rest = text[end..].chars();
            let next = rest.next();
            let is_possessive = matches!(next, Some('s' | 'S')) && !rest.next().is_some_and(char::is_alphanumeric);
            if next.is_some_and(char::is_alphanumeric) && !is_possessive {
                continue;
            }
        }
        found.extend(open.take());
    }
    found.extend(open);
    found
}

/// The same letter by letter, from where a word ended.
fn spell(number: u64, text: &str) -> u64 {
    let mut number = number;
    for letter in text.chars().filter(|letter| letter.is_alphanumeric()) {
        letters(letter, &mut |plain| number = add(number, plain));
    }
    number
}

/// The words of a text in which a hyphen at the end of a line breaks one, each of these as one; nothing where none is broken.
pub fn unbroken(text: &str) -> Option<Vec<Word>> {
    if !text.contains('\n') {
        return None;
    }
    let mut joined: Vec<Word> = Vec::new();
    let mut is_broken = false;
    for word in words(text) {
        match joined.last_mut().filter(|last| word.is_small && is_break(&text[last.end..word.start])) {
            Some(last) => {
                last.number = spell(last.number, &text[word.start..word.end]);
                last.end = word.end;
                is_broken = true;
            }
            None => joined.push(word),
        }
    }
    is_broken.then_some(joined)
}

/// A hyphen and one end of a line.
fn is_break(gap: &str) -> bool {
    let Some(rest) = gap.strip_prefix(['-', '\u{2010}', '\u{ad}']) else { return false };
    rest.trim().is_empty() && rest.matches('\n').count() == 1
}

/// Words that are written as one in addresses and marks of networks ("AminaYusuf2023"), each by itself. Nothing where there are none.
pub fn humps(text: &str, is_address: bool) -> Option<Vec<Word>> {
    if !is_address && !text.contains(['#', '@']) {
        return None;
    }
    let mut found = Vec::new();
    let mut is_parted = false;
    for word in words(text) {
        let is_mark = text[..word.start].ends_with(['#', '@']);
        if !is_address && !is_mark {
            found.push(word);
            continue;
        }
        let mut begin = word.start;
        let mut last: Option<char> = None;
        for (at, letter) in text[word.start..word.end].char_indices() {
            let parts =
                |last: char| last.is_lowercase() && letter.is_uppercase() || last.is_numeric() != letter.is_numeric();
            if last.is_some_and(parts) {
                found.push(piece(text, begin, word.start + at));
                begin = word.start + at;
                is_parted = true;
            }
            last = Some(letter);
        }
        found.push(if begin == word.start { word } else { piece(text, begin, word.end) });
    }
    is_parted.then_some(found)
}

fn piece(text: &str, start: usize, end: usize) -> Word {
    let piece = &text[start..end];
    Word { start, end, number: spell(BEGIN, piece), is_small: piece.starts_with(char::is_lowercase) }
}

/// What may stand between two words of one name: white space of any kind, and what addresses and file names have in its place. A full
/// stop before white space ends a sentence, unless it is that of an initial.
pub fn is_between(gap: &str, is_initial: bool) -> bool {
    let is_dash = |letter: char| matches!(letter, '-' | '_' | '+' | '\u{2010}'..='\u{2015}');
    let is_end = gap.contains('.') && gap.contains(char::is_whitespace) && !is_initial;
    let fits = |letter: char| letter.is_whitespace() || letter == '.' || is_dash(letter) || is_unseen(letter, None);
    !is_end && gap.chars().all(fits)
}

/// Names by their first word, each with a number of whose it is.
#[derive(Clone, Debug, Default)]
pub struct Names {
    by_first: HashMap<u64, Vec<Name>>,
}

#[derive(Clone, Debug)]
struct Name {
    rest: Vec<u64>,
    whose: u32,
    is_full: bool,
}

/// A name that was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// How many it has.
    pub words: usize,
    pub whose: u32,
    /// It is of several words, also where these are written as one: such a name means nobody else, however it is written.
    pub is_full: bool,
}

impl Names {
    pub fn is_empty(&self) -> bool {
        self.by_first.is_empty()
    }

    /// Of two with one name, the first stays.
    pub fn add(&mut self, words: &[u64], whose: u32) {
        self.put(words, whose, words.len() > 1);
    }

    fn put(&mut self, words: &[u64], whose: u32, is_full: bool) {
        let Some((first, rest)) = words.split_first() else { return };
        let of_word = self.by_first.entry(*first).or_default();
        if !of_word.iter().any(|name| name.rest == rest) {
            of_word.push(Name { rest: rest.to_vec(), whose, is_full });
        }
    }

    pub fn has(&self, word: u64) -> bool {
        self.by_first.contains_key(&word)
    }

    /// Whose name of one word this is.
    pub fn whose(&self, word: u64) -> Option<u32> {
        self.by_first.get(&word)?.iter().find(|name| name.rest.is_empty()).map(|name| name.whose)
    }

    pub fn is_word(&self, word: u64) -> bool {
        self.whose(word).is_some()
    }

    /// A name, and the same written as one word, as marks and accounts of networks have it.
    pub fn add_full(&mut self, name: &str, whose: u32) {
        /// Shorter ones are words of their own too often.
        const LEAST: usize = 8;
        let of_name = numbers(name);
        self.add(&of_name, whose);
        let joined: String = name.chars().filter(|letter| letter.is_alphanumeric()).collect();
        if of_name.len() > 1 && joined.chars().count() >= LEAST {
            self.put(&numbers(&joined), whose, true);
        }
    }

    /// Full names that are written as one word and stand inside another one ("aminayusufkilled"): where, and whose.
    pub fn inside(&self, text: &str, word: Word) -> Vec<(usize, usize, u32)> {
        /// Longer ones are sums and keys of addresses.
        const MOST: usize = 128;
        let mut found = Vec::new();
        if word.end - word.start > MOST {
            return found;
        }
        let inner = &text[word.start..word.end];
        let mut until = 0;
        for (begin, _) in inner.char_indices() {
            if begin < until {
                continue;
            }
            let mut number = BEGIN;
            for (at, letter) in inner[begin..].char_indices() {
                number = spell(number, letter.encode_utf8(&mut [0; 4]));
                let names = self.by_first.get(&number).into_iter().flatten();
                let whole = names.into_iter().find(|name| name.is_full && name.rest.is_empty());
                if let Some(name) = whole {
                    until = begin + at + letter.len_utf8();
                    found.push((word.start + begin, word.start + until, name.whose));
                }
            }
        }
        found
    }

    /// The longest name that begins with this word.
    pub fn at(&self, text: &str, words: &[Word], at: usize) -> Option<Found> {
        let names = self.by_first.get(&words[at].number)?;
        let stands = |name: &&Name| {
            name.rest.iter().enumerate().all(|(step, number)| {
                let (before, here) = (words[at + step], words.get(at + step + 1));
                let is_initial = text[before.start..before.end].chars().nth(1).is_none();
                here.is_some_and(|here| here.number == *number && is_between(&text[before.end..here.start], is_initial))
            })
        };
        let longest = names.iter().filter(stands).max_by_key(|name| name.rest.len())?;
        Some(Found { words: longest.rest.len() + 1, whose: longest.whose, is_full: longest.is_full })
    }
}

/// The words of a name as numbers.
pub fn numbers(name: &str) -> Vec<u64> {
    words(name).iter().map(|word| word.number).collect()
}
