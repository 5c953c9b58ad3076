//! What the store holds, what the program is, and how far it is with what was handed in.

use serde::Serialize;
use stemma_export::{CAUTION, pages};
use stemma_store::{Archive, Sqlite};
use stemma_workspace::ask::{self, CONDITIONS};
use stemma_workspace::engine;

use super::Asking;
use super::lists::Data;
use super::records::Shape;
use crate::answer::{Shown, json};
use crate::fault::Fault;
use crate::openapi;
use crate::plain::Plain;

/// What the pages of the desk are made with, and ship.
const PAGES: [(&str, &str, &str); 3] = [
    ("MapLibre GL JS", "BSD-3-Clause", "Maps drawn by MapLibre GL JS, © MapLibre contributors and Mapbox"),
    ("Preact", "MIT", "Pages by Preact, © Jason Miller"),
    ("topojson-client", "ISC", "Outlines read by topojson-client, © Michael Bostock"),
];

pub fn about(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    #[derive(Serialize)]
    struct About {
        program: &'static str,
        version: &'static str,
        store: String,
        caution: &'static str,
        documents: u64,
        stories: u64,
        events: u64,
        happened: u64,
        confirmed: u64,
        copies: u64,
        contradictions: u64,
        checked: Checked,
        lists: String,
        is_stale: bool,
        left_out: Vec<String>,
        conditions: Vec<Condition>,
        kinds: Vec<Kind>,
        licences: Vec<Licence>,
        stamp: String,
    }
    #[derive(Serialize)]
    struct Checked {
        done: u64,
        of: u64,
    }
    #[derive(Serialize)]
    struct Condition {
        name: &'static str,
        value: &'static str,
        help: &'static str,
        is_many: bool,
        values: &'static [&'static str],
    }
    #[derive(Serialize)]
    struct Kind {
        kind: String,
        label: String,
        plover: String,
        acled: Option<String>,
    }
    #[derive(Serialize)]
    struct Licence {
        name: String,
        license: String,
        attribution: String,
    }
    let standing = ask::standing(asking.store, asking.live.lists())?;
    let condition = |condition: &ask::Condition| Condition {
        name: condition.name,
        value: condition.value,
        help: condition.help,
        is_many: condition.is_many,
        values: condition.values,
    };
    let kind = |kind: ask::Kind| Kind {
        kind: kind.id,
        label: kind.label,
        plover: kind.plover.unwrap_or_default(),
        acled: kind.acled,
    };
    let licence =
        |source: ask::Source| Licence { name: source.name, license: source.licence, attribution: source.attribution };
    let of_pages = |(name, license, attribution): (&str, &str, &str)| Licence {
        name: name.to_owned(),
        license: license.to_owned(),
        attribution: attribution.to_owned(),
    };
    let about = About {
        program: "stemma",
        version: env!("CARGO_PKG_VERSION"),
        store: asking.live.path().display().to_string(),
        caution: CAUTION,
        documents: standing.documents,
        stories: standing.totals.stories,
        events: standing.totals.events,
        happened: standing.happened,
        confirmed: standing.confirmed,
        copies: standing.totals.copies,
        contradictions: standing.totals.contradictions,
        checked: Checked { done: standing.checked.0, of: standing.checked.1 },
        lists: standing.lists,
        is_stale: Sqlite::is_stale(asking.store)?,
        left_out: asking.live.left_out(),
        conditions: CONDITIONS.iter().map(condition).collect(),
        kinds: ask::kinds()?.into_iter().map(kind).collect(),
        licences: ask::sources()?.into_iter().map(licence).chain(PAGES.map(of_pages)).collect(),
        stamp: asking.stamp.clone(),
    };
    Ok(Box::new(Shape { json: json(&about), events: Vec::new(), title: "About".into(), text: pages::terms() }))
}

pub fn intake(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    struct Intake(Vec<u8>);
    impl Shown for Intake {
        fn json(&self) -> Vec<u8> {
            self.0.clone()
        }

        fn plain(&self) -> Plain {
            let line = "Files are handed in here where script runs; `stemma ingest` reads them without.".to_owned();
            Plain { title: "Add pages".into(), lines: vec![line], ..Plain::default() }
        }
    }
    Ok(Box::new(Intake(json(&asking.live.intake()))))
}

/// What names tell of files: the program's own list, for whoever chooses files in a browser.
pub fn formats(asking: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Data::of(&engine::files(asking.live.lists())?.file_names()))
}

pub fn openapi(_: &Asking<'_>) -> Result<Box<dyn Shown>, Fault> {
    Ok(Data::of(&openapi::description()))
}
