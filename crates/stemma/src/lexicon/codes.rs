//! The codes of others, compiled from `data/codes/`: what countries and kinds of events are called in the tables of ACLED, UCDP, GDELT
//! and CAMEO.

use std::collections::HashMap;

use super::gazetteer::rows;
use super::{LexiconError, Lists};

#[derive(Debug, Default)]
pub struct Codes {
    countries: Vec<CountryCodes>,
    by_alpha3: HashMap<String, usize>,
    kinds: HashMap<String, KindCodes>,
}

/// What others call a country; empty where they have no name or number for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CountryCodes {
    /// ISO 3166-1.
    pub alpha3: String,
    pub numeric: Option<u16>,
    /// Gleditsch and Ward's number of the state.
    pub gw: Option<u16>,
    /// Number of the Correlates of War project.
    pub cow: Option<u16>,
    pub acled: String,
    pub acled_region: String,
    pub ucdp: String,
    pub ucdp_region: String,
    /// FIPS 10-4, two letters.
    pub fips: String,
    pub cameo: String,
}

/// What others call a kind of events.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct KindCodes {
    /// Code of CAMEO 1.1b3.
    pub cameo: String,
    /// Goldstein's scale, -10 to 10.
    pub goldstein: Option<f64>,
    /// Intensity of the PLOVER manual.
    pub intensity: Option<f64>,
    /// Whether deaths in it can make it an event of UCDP GED, and of which sort.
    pub ucdp: Option<Violence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Violence {
    /// Two sides fight; whether one is a state decides between the types 1 and 2.
    Fight,
    /// An organised side harms civilians: type 3.
    OneSided,
}

const COUNTRIES: &str = "codes/countries.tsv";
const KINDS: &str = "codes/kinds.tsv";

impl Codes {
    pub fn compile(lists: &Lists<'_>) -> Result<Codes, LexiconError> {
        let mut codes = Codes::default();
        for (line, cells) in rows(lists.text(COUNTRIES)?) {
            let [alpha3, numeric, gw, cow, acled, acled_region, ucdp, ucdp_region, fips, cameo] = cells[..] else {
                return Err(LexiconError::broken(COUNTRIES, Some(line), "expected 10 columns"));
            };
            let country = CountryCodes {
                alpha3: alpha3.into(),
                numeric: number(COUNTRIES, line, "numeric", numeric)?,
                gw: number(COUNTRIES, line, "gw", gw)?,
                cow: number(COUNTRIES, line, "cow", cow)?,
                acled: acled.into(),
                acled_region: acled_region.into(),
                ucdp: ucdp.into(),
                ucdp_region: ucdp_region.into(),
                fips: fips.into(),
                cameo: cameo.into(),
            };
            codes.by_alpha3.insert(country.alpha3.clone(), codes.countries.len());
            codes.countries.push(country);
        }
        for (line, cells) in rows(lists.text(KINDS)?) {
            let [id, cameo, goldstein, intensity, ucdp] = cells[..] else {
                return Err(LexiconError::broken(KINDS, Some(line), "expected 5 columns"));
            };
            let ucdp = match ucdp {
                "" => None,
                "fight" => Some(Violence::Fight),
                "one-sided" => Some(Violence::OneSided),
                _ => return Err(LexiconError::broken(KINDS, Some(line), "ucdp is fight, one-sided or empty")),
            };
            let kind = KindCodes {
                cameo: cameo.into(),
                goldstein: number(KINDS, line, "goldstein", goldstein)?,
                intensity: number(KINDS, line, "plover_intensity", intensity)?,
                ucdp,
            };
            codes.kinds.insert(id.into(), kind);
        }
        Ok(codes)
    }

    /// The codes of a country by ISO 3166-1 alpha-3.
    pub fn country(&self, alpha3: &str) -> Option<&CountryCodes> {
        self.by_alpha3.get(alpha3).map(|&at| &self.countries[at])
    }

    pub fn countries(&self) -> &[CountryCodes] {
        &self.countries
    }

    pub fn kind(&self, id: &str) -> Option<&KindCodes> {
        self.kinds.get(id)
    }
}

fn number<T: std::str::FromStr>(list: &str, line: usize, column: &str, cell: &str) -> Result<Option<T>, LexiconError> {
    if cell.is_empty() {
        return Ok(None);
    }
    let broken = |_| LexiconError::broken(list, Some(line), format!("{column} {cell:?} is not a number"));
    cell.parse().map(Some).map_err(broken)
}
