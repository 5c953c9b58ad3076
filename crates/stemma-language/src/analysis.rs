//! The order of the stages for one text: tokens, words, vectors, tags, arcs, sentences, attributes, lemmas, entities.

use std::collections::HashMap;

use crate::English;
use crate::doc::{Doc, Stored};
use crate::memory::{Features, WIDTH};
use crate::network::position_of_greatest;
use crate::ruler::Seen;
use crate::{encoder, transitions, tree};

/// The longest text in bytes; the rest of a longer one is not analysed, because offsets are 32-bit numbers.
const LONGEST_TEXT: usize = u32::MAX as usize / 2;

/// What an analysis works with and leaves to the next: the networks' memory of words, and buffers that have grown to size.
#[derive(Default)]
pub(crate) struct Workspace {
    shared: encoder::Space,
    own: encoder::Space,
    parser: transitions::Space,
    recogniser: transitions::Space,
    projected: Vec<f32>,
    tag_scores: Vec<f32>,
    tags: Vec<u8>,
}

impl Workspace {
    /// Gives back what only an unusually long text needs.
    pub(crate) fn shrink(&mut self) {
        const MOST_TOKENS: usize = 20_000;
        self.projected.clear();
        self.projected.shrink_to(MOST_TOKENS * transitions::HIDDEN);
        self.tags.clear();
        self.tags.shrink_to(MOST_TOKENS);
    }
}

pub(crate) fn analyse<'t>(english: &English, text: &'t str, workspace: &mut Workspace) -> Doc<'t> {
    let Workspace { shared, own, parser, recogniser, projected, tag_scores, tags } = workspace;
    let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
    let pieces = english.tokenizer.tokenize(text);
    let (words, word_of) = english.vocabulary.words(text, &pieces);

    // The tagger and the parser see a word with and without a space after it as two things.
    let mut forms: Vec<[Option<u32>; 2]> = vec![[None; 2]; words.len()];
    let mut seen_as: Vec<Features> = Vec::with_capacity(words.len());
    let form_of = pieces.iter().zip(&word_of).map(|(piece, word_index)| {
        *forms[*word_index as usize][usize::from(piece.has_space)].get_or_insert_with(|| {
            let word = &words[*word_index as usize];
            let [norm, prefix, suffix, shape] = word.features;
            seen_as.push([norm, prefix, suffix, shape, u64::from(piece.has_space), u64::from(word.is_space)]);
            (seen_as.len() - 1) as u32
        })
    });
    let form_of: Vec<u32> = form_of.collect();
    tags.clear();
    projected.clear();
    english.shared.encode(shared, &seen_as, &form_of, |vectors| {
        let outputs = english.tagger.outputs();
        let count = vectors.len() / WIDTH;
        tag_scores.resize(count * outputs, 0.0);
        english.tagger.apply(vectors, count, tag_scores);
        tags.extend(
            tag_scores.chunks_exact(outputs).map(|scores| position_of_greatest(&scores[..english.tags.len()]) as u8),
        );
        english.parser.network.project(vectors, projected);
    });
    let is_space = |token: usize| words[word_of[token] as usize].is_space;
    let mut arcs = english.parser.parse(projected, pieces.len(), parser);
    let starts = tree::finish(&mut arcs, is_space);

    let mut lemmas = String::new();
    let mut known: HashMap<(u32, &'static str, &'static str, &'static str), (u32, u32)> = HashMap::new();
    let seen = |token: usize| {
        let arc = arcs.get(token)?;
        let word = &words[word_of[token] as usize];
        let tag = english.tags[usize::from(tags[token])];
        Some(Seen { tag, relation: arc.label.relation, lower: &word.lower, is_space: word.is_space })
    };
    let mut tokens = Vec::with_capacity(pieces.len());
    for (token, piece) in pieces.iter().enumerate() {
        let set = english.ruler.apply(token, usize::from(tags[token]), seen);
        let morphology = if set.morphology == "_" { "" } else { set.morphology };
        let word = &words[word_of[token] as usize];
        let lemma = *known.entry((word_of[token], set.pos, morphology, set.lemma)).or_insert_with(|| {
            let start = lemmas.len() as u32;
            if set.lemma.is_empty() {
                lemmas.push_str(&english.lemmatizer.lemma(word.form, &word.lower, set.pos, morphology));
            } else {
                lemmas.push_str(set.lemma);
            }
            (start, lemmas.len() as u32)
        });
        tokens.push(Stored {
            start: piece.start,
            end: piece.end,
            head: arcs[token].head,
            lemma,
            tag: if set.tag.is_empty() { english.tags[usize::from(tags[token])] } else { set.tag },
            pos: set.pos,
            dep: if set.relation.is_empty() { arcs[token].label.relation } else { set.relation },
            morphology,
            has_space: piece.has_space,
            is_space: word.is_space,
            starts_sentence: starts[token],
        });
    }

    seen_as.clear();
    seen_as.extend(words.iter().map(|word| {
        let [norm, prefix, suffix, shape] = word.features;
        [norm, prefix, suffix, shape, 0, 0]
    }));
    projected.clear();
    english.own.encode(own, &seen_as, &word_of, |vectors| english.recogniser.network.project(vectors, projected));
    let found = english.recogniser.recognise(projected, &starts, is_space, recogniser);
    let entities = found.into_iter().map(|found| (found.start..found.end, found.label)).collect();

    let mut bounds: Vec<u32> = (1..tokens.len()).filter(|token| starts[*token]).map(|token| token as u32).collect();
    if !tokens.is_empty() {
        bounds.insert(0, 0);
        bounds.push(tokens.len() as u32);
    }
    let sentences = bounds.windows(2).map(|bound| bound[0]..bound[1]).collect();
    Doc { text, tokens, lemmas, sentences, entities }
}
