//! The order of the stages for one text: tokens, words, vectors, tags, arcs, sentences, attributes, lemmas, entities.

use std::collections::HashMap;

use crate::doc::{Doc, Entity, Stored};
use crate::network::position_of_greatest;
use crate::ruler::Seen;
use crate::tree;
use crate::{Doc as Analysed, English};

/// The longest text in bytes; the rest of a longer one is not analysed, because offsets are 32-bit numbers.
const LONGEST_TEXT: usize = u32::MAX as usize / 2;

pub(crate) fn analyse<'t>(english: &English, text: &'t str) -> Analysed<'t> {
    let text = &text[..text.floor_char_boundary(LONGEST_TEXT)];
    let pieces = english.tokenizer.tokenize(text);
    let (words, word_of) = english.vocabulary.words(text, &pieces);

    // The tagger and the parser see a word with and without a space after it as two things.
    let mut rows: HashMap<(u32, bool), u32> = HashMap::new();
    let mut items: Vec<[u64; 6]> = Vec::new();
    let row_of: Vec<u32> = pieces
        .iter()
        .zip(&word_of)
        .map(|(piece, word_index)| {
            *rows.entry((*word_index, piece.has_space)).or_insert_with(|| {
                let word = &words[*word_index as usize];
                let [norm, prefix, suffix, shape] = word.features;
                items.push([norm, prefix, suffix, shape, u64::from(piece.has_space), u64::from(word.is_space)]);
                (items.len() - 1) as u32
            })
        })
        .collect();
    let mut tags: Vec<u8> = Vec::with_capacity(pieces.len());
    let mut projected = Vec::new();
    let mut tag_scores = Vec::new();
    let mixed = english.shared.embed(&items);
    english.shared.encode(&mixed, &row_of, |_, vectors| {
        let outputs = english.tagger.outputs();
        let count = vectors.len() / crate::encoder::WIDTH;
        tag_scores.resize(count * outputs, 0.0);
        english.tagger.apply(vectors, crate::encoder::WIDTH, count, &mut tag_scores);
        tags.extend(
            tag_scores.chunks_exact(outputs).map(|scores| position_of_greatest(&scores[..english.tags.len()]) as u8),
        );
        english.parser.network.project(vectors, &mut projected);
    });
    let is_space = |token: usize| words[word_of[token] as usize].is_space;
    let mut arcs = english.parser.parse(&projected, pieces.len());
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

    let items: Vec<[u64; 4]> = words.iter().map(|word| word.features).collect();
    let mixed = english.own.embed(&items);
    projected.clear();
    english.own.encode(&mixed, &word_of, |_, vectors| english.recogniser.network.project(vectors, &mut projected));
    let found = english.recogniser.recognise(&projected, &starts, is_space);
    let entities = found.into_iter().map(|found| Entity {
        tokens: found.start as usize..found.end as usize,
        start: pieces[found.start as usize].start,
        end: pieces[found.end as usize - 1].end,
        label: found.label,
    });
    let entities = entities.collect();

    let mut bounds: Vec<u32> = (1..tokens.len()).filter(|token| starts[*token]).map(|token| token as u32).collect();
    if !tokens.is_empty() {
        bounds.insert(0, 0);
        bounds.push(tokens.len() as u32);
    }
    let sentences = bounds.windows(2).map(|bound| bound[0]..bound[1]).collect();
    Doc { text, tokens, lemmas, sentences, entities }
}
