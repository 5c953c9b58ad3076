//! Views: what is shown at which address. Each asks the workspace, and gives what it found in whatever format is asked for.

mod about;
mod lists;
mod pages;
mod records;
mod search;

use stemma_store::{Noun, Record, Sqlite};
use stemma_workspace::ask::{self, Meaning};
use stemma_workspace::live::Live;

use crate::address::{self, Address, Format};
use crate::answer::{self, Answer, Shown};
use crate::fault::Fault;
use crate::plain::{Cell, Plain, Table};

/// What is at an address.
pub enum Found {
    Answer(Answer),
    /// The same at another address.
    Elsewhere(String),
    /// The original bytes of a page.
    Original {
        name: String,
        bytes: Vec<u8>,
    },
}

/// A view.
pub struct View {
    /// The parts of its path; `{id}` stands for the id of a record.
    pub path: &'static [&'static str],
    pub summary: &'static str,
    /// The name of what it answers as JSON, in `schemas.json`.
    pub schema: &'static str,
    /// What may be asked of it.
    pub takes: Takes,
    /// Whether it is another one when the store is.
    pub is_of_store: bool,
    pub formats: &'static [Format],
    show: fn(&Asking<'_>) -> Result<Box<dyn Shown>, Fault>,
}

/// What may stand in the query of a view.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Takes {
    /// Every condition of `stemma ls`.
    Query(Noun),
    /// These names, all of which must be there.
    Names(&'static [&'static str]),
    Nothing,
}

/// What a view is asked.
pub struct Asking<'a> {
    pub live: &'a Live,
    pub store: &'a Sqlite,
    pub address: &'a Address,
    /// The record that its path names.
    pub id: &'a str,
    /// The sign of the store as it is now.
    pub stamp: String,
}

const ALL: &[Format] = &[Format::Html, Format::Json, Format::Csv, Format::GeoJson];
const TABLES: &[Format] = &[Format::Html, Format::Json, Format::Csv];
const RECORDS: &[Format] = &[Format::Html, Format::Json];
const DATA: &[Format] = &[Format::Json];

