//! The grammar of an article: the blocks that belong to it, analysed one by one and laid into one list of tokens.
//!
//! Comes in: the text layer and its blocks. Goes out: tokens with offsets in the text layer, the dependency tree, and
//! the sentences. It corrects nothing: what the model says of names is raw material for `names`.

use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

use super::{recase, stand_ins};
use crate::lexicon::stand_ins::StandIns;
use crate::model::{Article, Block, BlockKind, Span, TokenRow};
use stemma_language::{Doc, English};

/// All tokens of an article in text order; trees never cross a block.
#[derive(Clone, Debug, Default)]
pub struct Syntax {
    pub tokens: Vec<Token>,
    pub sentences: Vec<Sentence>,
    /// Names as the general model sees them.
    pub entities: Vec<RawEntity>,
    children: Vec<Vec<u32>>,
    /// For each block of the article, whether it was read with other capitals than it has.
    pub recased: Vec<bool>,
}

#[derive(Clone, Debug)]
pub struct Token {
    pub span: Span,
    /// Penn Treebank tag; `_SP` for white space.
    pub tag: &'static str,
    /// Universal part of speech.
    pub pos: &'static str,
    /// ClearNLP label; `ROOT` for the head of a sentence.
    pub dep: &'static str,
    /// Index of the head in the list of tokens; a root is its own head.
    pub head: usize,
    pub lemma: String,
    /// Index of its sentence.
    pub sentence: usize,
    /// English has this word in small letters: "rice" of "Rice".
    pub common: bool,
    /// The word as others write it, where its block has capitals that tell nothing.
    pub form: Option<Box<str>>,
}

#[derive(Clone, Debug)]
pub struct Sentence {
    pub span: Span,
    pub tokens: Range<usize>,
    /// Index of its block in the article.
    pub block: usize,
    pub kind: BlockKind,
}

#[derive(Clone, Debug)]
pub struct RawEntity {
    pub tokens: Range<usize>,
    pub span: Span,
    /// OntoNotes type.
    pub label: &'static str,
}

/// Analyses every block that belongs to the article, each by itself: line breaks inside a sentence mislead the model.
pub fn analyse(text: &str, article: &Article, english: &English, stand_ins: &StandIns) -> Syntax {
    let mut syntax = Syntax { recased: vec![false; article.blocks.len()], ..Syntax::default() };
    let blocks = || article.blocks.iter().filter(|block| block.kind.is_of_article());
    let recased = |block: &&Block| recase::tells_no_names(block.span.of(text), stand_ins, english);
    // What the other blocks write with a capital is a name in a heading too.
    let written = match blocks().any(|block| recased(&block)) {
        true => blocks()
            .filter(|block| !recased(block))
            .flat_map(|block| recase::capitalised_words(block.span.of(text)))
            .collect(),
        false => HashSet::new(),
    };
    for (index, block) in article.blocks.iter().enumerate().filter(|(_, block)| block.kind.is_of_article()) {
        for part in parts(text, block.span) {
            let (words, offsets) = stand_ins::single_spaced(part.of(text));
            let cased = recase::recased(&words, &written, stand_ins, english);
            syntax.recased[index] |= matches!(cased, Cow::Owned(_));
            let read = stand_ins::read_as(&cased, text, stand_ins);
            let is_recased = matches!(cased, Cow::Owned(_));
            let part =
                Read { index, kind: block.kind, start: part.start, words: &words, offsets: &offsets, is_recased };
            syntax.add(&part, &english.analyse(&read), english);
        }
    }
    syntax.hang();
    syntax
}

/// A block of more bytes than this is no paragraph. It is given to the model in parts, so that memory stays small.
const LONGEST_PART: usize = 50_000;

/// The block, or parts of it that end behind white space where there is any.
fn parts(text: &str, block: Span) -> impl Iterator<Item = Span> {
    let end = block.end as usize;
    let mut start = block.start as usize;
    std::iter::from_fn(move || {
        let rest = text.get(start..end).filter(|rest| !rest.is_empty())?;
        let mut length = rest.len();
        if length > LONGEST_PART {
            let most = rest.floor_char_boundary(LONGEST_PART);
            let space = rest[..most].rfind(char::is_whitespace);
            length = space.map_or(most, |at| at + rest[at..].chars().next().map_or(1, char::len_utf8));
        }
        start += length;
        Some(Span::new(start - length, start))
    })
}

