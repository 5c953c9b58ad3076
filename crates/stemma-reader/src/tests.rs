//! What must hold for any text, any machine and any file, on models of random numbers.

mod damage;
mod model;
mod pieces;
pub(crate) mod reference;
mod speed;

use std::fmt::Write;
use std::ops::Range;

use crate::buckets::{distance, relation, signed_distance};
use crate::machine::Machine;
use crate::{Part, Piece, Reader};

use model::{Model, SMALL, TRUE_SIZE};
use reference::Reference;

/// The words of a text, cut at blanks.
fn words(text: &str) -> Vec<Range<usize>> {
    let start = |word: &str| word.as_ptr() as usize - text.as_ptr() as usize;
    text.split_whitespace().map(|word| start(word)..start(word) + word.len()).collect()
}

struct Sentence {
    pieces: Vec<Piece>,
    words: Vec<Range<usize>>,
    is_title: bool,
}

impl Sentence {
    fn new(reader: &Reader, text: &str, is_title: bool) -> Sentence {
        Sentence { pieces: reader.pieces(text), words: words(text), is_title }
    }

    fn part(&self) -> Part<'_> {
        Part { pieces: &self.pieces, words: &self.words, is_title: self.is_title }
    }
}

const TITLE: &str = "shelling hit the port";
const FIRST: &str = "a cafe\u{301} was hit. قصف الميناء";
const SECOND: &str = "the port ガス s";

fn sentences(reader: &Reader) -> [Sentence; 3] {
    [(FIRST, false), (TITLE, true), (SECOND, false)].map(|(text, is_title)| Sentence::new(reader, text, is_title))
}

