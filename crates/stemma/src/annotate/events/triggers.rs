//! Words that tell a deed: rules matched to tokens, arguments put into roles, and one deed told twice made one.

use std::ops::Range;

use super::Scene;
use crate::annotate::grammar::{self, Frame};
use crate::lexicon::events::{Role, Rule};
use crate::model::{Assertion, Span, Toll};

/// A deed before its slots are worded: which word tells it and which phrases play which part.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    pub trigger: usize,
    /// The word whose mood says whether it happened; the light verb of "carried out an attack".
    pub mood: usize,
    pub kind: String,
    pub rule: String,
    pub actors: Vec<usize>,
    pub recipients: Vec<usize>,
    pub places: Vec<usize>,
    pub means: Vec<Span>,
    pub tolls: Vec<Toll>,
    pub assertion: Option<Assertion>,
    /// Both sides are actors: a clash, a meeting.
    pub reciprocal: bool,
    /// A notion rather than a happening: "suicide attacks", with nobody, nowhere and no day.
    pub generic: bool,
    source: &'a Rule,
}

/// The deeds that a sentence tells, in text order.
pub fn find<'a>(scene: &Scene<'a>, tokens: Range<usize>) -> Vec<Candidate<'a>> {
    let syntax = scene.syntax();
    let mut found: Vec<Candidate<'a>> = Vec::new();
    for index in tokens {
        let token = &syntax.tokens[index];
        // "March 2011" is no march.
        if scene.times.iter().any(|time| time.span.contains(token.span)) {
            continue;
        }
        let candidate = match token.pos {
            "VERB" if token.tag.starts_with("VB") && !matches!(token.dep, "amod" | "compound" | "aux" | "auxpass") => {
                verb(scene, index)
            }
            "NOUN" | "PROPN" | "ADJ" | "VERB" => noun(scene, index),
            _ => None,
        };
        found.extend(candidate);
    }
    fold(scene, found)
}

fn verb<'a>(scene: &Scene<'a>, index: usize) -> Option<Candidate<'a>> {
    let rules = &scene.context.lexicon.events;
    let frame = grammar::verb_frame(scene.syntax(), index);
    let lemma = scene.lemma(index).to_lowercase();
    let (rule, particle) =
        rules.verb(&lemma).find(|(rule, particle)| verb_fits(scene, index, &frame, rule, *particle))?;
    Some(roles(scene, index, index, &frame, rule, particle))
}

fn verb_fits(scene: &Scene<'_>, index: usize, frame: &Frame, rule: &Rule, particle: Option<&str>) -> bool {
    let syntax = scene.syntax();
    if let Some(particle) = particle {
        let first = particle.split(' ').next().unwrap_or(particle);
        let there = syntax.children(index).any(|child| {
            let token = &syntax.tokens[child];
            scene.lemma(child) == first
                && matches!(token.dep, "prt" | "prep" | "advmod" | "dobj" | "oprd" | "acomp" | "xcomp" | "agent")
        });
        if !there {
            return false;
        }
    }
    if !rule.subject.is_empty() && !scene.is_any(&frame.subjects, &rule.subject) {
        return false;
    }
    if !rule.subject_not.is_empty() && scene.is_any(&frame.subjects, &rule.subject_not) {
        return false;
    }
    if !rule.object_not.is_empty() && scene.is_any(&frame.objects, &rule.object_not) {
        return false;
    }
    if !rule.object.is_empty() {
        // "cut off from": the object of a particle may hang from the particle when the parse took it for a preposition.
        let particles: Vec<usize> = frame
            .prepositions
            .iter()
            .filter(|(preposition, _)| Some(scene.lemma(*preposition)) == particle)
            .map(|(_, object)| *object)
            .collect();
        let objects = if frame.objects.is_empty() { &particles } else { &frame.objects };
        if !scene.is_any(objects, &rule.object) {
            return false;
        }
    }
    if !rule.near.is_empty() {
        let words = syntax.subtree(index);
        if !words.iter().any(|&at| at != index && rule.near.iter().any(|near| near == scene.lemma(at))) {
            return false;
        }
    }
    if !rule.prep.is_empty() {
        let there = frame.prepositions.iter().any(|(preposition, object)| {
            rule.prep.iter().any(|wanted| wanted == scene.lemma(*preposition))
                && (rule.prep_object.is_empty() || scene.is_any(&[*object], &rule.prep_object))
        });
        let object_prep = frame.objects.iter().any(|&object| {
            grammar::noun_prepositions(syntax, object)
                .iter()
                .any(|(preposition, _)| rule.prep.iter().any(|wanted| wanted == scene.lemma(*preposition)))
        });
        let infinitive = rule.prep.iter().any(|wanted| wanted == "to")
            && syntax.children(index).any(|child| syntax.tokens[child].dep == "xcomp")
            && (rule.prep_object.is_empty() || scene.is_any(&frame.objects, &rule.prep_object));
        if !there && !object_prep && !infinitive {
            return false;
        }
    }
    true
}

