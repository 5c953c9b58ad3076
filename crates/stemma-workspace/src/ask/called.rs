//! Which record is meant by an id, by the beginning of one, or by the name of a file.

use stemma::model::Event;
use stemma_store::{Asked, Dataset, EventRow, Found, Noun, Record, Sort};

use super::Query;
use crate::Error;

/// What is called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    One(Record),
    /// Several begin so; a few of them.
    Several(Vec<Record>),
    /// None does; these are the nearest.
    None(Vec<Record>),
}

/// How many that begin so are looked at.
const MOST: usize = 6;
/// How many are offered where there is none.
const NEAREST: usize = 3;

/// The record of an id; of one noun, where one is given.
pub fn called(store: &impl Dataset, noun: Option<Noun>, id: &str) -> Result<Called, Error> {
    let is_meant = |record: &Record| noun.is_none_or(|noun| record.noun == noun);
    let id = id.trim();
    let mut found: Vec<Record> = match id {
        "" => Vec::new(),
        id => store.records(id, MOST)?.into_iter().filter(is_meant).collect(),
    };
    if let Some(at) = found.iter().position(|record| record.id == id) {
        return Ok(Called::One(found.swap_remove(at)));
    }
    Ok(match found.len() {
        0 => Called::None(nearest(store.titles()?.into_iter().filter(is_meant), id)),
        1 => Called::One(found.remove(0)),
        _ => Called::Several(found),
    })
}

/// The event that words mean.
#[derive(Clone, Debug)]
pub struct Meant {
    pub event: Event,
    /// Others that have all the words, and how many these and the first one are together.
    pub others: Vec<EventRow>,
    pub total: u64,
    /// No event has all the words; this is one of the page that tells most with them.
    pub of_page: Option<String>,
}

/// The event that most articles tell of those that have all the words; where none has, that of the page with the words whose own
/// words have most of them.
pub fn meant(store: &impl Dataset, query: &Query) -> Result<Option<Meant>, Error> {
    let by_articles = Query { sort: Some(Sort::Articles.name().into()), limit: Some(1 + NEAREST), ..query.clone() };
    let Found { mut rows, total } = store.events(&by_articles.asked(Noun::Events, store)?)?;
    if !rows.is_empty() {
        let first = rows.remove(0);
        let event = store.event(&first.id)?;
        return Ok(event.map(|event| Meant { event, others: rows, total, of_page: None }));
    }
    let asked = Asked { limit: Some(1), ..query.asked(Noun::Pages, store)? };
    let Some(page) = store.search(&asked)?.rows.into_iter().next() else { return Ok(None) };
    let written = query.words.to_lowercase();
    let sought: Vec<&str> = words(&written).collect();
    let told = |event: &Event| {
        let quotes = event.mentions.iter().map(|mention| mention.quote.to_lowercase());
        let text = quotes.chain([event.summary.to_lowercase()]).collect::<Vec<_>>().join(" ");
        sought.iter().filter(|word| text.contains(**word)).count()
    };
    let mut events = store.events_of_page(&page.id)?;
    events.retain(|event| told(event) > 0);
    // The first of equals, by rank and day.
    events.reverse();
    let event = events.into_iter().max_by_key(|event| (told(event), event.articles));
    Ok(event.map(|event| Meant { event, others: Vec::new(), total: 0, of_page: Some(page.id) }))
}

/// Those whose id or title is most like what was written.
fn nearest(records: impl Iterator<Item = Record>, written: &str) -> Vec<Record> {
    let written = written.to_lowercase();
    let words: Vec<&str> = words(&written).collect();
    let mut best: Vec<(f64, Record)> = records.map(|record| (likeness(&record, &written, &words), record)).collect();
    best.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    best.into_iter().take(NEAREST).map(|(_, record)| record).collect()
}

/// Words of a text that say something.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2)
}

/// How many of the words are in a title, those with a slip of the pen for nearly one; then how alike the whole is.
fn likeness(record: &Record, written: &str, sought: &[&str]) -> f64 {
    /// From here on two words are one with a slip.
    const SLIP: f64 = 0.88;
    let (id, title) = (record.id.to_lowercase(), record.title.to_lowercase());
    let told: Vec<&str> = words(&title).collect();
    let in_title = |word: &&str| -> f64 {
        let alike = |other: &&&str| other.chars().next() == word.chars().next();
        let best = told.iter().filter(alike).map(|other| strsim::jaro_winkler(other, word)).fold(0.0, f64::max);
        if best >= SLIP { best } else { 0.0 }
    };
    let whole = strsim::jaro_winkler(&id, written).max(strsim::jaro_winkler(&title, written));
    sought.iter().map(in_title).sum::<f64>() + whole
}

#[cfg(test)]
mod tests {
    use stemma_store::{Noun, Record};

    use super::nearest;

    #[test]
    fn the_nearest_has_most_of_the_words_or_the_likest_id() {
        let record = |id: &str, title: &str| Record { noun: Noun::Events, id: id.into(), title: title.into() };
        let records = [
            record("e-1a2b", "siege by the army, in El Fasher"),
            record("e-9f00", "siege by rebels, in Laukkai"),
            record("e-77c1", "flood in Derna"),
            record("e-0000", "meeting in Oslo"),
        ];
        let check =
            |written: &str, id: &str| assert_eq!(nearest(records.iter().cloned(), written)[0].id, id, "{written}");
        check("laukai siege", "e-9f00");
        check("sieg el fasher", "e-1a2b");
        check("e-77c2", "e-77c1");
    }
}
