//! A table of others in another form.
//!
//! In its own form it comes out as it went in, cell for cell. In another one its events are coded anew, as far as the table tells them;
//! what its sidecar says besides is heeded.

use std::io::Write;

use stemma::lexicon::Lexicon;
use stemma::model::Event;

use super::{Beside, Coding, Foreign, Rows, SIDECAR, Style, Told, broken, put};
use crate::formats::Report;
use crate::{Fault, Output, harmless};

/// Writes a table as another codebook, or the same, has it.
pub fn convert(
    foreign: &mut Foreign,
    beside: &[Beside],
    to: &'static dyn Coding,
    output: &mut Output,
    lexicon: &Lexicon,
) -> Result<Report, Fault> {
    if foreign.coding.name() == to.name() {
        return verbatim(foreign, output);
    }
    let mut rows = Rows::begin(to, output.open(to.file())?, lexicon)?;
    let mut side = match output.has_room() && to.has_sidecar() {
        true => Some(output.open_beside(to.file(), SIDECAR)?),
        false => None,
    };
    let mut report = Report::default();
    for (_, event) in foreign.whole_events(beside, lexicon)? {
        let told = Told { event: &event, pages: &[], sentence: &event.summary, speaker: None, lexicon };
        match to.rows(&told) {
            Ok(made) => {
                report.written += made.len() as u64;
                for line in rows.put(&made, &event, lexicon, side.is_some())? {
                    put(&mut side, &line)?;
                }
            }
            Err(reason) => {
                report.leave_out(&*reason);
                let id = event.id.clone();
                let event = serde_json::to_value(&event)?;
                put(&mut side, &Beside { id, same_as: None, left_out: Some(reason), event })?;
            }
        }
    }
    rows.end()?;
    side.map_or(Ok(()), |mut side| side.flush())?;
    Ok(report)
}

/// All cells, as they were read. No sign is put before what a spreadsheet would reckon: that would be another cell.
fn verbatim(foreign: &Foreign, output: &mut Output) -> Result<Report, Fault> {
    let mut out = output.open(foreign.coding.file())?;
    let written = foreign.rows.len() as u64;
    match foreign.coding.style() {
        Style::JsonLines => {
            for cells in &foreign.rows {
                let fields = foreign.heads.iter().zip(cells).filter(|(_, cell)| !cell.is_empty());
                let value = |cell: &String| serde_json::from_str(cell).unwrap_or_else(|_| cell.as_str().into());
                let fields = fields.map(|(head, cell)| (head.clone(), value(cell))).collect();
                harmless::json(&mut out, &serde_json::Value::Object(fields), false)?;
            }
        }
        style => {
            let mut writer = csv::WriterBuilder::new();
            writer.flexible(true);
            if style != Style::Csv {
                writer.delimiter(b'\t').quote_style(csv::QuoteStyle::Never);
            }
            let mut writer = writer.from_writer(out);
            if foreign.has_head() {
                writer.write_record(&foreign.heads).map_err(broken)?;
            }
            for cells in &foreign.rows {
                writer.write_record(cells).map_err(broken)?;
            }
            writer.flush()?;
            return Ok(Report { written, ..Report::default() });
        }
    }
    out.flush()?;
    Ok(Report { written, ..Report::default() })
}

/// The events of a table, with what its sidecar says.
pub fn events(foreign: &mut Foreign, beside: &[Beside], lexicon: &Lexicon) -> Result<Vec<Event>, Fault> {
    Ok(foreign.whole_events(beside, lexicon)?.into_iter().map(|(_, event)| event).collect())
}
