//! Our own lists of places (`places/*.tsv`) read into the gazetteer: tab-separated columns, `#` for comments, one line of
//! column names. A line that cannot be read is an error that names the list and the line.

use std::collections::HashMap;

use super::file::{Feature, Posting, Record};
use super::{Alias, CountryId, Fit, Gazetteer, Listed, PlaceId, fold};
use crate::lexicon::LexiconError;

/// A country or territory.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-2, upper case.
    pub alpha2: [u8; 2],
    /// ISO 3166-1 alpha-3; XKX for Kosovo.
    pub alpha3: String,
    pub name: String,
    pub capital: Option<String>,
    /// Its own entry in the gazetteer.
    pub place: PlaceId,
}

/// The data lines of a list: (line number, cells).
pub fn rows(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.starts_with('#') && !line.trim().is_empty());
    lines.skip(1).map(|(index, line)| (index + 1, line.split('\t').map(str::trim).collect()))
}

fn several(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').map(str::trim).filter(|item| !item.is_empty())
}

fn broken(list: &str, line: usize, what: &str) -> LexiconError {
    LexiconError::broken(list, Some(line), what)
}

fn parse<T: std::str::FromStr>(cell: &str, list: &str, line: usize, column: &str) -> Result<T, LexiconError> {
    cell.parse().map_err(|_| broken(list, line, &format!("{column} {cell:?} is not a number")))
}

fn alpha2(cell: &str) -> Option<[u8; 2]> {
    cell.as_bytes().try_into().ok()
}

impl Gazetteer {
    pub(super) fn read_countries(&mut self, text: &str) -> Result<(), LexiconError> {
        const LIST: &str = "places/countries.tsv";
        for (line, cells) in rows(text) {
            let [code, alpha3, geonames, name, lat, lon, area, population, capital, names, demonyms] = cells[..] else {
                return Err(broken(LIST, line, "expected 11 columns"));
            };
            let code = alpha2(code).ok_or_else(|| broken(LIST, line, "alpha2 is not two letters"))?;
            let country = CountryId(self.countries.len() as u16);
            let area: f64 = parse(area, LIST, line, "area_km2")?;
            let record = Record {
                lat: parse(lat, LIST, line, "lat")?,
                lon: parse(lon, LIST, line, "lon")?,
                geonames: Some(parse(geonames, LIST, line, "geonames")?),
                population: parse(population, LIST, line, "population")?,
                country: code,
                admin1: None,
                admin2: None,
                feature: Feature::Country,
                name: 0,
            };
            let radius_km = Some((area / std::f64::consts::PI).sqrt().max(5.0).round());
            let place =
                self.list(Listed { name: name.into(), record, country: Some(country), radius_km }, several(names));
            self.by_code.insert(code, country);
            for demonym in several(demonyms) {
                self.peoples.entry(demonym.to_owned()).or_insert((place, Some(country)));
            }
            self.countries.push(Country {
                alpha2: code,
                alpha3: alpha3.into(),
                name: name.into(),
                capital: Some(capital.to_owned()).filter(|capital| !capital.is_empty()),
                place,
            });
        }
        Ok(())
    }

    pub(super) fn read_supplement(&mut self, text: &str) -> Result<(), LexiconError> {
        const LIST: &str = "places/supplement.tsv";
        for (line, cells) in rows(text) {
            let [name, lat, lon, country, feature, radius, geonames, rest @ ..] = &cells[..] else {
                return Err(broken(LIST, line, "expected at least 7 columns"));
            };
            let country = alpha2(country).and_then(|code| self.by_code.get(&code)).copied();
            let feature = match *feature {
                "continent" => Feature::Continent,
                "adm1" => Feature::Adm1,
                "area" => Feature::Area,
                "land" => Feature::Land,
                "water" => Feature::Water,
                "line" => Feature::Line,
                "site" => Feature::Site,
                "settlement" => Feature::Settlement,
                "section" => Feature::Section,
                other => return Err(broken(LIST, line, &format!("unknown feature {other:?}"))),
            };
            let record = Record {
                lat: parse(lat, LIST, line, "lat")?,
                lon: parse(lon, LIST, line, "lon")?,
                geonames: geonames.parse().ok(),
                population: 0,
                country: country.map_or(*b"  ", |id| self.countries[usize::from(id.0)].alpha2),
                admin1: None,
                admin2: None,
                feature,
                name: 0,
            };
            let radius_km = Some(parse(radius, LIST, line, "radius_km")?);
            let names = rest.first().copied().unwrap_or("");
            if feature == Feature::Adm1
                && let Some(known) = self.unit_of_file(name, names, record.country)
            {
                self.moved.insert(known, (record.lat, record.lon, radius_km));
                for name in std::iter::once(*name).chain(several(names)) {
                    self.post(name, Posting { record: known, alternate: false });
                }
                continue;
            }
            self.list(Listed { name: (*name).into(), record, country, radius_km }, several(names));
        }
        Ok(())
    }

