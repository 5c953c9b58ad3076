//! How like two coded events are, field by field.
//!
//! Every field gives a number from 0 to 1, or nothing where one side does not know it. Time and place must be near; kind, actors and
//! deaths then tell apart what is near to both.

use stemma::lexicon::Lexicon;
use stemma::lexicon::gazetteer::fold;
use stemma::model::Party;
use stemma_workspace::ask;

use super::{Coded, Killed};

/// Evidence that two events are one, in logarithms of odds: fitted by logistic regression to the pairs and non-pairs of four of the eight
/// theatres of `tests/compare` (the other four were not looked at), and rounded.
mod weights {
    pub const BASE: f32 = -4.9;
    /// Not fitted: an id is an id.
    pub const SAME_RECORD: f32 = 8.0;
    pub const OVERLAPPING: f32 = -0.6;
    pub const A_DAY: f32 = -1.6;
    pub const TWO_DAYS: f32 = -1.8;
    pub const MORE_DAYS: f32 = -2.0;
    pub const NEAR: f32 = 2.1;
    pub const NAMED_ALIKE: f32 = 0.5;
    pub const KIND: f32 = 1.9;
    pub const OTHER_ACTORS: f32 = -0.4;
    pub const SOME_ACTORS: f32 = -0.3;
    pub const ACTORS_UNKNOWN: f32 = -0.2;
    pub const SAME_DEATHS: f32 = 2.0;
    pub const BY_NUMBER: f32 = 1.6;
    pub const NEAR_DEATHS: f32 = 1.7;
    pub const OTHER_DEATHS: f32 = -1.1;
    pub const DEATHS_FAR_APART: f32 = -2.0;
    pub const NONE_AGAINST_SOME: f32 = -0.6;
}
use weights::BASE;

#[derive(Clone, Copy, Debug)]
pub struct Likeness {
    pub score: f32,
    pub kind: f32,
    pub actors: Option<f32>,
    pub deaths: Deaths,
}

/// From here on two kinds, and two sides, are called the same.
pub const SAME_KIND: f32 = 0.7;
pub const SAME_ACTORS: f32 = 0.6;
/// Below this they are called others.
const SOME_ACTORS: f32 = 0.3;

/// A day of reporting is taken for the day of the event, or two coders reckon "overnight" otherwise: so many days at most.
pub const MOST_DAYS: i32 = 3;
/// In kilometres, beyond how well both places are known.
const SLACK_KM: f64 = 10.0;
/// In kilometres: one of two places of a name is taken for the other, or a place for the middle of its district.
const NAMESAKE_KM: f64 = 700.0;
/// So many times as far as both places reach, two events are not one.
const TOO_FAR: f64 = 2.0;

impl Likeness {
    /// Nothing where they are too far apart to be one happening.
    pub fn of(a: &Coded, b: &Coded, lexicon: &Lexicon) -> Option<Likeness> {
        let (time, place) = (time(a, b)?, place(a, b)?);
        let kind = kind(a, b, lexicon);
        let actors = actors(&a.actors, &b.actors, lexicon);
        let deaths = Deaths::of(a.killed, b.killed);
        let evidence = BASE
            + time.weight()
            + place.near * weights::NEAR
            + if place.is_named_alike { weights::NAMED_ALIKE } else { 0.0 }
            + kind * weights::KIND
            + deaths.weight(a.killed.map_or(0, |killed| killed.high))
            + match actors {
                None => weights::ACTORS_UNKNOWN,
                Some(actors) if actors < SOME_ACTORS => weights::OTHER_ACTORS,
                Some(actors) if actors < SAME_ACTORS => weights::SOME_ACTORS,
                Some(_) => 0.0,
            };
        let evidence = if is_one_record(&a.id, &b.id) { evidence + weights::SAME_RECORD } else { evidence };
        let score = 1.0 / (1.0 + (-evidence).exp());
        Some(Likeness { score, kind, actors, deaths })
    }

