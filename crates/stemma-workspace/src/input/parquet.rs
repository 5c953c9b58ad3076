//! Parquet, row by row; a row becomes the record that a table of text would give. A file of a few bytes may say that its pages, its rows
//! or the values in them are more than any memory holds: what inflates beyond measure is refused, as it is in archives.

use std::io::{self, BufRead, BufReader, Read, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use parquet::errors::Result as Outcome;
use parquet::file::reader::{ChunkReader, FileReader, Length, SerializedFileReader};
use parquet::record::reader::RowIter;
use parquet::record::{Field, Row};
use stemma::model::{Day, Note};
use stemma::read::table::{Dialect, Head};
use stemma::read::{Container, LONGEST_FILE};

use super::packed::{bomb, is_bomb};
use super::{Beside, Input, Known, Pages, Piece, Source};

/// A Parquet file that is being read.
pub(super) struct Rows {
    name: String,
    rows: RowIter<'static>,
    names: Vec<String>,
    head: Option<Head>,
    row: u64,
    /// How many bytes the file has, and how many its rows had.
    length: u64,
    given: u64,
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
            let about = reader.metadata();
            let values = about.row_groups().iter().flat_map(|group| group.columns()).map(|column| column.num_values());
            // A row of a page has a byte at least.
            let rows = u64::try_from(about.file_metadata().num_rows()).unwrap_or(u64::MAX);
            if rows > length || values.map(i64::unsigned_abs).max().is_some_and(|values| is_bomb(length, values)) {
                return Err(bomb().into());
            }
            let schema = about.file_metadata().schema_descr().root_schema().get_fields().to_vec();
            let names = schema.iter().map(|field| field.name().to_owned()).collect();
            Ok((RowIter::from_file_into(Box::new(reader)), names))
        });
        let (rows, names) = opened.map_err(|error| damaged(&error))?;
        Ok(Box::new(Rows { name, rows, names, head: None, row: 0, length, given: 0, is_over: false }))
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
        let cells: Vec<String> = row.get_column_iter().map(|(_, field)| said(field)).collect();
        // One value may stand in the file once and in every row.
        self.given += cells.iter().map(|cell| cell.len() as u64).sum::<u64>();
        if is_bomb(self.length, self.given) {
            self.is_over = true;
            return Some(Input::refused(&self.name, Some(self.row), damaged(&bomb().to_string())));
        }
        Some(Input::Piece(Piece {
            name: self.name.clone(),
            bytes: self.head.as_ref()?.record_of(cells, known.map),
            container: Container::Record,
            range: None,
            number: Some(self.row),
            beside: Beside::default(),
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

    /// Where a page begins, its head says to how many bytes it inflates; so much memory is taken for it.
    fn get_read(&self, start: u64) -> Outcome<BufReader<From>> {
        let mut reader = BufReader::new(From { reader: Arc::clone(&self.reader), at: start });
        match page_sizes(reader.fill_buf()?) {
            Some((inflated, packed)) if inflated > LONGEST_FILE as u64 || is_bomb(packed, inflated) => {
                Err(bomb().into())
            }
            _ => Ok(reader),
        }
    }

    fn get_bytes(&self, start: u64, length: usize) -> Outcome<Bytes> {
        let mut bytes = Vec::new();
        From { reader: Arc::clone(&self.reader), at: start }.take(length as u64).read_to_end(&mut bytes)?;
        if bytes.len() != length {
            return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
        }
        // Other ways of packing stop at the size that the head of a page says.
        if inflates_beyond_measure(&bytes) { Err(bomb().into()) } else { Ok(bytes.into()) }
    }
}

/// The sizes, inflated and packed, in the head of a page: the second and third field of its compact Thrift, each behind a byte for "the
/// next field, a number". Other bytes that look so and have such sizes are no part of any table of pages.
fn page_sizes(head: &[u8]) -> Option<(u64, u64)> {
    /// The next field, which is a number of 32 bits.
    const NUMBER: u8 = 0x15;
    let mut bytes = head.iter();
    let mut number = || {
        bytes.next().filter(|&&byte| byte == NUMBER)?;
        let mut value = 0u64;
        for place in 0..5 {
            let byte = *bytes.next()?;
            value |= u64::from(byte & 0x7F) << (7 * place);
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    };
    let (_, inflated, packed) = (number()?, number()?, number()?);
    // Negative numbers are odd.
    (inflated % 2 == 0 && packed % 2 == 0).then_some((inflated / 2, packed / 2))
}

/// Whether a page that gzip packed holds more than it may; before it may stand what is not packed.
fn inflates_beyond_measure(page: &[u8]) -> bool {
    /// What stands before gzip looks like its beginning hardly once.
    const ATTEMPTS: usize = 4;
    let begins = memchr::memmem::find_iter(page, b"\x1F\x8B\x08").take(ATTEMPTS);
    begins.map(|begin| &page[begin..]).any(|packed| {
        let (mut decoder, mut inflated, mut buffer) = (MultiGzDecoder::new(packed), 0, [0; 16 << 10]);
        while let Ok(read @ 1..) = decoder.read(&mut buffer) {
            inflated += read as u64;
            if inflated > LONGEST_FILE as u64 || is_bomb(page.len() as u64, inflated) {
                return true;
            }
        }
        false
    })
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

#[cfg(test)]
mod tests {
    use parquet::basic::{Compression, GzipLevel, ZstdLevel};
    use parquet::data_type::{ByteArray, ByteArrayType};
    use parquet::file::properties::WriterProperties;
    use parquet::file::writer::SerializedFileWriter;
    use parquet::schema::parser::parse_message_type;
    use stemma::read::FieldMap;

    use super::*;

    /// A file with one column of texts.
    fn file(compression: Compression, has_dictionary: bool, texts: &[ByteArray]) -> Vec<u8> {
        let schema = Arc::new(parse_message_type("message pages { required binary text (UTF8); }").unwrap());
        let properties = WriterProperties::builder()
            .set_compression(compression)
            .set_dictionary_enabled(has_dictionary)
            .set_statistics_enabled(parquet::file::properties::EnabledStatistics::None)
            .build();
        let mut writer = SerializedFileWriter::new(Vec::new(), schema, Arc::new(properties)).unwrap();
        let mut group = writer.next_row_group().unwrap();
        let mut column = group.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(texts, None, None).unwrap();
        column.close().unwrap();
        group.close().unwrap();
        writer.into_inner().unwrap()
    }

    /// How many rows are read of a file, and what is said at its end.
    fn read(bytes: Vec<u8>) -> (usize, Option<String>) {
        let words = crate::engine::files(&[]).unwrap();
        let known = Known { words: &words, map: &FieldMap::default() };
        let length = Some(bytes.len() as u64);
        let mut rows = match Rows::open("a.parquet".into(), Box::new(io::Cursor::new(bytes)), length) {
            Ok(rows) => rows,
            Err(note) => return (0, Some(note.message)),
        };
        let mut count = 0;
        loop {
            match rows.next(known) {
                Some(Input::Piece(_)) => count += 1,
                Some(Input::Refusal(refusal)) => return (count, Some(refusal.note.message)),
                None => return (count, None),
            }
        }
    }

    #[test]
    fn what_inflates_beyond_measure_is_refused_however_it_is_packed() {
        let packed = [Compression::GZIP(GzipLevel::default()), Compression::ZSTD(ZstdLevel::default())];
        let text = ByteArray::from("Shells fell on the ferry. ".repeat(100).into_bytes());
        let blank = ByteArray::from(vec![b' '; 48 << 20]);
        let long = ByteArray::from(vec![b'x'; 400_000]);
        for compression in packed {
            assert_eq!(read(file(compression, false, &[text.clone(), text.clone()])), (2, None));
            let (count, message) = read(file(compression, false, std::slice::from_ref(&blank)));
            assert!(count == 0 && message.as_ref().is_some_and(|said| said.contains("250 times")), "{message:?}");
            // Each row has the one text that the file has.
            let (count, message) = read(file(compression, true, &vec![long.clone(); 2_000]));
            assert!(
                count < 200 && message.as_ref().is_some_and(|said| said.contains("250 times")),
                "{count} {message:?}"
            );
        }
    }
}
