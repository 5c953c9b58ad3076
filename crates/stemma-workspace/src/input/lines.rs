//! JSON Lines: a record a line; a line that is broken costs itself alone.

use std::io::{self, BufRead, Read};

use stemma::read::{Container, LONGEST_PAGE};

use super::{Beside, Input, Known, Pages, Piece, unreadable};

/// A JSON Lines file that is being read.
pub(super) struct Lines {
    name: String,
    reader: Box<dyn BufRead>,
    offset: u64,
    line: u64,
    /// Whether the bytes are those of the file.
    is_exact: bool,
}

impl Lines {
    pub fn new(name: String, reader: impl BufRead + 'static, is_exact: bool) -> Lines {
        Lines { name, reader: Box::new(reader), offset: 0, line: 0, is_exact }
    }
}

impl Pages for Lines {
    /// The next line that is not blank. A line over the limit is cut there and the rest of it is skipped, so that it is
    /// refused without being held.
    fn next(&mut self, known: Known<'_>) -> Option<Input> {
        loop {
            let mut bytes = Vec::new();
            let read = self.reader.by_ref().take(LONGEST_PAGE as u64 + 2).read_until(b'\n', &mut bytes);
            let (offset, mut length) = (self.offset, bytes.len() as u64);
            match read {
                Err(error) => {
                    // What follows a failed read cannot be told apart from its line, so the file ends here.
                    self.reader = Box::new(io::empty());
                    return Some(Input::refused(&self.name, None, unreadable(&error)));
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
            if self.line == 1 && bytes.starts_with(b"\xEF\xBB\xBF") {
                bytes.drain(..3);
            }
            return Some(Input::Piece(Piece {
                name: self.name.clone(),
                bytes: known.mapped(bytes),
                container: Container::Record,
                range: self.is_exact.then_some(offset..offset + length),
                number: Some(self.line),
                beside: Beside::default(),
            }));
        }
    }
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
