//! How like two coded events are, field by field.
//!
//! Every field gives a number from 0 to 1, or nothing where one side does not know it. Time and place must be near; kind, actors and
//! deaths then tell apart what is near to both.

use stemma::lexicon::Lexicon;
use stemma::lexicon::gazetteer::fold;
use stemma::model::Party;

use super::{Coded, Killed};

#[derive(Clone, Copy, Debug)]
pub struct Likeness {
    pub score: f32,
    pub kind: f32,
    pub actors: Option<f32>,
    pub deaths: Option<f32>,
}

/// From here on two kinds, and two sides, are called the same.
pub const SAME_KIND: f32 = 0.7;
pub const SAME_ACTORS: f32 = 0.6;

/// A day of reporting is taken for the day of the event, or two coders reckon "overnight" otherwise: so many days at most.
pub const MOST_DAYS: i32 = 3;
/// In kilometres, beyond how well both places are known.
const SLACK_KM: f64 = 10.0;
/// So many times as far as both places reach, two events are not one.
const TOO_FAR: f64 = 2.0;

/// What each field weighs.
const WEIGHTS: [f32; 5] = [0.26, 0.30, 0.16, 0.18, 0.10];
/// What a field counts that one side does not know.
const UNKNOWN: f32 = 0.5;

impl Likeness {
    /// Nothing where they are too far apart to be one happening.
    pub fn of(a: &Coded, b: &Coded, lexicon: &Lexicon) -> Option<Likeness> {
        let (time, place) = (time(a, b)?, place(a, b)?);
        let kind = kind(a, b, lexicon);
        let (actors, deaths) = (actors(&a.actors, &b.actors, lexicon), deaths(a.killed, b.killed));
        let fields = [time, place, kind, actors.unwrap_or(UNKNOWN), deaths.unwrap_or(UNKNOWN)];
        let score = fields.iter().zip(WEIGHTS).map(|(field, weight)| field * weight).sum();
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
            None => "",
            Some(deaths) if deaths >= 1.0 => ", same deaths",
            Some(_) => ", other deaths",
        };
        format!("{days}, {place}, {kind}, {actors}{deaths}")
    }
}

fn time(a: &Coded, b: &Coded) -> Option<f32> {
    let length = |coded: &Coded| coded.to.days_since(coded.from) + 1;
    match a.days_from(b) {
        0 => {
            // A day within a month says little; a day within the same two days much.
            let (short, long) = (length(a).min(length(b)), length(a).max(length(b)));
            Some(1.0 - 0.6 * (1.0 - (short as f32 / long as f32)).powi(2))
        }
        days if days > MOST_DAYS => None,
        1 => Some(0.7),
        2 => Some(0.4),
        _ => Some(0.2),
    }
}

fn place(a: &Coded, b: &Coded) -> Option<f32> {
    if a.country.is_some() && b.country.is_some() && a.country != b.country {
        return None;
    }
    let is_wide = a.is_country || b.is_country;
    let Some(km) = a.kilometres_from(b).filter(|_| !is_wide) else {
        return (a.country.is_some() && a.country == b.country).then_some(0.3);
    };
    let reach = SLACK_KM + a.reach.hypot(b.reach);
    if km > TOO_FAR * reach {
        return None;
    }
    let near = (-(km / reach).powi(2)).exp() as f32;
    let name = |coded: &Coded| fold::loose(&coded.place);
    let (mine, other) = (name(a), name(b));
    let is_named_alike = !mine.is_empty() && mine == other;
    Some(if is_named_alike { near.max(0.85) } else { near })
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

fn deaths(a: Option<Killed>, b: Option<Killed>) -> Option<f32> {
    let (a, b) = (a?, b?);
    if a.low <= b.high && b.low <= a.high {
        return Some(1.0);
    }
    let (less, more) = if a.high < b.low { (a.high, b.low) } else { (b.high, a.low) };
    Some((f64::from(less + 1) / f64::from(more + 1)) as f32)
}
