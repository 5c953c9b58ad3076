//! The encoder (BERT; Devlin et al., 2019): ids of pieces come in, a vector for each goes out. Weights are whole numbers of eight bits, those
//! of the table of pieces of four.

use std::borrow::Cow;

use crate::Error;
use crate::attention::Attention;
use crate::config::{BLOCK, Config};
use crate::file::File;
use crate::integers::{Quantised, Weights};
use crate::machine::Machine;
use crate::rows::{Norm, add_and_normalise, bend_and_quantise, quantise};
use crate::vocabulary::UNKNOWN;

/// Bytes of a block of the table: a scale of 16 bits and half a byte for each number.
const BLOCK_BYTES: usize = 2 + BLOCK / 2;

/// Taken away from half a byte, so that it has a sign.
const HALF_BYTE_OFFSET: f32 = 8.0;

pub(crate) struct Encoder {
    /// Rows of blocks, one row for each piece.
    words: &'static [[u8; BLOCK_BYTES]],
    positions: Cow<'static, [f32]>,
    norm: Normalisation,
    layers: Vec<Layer>,
    config: Config,
    machine: Machine,
}

struct Normalisation {
    scale: Cow<'static, [f32]>,
    shift: Cow<'static, [f32]>,
}

impl Normalisation {
    fn open(file: &File, name: &str, width: usize) -> Result<Normalisation, Error> {
        let numbers = |part: &str| file.numbers(&format!("{name}.{part}"), width);
        Ok(Normalisation { scale: numbers("g")?, shift: numbers("b")? })
    }

    fn norm(&self) -> Norm<'_> {
        Norm { scale: &self.scale, shift: &self.shift }
    }
}

struct Layer {
    /// Queries, keys and values in one.
    attention: Weights,
    out: Weights,
    after_attention: Normalisation,
    up: Weights,
    down: Weights,
    after_middle: Normalisation,
}

/// Buffers for one reading.
#[derive(Default)]
pub(crate) struct Workspace {
    /// The vectors of all rows.
    x: Vec<f32>,
    /// What is added to them.
    more: Vec<f32>,
    wide: Vec<f32>,
    quantised: Quantised,
    attention: Attention,
}

impl Encoder {
    pub(crate) fn open(file: &File, config: &Config, machine: Machine) -> Result<Encoder, Error> {
        let Config { layers, width, inner, pieces, positions, .. } = *config;
        let words = file.bytes("embed.q4", pieces * (width / BLOCK) * BLOCK_BYTES)?.as_chunks().0;
        if words.iter().any(|block: &[u8; BLOCK_BYTES]| !half([block[0], block[1]]).is_finite()) {
            return Err(Error::Section("embed.q4".to_owned(), "holds a number that is none"));
        }
        let layer = |layer: usize| -> Result<Layer, Error> {
            let weights = |name: &str, inputs, outputs| {
                Weights::open(file, &format!("l{layer}.{name}"), inputs, outputs, machine)
            };
            let norm = |name: &str| Normalisation::open(file, &format!("l{layer}.{name}"), width);
            Ok(Layer {
                attention: weights("qkv", width, 3 * width)?,
                out: weights("out", width, width)?,
                after_attention: norm("norm1")?,
                up: weights("up", width, inner)?,
                down: weights("down", inner, width)?,
                after_middle: norm("norm2")?,
            })
        };
        Ok(Encoder {
            words,
            positions: file.numbers("embed.pos", positions * width)?,
            norm: Normalisation::open(file, "embed.norm", width)?,
            layers: (0..layers).map(layer).collect::<Result<_, _>>()?,
            config: *config,
            machine,
        })
    }

