//! The compiled gazetteer: one file that is used where it lies, without parsing or copying at start.
//!
//! `header | records | plain names (fst) | loose names (fst) | skeletons (fst) | postings | strings`, all integers
//! little-endian, sections aligned to 64 bytes. A name leads to postings, a posting to a record of fixed width. The same
//! module writes and reads, so that the layout stands in one place. Reading checks the frame (magic, version, lengths)
//! and answers `None` for anything that points outside; it never panics on a damaged file.

use std::collections::BTreeMap;

const MAGIC: [u8; 8] = *b"STEMMAGZ";
/// Raised with every change of the layout or of the folding of names.
pub const VERSION: u32 = 1;
const HEADER: usize = 128;
const SECTIONS: usize = 6;
const RECORD: usize = 32;
const NONE: u32 = u32::MAX;

/// What kind of thing a place is; the order is that of the numbers in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Feature {
    Continent,
    Country,
    Adm1,
    Adm2,
    /// Capital of a country.
    Capital,
    /// Seat of a first-level unit.
    Seat1,
    /// Seat of a second-level or smaller unit.
    Seat,
    Settlement,
    /// Part of a settlement: quarter, suburb.
    Section,
    Airfield,
    /// Mountain, range, pass, desert: land forms.
    Land,
    /// Sea, lake, strait, gulf.
    Water,
    /// River or canal, road or front: a line.
    Line,
    /// A region without exact borders.
    Area,
    /// Dam, oil field, crossing, base, port, bridge, camp, prison.
    Site,
}

const FEATURES: [Feature; 15] = [
    Feature::Continent,
    Feature::Country,
    Feature::Adm1,
    Feature::Adm2,
    Feature::Capital,
    Feature::Seat1,
    Feature::Seat,
    Feature::Settlement,
    Feature::Section,
    Feature::Airfield,
    Feature::Land,
    Feature::Water,
    Feature::Line,
    Feature::Area,
    Feature::Site,
];

impl Feature {
    pub fn is_settlement(self) -> bool {
        (Feature::Capital..=Feature::Section).contains(&self)
    }
}

/// One place as the file keeps it. Units above it are given as numbers of their own records.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Record {
    pub lat: f64,
    pub lon: f64,
    pub geonames: Option<u32>,
    pub population: u32,
    /// ISO 3166-1 alpha-2; two spaces when a place belongs to no country.
    pub country: [u8; 2],
    pub admin1: Option<u32>,
    pub admin2: Option<u32>,
    pub feature: Feature,
    /// Where its name stands among the strings.
    pub name: u32,
}

/// One place that a name may stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Posting {
    pub record: u32,
    /// The name is one of the others that the place has, not its main one.
    pub alternate: bool,
}

impl Record {
    fn write(&self, out: &mut Vec<u8>) {
        let degrees = |value: f64| ((value * 1e5).round() as i32).to_le_bytes();
        out.extend(degrees(self.lat));
        out.extend(degrees(self.lon));
        out.extend(self.geonames.unwrap_or(0).to_le_bytes());
        out.extend(self.population.to_le_bytes());
        out.extend(self.name.to_le_bytes());
        out.extend(self.admin1.unwrap_or(NONE).to_le_bytes());
        out.extend(self.admin2.unwrap_or(NONE).to_le_bytes());
        out.extend(self.country);
        out.push(self.feature as u8);
        out.push(0);
    }

    fn read(bytes: &[u8]) -> Option<Record> {
        let word = |at: usize| number(bytes, at);
        let some = |value: u32| (value != NONE).then_some(value);
        Some(Record {
            lat: f64::from(word(0)? as i32) / 1e5,
            lon: f64::from(word(4)? as i32) / 1e5,
            geonames: Some(word(8)?).filter(|&id| id != 0),
            population: word(12)?,
            name: word(16)?,
            admin1: some(word(20)?),
            admin2: some(word(24)?),
            country: bytes.get(28..30)?.try_into().ok()?,
            feature: *FEATURES.get(usize::from(*bytes.get(30)?))?,
        })
    }
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// What is written: records in their final order, and for every key the places it may stand for.
#[derive(Default)]
pub struct Writer {
    records: Vec<Record>,
    strings: Vec<u8>,
    plain: BTreeMap<String, Vec<Posting>>,
    loose: BTreeMap<String, Vec<Posting>>,
    skeletons: BTreeMap<String, Vec<Posting>>,
}

impl Writer {
    /// Adds a place and gives its number. `record.name` is set here.
    pub fn place(&mut self, name: &str, record: Record) -> u32 {
        let at = self.strings.len() as u32;
        let name = &name.as_bytes()[..name.len().min(255)];
        self.strings.push(name.len() as u8);
        self.strings.extend(name);
        self.records.push(Record { name: at, ..record });
        self.records.len() as u32 - 1
    }

    /// Lets a name lead to a place. `romanised` also files it under its consonants within the country.
    pub fn name(&mut self, name: &str, posting: Posting, romanised: bool) {
        let country = self.records[posting.record as usize].country;
        let file = |keys: &mut BTreeMap<String, Vec<Posting>>, key: String| {
            if !key.is_empty() {
                keys.entry(key).or_default().push(posting);
            }
        };
        file(&mut self.plain, super::fold::plain(name));
        file(&mut self.loose, super::fold::loose(name));
        let skeleton = super::fold::skeleton(name);
        if romanised && !skeleton.is_empty() {
            file(&mut self.skeletons, skeleton_key(country, &skeleton));
        }
    }

