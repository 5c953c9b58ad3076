//! The second exemplar of a copy: where its text leaves its main source and goes along with another page.
//!
//! In: a family, its edges, and who stands below whom. Out: for every likely main source of a member the best second one. A
//! copyist who turns from one exemplar to another does so once or twice: the text between is one piece, whose readings
//! agree with the second against the first, or which the first does not have at all (block contamination; in genetics
//! recombination, found in the same way: Maynard Smith 1992). The piece that saves most is the one. A name whose spelling
//! switches with the exemplar is a seam, and says so too.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::edges::{Descent, Family};
use super::sources::Below;

pub struct Second {
    pub parent: usize,
    /// What it saves, in nats, less what a second source costs.
    pub gain: f64,
    /// Share of the child's copied words that it gave.
    pub share: f64,
    /// Whether a name changes its spelling where the text goes over to it.
    pub is_seam: bool,
}

/// Main sources of a member that are tried with a second one, and second ones that are tried with each.
const MAINS: usize = 6;
const TRIED: usize = 24;
/// Words that either of two sources gives at least.
const WORDS: usize = 16;
/// What a second source costs, in nats: few copyists look at two pages.
const COST: f64 = 6.0;
/// The same for two sources that share nothing with each other, so that no third page can have given what both have.
const COST_APART: f64 = 3.0;
/// What the spelling of a name says that switches with the source.
const SEAM: f64 = 3.0;

/// By (main source, member).
pub fn find(
    family: &Family<'_>,
    descents: &HashMap<(usize, usize), Descent>,
    below: &Below,
) -> HashMap<(usize, usize), Second> {
    let mut out = HashMap::new();
    for child in 0..family.members.len() {
        let published = family.witness(child).published;
        let mut rivals: Vec<(usize, &Descent)> = family.members[child]
            .neighbours
            .iter()
            .filter(|&&(rival, _)| !below.holds(child, rival))
            .filter(|&&(rival, _)| !published.is_before(family.witness(rival).published))
            .map(|&(rival, _)| (rival, &descents[&(rival, child)]))
            .collect();
        rivals.sort_by(|a, b| b.1.weight.total_cmp(&a.1.weight).then(a.0.cmp(&b.0)));
        rivals.truncate(TRIED);
        let mains: Vec<(usize, Vec<f32>)> =
            rivals.iter().take(MAINS).map(|&(main, _)| (main, family.costs(main, child))).collect();
        // Where the whole text costs next to nothing there is nothing to save.
        let is_dear = |costs: &[f32]| costs.iter().map(|&cost| f64::from(cost)).sum::<f64>() > COST_APART;
        if !mains.iter().any(|(_, costs)| is_dear(costs)) {
            continue;
        }
        let costs: Vec<Vec<f32>> = rivals.iter().map(|&(rival, _)| family.costs(rival, child)).collect();
        for (main, ours) in mains.iter().filter(|(_, costs)| is_dear(costs)) {
            let seconds = rivals.iter().zip(&costs).filter(|((rival, _), _)| rival != main);
            let best = seconds
                .map(|(&(rival, descent), theirs)| {
                    let (saved, piece) = best_piece(ours, theirs);
                    // Time and credits hold for a part of the text as for the whole.
                    (saved + descent.circumstance.min(0.0), rival, piece)
                })
                .reduce(|best, next| if next.0 > best.0 + 1e-6 { next } else { best });
            if let Some((saved, parent, piece)) = best
                && let Some(second) = second(family, child, *main, parent, saved, piece)
            {
                out.insert((*main, child), second);
            }
        }
    }
    out
}

