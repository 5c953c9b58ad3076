//! Pronouns of the third person: "he", "her", "it", "its", "they". First persons are for `speech`.

use super::Discourse;
use super::binding::{self, Argument};
use super::individuals::{Individual, Mention, Number, Role, Sort};
use super::noting::agree;
use super::salience::{MOST_MENTIONS, Ranking};
use crate::annotate::grammar;
use crate::lexicon::references::Gender;

/// How many sentences back an antecedent may stand.
const REACH: usize = 3;
/// Beside "X said that he …" everything else is far: more than the weight of any single mention.
const REPORTED: f64 = 70.0;
/// "They" for an organisation is rarer than for people.
const COLLECTIVE: f64 = 0.7;
/// Towns seldom do anything: "X lost Mosul. It still had …".
const PLACE_AS_SUBJECT: f64 = 0.8;
/// So many words beside a verb are looked at.
const MOST_CHILDREN: usize = 24;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Person {
    He,
    She,
    It,
    They,
}

/// What a pronoun asks of what it stands for.
struct Wanted {
    person: Person,
    /// Only somebody who wills and speaks.
    acting: bool,
    /// A place, or a thing that stands somewhere.
    ground: bool,
    /// It is the subject of an active verb.
    subject: bool,
    /// Whatever it was may be a thing: where one was spoken of, nobody can tell.
    yields_to_things: bool,
}

