//! What is said of words: their vectors come in, probabilities of labels go out; for one word, or for a pair of words.

use std::borrow::Cow;

use stemma_language::lanes::{Instructions, LANES};
use stemma_language::product::{Operands, Shape, product};

use crate::Error;
use crate::buckets::{DISTANCES, RELATIONS, SIGNED_DISTANCES, distance, relation, signed_distance};
use crate::config::Config;
use crate::file::File;
use crate::machine::Machine;
use crate::rows::{exponentials, exponentials_below_nought, pair};

/// What the outputs of a model are called, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Labels {
    pub triggers: Vec<&'static str>,
    pub assertions: Vec<&'static str>,
    pub statuses: Vec<&'static str>,
    pub roles: Vec<&'static str>,
    pub measures: Vec<&'static str>,
    pub scopes: Vec<&'static str>,
    /// Kinds of names; their outputs are "outside", then "begins" and "goes on" for each kind.
    pub names: Vec<&'static str>,
}

/// Outside, begins, goes on.
pub(crate) const STEPS: usize = 3;

/// A layer `y = W x + b`.
pub(crate) struct Linear {
    panels: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
    outputs: usize,
    set: Instructions,
}

impl Linear {
    fn open(file: &File, name: &str, (inputs, outputs): (usize, usize), set: Instructions) -> Result<Linear, Error> {
        let panels = file.panels(&format!("{name}.w"), inputs, outputs)?;
        let mut bias = file.numbers(&format!("{name}.b"), outputs)?.into_owned();
        bias.resize(outputs.next_multiple_of(LANES), 0.0);
        Ok(Linear { panels, bias, inputs, outputs, set })
    }

    /// Several layers of the same inputs, one after the other and without a bias.
    fn stack(file: &File, names: &[&str], inputs: usize, each: usize, set: Instructions) -> Result<Linear, Error> {
        let mut panels = Vec::new();
        for name in names {
            panels.extend(file.panels(name, inputs, each)?);
        }
        let outputs = names.len() * each;
        Ok(Linear { panels, bias: vec![0.0; outputs], inputs, outputs, set })
    }

    /// The outputs of every row, with whole lanes for each.
    fn apply(&self, x: &[f32]) -> Vec<f32> {
        let (inputs, outputs) = (self.inputs, self.bias.len());
        let rows = x.len() / inputs;
        let mut y = vec![0.0; rows * outputs];
        let shape = Shape { inputs, depth: inputs, outputs, stride: inputs, rows };
        product(self.set, shape, Operands { x, weights: &self.panels, bias: &self.bias }, &mut y);
        y
    }

    /// The probabilities of the outputs of every row.
    pub(crate) fn probabilities(&self, x: &[f32]) -> Vec<f32> {
        let mut y = self.apply(x);
        let width = self.bias.len();
        let mut sums = vec![0.0; y.len() / width];
        exponentials(self.set, &mut y, width, self.outputs, 1.0, &mut sums);
        let rows = y.chunks_exact(width).zip(&sums);
        rows.flat_map(|(row, sum)| row[..self.outputs].iter().map(move |share| share / sum)).collect()
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }
}

/// A word among others: its number, the number of its part, whether that is a title.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Place {
    pub(crate) word: usize,
    pub(crate) part: usize,
    pub(crate) is_title: bool,
}

pub(crate) struct Heads {
    labels: Labels,
    pub(crate) trigger: Linear,
    pub(crate) assertion: Linear,
    pub(crate) status: Linear,
    pub(crate) measure: Linear,
    pub(crate) scope: Linear,
    pub(crate) name: Linear,
    pub(crate) pair: PairHead,
    pub(crate) same: SameHead,
}

