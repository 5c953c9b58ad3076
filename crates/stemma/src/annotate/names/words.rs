//! The tokens of an article as the readers of names see them: folded, and with the questions they all ask.

use std::ops::Range;

use crate::annotate::Context;
use crate::lexicon::actors::Actors;
use crate::lexicon::fold;
use crate::lexicon::names::NameWords;
use crate::model::Span;

pub struct Words<'a> {
    pub context: &'a Context<'a>,
    folded: Vec<String>,
    /// For each sentence, whether nearly all its words are capitalised.
    title_case: Vec<bool>,
}

impl<'a> Words<'a> {
    pub fn new(context: &'a Context<'a>) -> Words<'a> {
        let folded = context.syntax.tokens.iter().map(|token| fold::key(token.span.of(context.text))).collect();
        let sentences = &context.syntax.sentences;
        let title_case = sentences.iter().map(|sentence| is_title_case(context, sentence.tokens.clone())).collect();
        Words { context, folded, title_case }
    }

    pub fn len(&self) -> usize {
        self.folded.len()
    }

    pub fn lists(&self) -> &'a NameWords {
        &self.context.lexicon.name_words
    }

    pub fn actors(&self) -> &'a Actors {
        &self.context.lexicon.actors
    }

    /// The token in lower case without accents and inner stops; empty outside the text.
    pub fn folded(&self, index: usize) -> &str {
        self.folded.get(index).map_or("", String::as_str)
    }

    /// The tokens of a range, folded and joined as the register folds whole names.
    pub fn key(&self, tokens: Range<usize>) -> String {
        fold::key(self.span(tokens).of(self.context.text))
    }

    pub fn text(&self, index: usize) -> &'a str {
        self.context.syntax.tokens.get(index).map_or("", |token| token.span.of(self.context.text))
    }

    pub fn tag(&self, index: usize) -> &'static str {
        self.context.syntax.tokens.get(index).map_or("", |token| token.tag)
    }

    pub fn is_proper(&self, index: usize) -> bool {
        matches!(self.tag(index), "NNP" | "NNPS")
    }

    pub fn is_capitalised(&self, index: usize) -> bool {
        self.text(index).starts_with(char::is_uppercase)
    }

    /// All letters are capitals, and there are at least two.
    pub fn is_acronym(&self, index: usize) -> bool {
        let text = self.text(index);
        text.chars().filter(|letter| letter.is_alphabetic()).count() >= 2
            && !text.contains(char::is_lowercase)
            && text.starts_with(char::is_uppercase)
    }

    pub fn span(&self, tokens: Range<usize>) -> Span {
        let all = &self.context.syntax.tokens;
        match (all.get(tokens.start), tokens.end.checked_sub(1).and_then(|last| all.get(last))) {
            (Some(first), Some(last)) if first.span.start <= last.span.end => first.span.cover(last.span),
            _ => Span::new(0, 0),
        }
    }

    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        self.context.syntax.tokens_in(span)
    }

    pub fn sentence(&self, index: usize) -> usize {
        self.context.syntax.tokens.get(index).map_or(usize::MAX, |token| token.sentence)
    }

    pub fn same_sentence(&self, one: usize, other: usize) -> bool {
        one < self.len() && other < self.len() && self.sentence(one) == self.sentence(other)
    }

    /// No space stands between this token and the next: "ez" and "-" in "ez-Zor".
    pub fn touches_next(&self, index: usize) -> bool {
        let all = &self.context.syntax.tokens;
        index + 1 < all.len() && all[index].span.end == all[index + 1].span.start
    }

    /// A hyphen written without spaces on either side.
    pub fn is_joint(&self, index: usize) -> bool {
        matches!(self.text(index), "-" | "–" | "‑" | "'" | "’")
            && index > 0
            && self.touches_next(index - 1)
            && self.touches_next(index)
    }

    /// The headline style, where every word is capitalised and capitals say nothing.
    pub fn is_title_case(&self, index: usize) -> bool {
        self.title_case.get(self.sentence(index)).copied().unwrap_or(false)
    }
}

fn is_title_case(context: &Context<'_>, tokens: Range<usize>) -> bool {
    let (mut all, mut capitalised) = (0_usize, 0_usize);
    for token in &context.syntax.tokens[tokens] {
        let text = token.span.of(context.text);
        if text.chars().count() > 3 && text.chars().all(char::is_alphabetic) {
            all += 1;
            capitalised += usize::from(text.starts_with(char::is_uppercase));
        }
    }
    all >= 4 && capitalised * 10 >= all * 8
}