    /// The bytes of the file: the same for the same calls.
    pub fn finish(self) -> Result<Vec<u8>, fst::Error> {
        let mut postings = Vec::new();
        let mut records = Vec::with_capacity(self.records.len() * RECORD);
        self.records.iter().for_each(|record| record.write(&mut records));
        let maps = [&self.plain, &self.loose, &self.skeletons].map(|keys| index(keys, &self.records, &mut postings));
        let [plain, loose, skeletons] = maps;
        let sections = [records, plain?, loose?, skeletons?, postings, self.strings];
        let mut out = vec![0; HEADER];
        out[..8].copy_from_slice(&MAGIC);
        out[8..12].copy_from_slice(&VERSION.to_le_bytes());
        for (number, section) in sections.iter().enumerate() {
            out.resize(out.len().next_multiple_of(64), 0);
            let (start, length) = (out.len() as u64, section.len() as u64);
            out[16 + number * 16..][..8].copy_from_slice(&start.to_le_bytes());
            out[24 + number * 16..][..8].copy_from_slice(&length.to_le_bytes());
            out.extend(section);
        }
        Ok(out)
    }
}

/// The key under which the consonants of a name are filed.
pub fn skeleton_key(country: [u8; 2], skeleton: &str) -> String {
    let [first, second] = country.map(char::from);
    format!("{first}{second}:{skeleton}")
}

/// One map from keys to postings: a single posting lies in the value itself, several lie together, the largest first.
fn index(
    keys: &BTreeMap<String, Vec<Posting>>,
    records: &[Record],
    postings: &mut Vec<u8>,
) -> Result<Vec<u8>, fst::Error> {
    let mut map = fst::MapBuilder::memory();
    for (key, found) in keys {
        let mut found = found.clone();
        found.sort_unstable();
        found.dedup_by_key(|posting| posting.record);
        found.sort_by_key(|posting| std::cmp::Reverse(records[posting.record as usize].population));
        let packed = |posting: &Posting| posting.record << 1 | u32::from(posting.alternate);
        let value = if let [only] = &found[..] {
            u64::from(packed(only)) << 1 | 1
        } else {
            let start = postings.len() as u64;
            postings.extend((found.len() as u32).to_le_bytes());
            found.iter().for_each(|posting| postings.extend(packed(posting).to_le_bytes()));
            start << 1
        };
        map.insert(key, value)?;
    }
    map.into_inner()
}

/// The file, opened over its bytes.
pub struct File {
    records: &'static [u8],
    plain: fst::Map<&'static [u8]>,
    loose: fst::Map<&'static [u8]>,
    skeletons: fst::Map<&'static [u8]>,
    postings: &'static [u8],
    strings: &'static [u8],
}

impl File {
    /// Empty bytes are a gazetteer without places: what tests of other things use.
    pub fn open(bytes: &'static [u8]) -> Result<File, String> {
        static NOTHING: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
        if bytes.is_empty() {
            let nothing = NOTHING.get_or_init(|| Writer::default().finish().unwrap_or_default());
            return if nothing.is_empty() { Err("cannot be made".into()) } else { File::open(nothing) };
        }
        if bytes.get(..8) != Some(&MAGIC) {
            return Err("not a compiled gazetteer".into());
        }
        let version = number(bytes, 8).unwrap_or(0);
        if version != VERSION {
            return Err(format!("compiled for version {version}, this program reads version {VERSION}"));
        }
        let section = |index: usize| -> Result<&'static [u8], String> {
            let read = |at: usize| Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?) as usize);
            let found = read(16 + index * 16).zip(read(24 + index * 16));
            let end = found.and_then(|(start, length)| Some((start, start.checked_add(length)?)));
            end.and_then(|(start, end)| bytes.get(start..end))
                .ok_or_else(|| format!("section {index} of {SECTIONS} is cut off"))
        };
        let map = |index: usize| fst::Map::new(section(index)?).map_err(|error| format!("section {index}: {error}"));
        Ok(File {
            records: section(0)?,
            plain: map(1)?,
            loose: map(2)?,
            skeletons: map(3)?,
            postings: section(4)?,
            strings: section(5)?,
        })
    }

    /// How many places there are in the file.
    pub fn count(&self) -> u32 {
        (self.records.len() / RECORD) as u32
    }

    pub fn record(&self, index: u32) -> Option<Record> {
        let start = (index as usize).checked_mul(RECORD)?;
        Record::read(self.records.get(start..start + RECORD)?)
    }

    pub fn name(&self, record: &Record) -> &'static str {
        let start = record.name as usize;
        let length = self.strings.get(start).copied().unwrap_or(0);
        let name = self.strings.get(start + 1..start + 1 + usize::from(length)).unwrap_or(&[]);
        std::str::from_utf8(name).unwrap_or("")
    }

    pub fn plain(&self, key: &str) -> Vec<Posting> {
        self.postings(&self.plain, key)
    }

    pub fn loose(&self, key: &str) -> Vec<Posting> {
        self.postings(&self.loose, key)
    }

    pub fn skeleton(&self, country: [u8; 2], skeleton: &str) -> Vec<Posting> {
        self.postings(&self.skeletons, &skeleton_key(country, skeleton))
    }

    pub fn contains_plain(&self, key: &str) -> bool {
        self.plain.contains_key(key)
    }

    fn postings(&self, map: &fst::Map<&'static [u8]>, key: &str) -> Vec<Posting> {
        let unpack = |packed: u32| Posting { record: packed >> 1, alternate: packed & 1 == 1 };
        match map.get(key) {
            None => Vec::new(),
            Some(value) if value & 1 == 1 => vec![unpack((value >> 1) as u32)],
            Some(value) => {
                let start = (value >> 1) as usize;
                let count = number(self.postings, start).unwrap_or(0) as usize;
                (0..count).map_while(|at| number(self.postings, start + 4 + at * 4)).map(unpack).collect()
            }
        }
    }
}
