//! Noun phrases as actors and recipients: which words name someone, and who that is.

use super::Scene;
use crate::annotate::grammar::conjuncts;
use crate::lexicon::names::ForceClass;
use crate::model::{ActorMention, Entity, Span};

/// How a noun phrase counts for the rules.
impl Scene<'_> {
    /// Whether the head of a noun phrase belongs to a class of nouns; names belong by their type.
    pub fn is_class(&self, head: usize, class: &str) -> bool {
        let rules = &self.context.lexicon.events;
        let token = &self.syntax().tokens[head];
        if rules.is(&token.lemma.to_lowercase(), class) {
            return true;
        }
        let entity = self.entity_of[head].map(|index| self.names.entities[index].kind.as_str());
        match class {
            "place" => {
                self.place_of[head].is_some()
                    || matches!(entity, Some("GPE" | "LOC" | "FAC"))
                    || token.pos == "PRON" && self.place_stood_for(head).is_some()
            }
            "person" => {
                matches!(entity, Some("PERSON" | "NORP"))
                    || (token.tag == "CD" && self.entity_of[head].is_none())
                    || self.reference_kind(head) == Some("PERSON")
            }
            "force" => matches!(entity, Some("ORG" | "NORP")) || self.reference_kind(head).is_some(),
            "organisation" => {
                matches!(entity, Some("ORG" | "NORP" | "GPE" | "PERSON")) || self.reference_kind(head).is_some()
            }
            _ => false,
        }
    }

    fn reference_kind(&self, head: usize) -> Option<&str> {
        let span = self.syntax().tokens[head].span;
        self.names.reference_at(span).map(|entity| entity.kind.as_str())
    }

    /// Whether any class of a list holds; "none" asks that there be no noun phrase at all.
    pub fn is_any(&self, heads: &[usize], classes: &[String]) -> bool {
        if heads.is_empty() {
            return classes.iter().any(|class| class == "none");
        }
        heads.iter().any(|&head| {
            classes.iter().any(|class| self.is_class(head, class))
                || self.measured(head).is_some_and(|inner| classes.iter().any(|class| self.is_class(inner, class)))
        })
    }

    /// "dozens of soldiers", "one square kilometre of territory", "most of the city": what is measured.
    pub fn measured(&self, head: usize) -> Option<usize> {
        let syntax = self.syntax();
        let of = syntax.children(head).find(|&child| syntax.tokens[child].lemma == "of")?;
        syntax.child(of, &["pobj"])
    }

    /// The noun phrases of these heads as participants. Words that name nobody (dates, deeds, things) are left out.
    pub fn participants(&self, heads: &[usize]) -> Vec<ActorMention> {
        let mut found: Vec<ActorMention> = Vec::new();
        for mention in heads.iter().filter_map(|&head| self.participant(head)) {
            if !found.iter().any(|known| known.span == mention.span) {
                found.push(mention);
            }
        }
        found
    }

    pub fn participant(&self, head: usize) -> Option<ActorMention> {
        let syntax = self.syntax();
        let token = &syntax.tokens[head];
        if self.in_dateline(token.span) {
            return None;
        }
        if token.pos == "PRON" {
            let span = token.span;
            let entity = self.names.reference_at(span)?;
            // Where the name itself stands in the same sentence it is the better quotation.
            let sentence = syntax.sentences[token.sentence].span;
            let beside = sentence.contains(entity.span) && entity.span.end <= span.start;
            return Some(self.named(if beside { entity.span } else { span }, entity));
        }
        if let Some(entity) = self.entity_of[head] {
            let kind = self.names.entities[entity].kind.as_str();
            let names_someone = matches!(kind, "PERSON" | "ORG" | "NORP" | "GPE" | "FAC" | "LOC");
            let entity = &self.names.entities[entity];
            return names_someone.then(|| self.named(entity.span, entity));
        }
        let lemma = token.lemma.to_lowercase();
        let rules = &self.context.lexicon.events;
        // "IS positions", "the group's convoy": the owner is who was hit.
        if rules.is(&lemma, "asset")
            && !rules.is(&lemma, "person")
            && !self.is_owned_force(head)
            && let Some(owner) = self.owner(head)
        {
            return Some(owner);
        }
        // "its fighters": theirs who "its" stands for.
        if self.is_owned_force(head)
            && self.reference_kind(head).is_none()
            && let Some(owner) = syntax.child(head, &["poss"])
            && let Some(entity) = self.names.reference_at(syntax.tokens[owner].span)
        {
            let phrase = self.phrase(head);
            return Some(self.named(phrase.span, entity));
        }
        let animate = ["person", "force", "organisation"].iter().any(|class| self.is_class(head, class));
        if animate || self.reference_kind(head).is_some() {
            let mut mention = self.phrase(head);
            // "the union leader Carlos Medina": the apposition says who the phrase speaks of.
            let apposed = syntax.child(head, &["appos"]).and_then(|apposed| self.entity_of[apposed]);
            if let Some(index) = apposed.filter(|_| mention.id.is_none() && mention.name.is_none()) {
                let entity = &self.names.entities[index];
                if entity.kind == "PERSON" && token.tag == "NN" {
                    mention.id = entity.id.clone();
                    mention.name = self.named(mention.span, entity).name;
                }
            }
            if let Some(inner) = self.measured(head).filter(|_| {
                rules.is(&lemma, "ground")
                    || lemma == "number"
                    || token.tag == "CD"
                    || ["dozen", "hundred", "thousand", "score", "member", "group"].contains(&lemma.as_str())
            }) {
                mention.span = mention.span.cover(self.phrase(inner).span);
                mention.text = mention.span.of(self.context.text).to_string();
                mention.id = mention.id.or_else(|| self.participant(inner).and_then(|inner| inner.id));
            }
            return Some(mention);
        }
        None
    }

    /// "Its units": a force told by a pronoun.
    fn is_owned_force(&self, head: usize) -> bool {
        let syntax = self.syntax();
        self.context.lexicon.events.is(&self.lemma(head).to_lowercase(), "force")
            && syntax.child(head, &["poss"]).is_some_and(|poss| syntax.tokens[poss].pos == "PRON")
    }

    /// Who a thing belongs to: the possessor or the name before it.
    fn owner(&self, head: usize) -> Option<ActorMention> {
        let syntax = self.syntax();
        let modifiers = syntax
            .children(head)
            .filter(|&child| matches!(syntax.tokens[child].dep, "poss" | "compound" | "nmod" | "amod"));
        let mut best = None;
        for child in modifiers {
            match self.entity_of[child] {
                // "its positions"
                None if syntax.tokens[child].pos == "PRON" => {
                    best = self.participant(child).or(best);
                }
                Some(entity)
                    if matches!(self.names.entities[entity].kind.as_str(), "ORG" | "NORP" | "GPE" | "PERSON") =>
                {
                    let is_place = self.place_of[child].is_some() && syntax.tokens[child].dep != "poss";
                    if !is_place || best.is_none() {
                        best = Some(self.named(self.names.entities[entity].span, &self.names.entities[entity]));
                    }
                }
                _ if self.is_class(child, "force") && syntax.tokens[child].pos != "ADJ" => {
                    best = Some(self.phrase(child))
                }
                _ => {}
            }
        }
        best
    }

    fn named(&self, span: Span, entity: &Entity) -> ActorMention {
        let text = span.of(self.context.text).to_string();
        let name = entity.name.clone().unwrap_or_else(|| entity.span.of(self.context.text).to_string());
        ActorMention { span, text, id: entity.id.clone(), name: Some(name) }
    }

    /// The noun phrase without what describes it behind the head: "the three soldiers".
    fn phrase(&self, head: usize) -> ActorMention {
        let syntax = self.syntax();
        let mut span = syntax.tokens[head].span;
        for child in syntax.children(head).filter(|&child| child < head) {
            if matches!(
                syntax.tokens[child].dep,
                "det" | "amod" | "compound" | "nummod" | "poss" | "nmod" | "quantmod" | "advmod"
            ) {
                span = span.cover(syntax.subtree_span(child));
            }
        }
        // An article says nothing about who it is.
        let first = syntax.tokens_in(span).start;
        if first < head && syntax.tokens[first].dep == "det" && syntax.tokens[first].head == head {
            span = Span { start: syntax.tokens[first + 1].span.start, end: span.end };
        }
        let text = span.of(self.context.text).to_string();
        let entity = self.names.reference_at(syntax.tokens[head].span);
        // "Ukrainian troops": nobody is named, but the phrase tells whose they are. What only the article as a whole lets one
        // guess is no id: the sentence may be about another country's police.
        let force = self.names.force_at(syntax.tokens[head].span).filter(|force| !force.inferred);
        let force = force.filter(|force| force.class != ForceClass::Civilians && force.span.overlaps(span));
        let id = entity.and_then(|entity| entity.id.as_ref()).or_else(|| force.and_then(|force| force.id.as_ref()));
        ActorMention {
            span,
            text,
            id: id.cloned(),
            name: entity
                .map(|entity| entity.name.clone().unwrap_or_else(|| entity.span.of(self.context.text).to_string())),
        }
    }

    /// Names that stand before a noun and say whose deed it is: "Russian airstrikes", "the group's attack".
    pub fn modifying_agents(&self, noun: usize) -> Vec<usize> {
        let syntax = self.syntax();
        let mut found = Vec::new();
        for child in syntax.children(noun) {
            let token = &syntax.tokens[child];
            let agentive = match token.dep {
                // "Their advance" is told in passing: a pronoun makes no deed of its own.
                "poss" if token.pos == "PRON" => false,
                "poss" => {
                    self.is_class(child, "force")
                        || self.is_class(child, "organisation")
                        || self.is_class(child, "person")
                }
                // A place before a deed says where, not who ("the Mosul battle"); a people or a force says who.
                "compound" | "amod" | "nmod" => match self.entity_of[child] {
                    Some(entity) => match self.names.entities[entity].kind.as_str() {
                        "ORG" | "NORP" | "PERSON" => true,
                        "GPE" => self.place_of[child].is_some_and(|place| {
                            self.places[place].place.level == Some(crate::model::PlaceLevel::Country)
                        }),
                        _ => false,
                    },
                    None => {
                        token.pos == "NOUN"
                            && child < noun
                            && self.context.lexicon.events.is(&token.lemma, "force")
                            && !self.context.lexicon.events.is(&token.lemma, "instrument")
                    }
                },
                _ => false,
            };
            if agentive {
                found.extend(conjuncts(syntax, child));
            }
        }
        found
    }
}
