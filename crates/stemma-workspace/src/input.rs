//! Paths to pieces of input, one page or one record at a time, so that a file of any length needs little memory.
//!
//! Comes in: what the user named (files, folders, `-`). Goes out: pieces in a fixed order, and refusals with their
//! reason where something can't be read. It opens files; what the bytes mean is for `stemma::read`.

use std::collections::VecDeque;
use std::fs::{self, File};
use std::io::{self, BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

use stemma::model::Note;
use stemma::read::{self, Container, LONGEST_PAGE};

/// The bytes of one page, or of one line of JSON Lines.
pub struct Piece {
    /// The name of the file as the user would find it.
    pub name: String,
    pub bytes: Vec<u8>,
    pub container: Container,
    /// Where the bytes begin in the file.
    pub offset: u64,
    /// The line in a JSON Lines file, counted from 1.
    pub line: Option<u64>,
}

/// Input that was passed over.
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
            Input::Piece(piece) => piece.bytes.len() as u64,
            Input::Refusal(_) => 0,
        }
    }
}

/// All input of the named paths, in their order; folders recursively, sorted by name.
pub struct Inputs {
    open: Option<Lines>,
    /// What is still to be opened; a folder is replaced by what it holds.
    waiting: VecDeque<Waiting>,
}

enum Waiting {
    Path(PathBuf),
    /// The name of a file and its bytes.
    Held(String, Vec<u8>),
}

/// A JSON Lines file that is being read.
struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    offset: u64,
    line: u64,
}

/// How many bytes tell what a file is.
const HEAD: usize = 64 << 10;

/// Files that belong to a store, not to the collection.
const STORE_FILES: [&str; 3] = [".stemma", ".stemma-wal", ".stemma-shm"];

impl Inputs {
    pub fn new(paths: &[PathBuf]) -> Inputs {
        Inputs { open: None, waiting: paths.iter().cloned().map(Waiting::Path).collect() }
    }

