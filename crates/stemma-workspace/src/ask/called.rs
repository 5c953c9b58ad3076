//! Which record is meant by an id, by the beginning of one, or by the name of a file.

use stemma::model::Event;
use stemma::text::one_line;
use stemma_store::{Archive, Asked, Dataset, EventRow, Found, Noun, Record, Sort};

use super::Query;
use super::history::successor;
use crate::{Error, Listener};

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

/// The record that is meant; for a story that is gone, the one that has its articles, with a line that says so.
pub fn record(
    store: &(impl Dataset + Archive),
    noun: Option<Noun>,
    id: &str,
) -> Result<(Record, Option<String>), Error> {
    let what = noun.map_or("record", word);
    Err(Error::Missing(match called(store, noun, id)? {
        Called::One(record) => return Ok((record, None)),
        Called::Several(records) if records.iter().all(|record| !record.id.starts_with(id)) => {
            format!("document {id}: this file holds more than one; give the id of a record")
        }
        Called::Several(records) => {
            let ids: Vec<&str> = records.iter().take(2).map(|record| record.id.as_str()).collect();
            format!("{what} {id}: more than one begins so ({}, …); give more of the id", ids.join(", "))
        }
        Called::None(nearest) => {
            if noun.is_none_or(|noun| noun == Noun::Stories)
                && let Some((record, line)) = successor(store, id)?
            {
                return Ok((record, Some(line)));
            }
            none(what, id, &nearest)
        }
    }))
}

fn word(noun: Noun) -> &'static str {
    match noun {
        Noun::Events => "event",
        Noun::Stories => "story",
        _ => "document",
    }
}

/// That there is no such record, and the nearest ones.
fn none(what: &str, id: &str, nearest: &[Record]) -> String {
    let named = |Record { noun, id, title }: &Record| format!("{} {id} (“{}”)", word(*noun), one_line(title, 70));
    let nearest: Vec<String> = nearest.iter().map(named).collect();
    let nearest = if nearest.is_empty() { String::new() } else { format!("; nearest: {}", nearest.join(", ")) };
    format!("{what} {id}: there is none in this store{nearest}")
}

/// The event that is meant by an id, its beginning, or words: of those that have all the words the one that most articles tell of; where
/// none has, that of the page with the words whose own words have most of them. What else it may have been is told to the listener.
pub fn meant(store: &impl Dataset, query: &Query, listener: &dyn Listener) -> Result<Event, Error> {
    let written = query.words();
    let by_id = called(store, Some(Noun::Events), written)?;
    if let Called::One(record) = &by_id
        && let Some(event) = store.event(&record.id)?
    {
        return Ok(event);
    }
    let by_articles =
        Asked { sort: Some(Sort::Articles), limit: Some(1 + NEAREST), ..query.asked(Noun::Events, store)? };
    let Found { mut rows, total } = store.events(&by_articles)?;
    if !rows.is_empty() {
        let first = rows.remove(0);
        if !rows.is_empty() {
            let named = |row: &EventRow| format!("{} ({})", row.id, one_line(&row.summary, 60));
            let others: Vec<String> = rows.iter().map(named).collect();
            listener.hear(&format!("{total} events have these words; others are {}", others.join(", ")));
        }
        if let Some(event) = store.event(&first.id)? {
            return Ok(event);
        }
    }
    if let Some((event, page)) = of_page(store, query)? {
        listener.hear(&format!("no event has all these words; this one is told by {page}, which has"));
        return Ok(event);
    }
    let nearest = match by_id {
        Called::None(nearest) | Called::Several(nearest) => nearest,
        Called::One(record) => vec![record],
    };
    Err(Error::Missing(none("event", written, &nearest)))
}

/// The event with most of the words on the page that tells most with them, and that page.
fn of_page(store: &impl Dataset, query: &Query) -> Result<Option<(Event, String)>, Error> {
    let asked = Asked { limit: Some(1), ..query.asked(Noun::Pages, store)? };
    let Some(page) = store.search(&asked)?.rows.into_iter().next() else { return Ok(None) };
    let written = query.words().to_lowercase();
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
    Ok(event.map(|event| (event, page.id)))
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