/// Everything that a reading says, bit by bit.
fn said(reader: &Reader, parts: &[Part<'_>]) -> String {
    let read = reader.read(parts);
    let mut said = String::new();
    let mut write = |name: &str, numbers: &[f32]| {
        writeln!(said, "{name} {:?}", numbers.iter().map(|number| number.to_bits()).collect::<Vec<_>>()).unwrap();
    };
    for word in 0..read.words() {
        let Some(trigger) = read.trigger(word) else {
            write("not read", &[]);
            continue;
        };
        write("trigger", trigger);
        write("name", read.name(word).unwrap());
        for (name, numbers) in [
            ("assertion", read.assertion(word)),
            ("status", read.status(word)),
            ("measure", read.measure(word)),
            ("scope", read.scope(word)),
        ] {
            write(name, &numbers.unwrap());
        }
        let pairs = read.pair(word).unwrap();
        for other in 0..read.words() {
            write("pair", pairs.of(other).unwrap_or_default().as_flattened());
            write("same", &[read.same(word, other).unwrap_or(2.0)]);
        }
    }
    said
}

#[test]
fn every_machine_says_the_same_to_the_bit() {
    for (sizes, seed) in [(SMALL, 1), (SMALL, 2), (TRUE_SIZE, 3)] {
        let bytes = Model::new(sizes, seed).leak();
        let of = |machine: Machine| {
            let reader = Reader::on(bytes, machine).unwrap();
            let sentences = sentences(&reader);
            said(&reader, &sentences.each_ref().map(Sentence::part))
        };
        let plain = of(*Machine::available().last().unwrap());
        for machine in Machine::available() {
            assert!(of(machine) == plain, "{machine:?} differs");
        }
    }
}

#[test]
fn says_the_same_beside_other_threads_and_after_other_readings() {
    let reader = Reader::from_bytes(Model::new(SMALL, 4).leak()).unwrap();
    let sentences = sentences(&reader);
    let parts = sentences.each_ref().map(Sentence::part);
    let alone = said(&reader, &parts);
    std::thread::scope(|scope| {
        for thread in 0..4 {
            let (reader, parts, alone) = (&reader, &parts, &alone);
            scope.spawn(move || {
                for round in 0..20 {
                    if (round + thread) % 3 == 0 {
                        said(reader, &parts[..1]);
                    }
                    assert!(said(reader, parts) == *alone);
                }
            });
        }
    });
}

#[test]
fn says_what_the_description_says() {
    for seed in 5..9 {
        let model = Model::new(SMALL, seed);
        let reader = Reader::from_bytes(model.leak()).unwrap();
        let sentences = sentences(&reader);
        let read = reader.read(&sentences.each_ref().map(Sentence::part));
        let reference = Reference(&model);
        let [first, title, second] = &sentences;
        let ids = |sentence: &Sentence| sentence.pieces.iter().map(|piece| piece.id).collect::<Vec<_>>();
        let sequence = [vec![0], ids(title), vec![2], ids(first), ids(second), vec![2]].concat();
        assert!(sequence.len() <= SMALL.positions, "the test is of words that are read");
        let vectors = reference.encode(&sequence);
        let mut of_words = Vec::new();
        let begins =
            [(title, 1), (first, 2 + title.pieces.len()), (second, 2 + title.pieces.len() + first.pieces.len())];
        for (part, (sentence, begin)) in begins.into_iter().enumerate() {
            for word in &sentence.words {
                let holds = |piece: &Piece| (piece.start..piece.end).contains(&word.start);
                let piece = sentence.pieces.iter().position(holds).unwrap();
                of_words.push(((part, part == 0), &vectors[begin + piece]));
            }
        }
        assert_eq!(read.words(), of_words.len());
        // A number that was rounded to the other side, after a different last bit, changes a vector by about a hundredth.
        let close = |what: &str, ours: &[f32], theirs: &[f64]| {
            assert_eq!(ours.len(), theirs.len(), "{what}");
            for (ours, theirs) in ours.iter().zip(theirs) {
                assert!((f64::from(*ours) - theirs).abs() < 0.02, "{what}: {ours} is not {theirs}");
            }
        };
        for (word, (place, vector)) in of_words.iter().enumerate() {
            close("trigger", read.trigger(word).unwrap(), &reference.probabilities("trigger", vector));
            close("name", read.name(word).unwrap(), &reference.probabilities("name", vector));
            close("assertion", &read.assertion(word).unwrap(), &reference.probabilities("assertion", vector));
            close("status", &read.status(word).unwrap(), &reference.probabilities("status", vector));
            close("measure", &read.measure(word).unwrap(), &reference.probabilities("measure", vector));
            close("scope", &read.scope(word).unwrap(), &reference.probabilities("scope", vector));
            let pairs = read.pair(word).unwrap();
            for (other, (other_place, other_vector)) in of_words.iter().enumerate() {
                let bucket = signed_distance(word, other);
                let theirs = reference.pair(vector, other_vector, bucket, relation(*place, *other_place));
                close("pair", pairs.of(other).unwrap().as_flattened(), &theirs.concat());
                let same = read.same(word, other).unwrap();
                close("same", &[same], &[reference.same(vector, other_vector, distance(word, other))]);
                assert_eq!(same.to_bits(), read.same(other, word).unwrap().to_bits());
            }
        }
    }
}

#[test]
fn words_beyond_the_positions_are_not_read_and_the_others_are() {
    let reader = Reader::from_bytes(Model::new(SMALL, 10).leak()).unwrap();
    let text = "port ".repeat(100);
    let sentence = Sentence::new(&reader, &text, false);
    let read = reader.read(&[sentence.part(), sentence.part()]);
    assert_eq!(read.words(), 200);
    for word in 0..200 {
        // Two places are those of the marks of beginning and end.
        let is_read = word < SMALL.positions - 2;
        assert_eq!(read.trigger(word).is_some(), is_read, "{word}");
        assert_eq!(read.pair(word).is_some(), is_read);
        assert_eq!(read.pair(0).unwrap().of(word).is_some(), is_read);
        assert_eq!(read.same(0, word).is_some(), is_read);
        assert_eq!(read.scope(word).is_some(), is_read);
    }
    assert!(read.trigger(200).is_none() && read.pair(usize::MAX).is_none());
}

#[test]
fn strange_parts_are_read_without_a_panic() {
    let reader = Reader::from_bytes(Model::new(SMALL, 11).leak()).unwrap();
    assert_eq!(reader.read(&[]).words(), 0);
    let piece = |id, start, end| Piece { id, start, end };
    let pieces = [piece(u32::MAX, 5, 9), piece(7, 3, 1), piece(7, 0, usize::MAX)];
    let words = [Range { start: 9, end: 3 }, 0..usize::MAX, 4..4, 2..6];
    let parts = [
        Part { pieces: &pieces, words: &words, is_title: true },
        Part { pieces: &[], words: &words, is_title: false },
        Part { pieces: &pieces, words: &[], is_title: true },
    ];
    assert_eq!(reader.read(&parts).words(), 8);
    said(&reader, &parts);
}
