//! Who takes part, as codebooks tell apart: those of the register, the army of the place, fighters and civilians in words, and what is nobody.

use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::{Actor, ActorKind, CountryForm, Organ};
use stemma::lexicon::fusing::Victim;
use stemma::model::{Event, Party, PlacePrecision};

/// One who takes part.
#[derive(Clone, Debug)]
pub struct Participant<'a> {
    pub who: Who<'a>,
}

#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    Known(&'a Actor),
    /// Words for the forces of the state in which it happened, with no name beside them: "the army".
    Own(Organ),
    /// Words for those who fight, of whom nobody is named: "gunmen".
    Fighters,
    /// Words for those who do not.
    Civilians,
    /// Words of which the lists say nothing: a person, a building, a town.
    Other,
}

impl Participant<'_> {
    /// Whether it can be a side of a fight.
    pub fn is_armed(&self) -> bool {
        match self.who {
            Who::Known(actor) => actor.kind.is_armed() || is_side(actor.kind),
            Who::Own(_) | Who::Fighters => true,
            Who::Civilians | Who::Other => false,
        }
    }

    pub fn is_civilian(&self) -> bool {
        match self.who {
            Who::Known(actor) => !self.is_armed() && actor.kind != ActorKind::Party || actor.kind == ActorKind::People,
            Who::Civilians => true,
            Who::Own(_) | Who::Fighters | Who::Other => false,
        }
    }

    pub fn is_state(&self) -> bool {
        match self.who {
            Who::Known(actor) => actor.kind.is_state(),
            Who::Own(_) => true,
            _ => false,
        }
    }
}

/// A state fights by its forces: "Russia struck".
fn is_side(kind: ActorKind) -> bool {
    matches!(kind, ActorKind::Country | ActorKind::Government | ActorKind::Agency)
}

/// Both sides of an event.
#[derive(Clone, Debug)]
pub struct Sides<'a> {
    pub doers: Vec<Participant<'a>>,
    pub targets: Vec<Participant<'a>>,
}

pub fn sides<'a>(event: &'a Event, lexicon: &'a Lexicon) -> Sides<'a> {
    let home = event.place.as_ref().and_then(|place| place.country.as_deref());
    let of = |parties: &'a [Party]| parties.iter().map(|party| participant(party, lexicon)).collect();
    let mut sides = Sides { doers: of(&event.actors), targets: of(&event.recipients) };
    // Beside forces of the state that are named, "the army" may be those, or those against whom they fight.
    let is_home = |one: &Participant<'_>| matches!(one.who, Who::Known(actor) if actor.kind.is_state() && actor.country.as_deref() == home);
    // Where it happened is not sure enough to say whose army it was.
    let is_placed = home.is_some() && matches!(event.precision(), PlacePrecision::Exact | PlacePrecision::Unit);
    if !is_placed || sides.doers.iter().chain(&sides.targets).any(is_home) {
        for one in sides.doers.iter_mut().chain(&mut sides.targets).filter(|one| matches!(one.who, Who::Own(_))) {
            one.who = Who::Fighters;
        }
    }
    sides
}

fn participant<'a>(party: &'a Party, lexicon: &'a Lexicon) -> Participant<'a> {
    let known = party.id.as_deref().and_then(|id| lexicon.actors.get(id));
    let in_words = || match lexicon.fusing.victim(&party.name) {
        Victim::Combatant => Who::Fighters,
        Victim::Civilian => Who::Civilians,
        Victim::Unknown => Who::Other,
    };
    let own = || lexicon.codes.acled.own_forces(&party.name).map(Who::Own);
    Participant { who: known.map(Who::Known).or_else(own).unwrap_or_else(in_words) }
}

/// The organs that go by the name of their state, and what codebooks call them.
pub const STATED: [(Organ, &str); 3] = [
    (Organ::Military, "Military Forces of "),
    (Organ::Police, "Police Forces of "),
    (Organ::Government, "Government of "),
];

/// Such an organ by its name in a codebook.
pub fn forces(organ: Organ, country: &str) -> String {
    let called = STATED.iter().find(|(known, _)| *known == organ).map_or("", |(_, called)| called);
    format!("{called}{country}")
}

/// The id of the organ of a state that goes by such a name: "Military Forces of Sudan (2019-)", "Government of Russia (Soviet Union)". One of
/// its units, which has a name of its own behind the years, is another.
pub fn stated(name: &str, lexicon: &Lexicon) -> Option<String> {
    let (organ, country) = STATED.iter().find_map(|(organ, called)| Some((organ, name.strip_prefix(called)?)))?;
    let of = |country: &str| {
        let codes = lexicon.codes.country_by(|codes| codes.acled == country || codes.ucdp == country);
        let usual = || match lexicon.actors.countries.find(country)? {
            (country, CountryForm::Name) => Some(country.code.clone()),
            _ => None,
        };
        codes.map(|codes| codes.alpha3.clone()).or_else(usual)
    };
    let without_years = || of(country.strip_suffix(')')?.rsplit_once(" (")?.0);
    Some(organ.id(&of(country).or_else(without_years)?))
}
