//! A paragraph cut into words, numbers and marks, each with what the time lexicon says of it.
//!
//! Comes in: a stretch of the text layer. Goes out: tokens with offsets in the text layer, and the sentence each stands
//! in. It is lighter than the analysis of `syntax` and needs none: times are found in pages that no parser saw.

use std::sync::LazyLock;

use crate::lexicon::{TimeWords, Word};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    Number,
    Mark,
}

#[derive(Clone, Copy, Debug)]
pub struct Token<'t> {
    /// Byte offsets in the text layer.
    pub start: usize,
    pub end: usize,
    /// The token in ASCII lower case.
    pub word: &'t str,
    pub kind: Kind,
    /// No white space before it.
    pub glued: bool,
    pub capital: bool,
    /// Number of its sentence in the paragraph.
    pub sentence: u32,
    pub meaning: &'t Word,
}

/// One paragraph. Asking for a token outside it gives an empty one, so that a grammar need not look for the end.
#[derive(Clone, Debug)]
pub struct Paragraph<'t> {
    pub tokens: Vec<Token<'t>>,
    /// Written in capitals throughout, as wire copy once was: capitals tell nothing.
    pub shouts: bool,
}

static NOTHING: LazyLock<Word> = LazyLock::new(Word::default);

static OUTSIDE: LazyLock<Token<'static>> = LazyLock::new(|| Token {
    start: 0,
    end: 0,
    word: "",
    kind: Kind::Mark,
    glued: false,
    capital: false,
    sentence: u32::MAX,
    meaning: &NOTHING,
});

impl<'t> Paragraph<'t> {
    /// Cuts `folded`, which is `text` in ASCII lower case; both begin at byte `offset` of the text layer.
    pub fn cut(text: &str, folded: &'t str, offset: usize, words: &'t TimeWords) -> Paragraph<'t> {
        let mut tokens: Vec<Token<'t>> = Vec::new();
        let (mut at, mut end_of_last, mut sentence) = (0, usize::MAX, 0);
        while let Some(first) = folded[at..].chars().next() {
            if first.is_whitespace() {
                at += first.len_utf8();
                continue;
            }
            let follows_word = end_of_last == at && tokens.last().is_some_and(|last| last.kind != Kind::Mark);
            let (length, kind) = measure(&folded[at..], first, follows_word);
            let (word, start) = (&folded[at..at + length], at);
            at += length;
            let capital = text[start..].starts_with(char::is_uppercase);
            let glued = end_of_last == start;
            if !glued && (capital || kind != Kind::Word) && ends_sentence(&tokens) {
                sentence += 1;
            }
            end_of_last = at;
            let meaning = words.word(word).unwrap_or(&NOTHING);
            tokens.push(Token {
                start: offset + start,
                end: offset + at,
                word,
                kind,
                glued,
                capital,
                sentence,
                meaning,
            });
        }
        let is_word = |token: &&Token<'_>| token.kind == Kind::Word;
        let shouts = tokens.iter().filter(is_word).count() > 3
            && !text.bytes().any(|byte| byte.is_ascii_lowercase())
            && text.bytes().any(|byte| byte.is_ascii_uppercase());
        Paragraph { tokens, shouts }
    }

    pub fn get(&self, at: usize) -> &Token<'t> {
        self.tokens.get(at).unwrap_or(&OUTSIDE)
    }

    /// The token `back` places before `at`.
    pub fn before(&self, at: usize, back: usize) -> &Token<'t> {
        at.checked_sub(back).map_or(&OUTSIDE, |at| self.get(at))
    }

    pub fn word(&self, at: usize) -> &'t str {
        self.get(at).word
    }

    pub fn meaning(&self, at: usize) -> &'t Word {
        self.get(at).meaning
    }

    pub fn is(&self, at: usize, word: &str) -> bool {
        self.word(at) == word
    }

    pub fn is_any(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    /// The token is no part of the word or number before it.
    pub fn stands_free(&self, at: usize) -> bool {
        !self.get(at).glued || self.before(at, 1).kind == Kind::Mark
    }

    /// The value of a number token, and how many digits it is written with.
    pub fn digits(&self, at: usize) -> Option<(u32, usize)> {
        let token = self.get(at);
        if token.kind != Kind::Number || token.word.len() > 9 {
            return None;
        }
        Some((token.word.parse().ok()?, token.word.len()))
    }

    /// The place after an optional word.
    pub fn skip(&self, at: usize, words: &[&str]) -> usize {
        at + usize::from(self.is_any(at, words))
    }

    /// The place after this phrase, when it stands here.
    pub fn phrase(&self, at: usize, phrase: &[String]) -> Option<usize> {
        phrase.iter().enumerate().all(|(step, word)| self.is(at + step, word)).then_some(at + phrase.len())
    }

    pub fn is_hyphen(&self, at: usize) -> bool {
        self.is_any(at, &["-", "–", "—", "\u{2010}", "\u{2011}"])
    }

    pub fn is_possessive(&self, at: usize) -> bool {
        self.is_any(at, &["'s", "’s"])
    }
}

/// The length of the token at the head of `rest`, and its kind.
fn measure(rest: &str, first: char, follows_word: bool) -> (usize, Kind) {
    let run = |test: fn(char) -> bool| rest.find(|c| !test(c)).unwrap_or(rest.len());
    if first.is_ascii_digit() {
        return (run(|c| c.is_ascii_digit()), Kind::Number);
    }
    if first.is_alphabetic() {
        return (run(|c| c.is_alphabetic() || is_combining(c)), Kind::Word);
    }
    let length = first.len_utf8();
    if follows_word && matches!(first, '\'' | '’') {
        let tail = &rest[length..];
        return (length + tail.find(|c: char| !c.is_alphabetic()).unwrap_or(tail.len()), Kind::Mark);
    }
    (length, Kind::Mark)
}

fn is_combining(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether a sentence is over after these tokens, given that white space and a capital follow.
fn ends_sentence(tokens: &[Token<'_>]) -> bool {
    let closing = |token: &&Token<'_>| matches!(token.word, "\"" | "”" | "'" | "’" | "''" | ")" | "]");
    let mut back = tokens.iter().rev().take(6).skip_while(closing);
    match back.next().map(|token| token.word) {
        Some("!" | "?" | "…") => true,
        Some(".") => back.next().is_none_or(|last| {
            !(last.meaning.is_abbreviation || (last.kind == Kind::Word && last.word.chars().count() == 1))
        }),
        _ => false,
    }
}
