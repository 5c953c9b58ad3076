//! The incidents of the report, story by story; and what pages mention in passing.

use std::collections::{BTreeMap, HashMap, HashSet};

use stemma::model::{Assertion, Contradiction, ContradictionKind, Event, Quote, Scope, Story, Toll};

use super::desk::Desk;
use super::drawing::Drawn;
use super::ranks::Rank;
use super::sentence::Told;
use super::{Incident, Passing, QuotePart, Sentence, StoryPart, grammar, setting};
use crate::words;

/// So many quotes stand under an incident; the export has all.
const QUOTES: usize = 3;
/// The title over incidents that no story has.
const OUTSIDE: &str = "Outside any story";
/// What is said of an event that somebody denies.
const CONTESTED: &str = "contested";
/// The longest quote that is printed whole, in characters.
const QUOTE_LENGTH: usize = 260;

impl<'a> Desk<'a> {
    /// The incidents by day, numbered as they are listed; the stories that they are of, by their first incident; and what is drawn.
    pub fn incidents(&self) -> (Vec<Incident>, Vec<StoryPart>, Vec<Drawn>) {
        let mut events: Vec<&Event> = self.events_of(Rank::Incident).collect();
        events.sort_by_key(|event| {
            (
                event.time.is_none(),
                event.time.map(|time| (time.from, time.to)),
                std::cmp::Reverse(event.articles),
                &event.id,
            )
        });
        let known: HashMap<&str, &Story> = self.links.stories.iter().map(|story| (story.id.as_str(), story)).collect();
        let (mut incidents, mut drawn) = (Vec::new(), Vec::new());
        let mut of_story: HashMap<Option<&str>, Vec<usize>> = HashMap::new();
        for event in events {
            let number = incidents.len() + 1;
            let Some(incident) = self.incident(event, number) else { continue };
            drawn.push(Drawn::new(event, number));
            let story = event.story.as_deref().filter(|story| known.contains_key(story));
            of_story.entry(story).or_default().push(incidents.len());
            incidents.push(incident);
        }
        let mut parts: Vec<(Option<&str>, Vec<usize>)> = of_story.into_iter().collect();
        // What is in no story stands behind all stories.
        parts.sort_by_key(|(story, of_story)| (story.is_none(), of_story[0]));
        let story = |(id, of_story): (Option<&str>, Vec<usize>)| match id {
            Some(id) => self.story(known[id], &incidents, of_story),
            None => StoryPart { title: OUTSIDE.into(), incidents: of_story, ..StoryPart::default() },
        };
        let stories = parts.into_iter().map(story).collect();
        (incidents, stories, drawn)
    }

    fn story(&self, story: &Story, all: &[Incident], incidents: Vec<usize>) -> StoryPart {
        let main = incidents
            .iter()
            .map(|at| &all[*at])
            .max_by_key(|incident| (incident.articles, std::cmp::Reverse(incident.number)));
        let labelled = || {
            let parts = main.map_or(["Incidents", ""], |main| [main.label.as_str(), main.place.as_str()]);
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
        };
        let mut title = self.headline(&story.title, None);
        for outlet in story.documents.iter().filter_map(|id| self.readings.get(id.as_str())?.article.outlet.as_deref())
        {
            title = title.and_then(|title| self.headline(&title, Some(outlet)));
        }
        let mut facts = vec![words::counted(story.documents.len(), "page", "pages")];
        if let (Some(from), Some(to)) = (story.from, story.to) {
            facts.push(words::span_of_days(from, to));
        }
        StoryPart {
            id: story.id.clone(),
            title: title.unwrap_or_else(labelled),
            facts: facts.join(", "),
            tree: self.tree(story),
            incidents,
        }
    }

    fn incident(&self, event: &'a Event, number: usize) -> Option<Incident> {
        let told = self.told(event);
        let sentence = self.cited(self.phrases().sentence(&told), &event.mentions)?;
        let place = event.place.as_ref().filter(|_| !event.carried);
        let origins = words::range(event.origins.min, event.origins.max);
        let (quotes, quotes_left) = self.quotes(event);
        Some(Incident {
            number,
            id: event.id.clone(),
            label: self.phrases().label(&told),
            day: event.time.map_or(String::new(), setting::short_day),
            place: place.and_then(|place| self.phrases().short_place(place)).unwrap_or_default(),
            killed: self.cell(event, "killed"),
            injured: self.cell(event, "injured"),
            articles: event.articles,
            origins,
            disagreement: self.disagreements(event),
            sentence,
            is_contested: told.deniers.is_some(),
            more: self.more(&told),
            amended: self.amended(event),
            figures: self.figures(event),
            first: self.first(event),
            quotes,
            quotes_left,
        })
    }

    /// What is said besides of whether and how it happened: a denial, where the sources part, what was mended.
    fn more(&self, told: &Told<'_>) -> Vec<Sentence> {
        let event = told.event;
        let mut sentences = Vec::new();
        let sides = |found: &Contradiction| [found.a.clone(), found.b.clone()];
        if let Some(denial) = self.phrases().denial(told) {
            let quotes: Vec<Quote> = self.denials(event).flat_map(sides).collect();
            sentences.extend(self.cited(denial, &quotes));
        }
        let mut kinds: Vec<ContradictionKind> = Vec::new();
        for found in self.contradictions_of(event).filter(|found| found.denied().is_none()) {
            if kinds.contains(&found.kind) {
                continue;
            }
            kinds.push(found.kind);
            let text = format!("The sources do not agree on {}.", words::contradiction(found.kind));
            sentences.extend(self.cited(text, &sides(found)));
        }
        let mut corrections: Vec<_> = event.corrections.iter().collect();
        corrections.dedup_by_key(|correction| correction.kind);
        for correction in corrections {
            let text = grammar::sentence(words::correction(correction.kind));
            sentences.extend(self.cited(text, std::slice::from_ref(&correction.quote)));
        }
        sentences
    }

