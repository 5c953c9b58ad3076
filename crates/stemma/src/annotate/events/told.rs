//! What the learnt reader proposes, made an event: its words become names, places, days and counts.
//!
//! A part that its words do not bear out stays empty: a doer whom nobody can name, a place that is none.

use std::ops::Range;

use super::{Parts, Scene, assertion, debunked, setting};
use crate::annotate::learnt::{Argument, Count, Deed};
use crate::lexicon::actors::ActorKind;
use crate::lexicon::events::Kind;
use crate::model::{
    ActorMention, Assertion, Certainty, EventMention, EventPlace, EventTime, Interval, PlaceLevel, Precision, Span,
    TimeMention, Toll,
};

/// What read an event that no rule of a list found.
const READER: &str = "reader";

/// News is told for so many days.
const THESE_DAYS: i32 = 7;

impl Scene<'_> {
    /// The event of a deed; `None` where the ontology has no event of its kind.
    pub fn told(&self, deed: &Deed) -> Option<EventMention> {
        let syntax = self.syntax();
        let rules = &self.context.lexicon.events;
        let kind = rules.kind(&deed.kind).filter(|kind| !kind.aside)?;
        if !kind.verbal && debunked::takes_back(syntax, &rules.debunking, deed.token) {
            return None;
        }
        let (actors, p_actors) = self.parties(&deed.doers, |scene, words| scene.doer(words, kind));
        let (mut recipients, p_recipients) = self.parties(&deed.targets, |scene, words| scene.target(words, kind));
        recipients
            .retain(|recipient| !actors.iter().any(|actor| actor.span == recipient.span || is_one(actor, recipient)));
        let mut assertion = deed.assertion;
        // "had not fallen": what the grammar says no to did not happen, however sure the reader is.
        if matches!(assertion, Assertion::Asserted | Assertion::Background)
            && assertion::assertion(syntax, &rules.embedding, deed.token) == Assertion::Negated
        {
            assertion = Assertion::Negated;
        }
        let (place, p_place) = self.where_told(deed).unzip();
        let (time, p_time) = self.day_of(&deed.times).unzip();
        // What is told with its day is no history when that day is of this week.
        if assertion == Assertion::Background && time.as_ref().is_some_and(|time| self.is_of_these_days(time)) {
            assertion = Assertion::Asserted;
        }
        let (toll, p_toll) = self.counted(deed);
        // Of a field with several phrases, its least sure one.
        let certainty = Certainty {
            event: deed.p,
            kind: deed.p_kind,
            assertion: deed.p_assertion,
            actors: p_actors,
            recipients: p_recipients.filter(|_| !recipients.is_empty()),
            place: p_place,
            time: p_time,
            toll: p_toll,
        };
        let phrases = deed.doers.iter().chain(&deed.targets).chain(&deed.places);
        let parts = Parts {
            mood: deed.token,
            assertion,
            confidence: (!actors.is_empty()).then_some(deed.status),
            place,
            time,
            means: deed.means.iter().map(|words| self.span_of(words)).collect(),
            toll,
            phrases: phrases.map(|words| self.span_of(words)).collect(),
            actors,
            recipients,
        };
        let mention = self.mention(deed.token, kind, READER, parts);
        Some(EventMention { happening: Some(deed.happening as u32), certainty: Some(certainty), ..mention })
    }

    /// Whether a day that is told lies in the week before the article came out.
    fn is_of_these_days(&self, time: &EventTime) -> bool {
        let published = self.context.article.published_at(time.span.start);
        let before = published.map(|(start, _)| start.days_since(time.interval.from));
        time.interval.precision == Precision::Day && before.is_some_and(|days| (0..=THESE_DAYS).contains(&days))
    }

    fn span_of(&self, words: &Argument) -> Span {
        words.span(self.syntax())
    }

    /// The word that the others of a phrase hang from.
    fn head(&self, words: &Argument) -> usize {
        let syntax = self.syntax();
        let head = syntax.head_of(self.span_of(words)).unwrap_or(words.tokens.start);
        // Where the phrase hangs together by a preposition or an article only, the name in it is what it speaks of.
        let named = words.tokens.clone().rev().find(|&at| self.entity_of[at].is_some());
        if syntax.tokens[head].pos == "ADP" || syntax.tokens[head].pos == "DET" {
            named.unwrap_or(words.tokens.end - 1)
        } else {
            head
        }
    }

    /// The parties of phrases, with how sure the least sure of those is that name one.
    fn parties(
        &self,
        all: &[Argument],
        party: impl Fn(&Self, &Argument) -> Option<ActorMention>,
    ) -> (Vec<ActorMention>, Option<f32>) {
        let (mut found, mut least): (Vec<ActorMention>, Option<f32>) = (Vec::new(), None);
        for words in all {
            let Some(mention) = party(self, &self.with_whole_names(words)) else { continue };
            if !found.iter().any(|known| known.span == mention.span || is_one(known, &mention)) {
                found.push(mention);
                least = Some(least.map_or(words.p, |least| least.min(words.p)));
            }
        }
        (found, least)
    }

    /// The words, and what is missing of the names that they begin or end in.
    fn with_whole_names(&self, words: &Argument) -> Argument {
        let name_at = |at: usize| {
            let entity = &self.names.entities[self.entity_of[at]?];
            Some(self.syntax().tokens_in(entity.span))
        };
        let Range { start, end } = words.tokens.clone();
        let first = name_at(start).map_or(start, |name| name.start.min(start));
        let last = name_at(end - 1).map_or(end, |name| name.end.max(end));
        Argument { tokens: first..last, p: words.p }
    }

    /// Who did it: a name, somebody who stands for one, or a noun for people. An unresolved pronoun names nobody, and those who help, count
    /// and report do no violence.
    fn doer(&self, words: &Argument, kind: &Kind) -> Option<ActorMention> {
        let head = self.head(words);
        let doer = self.participant(head).or_else(|| self.as_written(words, head))?;
        let known = doer.id.as_deref().and_then(|id| self.context.lexicon.actors.get(id));
        let is_harmless =
            known.is_some_and(|actor| matches!(actor.kind, ActorKind::Ngo | ActorKind::Monitor | ActorKind::Media));
        (!(is_harmless && kind.plover == "ASSAULT")).then_some(doer)
    }

    /// Whom or what it was done to. A place is where it was done.
    fn target(&self, words: &Argument, kind: &Kind) -> Option<ActorMention> {
        let head = self.head(words);
        let is_area = self.place_of[head].is_some_and(|place| {
            let level = self.places[place].place.level;
            kind.plover == "ASSAULT" && !matches!(level, Some(PlaceLevel::Country | PlaceLevel::International))
        });
        if is_area || kind.territory.is_some() && self.place_stood_for(head).is_some() {
            return None;
        }
        self.participant(head).or_else(|| self.as_written(words, head))
    }

    fn as_written(&self, words: &Argument, head: usize) -> Option<ActorMention> {
        let syntax = self.syntax();
        if syntax.tokens[head].pos == "PRON" || self.in_dateline(syntax.tokens[head].span) {
            return None;
        }
        let span = self.span_of(words);
        Some(ActorMention { span, text: span.of(self.context.text).to_string(), id: None, name: None })
    }

    /// The nearest place that the words give: a town before its country; else the thing that was hit, where it is a place.
    fn where_told(&self, deed: &Deed) -> Option<(EventPlace, f32)> {
        let width = |place: &EventPlace| match place.place.level {
            Some(PlaceLevel::Country | PlaceLevel::International | PlaceLevel::Area) => 2,
            Some(PlaceLevel::Adm1) => 1,
            _ => 0,
        };
        let among = |words: &[Argument]| {
            let all = words.iter().filter_map(|words| Some((self.place_at(words)?, words.p)));
            all.min_by(|(a, p), (b, q)| {
                (a.place.lat.is_none(), width(a)).cmp(&(b.place.lat.is_none(), width(b))).then(q.total_cmp(p))
            })
        };
        among(&deed.places).or_else(|| among(&deed.targets))
    }

    fn place_at(&self, words: &Argument) -> Option<EventPlace> {
        let span = self.span_of(words);
        let first = self.places.partition_point(|place| place.span.end <= span.start);
        let inside = self.places.iter().enumerate().skip(first).take_while(|(_, place)| place.span.start < span.end);
        let named = inside.filter(|(_, place)| !self.in_dateline(place.span)).last();
        named
            .map(|(index, _)| self.event_place(index))
            .or_else(|| words.tokens.clone().rev().find_map(|at| self.place_reference(at)))
    }

    fn day_of(&self, times: &[Argument]) -> Option<(EventTime, f32)> {
        let all = times.iter().filter_map(|words| Some((self.days_in(self.span_of(words))?, words.p)));
        all.max_by(|(_, p), (_, q)| p.total_cmp(q))
    }

    /// The days that words tell: "between 3 and 9 May" from its first to its last, "since January" to the day of the report.
    fn days_in(&self, span: Span) -> Option<EventTime> {
        let first = self.times.partition_point(|time| time.span.end <= span.start);
        let inside = self.times[first..].iter().take_while(|time| time.span.start < span.end);
        let dated: Vec<&TimeMention> =
            inside.filter(|time| setting::says_when(time) && time.interval.is_some()).collect();
        let days = |time: &TimeMention| time.interval.filter(|_| !self.in_dateline(time.span));
        if let [one, other] = dated[..]
            && let (Some(from), Some(to)) = (days(one), days(other))
            && let Some(interval) = self.stretch(from, to, Span::new(one.span.end as usize, other.span.start as usize))
        {
            return Some(EventTime { span: one.span.cover(other.span), interval });
        }
        let narrow = dated.iter().filter_map(|time| Some((*time, days(time)?)));
        let (time, mut interval) = narrow.min_by_key(|(_, interval)| interval.to.days_since(interval.from))?;
        if time.modifier.as_deref() == Some("since")
            && let Some((_, published)) =
                self.context.article.published_at(time.span.start).filter(|(_, end)| *end > interval.from)
        {
            interval = Interval { from: interval.from, to: published, precision: Precision::Range };
        }
        Some(EventTime { span: time.span, interval })
    }

    /// From one day to another, when the words between them join two ends.
    fn stretch(&self, from: Interval, to: Interval, between: Span) -> Option<Interval> {
        let joint = between.of(self.context.text).trim().trim_matches(',').trim().to_lowercase();
        if !self.context.lexicon.times.word(&joint).is_some_and(|word| word.joins_ends) {
            return None;
        }
        // "from Monday to Thursday": each weekday was reckoned by itself, and the first may be of the week after.
        let from =
            if from.from > to.to && from.from.days_since(to.to) < 7 { from.from.plus_days(-7) } else { from.from };
        let precision = match to.to.days_since(from) {
            days if days < 0 => return None,
            0..=6 => Precision::Days,
            _ => Precision::Range,
        };
        Some(Interval { from, to: to.to, precision })
    }

    /// The counts of a deed. What is part of another number is left out beside it, and alone says only how many there were at least.
    fn counted(&self, deed: &Deed) -> (Vec<Toll>, Option<f32>) {
        let has_whole = |measure: &str| deed.counts.iter().any(|count| !count.is_part && count.measure == measure);
        let all = deed.counts.iter().filter(|count| !(count.is_part && has_whole(&count.measure)));
        let all = all.filter(|count| self.is_borne_out(count, deed));
        let all: Vec<(Toll, f32)> = all.filter_map(|count| Some((self.toll(count)?, count.words.p))).collect();
        let wholes = all.iter().filter(|(toll, _)| !all.iter().any(|(whole, _)| self.is_told_as_part(toll, whole)));
        let (tolls, sure): (Vec<Toll>, Vec<f32>) = wholes.cloned().unzip();
        (tolls, sure.into_iter().reduce(f32::min))
    }

    /// Whether the words between two counts make one a part of the other: "the driver was among six killed", "six people, including
    /// two children". They must lead right to the second: what comes after a part ("… and five in Kabul") is counted for itself.
    fn is_told_as_part(&self, part: &Toll, whole: &Toll) -> bool {
        let figure = |toll: &Toll| toll.best.or(toll.low);
        if part.measure != whole.measure || figure(part) >= figure(whole) || part.span.overlaps(whole.span) {
            return false;
        }
        let (first, second) = if part.span < whole.span { (part, whole) } else { (whole, part) };
        let between = self.context.text.get(first.span.end as usize..second.span.start as usize).unwrap_or("");
        let between = between.trim_end().to_lowercase();
        let parts = &self.context.lexicon.fusing.disagreeing.parts;
        let leads = parts.find(&between).any(|(range, _)| range.end == between.len());
        leads && (part.span > whole.span || !between.contains(','))
    }

    /// Whether people who are counted in a deed without violence may be counted as killed or injured: a word of their sentence must say it.
    /// "2,389 soldiers surrendered, among them six generals" kills nobody, whatever generals mostly are counted for.
    fn is_borne_out(&self, count: &Count, deed: &Deed) -> bool {
        let events = &self.context.lexicon.events;
        let is_harm = matches!(count.measure.as_str(), "killed" | "injured");
        if !is_harm || events.kind(&deed.kind).is_none_or(|kind| kind.violent) {
            return true;
        }
        let syntax = self.syntax();
        let sentence = &syntax.sentences[syntax.tokens[count.words.tokens.start].sentence].tokens;
        sentence.clone().any(|at| events.is(&syntax.tokens[at].lemma.to_lowercase(), "harm"))
    }

    fn toll(&self, count: &Count) -> Option<Toll> {
        let head = self.head(&count.words);
        let span = self.span_of(&count.words);
        let number = self.total_of(head, span)?;
        let (low, best, high) =
            if count.is_part { (number.low, None, None) } else { (number.low, number.best, number.high) };
        Some(Toll {
            span,
            measure: count.measure.clone(),
            group: self.group_of(head),
            low,
            best,
            high,
            scope: count.scope,
        })
    }
}

/// Whether two phrases name the same party. An id alone is not enough: "Turkish troops" and "Turkish police" share one.
fn is_one(a: &ActorMention, b: &ActorMention) -> bool {
    a.name.is_some() && a.name == b.name
}
