//! What the words around a name say it is: grammar, titles, prepositions, kinds ("the town of X"), appositions.
//!
//! Comes in: one mention of a name. Goes out: weights for person, organisation and place on its ballot. It looks nothing up:
//! what the gazetteer and the rest of the document know is for the vote.

use std::ops::Range;

use super::vote::{Ballot, Class};
use super::words::Words;

/// How a name stands in its sentence: over lists ("took X and Y") and appositions.
#[derive(Clone, Copy, Debug)]
pub struct Role {
    /// Dependency label of the name, or of the first name of its list.
    pub dep: &'static str,
    /// The word that the list hangs from: a verb, a preposition.
    pub over: usize,
    /// The name itself or the first of its list.
    at: usize,
}

pub fn role(words: &Words<'_>, tokens: Range<usize>) -> Option<Role> {
    let syntax = words.context.syntax;
    let mut at = syntax.head_of(words.span(tokens))?;
    // A list of names has few members between its first and this one; the bound guards against broken parses.
    for _ in 0..6 {
        let token = &syntax.tokens[at];
        if token.dep != "conj" || token.head == at || !words.is_capitalised(token.head) {
            break;
        }
        at = token.head;
    }
    let token = &syntax.tokens[at];
    Some(Role { dep: token.dep, over: token.head, at })
}

/// What the words around one mention say about its type.
pub fn listen(words: &Words<'_>, tokens: Range<usize>, ballot: &mut Ballot) {
    before(words, tokens.clone(), ballot);
    behind(words, tokens.clone(), ballot);
    if let Some(role) = role(words, tokens.clone()) {
        grammar(words, tokens.clone(), role, ballot);
    }
    apposition(words, tokens.clone(), ballot);
    let first = words.folded(tokens.start);
    let last = words.folded(tokens.end - 1);
    if tokens.len() >= 2 && last.len() >= 6 && is_surname(words, last) {
        ballot.add(Class::Person, 0.8);
    } else if tokens.len() == 1 && is_lone_surname(words, tokens.start) {
        ballot.add(Class::Person, 0.6);
    }
    if tokens.len() >= 2 {
        let honorific = words.lists().around.honorifics.contains(first) && words.is_capitalised(tokens.start);
        let given = words.lists().given.contains(first.split(' ').next().unwrap_or(first));
        if matches!(first, "abu" | "umm" | "ibn" | "bin" | "abd" | "abdul" | "mullah") {
            ballot.add(Class::Person, 1.1);
        } else if given {
            ballot.add(Class::Person, 1.4);
        } else if words.lists().around.toponyms.contains(first) && words.is_capitalised(tokens.start) {
            ballot.add(Class::Place, 1.2);
        } else if honorific {
            ballot.add(Class::Person, 0.7);
        }
    }
}

/// "Avsharyan", "Basayeva", "Harutyunyan": how surnames end.
fn is_surname(words: &Words<'_>, word: &str) -> bool {
    words.lists().around.surname_endings.iter().any(|ending| word.ends_with(ending.as_str()))
}

/// Endings by which a surname is known even where it stands alone, as few names of towns have them.
pub fn is_lone_surname(words: &Words<'_>, at: usize) -> bool {
    let word = words.folded(at);
    let listed = || words.lists().around.lone_surname_endings.iter().any(|ending| word.ends_with(ending.as_str()));
    word.len() >= 7 && (listed() || words.text(at).ends_with("ić"))
}