    /// Files that were handed over with their bytes.
    pub fn held(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Inputs {
        Inputs { open: None, waiting: files.into_iter().map(|(name, bytes)| Waiting::Held(name, bytes)).collect() }
    }

    /// The next pieces, together about as large as asked, at least one; empty at the end.
    pub fn batch(&mut self, pieces: usize, bytes: usize) -> Vec<Input> {
        let (mut batch, mut held) = (Vec::new(), 0);
        while batch.len() < pieces && held < bytes {
            let Some(input) = self.next() else { break };
            if let Input::Piece(piece) = &input {
                held += piece.bytes.len();
            }
            batch.push(input);
        }
        batch
    }

    fn open(&mut self, path: &Path) -> Result<Option<Input>, Note> {
        let name = path.display().to_string();
        if name == "-" {
            return self.read("standard input".into(), BufReader::with_capacity(HEAD, io::stdin()), None);
        }
        let about = fs::metadata(path).map_err(|error| unreadable(&error))?;
        if about.is_dir() {
            for entry in folder(path)?.entries.into_iter().rev() {
                self.waiting.push_front(Waiting::Path(entry));
            }
            return Ok(None);
        }
        let container = by_extension(path);
        if about.is_file() && container != Some(Container::JsonLines) && about.len() > LONGEST_PAGE as u64 {
            return Err(too_long(about.len()));
        }
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        self.read(name, BufReader::with_capacity(HEAD, file), container)
    }

    fn open_held(&mut self, name: String, bytes: Vec<u8>) -> Result<Option<Input>, Note> {
        let container = by_extension(Path::new(&name));
        if container != Some(Container::JsonLines) && bytes.len() > LONGEST_PAGE {
            return Err(too_long(bytes.len() as u64));
        }
        self.read(name, io::Cursor::new(bytes), container)
    }

    fn read(
        &mut self,
        name: String,
        mut reader: impl BufRead + 'static,
        container: Option<Container>,
    ) -> Result<Option<Input>, Note> {
        let container = match container {
            Some(container) => container,
            None => read::sniff(reader.fill_buf().map_err(|error| unreadable(&error))?)
                .ok_or_else(|| Note::new("is not text; give text files, HTML pages or JSON Lines"))?,
        };
        if container == Container::JsonLines {
            self.open = Some(Lines { name, reader: Box::new(reader), offset: 0, line: 0 });
            return Ok(None);
        }
        let mut bytes = Vec::new();
        reader.take(LONGEST_PAGE as u64 + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
        Ok(Some(Input::Piece(Piece { name, bytes, container, offset: 0, line: None })))
    }
}

impl Iterator for Inputs {
    type Item = Input;

    fn next(&mut self) -> Option<Input> {
        loop {
            if let Some(lines) = &mut self.open {
                match lines.next() {
                    Some(input) => return Some(input),
                    None => self.open = None,
                }
            }
            let (name, opened) = match self.waiting.pop_front()? {
                Waiting::Path(path) => (path.display().to_string(), self.open(&path)),
                Waiting::Held(name, bytes) => (name.clone(), self.open_held(name, bytes)),
            };
            match opened {
                Ok(Some(input)) => return Some(input),
                Ok(None) => {}
                Err(note) => {
                    return Some(Input::Refusal(Refusal { id: name.clone(), name, note }));
                }
            }
        }
    }
}

impl Iterator for Lines {
    type Item = Input;

    /// The next line that is not blank. A line over the limit is cut there and the rest of it is skipped, so that it is
    /// refused without being held.
    fn next(&mut self) -> Option<Input> {
        loop {
            let mut bytes = Vec::new();
            let read = self.reader.by_ref().take(LONGEST_PAGE as u64 + 2).read_until(b'\n', &mut bytes);
            let (offset, mut length) = (self.offset, bytes.len() as u64);
            match read {
                Err(error) => {
                    // What follows a failed read cannot be told apart from its line, so the file ends here.
                    self.reader = Box::new(io::empty());
                    let name = self.name.clone();
                    return Some(Input::Refusal(Refusal { id: name.clone(), name, note: unreadable(&error) }));
                }
                Ok(0) => return None,
                Ok(_) => self.line += 1,
            }
            if bytes.last() == Some(&b'\n') {
                bytes.pop();
            } else if bytes.len() > LONGEST_PAGE {
                length += skip_line(&mut self.reader);
            }
            self.offset += length;
            if bytes.trim_ascii().is_empty() {
                continue;
            }
            let (name, line) = (self.name.clone(), Some(self.line));
            return Some(Input::Piece(Piece { name, bytes, container: Container::JsonLines, offset, line }));
        }
    }
}

/// How many bytes the paths hold together; `None` when one of them is no file that can be measured.
pub fn length(paths: &[PathBuf]) -> Option<u64> {
    let (mut total, mut waiting) = (0, paths.to_vec());
    while let Some(path) = waiting.pop() {
        match fs::metadata(&path) {
            Ok(about) if about.is_dir() => waiting.extend(folder(&path).unwrap_or_default().entries),
            Ok(about) if about.is_file() => total += about.len(),
            Ok(_) => return None,
            Err(_) if path == Path::new("-") => return None,
            Err(_) => {}
        }
    }
    Some(total)
}

/// Reads up to the next line break and returns how many bytes that were.
fn skip_line(reader: &mut dyn BufRead) -> u64 {
    let mut skipped = 0;
    while let Ok(buffer) = reader.fill_buf() {
        if buffer.is_empty() {
            break;
        }
        let end = buffer.iter().position(|&byte| byte == b'\n');
        let used = end.map_or(buffer.len(), |at| at + 1);
        reader.consume(used);
        skipped += used as u64;
        if end.is_some() {
            break;
        }
    }
    skipped
}

/// What a folder holds, sorted by name; hidden entries, stores, pipes and devices are left out.
#[derive(Default)]
pub struct Folder {
    pub entries: Vec<PathBuf>,
    /// Links to folders, which may lead in a ring.
    pub links: Vec<PathBuf>,
}

pub fn folder(path: &Path) -> Result<Folder, Note> {
    let mut found = Folder::default();
    for entry in fs::read_dir(path).map_err(|error| unreadable(&error))? {
        let entry = entry.map_err(|error| unreadable(&error))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') || STORE_FILES.iter().any(|end| name.ends_with(end)) {
            continue;
        }
        let is_link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        match fs::metadata(entry.path()) {
            Ok(about) if about.is_dir() && is_link => found.links.push(entry.path()),
            Ok(about) if !about.is_dir() && !about.is_file() => {}
            // One that cannot be looked at is refused when it is read.
            Ok(_) | Err(_) => found.entries.push(entry.path()),
        }
    }
    found.entries.sort();
    found.links.sort();
    Ok(found)
}

/// What the bytes of a document are, as they were when it came in: its name tells, or else its first bytes.
pub fn container(path: &Path, bytes: &[u8]) -> Option<Container> {
    by_extension(path).or_else(|| read::sniff(&bytes[..bytes.len().min(HEAD)]))
}

fn by_extension(path: &Path) -> Option<Container> {
    match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "txt" => Some(Container::Text),
        "html" | "htm" | "xhtml" => Some(Container::Html),
        "jsonl" | "ndjson" => Some(Container::JsonLines),
        _ => None,
    }
}

fn too_long(bytes: u64) -> Note {
    Note::new(format!("holds {bytes} bytes, the limit for one page is {LONGEST_PAGE}; split it"))
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
