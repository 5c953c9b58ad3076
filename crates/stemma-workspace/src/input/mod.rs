//! Paths to pieces of input, one page or one record at a time, so that a file of any length needs little memory.
//!
//! Comes in: what the user named (files, folders, `-`). Goes out: pieces in a fixed order, and refusals with their
//! reason where something can't be read. It opens files and archives; what the bytes mean is for `stemma::read`.

mod folders;
mod lines;
mod packed;
#[cfg(feature = "parquet")]
mod parquet;
mod rows;
mod values;

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::ops::Range;
use std::path::{Path, PathBuf};

pub use folders::{Folder, folder, length};
use stemma::model::Note;
use stemma::read::table::Beside;
use stemma::read::{self, Container, FieldMap, Format, LONGEST_FILE, LONGEST_PAGE, ReadWords, Utf16};

/// The bytes of one page.
pub struct Piece {
    /// The name of the file as the user would find it.
    pub name: String,
    pub bytes: Vec<u8>,
    pub container: Container,
    /// Where they were in the file, unpacked; `None` where its bytes are in another encoding and were not counted.
    pub range: Option<Range<u64>>,
    /// The line, row, element or article of the file, counted from 1; `None` where it holds one page.
    pub number: Option<u64>,
    /// What the rest of its table tells of a row.
    pub beside: Beside,
}

/// Input that was passed over, or a word on what was not.
#[derive(Clone, Debug)]
pub struct Refusal {
    pub id: String,
    pub name: String,
    pub note: Note,
}

pub enum Input {
    Piece(Piece),
    Refusal(Refusal),
}

impl Input {
    /// How many bytes were read for it.
    pub fn length(&self) -> u64 {
        match self {
            Input::Piece(Piece { range: Some(range), .. }) => range.end - range.start,
            Input::Piece(piece) => piece.bytes.len() as u64,
            Input::Refusal(_) => 0,
        }
    }

    /// The refusal of a whole file, or of one of its pages by its number.
    fn refused(name: &str, number: Option<u64>, note: Note) -> Input {
        let id = number.map_or(name.to_owned(), |number| format!("{name}:{number}"));
        Input::Refusal(Refusal { id, name: name.to_owned(), note })
    }
}

/// A file that holds many pages, while it is read.
trait Pages {
    fn next(&mut self, known: Known<'_>) -> Option<Input>;
}

/// What is known of files: the words of formats, and what the user says their fields are called.
#[derive(Clone, Copy)]
struct Known<'k> {
    words: &'k ReadWords,
    map: &'k FieldMap,
}

impl Known<'_> {
    /// A record with the names that the user gave its fields.
    fn mapped(&self, bytes: Vec<u8>) -> Vec<u8> {
        match self.map.is_empty() {
            true => bytes,
            false => read::mapped(&bytes, self.map).into_owned(),
        }
    }
}

/// All input of the named paths, in their order; folders recursively, sorted by name.
#[derive(Default)]
pub struct Inputs {
    open: Option<Box<dyn Pages>>,
    /// What is still to be opened; a folder is replaced by what it holds.
    waiting: VecDeque<Waiting>,
    map: FieldMap,
    companions: usize,
}

enum Waiting {
    Path(PathBuf),
    /// The name of a file and its bytes.
    Held(String, Vec<u8>),
    /// A file in an archive.
    Member(packed::Member),
}

/// How many bytes tell what a file is.
const HEAD: usize = 64 << 10;

/// What can be read from any place on, as archives must be.
trait Source: Read + Seek + Send {}
impl<S: Read + Seek + Send> Source for S {}

/// A file that was opened.
struct Opened {
    name: String,
    reader: Box<dyn Source>,
    length: Option<u64>,
    /// In how many archives it lies.
    depth: usize,
}

impl Inputs {
    pub fn new(paths: &[PathBuf]) -> Inputs {
        Inputs { waiting: paths.iter().cloned().map(Waiting::Path).collect(), ..Inputs::default() }
    }

