//! Sentences to windows: the title, the sentence before, and as many sentences as are read together.

use std::ops::Range;

use stemma_reader::{Part, Piece, Read, Reader};

use crate::annotate::Syntax;
use crate::model::Article;

/// Pieces of a window, so that few are cut at the end of what the model reads.
const MOST_PIECES: usize = 200;
/// A longer sentence before is not repeated as context.
const LONGEST_CONTEXT: usize = 70;
const LONGEST_TITLE: usize = 48;
/// Words; what is longer is a list or has no stops, and is read in parts.
const LONGEST_SENTENCE: usize = 110;

/// A title or a sentence, cut into pieces.
struct Line {
    pieces: Vec<Piece>,
    words: Vec<Range<usize>>,
    /// The token of each word; none where the words do not stand in the text layer.
    tokens: Vec<Option<usize>>,
}

/// What is read together.
pub struct Window<'l> {
    parts: Vec<(&'l Line, bool)>,
}

/// All windows of an article, with the lines that they are made of.
pub struct Windows {
    title: Option<Line>,
    lines: Vec<Line>,
}

pub fn of(text: &str, article: &Article, syntax: &Syntax, reader: &Reader) -> Windows {
    let words = |sentence: usize| -> Vec<usize> {
        syntax.sentences[sentence].tokens.clone().filter(|&at| syntax.tokens[at].tag != "_SP").collect()
    };
    let in_body = |sentence: &usize| syntax.sentences[*sentence].kind.is_article_text();
    let title = article.title.as_ref().map(|title| told(reader, &title.text));
    Windows {
        title: title.filter(|title| title.pieces.len() <= LONGEST_TITLE && !title.words.is_empty()),
        lines: (0..syntax.sentences.len())
            .filter(in_body)
            .flat_map(|sentence| {
                let words = words(sentence);
                words.chunks(LONGEST_SENTENCE).map(|part| line(text, syntax, reader, part)).collect::<Vec<_>>()
            })
            .collect(),
    }
}

/// Words of the text layer, in other capitals where the block has none that tell names.
fn line(page: &str, syntax: &Syntax, reader: &Reader, tokens: &[usize]) -> Line {
    let (mut text, mut words) = (String::new(), Vec::with_capacity(tokens.len()));
    let mut end = None;
    for &at in tokens {
        let token = &syntax.tokens[at];
        if end.is_some_and(|end| end < token.span.start) {
            text.push(' ');
        }
        end = Some(token.span.end);
        let start = text.len();
        text.push_str(token.form.as_deref().unwrap_or(token.span.of(page)));
        words.push(start..text.len());
    }
    Line { pieces: reader.pieces(&text), words, tokens: tokens.iter().copied().map(Some).collect() }
}

/// A title, which is read alike whether it stands in the text layer or nowhere in it.
fn told(reader: &Reader, text: &str) -> Line {
    let starts = text.split_whitespace().map(|word| word.as_ptr() as usize - text.as_ptr() as usize);
    let words: Vec<Range<usize>> =
        starts.zip(text.split_whitespace()).map(|(start, word)| start..start + word.len()).collect();
    Line { pieces: reader.pieces(text), tokens: vec![None; words.len()], words }
}

impl Windows {
    /// Each sentence is new in one window, and at most one is repeated before it.
    pub fn iter(&self) -> impl Iterator<Item = (Window<'_>, Range<usize>)> {
        let mut lines = (0..self.lines.len()).peekable();
        std::iter::from_fn(move || {
            let first = lines.next()?;
            let mut parts: Vec<(&Line, bool)> = self.title.iter().map(|title| (title, true)).collect();
            let before = first.checked_sub(1).map(|at| &self.lines[at]);
            let has_room = self.lines[first].pieces.len() + LONGEST_CONTEXT < MOST_PIECES;
            parts.extend(
                before.filter(|line| has_room && line.pieces.len() <= LONGEST_CONTEXT).map(|line| (line, false)),
            );
            let fresh = parts.iter().map(|(line, _)| line.words.len()).sum::<usize>();
            parts.push((&self.lines[first], false));
            let mut size: usize = parts.iter().map(|(line, _)| line.pieces.len()).sum();
            while let Some(next) = lines.next_if(|&next| size + self.lines[next].pieces.len() <= MOST_PIECES) {
                parts.push((&self.lines[next], false));
                size += self.lines[next].pieces.len();
            }
            let all = parts.iter().map(|(line, _)| line.words.len()).sum();
            Some((Window { parts }, fresh..all))
        })
    }
}

impl Window<'_> {
    pub fn read<'r>(&self, reader: &'r Reader) -> Read<'r> {
        let parts: Vec<Part<'_>> = self
            .parts
            .iter()
            .map(|(line, is_title)| Part { pieces: &line.pieces, words: &line.words, is_title: *is_title })
            .collect();
        reader.read(&parts)
    }

    /// The token of every word of the window.
    pub fn tokens(&self) -> Vec<Option<usize>> {
        self.parts.iter().flat_map(|(line, _)| line.tokens.iter().copied()).collect()
    }
}
