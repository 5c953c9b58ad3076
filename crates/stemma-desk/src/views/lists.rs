//! Lists: rows by what is asked.

use serde::Serialize;
use stemma::model::Control;
use stemma_export::{Listed, Placed};
use stemma_store::{Asked, Dataset, Found, Noun, Sqlite};
use stemma_workspace::ask::{self, Query};

use super::Asking;
use crate::address::Format;
use crate::answer::{Linked, List, Shown, json};
use crate::fault::Fault;
use crate::plain::Plain;

/// Rows that are sent where nobody says how many, and the most that one answer has; tables for programs have all.
const USUAL: usize = 100;
const MOST: usize = 1000;
/// Rows on a page without script.
const ON_A_PAGE: usize = 50;

impl Asking<'_> {
    /// What the address asks; events on a page are those that are told as happened unless it says otherwise.
    pub fn query(&self) -> Result<Query, Fault> {
        let mut query = self.address.query()?;
        if self.address.format == Format::Html && self.is_of_events() && self.address.value("told").is_none() {
            query.set("told", "happened")?;
        }
        Ok(query)
    }

    fn is_of_events(&self) -> bool {
        matches!(self.address.path.first().map(String::as_str), None | Some("events" | "review"))
    }

    pub fn asked(&self, query: &Query, noun: Noun) -> Result<Asked, Fault> {
        let mut asked = query.asked(noun, self.store)?;
        asked.limit = match self.address.format {
            Format::Html => Some(ON_A_PAGE),
            Format::Json => Some(asked.limit.unwrap_or(USUAL).min(MOST)),
            // All of them, also where 0 says so as on a command line.
            Format::Csv | Format::GeoJson => asked.limit.filter(|limit| *limit > 0),
        };
        Ok(asked)
    }

    fn list<R: Listed + Linked + Placed>(
        &self,
        noun: Noun,
        query: &Query,
        find: fn(&Sqlite, &Asked) -> Result<Found<R>, stemma_store::Error>,
    ) -> Result<List<R>, Fault> {
        let asked = self.asked(query, noun)?;
        let mut list = List::of(find(self.store, &asked)?, asked.skip, noun.name());
        if query.is_narrow() {
            list.all = find(self.store, &Asked { limit: Some(0), ..Asked::default() })?.total;
        }
        list.reaching = ask::reaching(self.store, noun, &asked)?;
        list.stamp = self.stamp.clone();
        Ok(list)
    }
}

pub fn events(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    listed_events(asking, &asking.query()?)
}

/// What nobody checked, that first where harm times doubt is greatest.
pub fn review(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    let mut query = asking.query()?;
    if asking.address.value("checked").is_none() {
        query.set("checked", "no")?;
    }
    query.sort.get_or_insert("doubt".into());
    listed_events(asking, &query)
}

fn listed_events(asking: &Asking<'_>, query: &Query) -> Result<Box<dyn Shown>, Fault> {
    let mut list = asking.list(Noun::Events, query, Sqlite::events)?;
    let lacking = |what: &str| -> Result<u64, Fault> {
        let mut query = query.clone();
        query.set("lacks", what)?;
        let asked = Asked { limit: Some(0), skip: 0, ..query.asked(Noun::Events, asking.store)? };
        Ok(asking.store.events(&asked)?.total)
    };
    (list.unplaced, list.undated) = (Some(lacking("place")?), Some(lacking("day")?));
    Ok(Box::new(list))
}

pub fn stories(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Box::new(asking.list(Noun::Stories, &asking.query()?, Sqlite::stories)?))
}

pub fn pages(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Box::new(asking.list(Noun::Pages, &asking.query()?, Sqlite::pages)?))
}

pub fn places(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Box::new(asking.list(Noun::Places, &asking.query()?, Sqlite::places)?))
}

pub fn sources(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Box::new(asking.list(Noun::Sources, &asking.query()?, Sqlite::sources)?))
}

pub fn actors(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Box::new(asking.list(Noun::Actors, &asking.query()?, Sqlite::actors)?))
}

pub fn claims(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Box::new(asking.list(Noun::Claims, &asking.query()?, Sqlite::claims)?))
}

/// Data that has no other form than JSON.
pub struct Data(pub Vec<u8>);

impl Data {
    pub fn of(value: &impl Serialize) -> Box<dyn Shown> {
        Box::new(Data(json(value)))
    }
}

impl Shown for Data {
    fn json(&self) -> Vec<u8> {
        self.0.clone()
    }

    fn plain(&self) -> Plain {
        Plain::default()
    }
}

#[derive(Serialize)]
struct Stamped<T> {
    #[serde(flatten)]
    found: T,
    stamp: String,
}

/// With the sign of the store.
pub fn stamped(asking: &Asking<'_>, found: impl Serialize) -> Box<dyn Shown> {
    Data::of(&Stamped { found, stamp: asking.stamp.clone() })
}

pub fn facets(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    let asked = asking.query()?.asked(Noun::Events, asking.store)?;
    Ok(stamped(asking, asking.store.facets(&asked)?))
}

pub fn spots(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    let asked = asking.query()?.asked(Noun::Events, asking.store)?;
    Ok(stamped(asking, asking.store.spots(&asked)?))
}

pub fn controls(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct Controls {
        rows: Vec<Control>,
        total: u64,
    }
    let asked = asking.asked(&asking.query()?, Noun::Places)?;
    let Found { rows, total } = asking.store.controls(&asked)?;
    Ok(stamped(asking, Controls { rows, total }))
}
