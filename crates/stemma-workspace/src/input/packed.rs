//! Packed input: gzip around one file, zip around many.
//!
//! Comes in: what was opened and begins as an archive. Goes out: readers of what is in it, and members of a zip file in the order of their
//! names. What inflates beyond measure is refused: an archive of a few bytes may hold more than any disk.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, BufReader, Read};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;
use stemma::model::Note;
use stemma::read::{LONGEST_FILE, ReadWords, SavedPages, Utf16};
use zip::ZipArchive;

use super::{Opened, Source, too_long};

/// An archive may lie in an archive, and no deeper.
const DEEPEST: usize = 2;
/// More files in one archive are not looked at.
const MOST_MEMBERS: usize = 200_000;
/// Texts inflate to some ten times their bytes; what inflates to so many times is made to fill memory.
const BOMB: u64 = 250;
/// Short files may repeat themselves.
const HARMLESS: u64 = 16 << 20;

fn too_deep(depth: usize) -> Result<(), Note> {
    let message = "is packed more than twice; unpack it first";
    if depth < DEEPEST { Ok(()) } else { Err(Note::new(message)) }
}

/// Whether so many packed bytes may not become so many.
pub(super) fn is_bomb(packed: u64, inflated: u64) -> bool {
    inflated > HARMLESS && inflated / BOMB > packed
}

pub(super) fn bomb() -> io::Error {
    io::Error::new(
        io::ErrorKind::InvalidData,
        format!("it inflates to more than {BOMB} times its bytes; unpack it if that is meant"),
    )
}

/// What gzip holds, as it is read.
pub(super) fn inflating(reader: Box<dyn Read + Send>, depth: usize) -> Result<Box<dyn Read + Send>, Note> {
    too_deep(depth)?;
    Ok(Box::new(Inflating { decoder: MultiGzDecoder::new(Counted { reader, read: 0 }), given: 0 }))
}

struct Counted {
    reader: Box<dyn Read + Send>,
    read: u64,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.reader.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

struct Inflating {
    decoder: MultiGzDecoder<Counted>,
    given: u64,
}

impl Read for Inflating {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let damaged = |error: io::Error| {
            io::Error::new(error.kind(), format!("its gzip is damaged or cut off ({error}); get it anew"))
        };
        let given = self.decoder.read(buffer).map_err(damaged)?;
        self.given += given as u64;
        if is_bomb(self.decoder.get_ref().read, self.given) { Err(bomb()) } else { Ok(given) }
    }
}

/// UTF-16 as it is read, in UTF-8.
pub(super) struct Decoded {
    reader: BufReader<Box<dyn Read + Send>>,
    decoder: Utf16,
    held: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl Decoded {
    pub fn new(reader: Box<dyn Read + Send>, decoder: Utf16) -> Decoded {
        Decoded { reader: BufReader::new(reader), decoder, held: Vec::new(), given: 0, is_over: false }
    }
}

impl Read for Decoded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.held.len() && !self.is_over {
            let mut raw = [0; 8 << 10];
            let read = self.reader.read(&mut raw)?;
            self.is_over = read == 0;
            (self.held, self.given) = (self.decoder.decode(&raw[..read], self.is_over).into_bytes(), 0);
        }
        let count = buffer.len().min(self.held.len() - self.given);
        buffer[..count].copy_from_slice(&self.held[self.given..self.given + count]);
        self.given += count;
        Ok(count)
    }
}

type Archive = Arc<Mutex<ZipArchive<Box<dyn Source>>>>;

/// A file in a zip file.
pub(super) struct Member {
    /// The name of the archive and that of the file in it.
    pub name: String,
    archive: Archive,
    index: usize,
    depth: usize,
}

pub(super) struct Members {
    pub found: Vec<Member>,
    pub companions: usize,
}