fn noun<'a>(scene: &Scene<'a>, index: usize) -> Option<Candidate<'a>> {
    let syntax = scene.syntax();
    let token = &syntax.tokens[index];
    // A word inside a name ("Strike Eagle", "Battle Group") is no deed; nor is one that only qualifies another noun.
    if scene.entity_of[index].is_some_and(|entity| scene.names.entities[entity].kind != "EVENT") {
        return None;
    }
    if matches!(token.dep, "compound" | "amod" | "nmod" | "npadvmod") && !is_listed(scene, index) {
        return None;
    }
    let rules = &scene.context.lexicon.events;
    let lemma = token.lemma.to_lowercase();
    let (rule, _) = rules.noun(&lemma).find(|(rule, modifier)| noun_fits(scene, index, rule, *modifier))?;
    if token.pos == "VERB" && token.tag != "NN" {
        return None;
    }
    let anchor = anchor(scene, index, rule);
    if anchor == Anchor::None || (rule.weak && anchor == Anchor::Loose) {
        return None;
    }
    let mut frame = noun_frame(scene, index, rule);
    let mut mood = index;
    if let Anchor::Light(verb) = anchor {
        mood = verb;
        let above = grammar::verb_frame(syntax, verb);
        if syntax.tokens[index].dep == "dobj" || grammar::is_passive(syntax, verb) {
            let doers = above.subjects.iter().copied().filter(|&subject| subject != index);
            let undergoes = matches!(
                scene.lemma(verb),
                "suffer" | "sustain" | "face" | "survive" | "repel" | "cite" | "report" | "record" | "document"
            );
            if undergoes && !matches!(scene.lemma(verb), "cite" | "report" | "record" | "document") {
                frame.objects.extend(doers);
            } else if !undergoes && frame.subjects.is_empty() {
                frame.subjects.extend(doers);
            }
        }
        frame.prepositions.extend(above.prepositions);
    }
    let mut setting = mood;
    if let Anchor::Occurs(verb) = anchor {
        // "Clashes broke out between the army and the rebels": the parties hang from the verb.
        frame.prepositions.extend(grammar::verb_frame(syntax, verb).prepositions);
        setting = verb;
    }
    let mut candidate = roles(scene, index, mood, &frame, rule, None);
    let sided = matches!(anchor, Anchor::Occurs(_)) && candidate.actors.len() > 1;
    candidate.generic |=
        is_bare_plural(scene, index) && !sided && (anchor == Anchor::Loose || !is_settled(scene, index, setting));
    candidate.generic |= is_campaign(scene, index) || is_circumstance(scene, mood);
    Some(candidate)
}

/// An event noun in a list under another ("attacks and bombings") keeps its own reading.
fn is_listed(scene: &Scene<'_>, index: usize) -> bool {
    scene.syntax().tokens[index].dep == "conj"
}

