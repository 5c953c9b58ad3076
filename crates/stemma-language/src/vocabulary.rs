//! The distinct words of one text and what the networks see of them: the identifiers of norm, prefix, suffix and shape. Tokens come in, a
//! list of words and the word of every token go out, so that everything that depends on the word alone is computed once.

use std::borrow::Cow;
use std::collections::HashMap;

use crate::Error;
use crate::characters::{is_space, lower, prefix, shape, suffix};
use crate::hashing::identifier;
use crate::sections::Sections;
use crate::tokenizer::Piece;

/// The tables that give a word its norm and its number.
pub(crate) struct Vocabulary {
    symbols: HashMap<&'static [u8], u64>,
    base_norms: HashMap<&'static str, &'static str>,
    /// By the number of the form.
    lexeme_norms: HashMap<u64, &'static str>,
}

/// A distinct form, together with the norm that an exception may have given it.
#[derive(Debug)]
pub(crate) struct Word<'t> {
    pub(crate) form: &'t str,
    pub(crate) lower: Cow<'t, str>,
    /// The identifiers of norm, prefix, suffix and shape.
    pub(crate) features: [u64; 4],
    pub(crate) is_space: bool,
}

impl Vocabulary {
    pub(crate) fn open(sections: &Sections) -> Result<Vocabulary, Error> {
        Ok(Vocabulary {
            symbols: sections
                .table("symbols")?
                .entries()
                .filter_map(|(name, number)| Some((name, u64::from_le_bytes(*number.first_chunk()?))))
                .collect(),
            base_norms: sections.table("norm.base")?.texts().collect(),
            lexeme_norms: sections
                .table("norm.lexeme")?
                .entries()
                .filter_map(|(number, norm)| {
                    Some((u64::from_be_bytes(*number.first_chunk()?), std::str::from_utf8(norm).ok()?))
                })
                .collect(),
        })
    }

    /// The words of the pieces, and for every piece the index of its word.
    pub(crate) fn words<'t>(&self, text: &'t str, pieces: &[Piece]) -> (Vec<Word<'t>>, Vec<u32>) {
        let mut words = Vec::new();
        let mut index: HashMap<(&str, Option<&'static str>), u32> = HashMap::new();
        let mut buffer = String::new();
        let of_pieces = pieces.iter().map(|piece| {
            let form = &text[piece.start as usize..piece.end as usize];
            *index.entry((form, piece.norm)).or_insert_with(|| {
                words.push(self.word(form, piece.norm, &mut buffer));
                (words.len() - 1) as u32
            })
        });
        let of_pieces = of_pieces.collect();
        (words, of_pieces)
    }

    fn word<'t>(&self, form: &'t str, norm: Option<&'static str>, buffer: &mut String) -> Word<'t> {
        let lower = lower(form);
        let norm = norm.or_else(|| self.lexeme_norms.get(&self.number(form)).copied());
        let norm = norm.or_else(|| self.base_norms.get(form).copied()).unwrap_or(&lower);
        let norm = self.number(norm);
        shape(form, buffer);
        let features = [norm, self.number(prefix(form)), self.number(suffix(form)), self.number(buffer)];
        Word { form, lower, features, is_space: form.chars().all(is_space) }
    }

    /// The number of a string in spaCy's store: its symbol's, or its hash.
    fn number(&self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        self.symbols.get(text.as_bytes()).copied().unwrap_or_else(|| identifier(text.as_bytes()))
    }
}
