//! Tables as Apache Parquet, a file each, in columns that have types; every cell may be null.
//!
//! Rows are gathered until they make a group, which is written and forgotten, so that memory is bounded whatever the table.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::Value;
use stemma::model::Day;

use super::Sheets;
use crate::maps::Bounds;
use crate::tables::{Cell, Column, Kind, Table};
use crate::{Fault, Output};

/// A group ends with so many rows, or so many bytes of text.
const GROUP_ROWS: usize = 50_000;
const GROUP_BYTES: usize = 16 << 20;

pub struct ParquetFiles<'o> {
    output: &'o mut Output,
    file: Option<(ParquetFile, &'static [Column])>,
}

impl<'o> ParquetFiles<'o> {
    pub fn new(output: &'o mut Output) -> ParquetFiles<'o> {
        ParquetFiles { output, file: None }
    }
}

impl Sheets for ParquetFiles<'_> {
    fn begin(&mut self, table: &Table) -> Result<(), Fault> {
        let path = self.output.place(&format!("{}.parquet", table.name))?;
        self.file = Some((ParquetFile::create(&path, table.columns, &[])?, table.columns));
        Ok(())
    }

    fn row(&mut self, cells: &[Value]) -> Result<(), Fault> {
        let Some((file, columns)) = &mut self.file else { return Ok(()) };
        file.row(columns, cells, [])
    }

    fn end(&mut self) -> Result<(), Fault> {
        self.file.take().map_or(Ok(()), |(file, _)| file.close(None))
    }
}

/// A column behind those of the table, by its name.
#[derive(Clone, Copy, Debug)]
pub enum Behind {
    Bytes(&'static str),
    /// The bounds of a shape, as a group of four numbers.
    Bounds(&'static str),
}

/// What stands in it.
pub enum BehindCell {
    Bytes(Option<Vec<u8>>),
    Bounds(Option<Bounds>),
}

/// A file of one table, with other columns behind those of the table.
pub struct ParquetFile {
    writer: SerializedFileWriter<File>,
    gathered: Vec<Gathered>,
    rows: usize,
    bytes: usize,
}

/// The cells of a column that wait for their group: which are there, and what they hold.
struct Gathered {
    levels: Vec<i16>,
    values: Values,
}

enum Values {
    Bytes(Vec<ByteArray>),
    Whole(Vec<i64>),
    Real(Vec<f64>),
    Day(Vec<i32>),
    Yes(Vec<bool>),
}

impl ParquetFile {
    pub fn create(path: &Path, columns: &[Column], behind: &[Behind]) -> Result<ParquetFile, Fault> {
        let file = File::create(path).map_err(|source| Fault::File { path: path.to_owned(), source })?;
        let fields = columns.iter().map(of_column).chain(behind.iter().map(of_behind));
        let fields = fields.collect::<Result<Vec<_>, _>>().map_err(broken)?;
        let schema = Type::group_type_builder("schema").with_fields(fields).build().map_err(broken)?;
        let properties = WriterProperties::builder().set_compression(Compression::SNAPPY);
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties.build())).map_err(broken)?;
        let values = columns.iter().map(|column| Values::of(column.kind)).chain(behind.iter().flat_map(Values::behind));
        let gathered = values.map(|values| Gathered { levels: Vec::new(), values }).collect();
        Ok(ParquetFile { writer, gathered, rows: 0, bytes: 0 })
    }

    /// A row: the cells of the columns, and what stands behind them.
    pub fn row(
        &mut self,
        columns: &[Column],
        cells: &[Value],
        behind: impl IntoIterator<Item = BehindCell>,
    ) -> Result<(), Fault> {
        let mut gathered = self.gathered.iter_mut();
        for ((column, cell), gathered) in columns.iter().zip(cells).zip(&mut gathered) {
            self.bytes += gathered.take(column.cell(cell));
        }
        for cell in behind {
            match cell {
                BehindCell::Bytes(bytes) => self.bytes += gathered.next().map_or(0, |column| column.take_bytes(bytes)),
                BehindCell::Bounds(bounds) => {
                    let sides = bounds.map(|Bounds { west, south, east, north }| [west, south, east, north]);
                    for (side, column) in gathered.by_ref().take(SIDES.len()).enumerate() {
                        self.bytes += column.take(sides.map(|sides| Cell::Real(sides[side])));
                    }
                }
            }
        }
        self.rows += 1;
        if self.rows >= GROUP_ROWS || self.bytes >= GROUP_BYTES { self.write_group() } else { Ok(()) }
    }

    fn write_group(&mut self) -> Result<(), Fault> {
        if self.rows == 0 {
            return Ok(());
        }
        (self.rows, self.bytes) = (0, 0);
        let mut group = self.writer.next_row_group().map_err(broken)?;
        for gathered in &mut self.gathered {
            let Some(column) = group.next_column().map_err(broken)? else { break };
            gathered.write(column).map_err(broken)?;
        }
        group.close().map(drop).map_err(broken)
    }