fn before(words: &Words<'_>, tokens: Range<usize>, ballot: &mut Ballot) {
    let (lists, around) = (words.lists(), &words.lists().around);
    let start = tokens.start;
    let here = |at: usize| words.same_sentence(start, at);
    let Some(at) = start.checked_sub(1).filter(|&at| here(at)) else { return };
    let word = words.folded(at).trim_end_matches('.');
    // A body of several words may be where something happens; that makes it no place. Its name is made of common words.
    let last = tokens.end - 1;
    let body = |at: usize| words.is_common(at) && at == last || words.folded(at) == "the" || words.is_acronym(at);
    let place_weight = match tokens.len() > 1 && ballot.organisation > 0.0 {
        true if body(at) || tokens.clone().any(body) => 0.3,
        true => 0.8,
        false => 1.0,
    };
    if lists.titles.contains(word) && (words.is_capitalised(at) || word.starts_with("spokes")) && word != "special" {
        ballot.add(Class::Person, 3.0);
    }
    let of = matches!(words.folded(at), "of" | "for") && at > 0 && here(at - 1);
    let noun = if of { words.folded(at - 1) } else { "" };
    if of && lists.divisions.contains(noun) || lists.divisions.contains(word) && !words.is_capitalised(at) {
        ballot.add(Class::Place, 3.0);
    } else if of && around.parts_of_places.contains(noun) {
        ballot.add(Class::Place, 1.0);
    }
    // "the road to X", "an attack on X".
    let noun = at.checked_sub(1).filter(|&noun| here(noun)).map_or("", |noun| words.folded(noun));
    let told = match word {
        "to" | "from" if around.ways.contains(noun) => 1.5,
        "on" | "against" if around.attacks.contains(noun) => 0.8,
        "from"
            if lists.force(noun).is_some()
                || around.comes_from.contains(noun)
                || lists.professions.contains(words.lemma(at.saturating_sub(1))) =>
        {
            1.0
        }
        // "a raid on Nabatieh, a second on Khiam": the noun is told once.
        "on" if matches!(noun, "second" | "third" | "fourth" | "another" | "one" | "more")
            && is_attack_told(words, at) =>
        {
            1.0
        }
        "at" | "near" | "of" if lists.facilities.contains(noun) => 0.6,
        _ => 0.0,
    };
    // "from Assad's men": what stands before is said of the men.
    let owns = words.tag(tokens.end) == "POS";
    ballot.add(Class::Place, if owns { 0.0 } else { told });
    if word == "to" && around.loyal.contains(noun) {
        ballot.add(Class::Person, 1.0);
    }
    // "the town Beita", "airfield Engels": the kind stands right before the name.
    if around.kinds_before.contains(word) && words.tag(at).starts_with("NN") && !owns {
        ballot.add(Class::Place, 1.0);
    }
    // "men under X", "units under X".
    if word == "under" && lists.force(noun).is_some() || word == "under" && matches!(noun, "men" | "women") {
        ballot.add(Class::Person, 1.2);
    }
    let weight = match word {
        "in" => 1.6 * place_weight,
        "near" => 1.5 * place_weight,
        "from" | "to" => 0.4,
        "northern" | "southern" | "eastern" | "western" | "central" => 1.1 * place_weight,
        "the" => {
            ballot.add(Class::Organisation, 0.4);
            ballot.add(Class::Person, -1.0);
            // "in the Artibonite".
            if matches!(noun, "in" | "into" | "across" | "throughout") { 0.6 * place_weight } else { 0.0 }
        }
        _ if around.before_places.contains(word) => 1.1 * place_weight,
        _ if around.sometimes_before_places.contains(word) => 0.5 * place_weight,
        _ => 0.0,
    };
    ballot.add(Class::Place, if owns && word != "in" { weight * 0.3 } else { weight });
    // The parser does not know every name; a verb of taking right before one is evidence enough.
    let verb = words.lemma(at);
    let active = words.tag(at) != "VBN" || is_perfect(words, at);
    // The tagger knows no participle in "had earlier overrun Chemali".
    let taken = is_perfect(words, at) && around.takes_places.contains(verb);
    let object = words.dep(tokens.end - 1) == "dobj" && words.head(tokens.end - 1) == at;
    if (words.tag(at).starts_with("VB") && active || taken) && !object {
        if around.takes_places.contains(verb) {
            ballot.add(Class::Place, 1.0);
        } else if around.may_take_places.contains(verb) {
            ballot.may_be_place += 0.5;
        }
    }
    let known_as = word == "as" && at > 0 && here(at - 1) && around.known_as.contains(words.folded(at - 1));
    if around.aliases.contains(word) || known_as {
        ballot.add(Class::Person, 2.0);
        ballot.add(Class::Place, -0.6);
    } else if matches!(word, "called" | "named") && ballot.organisation > 0.0 {
        ballot.add(Class::Person, 1.0);
    }
    // "a girl called X".
    let named = matches!(word, "called" | "named" | "nicknamed") && lists.professions.contains(noun);
    if named {
        ballot.add(Class::Person, 2.0);
    }
    // "who calls himself X", "whom many call X": only persons are "who".
    let who =
        |from: usize| (from.saturating_sub(6)..from).any(|at| here(at) && matches!(words.folded(at), "who" | "whom"));
    let selves = matches!(word, "himself" | "herself") && at > 0 && words.lemma(at - 1) == "call";
    if selves || verb == "call" && who(at) {
        ballot.add(Class::Person, 2.0);
        ballot.add(Class::Place, -0.6);
    }
}

