//! Which record is meant by an id, by the beginning of one, by the name of a file, or by words.

use stemma::model::Event;
use stemma::text::one_line;
use stemma_store::{Archive, Asked, Dataset, EventRow, Found, Noun, Record, Sort};

use super::Query;
use super::history::successor;
use super::moved::moved;
use super::nearest::nearest;
use crate::{Error, Listener};

/// What is called so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Called {
    One(Record),
    /// Several begin so; a few of them.
    Several(Vec<Record>),
    None,
}

/// What is meant by an id or its beginning, never by words: a record that is there, one that went elsewhere, or those that are nearest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    One(Record),
    /// What has the articles or the words of a record that is gone, with a line that says so.
    Moved(Record, String),
    /// Several begin so; a few of them.
    Several(Vec<Record>),
    /// There is none; a few that are most like it.
    None(Vec<Record>),
}

pub fn meaning(store: &(impl Dataset + Archive), noun: Noun, written: &str) -> Result<Meaning, Error> {
    Ok(match called(store, Some(noun), written)? {
        Called::One(record) => Meaning::One(record),
        Called::Several(records) => Meaning::Several(records),
        Called::None => {
            let heir = match noun {
                Noun::Stories => successor(store, written)?,
                Noun::Events => moved(store, written)?,
                _ => None,
            };
            match heir {
                Some((record, line)) => Meaning::Moved(record, line),
                None => Meaning::None(nearest(store, Some(noun), written)?),
            }
        }
    })
}

/// How many that begin so are looked at.
const MOST: usize = 6;
/// How many are named where it is not clear which one is meant.
pub(super) const NAMED: usize = 3;

/// The number that an event has in tables of codebooks, where ids are numbers: the 48 bits of its own id. "SDN102684935588404" has the country
/// before it.
pub fn number_of_event(id: &str) -> Option<u64> {
    let digits = id.strip_prefix("e-").filter(|digits| digits.len() == 12)?;
    u64::from_str_radix(digits, 16).ok()
}

/// The id of the event that a row of such a table is of.
fn event_of_row(id: &str) -> Option<String> {
    let number = id.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
    let is_row = matches!(id.len() - number.len(), 0 | 3)
        && number.len() > 9
        && number.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = number.parse().ok().filter(|number| is_row && *number < 1 << 48)?;
    Some(format!("e-{number:012x}"))
}

/// The record of an id, its beginning or its file; of one noun, where one is given.
pub fn called(store: &impl Dataset, noun: Option<Noun>, id: &str) -> Result<Called, Error> {
    let id = id.trim();
    let of_row = event_of_row(id);
    let id = of_row.as_deref().unwrap_or(id);
    let mut found: Vec<Record> = match id {
        "" => Vec::new(),
        id => store.records(id, MOST)?.into_iter().filter(|record| is_of(record, noun)).collect(),
    };
    if let Some(at) = found.iter().position(|record| record.id == id) {
        return Ok(Called::One(found.swap_remove(at)));
    }
    if found.is_empty() && !id.is_empty() && is_one_of(noun, Noun::Pages) {
        found = store.records_of_file(id, MOST)?;
    }
    Ok(match found.len() {
        0 => Called::None,
        1 => Called::One(found.remove(0)),
        _ => Called::Several(found),
    })
}

pub(super) fn is_of(record: &Record, noun: Option<Noun>) -> bool {
    noun.is_none_or(|noun| record.noun == noun)
}

/// The record that is meant: by its id, the id of a story that is gone or of an event that is and of which somebody said something, or, where no noun or that of events is given, by words of an event.
/// What else a person should know is told to the listener.
pub fn record(
    store: &(impl Dataset + Archive),
    noun: Option<Noun>,
    written: &str,
    listener: &dyn Listener,
) -> Result<Record, Error> {
    if let Some(record) = by_id(store, noun, written)? {
        return Ok(record);
    }
    if is_one_of(noun, Noun::Stories)
        && let Some((record, line)) = successor(store, written)?
    {
        listener.hear(&line);
        return Ok(record);
    }
    if is_one_of(noun, Noun::Events)
        && let Some((record, line)) = moved(store, written)?
    {
        listener.hear(&line);
        return Ok(record);
    }
    if is_one_of(noun, Noun::Events)
        && let Some(row) = by_words(store, &Query::of_words(written), listener)?
    {
        return Ok(Record { noun: Noun::Events, id: row.id, title: row.summary });
    }
    Err(missing(store, noun, written)?)
}

