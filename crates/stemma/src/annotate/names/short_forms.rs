//! Short forms that the text itself introduces: "the Karenni Nationalities Defence Force (KNDF)".

use std::collections::HashMap;
use std::ops::Range;

use super::register::Found;
use super::words::Words;

/// The long form that an abbreviation stands for in this article.
#[derive(Clone, Debug)]
pub struct LongForm {
    pub name: String,
    pub tokens: Range<usize>,
    pub id: Option<String>,
}

/// Abbreviations in brackets whose letters the words before them spell, by folded abbreviation.
pub fn find(words: &Words<'_>, found: &Found<'_>) -> HashMap<String, LongForm> {
    let mut forms = HashMap::new();
    for open in 1..words.len().saturating_sub(2) {
        let (short, close) = (open + 1, open + 2);
        if words.text(open) != "(" || words.text(close) != ")" || !words.is_acronym(short) {
            continue;
        }
        let Some(tokens) = long_form(words, open, words.text(short)) else { continue };
        let span = words.span(tokens.clone());
        let id = found.at(span).filter(|named| named.span == span).and_then(|named| named.actor);
        let form = LongForm {
            name: span.of(words.context.text).split_whitespace().collect::<Vec<_>>().join(" "),
            tokens,
            id: id.map(|actor| actor.id.clone()),
        };
        forms.entry(words.folded(short).to_owned()).or_insert(form);
    }
    forms
}

/// The shortest run of words before the bracket that begins with a capital and whose initials spell the letters.
fn long_form(words: &Words<'_>, open: usize, short: &str) -> Option<Range<usize>> {
    let letters: Vec<char> =
        short.chars().filter(|letter| letter.is_alphabetic()).flat_map(char::to_lowercase).collect();
    if letters.len() < 2 || letters.len() > 10 {
        return None;
    }
    let mut left = letters.len();
    let mut at = open;
    while left > 0 && at > 0 && words.same_sentence(at - 1, open) && open - at < 2 * letters.len() + 4 {
        at -= 1;
        let word = words.folded(at);
        if word.starts_with(letters[left - 1]) && (words.is_capitalised(at) || left < letters.len()) {
            left -= 1;
        } else if words.is_capitalised(at) && words.is_proper(at) && !words.is_joint(at) && left == letters.len() {
            // The last capitalised word must give the last letter.
            return None;
        }
    }
    (left == 0 && words.is_capitalised(at) && open - at >= 2).then_some(at..open)
}