    /// Ends the file; `said` is what its metadata say beside the schema.
    pub fn close(mut self, said: Option<(&str, String)>) -> Result<(), Fault> {
        self.write_group()?;
        if let Some((key, value)) = said {
            self.writer.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
        }
        self.writer.close().map(drop).map_err(broken)
    }
}

/// The numbers of a group of bounds, as GeoParquet names them.
pub const SIDES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];

impl Values {
    fn of(kind: Kind) -> Values {
        match kind {
            Kind::Text => Values::Bytes(Vec::new()),
            Kind::Whole => Values::Whole(Vec::new()),
            Kind::Real => Values::Real(Vec::new()),
            Kind::Day => Values::Day(Vec::new()),
            Kind::Yes => Values::Yes(Vec::new()),
        }
    }

    fn behind(behind: &Behind) -> Vec<Values> {
        match behind {
            Behind::Bytes(_) => vec![Values::Bytes(Vec::new())],
            Behind::Bounds(_) => SIDES.map(|_| Values::Real(Vec::new())).into(),
        }
    }
}

impl Gathered {
    /// Takes a cell, and says how many bytes that is.
    fn take(&mut self, cell: Option<Cell<'_>>) -> usize {
        if let Some(Cell::Text(text)) = cell {
            return self.take_bytes(Some(text.into_owned().into_bytes()));
        }
        self.levels.push(i16::from(cell.is_some()));
        match (&mut self.values, cell) {
            (Values::Whole(values), Some(Cell::Whole(number))) => values.push(number),
            (Values::Real(values), Some(Cell::Real(number))) => values.push(number),
            (Values::Day(values), Some(Cell::Day(day))) => values.push(since_1970(day)),
            (Values::Yes(values), Some(Cell::Yes(yes))) => values.push(yes),
            // A cell has the type of its column.
            _ => {}
        }
        8
    }

    fn take_bytes(&mut self, bytes: Option<Vec<u8>>) -> usize {
        self.levels.push(i16::from(bytes.is_some()));
        let length = bytes.as_ref().map_or(0, Vec::len);
        if let (Values::Bytes(values), Some(bytes)) = (&mut self.values, bytes) {
            values.push(bytes.into());
        }
        length + size_of::<ByteArray>()
    }

    fn write(&mut self, column: SerializedColumnWriter<'_>) -> Result<(), ParquetError> {
        match &mut self.values {
            Values::Bytes(values) => batch::<ByteArrayType>(column, values, &mut self.levels),
            Values::Whole(values) => batch::<Int64Type>(column, values, &mut self.levels),
            Values::Real(values) => batch::<DoubleType>(column, values, &mut self.levels),
            Values::Day(values) => batch::<Int32Type>(column, values, &mut self.levels),
            Values::Yes(values) => batch::<BoolType>(column, values, &mut self.levels),
        }
    }
}

fn batch<T: DataType>(
    mut column: SerializedColumnWriter<'_>,
    values: &mut Vec<T::T>,
    levels: &mut Vec<i16>,
) -> Result<(), ParquetError> {
    column.typed::<T>().write_batch(values, Some(levels), None)?;
    values.clear();
    levels.clear();
    column.close()
}

fn of_column(column: &Column) -> Result<TypePtr, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Whole => (Physical::INT64, None),
        Kind::Real => (Physical::DOUBLE, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Yes => (Physical::BOOLEAN, None),
    };
    field(column.name, physical, logical, Repetition::OPTIONAL)
}

fn of_behind(behind: &Behind) -> Result<TypePtr, ParquetError> {
    match behind {
        Behind::Bytes(name) => field(name, Physical::BYTE_ARRAY, None, Repetition::OPTIONAL),
        // The group is null or whole, so that none of its numbers is null by itself.
        Behind::Bounds(name) => {
            let side = |side: &&str| field(side, Physical::DOUBLE, None, Repetition::REQUIRED);
            let sides = SIDES.iter().map(side).collect::<Result<Vec<_>, _>>()?;
            let group = Type::group_type_builder(name).with_repetition(Repetition::OPTIONAL).with_fields(sides);
            group.build().map(Arc::new)
        }
    }
}

fn field(
    name: &str,
    physical: Physical,
    logical: Option<LogicalType>,
    repetition: Repetition,
) -> Result<TypePtr, ParquetError> {
    let builder = Type::primitive_type_builder(name, physical).with_repetition(repetition);
    builder.with_logical_type(logical).build().map(Arc::new)
}

fn since_1970(day: Day) -> i32 {
    day.days_since(Day::new(1970, 1, 1).expect("there was such a day"))
}

fn broken(error: ParquetError) -> Fault {
    Fault::Container { kind: "Parquet file", source: error.into() }
}
