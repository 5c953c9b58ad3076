//! What grammar alone forbids: a pronoun is not what its own clause-mate names ("X accused him"), nor the phrase that
//! it stands in ("his commander").

use super::individuals::Role;
use crate::annotate::{Syntax, grammar};

/// How far up a tree is looked; longer chains are broken parses.
const STEPS: usize = 12;

/// Prepositions whose object counts as an argument of the verb; in "took his family with him" the pronoun may well be
/// the subject, in "fired at him" not.
const BINDING: [&str; 8] = ["to", "by", "against", "for", "on", "of", "from", "at"];

/// The subjects of all verbs, so that asking for one costs the same however many words hang from a verb.
pub struct Clauses {
    subject_of: Vec<Option<usize>>,
}

/// How a phrase stands to the verb of its clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Argument {
    pub verb: usize,
    pub role: Role,
    /// The object of a preposition that binds, or no object of a preposition at all.
    pub binds: bool,
}

impl Clauses {
    pub fn new(syntax: &Syntax) -> Clauses {
        let mut subject_of = vec![None; syntax.tokens.len()];
        for (index, token) in syntax.tokens.iter().enumerate() {
            if matches!(token.dep, "nsubj" | "nsubjpass") && token.head != index {
                subject_of[token.head].get_or_insert(index);
            }
        }
        Clauses { subject_of }
    }

    pub fn own_subject(&self, verb: usize) -> Option<usize> {
        self.subject_of[verb]
    }

    /// The subject of a verb, its own or the one it shares with the verb above ("X said it and left").
    pub fn subject(&self, syntax: &Syntax, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..STEPS {
            if let Some(subject) = self.subject_of[at] {
                return Some(subject);
            }
            let token = &syntax.tokens[at];
            if token.head == at || !matches!(token.dep, "conj" | "xcomp" | "advcl" | "pcomp" | "prep" | "aux") {
                return None;
            }
            at = token.head;
        }
        None
    }
}

/// The verb that a phrase is an argument of, and as what; `None` for phrases inside others.
pub fn argument(syntax: &Syntax, head: usize) -> Option<Argument> {
    let mut at = head;
    for _ in 0..STEPS {
        let token = &syntax.tokens[at];
        let role = match token.dep {
            "nsubj" | "nsubjpass" | "csubj" => Role::Subject,
            "dobj" | "dative" | "attr" | "oprd" => Role::Object,
            "conj" | "appos" if token.head != at && grammar::is_nominal(syntax, token.head) => {
                at = token.head;
                continue;
            }
            "pobj" => {
                let preposition = token.head;
                let above = syntax.tokens[preposition].head;
                // "dozens of protesters": the count is no phrase of its own.
                if (is_quantity(syntax, above) || syntax.tokens[above].lemma == "group")
                    && syntax.tokens[preposition].lemma == "of"
                {
                    at = above;
                    continue;
                }
                if !grammar::is_verb(syntax, above) {
                    return None;
                }
                let binds = BINDING.contains(&syntax.tokens[preposition].lemma.as_str());
                return Some(Argument { verb: above, role: Role::Oblique, binds });
            }
            _ => return None,
        };
        let verb = token.head;
        return (verb != at && grammar::is_verb(syntax, verb)).then_some(Argument { verb, role, binds: true });
    }
    None
}

pub fn role(syntax: &Syntax, head: usize) -> Role {
    match syntax.tokens[head].dep {
        "poss" => Role::Possessor,
        "compound" | "nmod" | "amod" | "npadvmod" | "quantmod" => Role::Modifier,
        // Headlines and fragments have no verb; what heads them is what they speak of.
        "ROOT" => Role::Object,
        _ => argument(syntax, head).map_or(Role::Embedded, |argument| argument.role),
    }
}

/// "dozens", "a number", "most", "two": what it counts is what is spoken of.
pub fn is_quantity(syntax: &Syntax, index: usize) -> bool {
    let token = &syntax.tokens[index];
    token.tag == "CD"
        || matches!(
            token.lemma.to_lowercase().as_str(),
            "dozen"
                | "hundred"
                | "thousand"
                | "score"
                | "million"
                | "number"
                | "majority"
                | "most"
                | "many"
                | "some"
                | "several"
                | "all"
                | "both"
                | "handful"
                | "lot"
                | "couple"
                | "ten"
                | "hundreds"
                | "thousands"
        ) && token.pos != "ADJ"
}

/// The pronoun stands inside the phrase of this head, with no clause between: "his commander", "the leader of its wing".
pub fn is_within(syntax: &Syntax, pronoun: usize, head: usize) -> bool {
    syntax
        .ancestors(pronoun)
        .take(STEPS)
        .take_while(|&above| !grammar::is_verb(syntax, above))
        .any(|above| above == head)
}
