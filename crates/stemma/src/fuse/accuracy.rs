//! How far the numbers of a source can be believed: from how often it agrees with others, as in ACCU (Dong, Berti-Equille and Srivastava,
//! "Integrating conflicting data: the role of source dependence", VLDB 2009). What lineage says of copying stands in the place of their
//! detection of copies: tellings that go back to one text have one vote together.
//!
//! Comes in: all numbers that sources give, by the thing they count. Goes out: the accuracy of each source, and the value that most
//! weight speaks for. A source that is seldom compared keeps the accuracy of an unknown one.

use std::collections::HashMap;

/// One number that a source gives for one thing.
#[derive(Clone, Debug)]
pub struct Vote {
    pub source: String,
    pub value: u32,
    /// One divided by the number of tellings that go back to the same text.
    pub share: f32,
}

/// The accuracy of sources.
#[derive(Clone, Debug, Default)]
pub struct Accuracy {
    of: HashMap<String, f32>,
}

/// What is believed of a source before anything is compared, and how many comparisons that belief is worth.
const PRIOR: f32 = 0.8;
const PRIOR_WEIGHT: f32 = 4.0;
/// False numbers that could have been given: with more of them, two sources that agree are less likely to agree by chance.
const FALSE_VALUES: f32 = 10.0;
/// The estimates settle within a few rounds; more would only move the last digits.
const ROUNDS: usize = 8;

impl Accuracy {
    /// Learns from all things that at least two votes were cast on.
    pub fn learn<'v>(things: impl Iterator<Item = &'v [Vote]>) -> Accuracy {
        let mut numbers: HashMap<&str, usize> = HashMap::new();
        let mut ballots: Vec<Vec<Ballot>> = Vec::new();
        for votes in things.filter(|votes| votes.len() > 1) {
            let ballot = |vote: &'v Vote| {
                let next = numbers.len();
                let source = *numbers.entry(&vote.source).or_insert(next);
                Ballot { source, value: vote.value, share: vote.share }
            };
            ballots.push(votes.iter().map(ballot).collect());
        }
        let mut estimates = vec![PRIOR; numbers.len()];
        for _ in 0..ROUNDS {
            let mut sums = vec![(0.0, 0.0); estimates.len()];
            for votes in &ballots {
                let believed = believed(weights(votes.iter().map(|vote| (vote, estimates[vote.source]))));
                // Whoever prints a number answers for it in full, a copier too: shares keep copies from being counted, not from being judged.
                for vote in votes {
                    let at = believed.partition_point(|(value, _)| *value < vote.value);
                    let (right, all): &mut (f32, f32) = &mut sums[vote.source];
                    *right += believed[at].1;
                    *all += 1.0;
                }
            }
            let estimate = |(right, all): (f32, f32)| (PRIOR * PRIOR_WEIGHT + right) / (PRIOR_WEIGHT + all);
            estimates = sums.into_iter().map(|sum| estimate(sum).clamp(0.05, 0.95)).collect();
        }
        Accuracy { of: numbers.into_iter().map(|(source, at)| (source.to_owned(), estimates[at])).collect() }
    }

    /// How often a source is right; what is believed of an unknown one where it was never compared.
    pub fn of(&self, source: &str) -> f32 {
        self.of.get(source).copied().unwrap_or(PRIOR)
    }

    /// The value that most weight speaks for; the smaller of equals.
    pub fn best(&self, votes: &[Vote]) -> Option<u32> {
        let ballot = |vote: &Vote| Ballot { source: 0, value: vote.value, share: vote.share };
        let ballots: Vec<(Ballot, f32)> = votes.iter().map(|vote| (ballot(vote), self.of(&vote.source))).collect();
        let weights = weights(ballots.iter().map(|(ballot, accuracy)| (ballot, *accuracy)));
        weights.into_iter().max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0))).map(|(value, _)| value)
    }
}

/// A vote whose source is a number.
struct Ballot {
    source: usize,
    value: u32,
    share: f32,
}

/// The weight of the evidence for each value, sorted by value: the logarithm of how much likelier a right source gives it than a
/// wrong one. Votes come with the accuracy of their sources.
fn weights<'b>(votes: impl Iterator<Item = (&'b Ballot, f32)>) -> Vec<(u32, f32)> {
    let mut weights: Vec<(u32, f32)> = Vec::new();
    for (vote, accuracy) in votes {
        let weight = vote.share * (FALSE_VALUES * accuracy / (1.0 - accuracy)).ln();
        let at = weights.partition_point(|(value, _)| *value < vote.value);
        match weights.get_mut(at) {
            Some((value, sum)) if *value == vote.value => *sum += weight,
            _ => weights.insert(at, (vote.value, weight)),
        }
    }
    // Shares of a vote do not add up to it in the last digits; a tie must stay one.
    weights.iter_mut().for_each(|(_, weight)| *weight = (*weight * 1e4).round() / 1e4);
    weights
}

