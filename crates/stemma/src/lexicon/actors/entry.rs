//! One entry of the register, and the form in which files write it.

use serde::{Deserialize, Serialize};

use crate::lexicon::agencies::{Agency, AgencyKind};

/// Someone who can act, suffer or speak.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// Stable and readable: `syr-military`, `islamic-state`.
    pub id: String,
    pub name: String,
    /// Other names and short forms; a leading `=` marks one that counts only in exactly these letters.
    pub aliases: Vec<String>,
    pub kind: ActorKind,
    /// ISO 3166 alpha-3 of the country it acts in or for.
    pub country: Option<String>,
    /// Id of what it belongs to.
    pub parent: Option<String>,
    /// Primary sector of PLOVER: GOV MIL COP SPY REB PTY CRM IGO NGO JRN CVL …
    pub sector: String,
    /// Actor type of ACLED, 1 to 8.
    pub inter: Option<u8>,
    /// First and last year in which it went by this name.
    pub start: Option<i16>,
    pub end: Option<i16>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActorKind {
    /// A country as such: "Russia said".
    Country,
    Government,
    /// Ministry, intelligence service, parliament or other body of a state.
    Agency,
    StateForce,
    Police,
    ArmedGroup,
    /// Armed, tied to a state, a community or a person rather than to a programme of its own.
    Militia,
    /// Several states or groups that fight or speak together.
    Alliance,
    /// A company that sells armed force.
    MilitaryCompany,
    Gang,
    Party,
    Igo,
    Ngo,
    Monitor,
    Media,
    People,
}

impl ActorKind {
    pub fn is_state(self) -> bool {
        use ActorKind::*;
        matches!(self, Country | Government | Agency | StateForce | Police)
    }

    /// Bears arms.
    pub fn is_armed(self) -> bool {
        use ActorKind::*;
        matches!(self, StateForce | Police | ArmedGroup | Militia | Alliance | MilitaryCompany | Gang)
    }

    /// The OntoNotes type under which its name is printed.
    pub fn entity_type(self) -> &'static str {
        match self {
            ActorKind::Country => "GPE",
            ActorKind::People => "NORP",
            _ => "ORG",
        }
    }

    fn sector(self) -> &'static str {
        use ActorKind::*;
        match self {
            Country | Government | Agency => "GOV",
            StateForce => "MIL",
            Police => "COP",
            ArmedGroup | Alliance => "REB",
            Militia | MilitaryCompany => "UAF",
            Gang => "CRM",
            Party => "PTY",
            Igo => "IGO",
            Ngo | Monitor => "NGO",
            Media => "JRN",
            People => "CVL",
        }
    }

    fn inter(self) -> Option<u8> {
        use ActorKind::*;
        match self {
            Country | Government | Agency | StateForce | Police => Some(1),
            ArmedGroup | Alliance => Some(2),
            Militia | Gang => Some(3),
            MilitaryCompany | Igo => Some(8),
            Ngo | Monitor | Media | People => Some(7),
            Party => None,
        }
    }
}

/// A file of the register: sets of entries that share country, kind and codes.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorFile {
    #[serde(default)]
    set: Vec<ActorSet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorSet {
    // What its entries take over unless they say otherwise.
    kind: Option<ActorKind>,
    country: Option<String>,
    parent: Option<String>,
    sector: Option<String>,
    inter: Option<u8>,
    actors: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: String,
    name: Option<String>,
    #[serde(default)]
    aliases: Vec<String>,
    kind: Option<ActorKind>,
    country: Option<String>,
    parent: Option<String>,
    sector: Option<String>,
    inter: Option<u8>,
    start: Option<i16>,
    end: Option<i16>,
    /// Adds to an entry that is made by rule, and takes its kind and codes from there.
    #[serde(default)]
    extend: bool,
}