fn noun_fits(scene: &Scene<'_>, index: usize, rule: &Rule, modifier: Option<&str>) -> bool {
    let syntax = scene.syntax();
    if let Some(modifier) = modifier {
        let before = syntax.children(index).any(|child| {
            child < index
                && scene.lemma(child).eq_ignore_ascii_case(modifier.split(' ').next_back().unwrap_or(modifier))
        });
        let adjacent = index > 0 && syntax.tokens[index - 1].span.of(scene.context.text).eq_ignore_ascii_case(modifier);
        if !before && !adjacent {
            return false;
        }
    }
    if !rule.object.is_empty() {
        let of: Vec<usize> = grammar::noun_prepositions(syntax, index)
            .into_iter()
            .filter(|(preposition, _)| scene.lemma(*preposition) == "of")
            .map(|(_, object)| object)
            .collect();
        let owner: Vec<usize> = syntax.child(index, &["poss"]).into_iter().collect();
        if !(!of.is_empty() && scene.is_any(&of, &rule.object)
            || of.is_empty() && !owner.is_empty() && scene.is_any(&owner, &rule.object))
        {
            return false;
        }
    }
    true
}

/// What ties an event noun to a happening.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Anchor {
    /// A verb that lends it its arguments.
    Light(usize),
    /// A verb without an object that says that it happened: "broke out", "erupted".
    Occurs(usize),
    /// A verb or setting that says it happened.
    Firm,
    /// Only its being mentioned.
    Loose,
    None,
}

fn anchor(scene: &Scene<'_>, index: usize, rule: &Rule) -> Anchor {
    let syntax = scene.syntax();
    let words = &scene.context.lexicon.events.embedding;
    let token = &syntax.tokens[index];
    let head = token.head;
    if head != index && grammar::is_verb(syntax, head) {
        let lemma = scene.lemma(head);
        if matches!(token.dep, "dobj" | "nsubjpass") && words.light.contains(lemma) {
            return Anchor::Light(head);
        }
        if matches!(token.dep, "nsubj" | "nsubjpass" | "attr") && words.occurrence.contains(lemma) {
            let alone = lemma != "be" && syntax.child(head, &["dobj", "attr", "acomp"]).is_none();
            return if alone && token.dep == "nsubj" { Anchor::Occurs(head) } else { Anchor::Firm };
        }
    }
    let numbered = syntax.children(index).any(|child| matches!(syntax.tokens[child].dep, "nummod"));
    let definite = syntax.children(index).any(|child| {
        syntax.tokens[child].dep == "det" && !matches!(scene.lemma(child), "any" | "no" | "every" | "such")
            || syntax.tokens[child].dep == "poss"
    });
    let prepositions = grammar::noun_prepositions(syntax, index);
    let settled = prepositions.iter().any(|(_, object)| {
        scene.place_of[*object].is_some()
            || scene.times.iter().any(|time| time.span.overlaps(syntax.tokens[*object].span))
    });
    let agents = !scene.modifying_agents(index).is_empty();
    let target = prepositions.iter().any(|(preposition, _)| {
        rule.recipient_prep.iter().chain(&rule.actor_prep).any(|wanted| wanted == scene.lemma(*preposition))
    });
    // "killed in an attack", "during clashes"
    let circumstance = token.dep == "pobj"
        && matches!(
            scene.lemma(head),
            "in" | "during" | "after" | "by" | "following" | "amid" | "follow" | "from" | "with"
        )
        && (definite || numbered || settled || agents);
    if numbered || settled || circumstance || (agents && target) || (definite && (agents || target)) {
        return Anchor::Firm;
    }
    if definite || agents || target || !rule.weak { Anchor::Loose } else { Anchor::None }
}

/// Whether a place or a day is told with the noun or with the verb that carries it.
fn is_settled(scene: &Scene<'_>, index: usize, verb: usize) -> bool {
    let syntax = scene.syntax();
    let frames = grammar::noun_prepositions(syntax, index).into_iter().chain(grammar::noun_prepositions(syntax, verb));
    let by_phrase = frames.into_iter().any(|(_, object)| {
        scene.place_of[object].is_some()
            || scene.times.iter().any(|time| time.span.overlaps(syntax.tokens[object].span))
    });
    by_phrase
        || syntax.children(verb).chain(syntax.children(index)).any(|child| {
            syntax.tokens[child].dep == "npadvmod"
                && scene.times.iter().any(|time| time.span.overlaps(syntax.tokens[child].span))
        })
}

