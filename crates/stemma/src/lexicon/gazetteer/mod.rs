//! The world's places, looked up by the names that texts give them.
//!
//! Comes in: the compiled gazetteer (settlements, administrative units, airfields), used where it lies, and our lists of
//! `places/` (countries, regions, land forms, waters, sites, aliases), which a user's own files may extend, and packs of villages of the user's own. Goes out:
//! for a name, every place that may be meant, with how closely the name fits. It never decides which one is meant: that
//! needs the document.

mod around;
pub mod file;
pub mod fold;
mod lists;
pub mod pack;
mod words;

use std::collections::{HashMap, HashSet};

use file::{File, Posting, Record};
use pack::Pack;

use super::{LexiconError, Lists};
pub use file::Feature;
pub use lists::Country;
pub(in crate::lexicon) use lists::rows;
pub use words::PlaceWords;

/// A place of the gazetteer. Numbers are stable within one gazetteer only and are never stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PlaceId(u32);

/// A country of the list of countries.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CountryId(pub u16);

/// One place with what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'g> {
    pub id: PlaceId,
    pub name: &'g str,
    pub lat: f64,
    pub lon: f64,
    pub geonames: Option<u32>,
    pub population: u32,
    pub country: Option<CountryId>,
    /// The first- and second-level units it lies in.
    pub admin1: Option<PlaceId>,
    pub admin2: Option<PlaceId>,
    pub feature: Feature,
    /// How far its area reaches, in kilometres, where a list says so.
    pub radius_km: Option<f64>,
    /// It stands in a list of ours: a reader of the news expects this one.
    pub listed: bool,
}

/// How closely a name of the text fits a name of the gazetteer, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Equal but for case, accents, hyphens and points, with the main name.
    Name,
    /// The same with another name of the place.
    OtherName,
    /// Equal after romanisations were joined.
    Romanised,
    /// The consonants are equal.
    Consonants,
}

#[derive(Clone, Copy, Debug)]
pub struct Candidate {
    pub place: PlaceId,
    pub fit: Fit,
}

/// A short form of a place ("Pa.", "NYC"): where it counts, and what it stands for.
#[derive(Clone, Debug)]
struct Alias {
    place: PlaceId,
    after_comma_only: bool,
}

/// A place of our lists.
#[derive(Clone, Debug)]
struct Listed {
    name: String,
    record: Record,
    country: Option<CountryId>,
    radius_km: Option<f64>,
}

pub struct Gazetteer {
    file: File,
    /// In the order in which they were given; their places are numbered behind those of the lists.
    packs: Vec<Pack>,
    listed: Vec<Listed>,
    listed_plain: HashMap<String, Vec<Posting>>,
    listed_loose: HashMap<String, Vec<Posting>>,
    countries: Vec<Country>,
    by_code: HashMap<[u8; 2], CountryId>,
    peoples: HashMap<String, (PlaceId, Option<CountryId>)>,
    words: PlaceWords,
    /// Points of ours that take the place of those in the file.
    moved: HashMap<u32, (f64, f64, Option<f64>)>,
    aliases: HashMap<String, Vec<Alias>>,
}

impl Gazetteer {
    /// Opens the compiled file and reads the lists of `places/`.
    pub fn from_bytes(bytes: &'static [u8], lists: &Lists<'_>) -> Result<Gazetteer, LexiconError> {
        let file = File::open(bytes).map_err(LexiconError::Gazetteer)?;
        let mut gazetteer = Gazetteer {
            file,
            packs: Vec::new(),
            listed: Vec::new(),
            listed_plain: HashMap::new(),
            listed_loose: HashMap::new(),
            countries: Vec::new(),
            by_code: HashMap::new(),
            peoples: HashMap::new(),
            words: PlaceWords::compile(lists)?,
            moved: HashMap::new(),
            aliases: HashMap::new(),
        };
        gazetteer.read_countries(lists.text("places/countries.tsv")?)?;
        gazetteer.read_supplement(lists.text("places/supplement.tsv")?)?;
        gazetteer.read_peoples(lists.text("places/peoples.tsv")?)?;
        gazetteer.read_aliases(lists.text("places/aliases.tsv")?)?;
        Ok(gazetteer)
    }