fn second(
    family: &Family<'_>,
    child: usize,
    main: usize,
    parent: usize,
    saved: f64,
    piece: Range<usize>,
) -> Option<Second> {
    if saved + SEAM <= COST_APART {
        return None;
    }
    let copy = family.witness(child);
    let words = |other: usize, inside: bool| -> usize {
        let runs = family.stretches(child, other).iter().flat_map(|stretch| &stretch.runs);
        let words = runs.flat_map(|run| run.a as usize..(run.a + run.len) as usize);
        words.filter(|at| piece.contains(at) == inside && !copy.words[*at].is_of_label()).count()
    };
    let (theirs, ours) = (words(parent, true), words(main, false));
    let is_seam = is_seam(family, child, main, parent, &piece);
    let cost = if family.stretches(main, parent).is_empty() { COST_APART } else { COST };
    let gain = saved - cost + if is_seam { SEAM } else { 0.0 };
    (gain > 0.0 && theirs.min(ours) >= WORDS).then(|| Second {
        parent,
        gain,
        share: theirs as f64 / (theirs + ours).max(1) as f64,
        is_seam,
    })
}

/// The piece in which the second costs less than the first by most, and by how much (Kadane's sum).
fn best_piece(first: &[f32], second: &[f32]) -> (f64, Range<usize>) {
    let (mut best, mut piece, mut sum, mut start) = (0.0, 0..0, 0.0, 0);
    for (at, (a, b)) in first.iter().zip(second).enumerate() {
        sum += f64::from(a - b);
        if sum <= 0.0 {
            (sum, start) = (0.0, at + 1);
        } else if sum > best {
            (best, piece) = (sum, start..at + 1);
        }
    }
    (best, piece)
}

/// Whether a name is spelled the main source's way outside the piece and the second's way inside it, where either source
/// knows its own spelling only.
fn is_seam(family: &Family<'_>, child: usize, main: usize, second: usize, piece: &Range<usize>) -> bool {
    let known = |member: usize| -> HashSet<u32> { family.witness(member).words.iter().map(|word| word.id).collect() };
    let (of_main, of_second) = (known(main), known(second));
    let copy = family.witness(child);
    let mut outside: HashSet<String> = HashSet::new();
    let mut inside: HashSet<String> = HashSet::new();
    for (at, word) in copy.words.iter().enumerate().filter(|(_, word)| word.is_name()) {
        let (side, is_own) = if piece.contains(&at) {
            (&mut inside, of_second.contains(&word.id) && !of_main.contains(&word.id))
        } else {
            (&mut outside, of_main.contains(&word.id) && !of_second.contains(&word.id))
        };
        let frame = if is_own { frame(&copy.form(at)) } else { String::new() };
        if frame.len() >= FRAME {
            side.insert(frame);
        }
    }
    !inside.is_disjoint(&outside)
}

/// Consonants that are enough to know a name by.
const FRAME: usize = 3;

/// The consonants of a name, doubled ones once and without an "h" inside it: what its spellings in Latin letters have in
/// common.
fn frame(name: &str) -> String {
    let mut out = String::new();
    let consonants = name
        .chars()
        .enumerate()
        .filter(|&(at, letter)| letter.is_alphabetic() && !"aeiouyw".contains(letter) && (at == 0 || letter != 'h'));
    for (_, letter) in consonants {
        let letter = if letter == 'q' { 'k' } else { letter };
        if !out.ends_with(letter) {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{best_piece, frame};

    #[test]
    fn the_best_piece_is_where_the_second_source_saves_most() {
        let (saved, piece) = best_piece(&[0.0, 0.0, 2.0, 0.0, 3.0, 0.0], &[1.0, 1.0, 0.0, 0.5, 0.0, 2.0]);
        assert_eq!((saved, piece), (4.5, 2..5));
        assert_eq!(best_piece(&[0.0, 1.0], &[0.0, 1.0]), (0.0, 0..0));
    }

    #[test]
    fn spellings_of_one_name_have_one_frame() {
        assert_eq!(frame("qamishli"), frame("kamishly"));
        assert_eq!(frame("hassakeh"), frame("hasakah"));
        assert_ne!(frame("raqqa"), frame("rutba"));
    }
}