    /// Aliases name their target; it must be in the gazetteer, or the alias would silently lead nowhere.
    pub(super) fn read_aliases(&mut self, text: &str) -> Result<(), LexiconError> {
        const LIST: &str = "places/aliases.tsv";
        for (line, cells) in rows(text) {
            let [alias, target, country, level, context] = cells[..] else {
                return Err(broken(LIST, line, "expected 5 columns"));
            };
            let country = alpha2(country).and_then(|code| self.by_code.get(&code)).copied();
            let fits = |feature: Feature| match level {
                "adm1" => feature == Feature::Adm1,
                "area" => feature == Feature::Area,
                _ => feature.is_settlement(),
            };
            let candidates = self.exact(target);
            let entries = candidates.iter().filter_map(|candidate| Some((candidate.fit, self.entry(candidate.place)?)));
            let found = entries
                .filter(|(_, entry)| entry.country == country && fits(entry.feature))
                .max_by_key(|(fit, entry)| (entry.population, *fit == Fit::Name, entry.listed))
                .map(|(_, entry)| entry.id);
            // A gazetteer built for a test holds a part of the world: an alias that leads out of it is left out.
            let Some(place) = found else { continue };
            let alias_of = Alias { place, after_comma_only: context == "after" };
            self.aliases.entry(alias.to_owned()).or_default().push(alias_of);
        }
        Ok(())
    }

    /// Peoples of places that are no countries.
    pub(super) fn read_peoples(&mut self, text: &str) -> Result<(), LexiconError> {
        const LIST: &str = "places/peoples.tsv";
        for (line, cells) in rows(text) {
            let [word, place] = cells[..] else { return Err(broken(LIST, line, "expected 2 columns")) };
            let entries = self.exact(place).into_iter().filter_map(|candidate| self.entry(candidate.place));
            let found =
                entries.filter(|entry| entry.listed || entry.feature == Feature::Adm1).max_by_key(|entry| entry.listed);
            if let Some(entry) = found {
                let value = (entry.id, entry.country);
                self.peoples.entry(word.to_owned()).or_insert(value);
            }
        }
        Ok(())
    }

    /// The first-level unit of the file that a line of ours speaks of.
    fn unit_of_file(&self, name: &str, names: &str, country: [u8; 2]) -> Option<u32> {
        let mut all = std::iter::once(name).chain(several(names));
        all.find_map(|name| {
            self.file.plain(&fold::plain(name)).into_iter().map(|posting| posting.record).find(|&record| {
                self.file.record(record).is_some_and(|unit| unit.feature == Feature::Adm1 && unit.country == country)
            })
        })
    }

    /// Adds a place of a list under all its names: in our lists they are names that the news uses.
    fn list<'n>(&mut self, place: Listed, names: impl Iterator<Item = &'n str>) -> PlaceId {
        let id = self.file.count() + self.listed.len() as u32;
        self.post(&place.name, Posting { record: id, alternate: false });
        for name in names {
            self.post(name, Posting { record: id, alternate: false });
        }
        self.listed.push(place);
        PlaceId(id)
    }

    /// Lets a name lead to a place, of the file or of a list.
    fn post(&mut self, name: &str, posting: Posting) {
        let file = |keys: &mut HashMap<String, Vec<Posting>>, key: String| {
            let postings = keys.entry(key).or_default();
            if !postings.iter().any(|known| known.record == posting.record) {
                postings.push(posting);
            }
        };
        file(&mut self.listed_plain, fold::plain(name));
        file(&mut self.listed_loose, fold::loose(name));
    }
}
