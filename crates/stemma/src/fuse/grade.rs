//! How far an event can be believed, on two published scales, each with the rule that decided in words.
//!
//! The **Admiralty code** (NATO AJP-2.1) judges information by a number: 1 confirmed by other sources, 2 probably true, 3 possibly
//! true, 4 doubtful, 5 improbable, 6 truth cannot be judged. The number follows from independent origins and from whether they
//! contradict each other. The letter, for the source, is a person's to give.
//!
//! **Airwars** (airwars.org/about/methodology) grades reports of civilian harm: *confirmed* when a belligerent has accepted
//! responsibility; *fair* when two or more credible sources report it and a belligerent is likely to have acted there; *weak* for a claim
//! of a single source; *contested* when somebody denies it or there are competing claims of who was responsible, whoever accepted it; *discounted* when those
//! who were killed are told to have been combatants. What they judge from knowing a war, we take only from words of the
//! pages: that a belligerent acted there is taken from who is named, or from the weapon. It is a proposal, not their grade.

use super::compatible;
use super::mention::Mention;
use super::origins::speaker;
use crate::lexicon::fusing::{FusingWords, Victim};
use crate::model::{
    AirwarsGrade, Assertion, Confidence, Contradiction, ContradictionKind, CorrectionKind, Event, Grade, Origins,
    Scope, Toll,
};

/// The grades of an event; `contradictions` are those that touch it.
pub fn grade(
    event: &Event,
    mentions: &[&Mention<'_>],
    contradictions: &[&Contradiction],
    words: &FusingWords,
) -> Grade {
    // Who speaks on one page may quarrel over a figure or a doer; that the thing happened is doubted by a denial only.
    let disputed = contradictions.iter().any(|entry| match entry.kind {
        ContradictionKind::CopyError => false,
        ContradictionKind::Happened => true,
        _ => entry.a.doc != entry.b.doc,
    });
    let retracted = event.corrections.iter().any(|correction| correction.kind == CorrectionKind::Retracts);
    let (admiralty_number, trace) =
        if retracted { retraction(&event.origins) } else { admiralty(&event.origins, disputed) };
    let airwars = airwars(event, mentions, contradictions, words);
    let (airwars, airwars_trace) = airwars.map_or((None, None), |(grade, trace)| (Some(grade), Some(trace)));
    Grade { admiralty_number, trace, airwars, airwars_trace }
}

fn admiralty(origins: &Origins, contradicted: bool) -> (u8, String) {
    let (number, rule) = match (origins.min, origins.max, contradicted) {
        (3.., _, false) => (1, "at least three origins tell it and none contradicts"),
        (2, _, false) => (2, "two origins tell it and none contradicts"),
        (3.., _, true) => (2, "at least three origins tell it, though they disagree on a part of it"),
        (_, 2.., false) => (3, "there may be two origins, but they may go back to one"),
        (2, _, true) => (3, "two origins tell it, but they disagree on a part of it"),
        (_, 2.., true) => (4, "what may be two origins disagree on a part of it"),
        (_, _, true) => (5, "the only origin is contradicted"),
        _ => (6, "one origin alone tells it, which nothing confirms or contradicts"),
    };
    let meaning = [
        "confirmed by other sources",
        "probably true",
        "possibly true",
        "doubtful",
        "improbable",
        "truth cannot be judged",
    ][number as usize - 1];
    let count = match (origins.min, origins.max) {
        (1, 1) => "1 independent origin".into(),
        (min, max) if min == max => format!("{min} independent origins"),
        (min, max) => format!("{min} to {max} independent origins"),
    };
    (number, format!("{meaning}: {count}; {rule}"))
}

/// A report that was taken back says nothing any more; other origins may.
fn retraction(origins: &Origins) -> (u8, String) {
    if origins.min > 1 {
        (4, format!("doubtful: a report of it was taken back, and {} origins tell it", origins.min))
    } else {
        (5, "improbable: a report of it was taken back, and no other origin is sure".into())
    }
}

fn airwars(
    event: &Event,
    mentions: &[&Mention<'_>],
    contradictions: &[&Contradiction],
    words: &FusingWords,
) -> Option<(AirwarsGrade, String)> {
    let happened = matches!(event.assertion, Assertion::Asserted | Assertion::Background);
    if !happened || !mentions.iter().any(|mention| mention.kind.violent) {
        return None;
    }
    let tolls = mentions.iter().flat_map(|mention| &mention.event.toll);
    let harm = |toll: &&Toll| toll.scope == Scope::Event && matches!(toll.measure.as_str(), "killed" | "injured");
    let harmed: Vec<&str> = tolls.filter(harm).map(|toll| toll.group.as_str()).collect();
    if harmed.is_empty() {
        return None;
    }
    if harmed.iter().all(|group| words.victim(group) == Victim::Combatant) {
        let trace = format!("discounted: those who were harmed are told to have been combatants ({})", harmed[0]);
        return Some((AirwarsGrade::Discounted, trace));
    }
    if let Some(denial) = contradictions.iter().find_map(|entry| entry.denied()) {
        let who = denial.by.as_deref().unwrap_or("somebody");
        return Some((AirwarsGrade::Contested, format!("contested: {who} denies it")));
    }
    if let Some((name, how)) = mentions.iter().find_map(|mention| accepted(mention)) {
        return Some((AirwarsGrade::Confirmed, format!("confirmed: {name} {how}")));
    }
    if contradictions.iter().any(|entry| entry.kind == ContradictionKind::Actor) {
        return Some((AirwarsGrade::Contested, "contested: independent reports name different parties for it".into()));
    }
    let named = mentions.iter().find_map(|mention| {
        mention.event.actors.iter().find(|actor| compatible::is_named(actor, mention.event.sentence))
    });
    let belligerent = match named {
        Some(actor) => Some(format!("{} is named for it", actor.name.as_deref().unwrap_or(&actor.text))),
        None if event.kind.ends_with("-strike") || event.kind == "shelling" => {
            Some(format!("the means ({}) is one of belligerents", event.kind.replace('-', " ")))
        }
        None => None,
    };
    Some(match (event.origins.min, belligerent) {
        (2.., Some(near)) => {
            (AirwarsGrade::Fair, format!("fair: {} independent origins report it, and {near}", event.origins.min))
        }
        (2.., None) => (AirwarsGrade::Weak, "weak: nothing tells which belligerent may have acted there".into()),
        _ if event.origins.max > 1 => (AirwarsGrade::Weak, "weak: all reports may go back to a single source".into()),
        _ => (AirwarsGrade::Weak, "weak: a single source claims it".into()),
    })
}

/// Who accepts responsibility in the words of a mention: its own claim of the deed, or its own word that it did it.
fn accepted(mention: &Mention<'_>) -> Option<(String, &'static str)> {
    let event = mention.event;
    let actor = event.actors.iter().find(|actor| compatible::is_named(actor, event.sentence))?;
    let name = actor.name.clone().unwrap_or_else(|| actor.text.clone());
    if event.confidence == Some(Confidence::Claimed) {
        return Some((name, "claims the deed"));
    }
    let speaker = speaker(mention)?;
    speaker.eq_ignore_ascii_case(&name).then_some((name, "says itself that it did it"))
}
