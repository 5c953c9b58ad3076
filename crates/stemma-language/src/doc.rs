//! The analysis of one text: tokens, sentences and entities, read through accessors so that the way they are stored can change.

use std::ops::Range;

/// An analysed text.
#[derive(Debug, Clone)]
pub struct Doc<'t> {
    pub(crate) text: &'t str,
    pub(crate) tokens: Vec<Stored>,
    pub(crate) lemmas: String,
    pub(crate) sentences: Vec<Range<u32>>,
    pub(crate) entities: Vec<(Range<u32>, &'static str)>,
}

/// What is kept of a token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stored {
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) head: u32,
    pub(crate) lemma: (u32, u32),
    pub(crate) tag: &'static str,
    pub(crate) pos: &'static str,
    pub(crate) dep: &'static str,
    pub(crate) morphology: &'static str,
    pub(crate) has_space: bool,
    pub(crate) is_space: bool,
    pub(crate) starts_sentence: bool,
}

impl<'t> Doc<'t> {
    /// The text that was analysed.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// The number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether the text has no token; only an empty text has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// The token with this index.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn token(&self, index: usize) -> Token<'_> {
        assert!(index < self.tokens.len(), "token {index} of {}", self.tokens.len());
        Token { doc: self, index }
    }

    /// All tokens, white space included.
    pub fn tokens(&self) -> impl DoubleEndedIterator<Item = Token<'_>> + ExactSizeIterator {
        (0..self.tokens.len()).map(|index| Token { doc: self, index })
    }

    /// The lemma of a token.
    ///
    /// # Panics
    /// When there is no such token.
    #[must_use]
    pub fn lemma(&self, index: usize) -> &str {
        self.token(index).lemma()
    }

    /// The sentences in the order of the text; together they cover all tokens. They have no label.
    pub fn sentences(&self) -> impl DoubleEndedIterator<Item = Span<'_>> + ExactSizeIterator {
        self.sentences.iter().map(|tokens| Span { doc: self, tokens: tokens.clone(), label: None })
    }

    /// The named entities in the order of the text; they do not overlap.
    pub fn entities(&self) -> impl DoubleEndedIterator<Item = Span<'_>> + ExactSizeIterator {
        self.entities.iter().map(|(tokens, label)| Span { doc: self, tokens: tokens.clone(), label: Some(label) })
    }
}

/// A stretch of tokens: a sentence, or a named entity with an OntoNotes label (`PERSON`, `GPE`, `ORG`, `DATE` …).
#[derive(Debug, Clone)]
pub struct Span<'d> {
    doc: &'d Doc<'d>,
    tokens: Range<u32>,
    label: Option<&'static str>,
}

impl<'d> Span<'d> {
    /// The indices of its tokens.
    #[must_use]
    pub fn tokens(&self) -> Range<usize> {
        self.tokens.start as usize..self.tokens.end as usize
    }

    /// Where it begins in the text, in bytes.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.doc.tokens[self.tokens.start as usize].start
    }

    /// Where it ends, in bytes; a space that belongs to no token is left out.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.doc.tokens[self.tokens.end as usize - 1].end
    }

    /// Its characters.
    #[must_use]
    pub fn text(&self) -> &'d str {
        &self.doc.text[self.start() as usize..self.end() as usize]
    }

    /// The OntoNotes label of an entity; a sentence has none.
    #[must_use]
    pub fn label(&self) -> Option<&'static str> {
        self.label
    }
}

/// One token of a [`Doc`].
#[derive(Debug, Clone, Copy)]
pub struct Token<'d> {
    doc: &'d Doc<'d>,
    index: usize,
}

impl<'d> Token<'d> {
    fn stored(&self) -> &'d Stored {
        &self.doc.tokens[self.index]
    }

    /// The index of the token in its text.
    #[must_use]
    pub fn index(&self) -> usize {
        self.index
    }

    /// The characters of the token.
    #[must_use]
    pub fn text(&self) -> &'d str {
        let stored = self.stored();
        &self.doc.text[stored.start as usize..stored.end as usize]
    }

    /// Where the token begins in the text, in bytes.
    #[must_use]
    pub fn start(&self) -> u32 {
        self.stored().start
    }

    /// Where it ends.
    #[must_use]
    pub fn end(&self) -> u32 {
        self.stored().end
    }

    /// Whether one space follows that belongs to no token.
    #[must_use]
    pub fn has_trailing_space(&self) -> bool {
        self.stored().has_space
    }

    /// Whether the token is white space.
    #[must_use]
    pub fn is_space(&self) -> bool {
        self.stored().is_space
    }

    /// The Penn Treebank tag.
    #[must_use]
    pub fn tag(&self) -> &'static str {
        self.stored().tag
    }

    /// The universal part of speech.
    #[must_use]
    pub fn pos(&self) -> &'static str {
        self.stored().pos
    }

    /// The morphological features, `Name=Value` between bars; empty for none.
    #[must_use]
    pub fn morphology(&self) -> &'static str {
        self.stored().morphology
    }

    /// The relation to the head.
    #[must_use]
    pub fn dep(&self) -> &'static str {
        self.stored().dep
    }

    /// The index of the head; a root is its own head.
    #[must_use]
    pub fn head(&self) -> usize {
        self.stored().head as usize
    }

    /// The base form.
    #[must_use]
    pub fn lemma(&self) -> &'d str {
        let (start, end) = self.stored().lemma;
        &self.doc.lemmas[start as usize..end as usize]
    }

    /// Whether a sentence begins here.
    #[must_use]
    pub fn is_sentence_start(&self) -> bool {
        self.stored().starts_sentence
    }
}