    /// Files that were handed over with their bytes.
    pub fn held(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Inputs {
        let waiting = files.into_iter().map(|(name, bytes)| Waiting::Held(name, bytes)).collect();
        Inputs { waiting, ..Inputs::default() }
    }

    /// The same with the user's names for the fields of records and tables.
    pub fn mapped(self, map: FieldMap) -> Inputs {
        Inputs { map, ..self }
    }

    /// How many folders were left out that hold the parts of saved pages.
    pub fn companions(&self) -> usize {
        self.companions
    }

    /// The next pieces, together about as large as asked, at least one; empty at the end.
    pub fn batch(&mut self, words: &ReadWords, pieces: usize, bytes: usize) -> Vec<Input> {
        let (mut batch, mut held) = (Vec::new(), 0);
        while batch.len() < pieces && held < bytes {
            let Some(input) = self.next(words) else { break };
            if let Input::Piece(piece) = &input {
                held += piece.bytes.len();
            }
            batch.push(input);
        }
        batch
    }

    /// The next piece or refusal.
    pub fn next(&mut self, words: &ReadWords) -> Option<Input> {
        loop {
            if let Some(pages) = &mut self.open {
                match pages.next(Known { words, map: &self.map }) {
                    Some(input) => return Some(input),
                    None => self.open = None,
                }
            }
            let (name, opened) = match self.waiting.pop_front()? {
                Waiting::Path(path) => (path.display().to_string(), self.open(&path, words)),
                Waiting::Held(name, bytes) => {
                    let length = Some(bytes.len() as u64);
                    let file = Opened { name: name.clone(), reader: Box::new(Cursor::new(bytes)), length, depth: 0 };
                    (name, self.read(file, words))
                }
                Waiting::Member(member) => {
                    let name = member.name.clone();
                    (name, member.open().and_then(|file| self.read(file, words)))
                }
            };
            match opened {
                Ok(Some(input)) => return Some(input),
                Ok(None) => {}
                Err(note) => return Some(Input::refused(&name, None, note)),
            }
        }
    }

    fn open(&mut self, path: &Path, words: &ReadWords) -> Result<Option<Input>, Note> {
        let name = path.display().to_string();
        if name == "-" {
            return self.read_on("standard input".into(), Box::new(io::stdin()), None, 0, words);
        }
        let about = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if about.is_dir() {
            let (entries, companions) = folder(path)?.without_companions(words);
            self.companions += companions;
            for entry in entries.into_iter().rev() {
                self.waiting.push_front(Waiting::Path(entry));
            }
            return Ok(None);
        }
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let length = about.is_file().then_some(about.len());
        if length.is_none() {
            // A pipe cannot be read from any place on.
            return self.read_on(name, Box::new(file), None, 0, words);
        }
        self.read(Opened { name, reader: Box::new(file), length, depth: 0 }, words)
    }

    /// Reads a file by what its beginning shows.
    fn read(&mut self, file: Opened, words: &ReadWords) -> Result<Option<Input>, Note> {
        let Opened { name, mut reader, length, depth } = file;
        let head = head(&mut reader)?;
        match format_of(&name, &head, Known { words, map: &self.map })?.0 {
            Format::Zip => {
                let members = packed::members(&name, reader, depth, words)?;
                self.companions += members.companions;
                members.found.into_iter().rev().for_each(|member| self.waiting.push_front(Waiting::Member(member)));
                Ok(None)
            }
            Format::Parquet => {
                self.open = Some(parquet_rows(name, reader, length)?);
                Ok(None)
            }
            _ => {
                reader.rewind().map_err(|error| unreadable(&error))?;
                self.read_on(name, reader, length, depth, words)
            }
        }
    }

    /// Reads on what can only be read once.
    fn read_on(
        &mut self,
        name: String,
        mut reader: Box<dyn Read + Send>,
        length: Option<u64>,
        depth: usize,
        words: &ReadWords,
    ) -> Result<Option<Input>, Note> {
        let head = head(&mut reader)?;
        let (format, utf_16) = format_of(&name, &head, Known { words, map: &self.map })?;
        let reader: Box<dyn Read + Send> = Box::new(Cursor::new(head.clone()).chain(reader));
        let is_exact = utf_16.is_none();
        let lines = |reader: Box<dyn Read + Send>| {
            let reader: Box<dyn Read + Send> = match Utf16::shown_by(&head) {
                Some(decoder) => Box::new(packed::Decoded::new(reader, decoder)),
                None => reader,
            };
            BufReader::with_capacity(HEAD, reader)
        };
        match format {
            Format::Page(container) => return self.page(name, reader, length, container, &head, words),
            Format::JsonLines => self.open = Some(Box::new(lines::Lines::new(name, lines(reader), is_exact))),
            Format::Json => self.open = Some(Box::new(values::Values::new(name, lines(reader), is_exact))),
            Format::Table => self.open = Some(Box::new(rows::Rows::new(name, lines(reader), is_exact))),
            Format::Xml => {
                let bytes = whole(reader, length)?;
                let parts = read::documents(&bytes);
                self.open = Some(Parts::of(name, parts, Container::Xml, None));
            }
            Format::Gzip => {
                let reader = packed::inflating(reader, depth)?;
                return self.read_on(name, reader, None, depth + 1, words);
            }
            Format::Zip | Format::Parquet => {
                // They are read from any place on, so they are held.
                let bytes = whole(reader, length)?;
                let length = Some(bytes.len() as u64);
                return self.read(Opened { name, reader: Box::new(Cursor::new(bytes)), length, depth }, words);
            }
        }
        Ok(None)
    }

    /// A page, or the articles of a news database.
    fn page(
        &mut self,
        name: String,
        reader: Box<dyn Read + Send>,
        length: Option<u64>,
        container: Container,
        head: &[u8],
        words: &ReadWords,
    ) -> Result<Option<Input>, Note> {
        let may_be_long = length.is_none_or(|length| length > LONGEST_PAGE as u64)
            && head.len() >= HEAD
            && read::database_of(head, container, words).is_some();
        let limit = if may_be_long { LONGEST_FILE } else { LONGEST_PAGE };
        if let Some(length) = length.filter(|length| *length > limit as u64) {
            return Err(too_long(length, limit));
        }
        let mut bytes = Vec::new();
        reader.take(limit as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        if let Some(database) = read::database_of(&bytes, container, words).filter(|_| bytes.len() <= limit) {
            let (parts, broken) = read::articles(&bytes, container, database, words);
            if parts.is_empty() {
                let database = read::databases::name(database);
                let without =
                    || Note::new(format!("is a file of {database} without an article; export it with the full texts"));
                return Err(broken.unwrap_or_else(without));
            }
            self.open = Some(Parts::of(name, parts, Container::Article, broken));
            return Ok(None);
        }
        let range = Some(0..bytes.len() as u64);
        Ok(Some(Input::Piece(Piece { name, bytes, container, range, number: None, beside: Beside::default() })))
    }
}

/// The pages that were found in a file that was read as a whole.
struct Parts {
    name: String,
    container: Container,
    parts: VecDeque<(Range<usize>, Vec<u8>)>,
    number: u64,
    /// That another begins behind them and breaks off.
    broken: Option<Note>,
}

impl Parts {
    fn of(name: String, parts: Vec<read::Part<'_>>, container: Container, broken: Option<Note>) -> Box<dyn Pages> {
        let parts = parts.into_iter().map(|part| (part.range, part.bytes.into_owned())).collect();
        Box::new(Parts { name, container, parts, number: 0, broken })
    }
}

impl Pages for Parts {
    fn next(&mut self, _: Known<'_>) -> Option<Input> {
        self.number += 1;
        let Some((range, bytes)) = self.parts.pop_front() else {
            return Some(Input::refused(&self.name, Some(self.number), self.broken.take()?));
        };
        Some(Input::Piece(Piece {
            name: self.name.clone(),
            bytes,
            container: self.container,
            range: Some(range.start as u64..range.end as u64),
            number: Some(self.number),
            beside: Beside::default(),
        }))
    }
}

/// The beginning of a file, which is read.
fn head(reader: &mut (impl Read + ?Sized)) -> Result<Vec<u8>, Note> {
    let mut head = Vec::new();
    reader.take(HEAD as u64).read_to_end(&mut head).map_err(|error| unreadable(&error))?;
    Ok(head)
}

/// What a file is; with a decoder where what it holds must be made UTF-8 before it is cut. Pages are kept as they are.
fn format_of(name: &str, head: &[u8], known: Known<'_>) -> Result<(Format, Option<Utf16>), Note> {
    let format = |head: &[u8]| match read::format(name, head, known.words)? {
        // Of a table with names of their own the user says so.
        Format::Page(Container::Text) if read::table::has_columns(head, known.map) => Ok(Format::Table),
        format => Ok(format),
    };
    let Some(mut decoder) = Utf16::shown_by(head) else { return Ok((format(head)?, None)) };
    match format(decoder.decode(head, false).as_bytes())? {
        Format::Page(container) => Ok((Format::Page(container), None)),
        format => Ok((format, Utf16::shown_by(head))),
    }
}

/// The bytes of a file that is read as a whole.
fn whole(reader: impl Read, length: Option<u64>) -> Result<Vec<u8>, Note> {
    if let Some(length) = length.filter(|length| *length > LONGEST_FILE as u64) {
        return Err(too_long(length, LONGEST_FILE));
    }
    let mut bytes = Vec::new();
    reader.take(LONGEST_FILE as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() > LONGEST_FILE { Err(too_long(bytes.len() as u64, LONGEST_FILE)) } else { Ok(bytes) }
}

#[cfg(feature = "parquet")]
fn parquet_rows(name: String, reader: Box<dyn Source>, length: Option<u64>) -> Result<Box<dyn Pages>, Note> {
    parquet::Rows::open(name, reader, length)
}

#[cfg(not(feature = "parquet"))]
fn parquet_rows(_: String, _: Box<dyn Source>, _: Option<u64>) -> Result<Box<dyn Pages>, Note> {
    Err(Note::new("is Parquet, which this program was built without; export it as CSV or JSON Lines"))
}

fn too_long(bytes: u64, limit: usize) -> Note {
    let what = if limit == LONGEST_PAGE { "page" } else { "file that is read as a whole" };
    Note::new(format!("holds {bytes} bytes, the limit for one {what} is {limit}; split it"))
}

fn unreadable(error: &io::Error) -> Note {
    let way_out = match error.kind() {
        io::ErrorKind::NotFound => "; check the path",
        io::ErrorKind::PermissionDenied => "; ask for the right to read it, or leave it out",
        _ => "",
    };
    let reason = error.to_string();
    let reason = reason.split(" (os error").next().unwrap_or(&reason).to_lowercase();
    Note::new(format!("cannot be read: {reason}{way_out}"))
}
