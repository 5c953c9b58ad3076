//! A situation report: per story what happened, when, where and with what toll, every sentence with the words it rests on.
//!
//! Comes in: readings, links and the picture. Goes out: Markdown or HTML. It says nothing that is not a field of a record,
//! and a sentence without a quote is not printed.

mod render;

use std::collections::BTreeMap;

use serde::Serialize;
use stemma::model::{Assertion, Claim, Contradiction, Control, Event, Links, Picture, Quote, Reading, Story};

use crate::words;
pub use render::Form;

/// How many quotes stand under one sentence; the export has all.
const QUOTES: usize = 4;

/// The longest quote that is printed whole, in characters.
const QUOTE_LENGTH: usize = 320;

/// The report, ready for a template.
#[derive(Serialize)]
struct Brief {
    headline: String,
    caution: &'static str,
    summary: String,
    stories: Vec<StoryPart>,
    control: Vec<Sentence>,
    sources: Vec<Source>,
}

#[derive(Serialize)]
struct StoryPart {
    id: String,
    title: String,
    /// `4 articles, 1 to 2 independent origins, 3–5 August 2017`
    facts: String,
    sections: Vec<Section>,
}

#[derive(Serialize)]
struct Section {
    title: &'static str,
    events: Vec<EventPart>,
}

#[derive(Serialize)]
struct EventPart {
    id: String,
    sentences: Vec<Sentence>,
}

/// Something the report says, with the words it rests on.
#[derive(Serialize)]
struct Sentence {
    text: String,
    citations: Vec<Citation>,
    /// The sources of the quotes, each once.
    sources: Vec<usize>,
    /// Whether its quotes are printed; they are not where the same ones stand right above.
    quoted: bool,
    /// Quotes that are left out here.
    more: usize,
}

#[derive(Serialize)]
struct Citation {
    source: usize,
    quote: String,
    document: String,
    start: u32,
    end: u32,
}

/// A document in the list of sources.
#[derive(Serialize)]
struct Source {
    number: usize,
    title: String,
    outlet: String,
    published: String,
    document: String,
    path: String,
    sha256: String,
}

/// What a reader must keep apart, in this order.
const SECTIONS: [(&str, &[Assertion]); 4] = [
    ("Told as having happened", &[Assertion::Asserted]),
    ("Ordered, planned or expected", &[Assertion::Ordered, Assertion::Future]),
    ("Denied, ruled out or only possible", &[Assertion::Denied, Assertion::Negated, Assertion::Hypothetical]),
    ("Background", &[Assertion::Background]),
];

/// Writes the report of a store. `readings` are all documents, sorted by id.
pub fn brief(readings: &[Reading], links: &Links, picture: &Picture, form: Form) -> String {
    render::render(&Desk::new(readings, links, picture).brief(), form)
}

/// The records, arranged for writing about them.
struct Desk<'a> {
    links: &'a Links,
    picture: &'a Picture,
    readings: &'a [Reading],
    /// The number of each document in the list of sources, by id.
    numbers: BTreeMap<&'a str, usize>,
    claims: BTreeMap<&'a str, Vec<&'a Claim>>,
    contradictions: BTreeMap<&'a str, &'a Contradiction>,
}

