//! The register of actors: states and their forces, armed groups, alliances, parties, organisations, monitors, media.
//!
//! Comes in: `data/actors/*.toml` (and the user's own files in the same form), the table of countries, the agencies.
//! Goes out: entries by id, and a matcher that finds every known name in a text. What each state has (government,
//! military, police, intelligence, ministries, people) is made by rule from the table of countries, so that "Chadian
//! army" has the id `tcd-military` without a line for it. It decides nothing about a text: who "the army" is, and
//! whether "Isis" is a river, is for `annotate::names`.

mod entry;
mod finder;
mod states;

use std::collections::HashMap;

pub use entry::{Actor, ActorKind};
pub use finder::{Finder, Hit};
pub use states::{Countries, Country, CountryForm, Organ};

use super::agencies::Agencies;
use super::{LexiconError, Lists};
use entry::ActorFile;

/// The register, compiled.
pub struct Actors {
    entries: Vec<Actor>,
    by_id: HashMap<String, u32>,
    pub countries: Countries,
    finder: Finder,
}

impl Actors {
    pub fn compile(lists: &Lists<'_>, agencies: &Agencies) -> Result<Actors, LexiconError> {
        let countries = Countries::compile(lists.text("actors/countries.tsv")?)?;
        let mut register = Register::default();
        for country in countries.all() {
            states::organs_of(country).into_iter().for_each(|actor| register.put(actor));
        }
        for agency in agencies.all() {
            register.put(Actor::from(agency));
        }
        for (list, text) in lists.under("actors/").filter(|(name, _)| name.ends_with(".toml")) {
            let file: ActorFile = super::parse_toml(list, text)?;
            let by_rule = |id: &str| register.by_id.get(id).map(|&at| register.entries[at as usize].clone());
            for actor in file.actors(by_rule).collect::<Vec<_>>() {
                let (id, message) = match actor {
                    Ok(actor) => {
                        register.put(actor);
                        continue;
                    }
                    Err(wrong) => wrong,
                };
                return Err(lists.broken(list, &entry_words(&id), message));
            }
        }
        let Register { entries, by_id } = register;
        let finder = Finder::build(&entries).map_err(|message| LexiconError::broken("actors/*.toml", None, message))?;
        let actors = Actors { entries, by_id, countries, finder };
        actors.check(lists, agencies)?;
        Ok(actors)
    }

    /// Every parent and every owner is known, and no chain of parents is a ring.
    fn check(&self, lists: &Lists<'_>, agencies: &Agencies) -> Result<(), LexiconError> {
        let unknown = |id: &String| self.get(id).is_none();
        for actor in &self.entries {
            let Some(parent) = &actor.parent else { continue };
            let message = if unknown(parent) {
                format!("{}: its parent {parent:?} is not in the register; add it, or mend the id", actor.id)
            } else if self.parents(&actor.id).any(|above| above.id == actor.id) {
                format!("{}: it is its own parent, over {parent:?}; leave one of the parents out", actor.id)
            } else {
                continue;
            };
            let words = entry_words(&actor.id);
            let list = lists.under("actors/").find(|(_, text)| text.contains(&words));
            return Err(lists.broken(list.map_or("actors/*.toml", |(name, _)| name), &words, message));
        }
        match agencies.all().iter().find(|agency| agency.alignment.as_ref().is_some_and(unknown)) {
            Some(agency) => {
                let owner = agency.alignment.as_deref().unwrap_or("");
                let message = format!("{}: its alignment {owner:?} is not in the register of actors", agency.id);
                Err(lists.broken("agencies.toml", &entry_words(&agency.id), message))
            }
            None => Ok(()),
        }
    }

    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Actor> {
        self.by_id.get(id).map(|&index| &self.entries[index as usize])
    }

    pub fn all(&self) -> &[Actor] {
        &self.entries
    }

    /// True for a state and for what belongs to it: government, ministries, forces, police.
    pub fn is_state(&self, id: &str) -> bool {
        self.get(id).is_some_and(|actor| actor.kind.is_state())
    }

    /// The entries above this one, nearest first: brigade, army, state.
    pub fn parents<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Actor> {
        // A user's file could tie parents into a ring: eight steps are more than any real chain has.
        std::iter::successors(self.get(id), |actor| self.get(actor.parent.as_deref()?)).skip(1).take(8)
    }

    /// The entries that go by exactly this name, in any of its spellings.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Actor> {
        self.finder.named(name).iter().map(|&index| &self.entries[index as usize])
    }

    /// Every known name in a stretch of text that starts at byte `offset` of the document, longest first from the left.
    pub fn find(&self, text: &str, offset: usize) -> Vec<Hit> {
        self.finder.find(text, offset)
    }

    pub fn entry(&self, index: u32) -> &Actor {
        &self.entries[index as usize]
    }

    /// Short names that several entries share, with their ids: which one is meant is for the text to say.
    pub fn ambiguous_names(&self) -> Vec<(String, Vec<&str>)> {
        let shared = self.finder.shared_names();
        shared
            .into_iter()
            .map(|(name, owners)| (name, owners.iter().map(|&at| self.entry(at).id.as_str()).collect()))
            .collect()
    }
}

/// The words by which the line of an entry is found in its list.
fn entry_words(id: &str) -> String {
    format!("id = {id:?}")
}

/// Entries in the order in which they were first seen; a later entry with the same id extends or overrides.
#[derive(Default)]
struct Register {
    entries: Vec<Actor>,
    by_id: HashMap<String, u32>,
}

impl Register {
    fn put(&mut self, actor: Actor) {
        if let Some(&index) = self.by_id.get(&actor.id) {
            self.entries[index as usize].extend(actor);
        } else {
            self.by_id.insert(actor.id.clone(), self.entries.len() as u32);
            self.entries.push(actor);
        }
    }
}

#[cfg(test)]
mod tests;
