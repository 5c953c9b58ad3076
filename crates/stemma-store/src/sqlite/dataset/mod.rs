//! The dataset in tables that can be asked: rows are filed with the document or the chapter that they are made of, and read one by one
//! or by what is asked.

mod ask;
mod conditions;
pub(super) mod control;
mod facets;
pub(super) mod filing;
mod one;
pub(super) mod review;
mod seen;
mod spots;
mod terms;

use std::ops::ControlFlow;

use rusqlite::Connection;
use rusqlite::functions::{Aggregate, Context, FunctionFlags};
use stemma::model::{Assertion, Claim, Contradiction, Control, Event, Story, kilometres};

use super::Sqlite;
use crate::asked::{Asked, Found, Sort};
use crate::dataset::{Dataset, Record};
use crate::error::Error;
use crate::overview::{Facets, Spots};
use crate::rows::{ActorRow, ClaimRow, CopyRow, EventRow, PageRow, PlaceRow, SourceRow, StoryRow, plain_key};

/// What queries ask of the engine.
pub(super) fn functions(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("urgency", 7, flags, |values| {
        Ok(stemma::fuse::review::urgency(&stemma::fuse::review::Doubts {
            killed: values.get(0)?,
            confidence: values.get(1)?,
            disagreements: values.get(2)?,
            origins: values.get(3)?,
            has_day: values.get::<Option<bool>>(4)?.unwrap_or(false),
            has_point: values.get(5)?,
            happened: values.get::<String>(6)? == conditions::assertion(Assertion::Asserted),
        }))
    })?;
    connection.create_scalar_function("kilometres", 4, flags, |values| {
        let point = |at: usize| -> rusqlite::Result<Option<(f64, f64)>> {
            Ok(values.get::<Option<f64>>(at)?.zip(values.get::<Option<f64>>(at + 1)?))
        };
        Ok(point(0)?.zip(point(2)?).map(|(a, b)| kilometres(a, b)))
    })?;
    connection.create_aggregate_function("median", 1, flags, Median)?;
    // By which names are put in order: without case and accents.
    connection.create_scalar_function("plain", 1, flags, |values| {
        Ok(values.get::<Option<String>>(0)?.map(|name| plain_key(&name)))
    })
}

/// The number in the middle of all that are known; of two, the mean.
struct Median;

impl Aggregate<Vec<f64>, Option<f64>> for Median {
    fn init(&self, _: &mut Context<'_>) -> rusqlite::Result<Vec<f64>> {
        Ok(Vec::new())
    }

    fn step(&self, values: &mut Context<'_>, known: &mut Vec<f64>) -> rusqlite::Result<()> {
        known.extend(values.get::<Option<f64>>(0)?);
        Ok(())
    }

    fn finalize(&self, _: &mut Context<'_>, known: Option<Vec<f64>>) -> rusqlite::Result<Option<f64>> {
        let mut known = known.unwrap_or_default();
        known.sort_by(f64::total_cmp);
        let middle = known.len() / 2;
        Ok(match known.len() % 2 {
            _ if known.is_empty() => None,
            1 => Some(known[middle]),
            _ => Some((known[middle - 1] + known[middle]) / 2.0),
        })
    }
}

impl Dataset for Sqlite {
    fn events(&self, asked: &Asked) -> Result<Found<EventRow>, Error> {
        ask::rows(&self.connection, asked).map_err(self.failed())
    }

    fn stories(&self, asked: &Asked) -> Result<Found<StoryRow>, Error> {
        ask::rows(&self.connection, asked).map_err(self.failed())
    }

    fn pages(&self, asked: &Asked) -> Result<Found<PageRow>, Error> {
        ask::rows(&self.connection, asked).map_err(self.failed())
    }

    fn claims(&self, asked: &Asked) -> Result<Found<ClaimRow>, Error> {
        ask::rows(&self.connection, asked).map_err(self.failed())
    }

    fn actors(&self, asked: &Asked) -> Result<Found<ActorRow>, Error> {
        let is_by_name = asked.sort == Some(Sort::Name);
        // By the names that are shown, which are known once all are read.
        let all = Asked { limit: None, skip: 0, ..asked.clone() };
        let mut found = ask::rows(&self.connection, if is_by_name { &all } else { asked }).map_err(self.failed())?;
        one::usual_names(&self.connection, &mut found.rows).map_err(self.failed())?;
        if is_by_name {
            found.rows.sort_by_cached_key(|row| (plain_key(&row.name), row.name.clone()));
            if asked.reverse {
                found.rows.reverse();
            }
            found.rows = found.rows.into_iter().skip(asked.skip).take(asked.limit.unwrap_or(usize::MAX)).collect();
        }
        Ok(found)
    }

    fn places(&self, asked: &Asked) -> Result<Found<PlaceRow>, Error> {
        ask::rows(&self.connection, asked).map_err(self.failed())
    }

    fn sources(&self, asked: &Asked) -> Result<Found<SourceRow>, Error> {
        ask::sources(&self.connection, asked).map_err(self.failed())
    }

    fn each_event(&self, asked: &Asked, take: &mut dyn FnMut(EventRow) -> ControlFlow<()>) -> Result<(), Error> {
        ask::each(&self.connection, asked, take).map_err(self.failed())
    }