/// The files in a zip file, by name; folders, hidden files and the parts of saved pages are left out.
pub(super) fn members(name: &str, reader: Box<dyn Source>, depth: usize, words: &ReadWords) -> Result<Members, Note> {
    too_deep(depth)?;
    let damaged =
        |error: zip::result::ZipError| Note::new(format!("is a zip file that cannot be read ({error}); get it anew"));
    let archive = ZipArchive::new(reader).map_err(damaged)?;
    if archive.len() > MOST_MEMBERS {
        let message = format!("is a zip file of {} files, the limit is {MOST_MEMBERS}; unpack it", archive.len());
        return Err(Note::new(message));
    }
    let mut names: Vec<(String, usize)> =
        (0..archive.len()).filter_map(|at| Some((archive.name_for_index(at)?.to_owned(), at))).collect();
    names.sort();
    let mut pages: HashMap<&str, SavedPages> = HashMap::new();
    for (inner, _) in &names {
        let (folder, file) = inner.split_at(inner.rfind('/').map_or(0, |at| at + 1));
        pages.entry(folder).or_default().add(file);
    }
    let mut companions = BTreeSet::new();
    let archive = Arc::new(Mutex::new(archive));
    let mut found = Vec::new();
    for (inner, index) in &names {
        let is_hidden = inner.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        if inner.ends_with('/') || is_hidden {
            continue;
        }
        if let Some(folder) = companion(inner, &pages, words) {
            companions.insert(folder);
            continue;
        }
        let name = format!("{name}/{inner}");
        found.push(Member { name, archive: Arc::clone(&archive), index: *index, depth: depth + 1 });
    }
    Ok(Members { found, companions: companions.len() })
}

/// The folder of a saved page's parts in which a file of an archive lies. `pages` has those of each folder.
fn companion<'n>(inner: &'n str, pages: &HashMap<&str, SavedPages>, words: &ReadWords) -> Option<&'n str> {
    /// Saved pages lie no deeper; every folder of a name is looked up by all that is before it.
    const DEEPEST_FOLDER: usize = 64;
    let ends = inner.match_indices('/').map(|(at, _)| at).take(DEEPEST_FOLDER);
    let begins = std::iter::once(0).chain(inner.match_indices('/').map(|(at, _)| at + 1));
    let is_companion = |(begin, end): &(usize, usize)| {
        pages.get(&inner[..*begin]).is_some_and(|pages| pages.own(&inner[*begin..*end], words))
    };
    begins.zip(ends).find(is_companion).map(|(_, end)| &inner[..end])
}

impl Member {
    /// Inflates it; it is held, since an archive is read from many places.
    pub fn open(self) -> Result<Opened, Note> {
        let Member { name, archive, index, depth } = self;
        let mut archive = archive.lock().unwrap_or_else(PoisonError::into_inner);
        let damaged = |error: zip::result::ZipError| {
            Note::new(format!("cannot be unpacked ({}); unpack the archive yourself", error.to_string().to_lowercase()))
        };
        let mut file = archive.by_index(index).map_err(damaged)?;
        let (size, packed) = (file.size(), file.compressed_size());
        if size > LONGEST_FILE as u64 {
            return Err(too_long(size, LONGEST_FILE));
        }
        if is_bomb(packed, size) {
            return Err(Note::new(format!("cannot be unpacked: {}", bomb())));
        }
        let mut bytes = Vec::new();
        // What an archive says of the size of a file need not be so.
        let read = file.by_ref().take(size.saturating_add(1)).read_to_end(&mut bytes);
        read.map_err(|error| Note::new(format!("cannot be unpacked: it is damaged ({error}); get the archive anew")))?;
        if bytes.len() as u64 != size {
            return Err(Note::new(
                "cannot be unpacked: it is longer or shorter than its archive says; get the archive anew",
            ));
        }
        let length = Some(bytes.len() as u64);
        Ok(Opened { name, reader: Box::new(io::Cursor::new(bytes)), length, depth })
    }
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, Instant};

    use super::*;

    /// As many folders as pages beside them, and files deep below: held one against each other they would take hours.
    #[test]
    fn folders_of_saved_pages_are_told_in_one_look_each() {
        const COUNT: usize = 200_000;
        let words = crate::engine::files(&[]).unwrap();
        let mut pages: HashMap<&str, SavedPages> = HashMap::new();
        let names: Vec<String> = (0..COUNT).map(|number| format!("a{number}.html")).collect();
        pages.entry("").or_default();
        names.iter().for_each(|name| pages.get_mut("").unwrap().add(name));
        let begin = Instant::now();
        let folders: Vec<String> = (0..COUNT).map(|number| format!("a{}_files/b.js", number * 2)).collect();
        let found = folders.iter().filter(|folder| companion(folder, &pages, &words).is_some()).count();
        assert_eq!(found, COUNT / 2);
        assert_eq!(companion(&"d/".repeat(30_000), &pages, &words), None);
        assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
    }
}
