//! The pages of a store, read without SQLite, so that one that is damaged says of which table it is and all others are read on.
//!
//! Every tree of the file is walked from its root, as sqlite.org/fileformat2.html describes them; a page that no tree reaches is free,
//! or hangs on one that is damaged.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use crate::sqlite::log::{self, Log};
use crate::sqlite::page;
use crate::sqlite::vfs::Raw;

/// A page that holds nothing, since SQLite locks a byte of it.
const LOCKED_BYTE: u64 = 1 << 30;

/// A table or index, and the page at which it begins.
pub struct Root {
    pub name: String,
    pub page: u32,
}

/// The store as its last commit left it: pages of the log stand over those of the file.
pub struct Content {
    raw: Raw,
    log: Log,
    log_file: Option<File>,
    page_size: usize,
    pages: u32,
}

/// Why the pages could not be read at all.
pub type Failed = Box<dyn std::error::Error + Send + Sync>;

impl Content {
    pub fn open(file: &Path, log: Log, page_size: usize, pages: u32) -> Result<Content, Failed> {
        let raw = Raw::open(file).map_err(refused)?;
        let log_file = if log.pages.is_empty() { None } else { Some(File::open(log::path(file))?) };
        Ok(Content { raw, pages: log.size.unwrap_or(pages), log, log_file, page_size })
    }

    /// Reads a page; says whether it is as it was written.
    fn read(&mut self, number: u32, into: &mut [u8]) -> Result<bool, Failed> {
        if let (Some(&at), Some(file)) = (self.log.pages.get(&number), &mut self.log_file) {
            file.seek(SeekFrom::Start(at))?;
            file.read_exact(into)?;
            return Ok(true);
        }
        let at = u64::from(number - 1) * self.page_size as u64;
        Ok(self.raw.read(at, into).map_err(refused)? && page::is_whole(into, number))
    }

    /// Looks at every page; gives each that is damaged with its number and what it belongs to.
    pub fn walk(&mut self, roots: &[Root], found: &mut dyn FnMut(u32, Option<&str>)) -> Result<(), Failed> {
        let mut seen = vec![false; self.pages as usize + 1];
        let mut content = vec![0; self.page_size];
        let locked = (LOCKED_BYTE / self.page_size as u64 + 1) as u32;
        for root in roots {
            let mut open = vec![(root.page, true)];
            while let Some((number, is_of_tree)) = open.pop() {
                match seen.get_mut(number as usize) {
                    Some(seen) if !*seen && number > 0 => *seen = true,
                    _ => continue,
                }
                if !self.read(number, &mut content)? {
                    found(number, Some(&root.name));
                } else if is_of_tree {
                    below(&content, number, &mut open);
                } else {
                    open.extend(word(&content, 0).map(|next| (next, false)));
                }
            }
        }
        for number in 1..=self.pages {
            if !seen[number as usize] && number != locked && !self.read(number, &mut content)? {
                // One that was taken and freed in one commit may never have been written.
                if content.iter().any(|&byte| byte != 0) {
                    found(number, None);
                }
            }
        }
        Ok(())
    }
}

fn refused(code: std::ffi::c_int) -> Failed {
    io::Error::other(rusqlite::ffi::Error::new(code)).into()
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A number of one to nine bytes, and how many these are.
fn number(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut value = 0_u64;
    for length in 1..=9 {
        let byte = *bytes.get(at + length - 1)?;
        if length == 9 {
            return Some((value << 8 | u64::from(byte), 9));
        }
        value = value << 7 | u64::from(byte & 0x7F);
        if byte < 0x80 {
            return Some((value, length));
        }
    }
    None
}

/// The pages on which a page of a tree leads: those below it, and where long rows of it go on. What makes no sense leads nowhere.
fn below(content: &[u8], page: u32, open: &mut Vec<(u32, bool)>) {
    let start = if page == 1 { page::HEADER } else { 0 };
    let kind = content[start];
    let is_inner = matches!(kind, 2 | 5);
    if !is_inner && !matches!(kind, 10 | 13) {
        return;
    }
    let cells = u16::from_be_bytes([content[start + 3], content[start + 4]]) as usize;
    let pointers = start + if is_inner { 12 } else { 8 };
    if is_inner {
        open.extend(word(content, start + 8).map(|last| (last, true)));
    }
    for cell in 0..cells {
        let Some(&[high, low]) = content.get(pointers + 2 * cell..pointers + 2 * cell + 2) else { return };
        let at = u16::from_be_bytes([high, low]) as usize;
        if is_inner {
            open.extend(word(content, at).map(|child| (child, true)));
        }
        if kind != 5 {
            open.extend(rest(content, at + if is_inner { 4 } else { 0 }, kind == 13).map(|next| (next, false)));
        }
    }
}

/// Where a row goes on that is longer than its page may hold.
fn rest(content: &[u8], at: usize, is_table: bool) -> Option<u32> {
    let usable = content.len() - page::SUM;
    let (payload, mut length) = number(content, at)?;
    if is_table {
        length += number(content, at + length)?.1;
    }
    let payload = usize::try_from(payload).ok()?;
    let least = (usable - 12) * 32 / 255 - 23;
    let most = if is_table { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    if payload <= most {
        return None;
    }
    let fitting = least + (payload - least) % (usable - 4);
    let here = if fitting <= most { fitting } else { least };
    word(content, at + length + here)
}
