//! Token vectors: hash embeddings of a word's features, mixed to one vector, then four layers that each look one token to both sides.
//! The features of the words and the word of each token come in; the vectors of the tokens go out block by block, so that memory does not
//! grow with the text. Beyond the ends of the text stand rows of zeros that pass through the layers too, as in training.
//!
//! The mixed vector depends on the word alone, and so does what a token adds to the products of the first window layer, its own and those
//! of its two neighbours. `memory` keeps both for the words of late, from text to text: that is two fifths of the arithmetic.

use std::borrow::Cow;

use crate::Error;
use crate::hashing::row_keys;
use crate::memory::{Features, Memory, PART, WIDTH, WINDOW};
use crate::network::Layer;
use crate::rows::add_window;
use crate::sections::Sections;

const LAYERS: usize = 4;
const FIRST_SEED: u32 = 8;
/// Tokens of a block.
const BLOCK: usize = 192;
/// Rows on each side of a block that its vectors depend on.
const HALO: usize = LAYERS;

/// The embedding tables and layers of one component.
pub(crate) struct Encoder {
    tables: Vec<Cow<'static, [f32]>>,
    mix: Layer,
    first: Layer,
    windows: Vec<Layer>,
}

/// What an encoder keeps from one text to the next.
#[derive(Default)]
pub(crate) struct Space {
    memory: Memory,
    /// Where the words of the rows of a block stand in the memory.
    slots: Vec<usize>,
    inputs: Vec<f32>,
    mixed: Vec<f32>,
    parts: Vec<f32>,
    x: Vec<f32>,
    greatest: Vec<f32>,
}

impl Encoder {
    pub(crate) fn open(sections: &Sections, name: &str, features: usize) -> Result<Encoder, Error> {
        let tables = (0..features).map(|feature| sections.numbers(&format!("{name}.rows.{feature}")));
        let tables = tables.collect::<Result<Vec<_>, _>>()?;
        if tables.iter().any(|rows| rows.is_empty() || rows.len() % WIDTH != 0) {
            return Err(Error::Format("embedding table of another width"));
        }
        let window = |layer: usize| Layer::open(sections, &format!("{name}.{layer}"), WIDTH * WINDOW, WIDTH);
        Ok(Encoder {
            tables,
            mix: Layer::open(sections, &format!("{name}.0"), WIDTH * features, WIDTH)?,
            first: window(1)?,
            windows: (2..=LAYERS).map(window).collect::<Result<_, _>>()?,
        })
    }

    /// The vectors of the tokens, whose words are `word_of`: `receive` gets the vectors of a block after the other.
    pub(crate) fn encode(
        &self,
        space: &mut Space,
        words: &[Features],
        word_of: &[u32],
        mut receive: impl FnMut(&[f32]),
    ) {
        for first in (0..word_of.len()).step_by(BLOCK) {
            let tokens = BLOCK.min(word_of.len() - first);
            self.remember(
                space,
                words,
                (first..first + tokens + 2 * HALO)
                    .map(|row| row.checked_sub(HALO).and_then(|token| word_of.get(token)).copied()),
            );
            // The first layer needs no product: the parts of the three words are known.
            let rows = tokens + 2 * (HALO - 1);
            space.x.resize((BLOCK + 2 * HALO) * WIDTH, 0.0);
            space.greatest.resize((BLOCK + 2 * HALO) * WIDTH, 0.0);
            let (x, greatest) = (&mut space.x[..rows * WIDTH], &mut space.greatest);
            for (x, slots) in x.chunks_exact_mut(WIDTH).zip(space.slots.windows(WINDOW)) {
                x.copy_from_slice(space.memory.mixed(slots[1]));
                let parts = std::array::from_fn(|part| space.memory.part(slots[part], part));
                add_window(self.first.set(), parts, self.first.bias(), self.first.norm(), x);
            }
            for (layer, window) in self.windows.iter().enumerate() {
                let inner = rows - 2 * (layer + 1);
                let greatest = &mut greatest[..inner * WIDTH];
                window.greatest(&x[layer * WIDTH..], WIDTH, inner, greatest);
                window.add_normalised(greatest, &mut x[(layer + 1) * WIDTH..][..inner * WIDTH]);
            }
            receive(&x[(LAYERS - 1) * WIDTH..][..tokens * WIDTH]);
        }
    }

    /// Finds the words of these rows in the memory, and works out those that are new to it.
    fn remember(&self, space: &mut Space, words: &[Features], rows: impl Iterator<Item = Option<u32>>) {
        let Space { memory, slots, inputs, mixed, parts, .. } = space;
        memory.begin_block();
        slots.clear();
        slots.extend(rows.map(|word| word.map_or(Memory::NOTHING, |word| memory.slot(&words[word as usize]))));
        let new = memory.new_slots();
        if new.is_empty() {
            return;
        }
        let width = WIDTH * self.tables.len();
        inputs.clear();
        inputs.resize(new.len() * width, 0.0);
        for (slot, x) in new.iter().zip(inputs.chunks_exact_mut(width)) {
            let features = memory.features(*slot);
            for (feature, (table, x)) in self.tables.iter().zip(x.chunks_exact_mut(WIDTH)).enumerate() {
                for key in row_keys(features[feature], FIRST_SEED + feature as u32) {
                    let row = key as usize % (table.len() / WIDTH);
                    x.iter_mut().zip(&table[row * WIDTH..][..WIDTH]).for_each(|(sum, number)| *sum += number);
                }
            }
        }
        let count = new.len();
        mixed.clear();
        mixed.resize(2 * count * WIDTH, 0.0);
        let (mixed, greatest) = mixed.split_at_mut(count * WIDTH);
        self.mix.greatest(inputs, width, count, greatest);
        self.mix.add_normalised(greatest, mixed);
        parts.resize(parts.len().max(WINDOW * count * PART), 0.0);
        for (part, parts) in parts.chunks_exact_mut(count * PART).take(WINDOW).enumerate() {
            self.first.part(part, mixed, count, parts);
        }
        for (index, slot) in new.into_iter().enumerate() {
            let parts = std::array::from_fn(|part| &parts[(part * count + index) * PART..][..PART]);
            memory.write(slot, &mixed[index * WIDTH..][..WIDTH], parts);
        }
    }
}
