//! Who does what to whom, as the grammar has it: the logical subjects, objects and prepositional objects of a word.
//!
//! Works on the dependency tree alone. It undoes passives, relative clauses, participles and control ("managed to
//! capture", "after seizing", "a campaign to retake"), so that rules can speak of subjects and objects only.

use crate::annotate::Syntax;

/// The arguments of a verb or of a noun that tells a deed. Tokens are heads of noun phrases.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    pub subjects: Vec<usize>,
    pub objects: Vec<usize>,
    /// (preposition, its object)
    pub prepositions: Vec<(usize, usize)>,
}

/// A chain of control longer than this is a broken parse.
const MAX_DEPTH: usize = 8;

/// Verbs whose object, not subject, does what the verb below them says: "ordered troops to attack".
const OBJECT_CONTROL: [&str; 30] = [
    "order",
    "tell",
    "ask",
    "urge",
    "force",
    "allow",
    "help",
    "call",
    "command",
    "instruct",
    "direct",
    "compel",
    "permit",
    "enable",
    "lead",
    "send",
    "invite",
    "persuade",
    "encourage",
    "pressure",
    "authorize",
    "require",
    "see",
    "watch",
    "hear",
    "make",
    "let",
    "have",
    "incite",
    "forbid",
];

pub fn verb_frame(syntax: &Syntax, verb: usize) -> Frame {
    let mut frame = Frame::default();
    let passive = is_passive(syntax, verb);
    let subjects = subjects_of(syntax, verb, 0);
    if passive {
        frame.objects = subjects;
        for child in syntax.children(verb) {
            let token = &syntax.tokens[child];
            if token.dep == "agent" || (token.dep == "prep" && token.lemma == "by") {
                frame.subjects.extend(prepositional_objects(syntax, child));
            }
        }
        // "was given aid", "were left dead": what stays behind the verb is not its patient, except after a bare participle.
        if frame.objects.is_empty() {
            frame.objects.extend(direct_objects(syntax, verb));
        }
    } else {
        frame.subjects = subjects;
        frame.objects = direct_objects(syntax, verb);
    }
    frame.prepositions = prepositions(syntax, verb);
    frame
}

/// The arguments of a noun that tells a deed: possessor, modifiers and prepositional objects are told apart by the caller.
pub fn noun_prepositions(syntax: &Syntax, noun: usize) -> Vec<(usize, usize)> {
    prepositions(syntax, noun)
}

/// The noun phrase and those joined to it by "and", "or" or a comma.
pub fn conjuncts(syntax: &Syntax, head: usize) -> Vec<usize> {
    let (mut found, mut open) = (Vec::new(), vec![head]);
    while let Some(next) = open.pop() {
        found.push(next);
        open.extend(
            syntax.children(next).filter(|&child| syntax.tokens[child].dep == "conj" && is_nominal(syntax, child)),
        );
    }
    found.sort_unstable();
    found
}

pub fn is_nominal(syntax: &Syntax, index: usize) -> bool {
    matches!(syntax.tokens[index].pos, "NOUN" | "PROPN" | "PRON" | "NUM" | "DET") || syntax.tokens[index].tag == "JJ"
}

pub fn is_verb(syntax: &Syntax, index: usize) -> bool {
    matches!(syntax.tokens[index].pos, "VERB" | "AUX")
}

/// Passive voice, whether told by "was" or by a bare participle ("the town captured by rebels").
pub fn is_passive(syntax: &Syntax, verb: usize) -> bool {
    let token = &syntax.tokens[verb];
    let has = |labels: &[&str]| syntax.child(verb, labels).is_some();
    if has(&["auxpass", "nsubjpass", "csubjpass"]) {
        return true;
    }
    let participle = token.tag == "VBN" && !has(&["aux"]);
    let own_subject = has(&["nsubj"]);
    participle
        && !own_subject
        && (matches!(token.dep, "acl" | "relcl" | "advcl" | "amod" | "ROOT" | "pcomp" | "oprd" | "ccomp")
            || (token.dep == "conj" && is_passive_conjunct(syntax, token.head)))
}