impl Discourse<'_> {
    pub fn pronoun(&mut self, token: usize) {
        let person = match self.word(token).as_str() {
            "he" | "him" | "his" | "himself" => Person::He,
            "she" | "her" | "hers" | "herself" => Person::She,
            "it" | "its" | "itself" => Person::It,
            "they" | "them" | "their" | "themselves" => Person::They,
            _ => return,
        };
        let syntax = self.context.syntax;
        let argument = binding::argument(syntax, token).map(|argument| self.raised(token, argument));
        if person == Person::It && self.stands_for_nothing(token, argument) {
            return;
        }
        let Some(wanted) = self.wanted(person, token, argument) else { return };
        let Some(individual) = self.antecedent(token, &wanted, argument) else { return };
        let known = &mut self.individuals[individual];
        // What is once "she" is never "he" again.
        match person {
            Person::He => known.gender = Some(Gender::Male),
            Person::She => known.gender = Some(Gender::Female),
            Person::It | Person::They => {}
        }
        self.refer(token, individual);
        self.mention(individual, token, binding::role(syntax, token));
    }

    /// "made them carry": by its case the pronoun is the object of the verb above.
    fn raised(&self, token: usize, argument: Argument) -> Argument {
        let syntax = self.context.syntax;
        let verb = &syntax.tokens[argument.verb];
        let objective = matches!(self.word(token).as_str(), "him" | "her" | "them");
        if objective
            && argument.role == Role::Subject
            && verb.head != argument.verb
            && grammar::is_verb(syntax, verb.head)
        {
            return Argument { verb: verb.head, role: Role::Object, binds: true };
        }
        argument
    }

    /// What the place of a pronoun in its clause asks for; `None` where it may be what was said rather than somebody.
    fn wanted(&self, person: Person, token: usize, argument: Option<Argument>) -> Option<Wanted> {
        let syntax = self.context.syntax;
        let mut wanted = Wanted { person, acting: false, ground: false, subject: false, yields_to_things: false };
        if matches!(person, Person::He | Person::She) {
            return Some(wanted);
        }
        if syntax.tokens[token].tag == "PRP$" {
            let owned = self.lemma(syntax.tokens[token].head);
            let events = &self.context.lexicon.events;
            wanted.acting =
                events.is(&owned, "person") || events.is(&owned, "force") || self.words.relations.contains(&owned);
            return Some(wanted);
        }
        let Some(argument) = argument else { return (person == Person::They).then_some(wanted) };
        let verb = self.lemma(argument.verb);
        let passive = grammar::is_passive(syntax, argument.verb);
        match argument.role {
            Role::Subject if !passive => {
                wanted.acting = self.words.agentive.contains(&verb) || self.reports(&verb);
                wanted.subject = true;
                wanted.yields_to_things = person == Person::It && !wanted.acting;
            }
            Role::Object => {
                wanted.acting = self.words.personal.contains(&verb);
                wanted.ground = !wanted.acting && self.takes_ground(&verb);
                // "denied it", "used it": what was said, or a thing.
                if person == Person::It && !wanted.acting && !wanted.ground {
                    return None;
                }
            }
            Role::Subject => {
                wanted.acting = self.words.personal.contains(&verb) && person == Person::They;
                wanted.ground = person == Person::It && self.takes_ground(&verb);
                wanted.yields_to_things = person == Person::It && !self.words.personal.contains(&verb);
            }
            _ => {}
        }
        Some(wanted)
    }

    fn reports(&self, verb: &str) -> bool {
        let reporting = &self.context.lexicon.reporting;
        reporting.clause.contains(verb) || reporting.infinitive.contains(verb)
    }

    fn takes_ground(&self, verb: &str) -> bool {
        self.words.ground.contains(verb) || self.context.lexicon.gazetteer.words().place_verbs.contains(verb)
    }

    /// "It is clear that", "it was reported that", "it rained".
    fn stands_for_nothing(&self, token: usize, argument: Option<Argument>) -> bool {
        let syntax = self.context.syntax;
        let Some(argument) = argument else { return false };
        let verb = argument.verb;
        let has = |head: usize, labels: &[&str]| {
            syntax.children(head).take(MOST_CHILDREN).any(|child| labels.contains(&syntax.tokens[child].dep))
        };
        // "made it clear that"
        if argument.role == Role::Object {
            return has(verb, &["oprd", "xcomp"]) && !self.words.personal.contains(&self.lemma(verb));
        }
        if argument.role != Role::Subject || syntax.tokens[token].dep == "poss" {
            return false;
        }
        let clause = ["ccomp", "xcomp", "csubj", "csubjpass"];
        if syntax.tokens[verb].lemma == "be" {
            let said = syntax
                .children(verb)
                .take(MOST_CHILDREN)
                .find(|&child| matches!(syntax.tokens[child].dep, "acomp" | "attr" | "oprd"));
            return has(verb, &clause)
                || has(verb, &["advcl", "acl", "relcl"]) && said.is_some()
                || said.is_some_and(|said| has(said, &clause) || has(said, &["acl", "relcl", "advcl"]));
        }
        if grammar::is_passive(syntax, verb) {
            return has(verb, &["ccomp"]);
        }
        self.words.impersonal.contains(&self.lemma(verb)) && (has(verb, &clause) || !has(verb, &["dobj"]))
    }

    fn antecedent(&self, token: usize, wanted: &Wanted, argument: Option<Argument>) -> Option<usize> {
        let syntax = self.context.syntax;
        let possessive = syntax.tokens[token].tag == "PRP$";
        let reflexive = syntax.tokens[token].lemma.ends_with("self") || self.word(token).ends_with("selves");
        // "X captured it": X is the clause-mate of the pronoun.
        let mate = argument.filter(|argument| argument.binds && argument.role != Role::Subject && !reflexive);
        let subject = mate.and_then(|argument| self.clauses.subject(syntax, argument.verb));
        let quote = self.quote_of[token];
        let reporter = self.reporter(token);
        let mut ranking = Ranking::default();
        let mut barred: Vec<usize> = Vec::new();
        let recent = self.mentions.iter().rev().take(MOST_MENTIONS);
        let recent: Vec<&Mention> = recent.take_while(|mention| self.sentence - mention.sentence <= REACH).collect();
        for mention in &recent {
            if mention.sentence != self.sentence {
                continue;
            }
            let same_clause = !possessive
                && !reflexive
                && argument.is_some_and(|own| {
                    let other = binding::argument(syntax, mention.token);
                    own.binds && other.is_some_and(|other| other.verb == own.verb && other.binds)
                });
            if same_clause || subject == Some(mention.token) || binding::is_within(syntax, token, mention.token) {
                barred.push(mention.individual);
            }
        }
        // Who speaks of "he" in a quotation speaks of somebody else.
        if quote.is_some() {
            let speaks = |mention: &&&Mention| {
                mention.quote != quote
                    && self.sentence - mention.sentence <= 1
                    && mention.role == Role::Subject
                    && self.reports(&self.lemma(syntax.tokens[mention.token].head))
            };
            barred.extend(recent.iter().filter(speaks).map(|mention| mention.individual));
        }
        for mention in recent {
            let known = &self.individuals[mention.individual];
            if barred.contains(&mention.individual) || mention.token >= token {
                continue;
            }
            // "Hanoi troops captured it": a place that only tells whose they are was not captured.
            if wanted.ground && mention.role == Role::Modifier {
                continue;
            }
            if wanted.yields_to_things
                && reporter.is_none()
                && known.sort == Sort::Thing
                && is_central(mention)
                && self.sentence - mention.sentence <= 1
            {
                return None;
            }
            if let Some(factor) = fitness(known, wanted) {
                ranking.add(mention, self.sentence, quote, factor);
            }
        }
        if let Some(reporter) = reporter {
            ranking.favour(reporter, REPORTED);
        }
        ranking.best()
    }

    /// Who says the clause that a pronoun stands in: "X said that he …".
    fn reporter(&self, token: usize) -> Option<usize> {
        let syntax = self.context.syntax;
        let mut at = token;
        for above in syntax.ancestors(token).take(12) {
            if syntax.tokens[at].dep == "ccomp" && self.reports(&self.lemma(above)) {
                let subject = self.clauses.own_subject(above)?;
                let mention =
                    self.mentions.iter().rev().take(MOST_MENTIONS).find(|mention| mention.token == subject)?;
                // "His spokesman said he …": he speaks for somebody.
                return Some(self.individuals[mention.individual].speaks_for.unwrap_or(mention.individual));
            }
            at = above;
        }
        None
    }
}

