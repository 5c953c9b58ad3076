//! The codes of others, compiled from `data/codes/`: what countries and kinds of events are called in the tables of ACLED, UCDP, GDELT
//! and CAMEO.

use std::collections::HashMap;

use serde::Deserialize;

use super::actors::Organ;
use super::gazetteer::rows;
use super::{LexiconError, Lists};
use crate::text::dates::Months;

#[derive(Debug)]
pub struct Codes {
    countries: Vec<CountryCodes>,
    by_alpha3: HashMap<String, usize>,
    kinds: HashMap<String, KindCodes>,
    pub acled: Acled,
    pub plover: Plover,
    pub gdelt: Gdelt,
    /// How tables write months.
    pub months: Months,
    /// The tags of a row of HXL, in their order.
    pub hxl: Vec<HxlTag>,
}

/// What ACLED's columns may hold.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Acled {
    pub columns: Vec<String>,
    /// The mark of a row in which civilians are the aim.
    pub civilian_targeting: String,
    own_forces: OwnForces,
    /// Those that win first: of two that one row could have, the earlier names it.
    pub sub_event_type: Vec<SubEventType>,
    inter: Vec<Inter>,
    interaction: Interaction,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubEventType {
    pub name: String,
    pub event: String,
    pub disorder: String,
    /// The kind of ours that a row of it is read as.
    #[serde(default)]
    pub kind: Option<String>,
}

/// Words for the forces of the state in which something happened.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnForces {
    military: Vec<String>,
    police: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Inter {
    code: u8,
    text: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Interaction {
    join: String,
    alone: String,
    /// Pairs that stand the other way about.
    turned: HashMap<String, String>,
}

impl Acled {
    /// Kinds of political disorder of a sub-type.
    pub fn disorder(&self, sub_event_type: &str) -> Option<&str> {
        Some(&self.sub(sub_event_type)?.disorder)
    }

    /// The kind of ours that a row of a sub-type is read as.
    pub fn kind(&self, sub_event_type: &str) -> Option<&str> {
        self.sub(sub_event_type)?.kind.as_deref()
    }

    fn sub(&self, name: &str) -> Option<&SubEventType> {
        self.sub_event_type.iter().find(|known| known.name == name)
    }

    /// The organ of a state that words without a name mean: "the army".
    pub fn own_forces(&self, words: &str) -> Option<Organ> {
        let words = words.trim().to_lowercase();
        let words = words.strip_prefix("the ").unwrap_or(&words);
        let is_in = |list: &[String]| list.iter().any(|known| known == words);
        match () {
            () if is_in(&self.own_forces.military) => Some(Organ::Military),
            () if is_in(&self.own_forces.police) => Some(Organ::Police),
            () => None,
        }
    }

    /// The code of a class of actors in words.
    pub fn inter_code(&self, text: &str) -> Option<u8> {
        self.inter.iter().find(|known| known.text.eq_ignore_ascii_case(text)).map(|known| known.code)
    }

    /// An interaction by its number in words, and the other way about.
    pub fn interaction_of(&self, code: u8) -> Option<String> {
        self.interaction_in_words(code / 10, Some(code % 10).filter(|second| *second != 0))
    }

    pub fn interaction_code(&self, text: &str) -> Option<u8> {
        let codes = self.inter.iter().flat_map(|one| {
            let alone = std::iter::once(self.interaction(one.code, None));
            alone.chain(self.inter.iter().map(|other| self.interaction(one.code, Some(other.code))))
        });
        codes.into_iter().find(|code| self.interaction_of(*code).is_some_and(|known| known.eq_ignore_ascii_case(text)))
    }

    /// The class of actors of a code, in words.
    pub fn inter(&self, code: u8) -> Option<&str> {
        self.inter.iter().find(|known| known.code == code).map(|known| known.text.as_str())
    }

    /// Both classes as one number: the lower one first.
    pub fn interaction(&self, first: u8, second: Option<u8>) -> u8 {
        match second {
            Some(second) => first.min(second) * 10 + first.max(second),
            None => first * 10,
        }
    }

    /// The same in words.
    pub fn interaction_in_words(&self, first: u8, second: Option<u8>) -> Option<String> {
        let code = self.interaction(first, second);
        if let Some(turned) = self.interaction.turned.get(&code.to_string()) {
            return Some(turned.clone());
        }
        let Interaction { join, alone, .. } = &self.interaction;
        Some(match second {
            Some(second) => format!("{}{join}{}", self.inter(first.min(second))?, self.inter(first.max(second))?),
            None => format!("{}{alone}", self.inter(first)?),
        })
    }
}

/// The events of PLOVER, and the columns of POLECAT.
#[derive(Debug, Default, Deserialize)]
pub struct Plover {
    event: Vec<PloverEvent>,
    sector: Vec<Sector>,
    pub polecat: Polecat,
}

#[derive(Debug, Deserialize)]
struct Sector {
    code: String,
    /// The type of actors of CAMEO that is meant by it.
    #[serde(default)]
    cameo: Option<String>,
}

#[derive(Debug, Deserialize)]
pub struct PloverEvent {
    name: String,
    /// 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.
    pub quad: u8,
    pub modes: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
pub struct Polecat {
    pub columns: Vec<String>,
}

impl Plover {
    pub fn event(&self, name: &str) -> Option<&PloverEvent> {
        self.event.iter().find(|event| event.name == name)
    }

    /// What CAMEO calls a sector.
    pub fn cameo(&self, sector: &str) -> Option<&str> {
        self.sector.iter().find(|known| known.code == sector)?.cameo.as_deref()
    }
}

/// The columns of GDELT, and what its classes are made of.
#[derive(Debug, Default, Deserialize)]
pub struct Gdelt {
    pub events: Vec<String>,
    pub mentions: Vec<String>,
    /// Roots of CAMEO by class.
    quad_of_root: HashMap<String, Vec<String>>,
}

impl Gdelt {
    /// The class of a code of CAMEO.
    pub fn quad(&self, cameo: &str) -> Option<u8> {
        let root = cameo.get(..2)?;
        let found = self.quad_of_root.iter().find(|(_, roots)| roots.iter().any(|known| known == root))?;
        found.0.parse().ok()
    }
}

/// A column of HXL: the tag, and the field of ours that stands below it.
#[derive(Clone, Debug, Deserialize)]
pub struct HxlTag {
    pub tag: String,
    pub field: String,
}

#[derive(Deserialize)]
struct Hxl {
    tag: Vec<HxlTag>,
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
        let mut codes = Codes {
            acled: lists.toml("codes/acled.toml")?,
            plover: lists.toml("codes/plover.toml")?,
            gdelt: lists.toml("codes/gdelt.toml")?,
            months: lists.months()?,
            hxl: lists.toml::<Hxl>("codes/hxl.toml")?.tag,
            countries: Vec::new(),
            by_alpha3: HashMap::new(),
            kinds: HashMap::new(),
        };
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

    /// The one country whose codes are so; nothing where several are.
    pub fn country_by(&self, is: impl Fn(&CountryCodes) -> bool) -> Option<&CountryCodes> {
        let mut found = self.countries.iter().filter(|country| is(country));
        found.next().filter(|_| found.next().is_none())
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