impl Heads {
    pub(crate) fn open(file: &File, config: &Config, machine: Machine) -> Result<Heads, Error> {
        let labels = |name: &str| match file.lines(name) {
            Ok(lines) if lines.is_empty() => Err(Error::Section(name.to_owned(), "holds no label")),
            lines => lines,
        };
        let labels = Labels {
            triggers: labels("labels.triggers")?,
            assertions: labels("labels.assertions")?,
            statuses: labels("labels.statuses")?,
            roles: labels("labels.roles")?,
            measures: labels("labels.measures")?,
            scopes: labels("labels.scopes")?,
            names: labels("labels.names")?,
        };
        let linear = |name: &str, outputs: usize| Linear::open(file, name, (config.width, outputs), machine.lanes);
        Ok(Heads {
            trigger: linear("head.trigger", labels.triggers.len())?,
            assertion: linear("head.assertion", labels.assertions.len())?,
            status: linear("head.status", labels.statuses.len())?,
            measure: linear("head.measure", labels.measures.len())?,
            scope: linear("head.scope", labels.scopes.len())?,
            name: linear("head.name", 1 + 2 * labels.names.len())?,
            pair: PairHead::open(file, config, labels.roles.len(), machine.lanes)?,
            same: SameHead::open(file, config, machine.lanes)?,
            labels,
        })
    }

    pub(crate) fn labels(&self) -> &Labels {
        &self.labels
    }
}

/// The roles of words for a trigger.
pub(crate) struct PairHead {
    of_trigger: Linear,
    of_word: Linear,
    bias: Cow<'static, [f32]>,
    distances: Cow<'static, [f32]>,
    relations: Cow<'static, [f32]>,
    out: Linear,
    hidden: usize,
}

/// For every word that was read, the probabilities of its roles in what one trigger tells.
#[derive(Debug, Clone)]
pub struct Pairs {
    probabilities: Vec<[f32; STEPS]>,
    roles: usize,
    rows: Vec<Option<usize>>,
}

impl Pairs {
    /// For each role, how probable it is that the word is outside of it, begins it, or goes on with it; `None` for a word that was not
    /// read.
    #[must_use]
    pub fn of(&self, word: usize) -> Option<&[[f32; STEPS]]> {
        let row = (*self.rows.get(word)?)?;
        self.probabilities.get(row * self.roles..(row + 1) * self.roles)
    }
}

impl PairHead {
    fn open(file: &File, config: &Config, roles: usize, set: Instructions) -> Result<PairHead, Error> {
        let Config { width, hidden, .. } = *config;
        Ok(PairHead {
            of_trigger: Linear::stack(file, &["pair.a", "pair.p"], width, hidden, set)?,
            of_word: Linear::stack(file, &["pair.b", "pair.q"], width, hidden, set)?,
            bias: file.numbers("pair.bias", hidden)?,
            distances: file.numbers("pair.distance", SIGNED_DISTANCES * hidden)?,
            relations: file.numbers("pair.part", RELATIONS * hidden)?,
            out: Linear::open(file, "pair.out", (hidden, STEPS * roles), set)?,
            hidden,
        })
    }

    /// What the words bring to every pair; made once for all of them.
    pub(crate) fn of_words(&self, x: &[f32]) -> Vec<f32> {
        self.of_word.apply(x)
    }

    /// `of_words` and `places` have a row for every word that was read, of which `trigger` counts one; `vector` is that of the trigger.
    pub(crate) fn pairs(
        &self,
        vector: &[f32],
        trigger: Place,
        of_words: &[f32],
        places: &[Place],
        rows: &[Option<usize>],
    ) -> Pairs {
        let hidden = self.hidden;
        let of_trigger = self.of_trigger.apply(vector);
        let (base, factor) = of_trigger.split_at(hidden);
        let base: Vec<f32> = base.iter().zip(&*self.bias).map(|(number, bias)| number + bias).collect();
        let mut middle = vec![0.0; places.len() * hidden];
        let words = middle.chunks_exact_mut(hidden).zip(of_words.chunks_exact(2 * hidden)).zip(places);
        for ((to, of_word), place) in words {
            let bucket = signed_distance(trigger.word, place.word);
            let relation = relation((trigger.part, trigger.is_title), (place.part, place.is_title));
            let (more, other_factor) = of_word.split_at(hidden);
            let sum = [&base, more, row(&self.distances, bucket, hidden), row(&self.relations, relation, hidden)];
            pair(self.out.set, sum, &[[factor, other_factor]], to);
        }
        let logits = self.out.apply(&middle);
        let outputs = self.out.outputs();
        let triples = logits.chunks_exact(self.out.bias.len()).flat_map(|row| row[..outputs].as_chunks::<STEPS>().0);
        Pairs {
            probabilities: shares(self.out.set, triples, places.len() * outputs / STEPS),
            roles: outputs / STEPS,
            rows: rows.to_vec(),
        }
    }
}

