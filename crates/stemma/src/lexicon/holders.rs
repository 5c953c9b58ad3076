//! Who can hold a place, and under which name: a party of the register, a group with a name, or a kind of party.
//!
//! Comes in: a name or the words of a text, with an id where the register has one. Goes out: one name for one party, so that
//! "rebel-held" and "held by rebels" say the same; `None` for a vessel, a battalion, a people or a monitor. What a state's forces hold
//! abroad the state holds.

use super::Lexicon;
use super::actors::{Actor, ActorKind, CountryForm, Organ};

impl Lexicon {
    /// The name of a holder of a place in this country (ISO 3166 alpha-3).
    pub fn holder(&self, name: &str, id: Option<&str>, country: Option<&str>) -> Option<String> {
        let name = name.trim().trim_start_matches("the ").trim_start_matches("The ");
        if self.names_nobody(name) {
            return None;
        }
        if let Some(people) = self.events.holding.peoples.get(&name.to_lowercase()) {
            return Some(people.clone());
        }
        if let Some(government) = self.governing(name, country) {
            return Some(government);
        }
        self.state(name, country).or_else(|| match id.and_then(|id| self.actors.get(id)) {
            Some(actor) => self.registered(actor, name, country),
            None => self.described(name),
        })
    }

    fn names_nobody(&self, name: &str) -> bool {
        let first = name.split_whitespace().next().unwrap_or("").to_lowercase();
        first.is_empty() || self.events.holding.nobody.contains(&first)
    }

    /// "The regime", "government forces": the government of the country in which the place lies.
    fn governing(&self, name: &str, at: Option<&str>) -> Option<String> {
        let words = &self.events.holding;
        let lower = name.to_lowercase();
        let mut parts: Vec<&str> = lower.split_whitespace().collect();
        if parts.len() > 1
            && parts.last().is_some_and(|last| words.crowds.contains(*last) || words.parties.contains(*last))
        {
            parts.pop();
        }
        let [word] = parts[..] else { return None };
        if !words.governing.contains(word) {
            return None;
        }
        Some(self.actors.get(&Organ::Government.id(at?))?.name.clone())
    }

    /// A country, or the seat or the people by which one is told.
    fn state(&self, name: &str, at: Option<&str>) -> Option<String> {
        let seat = self.events.holding.seats.get(&name.to_lowercase());
        let seat = seat.and_then(|code| self.actors.countries.get(code)).map(|country| (country, CountryForm::Capital));
        let (country, form) = seat.or_else(|| self.actors.countries.find(name))?;
        let at_home = at == Some(country.code.as_str());
        match form {
            CountryForm::Capital if at_home => {
                self.actors.get(&Organ::Government.id(&country.code)).map(|government| government.name.clone())
            }
            // A people at home is no party; abroad it stands for its state.
            CountryForm::People if at_home => None,
            _ => Some(country.name.clone()),
        }
    }

    fn registered(&self, actor: &Actor, name: &str, at: Option<&str>) -> Option<String> {
        use ActorKind::*;
        let own = actor.country.as_deref();
        let abroad = at.is_some() && own.is_some() && at != own;
        let country = own.and_then(|code| self.actors.countries.get(code)).filter(|_| abroad);
        // "Syrian rebels" in Syria are the rebels.
        for (organ, plain) in [(Organ::Rebels, "rebels"), (Organ::Opposition, "opposition")] {
            if own.is_some_and(|code| actor.id == organ.id(code)) {
                return Some(if abroad { actor.name.clone() } else { plain.to_string() });
            }
        }
        match actor.kind {
            Country | Government | StateForce | Police => {
                Some(country.map_or_else(|| actor.name.clone(), |country| country.name.clone()))
            }
            ArmedGroup | Militia | Alliance | MilitaryCompany | Gang => Some(actor.name.clone()),
            // Their fighters may hold ground though the register knows the people only.
            People => country.map(|country| country.name.clone()).or_else(|| self.described(name)),
            Agency | Party | Igo | Ngo | Monitor | Media => None,
        }
    }

    /// A kind of party in the plural, or a name that only a group can have.
    fn described(&self, name: &str) -> Option<String> {
        let words = &self.events.holding;
        let head = name.rsplit([' ', '-']).next()?;
        let before = name[..name.len() - head.len()].trim_end_matches([' ', '-']);
        let lower = head.to_lowercase();
        let is_name = head.starts_with(char::is_uppercase);
        if is_name && before.starts_with(char::is_uppercase) && words.bodies.contains(&lower) {
            return Some(name.to_string());
        }
        if words.crowds.contains(&lower) && !words.parties.contains(&lower) {
            return self.says_whose(before).then(|| name.to_string());
        }
        if words.parties.contains(&lower) {
            return Some(name.to_string());
        }
        let plural = plural(&lower);
        words.parties.contains(&plural).then(|| format!("{}{plural}", &name[..name.len() - head.len()]))
    }

    /// "rebel", "pro-government", "armed", "Kurdish": words that say whose forces they are.
    fn says_whose(&self, words: &str) -> bool {
        let parties = &self.events.holding.parties;
        words.split([' ', '-']).filter(|word| !word.is_empty()).any(|word| {
            let lower = word.to_lowercase();
            word.starts_with(char::is_uppercase)
                || lower == "armed"
                || lower == "security"
                || parties.contains(&lower)
                || parties.contains(&plural(&lower))
        })
    }
}

fn plural(noun: &str) -> String {
    match noun.strip_suffix("man") {
        Some(stem) => format!("{stem}men"),
        None if noun.ends_with('y') => format!("{}ies", &noun[..noun.len() - 1]),
        None => format!("{noun}s"),
    }
}
