//! Whether a thing that is told happened: asserted, negated, planned, ordered, denied, hypothetical or background.
//!
//! Reads the words from the trigger up to the root of its sentence. The nearest word that says something wins, with one
//! exception: a denial or a condition higher up covers all that is below it.

use crate::annotate::Syntax;
use crate::annotate::grammar::is_verb;
use crate::lexicon::events::Embedding;
use crate::model::{Assertion, Stage};

pub fn assertion(syntax: &Syntax, words: &Embedding, trigger: usize) -> Assertion {
    let mut found = own(syntax, words, trigger);
    let mut below = trigger;
    // Past an adverbial clause ("before breaking into it") only the next verb's own mood reaches down.
    let mut crossed = false;
    for above in syntax.ancestors(trigger).take(24) {
        let relation = syntax.tokens[below].dep;
        let lemma = syntax.tokens[above].lemma.as_str();
        let complement = matches!(
            relation,
            "xcomp" | "ccomp" | "pcomp" | "pobj" | "dobj" | "prep" | "acl" | "relcl" | "oprd" | "nsubjpass"
        );
        let adverbial = matches!(relation, "advcl" | "relcl" | "parataxis")
            || (relation == "prep"
                && matches!(
                    syntax.tokens[below].lemma.to_lowercase().as_str(),
                    "after" | "before" | "since" | "following" | "despite" | "while" | "upon" | "until"
                ));
        if crossed {
            break;
        }
        crossed = adverbial;
        if is_verb(syntax, above) {
            let verbal = matches!(relation, "xcomp" | "ccomp")
                || (matches!(relation, "dobj" | "prep" | "nsubjpass") && found == Assertion::Asserted);
            if verbal && complement {
                let reading = if words.denied.contains(lemma) {
                    Some(Assertion::Denied)
                } else if words.negative.contains(lemma) {
                    Some(Assertion::Negated)
                } else if words.ordered.contains(lemma) && relation == "xcomp" {
                    Some(Assertion::Ordered)
                } else if words.future.contains(lemma) && (relation == "xcomp" || syntax.tokens[below].tag == "VBG") {
                    Some(Assertion::Future)
                } else {
                    None
                };
                match reading {
                    Some(Assertion::Negated) if found == Assertion::Negated => found = Assertion::Asserted,
                    Some(Assertion::Denied) => return Assertion::Denied,
                    Some(reading) if found == Assertion::Asserted => found = reading,
                    _ => {}
                }
            }
            if found == Assertion::Asserted
                && matches!(
                    relation,
                    "xcomp" | "dobj" | "prep" | "nsubjpass" | "oprd" | "acomp" | "nsubj" | "conj" | "advcl"
                )
            {
                let shared =
                    relation != "conj" || syntax.child(below, &["nsubj", "nsubjpass", "aux", "auxpass"]).is_none();
                let own_mood = own(syntax, words, above);
                if shared && !(relation == "nsubj" && own_mood == Assertion::Future) {
                    found = own_mood;
                }
            }
            // "Its aims include liberating the city."
            let aims = syntax
                .child(above, &["nsubj"])
                .is_some_and(|subject| words.future_nouns.contains(&syntax.tokens[subject].lemma));
            if found == Assertion::Asserted
                && aims
                && matches!(lemma, "include" | "be" | "remain")
                && matches!(relation, "xcomp" | "dobj" | "prep" | "attr" | "pcomp")
            {
                found = Assertion::Future;
            }
            if found == Assertion::Asserted && is_condition(syntax, above) && relation != "conj" {
                found = Assertion::Hypothetical;
            }
        } else if complement && found == Assertion::Asserted {
            let token = &syntax.tokens[above];
            // "their plan to retake", "a plot to bomb", "an attempt to seize"; but "the bombing of" stays what it is.
            let infinitive = syntax.children(below).any(|child| syntax.tokens[child].tag == "TO");
            if words.future_nouns.contains(lemma) && (infinitive || matches!(relation, "prep")) && token.pos != "VERB" {
                found =
                    if has_negative_modifier(syntax, words, above) { Assertion::Negated } else { Assertion::Future };
            } else if token.pos == "ADJ"
                && infinitive
                && !(lemma == "able" && is_past(syntax, above))
                && !matches!(lemma, "due" | "responsible")
            {
                found = Assertion::Hypothetical;
            }
        }
        below = above;
    }
    found
}

