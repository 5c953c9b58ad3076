//! Countries, and what every state has: made by rule, so that the register need not name two hundred armies.

use std::collections::HashMap;

use super::{Actor, ActorKind};
use crate::lexicon::{LexiconError, fold};

/// One row of `data/actors/countries.tsv`.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166 alpha-3 (XKX for Kosovo).
    pub code: String,
    pub name: String,
    pub other_names: Vec<String>,
    /// "Syrian".
    pub adjectives: Vec<String>,
    /// "Syrians".
    pub people: Vec<String>,
    /// The seat of government, which the news uses for the government itself.
    pub capital: String,
}

/// What a name says of a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountryForm {
    Name,
    Adjective,
    People,
    Capital,
}

/// A part of every state that texts name by a nationality and a common noun.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Organ {
    Government,
    Military,
    Police,
    Intelligence,
    DefenceMinistry,
    InteriorMinistry,
    ForeignMinistry,
    Parliament,
    Courts,
    People,
    Opposition,
    Rebels,
}

impl Organ {
    pub const ALL: [Organ; 12] = [
        Organ::Government,
        Organ::Military,
        Organ::Police,
        Organ::Intelligence,
        Organ::DefenceMinistry,
        Organ::InteriorMinistry,
        Organ::ForeignMinistry,
        Organ::Parliament,
        Organ::Courts,
        Organ::People,
        Organ::Opposition,
        Organ::Rebels,
    ];

    /// The tail of its id: `syr-military`.
    pub fn tail(self) -> &'static str {
        match self {
            Organ::Government => "government",
            Organ::Military => "military",
            Organ::Police => "police",
            Organ::Intelligence => "intelligence",
            Organ::DefenceMinistry => "defence-ministry",
            Organ::InteriorMinistry => "interior-ministry",
            Organ::ForeignMinistry => "foreign-ministry",
            Organ::Parliament => "parliament",
            Organ::Courts => "courts",
            Organ::People => "people",
            Organ::Opposition => "opposition",
            Organ::Rebels => "rebels",
        }
    }

    pub fn id(self, country: &str) -> String {
        format!("{}-{}", country.to_ascii_lowercase(), self.tail())
    }

    fn kind(self) -> ActorKind {
        match self {
            Organ::Government => ActorKind::Government,
            Organ::Military => ActorKind::StateForce,
            Organ::Police => ActorKind::Police,
            Organ::People => ActorKind::People,
            Organ::Opposition => ActorKind::Party,
            Organ::Rebels => ActorKind::ArmedGroup,
            _ => ActorKind::Agency,
        }
    }

    fn sector(self) -> Option<&'static str> {
        match self {
            Organ::Intelligence => Some("SPY"),
            Organ::Parliament => Some("LEG"),
            Organ::Courts => Some("JUD"),
            Organ::Opposition => Some("OPP"),
            _ => None,
        }
    }

    fn name(self, adjective: &str) -> String {
        let noun = match self {
            Organ::Government => "government",
            Organ::Military => "armed forces",
            Organ::Police => "police",
            Organ::Intelligence => "intelligence services",
            Organ::DefenceMinistry => "Ministry of Defence",
            Organ::InteriorMinistry => "Ministry of the Interior",
            Organ::ForeignMinistry => "Ministry of Foreign Affairs",
            Organ::Parliament => "parliament",
            Organ::Courts => "courts",
            Organ::People => "people",
            Organ::Opposition => "opposition",
            Organ::Rebels => "rebels",
        };
        format!("{adjective} {noun}")
    }
}

/// The entries that the table of countries implies for one country.
pub fn organs_of(country: &Country) -> Vec<Actor> {
    let adjective = country.adjectives.first().unwrap_or(&country.name);
    let id = country.code.to_ascii_lowercase();
    let mut actors = vec![Actor {
        aliases: country.other_names.clone(),
        ..Actor::new(id.clone(), country.name.clone(), ActorKind::Country, &country.code)
    }];
    for organ in Organ::ALL {
        let mut actor = Actor::new(organ.id(&country.code), organ.name(adjective), organ.kind(), &country.code);
        if let Some(sector) = organ.sector() {
            actor.sector = sector.into();
        }
        if actor.kind.is_state() {
            actor.parent =
                Some(if organ == Organ::Government { id.clone() } else { Organ::Government.id(&country.code) });
        }
        if organ == Organ::People {
            actor.aliases = country.people.iter().chain(&country.adjectives).cloned().collect();
        }
        actors.push(actor);
    }
    actors
}

/// The table of countries.
pub struct Countries {
    rows: Vec<Country>,
    by_key: HashMap<String, (u32, CountryForm)>,
    by_code: HashMap<String, u32>,
}

impl Countries {
    pub fn compile(table: &str) -> Result<Countries, LexiconError> {
        let mut rows = Vec::new();
        for (line, text) in table.lines().enumerate() {
            if text.trim().is_empty() || text.starts_with('#') {
                continue;
            }
            let fields: Vec<&str> = text.split('\t').map(str::trim).collect();
            let [code, name, other_names, adjectives, people, capital] = fields[..] else {
                let message = format!("{} columns in place of 6; part them by tabs", fields.len());
                return Err(LexiconError::broken("actors/countries.tsv", Some(line + 1), message));
            };
            let list = |field: &str| {
                field.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
            };
            rows.push(Country {
                code: code.into(),
                name: name.into(),
                other_names: list(other_names),
                adjectives: list(adjectives),
                people: list(people),
                capital: capital.into(),
            });
        }
        let mut by_key = HashMap::new();
        for (at, row) in rows.iter().enumerate() {
            let names = std::iter::once(&row.name).chain(&row.other_names).map(|name| (name, CountryForm::Name));
            let adjectives = row.adjectives.iter().map(|name| (name, CountryForm::Adjective));
            let people = row.people.iter().map(|name| (name, CountryForm::People));
            let capital = std::iter::once((&row.capital, CountryForm::Capital));
            for (name, form) in names.chain(adjectives).chain(people).chain(capital) {
                by_key.entry(fold::key(name.trim_start_matches('='))).or_insert((at as u32, form));
            }
        }
        by_key.remove("");
        let by_code = rows.iter().enumerate().map(|(at, row)| (row.code.clone(), at as u32)).collect();
        Ok(Countries { rows, by_key, by_code })
    }

    pub fn all(&self) -> &[Country] {
        &self.rows
    }

    pub fn get(&self, code: &str) -> Option<&Country> {
        self.by_code.get(code).map(|&at| &self.rows[at as usize])
    }

    /// The country that a name, adjective, people or capital belongs to.
    pub fn find(&self, name: &str) -> Option<(&Country, CountryForm)> {
        self.by_key.get(&fold::key(name)).map(|&(at, form)| (&self.rows[at as usize], form))
    }
}