/// A thing that a clause is about, in the singular or not.
fn is_central(mention: &Mention) -> bool {
    matches!(mention.role, Role::Subject | Role::Object)
}

/// Whether an individual can be what the pronoun stands for, and how well: 1 or less.
fn fitness(known: &Individual, wanted: &Wanted) -> Option<f64> {
    match wanted.person {
        Person::He | Person::She => {
            let gender = if wanted.person == Person::He { Gender::Male } else { Gender::Female };
            (known.sort == Sort::Person && agree(known.gender, Some(gender))).then_some(1.0)
        }
        Person::It => {
            let fits = known.number != Number::Plural
                && match known.sort {
                    Sort::Body => !wanted.ground || known.place.is_some(),
                    Sort::Place => !wanted.acting,
                    Sort::Thing => !wanted.acting,
                    // "Kenyan soldiers … the army … it"
                    Sort::Crowd => known.force.is_some() && known.number == Number::Either && !wanted.ground,
                    Sort::Person => false,
                };
            let factor = if known.sort == Sort::Place && wanted.subject { PLACE_AS_SUBJECT } else { 1.0 };
            fits.then_some(factor)
        }
        Person::They => {
            if wanted.ground && known.sort != Sort::Place {
                return None;
            }
            match (known.sort, known.number) {
                (Sort::Person, _) | (_, Number::Singular) => None,
                (Sort::Thing | Sort::Place, _) if wanted.acting => None,
                (_, Number::Plural) => Some(1.0),
                (_, Number::Either) => Some(COLLECTIVE),
            }
        }
    }
}
