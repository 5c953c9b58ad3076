//! Tables as CSV (RFC 4180), UTF-8, a file each.

use std::io::Write;

use serde_json::Value;

use super::Sheets;
use crate::Fault;
use crate::output::Output;
use crate::rows::in_a_sheet;
use crate::tables::Table;

pub struct CsvFiles<'o> {
    output: &'o mut Output,
    writer: Option<csv::Writer<Box<dyn Write>>>,
}

impl<'o> CsvFiles<'o> {
    pub fn new(output: &'o mut Output) -> CsvFiles<'o> {
        CsvFiles { output, writer: None }
    }
}

impl Sheets for CsvFiles<'_> {
    fn begin(&mut self, table: &Table) -> Result<(), Fault> {
        let mut writer = csv::Writer::from_writer(self.output.open(&format!("{}.csv", table.name))?);
        writer.write_record(table.columns.iter().map(|column| column.name)).map_err(broken)?;
        self.writer = Some(writer);
        Ok(())
    }

    fn row(&mut self, cells: &[Value]) -> Result<(), Fault> {
        let Some(writer) = &mut self.writer else { return Ok(()) };
        writer.write_record(cells.iter().map(in_a_sheet)).map_err(broken)
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.writer.take().map_or(Ok(()), |mut writer| Ok(writer.flush()?))
    }
}

fn broken(error: csv::Error) -> Fault {
    Fault::Stream(error.into())
}
