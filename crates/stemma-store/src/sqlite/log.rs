//! The write-ahead log beside a store, read without SQLite: which pages of the store it holds, and whether commits are lost in it.
//!
//! SQLite reads the log up to the first frame whose sum is wrong, since that is how one ends that was being written when the machine
//! stopped; what follows is forgotten without a word. Here it is looked at: a frame of the same log behind a wrong one says that the
//! log did not end there. The format is described at sqlite.org/fileformat2.html#the_write_ahead_log.

use std::collections::HashMap;
use std::ffi::OsString;
use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};

const LOG_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Without the lowest bit, which says in which order the bytes of its sums are.
const MAGIC: u32 = 0x377F_0682;

/// A program that goes on writing may begin the log anew while it is read.
const TRIES: usize = 5;

/// Where the log of a store lies.
pub fn path(store: &Path) -> PathBuf {
    let mut name = OsString::from(store);
    name.push("-wal");
    name.into()
}

/// What a log holds.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Log {
    /// How long the file is; 0 where there is none.
    pub length: u64,
    pub page_size: usize,
    /// For each page of the store that was committed to it, where its latest content begins in the log.
    pub pages: HashMap<u32, u64>,
    /// How many pages the store has with all of that; `None` without a commit.
    pub size: Option<u32>,
    /// The first frame that is not as it was written although commits follow it, counted from 1, and how many these are.
    pub lost: Option<(u64, u64)>,
}

impl Log {
    /// An empty one where there is no file.
    pub fn of(store: &Path) -> io::Result<Log> {
        let path = path(store);
        for attempt in 1.. {
            let before = header(&path)?;
            let log = match before {
                Some(header) => read(&path, &header)?,
                None => Log { length: length(&path)?, ..Log::default() },
            };
            if attempt == TRIES || header(&path)? == before {
                return Ok(log);
            }
        }
        unreachable!("the last attempt gives what it has")
    }
}

fn length(path: &Path) -> io::Result<u64> {
    match std::fs::metadata(path) {
        Ok(about) => Ok(about.len()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(error),
    }
}

/// The beginning of the log; `None` where there is none that is whole.
fn header(path: &Path) -> io::Result<Option<[u8; LOG_HEADER]>> {
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut header = [0; LOG_HEADER];
    Ok(fill(&mut file, &mut header)?.then_some(header))
}

/// Says whether there was as much.
fn fill(from: &mut impl Read, into: &mut [u8]) -> io::Result<bool> {
    match from.read_exact(into) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"))
}

/// The sum that runs through a log.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Sum {
    is_big: bool,
    parts: (u32, u32),
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        let (mut a, mut b) = self.parts;
        for pair in bytes.as_chunks::<8>().0 {
            let word = |at: usize| {
                let word = pair[at..at + 4].try_into().expect("four bytes");
                if self.is_big { u32::from_be_bytes(word) } else { u32::from_le_bytes(word) }
            };
            a = a.wrapping_add(word(0)).wrapping_add(b);
            b = b.wrapping_add(word(4)).wrapping_add(a);
        }
        self.parts = (a, b);
    }

    fn is(&self, bytes: &[u8]) -> bool {
        self.parts == (word(bytes, 0), word(bytes, 4))
    }
}

fn read(path: &Path, header: &[u8; LOG_HEADER]) -> io::Result<Log> {
    let mut log = Log { length: length(path)?, page_size: word(header, 8) as usize, ..Log::default() };
    let mut sum = Sum { is_big: header[3] & 1 == 1, parts: (0, 0) };
    sum.add(&header[..24]);
    let is_page = log.page_size.is_power_of_two() && (512..=65536).contains(&log.page_size);
    let is_whole = word(header, 0) & !1 == MAGIC && is_page && sum.is(&header[24..]);
    if !is_page {
        log.page_size = 4096;
    }
    let salts = &header[16..24];
    let mut file = BufReader::with_capacity(1 << 16, File::open(path)?);
    fill(&mut file, &mut [0; LOG_HEADER])?;
    let mut frame = vec![0; FRAME_HEADER + log.page_size];
    // Pages of a commit that has not been seen to its end.
    let mut open: Vec<(u32, u64)> = Vec::new();
    let (mut number, mut wrong, mut commits): (u64, _, u64) = (0, None, 0);
    if !is_whole {
        wrong = Some(0);
    }
    while fill(&mut file, &mut frame)? {
        number += 1;
        let (page, size) = (word(&frame, 0), word(&frame, 4));
        if wrong.is_none() {
            sum.add(&frame[..8]);
            sum.add(&frame[FRAME_HEADER..]);
            if frame[8..16] == *salts && page != 0 && sum.is(&frame[16..]) {
                open.push((page, LOG_HEADER as u64 + (number - 1) * frame.len() as u64 + FRAME_HEADER as u64));
                if size != 0 {
                    log.pages.extend(open.drain(..));
                    log.size = Some(size);
                }
                continue;
            }
            wrong = Some(number);
        }
        // One half of the salt is enough: frames of an older log share neither.
        let is_of_this_log = frame[8..12] == salts[..4] || frame[12..16] == salts[4..];
        commits += u64::from(is_of_this_log && size != 0);
    }
    log.lost = wrong.filter(|_| commits > 0).map(|frame| (frame, commits));
    Ok(log)
}