/// "the battle for the city", "their push": a struggle that goes on, not a happening of one day.
fn is_campaign(scene: &Scene<'_>, index: usize) -> bool {
    const CAMPAIGNS: [&str; 9] =
        ["battle", "fight", "fighting", "push", "war", "offensive", "campaign", "conflict", "struggle"];
    let syntax = scene.syntax();
    let definite = syntax.children(index).any(|child| {
        syntax.tokens[child].dep == "poss"
            || matches!(scene.lemma(child).to_lowercase().as_str(), "the" | "this" | "that" | "such")
    });
    let dated = grammar::noun_prepositions(syntax, index)
        .into_iter()
        .any(|(_, object)| scene.times.iter().any(|time| time.span.overlaps(syntax.tokens[object].span)));
    definite && !dated && CAMPAIGNS.contains(&scene.lemma(index))
}

/// "Facing continued air strikes, …", "Backed by …": what stands beside the news is no news.
fn is_circumstance(scene: &Scene<'_>, verb: usize) -> bool {
    let syntax = scene.syntax();
    let above = std::iter::once(verb).chain(syntax.ancestors(verb).take(2)).find(|&at| grammar::is_verb(syntax, at));
    above.is_some_and(|at| {
        matches!(scene.lemma(at).to_lowercase().as_str(), "face" | "back" | "support" | "fear" | "amid" | "despite")
            && syntax.child(at, &["nsubj"]).is_none()
    })
}

fn is_bare_plural(scene: &Scene<'_>, index: usize) -> bool {
    let syntax = scene.syntax();
    matches!(syntax.tokens[index].tag, "NNS" | "NN") && syntax.child(index, &["det", "nummod", "poss"]).is_none()
}

fn noun_frame(scene: &Scene<'_>, index: usize, rule: &Rule) -> Frame {
    let syntax = scene.syntax();
    let mut frame = Frame { prepositions: grammar::noun_prepositions(syntax, index), ..Frame::default() };
    frame.subjects = scene.modifying_agents(index);
    // "following the fall of Mosul | to Iraqi forces": the parse often hangs the next preposition from the wrong word.
    let end = syntax.subtree(index).last().map_or(index, |last| last + 1);
    if let Some(next) =
        syntax.tokens.get(end).filter(|next| next.dep == "prep" && next.sentence == syntax.tokens[index].sentence)
        && rule.actor_prep.contains(&next.lemma)
        && matches!(next.lemma.as_str(), "to" | "by")
    {
        frame.prepositions.extend(grammar::prepositional_objects(syntax, end).into_iter().map(|object| (end, object)));
    }
    // "an attack that rebels carried out", "clashes pitting": a participle behind the noun lends its agent.
    for child in syntax.children(index).filter(|&child| matches!(syntax.tokens[child].dep, "acl" | "relcl")) {
        if scene.context.lexicon.events.embedding.light.contains(scene.lemma(child))
            || matches!(scene.lemma(child), "lead" | "back" | "claim" | "blame")
        {
            let below = grammar::verb_frame(syntax, child);
            frame.subjects.extend(below.subjects.into_iter().filter(|&subject| subject != index));
            frame.prepositions.extend(below.prepositions);
        }
    }
    for &(preposition, object) in &frame.prepositions {
        if scene.lemma(preposition) == "of" && !rule.actor_prep.iter().any(|wanted| wanted == "of") {
            frame.objects.push(object);
        }
    }
    if !rule.object.is_empty() && frame.objects.is_empty() {
        frame.objects.extend(syntax.child(index, &["poss"]));
        frame.subjects.retain(|subject| !frame.objects.contains(subject));
    }
    frame
}