/// The exponentials of each three numbers as shares of their sum.
fn shares<'n>(
    set: Instructions,
    triples: impl Iterator<Item = &'n [f32; STEPS]> + Clone,
    count: usize,
) -> Vec<[f32; STEPS]> {
    let greatest = |triple: &[f32; STEPS]| triple.iter().copied().fold(f32::MIN, f32::max);
    let mut exponents = Vec::with_capacity(count.next_multiple_of(LANES) * STEPS);
    exponents.extend(triples.flat_map(|triple| triple.map(|number| number - greatest(triple))));
    exponents.resize(exponents.len().next_multiple_of(LANES), 0.0);
    exponentials_below_nought(set, &mut exponents);
    let share = |triple: &[f32; STEPS]| {
        let sum = triple[0] + triple[1] + triple[2];
        triple.map(|number| number / sum)
    };
    exponents.as_chunks::<STEPS>().0.iter().take(count).map(share).collect()
}

/// Whether two triggers tell one happening.
pub(crate) struct SameHead {
    of_word: Linear,
    bias: Cow<'static, [f32]>,
    distances: Cow<'static, [f32]>,
    out: Linear,
    hidden: usize,
}

impl SameHead {
    fn open(file: &File, config: &Config, set: Instructions) -> Result<SameHead, Error> {
        let Config { width, hidden, .. } = *config;
        Ok(SameHead {
            of_word: Linear::stack(file, &["same.a", "same.p", "same.q"], width, hidden, set)?,
            bias: file.numbers("same.bias", hidden)?,
            distances: file.numbers("same.distance", DISTANCES * hidden)?,
            out: Linear::open(file, "same.out", (hidden, 1), set)?,
            hidden,
        })
    }

    /// What a word brings to every pair.
    pub(crate) fn of_word(&self, vector: &[f32]) -> Vec<f32> {
        self.of_word.apply(vector)
    }

    /// The probability for two words, given what they bring and their numbers. The earlier word comes first, so that the order in which
    /// they are given does not show.
    pub(crate) fn probability(&self, (one, one_word): (&[f32], usize), (other, other_word): (&[f32], usize)) -> f32 {
        let (first, second) = if one_word <= other_word { (one, other) } else { (other, one) };
        let [a, p, q] = [0, 1, 2].map(|part| (row(first, part, self.hidden), row(second, part, self.hidden)));
        let distances = row(&self.distances, distance(one_word, other_word), self.hidden);
        let mut middle = vec![0.0; self.hidden];
        pair(self.out.set, [a.0, a.1, &self.bias, distances], &[[p.0, q.1], [p.1, q.0]], &mut middle);
        let logit = self.out.apply(&middle)[0];
        // Two outcomes, of which the other has the exponent nought.
        let mut both = [0.0; LANES];
        both[0] = logit;
        let mut sum = [0.0];
        exponentials(self.out.set, &mut both, LANES, 2, 1.0, &mut sum);
        both[0] / sum[0]
    }
}

fn row(table: &[f32], index: usize, width: usize) -> &[f32] {
    &table[index * width..(index + 1) * width]
}
