//! The tokens of an article as the readers of names see them: folded, and with the questions they all ask.

use std::collections::HashSet;
use std::ops::Range;

use crate::annotate::{Context, recase};
use crate::lexicon::actors::Actors;
use crate::lexicon::fold;
use crate::lexicon::names::NameWords;
use crate::model::{Block, Span};

pub struct Words<'a> {
    pub context: &'a Context<'a>,
    folded: Vec<String>,
    /// For each sentence, whether nearly all its words are capitalised.
    title_case: Vec<bool>,
    /// For each sentence, whether its block is written in capitals throughout.
    capitals: Vec<bool>,
    /// For each sentence, whether the tagger read it with other capitals than it has.
    recased: Vec<bool>,
    /// For each token, what the general model takes it for; empty where it sees no name.
    labels: Vec<&'static str>,
    /// Words, folded, that stand with a capital within a sentence.
    written: HashSet<String>,
}

impl<'a> Words<'a> {
    pub fn new(context: &'a Context<'a>) -> Words<'a> {
        let folded: Vec<String> =
            context.syntax.tokens.iter().map(|token| fold::key(token.span.of(context.text))).collect();
        let sentences = &context.syntax.sentences;
        let title_case = sentences.iter().map(|sentence| is_title_case(context, sentence.tokens.clone())).collect();
        let mut labels = vec![""; folded.len()];
        for raw in &context.syntax.entities {
            labels[raw.tokens.clone()].fill(raw.label);
        }
        let in_capitals = |block: &Block| recase::is_in_capitals(block.span.of(context.text));
        let blocks: Vec<bool> = context.article.blocks.iter().map(in_capitals).collect();
        let capitals = sentences.iter().map(|sentence| blocks[sentence.block]).collect();
        let recased = |block: usize| context.syntax.recased.get(block).copied().unwrap_or(false);
        let recased = sentences.iter().map(|sentence| recased(sentence.block)).collect();
        let mut words = Words { context, folded, title_case, capitals, recased, labels, written: HashSet::new() };
        let inside = |at: &usize| words.same_sentence(at - 1, *at) && words.is_capitalised(*at);
        words.written = (1..words.len()).filter(inside).map(|at| words.folded[at].clone()).collect();
        words
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

    pub fn dep(&self, index: usize) -> &'static str {
        self.context.syntax.tokens.get(index).map_or("", |token| token.dep)
    }

    /// What the general model takes the token for; empty where it sees no name.
    pub fn label(&self, index: usize) -> &'static str {
        self.labels.get(index).copied().unwrap_or("")
    }

    pub fn is_proper(&self, index: usize) -> bool {
        matches!(self.tag(index), "NNP" | "NNPS")
    }

    /// English has the word in small letters too.
    pub fn is_common(&self, index: usize) -> bool {
        self.context.syntax.tokens.get(index).is_some_and(|token| token.common)
    }

    /// The page writes the word with a capital within a sentence.
    pub fn is_name_elsewhere(&self, index: usize) -> bool {
        self.written.contains(self.folded(index))
    }

    /// Written as a name: with a capital, or with one behind a joined particle ("al-Sukhna").
    pub fn is_capitalised(&self, index: usize) -> bool {
        // Where capitals tell nothing the tagger, which read the text in small letters, tells what a name is.
        if self.recased.get(self.sentence(index)).copied().unwrap_or(false) {
            return self.is_proper(index) && self.text(index).starts_with(char::is_uppercase);
        }
        let text = self.text(index);
        text.starts_with(char::is_uppercase) || self.is_joined(index)
    }

    /// Particle and name in one token: "al-Sukhna", "ez-Zor".
    pub fn is_joined(&self, index: usize) -> bool {
        let Some((particle, name)) = self.text(index).split_once(['-', '‑']) else { return false };
        name.starts_with(char::is_uppercase)
            && particle.len() <= 4
            && self.lists().particles.contains(particle.to_lowercase().as_str())
    }

    /// The index of the token that this one hangs from.
    pub fn head(&self, index: usize) -> usize {
        self.context.syntax.tokens.get(index).map_or(index, |token| token.head)
    }

    pub fn lemma(&self, index: usize) -> &str {
        self.context.syntax.tokens.get(index).map_or("", |token| token.lemma.as_str())
    }

    /// All letters are capitals, and there are at least two.
    pub fn is_acronym(&self, index: usize) -> bool {
        let text = self.text(index);
        // Where all is capitals, only brackets or the register tell an abbreviation.
        if self.is_in_capitals(index) {
            let bracketed = index > 0 && self.text(index - 1) == "(" && self.text(index + 1) == ")";
            let known = self.context.lexicon.stand_ins.capitals.acronyms.contains(text);
            return (bracketed || known) && self.is_proper(index);
        }
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

    /// The text around is in capitals throughout.
    pub fn is_in_capitals(&self, index: usize) -> bool {
        self.capitals.get(self.sentence(index)).copied().unwrap_or(false)
    }

    /// The headline style, where every word is capitalised and capitals say nothing.
    pub fn is_title_case(&self, index: usize) -> bool {
        let recased = self.recased.get(self.sentence(index)).copied().unwrap_or(false);
        !recased && self.title_case.get(self.sentence(index)).copied().unwrap_or(false)
    }
}

/// A lower-case verb, noun or adjective stands in no heading: "Trenches were dug in Silopi, Nusaybin and Lice" is none.
fn is_title_case(context: &Context<'_>, tokens: Range<usize>) -> bool {
    let (mut all, mut capitalised) = (0_usize, 0_usize);
    for token in &context.syntax.tokens[tokens] {
        let text = token.span.of(context.text);
        if text.chars().count() > 3 && text.chars().all(char::is_alphabetic) {
            let capital = text.starts_with(char::is_uppercase);
            if !capital && token.tag.starts_with(['V', 'N', 'J']) {
                return false;
            }
            all += 1;
            capitalised += usize::from(capital);
        }
    }
    all >= 4 && capitalised * 10 >= all * 8
}