/// Puts the arguments of a trigger into the roles that its rule gives them.
fn roles<'a>(
    scene: &Scene<'a>,
    trigger: usize,
    mood: usize,
    frame: &Frame,
    rule: &'a Rule,
    particle: Option<&str>,
) -> Candidate<'a> {
    let lexicon = &scene.context.lexicon.events;
    let mut candidate = Candidate {
        trigger,
        mood,
        kind: rule.kind.clone(),
        rule: rule.id.clone().unwrap_or_default(),
        actors: Vec::new(),
        recipients: Vec::new(),
        places: Vec::new(),
        means: Vec::new(),
        tolls: Vec::new(),
        assertion: rule.assertion,
        reciprocal: scene.context.lexicon.events.kind(&rule.kind).is_some_and(|kind| kind.mutual),
        generic: false,
        source: rule,
    };
    let is_verb = grammar::is_verb(scene.syntax(), trigger);
    let mut objects = frame.objects.clone();
    if objects.is_empty()
        && let Some(particle) = particle
    {
        objects.extend(
            frame
                .prepositions
                .iter()
                .filter(|(preposition, _)| scene.lemma(*preposition) == particle)
                .map(|(_, object)| *object),
        );
    }
    let mut put = |heads: &[usize], role: Role| match role {
        Role::Actor => candidate.actors.extend(heads),
        Role::Recipient => candidate.recipients.extend(heads),
        Role::Both => candidate.actors.extend(heads),
        Role::Place => candidate.places.extend(heads),
        Role::None => {}
    };
    put(&frame.subjects, rule.subject_is.unwrap_or(Role::Actor));
    let object_role =
        rule.object_is.unwrap_or(if !is_verb && !rule.object.is_empty() { Role::Place } else { Role::Recipient });
    put(&objects, object_role);
    for &(preposition, object) in &frame.prepositions {
        let word = scene.lemma(preposition);
        if rule.actor_prep.iter().any(|wanted| wanted == word) {
            put(&[object], Role::Actor);
        } else if rule.recipient_prep.iter().any(|wanted| wanted == word) {
            put(&[object], Role::Recipient);
        }
        if matches!(word, "with" | "by" | "using" | "from" | "in")
            && lexicon.instrument_kind(scene.lemma(object)).is_some()
        {
            candidate.means.push(scene.syntax().tokens[object].span);
        }
    }
    // A hit on a thing that stands somewhere: the thing says where.
    if object_role == Role::Recipient {
        candidate.places.extend(objects.iter().copied().filter(|&object| scene.is_class(object, "place")));
    }
    // "a missile hit", "a car bomb killed": the instrument is not who did it.
    let instruments: Vec<usize> = candidate
        .actors
        .iter()
        .copied()
        .filter(|&head| scene.entity_of[head].is_none() && lexicon.is(scene.lemma(head), "instrument"))
        .collect();
    for head in instruments {
        candidate.actors.retain(|&actor| actor != head);
        candidate.means.push(scene.syntax().tokens[head].span);
        candidate.actors.extend(scene.modifying_agents(head));
    }
    // "killed in an air strike" without an object: harm that nobody undergoes is a passive that the parse missed.
    if is_verb && rule.measure.is_some() && objects.is_empty() && rule.subject_is.is_none() && rule.kind != "surrender"
    {
        objects = std::mem::take(&mut candidate.actors);
        candidate.recipients.extend(&objects);
    }
    // "are able to fight", "kept fighting": with no other side it is no clash that one could find again.
    if is_verb && candidate.reciprocal && candidate.recipients.is_empty() && candidate.actors.len() < 2 {
        candidate.generic = true;
    }
    if let Some(measure) = &rule.measure {
        // Who surrenders is counted, whether or not something is surrendered.
        let of_subject = rule.subject_is == Some(Role::Recipient) || (rule.kind == "surrender" && is_verb);
        let victims = if of_subject { &frame.subjects } else { &objects };
        candidate.tolls.extend(scene.toll_of(measure, victims, trigger));
    }
    // "after losing ground in Syria": a circumstance without a place of its own.
    if is_verb
        && candidate.places.iter().all(|&place| {
            scene.is_class(place, "ground") && scene.place_of[place].is_none() && !scene.is_class(place, "place")
        })
        && rule.object_is == Some(Role::Place)
        && scene.syntax().tokens[trigger].dep == "pcomp"
    {
        candidate.generic = true;
    }
    refine(scene, &mut candidate);
    if is_suicide(scene, trigger, frame, &candidate.kind) {
        candidate.kind = "suicide-bombing".into();
    }
    candidate
}

