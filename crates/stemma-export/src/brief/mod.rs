//! A report for a reader: a first page with what there is, then one incident after another, then what it rests on.
//!
//! Comes in: readings, links, the picture, the lexicon with the wording. Goes out: Markdown or one HTML page. It says nothing that is not a field
//! of a record; a sentence whose words no page holds is not printed, and every other ends in the numbers of its pages.

mod common;
mod desk;
mod drawing;
mod figures;
mod grammar;
mod incidents;
mod origins;
mod phrases;
mod render;
mod sentence;
mod setting;
mod tolls;

use std::collections::HashMap;

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{Control, Event, Links, Picture, Quote, Reading};

use crate::words;
use desk::Desk;
use figures::Figures;
pub use render::Form;

/// What the report is of.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The name of the store, without the folders that lead to it.
    pub store: &'a str,
    /// What was asked of it, in words.
    pub question: &'a str,
}

/// The report, ready for a template.
#[derive(Debug, Serialize)]
struct Report {
    title: &'static str,
    caution: &'static str,
    asked: String,
    store: String,
    as_of: String,
    counts: Vec<String>,
    map: Option<String>,
    timeline: Option<String>,
    stories: Vec<StoryPart>,
    passing: Vec<Passing>,
    control: Vec<Sentence>,
    sources: Vec<Source>,
}

#[derive(Debug, Serialize)]
struct StoryPart {
    id: String,
    title: String,
    facts: String,
    incidents: Vec<Incident>,
    tree: Vec<TreeLine>,
}

/// One happening in half a page.
#[derive(Debug, Serialize)]
struct Incident {
    number: usize,
    id: String,
    /// `Air strike on a hospital`
    label: String,
    day: String,
    place: String,
    /// `8–10–12`: dead, low, best and high.
    killed: String,
    injured: String,
    articles: u32,
    origins: String,
    /// What the sources disagree on, in a word or two.
    disagreement: String,
    sentence: Sentence,
    more: Vec<Sentence>,
    figures: Vec<Figures>,
    first: Option<Sentence>,
    quotes: Vec<QuotePart>,
    quotes_left: usize,
}

/// Something the report says, with the numbers of the pages that it rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Sentence {
    text: String,
    sources: Vec<usize>,
}

#[derive(Debug, Serialize)]
struct QuotePart {
    source: usize,
    text: String,
    outlet: String,
    day: String,
}

/// A page in the family tree of a story.
#[derive(Debug, Serialize)]
struct TreeLine {
    depth: usize,
    text: String,
    sources: Vec<usize>,
}

/// What one page mentions besides.
#[derive(Debug, Serialize)]
struct Passing {
    title: String,
    sentences: Vec<Sentence>,
}

#[derive(Debug, Serialize)]
struct Source {
    number: usize,
    title: String,
    outlet: String,
    published: String,
    document: String,
    sha256: String,
    /// `1: 34–200, 310–355; 4: 500–560`: the bytes that the incidents rest on.
    bytes: String,
}

/// Writes the report of a store. `readings` are all documents, sorted by id.
pub fn brief(
    readings: &[Reading],
    links: &Links,
    picture: &Picture,
    lexicon: &Lexicon,
    asked: Asked<'_>,
    form: Form,
) -> String {
    render::render(&Desk::new(readings, links, picture, lexicon).report(asked), form)
}

