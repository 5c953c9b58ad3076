//! Token vectors: hash embeddings of a word's features, mixed to one vector, then four layers that each look one token to both sides.
//! Words and the word of each token come in; the vectors of the tokens go out block by block, so that memory does not grow with the text.
//! Beyond the ends of the text stand rows of zeros that pass through the layers too, as in training.

use std::borrow::Cow;

use crate::Error;
use crate::hashing::row_keys;
use crate::network::{Dense, greatest, normalise};
use crate::sections::Sections;

/// Numbers in a token vector.
pub(crate) const WIDTH: usize = 96;
const PIECES: usize = 3;
const LAYERS: usize = 4;
const FIRST_SEED: u32 = 8;
/// Tokens of a block.
const BLOCK: usize = 192;

/// A dense layer with the greatest of three pieces and layer normalisation.
struct Layer {
    dense: Dense,
    scale: Cow<'static, [f32]>,
    shift: Cow<'static, [f32]>,
}

impl Layer {
    fn open(sections: &Sections, name: &str, inputs: usize) -> Result<Layer, Error> {
        Ok(Layer {
            dense: Dense::open(sections, name, inputs, WIDTH * PIECES)?,
            scale: sections.exactly(&format!("{name}.scale"), WIDTH)?,
            shift: sections.exactly(&format!("{name}.shift"), WIDTH)?,
        })
    }

    fn apply(&self, x: &[f32], stride: usize, rows: usize, scratch: &mut [f32], y: &mut [f32]) {
        self.dense.apply(x, stride, rows, scratch);
        for (pieces, row) in scratch.chunks_exact(WIDTH * PIECES).zip(y.chunks_exact_mut(WIDTH)).take(rows) {
            greatest(pieces, row);
            normalise(row, &self.scale, &self.shift);
        }
    }
}

/// The embedding tables and layers of one component.
pub(crate) struct Encoder {
    tables: Vec<Cow<'static, [f32]>>,
    mix: Layer,
    windows: Vec<Layer>,
}

impl Encoder {
    pub(crate) fn open(sections: &Sections, name: &str, features: usize) -> Result<Encoder, Error> {
        let tables = (0..features).map(|feature| sections.numbers(&format!("{name}.rows.{feature}")));
        let tables = tables.collect::<Result<Vec<_>, _>>()?;
        if tables.iter().any(|rows| rows.is_empty() || rows.len() % WIDTH != 0) {
            return Err(Error::Format("embedding table of another width"));
        }
        Ok(Encoder {
            tables,
            mix: Layer::open(sections, &format!("{name}.0"), WIDTH * features)?,
            windows: (1..=LAYERS)
                .map(|layer| Layer::open(sections, &format!("{name}.{layer}"), WIDTH * 3))
                .collect::<Result<_, _>>()?,
        })
    }

    /// One mixed vector for every distinct combination of features.
    pub(crate) fn embed<I: AsRef<[u64]>>(&self, items: &[I]) -> Vec<f32> {
        let inputs = WIDTH * self.tables.len();
        let mut mixed = vec![0.0; items.len() * WIDTH];
        let rows = items.len().min(BLOCK);
        let mut x = vec![0.0; rows * inputs];
        let mut scratch = vec![0.0; rows * WIDTH * PIECES];
        for (items, mixed) in items.chunks(BLOCK).zip(mixed.chunks_mut(BLOCK * WIDTH)) {
            x.fill(0.0);
            for (item, x) in items.iter().zip(x.chunks_exact_mut(inputs)) {
                for (feature, (number, x)) in item.as_ref().iter().zip(x.chunks_exact_mut(WIDTH)).enumerate() {
                    let table = &self.tables[feature];
                    for key in row_keys(*number, FIRST_SEED + feature as u32) {
                        let row = key as usize % (table.len() / WIDTH);
                        x.iter_mut().zip(&table[row * WIDTH..][..WIDTH]).for_each(|(sum, number)| *sum += number);
                    }
                }
            }
            self.mix.apply(&x, inputs, items.len(), &mut scratch, mixed);
        }
        mixed
    }

    /// The vectors of the tokens, whose mixed vectors are the rows `row_of` of `mixed`: `receive` gets the first token of a block and the
    /// vectors of the block.
    pub(crate) fn encode(&self, mixed: &[f32], row_of: &[u32], mut receive: impl FnMut(usize, &[f32])) {
        let rows = row_of.len().min(BLOCK) + 2 * LAYERS;
        let mut x = vec![0.0; rows * WIDTH];
        let mut changes = vec![0.0; rows * WIDTH];
        let mut scratch = vec![0.0; rows * WIDTH * PIECES];
        for first in (0..row_of.len()).step_by(BLOCK) {
            let tokens = BLOCK.min(row_of.len() - first);
            let rows = tokens + 2 * LAYERS;
            for (row, x) in x.chunks_exact_mut(WIDTH).take(rows).enumerate() {
                match (first + row).checked_sub(LAYERS).and_then(|token| row_of.get(token)) {
                    Some(mixed_row) => x.copy_from_slice(&mixed[*mixed_row as usize * WIDTH..][..WIDTH]),
                    None => x.fill(0.0),
                }
            }
            for (layer, window) in self.windows.iter().enumerate() {
                let inner = rows - 2 * (layer + 1);
                window.apply(&x[layer * WIDTH..], WIDTH, inner, &mut scratch, &mut changes);
                let inner_rows = &mut x[(layer + 1) * WIDTH..][..inner * WIDTH];
                inner_rows.iter_mut().zip(&changes).for_each(|(number, change)| *number += change);
            }
            receive(first, &x[LAYERS * WIDTH..][..tokens * WIDTH]);
        }
    }
}