    /// The vectors of the places that are asked for, in ascending order, each once. There are no more ids than positions.
    pub(crate) fn encode<'w>(&self, ids: &[u32], asked: &[usize], workspace: &'w mut Workspace) -> &'w [f32] {
        let Config { width, heads, .. } = self.config;
        let Workspace { x, more, wide, quantised, attention } = workspace;
        let set = self.machine.lanes;
        self.embed(ids, x, more);
        add_and_normalise(set, more, self.norm.norm(), x);
        let mut rows = ids.len();
        for (index, layer) in self.layers.iter().enumerate() {
            quantise(set, &x[..rows * width], width, quantised);
            wide.resize(rows * 3 * width, 0.0);
            layer.attention.apply(quantised, rows, wide);
            if index + 1 == self.layers.len() {
                // All rows are looked at by those that are asked for, and only they go on.
                rows = asked.len();
                for (to, from) in asked.iter().enumerate() {
                    x.copy_within(from * width..(from + 1) * width, to * width);
                    wide.copy_within(from * 3 * width..from * 3 * width + width, to * 3 * width);
                }
            }
            more.resize(rows * width, 0.0);
            x.truncate(rows * width);
            attention.apply(set, wide, rows, width, heads, more);
            quantise(set, more, width, quantised);
            layer.out.apply(quantised, rows, more);
            add_and_normalise(set, more, layer.after_attention.norm(), x);
            quantise(set, x, width, quantised);
            wide.resize(rows * layer.up.outputs(), 0.0);
            layer.up.apply(quantised, rows, wide);
            bend_and_quantise(set, wide, layer.up.outputs(), quantised);
            layer.down.apply(quantised, rows, more);
            add_and_normalise(set, more, layer.after_middle.norm(), x);
        }
        x
    }

    /// The rows of the pieces and those of their positions.
    fn embed(&self, ids: &[u32], words: &mut Vec<f32>, positions: &mut Vec<f32>) {
        let width = self.config.width;
        positions.clear();
        positions.extend_from_slice(&self.positions[..ids.len() * width]);
        words.resize(ids.len() * width, 0.0);
        for (id, row) in ids.iter().zip(words.chunks_exact_mut(width)) {
            let id = if (*id as usize) < self.config.pieces { *id } else { UNKNOWN } as usize;
            let blocks = &self.words[id * (width / BLOCK)..][..width / BLOCK];
            for (block, to) in blocks.iter().zip(row.chunks_exact_mut(BLOCK)) {
                let scale = half([block[0], block[1]]);
                let (low, high) = to.split_at_mut(BLOCK / 2);
                for ((low, high), byte) in low.iter_mut().zip(high).zip(&block[2..]) {
                    *low = scale * (f32::from(byte & 15) - HALF_BYTE_OFFSET);
                    *high = scale * (f32::from(byte >> 4) - HALF_BYTE_OFFSET);
                }
            }
        }
    }
}

/// A number of 16 bits (IEEE 754 binary16); all of them are exact as `f32`.
fn half(bytes: [u8; 2]) -> f32 {
    let bits = u32::from(u16::from_le_bytes(bytes));
    let (sign, exponent, fraction) = (bits >> 15 << 31, bits >> 10 & 31, bits & 1023);
    match exponent {
        0 => f32::from_bits(sign | (fraction as f32 / 16_777_216.0).to_bits()),
        31 => f32::from_bits(sign | 0xff << 23 | fraction << 13),
        _ => f32::from_bits(sign | (exponent + 112) << 23 | fraction << 13),
    }
}

#[cfg(test)]
mod tests {
    use super::half;

    #[test]
    fn halves_are_read_as_the_standard_says() {
        for (bits, number) in [
            (0_u16, 0.0),
            (0x3c00, 1.0),
            (0xc000, -2.0),
            (0x7bff, 65504.0),
            (1, 5.960_464_5e-8),
            (0x0400, 6.103_515_6e-5),
        ] {
            assert_eq!(half(bits.to_le_bytes()), number, "{bits:x}");
        }
        assert_eq!(half([0, 0x7c]), f32::INFINITY);
        assert!(half([1, 0x7c]).is_nan());
    }
}
