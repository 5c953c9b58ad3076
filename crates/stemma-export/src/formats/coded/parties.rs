//! Who takes part, as codebooks tell apart: those of the register, fighters and civilians in words, and what is nobody.

use stemma::lexicon::Lexicon;
use stemma::lexicon::actors::{Actor, ActorKind};
use stemma::lexicon::fusing::Victim;
use stemma::model::{Event, Party};

/// One who takes part.
#[derive(Clone, Debug)]
pub struct Participant<'a> {
    pub who: Who<'a>,
}

#[derive(Clone, Copy, Debug)]
pub enum Who<'a> {
    Known(&'a Actor),
    /// Words for those who fight, of whom nobody is named: "the army", "gunmen".
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
            Who::Fighters => true,
            Who::Civilians | Who::Other => false,
        }
    }

    pub fn is_civilian(&self) -> bool {
        match self.who {
            Who::Known(actor) => !self.is_armed() && actor.kind != ActorKind::Party || actor.kind == ActorKind::People,
            Who::Civilians => true,
            Who::Fighters | Who::Other => false,
        }
    }

    pub fn is_state(&self) -> bool {
        matches!(self.who, Who::Known(actor) if actor.kind.is_state())
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
    let of = |parties: &'a [Party]| parties.iter().map(|party| participant(party, lexicon)).collect();
    Sides { doers: of(&event.actors), targets: of(&event.recipients) }
}

fn participant<'a>(party: &'a Party, lexicon: &'a Lexicon) -> Participant<'a> {
    let known = party.id.as_deref().and_then(|id| lexicon.actors.get(id));
    let who = match known {
        Some(actor) => Who::Known(actor),
        None => match lexicon.fusing.victim(&party.name) {
            Victim::Combatant => Who::Fighters,
            Victim::Civilian => Who::Civilians,
            Victim::Unknown => Who::Other,
        },
    };
    Participant { who }
}
