//! JSON that is no JSON Lines: an array of records, record behind record, one record, or one object around an array of them. Arrays of
//! any length are read element by element.

use std::collections::VecDeque;
use std::io::BufRead;
use std::ops::Range;

use stemma::model::Note;
use stemma::read::json::{self, Scan};
use stemma::read::{Container, LONGEST_FILE, LONGEST_PAGE};

use super::lines::Lines;
use super::{Beside, Input, Known, Pages, Piece, too_long, unreadable};

pub(super) struct Values {
    name: String,
    /// `None` once the file turned out to be JSON Lines.
    reader: Option<Box<dyn BufRead>>,
    lines: Option<Lines>,
    offset: u64,
    number: u64,
    is_exact: bool,
    state: State,
    /// Records that were found and are still to be given.
    found: VecDeque<Found>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    /// Inside an array.
    Array,
    /// Record behind record.
    Sequence,
    Over,
}

/// The bytes of a record, and where they stand in the file.
type Found = (Range<u64>, Vec<u8>);

impl Values {
    pub fn new(name: String, reader: impl BufRead + 'static, is_exact: bool) -> Values {
        let reader: Option<Box<dyn BufRead>> = Some(Box::new(reader));
        let (offset, number, found) = (0, 0, VecDeque::new());
        Values { name, reader, lines: None, offset, number, is_exact, state: State::Start, found }
    }

    /// The next sign that is neither blank nor a comma, which stays to be read.
    fn peek(&mut self) -> Result<Option<u8>, Note> {
        let Some(reader) = &mut self.reader else { return Ok(None) };
        loop {
            let buffer = reader.fill_buf().map_err(|error| unreadable(&error))?;
            if buffer.is_empty() {
                return Ok(None);
            }
            let is_passed = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b',' | 0xEF | 0xBB | 0xBF | 0x1E);
            let passed = buffer.iter().take_while(|byte| is_passed(byte)).count();
            let next = buffer.get(passed).copied();
            reader.consume(passed);
            self.offset += passed as u64;
            if next.is_some() {
                return Ok(next);
            }
        }
    }

    /// The object that begins here.
    fn value(&mut self, limit: usize) -> Result<Found, Note> {
        let (begin, mut bytes, mut scan) = (self.offset, Vec::new(), Scan::default());
        let Some(reader) = &mut self.reader else { return Ok((begin..begin, bytes)) };
        loop {
            let buffer = reader.fill_buf().map_err(|error| unreadable(&error))?;
            if buffer.is_empty() {
                let message = "opens a record that is never closed; mend it; what follows is not read";
                return Err(Note::at(message, begin as usize));
            }
            let end = scan.end(buffer);
            let used = end.unwrap_or(buffer.len());
            bytes.extend_from_slice(&buffer[..used]);
            reader.consume(used);
            self.offset += used as u64;
            if bytes.len() > limit {
                return Err(Note { at: Some(begin), ..too_long(bytes.len() as u64, limit) });
            }
            if end.is_some() {
                return Ok((begin..self.offset, bytes));
            }
        }
    }

    fn begin(&mut self, known: Known<'_>) -> Result<(), Note> {
        match self.peek()? {
            None => {
                self.state = State::Over;
                Err(Note::new("is empty; there is nothing to read"))
            }
            Some(b'[') => {
                self.take_sign();
                self.state = State::Array;
                if self.peek()? == Some(b'{') { Ok(()) } else { Err(without_records()) }
            }
            Some(b'{') => {
                let (range, bytes) = self.value(LONGEST_FILE)?;
                if self.peek()?.is_some() {
                    self.found.push_back((range, bytes));
                    self.state = State::Sequence;
                    return Ok(());
                }
                self.state = State::Over;
                let Ok(text) = std::str::from_utf8(&bytes) else {
                    return Err(Note::new("is JSON in another encoding than UTF-8; save it in that encoding"));
                };
                for part in json::records(text, known.words, known.map)? {
                    let place = range.start + part.start as u64..range.start + part.end as u64;
                    self.found.push_back((place, bytes[part].to_vec()));
                }
                Ok(())
            }
            Some(_) => Err(without_records()),
        }
    }

    fn take_sign(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.consume(1);
            self.offset += 1;
        }
    }

    /// The next record of an array or a sequence.
    fn record(&mut self) -> Result<Option<Found>, Note> {
        if let Some(found) = self.found.pop_front() {
            return Ok(Some(found));
        }
        if self.state == State::Over {
            return Ok(None);
        }
        match self.peek()? {
            Some(b'{') => self.value(LONGEST_PAGE).map(Some),
            Some(b']') if self.state == State::Array => {
                self.state = State::Over;
                Ok(None)
            }
            None if self.state == State::Sequence => Ok(None),
            None => Err(Note::at("breaks off inside an array; the records before were read", self.offset as usize)),
            Some(_) => {
                let message =
                    format!("what follows record {} is no record; mend it; the rest is not read", self.number);
                Err(Note::at(message, self.offset as usize))
            }
        }
    }
}

fn without_records() -> Note {
    Note::new("is JSON that holds no records; give objects with a text, or an array of them")
}

impl Pages for Values {
    fn next(&mut self, known: Known<'_>) -> Option<Input> {
        if let Some(lines) = &mut self.lines {
            return lines.next(known);
        }
        if self.state == State::Start {
            let is_lines = self.reader.as_mut()?.fill_buf().is_ok_and(json::is_lines);
            if is_lines && let Some(reader) = self.reader.take() {
                self.lines = Some(Lines::new(self.name.clone(), reader, self.is_exact));
                return self.next(known);
            }
            if let Err(note) = self.begin(known) {
                self.state = State::Over;
                return Some(Input::refused(&self.name, None, note));
            }
        }
        match self.record() {
            Ok(Some((range, bytes))) => {
                self.number += 1;
                Some(Input::Piece(Piece {
                    name: self.name.clone(),
                    bytes: known.mapped(bytes),
                    container: Container::Record,
                    range: self.is_exact.then_some(range),
                    number: Some(self.number),
                    beside: Beside::default(),
                }))
            }
            Ok(None) => None,
            Err(note) => {
                self.state = State::Over;
                Some(Input::refused(&self.name, None, note))
            }
        }
    }
}
