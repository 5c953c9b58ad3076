//! Reads parts of a text together: pieces and words come in, and what the model says of the words goes out, worked out when it is asked
//! for. What lies beyond the positions of the model is not read, and nothing is said of it.

use std::cell::OnceCell;
use std::ops::Range;

use crate::encoder::Workspace;
use crate::heads::{Linear, Pairs, Place};
use crate::{Piece, Reader};

/// A title or a sentence.
#[derive(Debug, Clone, Copy)]
pub struct Part<'p> {
    pub pieces: &'p [Piece],
    /// The bytes of the words, ascending, in the text that the pieces were cut from.
    pub words: &'p [Range<usize>],
    pub is_title: bool,
}

/// Marks of beginning and end.
const BEGIN: u32 = 0;
const END: u32 = 2;

/// What the model says of the words of parts that were read together. Words are counted over all parts, those of titles first. All answers
/// are `None` for a word that was not read, since it has no piece or lies too far behind.
pub struct Read<'r> {
    reader: &'r Reader,
    /// For every word, which of the vectors is its own.
    rows: Vec<Option<usize>>,
    /// The words that were read; as many as vectors.
    places: Vec<Place>,
    vectors: Vec<f32>,
    triggers: OnceCell<Vec<f32>>,
    names: OnceCell<Vec<f32>>,
    pair_parts: OnceCell<Vec<f32>>,
    same_parts: Vec<OnceCell<Vec<f32>>>,
}

impl std::fmt::Debug for Read<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Read").field("words", &self.rows.len()).finish_non_exhaustive()
    }
}

pub(crate) fn read<'r>(reader: &'r Reader, parts: &[Part<'_>], workspace: &mut Workspace) -> Read<'r> {
    let mut ids = vec![BEGIN];
    let mut rows = Vec::new();
    let mut places = Vec::new();
    // The place of the piece of each word that is read, and every such place once: two words may begin in one piece.
    let (mut of_words, mut asked) = (Vec::new(), Vec::<usize>::new());
    // The last place is that of the mark of the end.
    let last = reader.config.positions - 1;
    let titles = parts.iter().filter(|part| part.is_title);
    let others = parts.iter().filter(|part| !part.is_title);
    for (number, part) in titles.chain(others).enumerate() {
        let first = ids.len();
        ids.extend(part.pieces.iter().map(|piece| piece.id));
        if part.is_title {
            ids.push(END);
        }
        let mut piece = 0;
        for word in part.words {
            while part.pieces.get(piece).is_some_and(|piece| piece.end <= word.start) {
                piece += 1;
            }
            // One character may give several pieces, of which the last is the one that goes on with the word.
            let holds = |piece: &Piece| piece.start <= word.start && word.start < piece.end;
            while part.pieces.get(piece + 1).is_some_and(holds) {
                piece += 1;
            }
            let has_piece = part.pieces.get(piece).is_some_and(|piece| piece.start < word.end);
            if has_piece && first + piece < last {
                if asked.last() != Some(&(first + piece)) {
                    asked.push(first + piece);
                }
                of_words.push(asked.len() - 1);
                places.push(Place { word: rows.len(), part: number, is_title: part.is_title });
                rows.push(Some(places.len() - 1));
            } else {
                rows.push(None);
            }
        }
    }
    ids.truncate(last);
    ids.push(END);
    let width = reader.config.width;
    let encoded = reader.encoder.encode(&ids, &asked, workspace);
    let vectors = of_words.iter().flat_map(|row| &encoded[row * width..(row + 1) * width]).copied().collect();
    Read {
        reader,
        same_parts: vec![OnceCell::new(); places.len()],
        rows,
        places,
        vectors,
        triggers: OnceCell::new(),
        names: OnceCell::new(),
        pair_parts: OnceCell::new(),
    }
}

impl Read<'_> {
    /// How many words the parts have.
    #[must_use]
    pub fn words(&self) -> usize {
        self.rows.len()
    }

    /// The probabilities of the kinds of triggers.
    #[must_use]
    pub fn trigger(&self, word: usize) -> Option<&[f32]> {
        self.of_all(&self.triggers, &self.reader.heads.trigger, word)
    }

    /// The probabilities of the steps of names: outside, then begins and goes on for each kind.
    #[must_use]
    pub fn name(&self, word: usize) -> Option<&[f32]> {
        self.of_all(&self.names, &self.reader.heads.name, word)
    }

    /// The probabilities of assertions of a trigger.
    #[must_use]
    pub fn assertion(&self, word: usize) -> Option<Vec<f32>> {
        self.of_one(&self.reader.heads.assertion, word)
    }

    /// The probabilities of the statuses of a trigger.
    #[must_use]
    pub fn status(&self, word: usize) -> Option<Vec<f32>> {
        self.of_one(&self.reader.heads.status, word)
    }

    /// The probabilities of what a number counts.
    #[must_use]
    pub fn measure(&self, word: usize) -> Option<Vec<f32>> {
        self.of_one(&self.reader.heads.measure, word)
    }

    /// The probabilities of what a number is counted over.
    #[must_use]
    pub fn scope(&self, word: usize) -> Option<Vec<f32>> {
        self.of_one(&self.reader.heads.scope, word)
    }

    /// The roles of all words in what a trigger tells.
    #[must_use]
    pub fn pair(&self, trigger: usize) -> Option<Pairs> {
        let row = self.row(trigger)?;
        let head = &self.reader.heads.pair;
        let of_words = self.pair_parts.get_or_init(|| head.of_words(&self.vectors));
        Some(head.pairs(self.vector(row), self.places[row], of_words, &self.places, &self.rows))
    }

    /// How probable it is that two triggers tell one happening; the order of the two does not matter.
    #[must_use]
    pub fn same(&self, one: usize, other: usize) -> Option<f32> {
        let head = &self.reader.heads.same;
        let of_word = |word: usize| {
            let row = self.row(word)?;
            Some((self.same_parts[row].get_or_init(|| head.of_word(self.vector(row))).as_slice(), word))
        };
        Some(head.probability(of_word(one)?, of_word(other)?))
    }

    fn row(&self, word: usize) -> Option<usize> {
        *self.rows.get(word)?
    }

    fn vector(&self, row: usize) -> &[f32] {
        let width = self.reader.config.width;
        &self.vectors[row * width..(row + 1) * width]
    }

    fn of_all<'a>(&'a self, cell: &'a OnceCell<Vec<f32>>, head: &Linear, word: usize) -> Option<&'a [f32]> {
        let row = self.row(word)?;
        let all = cell.get_or_init(|| head.probabilities(&self.vectors));
        all.get(row * head.outputs()..(row + 1) * head.outputs())
    }

    fn of_one(&self, head: &Linear, word: usize) -> Option<Vec<f32>> {
        Some(head.probabilities(self.vector(self.row(word)?)))
    }
}