impl<'a> Desk<'a> {
    fn new(readings: &'a [Reading], links: &'a Links, picture: &'a Picture) -> Desk<'a> {
        let mut claims: BTreeMap<&str, Vec<&Claim>> = BTreeMap::new();
        for claim in &picture.claims {
            if let Some(event) = &claim.event {
                claims.entry(event).or_default().push(claim);
            }
        }
        // Numbered by day and then by name, as a reader would list them.
        let mut order: Vec<&Reading> = readings.iter().collect();
        order.sort_by_key(|reading| {
            (reading.article.published.as_ref().map(|day| day.start), &reading.path, &reading.id)
        });
        Desk {
            links,
            picture,
            readings,
            numbers: order.iter().enumerate().map(|(index, reading)| (reading.id.as_str(), index + 1)).collect(),
            claims,
            contradictions: picture.contradictions.iter().map(|found| (found.id.as_str(), found)).collect(),
        }
    }

    fn brief(&self) -> Brief {
        let events = &self.picture.events;
        let sum = |count: fn(&Event) -> u32| events.iter().map(count).sum::<u32>();
        let summary = format!(
            "{}, {}, {}, told {} times in articles; the events go back to {} independent origins in sum.",
            words::counted(self.readings.len(), "document", "documents"),
            words::counted(self.links.stories.len(), "story", "stories"),
            words::counted(events.len(), "event", "events"),
            sum(|event| event.articles),
            words::range(sum(|event| event.origins.min), sum(|event| event.origins.max)),
        );
        let mut stories: Vec<StoryPart> = self.stories_by_day().into_iter().map(|story| self.story(story)).collect();
        stories.extend(self.unsorted());
        stories.retain(|story| !story.sections.is_empty());
        Brief {
            headline: "Situation report".into(),
            caution: crate::CAUTION,
            summary,
            stories,
            control: self.picture.control.iter().filter_map(|control| self.control(control)).collect(),
            sources: self.sources(),
        }
    }

    fn stories_by_day(&self) -> Vec<&'a Story> {
        let mut stories: Vec<&Story> = self.links.stories.iter().collect();
        stories.sort_by_key(|story| (story.from, story.to, &story.id));
        stories
    }

    fn story(&self, story: &Story) -> StoryPart {
        let events: Vec<&Event> =
            self.picture.events.iter().filter(|event| event.story.as_deref() == Some(&story.id)).collect();
        let mut facts = vec![words::counted(story.documents.len(), "article", "articles")];
        if let (Some(from), Some(to)) = (story.from, story.to) {
            let period =
                if from == to { words::day(from) } else { format!("{} – {}", words::day(from), words::day(to)) };
            facts.push(period);
        }
        let title = if story.title.is_empty() { story.id.clone() } else { story.title.clone() };
        StoryPart { id: story.id.clone(), title, facts: facts.join(", "), sections: self.sections(events) }
    }

    /// Events that belong to no story.
    fn unsorted(&self) -> Option<StoryPart> {
        let events: Vec<&Event> = self.picture.events.iter().filter(|event| event.story.is_none()).collect();
        let (id, title) = ("none".into(), "Outside any story".into());
        (!events.is_empty()).then(|| StoryPart { id, title, facts: String::new(), sections: self.sections(events) })
    }

    fn sections(&self, mut events: Vec<&Event>) -> Vec<Section> {
        events.sort_by_key(|event| (event.time.map(|time| (time.from, time.to)), &event.id));
        let section = |&(title, assertions): &(&'static str, &[Assertion])| {
            let of_section = events.iter().filter(|event| assertions.contains(&event.assertion));
            Section { title, events: of_section.filter_map(|event| self.event(event)).collect() }
        };
        SECTIONS.iter().map(section).filter(|section| !section.events.is_empty()).collect()
    }

    fn event(&self, event: &Event) -> Option<EventPart> {
        let mut sentences = vec![self.sentence(what(event), &event.mentions)?];
        let mut told = words::origins(event);
        if !event.origins.reason.is_empty() {
            told = format!("{told}: {}", event.origins.reason);
        }
        let told = self.sentence(sentence_case(&told), &one_of_each_document(&event.mentions));
        sentences.extend(told.map(|told| Sentence { quoted: false, ..told }));
        for claim in self.claims.get(event.id.as_str()).into_iter().flatten() {
            let chain: Vec<String> = claim.chain.iter().filter(|link| !link.is_empty()).cloned().collect();
            let way =
                if chain.len() > 1 { format!(" (by way of {})", chain[1..].join(", then ")) } else { String::new() };
            let said = format!("According to {}{way}", claim.source);
            sentences.extend(self.sentence(said, std::slice::from_ref(&claim.content)));
        }
        for id in &event.contradictions {
            let Some(found) = self.contradictions.get(id.as_str()) else { continue };
            let note = if found.note.is_empty() { String::new() } else { format!(": {}", found.note) };
            let text = format!("The sources disagree on {}{note}", words::contradiction(found.kind));
            sentences.extend(self.sentence(text, &[found.a.clone(), found.b.clone()]));
        }
        for correction in &event.corrections {
            let said = sentence_case(words::correction(correction.kind));
            sentences.extend(self.sentence(said, std::slice::from_ref(&correction.quote)));
        }
        Some(EventPart { id: event.id.clone(), sentences })
    }

