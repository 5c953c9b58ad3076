//! Which event of one side goes with which of the other: one to one, the likest first; then two pairs exchange their partners where that
//! makes them more likely together.

use std::collections::{BTreeMap, BTreeSet};

use stemma::lexicon::Lexicon;

use super::Coded;
use super::likeness::{Likeness, MOST_DAYS};

/// Two events that may be one.
#[derive(Clone, Debug)]
pub struct Candidate {
    pub ours: usize,
    pub theirs: usize,
    pub likeness: Likeness,
}

/// From this probability on two events are called one happening. What is nearer to it than to none and yet below is named with the event
/// that stands alone.
const ENOUGH: f32 = 0.23;

/// Days by which events are found; one that lasts longer than a stretch stands in several.
const STRETCH: i32 = 8;
/// A longer event stands in no more of them.
const MOST_STRETCHES: i32 = 64;

/// All that are near in time and place.
pub fn candidates(ours: &[Coded], theirs: &[Coded], lexicon: &Lexicon) -> Vec<Candidate> {
    let Some(first) = ours.iter().chain(theirs).map(|event| event.from).min() else { return Vec::new() };
    let stretches = |event: &Coded, slack: i32| {
        let of = |day: stemma::model::Day, by: i32| (day.days_since(first) + by).div_euclid(STRETCH);
        let begin = of(event.from, -slack);
        begin..=of(event.to, slack).min(begin + MOST_STRETCHES)
    };
    let mut by_stretch: BTreeMap<i32, Vec<usize>> = BTreeMap::new();
    for (at, event) in theirs.iter().enumerate() {
        stretches(event, 0).for_each(|stretch| by_stretch.entry(stretch).or_default().push(at));
    }
    let mut found = Vec::new();
    for (at, event) in ours.iter().enumerate() {
        let near = stretches(event, MOST_DAYS).filter_map(|stretch| by_stretch.get(&stretch)).flatten();
        for other in near.copied().collect::<BTreeSet<usize>>() {
            if let Some(likeness) = Likeness::of(event, &theirs[other], lexicon) {
                found.push(Candidate { ours: at, theirs: other, likeness });
            }
        }
    }
    found
}

/// The pairs, as places among the candidates. The best pair first, and then, as long as that helps, two pairs exchange their partners.
pub fn settle(candidates: &[Candidate], ours: usize, theirs: usize) -> Vec<usize> {
    let score = |at: usize| candidates[at].likeness.score;
    let mut order: Vec<usize> = (0..candidates.len()).filter(|&at| score(at) >= ENOUGH).collect();
    let by: BTreeMap<(usize, usize), usize> =
        order.iter().map(|&at| ((candidates[at].ours, candidates[at].theirs), at)).collect();
    order.sort_by(|&a, &b| score(b).total_cmp(&score(a)).then(a.cmp(&b)));
    let (mut of_ours, mut of_theirs) = (vec![None; ours], vec![None; theirs]);
    for at in order {
        let Candidate { ours, theirs, .. } = candidates[at];
        if of_ours[ours].is_none() && of_theirs[theirs].is_none() {
            (of_ours[ours], of_theirs[theirs]) = (Some(at), Some(at));
        }
    }
    // An exchange gains something every time, so this ends.
    loop {
        let mut has_changed = false;
        for (&(mine, other), &at) in &by {
            let (Some(held), Some(taken)) = (of_ours[mine], of_theirs[other]) else {
                continue;
            };
            if held == at {
                continue;
            }
            let (their_old, our_old) = (candidates[held].theirs, candidates[taken].ours);
            let Some(&crossed) = by.get(&(our_old, their_old)) else { continue };
            if score(at) + score(crossed) > score(held) + score(taken) + f32::EPSILON * 8.0 {
                (of_ours[mine], of_theirs[other]) = (Some(at), Some(at));
                (of_ours[our_old], of_theirs[their_old]) = (Some(crossed), Some(crossed));
                has_changed = true;
            }
        }
        if !has_changed {
            break;
        }
    }
    of_ours.into_iter().flatten().collect()
}
