//! Reads a compiled model file in place: a directory of named sections that are texts, sorted tables or numbers. Bytes come in, views on
//! them go out; a file that is cut short, of another version or inconsistent is refused with an error and never read out of bounds.
//!
//! Public for `stemma-reader`, whose model lies in a file of the same frame; no part of what this crate promises.

use std::borrow::Cow;

use crate::Error;

const NAME_LENGTH: usize = 32;
const ENTRY_LENGTH: usize = NAME_LENGTH + 16;

/// The sections of a model file.
#[derive(Debug, Clone, Copy)]
pub struct Sections {
    bytes: &'static [u8],
    count: usize,
}

impl Sections {
    /// A file that begins with these eight bytes and this version.
    ///
    /// # Errors
    /// When the file begins with others, or is cut short. The directory is only read when a section is asked for.
    pub fn open(bytes: &'static [u8], magic: &[u8; 8], version: u32) -> Result<Sections, Error> {
        if bytes.get(..8) != Some(magic) {
            return Err(Error::Format("not a model file"));
        }
        if number(bytes, 8)? != version {
            return Err(Error::Format("model file of another version; run cargo xtask data"));
        }
        Ok(Sections { bytes, count: number(bytes, 12)? as usize })
    }

    /// The bytes of a section.
    ///
    /// # Errors
    /// When there is no such section, or it lies outside the file.
    pub fn bytes(&self, name: &str) -> Result<&'static [u8], Error> {
        for entry in 0..self.count {
            let start = 16 + entry * ENTRY_LENGTH;
            let entry = self.bytes.get(start..start + ENTRY_LENGTH).ok_or(Error::Format("directory cut short"))?;
            let (stored, place) = entry.split_at(NAME_LENGTH);
            if stored[..name.len().min(NAME_LENGTH)] == *name.as_bytes()
                && stored[name.len()..].iter().all(|byte| *byte == 0)
            {
                let mut numbers = place.as_chunks::<8>().0.iter().map(|eight| u64::from_le_bytes(*eight) as usize);
                let (offset, length) = (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0));
                let end = offset.checked_add(length).ok_or(Error::Format("section out of bounds"))?;
                return self.bytes.get(offset..end).ok_or(Error::Format("section out of bounds"));
            }
        }
        Err(Error::Missing(name.to_owned()))
    }

    /// A section that is a text.
    ///
    /// # Errors
    /// When there is no such section, or it is not text.
    pub fn text(&self, name: &str) -> Result<&'static str, Error> {
        std::str::from_utf8(self.bytes(name)?).map_err(|_| Error::Format("section is not text"))
    }

    /// The lines of a text.
    ///
    /// # Errors
    /// When there is no such section, or it is not text.
    pub fn lines(&self, name: &str) -> Result<Vec<&'static str>, Error> {
        Ok(self.text(name)?.split('\n').collect())
    }

    pub(crate) fn table(&self, name: &str) -> Result<Table, Error> {
        Table::open(self.bytes(name)?)
    }

    /// Numbers, in place where the machine's byte order and the address allow it, else copied.
    ///
    /// # Errors
    /// When there is no such section, or it is no list of numbers.
    pub fn numbers(&self, name: &str) -> Result<Cow<'static, [f32]>, Error> {
        let bytes = self.bytes(name)?;
        if bytes.len() % 4 != 0 {
            return Err(Error::Format("section of numbers of an odd length"));
        }
        #[cfg(target_endian = "little")]
        {
            // SAFETY: every bit pattern is a valid f32, and `align_to` gives a middle part that is aligned and inside the slice.
            let (before, numbers, after) = unsafe { bytes.align_to::<f32>() };
            if before.is_empty() && after.is_empty() {
                return Ok(Cow::Borrowed(numbers));
            }
        }
        Ok(bytes.as_chunks::<4>().0.iter().map(|four| f32::from_le_bytes(*four)).collect())
    }

    /// Numbers whose count must be this.
    ///
    /// # Errors
    /// When there is no such section, or it holds another count.
    pub fn exactly(&self, name: &str, count: usize) -> Result<Cow<'static, [f32]>, Error> {
        let numbers = self.numbers(name)?;
        if numbers.len() == count { Ok(numbers) } else { Err(Error::Format("layer of another size")) }
    }
}

fn number(bytes: &[u8], at: usize) -> Result<u32, Error> {
    let four = bytes.get(at..).and_then(|rest| rest.first_chunk::<4>()).ok_or(Error::Format("file cut short"))?;
    Ok(u32::from_le_bytes(*four))
}

/// A table sorted by key, searched in place.
#[derive(Clone, Copy, Default)]
pub(crate) struct Table {
    ends: &'static [[u8; 4]],
    data: &'static [u8],
}

impl Table {
    fn open(bytes: &'static [u8]) -> Result<Table, Error> {
        let count = number(bytes, 0)? as usize;
        let (ends, _) = bytes[4..].as_chunks::<4>();
        let ends = ends.get(..2 * count).ok_or(Error::Format("table cut short"))?;
        let table = Table { ends, data: &bytes[4 + 8 * count..] };
        let is_sorted = ends.iter().map(|end| u32::from_le_bytes(*end)).is_sorted();
        if is_sorted && table.end(2 * count) <= table.data.len() {
            Ok(table)
        } else {
            Err(Error::Format("table out of bounds"))
        }
    }

    /// Where the first `count` keys and values end.
    fn end(&self, count: usize) -> usize {
        if count == 0 { 0 } else { u32::from_le_bytes(self.ends[count - 1]) as usize }
    }

    fn field(&self, index: usize) -> &'static [u8] {
        &self.data[self.end(index)..self.end(index + 1)]
    }

    pub(crate) fn get(&self, key: &[u8]) -> Option<&'static [u8]> {
        let count = self.ends.len() / 2;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low + (high - low) / 2;
            match self.field(middle).cmp(key) {
                std::cmp::Ordering::Equal => return Some(self.field(count + middle)),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    pub(crate) fn text(&self, key: &[u8]) -> Option<&'static str> {
        self.get(key).and_then(|value| std::str::from_utf8(value).ok())
    }

    /// All keys with their values.
    pub(crate) fn entries(self) -> impl Iterator<Item = (&'static [u8], &'static [u8])> {
        let count = self.ends.len() / 2;
        (0..count).map(move |index| (self.field(index), self.field(count + index)))
    }

    /// The entries whose key and value are texts.
    pub(crate) fn texts(self) -> impl Iterator<Item = (&'static str, &'static str)> {
        self.entries()
            .filter_map(|(key, value)| Some((std::str::from_utf8(key).ok()?, std::str::from_utf8(value).ok()?)))
    }
}
