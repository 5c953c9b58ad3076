//! Events: what happened, who did it to whom, where, when, by what means and with what toll.
//!
//! Comes in: what the learnt reader proposes, and the names, places, times and reported speech of an article, by which its words are understood
//! (`told`). Goes out: one mention for each deed that the body tells. Rules of the lists, which are mostly a user's own, work on the parse (`triggers`) and
//! stand above the reader where both see an event in one word. It does not judge whether two mentions of different windows or pages tell the same happening: that is `fuse`.

mod assertion;
mod debunked;
mod holdings;
mod participants;
mod setting;
#[cfg(test)]
mod tests;
mod told;
mod tolls;
mod triggers;
mod uncounted;

use std::collections::{HashMap, HashSet};

use super::grammar;
use super::names::Names;
use super::references::PlaceReference;
use super::{Context, Syntax};
use crate::lexicon::events::Kind;
use crate::model::{
    ActorMention, Assertion, Attribution, Confidence, EventMention, EventPlace, EventTime, Holding, Means, PlaceLevel,
    PlaceMention, Scope, Span, Territory, TimeMention, Toll,
};
use triggers::Candidate;

/// What an article says besides names, as the stages before found it.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    pub places: &'a [PlaceMention],
    pub place_references: &'a [PlaceReference],
    pub times: &'a [TimeMention],
    pub attributions: &'a [Attribution],
}

/// An article as the event rules see it, with names and places by token.
pub(crate) struct Scene<'a> {
    pub context: &'a Context<'a>,
    pub names: &'a Names,
    pub places: &'a [PlaceMention],
    /// Words that stand for one of the places.
    pub place_references: &'a [PlaceReference],
    pub times: &'a [TimeMention],
    pub attributions: &'a [Attribution],
    pub entity_of: Vec<Option<usize>>,
    pub place_of: Vec<Option<usize>>,
    /// What the article speaks of at all, in lower case.
    pub lemmas: HashSet<String>,
    /// The words before the dash at the head of a block: "ERBIL, Kurdistan Region —". They say where and when it was written.
    pub dateline: Option<Span>,
}

impl<'a> Scene<'a> {
    fn new(context: &'a Context<'a>, names: &'a Names, said: Said<'a>) -> Scene<'a> {
        let Said { places, place_references, times, attributions } = said;
        let tokens = context.syntax.tokens.len();
        let mut scene = Scene {
            context,
            names,
            places,
            place_references,
            times,
            attributions,
            entity_of: vec![None; tokens],
            place_of: vec![None; tokens],
            lemmas: context.syntax.tokens.iter().map(|token| token.lemma.to_lowercase()).collect(),
            dateline: dateline(context),
        };
        for (index, entity) in names.entities.iter().enumerate() {
            scene.entity_of[context.syntax.tokens_in(entity.span)].fill(Some(index));
        }
        for (index, place) in places.iter().enumerate() {
            scene.place_of[context.syntax.tokens_in(place.span)].fill(Some(index));
        }
        scene
    }

    pub fn syntax(&self) -> &'a Syntax {
        self.context.syntax
    }

    pub fn lemma(&self, index: usize) -> &'a str {
        &self.context.syntax.tokens[index].lemma
    }
}

/// Where the dateline stands, when the article begins with one: "MAPUTO (Agency) -", as cleaning found it, or any opening of
/// names and figures with a day in it, "Beira, 7 March 2021 -".
fn dateline(context: &Context<'_>) -> Option<Span> {
    let first_word = |text: &str| {
        text.split(|letter: char| !letter.is_alphanumeric()).find(|word| !word.is_empty()).map(str::to_lowercase)
    };
    let wanted = context.article.dateline.as_deref().and_then(first_word);
    let mut blocks = context.article.blocks.iter().filter(|block| block.kind.is_article_text()).enumerate();
    blocks.find_map(|(number, block)| {
        let text = block.span.of(context.text);
        let dash =
            ["—", "–", " -", "--", "_"].iter().filter_map(|dash| text.find(dash)).min().filter(|dash| *dash < 120)?;
        let start = block.span.start as usize;
        let is_known = wanted.is_some() && first_word(text) == wanted;
        (is_known || number == 0 && is_place_and_day(&text[..dash])).then(|| Span::new(start, start + dash))
    })
}