/// Every view.
pub static VIEWS: &[View] = &[
    View {
        path: &["events"],
        summary: "Events, by what is asked",
        schema: "Events",
        takes: Takes::Query(Noun::Events),
        is_of_store: true,
        formats: ALL,
        show: lists::events,
    },
    View {
        path: &["events", "facets"],
        summary: "What a query of events could be narrowed to, with counts, and its events by day",
        schema: "Facets",
        takes: Takes::Query(Noun::Events),
        is_of_store: true,
        formats: DATA,
        show: lists::facets,
    },
    View {
        path: &["events", "spots"],
        summary: "The events of a query on a map: spots, and areas of which no spot is known",
        schema: "Spots",
        takes: Takes::Query(Noun::Events),
        is_of_store: true,
        formats: DATA,
        show: lists::spots,
    },
    View {
        path: &["events", "{id}"],
        summary: "An event, who told it, and where they disagree",
        schema: "EventRecord",
        takes: Takes::Nothing,
        is_of_store: true,
        formats: ALL,
        show: records::event,
    },
    View {
        path: &["stories"],
        summary: "Stories: pages that tell the same happenings",
        schema: "Stories",
        takes: Takes::Query(Noun::Stories),
        is_of_store: true,
        formats: TABLES,
        show: lists::stories,
    },
    View {
        path: &["stories", "{id}"],
        summary: "A story, its family tree, and what it tells",
        schema: "StoryRecord",
        takes: Takes::Nothing,
        is_of_store: true,
        formats: ALL,
        show: records::story,
    },
    View {
        path: &["pages"],
        summary: "Pages",
        schema: "Pages",
        takes: Takes::Query(Noun::Pages),
        is_of_store: true,
        formats: TABLES,
        show: lists::pages,
    },
    View {
        path: &["pages", "{id}"],
        summary: "A page: its text, what was read in it, whom it copies",
        schema: "PageRecord",
        takes: Takes::Nothing,
        is_of_store: true,
        formats: ALL,
        show: pages::page,
    },
    View {
        path: &["compare"],
        summary: "Two pages side by side",
        schema: "Compare",
        takes: Takes::Names(&["a", "b"]),
        is_of_store: true,
        formats: RECORDS,
        show: pages::compare,
    },
    View {
        path: &["places"],
        summary: "Places of events",
        schema: "Places",
        takes: Takes::Query(Noun::Places),
        is_of_store: true,
        formats: ALL,
        show: lists::places,
    },
    View {
        path: &["places", "control"],
        summary: "Who held which place when, from cited words",
        schema: "Controls",
        takes: Takes::Query(Noun::Places),
        is_of_store: true,
        formats: DATA,
        show: lists::controls,
    },
    View {
        path: &["places", "nearest"],
        summary: "Places of the gazetteer that are called so",
        schema: "Nearest",
        takes: Takes::Names(&["q"]),
        is_of_store: false,
        formats: DATA,
        show: search::nearest,
    },
    View {
        path: &["places", "around"],
        summary: "Places of the gazetteer in a box of the map: first-level units, and towns, the largest first",
        schema: "Nearest",
        takes: Takes::Names(&["bbox"]),
        is_of_store: false,
        formats: DATA,
        show: search::around,
    },
    View {
        path: &["sources"],
        summary: "Outlets, and how they copy",
        schema: "Sources",
        takes: Takes::Query(Noun::Sources),
        is_of_store: true,
        formats: TABLES,
        show: lists::sources,
    },
    View {
        path: &["actors"],
        summary: "Those who act or suffer",
        schema: "Actors",
        takes: Takes::Query(Noun::Actors),
        is_of_store: true,
        formats: TABLES,
        show: lists::actors,
    },
    View {
        path: &["claims"],
        summary: "What somebody is said to have said",
        schema: "Claims",
        takes: Takes::Query(Noun::Claims),
        is_of_store: true,
        formats: TABLES,
        show: lists::claims,
    },
    View {
        path: &["search"],
        summary: "Pages with these words, and what is called so",
        schema: "Search",
        takes: Takes::Query(Noun::Pages),
        is_of_store: true,
        formats: TABLES,
        show: search::search,
    },
    View {
        path: &["fixes"],
        summary: "What people said of events",
        schema: "Fixes",
        takes: Takes::Nothing,
        is_of_store: true,
        formats: TABLES,
        show: records::fixes,
    },
    View {
        path: &["review"],
        summary: "What should be checked first",
        schema: "Events",
        takes: Takes::Query(Noun::Events),
        is_of_store: true,
        formats: ALL,
        show: lists::review,
    },
    View {
        path: &["intake"],
        summary: "How far the files are that were handed in",
        schema: "IntakeState",
        takes: Takes::Nothing,
        is_of_store: false,
        formats: RECORDS,
        show: about::intake,
    },
    View {
        path: &["formats"],
        summary: "Which files are taken for pages, by their names, and which are left out",
        schema: "FileNames",
        takes: Takes::Nothing,
        is_of_store: false,
        formats: DATA,
        show: about::formats,
    },
    View {
        path: &["about"],
        summary: "What the store holds, what the program is, and whose work it carries",
        schema: "About",
        takes: Takes::Nothing,
        is_of_store: true,
        formats: RECORDS,
        show: about::about,
    },
    View {
        path: &["openapi"],
        summary: "This description",
        schema: "",
        takes: Takes::Nothing,
        is_of_store: false,
        formats: DATA,
        show: about::openapi,
    },
];

/// The view of a path, and the id in it.
fn find(path: &[String]) -> Option<(&'static View, &str)> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    // The first screen.
    let path = if path.is_empty() { vec!["events"] } else { path };
    let fits = |view: &&View| {
        view.path.len() == path.len()
            && view.path.iter().zip(&path).all(|(part, given)| *part == "{id}" || part == given)
    };
    let view = VIEWS.iter().find(fits)?;
    let id = view.path.iter().zip(&path).find(|(part, _)| **part == "{id}").map_or("", |(_, id)| id);
    Some((view, id))
}

