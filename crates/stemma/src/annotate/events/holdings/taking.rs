//! Places that change hands in a deed: "retook Y and Z", "wrested control of parts of Y", "were driven out of Y", "Y fell to X".
//!
//! An event has one place; a capture often has several, or a part of one. What is told of a day long past is history and
//! makes a hold from that day; what is news is a claim until others tell it, too (`fuse::control`).

use super::{Ground, Scene, is_it_asserted};
use crate::annotate::grammar;
use crate::model::{ActorMention, ControlStatus, Holding, Span};

/// In days: what was taken longer ago than this is history when it is told.
const HISTORY: i32 = 14;

#[derive(Clone, Copy, PartialEq)]
enum Change {
    Taken,
    Lost,
}

impl Scene<'_> {
    pub fn change_of_hands(&self, index: usize) -> Vec<Holding> {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.holding;
        if syntax.tokens[index].pos != "VERB" || syntax.tokens[index].dep == "amod" {
            return Vec::new();
        }
        let lemma = self.lemma(index).to_lowercase();
        let lemma = lemma.as_str();
        // "Launched an offensive to retake Y", "threatened to capture it": only what they managed to do is done.
        let infinitive = syntax.children(index).any(|child| syntax.tokens[child].tag == "TO");
        if infinitive && !words.managed.contains(self.lemma(syntax.tokens[index].head)) {
            return Vec::new();
        }
        let frame = self.whole_frame(index);
        let from_of = |verb: usize| -> Vec<usize> {
            let away = |preposition: usize| match self.lemma(preposition).to_lowercase().as_str() {
                "from" => true,
                "of" => self.lemma(syntax.tokens[preposition].head).eq_ignore_ascii_case("out"),
                _ => false,
            };
            let out = syntax.children(verb).filter(|&child| self.lemma(child).eq_ignore_ascii_case("out"));
            let behind_out = out.flat_map(|out| grammar::noun_prepositions(syntax, out));
            let all = frame.prepositions.iter().copied().chain(behind_out);
            all.filter(|(preposition, _)| away(*preposition)).map(|(_, object)| object).collect()
        };
        if words.takes.contains(lemma) {
            let objects = self.taken_objects(index, &frame, words.takes_control.contains(lemma));
            return self.changed(index, Change::Taken, &frame.subjects, &objects);
        }
        if words.loses.contains(lemma) {
            let objects = self.taken_objects(index, &frame, false);
            return self.changed(index, Change::Lost, &frame.subjects, &objects);
        }
        if words.leaves.contains(lemma) {
            return self.changed(index, Change::Lost, &frame.subjects, &from_of(index));
        }
        if words.ousts.contains(lemma) {
            return self.changed(index, Change::Lost, &frame.objects, &from_of(index));
        }
        if lemma == "fall" {
            let to = frame.prepositions.iter().filter(|(preposition, _)| self.lemma(*preposition) == "to");
            let mut takers: Vec<usize> = to.map(|(_, object)| *object).collect();
            // "fell into the hands of X"
            let hands = frame.prepositions.iter().filter(|(_, object)| words.nouns.contains(self.lemma(*object)));
            takers
                .extend(hands.flat_map(|(_, hand)| grammar::noun_prepositions(syntax, *hand)).map(|(_, owner)| owner));
            return self.changed(index, Change::Taken, &takers, &frame.subjects);
        }
        Vec::new()
    }

    /// What a verb takes or loses: its object, what it takes control of, and what is told behind "including".
    fn taken_objects(&self, verb: usize, frame: &grammar::Frame, only_control: bool) -> Vec<usize> {
        let syntax = self.syntax();
        let nouns = &self.context.lexicon.events.holding.nouns;
        let is_hold = |object: usize| nouns.contains(&self.lemma(object).to_lowercase());
        let of_hold = frame.objects.iter().filter(|&&object| is_hold(object)).flat_map(|&object| {
            let own = grammar::noun_prepositions(syntax, object);
            own.into_iter().chain(frame.prepositions.iter().copied())
        });
        let mut objects: Vec<usize> = of_hold
            .filter(|(preposition, _)| matches!(self.lemma(*preposition), "of" | "over"))
            .map(|(_, object)| object)
            .collect();
        let regains = matches!(self.lemma(verb), "regain" | "wrest");
        if !only_control || regains {
            objects.extend(frame.objects.iter().copied().filter(|&object| !is_hold(object)));
        }
        if !objects.is_empty() {
            let including = frame.prepositions.iter().filter(|(preposition, _)| self.lemma(*preposition) == "include");
            objects.extend(including.map(|(_, object)| *object));
        }
        objects.sort_unstable();
        objects.dedup();
        objects
    }

    fn changed(&self, verb: usize, change: Change, parties: &[usize], objects: &[usize]) -> Vec<Holding> {
        let syntax = self.syntax();
        let grounds: Vec<Ground> = objects.iter().flat_map(|&object| self.grounds(object)).collect();
        let parties = self.holders(parties);
        if grounds.is_empty() || parties.is_empty() || !is_it_asserted(self, verb) {
            return Vec::new();
        }
        // A place that somebody only loses in part is not lost.
        let grounds = grounds.into_iter().filter(|ground| change == Change::Taken || !ground.partly);
        let published = self.context.article.published.as_ref();
        let time = self.time_for(verb).map(|time| self.not_after_publication(time).interval);
        let history = time.filter(|time| published.is_some_and(|day| day.start.days_since(time.to) > HISTORY));
        let mut span = self.clause(verb);
        let sentence = syntax.tokens[verb].sentence;
        for &object in objects.iter().filter(|&&object| syntax.tokens[object].sentence == sentence) {
            span = span.cover(syntax.tokens[object].span);
        }
        grounds.flat_map(|ground| self.hands(&ground, &parties, span, change, time, history)).collect()
    }

    fn hands(
        &self,
        ground: &Ground,
        parties: &[ActorMention],
        span: Span,
        change: Change,
        time: Option<crate::model::Interval>,
        history: Option<crate::model::Interval>,
    ) -> Vec<Holding> {
        let status = match change {
            Change::Lost => ControlStatus::Lost,
            Change::Taken if ground.partly => ControlStatus::PartlyHeld,
            Change::Taken if history.is_some() => ControlStatus::Held,
            Change::Taken => ControlStatus::Claimed,
        };
        let held = parties.iter().filter_map(|party| {
            Some(Holding {
                span,
                holder: self.named_holder(party, ground)?,
                place: ground.place.clone(),
                status,
                share: None,
                from: time.map(|time| time.from),
                as_of: history.map(|time| time.to),
            })
        });
        held.collect()
    }
}
