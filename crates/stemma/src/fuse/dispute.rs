//! One happening told differently: two independent tellings that agree in everything that tells happenings apart, save for
//! the day, the place or who did it. They are joined, so that the disagreement can be shown; without such agreement a field that
//! conflicts keeps two tellings apart, as always.
//!
//! What tells a happening apart is something that two happenings of one story rarely have in common: a named victim, a count that is
//! neither small nor round, two counts that are both the same, or a deed that is done once, as a town changes hands once in a few days.

use super::compatible::{self, Verdict};
use super::mention::Mention;
use crate::model::{ActorMention, Precision, Scope, kilometres};

/// Fields in which tellings of one happening may differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    Time,
    Place,
    Actor,
}

/// A set of such fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fields(u8);

impl Fields {
    pub fn with(self, field: Field) -> Fields {
        Fields(self.0 | 1 << field as u8)
    }

    pub fn and(self, other: Fields) -> Fields {
        Fields(self.0 | other.0)
    }

    pub fn has(self, field: Field) -> bool {
        self.0 & (1 << field as u8) != 0
    }
}

/// What the other fields say when one conflicts.
pub struct Rest {
    pub kind: Verdict,
    pub time: Verdict,
    pub place: Verdict,
    pub actor: Verdict,
}

/// Reports that err in the day are off by so many days at most; further apart are two happenings.
const MOST_DAYS: i32 = 2;
/// Reports that err in the place take another one of the region.
const MOST_KILOMETRES: f64 = 150.0;

/// Whether two mentions that conflict in one field are one happening all the same.
pub fn is_one(field: Field, a: &Mention<'_>, b: &Mention<'_>, rest: &Rest) -> bool {
    let at_least = |verdict, least| matches!(verdict, Verdict::Agree(points) if points >= least);
    if !(a.happened() && b.happened() && at_least(rest.kind, 1.5)) {
        return false;
    }
    match field {
        Field::Time => {
            let once = a.family() == "ground" && at_least(rest.place, 2.0);
            near_in_time(a, b) && (victim(a, b) || (at_least(rest.place, 0.8) && (count(a, b) || once)))
        }
        Field::Place => {
            let told_alike = victim(a, b) || (count(a, b) && at_least(rest.actor, 1.0));
            at_least(rest.time, 2.0) && near_in_space(a, b) && told_alike
        }
        Field::Actor => at_least(rest.time, 2.0) && at_least(rest.place, 2.0) && (victim(a, b) || count(a, b)),
    }
}

/// Two stated days, at most a few days apart.
fn near_in_time(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let (Some(x), Some(y)) = (&a.event.time, &b.event.time) else { return false };
    let (x, y) = (x.interval, y.interval);
    let stated = x.precision == Precision::Day && y.precision == Precision::Day;
    stated && x.from.days_since(y.from).abs() <= MOST_DAYS
}

/// Two places of one country, near each other.
fn near_in_space(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let (Some(x), Some(y)) = (&a.event.place, &b.event.place) else { return false };
    let (Some(p), Some(q)) = (x.place.point(), y.place.point()) else { return false };
    x.place.country == y.place.country && kilometres(p, q) <= MOST_KILOMETRES
}

/// The same person, by name, is the victim in both.
fn victim(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let person = |mention: &Mention<'_>, who: &ActorMention| {
        who.id.is_none() && compatible::is_named(who, mention.event.sentence) && who.text.contains(' ')
    };
    let ours = a.event.recipients.iter().filter(|who| person(a, who));
    ours.into_iter().any(|x| {
        b.event.recipients.iter().any(|y| compatible::is_named(y, b.event.sentence) && compatible::same_party(x, y))
    })
}

/// Both give the same count, which is neither small nor round, or two counts that are the same.
fn count(a: &Mention<'_>, b: &Mention<'_>) -> bool {
    let mut same = Vec::new();
    for x in a.event.toll.iter().filter(|toll| toll.scope == Scope::Event && toll.best.is_some()) {
        let also = |y: &&crate::model::Toll| y.scope == Scope::Event && y.measure == x.measure && y.best == x.best;
        if b.event.toll.iter().any(|y| also(&y)) && !same.iter().any(|(measure, _)| *measure == &x.measure) {
            same.push((&x.measure, x.best.unwrap_or(0)));
        }
    }
    let rare = |number: u32| number > 10 && !number.is_multiple_of(10) && !(number > 100 && number.is_multiple_of(50));
    same.iter().any(|(_, number)| rare(*number)) || same.iter().filter(|(_, number)| *number > 1).count() > 1
}