    /// In words.
    pub fn reasons(&self, a: &Coded, b: &Coded) -> String {
        let days = match a.days_from(b) {
            0 if (a.from, a.to) == (b.from, b.to) => "same day".to_owned(),
            0 => "days that overlap".to_owned(),
            1 => "one day apart".to_owned(),
            days => format!("{days} days apart"),
        };
        let place = match a.kilometres_from(b) {
            Some(km) if km < 1.0 => "same place".to_owned(),
            Some(km) => format!("{km:.0} km apart"),
            None => "a place without a point".to_owned(),
        };
        let kind = if self.kind >= SAME_KIND { "like kinds" } else { "other kinds" };
        let actors = match self.actors {
            None => "actors not known",
            Some(actors) if actors >= SAME_ACTORS => "same actors",
            Some(actors) if actors > 0.0 => "some of the same actors",
            Some(_) => "other actors",
        };
        let deaths = match self.deaths {
            Deaths::Unknown => "",
            Deaths::Same => ", same deaths",
            Deaths::Near => ", deaths nearly the same",
            Deaths::NoneAgainstSome => ", deaths on one side alone",
            Deaths::Other | Deaths::FarApart => ", other deaths",
        };
        format!("{days}, {place}, {kind}, {actors}{deaths}")
    }
}

impl Time {
    fn weight(self) -> f32 {
        match self {
            Time::Same => 0.0,
            Time::Overlapping => weights::OVERLAPPING,
            Time::Apart(1) => weights::A_DAY,
            Time::Apart(2) => weights::TWO_DAYS,
            Time::Apart(_) => weights::MORE_DAYS,
        }
    }
}

/// Whether both ids are of one record: of two versions of a table, or of an event of ours and its row in a table that we wrote.
fn is_one_record(a: &str, b: &str) -> bool {
    let is_row = |event: &str, row: &str| {
        let digits = row.trim_start_matches(|letter: char| letter.is_ascii_uppercase());
        ask::number_of_event(event).is_some_and(|number| digits.parse() == Ok(number))
    };
    // Numbers of two publishers may be the same by chance, and so may ids that are not there.
    let is_own = a.bytes().any(|byte| byte.is_ascii_alphabetic());
    a == b && is_own || is_row(a, b) || is_row(b, a)
}

/// How the days of two events lie to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Time {
    Same,
    /// They share days, and not all.
    Overlapping,
    /// So many days lie between them.
    Apart(i32),
}

fn time(a: &Coded, b: &Coded) -> Option<Time> {
    match a.days_from(b) {
        0 if (a.from, a.to) == (b.from, b.to) => Some(Time::Same),
        0 => Some(Time::Overlapping),
        days if days > MOST_DAYS => None,
        days => Some(Time::Apart(days)),
    }
}

struct Place {
    /// 1 at one point, less the further apart, by how well both places are known.
    near: f32,
    is_named_alike: bool,
}

fn place(a: &Coded, b: &Coded) -> Option<Place> {
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return None;
    }
    let is_named_alike = are_alike(&a.place, &b.place);
    let is_wide = a.is_country || b.is_country;
    let Some(km) = a.kilometres_from(b).filter(|_| !is_wide) else {
        return (a.country.is_some() && a.country == b.country).then_some(Place { near: 0.3, is_named_alike });
    };
    let reach = SLACK_KM + a.reach.hypot(b.reach);
    let near = (-(km / reach).powi(2)).exp() as f32;
    (km <= TOO_FAR * reach || is_named_alike && km <= NAMESAKE_KM).then_some(Place { near, is_named_alike })
}

/// Whether one name is the other, or has a word more: tables write "Kupiansk town" and "Homs - Khalidiya".
fn are_alike(a: &str, b: &str) -> bool {
    let words = |name: &str| {
        let words = name.split(|letter: char| !letter.is_alphanumeric()).map(fold::loose);
        words.filter(|word| !word.is_empty()).collect::<Vec<String>>()
    };
    let (a, b) = (words(a), words(b));
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    !few.is_empty() && many.starts_with(&few)
}

fn kind(a: &Coded, b: &Coded, lexicon: &Lexicon) -> f32 {
    if !a.kind.is_empty() && a.kind == b.kind || a.acled_sub.is_some() && a.acled_sub == b.acled_sub {
        return 1.0;
    }
    if a.acled.is_some() && a.acled == b.acled {
        return 0.8;
    }
    let known = |coded: &Coded| lexicon.events.kind(&coded.kind);
    match known(a).zip(known(b)) {
        Some((a, b)) if a.family() == b.family() => 0.8,
        // What one coder calls an attack is the shelling of another; no table of deaths knows means.
        Some((a, b)) if a.violent && b.violent => 0.7,
        _ if !a.plover.is_empty() && a.plover == b.plover => 0.6,
        _ => 0.0,
    }
}

