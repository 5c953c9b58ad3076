//! Layers: weights in place, applied to many rows at once. Slices of numbers come in and go out.

use std::borrow::Cow;
use std::ops::Range;

use crate::Error;
use crate::lanes::{Instructions, LANES};
use crate::product::{Operands, PIECES, Shape, maxout, product};
use crate::rows::{Norm, add_normalised};
use crate::sections::Sections;

/// A layer `y = W x + b`.
pub(crate) struct Dense {
    weights: Cow<'static, [f32]>,
    bias: Cow<'static, [f32]>,
    inputs: usize,
    outputs: usize,
    set: Instructions,
}

impl Dense {
    /// A layer whose bias is added here.
    pub(crate) fn open(sections: &Sections, name: &str, inputs: usize, outputs: usize) -> Result<Dense, Error> {
        let bias = sections.exactly(&format!("{name}.bias"), outputs.next_multiple_of(LANES))?;
        Dense::with_bias(sections, name, inputs, outputs, bias)
    }

    /// A layer whose bias is added by the caller.
    pub(crate) fn open_without_bias(
        sections: &Sections,
        name: &str,
        inputs: usize,
        outputs: usize,
    ) -> Result<Dense, Error> {
        Dense::with_bias(sections, name, inputs, outputs, Cow::Owned(vec![0.0; outputs.next_multiple_of(LANES)]))
    }

    fn with_bias(
        sections: &Sections,
        name: &str,
        inputs: usize,
        outputs: usize,
        bias: Cow<'static, [f32]>,
    ) -> Result<Dense, Error> {
        let outputs = outputs.next_multiple_of(LANES);
        let weights = sections.exactly(&format!("{name}.weights"), inputs * outputs)?;
        Ok(Dense { weights, bias, inputs, outputs, set: Instructions::detect() })
    }

    /// Outputs of a row, rounded up to whole panels.
    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    /// Applies the layer to `rows` rows of `x`; `y` has one row of outputs for each.
    pub(crate) fn apply(&self, x: &[f32], rows: usize, y: &mut [f32]) {
        let operands = Operands { x, weights: &self.weights, bias: &self.bias };
        product(self.set, self.shape(self.inputs, rows), operands, y);
    }

    /// A few outputs of one row; their range begins and ends with whole panels.
    pub(crate) fn apply_some(&self, outputs: Range<usize>, x: &[f32], y: &mut [f32]) {
        let operands =
            Operands { x, weights: &self.weights[outputs.start * self.inputs..], bias: &self.bias[outputs.start..] };
        product(self.set, Shape { outputs: outputs.len(), ..self.shape(self.inputs, 1) }, operands, y);
    }

    fn shape(&self, stride: usize, rows: usize) -> Shape {
        Shape { inputs: self.inputs, depth: self.inputs, outputs: self.outputs, stride, rows }
    }
}

/// A dense layer with the greatest of three pieces and layer normalisation.
pub(crate) struct Layer {
    dense: Dense,
    scale: Cow<'static, [f32]>,
    shift: Cow<'static, [f32]>,
}

impl Layer {
    pub(crate) fn open(sections: &Sections, name: &str, inputs: usize, width: usize) -> Result<Layer, Error> {
        Ok(Layer {
            dense: Dense::open(sections, name, inputs, width * PIECES)?,
            scale: sections.exactly(&format!("{name}.scale"), width)?,
            shift: sections.exactly(&format!("{name}.shift"), width)?,
        })
    }

    pub(crate) fn set(&self) -> Instructions {
        self.dense.set
    }

    pub(crate) fn norm(&self) -> Norm<'_> {
        Norm { scale: &self.scale, shift: &self.shift }
    }

    pub(crate) fn bias(&self) -> &[f32] {
        &self.dense.bias
    }

    /// The greatest of the pieces, not yet normalised. Rows of `x` begin `stride` numbers apart and may overlap.
    pub(crate) fn greatest(&self, x: &[f32], stride: usize, rows: usize, y: &mut [f32]) {
        let operands = Operands { x, weights: &self.dense.weights, bias: &self.dense.bias };
        maxout(self.dense.set, self.dense.shape(stride, rows), operands, y);
    }

    /// Normalises what `greatest` gave and adds it to `y`.
    pub(crate) fn add_normalised(&self, greatest: &[f32], y: &mut [f32]) {
        add_normalised(self.dense.set, greatest, self.norm(), y);
    }

    /// What one token of the window adds to the products of the layer, for rows of that token alone; `part` counts the tokens of the window.
    pub(crate) fn part(&self, part: usize, x: &[f32], rows: usize, y: &mut [f32]) {
        let Dense { weights, outputs, inputs: depth, set, .. } = &self.dense;
        let inputs = self.scale.len();
        let shape = Shape { inputs, depth: *depth, outputs: *outputs, stride: inputs, rows };
        let operands = Operands { x, weights: &weights[part * inputs * LANES..], bias: &ZEROS };
        product(*set, shape, operands, y);
    }
}

/// The bias of a product without one, for the widest layer that is taken apart.
static ZEROS: [f32; 512] = [0.0; 512];

/// The index of the greatest number, the first of equals.
pub(crate) fn position_of_greatest(numbers: &[f32]) -> usize {
    let best = numbers
        .iter()
        .enumerate()
        .fold((0, f32::NEG_INFINITY), |best, (index, number)| if *number > best.1 { (index, *number) } else { best });
    best.0
}
