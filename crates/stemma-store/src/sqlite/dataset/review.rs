//! What people say of events, put into the rows: in the same commit in which a fix is added or an event is filed.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use stemma::fuse::review;
use stemma::model::{Checked, Event, Fix};

use super::filing;
use super::terms::Terms;
use crate::error::is_damage;
use crate::filed::{packed, unpacked};

/// An event in its row.
struct Filed {
    story: String,
    rank: u8,
    /// As the program read it.
    event: Event,
}

/// Puts the fixes on the events that are told in some documents, and on all others that these fixes may speak of.
pub(in crate::sqlite) fn settle<'d>(
    transaction: &Transaction<'_>,
    documents: impl IntoIterator<Item = &'d str>,
) -> rusqlite::Result<()> {
    let mut fixes: BTreeMap<i64, Fix> = BTreeMap::new();
    let mut events: BTreeMap<i64, Filed> = BTreeMap::new();
    let (mut seen, mut looked): (BTreeSet<String>, BTreeSet<String>) = (BTreeSet::new(), BTreeSet::new());
    let mut open: Vec<String> = documents.into_iter().map(str::to_owned).collect();
    // Every fix is put on the event that most speaks for among all that its words tell, and every event has all its fixes: so the
    // documents are followed from one to the other until nothing is new. Each record is read once.
    while let Some(document) = open.pop() {
        if seen.contains(&document) {
            continue;
        }
        for number in numbers(transaction, "SELECT fix FROM fix_pages WHERE page = ?1", &document)? {
            if fixes.contains_key(&number) {
                continue;
            }
            let fix = match super::super::fixes::at(transaction, number) {
                Ok(Some(fix)) => fix,
                Ok(None) => continue,
                // What is damaged is left out wherever fixes are read, and named there.
                Err(error) if is_damage(&error) => continue,
                Err(error) => return Err(error),
            };
            for page in fix.words.iter().map(|quote| &quote.doc).filter(|page| looked.insert((*page).clone())) {
                for number in numbers(transaction, "SELECT event FROM event_pages WHERE page = ?1", page)? {
                    if events.contains_key(&number) {
                        continue;
                    }
                    let filed = event(transaction, number)?;
                    let told_in = filed.event.mentions.iter().map(|mention| &mention.doc);
                    open.extend(told_in.filter(|page| !seen.contains(*page)).cloned());
                    events.insert(number, filed);
                }
                open.push(page.clone());
            }
            fixes.insert(number, fix);
        }
        seen.insert(document);
    }
    if fixes.is_empty() {
        return Ok(());
    }
    let fixes: Vec<Fix> = fixes.into_values().collect();
    let mut stands: Vec<Event> = events.values().map(|filed| filed.event.clone()).collect();
    review::apply(stands.iter_mut(), &fixes);
    let (mut stories, mut pages, mut terms) = (BTreeSet::new(), BTreeSet::new(), Terms::default());
    for ((number, filed), stands) in events.iter().zip(&stands) {
        write(transaction, &mut terms, *number, filed, stands)?;
        stories.insert(filed.story.as_str());
        pages.extend(stands.mentions.iter().map(|mention| mention.doc.as_str()));
    }
    filing::count(transaction, stories, pages)
}

fn numbers(connection: &Connection, query: &str, page: &str) -> rusqlite::Result<Vec<i64>> {
    connection.prepare_cached(query)?.query_map([page], |row| row.get(0))?.collect()
}

fn event(connection: &Connection, number: i64) -> rusqlite::Result<Filed> {
    let query = "SELECT story, rank, record FROM events JOIN event_records ON event = number WHERE number = ?1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get::<_, u8>(1)?, row.get::<_, Vec<u8>>(2)?));
    let (story, rank, record) = connection.prepare_cached(query)?.query_row([number], read)?;
    Ok(Filed { story, rank: as_read(rank), event: unpacked(&record).map_err(broken)? })
}

fn broken(reason: String) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(0, rusqlite::types::Type::Blob, reason.into())
}

/// The rank of an event that was rejected.
const REJECTED: u8 = 2;

/// The rank that the program gave.
fn as_read(rank: u8) -> u8 {
    if rank > REJECTED { rank - REJECTED } else { rank }
}

fn write(
    transaction: &Transaction<'_>,
    terms: &mut Terms,
    number: i64,
    filed: &Filed,
    stands: &Event,
) -> rusqlite::Result<()> {
    let is_rejected = stands.checked() == Some(Checked::Rejected);
    let rank = filed.rank + if is_rejected { REJECTED } else { 0 };
    filing::replace(transaction, terms, number, stands, &filed.story, rank)?;
    let reviewed = stands.review.as_ref().map(|_| packed(stands));
    let update = "UPDATE event_records SET reviewed = ?2 WHERE event = ?1";
    transaction.prepare_cached(update)?.execute(params![number, reviewed]).map(|_| ())
}

/// How many events of the first rank there are, and of rejected ones, and of how many a person's word stands.
pub(super) fn counts(connection: &Connection) -> rusqlite::Result<(u64, u64)> {
    let names: Vec<&str> =
        Checked::ALL.iter().filter(|(checked, _)| checked.is_checked()).map(|(_, name)| *name).collect();
    let query = format!(
        "SELECT (SELECT count(*) FROM events WHERE rank IN (1, 3, 4)),
                (SELECT count(*) FROM events WHERE checked IN ('{}') AND +rank IN (1, 3, 4))",
        names.join("', '")
    );
    let counts: Option<(i64, i64)> =
        connection.prepare_cached(&query)?.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (events, checked) = counts.unwrap_or_default();
    Ok((checked as u64, events as u64))
}