/// A block, or a part of a long one, as it was given to the model.
struct Read<'a> {
    index: usize,
    kind: BlockKind,
    /// Where it begins in the text layer.
    start: u32,
    words: &'a str,
    /// For every byte of `words`, where it stands in the part.
    offsets: &'a [u32],
    is_recased: bool,
}

impl Read<'_> {
    /// The span in the text layer of bytes of the words: from the first byte to behind the last one.
    fn place(&self, start: u32, end: u32) -> Span {
        let first = self.offsets[start as usize];
        let last = if end > start { self.offsets[end as usize - 1] + 1 } else { first };
        Span { start: self.start + first, end: self.start + last.max(first) }
    }
}

/// The model's lemma, unless it read a stand-in: a name is its own lemma. Words in capitals were read as others write them.
fn lemma(words: &str, token: &stemma_language::Token<'_>) -> String {
    let own = words.get(token.start() as usize..token.end() as usize).unwrap_or("");
    let is_own = own == token.text() || own.to_lowercase() == token.text().to_lowercase();
    if is_own { token.lemma().to_string() } else { own.to_string() }
}

impl Syntax {
    /// Lays the analysis of one block behind what is there. White space tokens stay, so that indices agree with the analysis.
    fn add(&mut self, read: &Read<'_>, doc: &Doc<'_>, english: &English) {
        let first = self.tokens.len();
        let words = read.words;
        let (block, kind) = (read.index, read.kind);
        let place = |start: u32, end: u32| read.place(start, end);
        for tokens in doc.sentences().map(|sentence| sentence.tokens()) {
            let number = self.sentences.len();
            for token in tokens.clone().map(|index| doc.token(index)) {
                let common = english.knows_word(&token.text().to_lowercase());
                self.tokens.push(Token {
                    form: read.is_recased.then(|| token.text().into()),
                    common,
                    span: place(token.start(), token.end()),
                    tag: token.tag(),
                    pos: token.pos(),
                    dep: token.dep(),
                    head: first + token.head(),
                    lemma: lemma(words, &token),
                    sentence: number,
                });
            }
            let words = tokens.clone().map(|index| doc.token(index)).filter(|token| !token.is_space());
            let span = words.map(|token| place(token.start(), token.end())).reduce(Span::cover);
            let tokens = first + tokens.start..first + tokens.end;
            let span = span.unwrap_or(self.tokens[tokens.start].span);
            self.sentences.push(Sentence { span, tokens, block, kind });
        }
        for entity in doc.entities() {
            let tokens = first + entity.tokens().start..first + entity.tokens().end;
            let span = self.tokens[tokens.start].span.cover(self.tokens[tokens.end - 1].span);
            self.entities.extend(entity.label().map(|label| RawEntity { tokens, span, label }));
        }
    }

    /// Notes for every token which others hang from it.
    fn hang(&mut self) {
        self.children = vec![Vec::new(); self.tokens.len()];
        for index in 0..self.tokens.len() {
            let head = self.tokens[index].head;
            if head != index {
                self.children[head].push(index as u32);
            }
        }
    }

    /// The same without the blocks of a kind, and where each of the tokens that are left stands among all.
    pub fn without(&self, kind: BlockKind) -> (Syntax, Vec<usize>) {
        let is_kept = |sentence: &&Sentence| sentence.kind != kind;
        let places: Vec<usize> = self.sentences.iter().filter(is_kept).flat_map(|one| one.tokens.clone()).collect();
        // Trees and names never cross a block.
        let moved = |at: usize| places.partition_point(|&place| place < at);
        let range = |tokens: &Range<usize>| moved(tokens.start)..moved(tokens.end);
        let mut left = Syntax { recased: self.recased.clone(), ..Syntax::default() };
        for sentence in self.sentences.iter().filter(is_kept) {
            let number = left.sentences.len();
            let tokens = self.tokens[sentence.tokens.clone()].iter();
            left.tokens.extend(tokens.map(|token| Token {
                head: moved(token.head),
                sentence: number,
                ..token.clone()
            }));
            left.sentences.push(Sentence { tokens: range(&sentence.tokens), ..sentence.clone() });
        }
        let names =
            self.entities.iter().filter(|name| is_kept(&&self.sentences[self.tokens[name.tokens.start].sentence]));
        left.entities = names.map(|name| RawEntity { tokens: range(&name.tokens), ..name.clone() }).collect();
        left.hang();
        (left, places)
    }

