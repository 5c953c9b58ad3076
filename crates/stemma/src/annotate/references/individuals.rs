//! What is known of the individuals that a text speaks of, and where each was mentioned.

use crate::lexicon::actors::ActorKind;
use crate::lexicon::names::ForceClass;
use crate::lexicon::references::Gender;
use crate::model::Entity;

/// What sort of thing an individual is, as far as words that refer back to it ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    Person,
    /// An organisation, a force, a state: one that acts as a body.
    Body,
    /// Several people.
    Crowd,
    Place,
    /// What neither acts nor lies somewhere. It is kept since it may be what "it" stands for: then nobody is.
    Thing,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Number {
    Singular,
    Plural,
    /// "The Taliban said it …" and "the Taliban said they …".
    Either,
}

/// The part a mention plays in its clause, as far as it tells how present the individual is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    Subject,
    Object,
    Oblique,
    /// Inside another phrase: "the leader of X".
    Embedded,
    /// "X's leader".
    Possessor,
    /// "X leader".
    Modifier,
}

#[derive(Clone, Debug)]
pub struct Individual {
    pub sort: Sort,
    pub gender: Option<Gender>,
    pub number: Number,
    /// Somebody: what stands for it is written down as a reference.
    pub is_actor: bool,
    /// It has a name or a register id; otherwise the words of its first mention stand for it.
    pub is_named: bool,
    /// "The terrorists", said as if known: who they are may have been told by name.
    pub is_presumed: bool,
    pub actor: Option<ActorKind>,
    pub force: Option<ForceClass>,
    /// Nouns that the text calls it by: "group", "president". Folded.
    pub nouns: Vec<String>,
    /// As a reference to it is printed.
    pub entity: Entity,
    /// Index in the mentions of places.
    pub place: Option<usize>,
    /// The individual whose words this one carries: "his spokesman".
    pub speaks_for: Option<usize>,
}

/// A text that calls one thing by more nouns than this is not news.
const MOST_NOUNS: usize = 12;

impl Individual {
    pub fn call(&mut self, noun: String) {
        if self.nouns.len() < MOST_NOUNS && !self.nouns.contains(&noun) {
            self.nouns.push(noun);
        }
    }

    pub fn is_called(&self, noun: &str) -> bool {
        self.nouns.iter().any(|known| known == noun)
    }
}

#[derive(Clone, Copy, Debug)]
pub struct Mention {
    pub individual: usize,
    /// Head of the phrase.
    pub token: usize,
    pub sentence: usize,
    pub role: Role,
    pub quote: Option<u32>,
}