/// Whether the verb above an adjective is in the past: "was able to" tells a deed, "are able to" a capacity.
fn is_past(syntax: &Syntax, adjective: usize) -> bool {
    let verb = syntax.tokens[adjective].head;
    matches!(syntax.tokens[verb].tag, "VBD" | "VBN")
}

fn has_negative_modifier(syntax: &Syntax, words: &Embedding, index: usize) -> bool {
    syntax.children(index).any(|child| {
        let token = &syntax.tokens[child];
        let text = token.lemma.as_str();
        matches!(token.dep, "amod" | "acl")
            && (words.negative_adjectives.contains(text) || words.negative.contains(text))
    })
}

/// What the word's own auxiliaries, negation and modifiers say.
fn own(syntax: &Syntax, words: &Embedding, index: usize) -> Assertion {
    let mut found = Assertion::Asserted;
    for child in syntax.children(index) {
        let token = &syntax.tokens[child];
        let lemma = token.lemma.to_lowercase();
        match token.dep {
            "neg" => return Assertion::Negated,
            "det" if lemma == "no" => return Assertion::Negated,
            // "No civilians were killed", "none of the hostages was freed": the negation stands with an argument.
            "nsubj" | "nsubjpass" | "dobj" if is_negative_phrase(syntax, child) => return Assertion::Negated,
            "aux" if token.tag == "MD" => {
                found = match lemma.as_str() {
                    "will" | "shall" | "'ll" => Assertion::Future,
                    // "would" reports a future; with a condition around it is a supposition.
                    "would" | "'d" => Assertion::Future,
                    _ => Assertion::Hypothetical,
                }
            }
            "amod"
                if words.negative_adjectives.contains(&lemma) || words.negative_adjectives.contains(&token.lemma) =>
            {
                return Assertion::Negated;
            }
            "amod" if words.future_adjectives.contains(&lemma) => found = Assertion::Future,
            "mark" if matches!(lemma.as_str(), "if" | "unless" | "whether") => return Assertion::Hypothetical,
            _ => {}
        }
    }
    if found == Assertion::Asserted && is_condition(syntax, index) {
        found = Assertion::Hypothetical;
    }
    found
}

/// Whether a noun phrase says that there is nobody or nothing of the kind.
fn is_negative_phrase(syntax: &Syntax, head: usize) -> bool {
    let none = |at: usize| matches!(syntax.tokens[at].lemma.to_lowercase().as_str(), "none" | "nobody" | "neither");
    let no = |at: usize| syntax.tokens[at].dep == "det" && syntax.tokens[at].lemma.eq_ignore_ascii_case("no");
    none(head) || syntax.children(head).any(no)
}

/// "if they capture", "when Mosul is taken": a clause that states a condition rather than a happening.
fn is_condition(syntax: &Syntax, verb: usize) -> bool {
    let present = matches!(syntax.tokens[verb].tag, "VBP" | "VBZ" | "VB")
        || syntax.children(verb).any(|child| {
            let token = &syntax.tokens[child];
            matches!(token.dep, "aux" | "auxpass") && matches!(token.tag, "VBP" | "VBZ") && token.lemma == "be"
        });
    syntax.children(verb).any(|child| {
        let token = &syntax.tokens[child];
        let lemma = token.lemma.to_lowercase();
        (token.dep == "mark" && matches!(lemma.as_str(), "if" | "unless"))
            || (present && token.dep == "advmod" && matches!(lemma.as_str(), "when" | "once" | "whenever"))
    })
}

/// How far an attack came: tried, threatened or carried out.
pub fn stage(syntax: &Syntax, words: &Embedding, trigger: usize, assertion: Assertion) -> Stage {
    let mut climb = std::iter::once(trigger).chain(syntax.ancestors(trigger).take(3));
    let attempted = climb.any(|at| {
        at != trigger && words.attempted.contains(&syntax.tokens[at].lemma)
            || syntax.children(at).any(|child| {
                syntax.tokens[child].dep == "amod"
                    && matches!(syntax.tokens[child].lemma.as_str(), "attempted" | "failed" | "foiled" | "abortive")
            })
    });
    match assertion {
        _ if attempted => Stage::Attempted,
        Assertion::Future | Assertion::Ordered => Stage::Threatened,
        _ => Stage::Accomplished,
    }
}