/// How many of those of the side with fewer are also on the other one.
fn actors(a: &[Party], b: &[Party], lexicon: &Lexicon) -> Option<f32> {
    let is_named = |party: &&Party| !is_nobody(&party.name);
    let (a, b): (Vec<&Party>, Vec<&Party>) = (a.iter().filter(is_named).collect(), b.iter().filter(is_named).collect());
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    if few.is_empty() {
        return None;
    }
    let best = |one: &&Party| many.iter().map(|other| alike(one, other, lexicon)).fold(0.0_f32, f32::max);
    Some(few.iter().map(best).sum::<f32>() / few.len() as f32)
}

/// Words of tables for those of whom nobody is named.
fn is_nobody(name: &str) -> bool {
    let name = name.to_lowercase();
    ["unidentified", "unknown", "civilians", "protesters", "rioters"].iter().any(|word| name.starts_with(word))
}

/// One of them is the other, or belongs to it; or their names have the same words.
fn alike(a: &Party, b: &Party, lexicon: &Lexicon) -> f32 {
    if let (Some(a), Some(b)) = (&a.id, &b.id) {
        let belongs = |one: &str, to: &str| lexicon.actors.parents(one).any(|parent| parent.id == to);
        if a == b || belongs(a, b) || belongs(b, a) {
            return 1.0;
        }
        let country = |id: &str| lexicon.actors.get(id).filter(|actor| actor.kind.is_state())?.country.clone();
        if country(a).is_some() && country(a) == country(b) {
            return 1.0;
        }
    }
    let words = |name: &str| {
        let mut words: Vec<String> = name
            .split(|letter: char| !letter.is_alphanumeric())
            .map(fold::plain)
            .filter(|word| {
                word.len() > 2 && !COMMON.contains(&word.as_str()) && !word.bytes().all(|byte| byte.is_ascii_digit())
            })
            .collect();
        words.sort();
        words.dedup();
        words
    };
    let (mine, other) = (words(&a.name), words(&b.name));
    let shared = mine.iter().filter(|word| other.contains(word)).count();
    match mine.len().min(other.len()) {
        0 => 0.0,
        least => shared as f32 / least as f32,
    }
}

/// Words in names of actors that tell nobody apart.
const COMMON: [&str; 14] = [
    "the",
    "and",
    "for",
    "forces",
    "force",
    "military",
    "police",
    "government",
    "army",
    "armed",
    "group",
    "militia",
    "national",
    "movement",
];

/// How the figures of the killed lie to one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deaths {
    Unknown,
    /// Some, and as many on both sides.
    Same,
    Near,
    Other,
    FarApart,
    /// A coder who found no figure writes none.
    NoneAgainstSome,
}

impl Deaths {
    /// That two coders have the same number tells the more, the greater it is.
    fn weight(self, killed: u32) -> f32 {
        match self {
            Deaths::Unknown => 0.0,
            Deaths::Same => weights::SAME_DEATHS + weights::BY_NUMBER * (killed.max(1) as f32).ln(),
            Deaths::Near => weights::NEAR_DEATHS,
            Deaths::Other => weights::OTHER_DEATHS,
            Deaths::FarApart => weights::DEATHS_FAR_APART,
            Deaths::NoneAgainstSome => weights::NONE_AGAINST_SOME,
        }
    }

    fn of(a: Option<Killed>, b: Option<Killed>) -> Deaths {
        let (Some(a), Some(b)) = (a, b) else { return Deaths::Unknown };
        if a.high == 0 && b.high == 0 {
            return Deaths::Unknown;
        }
        if a.high == 0 || b.high == 0 {
            return Deaths::NoneAgainstSome;
        }
        if a.low <= b.high && b.low <= a.high {
            return Deaths::Same;
        }
        let (less, more) = if a.high < b.low { (a.high, b.low) } else { (b.high, a.low) };
        match f64::from(less) / f64::from(more) {
            ratio if ratio >= 0.75 => Deaths::Near,
            ratio if ratio >= 0.4 => Deaths::Other,
            _ => Deaths::FarApart,
        }
    }
}