fn is_passive_conjunct(syntax: &Syntax, head: usize) -> bool {
    syntax.tokens[head].tag == "VBN" && syntax.child(head, &["auxpass", "nsubjpass"]).is_some()
}

fn direct_objects(syntax: &Syntax, verb: usize) -> Vec<usize> {
    let mut found = Vec::new();
    for child in syntax.children(verb) {
        let token = &syntax.tokens[child];
        match token.dep {
            "dobj" if is_relative(syntax, child) => found.extend(antecedent(syntax, verb)),
            "dobj" => found.extend(conjuncts(syntax, child)),
            // "54 wounded", "left 12 dead": the count is the object's.
            "oprd" | "attr" if token.pos == "NOUN" => {}
            _ => {}
        }
    }
    found
}

fn prepositions(syntax: &Syntax, index: usize) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut add = |preposition: usize| {
        for object in prepositional_objects(syntax, preposition) {
            found.push((preposition, object));
        }
        // "from behind the lines": the inner preposition has the object.
        for inner in syntax.children(preposition).filter(|&inner| syntax.tokens[inner].dep == "prep") {
            for object in prepositional_objects(syntax, inner) {
                found.push((preposition, object));
            }
        }
    };
    for child in syntax.children(index) {
        match syntax.tokens[child].dep {
            "prep" | "agent" | "dative" => add(child),
            // "8km southwest of the town": the preposition hangs from an adverb.
            "advmod" | "npadvmod" => {
                for inner in syntax.children(child).filter(|&inner| syntax.tokens[inner].dep == "prep") {
                    add(inner);
                }
            }
            _ => {}
        }
    }
    found
}

pub fn prepositional_objects(syntax: &Syntax, preposition: usize) -> Vec<usize> {
    let objects = syntax.children(preposition).filter(|&child| matches!(syntax.tokens[child].dep, "pobj" | "pcomp"));
    objects.flat_map(|object| conjuncts(syntax, object)).collect()
}

fn is_relative(syntax: &Syntax, index: usize) -> bool {
    let token = &syntax.tokens[index];
    matches!(token.tag, "WDT" | "WP") || (token.lemma == "that" && syntax.tokens[token.head].dep == "relcl")
}

/// The noun that a relative or participial clause describes.
fn antecedent(syntax: &Syntax, verb: usize) -> Option<usize> {
    let token = &syntax.tokens[verb];
    matches!(token.dep, "relcl" | "acl").then_some(token.head).filter(|&head| head != verb)
}

/// "Announced it would move": what one says will be done is, with a pronoun of one's own number, one's own deed. What is said to
/// *have been* done is as often another's: "the ministry said they killed ten".
fn who_promised(syntax: &Syntax, verb: usize, pronoun: usize, depth: usize) -> Option<Vec<usize>> {
    let token = &syntax.tokens[verb];
    let modal = |child: usize| syntax.tokens[child].dep == "aux" && syntax.tokens[child].tag == "MD";
    if token.dep != "ccomp" || token.head == verb || !syntax.children(verb).any(modal) {
        return None;
    }
    let is_plural = match syntax.tokens[pronoun].lemma.to_lowercase().as_str() {
        "it" | "he" | "she" => false,
        "they" | "we" => true,
        _ => return None,
    };
    let speakers = governing_subjects(syntax, token.head, depth);
    let plural = |&speaker: &usize| matches!(syntax.tokens[speaker].tag, "NNS" | "NNPS");
    let agrees =
        if is_plural { speakers.len() > 1 || speakers.iter().any(plural) } else { !speakers.iter().any(plural) };
    (agrees && speakers.iter().any(|&speaker| syntax.tokens[speaker].pos != "PRON")).then_some(speakers)
}

