//! Writes model files of random numbers, small or of the true size.

use std::collections::BTreeMap;

use crate::buckets::{DISTANCES, RELATIONS, SIGNED_DISTANCES};
use crate::config::Config;

/// Numbers that look random and are the same in every run.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn next(&mut self) -> u32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as u32
    }

    /// Between −1 and 1.
    pub(super) fn unit(&mut self) -> f32 {
        self.next() as f32 / (1_u32 << 30) as f32 - 1.0
    }
}

pub(super) const SMALL: Config =
    Config { layers: 2, width: 64, heads: 2, inner: 128, pieces: 0, positions: 40, hidden: 32 };

pub(super) const TRUE_SIZE: Config =
    Config { layers: 6, width: 384, heads: 12, inner: 1536, pieces: 0, positions: 256, hidden: 192 };

const SPECIAL: [&str; 4] = ["<s>", "<pad>", "</s>", "<unk>"];

const PIECES: [&str; 24] = [
    "▁",
    "▁shell",
    "ing",
    "▁hit",
    "▁the",
    "▁port",
    ".",
    "▁port.",
    "é",
    "▁caf",
    "ق",
    "صف",
    "▁ال",
    "اء",
    "ガ",
    "▁ガス",
    "각",
    "s",
    "<",
    ">",
    "▁<",
    "▁s",
    "<mask>",
    "م",
];

/// The sections of a model with these sizes.
pub(super) struct Model {
    pub(super) sections: BTreeMap<String, Vec<u8>>,
    pub(super) config: Config,
}

impl Model {
    pub(super) fn new(sizes: Config, seed: u64) -> Model {
        let letters: Vec<String> = ('a'..='z').map(String::from).collect();
        let pieces: Vec<&str> = SPECIAL.into_iter().chain(PIECES).chain(letters.iter().map(String::as_str)).collect();
        let config = Config { pieces: pieces.len(), ..sizes };
        let mut model = Model { sections: BTreeMap::new(), config };
        let Config { layers, width, heads, inner, positions, hidden, .. } = config;
        let text = format!(
            "layers={layers}\nwidth={width}\nheads={heads}\ninner={inner}\npieces={}\npositions={positions}\nhidden={hidden}\n",
            pieces.len()
        );
        model.set("config", text.into_bytes());
        model.set("pieces", pieces.join("\n").into_bytes());
        let mut numbers = Numbers(seed);
        model.floats("scores", pieces.len(), 4.0, -8.0, &mut numbers);
        let blocks = (0..pieces.len() * width / 32).flat_map(|_| {
            // A scale of about one eighth, then the halves of bytes.
            let scale = (0x3000 + numbers.next() % 0x400) as u16;
            let bytes: Vec<u8> = (0..16).map(|_| numbers.next() as u8).collect();
            scale.to_le_bytes().into_iter().chain(bytes)
        });
        let blocks = blocks.collect();
        model.set("embed.q4", blocks);
        model.floats("embed.pos", positions * width, 0.5, 0.0, &mut numbers);
        model.norm("embed.norm", &mut numbers);
        for layer in 0..layers {
            let sizes =
                [("qkv", width, 3 * width), ("out", width, width), ("up", width, inner), ("down", inner, width)];
            for (name, inputs, outputs) in sizes {
                let name = format!("l{layer}.{name}");
                let weights = (0..inputs * outputs).map(|_| numbers.next() as u8).collect();
                model.set(&format!("{name}.w"), weights);
                let spread = 2.0 / (inputs as f32).sqrt() / 127.0;
                model.floats(&format!("{name}.s"), outputs, spread / 4.0, spread, &mut numbers);
                model.floats(&format!("{name}.b"), outputs, 0.2, 0.0, &mut numbers);
            }
            model.norm(&format!("l{layer}.norm1"), &mut numbers);
            model.norm(&format!("l{layer}.norm2"), &mut numbers);
        }
        let labels = [
            ("triggers", 5),
            ("assertions", 4),
            ("statuses", 3),
            ("roles", 7),
            ("measures", 4),
            ("scopes", 3),
            ("names", 4),
        ];
        for (name, count) in labels {
            let lines: Vec<String> = (0..count).map(|label| format!("{name}-{label}")).collect();
            model.set(&format!("labels.{name}"), lines.join("\n").into_bytes());
        }
        let heads = [("trigger", 5), ("assertion", 4), ("status", 3), ("measure", 4), ("scope", 3), ("name", 9)];
        for (name, outputs) in heads {
            model.floats(&format!("head.{name}.w"), outputs * width, 0.3, 0.0, &mut numbers);
            model.floats(&format!("head.{name}.b"), outputs, 0.3, 0.0, &mut numbers);
        }
        let spread = 2.0 / (width as f32).sqrt();
        for name in ["pair.a", "pair.b", "pair.p", "pair.q", "same.a", "same.p", "same.q"] {
            model.floats(name, hidden * width, spread, 0.0, &mut numbers);
        }
        for (name, count) in [
            ("pair.bias", hidden),
            ("pair.distance", SIGNED_DISTANCES * hidden),
            ("pair.part", RELATIONS * hidden),
            ("pair.out.w", 21 * hidden),
            ("pair.out.b", 21),
            ("same.bias", hidden),
            ("same.distance", DISTANCES * hidden),
            ("same.out.w", hidden),
            ("same.out.b", 1),
        ] {
            model.floats(name, count, 0.5, 0.0, &mut numbers);
        }
        model
    }

    pub(super) fn set(&mut self, name: &str, bytes: Vec<u8>) {
        self.sections.insert(name.to_owned(), bytes);
    }

    fn floats(&mut self, name: &str, count: usize, spread: f32, middle: f32, numbers: &mut Numbers) {
        let bytes = (0..count).flat_map(|_| (middle + spread * numbers.unit()).to_le_bytes()).collect();
        self.set(name, bytes);
    }

    fn norm(&mut self, name: &str, numbers: &mut Numbers) {
        let width = self.config.width;
        self.floats(&format!("{name}.g"), width, 0.3, 1.0, numbers);
        self.floats(&format!("{name}.b"), width, 0.3, 0.0, numbers);
    }

    /// The file, as the training program writes it.
    pub(super) fn write(&self) -> Vec<u8> {
        let mut file = b"STEMMARD".to_vec();
        file.extend(1_u32.to_le_bytes());
        file.extend((self.sections.len() as u32).to_le_bytes());
        let mut offset = (file.len() + self.sections.len() * 48).next_multiple_of(64);
        for (name, bytes) in &self.sections {
            let mut padded = [0; 32];
            padded[..name.len()].copy_from_slice(name.as_bytes());
            file.extend(padded);
            file.extend((offset as u64).to_le_bytes());
            file.extend((bytes.len() as u64).to_le_bytes());
            offset = (offset + bytes.len()).next_multiple_of(64);
        }
        for bytes in self.sections.values() {
            file.resize(file.len().next_multiple_of(64), 0);
            file.extend(bytes);
        }
        file
    }

    /// The file at an address that lasts and is aligned as an embedded one is.
    pub(super) fn leak(&self) -> &'static [u8] {
        leak(&self.write())
    }
}

pub(super) fn leak(file: &[u8]) -> &'static [u8] {
    let space: &'static mut [u8] = Box::leak(vec![0; file.len() + 64].into_boxed_slice());
    let start = space.as_ptr().align_offset(64);
    let place = &mut space[start..start + file.len()];
    place.copy_from_slice(file);
    place
}
