//! What the first layers of an encoder give for the words of late. A word's features come in, the place of its rows goes out; the memory is
//! bounded, forgets what was not used for long (the "clock" of Corbató, 1968), and never the words of the block that is being read.
//! A row is the same bits whenever it is worked out, so what is remembered does not show in any result.

use std::collections::HashMap;

use crate::product::PIECES;

/// Numbers in a token vector.
pub(crate) const WIDTH: usize = 96;
/// Tokens that a window layer sees.
pub(crate) const WINDOW: usize = 3;
/// What a token adds to the products of a window layer in one place of the window.
pub(crate) const PART: usize = WIDTH * PIECES;
const ROW: usize = WIDTH + WINDOW * PART;
/// Words that are kept, 8 MB. Six of ten words of mixed news are among them; twice as many words make the analysis hardly faster. More
/// than the tokens of a block with its halo.
const MOST: usize = 2_048;

/// The identifiers that an encoder sees of a word; those that it does not see are 0.
pub(crate) type Features = [u64; 6];

pub(crate) struct Memory {
    slot_of: HashMap<Features, usize>,
    words: Vec<Word>,
    /// The rows of each slot: the mixed vector, then the three parts.
    rows: Vec<f32>,
    new: Vec<usize>,
    block: u64,
    hand: usize,
}

struct Word {
    features: Features,
    block: u64,
    is_recent: bool,
}

impl Default for Memory {
    fn default() -> Memory {
        let nothing = Word { features: [0; 6], block: 0, is_recent: false };
        Memory {
            slot_of: HashMap::new(),
            words: vec![nothing],
            rows: vec![0.0; ROW],
            new: Vec::new(),
            block: 0,
            hand: 0,
        }
    }
}

impl Memory {
    /// The slot of what stands beyond the ends of a text: zeros.
    pub(crate) const NOTHING: usize = 0;

    /// From here on, the slots of the block before may be given to other words.
    pub(crate) fn begin_block(&mut self) {
        self.block += 1;
        self.new.clear();
    }

    /// The slot of a word, which stays its own until the end of the block. A block has fewer words than there are slots.
    pub(crate) fn slot(&mut self, features: &Features) -> usize {
        let slot = match self.slot_of.get(features) {
            Some(slot) => *slot,
            None => {
                let slot = self.free_slot();
                self.words[slot].features = *features;
                self.slot_of.insert(*features, slot);
                self.new.push(slot);
                slot
            }
        };
        self.words[slot].block = self.block;
        self.words[slot].is_recent = true;
        slot
    }

    fn free_slot(&mut self) -> usize {
        if self.words.len() <= MOST {
            self.words.push(Word { features: [0; 6], block: 0, is_recent: false });
            if self.rows.len() == self.rows.capacity() {
                // Grown by steps: doubling would reserve what a short text never uses, and twice what a long one does.
                self.rows.reserve_exact(MOST / 8 * ROW);
            }
            self.rows.resize(self.words.len() * ROW, 0.0);
            return self.words.len() - 1;
        }
        loop {
            self.hand = self.hand % MOST + 1;
            let word = &mut self.words[self.hand];
            if word.block == self.block {
                continue;
            }
            if !std::mem::take(&mut word.is_recent) {
                self.slot_of.remove(&word.features);
                return self.hand;
            }
        }
    }

    /// The slots whose rows are not yet written.
    pub(crate) fn new_slots(&mut self) -> Vec<usize> {
        std::mem::take(&mut self.new)
    }

    pub(crate) fn features(&self, slot: usize) -> &Features {
        &self.words[slot].features
    }

    pub(crate) fn write(&mut self, slot: usize, mixed: &[f32], parts: [&[f32]; WINDOW]) {
        let row = &mut self.rows[slot * ROW..][..ROW];
        row[..WIDTH].copy_from_slice(mixed);
        for (row, part) in row[WIDTH..].chunks_exact_mut(PART).zip(parts) {
            row.copy_from_slice(part);
        }
    }

    pub(crate) fn mixed(&self, slot: usize) -> &[f32] {
        &self.rows[slot * ROW..][..WIDTH]
    }

    pub(crate) fn part(&self, slot: usize, part: usize) -> &[f32] {
        &self.rows[slot * ROW + WIDTH + part * PART..][..PART]
    }
}

#[cfg(test)]
mod tests {
    use super::{MOST, Memory, PART, WIDTH};

    #[test]
    fn forgets_only_what_the_present_block_does_not_use() {
        let mut memory = Memory::default();
        let word = |number: usize| [number as u64 + 1, 0, 0, 0, 0, 0];
        for block in 0..60 {
            memory.begin_block();
            // Every block has its own words, and one that all have.
            let slots: Vec<usize> = (0..200).map(|number| memory.slot(&word(block * 100 + number))).collect();
            let common = memory.slot(&word(1_000_000));
            for slot in memory.new_slots() {
                let number = memory.features(slot)[0] as f32;
                memory.write(slot, &[number; WIDTH], [&[number; PART]; 3]);
            }
            for (number, slot) in slots.iter().enumerate() {
                assert_eq!(memory.mixed(*slot)[0], (block * 100 + number + 1) as f32);
                assert_eq!(memory.part(*slot, 2)[PART - 1], (block * 100 + number + 1) as f32);
            }
            assert_eq!(memory.mixed(common)[0], 1_000_001.0);
            assert!(memory.words.len() <= MOST + 1);
            assert!(memory.mixed(Memory::NOTHING).iter().all(|number| *number == 0.0));
        }
    }
}
