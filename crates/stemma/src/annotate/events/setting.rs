//! Where and when: the place and the time expression that belong to a trigger, by the tree between them.

use super::Scene;
use crate::annotate::grammar::tree_distance;
use crate::annotate::places;
use crate::model::{EventPlace, EventTime, Interval, PlaceLevel, Precision, Span, TimeMention, TimexType};

/// A place or time further away than this belongs to something else.
const FAR: u32 = 14;

impl Scene<'_> {
    /// The place of a deed: its place-object, else the nearest locative phrase in the sentence.
    pub fn place_for(&self, trigger: usize, objects: &[usize], taken: &[Span]) -> Option<EventPlace> {
        let syntax = self.syntax();
        for &object in objects {
            let phrase = syntax.subtree_span(object);
            let inside = self.places.iter().enumerate().filter(|(_, place)| phrase.contains(place.span));
            let nearest = inside.min_by_key(|(_, place)| {
                let head = syntax.head_of(place.span).unwrap_or(object);
                tree_distance(syntax, head, object).unwrap_or(FAR)
            });
            if let Some((index, _)) = nearest {
                return Some(self.event_place(index));
            }
            if let Some(place) = self.place_reference(object) {
                return Some(place);
            }
        }
        let sentence = syntax.tokens[trigger].sentence;
        let range = syntax.sentences[sentence].span;
        let mut best: Option<(u32, usize)> = None;
        for (index, place) in near(self.places, |place| place.span, range, syntax.tokens[trigger].span) {
            let Some(head) = syntax.head_of(place.span) else { continue };
            if !self.says_where(index, head) {
                continue;
            }
            if taken.iter().any(|span| span.overlaps(place.span)) && !self.is_locative(head) {
                continue;
            }
            let Some(distance) = tree_distance(syntax, head, trigger) else { continue };
            let mut cost = distance;
            if !self.is_locative(head) {
                cost += 4;
            }
            // A country is the weakest of places when the sentence names a nearer one.
            cost += match place.place.level {
                Some(PlaceLevel::Country | PlaceLevel::International | PlaceLevel::Area) => 5,
                Some(PlaceLevel::Adm1) => 1,
                _ => 0,
            };
            if cost <= FAR && best.is_none_or(|(least, _)| cost < least) {
                best = Some((cost, index));
            }
        }
        if let Some((_, index)) = best {
            return Some(self.event_place(index));
        }
        self.nearest_reference(trigger)
    }

    /// Whether a place word hangs from a preposition of place, directly or through "the town of".
    fn is_locative(&self, head: usize) -> bool {
        const LOCATIVE: [&str; 26] = [
            "in",
            "at",
            "near",
            "on",
            "around",
            "outside",
            "inside",
            "within",
            "across",
            "along",
            "between",
            "towards",
            "toward",
            "from",
            "into",
            "through",
            "throughout",
            "of",
            "off",
            "over",
            "beside",
            "behind",
            "to",
            "by",
            "north",
            "south",
        ];
        let syntax = self.syntax();
        let mut at = head;
        for _ in 0..6 {
            let token = &syntax.tokens[at];
            match token.dep {
                "pobj" => return LOCATIVE.contains(&syntax.tokens[token.head].lemma.to_lowercase().as_str()),
                "compound" | "nmod" | "appos" | "conj" | "poss" if token.head != at => at = token.head,
                _ => return token.dep == "npadvmod",
            }
        }
        false
    }

    pub fn event_place(&self, index: usize) -> EventPlace {
        places::event_place(self.context, self.places, index)
    }

    /// A dateline says where the report was filed, and "US-led" says whose it is; neither is where the deed was done.
    fn says_where(&self, place: usize, head: usize) -> bool {
        let (mention, syntax) = (&self.places[place], self.syntax());
        let behind = self.context.text.get(mention.span.end as usize..).unwrap_or("");
        let hyphened = behind.starts_with('-')
            && syntax.tokens[head].dep != "pobj"
            && !behind[1..].starts_with(char::is_uppercase);
        !hyphened && !self.in_dateline(mention.span) && syntax.tokens[head].pos != "ADJ"
    }

    pub fn in_dateline(&self, span: Span) -> bool {
        self.dateline.is_some_and(|dateline| dateline.contains(span))
    }

    /// The place that a word stands for: "the town", "the same city", "it", "there".
    pub fn place_stood_for(&self, head: usize) -> Option<usize> {
        let span = self.syntax().tokens[head].span;
        let from = self.place_references.partition_point(|reference| reference.span.end <= span.start);
        self.place_references.get(from).filter(|reference| reference.span.overlaps(span)).map(|found| found.place)
    }

    /// "the town", "the same city": a place named before.
    pub fn place_reference(&self, head: usize) -> Option<EventPlace> {
        let span = self.syntax().tokens[head].span;
        let index = self.place_stood_for(head)?;
        let mention = &self.places[index];
        let relation =
            places::relation_at(self.context, &crate::model::PlaceMention { span, place: mention.place.clone() });
        // The name itself stands in the same sentence: it is the better quotation.
        let sentence = self.syntax().sentences[self.syntax().tokens[head].sentence].span;
        if relation.is_none() && sentence.contains(mention.span) && !self.in_dateline(mention.span) {
            return Some(self.event_place(index));
        }
        let (relation, cover) = relation.map_or((None, span), |(relation, cover)| (Some(relation), cover.cover(span)));
        let place = relation
            .as_ref()
            .map_or_else(|| mention.place.clone(), |relation| places::locate(&mention.place, relation));
        Some(EventPlace { span: cover, place, relation, carried: false })
    }

    fn nearest_reference(&self, trigger: usize) -> Option<EventPlace> {
        let syntax = self.syntax();
        let sentence = &syntax.sentences[syntax.tokens[trigger].sentence];
        let mut heads: Vec<(u32, usize)> = Vec::new();
        for at in sentence.tokens.clone() {
            let told =
                syntax.tokens[at].dep == "pobj" && self.context.lexicon.events.is(&syntax.tokens[at].lemma, "place");
            if (told || syntax.tokens[at].tag == "RB" && self.place_stood_for(at).is_some())
                && let Some(distance) = tree_distance(syntax, at, trigger)
            {
                heads.push((distance, at));
            }
        }
        heads.sort_unstable();
        heads.iter().filter(|(distance, _)| *distance <= FAR).find_map(|&(_, at)| self.place_reference(at))
    }

    /// The time of a deed: the nearest expression in its sentence that can be placed.
    pub fn time_for(&self, trigger: usize) -> Option<EventTime> {
        let syntax = self.syntax();
        let range = syntax.sentences[syntax.tokens[trigger].sentence].span;
        let mut best: Option<(u32, EventTime)> = None;
        for (_, time) in near(self.times, |time| time.span, range, syntax.tokens[trigger].span) {
            let Some(interval) = time.interval else { continue };
            if !says_when(time) {
                continue;
            }
            let Some(head) = syntax.head_of(time.span) else { continue };
            // A broken parse may put the expression in another tree: it is then far, not out of the question.
            let mut cost = tree_distance(syntax, head, trigger).unwrap_or(FAR + 4);
            if matches!(time.modifier.as_deref(), Some("since" | "until" | "before" | "by")) {
                cost += 6;
            }
            // The day of the dateline is the report's; a day in the sentence is the deed's.
            if self.in_dateline(time.span) {
                cost += FAR;
            }
            if cost <= 2 * FAR + 8 && best.as_ref().is_none_or(|(least, _)| cost < *least) {
                best = Some((cost, EventTime { span: time.span, interval }));
            }
        }
        best.map(|(_, time)| time)
    }

    /// What has happened did so before it was told: a weekday of the week to come is that of the week before. A day that stands in figures is believed, whatever
    /// the page's own day is.
    pub fn not_after_publication(&self, time: EventTime) -> EventTime {
        let Interval { from, to, precision } = time.interval;
        let in_figures = time.span.of(self.context.text).contains(|letter: char| letter.is_ascii_digit());
        let published = self.context.article.published_at(time.span.start);
        let ahead = published.map_or(0, |(_, end)| from.days_since(end));
        if in_figures || !(1..=6).contains(&ahead) || to.days_since(from) >= 7 {
            return time;
        }
        EventTime { interval: Interval { from: from.plus_days(-7), to: to.plus_days(-7), precision }, ..time }
    }

    /// The day of a deed that is told as "two hours later", whatever the grammar makes of these words.
    pub fn time_after_a_moment(&self, sentence: Span) -> Option<EventTime> {
        let first = self.times.partition_point(|time| time.span.start < sentence.start);
        let inside = self.times[first..].iter().take_while(|time| time.span.start < sentence.end);
        let time = inside.into_iter().find(|time| follows_a_moment(time))?;
        Some(EventTime { span: time.span, interval: time.interval? })
    }

    /// News without a date of its own happened in the days before it was published.
    pub fn time_from_publication(&self, sentence: Span) -> Option<EventTime> {
        let (start, end) = self.context.article.published_at(sentence.start)?;
        let interval = Interval { from: start.plus_days(-3), to: end, precision: Precision::Inferred };
        Some(EventTime { span: sentence, interval })
    }
}