fn behind(words: &Words<'_>, tokens: Range<usize>, ballot: &mut Ballot) {
    let around = &words.lists().around;
    let (start, end) = (tokens.start, tokens.end);
    let here = |at: usize| words.same_sentence(start, at);
    if !here(end) {
        return;
    }
    let word = words.folded(end);
    if around.behind_places.contains(word) && !words.is_capitalised(end) {
        ballot.add(Class::Place, 2.5);
    }
    if words.tag(end) == "POS" && around.parts_of_places.contains(words.folded(end + 1)) {
        ballot.add(Class::Place, 1.0);
    }
    if around.behind_bodies.contains(word) {
        ballot.add(Class::Organisation, 0.7);
    }
    if words.text(end) == "-" && matches!(words.folded(end + 1), "held" | "controlled") {
        ballot.add(Class::Organisation, 1.0);
    }
    // "Ikov's portrait": only a person has one.
    if words.tag(end) == "POS" && around.belongs_to_persons.contains(words.folded(end + 1)) {
        ballot.add(Class::Person, 1.0);
        ballot.add(Class::Place, -0.4);
    }
    // "Martuni surrounded.", "Gharyan quiet, Tarhuna not": a state without its verb, which ends sentence or clause.
    let closes =
        !here(end + 1) || matches!(words.text(end + 1), "." | "," | ";" | "!" | "!!" | "-" | "–" | "&" | "and");
    let state = !words.is_capitalised(end) && around.states_of_places.contains(word) && closes;
    let opens = start == 0 || !here(start - 1) || matches!(words.text(start - 1), "," | ";" | ":" | "|" | "and" | "&");
    let amid = word == "in" && around.amid_places.contains(words.folded(end + 1));
    if opens && (state || amid) {
        ballot.add(Class::Place, 1.5);
    }
    if words.text(end) == "-" && words.folded(end + 1) == "based" {
        ballot.add(Class::Place, 2.0);
    }
    if word == "who" || words.text(end) == "," && words.folded(end + 1) == "who" {
        ballot.add(Class::Person, 2.0);
    }
    let age = words.text(end) == "," && words.tag(end + 1) == "CD" && words.text(end + 1).len() <= 3;
    if age && words.text(end + 2) == "," {
        ballot.add(Class::Person, 3.0);
    }
}

/// What is done by and to the name.
fn grammar(words: &Words<'_>, tokens: Range<usize>, role: Role, ballot: &mut Ballot) {
    let around = &words.lists().around;
    let verb = words.lemma(role.over);
    let is_verb = words.tag(role.over).starts_with("VB");
    match role.dep {
        "nsubj" if is_verb => {
            if around.speaks.contains(verb) {
                ballot.add(Class::Person, 0.6);
                ballot.add(Class::Place, -0.5);
            } else if around.persons_do.contains(verb) {
                ballot.add(Class::Person, 0.6);
            }
            if around.happens_to_places.contains(verb) && tokens.end <= role.over {
                ballot.add(Class::Place, 1.5);
            }
            if verb == "be" {
                ballot.add(Class::Place, state_of_place(words, role.over));
                what_it_is(words, role.over, ballot);
            }
            if is_followed_by_pronoun(words, tokens.end) {
                ballot.add(Class::Person, 0.6);
            }
        }
        "dobj" | "nsubjpass" if is_verb => {
            // "to seize Carlos Pérez": what begins with a given name is no town.
            let given = tokens.len() > 1 && words.lists().given.contains(words.folded(tokens.start));
            let held = role.dep == "dobj" && around.held_places.contains(verb);
            if (around.takes_places.contains(verb) || held) && !given {
                ballot.add(Class::Place, 1.5);
                ballot.add(Class::Person, -0.5);
            } else if around.may_take_places.contains(verb) {
                ballot.may_be_place += 0.7;
                // "captured X in Nairobi": places are not taken in places.
                if role.dep == "dobj" && verb == "capture" && is_followed_by_place(words, tokens.end) {
                    ballot.add(Class::Person, 1.2);
                    ballot.may_be_place -= 0.7;
                }
            }
            if around.done_to_persons.contains(verb) {
                ballot.add(Class::Person, 1.3);
            }
            if is_followed_by_pronoun(words, tokens.end) {
                ballot.add(Class::Person, 0.6);
            }
        }
        "pobj" => {
            let preposition = words.folded(role.over);
            let going = around.going.contains(words.lemma(words.head(role.over)));
            let verb = words.lemma(words.head(role.over));
            if matches!(preposition, "to" | "from" | "through" | "for") && going
                || preposition == "from" && around.from_places.contains(verb)
            {
                ballot.add(Class::Place, 1.0);
            }
            // "jets over X", "flew over X".
            let flown = around.flies.contains(verb) || around.attacks.contains(words.folded(words.head(role.over)));
            if preposition == "over" && flown {
                ballot.add(Class::Place, 0.8);
            }
            if preposition == "by" && around.led_by.contains(verb) {
                ballot.add(Class::Person, 1.0);
            }
            // "fled to X and Y": the second has the preposition of the first.
            let first = role.at;
            if !tokens.contains(&first) && around.before_places.contains(preposition) {
                ballot.add(Class::Place, 1.0);
            }
            if preposition == "by" && words.dep(role.over) == "agent" {
                ballot.add(Class::Place, -0.5);
            }
        }
        _ => {}
    }
}

