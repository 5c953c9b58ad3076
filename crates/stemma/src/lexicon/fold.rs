//! Text folded for looking names up: one spelling for many, with the way back to the original bytes.
//!
//! Comes in: any text. Goes out: lower-case text without diacritics, without apostrophes inside words, without the
//! full stops of "U.S.", with one space for every run of white space, hyphens and dashes, so that "Deir ez-Zor",
//! "Deir  ez Zor" and "DEIR EZ‑ZOR" are one. It does not change the order of letters and drops no word.

use unicode_normalization::char::decompose_compatible;

use crate::text::marks::is_unseen;

/// A folded text and, for each of its bytes, where the original character starts.
#[derive(Clone, Debug, Default)]
pub struct Folded {
    pub text: String,
    /// One entry for each byte of `text`, and one more for the end.
    starts: Vec<u32>,
    /// Where the original character of each byte ends.
    ends: Vec<u32>,
}

impl Folded {
    /// The range of the original text that a range of folded bytes stands for.
    pub fn original(&self, start: usize, end: usize) -> (usize, usize) {
        if start >= end {
            let at = self.starts.get(start).copied().unwrap_or(0) as usize;
            return (at, at);
        }
        (self.starts[start] as usize, self.ends[end - 1] as usize)
    }

    /// True when no word runs across either end of this range of folded bytes.
    pub fn is_whole_words(&self, start: usize, end: usize) -> bool {
        let bytes = self.text.as_bytes();
        let word = |at: usize| bytes.get(at).is_some_and(|byte| is_word_byte(*byte));
        let cuts = |at: usize| at > 0 && word(at - 1) && word(at);
        !cuts(start) && !cuts(end)
    }

    fn push(&mut self, letter: char, start: usize, end: usize) {
        self.text.push(letter);
        for _ in 0..letter.len_utf8() {
            self.starts.push(start as u32);
            self.ends.push(end as u32);
        }
    }
}

pub fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80
}

pub fn is_apostrophe(letter: char) -> bool {
    matches!(letter, '\'' | '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' | '`' | '´' | '‛')
}

fn is_gap(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '_')
}

/// Folds a text; `offset` is where it starts in the document.
pub fn fold(text: &str, offset: usize) -> Folded {
    let mut folded = Folded::default();
    folded.text.reserve(text.len());
    let mut letters = text.char_indices().peekable();
    // Length in letters of the word that is being read, for the full stops of abbreviations.
    let mut word_letters = 0_usize;
    while let Some((at, letter)) = letters.next() {
        let (start, end) = (offset + at, offset + at + letter.len_utf8());
        if is_unseen(letter, None) {
            continue;
        }
        if is_gap(letter) {
            word_letters = 0;
            if !folded.text.ends_with(' ') {
                folded.push(' ', start, end);
            }
            continue;
        }
        if is_apostrophe(letter) {
            let mut rest = text[at + letter.len_utf8()..].chars();
            let next = rest.next();
            let possessive = matches!(next, Some('s' | 'S')) && !rest.next().is_some_and(char::is_alphanumeric);
            let inside = word_letters > 0 && next.is_some_and(char::is_alphanumeric);
            if possessive || !inside {
                word_letters = 0;
                if !folded.text.ends_with(' ') {
                    folded.push(' ', start, end);
                }
            }
            continue;
        }
        if letter == '.' && word_letters == 1 {
            // "U.S." is "us": the stop goes, and the next letter still belongs to the same word.
            let joins = letters.peek().is_some_and(|(_, next)| next.is_alphabetic())
                && text[at + 1..].chars().nth(1).is_none_or(|after| !after.is_alphabetic());
            if joins {
                word_letters = 0;
            } else if folded.text.bytes().rev().take_while(|byte| is_word_byte(*byte)).count() > 1 {
                // The last stop of "U.S." belongs to the abbreviation.
                if let Some(last) = folded.ends.last_mut() {
                    *last = end as u32;
                }
            }
            continue;
        }
        word_letters = if letter.is_alphanumeric() { word_letters + 1 } else { 0 };
        push_folded(&mut folded, letter, start, end);
    }
    folded.starts.push((offset + text.len()) as u32);
    folded
}

fn push_folded(folded: &mut Folded, letter: char, start: usize, end: usize) {
    letters(letter, &mut |plain| folded.push(plain, start, end));
}

/// The small letters without marks that a letter is compared as.
pub fn letters(letter: char, give: &mut impl FnMut(char)) {
    if letter.is_ascii() {
        return give(letter.to_ascii_lowercase());
    }
    let plain = match letter {
        'ß' => "ss",
        'ø' | 'Ø' => "o",
        'ł' | 'Ł' => "l",
        'đ' | 'Đ' => "d",
        'ı' | 'İ' => "i",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ə' | 'Ə' => "e",
        '“' | '”' | '„' | '«' | '»' => "\"",
        _ => "",
    };
    if !plain.is_empty() {
        return plain.chars().for_each(give);
    }
    decompose_compatible(letter, |part| {
        let mark = matches!(part, '\u{300}'..='\u{36f}');
        if !mark && !is_gap(part) {
            part.to_lowercase().for_each(&mut *give);
        }
    });
}

/// A name folded for comparing: as [`fold`], without spaces at the ends.
pub fn key(name: &str) -> String {
    fold(name, 0).text.trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joins_the_spellings_of_one_name() {
        for (spelling, folded) in [
            ("Deir ez-Zor", "deir ez zor"),
            ("DEIR\n EZ‑ZOR", "deir ez zor"),
            ("Da’esh", "daesh"),
            ("U.S. Army", "us army"),
            ("the U.N.", "the un"),
            ("D.C.", "dc"),
            ("J. Smith", "j smith"),
            ("Mevlüt Çavuşoğlu", "mevlut cavusoglu"),
            ("People's Protection Units", "people s protection units"),
            ("Asa'ib Ahl al-Haq", "asaib ahl al haq"),
            ("fighters' base", "fighters base"),
            ("Damascus. The army", "damascus. the army"),
        ] {
            assert_eq!(key(spelling), folded, "{spelling}");
        }
    }

    #[test]
    fn leads_back_to_the_original_bytes() {
        let text = "The  Dáesh’s men";
        let folded = fold(text, 0);
        let at = folded.text.find("daesh").unwrap();
        let (start, end) = folded.original(at, at + 5);
        assert_eq!(&text[start..end], "Dáesh");
    }
}