    fn disagreements(&self, event: &Event) -> String {
        let mut words: Vec<&str> = Vec::new();
        let is_denied = event.assertion == Assertion::Denied || self.denials(event).next().is_some();
        let denied = is_denied.then_some(CONTESTED);
        let others = self.contradictions_of(event).filter(|found| found.denied().is_none());
        for word in denied.into_iter().chain(others.map(|found| words::disagreement(found.kind))) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.join(", ")
    }

    /// The words that tell it, each once: of every origin before a second page of one.
    fn quotes(&self, event: &Event) -> (Vec<QuotePart>, usize) {
        let origins = origins_of(event);
        let origin = |doc: &str| origins.get(doc).copied();
        let mut seen_words: HashSet<String> = HashSet::new();
        let mut seen_origins: HashSet<Option<usize>> = HashSet::new();
        let mut ranked: Vec<(bool, usize, &Quote)> = Vec::new();
        for (at, quote) in event.mentions.iter().enumerate() {
            let words: String = quote.quote.to_lowercase().chars().filter(|letter| letter.is_alphanumeric()).collect();
            if self.numbers.contains_key(quote.doc.as_str()) && seen_words.insert(words) {
                ranked.push((!seen_origins.insert(origin(&quote.doc)), at, quote));
            }
        }
        ranked.sort_by_key(|(again, at, _)| (*again, *at));
        let part = |(_, _, quote): &(bool, usize, &Quote)| {
            let reading = self.readings[quote.doc.as_str()];
            QuotePart {
                source: self.numbers[quote.doc.as_str()],
                text: words::one_line(&quote.quote, QUOTE_LENGTH),
                outlet: self.outlet(reading),
                day: self.published(reading),
            }
        };
        (ranked.iter().take(QUOTES).map(part).collect(), ranked.len().saturating_sub(QUOTES))
    }

    /// What many happenings cost together, by the beginning of their time.
    pub fn totals(&self) -> Vec<Sentence> {
        let mut events: Vec<&Event> = self.events_of(Rank::Total).collect();
        events.sort_by_key(|event| (event.time.is_none(), event.time.map(|time| (time.from, time.to)), &event.id));
        let mut sentences: Vec<Sentence> = Vec::new();
        for event in events {
            let mut told = self.told(event);
            if told.counts.is_empty() {
                // A running total is no count of the event, but it is what is listed here.
                let tolls: Vec<Toll> =
                    self.tellings(event).iter().flat_map(|(_, mention)| mention.toll.clone()).collect();
                let tolls: Vec<Toll> = tolls.into_iter().map(|toll| Toll { scope: Scope::Period, ..toll }).collect();
                told.counts = self.phrases().counts(&tolls, |_| Vec::new());
            }
            let sentence = self.cited(self.phrases().sentence(&told), &event.mentions);
            sentences.extend(sentence.filter(|sentence| !sentences.contains(sentence)));
        }
        sentences
    }

    /// What a page tells once as possible or as not having happened helps nobody, unless somebody tells it otherwise.
    fn is_worth_a_line(&self, event: &Event) -> bool {
        let is_real = !matches!(event.assertion, Assertion::Negated | Assertion::Hypothetical);
        is_real || event.articles > 1 || !event.contradictions.is_empty()
    }

    /// How many events stand in no line of the report.
    pub fn left_out(&self) -> usize {
        self.events_of(Rank::Passing).filter(|event| !self.is_worth_a_line(event)).count()
    }

    /// What the pages mention besides the incidents, page by page.
    pub fn passing(&self) -> Vec<Passing> {
        let mut of_page: BTreeMap<usize, Vec<&Event>> = BTreeMap::new();
        for event in self.events_of(Rank::Passing).filter(|event| self.is_worth_a_line(event)) {
            if let Some(first) = self.sources(&event.mentions).first() {
                of_page.entry(*first).or_default().push(event);
            }
        }
        let ids: HashMap<usize, &str> = self.numbers.iter().map(|(id, number)| (*number, *id)).collect();
        let page = |(number, mut events): (usize, Vec<&Event>)| {
            let id = *ids.get(&number)?;
            let reading = self.readings[id];
            events.sort_by_key(|event| event.mentions.first().map(|quote| quote.span.start));
            let mut sentences: Vec<Sentence> = Vec::new();
            for event in events {
                let told = self.told(event);
                if self.phrases().is_empty(&told) {
                    continue;
                }
                let sentence = self.cited(self.phrases().sentence(&told), &event.mentions);
                let sentence = sentence.map(|sentence| sentence.and(self.phrases().denial(&told)));
                sentences.extend(sentence.filter(|sentence| !sentences.contains(sentence)));
            }
            let title = format!("{}, {}", self.outlet(reading), self.published(reading));
            (!sentences.is_empty()).then_some(Passing { title, sentences })
        };
        of_page.into_iter().filter_map(page).collect()
    }
}

/// The number of the origin that each page of an event goes back to.
pub fn origins_of(event: &Event) -> HashMap<&str, usize> {
    let groups = event.origin_groups.iter().enumerate();
    groups.flat_map(|(origin, group)| group.iter().map(move |doc| (doc.as_str(), origin))).collect()
}