/// "a suicide bomber struck", "blew himself up": whoever set it off died by it.
fn is_suicide(scene: &Scene<'_>, trigger: usize, frame: &Frame, kind: &str) -> bool {
    let syntax = scene.syntax();
    let suicidal = |at: usize| {
        scene.lemma(at) == "bomber"
            && syntax.children(at).any(|child| scene.lemma(child).eq_ignore_ascii_case("suicide"))
    };
    if matches!(kind, "bombing" | "killing" | "wounding" | "attack") && frame.subjects.iter().copied().any(suicidal) {
        return true;
    }
    let reflexive = |at: usize| {
        let word = syntax.tokens[at].span.of(scene.context.text).to_lowercase();
        syntax.tokens[at].pos == "PRON" && (word.ends_with("self") || word.ends_with("selves"))
    };
    let direct = syntax.children(trigger).filter(|&child| syntax.tokens[child].dep == "dobj");
    kind == "bombing" && direct.chain(frame.objects.iter().copied()).any(reflexive)
}

/// What the means and the rest of the document say about the kind.
fn refine(scene: &Scene<'_>, candidate: &mut Candidate<'_>) {
    let lexicon = &scene.context.lexicon.events;
    let general =
        lexicon.kind(&candidate.kind).is_some_and(|kind| kind.plover == "ASSAULT" && kind.rank <= 2 && !kind.mutual);
    if !general {
        return;
    }
    let syntax = scene.syntax();
    let mut words: Vec<String> = candidate
        .means
        .iter()
        .flat_map(|span| syntax.tokens_in(*span))
        .map(|at| scene.lemma(at).to_lowercase())
        .collect();
    if !grammar::is_verb(syntax, candidate.trigger) {
        words.extend(
            syntax
                .children(candidate.trigger)
                .filter(|&child| matches!(syntax.tokens[child].dep, "compound" | "amod" | "nmod"))
                .map(|child| scene.lemma(child).to_lowercase()),
        );
    }
    if let Some(kind) = words.iter().find_map(|word| lexicon.instrument_kind(word)) {
        candidate.kind = kind.to_string();
        return;
    }
    let word = scene.lemma(candidate.trigger).to_lowercase();
    if let Some(kind) = lexicon.context_kind(&word, |near| scene.lemmas.contains(near)) {
        candidate.kind = kind.to_string();
    }
}

/// Kinds that tell what a deed did rather than what it was.
fn is_consequence(kind: &str) -> bool {
    matches!(kind, "killing" | "wounding" | "destruction")
}

