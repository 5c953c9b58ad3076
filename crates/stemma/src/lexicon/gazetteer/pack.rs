//! Packs of places of a user's own: the villages and features of some countries, compiled from tables of others.
//!
//! Comes in: lines of an official GeoNames dump (19 columns) or of a table of Who's On First (14 columns). Goes out: bytes in the layout of the compiled
//! gazetteer, without the places that it has already. First-level units come first in a pack, so that they can be found again in the gazetteer when it is opened
//! and every village lies in the unit that texts name.

use std::collections::{HashMap, HashSet};

use super::file::{Feature, File, Posting, Record, Writer};
use super::{Gazetteer, PlaceId, fold};

/// So many places are what a region of the world has; more would not fit into memory while they are compiled.
pub const MOST_PLACES: usize = 2_000_000;
/// Two entries of one name nearer than this are one place of two registers.
const SAME_PLACE_DEG: f64 = 0.1;
/// Other names of one place, at most.
const MOST_NAMES: usize = 40;

/// A pack, opened beside the gazetteer.
pub(super) struct Pack {
    file: File,
    /// The number of its first place in the gazetteer.
    first: u32,
    /// Units that the gazetteer has too: they are one place.
    units: HashMap<u32, PlaceId>,
}

impl Pack {
    pub fn open(bytes: &'static [u8], gazetteer: &Gazetteer, first: u32) -> Result<Pack, String> {
        let file = File::open(bytes)?;
        if first.checked_add(file.count()).is_none_or(|count| count > u32::MAX / 2) {
            return Err("holds more places than can be numbered".into());
        }
        let mut units = HashMap::new();
        for local in 0..file.count() {
            let Some(record) = file.record(local).filter(|record| record.feature == Feature::Adm1) else { break };
            if let Some(known) = gazetteer.unit_like(&record, file.name(&record)) {
                units.insert(local, known);
            }
        }
        Ok(Pack { file, first, units })
    }

    pub fn count(&self) -> u32 {
        self.file.count()
    }

    /// The record behind a number of the gazetteer, and its name.
    pub fn record(&self, id: PlaceId) -> Option<(Record, &'static str)> {
        let record = self.file.record(id.0.checked_sub(self.first)?)?;
        Some((record, self.file.name(&record)))
    }

    /// The number in the gazetteer of a place of this pack.
    pub fn place(&self, local: u32) -> PlaceId {
        self.units.get(&local).copied().unwrap_or(PlaceId(self.first + local))
    }

    pub fn plain(&self, key: &str) -> impl Iterator<Item = Posting> {
        self.postings(self.file.plain(key))
    }

    pub fn loose(&self, key: &str) -> impl Iterator<Item = Posting> {
        self.postings(self.file.loose(key))
    }

    pub fn skeleton(&self, country: [u8; 2], skeleton: &str) -> impl Iterator<Item = Posting> {
        self.postings(self.file.skeleton(country, skeleton))
    }

    pub fn contains_plain(&self, key: &str) -> bool {
        self.file.contains_plain(key)
    }

    fn postings(&self, found: Vec<Posting>) -> impl Iterator<Item = Posting> {
        found.into_iter().map(|posting| Posting { record: self.place(posting.record).0, ..posting })
    }
}

/// One line of a table.
struct Row {
    name: String,
    others: Vec<String>,
    lat: f64,
    lon: f64,
    country: [u8; 2],
    geonames: Option<u32>,
    population: u32,
    feature: Feature,
    /// What its table calls the unit it lies in, or, for a unit, itself.
    unit: String,
}

/// What became of the lines.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub places: usize,
    /// The program's gazetteer, or a line before, has them.
    pub known: usize,
    /// Of kinds that no text names as a place: farms, wells, historical sites.
    pub other_kinds: usize,
}

/// Collects the places of tables.
pub struct Builder<'g> {
    gazetteer: &'g Gazetteer,
    /// GeoNames numbers of the gazetteer's places.
    numbers: HashSet<u32>,
    rows: Vec<Row>,
    counts: Counts,
}

