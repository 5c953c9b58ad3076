//! Who carries news: agencies, broadcasters, papers, state media and monitors, for credits and chains of claims.
//!
//! Comes in: `data/agencies.toml`. Goes out: the entry of a name as a text writes it ("Agence France-Presse", "AFP",
//! "the Sana news agency"). It grades nobody: alignment is what the outlet's owner or funding states.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{LexiconError, Lists, fold};

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agency {
    pub id: String,
    pub name: String,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub kind: AgencyKind,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// Register id of the state, party or group that owns or directs it, where that is widely stated.
    pub alignment: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AgencyKind {
    NewsAgency,
    Broadcaster,
    Paper,
    /// An outlet of the web alone.
    Site,
    Monitor,
    /// Speaks for an armed group or a party: Amaq, Al-Manar.
    Outlet,
}

impl AgencyKind {
    pub fn is_media(self) -> bool {
        self != AgencyKind::Monitor
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AgencyFile {
    agencies: Vec<Agency>,
}

/// The agencies, by name.
pub struct Agencies {
    entries: Vec<Agency>,
    by_key: HashMap<String, u32>,
}

impl Agencies {
    pub fn compile(lists: &Lists<'_>) -> Result<Agencies, LexiconError> {
        let AgencyFile { agencies: entries } = lists.toml("agencies.toml")?;
        let mut by_key = HashMap::new();
        for (at, agency) in entries.iter().enumerate() {
            for name in std::iter::once(&agency.name).chain(&agency.aliases) {
                by_key.entry(fold::key(name.trim_start_matches('='))).or_insert(at as u32);
            }
        }
        Ok(Agencies { entries, by_key })
    }

    pub fn all(&self) -> &[Agency] {
        &self.entries
    }

    pub fn get(&self, id: &str) -> Option<&Agency> {
        self.entries.iter().find(|agency| agency.id == id)
    }

    /// The agency of this name; an article before it and the words "news agency" after it do not matter.
    pub fn find(&self, name: &str) -> Option<&Agency> {
        let key = fold::key(name);
        let mut name = key.as_str();
        for article in ["the ", "a "] {
            name = name.strip_prefix(article).unwrap_or(name);
        }
        if let Some(&at) = self.by_key.get(name) {
            return Some(&self.entries[at as usize]);
        }
        for tail in [" news agency", " agency", " news", " website", " newspaper", " television", " tv", " daily", " s"]
        {
            if let Some(&at) = name.strip_suffix(tail).and_then(|name| self.by_key.get(name)) {
                return Some(&self.entries[at as usize]);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies() -> Agencies {
        let lists = Lists { texts: stemma_data::LISTS.to_vec(), gazetteer: &[] };
        Agencies::compile(&lists).unwrap()
    }

    #[test]
    fn finds_an_agency_under_each_of_its_names() {
        let agencies = agencies();
        for (name, id) in [
            ("AFP", "afp"),
            ("Agence France-Presse", "afp"),
            ("the Sana news agency", "sana"),
            ("Al-Masdar News", "al-masdar-news"),
            ("Syrian Observatory for Human Rights", "sohr"),
        ] {
            assert_eq!(agencies.find(name).map(|agency| agency.id.as_str()), Some(id), "{name}");
        }
        assert!(agencies.find("a passer-by").is_none());
    }

    #[test]
    fn ids_are_unique_and_there_are_enough() {
        let agencies = agencies();
        let mut ids: Vec<&str> = agencies.all().iter().map(|agency| agency.id.as_str()).collect();
        ids.sort_unstable();
        assert!(ids.windows(2).all(|pair| pair[0] != pair[1]));
        assert!(ids.len() >= 150, "{}", ids.len());
    }
}
