//! A report for a reader: a first page with what there is, then one incident after another, then what it rests on.
//!
//! Comes in: readings, links, the picture, the lexicon with the wording. Goes out: Markdown or one HTML page. It says nothing that is not a field
//! of a record; a sentence whose words no page holds is not printed, and every other ends in the numbers of its pages.

mod cited;
mod common;
mod desk;
mod drawing;
mod figures;
mod grammar;
mod incidents;
mod inert;
mod origins;
mod phrases;
mod ranks;
mod render;
mod reviewed;
mod sentence;
mod setting;
mod tolls;

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;
use stemma::lexicon::Lexicon;
use stemma::model::{Assertion, Control, Event, Links, Picture, Quote, Reading};
use stemma_workspace::ask::KnownEvent;

use crate::words;
use cited::Sentence;
use desk::Desk;
use figures::Figures;
use ranks::Rank;
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
    /// How many events a person checked.
    checked: String,
    map: Option<String>,
    timeline: Option<String>,
    /// By day.
    incidents: Vec<Incident>,
    stories: Vec<StoryPart>,
    totals: Vec<Sentence>,
    passing: Vec<Passing>,
    /// How many events are told nowhere in it.
    left_out: usize,
    control: Vec<Sentence>,
    sources: Vec<Source>,
}

#[derive(Debug, Default, Serialize)]
struct StoryPart {
    id: String,
    title: String,
    facts: String,
    /// Where its incidents stand among all.
    incidents: Vec<usize>,
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
    /// Somebody denies it.
    is_contested: bool,
    sentence: Sentence,
    more: Vec<Sentence>,
    /// What a person mended.
    amended: Vec<Sentence>,
    figures: Vec<Figures>,
    first: Option<Sentence>,
    quotes: Vec<QuotePart>,
    quotes_left: usize,
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
    line: Sentence,
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
    /// Nothing where the page does not tell who published it.
    publisher: Option<String>,
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

/// What happened, in one sentence, made from the record of an event, what is said of it and the pages that tell it; its summary where
/// the sentence would say nothing.
pub fn sentence(known: &KnownEvent, readings: &[Reading], lexicon: &Lexicon) -> String {
    account(known, readings, lexicon).0
}

/// The same, and what is said besides, a sentence each: who gives its figures, and who denies it.
pub fn account(known: &KnownEvent, readings: &[Reading], lexicon: &Lexicon) -> (String, Vec<String>) {
    let picture = Picture {
        events: vec![known.event.clone()],
        claims: known.claims.clone(),
        contradictions: known.contradictions.clone(),
        ..Picture::default()
    };
    let links = Links::default();
    let desk = Desk::new(readings, &links, &picture, lexicon);
    let told = desk.told(&picture.events[0]);
    let sentence = match desk.phrases().is_empty(&told) {
        true => known.event.summary.clone(),
        false => desk.phrases().sentence(&told),
    };
    (sentence, desk.counted(&told).into_iter().chain(desk.phrases().denial(&told)).collect())
}

impl Desk<'_> {
    fn report(&self, asked: Asked<'_>) -> Report {
        let (incidents, stories, drawn) = self.incidents();
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
            counts: self.counts(incidents.len()),
            checked: self.checked(),
            map: drawing::map(&drawn),
            timeline: drawing::timeline(&drawn),
            sources: self.source_list(&incidents),
            totals: self.totals(),
            passing: self.passing(),
            left_out: self.left_out(),
            control: self.picture.control.iter().filter_map(|control| self.control(control)).collect(),
            incidents,
            stories,
        }
    }

    fn counts(&self, incidents: usize) -> Vec<String> {
        let events = &self.picture.events;
        let happened =
            events.iter().filter(|event| event.assertion == Assertion::Asserted && self.rank(event) != Rank::Total);
        let by_two = happened.clone().filter(|event| event.origins.min > 1).count();
        let totals = self.events_of(Rank::Total).count();
        let mut counts = vec![
            format!(
                "{} in {}",
                words::counted(self.readings.len(), "page", "pages"),
                words::counted(self.links.stories.len(), "story", "stories")
            ),
            format!(
                "{}, {} told as having happened, {by_two} of them by two independent origins or more",
                words::counted(events.len(), "event", "events"),
                happened.count()
            ),
            format!("{} below, the rest in the appendix", words::counted(incidents, "incident", "incidents")),
        ];
        if totals > 0 {
            counts
                .push(format!("{} of a longer time, listed by themselves", words::counted(totals, "total", "totals")));
        }
        counts
    }

    /// A sentence with the pages that it rests on; none without at least one.
    fn cited(&self, text: String, quotes: &[Quote]) -> Option<Sentence> {
        Sentence::new(text, self.sources(quotes))
    }

    fn control(&self, control: &Control) -> Option<Sentence> {
        let since = control.from.map(|day| format!(" since {}", setting::beginning(day))).unwrap_or_default();
        let until = control.to.map(|day| format!(" until {}", setting::end(day))).unwrap_or_default();
        // "Since 2017, as of 2017" says the same twice.
        let is_new =
            |day: &stemma::model::Day| control.from.is_none_or(|from| setting::beginning(from) != setting::end(*day));
        let as_of =
            control.as_of.filter(is_new).map(|day| format!(", as of {}", setting::end(day))).unwrap_or_default();
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

    fn source_list(&self, incidents: &[Incident]) -> Vec<Source> {
        let mut bytes: HashMap<&str, Vec<String>> = HashMap::new();
        let events: HashMap<&str, &Event> =
            self.picture.events.iter().map(|event| (event.id.as_str(), event)).collect();
        for incident in incidents {
            let Some(event) = events.get(incident.id.as_str()) else { continue };
            let mut of_page: BTreeMap<&str, Vec<String>> = BTreeMap::new();
            for Quote { doc, span, .. } in &event.mentions {
                of_page.entry(doc).or_default().push(format!("{}–{}", span.start, span.end));
            }
            for (doc, spans) in of_page {
                bytes.entry(doc).or_default().push(format!("{}: {}", incident.number, spans.join(", ")));
            }
        }
        let source = |reading: &&Reading| {
            let title = reading.article.title.as_ref().map(|title| words::one_line(&title.text, 120));
            Source {
                number: self.numbers[reading.id.as_str()],
                title: title.filter(|title| !title.is_empty()).unwrap_or_else(|| "no title".into()),
                publisher: self.publisher(reading),
                published: self.published(reading),
                document: reading.id.clone(),
                sha256: reading.sha256.clone(),
                bytes: bytes.get(reading.id.as_str()).map_or(String::new(), |of_page| of_page.join("; ")),
            }
        };
        let mut sources: Vec<Source> = self.readings.values().map(source).collect();
        sources.sort_by_key(|source| source.number);
        sources
    }
}

#[cfg(test)]
pub mod tests;