/// Words with capitals, and figures, at least one of them.
fn is_place_and_day(opening: &str) -> bool {
    let mut words = opening.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).peekable();
    let has_figure = opening.contains(|letter: char| letter.is_ascii_digit());
    has_figure
        && words.peek().is_some()
        && words.all(|word| word.starts_with(|letter: char| letter.is_uppercase() || letter.is_numeric()))
}

/// How often a place that was carried over is right: 128 of 138 and 65 of 71 events of real pages.
const CARRIED: f32 = 0.9;
/// The reach of a sea or a region of the world.
const VAST_KM: f64 = 400.0;

/// Finds the events of an article, and who holds what, in text order.
pub fn find(context: &Context<'_>, names: &Names, said: Said<'_>) -> (Vec<EventMention>, Vec<Holding>) {
    let scene = Scene::new(context, names, said);
    let mut events = Vec::new();
    for sentence in context.syntax.sentences.iter().filter(|sentence| sentence.kind.is_article_text()) {
        events.extend(triggers::find(&scene, sentence.tokens.clone()).iter().map(|candidate| scene.event(candidate)));
    }
    // What a list says of a word stands above what the reader has learnt; which mentions are one, only the reader knows.
    let ruled: HashMap<Span, usize> = events.iter().enumerate().map(|(at, event)| (event.trigger, at)).collect();
    for deed in &context.learnt.deeds {
        match ruled.get(&context.syntax.tokens[deed.token].span) {
            Some(&at) => events[at].happening = Some(deed.happening as u32),
            None => events.extend(scene.told(deed)),
        }
    }
    events.sort_by_key(|event| (event.trigger, event.extent));
    drop_moods(&mut events, context);
    carry_places(&mut events);
    (events, scene.holdings())
}

/// The word that denies a deed told in its own sentence is the mood of that deed, which says so; it is no event beside it.
fn drop_moods(events: &mut Vec<EventMention>, context: &Context<'_>) {
    let rules = &context.lexicon.events;
    let verbal = |event: &EventMention| rules.kind(&event.kind).is_some_and(|kind| kind.verbal);
    let denied: HashSet<Span> = events
        .iter()
        .filter(|event| event.assertion == Assertion::Denied && event.acled.is_some())
        .map(|event| event.sentence)
        .collect();
    events.retain(|event| {
        let says_no = || debunked::says_no(context.syntax, context.text, &rules.debunking, event.trigger);
        !(denied.contains(&event.sentence) && (verbal(event) || event.acled.is_none()) && says_no())
    });
}

/// An article that stays at one place does not name it in every sentence. What is told without a place happened where the events before and after it did,
/// or where the event before it and the first of the article did; where these differ, nothing is known.
fn carry_places(events: &mut [EventMention]) {
    let told: Vec<(usize, EventPlace)> = events
        .iter()
        .enumerate()
        .filter(|(_, event)| happened(event))
        .filter_map(|(index, event)| Some((index, event.place.clone().filter(|place| place.place.lat.is_some())?)))
        .collect();
    let is_wide =
        |place: &EventPlace| matches!(place.place.level, Some(PlaceLevel::Country | PlaceLevel::International));
    // A sea or a region of the world is where something comes from or what it is about; nothing stays there.
    let is_vast = |place: &EventPlace| {
        matches!(place.place.level, Some(PlaceLevel::Area | PlaceLevel::International))
            && place.place.radius_km.is_some_and(|radius| radius >= VAST_KM)
    };
    // Two villages that no gazetteer has may share the point of their country: the name tells them apart.
    let is_one = |one: &EventPlace, other: &EventPlace| {
        one.place.name == other.place.name && one.place.point() == other.place.point()
    };
    let Some((_, first)) = told.iter().find(|(_, place)| !is_wide(place)) else { return };
    for (index, event) in events.iter_mut().enumerate() {
        if event.place.is_some() || event.acled.is_none() || !happened(event) {
            continue;
        }
        let after = told.partition_point(|(at, _)| *at < index);
        let before = after.checked_sub(1).map(|before| &told[before].1);
        let Some(before) = before.filter(|before| !is_vast(before)) else { continue };
        if is_one(before, first) || told.get(after).is_some_and(|(_, next)| is_one(before, next)) {
            event.place = Some(EventPlace { carried: true, ..before.clone() });
            if let Some(certainty) = &mut event.certainty {
                certainty.place = Some(CARRIED);
            }
        }
    }
}

fn happened(event: &EventMention) -> bool {
    matches!(event.assertion, Assertion::Asserted | Assertion::Background)
}

