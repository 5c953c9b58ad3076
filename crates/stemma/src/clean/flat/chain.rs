//! The decision for a whole page: each paragraph is in one of four states, in this order of the page: before the
//! article, in the article, in a gap inside it, after it. A linear chain: weights of the features in each state plus
//! weights of the steps from state to state; the best chain is found by the Viterbi algorithm in one pass.
//!
//! The weights are fitted on labelled pages (`cargo run --release --example fit_flat`) and kept readable in
//! `data/clean/flat-weights.toml`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::features::{FAMILIES, FEATURES, offset};
use crate::lexicon::{LexiconError, Lists};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Before,
    Article,
    Gap,
    After,
}

pub const STATES: [State; 4] = [State::Before, State::Article, State::Gap, State::After];

/// Steps that can be: the article begins once, gaps lie inside it, and after its end comes no more of it.
pub fn may_follow(from: State, to: State) -> bool {
    use State::{After, Article, Before, Gap};
    matches!(
        (from, to),
        (Before, Before | Article) | (Article, Article | Gap | After) | (Gap, Gap | Article) | (After, After)
    )
}

/// What a page may begin with.
pub fn may_begin(state: State) -> bool {
    matches!(state, State::Before | State::Article)
}

/// What a page may end with.
pub fn may_end(state: State) -> bool {
    state != State::Gap
}

/// One weight a state.
pub type Row = [f32; 4];

#[derive(Clone, Debug)]
pub struct Weights {
    /// One row a feature.
    pub features: Vec<Row>,
    /// `steps[from][to]`.
    pub steps: [Row; 4],
}

/// The list of weights as it is written.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct WeightFile {
    steps: Vec<Row>,
    features: BTreeMap<String, Vec<Row>>,
}

impl Weights {
    pub fn zero() -> Weights {
        Weights { features: vec![[0.0; 4]; FEATURES], steps: [[0.0; 4]; 4] }
    }

    /// Reads a list of weights. A family that it lacks weighs nothing.
    pub fn compile(lists: &Lists<'_>) -> Result<Weights, LexiconError> {
        let file: WeightFile = lists.toml("clean/flat-weights.toml")?;
        let mut weights = Weights::zero();
        for (to, from) in weights.steps.iter_mut().zip(&file.steps) {
            *to = *from;
        }
        for (number, family) in FAMILIES.iter().enumerate() {
            for (bin, row) in file.features.get(family.name).into_iter().flatten().enumerate().take(family.bins) {
                weights.features[offset(number) + bin] = *row;
            }
        }
        Ok(weights)
    }

    /// The list as text: one line a bin, in the order of the families.
    pub fn write(&self) -> String {
        let row = |row: &Row| {
            let cells: Vec<String> = row.iter().map(|weight| format!("{weight:.3}")).collect();
            format!("[{}]", cells.join(", "))
        };
        let list = |rows: &[Row]| rows.iter().map(|cells| format!("  {},\n", row(cells))).collect::<String>();
        let mut text = format!("steps = [\n{}]\n\n[features]\n", list(&self.steps));
        for (number, family) in FAMILIES.iter().enumerate() {
            let rows = &self.features[offset(number)..offset(number) + family.bins];
            text += &format!("{:?} = [\n{}]\n", family.name, list(rows));
        }
        text
    }

    /// The sum of the rows of some features.
    pub fn score(&self, features: &[u16]) -> Row {
        let mut sum = [0.0; 4];
        for feature in features {
            let row = &self.features[usize::from(*feature)];
            for (sum, weight) in sum.iter_mut().zip(row) {
                *sum += weight;
            }
        }
        sum
    }

    /// The best chain of states for the scores of a page's paragraphs.
    pub fn best(&self, scores: &[Row]) -> Vec<State> {
        let mut came_from: Vec<[u8; 4]> = Vec::with_capacity(scores.len());
        let mut total = [f64::NEG_INFINITY; 4];
        for (index, row) in scores.iter().enumerate() {
            let mut next = [f64::NEG_INFINITY; 4];
            let mut back = [0; 4];
            for to in STATES {
                if index == 0 {
                    if may_begin(to) {
                        next[to as usize] = 0.0;
                    }
                } else {
                    for from in STATES.into_iter().filter(|from| may_follow(*from, to)) {
                        let reached = total[from as usize] + f64::from(self.steps[from as usize][to as usize]);
                        if reached > next[to as usize] {
                            next[to as usize] = reached;
                            back[to as usize] = from as u8;
                        }
                    }
                }
                next[to as usize] += f64::from(row[to as usize]);
            }
            total = next;
            came_from.push(back);
        }
        let last = STATES.into_iter().filter(|state| may_end(*state));
        let Some(last) = last.max_by(|a, b| total[*a as usize].total_cmp(&total[*b as usize])) else {
            return Vec::new();
        };
        let mut chain = vec![last; scores.len()];
        let mut state = last;
        for index in (1..scores.len()).rev() {
            state = STATES[usize::from(came_from[index][state as usize])];
            chain[index - 1] = state;
        }
        chain
    }
}