impl ActorFile {
    /// The entries with what their sets lend them, or what is wrong with an entry and its id. `known` gives the entries
    /// that are made by rule.
    pub fn actors(
        self,
        known: impl Fn(&str) -> Option<Actor>,
    ) -> impl Iterator<Item = Result<Actor, (String, String)>> {
        self.set.into_iter().flat_map(move |mut set| {
            let rows = std::mem::take(&mut set.actors);
            let entry = |row: Row| {
                let id = row.id.clone();
                let known = if row.extend { known(&id) } else { None };
                row.with(&set, known.as_ref()).map_err(|message| (id, message))
            };
            rows.into_iter().map(entry).collect::<Vec<_>>()
        })
    }
}

impl Row {
    fn with(self, shared: &ActorSet, known: Option<&Actor>) -> Result<Actor, String> {
        let lower = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if self.id.is_empty() || !self.id.bytes().all(lower) {
            return Err(format!("id {:?}: use lower-case letters, digits and hyphens", self.id));
        }
        if self.extend && known.is_none() {
            return Err(format!("there is no actor {:?} to extend", self.id));
        }
        let Some(kind) = self.kind.or(shared.kind).or(known.map(|known| known.kind)) else {
            return Err(format!("{}: kind is missing", self.id));
        };
        // An entry of no single country says so with an empty code.
        let given = |own: Option<String>, of_set: &Option<String>| {
            own.or_else(|| of_set.clone()).filter(|code| !code.is_empty())
        };
        let country = given(self.country, &shared.country);
        if country.as_ref().is_some_and(|code| code.len() != 3 || !code.bytes().all(|byte| byte.is_ascii_uppercase())) {
            return Err(format!("{}: country is an ISO 3166 alpha-3 code", self.id));
        }
        let inter = self.inter.or(shared.inter).or(known.map_or(kind.inter(), |known| known.inter));
        if inter.is_some_and(|inter| !(1..=8).contains(&inter)) {
            return Err(format!("{}: inter is 1 to 8", self.id));
        }
        Ok(Actor {
            parent: given(self.parent, &shared.parent).filter(|parent| *parent != self.id),
            name: self.name.unwrap_or_default(),
            aliases: self.aliases,
            kind,
            country,
            sector: self
                .sector
                .or_else(|| shared.sector.clone())
                .or_else(|| known.map(|known| known.sector.clone()))
                .unwrap_or_else(|| kind.sector().into()),
            inter,
            start: self.start,
            end: self.end,
            id: self.id,
        })
    }
}

impl Actor {
    pub(super) fn new(id: String, name: String, kind: ActorKind, country: &str) -> Actor {
        Actor {
            id,
            name,
            aliases: Vec::new(),
            kind,
            country: Some(country.into()),
            parent: None,
            sector: kind.sector().into(),
            inter: kind.inter(),
            start: None,
            end: None,
        }
    }

    /// Takes over what a later entry of the same id says: its aliases come on top, its other fields win.
    pub(super) fn extend(&mut self, later: Actor) {
        if !later.name.is_empty() && later.name != self.name {
            let former = std::mem::replace(&mut self.name, later.name);
            self.aliases.push(former);
        }
        self.aliases.extend(later.aliases);
        self.kind = later.kind;
        self.sector = later.sector;
        self.country = later.country.or(self.country.take());
        self.parent = later.parent.or(self.parent.take());
        self.inter = later.inter.or(self.inter);
        self.start = later.start.or(self.start);
        self.end = later.end.or(self.end);
    }

    /// All names, the full one first.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.name.as_str())
            .chain(self.aliases.iter().map(String::as_str))
            .filter(|name| !name.is_empty())
    }
}

impl From<&Agency> for Actor {
    fn from(agency: &Agency) -> Actor {
        let kind = match agency.kind {
            AgencyKind::Monitor => ActorKind::Monitor,
            _ => ActorKind::Media,
        };
        Actor {
            country: agency.country.clone(),
            aliases: agency.aliases.clone(),
            ..Actor::new(agency.id.clone(), agency.name.clone(), kind, "")
        }
    }
}