/// What was read of one deed.
struct Parts {
    /// The word whose clause says whether it happened.
    mood: usize,
    assertion: Assertion,
    actors: Vec<ActorMention>,
    recipients: Vec<ActorMention>,
    place: Option<EventPlace>,
    time: Option<EventTime>,
    means: Vec<Span>,
    toll: Vec<Toll>,
    confidence: Option<Confidence>,
    /// Where its arguments stand.
    phrases: Vec<Span>,
}

impl Scene<'_> {
    /// The event of a rule.
    fn event(&self, candidate: &Candidate<'_>) -> EventMention {
        let syntax = self.syntax();
        let rules = &self.context.lexicon.events;
        let trigger = candidate.trigger;
        let kind = rules.kind(&candidate.kind).expect("compiled rules name known kinds only");
        let sentence = syntax.sentences[syntax.tokens[trigger].sentence].span;
        let mut actors = self.participants(&candidate.actors);
        let mut recipients = self.participants(&candidate.recipients);
        recipients.retain(|recipient| !actors.iter().any(|actor| actor.span == recipient.span));
        // "X laid down their weapons": the owner is who acts, not who is acted upon.
        let is_actor = |mention: &ActorMention| actors.iter().any(|actor| actor.name == mention.name);
        recipients
            .retain(|recipient| recipient.name.is_none() || !self.is_pronoun(recipient.span) || !is_actor(recipient));
        if candidate.reciprocal {
            actors.append(&mut recipients);
        }
        let taken: Vec<Span> = actors.iter().chain(&recipients).map(|mention| mention.span).collect();
        let mut assertion = assertion::assertion(syntax, &rules.embedding, candidate.mood);
        if let Some(given) = candidate.assertion.filter(|_| assertion == Assertion::Asserted) {
            assertion = given;
        }
        if assertion == Assertion::Asserted && candidate.generic {
            assertion = Assertion::Background;
        }
        let heads = candidate.actors.iter().chain(&candidate.recipients).chain(&candidate.places);
        let confidence = (!actors.is_empty()).then(|| self.confidence(candidate.mood, sentence, &actors));
        let parts = Parts {
            mood: candidate.mood,
            assertion,
            place: self.place_for(trigger, &candidate.places, &taken),
            time: self.time_for(trigger),
            means: candidate.means.clone(),
            toll: candidate.tolls.clone(),
            confidence,
            phrases: heads.map(|&head| syntax.tokens[head].span).collect(),
            actors,
            recipients,
        };
        self.mention(trigger, kind, &candidate.rule, parts)
    }

    /// What is the same for every mention, whoever read its parts.
    fn mention(&self, trigger: usize, kind: &Kind, rule: &str, parts: Parts) -> EventMention {
        let syntax = self.syntax();
        let sentence = syntax.sentences[syntax.tokens[trigger].sentence].span;
        let Parts { mood, mut assertion, actors, recipients, place, time, means, mut toll, confidence, phrases } =
            parts;
        toll.dedup();
        if matches!(assertion, Assertion::Asserted | Assertion::Background)
            && let Some(other) =
                debunked::debunked(syntax, self.context.text, &self.context.lexicon.events.debunking, mood)
        {
            assertion = other;
        }
        if assertion == Assertion::Asserted && is_background(&toll) {
            assertion = Assertion::Background;
        }
        // What is told as news without a day happened in the days before it was published.
        let is_news = matches!(assertion, Assertion::Asserted | Assertion::Ordered);
        let happened = matches!(assertion, Assertion::Asserted | Assertion::Background | Assertion::Negated);
        let embedding = &self.context.lexicon.events.embedding;
        let stage = (kind.plover == "ASSAULT" || kind.plover == "THREATEN")
            .then(|| assertion::stage(syntax, embedding, mood, assertion));
        let means = means.into_iter().map(|span| Means { span, text: span.of(self.context.text).to_string() });
        EventMention {
            trigger: syntax.tokens[trigger].span,
            sentence,
            kind: kind.id.clone(),
            rule: rule.into(),
            plover: kind.plover.clone(),
            mode: kind.mode.clone(),
            acled: kind.acled.clone(),
            acled_sub: kind.acled_sub.clone(),
            assertion,
            actors,
            recipients,
            time: time
                .map(|time| if happened { self.not_after_publication(time) } else { time })
                .or_else(|| is_news.then(|| self.time_after_a_moment(sentence)).flatten())
                .or_else(|| is_news.then(|| self.time_from_publication(sentence)).flatten()),
            means: means.collect(),
            toll,
            territory: kind
                .territory
                .filter(|change| *change == Territory::Advanced || self.moves_hold(trigger, place.as_ref())),
            stage,
            confidence,
            attribution: self.attribution_of(syntax.tokens[trigger].span),
            extent: self.extent(trigger, &phrases),
            place,
            happening: None,
            certainty: None,
        }
    }

    fn is_pronoun(&self, span: Span) -> bool {
        let tokens = self.syntax().tokens_in(span);
        tokens.len() == 1 && self.syntax().tokens[tokens.start].pos == "PRON"
    }

    /// The clause around a trigger: its own words and those of its arguments, without the clauses that hang from it.
    fn extent(&self, trigger: usize, phrases: &[Span]) -> Span {
        let syntax = self.syntax();
        let mut span = self.clause(trigger);
        // A noun tells its deed together with the verb that carries it.
        let carrier = syntax.ancestors(trigger).take(4).find(|&above| grammar::is_verb(syntax, above));
        if !grammar::is_verb(syntax, trigger)
            && let Some(verb) = carrier.filter(|&verb| syntax.tokens[verb].sentence == syntax.tokens[trigger].sentence)
        {
            span = span.cover(self.clause(verb));
        }
        let sentence = syntax.sentences[syntax.tokens[trigger].sentence].span;
        for &phrase in phrases {
            let gap = phrase.start.saturating_sub(span.end).max(span.start.saturating_sub(phrase.end));
            if sentence.contains(phrase) && gap < 60 {
                span = span.cover(phrase);
            }
        }
        span
    }

    fn clause(&self, head: usize) -> Span {
        let syntax = self.syntax();
        let (mut span, mut open) = (syntax.tokens[head].span, vec![head]);
        while let Some(next) = open.pop() {
            span = span.cover(syntax.tokens[next].span);
            for child in syntax.children(next) {
                let token = &syntax.tokens[child];
                // What describes a noun belongs to it unless it is a report of its own.
                let describes = matches!(token.dep, "acl" | "relcl") && syntax.subtree(child).len() <= 12;
                let clausal = (matches!(token.dep, "ccomp" | "advcl" | "relcl" | "parataxis" | "acl") && !describes)
                    || (token.dep == "conj" && grammar::is_verb(syntax, child))
                    || token.dep == "punct";
                if !clausal {
                    open.push(child);
                }
            }
        }
        span
    }

    /// The report that tells this word, the narrowest one when reports nest.
    fn attribution_of(&self, trigger: Span) -> Option<u32> {
        let holds = |attribution: &&Attribution| attribution.content.iter().any(|span| span.contains(trigger));
        let width = |attribution: &Attribution| attribution.content.iter().map(|span| span.len()).sum::<usize>();
        let narrowest = self
            .attributions
            .iter()
            .enumerate()
            .filter(|(_, attribution)| holds(attribution))
            .min_by_key(|(_, attribution)| width(attribution));
        narrowest.map(|(index, _)| index as u32)
    }

    /// How firmly the deed is laid at the actor's door.
    fn confidence(&self, mood: usize, sentence: Span, actors: &[ActorMention]) -> Confidence {
        let syntax = self.syntax();
        let words = &self.context.lexicon.events.embedding;
        let near = std::iter::once(mood).chain(syntax.ancestors(mood).take(4));
        for at in near {
            let around = std::iter::once(at).chain(syntax.children(at));
            for word in around {
                let lemma = self.lemma(word).to_lowercase();
                if words.suspected.contains(&lemma)
                    || matches!(
                        lemma.as_str(),
                        "allegedly" | "reportedly" | "apparently" | "presumably" | "suspected" | "alleged" | "presumed"
                    )
                {
                    return Confidence::Suspected;
                }
            }
        }
        let first = actors.first().map(|actor| actor.text.to_lowercase()).unwrap_or_default();
        if first.contains("suspected") || first.contains("alleged") || first.contains("presumed") {
            return Confidence::Suspected;
        }
        let text = sentence.of(self.context.text).to_lowercase();
        if text.contains("claimed responsibility")
            || text.contains("claimed credit")
            || text.contains("responsibility for the") && text.contains("claim")
        {
            return Confidence::Claimed;
        }
        Confidence::Fact
    }
}

/// A deed whose only counts are running totals is no happening of its own.
fn is_background(toll: &[Toll]) -> bool {
    !toll.is_empty() && toll.iter().all(|toll| toll.scope == Scope::Cumulative)
}
