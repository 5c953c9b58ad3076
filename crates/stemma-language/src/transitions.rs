//! The network that scores the actions of a transition system. Token vectors come in; for every token the share of each feature in the
//! hidden layer is computed once, and the scores of a state are then a sum of a few rows. The shares of a long text are kept only for
//! the tokens near the front, so memory is bounded; a share that is gone is computed again.

use std::borrow::Cow;

use crate::Error;
use crate::encoder::WIDTH;
use crate::network::{Dense, greatest};
use crate::sections::Sections;

const HIDDEN: usize = 64;
const PIECES: usize = 2;
const SHARE: usize = HIDDEN * PIECES;
/// Tokens whose shares are kept.
const KEPT: usize = 4_096;

pub(crate) struct ActionNetwork {
    project: Dense,
    lower: Dense,
    lower_bias: Cow<'static, [f32]>,
    padding: Cow<'static, [f32]>,
    upper: Dense,
    features: usize,
}

impl ActionNetwork {
    pub(crate) fn open(
        sections: &Sections,
        name: &str,
        features: usize,
        actions: usize,
    ) -> Result<ActionNetwork, Error> {
        Ok(ActionNetwork {
            project: Dense::open(sections, &format!("{name}.project"), WIDTH, HIDDEN)?,
            lower: Dense::open_without_bias(sections, &format!("{name}.lower"), HIDDEN, features * SHARE)?,
            lower_bias: sections.exactly(&format!("{name}.lower.bias"), SHARE)?,
            padding: sections.exactly(&format!("{name}.lower.padding"), features * SHARE)?,
            upper: Dense::open(sections, &format!("{name}.upper"), HIDDEN, actions)?,
            features,
        })
    }

    /// The projected vectors that the scorer works on, appended for a block of token vectors.
    pub(crate) fn project(&self, vectors: &[f32], projected: &mut Vec<f32>) {
        let rows = vectors.len() / WIDTH;
        let start = projected.len();
        projected.resize(start + rows * HIDDEN, 0.0);
        self.project.apply(vectors, WIDTH, rows, &mut projected[start..]);
    }

    pub(crate) fn scorer<'n>(&'n self, projected: &'n [f32]) -> Scorer<'n> {
        let tokens = projected.len() / HIDDEN;
        let kept = tokens.min(KEPT);
        let mut shares = vec![0.0; kept * self.lower.outputs()];
        self.lower.apply(projected, HIDDEN, kept, &mut shares);
        Scorer {
            network: self,
            projected,
            shares,
            owners: (0..kept as u32).collect(),
            scores: vec![0.0; self.upper.outputs()],
        }
    }
}

/// Scores the actions of the states of one text.
pub(crate) struct Scorer<'n> {
    network: &'n ActionNetwork,
    projected: &'n [f32],
    shares: Vec<f32>,
    owners: Vec<u32>,
    scores: Vec<f32>,
}

impl Scorer<'_> {
    /// The scores of all actions for a state that shows these tokens to the network.
    pub(crate) fn scores(&mut self, tokens: &[Option<u32>]) -> &[f32] {
        debug_assert_eq!(tokens.len(), self.network.features);
        let mut sums = [0.0_f32; SHARE];
        for (feature, token) in tokens.iter().enumerate() {
            let share = match token {
                Some(token) => {
                    let slot = self.slot(*token);
                    &self.shares[slot * self.network.lower.outputs() + feature * SHARE..][..SHARE]
                }
                None => &self.network.padding[feature * SHARE..][..SHARE],
            };
            sums.iter_mut().zip(share).for_each(|(sum, share)| *sum += share);
        }
        sums.iter_mut().zip(self.network.lower_bias.iter()).for_each(|(sum, bias)| *sum += bias);
        let mut hidden = [0.0; HIDDEN];
        greatest(&sums, &mut hidden);
        self.network.upper.apply(&hidden, HIDDEN, 1, &mut self.scores);
        &self.scores
    }

    /// Where the shares of a token stand, computed now if another token took their place.
    fn slot(&mut self, token: u32) -> usize {
        let slot = token as usize % self.owners.len();
        if self.owners[slot] != token {
            let outputs = self.network.lower.outputs();
            let row = &self.projected[token as usize * HIDDEN..][..HIDDEN];
            self.network.lower.apply(row, HIDDEN, 1, &mut self.shares[slot * outputs..][..outputs]);
            self.owners[slot] = token;
        }
        slot
    }
}
