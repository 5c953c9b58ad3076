//! Writes the file that `stemma-language` reads in place: a header, a directory of named sections, and the sections, each at a multiple of
//! 64 bytes. Sections are written in the order of their names, so the same wheel always gives the same bytes.

use std::collections::BTreeMap;

use anyhow::{Result, ensure};

const MAGIC: &[u8; 8] = b"STEMMAEN";
const VERSION: u32 = 1;
const ALIGNMENT: usize = 64;
const NAME_LENGTH: usize = 32;

/// The sections gathered so far.
#[derive(Default)]
pub struct Sections(BTreeMap<String, Vec<u8>>);

impl Sections {
    pub fn bytes(&mut self, name: &str, bytes: Vec<u8>) -> Result<()> {
        ensure!(name.len() <= NAME_LENGTH, "section name {name} is too long");
        ensure!(self.0.insert(name.to_owned(), bytes).is_none(), "section {name} is written twice");
        Ok(())
    }

    pub fn lines<T: AsRef<str>>(&mut self, name: &str, lines: &[T]) -> Result<()> {
        let text = lines.iter().map(AsRef::as_ref).collect::<Vec<_>>().join("\n");
        self.bytes(name, text.into_bytes())
    }

    pub fn numbers(&mut self, name: &str, numbers: &[f32]) -> Result<()> {
        self.bytes(name, numbers.iter().flat_map(|number| number.to_le_bytes()).collect())
    }

    /// A table sorted by key: the count, the ends of the keys, the ends of the values, then keys and values without separators.
    pub fn table(&mut self, name: &str, entries: &BTreeMap<Vec<u8>, Vec<u8>>) -> Result<()> {
        let mut bytes = u32::try_from(entries.len())?.to_le_bytes().to_vec();
        let mut end = 0;
        for key in entries.keys() {
            end += key.len();
            bytes.extend(u32::try_from(end)?.to_le_bytes());
        }
        for value in entries.values() {
            end += value.len();
            bytes.extend(u32::try_from(end)?.to_le_bytes());
        }
        entries.keys().for_each(|key| bytes.extend(key));
        entries.values().for_each(|value| bytes.extend(value));
        self.bytes(name, bytes)
    }

    pub fn write(&self) -> Vec<u8> {
        let mut file = MAGIC.to_vec();
        file.extend(VERSION.to_le_bytes());
        file.extend((self.0.len() as u32).to_le_bytes());
        let mut offset = aligned(file.len() + self.0.len() * (NAME_LENGTH + 16));
        for (name, bytes) in &self.0 {
            let mut padded = [0; NAME_LENGTH];
            padded[..name.len()].copy_from_slice(name.as_bytes());
            file.extend(padded);
            file.extend((offset as u64).to_le_bytes());
            file.extend((bytes.len() as u64).to_le_bytes());
            offset = aligned(offset + bytes.len());
        }
        for bytes in self.0.values() {
            file.resize(aligned(file.len()), 0);
            file.extend(bytes);
        }
        file
    }
}

fn aligned(offset: usize) -> usize {
    offset.next_multiple_of(ALIGNMENT)
}
