//! Who holds a place, where the text says so as a state of affairs rather than as a deed.
//!
//! Reads "X controls Y", "Y is held by X", "Y is under X control", "X remained in control of Y", "X has held on to a
//! pocket in Y" and "the last X-held position in Y". Plans, denials and suppositions are left out.

use super::Scene;
use super::assertion;
use crate::annotate::grammar;
use crate::model::{ActorMention, Assertion, ControlStatus, Holding, Place};

impl Scene<'_> {
    pub fn holdings(&self) -> Vec<Holding> {
        let mut found = Vec::new();
        for sentence in self.syntax().sentences.iter().filter(|sentence| sentence.kind.is_article_text()) {
            for index in sentence.tokens.clone() {
                found.extend(self.holding_verb(index));
                found.extend(self.holding_noun(index));
                found.extend(self.holding_participle(index));
            }
        }
        found.sort_by_key(|holding: &Holding| holding.span);
        found
    }

    /// "X controls Y", "Y has been held by X", "X has held on to a pocket in Y".
    fn holding_verb(&self, index: usize) -> Option<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        if syntax.tokens[index].pos != "VERB"
            || syntax.tokens[index].dep == "amod"
            || !words.verbs.contains(self.lemma(index))
        {
            return None;
        }
        let frame = grammar::verb_frame(syntax, index);
        let mut objects = frame.objects.clone();
        if objects.is_empty() {
            let kept = frame
                .prepositions
                .iter()
                .filter(|(preposition, _)| matches!(self.lemma(*preposition), "on" | "onto" | "to"));
            objects.extend(kept.map(|(_, object)| *object));
        }
        let holder = self.participants(&frame.subjects).into_iter().next()?;
        let object = *objects.iter().find(|&&object| self.is_ground(object))?;
        let place = self.held_place(object, index)?;
        self.holding(index, holder, place, &[object])
    }

    /// "is under X control", "remained in control of Y", "in the hands of X".
    fn holding_noun(&self, index: usize) -> Option<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let token = &syntax.tokens[index];
        if token.pos != "NOUN" || token.dep != "pobj" || !words.nouns.contains(self.lemma(index)) {
            return None;
        }
        let preposition = self.lemma(token.head).to_lowercase();
        let verb = syntax.ancestors(index).take(4).find(|&at| grammar::is_verb(syntax, at))?;
        let subjects = grammar::verb_frame(syntax, verb);
        let subjects = if subjects.subjects.is_empty() { subjects.objects } else { subjects.subjects };
        let of: Vec<usize> = grammar::noun_prepositions(syntax, index).into_iter().map(|(_, object)| object).collect();
        match preposition.as_str() {
            "under" | "beneath" => {
                let owner = self.owner_of(index).or_else(|| self.participants(&of).into_iter().next())?;
                let place = subjects.iter().find_map(|&subject| self.held_place(subject, verb))?;
                self.holding(verb, owner, place, &subjects)
            }
            "in" if !of.is_empty() => {
                // "X is in control of Y", but "Y is in the hands of X".
                if token.lemma == "hand" {
                    let holder = self.participants(&of).into_iter().next()?;
                    let place = subjects.iter().find_map(|&subject| self.held_place(subject, verb))?;
                    return self.holding(verb, holder, place, &subjects);
                }
                let holder = self.participants(&subjects).into_iter().next()?;
                let place = of.iter().find_map(|&object| self.held_place(object, index))?;
                self.holding(verb, holder, place, &of)
            }
            _ => None,
        }
    }

    /// "the last government-held position in the city"
    fn holding_participle(&self, index: usize) -> Option<Holding> {
        let syntax = self.syntax();
        let token = &syntax.tokens[index];
        let words = &self.context.lexicon.events.holding;
        if token.dep != "amod"
            || token.tag != "VBN"
            || !words.participles.contains(&token.span.of(self.context.text).to_lowercase())
        {
            return None;
        }
        let owner = syntax
            .children(index)
            .find(|&child| matches!(syntax.tokens[child].dep, "npadvmod" | "compound" | "nmod" | "nsubj" | "amod"))?;
        let holder = self.participant(owner)?;
        let noun = token.head;
        let place = self.held_place(noun, noun)?;
        // "The airbase is the last government-held position": the subject is the place itself.
        let named = (syntax.tokens[noun].dep == "attr")
            .then(|| grammar::subjects_of(syntax, syntax.tokens[noun].head, 0))
            .and_then(|subjects| subjects.into_iter().find_map(|subject| self.place_within(subject)));
        let verb = syntax.ancestors(noun).take(4).find(|&at| grammar::is_verb(syntax, at)).unwrap_or(noun);
        self.holding(verb, holder, named.unwrap_or(place), &[noun])
    }

    fn owner_of(&self, noun: usize) -> Option<ActorMention> {
        let syntax = self.syntax();
        let owners = syntax
            .children(noun)
            .filter(|&child| matches!(syntax.tokens[child].dep, "compound" | "poss" | "nmod" | "amod"));
        owners.filter_map(|child| self.participant(child)).next()
    }

    fn is_ground(&self, head: usize) -> bool {
        self.is_class(head, "place")
            || self.is_class(head, "ground")
            || self.measured(head).is_some_and(|inner| self.is_class(inner, "place"))
    }

    fn place_within(&self, head: usize) -> Option<Place> {
        let phrase = self.syntax().subtree_span(head);
        let inside = self.places.iter().filter(|place| phrase.contains(place.span));
        inside
            .min_by_key(|place| place.span.start.abs_diff(self.syntax().tokens[head].span.start))
            .map(|place| place.place.clone())
    }

    fn held_place(&self, head: usize, trigger: usize) -> Option<Place> {
        if let Some(place) = self.place_of[head] {
            return Some(self.places[place].place.clone());
        }
        if !self.is_ground(head) {
            return None;
        }
        self.place_for(trigger, &[head], &[]).map(|place| place.place)
    }

    fn holding(&self, trigger: usize, holder: ActorMention, place: Place, objects: &[usize]) -> Option<Holding> {
        let syntax = self.syntax();
        let rules = &self.context.lexicon.events;
        if !matches!(
            assertion::assertion(syntax, &rules.embedding, trigger),
            Assertion::Asserted | Assertion::Background
        ) {
            return None;
        }
        let mut span = self.clause(trigger);
        for &object in
            objects.iter().filter(|&&object| syntax.tokens[object].sentence == syntax.tokens[trigger].sentence)
        {
            span = span.cover(syntax.tokens[object].span);
        }
        let words: Vec<String> =
            span.of(self.context.text).split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let says = |list: &std::collections::HashSet<String>| words.iter().any(|word| list.contains(word));
        let status = if says(&rules.holding.besieged) {
            ControlStatus::Besieged
        } else if says(&rules.holding.contested) {
            ControlStatus::Contested
        } else if says(&rules.holding.partial) {
            ControlStatus::PartlyHeld
        } else {
            ControlStatus::Held
        };
        let since =
            self.times.iter().find(|time| span.contains(time.span) && time.modifier.as_deref() == Some("since"));
        Some(Holding {
            span,
            holder,
            place,
            status,
            share: share(&words),
            from: since.and_then(|time| time.interval).map(|interval| interval.from),
        })
    }
}

/// "50 percent", "half": the share of a place.
fn share(words: &[String]) -> Option<f32> {
    let percent = words.iter().position(|word| word == "percent" || word == "per");
    if let Some(value) = percent.and_then(|at| words.get(at.checked_sub(1)?)?.parse::<f32>().ok()) {
        return Some((value / 100.0).clamp(0.0, 1.0));
    }
    words.iter().any(|word| word == "half").then_some(0.5)
}