impl<'g> Builder<'g> {
    pub fn new(gazetteer: &'g Gazetteer) -> Builder<'g> {
        Builder { gazetteer, numbers: gazetteer.geonames_numbers(), rows: Vec::new(), counts: Counts::default() }
    }

    /// Takes one line of a table; an error says what is wrong with it.
    pub fn line(&mut self, line: &str) -> Result<(), String> {
        let line = line.trim_end_matches(['\r', '\n']);
        if line.is_empty() || line.starts_with('#') {
            return Ok(());
        }
        let cells: Vec<&str> = line.split('\t').collect();
        let row = match cells.len() {
            19 => of_geonames(&cells)?,
            14 => of_whos_on_first(&cells)?,
            count => {
                return Err(format!("has {count} columns; a GeoNames dump has 19, a table of Who's On First has 14"));
            }
        };
        match row {
            None => self.counts.other_kinds += 1,
            Some(_) if self.rows.len() >= MOST_PLACES => {
                return Err(format!(
                    "is past the limit of {MOST_PLACES} places; compile the files of single countries"
                ));
            }
            Some(row) => self.rows.push(row),
        }
        Ok(())
    }

    /// The bytes of the pack, the same for the same lines in any order, and what became of the lines.
    pub fn finish(mut self) -> Result<(Vec<u8>, Counts), String> {
        self.rows.sort_by(|a, b| {
            let key = |row: &Row| (row.feature != Feature::Adm1, row.country, row.geonames.is_none());
            key(a)
                .cmp(&key(b))
                .then_with(|| b.population.cmp(&a.population))
                .then_with(|| a.name.cmp(&b.name))
                .then_with(|| a.lat.total_cmp(&b.lat).then(a.lon.total_cmp(&b.lon)))
        });
        let mut writer = Writer::default();
        let mut units: HashMap<String, u32> = HashMap::new();
        let mut seen = Seen::default();
        for row in &self.rows {
            let is_unit = row.feature == Feature::Adm1;
            // A unit stands in the pack even where the gazetteer has it, for the places in it.
            let known = !is_unit && self.is_known(row);
            if known || !seen.is_first(row) {
                self.counts.known += usize::from(!is_unit);
                continue;
            }
            let admin1 = units.get(&row.unit).copied().filter(|_| !is_unit);
            let record = Record {
                lat: row.lat,
                lon: row.lon,
                geonames: row.geonames,
                population: row.population,
                country: row.country,
                admin1,
                admin2: None,
                feature: row.feature,
                name: 0,
            };
            let number = writer.place(&row.name, record);
            let romanised = !super::is_english(row.country);
            writer.name(&row.name, Posting { record: number, alternate: false }, romanised);
            for other in &row.others {
                writer.name(other, Posting { record: number, alternate: true }, romanised);
            }
            if is_unit {
                units.insert(row.unit.clone(), number);
            } else {
                self.counts.places += 1;
            }
        }
        let bytes = writer.finish().map_err(|error| error.to_string())?;
        Ok((bytes, self.counts))
    }

    fn is_known(&self, row: &Row) -> bool {
        if row.geonames.is_some_and(|number| self.numbers.contains(&number)) {
            return true;
        }
        let near = |place: PlaceId| {
            self.gazetteer.entry(place).is_some_and(|entry| {
                (entry.lat - row.lat).abs() < SAME_PLACE_DEG && (entry.lon - row.lon).abs() < SAME_PLACE_DEG
            })
        };
        row.geonames.is_none() && self.gazetteer.exact(&row.name).iter().any(|candidate| near(candidate.place))
    }
}

/// Places of a pack so far, by number and by name and point.
#[derive(Default)]
struct Seen {
    numbers: HashSet<u32>,
    points: HashSet<(String, i32, i32)>,
}

impl Seen {
    fn is_first(&mut self, row: &Row) -> bool {
        let cell = |degrees: f64| (degrees / SAME_PLACE_DEG).round() as i32;
        let point = (fold::plain(&row.name), cell(row.lat), cell(row.lon));
        let is_new_number = row.geonames.is_none_or(|number| self.numbers.insert(number));
        let is_new_point = self.points.insert(point);
        is_new_number && (is_new_point || row.geonames.is_some())
    }
}

/// geonameid, name, asciiname, alternatenames, latitude, longitude, feature class, feature code, country code, cc2, admin1 code, …
fn of_geonames(cells: &[&str]) -> Result<Option<Row>, String> {
    let Some(feature) = feature_of(cells[6], cells[7]) else { return Ok(None) };
    let population: u64 = if cells[14].is_empty() { 0 } else { number(cells[14], "population")? };
    Ok(Some(Row {
        name: cells[1].to_owned(),
        others: others(cells[1], std::iter::once(cells[2]).chain(cells[3].split(','))),
        lat: degrees(cells[4], 90.0, "latitude")?,
        lon: degrees(cells[5], 180.0, "longitude")?,
        country: country(cells[8])?,
        geonames: Some(number(cells[0], "geonameid")?),
        population: population.min(u64::from(u32::MAX)) as u32,
        feature,
        unit: format!("{}.{}", cells[8], cells[10]),
    }))
}

/// id, placetype, is_current, deprecated, lat, lon, country, name, names, population, GeoNames id, feature code, region id, county id.
/// Most localities of some countries say `is_current` −1, which is "not known", so only 0 leaves a place out.
fn of_whos_on_first(cells: &[&str]) -> Result<Option<Row>, String> {
    if cells[2] == "0" || cells[3] == "1" {
        return Ok(None);
    }
    let feature = match cells[1] {
        "region" => Feature::Adm1,
        "county" | "localadmin" => Feature::Adm2,
        "locality" => feature_of("P", cells[11]).unwrap_or(Feature::Settlement),
        "neighbourhood" => Feature::Section,
        _ => return Ok(None),
    };
    Ok(Some(Row {
        name: cells[7].to_owned(),
        others: others(cells[7], cells[8].split('|')),
        lat: degrees(cells[4], 90.0, "latitude")?,
        lon: degrees(cells[5], 180.0, "longitude")?,
        country: country(cells[6])?,
        geonames: cells[10].parse().ok(),
        population: cells[9].parse().unwrap_or(0),
        feature,
        unit: if feature == Feature::Adm1 { cells[0] } else { cells[12] }.to_owned(),
    }))
}

/// The kinds of GeoNames that news name as places; farms, wells, streams without a name of their own and what is no longer there are left out.
fn feature_of(class: &str, code: &str) -> Option<Feature> {
    Some(match (class, code) {
        ("A", "ADM1") => Feature::Adm1,
        ("A", "ADM2" | "ADM3") => Feature::Adm2,
        ("P", "PPLC") => Feature::Capital,
        ("P", "PPLA") => Feature::Seat1,
        ("P", "PPLA2" | "PPLA3" | "PPLA4" | "PPLA5") => Feature::Seat,
        ("P", "PPLX") => Feature::Section,
        ("P", "PPLH" | "PPLCH") => return None,
        ("P", _) => Feature::Settlement,
        ("S", "AIRP" | "AIRB" | "AIRF") => Feature::Airfield,
        ("S", "DAM" | "BDG" | "CSTM" | "PSTB" | "PS" | "PSN" | "PSH" | "PRN" | "OILR" | "OILT" | "MN" | "FCL") => {
            Feature::Site
        }
        ("S", "CMPRF" | "CMP" | "INSM" | "FT" | "STNB" | "BUR" | "NOV" | "HSP") => Feature::Site,
        ("L", "OILF" | "GASF" | "MILB" | "NVB" | "PRT" | "CMN") => Feature::Site,
        ("L", "RGN" | "AREA" | "RGNL") => Feature::Area,
        (
            "T",
            "MT" | "MTS" | "HLL" | "HLLS" | "PK" | "PASS" | "PLAT" | "VAL" | "DSRT" | "ISL" | "ISLS" | "PEN" | "CAPE"
            | "OAS" | "RDGE",
        ) => Feature::Land,
        ("H", "LK" | "LKS" | "RSV" | "BAY" | "GULF" | "STRT" | "SEA" | "LGN") => Feature::Water,
        ("H", "STM" | "STMI" | "CNL" | "WAD" | "WADI") => Feature::Line,
        _ => return None,
    })
}

fn others<'n>(main: &str, names: impl Iterator<Item = &'n str>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut keys = HashSet::from([fold::plain(main)]);
    for name in names.map(str::trim) {
        let key = fold::plain(name);
        // Two letters are the code of an airport or of a unit.
        if key.len() > 2 && kept.len() < MOST_NAMES && keys.insert(key) {
            kept.push(name.to_owned());
        }
    }
    kept
}

fn number<T: std::str::FromStr>(cell: &str, column: &str) -> Result<T, String> {
    cell.trim().parse().map_err(|_| format!("{column} {cell:?} is not a number"))
}

fn degrees(cell: &str, most: f64, column: &str) -> Result<f64, String> {
    let value: f64 = number(cell, column)?;
    if value.abs() <= most { Ok(value) } else { Err(format!("{column} {cell:?} is out of range")) }
}

fn country(cell: &str) -> Result<[u8; 2], String> {
    match cell.as_bytes() {
        [first, second] if cell.chars().all(|letter| letter.is_ascii_uppercase()) => Ok([*first, *second]),
        [] => Ok(*b"  "),
        _ => Err(format!("country {cell:?} is not a code of two capital letters")),
    }
}
