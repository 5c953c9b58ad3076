//! A table of others in another form.
//!
//! In its own form it comes out as it went in, cell for cell; between two ways of writing one codebook only the cells change that are written
//! otherwise. In another codebook its events are coded anew, as far as the table tells them; what its sidecar says besides is heeded.

use std::io::Write;

use stemma::lexicon::Lexicon;
use stemma::model::Event;

use super::writing::{broken, separated};
use super::{Beside, Coding, Foreign, Style, Told, Writing};
use crate::formats::Report;
use crate::{Fault, Output};

/// Writes a table as another codebook, or the same, has it.
pub fn convert(
    foreign: &mut Foreign,
    beside: &[Beside],
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
    let events = foreign.whole_events(beside, lexicon)?;
    let mut table = Writing::begin(to, output, lexicon)?;
    events.iter().try_for_each(|(_, event)| table.take(&Told::alone(event, lexicon)))?;
    table.end()
}

/// Writes the cells that another form of its codebook writes otherwise.
fn respell(foreign: &mut Foreign, to: &'static dyn Coding, lexicon: &Lexicon) {
    foreign.coding = to;
    for cells in &mut foreign.rows {
        for (head, cell) in foreign.heads.iter().zip(cells) {
            if let Some(written) = to.respell(head.trim(), cell.trim(), lexicon) {
                *cell = written;
            }
        }
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
    let has_breaks = foreign.rows.iter().flatten().any(|cell| cell.contains(['\t', '\n']));
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

/// The events of a table, with what its sidecar says.
pub fn events(foreign: &mut Foreign, beside: &[Beside], lexicon: &Lexicon) -> Result<Vec<Event>, Fault> {
    Ok(foreign.whole_events(beside, lexicon)?.into_iter().map(|(_, event)| event).collect())
}
