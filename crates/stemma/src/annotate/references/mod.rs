//! Words that stand for somebody or some place said before: "the group", "he", "its fighters", "his assistant", "the
//! same city", "there", and "we" in a quotation.
//!
//! Comes in: the grammar, names and places of an article. Goes out: for such words, who or where they mean. One pass
//! from the first sentence to the last keeps the individuals that the text speaks of and what is known of each
//! (`individuals`, `noting`). A word is resolved in the manner of precision-ordered sieves (Lee et al. 2013, Computational
//! Linguistics 39/4): hard constraints of agreement and binding leave the candidates (`binding`), agreement of nouns comes before mere
//! fitness of kind, and salience ranks what is left (`salience`, after Lappin and Leass 1994, Computational
//! Linguistics 20/4). It abstains where the second is nearly as good as the first: a wrong link is worse than none. It
//! looks back only, a few sentences, and never invents an antecedent.

mod actors;
mod binding;
mod individuals;
mod noting;
mod places;
mod pronouns;
mod salience;
mod speech;
#[cfg(test)]
mod tests;

use std::collections::HashMap;

use super::Context;
use super::attributions::quotes;
use super::names::{Names, Reference};
use crate::lexicon::references::ReferenceWords;
use crate::model::{PlaceMention, Span};
use binding::Clauses;
use individuals::{Individual, Mention};
pub use speech::in_speech;

/// Words that stand for a place, by its index in the list of mentions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlaceReference {
    pub span: Span,
    pub place: usize,
}

/// What the words of an article stand for; both lists in text order.
#[derive(Clone, Debug, Default)]
pub struct References {
    pub actors: Vec<Reference>,
    pub places: Vec<PlaceReference>,
}

/// Resolves the words of an article that stand for somebody or some place said before.
pub fn find(context: &Context<'_>, names: &Names, places: &[PlaceMention]) -> References {
    let mut discourse = Discourse::new(context, names, places);
    let ground = places::find(context, names, places);
    discourse.stands_for_place.extend(
        ground.iter().filter_map(|reference| Some((context.syntax.token_at(reference.span.start)?, reference.place))),
    );
    for sentence in &context.syntax.sentences {
        if !sentence.kind.is_article_text() {
            continue;
        }
        discourse.sentence += 1;
        for token in sentence.tokens.clone() {
            discourse.read(token);
        }
    }
    let mut found = discourse.found;
    found.places.extend(ground);
    found.actors.sort_by_key(|reference| reference.span);
    found.places.sort_by_key(|reference| reference.span);
    found.places.dedup_by_key(|reference| reference.span);
    found
}

/// What has been read so far: who and what the text spoke of, and where.
struct Discourse<'a> {
    context: &'a Context<'a>,
    names: &'a Names,
    places: &'a [PlaceMention],
    words: &'a ReferenceWords,
    /// By token: the name, the common-noun force whose noun it is, the place, the quotation.
    entity_of: Vec<Option<usize>>,
    force_of: Vec<Option<usize>>,
    place_of: Vec<Option<usize>>,
    quote_of: Vec<Option<u32>>,
    clauses: Clauses,
    individuals: Vec<Individual>,
    mentions: Vec<Mention>,
    /// Individuals by register id or name.
    known: HashMap<String, usize>,
    /// The latest individual that a common noun told.
    common: HashMap<String, usize>,
    /// Which individual a resolved pronoun stands for, by token.
    resolved: HashMap<usize, usize>,
    /// Words for places said before, by token; and the individuals of the places.
    stands_for_place: HashMap<usize, usize>,
    individual_of_place: HashMap<usize, usize>,
    /// Number of the sentence among those of the article's text.
    sentence: usize,
    found: References,
}

impl<'a> Discourse<'a> {
    fn new(context: &'a Context<'a>, names: &'a Names, places: &'a [PlaceMention]) -> Discourse<'a> {
        let syntax = context.syntax;
        let spread = |spans: &mut dyn Iterator<Item = Span>| {
            let mut by_token = vec![None; syntax.tokens.len()];
            for (index, span) in spans.enumerate() {
                by_token[syntax.tokens_in(span)].fill(Some(index));
            }
            by_token
        };
        let mut quote_of = vec![None; syntax.tokens.len()];
        for (number, quote) in quotes::find(context).into_iter().enumerate() {
            quote_of[syntax.tokens_in(quote)].fill(Some(number as u32));
        }
        Discourse {
            context,
            names,
            places,
            words: &context.lexicon.references,
            entity_of: spread(&mut names.entities.iter().map(|entity| entity.span)),
            force_of: spread(&mut names.forces.iter().map(|force| force.head)),
            place_of: spread(&mut places.iter().map(|place| place.span)),
            quote_of,
            clauses: Clauses::new(syntax),
            individuals: Vec::new(),
            mentions: Vec::new(),
            known: HashMap::new(),
            common: HashMap::new(),
            resolved: HashMap::new(),
            stands_for_place: HashMap::new(),
            individual_of_place: HashMap::new(),
            sentence: 0,
            found: References::default(),
        }
    }

    /// Reads one word: a name or noun is noted, a word that refers back is resolved and then noted as one more mention.
    fn read(&mut self, token: usize) {
        if self.entity_of[token].is_some() || self.place_of[token].is_some() {
            self.note_name(token);
            return;
        }
        let word = &self.context.syntax.tokens[token];
        match word.tag {
            "PRP" | "PRP$" => self.pronoun(token),
            "NN" | "NNS" | "NNP" | "NNPS" => self.noun(token),
            _ => {}
        }
    }

    /// Writes down what a word stands for.
    fn refer(&mut self, token: usize, individual: usize) {
        self.resolved.insert(token, individual);
        let known = &self.individuals[individual];
        let span = self.context.syntax.tokens[token].span;
        if let Some(place) = known.place {
            self.found.places.push(PlaceReference { span, place });
        }
        if known.is_actor {
            self.found.actors.push(Reference { span, entity: known.entity.clone() });
        }
    }

    /// The word in lower case.
    fn word(&self, token: usize) -> String {
        self.context.syntax.tokens[token].span.of(self.context.text).to_lowercase()
    }

    fn lemma(&self, token: usize) -> String {
        self.context.syntax.tokens[token].lemma.to_lowercase()
    }
}