    fn each_story(&self, asked: &Asked, take: &mut dyn FnMut(StoryRow) -> ControlFlow<()>) -> Result<(), Error> {
        ask::each(&self.connection, asked, take).map_err(self.failed())
    }

    fn each_page(&self, asked: &Asked, take: &mut dyn FnMut(PageRow) -> ControlFlow<()>) -> Result<(), Error> {
        ask::each(&self.connection, asked, take).map_err(self.failed())
    }

    fn each_claim(&self, asked: &Asked, take: &mut dyn FnMut(ClaimRow) -> ControlFlow<()>) -> Result<(), Error> {
        ask::each(&self.connection, asked, take).map_err(self.failed())
    }

    fn facets(&self, asked: &Asked) -> Result<Facets, Error> {
        facets::facets(&self.connection, asked).map_err(self.failed())
    }

    fn spots(&self, asked: &Asked) -> Result<Spots, Error> {
        spots::spots(&self.connection, asked).map_err(self.failed())
    }

    fn controls(&self, asked: &Asked) -> Result<Found<Control>, Error> {
        control::found(&self.connection, asked).map_err(self.failed())
    }

    fn checked(&self) -> Result<(u64, u64), Error> {
        review::counts(&self.connection).map_err(self.failed())
    }

    fn reviewed(&self) -> Result<Vec<Event>, Error> {
        let records = one::reviewed(&self.connection).map_err(self.failed())?;
        records.into_iter().map(|(id, record)| self.unpacked("event", &id, &record)).collect()
    }

    fn kinds(&self) -> Result<Vec<String>, Error> {
        one::kinds(&self.connection).map_err(self.failed())
    }

    fn search(&self, asked: &Asked) -> Result<Found<PageRow>, Error> {
        ask::search(&self.connection, asked).map_err(self.failed())
    }

    fn event(&self, id: &str) -> Result<Option<Event>, Error> {
        let record = one::event(&self.connection, id).map_err(self.failed())?;
        record.map(|record| self.unpacked("event", id, &record)).transpose()
    }

    fn is_second_rank(&self, id: &str) -> Result<bool, Error> {
        one::is_second_rank(&self.connection, id).map_err(self.failed())
    }

    fn events_of_page(&self, page: &str) -> Result<Vec<Event>, Error> {
        let records = one::events_of_page(&self.connection, page).map_err(self.failed())?;
        records.into_iter().map(|(id, record)| self.unpacked("event", &id, &record)).collect()
    }

    fn story(&self, id: &str) -> Result<Option<Story>, Error> {
        one::story(&self.connection, id).map_err(self.failed())
    }

    fn pages_of(&self, ids: &[&str]) -> Result<Vec<PageRow>, Error> {
        ask::rows_of(&self.connection, ids).map_err(self.failed())
    }

    fn events_of(&self, ids: &[&str]) -> Result<Vec<EventRow>, Error> {
        ask::rows_of(&self.connection, ids).map_err(self.failed())
    }

    fn claims_of(&self, event: &str) -> Result<Vec<Claim>, Error> {
        one::claims_of(&self.connection, event).map_err(self.failed())
    }

    fn contradictions(&self, ids: &[String]) -> Result<Vec<Contradiction>, Error> {
        let mut found = Vec::new();
        for id in ids {
            found.extend(one::contradiction(&self.connection, id).map_err(self.failed())?);
        }
        self.unpack_contradictions(found)
    }

    fn contradictions_of(&self, story: &str) -> Result<Vec<Contradiction>, Error> {
        self.unpack_contradictions(one::contradictions_of(&self.connection, story).map_err(self.failed())?)
    }

    fn copies_of(&self, story: &str) -> Result<Vec<CopyRow>, Error> {
        one::copies_of(&self.connection, story).map_err(self.failed())
    }

    fn records(&self, beginning: &str, most: usize) -> Result<Vec<Record>, Error> {
        one::records(&self.connection, beginning, most).map_err(self.failed())
    }

    fn records_of_file(&self, name: &str, most: usize) -> Result<Vec<Record>, Error> {
        one::records_of_file(&self.connection, name, most).map_err(self.failed())
    }

    fn vocabulary(&self, beginning: &str) -> Result<Vec<(String, u64)>, Error> {
        one::vocabulary(&self.connection, beginning).map_err(self.failed())
    }
}

impl Sqlite {
    fn unpacked<T: serde::de::DeserializeOwned>(&self, what: &str, id: &str, record: &[u8]) -> Result<T, Error> {
        crate::filed::unpacked(record).map_err(|reason| self.damaged(&format!("{what} {id}"), reason))
    }

    fn unpack_contradictions(&self, rows: Vec<(String, Vec<u8>)>) -> Result<Vec<Contradiction>, Error> {
        let mut found: Vec<Contradiction> = rows
            .into_iter()
            .map(|(id, record)| self.unpacked("contradiction", &id, &record))
            .collect::<Result<_, _>>()?;
        found.sort_by(|a, b| a.id.cmp(&b.id));
        found.dedup_by(|a, b| a.id == b.id);
        Ok(found)
    }
}