fn is_one_of(noun: Option<Noun>, of: Noun) -> bool {
    noun.is_none_or(|noun| noun == of)
}

/// The event that is meant by an id, its beginning, or words; where no event has all of these, the one of the page that tells most
/// with them.
pub fn meant(store: &impl Dataset, query: &Query, listener: &dyn Listener) -> Result<Event, Error> {
    let noun = Some(Noun::Events);
    let id = match by_id(store, noun, query.words())? {
        Some(record) => Some(record.id),
        None => by_words(store, query, listener)?.map(|row| row.id),
    };
    if let Some(id) = id
        && let Some(event) = store.event(&id)?
    {
        return Ok(event);
    }
    if let Some((event, page)) = of_page(store, query)? {
        listener.hear(&format!("no event has all these words; this one is told by {page}, which has"));
        return Ok(event);
    }
    Err(missing(store, noun, query.words())?)
}

/// The event of an id or its beginning, never of words: for those who change what they name.
pub(crate) fn event_of_id(store: &impl Dataset, written: &str) -> Result<Event, Error> {
    let noun = Some(Noun::Events);
    let record = by_id(store, noun, written)?;
    let event = record.map(|record| store.event(&record.id)).transpose()?.flatten();
    event.map_or_else(|| Err(missing(store, noun, written)?), Ok)
}

fn by_id(store: &impl Dataset, noun: Option<Noun>, written: &str) -> Result<Option<Record>, Error> {
    let what = noun.map_or("record", word);
    match called(store, noun, written)? {
        Called::One(record) => Ok(Some(record)),
        Called::None => Ok(None),
        Called::Several(records) if records.iter().all(|record| !record.id.starts_with(written)) => {
            Err(Error::Missing(format!("document {written}: this file holds more than one; give the id of a record")))
        }
        Called::Several(records) => {
            let named: Vec<String> = records.iter().take(NAMED).map(named).collect();
            Err(Error::Missing(format!(
                "{what} {written}: more than one begins so; give more of the id: {}",
                named.join(", ")
            )))
        }
    }
}

/// The event that has all the words, if it is clear which one is meant: the only one, or the one that most articles tell.
fn by_words(store: &impl Dataset, query: &Query, listener: &dyn Listener) -> Result<Option<EventRow>, Error> {
    if !query.words().chars().any(char::is_alphanumeric) {
        return Ok(None);
    }
    let asked = Asked { sort: Some(Sort::Articles), limit: Some(1 + NAMED), ..query.asked(Noun::Events, store)? };
    let Found { mut rows, total } = store.events(&asked)?;
    let named = |rows: &[EventRow]| {
        let named = |row: &EventRow| format!("{} ({})", row.id, one_line(&row.summary, 60));
        rows.iter().take(NAMED).map(named).collect::<Vec<_>>().join(", ")
    };
    match &rows[..] {
        [] => return Ok(None),
        [_] => {}
        [first, second, ..] if first.articles > second.articles => {
            listener.hear(&format!("{total} events have these words; others are {}", named(&rows[1..])));
        }
        _ => {
            let line = format!("{}: {total} events have these words; give an id: {}", query.words(), named(&rows));
            return Err(Error::Missing(line));
        }
    }
    Ok(Some(rows.remove(0)))
}

fn word(noun: Noun) -> &'static str {
    match noun {
        Noun::Events => "event",
        Noun::Stories => "story",
        _ => "document",
    }
}

fn named(Record { noun, id, title }: &Record) -> String {
    if title.is_empty() {
        format!("{} {id}", word(*noun))
    } else {
        format!("{} {id} (“{}”)", word(*noun), one_line(title, 70))
    }
}

/// That there is no such record, with those that are nearest.
fn missing(store: &impl Dataset, noun: Option<Noun>, written: &str) -> Result<Error, Error> {
    let what = noun.map_or("record", word);
    let nearest: Vec<String> = nearest(store, noun, written)?.iter().map(named).collect();
    let way_out = match nearest.is_empty() {
        true => "; `stemma ls` and `stemma search` name what there is".to_owned(),
        false => format!("; nearest: {}", nearest.join(", ")),
    };
    Ok(Error::Missing(format!("{what} {written}: there is none in this store{way_out}")))
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

/// Words of a text that say something.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| word.chars().count() > 2)
}
