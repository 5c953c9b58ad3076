//! Character classes and word forms as Python defines them, because the model was trained on Python's answers: letters, digits, spaces, the
//! shape of a word, its lower-case form, its first character and its last three.

use std::borrow::Cow;

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// `str.isspace`: Unicode white space and the four information separators.
pub(crate) fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{1c}'..='\u{1f}')
}

/// `str.isalpha`: the letter categories, without the marks and letter numbers that Unicode also calls alphabetic.
pub(crate) fn is_letter(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphabetic();
    }
    use GeneralCategory as G;
    matches!(
        character.general_category(),
        G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::ModifierLetter | G::OtherLetter
    )
}

/// `\d`: decimal digits of any script.
pub(crate) fn is_decimal(character: char) -> bool {
    if character.is_ascii() {
        character.is_ascii_digit()
    } else {
        character.general_category() == GeneralCategory::DecimalNumber
    }
}

/// `str.isdigit`: decimal digits, and the superscript, subscript, circled and similar digits.
pub(crate) fn is_digit(character: char) -> bool {
    is_decimal(character)
        || matches!(character,
            '\u{b2}' | '\u{b3}' | '\u{b9}' | '\u{1369}'..='\u{1371}' | '\u{19da}' | '\u{2070}' | '\u{2074}'..='\u{2079}'
            | '\u{2080}'..='\u{2089}' | '\u{2460}'..='\u{2468}' | '\u{2474}'..='\u{247c}' | '\u{2488}'..='\u{2490}' | '\u{24ea}'
            | '\u{24f5}'..='\u{24fd}' | '\u{24ff}' | '\u{2776}'..='\u{277e}' | '\u{2780}'..='\u{2788}' | '\u{278a}'..='\u{2792}'
            | '\u{10a40}'..='\u{10a43}' | '\u{10e60}'..='\u{10e68}' | '\u{11052}'..='\u{1105a}' | '\u{1f100}'..='\u{1f10a}')
}

/// `str.isalnum` for one character: letters and numbers of every kind.
pub(crate) fn is_alphanumeric(character: char) -> bool {
    if character.is_ascii() {
        return character.is_ascii_alphanumeric();
    }
    is_letter(character) || is_digit(character) || character.is_numeric()
}

/// `str.lower`.
pub(crate) fn lower(word: &str) -> Cow<'_, str> {
    let is_lower = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if is_lower { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// The first character of a word.
pub(crate) fn prefix(word: &str) -> &str {
    let end = word.chars().next().map_or(0, char::len_utf8);
    &word[..end]
}

/// The last three characters of a word.
pub(crate) fn suffix(word: &str) -> &str {
    let start = word.char_indices().rev().nth(2).map_or(0, |(start, _)| start);
    &word[start..]
}

/// The shape of a word: `X` and `x` for letters, `d` for digits, other characters as they are, at most four of a kind in a row.
pub(crate) fn shape(word: &str, shape: &mut String) {
    shape.clear();
    if word.chars().nth(99).is_some() {
        shape.push_str("LONG");
        return;
    }
    let (mut last, mut run) = (None, 0);
    for character in word.chars() {
        let kind = if is_letter(character) {
            if character.is_uppercase() { 'X' } else { 'x' }
        } else if is_digit(character) {
            'd'
        } else {
            character
        };
        run = if last == Some(kind) { run + 1 } else { 0 };
        last = Some(kind);
        if run < 4 {
            shape.push(kind);
        }
    }
}