    fn control(&self, control: &Control) -> Option<Sentence> {
        let since = control.from.map(|day| format!(" since {}", words::day(day))).unwrap_or_default();
        let until = control.to.map(|day| format!(" until {}", words::day(day))).unwrap_or_default();
        let as_of = control.as_of.map(|day| format!(", as of {}", words::day(day))).unwrap_or_default();
        let share = control.share.map(|share| format!(" ({:.0} %)", share * 100.0)).unwrap_or_default();
        let Control { place, holder, status, .. } = control;
        let text = format!("{place}: {} {holder}{share}{since}{until}{as_of}", words::control(*status));
        self.sentence(text, &control.mentions)
    }

    /// A sentence with its quotes; none without at least one.
    fn sentence(&self, text: String, quotes: &[Quote]) -> Option<Sentence> {
        let known: Vec<&Quote> = quotes.iter().filter(|quote| self.numbers.contains_key(quote.doc.as_str())).collect();
        let citation = |quote: &&Quote| Citation {
            source: self.numbers[quote.doc.as_str()],
            quote: words::one_line(&quote.quote, QUOTE_LENGTH),
            document: quote.doc.clone(),
            start: quote.span.start,
            end: quote.span.end,
        };
        let citations: Vec<Citation> = known.iter().take(QUOTES).map(citation).collect();
        let more = known.len() - citations.len();
        let text = words::one_line(&text, usize::MAX);
        let text = if text.ends_with(['.', '!', '?', '…']) { text } else { format!("{text}.") };
        let mut sources: Vec<usize> = known.iter().map(|quote| self.numbers[quote.doc.as_str()]).collect();
        sources.sort_unstable();
        sources.dedup();
        (!citations.is_empty()).then_some(Sentence { text, citations, sources, quoted: true, more })
    }

    fn sources(&self) -> Vec<Source> {
        let source = |reading: &Reading| Source {
            number: self.numbers[reading.id.as_str()],
            title: reading
                .article
                .title
                .as_ref()
                .map_or("(no title)".into(), |title| words::one_line(&title.text, 160)),
            outlet: reading.article.outlet.clone().unwrap_or_else(|| "outlet unknown".into()),
            published: reading.article.published.as_ref().map_or("day unknown".into(), words::published),
            document: reading.id.clone(),
            path: reading.url.clone().or(reading.path.clone()).unwrap_or_default(),
            sha256: reading.sha256.clone(),
        };
        let mut sources: Vec<Source> = self.readings.iter().map(source).collect();
        sources.sort_by_key(|source| source.number);
        sources
    }
}

/// What happened, by whom, to whom, where, when, and with what toll: the fields of the event in one sentence.
fn what(event: &Event) -> String {
    let mood = match event.assertion {
        Assertion::Negated => "did not happen: ",
        Assertion::Denied => "denied: ",
        Assertion::Hypothetical => "possible: ",
        Assertion::Future => "planned: ",
        Assertion::Ordered => "ordered: ",
        Assertion::Asserted | Assertion::Background => "",
    };
    let mut text = sentence_case(&format!("{mood}{}", event.kind.replace('-', " ")));
    for (word, parties) in [("by", &event.actors), ("against", &event.recipients)] {
        if !parties.is_empty() {
            text.push_str(&format!(" {word} {}", words::parties(parties)));
        }
    }
    let place = event.place.as_ref().map(|place| words::place(place, event.relation.as_ref()));
    for setting in place.into_iter().chain(event.time.map(words::interval)) {
        text.push_str(&format!(", {setting}"));
    }
    let tolls: Vec<String> = event.toll.iter().map(words::toll).collect();
    if tolls.is_empty() { text } else { format!("{text}: {}", tolls.join("; ")) }
}

fn one_of_each_document(mentions: &[Quote]) -> Vec<Quote> {
    let mut seen = std::collections::HashSet::new();
    mentions.iter().filter(|mention| seen.insert(mention.doc.as_str())).cloned().collect()
}

fn sentence_case(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests;