/// Whether what is at an address is the same as long as the store is.
pub fn is_of_store(address: &Address) -> bool {
    find(&address.path).is_some_and(|(view, _)| view.is_of_store)
}

/// What is at an address.
pub fn view(live: &Live, address: &Address) -> Result<Found, Fault> {
    let part = |at: usize| address.path.get(at).map(String::as_str);
    if let (Some("pages"), Some(id), Some("original"), 3) = (part(0), part(1), part(2), address.path.len()) {
        return live.read(|store| Ok(pages::original(store, id)))?;
    }
    let Some((view, id)) = find(&address.path) else {
        return Err(no_view(address));
    };
    if !view.formats.contains(&address.format) {
        let formats: Vec<&str> =
            view.formats.iter().map(|format| format.ending()).filter(|ending| !ending.is_empty()).collect();
        return Err(Fault::not_found(format!("this view has no such form; it has {}", formats.join(", "))));
    }
    live.read(|store| {
        let stamp = store.stamp()?;
        Ok(shown(&Asking { live, store, address, id, stamp }, view))
    })?
}

/// What is above an address may be a view, and have what was looked for.
fn no_view(address: &Address) -> Fault {
    let above = (1..address.path.len()).rev().map(|end| &address.path[..end]).find(|above| find(above).is_some());
    let there = match above {
        Some(above) => format!("/{} shows what there is", above.join("/")),
        None => "/ shows the events".to_owned(),
    };
    Fault::not_found(format!("/{}: no view is called so; {there}", address.path.join("/")))
}

fn shown(asking: &Asking<'_>, view: &View) -> Result<Found, Fault> {
    if let Some(to) = elsewhere(asking, view)? {
        return Ok(Found::Elsewhere(to));
    }
    let shown = (view.show)(asking)?;
    answer::answer(shown.as_ref(), asking.address).map(Found::Answer)
}

/// The whole address of a record whose id is cut short, or of what has the articles of one that is gone.
fn elsewhere(asking: &Asking<'_>, view: &View) -> Result<Option<String>, Fault> {
    let noun = match view.path {
        ["events", "{id}"] => Noun::Events,
        ["stories", "{id}"] => Noun::Stories,
        ["pages", "{id}"] => Noun::Pages,
        _ => return Ok(None),
    };
    let id = match ask::meaning(asking.store, noun, asking.id)? {
        Meaning::One(record) if record.id == asking.id => return Ok(None),
        Meaning::One(record) | Meaning::Moved(record, _) => record.id,
        Meaning::Several(nearest) => {
            let fault = Fault::not_found(format!("{}: more than one begins so; give more of the id", asking.id));
            return Err(Fault { nearest, ..fault });
        }
        Meaning::None(nearest) => {
            let fault = Fault::not_found(format!("{}: there is none of this name in this store", asking.id));
            return Err(Fault { nearest, ..fault });
        }
    };
    let Address { format, query, .. } = asking.address;
    Ok(Some(format!("/{}/{}{}{}", noun.name(), address::encoded(&id), format.ending(), address::written(query))))
}

/// The page of a refusal.
pub fn refusal(fault: &Fault) -> Plain {
    let row = |record: &Record| {
        let href = format!("/{}/{}", record.noun.name(), address::encoded(&record.id));
        vec![Cell { text: record.id.clone(), href: Some(href) }, Cell { text: record.title.clone(), href: None }]
    };
    let rows: Vec<Vec<Cell>> = fault.nearest.iter().map(row).collect();
    let heads = vec!["nearest".to_owned(), "title".to_owned()];
    Plain {
        title: "Not found".into(),
        lines: vec![fault.error.clone()],
        table: (!rows.is_empty()).then_some(Table { heads, rows }),
        ..Plain::default()
    }
}
