//! Noting who and what the text speaks of: names, common-noun forces, people and things, with what the words around them
//! tell ("President X", "X, a militant group", "the rebel group X").

use super::Discourse;
use super::binding;
use super::individuals::{Individual, Mention, Number, Role, Sort};
use crate::annotate::names::Force;
use crate::lexicon::actors::ActorKind;
use crate::lexicon::fold;
use crate::lexicon::names::ForceClass;
use crate::lexicon::references::Gender;
use crate::model::{Entity, PlaceLevel, Span};

/// So many words beside a noun are looked at for what they tell of it.
const MOST_CHILDREN: usize = 24;
/// A phrase with more words than this is quoted by its noun alone.
const MOST_WORDS: usize = 8;
/// A phrase with more words than this behind "of" is quoted without them.
const MOST_WORDS_OF: usize = 6;

impl Discourse<'_> {
    /// A name, when this token is its head.
    pub fn note_name(&mut self, token: usize) {
        let syntax = self.context.syntax;
        let (entity, place) = (self.entity_of[token], self.place_of[token]);
        let span = match (entity, place) {
            (Some(entity), _) => self.names.entities[entity].span,
            (None, Some(place)) => self.places[place].span,
            (None, None) => return,
        };
        if syntax.head_of(span) != Some(token) {
            return;
        }
        let individual = match entity {
            Some(entity) => self.named(entity, token),
            None => place.map(|place| self.place_named(place)),
        };
        let Some(individual) = individual else { return };
        if let Some(place) = place {
            self.individual_of_place.insert(place, individual);
        }
        // The last mention by name is the one to quote.
        self.individuals[individual].entity.span = span;
        self.learn(individual, token, span);
        self.mention(individual, token, binding::role(syntax, token));
        self.note_pair(individual, token);
    }

    /// The individual of a name; `None` for names of works, peoples used as adjectives and the like.
    pub fn named(&mut self, index: usize, token: usize) -> Option<usize> {
        let (syntax, entity) = (self.context.syntax, &self.names.entities[index]);
        let text = entity.span.of(self.context.text);
        let actor = entity.id.as_deref().and_then(|id| self.context.lexicon.actors.get(id));
        let place = self.place_of[token];
        // "Russian troops" speaks of troops.
        if entity.kind == "NORP"
            && syntax.tokens[token].dep == "amod"
            && actor.is_none_or(|actor| !actor.kind.is_armed())
        {
            return None;
        }
        let key = entity.id.clone().unwrap_or_else(|| fold::key(entity.name.as_deref().unwrap_or(text)));
        let plural = matches!(syntax.tokens[token].tag, "NNPS" | "NNS") || text.ends_with('s') && !is_acronym(text);
        let is_country = actor.is_some_and(|actor| actor.kind == ActorKind::Country);
        let (sort, number) = match entity.kind.as_str() {
            "PERSON" => (Sort::Person, Number::Singular),
            "ORG" => (Sort::Body, Number::Either),
            "NORP" if actor.is_some_and(|actor| actor.kind.is_armed()) => (Sort::Body, Number::Either),
            "NORP" if plural || actor.is_some() => (Sort::Crowd, Number::Plural),
            "NORP" => (Sort::Crowd, Number::Singular),
            "GPE" | "LOC" | "FAC" if is_country => (Sort::Body, Number::Singular),
            "GPE" | "LOC" | "FAC" => (Sort::Place, Number::Singular),
            _ => (Sort::Thing, Number::Singular),
        };
        let individual = self.individual(key, || Individual {
            sort,
            gender: None,
            number,
            is_actor: matches!(sort, Sort::Person | Sort::Body | Sort::Crowd),
            is_named: true,
            is_presumed: false,
            actor: actor.map(|actor| actor.kind),
            force: None,
            nouns: Vec::new(),
            entity: Entity { name: Some(entity.name.clone().unwrap_or_else(|| text.to_owned())), ..entity.clone() },
            place: None,
            speaks_for: None,
        });
        let known = &mut self.individuals[individual];
        // The latest mention of a place is the one that words after it lean on.
        known.place = place.filter(|_| matches!(sort, Sort::Place) || is_country).or(known.place);
        if sort == Sort::Body
            && let Some(last) = fold::key(text).rsplit(' ').next()
        {
            known.call(last.to_owned());
        }
        if sort == Sort::Person && known.gender.is_none() {
            known.gender = self.words.given_name(fold::key(text).split(' ').next().unwrap_or_default());
        }
        Some(individual)
    }

    fn place_named(&mut self, index: usize) -> usize {
        let mention = &self.places[index];
        let text = mention.span.of(self.context.text);
        let country = mention.place.level == Some(PlaceLevel::Country);
        let individual = self.individual(fold::key(text), || Individual {
            sort: if country { Sort::Body } else { Sort::Place },
            gender: None,
            number: Number::Singular,
            is_actor: false,
            is_named: true,
            is_presumed: false,
            actor: None,
            force: None,
            nouns: Vec::new(),
            entity: Entity { span: mention.span, kind: "GPE".into(), id: None, name: Some(text.to_owned()) },
            place: Some(index),
            speaks_for: None,
        });
        self.individuals[individual].place = Some(index);
        individual
    }

    /// The individual of this key, made when it is new.
    fn individual(&mut self, key: String, make: impl FnOnce() -> Individual) -> usize {
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let made = self.make(make());
        self.known.insert(key, made);
        made
    }

    pub fn make(&mut self, individual: Individual) -> usize {
        self.individuals.push(individual);
        self.individuals.len() - 1
    }

    pub fn mention(&mut self, individual: usize, token: usize, role: Role) {
        let quote = self.quote_of[token];
        self.mentions.push(Mention { individual, token, sentence: self.sentence, role, quote });
    }

    /// What the words around a name call its bearer.
    fn learn(&mut self, individual: usize, token: usize, span: Span) {
        let syntax = self.context.syntax;
        let mut nouns: Vec<String> = Vec::new();
        let mut gender = None;
        // "President X", "Ms X", "the militant group X": the words of the phrase before the name.
        let first = syntax.tokens_in(span).start;
        for before in (first.saturating_sub(3)..first).rev() {
            let word = &syntax.tokens[before];
            if word.sentence != syntax.tokens[token].sentence || !matches!(word.tag, "NN" | "NNP" | "NNS") {
                break;
            }
            gender = gender.or_else(|| self.words.title(&fold::key(word.span.of(self.context.text))));
            nouns.push(self.lemma(before));
        }
        // "X, a militant group": appositions; "X is a militant group": what it is said to be.
        let head = syntax.tokens[token].head;
        let predicate = matches!(syntax.tokens[token].dep, "nsubj" | "nsubjpass") && syntax.tokens[head].lemma == "be";
        let said =
            syntax.children(head).take(MOST_CHILDREN).filter(|&child| predicate && syntax.tokens[child].dep == "attr");
        let apposed = syntax.children(token).take(MOST_CHILDREN).filter(|&child| syntax.tokens[child].dep == "appos");
        for noun in said.chain(apposed) {
            if self.entity_of[noun].is_none() && matches!(syntax.tokens[noun].tag, "NN" | "NNS" | "NNP") {
                nouns.push(self.lemma(noun));
                nouns.push(self.word(noun));
            }
        }
        // "the prime minister, X": the name is the apposition.
        if syntax.tokens[token].dep == "appos" && self.entity_of[head].is_none() {
            nouns.push(self.lemma(head));
        }
        let known = &mut self.individuals[individual];
        for noun in nouns {
            if known.sort == Sort::Person {
                gender = gender.or_else(|| self.words.person(&noun).flatten());
            }
            known.call(noun);
        }
        if known.sort == Sort::Person {
            // "Sheikh Hasina": the name tells more than the title.
            known.gender = known.gender.or(gender);
        }
    }

    /// "X and Y": two together are who "they" may mean.
    pub fn note_pair(&mut self, first: usize, token: usize) {
        let syntax = self.context.syntax;
        if syntax.tokens[token].dep == "conj" {
            return;
        }
        let joined = syntax.children(token).take(MOST_CHILDREN).find(|&child| {
            syntax.tokens[child].dep == "conj" && child > token && matches!(syntax.tokens[child].pos, "NOUN" | "PROPN")
        });
        let Some(mut last) = joined else { return };
        for _ in 0..8 {
            let next = syntax.children(last).take(MOST_CHILDREN).find(|&child| syntax.tokens[child].dep == "conj");
            let Some(next) = next else { break };
            last = next;
        }
        let sort = match self.individuals[first].sort {
            Sort::Person | Sort::Crowd => Sort::Crowd,
            Sort::Body => Sort::Body,
            other => other,
        };
        let one = &self.individuals[first].entity;
        let end = self.entity_of[last].map_or(syntax.tokens[last].span, |index| self.names.entities[index].span);
        let span = one.span.cover(end);
        // A span from another sentence is that of an earlier mention of the first.
        let from = syntax.tokens[token].span;
        let span = if span.len() > 400 || one.span.end > end.start { from.cover(end) } else { span };
        let sentence = syntax.sentences[syntax.tokens[token].sentence].span;
        let span = if sentence.contains(span) { span } else { from.cover(end) };
        let name = plain(span.of(self.context.text));
        let kind = if sort == Sort::Crowd { "PERSON" } else { "ORG" };
        let pair = self.make(Individual {
            sort,
            gender: None,
            number: Number::Plural,
            is_actor: matches!(sort, Sort::Crowd | Sort::Body),
            is_named: false,
            is_presumed: false,
            actor: None,
            force: None,
            nouns: Vec::new(),
            entity: Entity { span, kind: kind.into(), id: None, name: Some(name) },
            place: None,
            speaks_for: None,
        });
        self.mention(pair, token, binding::role(syntax, token));
    }

    /// A noun that names nobody: a force, a person, people or a thing.
    pub fn noun(&mut self, token: usize) {
        let syntax = self.context.syntax;
        let word = &syntax.tokens[token];
        let noun = fold::key(word.span.of(self.context.text));
        let inside_name = matches!(word.dep, "compound" | "nmod" | "amod");
        if inside_name || noun.is_empty() || self.words.ignored.contains(&noun) || binding::is_quantity(syntax, token) {
            return;
        }
        let apposed = syntax.children(token).take(MOST_CHILDREN).find_map(|child| {
            (syntax.tokens[child].dep == "appos").then_some(())?;
            Some((self.entity_of[child]?, child))
        });
        let role = binding::role(syntax, token);
        let place = self.stands_for_place.get(&token).and_then(|place| self.individual_of_place.get(place));
        if let Some(&individual) = place {
            self.refer(token, individual);
            self.mention(individual, token, role);
            return;
        }
        if let Some((entity, child)) = apposed {
            // "the prime minister, X": one individual, whose name follows.
            if let Some(individual) = self.named(entity, child) {
                let lemma = self.lemma(token);
                self.individuals[individual].call(lemma);
                self.mention(individual, token, role);
            }
            return;
        }
        // What somebody is called by is no individual of its own.
        let is_label = word.dep == "appos" || (word.dep == "attr" && syntax.tokens[word.head].lemma == "be");
        if is_label {
            return;
        }
        if let Some(individual) = self.named_before(token, &noun) {
            self.mention(individual, token, role);
            return;
        }
        if let Some(individual) = self.definite(token, &noun) {
            self.mention(individual, token, role);
            return;
        }
        let individual = self.related(token).unwrap_or_else(|| self.common_noun(token, &noun));
        self.mention(individual, token, role);
        self.note_pair(individual, token);
    }

    /// "The Islamic State (IS) group", "the Taliban movement": the name before the noun is what the phrase speaks of.
    fn named_before(&mut self, token: usize, noun: &str) -> Option<usize> {
        if !self.words.behind_names.contains(noun) || self.force_of[token].is_some() {
            return None;
        }
        let syntax = self.context.syntax;
        let first = token.saturating_sub(6).max(syntax.sentences[syntax.tokens[token].sentence].tokens.start);
        let name = (first..token).rev().find(|&at| {
            self.entity_of[at].is_some()
                && syntax.ancestors(at).take(3).any(|above| above == token)
                && matches!(syntax.tokens[at].dep, "compound" | "nmod" | "appos")
        })?;
        let individual = self.named(self.entity_of[name]?, name)?;
        let known = &mut self.individuals[individual];
        (known.sort == Sort::Body && known.place.is_none()).then(|| known.call(noun.to_owned()))?;
        Some(individual)
    }

    /// "His assistant", once it is known who "his" stands for: a person told by whose they are.
    fn related(&mut self, token: usize) -> Option<usize> {
        let syntax = self.context.syntax;
        let noun = fold::key(syntax.tokens[token].span.of(self.context.text));
        if !self.words.relations.contains(&noun) {
            return None;
        }
        let owner = syntax.children(token).take(MOST_CHILDREN).find(|&child| syntax.tokens[child].tag == "PRP$")?;
        let master = *self.resolved.get(&owner)?;
        let owner = self.individuals[master].entity.name.clone()?;
        let lemma = self.lemma(token);
        let plural = syntax.tokens[token].tag == "NNS";
        let collective = matches!(noun.as_str(), "family");
        let individual = self.make(Individual {
            sort: if plural || collective { Sort::Crowd } else { Sort::Person },
            gender: self.words.person(&lemma).flatten(),
            number: if plural { Number::Plural } else { Number::Singular },
            is_actor: true,
            is_named: false,
            is_presumed: false,
            actor: None,
            force: None,
            nouns: vec![noun.clone(), lemma],
            entity: Entity {
                span: syntax.tokens[token].span,
                kind: "PERSON".into(),
                id: None,
                name: Some(format!("{noun} of {owner}")),
            },
            place: None,
            speaks_for: (noun.starts_with("spokes") || noun.starts_with("lawyer")).then_some(master),
        });
        self.refer(token, individual);
        Some(individual)
    }

    /// A new individual for a noun, or the one that the same noun told before when it comes with "the".
    fn common_noun(&mut self, token: usize, noun: &str) -> usize {
        let syntax = self.context.syntax;
        let lemma = self.lemma(token);
        let mut determined = false;
        let mut described = false;
        for child in syntax.children(token).take(MOST_CHILDREN).filter(|&child| child < token) {
            determined |= matches!(self.word(child).as_str(), "the" | "this" | "that" | "these" | "those");
            described |= matches!(syntax.tokens[child].dep, "compound" | "amod" | "nummod" | "poss" | "nmod");
        }
        if determined
            && !described
            && let Some(&known) = self.common.get(&lemma)
        {
            return known;
        }
        let force = self.force_of[token].map(|index| &self.names.forces[index]);
        let plural = matches!(syntax.tokens[token].tag, "NNS" | "NNPS");
        let person = self.words.person(&lemma);
        let is_body = !self.words.actor_kinds(noun).is_empty() || !self.words.force_classes(noun).is_empty();
        let people = force.is_some_and(|force| matches!(force.class, ForceClass::Civilians)) || person.is_some();
        let weapons = force.is_some_and(|force| force.class == ForceClass::Weapons);
        let (sort, number) = match (people, force.is_some() && !weapons || is_body, plural) {
            (_, true, true) | (true, _, true) => (Sort::Crowd, Number::Plural),
            (true, _, false) => (Sort::Person, Number::Singular),
            // "the police", "the people": singular in form alone.
            (false, true, false) if matches!(noun, "police" | "gendarmerie" | "people") => {
                (Sort::Crowd, Number::Plural)
            }
            (false, true, false) => (Sort::Body, Number::Either),
            (false, false, true) => (Sort::Thing, Number::Plural),
            (false, false, false) if noun == "people" => (Sort::Crowd, Number::Plural),
            (false, false, false) => (Sort::Thing, Number::Singular),
        };
        let sort = if noun == "people" { Sort::Crowd } else { sort };
        let (gender, class, id) = (person.flatten(), force.map(|force| force.class), force.and_then(stated_id));
        let is_actor = !matches!(sort, Sort::Thing);
        let kind = if sort == Sort::Person { "PERSON" } else { "NORP" };
        let span = force.map_or(syntax.tokens[token].span, |force| force.span);
        let actor = id.as_deref().and_then(|id| self.context.lexicon.actors.get(id));
        let (actor, named) = (actor.map(|actor| actor.kind), actor.map(|actor| actor.name.clone()));
        let make = Individual {
            sort,
            gender,
            number,
            is_actor,
            is_named: named.is_some(),
            is_presumed: determined,
            actor,
            force: class,
            nouns: vec![noun.to_owned()],
            // A thing is never printed; its words would be copied in vain.
            entity: Entity {
                span,
                kind: kind.into(),
                id: id.clone(),
                name: is_actor.then(|| named.unwrap_or_else(|| self.phrase(token))),
            },
            place: None,
            speaks_for: None,
        };
        let individual = match id {
            Some(id) => {
                let individual = self.individual(id, || make);
                let known = &mut self.individuals[individual];
                known.call(noun.to_owned());
                known.force = known.force.or(class);
                // "Kenyan soldiers … they", "the Kenyan army … it".
                if known.number != number {
                    known.number = Number::Either;
                }
                individual
            }
            None => self.make(make),
        };
        self.common.insert(lemma, individual);
        individual
    }

    /// The words of a phrase without its article, with a short "of X" behind: "mayor of Goma".
    pub fn phrase(&self, token: usize) -> String {
        let syntax = self.context.syntax;
        let mut span = syntax.tokens[token].span;
        for child in syntax.children(token).take(MOST_CHILDREN) {
            let word = &syntax.tokens[child];
            let before = child < token
                && word.tag != "PRP$"
                && matches!(word.dep, "amod" | "compound" | "nummod" | "nmod" | "poss");
            let of = child > token && word.lemma == "of" && word.dep == "prep";
            if before || of {
                let words = syntax.children(child).take(MOST_CHILDREN).fold(word.span, |span, inner| {
                    let inner_words = &syntax.tokens[inner];
                    let name = self.entity_of[inner].map(|index| self.names.entities[index].span);
                    span.cover(name.unwrap_or(inner_words.span))
                });
                if !of || syntax.tokens_in(words).len() <= MOST_WORDS_OF {
                    span = span.cover(words);
                }
            }
        }
        // A longer phrase says too much to be a name.
        if syntax.tokens_in(span).len() > MOST_WORDS {
            span = syntax.tokens[token].span;
        }
        plain(span.of(self.context.text))
    }
}

/// The id that the phrase itself says; whose army "the army" is, is an inference that is left to others.
fn stated_id(force: &Force) -> Option<String> {
    let own = !matches!(force.class, ForceClass::Civilians | ForceClass::Opposition | ForceClass::Ministry);
    force.id.clone().filter(|_| own && !force.inferred)
}

fn is_acronym(text: &str) -> bool {
    text.chars().filter(|letter| letter.is_alphabetic()).all(char::is_uppercase)
}

fn plain(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether two genders can be of one person.
pub fn agree(one: Option<Gender>, other: Option<Gender>) -> bool {
    one.is_none() || other.is_none() || one == other
}
