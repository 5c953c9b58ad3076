//! Sheets: where the rows of tables are written to. What stands in a table is for `tables`; here it is how a file holds it.

mod csv;
#[cfg(feature = "parquet")]
mod parquet;
#[cfg(test)]
pub(crate) mod tests;
mod xlsx;

use serde_json::Value;

use crate::Fault;
use crate::tables::Table;

pub use csv::CsvFiles;
#[cfg(feature = "parquet")]
pub use parquet::{Behind, BehindCell, ParquetFile, ParquetFiles, SIDES};
pub use xlsx::XlsxFile;

/// Takes tables one after the other, row by row, so that nothing of them is held.
pub trait Sheets {
    fn begin(&mut self, table: &Table) -> Result<(), Fault>;

    /// A row of the table that was begun, a value for each of its columns; null where nothing is known.
    fn row(&mut self, cells: &[Value]) -> Result<(), Fault>;

    /// The table that was begun is at its end.
    fn end(&mut self) -> Result<(), Fault>;

    /// So is the last table.
    fn close(&mut self) -> Result<(), Fault> {
        Ok(())
    }
}
