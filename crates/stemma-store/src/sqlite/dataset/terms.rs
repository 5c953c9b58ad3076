//! The values that events can be narrowed to, each with a number; an event has the numbers of all its values in one column.
//!
//! So that all events are counted by all of them with one look at each. A party has two terms: who it is, and how it is called; so have
//! outlets, since names are spelt in more ways than one.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, Transaction, params};
use stemma::model::{Checked, Event, Party};

use super::conditions::assertion;
use super::filing::documents;
use crate::rows::{key, plain_key};

/// Of what a term is a value: the last four bits of its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub(super) enum Sort {
    Country,
    Kind,
    Told,
    Checked,
    Actor,
    ActorName,
    Outlet,
    OutletName,
    Place,
}

const BITS: u32 = 4;

/// The numbers of terms, as far as they were looked up.
#[derive(Default)]
pub(super) struct Terms(HashMap<(Sort, String, String), u32>);

impl Terms {
    /// The terms of an event, packed.
    pub fn of(&mut self, transaction: &Transaction<'_>, event: &Event) -> rusqlite::Result<Vec<u8>> {
        let mut packed = Vec::with_capacity(32);
        let mut add = |sort: Sort, value: &str, label: &str| -> rusqlite::Result<()> {
            pack(self.number(transaction, sort, value, label)?, &mut packed);
            Ok(())
        };
        let place = event.place.as_ref();
        if let Some(country) = place.and_then(|place| place.country.as_ref()) {
            add(Sort::Country, country, country)?;
        }
        add(Sort::Kind, &event.kind, if event.label.is_empty() { &event.kind } else { &event.label })?;
        let told = assertion(event.assertion);
        add(Sort::Told, &told, &told)?;
        let checked = event.checked().map_or("", Checked::name);
        add(Sort::Checked, checked, checked)?;
        if let Some(place) = place {
            add(Sort::Place, &place.name, &place.name)?;
        }
        let mut parties = BTreeSet::new();
        for party in event.actors.iter().chain(&event.recipients) {
            let who = identity(party);
            if parties.insert(who.clone()) {
                add(Sort::Actor, &who, party.id.as_deref().unwrap_or_default())?;
                add(Sort::ActorName, &who, &party.name)?;
            }
        }
        for (outlet, name) in outlets(transaction, event)? {
            add(Sort::Outlet, &outlet, "")?;
            add(Sort::OutletName, &outlet, &name)?;
        }
        Ok(packed)
    }

    fn number(&mut self, transaction: &Transaction<'_>, sort: Sort, value: &str, label: &str) -> rusqlite::Result<u32> {
        let term = (sort, value.to_owned(), label.to_owned());
        if let Some(&number) = self.0.get(&term) {
            return Ok(number);
        }
        let known = "SELECT number FROM terms WHERE sort = ?1 AND value = ?2 AND label = ?3";
        let known = transaction
            .prepare_cached(known)?
            .query_row(params![sort as u8, value, label], |row| row.get(0))
            .optional()?;
        let number = match known {
            Some(number) => number,
            None => {
                let next = "SELECT coalesce(max(number) >> ?1, 0) + 1 FROM terms";
                let next: u32 = transaction.prepare_cached(next)?.query_row([BITS], |row| row.get(0))?;
                let number = next << BITS | sort as u32;
                let insert = "INSERT INTO terms (number, sort, value, label) VALUES (?1, ?2, ?3, ?4)";
                transaction.prepare_cached(insert)?.execute(params![number, sort as u8, value, label])?;
                number
            }
        };
        self.0.insert(term, number);
        Ok(number)
    }
}

/// What a party is counted by: its id in the register, else its name in any spelling.
fn identity(party: &Party) -> String {
    party.id.clone().unwrap_or_else(|| key(&party.name))
}

/// The outlets that tell an event, by what is the same for all spellings, each with one of these.
fn outlets(connection: &Connection, event: &Event) -> rusqlite::Result<Vec<(String, String)>> {
    let mut statement = connection.prepare_cached("SELECT outlet FROM pages WHERE id = ?1 AND outlet IS NOT NULL")?;
    let mut found: Vec<(String, String)> = Vec::new();
    for document in documents(event).collect::<BTreeSet<_>>() {
        let outlet: Option<String> = statement.query_row([document], |row| row.get(0)).optional()?;
        found.extend(outlet.map(|name| (plain_key(&name), name)));
    }
    found.sort();
    found.dedup_by(|later, first| later.0 == first.0);
    Ok(found)
}

fn pack(mut number: u32, packed: &mut Vec<u8>) {
    while number > 0x7F {
        packed.push(number as u8 | 0x80);
        number >>= 7;
    }
    packed.push(number as u8);
}

/// The numbers of terms that were packed.
pub(super) struct Unpacked<'p>(&'p [u8]);

impl<'p> Unpacked<'p> {
    pub fn of(packed: &'p [u8]) -> Unpacked<'p> {
        Unpacked(packed)
    }
}

impl Iterator for Unpacked<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let mut number: u32 = 0;
        for shift in (0..32).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= u32::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

/// What a term stands for, and how it is called.
pub(super) const TERM: &str = "SELECT value, label FROM terms WHERE number = ?1";

pub(super) fn term(connection: &Connection, number: u32) -> rusqlite::Result<(String, String)> {
    connection.prepare_cached(TERM)?.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))
}

/// The place of a term among all, whatever their sort.
pub(super) fn place(number: u32) -> usize {
    (number >> BITS) as usize
}

/// Of what a term is a value.
pub(super) fn sort_of(number: u32) -> u32 {
    number & ((1 << BITS) - 1)
}