    /// The tokens that hang directly from token `index`, in text order.
    pub fn children(&self, index: usize) -> impl DoubleEndedIterator<Item = usize> + '_ {
        self.children[index].iter().map(|&child| child as usize)
    }

    /// The first child with one of these labels.
    pub fn child(&self, index: usize, labels: &[&str]) -> Option<usize> {
        self.children(index).find(|&child| labels.contains(&self.tokens[child].dep))
    }

    /// The tokens above `index`, nearest first; ends at the root.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |&at| (self.tokens[at].head != at).then(|| self.tokens[at].head)).skip(1)
    }

    /// Every token below and including `index`, in text order.
    pub fn subtree(&self, index: usize) -> Vec<usize> {
        let (mut found, mut open) = (Vec::new(), vec![index]);
        while let Some(next) = open.pop() {
            found.push(next);
            open.extend(self.children(next));
        }
        found.sort_unstable();
        found
    }

    /// From the first to the last word below and including `index`.
    pub fn subtree_span(&self, index: usize) -> Span {
        self.subtree(index)
            .into_iter()
            .map(|at| self.tokens[at].span)
            .reduce(Span::cover)
            .unwrap_or(self.tokens[index].span)
    }

    /// The token that holds this byte, or the first one after it.
    pub fn token_at(&self, offset: u32) -> Option<usize> {
        let index = self.tokens.partition_point(|token| token.span.end <= offset);
        (index < self.tokens.len()).then_some(index)
    }

    /// The tokens that touch a span.
    pub fn tokens_in(&self, span: Span) -> Range<usize> {
        let first = self.tokens.partition_point(|token| token.span.end <= span.start);
        let last = self.tokens.partition_point(|token| token.span.start < span.end);
        first..last.max(first)
    }

    /// The token of a span whose head lies outside it: the grammatical head of a name.
    pub fn head_of(&self, span: Span) -> Option<usize> {
        let tokens = self.tokens_in(span);
        tokens
            .clone()
            .find(|&at| self.tokens[at].head == at || !tokens.contains(&self.tokens[at].head))
            .or(tokens.last())
    }

    /// The tokens as they are printed.
    pub fn rows(&self) -> Vec<TokenRow> {
        let row = |token: &Token| TokenRow {
            span: token.span,
            tag: token.tag.into(),
            dep: token.dep.into(),
            head: token.head as u32,
            lemma: token.lemma.clone(),
        };
        self.tokens.iter().map(row).collect()
    }

    pub fn sentences_of_article_text(&self, article: &Article) -> Vec<Span> {
        let in_body = |sentence: &&Sentence| article.blocks[sentence.block].kind.is_article_text();
        self.sentences.iter().filter(in_body).map(|sentence| sentence.span).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_PART, parts};
    use crate::model::Span;

    #[test]
    fn long_blocks_are_cut_behind_white_space_and_inside_no_character() {
        for unit in ["word after word ", "ü", "\u{3000}", "(", " "] {
            let text = format!("ab{}", unit.repeat(180_000 / unit.len()));
            let block = Span::new(2, text.len());
            let parts: Vec<Span> = parts(&text, block).collect();
            assert!(parts.len() > 3 && parts.iter().all(|part| part.len() <= LONGEST_PART && !part.is_empty()));
            let all: String = parts.iter().map(|part| part.of(&text)).collect();
            assert_eq!(all, block.of(&text));
            if unit.contains("word") {
                assert!(parts.iter().all(|part| part.of(&text).ends_with(' ')));
            }
        }
    }
}
