//! Holders in adjectives: "the rebel-held city of Y", "rebel- and government-controlled districts of Y", "the occupied Y".

use super::ground::is_country;
use super::{Ground, Scene, Statement};
use crate::annotate::grammar;
use crate::model::{ActorMention, ControlStatus, Holding, Span};

/// The noun that an adjective describes stands no further behind it.
const REACH: usize = 5;

impl Scene<'_> {
    fn word(&self, index: usize) -> String {
        self.syntax().tokens[index].span.of(self.context.text).to_lowercase()
    }

    fn is_hyphen(&self, index: usize) -> bool {
        matches!(self.syntax().tokens[index].span.of(self.context.text), "-" | "–" | "‑" | "‐")
    }

    /// The second half of a word with a hyphen.
    pub fn is_after_hyphen(&self, index: usize) -> bool {
        index > 0 && self.is_hyphen(index - 1)
    }

    /// "the last government-held position in the city"
    pub fn holding_compound(&self, index: usize) -> Vec<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        if !words.participles.contains(&self.word(index)) {
            return Vec::new();
        }
        let first = syntax.sentences[syntax.tokens[index].sentence].tokens.start;
        let owner = match self.is_after_hyphen(index) {
            true => index.checked_sub(2).filter(|&owner| owner >= first),
            // "rebel held areas", without a hyphen
            false => index.checked_sub(1).filter(|&owner| {
                let token = &syntax.tokens[index];
                owner >= first
                    && token.dep == "amod"
                    && token.head > index
                    && token.tag == "VBN"
                    && syntax.tokens[owner].pos != "ADV"
            }),
        };
        let Some(owner) = owner else { return Vec::new() };
        let mut holders: Vec<ActorMention> = self.before_hyphen(owner).into_iter().collect();
        let mut start = owner;
        // "rebel- and government-controlled"
        if let Some([other, hyphen, joint]) = owner.checked_sub(3).map(|at| [at, at + 1, at + 2])
            && other >= first
            && self.is_hyphen(hyphen)
            && matches!(self.word(joint).as_str(), "and" | "or")
        {
            holders.extend(self.before_hyphen(other));
            start = other;
        }
        // The tokens may be "rebel", "-" or "rebel-".
        if let Some([other, joint]) = owner.checked_sub(2).map(|at| [at, at + 1])
            && other >= first
            && holders.len() == 1
            && syntax.tokens[other].span.of(self.context.text).ends_with('-')
            && !self.is_hyphen(other)
            && matches!(self.word(joint).as_str(), "and" | "or")
        {
            let span = Span { end: syntax.tokens[other].span.end - 1, ..syntax.tokens[other].span };
            holders.push(ActorMention { span, text: span.of(self.context.text).to_string(), id: None, name: None });
            start = other;
        }
        if let Some(holder) = holders.first() {
            start = start.min(syntax.tokens_in(holder.span).start);
        }
        let Some((mut grounds, noun)) = self.grounds_behind(index) else { return Vec::new() };
        if holders.len() > 1 {
            grounds.iter_mut().for_each(|ground| ground.partly = true);
        }
        let end = grounds.iter().map(|ground| ground.span).fold(syntax.tokens[noun].span, |a, b| a.cover(b));
        let around = start.saturating_sub(3).max(first)..noun;
        let says = |list: &std::collections::HashSet<String>| around.clone().any(|at| list.contains(&self.word(at)));
        if says(&words.past) {
            return Vec::new();
        }
        let status = if says(&words.besieged) || self.is_shut_in(noun) {
            ControlStatus::Besieged
        } else if says(&words.contested) {
            ControlStatus::Contested
        } else {
            ControlStatus::Held
        };
        let span = syntax.tokens[start].span.cover(end);
        self.stated(Statement { mood: None, span, holders: &holders, grounds, status })
    }

    /// Whoever the word before a hyphen names.
    fn before_hyphen(&self, owner: usize) -> Option<ActorMention> {
        let span = self.syntax().tokens[owner].span;
        let named = self.entity_of[owner].and_then(|_| self.participant(owner));
        named.or_else(|| {
            let text = span.of(self.context.text).to_string();
            Some(ActorMention { span, text, id: None, name: None })
        })
    }

    /// What an adjective says is held: the nearest place or noun for one behind it, with the word it was found at.
    fn grounds_behind(&self, adjective: usize) -> Option<(Vec<Ground>, usize)> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let end = syntax.sentences[syntax.tokens[adjective].sentence].tokens.end.min(adjective + 1 + REACH);
        for at in adjective + 1..end {
            if let Some(index) = self.place_of[at] {
                let name = syntax.tokens_in(self.places[index].span);
                // "rebel-held Y districts": a part of it.
                let next = name.end;
                let many = next < end
                    && matches!(syntax.tokens[next].tag, "NNS")
                    && words.parts.contains(&self.lemma(next).to_lowercase());
                let ground = self.named_ground(index, at, many);
                // "Islamic State-held Syrian territory": a part of the country.
                if ground.is_none() && syntax.tokens[at].tag == "JJ" {
                    let is_land = next < end && matches!(self.lemma(next), "territory" | "land" | "soil");
                    let (place, span) = (self.places[index].place.clone(), self.places[index].span);
                    return is_land.then(|| (vec![Ground { place, span, partly: true }], next));
                }
                return ground.filter(|ground| !is_country(&ground.place)).map(|ground| (vec![ground], at));
            }
            let token = &syntax.tokens[at];
            let lemma = token.lemma.to_lowercase();
            if words.units.contains(&lemma) || words.parts.contains(&lemma) {
                // "X-held port city of Y": the last of a row of nouns is what they speak of.
                if at + 1 < end && token.dep == "compound" && token.head == at + 1 && self.place_of[at + 1].is_none() {
                    continue;
                }
                let mut grounds = self.grounds(at);
                if grounds.is_empty() {
                    grounds = self.parted(at);
                }
                grounds.retain(|ground| !is_country(&ground.place));
                return (!grounds.is_empty()).then_some((grounds, at));
            }
            // A side, an adjective or part of a name may stand between; a verb or another noun ends the phrase.
            if !matches!(token.pos, "ADJ" | "ADP" | "DET" | "PROPN" | "PUNCT" | "NUM" | "PART")
                && token.dep != "compound"
                || token.span.of(self.context.text) == "."
            {
                return None;
            }
        }
        None
    }

    /// "Y is divided between rebel- and government-held sections": what is divided.
    fn parted(&self, noun: usize) -> Vec<Ground> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        let verb = syntax.ancestors(noun).take(4).find(|&at| words.parting.contains(self.lemma(at)));
        let objects = verb.map(|verb| grammar::verb_frame(syntax, verb).objects).unwrap_or_default();
        let grounds = objects.iter().flat_map(|&object| self.grounds(object));
        grounds.map(|ground| Ground { partly: true, ..ground }).collect()
    }

    /// "besieged the rebel-held town", "the siege of rebel-held Y"
    fn is_shut_in(&self, noun: usize) -> bool {
        let syntax = self.syntax();
        let sieges = &self.context.lexicon.events.holding.sieges;
        let mut below = noun;
        for above in syntax.ancestors(noun).take(3) {
            let relation = syntax.tokens[below].dep;
            if sieges.contains(&self.lemma(above).to_lowercase()) {
                return matches!(relation, "dobj" | "nsubjpass" | "prep" | "relcl") && self.lemma(below) != "in";
            }
            if !matches!(relation, "pobj" | "appos" | "compound" | "dobj" | "nsubjpass" | "nmod")
                && !(relation == "prep" && matches!(self.lemma(below), "of" | "to" | "on"))
            {
                return false;
            }
            below = above;
        }
        false
    }

    /// "the occupied Y", where all the world says who occupies it.
    pub fn occupied(&self, index: usize) -> Vec<Holding> {
        let syntax = self.syntax();
        if self.word(index) != "occupied" || self.is_after_hyphen(index) {
            return Vec::new();
        }
        let lexicon = self.context.lexicon;
        let end = syntax.sentences[syntax.tokens[index].sentence].tokens.end;
        let Some(place) = (index + 1 < end).then(|| self.place_of[index + 1]).flatten() else { return Vec::new() };
        let mention = &self.places[place];
        let names = [mention.span.of(self.context.text).to_lowercase(), mention.place.name.to_lowercase()];
        let code = names.iter().find_map(|name| lexicon.events.holding.occupied.get(name.trim_start_matches("the ")));
        let Some(country) = code.and_then(|code| lexicon.actors.countries.get(code)) else { return Vec::new() };
        let span = syntax.tokens[index].span;
        let text = span.of(self.context.text).to_string();
        let id = Some(country.code.to_lowercase());
        let holder = ActorMention { span, text, id, name: Some(country.name.clone()) };
        let ground = Ground { place: mention.place.clone(), span: mention.span, partly: false };
        self.stated(Statement {
            mood: None,
            span: span.cover(mention.span),
            holders: &[holder],
            grounds: vec![ground],
            status: ControlStatus::Held,
        })
    }
}