/// Makes one deed of what is told twice: the means beside the killing, the killed and the wounded, the light verb's noun.
fn fold<'a>(scene: &Scene<'a>, mut found: Vec<Candidate<'a>>) -> Vec<Candidate<'a>> {
    let syntax = scene.syntax();
    let mut gone = vec![false; found.len()];
    let at = |found: &[Candidate<'_>], token: usize| found.iter().position(|candidate| candidate.trigger == token);
    for index in 0..found.len() {
        let trigger = found[index].trigger;
        if !grammar::is_verb(syntax, trigger) || gone[index] {
            continue;
        }
        let assault = scene
            .context
            .lexicon
            .events
            .kind(&found[index].kind)
            .is_some_and(|kind| kind.plover == "ASSAULT" || kind.plover == "COERCE");
        if !assault {
            continue;
        }
        // The deed that did it: subject, agent, or "in an air strike".
        let frame = grammar::verb_frame(syntax, trigger);
        let circumstance = frame
            .prepositions
            .iter()
            .filter(|(preposition, _)| matches!(scene.lemma(*preposition), "in" | "by" | "during" | "with" | "from"));
        let causes: Vec<usize> =
            frame.subjects.iter().copied().chain(circumstance.map(|(_, object)| *object)).collect();
        for cause in causes {
            if let Some(other) = at(&found, cause).filter(|&other| other != index && !gone[other]) {
                gone[other] = true;
                let noun = found[other].clone();
                absorb(scene, &mut found[index], noun);
            } else if scene.entity_of[cause].is_none()
                && let Some((rule, _)) = scene
                    .context
                    .lexicon
                    .events
                    .noun(&scene.lemma(cause).to_lowercase())
                    .find(|(rule, modifier)| noun_fits(scene, cause, rule, *modifier))
            {
                // "were killed in clashes": too loose to be a deed of its own, firm enough to say how.
                let frame = noun_frame(scene, cause, rule);
                let noun = roles(scene, cause, cause, &frame, rule, None);
                absorb(scene, &mut found[index], noun);
            }
        }
    }
    for index in 0..found.len() {
        if gone[index]
            || !is_consequence(&found[index].source.kind)
            || found[index].source.kind != found[index].kind && !is_consequence(&found[index].source.kind)
        {
            continue;
        }
        let trigger = found[index].trigger;
        let token = &syntax.tokens[trigger];
        // "an attack that killed 12", "attacked the convoy, killing 12", "killed 12 and wounded 30"
        if !matches!(token.dep, "acl" | "relcl" | "advcl" | "conj" | "xcomp")
            || syntax.children(trigger).any(|child| syntax.tokens[child].dep == "neg")
        {
            continue;
        }
        let own_subject = syntax
            .child(trigger, &["nsubj", "nsubjpass"])
            .is_some_and(|subject| !matches!(syntax.tokens[subject].tag, "WDT" | "WP"));
        if own_subject {
            continue;
        }
        if let Some(other) = at(&found, token.head).filter(|&other| other != index && !gone[other]) {
            let same_family =
                scene.context.lexicon.events.kind(&found[other].kind).is_some_and(|kind| kind.plover == "ASSAULT");
            let conjoined = token.dep == "conj"
                && !is_consequence(&found[other].kind)
                && !is_consequence(&found[other].source.kind)
                && found[other].recipients != found[index].recipients
                && found[other].kind != "attack"
                && scene
                    .context
                    .lexicon
                    .events
                    .kind(&found[other].kind)
                    .is_some_and(|kind| kind.rank > 2 && kind.id != "shooting");
            if same_family && !conjoined {
                gone[index] = true;
                let consequence = found[index].clone();
                let main = &mut found[other];
                main.tolls.extend(consequence.tolls);
                main.recipients.extend(
                    consequence
                        .recipients
                        .iter()
                        .filter(|head| !main.recipients.contains(head))
                        .copied()
                        .collect::<Vec<_>>(),
                );
                main.means.extend(consequence.means);
                if main.actors.is_empty() {
                    main.actors = consequence.actors;
                }
            }
        }
    }
    let mut kept = gone.iter();
    found.retain(|_| !kept.next().copied().unwrap_or(false));
    found
}

/// The verb's deed takes over what the noun knows: kind of means, who did it, where it was aimed.
fn absorb<'a>(scene: &Scene<'a>, verb: &mut Candidate<'a>, noun: Candidate<'a>) {
    let lexicon = &scene.context.lexicon.events;
    let rank = |kind: &str| lexicon.kind(kind).map_or(0, |kind| kind.rank);
    verb.actors.retain(|&actor| actor != noun.trigger);
    verb.means.push(scene.syntax().tokens[noun.trigger].span);
    let fits = lexicon.kind(&noun.kind).is_some_and(|kind| kind.plover == "ASSAULT");
    if fits && rank(&noun.kind) > rank(&verb.kind) {
        verb.kind = noun.kind.clone();
        verb.reciprocal = false;
    }
    if verb.actors.is_empty() {
        verb.actors = noun.actors;
    }
    verb.recipients.extend(noun.recipients.into_iter().filter(|head| !verb.actors.contains(head)));
    verb.places.extend(noun.places);
    verb.means.extend(noun.means);
}
