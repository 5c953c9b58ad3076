//! The network that scores the actions of a transition system. Token vectors come in; for every token the share of each feature in the
//! hidden layer is computed once, and the scores of a state are then a sum of a few rows. The shares of a long text are kept only for
//! the tokens near the front, so memory is bounded; a share that is gone is computed again.

use std::borrow::Cow;

use crate::Error;
use crate::lanes::Instructions;
use crate::memory::WIDTH;
use crate::network::Dense;
use crate::rows::hidden;
use crate::sections::Sections;

/// Numbers of a projected vector.
pub(crate) const HIDDEN: usize = 64;
const PIECES: usize = 2;
const SHARE: usize = HIDDEN * PIECES;
/// Tokens whose shares are kept.
const KEPT: usize = 1_024;

pub(crate) struct ActionNetwork {
    project: Dense,
    lower: Dense,
    lower_bias: Cow<'static, [f32]>,
    padding: Cow<'static, [f32]>,
    upper: Dense,
    features: usize,
    set: Instructions,
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
            set: Instructions::detect(),
        })
    }

    /// The projected vectors that the scorer works on, appended for a block of token vectors.
    pub(crate) fn project(&self, vectors: &[f32], projected: &mut Vec<f32>) {
        let rows = vectors.len() / WIDTH;
        let start = projected.len();
        projected.resize(start + rows * HIDDEN, 0.0);
        self.project.apply(vectors, rows, &mut projected[start..]);
    }

    /// A scorer for the text with these projected vectors; `space` is kept from text to text.
    pub(crate) fn scorer<'n>(&'n self, projected: &'n [f32], space: &'n mut Space) -> Scorer<'n> {
        let kept = (projected.len() / HIDDEN).min(KEPT);
        let needed = kept * self.lower.outputs();
        if space.shares.len() < needed {
            space.shares.resize(needed, 0.0);
        }
        space.owners.clear();
        space.owners.extend(0..kept as u32);
        space.scores.resize(self.upper.outputs(), 0.0);
        self.lower.apply(projected, kept, &mut space.shares);
        Scorer { network: self, projected, space }
    }
}

/// What a scorer keeps from one text to the next.
#[derive(Default)]
pub(crate) struct Space {
    shares: Vec<f32>,
    owners: Vec<u32>,
    scores: Vec<f32>,
}

/// Scores the actions of the states of one text.
pub(crate) struct Scorer<'n> {
    network: &'n ActionNetwork,
    projected: &'n [f32],
    space: &'n mut Space,
}

impl Scorer<'_> {
    /// The scores of all actions for a state that shows these tokens to the network.
    pub(crate) fn scores<const FEATURES: usize>(&mut self, tokens: &[Option<u32>; FEATURES]) -> &[f32] {
        debug_assert_eq!(FEATURES, self.network.features);
        let network = self.network;
        tokens.iter().flatten().for_each(|token| self.keep(*token));
        let outputs = network.lower.outputs();
        let mut gone = [[0.0; SHARE]; FEATURES];
        for ((feature, token), gone) in tokens.iter().enumerate().zip(&mut gone) {
            if let Some(token) = token.filter(|token| !self.has(*token)) {
                network.lower.apply_some(feature * SHARE..(feature + 1) * SHARE, self.vector(token), gone);
            }
        }
        let shares: [&[f32]; FEATURES] = std::array::from_fn(|feature| match tokens[feature] {
            Some(token) if self.has(token) => {
                &self.space.shares[self.slot(token) * outputs + feature * SHARE..][..SHARE]
            }
            Some(_) => &gone[feature],
            None => &network.padding[feature * SHARE..][..SHARE],
        });
        let mut sums = [0.0; HIDDEN];
        hidden(network.set, &shares, &network.lower_bias, &mut sums);
        network.upper.apply(&sums, 1, &mut self.space.scores);
        &self.space.scores
    }

    fn vector(&self, token: u32) -> &[f32] {
        &self.projected[token as usize * HIDDEN..][..HIDDEN]
    }

    fn slot(&self, token: u32) -> usize {
        token as usize % self.space.owners.len()
    }

    fn has(&self, token: u32) -> bool {
        self.space.owners[self.slot(token)] == token
    }

    /// Works out the shares of a token that comes after the one in its place; those of an earlier one are not worth a place.
    fn keep(&mut self, token: u32) {
        let slot = self.slot(token);
        if token > self.space.owners[slot] {
            let outputs = self.network.lower.outputs();
            let row = &self.projected[token as usize * HIDDEN..][..HIDDEN];
            self.network.lower.apply(row, 1, &mut self.space.shares[slot * outputs..][..outputs]);
            self.space.owners[slot] = token;
        }
    }
}