    /// Opens a pack of a user's own beside what is there; an error says what is wrong with it.
    pub fn add_pack(&mut self, bytes: &'static [u8]) -> Result<(), String> {
        let before: u32 = self.packs.iter().map(Pack::count).sum();
        let first = self.file.count() + self.listed.len() as u32 + before;
        self.packs.push(Pack::open(bytes, self, first)?);
        Ok(())
    }

    /// The first-level unit of the compiled file that a unit of a pack is.
    fn unit_like(&self, unit: &Record, name: &str) -> Option<PlaceId> {
        let found = self.file.plain(&fold::plain(name)).into_iter().chain(self.file.loose(&fold::loose(name)));
        let is_one = |record: &Record| record.feature == Feature::Adm1 && record.country == unit.country;
        let mut found = found.filter(|posting| self.file.record(posting.record).is_some_and(|record| is_one(&record)));
        found.next().map(|posting| PlaceId(posting.record))
    }

    /// The GeoNames numbers of the compiled file and of our lists.
    fn geonames_numbers(&self) -> HashSet<u32> {
        let of_file = (0..self.file.count()).filter_map(|index| self.file.record(index)?.geonames);
        of_file.chain(self.listed.iter().filter_map(|listed| listed.record.geonames)).collect()
    }

    /// The place of this number; `None` only for a damaged file.
    pub fn entry(&self, id: PlaceId) -> Option<Entry<'_>> {
        let listed = id.0.checked_sub(self.file.count()).and_then(|index| self.listed.get(index as usize));
        let country_of = |record: &Record| self.by_code.get(&record.country).copied();
        let pack = || {
            let pack = self.packs.iter().find(|pack| pack.record(id).is_some())?;
            let (record, name) = pack.record(id)?;
            let units = [record.admin1, record.admin2].map(|unit| unit.map(|unit| pack.place(unit).0));
            Some((Record { admin1: units[0], admin2: units[1], ..record }, name))
        };
        let (record, name, country, radius_km) = match listed {
            Some(listed) => (listed.record, listed.name.as_str(), listed.country, listed.radius_km),
            None => {
                let of_file = self.file.record(id.0).map(|record| (record, self.file.name(&record)));
                let (record, name) = of_file.or_else(pack)?;
                (record, name, country_of(&record), None)
            }
        };
        let moved = self.moved.get(&id.0).copied();
        let (lat, lon, radius_km) = moved.unwrap_or((record.lat, record.lon, radius_km));
        Some(Entry {
            id,
            name,
            lat,
            lon,
            geonames: record.geonames,
            population: record.population,
            country,
            admin1: record.admin1.map(PlaceId),
            admin2: record.admin2.map(PlaceId),
            feature: record.feature,
            radius_km,
            listed: listed.is_some() || moved.is_some(),
        })
    }

    /// Every place that bears this name but for case, accents, hyphens and points.
    pub fn exact(&self, name: &str) -> Vec<Candidate> {
        let key = fold::plain(name);
        let mut found: Vec<Posting> = self.listed_plain.get(&key).cloned().unwrap_or_default();
        found.extend(self.file.plain(&key));
        found.extend(self.packs.iter().flat_map(|pack| pack.plain(&key)));
        let fit = |posting: &Posting| if posting.alternate { Fit::OtherName } else { Fit::Name };
        found.iter().map(|posting| Candidate { place: PlaceId(posting.record), fit: fit(posting) }).collect()
    }

    /// Every place whose name sounds so, however it is romanised.
    pub fn folded(&self, name: &str) -> Vec<Candidate> {
        let key = fold::loose(name);
        if key.len() < 3 {
            return Vec::new();
        }
        let mut found: Vec<Posting> = self.listed_loose.get(&key).cloned().unwrap_or_default();
        found.extend(self.file.loose(&key));
        found.extend(self.packs.iter().flat_map(|pack| pack.loose(&key)));
        found.iter().map(|posting| Candidate { place: PlaceId(posting.record), fit: Fit::Romanised }).collect()
    }

    /// The places of one country whose names have these consonants.
    pub fn consonants(&self, name: &str, country: CountryId) -> Vec<Candidate> {
        let key = fold::skeleton(name);
        let Some(country) = self.countries.get(usize::from(country.0)).filter(|_| !key.is_empty()) else {
            return Vec::new();
        };
        let mut found = self.file.skeleton(country.alpha2, &key);
        found.extend(self.packs.iter().flat_map(|pack| pack.skeleton(country.alpha2, &key)));
        found.iter().map(|posting| Candidate { place: PlaceId(posting.record), fit: Fit::Consonants }).collect()
    }

    /// The place that a short form stands for: `Pa.`, `NYC`. `after_comma` when it follows a town and a comma.
    pub fn short_form(&self, form: &str, after_comma: bool) -> Option<PlaceId> {
        let aliases = self.aliases.get(form)?;
        let mut of_country = aliases.iter().filter(|alias| alias.after_comma_only && after_comma);
        let mut anywhere = aliases.iter().filter(|alias| !alias.after_comma_only);
        of_country.next().or_else(|| anywhere.next()).map(|alias| alias.place)
    }

    /// Some place of the world bears this name.
    pub fn is_known_name(&self, name: &str) -> bool {
        let key = fold::plain(name);
        !key.is_empty()
            && (self.listed_plain.contains_key(&key)
                || self.file.contains_plain(&key)
                || self.packs.iter().any(|pack| pack.contains_plain(&key)))
    }

    /// The country of an ISO 3166-1 code of two or three letters, in any case.
    pub fn country_of_code(&self, code: &str) -> Option<CountryId> {
        let code = code.to_uppercase();
        let is_one = |country: &Country| country.alpha3 == code || country.alpha2 == *code.as_bytes();
        self.countries().find(|(_, country)| is_one(country)).map(|(id, _)| id)
    }

    pub fn country(&self, id: CountryId) -> Option<&Country> {
        self.countries.get(usize::from(id.0))
    }

    pub fn countries(&self) -> impl Iterator<Item = (CountryId, &Country)> {
        self.countries.iter().enumerate().map(|(index, country)| (CountryId(index as u16), country))
    }

    /// The country that this name or demonym is of: `Britain`, `Syrian`, `Ukrainians`. Exact words, as they are written.
    pub fn country_of_name(&self, name: &str) -> Option<CountryId> {
        let name = name.strip_prefix("the ").unwrap_or(name);
        let found = self.listed_plain.get(&fold::plain(name))?.iter().find_map(|posting| {
            let entry = self.entry(PlaceId(posting.record))?;
            (entry.feature == Feature::Country).then_some(entry.country)?
        });
        found.filter(|_| name.starts_with(char::is_uppercase))
    }

    /// The place whose people or things are called so, and its country: `Syrian`, `Ukrainians`, `European`.
    pub fn people(&self, word: &str) -> Option<(PlaceId, Option<CountryId>)> {
        self.peoples.get(word).or_else(|| self.peoples.get(word.strip_suffix('s')?)).copied()
    }

    /// The country whose people or things are called so.
    pub fn country_of_demonym(&self, word: &str) -> Option<CountryId> {
        let (place, country) = self.people(word)?;
        let country = country?;
        (self.country(country)?.place == place).then_some(country)
    }

    /// The first-level unit of a country, or the country, that bears this name.
    pub fn is_container(&self, candidate: &Candidate) -> bool {
        self.entry(candidate.place).is_some_and(|entry| matches!(entry.feature, Feature::Country | Feature::Adm1))
    }

    /// Words that tell places from other names.
    pub fn words(&self) -> &PlaceWords {
        &self.words
    }
}

/// Names of English-speaking countries have one spelling; looser keys would only join what is different.
pub fn is_english(country: [u8; 2]) -> bool {
    const ENGLISH: [[u8; 2]; 6] = [*b"US", *b"GB", *b"CA", *b"AU", *b"NZ", *b"IE"];
    ENGLISH.contains(&country)
}