/// The grammatical subjects of a verb, found through the verbs above it when it has none of its own.
pub fn subjects_of(syntax: &Syntax, verb: usize, depth: usize) -> Vec<usize> {
    if depth > MAX_DEPTH {
        return Vec::new();
    }
    let mut own = Vec::new();
    for child in syntax.children(verb) {
        if matches!(syntax.tokens[child].dep, "nsubj" | "nsubjpass" | "csubj") {
            if is_relative(syntax, child) {
                own.extend(antecedent(syntax, verb));
            } else {
                own.extend(conjuncts(syntax, child));
            }
        }
    }
    if let [pronoun] = own[..]
        && let Some(promised) = who_promised(syntax, verb, pronoun, depth)
    {
        return promised;
    }
    if !own.is_empty() {
        return own;
    }
    let token = &syntax.tokens[verb];
    let head = token.head;
    if head == verb {
        return own;
    }
    let infinitive = syntax.children(verb).any(|child| syntax.tokens[child].tag == "TO");
    match token.dep {
        "xcomp" | "ccomp" | "oprd" => {
            if OBJECT_CONTROL.contains(&syntax.tokens[head].lemma.as_str()) && token.dep == "xcomp" {
                let objects = if is_passive(syntax, head) {
                    subjects_of(syntax, head, depth + 1)
                } else {
                    let mut objects = direct_objects(syntax, head);
                    if objects.is_empty() {
                        // "called on all men to report"
                        objects.extend(prepositions(syntax, head).into_iter().map(|(_, object)| object));
                    }
                    objects
                };
                if !objects.is_empty() {
                    return objects;
                }
            }
            governing_subjects(syntax, head, depth)
        }
        "conj" | "advcl" | "dep" | "parataxis" => governing_subjects(syntax, head, depth),
        "pcomp" | "pobj" => governing_subjects(syntax, head, depth),
        "acl" | "relcl" if infinitive => {
            // "a campaign to capture": whoever has the campaign.
            let owner = syntax.child(head, &["poss"]);
            owner.map_or_else(|| governing_subjects(syntax, head, depth), |owner| vec![owner])
        }
        "acl" | "relcl" => vec![head],
        _ => own,
    }
}

/// The subjects of the nearest verb at or above a token.
fn governing_subjects(syntax: &Syntax, index: usize, depth: usize) -> Vec<usize> {
    if is_verb(syntax, index) {
        return subjects_of(syntax, index, depth + 1);
    }
    // "was able to impose": the subject hangs from the verb above the adjective.
    if let Some(subject) = syntax.child(index, &["nsubj", "nsubjpass"]) {
        return conjuncts(syntax, subject);
    }
    let above = syntax.ancestors(index).take(MAX_DEPTH).find(|&at| is_verb(syntax, at));
    above.map_or_else(Vec::new, |verb| subjects_of(syntax, verb, depth + 1))
}

/// How far a token is from another in the tree, with every other clause on the way counting three steps more.
/// `None` when they share no tree.
pub fn tree_distance(syntax: &Syntax, from: usize, to: usize) -> Option<u32> {
    if syntax.tokens[from].sentence != syntax.tokens[to].sentence {
        return None;
    }
    let cost = |index: usize| if is_verb(syntax, index) && index != from { 4 } else { 1 };
    let mut up = vec![(from, 0)];
    let mut sum = 0;
    for above in syntax.ancestors(from).take(64) {
        sum += cost(above);
        up.push((above, sum));
    }
    let mut down = 0;
    let mut at = to;
    for _ in 0..64 {
        if let Some((_, cost)) = up.iter().find(|(index, _)| *index == at) {
            return Some(cost + down);
        }
        let above = syntax.tokens[at].head;
        if above == at {
            return None;
        }
        down += if at != to { cost(at) } else { 1 };
        at = above;
    }
    None
}
