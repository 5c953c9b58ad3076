//! Parquet, row by row; a row becomes the record that a table of text would give.

use std::io::{self, BufReader, Read, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use parquet::errors::Result as Outcome;
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use stemma::model::{Day, Note};
use stemma::read::Container;
use stemma::read::table::{Dialect, Head};

use super::{Input, Known, Pages, Piece, Source};

/// A Parquet file that is being read.
pub(super) struct Rows {
    name: String,
    rows: RowIter<'static>,
    names: Vec<String>,
    head: Option<Head>,
    row: u64,
    is_over: bool,
}

/// The names of its columns stand for themselves, so this parts nothing.
const NONE: Dialect = Dialect { delimiter: b',' };

impl Rows {
    pub fn open(name: String, mut reader: Box<dyn Source>, length: Option<u64>) -> Result<Box<dyn Pages>, Note> {
        let length = match length {
            Some(length) => length,
            None => reader.seek(SeekFrom::End(0)).map_err(|error| damaged(&error.to_string()))?,
        };
        let file = Shared { reader: Arc::new(Mutex::new(reader)), length };
        let opened = careful(|| {
            let reader = SerializedFileReader::new(file)?;
            let schema = reader.metadata().file_metadata().schema_descr().root_schema().get_fields().to_vec();
            let names = schema.iter().map(|field| field.name().to_owned()).collect();
            Ok((RowIter::from_file_into(Box::new(reader)), names))
        });
        let (rows, names) = opened.map_err(|error| damaged(&error))?;
        Ok(Box::new(Rows { name, rows, names, head: None, row: 0, is_over: false }))
    }
}

fn damaged(error: &str) -> Note {
    let error: String = error.chars().take(120).filter(|sign| !sign.is_control()).collect();
    Note::new(format!("is Parquet that cannot be read ({error}); write it anew, or export it as CSV"))
}

/// What a reader of others makes of a damaged file is an error, whatever it does.
fn careful<T>(read: impl FnOnce() -> Outcome<T>) -> Result<T, String> {
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(read) => read.map_err(|error| error.to_string()),
        Err(_) => Err("its parts do not fit together".into()),
    }
}

impl Pages for Rows {
    fn next(&mut self, known: Known<'_>) -> Option<Input> {
        if self.is_over {
            return None;
        }
        if self.head.is_none() {
            match Head::named(self.names.clone(), NONE, known.map, known.words) {
                Ok(head) => self.head = Some(head),
                Err(note) => {
                    self.is_over = true;
                    return Some(Input::refused(&self.name, None, note));
                }
            }
        }
        let row = match careful(|| self.rows.next().transpose()) {
            Ok(row) => row?,
            Err(error) => {
                self.is_over = true;
                return Some(Input::refused(&self.name, Some(self.row + 1), damaged(&error)));
            }
        };
        self.row += 1;
        let cells = row.get_column_iter().map(|(_, field)| said(field)).collect();
        Some(Input::Piece(Piece {
            name: self.name.clone(),
            bytes: self.head.as_ref()?.record_of(cells, known.map),
            container: Container::Record,
            range: None,
            number: Some(self.row),
        }))
    }
}

/// What a cell says as text; nothing where it is empty, or structured in a way that no field of a page is.
fn said(field: &Field) -> String {
    match field {
        Field::Null | Field::MapInternal(_) => String::new(),
        Field::Str(text) => text.clone(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).into_owned(),
        Field::Date(days) => day(i64::from(*days)),
        Field::TimestampMillis(millis) => instant(millis.div_euclid(1_000)),
        Field::TimestampMicros(micros) => instant(micros.div_euclid(1_000_000)),
        Field::ListInternal(list) => list.elements().iter().map(said).collect::<Vec<_>>().join("\n"),
        Field::Group(row) => named(row),
        other => other.to_string(),
    }
}

/// The text of a struct that has one field, as lists are in older files.
fn named(row: &Row) -> String {
    let mut fields = row.get_column_iter();
    match (fields.next(), fields.next()) {
        (Some((_, only)), None) => said(only),
        _ => String::new(),
    }
}

fn day(since_1970: i64) -> String {
    let day = i32::try_from(since_1970).ok().and_then(|days| Some(Day::new(1970, 1, 1)?.plus_days(days)));
    day.map_or(String::new(), |day| day.to_string())
}

fn instant(seconds: i64) -> String {
    const DAY: i64 = 86_400;
    let clock = seconds.rem_euclid(DAY);
    format!("{}T{:02}:{:02}:{:02}Z", day(seconds.div_euclid(DAY)), clock / 3_600, clock / 60 % 60, clock % 60)
}

/// A file that is read in many places.
struct Shared {
    reader: Arc<Mutex<Box<dyn Source>>>,
    length: u64,
}

impl Length for Shared {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for Shared {
    type T = BufReader<From>;

    fn get_read(&self, start: u64) -> Outcome<BufReader<From>> {
        Ok(BufReader::new(From { reader: Arc::clone(&self.reader), at: start }))
    }

    fn get_bytes(&self, start: u64, length: usize) -> Outcome<Bytes> {
        let mut bytes = Vec::new();
        From { reader: Arc::clone(&self.reader), at: start }.take(length as u64).read_to_end(&mut bytes)?;
        match bytes.len() == length {
            true => Ok(bytes.into()),
            false => Err(io::Error::from(io::ErrorKind::UnexpectedEof).into()),
        }
    }
}

/// Reads on from one place, whoever reads elsewhere meanwhile.
struct From {
    reader: Arc<Mutex<Box<dyn Source>>>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut reader = self.reader.lock().unwrap_or_else(PoisonError::into_inner);
        reader.seek(SeekFrom::Start(self.at))?;
        let read = reader.read(buffer)?;
        self.at += read as u64;
        Ok(read)
    }
}