/// The probability of each value, beside those that nobody gave.
fn believed(mut weights: Vec<(u32, f32)>) -> Vec<(u32, f32)> {
    let unsaid = (FALSE_VALUES + 1.0 - weights.len() as f32).max(0.0);
    let greatest = weights.iter().map(|(_, weight)| *weight).fold(0.0, f32::max);
    let all = weights.iter().map(|(_, weight)| (weight - greatest).exp()).sum::<f32>() + unsaid * (-greatest).exp();
    weights.iter_mut().for_each(|(_, weight)| *weight = (*weight - greatest).exp() / all);
    weights
}

#[cfg(test)]
mod tests {
    use super::{Accuracy, Vote};

    /// Numbers for 300 things by sources of known accuracy; the worst is printed by `clones` others as well.
    fn told(clones: usize, with_lineage: bool) -> (Vec<u32>, Vec<Vec<Vote>>) {
        const RIGHT: [u32; 6] = [92, 85, 75, 65, 60, 30];
        let mut state = 7_u64;
        let mut random = |below: u32| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as u32 % below
        };
        let (mut truth, mut things) = (Vec::new(), Vec::new());
        for _ in 0..300 {
            let value = 2 + random(40);
            let mut votes = Vec::new();
            for (source, right) in RIGHT.iter().enumerate() {
                // The false numbers lie on both sides of the true one.
                let said = if random(100) < *right {
                    value
                } else {
                    [value - 2, value - 1, value + 1, value + 3][random(4) as usize]
                };
                // Not every source tells of everything.
                if random(100) < 30 {
                    continue;
                }
                let copies = if source + 1 == RIGHT.len() { clones } else { 0 };
                let share = if with_lineage { 1.0 / (copies + 1) as f32 } else { 1.0 };
                votes.extend((0..=copies).map(|copy| Vote { source: format!("{source}/{copy}"), value: said, share }));
            }
            truth.push(value);
            things.push(votes);
        }
        (truth, things)
    }

    fn right(truth: &[u32], chosen: impl Iterator<Item = Option<u32>>) -> usize {
        truth.iter().zip(chosen).filter(|(truth, chosen)| Some(**truth) == *chosen).count()
    }

    fn fused(clones: usize) -> usize {
        let (truth, things) = told(clones, true);
        let accuracy = Accuracy::learn(things.iter().map(Vec::as_slice));
        right(&truth, things.iter().map(|votes| accuracy.best(votes)))
    }

    fn majority(clones: usize) -> usize {
        let (truth, things) = told(clones, false);
        right(&truth, things.iter().map(|votes| Accuracy::default().best(votes)))
    }

    #[test]
    fn a_wrong_source_gains_nothing_by_being_copied() {
        let (alone, copied) = (fused(0), fused(10));
        // What is known of a copier is less than what is known of the one it copies, so a few close votes may turn, either way.
        assert!(alone.abs_diff(copied) <= 4, "{alone} right alone, {copied} with ten copies");
        let (fair, swayed) = (majority(0), majority(10));
        assert!(swayed + 50 < fair, "a majority vote: {fair} right, with copies {swayed}");
        assert!(alone > fair, "learnt weights {alone}, equal weights {fair}");
    }

    #[test]
    fn copies_of_a_number_weigh_as_much_as_the_number_alone() {
        let vote = |source: String, value, copies: usize| Vote { source, value, share: 1.0 / copies as f32 };
        for copies in 1..=20 {
            let copied = (0..copies).map(|copy| vote(format!("copy {copy}"), 9, copies));
            let thing: Vec<Vote> = copied.chain([vote("herald".into(), 4, 1)]).collect();
            let accuracy = Accuracy::learn([thing.as_slice()].into_iter());
            assert_eq!(accuracy.best(&thing), Some(4), "{copies} copies of 9 against one 4: the smaller of equals");
        }
    }

    #[test]
    fn a_source_that_is_often_wrong_loses_to_one_that_is_not() {
        let (_, things) = told(0, true);
        let accuracy = Accuracy::learn(things.iter().map(Vec::as_slice));
        let vote = |source: &str, value| Vote { source: source.into(), value, share: 1.0 };
        assert_eq!(accuracy.best(&[vote("5/0", 3), vote("0/0", 9)]), Some(9));
        assert_eq!(accuracy.best(&[vote("nobody", 9), vote("else", 4)]), Some(4), "the smaller of equals");
        assert_eq!(accuracy.best(&[]), None);
    }
}
