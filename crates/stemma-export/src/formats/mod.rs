//! Formats: what a store may be written as for other programs. Each is a module, and a line of [`FORMATS`].
//!
//! A format holds less than a store knows. What it cannot hold is listed with it and said after every export; what of the records could
//! not stand in it at all is counted with the reason.

pub mod coded;
mod linked;
mod maps;
pub mod readme;
pub mod redactions;
mod tidy;
mod viina;

use std::collections::BTreeMap;

use coded::{Coded, Coding};

use crate::{Fault, Output, Source};

/// A format.
pub trait Format: Sync {
    /// What it is asked for by.
    fn name(&self) -> &'static str;

    /// What it is, and who reads it, in a line.
    fn about(&self) -> &'static str;

    /// The file that it is written to in a folder; of several files, the first.
    fn file(&self) -> &'static str;

    /// Whether it is several files, which need a folder.
    fn is_several(&self) -> bool {
        false
    }

    /// Whether it is text, which may go to a stream.
    fn is_text(&self) -> bool {
        true
    }

    /// What a store knows and it cannot hold, a line each.
    fn loses(&self) -> &'static [&'static str];

    /// Its codebook, where it is one.
    fn coding(&self) -> Option<&'static dyn Coding> {
        None
    }

    /// Writes what is asked for. Of a codebook that is done by [`coded::write`], with all others in one pass.
    fn write(&self, _source: &Source<'_>, _output: &mut Output) -> Result<Report, Fault> {
        Err(Fault::Refused(format!("{}: nothing writes this format", self.name())))
    }
}

/// What became of the records.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub written: u64,
    /// How many could not stand in the format, by the reason.
    pub left_out: BTreeMap<String, u64>,
}

impl Report {
    pub fn leave_out(&mut self, reason: impl Into<String>) {
        *self.left_out.entry(reason.into()).or_default() += 1;
    }
}

/// Every format, in the order in which they are listed.
pub static FORMATS: &[&dyn Format] = &[
    &tidy::Csv,
    &tidy::Xlsx,
    #[cfg(feature = "parquet")]
    &tidy::Parquet,
    &maps::GeoJson,
    &maps::GeoPackage,
    #[cfg(feature = "parquet")]
    &maps::GeoParquet,
    &maps::Kml,
    &Coded(&coded::Acled { is_in_words: true }),
    &Coded(&coded::Acled { is_in_words: false }),
    &Coded(&coded::Ucdp),
    &Coded(&coded::Polecat),
    &Coded(&coded::Plover),
    &Coded(&coded::GdeltEvents),
    &Coded(&coded::GdeltMentions),
    &Coded(&coded::Airwars),
    &Coded(&coded::Hxl),
    &viina::Viina,
    &linked::Jsonld,
    &linked::Ftm,
    &linked::Graphml,
    &linked::Dot,
    &linked::Newick,
    &linked::Tei,
    &linked::Csl,
    &linked::Bibtex,
];

/// Writes several formats, and says what became of the records in each: codebooks in one pass over the events, all others by themselves.
pub fn write(formats: &[&'static dyn Format], source: &Source<'_>, output: &mut Output) -> Result<Vec<Report>, Fault> {
    let codings: Vec<_> = formats.iter().filter_map(|format| format.coding()).collect();
    let mut coded = coded::write(&codings, source, output)?.into_iter();
    let report = |format: &&'static dyn Format| match format.coding() {
        Some(_) => Ok(coded.next().unwrap_or_default()),
        None => format.write(source, output),
    };
    formats.iter().map(report).collect()
}

pub fn named(name: &str) -> Option<&'static dyn Format> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}
