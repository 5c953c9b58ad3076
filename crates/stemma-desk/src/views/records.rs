//! Single records with all that hangs on them: an event, a story; and what people said.

use serde::Serialize;
use stemma::model::{Contradiction, Day, Value};
use stemma_export::{pages, words};
use stemma_store::{Dataset, EventRow, Fixes as _, Marked, Marks as _, Noun, PageRow, Record};
use stemma_workspace::ask::{self, Known, KnownEvent, KnownStory};
use stemma_workspace::review::{self, Agreement, FixRow, ToldFix};

use super::Asking;
use crate::answer::{List, Shown, json};
use crate::fault::Fault;
use crate::plain::Plain;

/// A record: its JSON, the events that are its rows, and its text.
pub struct Shape {
    pub json: Vec<u8>,
    pub events: Vec<EventRow>,
    pub title: String,
    pub text: pages::Page,
}

impl Shown for Shape {
    fn json(&self) -> Vec<u8> {
        self.json.clone()
    }

    fn csv(&self) -> Option<Vec<u8>> {
        self.list().csv()
    }

    fn geojson(&self) -> Option<Vec<u8>> {
        self.list().geojson()
    }

    fn plain(&self) -> Plain {
        Plain { table: self.list().plain().table, ..Plain::of_page(self.title.clone(), &self.text) }
    }
}

impl Shape {
    fn list(&self) -> List<EventRow> {
        let rows = self.events.clone();
        let total = rows.len() as u64;
        List::of(stemma_store::Found { rows, total }, 0, Noun::Events.name())
    }
}

pub fn known(asking: &Asking<'_>, noun: Noun) -> Result<Known, Fault> {
    let record = Record { noun, id: asking.id.to_owned(), title: String::new() };
    ask::known(asking.store, &record)?.ok_or_else(|| Fault::not_found(format!("{}: went away meanwhile", asking.id)))
}

pub fn event(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct EventRecord<'a, E: Serialize> {
        event: E,
        row: &'a EventRow,
        rank: &'static str,
        sentence: &'a str,
        told_by: String,
        pages: &'a [PageRow],
        marks: Vec<Marked>,
        claims: &'a [stemma::model::Claim],
        contradictions: &'a [Contradiction],
        who: &'a ask::Who,
        capsules: &'a [ask::Capsule],
        matrix: ask::Matrix<String>,
        fixes: Vec<SaidFix>,
        stamp: &'a str,
    }
    let store = asking.store;
    let found = known(asking, Noun::Events)?;
    let Known::Event(known) = &found else { return Err(Fault::not_found("no event")) };
    let KnownEvent { event, pages, claims, contradictions } = known.as_ref();
    let rows = store.events_of(&[&event.id])?;
    let row = rows.first().ok_or_else(|| Fault::not_found(format!("{}: went away meanwhile", event.id)))?;
    let who = ask::who(store, event)?;
    let capsules = ask::capsules(store, event, &who)?;
    let lexicon = asking.live.lexicon();
    let matrix = ask::matrix(store, event, &who, &capsules, lexicon)?.in_words(words::telling);
    let is_rejected = event.checked() == Some(stemma::model::Checked::Rejected);
    let rank = match (is_rejected, store.is_second_rank(&event.id)?) {
        (true, _) => "rejected",
        (_, true) => "words",
        _ => "happening",
    };
    let sentence = stemma_export::sentence(known, &ask::tellings(store, &who)?, lexicon);
    let mut fixes = review::told(store)?;
    let of_event: Vec<&str> = event.review.iter().flat_map(|review| &review.fixes).map(|fix| fix.id.as_str()).collect();
    fixes.retain(|ToldFix { row, .. }| row.event == event.id || of_event.contains(&row.id.as_str()));
    let json = json(&EventRecord {
        event: stemma_export::event(event),
        row,
        rank,
        sentence: &sentence,
        told_by: stemma_export::told_by(&capsules, &event.origins),
        pages,
        marks: store.marks_of(&pages.iter().map(|page| page.id.as_str()).collect::<Vec<_>>())?,
        claims,
        contradictions,
        who: &who,
        capsules: &capsules,
        matrix,
        fixes: fixes.into_iter().map(SaidFix::of).collect(),
        stamp: &asking.stamp,
    });
    Ok(Box::new(Shape { json, events: rows.clone(), title: sentence, text: pages::record(&found) }))
}

pub fn story(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct StoryRecord<'a> {
        id: &'a str,
        title: &'a str,
        from: Option<Day>,
        to: Option<Day>,
        documents: &'a [String],
        pages: &'a [PageRow],
        tree: ask::Tree,
        events: &'a [EventRow],
        contradictions: &'a [Contradiction],
        changes: Vec<Change>,
        stamp: &'a str,
    }
    #[derive(Serialize)]
    struct Change {
        kind: &'static str,
        in_words: String,
    }
    let found = known(asking, Noun::Stories)?;
    let Known::Story(known) = &found else { return Err(Fault::not_found("no story")) };
    let KnownStory { story, pages, events, contradictions, changes, .. } = known.as_ref();
    let change = |change: &stemma_store::Change| Change { kind: change.kind.name(), in_words: words::change(change) };
    let json = json(&StoryRecord {
        id: &story.id,
        title: &story.title,
        from: story.from,
        to: story.to,
        documents: &story.documents,
        pages,
        tree: ask::tree(asking.store, &story.id)?,
        events,
        contradictions,
        changes: changes.iter().map(change).collect(),
        stamp: &asking.stamp,
    });
    Ok(Box::new(Shape { json, events: events.clone(), title: story.title.clone(), text: pages::record(&found) }))
}

/// A fix with its values as people say them: a place by its name, with unit and country.
#[derive(Serialize)]
struct SaidFix {
    #[serde(flatten)]
    row: FixRow,
    in_words: InWords,
}

#[derive(Serialize)]
struct InWords {
    value: String,
    read: String,
    reads: String,
}

impl SaidFix {
    fn of(ToldFix { row, said, read, reads }: ToldFix) -> SaidFix {
        let words = |value: Option<Value>, written: &str| match value {
            Some(Value::Place(place)) => words::whereabouts(&place),
            Some(value) => words::value(&value),
            None => written.to_owned(),
        };
        let in_words =
            InWords { value: words(said, &row.value), read: words(read, &row.read), reads: words(reads, &row.reads) };
        SaidFix { row, in_words }
    }
}

/// What people said, the latest first, and how far they agree.
pub fn fixes(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct Fixes {
        rows: Vec<SaidFix>,
        total: usize,
        agreement: Vec<Agreement>,
        stamp: String,
    }
    let mut told = review::told(asking.store)?;
    told.reverse();
    let rows: Vec<FixRow> = told.iter().map(|told| told.row.clone()).collect();
    let agreement = review::agreement(&asking.store.reviewed()?, &asking.store.fixes()?);
    struct Table {
        json: Vec<u8>,
        rows: Vec<FixRow>,
    }
    impl Shown for Table {
        fn json(&self) -> Vec<u8> {
            self.json.clone()
        }

        fn csv(&self) -> Option<Vec<u8>> {
            Some(crate::answer::csv(&self.rows))
        }

        fn plain(&self) -> Plain {
            Plain { title: "Corrections".into(), table: Some(crate::answer::table(&self.rows)), ..Plain::default() }
        }
    }
    let fixes = Fixes {
        total: rows.len(),
        rows: told.into_iter().map(SaidFix::of).collect(),
        agreement,
        stamp: asking.stamp.clone(),
    };
    Ok(Box::new(Table { json: json(&fixes), rows }))
}