/// Whether an expression tells days, and not how long.
pub fn says_when(time: &TimeMention) -> bool {
    matches!(time.kind, TimexType::Date | TimexType::Time) || follows_a_moment(time)
}

/// "Two hours later": a length with the day on which it began.
fn follows_a_moment(time: &TimeMention) -> bool {
    let is_day = time.interval.is_some_and(|interval| interval.precision == Precision::Day);
    time.kind == TimexType::Duration && is_day && time.value.as_ref().is_some_and(|value| value.starts_with("PT"))
}

/// So many mentions around a trigger are looked at; a sentence with more is a list, not a sentence.
const MOST_NEAR: usize = 48;

/// The mentions of a sentence that stand nearest to a trigger, in text order.
fn near<T>(all: &[T], span: impl Fn(&T) -> Span, sentence: Span, trigger: Span) -> Vec<(usize, &T)> {
    let first = all.partition_point(|mention| span(mention).start < sentence.start);
    let last = all.partition_point(|mention| span(mention).start < sentence.end);
    let before = all.partition_point(|mention| span(mention).start < trigger.start).clamp(first, last.max(first));
    let (first, last) = (first.max(before.saturating_sub(MOST_NEAR)), last.min(before + MOST_NEAR));
    (first..last.max(first))
        .map(|index| (index, &all[index]))
        .filter(|(_, mention)| sentence.contains(span(mention)))
        .collect()
}
