//! A table of others in another form.
//!
//! In its own form it comes out as it went in, cell for cell; between two ways of writing one codebook only the cells change that are written
//! otherwise. In another codebook its events are coded anew, as far as the table tells them; what its sidecar says besides is heeded.

use std::io::{self, Write};

use serde::Serializer as _;
use serde::ser::SerializeSeq;
use stemma::lexicon::Lexicon;

use super::writing::{broken, separated};
use super::{Coding, Foreign, Sidecar, Style, Told, Writing};
use crate::formats::Report;
use crate::harmless::Harmless;
use crate::{Fault, Output, event};

/// Writes a table as another codebook, or the same, has it.
pub fn convert(
    foreign: &mut Foreign,
    beside: &Sidecar,
    to: &'static dyn Coding,
    output: &mut Output,
    lexicon: &Lexicon,
) -> Result<Report, Fault> {
    let from = foreign.coding.book();
    if from.is_kin_of(to.book()) {
        if from.name != to.book().name {
            respell(foreign, to, lexicon);
        }
        return verbatim(foreign, output);
    }
    let mut table = Writing::begin(to, output, lexicon)?;
    foreign.each(beside, lexicon, &mut |_, event| table.take(&Told::alone(&event, lexicon)))?;
    table.end()
}

/// Writes the cells that another form of its codebook writes otherwise.
fn respell(foreign: &mut Foreign, to: &'static dyn Coding, lexicon: &Lexicon) {
    foreign.coding = to;
    for cells in &mut foreign.rows {
        let heads = foreign.heads.iter().map(Some).chain(std::iter::repeat(None));
        let spelt = |(cell, head): (&str, Option<&String>)| {
            let written = head.and_then(|head| to.respell(head.trim(), cell.trim(), lexicon));
            written.unwrap_or_else(|| cell.to_owned())
        };
        *cells = cells.iter().zip(heads).map(spelt).collect::<Vec<_>>().into();
    }
}

/// All cells, as they were read. No sign is put before what a spreadsheet would reckon: that would be another cell.
fn verbatim(foreign: &Foreign, output: &mut Output) -> Result<Report, Fault> {
    let book = foreign.coding.book();
    let mut out = output.open(book.file)?;
    let written = |rows: usize| Ok(Report { written: rows as u64, ..Report::default() });
    if book.style == Style::JsonLines {
        for object in &foreign.objects {
            out.write_all(object.as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        return written(foreign.objects.len());
    }
    // Where a cell goes over several lines, tabs alone do not part them.
    let has_breaks = foreign.rows.iter().flat_map(|cells| cells.iter()).any(|cell: &str| cell.contains(['\t', '\n']));
    let by_tabs = if has_breaks { csv::QuoteStyle::Necessary } else { csv::QuoteStyle::Never };
    let mut writer = separated(book.style, by_tabs).flexible(true).from_writer(out);
    if foreign.has_head() {
        writer.write_record(&foreign.heads).map_err(broken)?;
    }
    for cells in &foreign.rows {
        writer.write_record(cells).map_err(broken)?;
    }
    writer.flush()?;
    written(foreign.rows.len())
}

/// Writes the events of a table, with what its sidecar says, as one array of JSON.
pub fn events(foreign: &mut Foreign, beside: &Sidecar, output: &mut Output, lexicon: &Lexicon) -> Result<(), Fault> {
    let mut out = output.open("events.json")?;
    let mut to = serde_json::Serializer::with_formatter(&mut out, Harmless::pretty());
    let mut list = to.serialize_seq(None).map_err(io::Error::from)?;
    foreign
        .each(beside, lexicon, &mut |_, read| Ok(list.serialize_element(&event(&read)).map_err(io::Error::from)?))?;
    list.end().map_err(io::Error::from)?;
    out.write_all(
        b"
",
    )?;
    Ok(out.flush()?)
}
