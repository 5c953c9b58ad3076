//! The incidents of the report, story by story; and what pages mention in passing.

use std::collections::{BTreeMap, HashMap, HashSet};

use stemma::model::{Contradiction, ContradictionKind, Event, Quote, Story};

use super::desk::Desk;
use super::drawing::Drawn;
use super::sentence::Told;
use super::{Incident, Passing, QuotePart, Sentence, StoryPart, grammar};
use crate::words;

/// So many quotes stand under an incident; the export has all.
const QUOTES: usize = 3;
/// The longest quote that is printed whole, in characters.
const QUOTE_LENGTH: usize = 260;

impl<'a> Desk<'a> {
    /// The stories that have incidents, by day, and what is drawn of them.
    pub fn stories(&self) -> (Vec<StoryPart>, Vec<Drawn>) {
        let mut stories: Vec<Option<&Story>> = self.links.stories.iter().map(Some).collect();
        stories.sort_by_key(|story| story.map(|story| (story.from.is_none(), story.from, story.to, &story.id)));
        stories.push(None);
        let mut of_story: BTreeMap<Option<&str>, Vec<&Event>> = BTreeMap::new();
        let known: HashSet<&str> = self.links.stories.iter().map(|story| story.id.as_str()).collect();
        for event in self.picture.events.iter().filter(|event| self.is_incident(event)) {
            of_story.entry(event.story.as_deref().filter(|story| known.contains(story))).or_default().push(event);
        }
        let (mut parts, mut drawn) = (Vec::new(), Vec::new());
        let mut number = 0;
        for story in stories {
            let mut events = of_story.remove(&story.map(|story| story.id.as_str())).unwrap_or_default();
            events.sort_by_key(|event| {
                (
                    event.time.is_none(),
                    event.time.map(|time| (time.from, time.to)),
                    std::cmp::Reverse(event.articles),
                    &event.id,
                )
            });
            let mut incidents = Vec::new();
            for event in events {
                let Some(incident) = self.incident(event, number + 1) else { continue };
                number += 1;
                drawn.push(Drawn::new(event, number));
                incidents.push(incident);
            }
            if !incidents.is_empty() {
                parts.push(self.story(story, incidents));
            }
        }
        (parts, drawn)
    }

    fn story(&self, story: Option<&Story>, incidents: Vec<Incident>) -> StoryPart {
        let main = incidents.iter().max_by_key(|incident| (incident.articles, std::cmp::Reverse(incident.number)));
        let labelled = || {
            main.map_or("Incidents".to_string(), |main| {
                [main.label.as_str(), main.place.as_str()]
                    .iter()
                    .filter(|part| !part.is_empty())
                    .copied()
                    .collect::<Vec<_>>()
                    .join(", ")
            })
        };
        let Some(story) = story else {
            return StoryPart {
                id: String::new(),
                title: "Outside any story".into(),
                facts: String::new(),
                incidents,
                tree: Vec::new(),
            };
        };
        let outlets = story.documents.iter().filter_map(|id| self.readings.get(id.as_str())?.article.outlet.as_deref());
        let mut title = self.headline(&story.title, None);
        for outlet in outlets {
            title = title.and_then(|title| self.headline(&title, Some(outlet)));
        }
        let mut facts = vec![words::counted(story.documents.len(), "page", "pages")];
        if let (Some(from), Some(to)) = (story.from, story.to) {
            facts.push(if from == to {
                words::day(from)
            } else {
                format!("{} – {}", words::day(from), words::day(to))
            });
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
            day: event.time.map_or(String::new(), short_day),
            place: place.and_then(|place| self.phrases().short_place(place)).unwrap_or_default(),
            killed: self.cell(event, "killed"),
            injured: self.cell(event, "injured"),
            articles: event.articles,
            origins,
            disagreement: self.disagreements(event),
            sentence,
            more: self.more(&told),
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
        let found = |id: &String| self.contradictions.get(id.as_str()).copied();
        let contradictions: Vec<&Contradiction> = event.contradictions.iter().filter_map(found).collect();
        let is_denial = |found: &&Contradiction| found.note.contains("denied");
        if let Some(denial) = self.phrases().denial(told) {
            let sides: Vec<Quote> = contradictions
                .iter()
                .copied()
                .filter(is_denial)
                .flat_map(|found| [found.a.clone(), found.b.clone()])
                .collect();
            sentences.extend(self.cited(denial, &sides));
        }
        let mut kinds: Vec<ContradictionKind> = Vec::new();
        for found in contradictions.iter().filter(|found| !is_denial(found)) {
            if kinds.contains(&found.kind) {
                continue;
            }
            kinds.push(found.kind);
            let quotes: Vec<Quote> = [&found.a, &found.b].into_iter().cloned().collect();
            let text = format!("The sources do not agree on {}.", words::contradiction(found.kind));
            sentences.extend(self.cited(text, &quotes));
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
        for found in event.contradictions.iter().filter_map(|id| self.contradictions.get(id.as_str())) {
            let word = words::disagreement(found.kind);
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words.join(", ")
    }

    /// The words that tell it, each once: of every origin before a second page of one.
    fn quotes(&self, event: &Event) -> (Vec<QuotePart>, usize) {
        let origin = |doc: &str| event.origin_groups.iter().position(|group| group.iter().any(|id| id == doc));
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

    /// What the pages mention besides the incidents, page by page.
    pub fn passing(&self) -> Vec<Passing> {
        let mut of_page: BTreeMap<usize, Vec<&Event>> = BTreeMap::new();
        for event in self.picture.events.iter().filter(|event| !self.is_incident(event)) {
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
                sentences.extend(sentence.filter(|sentence| !sentences.contains(sentence)));
            }
            let title = format!("{}, {}", self.outlet(reading), self.published(reading));
            (!sentences.is_empty()).then_some(Passing { title, sentences })
        };
        of_page.into_iter().filter_map(page).collect()
    }
}

/// `8–11 Sep 2022`: months by their first three letters.
fn short_day(interval: stemma::model::Interval) -> String {
    let written = words::interval(interval);
    let short = |word: &str| {
        if word.starts_with(char::is_alphabetic) { word.chars().take(3).collect() } else { word.to_string() }
    };
    written.split(' ').map(short).collect::<Vec<String>>().join(" ")
}