/// "X was under siege", "X was quiet": what places are.
fn state_of_place(words: &Words<'_>, verb: usize) -> f32 {
    let (around, syntax) = (&words.lists().around, words.context.syntax);
    for child in syntax.children(verb).filter(|&child| child > verb) {
        let under = words.folded(child) == "under"
            && syntax.children(child).any(|noun| around.under_places.contains(words.lemma(noun)));
        if under {
            return 1.5;
        }
        let amid = words.folded(child) == "in"
            && syntax.children(child).any(|noun| around.amid_places.contains(words.folded(noun)));
        // "X is ours": spoken of land.
        if amid || matches!(words.folded(child), "ours" | "theirs") {
            return 1.5;
        }
        if syntax.tokens[child].dep == "acomp" && around.states_of_places.contains(words.lemma(child)) {
            return 1.0;
        }
    }
    0.0
}

/// "X was the lieutenant", "X is a village".
fn what_it_is(words: &Words<'_>, verb: usize, ballot: &mut Ballot) {
    let (lists, syntax) = (words.lists(), words.context.syntax);
    for noun in syntax.children(verb).filter(|&child| child > verb && words.dep(child) == "attr") {
        let lemma = words.lemma(noun);
        if words.is_capitalised(noun) {
            continue;
        }
        if lists.professions.contains(lemma) || lists.around.addresses.contains(lemma) {
            ballot.add(Class::Person, 3.0);
        } else if lists.divisions.contains(lemma) {
            ballot.add(Class::Place, 1.5);
        }
    }
}

/// "had earlier overrun": the participle has its "have" shortly before it.
fn is_perfect(words: &Words<'_>, participle: usize) -> bool {
    let from = participle.saturating_sub(3);
    (from..participle).any(|at| words.same_sentence(at, participle) && words.lemma(at) == "have")
}

/// An attack "on" somewhere stands earlier in the sentence.
fn is_attack_told(words: &Words<'_>, on: usize) -> bool {
    let attacks = &words.lists().around.attacks;
    let told = |at: usize| words.folded(at + 1) == "on" && attacks.contains(words.folded(at));
    (on.saturating_sub(12)..on.saturating_sub(1)).any(|at| words.same_sentence(at, on) && told(at))
}

fn is_followed_by_place(words: &Words<'_>, end: usize) -> bool {
    words.folded(end) == "in" && words.is_capitalised(end + 1) && words.label(end + 1) == "GPE"
}

/// Whoever is "he" and has a "his" later in the sentence, with nobody else named between, is a person.
fn is_followed_by_pronoun(words: &Words<'_>, end: usize) -> bool {
    // Farther than this a pronoun stands for somebody else as often as not.
    (end..end + 14)
        .take_while(|&at| words.same_sentence(end, at) && words.label(at) != "PERSON")
        .any(|at| matches!(words.folded(at), "he" | "him" | "his" | "she" | "her"))
}

/// An apposition tells what someone is: "Abu Futtum, an explosives specialist", "X, a village in the hills".
fn apposition(words: &Words<'_>, tokens: Range<usize>, ballot: &mut Ballot) {
    let (lists, syntax) = (words.lists(), words.context.syntax);
    let Some(head) = syntax.head_of(words.span(tokens.clone())) else { return };
    let over = syntax.tokens[head].head;
    let told = syntax
        .children(head)
        .filter(|&child| syntax.tokens[child].dep == "appos" && child >= tokens.end)
        .chain((syntax.tokens[head].dep == "appos").then_some(over));
    for other in told {
        let noun = words.lemma(other);
        if lists.professions.contains(noun) {
            ballot.add(Class::Person, 2.0);
        } else if lists.divisions.contains(noun) {
            ballot.add(Class::Place, 2.0);
        } else if lists.group_nouns.contains(noun) {
            ballot.add(Class::Organisation, 1.0);
        }
    }
    let compound = syntax.tokens[head].dep == "compound" && lists.professions.contains(words.lemma(over));
    if compound && over >= tokens.end {
        ballot.add(Class::Organisation, 0.3);
    }
}
