//! Common nouns for those who fight, govern and suffer: "Syrian army", "government troops", "IS fighters", "gunmen".
//!
//! The noun gives the class; nationality, side and named groups before it give the register id. Where the phrase itself
//! says no country, the article's main country is taken and marked as inferred; with no main country it abstains.

use super::Force;
use super::register::{Found, Named};
use super::words::Words;
use crate::lexicon::actors::{ActorKind, Organ};
use crate::lexicon::names::{ForceClass, ForceSide};

pub fn find(words: &Words<'_>, found: &Found<'_>) -> Vec<Force> {
    let mut forces: Vec<Force> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let Some((end, class)) = noun_at(words, at) else {
            at += 1;
            continue;
        };
        if let Some(force) = read(words, found, at, end, class) {
            match forces.last() {
                // "rebel fighters": the later noun is the head.
                Some(last) if last.span.overlaps(force.span) => {
                    forces.pop();
                    forces.push(force);
                }
                _ => forces.push(force),
            }
        }
        at = end;
    }
    forces
}

/// A force noun that starts at this token; two words before one.
fn noun_at(words: &Words<'_>, at: usize) -> Option<(usize, ForceClass)> {
    let lists = words.lists();
    let is_noun = |at: usize| matches!(words.tag(at), "NN" | "NNS" | "NNP" | "NNPS");
    if is_noun(at + 1) && words.same_sentence(at, at + 1) && !words.folded(at).is_empty() {
        let pair = format!("{} {}", words.folded(at), words.folded(at + 1));
        if let Some(class) = lists.force(&pair) {
            return Some((at + 2, class));
        }
    }
    let class = lists.force(words.folded(at)).filter(|_| is_noun(at))?;
    Some((at + 1, class))
}

fn read(words: &Words<'_>, found: &Found<'_>, noun: usize, end: usize, class: ForceClass) -> Option<Force> {
    let lists = words.lists();
    let mut start = noun;
    let (mut country, mut side, mut owner) = (None::<String>, None::<ForceSide>, None::<&Named<'_>>);
    let mut unknown_people = false;
    // Six words before the noun are more than any such phrase has.
    for _ in 0..6 {
        let Some(before) = start.checked_sub(1).filter(|&at| words.same_sentence(at, noun)) else { break };
        let span = words.span(before..before + 1);
        if let Some(named) = found.at(span) {
            let Some(actor) = named.actor else { break };
            if matches!(actor.kind, ActorKind::Country | ActorKind::People) {
                country = country.or_else(|| actor.country.clone());
            } else if owner.is_none() && (actor.kind.is_armed() || actor.kind == ActorKind::Igo) {
                owner = Some(named);
            } else {
                break;
            }
            start = words.tokens_in(named.span).start.min(before);
            continue;
        }
        // "US-led", "anti-government": a joint, its prefix or its participle.
        if words.is_joint(before) && before > 0 {
            start = before;
            continue;
        }
        let joined = before > 1 && words.is_joint(before - 1);
        if joined {
            let pair = format!("{} {}", words.folded(before - 2), words.folded(before));
            if let Some(given) = lists.side(&pair) {
                side = side.or(Some(given));
                start = before - 2;
                continue;
            }
            if matches!(
                words.folded(before),
                "led" | "backed" | "allied" | "aligned" | "supported" | "trained" | "dominated" | "controlled" | "run"
            ) {
                // Those who back a force are not the force: the phrase goes on, the nationality is not its own.
                if words.folded(before) == "led" {
                    side = side.or(Some(ForceSide::Coalition));
                }
                start = before - 2;
                break;
            }
        }
        match lists.side(words.folded(before)) {
            Some(ForceSide::Neutral) => {}
            Some(given) => side = side.or(Some(given)),
            // "Chechen fighters", "Tuareg rebels": a people without an entry belongs to the phrase all the same.
            None if is_people(words, before, noun, end) => unknown_people = true,
            None => break,
        }
        start = before;
    }
    // "Russia's defence ministry", "the ministry of defence" of a country named before.
    if start > 1 && words.tag(start - 1) == "POS" && words.same_sentence(start - 1, noun) && country.is_none() {
        let span = words.span(start - 2..start - 1);
        let owner = found.at(span).and_then(|named| named.actor);
        if let Some(actor) = owner.filter(|actor| actor.kind == ActorKind::Country) {
            country = actor.country.clone();
        }
    }
    let state_side = matches!(side, Some(ForceSide::State));
    let class = match (class, side) {
        (ForceClass::Forces | ForceClass::Military | ForceClass::Weapons, Some(ForceSide::Rebel)) => ForceClass::Rebels,
        (ForceClass::Forces | ForceClass::Weapons, Some(ForceSide::Coalition)) => ForceClass::Coalition,
        (ForceClass::Forces | ForceClass::Military, Some(ForceSide::Police)) => ForceClass::Police,
        (ForceClass::Forces, Some(ForceSide::State)) => ForceClass::Military,
        (class, _) => class,
    };
    let stated = country.is_some() || owner.is_some();
    // Whose "the army" is, the rest of the article says; gunmen and civilians may be anyone's.
    let may_infer = matches!(class, ForceClass::Military | ForceClass::Government | ForceClass::Police) || state_side;
    if country.is_none() && owner.is_none() && may_infer && !unknown_people {
        country = found.countries.main().map(str::to_owned);
    }
    let armed =
        !matches!(class, ForceClass::Civilians | ForceClass::Opposition | ForceClass::Courts | ForceClass::Parliament);
    let id = match owner.and_then(|owner| owner.actor) {
        Some(actor) if armed && class != ForceClass::Government => Some(actor.id.clone()),
        Some(_) => None,
        None => country.as_deref().and_then(|code| organ(class, side).map(|organ| organ.id(code))),
    };
    let id = id.filter(|id| words.actors().get(id).is_some());
    Some(Force {
        span: words.span(start..end),
        head: words.span(noun..end),
        class,
        inferred: !stated && country.is_some(),
        country,
        id,
    })
}

fn is_people(words: &Words<'_>, at: usize, noun: usize, end: usize) -> bool {
    let modifies = matches!(words.dep(at), "compound" | "amod" | "nmod") && (noun..end).contains(&words.head(at));
    let name = words.tag(at) == "JJ" || words.label(at) == "NORP" || words.is_proper(at) && modifies;
    name && words.is_capitalised(at)
        && !words.is_title_case(at)
        && !words.lists().titles.contains(words.folded(at))
        && !words.lists().not_names.contains(words.folded(at))
}

fn organ(class: ForceClass, side: Option<ForceSide>) -> Option<Organ> {
    Some(match (class, side) {
        (ForceClass::Ministry, Some(ForceSide::Defence)) => Organ::DefenceMinistry,
        (ForceClass::Ministry, Some(ForceSide::Interior)) => Organ::InteriorMinistry,
        (ForceClass::Ministry, Some(ForceSide::Foreign)) => Organ::ForeignMinistry,
        (ForceClass::Government, _) => Organ::Government,
        (ForceClass::Military | ForceClass::Forces | ForceClass::Weapons, _) => Organ::Military,
        (ForceClass::Police, _) => Organ::Police,
        (ForceClass::Intelligence, _) => Organ::Intelligence,
        (ForceClass::Parliament, _) => Organ::Parliament,
        (ForceClass::Courts, _) => Organ::Courts,
        (ForceClass::Rebels, _) => Organ::Rebels,
        (ForceClass::Civilians, _) => Organ::People,
        (ForceClass::Opposition, _) => Organ::Opposition,
        _ => return None,
    })
}