impl Desk<'_> {
    fn report(&self, asked: Asked<'_>) -> Report {
        let (stories, drawn) = self.stories();
        let days = self
            .readings
            .values()
            .filter_map(|reading| reading.article.published.as_ref().map(|published| published.end));
        let last = days.max();
        Report {
            title: "Situation report",
            caution: crate::CAUTION,
            asked: asked.question.into(),
            store: asked.store.into(),
            as_of: last.map_or("the pages do not say their days".into(), |day| {
                format!("{}, the day of the latest page", words::day(day))
            }),
            counts: self.counts(&stories),
            map: drawing::map(&drawn),
            timeline: drawing::timeline(&drawn),
            sources: self.source_list(&stories),
            passing: self.passing(),
            control: self.picture.control.iter().filter_map(|control| self.control(control)).collect(),
            stories,
        }
    }

    fn counts(&self, stories: &[StoryPart]) -> Vec<String> {
        let events = &self.picture.events;
        let happened = events.iter().filter(|event| event.assertion == stemma::model::Assertion::Asserted);
        let by_two = happened.clone().filter(|event| event.origins.min > 1).count();
        let shown: usize = stories.iter().map(|story| story.incidents.len()).sum();
        vec![
            format!(
                "{} in {}",
                words::counted(self.readings.len(), "page", "pages"),
                words::counted(self.links.stories.len(), "story", "stories")
            ),
            format!(
                "{}, {} told as having happened",
                words::counted(events.len(), "event", "events"),
                happened.count()
            ),
            format!("{by_two} told by two independent origins or more"),
            format!("{} below, the rest in the appendix", words::counted(shown, "incident", "incidents")),
        ]
    }

    /// A sentence with the pages that it rests on; none without at least one.
    fn cited(&self, text: String, quotes: &[Quote]) -> Option<Sentence> {
        let sources = self.sources(quotes);
        (!sources.is_empty()).then_some(Sentence { text, sources })
    }

    fn control(&self, control: &Control) -> Option<Sentence> {
        let since = control.from.map(|day| format!(" since {}", words::day(day))).unwrap_or_default();
        let until = control.to.map(|day| format!(" until {}", words::day(day))).unwrap_or_default();
        let as_of = control.as_of.map(|day| format!(", as of {}", words::day(day))).unwrap_or_default();
        let share = control.share.map(|share| format!(" ({:.0} %)", share * 100.0)).unwrap_or_default();
        let phrases = self.phrases();
        let is_adjective = phrases
            .lexicon
            .actors
            .countries
            .find(&control.holder)
            .is_some_and(|(_, form)| form == stemma::lexicon::actors::CountryForm::Adjective);
        let holder = match (is_adjective, phrases.speaker(&control.holder, false)) {
            (true, _) => format!("{} forces", control.holder),
            (false, Some(phrase)) => phrase.text,
            (false, None) => control.holder.clone(),
        };
        let text =
            format!("{}: {} {holder}{share}{since}{until}{as_of}", control.place, words::control(control.status));
        self.cited(grammar::sentence(&text), &control.mentions)
    }

    fn source_list(&self, stories: &[StoryPart]) -> Vec<Source> {
        let mut bytes: std::collections::BTreeMap<usize, Vec<String>> = std::collections::BTreeMap::new();
        let events: HashMap<&str, &Event> =
            self.picture.events.iter().map(|event| (event.id.as_str(), event)).collect();
        for incident in stories.iter().flat_map(|story| &story.incidents) {
            let Some(event) = events.get(incident.id.as_str()) else { continue };
            let mut of_page: std::collections::BTreeMap<usize, Vec<String>> = std::collections::BTreeMap::new();
            for quote in &event.mentions {
                if let Some(number) = self.numbers.get(quote.doc.as_str()) {
                    of_page.entry(*number).or_default().push(format!("{}–{}", quote.span.start, quote.span.end));
                }
            }
            for (number, spans) in of_page {
                bytes.entry(number).or_default().push(format!("{}: {}", incident.number, spans.join(", ")));
            }
        }
        let source = |reading: &&Reading| {
            let number = self.numbers[reading.id.as_str()];
            let title = reading.article.title.as_ref().map(|title| words::one_line(&title.text, 120));
            Source {
                number,
                title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| "no title".into()),
                outlet: self.outlet(reading),
                published: self.published(reading),
                document: reading.id.clone(),
                sha256: reading.sha256.clone(),
                bytes: bytes.remove(&number).unwrap_or_default().join("; "),
            }
        };
        let mut source = source;
        let mut sources: Vec<Source> = self.readings.values().map(&mut source).collect();
        sources.sort_by_key(|source| source.number);
        sources
    }
}

#[cfg(test)]
mod tests;
